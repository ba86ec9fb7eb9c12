// What a statement is given and what a row gives back: whole numbers, texts, bytes, or nothing.
// Numbers with digits are two whole numbers: neither database keeps decimals exactly in both.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace exemplar::store {

struct Bytes {
  std::string bytes;
  bool operator==(const Bytes&) const = default;
};

class Value {
 public:
  Value() = default;  // NULL
  Value(std::nullopt_t) {}
  Value(int64_t number) : held_(number) {}
  Value(int number) : held_(int64_t{number}) {}
  Value(uint32_t number) : held_(int64_t{number}) {}
  Value(std::string text) : held_(std::move(text)) {}
  Value(std::string_view text) : held_(std::string(text)) {}
  Value(const char* text) : held_(std::string(text)) {}
  Value(Bytes bytes) : held_(std::move(bytes)) {}
  template <typename T>
  Value(const std::optional<T>& one) {
    if (one) *this = Value(*one);
  }

  bool is_null() const { return std::holds_alternative<std::monostate>(held_); }
  // Null where it is of another kind.
  const int64_t* number() const { return std::get_if<int64_t>(&held_); }
  const std::string* text() const { return std::get_if<std::string>(&held_); }
  const Bytes* bytes() const { return std::get_if<Bytes>(&held_); }

 private:
  std::variant<std::monostate, int64_t, std::string, Bytes> held_;
};

using Values = std::span<const Value>;

// The row that a cursor stands on; what it gives lives until the cursor moves. A column of another
// kind than asked for is a fault of the program: std::logic_error.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual int64_t number(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual std::string_view bytes(int column) const = 0;
  // Whatever stands there.
  virtual Value value(int column) const = 0;

  std::optional<int64_t> number_if_any(int column) const {
    return is_null(column) ? std::nullopt : std::optional(number(column));
  }
};

}  // namespace exemplar::store
