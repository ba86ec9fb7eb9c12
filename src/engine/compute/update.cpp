// Results kept current: a changed input value leads to the results that depend on it, and no further.
//
//   input changed for unit 7
//     ├─ what looks at unit 7 alone     its cells are computed again by the same steps, over a block
//     │                                 of the units that changed
//     ├─ mean over unit 7's district    the piece of the sum that holds unit 7, and the path up;
//     │                                 where the mean is another one: every unit that looks at it
//     └─ places                         unit 7 moves in the order; whose place is another one goes on
//
// A cell that comes out the same to the bit stops there. Since every step is the one that computes a
// whole column, the result is that of a full computation, to the bit.
#include "engine/compute/update.hpp"

#include <algorithm>
#include <set>

namespace exemplar::engine {

void Evaluation::watch(const std::vector<NodeId>& nodes, const std::vector<PeriodIndex>& periods) {
  release();
  auto live = std::make_unique<Live>();
  std::set<uint64_t> seen;
  for (const PeriodIndex period : periods) {
    for (const NodeId node : nodes) {
      if (!node.valid()) continue;
      const Meaning meaning = meaning_of(graph_, source_, {node, period});
      if (meaning.constant) continue;
      auto& asked = live->asked[meaning.instance.key()];
      const Instance one{node, period};
      if (std::find(asked.begin(), asked.end(), one) == asked.end()) asked.push_back(one);
      if (seen.insert(meaning.instance.key()).second) live->wanted.push_back(meaning.instance);
    }
  }
  live_ = std::move(live);
  compute_watched();
}

void Evaluation::compute_watched() {
  Live& live = *live_;
  PlanBuilder builder(graph_, source_);
  live.plan = builder.build(live.wanted, [](const Instance&) { return false; });
  execute(live.plan, live.barriers);
  std::set<uint64_t> wanted;
  for (const Instance& one : live.wanted) wanted.insert(one.key());
  live.consumers.resize(live.plan.steps.size());
  live.is_wanted.assign(live.plan.steps.size(), 0);
  for (uint32_t i = 0; i < live.plan.steps.size(); ++i) {
    const Step& step = live.plan.steps[i];
    live.is_wanted[i] = wanted.contains(step.instance.key()) ? 1 : 0;
    for (const uint32_t arg : step.args) {
      if (arg == kNoStep) continue;
      auto& of = live.consumers[arg];
      if (of.empty() || of.back() != i) of.push_back(i);
    }
    const Node& node = graph_[step.instance.node];
    if (step.kind == Step::Kind::Column && node.op == Op::Input) {
      live.inputs[{node.index, step.instance.period, node.text}] = i;
    }
  }
}

std::vector<Evaluation::InputRead> Evaluation::inputs_read() const {
  std::vector<InputRead> all;
  if (live_) {
    for (const auto& [read, step] : live_->inputs) {
      all.push_back({std::get<0>(read), std::get<2>(read), std::get<1>(read)});
    }
  }
  return all;
}

std::vector<Evaluation::ResultChange> Evaluation::update(const std::vector<InputChange>& changes) {
  cells_.clear();
  traced_.clear();
  // Columns keep no reasons: those that the source tells on the way are nobody's.
  const size_t reasons = pool_.reasons();
  // What was asked for besides may be of values that are no more.
  for (const uint64_t key : unwatched_) columns_.erase(key);
  unwatched_.clear();
  std::vector<ResultChange> results;
  {
    Update update(*this);
    if (update.run(changes)) {
      results = update.results();
    } else {
      update.take_back();
      results = recompute_watched();
    }
  }
  pool_.forget_reasons(reasons);
  std::vector<ResultChange> told;
  for (ResultChange& change : results) {
    const Instance instance{change.node, change.period};
    for (const Instance& asked : live_->asked.at(instance.key())) {
      told.push_back({asked.node, asked.period, change.units});
    }
  }
  return told;
}

std::vector<Evaluation::ResultChange> Evaluation::recompute_watched() {
  std::unordered_map<uint64_t, Column> before = std::move(columns_);
  const std::vector<Instance> wanted = live_->wanted;
  auto live = std::make_unique<Live>();
  live->wanted = wanted;
  live->asked = live_->asked;
  release();
  live_ = std::move(live);
  compute_watched();
  std::vector<ResultChange> results;
  for (const Instance& one : wanted) {
    ResultChange change{one.node, one.period, {}};
    change.units = differing(before.at(one.key()), columns_.at(one.key()));
    if (!change.units.empty()) results.push_back(std::move(change));
  }
  return results;
}

std::vector<Evaluation::ResultChange> Update::results() {
  std::vector<Evaluation::ResultChange> all;
  for (auto& [key, change] : results_) {
    in_order(change.units);
    all.push_back(std::move(change));
  }
  return all;
}

bool Update::run(const std::vector<Evaluation::InputChange>& changes) {
  for (const Evaluation::InputChange& change : changes) {
    const auto found = live_.inputs.find({change.input, change.period, change.category});
    if (found == live_.inputs.end()) continue;
    const ValueType type = evaluation_.graph_[live_.plan.steps[found->second].instance.node].type;
    const CellVector cells = evaluation_.source_.input_cells(
        change.input, change.category, change.period, change.units, evaluation_.pool_);
    buffer_.start(cells.size(), form_of(type), 1);
    for (size_t i = 0; i < cells.size(); ++i) buffer_.set(i, cells[i]);
    buffer_.marks_written();
    apply(found->second, change.units, buffer_.block());
  }
  while (!dirty_.empty()) {
    const uint32_t step = dirty_.begin()->first;
    std::vector<uint32_t> units = std::move(dirty_.begin()->second);
    dirty_.erase(dirty_.begin());
    in_order(units);
    if (!take(step, units)) return false;
  }
  return true;
}

void Update::take_back() {
  for (auto& [index, column] : before_) {
    evaluation_.columns_.at(live_.plan.steps[index].instance.key()) = std::move(column);
  }
}

// False: the whole must be computed again.
bool Update::take(uint32_t index, std::vector<uint32_t>& units) {
  const Step& step = live_.plan.steps[index];
  switch (step.kind) {
    case Step::Kind::Parent:
      units = below(step, units);
      break;
    case Step::Kind::OfUnit:
      units = of_unit(index, units);
      break;
    case Step::Kind::Groups:
      units = groups(index, units);
      break;
    case Step::Kind::Normalised:
      if (!normalised(index, units)) return false;
      break;
    case Step::Kind::Whole:
      whole(index, units);
      return true;
    default:
      break;
  }
  if (units.empty()) return true;
  if (step.kept) {
    compute(index, units);
  } else {
    propagate(index, units);
  }
  return true;
}

void Update::propagate(uint32_t step, const std::vector<uint32_t>& units) {
  for (const uint32_t consumer : live_.consumers[step]) {
    auto& all = dirty_[consumer];
    all.insert(all.end(), units.begin(), units.end());
  }
}

// New cells for those units; what did not change stops here.
void Update::apply(uint32_t index, const std::vector<uint32_t>& units, const Block& cells) {
  Column& column = evaluation_.columns_.at(live_.plan.steps[index].instance.key());
  const Block old = column.gather(units, old_);
  std::vector<uint32_t> changed;
  std::vector<size_t> places;
  for (size_t i = 0; i < units.size(); ++i) {
    if (same_cell(old, cells, i)) continue;
    changed.push_back(units[i]);
    places.push_back(i);
  }
  if (changed.empty()) return;
  before_.try_emplace(index, column);
  if (changed.size() == units.size()) {
    column = column.with(changed, cells);
  } else {
    picked_.start(changed.size(), cells.form, cells.denominator);
    for (size_t i = 0; i < changed.size(); ++i) picked_.set(i, cells.cell(places[i]));
    picked_.marks_written();
    column = column.with(changed, picked_.block());
  }
  if (live_.is_wanted[index] != 0) {
    const Instance& instance = live_.plan.steps[index].instance;
    auto& all = results_
                    .try_emplace(instance.key(),
                                 Evaluation::ResultChange{instance.node, instance.period, {}})
                    .first->second.units;
    all.insert(all.end(), changed.begin(), changed.end());
  }
  propagate(index, changed);
}

// The step's own cells of those units, in blocks.
void Update::compute(uint32_t index, const std::vector<uint32_t>& units) {
  const Plan& plan = live_.plan;
  auto found = live_.programs.find(index);
  if (found == live_.programs.end()) {
    const auto column_of = [&](uint32_t step) -> const Column* {
      const Step& one = plan.steps[step];
      const bool is_column =
          one.kept || one.kind == Step::Kind::Column || one.kind == Step::Kind::Whole;
      return is_column ? &evaluation_.columns_.at(one.instance.key()) : nullptr;
    };
    found =
        live_.programs.emplace(index, BlockProgram(evaluation_.graph_, plan, {index}, column_of))
            .first;
  }
  const size_t block = evaluation_.options_.block;
  for (size_t first = 0; first < units.size(); first += block) {
    const size_t count = std::min(block, units.size() - first);
    found->second.run(live_.barriers, {0, count, units.data() + first});
    const std::vector<uint32_t> here(units.begin() + static_cast<std::ptrdiff_t>(first),
                                     units.begin() + static_cast<std::ptrdiff_t>(first + count));
    apply(index, here, found->second.result(0));
  }
}

}  // namespace exemplar::engine
