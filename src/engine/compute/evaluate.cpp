#include "engine/compute/evaluate.hpp"

#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

Pool::Pool() {
  // One reason for each kind without details, at the index of the kind.
  for (uint8_t kind = 0; kind <= static_cast<uint8_t>(ReasonKind::Cause); ++kind) {
    Reason reason;
    reason.kind = static_cast<ReasonKind>(kind);
    reasons_.push_back(std::move(reason));
  }
}

uint32_t Pool::add(Reason reason) {
  reasons_.push_back(std::move(reason));
  return static_cast<uint32_t>(reasons_.size() - 1);
}

uint32_t Pool::text(const std::string& text) {
  const auto [found, added] = text_index_.emplace(text, static_cast<uint32_t>(texts_.size()));
  if (added) texts_.push_back(text);
  return found->second;
}

void Pool::reserve_texts(const std::vector<std::string>& texts) {
  for (const std::string& one : texts) text(one);
}

Evaluation::Evaluation(const Graph& graph, Source& source) : graph_(graph), source_(source) {
  pool_.reserve_texts(graph.texts);
}

void Evaluation::release() {
  columns_.clear();
  groups_.clear();
}

namespace {

uint64_t key_of(NodeId id, PeriodIndex period) {
  return (static_cast<uint64_t>(period) << 32) | id.value;
}

}  // namespace

// A name is another word for the same column.
NodeId Evaluation::meant(NodeId id) const {
  while (graph_[id].op == Op::Named) id = graph_[id].args[0];
  return id;
}

const CellVector* Evaluation::existing(NodeId id, PeriodIndex period) const {
  const auto found = columns_.find(key_of(id, period));
  return found == columns_.end() ? nullptr : found->second.get();
}

// What a node needs is computed first, from a list of its own: a chain of definitions may be longer
// than the stack is deep.
const CellVector& Evaluation::column(NodeId wanted, PeriodIndex period) {
  wanted = meant(wanted);
  if (const CellVector* found = existing(wanted, period)) return *found;
  std::vector<Needed> open{{wanted, period}};
  while (!open.empty()) {
    const Needed next = open.back();
    const size_t before = open.size();
    if (existing(next.node, next.period) == nullptr) {
      add_needs(next, open);
      if (open.size() > before) continue;
      columns_.emplace(key_of(next.node, next.period),
                       std::make_unique<CellVector>(compute(graph_[next.node], next.period)));
    }
    open.pop_back();
  }
  return *existing(wanted, period);
}

// The columns not yet there that the node's own will be made from.
void Evaluation::add_needs(const Needed& of, std::vector<Needed>& open) {
  const Node& node = graph_[of.node];
  std::vector<PeriodIndex> periods{of.period};
  const bool elsewhere = node.op == Op::Shift;
  if (elsewhere || ((node.op == Op::AggregateUnits || node.op == Op::AggregatePeriods) &&
                    node.selector.is_many())) {
    const auto selected = source_.select(of.period, node.selector);
    if (!selected) return;
    for (const PeriodIndex other : *selected) {
      for (const uint32_t input : node.inputs) {
        if (!source_.comparable(input, of.period, other)) return;
      }
    }
    periods = *selected;
  }
  for (const NodeId arg : node.args) {
    if (!arg.valid()) continue;
    for (const PeriodIndex other : periods) {
      if (existing(meant(arg), other) == nullptr) open.push_back({meant(arg), other});
    }
  }
}

CellVector Evaluation::compute(const Node& node, PeriodIndex period) {
  const size_t units = source_.unit_count();
  switch (node.op) {
    case Op::Constant:
      return CellVector(units, node.constant);
    case Op::Said: {
      Reason reason;
      reason.kind = ReasonKind::Said;
      reason.text = node.said;
      Cell cell = node.constant;
      cell.reason = pool_.add(std::move(reason));
      return CellVector(units, cell);
    }
    case Op::Input:
      return source_.input(node.index, node.text, period, pool_);
    case Op::Attribute:
      return source_.attribute(node.index, period, pool_);
    case Op::MonthsActive:
      return source_.months_active(node.flag, period, pool_);
    case Op::PeriodDay: {
      Cell cell;
      cell.answer = kKnown;
      cell.exact = {(node.flag ? source_.last_day(period) : source_.first_day(period)).days, 1};
      return CellVector(units, cell);
    }
    case Op::Under:
      return under(node, period);
    case Op::Shift:
      return shift(node, period);
    case Op::AtParent:
      return at_parent(node, period);
    case Op::AtUnit:
      return at_unit(node, period);
    case Op::AggregateUnits:
      return aggregate_units(node, period);
    case Op::AggregatePeriods:
      return aggregate_periods(node, period);
    case Op::CompareUnits:
      return compare_units(node, period);
    case Op::Quota:
      return quota(node, period);
    default:
      return elementwise(node, period);
  }
}

