#include "programme/assessment/span_without_values.hpp"

#include <set>

namespace exemplar::programme {

namespace {

// The world in which an indicator has values for a span or not.
class Collection {
 public:
  Collection(const Definitions& definitions, const Programme& programme, const Facts& facts)
      : definitions_(definitions), programme_(programme), facts_(facts) {}

  const Calendar& calendar_of(IndicatorId id) const {
    const std::string& own = definitions_[id].calendar;
    const Calendar* calendar = definitions_.calendar(own.empty() ? programme_.calendar : own);
    return calendar != nullptr ? *calendar : civil_calendar();
  }

  bool has_values(IndicatorId id, const std::string& category, const Period& period) const {
    if (facts_.values().any({id, period, category})) return true;
    const Indicator& indicator = definitions_[id];
    const auto pieces = nested(period, calendar_of(id), indicator.collected);
    return pieces && (pieces->size() == 1 || indicator.over_time != Combination::None);
  }

  void find_any(const std::set<IndicatorId>& used, const Period& asked,
                SpanWithoutValues& result) const {
    result.nothing_reported = !used.empty();
    for (const IndicatorId id : used) {
      for (const Period& period : facts_.values().periods_of(id)) {
        if (overlaps(period, asked)) result.nothing_reported = false;
        if (!result.newest || last_day(period) > last_day(*result.newest)) result.newest = period;
      }
    }
  }

  // `used` may not be without values for the period that is found.
  std::optional<Period> right_for(const std::vector<IndicatorId>& without,
                                  const std::set<IndicatorId>& used, const Period& asked) const {
    if (without.empty()) return std::nullopt;
    const auto days_of = [&](IndicatorId id) {
      const Length& length = definitions_[id].collected;
      constexpr int kDaysOfMonth = 30;
      return length.size() * (length.counts_months() ? kDaysOfMonth : 1);
    };
    const IndicatorId longest =
        *std::max_element(without.begin(), without.end(),
                          [&](IndicatorId a, IndicatorId b) { return days_of(a) < days_of(b); });
    const auto right =
        period_holding(calendar_of(longest), definitions_[longest].collected, last_day(asked));
    if (!right || same_days(*right, asked)) return std::nullopt;
    const bool serves = std::all_of(used.begin(), used.end(),
                                    [&](IndicatorId id) { return has_values(id, {}, *right); });
    return serves ? std::optional(*right) : std::nullopt;
  }

 private:
  const Definitions& definitions_;
  const Programme& programme_;
  const Facts& facts_;
};

// Walks from what is judged down to what is read, through the periods that formulas choose.
class Walk {
 public:
  explicit Walk(AssessmentRun& run)
      : run_(run),
        rules_(run.rules()),
        collection_(*rules_.definitions, *rules_.programme, run.facts()) {}

  SpanWithoutValues result() {
    const engine::Graph& graph = rules_.graph;
    for (const engine::CompiledCriterion& criterion : graph.criteria) {
      visit(criterion.answer, run_.period());
      visit(criterion.points, run_.period());
    }
    // Behind the levels stand the commendations, which may ask about years without values.
    for (size_t i = 0; i < rules_.set->levels.size(); ++i) {
      visit(graph.levels[i].answer, run_.period());
    }
    visit(graph.assessable, run_.period());
    for (const Measure& measure : rules_.set->measures) {
      visit(rules_.measure(measure.id), run_.period());
    }
    SpanWithoutValues result;
    result.used = used_.size();
    result.indicators.assign(without_.begin(), without_.end());
    result.right =
        collection_.right_for(result.indicators, used_, run_.source().period(run_.period()));
    collection_.find_any(used_, run_.source().period(run_.period()), result);
    return result;
  }

 private:
  void visit(engine::NodeId id, engine::PeriodIndex period) {
    if (!id.valid() || !seen_.emplace(id.value, period).second) return;
    const engine::Node& node = rules_.graph[id];
    if (node.op == engine::Op::Input) {
      const IndicatorId indicator = rules_.inputs[node.index];
      used_.insert(indicator);
      if (!collection_.has_values(indicator, node.text, run_.source().period(period))) {
        without_.insert(indicator);
      }
      return;
    }
    if (node.op != engine::Op::Shift && node.op != engine::Op::AggregatePeriods) {
      for (const engine::NodeId arg : node.args) visit(arg, period);
      return;
    }
    const auto chosen = run_.source().select(period, node.selector);
    if (!chosen) return;
    for (const engine::PeriodIndex one : *chosen) {
      for (const engine::NodeId arg : node.args) visit(arg, one);
    }
  }

  AssessmentRun& run_;
  const CompiledRules& rules_;
  Collection collection_;
  std::set<std::pair<uint32_t, engine::PeriodIndex>> seen_;
  std::set<IndicatorId> used_;
  std::set<IndicatorId> without_;
};

}  // namespace

SpanWithoutValues span_without_values(AssessmentRun& run) {
  return Walk(run).result();
}

SpanWithoutValues span_without_values(const Definitions& definitions, const Programme& programme,
                                      const Facts& facts,
                                      const std::vector<IndicatorId>& indicators,
                                      const Period& period) {
  const Collection collection(definitions, programme, facts);
  std::set<IndicatorId> used;
  SpanWithoutValues result;
  for (const IndicatorId id : indicators) {
    if (definitions[id].derived()) continue;
    used.insert(id);
    if (!collection.has_values(id, {}, period)) result.indicators.push_back(id);
  }
  result.used = used.size();
  result.right = collection.right_for(result.indicators, used, period);
  collection.find_any(used, period, result);
  return result;
}

}  // namespace exemplar::programme
