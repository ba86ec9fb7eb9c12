// Which account an identity of a provider belongs to. Linked by the person or by an administrator,
// never because an e-mail address or a name is the same.
#pragma once

#include <vector>

#include "programme/single_sign_on/sign_on_refusal.hpp"
#include "programme/user/change_store.hpp"
#include "programme/user/decided.hpp"

namespace exemplar::programme {

struct Identity {
  int64_t number = 0;
  std::string account;
  std::string issuer;
  std::string subject;
  InstantUs linked_at = 0;
  std::string linked_by;  // an account's id

  bool operator==(const Identity&) const = default;
};

// Those that have not ended.
std::optional<Identity> find_identity(store::Connection& connection, std::string_view issuer,
                                      std::string_view subject);
std::vector<Identity> identities_of(store::Connection& connection, std::string_view account);

// Refused: AccountUnknown, SubjectMalformed, LinkedAlready, LinkedElsewhere.
Decided<Identity, SignOnRefusal> link_identity(const Change& change, const std::string& account,
                                               const std::string& issuer,
                                               const std::string& subject);
// Ends it, and the account's sessions that a provider vouched for. False where the account has none
// of that number.
bool unlink_identity(const Change& change, const std::string& account, int64_t number);

}  // namespace exemplar::programme
