#include "programme/user/personal_read_service.hpp"

#include <algorithm>

#include "programme/user/one_write.hpp"

namespace exemplar::programme {

void record_personal_read(store::Connection& connection, const PersonalRead& read,
                          const WriteBy& by) {
  in_one_write(connection, by, [&](const Change& change) {
    Json of = Json::array();
    for (const std::string& one : read.of) of.add(Json::string(one));
    Json payload = Json::object();
    payload.add("of", std::move(of));
    record(change, kPersonalRead, read.what, payload);
    return true;
  });
}

bool payload_is_personal(std::string_view action) {
  // Ids, codes, counts and instants only.
  constexpr std::string_view kWithout[] = {
      kPersonalRead,     "account.disabled",       "account.enabled",  "delegation.ended",
      "office.loaded",   "office.restored",        "password.changed", "password.rehashed",
      "password.set",    "session.all_ended",      "session.ended",    "session.locked",
      "session.renewed", "sign_in.after_failures", "token.revoked",    "values.saved"};
  if (action.starts_with("second_factor.")) return false;
  return std::find(std::begin(kWithout), std::end(kWithout), action) == std::end(kWithout);
}

}  // namespace exemplar::programme
