// Signed tokens (JWS compact serialisation, RFC 7515) and the provider's public keys (RFC 7517).
//
//   header . payload . signature        alg: RS256, ES256, PS256 (RFC 7518 §3) and no other, whatever
//                                       the header says; the key must be made for that algorithm
//
// By OpenSSL alone: what is accepted is this list and nothing that a library may learn later.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "programme/single_sign_on/sign_on_refusal.hpp"

namespace exemplar::programme {

enum class TokenAlgorithm { Rs256, Es256, Ps256 };
// "none" and HS256 are none: a public key is no secret.
std::optional<TokenAlgorithm> algorithm_named(std::string_view name);

// Without padding; none where it holds anything but its 64 characters, or bits that stand for nothing.
std::optional<std::string> from_base64url(std::string_view text);
std::string to_base64url(std::string_view bytes);
std::string sha256(std::string_view bytes);

struct SignedToken {
  std::string algorithm;           // as the header names it
  std::optional<std::string> key;  // its id
  std::string payload;
  std::string signed_part;
  std::string signature;

  // None where it is no such token, or asks for what is not understood ("crit", RFC 7515 §4.1.11).
  static std::optional<SignedToken> parse(std::string_view text);
};

struct ProviderKey {
  enum class Kind { Rsa, EllipticP256 };

  Kind kind = Kind::Rsa;
  std::optional<std::string> id;
  std::optional<TokenAlgorithm> only_for;
  // Big numbers, most significant byte first: modulus and exponent, or x and y.
  std::string first;
  std::string second;
};
// A JSON Web Key Set; none where it is none. Keys of other kinds, for other uses, and RSA keys of
// fewer than 2048 bits are passed over.
std::optional<std::vector<ProviderKey>> parse_keys(std::string_view json);

// None: the signature holds. Otherwise Algorithm, KeyUnknown or SignatureWrong. A token without the id of
// its key fits where exactly one key could have made it (OpenID Connect Core 1.0 §10.1).
std::optional<SignOnRefusal> refusal_of_signature(const SignedToken& token,
                                                  const std::vector<ProviderKey>& keys);

}  // namespace exemplar::programme
