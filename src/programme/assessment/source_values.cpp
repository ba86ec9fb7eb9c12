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

#include "engine/compute/exact.hpp"
#include "engine/compute/kernels.hpp"
#include "programme/assessment/combining.hpp"
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
  const Column* stored = values().column(key, view_.floor);
  if (stored == nullptr || unit >= stored->size()) return no_value(ReasonKind::NoValue);
  Cell cell = (*stored)[unit];
  if (cell.answer == engine::Answer::Unknown) return no_value(ReasonKind::NoValue);
  if (cell.answer == engine::Answer::NotApplicable) {
    Reason reason;
    reason.kind = ReasonKind::DeclaredNotApplicable;
    const auto viewed =
        facts_.view(key.indicator, period, category, OrganisationUnitId(unit), view_.floor);
    // A newer value has no note of its own here.
    const bool said = viewed.fact != nullptr && viewed.fact->kind == Fact::Kind::NotApplicable;
    if (said) reason.text.vi = viewed.fact->note;
    cell.reason = pool.add(std::move(reason));
    return cell;
  }
  const IndicatorKind kind = indicator(input).kind;
  if (kind == IndicatorKind::Text) {
    const auto index = static_cast<int64_t>(cell.exact.numerator);
    cell.exact = {pool.text(values().text(index)), 1};
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
  if (values().any(key_of(input, category, period))) {
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
  result.participants.resize(above.size());
  for (size_t unit = 0; unit < above.size(); ++unit) {
    if (above[unit] >= 0) {
      result.children[static_cast<size_t>(above[unit])].push_back(static_cast<uint32_t>(unit));
    }
    if (taking_part[unit] == 0) continue;
    for (int32_t a = above[unit]; a >= 0; a = above[static_cast<size_t>(a)]) {
      result.has_participants[static_cast<size_t>(a)] = 1;
      result.participants[static_cast<size_t>(a)].push_back(static_cast<uint32_t>(unit));
    }
  }
  for (size_t unit = 0; unit < above.size(); ++unit) {
    if (result.has_participants[unit] != 0) result.wholes.push_back(static_cast<uint32_t>(unit));
  }
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

}  // namespace exemplar::programme
