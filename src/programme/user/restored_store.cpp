#include "programme/user/restored_store.hpp"

#include "programme/user/one_time_code.hpp"
#include "programme/user/session_rules.hpp"

namespace exemplar::programme {

EndedByRestoring end_what_was_under_way(store::Connection& connection, InstantUs now) {
  EndedByRestoring ended;
  ended.sessions = connection.run(
      "UPDATE account_session SET ended_at = $1, end_reason = $2 WHERE ended_at IS NULL",
      {now, name_of(SessionEnd::Restored)});
  ended.apps_begun = connection.run("DELETE FROM second_factor WHERE confirmed_at IS NULL");
  ended.recovery_codes = connection.run("DELETE FROM recovery_code WHERE used_at IS NULL");
  const int64_t next_step = code_step(now) + 1;
  connection.run("UPDATE second_factor SET last_step = $1 WHERE last_step < $1", {next_step});
  return ended;
}

void record_restored(const Change& change, const EndedByRestoring& ended) {
  Json payload = Json::object();
  payload.add("sessions_ended", Json::integer(ended.sessions))
      .add("apps_begun_removed", Json::integer(ended.apps_begun))
      .add("recovery_codes_removed", Json::integer(ended.recovery_codes));
  record(change, "office.restored", "office", payload);
}

}  // namespace exemplar::programme
