// Reported values as columns, and which of their cells a changed value may change.
#include <algorithm>
#include <set>

#include "engine/compute/fold.hpp"
#include "engine/compute/kernels.hpp"
#include "programme/assessment/combining.hpp"
#include "programme/assessment/source.hpp"

namespace exemplar::programme {

using engine::Cell;
using engine::CellVector;
using engine::Column;
using engine::PeriodIndex;
using engine::Pool;
using engine::ValueType;

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
  if (values().any(key_of(input, category, period))) return true;
  const auto& pieces = pieces_of(input, period);
  return pieces && pieces->size() == 1;
}

Column FactSource::stored_column(const ColumnKey& key, const std::vector<char>& valid) const {
  const Column* stored = values().column(key, view_.floor);
  if (stored == nullptr) {
    return engine::column_of(valid.size(), engine::cell_of(engine::kMarkUnknown), ValueType::Truth);
  }
  Column column = stored->size() == valid.size() ? *stored : stored->resized(valid.size());
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
    own.plain = true;
    if (!adds_up(input)) return own;
    for (const uint32_t whole : below(period).wholes) {
      const bool said = engine::answer_of(own.column.mark(whole)) != engine::Answer::Unknown;
      own.silent[whole] = valid[whole] != 0 && !said ? 1 : 0;
      own.spoken += own.silent[whole] != 0 ? 0 : 1;
    }
    return own;
  }
  const CellVector cells = reported_cells(input, category, period, pool);
  for (size_t i = 0; i < cells.size(); ++i) own.silent[i] = reported_itself(cells[i]) ? 0 : 1;
  own.column = engine::column_of(cells, type);
  if (!adds_up(input)) return own;
  for (const uint32_t whole : below(period).wholes) own.spoken += own.silent[whole] != 0 ? 0 : 1;
  return own;
}

// The parts' cells as one, without a reason.
Cell FactSource::added_up(uint32_t input, const Own& own, const std::vector<uint32_t>& parts) {
  const engine::Node node = combining(indicator(input).over_units);
  const engine::Fold fold = engine::fold_of(own.column, parts, engine::kChunkUnits, 1);
  if (const auto sum = engine::aggregate_of(node, fold)) return *sum;
  CellVector cells;
  for (const uint32_t part : parts) cells.push_back(own.column[part]);
  std::vector<const Cell*> pointers;
  for (const Cell& cell : cells) pointers.push_back(&cell);
  return engine::aggregate(node, pointers, ValueType::Exact, nullptr);
}

Column FactSource::input_column(uint32_t index, const std::string& category, PeriodIndex period,
                                ValueType type, Pool& pool) {
  Own own = own_column(index, category, period, type, pool);
  if (!adds_up(index)) return std::move(own.column);
  const Below& structure = below(period);
  std::vector<uint32_t> units;
  CellVector sums;
  if (own.spoken == 0) {
    for (const uint32_t whole : structure.wholes) {
      units.push_back(whole);
      sums.push_back(added_up(index, own, structure.participants[whole]));
    }
  } else {
    std::map<uint32_t, std::set<uint32_t>> parts_of_whole;
    each_part([&](size_t unit) { return own.silent[unit] == 0; }, period,
              [&](int32_t whole, uint32_t part) {
                // What the unit reported itself stands.
                if (whole < 0 || own.silent[static_cast<size_t>(whole)] == 0) return;
                parts_of_whole[static_cast<uint32_t>(whole)].insert(part);
              });
    for (const auto& [whole, parts] : parts_of_whole) {
      units.push_back(whole);
      sums.push_back(added_up(index, own, {parts.begin(), parts.end()}));
    }
  }
  if (units.empty()) return std::move(own.column);
  engine::BlockBuffer buffer;
  buffer.start(units.size(), engine::form_of(type));
  for (size_t i = 0; i < units.size(); ++i) buffer.set(i, sums[i]);
  buffer.marks_written();
  return own.column.with(units, buffer.block());
}

