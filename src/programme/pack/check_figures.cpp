// Indicators: each figure is asked once, used by something, and no lever rewards hiding.
#include <algorithm>

#include "base/text.hpp"
#include "programme/pack/check_parts.hpp"

namespace exemplar::programme {

namespace {

void check_names(const Definitions& definitions, Problems& problems) {
  std::map<std::string, const Indicator*> first;
  for (const Indicator& indicator : definitions.indicators) {
    const std::string key = spelling_key(indicator.name.in(Language::Vietnamese));
    if (key.empty()) continue;
    const auto [at, is_new] = first.emplace(key, &indicator);
    if (is_new) continue;
    problems.error(indicator.place,
                   msg("'{}' has the name of '{}': the same figure would be asked twice, or two "
                       "figures could not be told apart",
                       indicator.id, at->second->id),
                   msg("use one indicator in all programmes, or say in the name what differs"));
  }
}

void check_lever(const Indicator& indicator, Problems& problems) {
  // That a count is none shows in its file alone, and is told by the reader.
  if (indicator.lever == Lever::None || indicator.kind == IndicatorKind::Count) return;
  const bool counts_others =
      indicator.about == About::People || indicator.about == About::Event || indicator.receipts;
  if (!counts_others) return;
  problems.error(indicator.place,
                 msg("'{}' is no lever: reports, offences, complaints and persons are not moved to "
                     "stand better",
                     indicator.id),
                 msg("leave lever out; work on what is in the unit's own hands"));
}

// What the compiled formulas read: reported indicators anywhere, derived ones in other formulas.
void collect_used(const CompiledRules& rules, std::set<IndicatorId>& used) {
  std::map<uint32_t, IndicatorId> derived;
  for (size_t i = 0; i < rules.derived.size(); ++i) {
    if (rules.graph.formulas[i].valid()) {
      derived.emplace(rules.graph.formulas[i].value, rules.derived[i]);
    }
  }
  for (const engine::Node& node : rules.graph.nodes) {
    if (node.op == engine::Op::Input) used.insert(rules.inputs[node.index]);
    for (const engine::NodeId arg : node.args) {
      const auto found = derived.find(arg.value);
      if (found != derived.end()) used.insert(found->second);
    }
  }
}

}  // namespace

void check_figures(const Definitions& definitions, Problems& problems) {
  check_names(definitions, problems);
  for (const Indicator& indicator : definitions.indicators) {
    check_lever(indicator, problems);
  }
}

void check_comparable(const CompiledRules& rules, Problems& problems) {
  std::set<std::string> conditions;
  for (const Indicator& indicator : rules.definitions->indicators) {
    conditions.insert(indicator.comparable_where);
  }
  for (const Indicator& indicator : rules.definitions->indicators) {
    if (!indicator.derived() || !conditions.contains(indicator.id)) continue;
    const engine::NodeId node = rules.measure(indicator.id);
    if (!node.valid() || rules.graph[node].type == engine::ValueType::Truth) continue;
    problems.error(inside(indicator.value, 1, 1),
                   msg("'{}' is no condition, and comparable_where names it", indicator.id),
                   msg("compare: audit_right / audit_sample >= 98 %"));
  }
}

void check_use(const Definitions& definitions, const std::vector<CompiledProgramme>& programmes,
               Problems& problems) {
  const bool all_compiled = std::all_of(programmes.begin(), programmes.end(),
                                        [](const auto& one) { return one.complete(); });
  if (programmes.empty() || !all_compiled) return;
  std::set<IndicatorId> used;
  std::set<std::string> named;
  for (const CompiledProgramme& one : programmes) {
    collect_used(*one.base, used);
    for (const auto& rules : one.sets) collect_used(*rules, used);
    for (const ComparisonBaseline& baseline : one.programme->baselines) {
      named.insert(baseline.indicator);
    }
  }
  for (const Indicator& indicator : definitions.indicators) {
    named.insert({indicator.audited_by, indicator.comparable_where});
  }
  for (const Quota& quota : definitions.quotas) named.insert({quota.assigned, quota.done});
  for (size_t i = 0; i < definitions.indicators.size(); ++i) {
    const Indicator& indicator = definitions.indicators[i];
    if (indicator.context || used.contains(IndicatorId(i)) || named.contains(indicator.id))
      continue;
    problems.warning(indicator.place, "unused_indicator",
                     msg("no criterion, measure or comparison uses '{}'", indicator.id),
                     msg("stop asking for it, or declare context = true if it is only shown"));
  }
}

}  // namespace exemplar::programme
