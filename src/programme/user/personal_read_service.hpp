// Reading what is personal of others leaves an entry in the audit log: by whom, what, of whom. Without
// the entry nothing is shown: it is written before the answer goes out.
#pragma once

#include "programme/user/change_store.hpp"

namespace exemplar::programme {

inline constexpr std::string_view kPersonalRead = "personal.read";

// What was read: "accounts", "account/u-000003/sessions"; of whom: ids, never names.
struct PersonalRead {
  std::string what;
  std::vector<std::string> of;
};
// In a write of its own. Throws store::Failure where it cannot be.
void record_personal_read(store::Connection& connection, const PersonalRead& read,
                          const WriteBy& by);

// Whether an audit entry of that action may hold personal data in its payload: a login, a name, an
// address, or a reason in somebody's own words. Of actions that are not known to hold none: yes.
bool payload_is_personal(std::string_view action);

}  // namespace exemplar::programme
