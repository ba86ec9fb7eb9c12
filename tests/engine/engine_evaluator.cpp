#include "engine/engine_evaluator.hpp"

#include <bit>

namespace exemplar::oracle {

namespace {

engine::ValueType type_of(Type type) {
  switch (type) {
    case Type::Truth:
      return engine::ValueType::Truth;
    case Type::Number:
      return engine::ValueType::Exact;
    case Type::Date:
      return engine::ValueType::Date;
    case Type::Text:
      return engine::ValueType::Text;
  }
  return engine::ValueType::Exact;
}

engine::WhenNotApplicablePolicy policy_of(WhenNotApplicable policy) {
  switch (policy) {
    case WhenNotApplicable::LeaveOut:
      return engine::WhenNotApplicablePolicy::LeaveOut;
    case WhenNotApplicable::Met:
      return engine::WhenNotApplicablePolicy::Met;
    case WhenNotApplicable::NotMet:
      return engine::WhenNotApplicablePolicy::NotMet;
    case WhenNotApplicable::Unknown:
      return engine::WhenNotApplicablePolicy::Unknown;
  }
  return engine::WhenNotApplicablePolicy::LeaveOut;
}

boost::multiprecision::cpp_int integer(i128 value) {
  return boost::multiprecision::cpp_int(exemplar::to_string(value));
}

engine::Cell cell_of(const Fact& fact, engine::Pool& pool) {
  engine::Cell cell;
  cell.status = static_cast<uint8_t>(fact.status);
  switch (fact.state) {
    case State::Unknown:
      return engine::unknown_cell(engine::Pool::plain(engine::ReasonKind::NoValue));
    case State::NotApplicable:
      return engine::not_applicable_cell(
          engine::Pool::plain(engine::ReasonKind::DeclaredNotApplicable));
    case State::Known:
      break;
  }
  (void)pool;
  cell.answer = engine::kKnown;
  return cell;
}

Value value_of(const engine::Cell& cell, engine::ValueType type, engine::Pool& pool) {
  Value value;
  value.standing = {static_cast<Status>(cell.status), false};
  switch (type) {
    case engine::ValueType::Truth:
      value.type = Type::Truth;
      break;
    case engine::ValueType::Date:
      value.type = Type::Date;
      break;
    case engine::ValueType::Text:
      value.type = Type::Text;
      break;
    default:
      value.type = Type::Number;
  }
  if (cell.answer == engine::Answer::Unknown || cell.answer == engine::Answer::NotApplicable) {
    value.state = cell.answer == engine::Answer::Unknown ? State::Unknown : State::NotApplicable;
    value.standing.open = true;
    return value;
  }
  switch (type) {
    case engine::ValueType::Truth:
      value.truth = cell.answer == engine::Answer::Met;
      break;
    case engine::ValueType::Exact:
      value.number =
          exactly(Rational(integer(cell.exact.numerator), integer(cell.exact.denominator)));
      break;
    case engine::ValueType::Real:
      value.number = floating(cell.real);
      break;
    case engine::ValueType::Date:
      value.date = Date{static_cast<int32_t>(cell.exact.numerator)};
      break;
    default:
      value.text = pool.text(static_cast<uint32_t>(cell.exact.numerator));
      break;
  }
  return value;
}

}  // namespace

namespace {

// The cell of a column and the one that is traced for its reason are one.
void expect_same(const engine::Cell& a, const engine::Cell& b, const engine::Node& node) {
  const bool real = node.type == engine::ValueType::Real;
  const bool same_value = a.answer != engine::kKnown || node.type == engine::ValueType::Truth ||
                          (real ? std::bit_cast<uint64_t>(a.real) == std::bit_cast<uint64_t>(b.real)
                                : a.exact == b.exact);
  const std::string formula = node.expr != nullptr ? engine::print(*node.expr) : node.text;
  if (engine::mark_of(a) != engine::mark_of(b) || !same_value) {
    throw std::logic_error(fmt::format(
        "{}: the column has mark {} and {}/{} or {}, traced it is mark {} and {}/{} or {}", formula,
        engine::mark_of(a), exemplar::to_string(a.exact.numerator),
        exemplar::to_string(a.exact.denominator), a.real, engine::mark_of(b),
        exemplar::to_string(b.exact.numerator), exemplar::to_string(b.exact.denominator), b.real));
  }
  if (b.answer == engine::Answer::Unknown && b.reason == 0) {
    throw std::logic_error(formula + ": unknown without a reason");
  }
}

}  // namespace

engine::RuleSet rules_of(const World& world, const std::vector<const engine::Expr*>& formulas) {
  engine::RuleSet rules;
  std::map<std::string, std::vector<std::string>> dimensions;
  for (const Indicator& indicator : world.indicators) {
    engine::InputSignature input;
    input.id = indicator.id;
    input.type = type_of(indicator.type);
    input.unit = indicator.unit;
    input.digits = indicator.digits;
    input.low = Decimal{-indicator.at_most, 0};
    input.high = Decimal{indicator.at_most, 0};
    input.may_be_not_applicable = true;
    for (const Dimension& dimension : indicator.dimensions) {
      input.dimensions.push_back(dimension.id);
      dimensions[dimension.id] = dimension.values;
    }
    rules.inputs.push_back(std::move(input));
  }
  for (auto& [id, values] : dimensions) rules.dimensions.push_back({id, values});
  std::map<std::string, Type> attributes{{"kind", Type::Text}, {"code", Type::Text}};
  const auto described = [&](const UnitState& state) {
    for (const auto& [name, value] : state.attributes) attributes.emplace(name, value.type);
  };
  for (const Unit& unit : world.units) {
    described(unit);
    for (const auto& [from, state] : unit.changes) described(state);
  }
  for (const auto& [name, type] : attributes) {
    rules.attributes.push_back({name, type_of(type), "", 3, Decimal{100'000'000, 0}});
  }
  for (const Measure& measure : world.measures) {
    rules.formulas.push_back({measure.name, measure.expr.get(), measure.round, measure.mode, {}});
  }
  for (size_t i = 0; i < formulas.size(); ++i) {
    rules.formulas.push_back({fmt::format("(formula {})", i), formulas[i], {}, {}, {}});
  }
  for (const Criterion& criterion : world.criteria) {
    engine::CriterionRule rule;
    rule.id = criterion.id;
    rule.group = criterion.group;
    rule.applies = criterion.applies.get();
    rule.met = criterion.met.get();
    rule.points = criterion.points.get();
    rule.round = criterion.round;
    rule.mode = criterion.mode;
    rule.max = criterion.max;
    rule.when_not_applicable = policy_of(criterion.when_not_applicable);
    rule.knock_out = criterion.knock_out;
    rules.criteria.push_back(std::move(rule));
  }
  for (const Level& level : world.levels) rules.levels.push_back({level.id, level.when.get()});
  rules.assessable = world.assessable.get();
  rules.units_max = 1'000;
  return rules;
}

engine::Cell WorldSource::input(uint32_t index, const std::string& category,
                                engine::PeriodIndex period, size_t unit, engine::Pool& pool) {
  const Indicator& indicator = world_.indicators[index];
  if (existing(period)[unit] == 0) {
    return engine::unknown_cell(engine::Pool::plain(engine::ReasonKind::UnitNotThere));
  }
  const auto found = indicator.facts.find(category);
  if (found == indicator.facts.end()) {
    return engine::unknown_cell(engine::Pool::plain(engine::ReasonKind::NoValue));
  }
  const Fact& fact = found->second[period * unit_count() + unit];
  engine::Cell cell = cell_of(fact, pool);
  if (fact.state != State::Known) return cell;
  switch (indicator.type) {
    case Type::Truth:
      cell.answer = fact.truth ? engine::Answer::Met : engine::Answer::NotMet;
      break;
    case Type::Number:
      cell.exact = {fact.number.units, power_of_ten(fact.number.digits)};
      break;
    case Type::Date:
      cell.exact = {fact.date.days, 1};
      break;
    case Type::Text:
      cell.exact = {pool.text(fact.text), 1};
      break;
  }
  return cell;
}

engine::Cell WorldSource::attribute(uint32_t index, engine::PeriodIndex period, size_t unit,
                                    engine::Pool& pool) {
  const std::string& id = rules_.attributes[index].id;
  const UnitState& of = world_.state(static_cast<int>(unit), static_cast<int>(period));
  if (!of.exists) {
    return engine::unknown_cell(engine::Pool::plain(engine::ReasonKind::UnitNotThere));
  }
  engine::Cell cell;
  cell.answer = engine::kKnown;
  const auto found = of.attributes.find(id);
  if (id == "kind" || id == "code") {
    cell.exact = {pool.text(id == "kind" ? of.kind : of.code), 1};
  } else if (found == of.attributes.end() || !found->second.known()) {
    return engine::unknown_cell(engine::Pool::plain(engine::ReasonKind::NoValue));
  } else if (found->second.type == Type::Text) {
    cell.exact = {pool.text(found->second.text), 1};
  } else if (found->second.type == Type::Truth) {
    cell.answer = found->second.truth ? engine::Answer::Met : engine::Answer::NotMet;
  } else {
    const Rational& value = found->second.number.exact;
    cell.exact = {static_cast<i128>(numerator(value)), static_cast<i128>(denominator(value))};
  }
  return cell;
}

engine::Cell WorldSource::months_active(bool lineage, engine::PeriodIndex period, size_t unit,
                                        engine::Pool&) {
  const auto months =
      world_.months_active(lineage, static_cast<int>(unit), static_cast<int>(period));
  if (!months) {
    const bool there = existing(period)[unit] != 0;
    return engine::unknown_cell(engine::Pool::plain(there ? engine::ReasonKind::NoValue
                                                          : engine::ReasonKind::UnitNotThere));
  }
  engine::Cell cell;
  cell.answer = engine::kKnown;
  cell.exact = {*months, 1};
  return cell;
}

std::optional<std::vector<engine::PeriodIndex>> WorldSource::select(
    engine::PeriodIndex index, const engine::Selector& selector) {
  const Period& period = world_.periods[index];
  const auto one = [](std::optional<int> found) -> std::optional<std::vector<engine::PeriodIndex>> {
    if (!found) return std::nullopt;
    return {{static_cast<engine::PeriodIndex>(*found)}};
  };
  using Kind = engine::Selector::Kind;
  switch (selector.kind) {
    case Kind::Previous:
      return one(period.previous);
    case Kind::LastYear:
      return one(period.last_year);
    case Kind::Fixed:
      return one(world_.period_named(selector.text));
    case Kind::Parts: {
      const auto found = period.parts.find(selector.step);
      if (found == period.parts.end()) return std::nullopt;
      std::vector<engine::PeriodIndex> parts;
      for (const int part : found->second) parts.push_back(static_cast<engine::PeriodIndex>(part));
      return parts;
    }
    case Kind::LastSeveral: {
      std::vector<engine::PeriodIndex> several;
      int at = static_cast<int>(index);
      for (int i = 0; i < selector.count; ++i) {
        several.push_back(static_cast<engine::PeriodIndex>(at));
        const auto& back = world_.periods[static_cast<size_t>(at)].one_back;
        const auto found = back.find(selector.step);
        if (i + 1 < selector.count) {
          if (found == back.end()) return std::nullopt;
          at = found->second;
        }
      }
      return several;
    }
    default:
      return std::nullopt;
  }
}

const std::vector<int32_t>& WorldSource::parents(engine::PeriodIndex period,
                                                 const std::string& hierarchy) {
  const auto [found, added] = parents_.try_emplace({period, hierarchy});
  for (size_t unit = 0; added && unit < unit_count(); ++unit) {
    found->second.push_back(
        world_.parent(static_cast<int>(unit), static_cast<int>(period), hierarchy));
  }
  return found->second;
}

const std::vector<char>& WorldSource::participants(engine::PeriodIndex period) {
  const auto [found, added] = participants_.try_emplace(period);
  for (size_t unit = 0; added && unit < unit_count(); ++unit) {
    const bool takes_part = world_.participates(static_cast<int>(unit), static_cast<int>(period));
    found->second.push_back(takes_part ? 1 : 0);
  }
  return found->second;
}

const std::vector<char>& WorldSource::existing(engine::PeriodIndex period) {
  const auto [found, added] = existing_.try_emplace(period);
  for (size_t unit = 0; added && unit < unit_count(); ++unit) {
    found->second.push_back(world_.exists(static_cast<int>(unit), static_cast<int>(period)) ? 1
                                                                                            : 0);
  }
  return found->second;
}

int32_t WorldSource::unit_with_code(const std::string& code, engine::PeriodIndex period) {
  return world_.unit_with_code(code, static_cast<int>(period)).value_or(-1);
}

std::vector<std::vector<Value>> EngineEvaluator::evaluate(
    const World& world, const std::vector<const engine::Expr*>& formulas, int period) {
  const engine::RuleSet rules = rules_of(world, formulas);
  const engine::Compiled compiled = engine::compile(rules);
  if (!compiled.errors.empty()) {
    std::string text;
    for (const engine::CompileError& error : compiled.errors) {
      text +=
          fmt::format("origin {}.{} column {}: {}; {}\n", static_cast<int>(error.origin.kind),
                      error.origin.index, error.span.column, render(error.what, Language::English),
                      render(error.remedy, Language::English));
    }
    throw RefusedByCompiler(text);
  }
  WorldSource source(world, rules);
  const auto at = static_cast<engine::PeriodIndex>(period);
  std::vector<engine::NodeId> nodes(
      compiled.graph.formulas.begin() + static_cast<std::ptrdiff_t>(world.measures.size()),
      compiled.graph.formulas.end());
  engine::Evaluation evaluation(compiled.graph, source, options_);
  evaluation.prepare(nodes, at);
  std::vector<std::vector<Value>> rows;
  for (const engine::NodeId node : nodes) {
    const engine::ValueType type = compiled.graph[node].type;
    const engine::Column& column = evaluation.column(node, at);
    std::vector<Value> row;
    for (size_t unit = 0; unit < column.size(); ++unit) {
      const engine::Cell cell = column[unit];
      expect_same(cell, evaluation.cell(node, at, unit), compiled.graph[node]);
      row.push_back(value_of(cell, type, evaluation.pool()));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace exemplar::oracle
