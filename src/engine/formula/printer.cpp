// The canonical text of a tree: one space around operators, parentheses only where they change
// the tree.
#include "engine/formula/syntax.hpp"

namespace exemplar::engine {

namespace {

// How tightly a construct binds; an operand that binds more loosely needs parentheses.
enum Tightness {
  kIf,
  kOr,
  kAnd,
  kNot,
  kComparison,
  kOrElse,
  kSum,
  kProduct,
  kSign,
  kPower,
  kPostfix
};

Tightness tightness(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::If:
      return kIf;
    case ExprKind::Unary:
      return expr.op == Operator::Not ? kNot : kSign;
    case ExprKind::Binary:
      switch (expr.op) {
        case Operator::Or:
          return kOr;
        case Operator::And:
          return kAnd;
        case Operator::OrElse:
          return kOrElse;
        case Operator::Add:
        case Operator::Subtract:
          return kSum;
        case Operator::Multiply:
        case Operator::Divide:
          return kProduct;
        case Operator::Power:
          return kPower;
        default:
          return kComparison;
      }
    default:
      return kPostfix;
  }
}

std::string wrapped(const Expr& expr, Tightness at_least) {
  const std::string text = print(expr);
  return tightness(expr) < at_least ? "(" + text + ")" : text;
}

std::string quoted(std::string_view content) {
  std::string text = "\"";
  for (const char c : content) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"";
}

std::string step_name(TimeStep step) {
  switch (step) {
    case TimeStep::Days:
      return "days";
    case TimeStep::Weeks:
      return "weeks";
    case TimeStep::Months:
      return "months";
    case TimeStep::Quarters:
      return "quarters";
    case TimeStep::Years:
      return "years";
  }
  return "";
}

std::string print_selector(const Selector& selector) {
  switch (selector.kind) {
    case Selector::Kind::Previous:
      return "previous";
    case Selector::Kind::LastYear:
      return "last year";
    case Selector::Kind::Parts:
      return step_name(selector.step);
    case Selector::Kind::LastSeveral:
      return fmt::format("last {} {}", selector.count, step_name(selector.step));
    case Selector::Kind::Fixed: {
      const bool digits = !selector.text.empty() && selector.text.size() <= 15 &&
                          selector.text.find_first_not_of("0123456789") == std::string::npos;
      return digits ? selector.text : quoted(selector.text);
    }
    case Selector::Kind::Parent:
      return "parent";
    case Selector::Kind::Unit:
      return "unit(" + quoted(selector.text) + ")";
  }
  return "";
}

std::string print_number(const Expr& expr) {
  std::string text = plain(expr.number);
  if (expr.percent) return text + " %";
  if (expr.power == 3) text += " thousand";
  if (expr.power == 6) text += " mn";
  if (expr.power == 9) text += " bn";
  if (!expr.text.empty()) text += " " + expr.text;
  return text;
}

std::string print_call(const Expr& expr) {
  std::string text = expr.text + "(";
  bool first = true;
  const auto separate = [&] {
    if (!first) text += ", ";
    first = false;
  };
  for (size_t i = 0; i < expr.args.size(); ++i) {
    separate();
    if (i == 0 && expr.quantity) text += print(*expr.quantity) + " of ";
    text += print(*expr.args[i]);
    if (i + 1 == expr.args.size()) {
      if (expr.over) text += " over " + wrapped(*expr.over, kPostfix);
      if (expr.of_known) text += " of known";
    }
  }
  for (const Anchor& anchor : expr.anchors) {
    separate();
    if (anchor.comparison) {
      text += std::string(symbol_of(*anchor.comparison)) + " " + wrapped(*anchor.at, kOrElse);
    } else {
      text += print(*anchor.at);
    }
    text += " -> " + print(*anchor.value);
  }
  if (expr.otherwise) {
    separate();
    text += "else " + print(*expr.otherwise);
  }
  if (!expr.order.empty()) {
    separate();
    text += expr.order + " first";
  }
  for (const Option& option : expr.options) {
    separate();
    text += option.name + " = " + print(*option.value);
  }
  return text + ")";
}

std::string print_category(const Expr& expr) {
  std::string text = wrapped(*expr.args[0], kPostfix) + "{";
  for (size_t i = 0; i < expr.categories.size(); ++i) {
    if (i > 0) text += ", ";
    text += expr.categories[i].dimension + " = " + quoted(expr.categories[i].value);
  }
  return text + "}";
}

std::string print_binary(const Expr& expr) {
  const Tightness own = tightness(expr);
  // Left-associative: a right operand of the same tightness needs parentheses. Comparisons do not
  // chain; a power's exponent is a signed value, its base a postfix expression.
  Tightness left = own;
  Tightness right = static_cast<Tightness>(own + 1);
  if (own == kComparison) left = kOrElse;
  if (own == kPower) {
    left = kPostfix;
    right = kSign;
  }
  return wrapped(*expr.args[0], left) + " " + std::string(symbol_of(expr.op)) + " " +
         wrapped(*expr.args[1], right);
}

}  // namespace

std::string print(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::Number:
      return print_number(expr);
    case ExprKind::Text:
      return quoted(expr.text);
    case ExprKind::Date:
      return iso(expr.date);
    case ExprKind::Name:
      return expr.text;
    case ExprKind::Unary:
      return expr.op == Operator::Not ? "not " + wrapped(*expr.args[0], kNot)
                                      : "-" + wrapped(*expr.args[0], kSign);
    case ExprKind::Binary:
      return print_binary(expr);
    case ExprKind::If:
      return "if " + print(*expr.args[0]) + " then " + print(*expr.args[1]) + " else " +
             print(*expr.args[2]);
    case ExprKind::Call:
      return print_call(expr);
    case ExprKind::Select:
      return wrapped(*expr.args[0], kPostfix) + "[" + print_selector(expr.selector) + "]";
    case ExprKind::Category:
      return print_category(expr);
  }
  return "";
}

}  // namespace exemplar::engine
