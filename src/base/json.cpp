#include "base/json.hpp"

#include <fmt/format.h>

namespace exemplar {

namespace {

// RFC 8259, section 7: the quotation mark, the reverse solidus and control characters.
void write_string(std::string& to, std::string_view text) {
  to += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        to += "\\\"";
        break;
      case '\\':
        to += "\\\\";
        break;
      case '\n':
        to += "\\n";
        break;
      case '\t':
        to += "\\t";
        break;
      case '\r':
        to += "\\r";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          to += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          to += c;
        }
    }
  }
  to += '"';
}

}  // namespace

Json Json::string(std::string_view text) {
  Json json;
  json.kind_ = Kind::String;
  json.scalar_ = text;
  return json;
}

Json Json::literal(std::string_view text) {
  Json json;
  json.kind_ = Kind::Literal;
  json.scalar_ = text;
  return json;
}

Json Json::integer(int64_t number) {
  return literal(std::to_string(number));
}
Json Json::truth(bool value) {
  return literal(value ? "true" : "false");
}

Json Json::array() {
  Json json;
  json.kind_ = Kind::Array;
  return json;
}

Json Json::object() {
  Json json;
  json.kind_ = Kind::Object;
  return json;
}

Json& Json::add(Json element) {
  members_.emplace_back(std::string(), std::move(element));
  return *this;
}

Json& Json::add(std::string_view key, Json value) {
  members_.emplace_back(std::string(key), std::move(value));
  return *this;
}

bool Json::flat() const {
  for (const auto& [key, value] : members_) {
    if (!value.members_.empty()) return false;
  }
  return true;
}

std::string Json::text() const {
  std::string result;
  write(result, 0);
  return result + "\n";
}

void Json::write(std::string& to, int depth) const {
  switch (kind_) {
    case Kind::Null:
      to += "null";
      return;
    case Kind::Literal:
      to += scalar_;
      return;
    case Kind::String:
      write_string(to, scalar_);
      return;
    default:
      break;
  }
  const bool object = kind_ == Kind::Object;
  const bool one_line = flat() && depth > 0;
  const std::string indent(static_cast<size_t>(depth + 1) * 2, ' ');
  to += object ? '{' : '[';
  bool first = true;
  for (const auto& [key, value] : members_) {
    if (!first) to += one_line ? ", " : ",";
    if (!one_line) to += "\n" + indent;
    first = false;
    if (object) {
      write_string(to, key);
      to += ": ";
    }
    value.write(to, depth + 1);
  }
  if (!one_line && !members_.empty()) to += "\n" + indent.substr(2);
  to += object ? '}' : ']';
}

std::string Json::compact() const {
  std::string result;
  write_compact(result);
  return result;
}

void Json::write_compact(std::string& to) const {
  if (kind_ != Kind::Array && kind_ != Kind::Object) {
    write(to, 0);
    return;
  }
  const bool object = kind_ == Kind::Object;
  to += object ? '{' : '[';
  bool first = true;
  for (const auto& [key, value] : members_) {
    if (!first) to += ',';
    first = false;
    if (object) {
      write_string(to, key);
      to += ':';
    }
    value.write_compact(to);
  }
  to += object ? '}' : ']';
}

}  // namespace exemplar