namespace {

// Branches and replacements of a real result may be exact: one representation for all.
Cell converted(const Cell& cell, ValueType from, ValueType to) {
  Cell result = cell;
  if (to == ValueType::Real && from == ValueType::Exact && cell.known()) {
    result.real = cell.exact.to_double();
  }
  return result;
}

Cell known_truth(const Cell& a) {
  Cell result;
  result.answer = a.known() ? Answer::Met : Answer::NotMet;
  result.status = a.known() ? a.status : kHighestStatus;
  result.correction_pending = a.known() && a.correction_pending;
  return result;
}

}  // namespace

CellVector Evaluation::elementwise(const Node& node, PeriodIndex period) {
  std::vector<const CellVector*> columns;
  std::vector<ValueType> types;
  for (const NodeId arg : node.args) {
    columns.push_back(arg.valid() ? &column(arg, period) : nullptr);
    types.push_back(arg.valid() ? graph_[arg].type : ValueType::Any);
  }
  const ValueType common = types.empty() ? ValueType::Any
                           : std::find(types.begin(), types.end(), ValueType::Real) != types.end()
                               ? ValueType::Real
                               : types[0];
  CellVector result(source_.unit_count());
  std::vector<const Cell*> cells(columns.size());
  std::vector<Cell> same(columns.size());
  for (size_t unit = 0; unit < result.size(); ++unit) {
    for (size_t i = 0; i < columns.size(); ++i) {
      cells[i] = columns[i] == nullptr ? nullptr : &(*columns[i])[unit];
    }
    switch (node.op) {
      case Op::And:
        result[unit] = conjunction(cells);
        break;
      case Op::Or:
        result[unit] = disjunction(cells);
        break;
      case Op::Not:
        result[unit] = negation(*cells[0]);
        break;
      case Op::Compare:
        result[unit] = compare_cells(node, *cells[0], *cells[1]);
        break;
      case Op::Known:
        result[unit] = known_truth(*cells[0]);
        break;
      case Op::OrElse: {
        const size_t taken = cells[0]->answer == Answer::Unknown ? 1 : 0;
        result[unit] = converted(*cells[taken], types[taken], node.type);
        break;
      }
      case Op::If:
        result[unit] = choose_branch(*cells[0], converted(*cells[1], types[1], node.type),
                                     converted(*cells[2], types[2], node.type), node.type);
        break;
      case Op::AtLeast:
        result[unit] = at_least(node, cells);
        break;
      case Op::Share:
        result[unit] = share(node, cells);
        break;
      case Op::AnswerIs:
        result[unit] = answer_is(node, *cells[0]);
        break;
      case Op::Policy:
        result[unit] = policy(node, *cells[0]);
        break;
      case Op::Assume:
        result[unit] = assume(node, *cells[0]);
        break;
      case Op::Applies:
        result[unit] = applies(*cells[0], *cells[1]);
        break;
      case Op::AggregateList:
      case Op::AggregateCategories:
        if (common == ValueType::Real) {
          for (size_t i = 0; i < cells.size(); ++i) {
            same[i] = converted(*cells[i], types[i], common);
            cells[i] = &same[i];
          }
        }
        result[unit] = aggregate(node, cells, common, pool_);
        break;
      default:
        result[unit] = arithmetic(node, cells, types);
    }
  }
  return result;
}

CellVector Evaluation::shift(const Node& node, PeriodIndex period) {
  const size_t units = source_.unit_count();
  const auto periods = source_.select(period, node.selector);
  if (!periods || periods->size() != 1) {
    return CellVector(units, unknown_cell(Pool::plain(ReasonKind::NoSuchPeriod)));
  }
  for (const uint32_t input : node.inputs) {
    if (!source_.comparable(input, period, periods->front())) {
      return CellVector(units, unknown_cell(Pool::plain(ReasonKind::DefinitionBreak)));
    }
  }
  return column(node.args[0], periods->front());
}

CellVector Evaluation::at_parent(const Node& node, PeriodIndex period) {
  const CellVector& below = column(node.args[0], period);
  const auto& parents = source_.parents(period, {});
  CellVector result(below.size());
  for (size_t unit = 0; unit < result.size(); ++unit) {
    result[unit] = parents[unit] < 0 ? unknown_cell(Pool::plain(ReasonKind::NoSuchUnit))
                                     : below[static_cast<size_t>(parents[unit])];
  }
  return result;
}

CellVector Evaluation::at_unit(const Node& node, PeriodIndex period) {
  const CellVector& values = column(node.args[0], period);
  const int32_t unit = source_.unit_with_code(node.selector.text, period);
  return CellVector(values.size(), unit < 0 ? unknown_cell(Pool::plain(ReasonKind::NoSuchUnit))
                                            : values[static_cast<size_t>(unit)]);
}

CellVector Evaluation::under(const Node& node, PeriodIndex period) {
  const int32_t top = source_.unit_with_code(node.text, period);
  if (top < 0) {
    return CellVector(source_.unit_count(), unknown_cell(Pool::plain(ReasonKind::NoSuchUnit)));
  }
  const auto& parents = source_.parents(period, node.selector.text);
  CellVector result(source_.unit_count());
  for (size_t unit = 0; unit < result.size(); ++unit) {
    int32_t above = parents[unit];
    while (above >= 0 && above != top) above = parents[static_cast<size_t>(above)];
    result[unit].answer = above == top ? Answer::Met : Answer::NotMet;
  }
  return result;
}

