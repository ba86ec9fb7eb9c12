// Every formula comes through here: how deep it stands, which kind it is, literals.
#include "engine/compute/compiler.hpp"

namespace exemplar::engine {

namespace {

// How deep formulas may stand in one another, those they name included: each level costs a few
// kilobytes of stack.
constexpr int kDeepest = 600;

}  // namespace

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

// 100 VND/residents is a unit of measure to the parser: whoever meant to divide is told.
bool Compiler::divides_by_a_name(const Expr& e) const {
  const size_t first = e.text.find('/');
  if (first == std::string::npos) return false;
  const UnitOfMeasure unit = unit_of_measure(e.text);
  const auto declares = [&](const std::string& text) { return unit_of_measure(text) == unit; };
  for (const InputSignature& one : rules_.inputs) {
    if (declares(one.unit)) return false;
  }
  for (const AttributeSignature& one : rules_.attributes) {
    if (declares(one.unit)) return false;
  }
  for (const NamedFormula& one : rules_.formulas) {
    if (one.declared_unit && declares(*one.declared_unit)) return false;
  }
  const std::vector<std::string> names = known_names();
  for (size_t from = first; from != std::string::npos;) {
    const size_t to = e.text.find('/', from + 1);
    const std::string word = e.text.substr(from + 1, to - from - 1);
    if (std::find(names.begin(), names.end(), word) != names.end()) return true;
    from = to;
  }
  return false;
}

NodeId Compiler::constant_number(const Expr& e) {
  if (divides_by_a_name(e)) {
    return fail(e, msg("'{}' is read as a unit of measure, and none is declared so", e.text),
                msg("to divide, put spaces around '/'"));
  }
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

}  // namespace exemplar::engine
