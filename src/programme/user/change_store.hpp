// A change of people or powers: rows and their entry in the audit log, in one transaction.
//
// No payload holds a password, a code, a token or what any of them is kept as.
#pragma once

#include "base/date.hpp"
#include "base/json.hpp"
#include "programme/audit/audit_store.hpp"

namespace exemplar::programme {

struct Change {
  store::Write& write;
  const WriteBy& by;

  store::Connection& connection() const { return write.connection(); }
  InstantUs now() const { return by.now; }
};

void record(const Change& change, std::string_view action, std::string subject,
            const Json& payload = Json::object());

// One more than the highest of that table.
int64_t next_number(store::Connection& connection, const std::string& table);

// Text from outside that nobody checked (a browser's name for itself): UTF-8, without control
// characters, cut.
std::string kept_text(std::string_view text);

inline Date day_at(const store::Row& row, int column) {
  return Date{static_cast<int32_t>(row.number(column))};
}
inline std::optional<Date> day_if_any_at(const store::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(day_at(row, column));
}

inline store::Value kept_hash(const AuditHash& hash) {
  return store::Bytes{std::string(reinterpret_cast<const char*>(hash.data()), hash.size())};
}

}  // namespace exemplar::programme
