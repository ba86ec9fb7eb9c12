#include "http/etag.hpp"

#include <algorithm>

#include "http/headers.hpp"

namespace exemplar::http {

namespace {

bool is_etag_character(char c) {  // etagc of RFC 9110 §8.8.3
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0x21 || (byte >= 0x23 && byte != 0x7F);
}

Refusal no_tag() {
  return {msg("If-Match and If-None-Match must hold entity tags"),
          msg("send back the ETag that was received, its quotes included, or *")};
}

}  // namespace

std::string to_string(const ETag& tag) {
  return (tag.weak ? "W/\"" : "\"") + tag.tag + "\"";
}

Result<ETagList> parse_etags(std::string_view field) {
  ETagList list;
  field = trimmed(field);
  if (field == "*") {
    list.any = true;
    return list;
  }
  while (true) {
    field = trimmed(field);
    if (field.empty()) break;
    if (field[0] == ',') {
      field.remove_prefix(1);
      continue;
    }
    ETag tag;
    if (field.starts_with("W/")) {
      tag.weak = true;
      field.remove_prefix(2);
    }
    if (field.empty() || field[0] != '"') return no_tag();
    const size_t end = field.find('"', 1);
    if (end == std::string_view::npos) return no_tag();
    tag.tag = field.substr(1, end - 1);
    if (!std::all_of(tag.tag.begin(), tag.tag.end(), is_etag_character)) return no_tag();
    list.tags.push_back(std::move(tag));
    field = trimmed(field.substr(end + 1));
    if (!field.empty() && field[0] != ',') return no_tag();
  }
  if (list.tags.empty()) return no_tag();
  return list;
}

bool matches_strongly(const ETagList& list, const std::optional<ETag>& present) {
  if (!present) return false;
  if (list.any) return true;
  return !present->weak &&
         std::find(list.tags.begin(), list.tags.end(), *present) != list.tags.end();
}

bool matches_weakly(const ETagList& list, const std::optional<ETag>& present) {
  if (!present) return false;
  return list.any || std::any_of(list.tags.begin(), list.tags.end(),
                                 [&](const ETag& each) { return each.tag == present->tag; });
}

}  // namespace exemplar::http
