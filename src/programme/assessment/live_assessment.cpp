#include "programme/assessment/live_assessment.hpp"

#include <utility>

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

std::set<OrganisationUnitId> who_takes_part(const Assessment& assessment) {
  std::set<OrganisationUnitId> units;
  for (const uint32_t index : assessment.participants) {
    units.insert(assessment.units[index].unit);
  }
  return units;
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
    : rules_(std::move(rules)),
      facts_(facts),
      request_(std::move(request)),
      values_(std::make_shared<const ReportedValues>(facts.values())) {
  if (rules_->participants.valid()) {
    read_by_participants_ = inputs_below(rules_->graph, rules_->participants);
  }
  begin();
}

LiveAssessment::~LiveAssessment() = default;

void LiveAssessment::begin() {
  lists_.clear();
  periods_.clear();
  std::map<std::vector<char>, std::shared_ptr<OfList>> shared;
  for (const Period& period : std::set<Period>(request_.periods.begin(), request_.periods.end())) {
    auto source = std::make_unique<FactSource>(*rules_, facts_, request_.view);
    source->set_values(values_);
    find_participants(*rules_, facts_, request_.view, period, values_, *source);
    const std::vector<char> list = source->participants(source->index_of(period));
    const Period year_before = same_period_last_year(period);
    const bool lasting = list == source->participants(source->index_of(year_before));
    const auto found = lasting ? shared.find(list) : shared.end();
    OfPeriod& of = periods_[period];
    if (found == shared.end()) {
      of.list = lists_.emplace_back(std::make_shared<OfList>());
      of.list->source = std::move(source);
      if (lasting) shared[list] = of.list;
    } else {
      of.list = found->second;
      for (const Period& one : {period, year_before}) {
        of.list->source->set_participants(of.list->source->index_of(one), list);
      }
    }
    of.index = of.list->source->index_of(period);
    of.list->periods.push_back(of.index);
  }
  for (const auto& list : lists_) {
    list->evaluation = std::make_unique<engine::Evaluation>(
        rules_->graph, *list->source, engine::Evaluation::Options{.threads = processors()});
    list->evaluation->watch(assessed_nodes(rules_->graph), list->periods);
    for (const auto& one : list->evaluation->inputs_read()) {
      list->read[rules_->inputs[one.input]].push_back(one);
    }
  }
  for (auto& [period, of] : periods_) begin(of);
}

void LiveAssessment::begin(OfPeriod& of) const {
  of.listed = std::make_shared<const Assessment>(
      listed_units(*rules_, *of.list->source, of.index, request_.view));
  of.place.assign(of.list->source->unit_count(), -1);
  Assessment all = *of.listed;
  assemble(*rules_, all.units,
           [&](engine::NodeId node) -> const engine::Column& { return of.column(node); });
  for (size_t i = 0; i < all.units.size(); ++i) {
    const UnitAssessment& unit = all.units[i];
    of.place[unit.unit.index()] = static_cast<int32_t>(i);
    of.standings.push_back(all.standing(unit));
    if (unit.takes_part) ++of.counts[static_cast<size_t>(of.standings.back())];
  }
}

bool LiveAssessment::participants_change(std::span<const ReportedValues::Change> changes) const {
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

std::optional<Standing> LiveAssessment::standing(const Period& period,
                                                 OrganisationUnitId unit) const {
  const OfPeriod& of = periods_.at(period);
  const int32_t place = of.place[unit.index()];
  if (place < 0) return std::nullopt;
  return of.standings[static_cast<size_t>(place)];
}

Standing LiveAssessment::standing_now(const OfPeriod& of, uint32_t unit,
                                      UnitAssessment& scratch) const {
  scratch = of.listed->units[static_cast<size_t>(of.place[unit])];
  assemble(*rules_, {&scratch, 1},
           [&](engine::NodeId node) -> const engine::Column& { return of.column(node); });
  return of.listed->standing(scratch);
}

// What depends on the changes, in the periods of one list.
void LiveAssessment::follow(OfList& list, std::span<const ReportedValues::Change> changes,
                            Changed& changed) {
  std::vector<engine::Evaluation::InputChange> inputs;
  for (const ReportedValues::Change& change : changes) {
    const auto read = list.read.find(change.key.indicator);
    if (read == list.read.end()) continue;
    auto dependents = list.source->dependents(change, read->second);
    inputs.insert(inputs.end(), std::make_move_iterator(dependents.begin()),
                  std::make_move_iterator(dependents.end()));
  }
  list.source->change_values(changes, values_);
  if (inputs.empty()) return;
  std::map<Period, std::set<uint32_t>> touched;
  for (auto& result : list.evaluation->update(inputs)) {
    const Period& period = list.source->period(result.period);
    touched[period].insert(result.units.begin(), result.units.end());
    changed.results.push_back({period, result.node, std::move(result.units)});
  }
  for (const auto& [period, units] : touched) move_units(period, units, changed);
}

// Those whose results are others now may stand elsewhere.
void LiveAssessment::move_units(const Period& period, const std::set<uint32_t>& touched,
                                Changed& changed) {
  OfPeriod& of = periods_.at(period);
  UnitAssessment scratch;
  for (const uint32_t unit : touched) {
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

// Another list of participants makes another set of units to compare and add up: all is computed
// again, and what came out otherwise is told.
void LiveAssessment::begin_again(Changed& changed) {
  const std::map<Period, OfPeriod> all_before = std::exchange(periods_, {});
  begin();
  for (const auto& [period, of] : periods_) {
    const OfPeriod& before = all_before.at(period);
    for (const engine::NodeId node : assessed_nodes(rules_->graph)) {
      if (!node.valid()) continue;
      Changed::Result result{period, node, engine::differing(before.column(node), of.column(node))};
      if (!result.units.empty()) changed.results.push_back(std::move(result));
    }
    for (uint32_t unit = 0; unit < of.place.size(); ++unit) {
      if (of.place[unit] < 0 || before.place[unit] < 0) continue;
      const Standing from = before.standings[static_cast<size_t>(before.place[unit])];
      const Standing to = of.standings[static_cast<size_t>(of.place[unit])];
      if (from != to) changed.moved.push_back({period, OrganisationUnitId(unit), from, to});
    }
    const std::set<OrganisationUnitId> then = who_takes_part(*before.listed);
    const std::set<OrganisationUnitId> now = who_takes_part(*of.listed);
    for (const OrganisationUnitId unit : then) {
      if (!now.contains(unit)) changed.taking_part.push_back({period, unit, false});
    }
    for (const OrganisationUnitId unit : now) {
      if (!then.contains(unit)) changed.taking_part.push_back({period, unit, true});
    }
  }
}

LiveAssessment::Changed LiveAssessment::set_values(
    std::span<const ReportedValues::Change> changes) {
  Changed changed;
  changed.revision = ++revision_;
  newest_.reset();
  values_ = std::make_shared<const ReportedValues>(values_->with(changes));
  if (participants_change(changes)) {
    begin_again(changed);
  } else {
    for (const auto& list : lists_) follow(*list, changes, changed);
  }
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
      if (node.valid()) held.columns.emplace(node, of.column(node));
    }
  }
  newest_ = made;
  return newest_;
}

}  // namespace exemplar::programme
