// Secrets that the office hands out and does not keep: session and API tokens are 256 random bits, of
// which a hash lies in the database; what has to be read again is sealed with a key that does not.
#pragma once

#include <optional>
#include <string>

#include "programme/audit/canonical_bytes.hpp"

namespace exemplar::programme {

// 32 random bytes in 43 characters of base64url.
std::string new_token(const FillRandom& random);
// What is kept of it. One token has another hash for each purpose.
AuditHash token_hash(std::string_view purpose, std::string_view token);

// The token that each changing request of a session carries: follows from the session's own, and
// cannot be told from another without it.
std::string csrf_token(std::string_view session_token);
bool csrf_holds(std::string_view session_token, std::string_view given);

// Whether both are the same, in a time that tells nothing of where they differ.
bool same_secret(std::string_view a, std::string_view b);

// Of the office, kept beside the database and never in it.
using SealingKey = std::array<uint8_t, 32>;
// XChaCha20-Poly1305: nonce, then what is sealed. `about` has to be given again to open it.
std::string seal(std::string_view secret, std::string_view about, const SealingKey& key,
                 const FillRandom& random);
std::optional<std::string> unseal(std::string_view sealed, std::string_view about,
                                  const SealingKey& key);

}  // namespace exemplar::programme
