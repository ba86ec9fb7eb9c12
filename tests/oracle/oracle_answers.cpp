// Several answers: and, or, all, any, at_least, at_most, share, count_of, total.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "oracle/oracle.hpp"

namespace exemplar::oracle {

using boost::multiprecision::cpp_int;
using engine::ExprKind;
using engine::FunctionId;

namespace {

int ceiling(const Rational& value) {
  return -floor_of(-value).convert_to<int>();
}

// Every one of `values` that is the known answer `wanted`.
std::vector<Standing> standings_of(const std::vector<Value>& values, bool wanted) {
  std::vector<Standing> result;
  for (const Value& value : values) {
    if (value.known() && value.truth == wanted) result.push_back(value.standing);
  }
  return result;
}

Standing lowest_of(const std::vector<Standing>& standings) {
  Standing result;
  for (const Standing& one : standings) result = lowest(result, one);
  return result;
}

Standing highest_of(const std::vector<Standing>& standings) {
  Standing result{Status::Draft, false};
  for (const Standing& one : standings) result = highest(result, one);
  return result;
}

// The status that at least `count` of them have: those decide, and the lowest of the best decides.
Standing best_several(std::vector<Standing> standings, int count) {
  Standing result;
  if (count <= 0) return result;
  for (const Standing& one : standings) result.open = result.open || one.open;
  std::sort(standings.begin(), standings.end(),
            [](const Standing& a, const Standing& b) { return a.status > b.status; });
  result.status = standings.at(static_cast<size_t>(count) - 1).status;
  return result;
}

}  // namespace

// F 0 < U 1 < T 2 < N 3, and the answer is the smallest.
Value Oracle::all_of(const std::vector<Value>& values) {
  int smallest = 3;
  for (const Value& value : values) smallest = std::min(smallest, value.code());
  std::string reason = "none of them applies";
  for (const Value& value : values) {
    if (value.code() == smallest && !value.known()) reason = value.reason;
  }
  Value result = truth(smallest == 2);
  if (smallest == 0) result.standing = highest_of(standings_of(values, false));
  if (smallest == 1) return unknown(reason, Type::Truth);
  if (smallest == 2) result.standing = lowest_of(standings_of(values, true));
  if (smallest == 3) return not_applicable(reason, Type::Truth);
  return result;
}

// N counts as -1, F 0, U 1, T 2, and the answer is the largest.
Value Oracle::any_of(const std::vector<Value>& values) {
  int largest = -1;
  for (const Value& value : values) {
    largest = std::max(largest, value.not_applicable() ? -1 : value.code());
  }
  std::string reason = "none of them applies";
  for (const Value& value : values) {
    if (value.code() == (largest < 0 ? 3 : largest) && !value.known()) reason = value.reason;
  }
  Value result = truth(largest == 2);
  if (largest == -1) return not_applicable(reason, Type::Truth);
  if (largest == 0) result.standing = lowest_of(standings_of(values, false));
  if (largest == 1) return unknown(reason, Type::Truth);
  if (largest == 2) result.standing = highest_of(standings_of(values, true));
  return result;
}

// `criteria` and `group("IV")` stand for the criteria; false where `set` is neither.
bool Oracle::add_set(const Expr& set, const At& at, std::vector<Listed>& out) {
  const bool all = set.kind == ExprKind::Name && set.text == "criteria";
  const bool group = set.kind == ExprKind::Call && set.text == "group";
  if (!all && !group) return false;
  for (size_t i = 0; i < world_.criteria.size(); ++i) {
    if (group && world_.criteria[i].group != set.args.at(0)->text) continue;
    const auto index = static_cast<int>(i);
    out.push_back({criterion(index, at.unit, at.period), index});
  }
  return true;
}

// `not_met of a, b`: not met is the more likely the less likely a and b are.
Oracle::Reading Oracle::reading_of_answers(const Expr* condition) const {
  if (condition == nullptr || condition->kind != ExprKind::Name) return reading_;
  if (condition->text == "not_met") return turned();
  if (condition->text == "unknown" && reading_ == Reading::Mixed) return Reading::Best;
  return reading_;
}

std::vector<Oracle::Listed> Oracle::listed(const Expr& call, const At& at) {
  std::vector<Listed> list;
  const Reading before = reading_;
  reading_ = reading_of_answers(call.quantity.get());
  for (const auto& arg : call.args) {
    if (!add_set(*arg, at, list)) list.push_back({eval(*arg, at), -1});
  }
  reading_ = before;
  return list;
}

std::vector<Value> Oracle::each(const Expr& condition, const std::vector<Listed>& list,
                                const At& at) {
  std::vector<Value> values;
  for (const Listed& one : list) {
    At inner = at;
    inner.each = one.criterion;
    inner.condition = one.criterion < 0 ? &one.value : nullptr;
    values.push_back(eval(condition, inner));
  }
  return values;
}

Value Oracle::quantifier(FunctionId id, const Expr& expr, const At& at) {
  const std::vector<Listed> list = listed(expr, at);
  std::vector<Value> values;
  if (expr.quantity) {
    values = each(*expr.quantity, list, at);
  } else {
    for (const Listed& one : list) values.push_back(one.value);
  }
  return id == FunctionId::All ? all_of(values) : any_of(values);
}

Value Oracle::at_least(const Expr& expr, const At& at) {
  std::vector<Value> values;
  for (const Listed& one : listed(expr, at)) values.push_back(one.value);
  const auto all = static_cast<int>(values.size());
  const auto judged = static_cast<int>(std::count_if(
      values.begin(), values.end(), [](const Value& v) { return !v.not_applicable(); }));
  if (judged == 0) return not_applicable("none of them applies", Type::Truth);
  const Value wanted = eval(*expr.quantity, at);
  if (const auto gap = missing({&wanted}, Type::Truth)) return *gap;
  Rational needed = wanted.number.exact;
  const engine::Option* k = expr.option("k");
  if (expr.quantity->kind == ExprKind::Number && expr.quantity->percent) {
    needed *= judged;
    reach("at_least: a share of them");
  } else if (k != nullptr && k->value->text == "shrinks") {
    needed = needed * judged / all;
    reach(judged < all ? "k = shrinks, some do not apply" : "k = shrinks, all apply");
  } else if (judged < all) {
    reach("k = stays, some do not apply");
  }
  const int least = ceiling(needed);
  const std::vector<Standing> met = standings_of(values, true);
  const std::vector<Standing> not_met = standings_of(values, false);
  const auto t = static_cast<int>(met.size());
  const auto f = static_cast<int>(not_met.size());
  const int u = judged - t - f;
  Value result = truth(t >= least);
  if (t >= least) {
    result.standing = best_several(met, least);
  } else if (t + u < least) {
    result.standing = best_several(not_met, judged - least + 1);
  } else {
    return unknown(fmt::format("{} met and {} unknown of {}", t, u, judged), Type::Truth);
  }
  return result;
}

Value Oracle::share_or_count(FunctionId id, const Expr& expr, const At& at) {
  std::vector<Value> values;
  const std::vector<Listed> list = listed(expr, at);
  if (expr.quantity) {
    values = each(*expr.quantity, list, at);
  } else {
    for (const Listed& one : list) values.push_back(one.value);
  }
  int met = 0;
  int judged = 0;
  Standing standing;
  for (const Value& value : values) {
    if (value.unknown()) return unknown(value.reason);
    if (value.not_applicable()) continue;
    ++judged;
    if (value.truth) ++met;
    standing = lowest(standing, value.standing);
  }
  if (judged == 0) return not_applicable("none of them applies");
  Value result = number(id == FunctionId::Share ? Rational(met) / judged : Rational(met));
  if (id == FunctionId::Share) result.number.divided = true;
  result.standing = standing;
  return result;
}

Value Oracle::total(const Expr& expr, const At& at) {
  std::vector<Listed> list;
  std::vector<Value> values;
  if (expr.quantity) {
    list = listed(expr, at);
    values = each(*expr.quantity, list, at);
  } else {
    for (size_t i = 0; i < world_.criteria.size(); ++i) list.push_back({{}, static_cast<int>(i)});
    values = each(*expr.args.at(0), list, at);
  }
  std::vector<Number> numbers;
  Standing standing;
  for (const Value& value : values) {
    if (value.unknown()) return unknown(value.reason);
    if (value.not_applicable()) continue;
    numbers.push_back(value.number);
    standing = lowest(standing, value.standing);
  }
  if (numbers.empty()) return not_applicable("none of them applies");
  Value result = number(sum(numbers));
  result.standing = standing;
  return result;
}

// at_most(20 % of level("good"), by = e, highest first): the best of those on the level, as many
// as floor(share × how many are on it).
Value Oracle::at_most(const Expr& expr, const At& at) {
  if (!world_.participates(at.unit, at.period)) {
    if (!world_.exists(at.unit, at.period)) {
      reach("a unit that does not exist: at_most");
      return unknown("the unit does not exist then", Type::Truth);
    }
    return not_applicable("the unit takes no part", Type::Truth);
  }
  const Value own = eval(*expr.args[0], at);
  if (!own.is_true()) return own;
  const Expr& by = *expr.option("by")->value;
  struct Candidate {
    int unit;
    Value key;
  };
  std::vector<Candidate> candidates;
  bool provisional = false;
  for (const int unit : listed_units(at)) {
    At there = at;
    there.unit = unit;
    const Value on_level = eval(*expr.args[0], there);
    provisional = provisional || on_level.unknown();
    if (!on_level.is_true()) continue;
    candidates.push_back({unit, eval(by, there)});
    provisional = provisional || candidates.back().key.unknown();
  }
  if (provisional) {
    reach("at_most: provisional");
    return unknown("provisional: a participant is undetermined", Type::Truth);
  }
  const Value share = eval(*expr.quantity, at);
  const int places =
      floor_of(share.number.exact * static_cast<int>(candidates.size())).convert_to<int>();
  const Value mine = eval(by, at);
  if (mine.not_applicable()) {  // without a place in the order it is not among the first
    Value without_place = truth(false);
    without_place.standing.open = true;
    return without_place;
  }
  int better = 0;
  int equal = 0;
  for (const Candidate& other : candidates) {
    if (!other.key.known()) continue;
    const int sign = order(other.key.number, mine.number);
    if (sign == 0) ++equal;
    if (expr.order == "highest" ? sign > 0 : sign < 0) ++better;
  }
  const engine::Option* ties = expr.option("ties");
  const bool take_tied = ties != nullptr && ties->value->text == "all";
  const bool on_the_cut = better < places && better + equal > places;
  if (on_the_cut)
    reach(take_tied ? "at_most ties = all, at the cut" : "at_most ties = none, at the cut");
  Value result = truth(better + equal <= places || (on_the_cut && take_tied));
  result.standing.open = true;
  return result;
}

}  // namespace exemplar::oracle
