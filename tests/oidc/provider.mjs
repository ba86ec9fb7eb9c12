// A real provider of identities on a free port of this machine, for the tests beside this file.
//
//   node provider.mjs ISSUER_HOST CLIENT SECRET
//     says {"port": n}; takes one line {"redirect": URI}, says {"ready": true}; ends with its input
import http from "node:http";
import readline from "node:readline";

import Provider from "oidc-provider";

const [host, client, secret] = process.argv.slice(2);
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");

let handle = (_request, response) => response.writeHead(503).end();
const server = http.createServer((request, response) => handle(request, response));
server.listen(0, "localhost", () => say({ port: server.address().port }));

const lines = readline.createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const { redirect } = JSON.parse(line);
  const provider = new Provider(`http://${host}:${server.address().port}`, {
    clients: [{ client_id: client, client_secret: secret, redirect_uris: [redirect],
                response_types: ["code"], grant_types: ["authorization_code"] }],
    pkce: { required: () => true, methods: ["S256"] },
    cookies: { keys: ["of these tests"] },
  });
  handle = provider.callback();
  say({ ready: true });
});
lines.on("close", () => process.exit(0));
