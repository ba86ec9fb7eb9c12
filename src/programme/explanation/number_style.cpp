#include "programme/explanation/number_style.hpp"

#include "engine/compute/exact.hpp"

namespace exemplar::programme {

using engine::Op;

namespace {

constexpr int kShownDigitsMax = 12;
// Beyond this a number is shown as it is styled; its decimals are no longer looked at.
const i128 kTrimmableMax = power_of_ten(20);

bool small(const Ratio& ratio) {
  const i128 magnitude = ratio.numerator < 0 ? -ratio.numerator : ratio.numerator;
  return magnitude < kTrimmableMax && ratio.denominator < kTrimmableMax;
}

int fraction_digits(const NumberStyle& style) {
  return style.digits + (style.percent ? 2 : 0);
}

NumberStyle constant_style(const engine::Node& node, const engine::Expr* expr) {
  if (expr != nullptr && expr->kind == engine::ExprKind::Unary) expr = expr->args[0].get();
  if (expr == nullptr || expr->kind != engine::ExprKind::Number) {
    return {engine::text_of(node.number.unit), 4, false};
  }
  if (expr->percent) return {"", expr->number.digits, true};
  return {expr->text, std::max(0, expr->number.digits - expr->power), false};
}

// The percentage wins, then the most decimals.
NumberStyle joined(const std::vector<const ExplainedNode*>& parts, std::string unit) {
  NumberStyle style{std::move(unit), 0, false};
  for (const ExplainedNode* part : parts) {
    style.percent = style.percent || part->value.style.percent;
  }
  for (const ExplainedNode* part : parts) {
    const int digits = fraction_digits(part->value.style) - (style.percent ? 2 : 0);
    style.digits = std::max(style.digits, digits);
  }
  return style;
}

bool is_constant(const ExplainedNode& node) {
  return node.kind == ExplainedKind::Constant;
}

// Nothing in it is reported: 20, 85 − 20, ln(75000) − ln(100).
bool of_constants(const ExplainedNode& node) {
  return is_constant(node) ||
         (!node.children.empty() &&
          std::all_of(node.children.begin(), node.children.end(), of_constants));
}

NumberStyle quotient_style(const std::vector<ExplainedNode>& parts, std::string unit) {
  const bool plain = unit.empty();
  const bool of_values = parts.size() == 2 && !is_constant(parts[0]) && !of_constants(parts[1]);
  if (plain && (of_values || (!parts.empty() && parts[0].value.style.percent))) {
    return {"", 1, true};
  }
  // A place between two fixed points (goalposts) is read with the decimals of an index.
  if (plain && parts.size() == 2 && !is_constant(parts[1]) && of_constants(parts[1])) {
    return {"", 4, false};
  }
  return {std::move(unit), 2, false};
}

// A percentage is a matter of writing; measures pass it on to what they name.
void set_percent(ExplainedNode& node, bool percent) {
  NumberStyle& style = node.value.style;
  if (style.percent == percent) return;
  style.digits = percent ? std::max(0, style.digits - 2) : style.digits + 2;
  style.percent = percent;
  if (node.value.exact) trim_digits(node.value);
  if (node.kind == ExplainedKind::Measure && !node.children.empty()) {
    set_percent(node.children[0], percent);
  }
}

bool plain_number(const ExplainedNode& node) {
  return (node.value.type == engine::ValueType::Exact ||
          node.value.type == engine::ValueType::Real) &&
         node.value.style.unit.empty();
}

Ratio as_shown(const ExplainedNode& node) {
  return rounded(*node.value.exact, fraction_digits(node.value.style),
                 RoundingMode::HalfAwayFromZero);
}

}  // namespace

NumberStyle style_of(const Indicator& indicator) {
  if (indicator.kind == IndicatorKind::Share && indicator.unit.empty()) {
    return {"", std::max(0, indicator.digits - 2), true};
  }
  return {indicator.unit, indicator.digits, false};
}

NumberStyle style_of(const engine::Node& node, const engine::Expr* expr,
                     const std::vector<ExplainedNode>& children) {
  const std::string unit = engine::text_of(node.number.unit);
  std::vector<const ExplainedNode*> parts;
  switch (node.op) {
    case Op::Constant:
      return constant_style(node, expr);
    case Op::Divide:
      return quotient_style(children, unit);
    case Op::ChangeShare:
    case Op::Proportion:
      return {"", 1, true};
    case Op::Share:
      return node.function == engine::FunctionId::Share ? NumberStyle{"", 1, true} : NumberStyle{};
    case Op::Multiply: {
      int digits = 0;
      for (const ExplainedNode& child : children) digits += fraction_digits(child.value.style);
      return {unit, std::min(digits, 4), false};
    }
    case Op::Power:
    case Op::WeightedMean:
    case Op::Interpolate:
    case Op::Steps:
      return {unit, 4, false};
    case Op::If:
    case Op::Band:
    case Op::Choose:
      // The values among which one is taken, not what they are taken by.
      for (size_t i = 1; i < children.size(); ++i) {
        const bool value = node.op == Op::If || i % 2 == 0 || i + 1 == children.size();
        if (value) parts.push_back(&children[i]);
      }
      return joined(parts, unit);
    case Op::CompareUnits:
      return {unit, node.function == engine::FunctionId::Rank ? 1 : 4, false};
    default:
      break;
  }
  for (const ExplainedNode& child : children) parts.push_back(&child);
  NumberStyle style = joined(parts, unit);
  if (node.op == Op::Round) style.digits = std::max(0, node.digits - (style.percent ? 2 : 0));
  if (node.function == engine::FunctionId::Mean || node.function == engine::FunctionId::Median) {
    ++style.digits;
  }
  if (node.function == engine::FunctionId::Count) style = {};
  if (node.type == engine::ValueType::Real && node.op != Op::Named) {
    style.digits = std::max(style.digits, style.percent ? 2 : 4);
  }
  return style;
}

void trim_digits(ExplainedValue& value) {
  if (!value.exact || !small(*value.exact)) return;
  NumberStyle fewer = value.style;
  fewer.digits = 0;
  for (; fewer.digits < value.style.digits; ++fewer.digits) {
    const Ratio shown =
        rounded(*value.exact, fraction_digits(fewer), RoundingMode::HalfAwayFromZero);
    const auto order = engine::exact_compare(shown, *value.exact);
    if (order && *order == 0) break;
  }
  // 99,96 % is not 100 %.
  const auto looks_whole = [&] {
    const Ratio shown =
        rounded(*value.exact, fraction_digits(fewer), RoundingMode::HalfAwayFromZero).reduced();
    return shown.denominator == 1 && !(shown == *value.exact);
  };
  while (fewer.percent && fewer.digits < kShownDigitsMax && looks_whole()) ++fewer.digits;
  value.style = fewer;
}

void align_comparison(ExplainedNode& left, ExplainedNode& right) {
  if (plain_number(left) && plain_number(right)) {
    const auto is_zero = [](const ExplainedNode& node) {
      return node.value.exact && node.value.exact->numerator == 0;
    };
    const auto follow = [&](const ExplainedNode& constant, ExplainedNode& other) {
      if (is_constant(constant) && !is_zero(constant)) {
        set_percent(other, constant.value.style.percent);
      }
    };
    follow(left, right);
    follow(right, left);
    // 0 is 0 in every scale.
    if (is_constant(right) && is_zero(right)) set_percent(right, left.value.style.percent);
    if (is_constant(left) && is_zero(left)) set_percent(left, right.value.style.percent);
  }
  if (!left.value.exact || !right.value.exact || !small(*left.value.exact) ||
      !small(*right.value.exact)) {
    return;
  }
  const auto order = engine::exact_compare(*left.value.exact, *right.value.exact);
  const auto misleading = [&] {
    const auto shown = engine::exact_compare(as_shown(left), as_shown(right));
    return order && shown && *order != *shown;
  };
  while (misleading() &&
         std::max(left.value.style.digits, right.value.style.digits) < kShownDigitsMax) {
    if (!is_constant(left)) ++left.value.style.digits;
    if (!is_constant(right)) ++right.value.style.digits;
    if (is_constant(left) && is_constant(right)) break;
  }
}

}  // namespace exemplar::programme
