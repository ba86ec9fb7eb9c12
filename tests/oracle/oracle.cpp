// Literals, names, operators, and which function is meant.
#include "oracle/oracle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

namespace exemplar::oracle {

using engine::ExprKind;
using engine::FunctionId;
using engine::Operator;

std::optional<Value> missing(const std::vector<const Value*>& values, Type type) {
  for (const State state : {State::Unknown, State::NotApplicable}) {
    for (const Value* value : values) {
      if (value->state != state) continue;
      return state == State::Unknown ? unknown(value->reason, type)
                                     : not_applicable(value->reason, type);
    }
  }
  return std::nullopt;
}

Value Oracle::evaluate(const Expr& expr, int unit, int period) {
  fragile_ = noise_ = false;
  asked_ = period;
  Value value = eval(expr, At{unit, period, nullptr, -1, nullptr, {}});
  value.fragile = fragile_;
  value.noise = noise_;
  return value;
}

Oracle::Reading Oracle::turned() const {
  return reading_ == Reading::Best    ? Reading::Worst
         : reading_ == Reading::Worst ? Reading::Best
                                      : reading_;
}

Value Oracle::eval_read(const Expr& expr, const At& at, Reading reading) {
  const Reading before = reading_;
  reading_ = reading;
  Value value = eval(expr, at);
  reading_ = before;
  return value;
}

Value Oracle::eval(const Expr& expr, const At& at) {
  switch (expr.kind) {
    case ExprKind::Number:
    case ExprKind::Text:
    case ExprKind::Date:
      return literal(expr);
    case ExprKind::Name:
      return name(expr, at);
    case ExprKind::Unary: {
      Value value = unary(expr, at);
      if (coverage_) ++coverage_->operators[static_cast<size_t>(expr.op)][value.code()];
      return value;
    }
    case ExprKind::Binary: {
      Value value = binary(expr, at);
      if (coverage_) ++coverage_->operators[static_cast<size_t>(expr.op)][value.code()];
      return value;
    }
    case ExprKind::If: {
      Value value = conditional(expr, at);
      if (coverage_) ++coverage_->conditionals[static_cast<size_t>(value.code())];
      return value;
    }
    case ExprKind::Call: {
      Value value = call(expr, at);
      if (coverage_) {
        const auto* info = engine::find_function(expr.text);
        if (info) ++coverage_->functions[static_cast<size_t>(info->id)][value.code()];
      }
      return value;
    }
    case ExprKind::Select:
    case ExprKind::Category:
      return select(expr, at);
  }
  throw std::logic_error("an expression of no kind");
}

Value Oracle::literal(const Expr& expr) {
  if (expr.kind == ExprKind::Text) return text(expr.text);
  if (expr.kind == ExprKind::Date) return date(expr.date);
  return number(rational(expr.number, expr.power));
}

// met, not_met, unknown, not_applicable, points, max inside `… of criteria`.
std::optional<Value> Oracle::name_of_each(const std::string& name, const At& at) {
  if (at.each >= 0 && name == "points") return points(at.each, at.unit, at.period);
  if (at.each >= 0 && name == "max") {
    const Criterion& one = world_.criteria[static_cast<size_t>(at.each)];
    if (!one.max) return not_applicable("criterion " + one.id + " has no maximum");
    return number(rational(*one.max));
  }
  const Reading before = reading_;
  if (name == "not_met") reading_ = turned();
  if (name == "unknown" && reading_ == Reading::Mixed) reading_ = Reading::Best;
  const Value answer = at.each >= 0 ? criterion(at.each, at.unit, at.period) : *at.condition;
  reading_ = before;
  if (name == "met") return answer;
  if (name == "not_met") {
    if (!answer.known()) return answer;
    Value opposite = truth(!answer.truth);
    opposite.standing = answer.standing;
    return opposite;
  }
  if (name == "unknown" || name == "not_applicable") {
    Value value = truth(name == "unknown" ? answer.unknown() : answer.not_applicable());
    value.standing.open = true;
    return value;
  }
  return std::nullopt;
}

// points and max in a criterion's own formulas.
std::optional<Value> Oracle::own_name(const std::string& name, const At& at) {
  if (name == "points") {
    const auto index = static_cast<int>(at.own - world_.criteria.data());
    return raw_points(index, at.unit, at.period);
  }
  if (name == "max" && at.own->max) return number(rational(*at.own->max));
  return std::nullopt;
}

Value Oracle::attribute(const std::string& name, const At& at) {
  const auto of = [&](int period) {
    const UnitState& unit = world_.state(at.unit, period);
    const auto found = unit.attributes.find(name);
    const bool of_unit = name == "kind" || name == "code";
    const Type type = of_unit                          ? Type::Text
                      : found == unit.attributes.end() ? Type::Number
                                                       : found->second.type;
    if (!unit.exists) return unknown("unit." + name + ": the unit does not exist then", type);
    if (of_unit) return text(name == "kind" ? unit.kind : unit.code);
    return found == unit.attributes.end() ? unknown("unit." + name) : found->second;
  };
  Value value = of(at.period);
  if (!world_.exists(at.unit, at.period)) reach("a unit that does not exist: attribute");
  reach_elsewhere("attribute", shown(value) != shown(of(asked_)), at);
  return value;
}

Value Oracle::name(const Expr& expr, const At& at) {
  const std::string& name = expr.text;
  if (at.counts_answers()) {
    if (const auto value = name_of_each(name, at)) return *value;
  }
  if (at.own != nullptr) {
    if (const auto value = own_name(name, at)) return *value;
  }
  if (name.starts_with("unit.")) return attribute(name.substr(5), at);
  const Period& period = world_.periods[static_cast<size_t>(at.period)];
  if (name == "period.first_day") return date(period.first_day);
  if (name == "period.last_day") return date(period.last_day);
  if (name == "no_knock_out") return no_knock_out(at);
  if (const auto indicator = world_.indicator_named(name)) {
    std::string category;
    for (const auto& [dimension, value] : at.categories) {
      category += (category.empty() ? "" : ";") + dimension + "=" + value;
    }
    if (!world_.exists(at.unit, at.period)) reach("a unit that does not exist: value");
    return world_.fact(*indicator, at.period, at.unit, category);
  }
  if (const auto index = world_.measure_named(name)) return measure(*index, at.unit, at.period);
  throw std::logic_error("unknown name " + name);
}

// T unless a knock-out criterion is not met; unknown while one is unknown.
Value Oracle::no_knock_out(const At& at) {
  std::vector<Value> answers;
  bool not_applicable = false;
  for (size_t i = 0; i < world_.criteria.size(); ++i) {
    if (!world_.criteria[i].knock_out) continue;
    Value answer = criterion(static_cast<int>(i), at.unit, at.period);
    not_applicable = not_applicable || answer.not_applicable();
    if (!answer.not_applicable()) answers.push_back(std::move(answer));
  }
  Value value = answers.empty() ? truth(true) : all_of(answers);
  // Met because nothing applied: as certain as that is.
  if (answers.empty()) value.standing.open = not_applicable;
  reach(fmt::format("no_knock_out = {}", "FUTN"[value.code()]));
  return value;
}

Value Oracle::unary(const Expr& expr, const At& at) {
  Value value = eval_read(*expr.args[0], at, turned());
  if (!value.known()) return value;
  if (expr.op == Operator::Not) {
    if (value.type != Type::Truth) throw std::logic_error("'not' of something else than a truth");
    value.truth = !value.truth;
    return value;
  }
  if (value.type != Type::Number) throw std::logic_error("'-' of something else than a number");
  value.number.exact = -value.number.exact;
  value.number.approximate = -value.number.approximate;
  return value;
}

// In a bound: the largest, at worst the smallest, of what the ends of both factors give; a divisor
// is read as it is.
Value Oracle::product(const Expr& expr, const At& at) {
  std::vector<Value> values;
  for (const Reading left : {Reading::Best, Reading::Worst}) {
    for (const Reading right : {Reading::Best, Reading::Worst}) {
      values.push_back(arithmetic(
          expr.op, eval_read(*expr.args[0], at, left),
          eval_read(*expr.args[1], at, expr.op == Operator::Multiply ? right : Reading::Mixed),
          *expr.args[1]));
    }
  }
  std::optional<Value> result;
  for (const Value& value : values) {
    if (value.unknown()) return value;
    if (value.not_applicable()) continue;
    const int sign = result ? order_of_like(value.number, result->number) : 0;
    if (!result || (reading_ == Reading::Best ? sign > 0 : sign < 0)) result = value;
  }
  return result ? *result : values[0];
}

Value Oracle::binary(const Expr& expr, const At& at) {
  if (for_a_bound() && (expr.op == Operator::Multiply || expr.op == Operator::Divide)) {
    return product(expr, at);
  }
  Reading left_read = reading_;
  Reading right_read = reading_;
  switch (expr.op) {
    case Operator::Less:
    case Operator::LessOrEqual:
      left_read = turned();
      break;
    case Operator::Subtract:
    case Operator::Greater:
    case Operator::GreaterOrEqual:
      right_read = turned();
      break;
    case Operator::Equal:
    case Operator::NotEqual:
    case Operator::Power:
      left_read = right_read = mixed();
      break;
    default:
      break;
  }
  const Value left = eval_read(*expr.args[0], at, left_read);
  const Value right = eval_read(*expr.args[1], at, right_read);
  if (expr.op == Operator::And) return all_of({left, right});
  if (expr.op == Operator::Or) return any_of({left, right});
  if (expr.op == Operator::OrElse) {
    Value value = left.unknown() ? right : left;
    value.number.unlike = value.number.unlike || left.number.floating || right.number.floating;
    return value;
  }
  if (engine::is_comparison(expr.op)) return compare(expr.op, left, right);
  if (expr.op == Operator::Power) return power(left, right, *expr.args[1]);
  return arithmetic(expr.op, left, right, *expr.args[1]);
}

// A condition without an answer is harmless where both branches say the same.
Value Oracle::conditional(const Expr& expr, const At& at) {
  const Value condition = eval_read(*expr.args[0], at, mixed());
  if (condition.known()) {
    Value value = eval(*expr.args[condition.truth ? 1 : 2], at);
    value.standing = lowest(value.standing, condition.standing);
    return value;
  }
  Value value = eval(*expr.args[1], at);
  Value other = eval(*expr.args[2], at);
  value.standing.open = other.standing.open = true;
  if (value.known() && other.known() && agree(value, other)) {
    reach("if: no answer, but the branches agree");
    return value;
  }
  return *missing({&condition}, value.type);
}

Value Oracle::compare(Operator op, const Value& a, const Value& b) {
  if (const auto gap = missing({&a, &b}, Type::Truth)) return *gap;
  if (a.type != b.type || a.type == Type::Truth) throw std::logic_error("compared unlike things");
  int sign = 0;
  switch (a.type) {
    case Type::Number:
      sign = order(a.number, b.number);
      break;
    case Type::Date:
      sign = a.date < b.date ? -1 : a.date > b.date ? 1 : 0;
      break;
    default:
      sign = a.text == b.text ? 0 : 1;
      break;
  }
  Value value;
  switch (op) {
    case Operator::Equal:
      value = truth(sign == 0);
      break;
    case Operator::NotEqual:
      value = truth(sign != 0);
      break;
    case Operator::Less:
      value = truth(sign < 0);
      break;
    case Operator::LessOrEqual:
      value = truth(sign <= 0);
      break;
    case Operator::Greater:
      value = truth(sign > 0);
      break;
    case Operator::GreaterOrEqual:
      value = truth(sign >= 0);
      break;
    default:
      throw std::logic_error("not a comparison");
  }
  value.standing = lowest(a.standing, b.standing);
  return value;
}

Value Oracle::arithmetic(Operator op, const Value& a, const Value& b, const Expr& right) {
  if (const auto gap = missing({&a, &b}, a.type)) return *gap;
  Value value;
  if (a.type == Type::Date && b.type == Type::Date && op == Operator::Subtract) {
    value = number(Rational(a.date - b.date));
  } else if (a.type == Type::Date && b.type == Type::Number) {
    const int days = floor_of(b.number.exact).convert_to<int>();
    value = date(op == Operator::Add ? a.date + days : a.date - days);
  } else if (a.type != Type::Number || b.type != Type::Number) {
    throw std::logic_error("arithmetic on something else than numbers");
  } else if (op == Operator::Divide) {
    if (is_zero(b.number)) {
      if (!is_zero(a.number)) return unknown("division by zero: " + engine::print(right));
      reach("0 / 0");
      return not_applicable("nothing was due: " + engine::print(right) + " = 0");
    }
    value = number(divide(a.number, b.number));
  } else {
    value = number(op == Operator::Add        ? add(a.number, b.number)
                   : op == Operator::Subtract ? subtract(a.number, b.number)
                                              : multiply(a.number, b.number));
  }
  value.standing = lowest(a.standing, b.standing);
  return value;
}

// A whole constant exponent is repeated multiplication; anything else is floating.
Value Oracle::power(const Value& base, const Value& exponent, const Expr& written) {
  if (const auto gap = missing({&base, &exponent}, Type::Number)) return *gap;
  const bool constant =
      written.kind == ExprKind::Number ||
      (written.kind == ExprKind::Unary && written.args[0]->kind == ExprKind::Number);
  Value value;
  if (constant && boost::multiprecision::denominator(exponent.number.exact) == 1) {
    const int times = boost::multiprecision::numerator(exponent.number.exact).convert_to<int>();
    if (times < 0 && is_zero(base.number)) return unknown("division by zero");
    Number result = exactly(1);
    for (int i = 0; i < std::abs(times); ++i) result = multiply(result, base.number);
    if (times < 0) {
      result = divide(exactly(1), result);
      result.unlike = true;  // no part of the exact fragment
    }
    value = number(result);
  } else {
    value = finite(std::pow(base.number.to_double(), exponent.number.to_double()),
                   "this power has no value");
    if (!value.known()) return value;
  }
  value.standing = lowest(base.standing, exponent.standing);
  return value;
}

Value Oracle::known(const Expr& expr, const At& at) {
  const Value inner = eval(*expr.args[0], at);
  Value value = truth(inner.known());
  value.standing = inner.standing;
  return value;
}

// In a bound the arguments are read as the result is where more of them never gives less.
Value Oracle::call(const Expr& expr, const At& at) {
  static const std::set<FunctionId> kMixed{FunctionId::Abs,
                                           FunctionId::Goalposts,
                                           FunctionId::ProportionLow,
                                           FunctionId::ProportionHigh,
                                           FunctionId::Band,
                                           FunctionId::Choose,
                                           FunctionId::Steps,
                                           FunctionId::Interpolate,
                                           FunctionId::WeightedMean,
                                           FunctionId::Change,
                                           FunctionId::ChangeShare,
                                           FunctionId::StandardDeviation,
                                           FunctionId::AtMost,
                                           FunctionId::Rank,
                                           FunctionId::PercentileRank,
                                           FunctionId::MinMax,
                                           FunctionId::ZScore,
                                           FunctionId::ShareOfMax};
  const engine::FunctionInfo* info = engine::find_function(expr.text);
  if (info == nullptr) throw std::logic_error("unknown function " + expr.text);
  const Reading before = reading_;
  const FunctionId id =
      info->id == FunctionId::Across ? engine::find_function(expr.args.at(1)->text)->id : info->id;
  if (kMixed.contains(id)) reading_ = mixed();
  if (info->id == FunctionId::Known && reading_ == Reading::Mixed) reading_ = Reading::Best;
  Value value = called(*info, expr, at);
  reading_ = before;
  return value;
}

Value Oracle::called(const engine::FunctionInfo& function, const Expr& expr, const At& at) {
  const engine::FunctionInfo* info = &function;
  const auto named = [&](const auto& index) {
    if (!index) throw std::logic_error("unknown id in " + engine::print(expr));
    return *index;
  };
  switch (info->id) {
    case FunctionId::Known:
      return known(expr, at);
    case FunctionId::All:
    case FunctionId::Any:
      return quantifier(info->id, expr, at);
    case FunctionId::AtLeast:
      return at_least(expr, at);
    case FunctionId::AtMost:
      return at_most(expr, at);
    case FunctionId::Criterion:
      return criterion(named(world_.criterion_named(expr.args[0]->text)), at.unit, at.period);
    case FunctionId::Points:
      return points(named(world_.criterion_named(expr.args[0]->text)), at.unit, at.period);
    case FunctionId::Level:
      return level(named(world_.level_named(expr.args[0]->text)), at.unit, at.period);
    case FunctionId::Under: {
      const auto above = world_.unit_with_code(expr.args[0]->text, at.period);
      if (!above) return unknown("there is no unit " + expr.args[0]->text, Type::Truth);
      if (!world_.exists(at.unit, at.period)) {
        reach("a unit that does not exist: under()");
        return unknown("the unit does not exist then", Type::Truth);
      }
      const engine::Option* other = expr.option("hierarchy");
      const std::string hierarchy = other == nullptr ? std::string() : other->value->text;
      if (other != nullptr) reach("under() in another hierarchy");
      const bool under =
          at.unit != *above && world_.is_under(at.unit, *above, at.period, hierarchy);
      reach_elsewhere(
          "under()",
          under != (at.unit != *above && world_.is_under(at.unit, *above, asked_, hierarchy)), at);
      return truth(under);
    }
    case FunctionId::NoData:
      return unknown(expr.args[0]->text);
    case FunctionId::NotApplicable:
      return not_applicable(expr.args[0]->text);
    case FunctionId::Share:
    case FunctionId::CountOf:
      return share_or_count(info->id, expr, at);
    case FunctionId::Total:
      return total(expr, at);
    case FunctionId::Round:
      return round_call(expr, at);
    case FunctionId::Band:
      return band(expr, at);
    case FunctionId::Choose:
      return choose(expr, at);
    case FunctionId::Steps:
      return steps(expr, at);
    case FunctionId::Interpolate:
      return interpolate(expr, at);
    case FunctionId::WeightedMean:
      return weighted_mean(expr, at);
    case FunctionId::Across: {
      const Expr& inner = *expr.args[1];
      const engine::FunctionInfo* aggregating = engine::find_function(inner.text);
      if (aggregating == nullptr || !aggregating->takes_over) {
        throw std::logic_error("across() of what takes no set");
      }
      return aggregating->group == engine::FunctionGroup::Comparisons
                 ? compared(aggregating->id, inner, expr.args[0].get(), at)
                 : aggregate(aggregating->id, inner, expr.args[0].get(), at);
    }
    case FunctionId::MonthsActive: {
      const auto months = world_.months_active(!expr.args.empty(), at.unit, at.period);
      return months ? number(Rational(*months)) : unknown("nobody knows how long it exists");
    }
    default:
      break;
  }
  if (info->group == engine::FunctionGroup::Comparisons) {
    return compared(info->id, expr, expr.over.get(), at);
  }
  if (info->group == engine::FunctionGroup::Aggregates) {
    return aggregate(info->id, expr, expr.over.get(), at);
  }
  return pointwise(info->id, expr, at);
}

}  // namespace exemplar::oracle
