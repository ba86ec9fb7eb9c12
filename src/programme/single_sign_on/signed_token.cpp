#include "programme/single_sign_on/signed_token.hpp"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <memory>

#include "programme/single_sign_on/json_member.hpp"

namespace exemplar::programme {

namespace {

constexpr size_t kTokenMost = 32 * 1024;
constexpr size_t kKeysMost = 100;
constexpr size_t kRsaLeast = 256;   // bytes of the modulus
constexpr size_t kRsaMost = 1'024;  // more would only take time
constexpr size_t kP256 = 32;
constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* one) const {
    Free(one);
  }
};
using PublicKeyOf = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

TokenAlgorithm algorithm_of(ProviderKey::Kind kind, TokenAlgorithm asked) {
  if (kind == ProviderKey::Kind::EllipticP256) return TokenAlgorithm::Es256;
  return asked == TokenAlgorithm::Es256 ? TokenAlgorithm::Rs256 : asked;
}

bool fits(const ProviderKey& key, TokenAlgorithm algorithm) {
  return algorithm_of(key.kind, algorithm) == algorithm &&
         (!key.only_for || *key.only_for == algorithm);
}

using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
Number number_of(std::string_view bytes) {
  return Number(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

PublicKeyOf public_key(const ProviderKey& key) {
  const std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>> build(OSSL_PARAM_BLD_new());
  const bool is_rsa = key.kind == ProviderKey::Kind::Rsa;
  const Number modulus = number_of(key.first);
  const Number exponent = number_of(key.second);
  const std::string point = "\x04" + key.first + key.second;  // uncompressed, SEC 1 §2.3.3
  if (is_rsa) {
    OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  } else {
    OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
    OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                     point.size());
  }
  const std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>> parameters(
      OSSL_PARAM_BLD_to_param(build.get()));
  const std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>> context(
      EVP_PKEY_CTX_new_from_name(nullptr, is_rsa ? "RSA" : "EC", nullptr));
  EVP_PKEY* made = nullptr;
  if (!context || !parameters || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  return PublicKeyOf(made);
}

// r and s side by side (RFC 7518 §3.4), as OpenSSL wants them.
std::string der_of(std::string_view signature) {
  if (signature.size() != 2 * kP256) return {};
  const std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>> pair(ECDSA_SIG_new());
  Number r = number_of(signature.substr(0, kP256));
  Number s = number_of(signature.substr(kP256));
  if (!pair || ECDSA_SIG_set0(pair.get(), r.release(), s.release()) != 1) return {};
  std::string der(static_cast<size_t>(std::max(0, i2d_ECDSA_SIG(pair.get(), nullptr))), '\0');
  auto* to = reinterpret_cast<unsigned char*>(der.data());
  i2d_ECDSA_SIG(pair.get(), &to);
  return der;
}

bool holds(const SignedToken& token, const ProviderKey& key, TokenAlgorithm algorithm) {
  const PublicKeyOf with = public_key(key);
  const std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* of_key = nullptr;
  if (!with || !context ||
      EVP_DigestVerifyInit(context.get(), &of_key, EVP_sha256(), nullptr, with.get()) != 1) {
    return false;
  }
  // RFC 7518 §3.5: MGF1 with the same hash, a salt as long as the hash.
  if (algorithm == TokenAlgorithm::Ps256 &&
      (EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PSS_PADDING) != 1 ||
       EVP_PKEY_CTX_set_rsa_pss_saltlen(of_key, RSA_PSS_SALTLEN_DIGEST) != 1)) {
    return false;
  }
  const std::string signature =
      algorithm == TokenAlgorithm::Es256 ? der_of(token.signature) : token.signature;
  return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(),
                          bytes_of(token.signed_part), token.signed_part.size()) == 1;
}

