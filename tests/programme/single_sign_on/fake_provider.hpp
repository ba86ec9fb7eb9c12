// A provider of identities without a network: keys of its own, codes that are good once and only with
// the PKCE verifier that belongs to their challenge, and everything that can be wrong with it.
#pragma once

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <boost/json.hpp>
#include <map>

#include "programme/single_sign_on/fetch.hpp"
#include "programme/single_sign_on/oidc_rules.hpp"

namespace exemplar::programme {

// A pair of keys, and what it signs.
class FakeKey {
 public:
  explicit FakeKey(ProviderKey::Kind kind)
      : kind_(kind),
        key_(kind == ProviderKey::Kind::Rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256")) {}
  FakeKey(const FakeKey&) = delete;
  FakeKey& operator=(const FakeKey&) = delete;
  ~FakeKey() { EVP_PKEY_free(key_); }

  std::string number(const char* name) const {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key_, name, &number);
    const bool is_coordinate = kind_ == ProviderKey::Kind::EllipticP256;
    std::string bytes(is_coordinate ? 32 : static_cast<size_t>(BN_num_bytes(number)), '\0');
    BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()),
                 static_cast<int>(bytes.size()));
    BN_free(number);
    return to_base64url(bytes);
  }
  boost::json::object jwk(const std::string& id) const {
    if (kind_ == ProviderKey::Kind::Rsa) {
      return {{"kty", "RSA"},
              {"use", "sig"},
              {"kid", id},
              {"n", number(OSSL_PKEY_PARAM_RSA_N)},
              {"e", number(OSSL_PKEY_PARAM_RSA_E)}};
    }
    return {{"kty", "EC"},
            {"crv", "P-256"},
            {"kid", id},
            {"x", number(OSSL_PKEY_PARAM_EC_PUB_X)},
            {"y", number(OSSL_PKEY_PARAM_EC_PUB_Y)}};
  }
  std::string public_pem() const {
    BIO* out = BIO_new(BIO_s_mem());
    PEM_write_bio_PUBKEY(out, key_);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(out, &bytes);
    std::string pem(bytes, static_cast<size_t>(size));
    BIO_free(out);
    return pem;
  }
  std::string signature(std::string_view text, bool pss, int salt = RSA_PSS_SALTLEN_DIGEST) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* of_key = nullptr;
    EVP_DigestSignInit(context, &of_key, EVP_sha256(), nullptr, key_);
    if (pss) {
      EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PSS_PADDING);
      EVP_PKEY_CTX_set_rsa_pss_saltlen(of_key, salt);
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    size_t size = 0;
    EVP_DigestSign(context, nullptr, &size, bytes, text.size());
    std::string made(size, '\0');
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(made.data()), &size, bytes,
                   text.size());
    made.resize(size);
    EVP_MD_CTX_free(context);
    return kind_ == ProviderKey::Kind::Rsa ? made : side_by_side(made);
  }

 private:
  static std::string side_by_side(const std::string& der) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size()));
    std::string both(64, '\0');
    auto* to = reinterpret_cast<unsigned char*>(both.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), to, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), to + 32, 32);
    ECDSA_SIG_free(pair);
    return both;
  }

  ProviderKey::Kind kind_;
  EVP_PKEY* key_;
};

// Made once: a key takes its time.
inline const FakeKey& rsa_key() {
  static const FakeKey kKey(ProviderKey::Kind::Rsa);
  return kKey;
}
inline const FakeKey& other_rsa_key() {
  static const FakeKey kKey(ProviderKey::Kind::Rsa);
  return kKey;
}
inline const FakeKey& elliptic_key() {
  static const FakeKey kKey(ProviderKey::Kind::EllipticP256);
  return kKey;
}

inline std::string token_of(const boost::json::object& header, const std::string& payload,
                            const FakeKey& key) {
  const std::string algorithm(header.at("alg").as_string().c_str());
  const std::string text =
      to_base64url(boost::json::serialize(header)) + "." + to_base64url(payload);
  if (algorithm == "none") return text + ".";
  if (algorithm == "HS256") {  // with the public key for a secret
    const std::string secret = key.public_pem();
    unsigned char made[32];
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), made, &size);
    return text + "." + to_base64url({reinterpret_cast<const char*>(made), size});
  }
  return text + "." + to_base64url(key.signature(text, algorithm == "PS256"));
}

