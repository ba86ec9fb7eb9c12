// A provider that lies in the way it is told to, for the tests beside this file.
//
//   node faults.mjs      says {"port": n}; takes lines {"fault": NAME}, says each back; ends with its
//                        input. FAULTS changes what is signed, FORGED what was signed.
import crypto from "node:crypto";
import readline from "node:readline";

import { OAuth2Server } from "oauth2-mock-server";

const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");
const now = () => Math.floor(Date.now() / 1000);

const FAULTS = {
  none: () => {},
  issuer: (claims) => { claims.iss = "http://localhost:1"; },
  audience: (claims) => { claims.aud = "somebody-else"; },
  audiences: (claims) => { claims.aud = [claims.aud, "somebody-else"]; },
  party: (claims) => { claims.azp = "somebody-else"; },
  nonce: (claims) => { claims.nonce = "of-another-sign-in"; },
  no_nonce: (claims) => { delete claims.nonce; },
  expired: (claims) => { claims.exp = now() - 3600; },
  future: (claims) => { claims.iat = now() + 3600; },
  old: (claims) => { claims.iat = now() - 3600; },
  no_subject: (claims) => { delete claims.sub; },
  long_ago: (claims) => { claims.auth_time = now() - 7200; },
  access_hash: (claims) => { claims.at_hash = "77QmUPtjPfzWtF2AnpK9RQ"; },
  several_factors: (claims) => { claims.amr = ["pwd", "mfa"]; },
};

const other = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
const packed = (json) => Buffer.from(JSON.stringify(json)).toString("base64url");
const signed = (header, claims, sign) => {
  const text = `${packed(header)}.${packed(claims)}`;
  return `${text}.${sign(text)}`;
};
const by_other_key = (text) => crypto.sign("sha256", Buffer.from(text), other.privateKey).toString("base64url");
// With the provider's public key, which everybody knows, for a secret.
const by_public_key = (text) => {
  const jwk = server.issuer.keys.toJSON()[0];
  const pem = crypto.createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
  return crypto.createHmac("sha256", pem).update(text).digest("base64url");
};
const FORGED = {
  alg_none: (claims, kid) => signed({ alg: "none", kid }, claims, () => ""),
  alg_hs256: (claims, kid) => signed({ alg: "HS256", kid }, claims, by_public_key),
  withdrawn_key: (claims) => signed({ alg: "RS256", kid: "withdrawn" }, claims, by_other_key),
  forged: (claims, kid) => signed({ alg: "RS256", kid }, claims, by_other_key),
  no_token: () => undefined,
  garbage: () => "a.b.c",
};

let fault = "none";
const server = new OAuth2Server();
await server.issuer.keys.generate("RS256");
await server.start(0, "localhost");
server.service.on("beforeTokenSigning", (token) => {
  token.payload.auth_time = now();
  if ("aud" in token.payload) FAULTS[fault]?.(token.payload);
});
server.service.on("beforeResponse", (response) => {
  if (fault === "down") {
    response.statusCode = 500;
    response.body = {};
  }
  if (!(fault in FORGED)) return;
  const [header, claims] = response.body.id_token.split(".").slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url")));
  response.body.id_token = FORGED[fault](claims, header.kid);
});
server.service.on("beforeAuthorizeRedirect", (redirect) => {
  if (fault === "answers_for_another") redirect.url.searchParams.set("iss", "https://other.example");
  if (fault === "denied") {
    redirect.url.searchParams.delete("code");
    redirect.url.searchParams.set("error", "access_denied");
  }
});
say({ port: server.address().port });

const lines = readline.createInterface({ input: process.stdin });
lines.on("line", (line) => {
  fault = JSON.parse(line).fault;
  say({ fault });
});
lines.on("close", () => process.exit(0));
