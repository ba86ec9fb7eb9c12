// Clones and compares syntax trees.
#include "engine/formula/syntax.hpp"

namespace exemplar::engine {

std::string_view symbol_of(Operator op) {
  switch (op) {
    case Operator::Or:
      return "or";
    case Operator::And:
      return "and";
    case Operator::Not:
      return "not";
    case Operator::Equal:
      return "=";
    case Operator::NotEqual:
      return "<>";
    case Operator::Less:
      return "<";
    case Operator::LessOrEqual:
      return "<=";
    case Operator::Greater:
      return ">";
    case Operator::GreaterOrEqual:
      return ">=";
    case Operator::OrElse:
      return "or_else";
    case Operator::Add:
      return "+";
    case Operator::Subtract:
      return "-";
    case Operator::Multiply:
      return "*";
    case Operator::Divide:
      return "/";
    case Operator::Negate:
      return "-";
    case Operator::Power:
      return "^";
  }
  return "";
}

bool is_comparison(Operator op) {
  return op >= Operator::Equal && op <= Operator::GreaterOrEqual;
}

const Option* Expr::option(std::string_view name) const {
  for (const Option& option : options) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

namespace {

ExprPtr clone_or_null(const ExprPtr& expr) {
  return expr ? clone(*expr) : nullptr;
}

bool same_or_null(const ExprPtr& a, const ExprPtr& b) {
  return a && b ? same(*a, *b) : !a && !b;
}

bool same_selector(const Selector& a, const Selector& b) {
  return a.kind == b.kind && a.step == b.step && a.count == b.count && a.text == b.text;
}

}  // namespace

ExprPtr clone(const Expr& expr) {
  auto copy = std::make_unique<Expr>();
  copy->kind = expr.kind;
  copy->span = expr.span;
  copy->number = expr.number;
  copy->power = expr.power;
  copy->percent = expr.percent;
  copy->text = expr.text;
  copy->date = expr.date;
  copy->op = expr.op;
  for (const ExprPtr& arg : expr.args) copy->args.push_back(clone(*arg));
  copy->quantity = clone_or_null(expr.quantity);
  copy->over = clone_or_null(expr.over);
  copy->of_known = expr.of_known;
  for (const Anchor& anchor : expr.anchors) {
    copy->anchors.push_back({anchor.comparison, clone(*anchor.at), clone(*anchor.value)});
  }
  copy->otherwise = clone_or_null(expr.otherwise);
  for (const Option& option : expr.options) {
    copy->options.push_back({option.name, clone(*option.value), option.span});
  }
  copy->order = expr.order;
  copy->selector = expr.selector;
  copy->categories = expr.categories;
  return copy;
}

bool same(const Expr& a, const Expr& b) {
  if (a.kind != b.kind || a.text != b.text || a.args.size() != b.args.size() ||
      a.anchors.size() != b.anchors.size() || a.options.size() != b.options.size() ||
      a.categories.size() != b.categories.size() || a.of_known != b.of_known ||
      a.order != b.order || !same_or_null(a.quantity, b.quantity) ||
      !same_or_null(a.over, b.over) || !same_or_null(a.otherwise, b.otherwise)) {
    return false;
  }
  if (a.kind == ExprKind::Number &&
      (a.number.units != b.number.units || a.number.digits != b.number.digits ||
       a.power != b.power || a.percent != b.percent)) {
    return false;
  }
  if (a.kind == ExprKind::Date && a.date != b.date) return false;
  if ((a.kind == ExprKind::Unary || a.kind == ExprKind::Binary) && a.op != b.op) return false;
  if (a.kind == ExprKind::Select && !same_selector(a.selector, b.selector)) return false;
  for (size_t i = 0; i < a.args.size(); ++i) {
    if (!same(*a.args[i], *b.args[i])) return false;
  }
  for (size_t i = 0; i < a.anchors.size(); ++i) {
    if (a.anchors[i].comparison != b.anchors[i].comparison ||
        !same(*a.anchors[i].at, *b.anchors[i].at) ||
        !same(*a.anchors[i].value, *b.anchors[i].value)) {
      return false;
    }
  }
  for (size_t i = 0; i < a.options.size(); ++i) {
    if (a.options[i].name != b.options[i].name || !same(*a.options[i].value, *b.options[i].value)) {
      return false;
    }
  }
  for (size_t i = 0; i < a.categories.size(); ++i) {
    if (a.categories[i].dimension != b.categories[i].dimension ||
        a.categories[i].value != b.categories[i].value) {
      return false;
    }
  }
  return true;
}

}  // namespace exemplar::engine
