// Functions of one unit's numbers and dates: abs, clip, goalposts, ln, round, change, add_months …
#include <cassert>
#include <cmath>

#include "engine/compute/compiler.hpp"

namespace exemplar::engine {

// abs, clip, cap, floor, ln, log10, exp, sqrt, proportion_low, proportion_high.
NodeId Compiler::numeric_call(const Expr& e, const FunctionInfo& info) {
  Node node;
  std::vector<NumberInfo> numbers;
  for (const ExprPtr& arg : e.args) {
    const NodeId id = expr(*arg);
    if (!id.valid() || !want_number(id, *arg)) return {};
    if (!want_unit_of(node.args, id, *arg)) return {};
    node.args.push_back(id);
    numbers.push_back(at(id).number);
    node.may_be_not_applicable = node.may_be_not_applicable || at(id).may_be_not_applicable;
  }
  node.function = info.id;
  NumberInfo open = info_of_constant({0, 1}, {}, true);
  switch (info.id) {
    case FunctionId::Abs:
      node.op = Op::Abs;
      node.number = numbers[0];
      node.number.high = std::max(std::fabs(numbers[0].low), std::fabs(numbers[0].high));
      node.number.low = 0;
      break;
    case FunctionId::Clip:
      node.op = Op::Clip;
      node.number = info_clip(numbers[0], numbers[1], numbers[2]);
      break;
    case FunctionId::Cap:
    case FunctionId::Floor:
      // One-sided: the missing bound is said by an invalid node.
      node.op = Op::Clip;
      open = info_join(numbers[0], numbers[1]);
      node.number = open;
      if (info.id == FunctionId::Cap) {
        node.number.high = std::min(numbers[0].high, numbers[1].high);
        node.args = {node.args[0], NodeId(), node.args[1]};
      } else {
        node.number.low = std::max(numbers[0].low, numbers[1].low);
        node.args = {node.args[0], node.args[1], NodeId()};
      }
      break;
    case FunctionId::Goalposts:
      return goalposts(e, node.args);
    case FunctionId::ProportionLow:
    case FunctionId::ProportionHigh:
      node.op = Op::Proportion;
      node.flag = info.id == FunctionId::ProportionHigh;
      node.number = info_real({});
      node.number.low = 0;
      node.number.high = 1;
      node.may_be_not_applicable = node.may_be_not_applicable || may_be_zero(numbers[1]);
      break;
    case FunctionId::Ln:
    case FunctionId::Log10:
    case FunctionId::Exp:
    case FunctionId::Sqrt:
      node.op = Op::Function1;
      if (!numbers[0].unit.empty()) {
        return fail(
            e, msg("{} needs a plain number, this is in '{}'", info.name, text_of(numbers[0].unit)),
            msg("divide by a value of the same unit first"));
      }
      node.number = info_real({});
      break;
    default:
      assert(false && "a function of numbers without a kernel");
  }
  finish_number(node);
  return add(std::move(node), &e);
}

// clip((x − low) / (high − low), 0, 1)
NodeId Compiler::goalposts(const Expr& e, const std::vector<NodeId>& args) {
  const auto difference = [&](NodeId a, NodeId b) {
    Node node;
    node.op = Op::Subtract;
    node.args = {a, b};
    node.number = info_add(at(a).number, at(b).number, true);
    node.may_be_not_applicable = at(a).may_be_not_applicable || at(b).may_be_not_applicable;
    finish_number(node);
    return add(std::move(node), &e);
  };
  const auto constant = [&](int value) {
    Node node;
    node.type = ValueType::Exact;
    node.constant.answer = kKnown;
    node.constant.exact = {value, 1};
    node.number = info_of_constant(node.constant.exact, {}, value == 0);
    return add(std::move(node), &e);
  };
  const NodeId above = difference(args[0], args[1]);
  const NodeId span = difference(args[2], args[1]);
  if (at(span).number.low == 0 && at(span).number.high == 0) {
    return fail(e, msg("both goalposts are the same"), msg("write goalposts(x, low, high)"));
  }
  Node ratio;
  ratio.op = Op::Divide;
  ratio.args = {above, span};
  ratio.number = info_divide(at(above).number, at(span).number);
  ratio.may_be_not_applicable = at(above).may_be_not_applicable || at(span).may_be_not_applicable ||
                                (may_be_zero(at(above).number) && may_be_zero(at(span).number));
  finish_number(ratio);
  const NodeId divided = add(std::move(ratio), &e);
  Node node;
  node.op = Op::Clip;
  node.args = {divided, constant(0), constant(1)};
  node.number = info_clip(at(divided).number, at(node.args[1]).number, at(node.args[2]).number);
  node.may_be_not_applicable = at(divided).may_be_not_applicable;
  finish_number(node);
  return add(std::move(node), &e);
}

NodeId Compiler::round_call(const Expr& e) {
  const NodeId inner = expr(*e.args[0]);
  const NodeId digits = expr(*e.args[1]);
  if (!inner.valid() || !digits.valid() || !want_number(inner, *e.args[0])) return {};
  Ratio value;
  if (!want_constant(digits, *e.args[1], msg("the number of decimals"), &value)) return {};
  if (value.denominator != 1 || value.numerator < 0 || value.numerator > 15) {
    return fail(*e.args[1], msg("'{}' is not a number of decimals", print(*e.args[1])),
                msg("write a whole number from 0 to 15"));
  }
  Node node;
  node.op = Op::Round;
  node.args = {inner};
  node.digits = static_cast<int>(value.numerator);
  if (const Option* mode = e.option("mode")) {
    node.mode = *rounding_mode_named(mode->value->text);
  }
  node.may_be_not_applicable = at(inner).may_be_not_applicable;
  node.number = info_round(at(inner).number, node.digits);
  return finish_rounding(std::move(node), e);
}

NodeId Compiler::change_call(const Expr& e, const FunctionInfo& info) {
  const NodeId x = expr(*e.args[0]);
  const NodeId base = expr(*e.args[1]);
  if (!x.valid() || !base.valid() || !want_number(x, *e.args[0]) ||
      !want_number(base, *e.args[1]) || !want_same_unit(x, base, e)) {
    return {};
  }
  Node node;
  node.op = info.id == FunctionId::Change ? Op::Change : Op::ChangeShare;
  node.args = {x, base};
  node.number = info_add(at(x).number, at(base).number, true);
  if (node.op == Op::ChangeShare) node.number = info_divide(node.number, at(base).number);
  node.may_be_not_applicable =
      at(x).may_be_not_applicable || at(base).may_be_not_applicable || may_be_zero(at(base).number);
  finish_number(node);
  return add(std::move(node), &e);
}

NodeId Compiler::months_active_call(const Expr& e) {
  Node node;
  node.op = Op::MonthsActive;
  if (!e.args.empty()) {
    if (e.args[0]->kind != ExprKind::Name || e.args[0]->text != "lineage") {
      return fail(*e.args[0], msg("'{}' has no meaning here", print(*e.args[0])),
                  msg("write months_active() or months_active(lineage)"));
    }
    node.flag = true;
  }
  node.number = info_of_decimal(0, Decimal{0, 0}, Decimal{100'000, 0}, {});
  node.type = ValueType::Exact;
  return add(std::move(node), &e);
}

NodeId Compiler::add_months_call(const Expr& e) {
  const NodeId day = expr(*e.args[0]);
  const NodeId months = expr(*e.args[1]);
  if (!day.valid() || !months.valid()) return {};
  const Node& count = at(months);
  const bool whole = count.type == ValueType::Any ||
                     (count.type == ValueType::Exact && count.number.fixed_denominator == 1);
  const bool date = at(day).type == ValueType::Date || at(day).type == ValueType::Any;
  if (!date || !whole) {
    return fail(e, msg("add_months needs a date and a whole number of months"),
                msg("write add_months(period.first_day, 3)"));
  }
  Node node;
  node.op = Op::AddMonths;
  node.type = ValueType::Date;
  node.args = {day, months};
  node.may_be_not_applicable = at(day).may_be_not_applicable || count.may_be_not_applicable;
  return add(std::move(node), &e);
}

}  // namespace exemplar::engine
