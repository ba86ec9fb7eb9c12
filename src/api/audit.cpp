// The audit log, for whoever may read all of it.
#include "api/people.hpp"
#include "programme/user/personal_read_service.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr size_t kEntriesMost = 500;

std::optional<InstantUs> instant_asked(const Call& call, std::string_view name) {
  const std::string text = call.query(name);
  if (text.empty()) return std::nullopt;
  const auto at = parse_iso_instant(text);
  if (!at) {
    refuse(422, "malformed_instant", msg("'{}' is not an instant", text),
           msg("write it like 2024-01-16T01:00:00.000000Z"));
  }
  return at;
}

Json entry_json(const KeptAudit& kept) {
  const AuditEntry& entry = kept.entry;
  Json json = Json::object();
  json.add("number", Json::integer(static_cast<int64_t>(entry.number)));
  json.add("revision", Json::integer(static_cast<int64_t>(entry.revision)));
  json.add("at", Json::string(iso_instant(entry.at)));
  json.add("actor", Json::string(entry.actor));
  json.add("action", Json::string(entry.action));
  json.add("subject", Json::string(entry.subject));
  json.add("hash", Json::string(hex(entry.hash)));
  json.add("payload", kept.payload ? Json::string(kept.payload->text) : Json());
  return json;
}

http::Response list_audit(Call& call) {
  AuditQuery query;
  query.actor = call.query("actor");
  query.action = call.query("action");
  query.subject = call.query("subject");
  query.from = instant_asked(call, "from");
  query.until = instant_asked(call, "until");
  query.limit = page_of(call, kEntriesMost, kEntriesMost).end;
  if (const std::string before = call.query("before"); !before.empty()) {
    query.before = std::strtoull(before.c_str(), nullptr, 10);
  }
  const auto connection = call.connection();
  Json list = Json::array();
  std::vector<std::string> personal;  // the entries that hold such data, by number
  for (const KeptAudit& one : find_audit(*connection, query)) {
    list.add(entry_json(one));
    if (one.payload && payload_is_personal(one.entry.action)) {
      personal.push_back("audit/" + std::to_string(one.entry.number));
    }
  }
  tell_personal_read(call, *connection, "audit", std::move(personal));
  Json json = Json::object();
  json.add("entries", std::move(list));
  return json_response(json);
}

}  // namespace

std::vector<ApiRoute> audit_routes() {
  return {{.method = "GET",
           .pattern = "/audit",
           .id = "list_audit",
           .summary = "Entries of the audit log, newest first",
           .about = About::Everywhere,
           .needs = Power::ReadAudit,
           .query = {{"actor", "whose account"},
                     {"action", "what was done: a code, or its beginning up to a point"},
                     {"subject", "about what: its name, or its beginning up to a slash"},
                     {"from", "not before that instant"},
                     {"until", "not after it"},
                     {"before", "only entries of lower numbers"},
                     {"limit", "at most so many"}},
           .handler = list_audit}};
}

}  // namespace exemplar::api
