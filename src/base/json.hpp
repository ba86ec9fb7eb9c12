// JSON for output: a tree that keeps the order in which its members were given.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace exemplar {

class Json {
 public:
  enum class Kind { Null, Literal, String, Array, Object };

  Json() = default;  // null
  static Json string(std::string_view text);
  // A number or truth as it is written: "12.50", "true".
  static Json literal(std::string_view text);
  static Json integer(int64_t number);
  static Json truth(bool value);
  static Json array();
  static Json object();

  Json& add(Json element);                      // to an array
  Json& add(std::string_view key, Json value);  // to an object

  // Indented by two spaces a level; arrays and objects without inner ones stand on one line.
  std::string text() const;
  // On one line without blanks.
  std::string compact() const;

 private:
  void write(std::string& to, int depth) const;
  void write_compact(std::string& to) const;
  bool flat() const;

  Kind kind_ = Kind::Null;
  std::string scalar_;
  std::vector<std::pair<std::string, Json>> members_;
};

}  // namespace exemplar
