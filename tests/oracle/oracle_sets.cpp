// Other periods, other units, and what is made of many of them: sums, means, ranks, scores.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "oracle/oracle.hpp"

namespace exemplar::oracle {

using engine::ExprKind;
using engine::FunctionId;
using engine::Selector;

namespace {

// The indicator under [last year] and {kind = "x"}.
const engine::Expr& innermost(const engine::Expr& expr) {
  const engine::Expr* at = &expr;
  while (at->kind == ExprKind::Select || at->kind == ExprKind::Category) at = at->args[0].get();
  return *at;
}

// Whether one of the arguments, as it is written, is a double or has a denominator of its own. An
// engine knows that before it sees any value, and the result is one even where just that argument is
// left out.
bool any_as_double(const engine::Expr& call) {
  static const std::vector<std::string> kSigns{
      "/",      "^",         "exp(",         "ln(",        "log10(",      "sqrt(",   "mean(",
      "median", "deviation", "interpolate(", "goalposts(", "proportion_", "z_score("};
  for (const auto& arg : call.args) {
    const std::string text = engine::print(*arg);
    for (const std::string& sign : kSigns) {
      if (text.find(sign) != std::string::npos) return true;
    }
  }
  return false;
}

}  // namespace

std::vector<int> Oracle::participants(int period) const {
  std::vector<int> result;
  for (int i = 0; i < static_cast<int>(world_.units.size()); ++i) {
    if (world_.participates(i, period)) result.push_back(i);
  }
  return result;
}

// Children, siblings and descendants are the asking unit's own; the others are the same for all.
bool Oracle::is_own_set(const Expr& set) {
  return set.kind == ExprKind::Name && set.text != "participants";
}

void Oracle::reach_elsewhere(const std::string& rule, bool another, const At& at) {
  if (at.period != asked_ && another) reach("another period's own: " + rule);
}

std::vector<int> Oracle::listed_units(const At& at) {
  std::vector<int> list = participants(at.period);
  if (coverage_ == nullptr || at.period == asked_) return list;
  const std::vector<int> asked = participants(asked_);
  if (list == asked) return list;
  reach("another period's own: list that is read");
  if (list.empty() || asked.empty()) reach("another period's own: list that is read, one empty");
  return list;
}

void Oracle::reach_set(const Expr& set, const At& at) {
  reach(fmt::format("over {}", set.text));
  if (set.kind == ExprKind::Name && set.text == "participants") listed_units(at);
  if (coverage_ == nullptr || at.period == asked_) return;
  reach_elsewhere(set.text, units_in(set, at.unit, at.period) != units_in(set, at.unit, asked_),
                  at);
}

std::vector<int> Oracle::units_in(const Expr& set, int unit, int period) const {
  std::vector<int> result;
  const auto count = static_cast<int>(world_.units.size());
  const auto parent_of = [&](int i) { return world_.parent(i, period); };
  if (set.kind == ExprKind::Call && set.text == "under") {
    const auto above = world_.unit_with_code(set.args.at(0)->text, period);
    for (int i = 0; above && i < count; ++i) {
      if (i != *above && world_.is_under(i, *above, period)) result.push_back(i);
    }
    return result;
  }
  if (set.text == "participants") return participants(period);
  if (set.text == "siblings" && parent_of(unit) < 0) return result;
  for (int i = 0; i < count; ++i) {
    if (set.text == "children"      ? parent_of(i) == unit
        : set.text == "siblings"    ? parent_of(i) == parent_of(unit)
        : set.text == "descendants" ? i != unit && world_.is_under(i, unit, period)
                                    : throw std::logic_error("no set of units: " + set.text)) {
      result.push_back(i);
    }
  }
  return result;
}

std::optional<std::vector<int>> Oracle::periods(const Selector& selector, int period) const {
  const Period& here = world_.periods[static_cast<size_t>(period)];
  const auto one = [](std::optional<int> found) -> std::optional<std::vector<int>> {
    if (!found) return std::nullopt;
    return std::vector<int>{*found};
  };
  switch (selector.kind) {
    case Selector::Kind::Previous:
      return one(here.previous);
    case Selector::Kind::LastYear:
      return one(here.last_year);
    case Selector::Kind::Fixed:
      return one(world_.period_named(selector.text));
    case Selector::Kind::Parts: {
      const auto found = here.parts.find(selector.step);
      if (found == here.parts.end()) return std::nullopt;
      return found->second;
    }
    case Selector::Kind::LastSeveral: {
      std::vector<int> result;
      int at = period;
      for (int i = 0; i < selector.count; ++i) {
        result.push_back(at);
        if (i + 1 == selector.count) break;
        const auto& back = world_.periods[static_cast<size_t>(at)].one_back;
        const auto found = back.find(selector.step);
        if (found == back.end()) return std::nullopt;
        at = found->second;
      }
      return result;
    }
    case Selector::Kind::Parent:
    case Selector::Kind::Unit:
      break;
  }
  return std::vector<int>{period};
}

// The values that `expr` stands for: one, or with [months] one a month.
void Oracle::expand(const Expr& expr, const At& at, std::vector<Value>& out) {
  if (expr.kind == ExprKind::Category) {
    At inner = at;
    for (const auto& filter : expr.categories) inner.categories[filter.dimension] = filter.value;
    expand(*expr.args[0], inner, out);
    return;
  }
  if (expr.kind != ExprKind::Select) {
    out.push_back(eval(expr, at));
    return;
  }
  At inner = at;
  const Selector& selector = expr.selector;
  if (selector.kind == Selector::Kind::Parent || selector.kind == Selector::Kind::Unit) {
    const bool named = selector.kind == Selector::Kind::Unit;
    const auto seen_from = [&](int period) -> std::optional<int> {
      if (named) return world_.unit_with_code(selector.text, period);
      const int parent = world_.parent(at.unit, period);
      return parent >= 0 ? std::optional<int>(parent) : std::nullopt;
    };
    const auto found = seen_from(at.period);
    reach_elsewhere(named ? "[unit]" : "[parent]", found != seen_from(asked_), at);
    if (!found) {
      reach("a unit that is not there");
      out.push_back(unknown("there is no such unit"));
      return;
    }
    inner.unit = *found;
    expand(*expr.args[0], inner, out);
    return;
  }
  const auto several = periods(selector, at.period);
  if (!several) {
    reach("a period that is not covered");
    out.push_back(unknown("no values for this span"));
    return;
  }
  for (const int period : *several) {
    inner.period = period;
    expand(*expr.args[0], inner, out);
  }
}

Value Oracle::select(const Expr& expr, const At& at) {
  std::vector<Value> values;
  expand(expr, at, values);
  if (values.size() != 1) throw std::logic_error("several values where one is wanted");
  return values[0];
}

Value Oracle::aggregate(FunctionId id, const Expr& expr, const Expr* over, const At& at) {
  std::vector<Value> all;
  const Expr& first = *expr.args.at(0);
  const engine::Expr& name = innermost(first);
  const auto indicator =
      name.kind == ExprKind::Name ? world_.indicator_named(name.text) : std::nullopt;
  const Dimension* dimension = nullptr;
  if (over != nullptr && over->kind == ExprKind::Name && indicator) {
    for (const Dimension& one : world_.indicators[static_cast<size_t>(*indicator)].dimensions) {
      if (one.id == over->text) dimension = &one;
    }
  }
  if (dimension != nullptr) {
    reach("over a dimension");
    for (const std::string& category : dimension->values) {
      At inner = at;
      inner.categories[dimension->id] = category;
      expand(first, inner, all);
    }
  } else if (over != nullptr) {
    reach_set(*over, at);
    if (is_own_set(*over) && !world_.exists(at.unit, at.period)) {
      reach("a unit that does not exist: its own set");
      return unknown("the unit does not exist then");
    }
    for (const int unit : units_in(*over, at.unit, at.period)) {
      At inner = at;
      inner.unit = unit;
      expand(first, inner, all);
    }
  } else {
    for (const auto& arg : expr.args) expand(*arg, at, all);
  }

  std::vector<Value> values;
  std::optional<Value> gap;
  for (const Value& value : all) {
    if (value.unknown() && !gap) gap = unknown(value.reason, value.type);
    if (value.known()) values.push_back(value);
  }
  if (gap && expr.of_known) reach("of known, with unknown ones");
  if (gap && (!expr.of_known || values.empty())) return *gap;
  if (values.empty()) return not_applicable("none of them applies");
  Standing standing;
  for (const Value& value : values) standing = lowest(standing, value.standing);
  Value result;
  if (id == FunctionId::Count) {
    const auto met = std::count_if(values.begin(), values.end(), [](const Value& value) {
      return value.type != Type::Truth || value.truth;
    });
    result = number(Rational(met));
  } else if (values[0].type == Type::Date) {
    result = aggregate_dates(id, values);
  } else {
    std::vector<Number> numbers;
    for (const Value& value : values) {
      if (value.type != Type::Number) throw std::logic_error("an aggregate of no numbers");
      numbers.push_back(value.number);
    }
    result = aggregate_numbers(id, std::move(numbers));
    if (values.size() < all.size() && any_as_double(expr)) result.number.unlike = true;
  }
  if (result.known()) result.standing = standing;
  return result;
}

Value Oracle::aggregate_dates(FunctionId id, const std::vector<Value>& values) {
  Date result = values[0].date;
  for (const Value& value : values) {
    if (id == FunctionId::Min) result = std::min(result, value.date);
    if (id == FunctionId::Max) result = std::max(result, value.date);
  }
  return date(result);
}

// √(Σ (x − mean)² / (n − 1)).
Number Oracle::standard_deviation(const std::vector<Number>& numbers) {
  const auto n = static_cast<double>(numbers.size());
  const Number mean = divide(sum(numbers), exactly(static_cast<long>(numbers.size())));
  double squares = 0;
  for (const Number& one : numbers) {
    const double distance = subtract(one, mean).to_double();
    squares += distance * distance;
  }
  return floating(std::sqrt(squares / (n - 1)));
}

Value Oracle::aggregate_numbers(FunctionId id, std::vector<Number> numbers) {
  const size_t n = numbers.size();
  const bool loose = std::any_of(numbers.begin(), numbers.end(),
                                 [](const Number& one) { return one.floating || one.unlike; });
  for (Number& one : numbers) one.unlike = one.unlike || loose;
  const auto sort = [&] {
    // Neighbours that touch are the same value.
    std::stable_sort(numbers.begin(), numbers.end(),
                     [&](const Number& a, const Number& b) { return order_of_like(a, b) < 0; });
    // With a ratio among them an engine may put doubles in order, and give one.
    const bool ratio =
        std::any_of(numbers.begin(), numbers.end(), [](const Number& one) { return one.divided; });
    for (Number& one : numbers) one.unlike = one.unlike || ratio;
  };
  switch (id) {
    case FunctionId::Sum:
      return number(sum(numbers));
    case FunctionId::Mean: {
      Number result = divide(sum(numbers), exactly(static_cast<long>(n)));
      result.unlike = true;
      return number(result);
    }
    case FunctionId::Min:
      sort();
      return number(numbers.front());
    case FunctionId::Max:
      sort();
      return number(numbers.back());
    case FunctionId::Median: {
      sort();
      if (n % 2 == 1) return number(numbers[n / 2]);
      reach("median of an even number");
      return number(divide(add(numbers[n / 2 - 1], numbers[n / 2]), exactly(2)));
    }
    case FunctionId::GeometricMean: {
      double logarithms = 0;
      bool zero = false;
      for (const Number& one : numbers) {
        if (order(one, exactly(0)) < 0) return unknown("the geometric mean of a negative value");
        if (is_zero(one)) zero = true;
        if (!zero) logarithms += std::log(one.to_double());
      }
      return number(floating(zero ? 0 : std::exp(logarithms / static_cast<double>(n))));
    }
    case FunctionId::HarmonicMean: {
      Number reciprocals = exactly(0);
      for (const Number& one : numbers) {
        if (order(one, exactly(0)) < 0) return unknown("the harmonic mean of a negative value");
      }
      for (const Number& one : numbers) {
        if (is_zero(one)) return number(floating(0));
        reciprocals = add(reciprocals, divide(exactly(1), one));
      }
      if (is_zero(reciprocals)) return unknown("the reciprocals sum to 0");
      return number(floating(divide(exactly(static_cast<long>(n)), reciprocals).to_double()));
    }
    case FunctionId::StandardDeviation:
      if (n < 2) return not_applicable("one value has no deviation");
      return number(standard_deviation(numbers));
    default:
      throw std::logic_error("no such aggregate");
  }
}

Value Oracle::rank(const Expr& expr, const Number& own, const std::vector<Number>& all) {
  int better = 0;
  int equal = 0;
  std::vector<Number> distinct_better;
  for (const Number& other : all) {
    const int sign = order(other, own);
    if (sign == 0) ++equal;
    if (expr.order == "highest" ? sign <= 0 : sign >= 0) continue;
    ++better;
    const bool seen = std::any_of(distinct_better.begin(), distinct_better.end(),
                                  [&](const Number& known) { return order(known, other) == 0; });
    if (!seen) distinct_better.push_back(other);
  }
  const engine::Option* option = expr.option("ties");
  const std::string ties = option == nullptr ? "min" : option->value->text;
  if (equal > 1) reach(fmt::format("rank ties = {}, tied", ties));
  if (ties == "max") return number(Rational(better + equal));
  if (ties == "mean") return number(Rational(2 * better + 1 + equal) / 2);
  if (ties == "dense") return number(Rational(static_cast<long>(distinct_better.size()) + 1));
  return number(Rational(better + 1));
}

// One unit among others: the known ones of the set, the unit itself being one of them.
Value Oracle::compared(FunctionId id, const Expr& expr, const Expr* over, const At& at) {
  const std::vector<int> units =
      over != nullptr ? units_in(*over, at.unit, at.period) : listed_units(at);
  if (std::find(units.begin(), units.end(), at.unit) == units.end()) {
    if (!world_.exists(at.unit, at.period)) {
      reach("a unit that does not exist: compared");
      return unknown("the unit does not exist then");
    }
    reach("compared: not one of them");
    return not_applicable("the unit is not one of those compared");
  }
  const Value own = eval(*expr.args[0], at);
  if (!own.known()) return own;
  std::vector<Number> all;
  Standing standing;
  for (const int unit : units) {
    At there = at;
    there.unit = unit;
    const Value other = eval(*expr.args[0], there);
    if (!other.known()) continue;
    all.push_back(other.number);
    standing = lowest(standing, other.standing);
  }
  const auto n = static_cast<long>(all.size());
  Number least = all[0];
  Number most = all[0];
  for (const Number& one : all) {
    if (order_of_like(one, least) < 0) least = one;
    if (order_of_like(one, most) > 0) most = one;
  }
  bool all_same = order(least, most) == 0;
  if (all_same && n > 1 && (least.floating || least.unlike) && !all_but_touch(least, most)) {
    all_same = way_at(Turns::Kind::Same, least.to_double(), most.to_double(), 2) == 0;
  }
  // What is divided by so small a difference may become anything.
  const bool touch = all_but_touch(least, most) || least.to_double() == most.to_double();
  if (!all_same && touch) noise_ = true;
  Value result;
  switch (id) {
    case FunctionId::Rank:
      result = rank(expr, own.number, all);
      break;
    case FunctionId::PercentileRank: {
      if (n == 1) return not_applicable("there is no other to compare with");
      Rational below = 0;
      for (const Number& one : all) {
        const int sign = order(one, own.number);
        below += sign < 0 ? Rational(1) : sign == 0 ? Rational(1) / 2 : Rational(0);
      }
      below -= Rational(1) / 2;  // the unit itself
      result = number(below / (n - 1));
      break;
    }
    case FunctionId::MinMax:
      if (all_same) return not_applicable("all are the same");
      result = number(divide(subtract(own.number, least), subtract(most, least)));
      break;
    case FunctionId::ZScore: {
      if (n < 2) return not_applicable("there is no other to compare with");
      if (all_same) return not_applicable("all are the same");
      const Number mean = divide(sum(all), exactly(n));
      result = number(floating(subtract(own.number, mean).to_double() /
                               apart_from_zero(standard_deviation(all).to_double())));
      break;
    }
    case FunctionId::ShareOfMax:
      if (is_zero(most)) return not_applicable("the largest is 0");
      result = number(divide(own.number, most));
      break;
    default:
      throw std::logic_error("no such comparison");
  }
  result.standing = standing;
  return result;
}

}  // namespace exemplar::oracle