std::optional<ProviderKey> parse_key(const boost::json::object& json) {
  const auto kind = text_of(json, "kty");
  const auto use = text_of(json, "use");
  if (!kind || (use && *use != "sig")) return std::nullopt;
  const auto operations = texts_of(json, "key_ops");
  if (operations &&
      std::find(operations->begin(), operations->end(), "verify") == operations->end()) {
    return std::nullopt;
  }
  ProviderKey key;
  key.id = text_of(json, "kid");
  if (const auto algorithm = text_of(json, "alg")) {
    key.only_for = algorithm_named(*algorithm);
    if (!key.only_for) return std::nullopt;
  }
  const bool is_rsa = *kind == "RSA";
  if (!is_rsa && (*kind != "EC" || text_of(json, "crv") != "P-256")) return std::nullopt;
  key.kind = is_rsa ? ProviderKey::Kind::Rsa : ProviderKey::Kind::EllipticP256;
  const auto first = from_base64url(text_of(json, is_rsa ? "n" : "x").value_or("-"));
  const auto second = from_base64url(text_of(json, is_rsa ? "e" : "y").value_or("-"));
  if (!first || !second) return std::nullopt;
  key.first = *first;
  key.second = *second;
  key.first.erase(0, is_rsa ? std::min(key.first.find_first_not_of('\0'), key.first.size()) : 0);
  const bool has_size = is_rsa ? key.first.size() >= kRsaLeast && key.first.size() <= kRsaMost &&
                                     !key.second.empty() && key.second.size() <= 8
                               : key.first.size() == kP256 && key.second.size() == kP256;
  if (!has_size) return std::nullopt;
  return key;
}

}  // namespace

std::optional<TokenAlgorithm> algorithm_named(std::string_view name) {
  if (name == "RS256") return TokenAlgorithm::Rs256;
  if (name == "ES256") return TokenAlgorithm::Es256;
  if (name == "PS256") return TokenAlgorithm::Ps256;
  return std::nullopt;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    held = (held << 6 | static_cast<uint32_t>(digit)) & 0xfffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(held >> bits & 0xff);
  }
  if ((held & ((1U << bits) - 1)) != 0) return std::nullopt;
  return bytes;
}

std::string to_base64url(std::string_view bytes) {
  std::string text;
  uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = (held << 8 | static_cast<unsigned char>(c)) & 0xffff;
    for (bits += 8; bits >= 6;) {
      bits -= 6;
      text += kDigits[held >> bits & 63];
    }
  }
  if (bits > 0) text += kDigits[held << (6 - bits) & 63];
  return text;
}

std::string sha256(std::string_view bytes) {
  std::string hash(32, '\0');
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(hash.data()), nullptr,
             EVP_sha256(), nullptr);
  return hash;
}

std::optional<SignedToken> SignedToken::parse(std::string_view text) {
  if (text.size() > kTokenMost || std::count(text.begin(), text.end(), '.') != 2) return {};
  const size_t first = text.find('.');
  const size_t second = text.find('.', first + 1);
  const auto head = from_base64url(text.substr(0, first));
  const auto payload = from_base64url(text.substr(first + 1, second - first - 1));
  const auto signature = from_base64url(text.substr(second + 1));
  if (!head || !payload || !signature) return std::nullopt;
  const auto header = json_object(*head);
  if (!header || header->contains("crit") || !text_of(*header, "alg")) return std::nullopt;
  return SignedToken{*text_of(*header, "alg"), text_of(*header, "kid"), *payload,
                     std::string(text.substr(0, second)), *signature};
}

std::optional<std::vector<ProviderKey>> parse_keys(std::string_view json) {
  const auto set = json_object(json);
  const boost::json::value* list = set ? member(*set, "keys") : nullptr;
  if (list == nullptr || !list->is_array()) return std::nullopt;
  std::vector<ProviderKey> keys;
  for (const boost::json::value& one : list->get_array()) {
    auto key = one.is_object() ? parse_key(one.get_object()) : std::nullopt;
    if (key && keys.size() < kKeysMost) keys.push_back(*std::move(key));
  }
  return keys;
}

std::optional<SignOnRefusal> refusal_of_signature(const SignedToken& token,
                                                  const std::vector<ProviderKey>& keys) {
  const auto algorithm = algorithm_named(token.algorithm);
  if (!algorithm) return SignOnRefusal::Algorithm;
  std::vector<const ProviderKey*> able;
  for (const ProviderKey& key : keys) {
    if (fits(key, *algorithm) && (!token.key || key.id == token.key)) able.push_back(&key);
  }
  if (able.size() != 1) return SignOnRefusal::KeyUnknown;
  if (!holds(token, *able.front(), *algorithm)) return SignOnRefusal::SignatureWrong;
  return std::nullopt;
}

}  // namespace exemplar::programme
