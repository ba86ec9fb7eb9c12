// The audit log, for whoever may read all of it.
#include "api/listing.hpp"
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

std::vector<tables::ListCell> entry_row(const KeptAudit& kept) {
  const AuditEntry& entry = kept.entry;
  return {static_cast<int64_t>(entry.number),
          static_cast<int64_t>(entry.revision),
          iso_instant(entry.at),
          entry.actor,
          entry.action,
          entry.subject,
          hex(entry.hash),
          kept.payload ? tables::ListCell(kept.payload->text) : tables::ListCell()};
}

http::Response list_audit(Call& call) {
  AuditQuery query;
  query.actor = call.query("actor");
  query.action = call.query("action");
  query.subject = call.query("subject");
  query.from = instant_asked(call, "from");
  query.until = instant_asked(call, "until");
  query.limit = page_of(call, kEntriesMost, kEntriesMost).end;
  if (const auto before = number_asked(call, "before")) {
    query.before = static_cast<uint64_t>(*before);
  }
  const auto connection = call.connection();
  // Whether the office's values are simulated is said of its log too.
  call.now = call.api.office().now();
  List list{.name = "entries",
            .rows = {.columns = {"number", "revision", "at", "actor", "action", "subject", "hash",
                                 "payload"}},
            .paged = false};
  std::vector<std::string> personal;  // the entries that hold such data, by number
  for (const KeptAudit& one : find_audit(*connection, query)) {
    list.rows.rows.push_back(entry_row(one));
    if (one.payload && payload_is_personal(one.entry.action)) {
      personal.push_back("audit/" + std::to_string(one.entry.number));
    }
  }
  tell_personal_read(call, *connection, "audit", std::move(personal));
  return list_response(call, std::move(list));
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
           .lists = true,
           .handler = list_audit}};
}

}  // namespace exemplar::api
