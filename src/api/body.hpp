// A JSON body, read by a table of its fields: what each is called, what it may be, whether it has to
// be there. Everything that is wrong is told at once, each at its JSON pointer. The same tables make
// the description of the API.
//
//   {"values": [{"indicator": "motorbikes", "unit": "w26734", "value": "7"}]}
//        │            └ Field text, required, at most 200 characters
//        └ Field list of those, 1 to 500
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "http/problem.hpp"

namespace exemplar::api {

struct Field {
  enum class Kind { Text, Whole, Truth, Texts, Records };

  std::string name;
  Kind kind = Kind::Text;
  bool required = true;
  // Of a text its characters, of a list its entries, of a whole number itself.
  int64_t least = 0;
  int64_t most = 200;
  std::vector<Field> fields = {};       // of Records
  std::vector<std::string> words = {};  // a text is one of these; empty: any
  std::string meaning = {};             // for the description
};
using Fields = std::vector<Field>;

// What a body said, field by field. Asking for a field that the table does not have is a fault of
// the program.
class Body {
 public:
  bool has(std::string_view name) const { return values_.contains(std::string(name)); }
  // Empty, 0 and false where it was left out.
  std::string text(std::string_view name) const;
  int64_t whole(std::string_view name) const;
  bool truth(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
  const std::vector<Body>& records(std::string_view name) const;

 private:
  friend class BodyParser;
  struct Value {
    std::string text;
    int64_t whole = 0;
    std::vector<std::string> texts;
    std::vector<Body> records;
  };
  std::map<std::string, Value, std::less<>> values_;
};

struct ReadBody {
  Body body;
  std::vector<http::FieldError> errors;  // at most 100
};
// Any bytes may come: at most 32 levels deep, no name twice, no name that the table does not have.
ReadBody read_body(std::string_view json, const Fields& fields);

// The table as a JSON Schema (2020-12), as OpenAPI 3.1 uses it.
Json schema_of(const Fields& fields);

}  // namespace exemplar::api
