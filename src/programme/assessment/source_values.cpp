// Reported values, one cell at a time with the reason why there is none, and as columns.
//
//   reported ─▶ over time ─▶ restated ─▶ added up from below
//   a period's   several       into the     where the unit reported nothing itself
//   own value    of them       units of
//                              another day
//
// The cell is the meaning. A column is the stored one where nothing has to be done to it, shared and
// not copied; else it is made of cells.
#include <algorithm>
#include <set>

#include "engine/compute/exact.hpp"
#include "engine/compute/fold.hpp"
#include "engine/compute/kernels.hpp"
#include "programme/assessment/source.hpp"

namespace exemplar::programme {

using engine::Cell;
using engine::CellVector;
using engine::Column;
using engine::PeriodIndex;
using engine::Pool;
using engine::Reason;
using engine::ReasonKind;
using engine::ValueType;

namespace {

engine::FunctionId function_of(Combination combination) {
  switch (combination) {
    case Combination::Mean:
      return engine::FunctionId::Mean;
    case Combination::Min:
      return engine::FunctionId::Min;
    case Combination::Max:
      return engine::FunctionId::Max;
    default:
      return engine::FunctionId::Sum;
  }
}

// How several cells of an indicator become one: a node like any aggregate of a formula.
engine::Node combining(Combination combination) {
  engine::Node node;
  node.op = engine::Op::AggregateList;
  node.type = ValueType::Exact;
  node.function = function_of(combination);
  return node;
}

Cell no_value(ReasonKind kind) {
  return engine::unknown_cell(Pool::plain(kind));
}

}  // namespace

const std::vector<char>& FactSource::valid_on(Date day) {
  const auto [found, added] = valid_on_.try_emplace(day);
  if (added) {
    found->second.resize(unit_count());
    for (size_t i = 0; i < found->second.size(); ++i) {
      found->second[i] = units().is_valid(OrganisationUnitId(i), day) ? 1 : 0;
    }
  }
  return found->second;
}

const std::optional<std::vector<Period>>& FactSource::pieces_of(uint32_t input,
                                                                const Period& period) {
  const auto [found, added] = pieces_.try_emplace({input, period});
  if (added) {
    const Indicator& what = indicator(input);
    const auto pieces = nested(period, calendar_of(what), what.collected);
    if (pieces) found->second = *pieces;
  }
  return found->second;
}

Cell FactSource::reported(uint32_t input, const std::string& category, const Period& period,
                          size_t unit, Pool& pool) {
  if (valid_on(programme::last_day(period))[unit] == 0) return no_value(ReasonKind::UnitNotThere);
  const ColumnKey key = key_of(input, category, period);
  const Column* stored = facts_.values().column(key, view_.floor);
  if (stored == nullptr || unit >= stored->size()) return no_value(ReasonKind::NoValue);
  Cell cell = (*stored)[unit];
  if (cell.answer == engine::Answer::Unknown) return no_value(ReasonKind::NoValue);
  if (cell.answer == engine::Answer::NotApplicable) {
    Reason reason;
    reason.kind = ReasonKind::DeclaredNotApplicable;
    const auto viewed =
        facts_.view(key.indicator, period, category, OrganisationUnitId(unit), view_.floor);
    if (viewed.fact != nullptr) reason.text.vi = viewed.fact->note;
    cell.reason = pool.add(std::move(reason));
    return cell;
  }
  const IndicatorKind kind = indicator(input).kind;
  if (kind == IndicatorKind::Text) {
    const auto index = static_cast<int64_t>(cell.exact.numerator);
    cell.exact = {pool.text(facts_.values().text(index)), 1};
  }
  if (change_ && indicator(input).numeric()) {
    const Added added = change_(key.indicator, period);
    const bool changed = added.to != nullptr && added.to->contains(static_cast<uint32_t>(unit));
    if (changed) {
      const int64_t by = added.to->at(static_cast<uint32_t>(unit));
      const auto sum = engine::exact_add(cell.exact, Ratio{by, power_of_ten(added.digits)});
      if (sum) cell.exact = *sum;
    }
  }
  return cell;
}

// A period that is a union of the indicator's own periods: their values together.
Cell FactSource::over_time(uint32_t input, const std::string& category, const Period& period,
                           size_t unit, Pool& pool) {
  if (facts_.values().any(key_of(input, category, period))) {
    return reported(input, category, period, unit, pool);
  }
  const Indicator& what = indicator(input);
  const auto& pieces = pieces_of(input, period);
  if (!pieces) return no_value(ReasonKind::NotCollected);
  if (pieces->size() == 1) return reported(input, category, period, unit, pool);
  if (what.over_time == Combination::None) return no_value(ReasonKind::NotCollected);
  if (what.over_time == Combination::Last || !what.numeric()) {
    return reported(input, category, pieces->back(), unit, pool);
  }
  CellVector cells;
  cells.reserve(pieces->size());
  std::vector<const Cell*> pointers;
  for (const Period& piece : *pieces) {
    cells.push_back(reported(input, category, piece, unit, pool));
    pointers.push_back(&cells.back());
  }
  return engine::aggregate(combining(what.over_time), pointers, ValueType::Exact, &pool);
}

Cell FactSource::reported_input(uint32_t index, const std::string& category, PeriodIndex period,
                                size_t unit, Pool& pool) {
  return view_.geography ? restated(index, category, period, unit, pool)
                         : over_time(index, category, periods_[period], unit, pool);
}

CellVector FactSource::reported_cells(uint32_t index, const std::string& category,
                                      PeriodIndex period, Pool& pool) {
  CellVector cells(unit_count());
  for (size_t unit = 0; unit < cells.size(); ++unit) {
    cells[unit] = reported_input(index, category, period, unit, pool);
  }
  return cells;
}

CellVector FactSource::cells(uint32_t index, PeriodIndex period, Pool& pool) {
  CellVector cells(unit_count());
  for (size_t unit = 0; unit < cells.size(); ++unit) {
    cells[unit] = input(index, {}, period, unit, pool);
  }
  return cells;
}

bool FactSource::reported_itself(const Cell& cell) {
  return cell.answer != engine::Answer::Unknown || cell.reason != Pool::plain(ReasonKind::NoValue);
}

bool FactSource::adds_up(uint32_t input) const {
  const Indicator& what = indicator(input);
  return !participants_.empty() && what.over_units != Combination::None && what.numeric();
}

const FactSource::Below& FactSource::below(PeriodIndex period) {
  const std::vector<char>& taking_part = participants(period);
  const auto [found, added] = below_.try_emplace({day_of(period), &taking_part});
  Below& result = found->second;
  if (!added) return result;
  const auto& above = parents(period, {});
  result.children.resize(above.size());
  result.has_participants.assign(above.size(), 0);
  std::map<uint32_t, std::vector<uint32_t>> participants_of;
  for (size_t unit = 0; unit < above.size(); ++unit) {
    if (above[unit] >= 0) {
      result.children[static_cast<size_t>(above[unit])].push_back(static_cast<uint32_t>(unit));
    }
    if (taking_part[unit] == 0) continue;
    for (int32_t a = above[unit]; a >= 0; a = above[static_cast<size_t>(a)]) {
      result.has_participants[static_cast<size_t>(a)] = 1;
      participants_of[static_cast<uint32_t>(a)].push_back(static_cast<uint32_t>(unit));
    }
  }
  result.wholes.assign(participants_of.begin(), participants_of.end());
  return result;
}

// Downwards until a unit that reported the value itself; participants are parts whether they
// reported or not.
std::vector<uint32_t> FactSource::parts_below(uint32_t input, const std::string& category,
                                              PeriodIndex period, uint32_t whole, Pool& pool) {
  const Below& structure = below(period);
  const std::vector<char>& taking_part = participants(period);
  std::vector<uint32_t> parts;
  std::vector<uint32_t> open = structure.children[whole];
  while (!open.empty()) {
    const uint32_t unit = open.back();
    open.pop_back();
    const bool more_below = structure.has_participants[unit] != 0;
    if (!more_below && taking_part[unit] == 0) continue;
    const bool itself =
        more_below && reported_itself(reported_input(input, category, period, unit, pool));
    if (taking_part[unit] != 0 || itself) parts.push_back(unit);
    if (itself) continue;
    const auto& children = structure.children[unit];
    open.insert(open.end(), children.begin(), children.end());
  }
  std::sort(parts.begin(), parts.end());
  return parts;
}

Cell FactSource::input(uint32_t index, const std::string& category, PeriodIndex period, size_t unit,
                       Pool& pool) {
  const Cell own = reported_input(index, category, period, unit, pool);
  if (!adds_up(index) || reported_itself(own) || below(period).has_participants[unit] == 0) {
    return own;
  }
  CellVector cells;
  for (const uint32_t part :
       parts_below(index, category, period, static_cast<uint32_t>(unit), pool)) {
    cells.push_back(reported_input(index, category, period, part, pool));
  }
  std::vector<const Cell*> pointers;
  for (const Cell& cell : cells) pointers.push_back(&cell);
  return engine::aggregate(combining(indicator(index).over_units), pointers, ValueType::Exact,
                           &pool);
}

// For each participant and each unit above it (at last -1: everything): the highest unit below that
// one which reported the value itself, or the participant. One walk up for each participant.
template <typename Reported, typename Visit>
void FactSource::each_part(const Reported& reported, PeriodIndex period, Visit visit) {
  const auto& above = parents(period, {});
  const std::vector<char>& taking_part = participants(period);
  for (size_t unit = 0; unit < above.size(); ++unit) {
    if (taking_part[unit] == 0) continue;
    auto part = static_cast<uint32_t>(unit);
    for (int32_t a = above[unit]; a >= 0; a = above[static_cast<size_t>(a)]) {
      visit(a, part);
      if (reported(static_cast<size_t>(a))) part = static_cast<uint32_t>(a);
    }
    visit(-1, part);
  }
}

std::vector<uint32_t> FactSource::parts_of(const CellVector& reported, PeriodIndex period,
                                           int32_t whole) {
  std::set<uint32_t> parts;
  each_part([&](size_t unit) { return reported_itself(reported[unit]); }, period,
            [&](int32_t above, uint32_t part) {
              if (above == whole) parts.insert(part);
            });
  return {parts.begin(), parts.end()};
}

// Nothing has to be done to the stored column but to leave out units that do not exist.
bool FactSource::is_plain(uint32_t input, const std::string& category, const Period& period,
                          ValueType type) {
  if (view_.geography || type == ValueType::Text) return false;
  if (change_ && change_(rules_.inputs[input], period).to != nullptr) return false;
  if (facts_.values().any(key_of(input, category, period))) return true;
  const auto& pieces = pieces_of(input, period);
  return pieces && pieces->size() == 1;
}

Column FactSource::stored_column(const ColumnKey& key, const std::vector<char>& valid) const {
  const Column* stored = facts_.values().column(key, view_.floor);
  if (stored == nullptr) {
    return engine::column_of(valid.size(), engine::cell_of(engine::kMarkUnknown), ValueType::Truth);
  }
  const Column column = stored->size() == valid.size() ? *stored : stored->resized(valid.size());
  std::vector<uint32_t> ended;
  engine::BlockBuffer buffer;
  for (size_t first = 0; first < valid.size(); first += engine::kChunkUnits) {
    const size_t count = std::min(engine::kChunkUnits, valid.size() - first);
    const engine::Block block = column.block(first, count, buffer);
    for (size_t i = 0; i < count; ++i) {
      if (valid[first + i] != 0) continue;
      if (engine::answer_of(block.mark_at(i)) != engine::Answer::Unknown) {
        ended.push_back(static_cast<uint32_t>(first + i));
      }
    }
  }
  if (ended.empty()) return column;
  engine::BlockBuffer nothing;
  nothing.fill(ended.size(), engine::cell_of(engine::kMarkUnknown), ValueType::Truth);
  return column.with(ended, nothing.block());
}

FactSource::Own FactSource::own_column(uint32_t input, const std::string& category,
                                       PeriodIndex period, ValueType type, Pool& pool) {
  Own own;
  own.silent.assign(unit_count(), 0);
  const Period& asked = periods_[period];
  if (is_plain(input, category, asked, type)) {
    const std::vector<char>& valid = valid_on(programme::last_day(asked));
    own.column = stored_column(key_of(input, category, asked), valid);
    if (!adds_up(input)) return own;
    for (const auto& [whole, parts] : below(period).wholes) {
      const bool said = engine::answer_of(own.column.mark(whole)) != engine::Answer::Unknown;
      own.silent[whole] = valid[whole] != 0 && !said ? 1 : 0;
    }
    return own;
  }
  const CellVector cells = reported_cells(input, category, period, pool);
  for (size_t i = 0; i < cells.size(); ++i) own.silent[i] = reported_itself(cells[i]) ? 0 : 1;
  own.column = engine::column_of(cells, type);
  return own;
}

Column FactSource::input_column(uint32_t index, const std::string& category, PeriodIndex period,
                                ValueType type, Pool& pool) {
  Own own = own_column(index, category, period, type, pool);
  if (!adds_up(index)) return std::move(own.column);
  std::map<uint32_t, std::vector<uint32_t>> parts_of_whole;
  const auto& wholes = below(period).wholes;
  const bool all_silent = std::all_of(wholes.begin(), wholes.end(),
                                      [&](const auto& one) { return own.silent[one.first] != 0; });
  if (!all_silent) {
    each_part([&](size_t unit) { return own.silent[unit] == 0; }, period,
              [&](int32_t whole, uint32_t part) {
                // What the unit reported itself stands.
                if (whole < 0 || own.silent[static_cast<size_t>(whole)] == 0) return;
                parts_of_whole[static_cast<uint32_t>(whole)].push_back(part);
              });
    for (auto& [whole, parts] : parts_of_whole) {
      std::sort(parts.begin(), parts.end());
      parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    }
  }
  const engine::Node node = combining(indicator(index).over_units);
  std::vector<uint32_t> units;
  CellVector sums;
  const auto add = [&](uint32_t whole, const std::vector<uint32_t>& parts) {
    units.push_back(whole);
    const engine::Fold fold = engine::fold_of(own.column, parts, engine::kChunkUnits, 1);
    if (const auto sum = engine::aggregate_of(node, fold)) {
      sums.push_back(*sum);
      return;
    }
    CellVector cells;
    for (const uint32_t part : parts) cells.push_back(own.column[part]);
    std::vector<const Cell*> pointers;
    for (const Cell& cell : cells) pointers.push_back(&cell);
    sums.push_back(engine::aggregate(node, pointers, ValueType::Exact, nullptr));
  };
  if (all_silent) {
    for (const auto& [whole, parts] : wholes) add(whole, parts);
  } else {
    for (const auto& [whole, parts] : parts_of_whole) add(whole, parts);
  }
  if (units.empty()) return std::move(own.column);
  engine::BlockBuffer buffer;
  buffer.start(units.size(), engine::form_of(type));
  for (size_t i = 0; i < units.size(); ++i) buffer.set(i, sums[i]);
  buffer.marks_written();
  return own.column.with(units, buffer.block());
}

}  // namespace exemplar::programme
