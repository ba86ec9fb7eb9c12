// What a formula gives, as the oracle sees it: a known value, "unknown" or "not applicable".
//
//   a truth:        F not met      U unknown   T met     N not applicable
//   anything else:                 U unknown   known     N not applicable
//
// Numbers are fractions of unbounded integers, so the oracle has no notion of an exact fragment,
// of bounds or of overflow. What passed a floating function is a double until it is rounded.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <string>

#include "base/date.hpp"
#include "base/decimal.hpp"

namespace exemplar::oracle {

using Rational = boost::multiprecision::cpp_rational;

enum class Type { Truth, Number, Date, Text };
enum class State { Known, Unknown, NotApplicable };
enum class Status { Draft, Reported, Verified, Decided };

struct Number {
  bool floating = false;
  Rational exact;          // unless floating
  double approximate = 0;  // if floating
  bool divided = false;    // a division stands behind it
  bool unlike = false;     // divided numbers were added: an engine may leave its exact fragment

  double to_double() const;
};

Number exactly(Rational value);
Number floating(double value);
Rational rational(Decimal decimal, int power = 0);  // decimal × 10^power

Rational rounded(const Rational& value, int digits, RoundingMode mode);
boost::multiprecision::cpp_int floor_of(const Rational& value);
// How far value × 10^digits is from a place where the mode turns over, relative to its size.
double distance_to_turn(double value, int digits, RoundingMode mode);

// The status of a result. It is open where language.md leaves it open (what an unknown or a not
// applicable value turned into), and is then compared with nothing.
struct Standing {
  Status status = Status::Decided;
  bool open = false;

  bool operator==(const Standing&) const = default;
};

Standing lowest(const Standing& a, const Standing& b);
Standing highest(const Standing& a, const Standing& b);

struct Value {
  Type type = Type::Number;
  State state = State::Known;
  bool truth = false;
  Number number;
  Date date;
  std::string text;
  std::string reason;  // of Unknown and NotApplicable
  Standing standing;
  // A double was so near a turning point of rounding or comparison that another order of the same
  // operations may fall on the other side: turns.hpp says what the result may be then.
  bool fragile = false;
  // On the other side it was divided by what is all but 0: it may be anything.
  bool noise = false;

  bool known() const { return state == State::Known; }
  bool unknown() const { return state == State::Unknown; }
  bool not_applicable() const { return state == State::NotApplicable; }
  bool is_true() const { return known() && truth; }
  bool is_false() const { return known() && !truth; }
  // F 0, U 1, T 2, N 3; a known number, date or text is 2.
  int code() const;
};

Value truth(bool value);
Value number(Number value);
Value number(Rational value);
Value date(Date value);
Value text(std::string value);
Value unknown(std::string reason, Type type = Type::Number);
Value not_applicable(std::string reason, Type type = Type::Number);

// The same answer and, where known, the same value; statuses only where neither is open. Exact
// numbers are the same fraction. Where one is a double they are held equal within a relative 1e-12
// (of 1, where they are smaller).
bool agree(const Value& a, const Value& b);
// Two known numbers have the same nearest double; true for all else.
bool same_bits(const Value& a, const Value& b);
// "met", "not met", "unknown", "not applicable", "1/2", "2.68", "2023-02-28", "\"ward\"".
std::string shown(const Value& value);
std::string_view name_of(Status status);

}  // namespace exemplar::oracle