// After a change, mostly of one unit and those above it.
CellVector FactSource::input_cells(uint32_t index, const std::string& category, PeriodIndex period,
                                   std::span<const uint32_t> units, Pool& pool) {
  if (!is_plain(index, category, periods_[period], rules_.rules.inputs[index].type)) {
    return Source::input_cells(index, category, period, units, pool);
  }
  const OwnKey key{index, category, period};
  auto& kept = own_[rules_.inputs[index]];
  auto found = kept.find(key);
  if (found == kept.end()) {
    const ValueType type = rules_.rules.inputs[index].type;
    found = kept.emplace(key, own_column(index, category, period, type, pool)).first;
  }
  const Own& own = found->second;
  CellVector cells;
  for (const uint32_t unit : units) {
    const bool whole =
        adds_up(index) && own.silent[unit] != 0 && below(period).has_participants[unit] != 0;
    if (!whole) {
      cells.push_back(own.column[unit]);
    } else if (own.spoken == 0) {
      cells.push_back(added_up(index, own, below(period).participants[unit]));
    } else {
      cells.push_back(added_up(index, own, parts_below(index, category, period, unit, pool)));
    }
  }
  return cells;
}

void FactSource::change_own(const OwnKey& key, Own& own, const ReportedValues::Change& change) {
  const auto& [input, category, period] = key;
  const auto unit = static_cast<uint32_t>(change.value.unit.index());
  Pool none;
  const Cell cell = reported(input, category, periods_[period], unit, none);
  engine::BlockBuffer one;
  one.start(1, engine::form_of(change.form.type),
            static_cast<double>(static_cast<int64_t>(power_of_ten(change.form.digits))));
  one.set(0, cell);
  one.marks_written();
  own.column = own.column.with({&unit, 1}, one.block());
  if (!adds_up(input) || below(period).has_participants[unit] == 0) return;
  const char silent = reported_itself(cell) ? 0 : 1;
  if (silent == own.silent[unit]) return;
  own.spoken += silent != 0 ? -size_t{1} : size_t{1};
  own.silent[unit] = silent;
}

void FactSource::change_values(std::span<const ReportedValues::Change> changes,
                               std::shared_ptr<const ReportedValues> values_now) {
  // Whether a period has values of its own decides where all of them come from.
  for (const ReportedValues::Change& change : changes) {
    if (!values().any(change.key)) own_.erase(change.key.indicator);
  }
  changed_values_ = std::move(values_now);
  for (const ReportedValues::Change& change : changes) {
    const auto kept = own_.find(change.key.indicator);
    if (kept == own_.end()) continue;
    const DateRange days = range(change.key.period);
    for (auto at = kept->second.begin(); at != kept->second.end();) {
      const auto& [input, category, period] = at->first;
      const bool touched = category == change.key.category && days_[period].overlaps(days);
      if (touched && at->second.plain && days_[period] == days) {
        change_own(at->first, at->second, change);
        ++at;
      } else if (touched) {
        at = kept->second.erase(at);
      } else {
        ++at;
      }
    }
  }
}

std::vector<engine::Evaluation::InputChange> FactSource::dependents(
    const ReportedValues::Change& change, const std::vector<engine::Evaluation::InputRead>& read) {
  std::vector<engine::Evaluation::InputChange> all;
  const DateRange days = range(change.key.period);
  for (const engine::Evaluation::InputRead& one : read) {
    if (rules_.inputs[one.input] != change.key.indicator || one.category != change.key.category) {
      continue;
    }
    if (!days_[one.period].overlaps(days)) continue;
    const Period& period = periods_[one.period];
    std::set<uint32_t> units{static_cast<uint32_t>(change.value.unit.index())};
    const auto& pieces = pieces_of(one.input, period);
    const bool several = pieces && pieces->size() > 1;
    if (several && days_[one.period] == days && !values().any(change.key)) {
      // From now on everybody's value is that of the period itself, no longer of its parts.
      for (uint32_t unit = 0; unit < unit_count(); ++unit) units.insert(unit);
    }
    if (view_.geography) {
      for (const RestatedPart& part : restatement().of(change.value.unit).parts) {
        units.insert(static_cast<uint32_t>(part.target.index()));
      }
    }
    if (adds_up(one.input)) {
      const auto& above = parents(one.period, {});
      for (const uint32_t unit : std::vector<uint32_t>(units.begin(), units.end())) {
        for (int32_t a = above[unit]; a >= 0; a = above[static_cast<size_t>(a)]) {
          units.insert(static_cast<uint32_t>(a));
        }
      }
    }
    all.push_back({one.input, one.category, one.period, {units.begin(), units.end()}});
  }
  return all;
}

}  // namespace exemplar::programme
