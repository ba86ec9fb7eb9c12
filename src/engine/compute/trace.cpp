// One cell with its reason: the graph walked for one unit, with the columns where other units matter.
//
// Values, answers and statuses are those of the columns, since the kernels are the same; what a column
// does not keep, why a cell is unknown or not applicable, is found again here.
#include <algorithm>

#include "engine/compute/block_kernels.hpp"
#include "engine/compute/evaluate.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

// A cell that is asked for and not there yet.
struct Evaluation::Traced {
  Instance instance;
  size_t unit = 0;
};

const Needs& Evaluation::needs_of_traced(const Instance& instance) {
  const auto found = needs_.find(instance.key());
  if (found != needs_.end()) return found->second;
  return needs_.emplace(instance.key(), needs_of(graph_, source_, instance)).first->second;
}

const Cell* Evaluation::traced(const Instance& instance, size_t unit) const {
  const auto found = traced_.find({instance.key(), unit});
  return found == traced_.end() ? nullptr : &found->second;
}

// What a cell needs is traced first, from a list of its own: a chain of definitions may be longer than
// the stack is deep.
const Cell& Evaluation::cell(NodeId node, PeriodIndex period, size_t unit) {
  const Meaning meaning = meaning_of(graph_, source_, {node, period});
  if (meaning.constant) {
    return traced_.try_emplace({meaning.instance.key(), unit}, *meaning.constant).first->second;
  }
  std::vector<Traced> open{{meaning.instance, unit}};
  while (!open.empty()) {
    const Traced next = open.back();
    const size_t before = open.size();
    if (traced(next.instance, next.unit) == nullptr) {
      Cell result;
      if (!trace(next.instance, next.unit, open, result)) continue;
      traced_.emplace(std::make_pair(next.instance.key(), next.unit), result);
    }
    if (open.size() == before) open.pop_back();
  }
  return *traced(meaning.instance, unit);
}

// False: something it needs has been added to `open`.
bool Evaluation::trace(const Instance& instance, size_t unit, std::vector<Traced>& open,
                       Cell& result) {
  const Node& node = graph_[instance.node];
  const Needs& needs = needs_of_traced(instance);
  switch (needs.kind) {
    case Step::Kind::Column:
      result = source_cell(instance, unit);
      return true;
    case Step::Kind::Constant:
      result = needs.constant;
      if (node.op == Op::Said) {
        Reason reason;
        reason.kind = ReasonKind::Said;
        reason.text = node.said;
        result.reason = pool_.add(std::move(reason));
      }
      return true;
    case Step::Kind::Groups:
      return trace_group(instance, needs, unit, open, result);
    case Step::Kind::Whole:
      return trace_whole(instance, needs, unit, open, result);
    default:
      break;
  }
  size_t at = unit;
  if (needs.kind == Step::Kind::Parent || needs.kind == Step::Kind::OfUnit) {
    const int32_t other = needs.kind == Step::Kind::Parent
                              ? source_.parents(instance.period, {})[unit]
                              : source_.unit_with_code(node.selector.text, instance.period);
    if (other < 0) {
      result = unknown_cell(Pool::plain(ReasonKind::NoSuchUnit));
      return true;
    }
    at = static_cast<size_t>(other);
  }
  std::vector<const Cell*> cells;
  std::vector<ValueType> types;
  bool complete = true;
  for (const auto& arg : needs.args) {
    const Cell* cell = arg ? traced(*arg, at) : nullptr;
    if (arg && cell == nullptr) {
      open.push_back({*arg, at});
      complete = false;
    }
    cells.push_back(cell);
    types.push_back(arg ? graph_[arg->node].type : ValueType::Any);
  }
  if (!complete) return false;
  result = needs.kind == Step::Kind::Local ? run_cell(node, cells, types, &pool_) : *cells[0];
  return true;
}

// Over the units of a set. Where all are unknown, or all not applicable, the first one says why.
bool Evaluation::trace_group(const Instance& instance, const Needs& needs, size_t unit,
                             std::vector<Traced>& open, Cell& result) {
  const Node& node = graph_[instance.node];
  const Groups& sets = groups(node.set, node.text, instance.period);
  if (sets.group_of[unit] < 0) {
    result = cell_of_no_set(sets.group_of[unit], ReasonKind::NoneApplies);
    return true;
  }
  CellVector cells;
  std::vector<Traced> places;
  for (const uint32_t member : sets.groups[static_cast<size_t>(sets.group_of[unit])]) {
    for (const auto& arg : needs.args) {
      cells.push_back(column(arg->node, arg->period)[member]);
      places.push_back({*arg, member});
    }
  }
  std::vector<const Cell*> pointers;
  for (const Cell& cell : cells) pointers.push_back(&cell);
  result = aggregate(node, pointers, graph_[needs.args[0]->node].type, &pool_);
  if (result.known() || result.reason != 0) return true;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].answer != result.answer) continue;
    const Cell* first = traced(places[i].instance, places[i].unit);
    if (first == nullptr) {
      open.push_back(places[i]);
      return false;
    }
    result.reason = first->reason;
    break;
  }
  return true;
}

// Places among units, and quotas: the column's own cell, and why it has no value.
bool Evaluation::trace_whole(const Instance& instance, const Needs& needs, size_t unit,
                             std::vector<Traced>& open, Cell& result) {
  const Node& node = graph_[instance.node];
  result = column(instance.node, instance.period)[unit];
  if (result.known()) return true;
  if (node.op == Op::Quota) {
    if (source_.participants(instance.period)[unit] == 0) {
      const bool there = source_.existing(instance.period)[unit] != 0;
      result.reason = Pool::plain(there ? ReasonKind::NotCompared : ReasonKind::UnitNotThere);
      return true;
    }
  } else {
    const Groups& sets = groups(node.set, node.text, instance.period);
    if (sets.place_in[unit] < 0) {
      result.reason = cell_of_no_set(sets.place_in[unit], ReasonKind::NotCompared).reason;
      return true;
    }
  }
  const Cell* own = traced(*needs.args[0], unit);
  if (own == nullptr) {
    open.push_back({*needs.args[0], unit});
    return false;
  }
  if (own->answer == result.answer) {
    result.reason = own->reason;
  } else if (node.op == Op::Quota) {
    result.reason = Pool::plain(ReasonKind::Undetermined);
  } else {
    result.reason = Pool::plain(result.answer == Answer::Unknown ? ReasonKind::TooLarge
                                                                 : ReasonKind::NotEnoughUnits);
  }
  return true;
}

}  // namespace exemplar::engine