struct FakeProvider {
  std::string issuer = "https://id.example/realms/office";
  std::string client = "exemplar";
  int64_t now = 0;  // seconds
  std::string subject = "s-42";
  std::string algorithm = "RS256";
  std::string key_id = "k1";
  const FakeKey* key = &rsa_key();
  boost::json::array keys = {rsa_key().jwk("k1"), elliptic_key().jwk("e1")};
  std::function<void(boost::json::object&)> change_claims;
  std::function<void(boost::json::object&)> change_description;
  std::function<FetchAnswer(const FetchRequest&)> in_its_place;  // where it gives a status or fault
  std::vector<FetchRequest> asked;

  struct Code {
    std::string nonce;
    std::string challenge;
    std::string redirect;
  };
  std::map<std::string, Code> codes;

  static std::string query_of(const std::string& url, const std::string& name) {
    const size_t at = url.find(name + "=");
    if (at == std::string::npos) return {};
    const std::string escaped =
        url.substr(at + name.size() + 1, url.find('&', at) - at - name.size() - 1);
    std::string text;
    for (size_t i = 0; i < escaped.size(); ++i) {
      if (escaped[i] != '%') {
        text += escaped[i];
      } else {
        text += static_cast<char>(std::stoi(escaped.substr(i + 1, 2), nullptr, 16));
        i += 2;
      }
    }
    return text;
  }

  // The person signs in there; the code with which the browser comes back.
  std::string signed_in_at(const std::string& location) {
    const std::string code = "code-" + std::to_string(codes.size() + 1);
    codes[code] = {query_of(location, "nonce"), query_of(location, "code_challenge"),
                   query_of(location, "redirect_uri")};
    return code;
  }

  Fetch fetch() {
    return [this](const FetchRequest& request) {
      asked.push_back(request);
      if (in_its_place) {
        const FetchAnswer other = in_its_place(request);
        if (other.status != 0 || !other.fault.empty()) return other;
      }
      if (request.url.ends_with("openid-configuration")) return describe();
      if (request.url.ends_with("/keys")) {
        return FetchAnswer{200, boost::json::serialize(boost::json::object{{"keys", keys}}), {}};
      }
      if (request.url.ends_with("/token")) return exchange(request);
      return FetchAnswer{404, "", {}};
    };
  }
  size_t times_asked(const std::string& end) const {
    size_t times = 0;
    for (const FetchRequest& request : asked) times += request.url.ends_with(end) ? 1 : 0;
    return times;
  }

 private:
  FetchAnswer describe() const {
    boost::json::object json = {{"issuer", issuer},
                                {"authorization_endpoint", issuer + "/auth"},
                                {"token_endpoint", issuer + "/token"},
                                {"jwks_uri", issuer + "/keys"},
                                {"response_types_supported", {"code", "id_token"}},
                                {"code_challenge_methods_supported", {"plain", "S256"}}};
    if (change_description) change_description(json);
    return {200, boost::json::serialize(json), {}};
  }
  FetchAnswer exchange(const FetchRequest& request) {
    std::map<std::string, std::string> form(request.form.begin(), request.form.end());
    const auto found = codes.find(form["code"]);
    const bool is_good = found != codes.end() && form["grant_type"] == "authorization_code" &&
                         found->second.redirect == form["redirect_uri"] &&
                         found->second.challenge == pkce_challenge(form["code_verifier"]);
    if (!is_good) return {400, R"({"error": "invalid_grant"})", {}};
    const Code code = found->second;
    codes.erase(found);
    boost::json::object claims = {{"iss", issuer},
                                  {"aud", client},
                                  {"sub", subject},
                                  {"exp", now + 300},
                                  {"iat", now},
                                  {"nonce", code.nonce},
                                  {"auth_time", now - 10},
                                  {"at_hash", to_base64url(sha256("at").substr(0, 16))}};
    if (change_claims) change_claims(claims);
    const std::string token =
        token_of({{"alg", algorithm}, {"kid", key_id}}, boost::json::serialize(claims), *key);
    return {200,
            boost::json::serialize(boost::json::object{
                {"id_token", token}, {"access_token", "at"}, {"token_type", "Bearer"}}),
            {}};
  }
};

}  // namespace exemplar::programme
