#include "oracle/turns.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "oracle/oracle.hpp"

namespace exemplar::oracle {

namespace {

constexpr int kMostReadings = 2'000;
constexpr double kNear = 1e-9;

}  // namespace

int Turns::way(const Touch& touch, int ways) {
  const auto [place, is_new] = index_.try_emplace(touch, taken_.size());
  if (is_new) taken_.push_back({touch, 0, ways});
  return taken_[place->second].way;
}

bool Turns::next() {
  while (!taken_.empty() && taken_.back().way + 1 == taken_.back().ways) {
    index_.erase(taken_.back().touch);
    taken_.pop_back();
  }
  if (taken_.empty()) return false;
  ++taken_.back().way;
  return true;
}

Explained explained_by_turns(const World& world, const std::function<Value(Oracle&)>& ask,
                             const std::function<bool(const Value&)>& fits) {
  Turns turns;
  bool noise = false;
  for (int reading = 0; reading < kMostReadings; ++reading) {
    Oracle oracle(world, nullptr, &turns);
    const Value value = ask(oracle);
    if (fits(value)) return Explained::Yes;
    noise = noise || value.noise;
    if (!turns.next()) break;
  }
  return noise ? Explained::Noise : Explained::No;
}

double apart_from_zero(double value) {
  return value == 0 ? 1e-17 : value;
}

int Oracle::way_at(Turns::Kind kind, double a, double b, int ways) {
  fragile_ = true;
  return turns_ == nullptr ? 0 : turns_->way({kind, a, b}, ways);
}

bool Oracle::all_but_touch(const Number& a, const Number& b) {
  if (!a.floating && !b.floating && !a.unlike && !b.unlike) return false;
  const double x = a.to_double();
  const double y = b.to_double();
  return x != y && std::fabs(x - y) <= kNear * std::max({1.0, std::fabs(x), std::fabs(y)});
}

int Oracle::order(const Number& a, const Number& b) {
  if (!a.floating && !b.floating && !a.unlike && !b.unlike) {
    return a.exact < b.exact ? -1 : a.exact > b.exact ? 1 : 0;
  }
  const double x = a.to_double();
  const double y = b.to_double();
  const int sign = x < y ? -1 : x > y ? 1 : 0;
  if (!all_but_touch(a, b)) return sign;
  const int way = way_at(Turns::Kind::Order, std::min(x, y), std::max(x, y), 3);
  return way == 0 ? sign : way == 1 ? 0 : -sign;
}

int Oracle::order_of_like(const Number& a, const Number& b) {
  const bool before = fragile_;
  Turns* turns = std::exchange(turns_, nullptr);
  const int sign = order(a, b);
  turns_ = turns;
  fragile_ = before;
  return sign;
}

bool Oracle::is_zero(const Number& a) {
  const bool zero = a.floating ? a.approximate == 0 : a.exact == 0;
  const bool near = a.floating ? std::fabs(a.approximate) < 1e-12 : a.unlike && zero;
  if (!near) return zero;
  const bool taken = way_at(Turns::Kind::Zero, a.to_double(), 0, 2) == 0 ? zero : !zero;
  if (!taken) noise_ = true;  // what is divided by it may become anything
  return taken;
}

Rational Oracle::beside_a_turn(const Rational& value, int digits, RoundingMode mode) {
  const double size = value.convert_to<double>();
  if (distance_to_turn(size, digits, mode) >= kNear) return value;
  const int way = way_at(Turns::Kind::Round, size, digits, 3);
  const Rational step = rational(Decimal{1, digits});
  const Rational size_or_step = value < -step ? Rational(-value) : value > step ? value : step;
  const Rational nudge = size_or_step * Rational(1, 500'000'000);  // 2 kNear
  return way == 0 ? value : Rational(value + (3 - 2 * way) * nudge);
}

}  // namespace exemplar::oracle
