#include "cli/export_periods.hpp"

#include "cli/sql.hpp"
#include "cli/words.hpp"
#include "dialect/sql/plan.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::cli {

namespace {

using engine::NodeId;
using programme::Period;

// Everything that a script of the rules computes.
std::vector<NodeId> outputs_of(const engine::Graph& graph) {
  std::vector<NodeId> outputs = graph.formulas;
  for (const engine::CompiledCriterion& one : graph.criteria) {
    outputs.insert(outputs.end(), {one.answer, one.raw, one.points});
  }
  for (const engine::CompiledLevel& one : graph.levels) {
    outputs.insert(outputs.end(), {one.answer, one.best, one.worst});
  }
  outputs.push_back(graph.assessable);
  outputs.insert(outputs.end(), graph.conditions.begin(), graph.conditions.end());
  return outputs;
}

}  // namespace

PeriodTable::PeriodTable(const programme::Office& office) : office_(office) {
  for (const programme::Programme& programme : office.definitions.programmes) {
    for (const programme::CriteriaSet& set : programme.sets) look_at(programme, &set);
  }
  std::vector<Period> with_values;
  for (size_t i = 0; i < office.definitions.indicators.size(); ++i) {
    for (const Period& period : office.facts.values().periods_of(programme::IndicatorId(i))) {
      with_values.push_back(period);
      for (const programme::Programme& programme : office.definitions.programmes) {
        const auto& calendar = calendar_of(office, programme);
        const int year = programme::year_holding(calendar, last_day(period));
        const auto whole = programme::parse_period(fmt::format("{:04}", year), calendar);
        if (whole) with_values.push_back(*whole);
      }
    }
  }
  std::sort(with_values.begin(), with_values.end());
  with_values.erase(std::unique(with_values.begin(), with_values.end(), programme::same_days),
                    with_values.end());
  for (const Period& period : with_values) also(period);
}

void PeriodTable::look_at(const programme::Programme& programme,
                          const programme::CriteriaSet* set) {
  Problems problems;
  Asked asked;
  asked.rules = compile_rules(office_.definitions, programme, set, problems);
  if (!asked.rules) return;  // told by `check`, which every verb runs first
  asked.source =
      std::make_unique<programme::FactSource>(*asked.rules, office_.facts, programme::View{});
  const engine::Graph& graph = asked.rules->graph;
  std::map<std::string, engine::Selector> by_key;
  by_key["last year"].kind = engine::Selector::Kind::LastYear;
  for (const engine::Node& node : graph.nodes) {
    by_key.emplace(dialect::selector_key(node.selector), node.selector);
    asks_months_active_ = asks_months_active_ || node.op == engine::Op::MonthsActive;
  }
  const dialect::Plan plan = dialect::plan_of(graph, outputs_of(graph), {{}, {"last year"}});
  std::set<dialect::SelectorPath> distinct;
  for (const dialect::SelectorPaths& paths : plan.paths)
    distinct.insert(paths.begin(), paths.end());
  for (const dialect::SelectorPath& path : distinct) {
    std::vector<engine::Selector> selectors;
    for (const std::string& key : path) selectors.push_back(by_key.at(key));
    asked.paths.push_back(std::move(selectors));
  }
  asked_.push_back(std::move(asked));
}

void PeriodTable::know(const Period& period) {
  const bool known = std::any_of(periods_.begin(), periods_.end(), [&](const Period& one) {
    return programme::same_days(one, period);
  });
  if (known) return;
  periods_.push_back(period);
  links_[{period_id(period), "this"}] = {period};
}

void PeriodTable::link(const Period& period, const std::string& selector,
                       const std::vector<Period>& meant) {
  know(period);
  for (const Period& one : meant) know(one);
  links_.emplace(std::make_pair(period_id(period), selector), meant);
}

void PeriodTable::also(const Period& period) {
  know(period);
  for (Asked& asked : asked_) follow(asked, period);
}

// Every path of selectors from the period on, and the collection periods within each that it meets.
void PeriodTable::follow(Asked& asked, const Period& period) {
  programme::FactSource& source = *asked.source;
  for (const auto& path : asked.paths) {
    std::vector<Period> at{period};
    for (const engine::Selector& selector : path) {
      std::vector<Period> next;
      for (const Period& one : at) {
        const auto meant = source.select(source.index_of(one), selector);
        if (!meant) continue;
        std::vector<Period> found;
        for (const engine::PeriodIndex index : *meant) found.push_back(source.period(index));
        link(one, dialect::selector_key(selector), found);
        next.insert(next.end(), found.begin(), found.end());
      }
      at = std::move(next);
    }
    for (const Period& one : at) collected_in(asked, one);
  }
}

void PeriodTable::collected_in(const Asked& asked, const Period& period) {
  const programme::Programme& programme = *asked.rules->programme;
  std::set<std::string> done;
  for (const programme::IndicatorId id : asked.rules->inputs) {
    const programme::Indicator& indicator = office_.definitions[id];
    const std::string key = pieces_key(indicator, programme);
    if (!done.insert(key).second || links_.contains({period_id(period), key})) continue;
    const auto pieces =
        programme::nested(period, calendar_of(office_, indicator, programme), indicator.collected);
    if (pieces) link(period, key, *pieces);
  }
}

std::vector<std::vector<std::string>> PeriodTable::rows() const {
  std::vector<std::vector<std::string>> rows{
      {"id", "selector", "position", "meant", "first_day", "last_day"}};
  for (const auto& [from, meant] : links_) {
    for (size_t i = 0; i < meant.size(); ++i) {
      rows.push_back({from.first, from.second, std::to_string(i + 1), period_id(meant[i]),
                      iso(first_day(meant[i])), iso(last_day(meant[i]))});
    }
  }
  return rows;
}

}  // namespace exemplar::cli