const Evaluation::Groups& Evaluation::groups(UnitSet set, const std::string& code,
                                             PeriodIndex period) {
  const auto key = std::make_tuple(set, code, period);
  if (const auto found = groups_.find(key); found != groups_.end()) return found->second;
  const auto& parents = source_.parents(period, {});
  const size_t units = source_.unit_count();
  Groups result;
  result.group_of.assign(units, -1);
  const auto one_group = [&](auto belongs) {
    result.groups.emplace_back();
    for (size_t unit = 0; unit < units; ++unit) {
      if (belongs(unit)) result.groups[0].push_back(static_cast<uint32_t>(unit));
    }
    result.group_of.assign(units, 0);
  };
  switch (set) {
    case UnitSet::Children:
    case UnitSet::Siblings:
    case UnitSet::Descendants: {
      std::vector<int32_t> below(units, -1);  // the group of each unit's children or descendants
      for (size_t unit = 0; unit < units; ++unit) {
        int32_t above = parents[unit];
        while (above >= 0) {
          auto& group = below[static_cast<size_t>(above)];
          if (group < 0) {
            group = static_cast<int32_t>(result.groups.size());
            result.groups.emplace_back();
          }
          result.groups[static_cast<size_t>(group)].push_back(static_cast<uint32_t>(unit));
          above = set == UnitSet::Descendants ? parents[static_cast<size_t>(above)] : -1;
        }
      }
      if (set != UnitSet::Siblings) {
        result.group_of = below;
      } else {
        for (size_t unit = 0; unit < units; ++unit) {
          if (parents[unit] >= 0) {
            result.group_of[unit] = below[static_cast<size_t>(parents[unit])];
          }
        }
      }
      break;
    }
    case UnitSet::Participants: {
      const auto& taking_part = source_.participants(period);
      one_group([&](size_t unit) { return taking_part[unit] != 0; });
      break;
    }
    case UnitSet::Under: {
      const int32_t top = source_.unit_with_code(code, period);
      one_group([&](size_t unit) {
        // Below that unit; the unit itself is not one of its parts.
        int32_t above = parents[unit];
        while (above >= 0 && above != top) above = parents[static_cast<size_t>(above)];
        return top >= 0 && above == top;
      });
      break;
    }
  }
  return groups_.emplace(key, std::move(result)).first->second;
}

// The columns of a node's argument in the periods that its selector means; none where there is no
// such period, with the reason.
std::vector<const CellVector*> Evaluation::columns_over(const Node& node, PeriodIndex period,
                                                        uint32_t* why_not) {
  if (!node.selector.is_many()) return {&column(node.args[0], period)};
  const auto periods = source_.select(period, node.selector);
  *why_not = Pool::plain(ReasonKind::NoSuchPeriod);
  if (!periods) return {};
  std::vector<const CellVector*> columns;
  for (const PeriodIndex other : *periods) {
    for (const uint32_t input : node.inputs) {
      if (source_.comparable(input, period, other)) continue;
      *why_not = Pool::plain(ReasonKind::DefinitionBreak);
      return {};
    }
    columns.push_back(&column(node.args[0], other));
  }
  return columns;
}

CellVector Evaluation::aggregate_units(const Node& node, PeriodIndex period) {
  const size_t units = source_.unit_count();
  uint32_t why_not = 0;
  const std::vector<const CellVector*> columns = columns_over(node, period, &why_not);
  if (columns.empty()) return CellVector(units, unknown_cell(why_not));
  const ValueType type = graph_[node.args[0]].type;
  const Groups& sets = groups(node.set, node.text, period);
  CellVector of_group;
  for (const auto& members : sets.groups) {
    std::vector<const Cell*> cells;
    cells.reserve(members.size() * columns.size());
    for (const uint32_t unit : members) {
      for (const CellVector* values : columns) cells.push_back(&(*values)[unit]);
    }
    of_group.push_back(aggregate(node, cells, type, pool_));
  }
  CellVector result(units);
  for (size_t unit = 0; unit < units; ++unit) {
    result[unit] = sets.group_of[unit] < 0
                       ? not_applicable_cell(Pool::plain(ReasonKind::NoneApplies))
                       : of_group[static_cast<size_t>(sets.group_of[unit])];
  }
  return result;
}

CellVector Evaluation::aggregate_periods(const Node& node, PeriodIndex period) {
  const size_t units = source_.unit_count();
  uint32_t why_not = 0;
  const std::vector<const CellVector*> columns = columns_over(node, period, &why_not);
  if (columns.empty()) return CellVector(units, unknown_cell(why_not));
  const ValueType type = graph_[node.args[0]].type;
  CellVector result(units);
  std::vector<const Cell*> cells(columns.size());
  for (size_t unit = 0; unit < units; ++unit) {
    for (size_t i = 0; i < columns.size(); ++i) cells[i] = &(*columns[i])[unit];
    result[unit] = aggregate(node, cells, type, pool_);
  }
  return result;
}

}  // namespace exemplar::engine
