// Operators: not, and, or, or_else, arithmetic of numbers and dates, comparisons, if.
#include "engine/compute/compiler.hpp"

namespace exemplar::engine {

NodeId Compiler::unary(const Expr& e) {
  const Looking looking(*this, opposite(view_));
  const NodeId inner = expr(*e.args[0]);
  if (!inner.valid()) return {};
  Node node;
  node.args = {inner};
  node.may_be_not_applicable = at(inner).may_be_not_applicable;
  if (e.op == Operator::Not) {
    if (!want_truth(inner, *e.args[0])) return {};
    node.op = Op::Not;
  } else {
    if (!want_number(inner, *e.args[0])) return {};
    if (at(inner).op == Op::Constant) {
      Node literal = at(inner);
      literal.constant.exact.numerator = -literal.constant.exact.numerator;
      literal.number = info_negate(literal.number);
      return add(std::move(literal), &e);
    }
    node.op = Op::Negate;
    node.number = info_negate(at(inner).number);
    finish_number(node);
  }
  return add(std::move(node), &e);
}

// a + b + c + … leans to the left as far as it is long: walked down and up again, not recursed.
NodeId Compiler::binary(const Expr& e) {
  const auto is_product = [this](const Expr& one) {
    return is_bound(view_) && (one.op == Operator::Multiply || one.op == Operator::Divide);
  };
  if (is_product(e)) return product_in_bound(e);
  struct Joined {
    const Expr* expr;
    View left;
    View right;
  };
  std::vector<Joined> spine;
  View view = view_;
  for (const Expr* next = &e; next->kind == ExprKind::Binary; next = next->args[0].get()) {
    const Looking looking(*this, view);
    if (is_product(*next)) break;
    const auto [left, right] = views_of_operands(next->op);
    spine.push_back({next, left, right});
    view = left;
  }
  const auto operand = [this](const Expr& one, View wanted) {
    const Looking looking(*this, wanted);
    return expr(one);
  };
  NodeId left = operand(*spine.back().expr->args[0], spine.back().left);
  for (; !spine.empty(); spine.pop_back()) {
    const Expr& joined = *spine.back().expr;
    const NodeId right = operand(*joined.args[1], spine.back().right);
    left = left.valid() && right.valid() ? joined_by(joined, left, right) : NodeId();
  }
  return left;
}

// How the operands are to be looked at so that the result is a bound: x >= y is the more likely met
// the more x and the less y is.
std::pair<Compiler::View, Compiler::View> Compiler::views_of_operands(Operator op) const {
  switch (op) {
    case Operator::Subtract:
    case Operator::Greater:
    case Operator::GreaterOrEqual:
      return {view_, opposite(view_)};
    case Operator::Less:
    case Operator::LessOrEqual:
      return {opposite(view_), view_};
    case Operator::Equal:
    case Operator::NotEqual:
    case Operator::Power:
      return {either(view_), either(view_)};
    default:
      return {view_, view_};
  }
}

// Which side's more is more depends on signs: the largest (smallest) of the products of both ends.
// A divisor stands as it is. Operands are remembered: each level asks for both ends of the next.
NodeId Compiler::product_in_bound(const Expr& e) {
  const View wanted = view_;
  const auto ends = [&](const Expr& operand, bool both) {
    std::set<NodeId> nodes;
    for (const View view :
         both ? std::vector<View>{View::Best, View::Worst} : std::vector<View>{View::Either}) {
      const Looking looking(*this, view);
      nodes.insert(expr_of_turn(operand));
    }
    return nodes;
  };
  const std::set<NodeId> lefts = ends(*e.args[0], true);
  const std::set<NodeId> rights = ends(*e.args[1], e.op == Operator::Multiply);
  Node node;
  node.op = Op::AggregateList;
  node.function = wanted == View::Best ? FunctionId::Max : FunctionId::Min;
  std::optional<NumberInfo> number;
  for (const NodeId left : lefts) {
    for (const NodeId right : rights) {
      const NodeId corner = left.valid() && right.valid() ? joined_by(e, left, right) : NodeId();
      if (!corner.valid()) return {};
      node.args.push_back(corner);
      node.may_be_not_applicable = node.may_be_not_applicable || at(corner).may_be_not_applicable;
      number = number ? info_join(*number, at(corner).number) : at(corner).number;
    }
  }
  if (node.args.size() == 1) return node.args[0];
  node.number = comparable_exactly(*number, *number) ? *number : info_real(number->unit);
  finish_number(node);
  return add(std::move(node), &e);
}

NodeId Compiler::joined_by(const Expr& e, NodeId a, NodeId b) {
  if (is_comparison(e.op)) return comparison(e, a, b);
  Node node;
  node.args = {a, b};
  node.may_be_not_applicable = at(a).may_be_not_applicable || at(b).may_be_not_applicable;
  if (e.op == Operator::And || e.op == Operator::Or) {
    const bool left = want_truth(a, *e.args[0]);
    if (!want_truth(b, *e.args[1]) || !left) return {};
    // `x and y` is not applicable only where both are; the maximum and minimum say the same.
    node.may_be_not_applicable = at(a).may_be_not_applicable && at(b).may_be_not_applicable;
    node.op = e.op == Operator::And ? Op::And : Op::Or;
    return add(std::move(node), &e);
  }
  if (e.op == Operator::OrElse) {
    node.op = Op::OrElse;
    const ValueType x = at(a).type;
    const ValueType y = at(b).type;
    if (is_number(a) && is_number(b)) {
      if (!want_same_unit(a, b, e)) return {};
      node.number = x == ValueType::Any   ? at(b).number
                    : y == ValueType::Any ? at(a).number
                                          : info_join(at(a).number, at(b).number);
      finish_number(node);
    } else if (x == y || y == ValueType::Any || x == ValueType::Any) {
      node.type = x == ValueType::Any ? y : x;
    } else {
      return fail(e, msg("'or_else' offers {} in place of {}", type_name(b), type_name(a)),
                  msg("offer a value of the same kind"));
    }
    return add(std::move(node), &e);
  }
  if (at(a).type == ValueType::Date || at(b).type == ValueType::Date) {
    return date_arithmetic(e, a, b);
  }
  return arithmetic(e, a, b);
}

NodeId Compiler::date_arithmetic(const Expr& e, NodeId a, NodeId b) {
  Node node;
  node.args = {a, b};
  node.may_be_not_applicable = at(a).may_be_not_applicable || at(b).may_be_not_applicable;
  const UnitOfMeasure days = unit_of_measure("days");
  const bool a_date = at(a).type == ValueType::Date;
  const bool b_date = at(b).type == ValueType::Date;
  if (a_date && b_date && e.op == Operator::Subtract) {
    node.op = Op::Subtract;
    node.number = info_of_decimal(0, Decimal{-5'000'000, 0}, Decimal{5'000'000, 0}, days);
    finish_number(node);
    return add(std::move(node), &e);
  }
  if (a_date && !b_date && is_number(b) && (e.op == Operator::Add || e.op == Operator::Subtract)) {
    if (at(b).type == ValueType::Exact && at(b).number.unit == days &&
        at(b).number.fixed_denominator == 1) {
      node.op = e.op == Operator::Add ? Op::Add : Op::Subtract;
      node.type = ValueType::Date;
      return add(std::move(node), &e);
    }
  }
  return fail(e, msg("dates know only: date - date, date + 20 days, date - 20 days"),
              msg("write whole days, or add_months(date, 3)"));
}

NodeId Compiler::arithmetic(const Expr& e, NodeId a, NodeId b) {
  const bool left = want_number(a, *e.args[0]);
  if (!want_number(b, *e.args[1]) || !left) return {};
  Node node;
  node.args = {a, b};
  node.may_be_not_applicable = at(a).may_be_not_applicable || at(b).may_be_not_applicable;
  const NumberInfo& x = at(a).number;
  const NumberInfo& y = at(b).number;
  switch (e.op) {
    case Operator::Add:
    case Operator::Subtract:
      if (!want_same_unit(a, b, e)) return {};
      node.op = e.op == Operator::Add ? Op::Add : Op::Subtract;
      node.number = info_add(x, y, e.op == Operator::Subtract);
      break;
    case Operator::Multiply:
      node.op = Op::Multiply;
      node.number = info_multiply(x, y);
      break;
    case Operator::Divide:
      node.op = Op::Divide;
      node.number = info_divide(x, y);
      node.may_be_not_applicable = node.may_be_not_applicable || (may_be_zero(x) && may_be_zero(y));
      break;
    case Operator::Power: {
      node.op = Op::Power;
      Ratio exponent;
      if (!want_constant(b, *e.args[1], msg("the exponent"), &exponent)) return {};
      node.quantity = exponent;
      node.args = {a};
      node.may_be_not_applicable = at(a).may_be_not_applicable;
      const i128 times = exponent.numerator < 0 ? -exponent.numerator : exponent.numerator;
      const bool whole = exponent.denominator == 1 && times <= 8;
      if (!x.unit.empty() && !whole) {
        return fail(e, msg("only whole powers up to 8 keep a unit of measure"), msg("use a ratio"));
      }
      if (whole) {
        const NumberInfo one = info_of_constant({1, 1}, {}, false);
        NumberInfo info = one;
        for (i128 i = 0; i < times; ++i) info = info_multiply(info, x);
        node.number = exponent.numerator < 0 ? info_divide(one, info) : info;
      } else {
        node.number = info_real({});
      }
      break;
    }
    default:
      return {};
  }
  finish_number(node);
  return add(std::move(node), &e);
}

NodeId Compiler::comparison(const Expr& e, NodeId a, NodeId b) {
  Node node;
  node.op = Op::Compare;
  node.comparison = e.op;
  node.args = {a, b};
  node.may_be_not_applicable = at(a).may_be_not_applicable || at(b).may_be_not_applicable;
  const ValueType x = at(a).type;
  const ValueType y = at(b).type;
  if (is_number(a) && is_number(b)) {
    if (!want_same_unit(a, b, e)) return {};
    const bool left = want_exact(a, *e.args[0], msg("a comparison needs exact values"));
    if (!want_exact(b, *e.args[1], msg("a comparison needs exact values")) || !left) return {};
    if (x != ValueType::Any && y != ValueType::Any &&
        !comparable_exactly(at(a).number, at(b).number)) {
      return fail(e, msg("this comparison needs more than 38 digits"),
                  msg("declare smaller bounds (at_most), fewer digits, or round one side"));
    }
    return add(std::move(node), &e);
  }
  if (x == ValueType::Date && y == ValueType::Date) return add(std::move(node), &e);
  if (x == ValueType::Text && y == ValueType::Text) {
    if (e.op == Operator::Equal || e.op == Operator::NotEqual) return add(std::move(node), &e);
    return fail(e, msg("texts are only equal or different"), msg("use = or <>"));
  }
  if (x == ValueType::Truth || y == ValueType::Truth) {
    return fail(e, msg("a condition is not compared"),
                msg("write the condition itself, or 'not' before it"));
  }
  return fail(e, msg("{} is compared with {}", type_name(a), type_name(b)),
              msg("compare values of the same kind"));
}

NodeId Compiler::condition(const Expr& e) {
  const NodeId test = [&] {
    const Looking looking(*this, either(view_));
    return expr(*e.args[0]);
  }();
  const NodeId yes = expr(*e.args[1]);
  const NodeId no = expr(*e.args[2]);
  if (!test.valid() || !yes.valid() || !no.valid() || !want_truth(test, *e.args[0])) return {};
  Node node;
  node.op = Op::If;
  node.args = {test, yes, no};
  node.may_be_not_applicable = at(test).may_be_not_applicable || at(yes).may_be_not_applicable ||
                               at(no).may_be_not_applicable;
  const ValueType x = at(yes).type;
  const ValueType y = at(no).type;
  if (x == ValueType::Any || y == ValueType::Any) {
    const NodeId other = x == ValueType::Any ? no : yes;
    node.type = at(other).type;
    node.number = at(other).number;
  } else if (is_number(yes) && is_number(no)) {
    if (!want_same_unit(yes, no, e)) return {};
    node.number = info_join(at(yes).number, at(no).number);
    finish_number(node);
  } else if (x == y) {
    node.type = x;
  } else {
    return fail(e, msg("'then' gives {}, 'else' gives {}", type_name(yes), type_name(no)),
                msg("both must give the same kind of value"));
  }
  return add(std::move(node), &e);
}

}  // namespace exemplar::engine
