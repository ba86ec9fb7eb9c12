#include "programme/user/change_store.hpp"

#include "base/text.hpp"

namespace exemplar::programme {

void record(const Change& change, std::string_view action, std::string subject,
            const Json& payload) {
  append_audit(change.write,
               {change.by.actor, std::string(action), std::move(subject), payload.compact()},
               change.by.random);
}

int64_t next_number(store::Connection& connection, const std::string& table) {
  return connection.number("SELECT max(number) FROM " + table).value_or(0) + 1;
}

std::string kept_text(std::string_view text) {
  std::string kept = truncate_to_width(nfc(text.substr(0, 1'000)), 200);
  for (char& c : kept) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return kept;
}

}  // namespace exemplar::programme
