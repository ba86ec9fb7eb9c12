// Checkpoints of the audit log: how far it had come, signed. Whoever keeps one elsewhere can tell a
// log that was rewritten or cut from the one it was made of.
#include "api/api.hpp"
#include "programme/audit/checkpoint_store.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr size_t kCheckpointsMost = 500;

Json checkpoint_json(const KeptCheckpoint& kept) {
  const Checkpoint& one = kept.checkpoint;
  Json json = Json::object();
  json.add("revision", Json::integer(kept.revision));
  json.add("number", Json::integer(static_cast<int64_t>(one.number)));
  json.add("at", Json::string(iso_instant(one.at)));
  json.add("head", Json::string(hex(one.head)));
  json.add("key", Json::string(hex(one.key)));
  // As `exemplar audit verify --checkpoint` reads it.
  json.add("line", Json::string(line_of(one)));
  return json;
}

http::Response list_checkpoints(Call& call) {
  const std::optional<int64_t> before = number_asked(call, "before");
  const size_t limit = page_of(call, kCheckpointsMost, kCheckpointsMost).end;
  const auto connection = call.api.connection();
  const std::vector<KeptCheckpoint> found = newest_checkpoints(*connection, before, limit);
  Json list = Json::array();
  for (const KeptCheckpoint& one : found) list.add(checkpoint_json(one));
  Json json = Json::object();
  json.add("public_key", Json::string(hex(call.api.options().checkpoint_key.public_key)));
  json.add("newest", found.empty() || before ? Json() : checkpoint_json(found.front()));
  json.add("checkpoints", std::move(list));
  return json_response(json);
}

http::Response make_checkpoint(Call& call) {
  const auto& options = call.api.options();
  const auto connection = call.api.connection();
  const auto made = make_checkpoint_now(*connection, options.checkpoint_key,
                                        {call.instant, call.caller.powers.account, options.random});
  if (!made) refuse(409, "nothing_recorded", made.refusal());
  return json_response(checkpoint_json(*made), 201);
}

}  // namespace

std::vector<ApiRoute> checkpoint_routes() {
  return {
      {.method = "GET",
       .pattern = "/checkpoints",
       .id = "list_checkpoints",
       .summary = "Checkpoints of the audit log, newest first, and the key they are signed with",
       .about = About::Everywhere,
       .needs = Power::ReadCheckpoints,
       .query = {{"before", "only those of lower revisions"}, {"limit", "at most so many"}},
       .handler = list_checkpoints},
      {.method = "POST",
       .pattern = "/checkpoints",
       .id = "make_checkpoint",
       .summary = "A checkpoint of the audit log as it is now",
       .about = About::Everywhere,
       .needs = Power::Backup,
       .handler = make_checkpoint}};
}

}  // namespace exemplar::api
