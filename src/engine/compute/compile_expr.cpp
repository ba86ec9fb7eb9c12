// Names, operators, selections.
#include "base/nearest.hpp"
#include "engine/compute/compiler.hpp"
#include "engine/compute/exact.hpp"

namespace exemplar::engine {

namespace {

// How deep formulas may stand in one another, those they name included: each level costs a few
// kilobytes of stack.
constexpr int kDeepest = 600;

void put(std::string& key, const Ratio& ratio) {
  key += to_string(ratio.numerator) + "/" + to_string(ratio.denominator) + ";";
}

// Everything that distinguishes two nodes' meaning, as text.
std::string key_of(const Node& node) {
  std::string key = fmt::format(
      "{} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} ", static_cast<int>(node.op),
      static_cast<int>(node.type), static_cast<int>(node.function),
      static_cast<int>(node.comparison), node.index, static_cast<int>(node.selector.kind),
      static_cast<int>(node.selector.step), node.selector.count, static_cast<int>(node.set),
      node.of_known, node.flag, node.digits, static_cast<int>(node.mode),
      static_cast<int>(node.ties), static_cast<int>(node.policy), static_cast<int>(node.wanted),
      node.quantity_is_share * 2 + node.shrinks);
  key += fmt::format("{} ", static_cast<int>(node.constant.answer));
  put(key, node.constant.exact);
  put(key, node.quantity);
  for (const NodeId arg : node.args) key += fmt::format("{},", arg.value);
  for (const auto& [unit, power] : node.number.unit) key += fmt::format("{}^{} ", unit, power);
  // The literal 0 fits every unit of measure, a 0 of points does not: they are two nodes.
  key += fmt::format("{} {}|", node.number.any_unit, node.text.size());
  key += node.text + "|" + node.selector.text;
  return key;
}

}  // namespace

NodeId Compiler::add(Node node, const Expr* from) {
  node.formula = formula_;
  node.expr = from;
  if (from != nullptr) node.span = from->span;
  std::string key = key_of(node);
  if (const auto found = existing_.find(key); found != existing_.end()) return found->second;
  graph_.nodes.push_back(std::move(node));
  const NodeId id(graph_.nodes.size() - 1);
  existing_.emplace(std::move(key), id);
  return id;
}

NodeId Compiler::fail(const Expr& where, Message what, Message remedy) {
  return fail_at(where.span, std::move(what), std::move(remedy));
}

NodeId Compiler::fail_at(const Span& where, Message what, Message remedy) {
  errors_.push_back({origin_, where, std::move(what), std::move(remedy)});
  return {};
}

bool Compiler::is_number(NodeId id) const {
  const ValueType type = at(id).type;
  return type == ValueType::Exact || type == ValueType::Real || type == ValueType::Any;
}

Message Compiler::type_name(NodeId id) const {
  switch (at(id).type) {
    case ValueType::Truth:
      return msg("a condition");
    case ValueType::Exact:
    case ValueType::Real:
      return msg("a number");
    case ValueType::Date:
      return msg("a date");
    case ValueType::Text:
      return msg("a text");
    case ValueType::Any:
      return msg("no value");
  }
  return {};
}

bool Compiler::want_truth(NodeId id, const Expr& e) {
  if (at(id).type == ValueType::Truth || at(id).type == ValueType::Any) return true;
  fail(e, msg("a condition is needed here, but this is {}", type_name(id)),
       msg("compare it with something, as in x >= 1"));
  return false;
}

bool Compiler::want_number(NodeId id, const Expr& e) {
  if (is_number(id)) return true;
  fail(e, msg("a number is needed here, but this is {}", type_name(id)),
       msg("use a number, or count the conditions that are met: count_of(met of …)"));
  return false;
}

bool Compiler::want_exact(NodeId id, const Expr& e, const Message& why) {
  if (!want_number(id, e)) return false;
  if (at(id).type != ValueType::Real) return true;
  fail(e, msg("{}, and this value is not exact", why),
       msg("round it to a declared number of decimals: round({}, 2), or round = 2 where it is "
           "named",
           print(e)));
  return false;
}

bool Compiler::want_constant(NodeId id, const Expr& e, const Message& what, Ratio* value) {
  const Node* node = &at(id);
  if (node->op == Op::Negate && at(node->args[0]).op == Op::Constant) {
    *value = at(node->args[0]).constant.exact;
    value->numerator = -value->numerator;
    return true;
  }
  if (node->op == Op::Constant && node->type == ValueType::Exact) {
    *value = node->constant.exact;
    return true;
  }
  if (node->op == Op::Divide && at(node->args[0]).op == Op::Constant &&
      at(node->args[1]).op == Op::Constant && at(node->args[1]).constant.exact.numerator > 0) {
    const auto quotient =
        exact_divide(at(node->args[0]).constant.exact, at(node->args[1]).constant.exact);
    if (!quotient) {
      fail(e, msg("this number needs more than 38 digits"), msg("write fewer digits"));
      return false;
    }
    *value = quotient->reduced();
    return true;
  }
  fail(e, msg("{} must be a number written here", what), msg("write a number such as 50 %"));
  return false;
}

bool Compiler::want_same_unit(NodeId a, NodeId b, const Expr& e) {
  const Node& x = at(a);
  const Node& y = at(b);
  if (x.type == ValueType::Any || y.type == ValueType::Any) return true;
  if (same_unit(x.number, y.number)) return true;
  const std::string left = text_of(x.number.unit);
  const std::string right = text_of(y.number.unit);
  fail(e,
       msg("the units of measure differ: '{}' and '{}'", left.empty() ? "1" : left,
           right.empty() ? "1" : right),
       msg("write the unit after the number, or compare a ratio of values of the same unit"));
  return false;
}

void Compiler::finish_number(Node& node) {
  node.type = node.number.exact ? ValueType::Exact : ValueType::Real;
}

int32_t Compiler::criterion_index(std::string_view id) const {
  for (size_t i = 0; i < rules_.criteria.size(); ++i) {
    if (rules_.criteria[i].id == id) return static_cast<int32_t>(i);
  }
  return -1;
}

std::vector<std::string> Compiler::known_names() const {
  std::vector<std::string> names;
  for (const InputSignature& input : rules_.inputs) names.push_back(input.id);
  for (const NamedFormula& formula : rules_.formulas) names.push_back(formula.name);
  names.insert(names.end(),
               {"no_knock_out", "period.first_day", "period.last_day", "unit.kind", "unit.code"});
  for (const AttributeSignature& one : rules_.attributes) names.push_back("unit." + one.id);
  return names;
}

std::vector<uint32_t> Compiler::inputs_below(NodeId id) const {
  std::set<uint32_t> seen;
  std::set<uint32_t> inputs;
  std::vector<NodeId> open{id};
  while (!open.empty()) {
    const NodeId next = open.back();
    open.pop_back();
    if (!next.valid() || !seen.insert(next.value).second) continue;
    if (at(next).op == Op::Input) inputs.insert(at(next).index);
    for (const NodeId arg : at(next).args) {
      if (arg.valid()) open.push_back(arg);  // cap and floor have an empty bound
    }
  }
  return {inputs.begin(), inputs.end()};
}

NodeId Compiler::expr(const Expr& e) {
  struct Level {
    explicit Level(int& depth) : depth_(++depth) {}
    ~Level() { --depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    int& depth_;
  };
  const Level level(depth_);
  if (depth_ > kDeepest) {
    return fail(e, msg("formulas that name one another are nested deeper than {}", kDeepest),
                msg("shorten the chain of definitions"));
  }
  return expr_of_kind(e);
}

// The same words inside a loop (over criteria, over a category) mean the same wherever the loop
// stands: they are compiled once for each turn, however deeply loops are nested.
NodeId Compiler::expr_of_turn(const Expr& e) {
  const TurnKey key{&e, view_, context_ ? context_->index : UINT32_MAX, context_ && context_->own,
                    categories_};
  if (const auto found = turns_.find(key); found != turns_.end()) {
    category_used_ = category_used_ || found->second.category_used;
    return found->second.node;
  }
  const bool outer_used = category_used_;
  category_used_ = false;
  const NodeId node = expr(e);
  turns_[key] = {node, category_used_};
  category_used_ = category_used_ || outer_used;
  return node;
}

NodeId Compiler::expr_of_kind(const Expr& e) {
  switch (e.kind) {
    case ExprKind::Number:
      return constant_number(e);
    case ExprKind::Text:
      return constant_text(e, e.text);
    case ExprKind::Date: {
      Node node;
      node.type = ValueType::Date;
      node.constant.answer = kKnown;
      node.constant.exact = {e.date.days, 1};
      return add(std::move(node), &e);
    }
    case ExprKind::Name:
      return name(e);
    case ExprKind::Unary:
      return unary(e);
    case ExprKind::Binary:
      return binary(e);
    case ExprKind::If:
      return condition(e);
    case ExprKind::Call:
      return call(e);
    case ExprKind::Select:
      return select(e);
    case ExprKind::Category:
      return category(e);
  }
  return {};
}

NodeId Compiler::constant_number(const Expr& e) {
  Node node;
  node.type = ValueType::Exact;
  node.constant.answer = kKnown;
  i128 numerator = e.number.units;
  i128 denominator = power_of_ten(e.number.digits);
  if (e.power >= 0)
    numerator *= power_of_ten(e.power);
  else
    denominator *= power_of_ten(-e.power);
  // In lowest terms, so that 70 % is 7/10 and denominators stay small.
  node.constant.exact = Ratio{numerator, denominator}.reduced();
  node.number = info_of_constant(node.constant.exact, unit_of_measure(e.text),
                                 numerator == 0 && e.text.empty());
  return add(std::move(node), &e);
}

NodeId Compiler::constant_text(const Expr& e, const std::string& text) {
  const auto [found, added] = texts_.emplace(text, static_cast<uint32_t>(graph_.texts.size()));
  if (added) graph_.texts.push_back(text);
  Node node;
  node.type = ValueType::Text;
  node.constant.answer = kKnown;
  node.constant.exact = {found->second, 1};
  return add(std::move(node), &e);
}

NodeId Compiler::input(const Expr& e, uint32_t index, std::map<std::string, std::string> chosen) {
  const InputSignature& signature = rules_.inputs[index];
  // The facts' key: dimensions in the indicator's own order.
  std::string key;
  for (const std::string& dimension : signature.dimensions) {
    auto found = chosen.find(dimension);
    if (found == chosen.end()) {
      const auto over = categories_.find(dimension);
      if (over == categories_.end()) continue;
      category_used_ = true;
      found = chosen.insert(*over).first;
    }
    if (!key.empty()) key += ";";
    key += dimension + "=" + found->second;
  }
  Node node;
  node.op = Op::Input;
  node.type = signature.type;
  node.index = index;
  node.text = key;
  node.may_be_not_applicable = signature.may_be_not_applicable;
  if (signature.type == ValueType::Exact) {
    node.number = info_of_decimal(signature.digits, signature.low, signature.high,
                                  unit_of_measure(signature.unit));
  }
  return add(std::move(node), &e);
}

NodeId Compiler::attribute(const Expr& e, std::string_view id) {
  for (size_t i = 0; i < rules_.attributes.size(); ++i) {
    const AttributeSignature& signature = rules_.attributes[i];
    if (signature.id != id) continue;
    Node node;
    node.op = Op::Attribute;
    node.type = signature.type;
    node.index = static_cast<uint32_t>(i);
    if (signature.type == ValueType::Exact) {
      node.number = info_of_decimal(signature.digits, std::nullopt, signature.high,
                                    unit_of_measure(signature.unit));
    }
    return add(std::move(node), &e);
  }
  std::vector<std::string> ids;
  for (const AttributeSignature& one : rules_.attributes) ids.push_back(one.id);
  const std::string near = nearest(id, ids);
  return fail(e, msg("units have no attribute '{}'", id),
              near.empty() ? msg("declare it as an attribute in office.toml")
                           : msg("did you mean unit.{}?", near));
}

NodeId Compiler::name(const Expr& e) {
  if (const auto inside = context_name(e)) return *inside;
  for (uint32_t i = 0; i < rules_.formulas.size(); ++i) {
    if (rules_.formulas[i].name == e.text) return formula_node(i);
  }
  for (uint32_t i = 0; i < rules_.inputs.size(); ++i) {
    if (rules_.inputs[i].id == e.text) return input(e, i, {});
  }
  if (e.text == "no_knock_out") return knock_out_node(view_);
  if (e.text == "period.first_day" || e.text == "period.last_day") {
    Node node;
    node.op = Op::PeriodDay;
    node.type = ValueType::Date;
    node.flag = e.text == "period.last_day";
    return add(std::move(node), &e);
  }
  if (e.text.starts_with("unit.")) return attribute(e, std::string_view(e.text).substr(5));
  const std::string near = nearest(e.text, known_names());
  return fail(e, msg("unknown name '{}'", e.text),
              near.empty() ? msg("declare it as an indicator or a measure")
                           : msg("did you mean '{}'?", near));
}

NodeId Compiler::unary(const Expr& e) {
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
  std::vector<const Expr*> spine{&e};
  while (spine.back()->args[0]->kind == ExprKind::Binary)
    spine.push_back(spine.back()->args[0].get());
  NodeId left = expr(*spine.back()->args[0]);
  while (!spine.empty()) {
    const Expr& joined = *spine.back();
    spine.pop_back();
    const NodeId right = expr(*joined.args[1]);
    left = left.valid() && right.valid() ? joined_by(joined, left, right) : NodeId();
  }
  return left;
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
  const NodeId test = expr(*e.args[0]);
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

// x[previous, previous, …]: the innermost first, without recursion.
NodeId Compiler::select(const Expr& e) {
  std::vector<const Expr*> chain{&e};
  while (chain.back()->args[0]->kind == ExprKind::Select)
    chain.push_back(chain.back()->args[0].get());
  for (const Expr* one : chain) {
    if (one->selector.is_many()) {
      return fail_at(one->selector.span, msg("several periods give several values"),
                     msg("say what becomes of them: sum(x[months]), mean(x[last 3 years])"));
    }
  }
  NodeId inner = expr(*chain.back()->args[0]);
  for (; !chain.empty() && inner.valid(); chain.pop_back()) {
    inner = selected(*chain.back(), inner);
  }
  return inner;
}

NodeId Compiler::selected(const Expr& e, NodeId inner) {
  Node node;
  node.type = at(inner).type;
  node.number = at(inner).number;
  node.may_be_not_applicable = at(inner).may_be_not_applicable;
  node.args = {inner};
  node.selector = e.selector;
  node.selector.span = {};
  switch (e.selector.kind) {
    case Selector::Kind::Parent:
      node.op = Op::AtParent;
      break;
    case Selector::Kind::Unit:
      node.op = Op::AtUnit;
      break;
    default:
      node.op = Op::Shift;
      node.inputs = inputs_below(inner);
  }
  return add(std::move(node), &e);
}

NodeId Compiler::category(const Expr& e) {
  const Expr& inner = *e.args[0];
  if (inner.kind == ExprKind::Name) {
    for (uint32_t i = 0; i < rules_.inputs.size(); ++i) {
      const InputSignature& signature = rules_.inputs[i];
      if (signature.id != inner.text) continue;
      std::map<std::string, std::string> chosen;
      for (const CategoryFilter& filter : e.categories) {
        const auto& own = signature.dimensions;
        if (std::find(own.begin(), own.end(), filter.dimension) == own.end()) {
          return fail_at(filter.span,
                         msg("'{}' is not broken down by '{}'", inner.text, filter.dimension),
                         msg("add it to the indicator's categories, or remove it here"));
        }
        for (const DimensionSignature& dimension : rules_.dimensions) {
          if (dimension.id != filter.dimension) continue;
          if (std::find(dimension.values.begin(), dimension.values.end(), filter.value) ==
              dimension.values.end()) {
            const std::string near = nearest(filter.value, dimension.values);
            return fail_at(filter.span, msg("'{}' has no value '{}'", dimension.id, filter.value),
                           near.empty() ? msg("write one of its declared values")
                                        : msg("did you mean '{}'?", near));
          }
        }
        chosen[filter.dimension] = filter.value;
      }
      return input(e, i, std::move(chosen));
    }
  }
  return fail(e, msg("only a reported indicator has categories"),
              msg("write indicator{{kind = \"…\"}}"));
}

}  // namespace exemplar::engine
