// Functions of values: exact arithmetic, aggregates over lists, units, periods and categories, and
// comparisons among units.
#include <cassert>
#include <cmath>

#include "base/nearest.hpp"
#include "engine/compute/compiler.hpp"
#include "engine/compute/exact.hpp"

namespace exemplar::engine {

bool Compiler::arguments_fit(const Expr& e, const FunctionInfo& info) {
  const size_t errors_before = errors_.size();
  const auto count = static_cast<int>(e.args.size());
  const Message usage = msg("write {}", info.signature);
  if (count < info.arguments_min || (info.arguments_max >= 0 && count > info.arguments_max)) {
    fail(e, msg("{} has {} arguments here", info.name, count), usage);
  }
  if (!info.takes_anchors && (!e.anchors.empty() || e.otherwise)) {
    fail(e, msg("{} has no pairs written with ->", info.name), usage);
  }
  if (!info.takes_over && (e.over || e.of_known)) {
    fail(e, msg("{} does not go over units", info.name), usage);
  }
  if (!info.takes_quantity && e.quantity) {
    fail(e, msg("{} has no 'of'", info.name), usage);
  }
  if (!info.takes_order && !e.order.empty()) {
    fail(e, msg("{} has no order", info.name), usage);
  }
  for (const Option& option : e.options) {
    const std::string_view values = option_values(info, option.name);
    if (values == "*") continue;
    const std::string wanted = option.value->kind == ExprKind::Name ? option.value->text : "";
    const std::string list = "|" + std::string(values) + "|";
    if (wanted.empty() || list.find("|" + wanted + "|") == std::string::npos) {
      fail_at(option.span, msg("{} is not a value of '{}'", print(*option.value), option.name),
              msg("write one of {}", values));
    }
  }
  return errors_.size() == errors_before;
}

NodeId Compiler::call(const Expr& e) {
  const FunctionInfo* info = find_function(e.text);
  if (info == nullptr) {
    std::vector<std::string> names;
    for (const FunctionInfo& one : functions()) names.emplace_back(one.name);
    const std::string near = nearest(e.text, names);
    return fail(e, msg("unknown function '{}'", e.text),
                near.empty() ? msg("see the list of functions in docs/language.md")
                             : msg("did you mean '{}'?", near));
  }
  if (!arguments_fit(e, *info)) return {};
  switch (info->id) {
    case FunctionId::Known: {
      Node node;
      node.op = Op::Known;
      node.args = {expr(*e.args[0])};
      return node.args[0].valid() ? add(std::move(node), &e) : NodeId();
    }
    case FunctionId::NoData:
    case FunctionId::NotApplicable: {
      const auto text = text_argument(e, msg("write {}", info->signature));
      if (!text) return {};
      Node node;
      node.op = Op::Said;
      node.type = ValueType::Any;
      node.number.any_unit = true;
      node.constant.answer =
          info->id == FunctionId::NoData ? Answer::Unknown : Answer::NotApplicable;
      node.may_be_not_applicable = info->id == FunctionId::NotApplicable;
      node.text = *text;
      return add(std::move(node), &e);
    }
    case FunctionId::All:
    case FunctionId::Any:
    case FunctionId::AtLeast:
    case FunctionId::AtMost:
    case FunctionId::Share:
    case FunctionId::CountOf:
    case FunctionId::Total:
      return quantifier_call(e, *info);
    case FunctionId::Criterion:
      return criterion_call(e);
    case FunctionId::Points:
      return points_call(e);
    case FunctionId::Level:
      return level_call(e);
    case FunctionId::Under: {
      const auto text = text_argument(e, msg("write {}", info->signature));
      if (!text) return {};
      Node node;
      node.op = Op::Under;
      node.text = *text;
      if (const Option* hierarchy = e.option("hierarchy")) {
        const ExprKind kind = hierarchy->value->kind;
        if (kind != ExprKind::Name && kind != ExprKind::Text) {
          return fail_at(hierarchy->span,
                         msg("{} is not a value of '{}'", print(*hierarchy->value), "hierarchy"),
                         msg("write the id of a declared hierarchy"));
        }
        node.selector.text = hierarchy->value->text;
      }
      return add(std::move(node), &e);
    }
    case FunctionId::Round:
      return round_call(e);
    case FunctionId::AddMonths:
      return add_months_call(e);
    case FunctionId::MonthsActive:
      return months_active_call(e);
    case FunctionId::Across:
      return across_call(e);
    case FunctionId::Change:
    case FunctionId::ChangeShare:
      return change_call(e, *info);
    default:
      break;
  }
  if (info->takes_anchors) return anchors_call(e, *info);
  if (info->group == FunctionGroup::Aggregates) return aggregate_call(e, *info);
  if (info->group == FunctionGroup::Comparisons) return compare_units_call(e, *info);
  return numeric_call(e, *info);
}

// abs, clip, cap, floor, ln, log10, exp, sqrt, proportion_low, proportion_high.
NodeId Compiler::numeric_call(const Expr& e, const FunctionInfo& info) {
  Node node;
  std::vector<NumberInfo> numbers;
  for (const ExprPtr& arg : e.args) {
    const NodeId id = expr(*arg);
    if (!id.valid() || !want_number(id, *arg)) return {};
    if (!node.args.empty() && !want_same_unit(node.args[0], id, *arg)) return {};
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

NodeId Compiler::anchors_call(const Expr& e, const FunctionInfo& info) {
  if (e.anchors.empty()) {
    return fail(e, msg("{} needs pairs written with ->", info.name),
                msg("write {}", info.signature));
  }
  const bool bands = info.id == FunctionId::Band;
  for (const Anchor& anchor : e.anchors) {
    if (anchor.comparison.has_value() != bands) {
      return fail(*anchor.at,
                  bands ? msg("a band begins with a comparison") : msg("no comparison here"),
                  msg("write {}", info.signature));
    }
  }
  const bool needs_else = bands || info.id == FunctionId::Choose;
  if (needs_else != static_cast<bool>(e.otherwise)) {
    return fail(e,
                needs_else ? msg("{} does not say what holds otherwise", info.name)
                           : msg("{} has no 'else'", info.name),
                msg("write {}", info.signature));
  }
  switch (info.id) {
    case FunctionId::Band:
      return band_call(e);
    case FunctionId::Choose:
      return choose_call(e);
    case FunctionId::Interpolate:
      return interpolate_call(e);
    case FunctionId::Steps:
      return steps_call(e);
    default:
      return weighted_mean_call(e);
  }
}

// args: x, (at, value)…, else.
NodeId Compiler::band_call(const Expr& e) {
  Node node;
  node.op = Op::Band;
  const NodeId x = expr(*e.args[0]);
  if (!x.valid() || !want_exact(x, *e.args[0], msg("bands compare"))) return {};
  node.args = {x};
  node.may_be_not_applicable = at(x).may_be_not_applicable;
  std::optional<NumberInfo> values;
  const auto value = [&](const Expr& from) {
    const NodeId id = expr(from);
    if (!id.valid() || !want_number(id, from)) return false;
    node.may_be_not_applicable = node.may_be_not_applicable || at(id).may_be_not_applicable;
    if (values && !same_unit(*values, at(id).number)) {
      want_same_unit(node.args.back(), id, from);
      return false;
    }
    if (at(id).type != ValueType::Any) {
      values = values ? info_join(*values, at(id).number) : at(id).number;
    }
    node.args.push_back(id);
    return true;
  };
  for (const Anchor& anchor : e.anchors) {
    const NodeId bound = expr(*anchor.at);
    if (!bound.valid() || !want_exact(bound, *anchor.at, msg("bands compare"))) return {};
    if (!want_same_unit(x, bound, *anchor.at)) return {};
    if (!comparable_exactly(at(x).number, at(bound).number)) {
      return fail(*anchor.at, msg("this comparison needs more than 38 digits"),
                  msg("declare smaller bounds (at_most), fewer digits, or round one side"));
    }
    node.may_be_not_applicable = node.may_be_not_applicable || at(bound).may_be_not_applicable;
    node.args.push_back(bound);
    node.text += symbol_of(*anchor.comparison);
    node.text += " ";
    if (!value(*anchor.value)) return {};
  }
  if (!value(*e.otherwise)) return {};
  node.number = values.value_or(info_of_constant({0, 1}, {}, true));
  finish_number(node);
  return add(std::move(node), &e);
}

// args: the text, (text, value)…, else.
NodeId Compiler::choose_call(const Expr& e) {
  Node node;
  node.op = Op::Choose;
  const NodeId x = expr(*e.args[0]);
  if (!x.valid()) return {};
  if (at(x).type != ValueType::Text) {
    return fail(*e.args[0], msg("choose needs a text, this is {}", type_name(x)),
                msg("for numbers use band(…)"));
  }
  node.args = {x};
  node.may_be_not_applicable = at(x).may_be_not_applicable;
  std::optional<NumberInfo> values;
  const auto value = [&](const Expr& from) {
    const NodeId id = expr(from);
    if (!id.valid() || !want_number(id, from)) return false;
    if (values && !same_unit(*values, at(id).number)) {
      want_same_unit(node.args.back(), id, from);
      return false;
    }
    node.may_be_not_applicable = node.may_be_not_applicable || at(id).may_be_not_applicable;
    if (at(id).type != ValueType::Any) {
      values = values ? info_join(*values, at(id).number) : at(id).number;
    }
    node.args.push_back(id);
    return true;
  };
  for (const Anchor& anchor : e.anchors) {
    const NodeId label = expr(*anchor.at);
    if (!label.valid()) return {};
    if (at(label).op != Op::Constant || at(label).type != ValueType::Text) {
      return fail(*anchor.at, msg("a text must stand here"), msg("write \"A\" -> 80 %"));
    }
    node.args.push_back(label);
    if (!value(*anchor.value)) return {};
  }
  if (!value(*e.otherwise)) return {};
  node.number = values.value_or(info_of_constant({0, 1}, {}, true));
  finish_number(node);
  return add(std::move(node), &e);
}

// args: x, (at, value)…, all anchors constant and ascending.
NodeId Compiler::interpolate_call(const Expr& e) {
  Node node;
  node.op = Op::Interpolate;
  const NodeId x = expr(*e.args[0]);
  if (!x.valid() || !want_number(x, *e.args[0])) return {};
  node.args = {x};
  node.may_be_not_applicable = at(x).may_be_not_applicable;
  std::vector<std::pair<Ratio, Ratio>> points;
  NumberInfo values;
  for (const Anchor& anchor : e.anchors) {
    const NodeId from = expr(*anchor.at);
    const NodeId to = expr(*anchor.value);
    if (!from.valid() || !to.valid()) return {};
    std::pair<Ratio, Ratio> point;
    if (!want_number(from, *anchor.at) || !want_number(to, *anchor.value) ||
        !want_constant(from, *anchor.at, msg("an anchor"), &point.first) ||
        !want_constant(to, *anchor.value, msg("an anchor's value"), &point.second) ||
        !want_same_unit(x, from, *anchor.at)) {
      return {};
    }
    const auto rises = points.empty() ? std::strong_ordering::less
                                      : exact_compare(points.back().first, point.first);
    if (!rises)
      return fail(*anchor.at, msg("this number needs more than 38 digits"),
                  msg("write fewer digits"));
    if (*rises >= 0) {
      return fail(*anchor.at, msg("the anchors do not rise"),
                  msg("order them from the smallest to the largest"));
    }
    values = points.empty() ? at(to).number : info_join(values, at(to).number);
    points.push_back(point);
    node.args.push_back(from);
    node.args.push_back(to);
  }
  if (points.size() < 2) {
    return fail(e, msg("interpolation needs at least two anchors"),
                msg("write interpolate(x, 50 % -> 0, 80 % -> 10)"));
  }
  // Exact while x is: y0 + (x − x0) × slope on every piece.
  NumberInfo result = values;
  for (size_t i = 1; i < points.size() && at(x).number.exact; ++i) {
    const auto constant = [](const Ratio& r) { return info_of_constant(r, {}, true); };
    const auto rise = exact_subtract(points[i].second, points[i - 1].second);
    const auto run = exact_subtract(points[i].first, points[i - 1].first);
    const auto quotient = rise && run ? exact_divide(*rise, *run) : std::nullopt;
    if (!quotient) {
      result.exact = false;
      break;
    }
    const Ratio slope = quotient->reduced();
    NumberInfo plain_x = at(x).number;
    plain_x.unit.clear();
    result = info_join(
        result, info_add(info_multiply(info_add(plain_x, constant(points[i - 1].first), true),
                                       constant(slope)),
                         constant(points[i - 1].second), false));
  }
  result.exact = result.exact && at(x).number.exact;
  result.low = values.low;
  result.high = values.high;
  result.unit = values.unit;
  result.any_unit = values.any_unit;
  if (!result.exact) {
    result.fixed_denominator = 0;
  }
  node.number = result;
  finish_number(node);
  return add(std::move(node), &e);
}

NodeId Compiler::steps_call(const Expr& e) {
  Node node;
  node.op = Op::Steps;
  const NodeId x = expr(*e.args[0]);
  const NodeId step = expr(*e.anchors[0].at);
  const NodeId each = expr(*e.anchors[0].value);
  if (!x.valid() || !step.valid() || !each.valid()) return {};
  if (e.anchors.size() != 1) {
    return fail(*e.anchors[1].at, msg("steps has one pair"), msg("write steps(x, 100 -> 0.5)"));
  }
  Ratio size;
  Ratio gain;
  if (!want_exact(x, *e.args[0], msg("steps are counted")) ||
      !want_constant(step, *e.anchors[0].at, msg("the step"), &size) ||
      !want_constant(each, *e.anchors[0].value, msg("the gain"), &gain) ||
      !want_same_unit(x, step, *e.anchors[0].at)) {
    return {};
  }
  if (size.numerator <= 0) {
    return fail(*e.anchors[0].at, msg("the step is not positive"),
                msg("write steps(x, 100 -> 0.5)"));
  }
  node.args = {x, step, each};
  node.may_be_not_applicable = at(x).may_be_not_applicable;
  const Option* part = e.option("part");
  node.flag = part != nullptr && part->value->text == "counts";
  NumberInfo plain_x = at(x).number;
  plain_x.unit.clear();
  NumberInfo count = info_round(info_divide(plain_x, info_of_constant(size, {}, false)), 0);
  node.number = info_multiply(count, at(each).number);
  finish_number(node);
  return add(std::move(node), &e);
}

// args: (value, weight)…
NodeId Compiler::weighted_mean_call(const Expr& e) {
  Node node;
  node.op = Op::WeightedMean;
  std::optional<NumberInfo> sum;
  std::optional<NumberInfo> weights;
  bool zero_weights = true;
  for (const Anchor& anchor : e.anchors) {
    const NodeId value = expr(*anchor.at);
    const NodeId weight = expr(*anchor.value);
    if (!value.valid() || !weight.valid() || !want_number(value, *anchor.at) ||
        !want_number(weight, *anchor.value)) {
      return {};
    }
    if (!node.args.empty() && (!want_same_unit(node.args[0], value, *anchor.at) ||
                               !want_same_unit(node.args[1], weight, *anchor.value))) {
      return {};
    }
    node.args.push_back(value);
    node.args.push_back(weight);
    node.may_be_not_applicable = node.may_be_not_applicable || at(value).may_be_not_applicable ||
                                 at(weight).may_be_not_applicable;
    const NumberInfo term = info_multiply(at(value).number, at(weight).number);
    sum = sum ? info_add(*sum, term, false) : term;
    weights = weights ? info_add(*weights, at(weight).number, false) : at(weight).number;
    zero_weights = zero_weights && may_be_zero(at(weight).number);
  }
  node.number = info_divide(*sum, *weights);
  // A sum of many ratios of varying denominators is not kept exact.
  if (sum->fixed_denominator == 0) node.number = info_real(node.number.unit);
  node.may_be_not_applicable = node.may_be_not_applicable || zero_weights;
  finish_number(node);
  return add(std::move(node), &e);
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

std::optional<std::pair<UnitSet, std::string>> Compiler::unit_set(const Expr& e) {
  if (e.kind == ExprKind::Name) {
    if (e.text == "children") return {{UnitSet::Children, ""}};
    if (e.text == "siblings") return {{UnitSet::Siblings, ""}};
    if (e.text == "descendants") return {{UnitSet::Descendants, ""}};
    if (e.text == "participants") return {{UnitSet::Participants, ""}};
  }
  // Sets of units know the programme's own hierarchy only.
  if (e.kind == ExprKind::Call && e.text == "under" && e.args.size() == 1 && e.options.empty() &&
      e.args[0]->kind == ExprKind::Text) {
    return {{UnitSet::Under, e.args[0]->text}};
  }
  return std::nullopt;
}

void Compiler::aggregate_result(Node& node, const FunctionInfo& info, NumberInfo of, ValueType type,
                                int64_t count) {
  switch (info.id) {
    case FunctionId::Sum:
      node.number = info_sum(of, count);
      break;
    case FunctionId::Mean:
      node.number = info_mean(of, count);
      break;
    case FunctionId::Min:
    case FunctionId::Max:
    case FunctionId::Median:
      // Ordering needs cross products; where these could leave 38 digits, doubles are ordered.
      node.number = !comparable_exactly(of, of)     ? info_real(of.unit)
                    : info.id == FunctionId::Median ? info_mean(of, 2)
                                                    : of;
      break;
    case FunctionId::Count:
      node.number = info_of_decimal(0, Decimal{0, 0}, Decimal{count, 0}, {});
      break;
    default:
      node.number = info_real(of.unit);
  }
  finish_number(node);
  if (type == ValueType::Date) node.type = ValueType::Date;
}

// x over a category dimension: x with every value of the dimension in turn.
NodeId Compiler::aggregate_categories(const Expr& e, const FunctionInfo& info) {
  const DimensionSignature* dimension = nullptr;
  for (const DimensionSignature& one : rules_.dimensions) {
    if (e.over->kind == ExprKind::Name && one.id == e.over->text) dimension = &one;
  }
  if (dimension == nullptr) {
    return fail(*e.over, msg("'{}' is neither a set of units nor a category", print(*e.over)),
                msg("write children, siblings, descendants, participants, under(\"code\") or a "
                    "declared category"));
  }
  const Expr& of = *e.args[0];
  Node node;
  node.op = Op::AggregateCategories;
  node.function = info.id;
  node.of_known = e.of_known;
  std::optional<NumberInfo> number;
  ValueType type = ValueType::Any;
  const auto outer = categories_;
  const bool outer_used = category_used_;
  for (const std::string& value : dimension->values) {
    categories_[dimension->id] = value;
    category_used_ = false;
    const NodeId id = expr_of_turn(of);
    const bool used = category_used_;
    categories_ = outer;
    if (!id.valid()) return {};
    if (info.id != FunctionId::Count && !want_number(id, of)) return {};
    if (!used) {
      category_used_ = outer_used;
      return fail(of, msg("nothing here is broken down by '{}'", dimension->id),
                  msg("add it to the categories of an indicator used here"));
    }
    node.args.push_back(id);
    node.may_be_not_applicable = node.may_be_not_applicable || at(id).may_be_not_applicable;
    number = number ? info_join(*number, at(id).number) : at(id).number;
    type = at(id).type;
  }
  category_used_ = outer_used;
  if (node.args.empty()) {
    return fail(*e.over, msg("'{}' has no values", dimension->id), msg("declare its values"));
  }
  if (info.id == FunctionId::StandardDeviation) node.may_be_not_applicable = true;
  aggregate_result(node, info, *number, type, static_cast<int64_t>(node.args.size()));
  return add(std::move(node), &e);
}

NodeId Compiler::across_call(const Expr& e) {
  // across(siblings, median(x)) is median(x over siblings).
  if (e.args[1]->kind != ExprKind::Call || e.args[1]->over) {
    return fail(e, msg("across needs a set of units and a summary"),
                msg("write across(siblings, median(x)) or median(x over siblings)"));
  }
  const FunctionInfo* summary = find_function(e.args[1]->text);
  if (summary == nullptr || !summary->takes_over || !arguments_fit(*e.args[1], *summary)) {
    return fail(*e.args[1], msg("'{}' does not summarise over units", e.args[1]->text),
                msg("write sum, mean, min, max, median, count …"));
  }
  ExprPtr plain = clone(*e.args[1]);
  plain->over = clone(*e.args[0]);
  graph_.rewritten.push_back(std::move(plain));
  return expr(*graph_.rewritten.back());
}

NodeId Compiler::aggregate_call(const Expr& e, const FunctionInfo& info) {
  Node node;
  node.function = info.id;
  node.of_known = e.of_known;
  const Expr& first = *e.args[0];
  const bool many = first.kind == ExprKind::Select && first.selector.is_many();
  const bool one = e.args.size() == 1;
  if ((e.over || many) && !one) {
    return fail(e, msg("either several values, or one value over units or periods"),
                msg("write {}", info.signature));
  }
  if (e.over && !unit_set(*e.over)) return aggregate_categories(e, info);

  std::optional<NumberInfo> number;
  ValueType type = ValueType::Any;
  for (const ExprPtr& arg : e.args) {
    const NodeId id = expr(many ? *arg->args[0] : *arg);
    if (!id.valid()) return {};
    const ValueType own = at(id).type;
    const bool countable = info.id == FunctionId::Count;
    const bool dates =
        own == ValueType::Date && (info.id == FunctionId::Min || info.id == FunctionId::Max);
    if (!countable && !dates && !want_number(id, *arg)) return {};
    if (!node.args.empty()) {
      if ((own == ValueType::Date) != (type == ValueType::Date) && type != ValueType::Any &&
          own != ValueType::Any) {
        return fail(*arg, msg("numbers and dates are mixed"), msg("use one kind"));
      }
      if (!dates && !countable && !want_same_unit(node.args[0], id, *arg)) return {};
    }
    node.args.push_back(id);
    node.may_be_not_applicable = node.may_be_not_applicable || at(id).may_be_not_applicable;
    number = number ? info_join(*number, at(id).number) : at(id).number;
    if (own != ValueType::Any) {
      type = type == ValueType::Real || own == ValueType::Real ? ValueType::Real : own;
    }
  }
  int64_t count = static_cast<int64_t>(node.args.size());
  if (many) {
    node.op = Op::AggregatePeriods;
    node.selector = first.selector;
    node.selector.span = {};
    node.inputs = inputs_below(node.args[0]);
    // The parts of a period are days at the most: more than a century of them.
    count = first.selector.kind == Selector::Kind::LastSeveral ? first.selector.count : 40'000;
  }
  if (e.over) {
    // Over units, and over the periods of the selector too where there is one.
    const auto set = unit_set(*e.over);
    node.op = Op::AggregateUnits;
    node.set = set->first;
    node.text = set->second;
    node.may_be_not_applicable = true;  // an empty set has nothing to add up
    count *= rules_.units_max;
  } else if (!many) {
    node.op = Op::AggregateList;
    // A list written out keeps unlike ratios exact while the bounds allow.
    if (number->fixed_denominator == 0 && number->exact &&
        (info.id == FunctionId::Sum || info.id == FunctionId::Mean)) {
      NumberInfo sum = at(node.args[0]).number;
      for (size_t i = 1; i < node.args.size(); ++i) {
        sum = info_add(sum, at(node.args[i]).number, false);
      }
      node.number = info.id == FunctionId::Sum
                        ? sum
                        : info_divide(sum, info_of_constant({count, 1}, {}, false));
      finish_number(node);
      return add(std::move(node), &e);
    }
  }
  if (info.id == FunctionId::StandardDeviation) node.may_be_not_applicable = true;
  aggregate_result(node, info, *number, type, count);
  return add(std::move(node), &e);
}

NodeId Compiler::compare_units_call(const Expr& e, const FunctionInfo& info) {
  const NodeId x = expr(*e.args[0]);
  if (!x.valid() || !want_number(x, *e.args[0])) return {};
  Node node;
  node.op = Op::CompareUnits;
  node.function = info.id;
  node.args = {x};
  node.of_known = e.of_known;
  node.may_be_not_applicable = true;
  if (e.over) {
    const auto set = unit_set(*e.over);
    if (!set) {
      return fail(*e.over, msg("'{}' is not a set of units", print(*e.over)),
                  msg("write children, siblings, descendants, participants or under(\"code\")"));
    }
    node.set = set->first;
    node.text = set->second;
  }
  if (info.id == FunctionId::Rank || info.id == FunctionId::PercentileRank) {
    if (!want_exact(x, *e.args[0], msg("ranking compares"))) return {};
    if (at(x).type == ValueType::Exact && !comparable_exactly(at(x).number, at(x).number)) {
      return fail(e, msg("this comparison needs more than 38 digits"),
                  msg("declare smaller bounds (at_most), fewer digits, or round the value"));
    }
  }
  if (info.id == FunctionId::Rank) {
    if (e.order.empty()) {
      return fail(e, msg("rank does not say which value comes first"),
                  msg("write rank(x, highest first) or rank(x, lowest first)"));
    }
    node.flag = e.order == "highest";
    if (const Option* ties = e.option("ties")) {
      const std::string& wanted = ties->value->text;
      node.ties = wanted == "min"    ? Ties::Min
                  : wanted == "max"  ? Ties::Max
                  : wanted == "mean" ? Ties::Mean
                                     : Ties::Dense;
    }
    node.number = info_of_decimal(1, Decimal{0, 0}, Decimal{rules_.units_max, 0}, {});
  } else if (info.id == FunctionId::PercentileRank) {
    node.number = info_of_decimal(0, Decimal{0, 0}, Decimal{1, 0}, {});
    node.number.fixed_denominator = 0;
    node.number.numerator_bound = node.number.denominator_bound =
        2.0L * static_cast<long double>(rules_.units_max);
  } else if (info.id == FunctionId::ZScore || !at(x).number.exact ||
             !comparable_exactly(at(x).number, at(x).number)) {
    node.number = info_real({});
  } else if (info.id == FunctionId::MinMax) {
    const NumberInfo range = info_add(at(x).number, at(x).number, true);
    node.number = info_divide(range, range);
    node.number.low = 0;
    node.number.high = 1;
  } else {
    node.number = info_divide(at(x).number, at(x).number);
  }
  finish_number(node);
  return add(std::move(node), &e);
}

}  // namespace exemplar::engine
