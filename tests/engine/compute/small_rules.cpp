#include "engine/compute/small_rules.hpp"

#include <stdexcept>

#include "engine/formula/parser.hpp"

namespace exemplar::engine {

SmallRules::SmallRules() {
  const auto input = [&](std::string id, ValueType type, int digits, std::string unit,
                         int64_t most) {
    InputSignature one;
    one.id = std::move(id);
    one.type = type;
    one.digits = digits;
    one.unit = std::move(unit);
    one.low = Decimal{0, 0};
    one.high = Decimal{most, 0};
    rules.inputs.push_back(std::move(one));
  };
  input("offences", ValueType::Exact, 0, "", 100'000);
  rules.inputs.back().dimensions = {"kind"};
  input("tips", ValueType::Exact, 0, "", 100'000);
  input("days_open", ValueType::Exact, 0, "days", 366);
  input("area", ValueType::Exact, 1, "m²", 100'000);
  input("floor_area", ValueType::Exact, 1, "m²", 100'000);
  input("money", ValueType::Exact, 0, "VND", 999'999'999'999'999);
  input("opened", ValueType::Date, 0, "", 0);
  input("colour", ValueType::Text, 0, "", 0);
  input("safe", ValueType::Truth, 0, "", 0);
  input("maybe", ValueType::Exact, 0, "", 1'000);
  rules.inputs.back().may_be_not_applicable = true;
  input("wide", ValueType::Exact, 15, "", 0);
  rules.inputs.back().low.reset();
  rules.inputs.back().high.reset();
  input("odd", ValueType::Exact, 0, "", 10);
  rules.inputs.back().dimensions = {"nothing"};
  rules.attributes = {{"kind", ValueType::Text, "", 0, {}},
                      {"residents", ValueType::Exact, "người", 0, Decimal{10'000'000, 0}}};
  rules.dimensions = {{"kind", {"theft", "robbery"}}, {"nothing", {}}};
}

const Expr* SmallRules::parse(const std::string& text) {
  Parsed parsed = parse_formula(text);
  if (!parsed.tree) {
    throw std::invalid_argument(text + ": " + render(parsed.error->what, Language::English));
  }
  trees_.push_back(std::move(parsed.tree));
  return trees_.back().get();
}

SmallRules& SmallRules::measure(const std::string& name, const std::string& formula) {
  rules.formulas.push_back({name, parse(formula), {}, {}, {}});
  last_is_criterion_ = false;
  return *this;
}

SmallRules& SmallRules::rounded(int digits) {
  if (last_is_criterion_)
    rules.criteria.back().round = digits;
  else
    rules.formulas.back().round = digits;
  return *this;
}

SmallRules& SmallRules::in(const std::string& unit) {
  rules.formulas.back().declared_unit = unit;
  return *this;
}

SmallRules& SmallRules::criterion(const std::string& id, const std::string& met,
                                  const std::string& points, const std::string& applies) {
  CriterionRule rule;
  rule.id = id;
  rule.group = "I";
  if (!met.empty()) rule.met = parse(met);
  if (!points.empty()) rule.points = parse(points);
  if (!applies.empty()) rule.applies = parse(applies);
  rules.criteria.push_back(std::move(rule));
  last_is_criterion_ = true;
  return *this;
}

SmallRules& SmallRules::max(int64_t units) {
  rules.criteria.back().max = Decimal{units, 0};
  return *this;
}

SmallRules& SmallRules::group(const std::string& id) {
  rules.criteria.back().group = id;
  return *this;
}

SmallRules& SmallRules::policy(WhenNotApplicablePolicy policy) {
  rules.criteria.back().when_not_applicable = policy;
  return *this;
}

SmallRules& SmallRules::knock_out() {
  rules.criteria.back().knock_out = true;
  return *this;
}

SmallRules& SmallRules::level(const std::string& id, const std::string& when) {
  rules.levels.push_back({id, parse(when)});
  return *this;
}

SmallRules& SmallRules::assessable(const std::string& when) {
  rules.assessable = parse(when);
  return *this;
}

SmallRules& SmallRules::condition(const std::string& when) {
  rules.conditions.push_back({"participants", parse(when), {}, {}, {}});
  return *this;
}

std::vector<std::string> errors_of(const Compiled& compiled) {
  std::vector<std::string> errors;
  for (const CompileError& error : compiled.errors) {
    errors.push_back(fmt::format("{}: {}; {}", error.span.column,
                                 render(error.what, Language::English),
                                 render(error.remedy, Language::English)));
  }
  return errors;
}

}  // namespace exemplar::engine
