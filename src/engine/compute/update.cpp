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
#include <bit>
#include <numeric>

#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

namespace {

bool same_cell(const Cell& a, const Cell& b, ValueType type) {
  if (mark_of(a) != mark_of(b)) return false;
  if (a.answer != kKnown || type == ValueType::Truth) return true;
  if (type == ValueType::Real) {
    return std::bit_cast<uint64_t>(a.real) == std::bit_cast<uint64_t>(b.real);
  }
  const Ratio x = a.exact.reduced();
  const Ratio y = b.exact.reduced();
  return x.numerator == y.numerator && x.denominator == y.denominator;
}

bool same_way(const Normalised& a, const Normalised& b) {
  return a.known == b.known && a.spread == b.spread && a.from == b.from && a.range == b.range;
}

void in_order(std::vector<uint32_t>& units) {
  std::sort(units.begin(), units.end());
  units.erase(std::unique(units.begin(), units.end()), units.end());
}

std::vector<uint32_t> everybody(size_t units) {
  std::vector<uint32_t> all(units);
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

}  // namespace

void Evaluation::watch(const std::vector<NodeId>& nodes, const std::vector<PeriodIndex>& periods) {
  release();
  auto live = std::make_unique<Live>();
  std::set<uint64_t> seen;
  for (const PeriodIndex period : periods) {
    for (const NodeId node : nodes) {
      if (!node.valid()) continue;
      const Meaning meaning = meaning_of(graph_, source_, {node, period});
      if (meaning.constant) continue;
      live->asked[meaning.instance.key()].push_back({node, period});
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
    const bool goes_on = !results_.empty() && results_.back().node == instance.node &&
                         results_.back().period == instance.period;
    if (!goes_on) results_.push_back({instance.node, instance.period, {}});
    auto& all = results_.back().units;
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
    found = live_.programs
                .emplace(index, BlockProgram(evaluation_.graph_, plan, {index}, column_of))
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

std::vector<uint32_t> Update::below(const Step& step, const std::vector<uint32_t>& units) {
  const Groups& children = evaluation_.groups(UnitSet::Children, {}, step.instance.period);
  std::vector<uint32_t> result;
  for (const uint32_t unit : units) {
    const int32_t group = children.group_of[unit];
    if (group < 0) continue;
    const auto& of = children.groups[static_cast<size_t>(group)];
    result.insert(result.end(), of.begin(), of.end());
  }
  in_order(result);
  return result;
}

std::vector<uint32_t> Update::of_unit(uint32_t index, const std::vector<uint32_t>& units) {
  Step& step = live_.plan.steps[index];
  const Node& node = evaluation_.graph_[step.instance.node];
  const int32_t unit =
      evaluation_.source_.unit_with_code(node.selector.text, step.instance.period);
  if (unit < 0 || !std::binary_search(units.begin(), units.end(), static_cast<uint32_t>(unit))) {
    return {};
  }
  const Cell cell = argument(step, 0)[static_cast<size_t>(unit)];
  if (same_cell(cell, step.constant, node.type)) return {};
  step.constant = cell;
  return everybody(evaluation_.source_.unit_count());
}

const Column& Update::argument(const Step& step, size_t i) const {
  return evaluation_.columns_.at(live_.plan.steps[step.args[i]].instance.key());
}

const Groups::Reverse& Update::reverse_of(const Groups& sets) {
  const auto [found, added] = live_.reverse.try_emplace(&sets);
  if (added) found->second = sets.reverse();
  return found->second;
}

std::vector<uint32_t> Update::groups_with(const Groups& sets, const std::vector<uint32_t>& units) {
  const Groups::Reverse& reverse = reverse_of(sets);
  std::vector<uint32_t> result;
  for (const uint32_t unit : units) {
    const auto& of = reverse.groups_with[unit];
    result.insert(result.end(), of.begin(), of.end());
  }
  in_order(result);
  return result;
}

// What the group's members come to: pieces without a changed unit are kept.
Fold Update::folded(uint32_t index, const Groups& sets, uint32_t group,
                    const std::vector<uint32_t>& units) {
  const Step& step = live_.plan.steps[index];
  const std::vector<uint32_t>& members = sets.groups[group];
  const size_t size = evaluation_.options_.block;
  const size_t pieces = (members.size() + size - 1) / size;
  auto& kept = live_.folds[index];
  if (kept.size() < sets.groups.size()) kept.resize(sets.groups.size());
  std::vector<Fold>& folds = kept[group];
  const bool first_time = folds.size() != pieces;
  if (first_time) folds.assign(pieces, {});
  const auto fold = [&](size_t piece) {
    const auto of = std::span(members).subspan(piece * size,
                                               std::min(size, members.size() - piece * size));
    folds[piece] = {};
    for (size_t a = 0; a < step.args.size(); ++a) {
      folds[piece].add(argument(step, a).gather(of, old_));
    }
  };
  if (first_time) {
    for (size_t piece = 0; piece < pieces; ++piece) fold(piece);
  } else {
    size_t last = SIZE_MAX;
    for (const uint32_t unit : units) {
      const auto at = std::lower_bound(members.begin(), members.end(), unit);
      if (at == members.end() || *at != unit) continue;
      const size_t piece = static_cast<size_t>(at - members.begin()) / size;
      if (piece != last) fold(piece);
      last = piece;
    }
  }
  Fold whole;
  for (const Fold& piece : folds) whole.add(piece);
  return whole;
}

std::vector<uint32_t> Update::groups(uint32_t index, const std::vector<uint32_t>& units) {
  const Step& step = live_.plan.steps[index];
  const Node& node = evaluation_.graph_[step.instance.node];
  Barriers::OfGroups& of = live_.barriers.of_groups.at(index);
  std::vector<uint32_t> result;
  for (const uint32_t group : groups_with(*of.groups, units)) {
    const Fold fold = folded(index, *of.groups, group, units);
    const Cell cell = evaluation_.group_cell(live_.plan, step, of.groups->groups[group], fold);
    if (same_cell(cell, of.cells[group], node.type)) continue;
    of.cells[group] = cell;
    const auto& asked = reverse_of(*of.groups).asked_by[group];
    result.insert(result.end(), asked.begin(), asked.end());
  }
  in_order(result);
  return result;
}

// `units`: whose argument changed; then whose own cell may be another one.
bool Update::normalised(uint32_t index, std::vector<uint32_t>& units) {
  const Step& step = live_.plan.steps[index];
  const Node& node = evaluation_.graph_[step.instance.node];
  Barriers::OfMembers& of = live_.barriers.normalised.at(index);
  std::vector<uint32_t> result;
  for (const uint32_t unit : units) {
    if (of.sets->place_in[unit] >= 0) result.push_back(unit);
  }
  for (const uint32_t group : groups_with(*of.sets, units)) {
    const Normalised now = normalised_by(node, folded(index, *of.sets, group, units));
    if (!now.possible) return false;
    if (same_way(now, of.by_group[group])) continue;
    of.by_group[group] = now;
    for (const uint32_t unit : of.sets->groups[group]) {
      if (of.sets->place_in[unit] == static_cast<int32_t>(group)) result.push_back(unit);
    }
  }
  in_order(result);
  units = std::move(result);
  return true;
}

// Places and quotas: the column of all units again; places from an order in which only what
// changed has moved.
void Update::whole(uint32_t index, const std::vector<uint32_t>& units) {
  const Step& step = live_.plan.steps[index];
  const Node& node = evaluation_.graph_[step.instance.node];
  if (node.op == Op::CompareUnits && node.function == FunctionId::Rank &&
      places(index, node, units)) {
    return;
  }
  live_.places.erase(index);
  const CellVector cells =
      node.op == Op::Quota
          ? evaluation_.quota(node, argument(step, 0), argument(step, 1), step.instance.period)
          : evaluation_.compare_units(node, argument(step, 0), step.instance.period);
  const Column made = column_of(cells, node.type);
  const std::vector<uint32_t> all = everybody(made.size());
  apply(index, all, made.block(0, made.size(), buffer_));
}

namespace {

bool before_in_order(const Keyed& a, const Keyed& b) {
  return a.key != b.key ? a.key < b.key : a.unit < b.unit;
}

std::optional<Keyed> keyed(const Column& column, uint32_t unit, bool highest_first,
                           double& denominator, bool& possible, BlockBuffer& buffer) {
  const Block block = column.gather({&unit, 1}, buffer);
  if (!is_known(block.mark_at(0))) return std::nullopt;
  if (denominator == 0) denominator = block.denominator;
  possible = possible && block.form == Form::Whole && block.denominator == denominator;
  if (!possible) return std::nullopt;
  const auto number = static_cast<int64_t>(block.numbers[0]);
  return Keyed{highest_first ? -number : number, unit};
}

}  // namespace

bool Update::places(uint32_t index, const Node& node, const std::vector<uint32_t>& units) {
  const Step& step = live_.plan.steps[index];
  const Column& values = argument(step, 0);
  const Groups& sets = evaluation_.groups(node.set, node.text, step.instance.period);
  auto [found, added] = live_.places.try_emplace(index);
  Evaluation::Live::Places& state = found->second;
  const std::vector<uint32_t> affected = groups_with(sets, units);
  if (added) {
    state.orders.resize(sets.groups.size());
    for (uint32_t group = 0; group < sets.groups.size(); ++group) {
      auto order = order_of(values, sets.groups[group], node.flag, state.denominator);
      if (!order) return false;
      state.orders[group] = std::move(*order);
    }
  } else {
    const Column& old = before_.at(step.args[0]);
    bool possible = true;
    for (const uint32_t unit : units) {
      const auto from = keyed(old, unit, node.flag, state.denominator, possible, old_);
      const auto to = keyed(values, unit, node.flag, state.denominator, possible, old_);
      if (!possible) return false;
      for (const uint32_t group : reverse_of(sets).groups_with[unit]) {
        Order& order = state.orders[group];
        if (from) {
          order.known.erase(std::lower_bound(order.known.begin(), order.known.end(), *from,
                                             before_in_order));
          --order.marks[old.mark(unit)];
        }
        if (to) {
          order.known.insert(
              std::lower_bound(order.known.begin(), order.known.end(), *to, before_in_order), *to);
          order.add(values.mark(unit));
        }
      }
    }
  }
  std::vector<std::pair<uint32_t, Cell>> cells;
  std::vector<double> numbers;
  for (const uint32_t group : affected) {
    const Order& order = state.orders[group];
    numbers.resize(order.known.size());
    places_of(order.known, node.ties, numbers);
    Cell cell = cell_of(order.mark());
    const auto denominator = static_cast<i128>(place_denominator(node.ties));
    for (size_t i = 0; i < numbers.size(); ++i) {
      const uint32_t unit = order.known[i].unit;
      if (sets.place_in[unit] != static_cast<int32_t>(group)) continue;
      cell.exact = {static_cast<i128>(numbers[i]), denominator};
      cells.emplace_back(unit, cell);
    }
  }
  for (const uint32_t unit : units) {
    if (sets.place_in[unit] >= 0 && !is_known(values.mark(unit))) {
      cells.emplace_back(unit, cell_of(values.mark(unit)));
    }
  }
  std::sort(cells.begin(), cells.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<uint32_t> changed;
  places_.start(cells.size(), Form::Whole, place_denominator(node.ties));
  for (size_t i = 0; i < cells.size(); ++i) {
    changed.push_back(cells[i].first);
    places_.set(i, cells[i].second);
  }
  places_.marks_written();
  apply(index, changed, places_.block());
  return true;
}

}  // namespace exemplar::engine
