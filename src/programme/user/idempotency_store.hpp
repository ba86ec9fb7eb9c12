// Requests that were sent with a key of the client's own, so that one that is sent again is not done
// again (draft-ietf-httpapi-idempotency-key-header).
//
//   claim_key     in the transaction that the request makes: done and claimed, or neither
//   keep_answer   afterwards, what was answered; without it a repetition is told that it was done
//
// A key is the account's: two people may use the same one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "programme/audit/canonical_bytes.hpp"
#include "programme/audit/instant.hpp"
#include "store/ledger.hpp"

namespace exemplar::programme {

// How long a key is remembered.
inline constexpr InstantUs kKeysKept = InstantUs{24} * 3600 * 1'000'000;
// A longer answer is not kept.
inline constexpr size_t kAnswerBytesMax = 64 << 10;

struct KeyedRequest {
  std::string account;
  std::string key;
  AuditHash digest{};  // of what was asked
};
struct KeptAnswer {
  int status = 0;
  std::string content_type;
  std::string body;
};
struct ClaimedKey {
  AuditHash digest{};
  int64_t revision = 0;  // that did it
  std::optional<KeptAnswer> answer;
};

// None where the key was not used, or is forgotten.
std::optional<ClaimedKey> find_key(store::Connection& connection, std::string_view account,
                                   std::string_view key);
// False where somebody has it already: the write must then not be committed.
bool claim_key(store::Write& write, const KeyedRequest& request);
// In a transaction of its own; where the answer is too long, nothing is kept.
void keep_answer(store::Connection& connection, const KeyedRequest& request,
                 const KeptAnswer& answer);
// Those claimed before then; how many. In the caller's transaction.
int64_t forget_keys(store::Connection& connection, InstantUs before);

}  // namespace exemplar::programme
