// The header fields of a message, in the order in which they came. Names are compared without
// regard to case (RFC 9110 §5.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exemplar::http {

struct Header {
  std::string name;
  std::string value;

  bool operator==(const Header&) const = default;
};

class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Header> list) : list_(list) {}

  void add(std::string name, std::string value) {
    list_.push_back({std::move(name), std::move(value)});
  }
  // Replaces every field of that name.
  void set(std::string name, std::string value);
  // The first value; none where there is no such field.
  std::optional<std::string_view> find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }
  size_t count(std::string_view name) const;
  // All values of a list field joined by ", " (RFC 9110 §5.3); empty where there is none.
  std::string joined(std::string_view name) const;

  size_t size() const { return list_.size(); }
  auto begin() const { return list_.begin(); }
  auto end() const { return list_.end(); }
  bool operator==(const Headers&) const = default;

 private:
  std::vector<Header> list_;
};

// ASCII letters without regard to case; other bytes as they are.
bool equal_ignoring_case(std::string_view a, std::string_view b);
// A token of RFC 9110 §5.6.2: not empty, only its characters.
bool is_token(std::string_view text);
bool is_token_character(char c);
// What a field value may hold: no control character but the tab (RFC 9110 §5.5).
bool is_field_value(std::string_view text);
// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace exemplar::http
