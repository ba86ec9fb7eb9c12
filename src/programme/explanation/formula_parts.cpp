#include "programme/explanation/formula_parts.hpp"

namespace exemplar::programme {

using engine::Expr;
using engine::ExprKind;
using engine::Op;

namespace {

using Parts = std::vector<const Expr*>;

Parts arguments(const Expr& expr) {
  Parts parts;
  for (const engine::ExprPtr& arg : expr.args) parts.push_back(arg.get());
  return parts;
}

// x, (at, value)…, else
Parts with_anchors(const Expr& expr) {
  Parts parts = arguments(expr);
  for (const engine::Anchor& anchor : expr.anchors) {
    parts.push_back(anchor.at.get());
    parts.push_back(anchor.value.get());
  }
  if (expr.otherwise) parts.push_back(expr.otherwise.get());
  return parts;
}

Parts of_call(const engine::Node& node, const Expr& expr) {
  switch (node.op) {
    case Op::Band:
    case Op::Choose:
    case Op::Interpolate:
    case Op::Steps:
    case Op::WeightedMean:
      return with_anchors(expr);
    case Op::Clip:
      // A one-sided bound leaves the other argument out.
      if (expr.args.size() == 2 && node.args.size() == 3) {
        const Expr* x = expr.args[0].get();
        const Expr* bound = expr.args[1].get();
        return node.args[1].valid() ? Parts{x, bound, nullptr} : Parts{x, nullptr, bound};
      }
      return arguments(expr);
    case Op::AggregatePeriods:
      if (expr.args.size() == 1 && expr.args[0]->kind == ExprKind::Select) {
        return arguments(*expr.args[0]);
      }
      return {};
    case Op::AggregateUnits:
      // across(siblings, median(x)) is median(x over siblings).
      if (expr.text == "across" && expr.args.size() == 2) return arguments(*expr.args[1]);
      return arguments(expr);
    case Op::AggregateCategories:
      return {};
    default:
      return arguments(expr);
  }
}

}  // namespace

Parts parts_of(const engine::Node& node, const Expr* expr) {
  Parts parts;
  if (expr != nullptr) {
    switch (expr->kind) {
      case ExprKind::Unary:
      case ExprKind::Binary:
      case ExprKind::If:
      case ExprKind::Select:
        parts = arguments(*expr);
        break;
      case ExprKind::Call:
        parts = of_call(node, *expr);
        break;
      default:
        break;
    }
  }
  // x ^ 2 keeps its exponent in the node; sets of criteria have more operands than words.
  if (node.op == Op::Power && parts.size() == 2) parts.pop_back();
  if (node.op == Op::Round || node.op == Op::AddMonths)
    parts.resize(std::min<size_t>(parts.size(), 1));
  if (parts.size() != node.args.size()) parts.assign(node.args.size(), nullptr);
  return parts;
}

}  // namespace exemplar::programme
