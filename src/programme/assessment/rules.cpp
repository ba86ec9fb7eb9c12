#include "programme/assessment/rules.hpp"

#include "engine/formula/parser.hpp"

namespace exemplar::programme {

namespace {

engine::ValueType type_of(IndicatorKind kind) {
  switch (kind) {
    case IndicatorKind::Truth:
      return engine::ValueType::Truth;
    case IndicatorKind::Date:
      return engine::ValueType::Date;
    case IndicatorKind::Text:
      return engine::ValueType::Text;
    default:
      return engine::ValueType::Exact;
  }
}

engine::ValueType type_of(UnitAttributeType type) {
  switch (type) {
    case UnitAttributeType::Number:
      return engine::ValueType::Exact;
    case UnitAttributeType::Truth:
      return engine::ValueType::Truth;
    case UnitAttributeType::Date:
      return engine::ValueType::Date;
    case UnitAttributeType::Text:
      return engine::ValueType::Text;
  }
  return engine::ValueType::Text;
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

// Builds the RuleSet; formulas that do not parse are reported and left out.
class Builder {
 public:
  Builder(CompiledRules& result, Problems& problems) : result_(result), problems_(problems) {}

  void build() {
    const Definitions& definitions = *result_.definitions;
    names_of_units(definitions);
    for (const CategoryDimension& dimension : definitions.categories) {
      result_.rules.dimensions.push_back({dimension.id, dimension.values});
    }
    for (size_t i = 0; i < definitions.indicators.size(); ++i) {
      const Indicator& indicator = definitions.indicators[i];
      if (indicator.derived()) {
        derived_indicator(indicator, IndicatorId(i));
      } else {
        result_.inputs.push_back(IndicatorId(i));
        result_.rules.inputs.push_back({indicator.id, type_of(indicator.kind), indicator.unit,
                                        indicator.digits, lower_bound(indicator), indicator.at_most,
                                        indicator.categories, indicator.may_be_not_applicable});
      }
    }
    if (const engine::Expr* tree = parsed(result_.programme->participants)) {
      result_.rules.conditions.push_back({"participants", tree, {}, {}, {}});
    }
    if (result_.set != nullptr) criteria_set(*result_.set);
  }

  bool failed() const { return failed_; }

 private:
  static std::optional<Decimal> lower_bound(const Indicator& indicator) {
    if (indicator.at_least) return indicator.at_least;
    const bool starts_at_zero =
        indicator.kind == IndicatorKind::Count || indicator.kind == IndicatorKind::Amount ||
        indicator.kind == IndicatorKind::Share || indicator.kind == IndicatorKind::Mark;
    return starts_at_zero ? std::optional(Decimal{0, 0}) : std::nullopt;
  }

  // unit.kind, unit.code, unit.name, then the declared attributes in the register's order.
  void names_of_units(const Definitions& definitions) {
    for (const char* id : {"kind", "code", "name"}) {
      result_.rules.attributes.push_back({id, engine::ValueType::Text, "", 0, std::nullopt});
    }
    for (size_t i = 0; i < definitions.units.attribute_count(); ++i) {
      const UnitAttributeDefinition& one = definitions.units.attribute(UnitAttributeId(i));
      result_.rules.attributes.push_back(
          {one.id, type_of(one.type), one.unit_of_measure, one.digits, one.at_most});
    }
  }

  void derived_indicator(const Indicator& indicator, IndicatorId id) {
    const engine::Expr* tree = parsed(indicator.value);
    if (tree == nullptr) return;
    engine::NamedFormula formula;
    formula.name = indicator.id;
    formula.tree = tree;
    formula.round = indicator.round;
    formula.mode = indicator.rounding;
    if (!indicator.unit.empty()) formula.declared_unit = indicator.unit;
    result_.rules.formulas.push_back(std::move(formula));
    result_.derived.push_back(id);
  }

  void criteria_set(const CriteriaSet& set) {
    for (const Measure& measure : set.measures) {
      const engine::Expr* tree = parsed(measure.value);
      if (tree == nullptr) continue;
      result_.rules.formulas.push_back({measure.id, tree, measure.round, measure.rounding, {}});
    }
    for (const CriterionGroup& group : set.groups) result_.rules.groups.push_back(group.id);
    for (const Criterion& criterion : set.criteria) {
      engine::CriterionRule rule;
      rule.id = criterion.id;
      rule.group = criterion.group;
      rule.applies = parsed(criterion.applies);
      rule.met = parsed(criterion.met);
      rule.points = parsed(criterion.points);
      rule.round = criterion.round;
      rule.mode = criterion.rounding;
      rule.max = criterion.max;
      if (criterion.when_not_applicable) {
        rule.when_not_applicable = policy_of(*criterion.when_not_applicable);
      }
      rule.knock_out = criterion.knock_out;
      if (criterion.met.empty() && criterion.points.empty()) {
        problems_.error(criterion.place,
                        msg("criterion {} has neither 'met' nor 'points'", criterion.id),
                        msg("add met = a condition, or points = a formula and max"));
        failed_ = true;
      }
      result_.rules.criteria.push_back(std::move(rule));
    }
    for (const Level& level : set.levels) {
      const engine::Expr* tree = parsed(level.when);
      if (tree != nullptr)
        result_.rules.levels.push_back({level.id, tree});
      else
        failed_ = true;
    }
    // They are compiled as levels that no formula can name, behind the set's own.
    for (const Commendation& commendation : set.commendations) {
      const engine::Expr* tree = parsed(commendation.when);
      if (tree != nullptr)
        result_.rules.levels.push_back({commendation.id, tree, false});
      else
        failed_ = true;
    }
    result_.rules.assessable = parsed(set.assessable);
  }

  // The reader of the pack has already reported syntax errors; here they only stop the assessment.
  const engine::Expr* parsed(const FormulaText& formula) {
    if (formula.empty()) return nullptr;
    engine::Parsed read = engine::parse_formula(formula.text);
    if (!read.tree) {
      failed_ = true;
      return nullptr;
    }
    result_.trees.push_back(std::move(read.tree));
    return result_.trees.back().get();
  }

  CompiledRules& result_;
  Problems& problems_;
  bool failed_ = false;
};

// What has a meaning, but no author means: division by 0, more of a list than it holds.
void refuse_nonsense(const CompiledRules& rules, Problems& problems) {
  for (const engine::Node& node : rules.graph.nodes) {
    if (node.formula >= rules.graph.origins.size()) continue;
    const FormulaText* formula = rules.text_of(rules.graph.origins[node.formula]);
    if (formula == nullptr) continue;
    const Place place = inside(*formula, node.span.line, node.span.column);
    if (node.op == engine::Op::AtLeast && !node.quantity_is_share &&
        node.quantity.numerator > static_cast<i128>(node.args.size())) {
      problems.error(place,
                     msg("{} of {} can never be met", exemplar::to_string(node.quantity.numerator),
                         node.args.size()),
                     msg("ask for at most {}", node.args.size()));
    }
    if (node.op == engine::Op::Divide) {
      const engine::Node& divisor = rules.graph[node.args[1]];
      if (divisor.op == engine::Op::Constant && divisor.constant.exact.numerator == 0) {
        problems.error(place, msg("division by zero"), msg("divide by something else"));
      }
    }
  }
}

}  // namespace

const FormulaText* CompiledRules::text_of(const engine::FormulaOrigin& origin) const {
  using Kind = engine::FormulaOrigin::Kind;
  switch (origin.kind) {
    case Kind::Formula: {
      if (origin.index < derived.size()) return &(*definitions)[derived[origin.index]].value;
      if (set == nullptr) return nullptr;
      const std::string& name = rules.formulas[origin.index].name;
      for (const Measure& measure : set->measures) {
        if (measure.id == name) return &measure.value;
      }
      return nullptr;
    }
    case Kind::CriterionApplies:
      return &set->criteria[origin.index].applies;
    case Kind::CriterionMet:
      return &set->criteria[origin.index].met;
    case Kind::CriterionPoints:
      return &set->criteria[origin.index].points;
    case Kind::Level:
      if (origin.index < set->levels.size()) return &set->levels[origin.index].when;
      return &set->commendations[origin.index - set->levels.size()].when;
    case Kind::Assessable:
      return &set->assessable;
    case Kind::Condition:
      return &programme->participants;
  }
  return nullptr;
}

engine::NodeId CompiledRules::measure(std::string_view id) const {
  for (size_t i = 0; i < rules.formulas.size(); ++i) {
    if (rules.formulas[i].name == id) return graph.formulas[i];
  }
  for (size_t i = 0; i < rules.inputs.size(); ++i) {
    if (rules.inputs[i].id != id) continue;
    for (size_t node = 0; node < graph.nodes.size(); ++node) {
      const engine::Node& one = graph.nodes[node];
      if (one.op == engine::Op::Input && one.index == i && one.text.empty()) {
        return engine::NodeId(node);
      }
    }
  }
  return {};
}

std::unique_ptr<CompiledRules> compile_rules(const Definitions& definitions,
                                             const Programme& programme, const CriteriaSet* set,
                                             Problems& problems) {
  auto result = std::make_unique<CompiledRules>();
  result->definitions = &definitions;
  result->programme = &programme;
  result->set = set;
  Builder builder(*result, problems);
  builder.build();
  if (builder.failed()) return nullptr;
  const size_t problems_before = problems.size();
  engine::Compiled compiled = engine::compile(result->rules);
  for (const engine::CompileError& error : compiled.errors) {
    const FormulaText* formula = result->text_of(error.origin);
    Place place =
        formula != nullptr ? inside(*formula, error.span.line, error.span.column) : programme.place;
    problems.error(std::move(place), error.what, error.remedy);
  }
  if (!compiled.errors.empty()) return nullptr;
  result->graph = std::move(compiled.graph);
  refuse_nonsense(*result, problems);
  if (problems.size() > problems_before) return nullptr;
  if (!result->graph.conditions.empty()) result->participants = result->graph.conditions[0];
  return result;
}

}  // namespace exemplar::programme
