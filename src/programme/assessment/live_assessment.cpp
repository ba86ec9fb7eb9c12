#include "programme/assessment/live_assessment.hpp"

#include <set>

#include "base/on_threads.hpp"
#include "programme/assessment/assembled.hpp"
#include "programme/assessment/participants.hpp"

namespace exemplar::programme {

namespace {

// The inputs that a node is made from.
std::vector<uint32_t> inputs_below(const engine::Graph& graph, engine::NodeId from) {
  std::set<uint32_t> inputs;
  std::set<engine::NodeId> seen;
  std::vector<engine::NodeId> open{from};
  while (!open.empty()) {
    const engine::NodeId id = open.back();
    open.pop_back();
    if (!id.valid() || !seen.insert(id).second) continue;
    if (graph[id].op == engine::Op::Input) inputs.insert(graph[id].index);
    open.insert(open.end(), graph[id].args.begin(), graph[id].args.end());
  }
  return {inputs.begin(), inputs.end()};
}

}  // namespace

const StandingCounts* AssessmentSnapshot::counts(const Period& period) const {
  const auto found = periods_.find(period);
  return found == periods_.end() ? nullptr : &found->second.counts;
}

std::optional<Assessment> AssessmentSnapshot::assessment(const Period& period) const {
  const auto found = periods_.find(period);
  if (found == periods_.end()) return std::nullopt;
  Assessment result = *found->second.listed;
  assemble(*rules_, result.units, [&](engine::NodeId node) -> const engine::Column& {
    return found->second.columns.at(node);
  });
  return result;
}

Result<std::unique_ptr<LiveAssessment>> LiveAssessment::make(const Definitions& definitions,
                                                             const Facts& facts,
                                                             const Request& request) {
  auto rules = rules_to_assess(definitions, request.programme, request.criteria_set,
                               request.periods.empty() ? Period{} : request.periods.front());
  if (!rules) return rules.refusal();
  return std::unique_ptr<LiveAssessment>(new LiveAssessment(rules.take(), facts, request));
}

LiveAssessment::LiveAssessment(std::shared_ptr<const CompiledRules> rules, const Facts& facts,
                               Request request)
    : rules_(std::move(rules)), facts_(facts), request_(std::move(request)) {
  if (rules_->participants.valid()) {
    read_by_participants_ = inputs_below(rules_->graph, rules_->participants);
  }
  begin(nullptr);
}

LiveAssessment::~LiveAssessment() = default;

// From the facts, or from newer values.
void LiveAssessment::begin(const ReportedValues* values) {
  auto source = std::make_unique<FactSource>(*rules_, facts_, request_.view);
  if (values != nullptr) source->set_values(*values);
  source_ = std::move(source);
  evaluation_ = std::make_unique<engine::Evaluation>(
      rules_->graph, *source_, engine::Evaluation::Options{.threads = processors()});
  periods_.clear();
  period_of_.clear();
  std::vector<engine::PeriodIndex> indexes;
  for (const Period& period : request_.periods) {
    OfPeriod& of = periods_[period];
    of.index = source_->index_of(period);
    period_of_[of.index] = period;
    indexes.push_back(of.index);
  }
  find_participants();
  evaluation_->watch(assessed_nodes(rules_->graph), indexes);
  read_.clear();
  for (const auto& one : evaluation_->inputs_read()) {
    read_[rules_->inputs[one.input]].push_back(one);
  }
  for (auto& [period, of] : periods_) {
    of.listed = std::make_shared<const Assessment>(
        listed_units(*rules_, *source_, of.index, request_.view));
    of.place.assign(source_->unit_count(), -1);
    of.standings.clear();
    of.counts = {};
    Assessment all = *of.listed;
    assemble(*rules_, all.units, [&](engine::NodeId node) -> const engine::Column& {
      return evaluation_->column(node, of.index);
    });
    for (size_t i = 0; i < all.units.size(); ++i) {
      const UnitAssessment& unit = all.units[i];
      of.place[unit.unit.index()] = static_cast<int32_t>(i);
      of.standings.push_back(all.standing(unit));
      if (unit.takes_part) ++of.counts[static_cast<size_t>(of.standings.back())];
    }
  }
}

void LiveAssessment::find_participants() {
  std::set<Period> all;
  for (const Period& period : request_.periods) {
    all.insert(period);
    all.insert(same_period_last_year(period));
  }
  for (const Period& period : all) {
    std::vector<char> taking_part(source_->unit_count(), 0);
    for (const OrganisationUnitId unit :
         participants_of(*rules_, facts_, source_->values(), request_.view, period)) {
      taking_part[unit.index()] = 1;
    }
    source_->set_participants(source_->index_of(period), std::move(taking_part));
  }
}

bool LiveAssessment::participants_change(std::span<const ReportedValues::Change> changes) {
  for (const ReportedValues::Change& change : changes) {
    for (const uint32_t input : read_by_participants_) {
      if (rules_->inputs[input] == change.key.indicator) return true;
    }
  }
  return false;
}

const StandingCounts& LiveAssessment::counts(const Period& period) const {
  return periods_.at(period).counts;
}

Standing LiveAssessment::standing(const Period& period, OrganisationUnitId unit) const {
  const OfPeriod& of = periods_.at(period);
  return of.standings[static_cast<size_t>(of.place[unit.index()])];
}

Standing LiveAssessment::standing_now(const OfPeriod& of, uint32_t unit, UnitAssessment& scratch) {
  scratch = of.listed->units[static_cast<size_t>(of.place[unit])];
  assemble(*rules_, {&scratch, 1}, [&](engine::NodeId node) -> const engine::Column& {
    return evaluation_->column(node, of.index);
  });
  return of.listed->standing(scratch);
}

void LiveAssessment::move_units(Changed& changed) {
  UnitAssessment scratch;
  std::map<Period, std::set<uint32_t>> touched;
  for (const Changed::Result& result : changed.results) {
    touched[result.period].insert(result.units.begin(), result.units.end());
  }
  for (const auto& [period, units] : touched) {
    OfPeriod& of = periods_.at(period);
    for (const uint32_t unit : units) {
      if (of.place[unit] < 0) continue;
      const auto place = static_cast<size_t>(of.place[unit]);
      const Standing now = standing_now(of, unit, scratch);
      const Standing before = of.standings[place];
      if (now == before) continue;
      of.standings[place] = now;
      if (scratch.takes_part) {
        --of.counts[static_cast<size_t>(before)];
        ++of.counts[static_cast<size_t>(now)];
      }
      changed.moved.push_back({period, OrganisationUnitId(unit), before, now});
    }
  }
}

// Another list of participants makes another set of units to compare and add up: all is computed
// again, and what came out otherwise is told.
LiveAssessment::Changed LiveAssessment::begin_again(Changed changed) {
  const auto before = std::move(evaluation_);
  const auto source_before = std::move(source_);
  const std::map<Period, OfPeriod> periods = periods_;
  begin(&source_before->values());
  for (const auto& [period, of] : periods_) {
    for (const engine::NodeId node : assessed_nodes(rules_->graph)) {
      if (!node.valid()) continue;
      const engine::Column& now = evaluation_->column(node, of.index);
      const engine::Column& old = before->column(node, periods.at(period).index);
      Changed::Result result{period, node, engine::differing(old, now)};
      if (!result.units.empty()) changed.results.push_back(std::move(result));
    }
    const OfPeriod& old = periods.at(period);
    for (uint32_t unit = 0; unit < of.place.size(); ++unit) {
      if (of.place[unit] < 0 || old.place[unit] < 0) continue;
      const Standing from = old.standings[static_cast<size_t>(old.place[unit])];
      const Standing to = of.standings[static_cast<size_t>(of.place[unit])];
      if (from != to) changed.moved.push_back({period, OrganisationUnitId(unit), from, to});
    }
  }
  return changed;
}

LiveAssessment::Changed LiveAssessment::set_values(
    std::span<const ReportedValues::Change> changes) {
  Changed changed;
  changed.revision = ++revision_;
  newest_.reset();
  if (participants_change(changes)) {
    source_->change_values(changes);
    return begin_again(std::move(changed));
  }
  std::vector<engine::Evaluation::InputChange> inputs;
  for (const ReportedValues::Change& change : changes) {
    auto of = source_->dependents(change, read_[change.key.indicator]);
    inputs.insert(inputs.end(), std::make_move_iterator(of.begin()),
                  std::make_move_iterator(of.end()));
  }
  source_->change_values(changes);
  for (auto& result : evaluation_->update(inputs)) {
    changed.results.push_back({period_of_.at(result.period), result.node, std::move(result.units)});
  }
  move_units(changed);
  return changed;
}

std::shared_ptr<const AssessmentSnapshot> LiveAssessment::snapshot() {
  if (newest_) return newest_;
  auto made = std::make_shared<AssessmentSnapshot>();
  made->name_ = {revision_, request_.view.floor, request_.view.geography};
  made->rules_ = rules_;
  for (const auto& [period, of] : periods_) {
    AssessmentSnapshot::OfPeriod& held = made->periods_[period];
    held.listed = of.listed;
    held.counts = of.counts;
    for (const engine::NodeId node : assessed_nodes(rules_->graph)) {
      if (node.valid()) held.columns.emplace(node, evaluation_->column(node, of.index));
    }
  }
  newest_ = made;
  return newest_;
}

}  // namespace exemplar::programme
