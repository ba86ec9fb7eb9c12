#include "programme/assessment/source.hpp"

#include "engine/compute/kernels.hpp"
#include "programme/period/period_text.hpp"
#include "programme/period/tiling.hpp"

namespace exemplar::programme {

using engine::Cell;
using engine::CellVector;
using engine::PeriodIndex;
using engine::Pool;
using engine::Reason;
using engine::ReasonKind;

namespace {

Length length_of(engine::TimeStep step) {
  switch (step) {
    case engine::TimeStep::Days:
      return {1, Length::Unit::Days};
    case engine::TimeStep::Weeks:
      return {1, Length::Unit::Weeks};
    case engine::TimeStep::Months:
      return {1, Length::Unit::Months};
    case engine::TimeStep::Quarters:
      return {3, Length::Unit::Months};
    case engine::TimeStep::Years:
      return {1, Length::Unit::Years};
  }
  return {1, Length::Unit::Years};
}

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
  node.type = engine::ValueType::Exact;
  node.function = function_of(combination);
  return node;
}

}  // namespace

FactSource::FactSource(const CompiledRules& rules, const Facts& facts, View view)
    : rules_(rules), facts_(facts), view_(view) {}

PeriodIndex FactSource::index_of(const Period& period) {
  for (size_t i = 0; i < periods_.size(); ++i) {
    if (same_days(periods_[i], period)) return static_cast<PeriodIndex>(i);
  }
  periods_.push_back(period);
  return static_cast<PeriodIndex>(periods_.size() - 1);
}

void FactSource::set_participants(PeriodIndex period, std::vector<char> taking_part) {
  participants_[period] = std::move(taking_part);
}

Date FactSource::participants_day(PeriodIndex period) const {
  if (view_.geography) return *view_.geography;
  switch (rules_.programme->participants_on) {
    case Programme::ParticipantsOn::FirstDay:
      return programme::first_day(periods_[period]);
    case Programme::ParticipantsOn::FixedDay:
      return rules_.programme->participants_day;
    case Programme::ParticipantsOn::LastDay:
      break;
  }
  return day_of(period);
}

Date FactSource::day_of(PeriodIndex period) const {
  if (looked_at_on_) return *looked_at_on_;
  if (view_.geography) return *view_.geography;
  return programme::last_day(periods_[period]);
}

Date FactSource::first_day(PeriodIndex period) {
  return programme::first_day(periods_[period]);
}
Date FactSource::last_day(PeriodIndex period) {
  return programme::last_day(periods_[period]);
}

const Calendar& FactSource::calendar_of(const Indicator& indicator) const {
  const std::string& id =
      indicator.calendar.empty() ? rules_.programme->calendar : indicator.calendar;
  const Calendar* calendar = rules_.definitions->calendar(id);
  return calendar != nullptr ? *calendar : civil_calendar();
}

Cell FactSource::cell_of(const Fact& fact, bool pending, Pool& pool) const {
  Cell cell;
  cell.status = static_cast<uint8_t>(fact.status());
  cell.correction_pending = pending;
  cell.answer = engine::kKnown;
  switch (fact.kind) {
    case Fact::Kind::Number:
      cell.exact = {fact.number.units, power_of_ten(fact.number.digits)};
      break;
    case Fact::Kind::Truth:
      cell.answer = fact.truth ? engine::Answer::Met : engine::Answer::NotMet;
      break;
    case Fact::Kind::Date:
      cell.exact = {fact.date.days, 1};
      break;
    case Fact::Kind::Text:
      cell.exact = {pool.text(fact.text), 1};
      break;
    case Fact::Kind::NotApplicable: {
      Reason reason;
      reason.kind = ReasonKind::DeclaredNotApplicable;
      reason.text.vi = fact.note;
      cell.answer = engine::Answer::NotApplicable;
      cell.reason = pool.add(std::move(reason));
      break;
    }
  }
  return cell;
}

CellVector FactSource::reported(uint32_t input, const std::string& category, const Period& period,
                                Pool& pool) {
  const Date day = programme::last_day(period);
  CellVector column(unit_count(), engine::unknown_cell(Pool::plain(ReasonKind::NoValue)));
  for (size_t i = 0; i < column.size(); ++i) {
    if (!units().is_valid(OrganisationUnitId(i), day)) {
      column[i] = engine::unknown_cell(Pool::plain(ReasonKind::UnitNotThere));
    }
  }
  const IndicatorId id = rules_.inputs[input];
  for (const Facts::CellFacts& cell : facts_.cells(id, period, category)) {
    const Facts::Viewed viewed = facts_.view(cell, view_.floor);
    if (viewed.fact == nullptr || !units().is_valid(cell.unit, day)) continue;
    column[cell.unit.index()] = cell_of(*viewed.fact, viewed.correction_pending, pool);
  }
  if (change_) change_(id, period, column);
  return column;
}

// A period that is a union of the indicator's own periods: their values together.
CellVector FactSource::over_time(uint32_t input, const std::string& category, const Period& period,
                                 Pool& pool) {
  const Indicator& what = indicator(input);
  if (!facts_.cells(rules_.inputs[input], period, category).empty()) {
    return reported(input, category, period, pool);
  }
  const auto pieces = nested(period, calendar_of(what), what.collected);
  if (!pieces) {
    return CellVector(unit_count(), engine::unknown_cell(Pool::plain(ReasonKind::NotCollected)));
  }
  if (pieces->size() == 1) return reported(input, category, period, pool);
  if (what.over_time == Combination::None) {
    return CellVector(unit_count(), engine::unknown_cell(Pool::plain(ReasonKind::NotCollected)));
  }
  std::vector<CellVector> columns;
  for (const Period& piece : *pieces) columns.push_back(reported(input, category, piece, pool));
  if (what.over_time == Combination::Last || !what.numeric()) return columns.back();
  const engine::Node node = combining(what.over_time);
  CellVector result(unit_count());
  std::vector<const Cell*> cells(columns.size());
  for (size_t unit = 0; unit < result.size(); ++unit) {
    for (size_t i = 0; i < columns.size(); ++i) cells[i] = &columns[i][unit];
    result[unit] = engine::aggregate(node, cells, engine::ValueType::Exact, &pool);
  }
  return result;
}

CellVector FactSource::reported_input(uint32_t index, const std::string& category,
                                      PeriodIndex period, Pool& pool) {
  CellVector column = over_time(index, category, periods_[period], pool);
  return view_.geography ? restated(index, column, period, pool) : column;
}

CellVector FactSource::input(uint32_t index, const std::string& category, PeriodIndex period,
                             Pool& pool) {
  CellVector column = reported_input(index, category, period, pool);
  add_up_from_below(index, period, column, pool);
  return column;
}

// For each participant and each unit above it (at last -1: everything): the highest unit below that
// one which reported the value itself, or the participant. One walk up for each participant.
template <typename Visit>
void FactSource::each_part(const CellVector& reported, PeriodIndex period, Visit visit) {
  const auto& above = parents(period, {});
  const std::vector<char>& taking_part = participants(period);
  for (size_t unit = 0; unit < reported.size(); ++unit) {
    if (taking_part[unit] == 0) continue;
    auto part = static_cast<uint32_t>(unit);
    for (int32_t a = above[unit]; a >= 0; a = above[static_cast<size_t>(a)]) {
      visit(a, part);
      if (reported_itself(reported[static_cast<size_t>(a)])) part = static_cast<uint32_t>(a);
    }
    visit(-1, part);
  }
}

void FactSource::add_up_from_below(uint32_t input, PeriodIndex period, CellVector& column,
                                   Pool& pool) {
  const Indicator& what = indicator(input);
  if (participants_.empty() || what.over_units == Combination::None || !what.numeric()) return;
  const CellVector own = column;
  const engine::Node node = combining(what.over_units);
  std::map<int32_t, std::vector<uint32_t>> parts_of_whole;
  each_part(own, period, [&](int32_t whole, uint32_t part) {
    // What the unit reported itself stands.
    if (whole < 0 || reported_itself(own[static_cast<size_t>(whole)])) return;
    parts_of_whole[whole].push_back(part);
  });
  for (auto& [whole, parts] : parts_of_whole) {
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    std::vector<const Cell*> cells;
    for (const uint32_t part : parts) cells.push_back(&own[part]);
    column[static_cast<size_t>(whole)] =
        engine::aggregate(node, cells, engine::ValueType::Exact, &pool);
  }
}

bool FactSource::reported_itself(const Cell& cell) {
  return cell.answer != engine::Answer::Unknown || cell.reason != Pool::plain(ReasonKind::NoValue);
}

std::vector<uint32_t> FactSource::parts_of(const CellVector& reported, PeriodIndex period,
                                           int32_t whole) {
  std::set<uint32_t> parts;
  each_part(reported, period, [&](int32_t above, uint32_t part) {
    if (above == whole) parts.insert(part);
  });
  return {parts.begin(), parts.end()};
}

CellVector FactSource::attribute(uint32_t index, PeriodIndex period, Pool& pool) {
  const Date day = day_of(period);
  CellVector column(unit_count(), engine::unknown_cell(Pool::plain(ReasonKind::NoValue)));
  for (size_t i = 0; i < column.size(); ++i) {
    const OrganisationUnitId unit(i);
    const UnitVersion* version = units().version_at(unit, day);
    if (version == nullptr) {
      column[i] = engine::unknown_cell(Pool::plain(ReasonKind::UnitNotThere));
      continue;
    }
    Cell cell;
    cell.answer = engine::kKnown;
    if (index < 3) {
      const std::string& text = index == 0   ? version->kind
                                : index == 1 ? version->code
                                             : version->name.vi;
      cell.exact = {pool.text(text), 1};
      column[i] = cell;
      continue;
    }
    const auto value = units().attribute_at(unit, UnitAttributeId(index - 3), day);
    if (!value) continue;
    if (const auto* number = std::get_if<Decimal>(&*value)) {
      cell.exact = {number->units, power_of_ten(number->digits)};
    } else if (const auto* text = std::get_if<std::string>(&*value)) {
      cell.exact = {pool.text(*text), 1};
    } else if (const auto* truth = std::get_if<bool>(&*value)) {
      cell.answer = *truth ? engine::Answer::Met : engine::Answer::NotMet;
    } else {
      cell.exact = {std::get<Date>(*value).days, 1};
    }
    column[i] = cell;
  }
  return column;
}

CellVector FactSource::months_active(bool lineage, PeriodIndex period, Pool& pool) {
  const Date day = day_of(period);
  CellVector column(unit_count(), engine::unknown_cell(Pool::plain(ReasonKind::UnitNotThere)));
  for (size_t i = 0; i < column.size(); ++i) {
    const OrganisationUnitId unit(i);
    if (!units().is_valid(unit, day)) continue;
    Cell cell;
    cell.answer = engine::kKnown;
    if (!lineage) {
      cell.exact = {units().months_active(unit, day), 1};
    } else {
      const LineageMonths months = units().months_active_lineage(unit, day);
      if (months.value()) {
        cell.exact = {*months.value(), 1};
      } else {
        Reason reason;
        reason.kind = ReasonKind::UnknownShares;
        reason.low = Ratio{months.at_least, 1};
        reason.high = Ratio{months.at_most, 1};
        cell = engine::unknown_cell(pool.add(std::move(reason)));
      }
    }
    column[i] = cell;
  }
  return column;
}

std::optional<std::vector<PeriodIndex>> FactSource::select(PeriodIndex index,
                                                           const engine::Selector& selector) {
  const Period period = periods_[index];
  using Kind = engine::Selector::Kind;
  switch (selector.kind) {
    case Kind::Previous:
      return {{index_of(previous(period))}};
    case Kind::LastYear:
      return {{index_of(same_period_last_year(period))}};
    case Kind::Fixed: {
      const Calendar* calendar = rules_.definitions->calendar(rules_.programme->calendar);
      const auto fixed =
          parse_period(selector.text, calendar != nullptr ? *calendar : civil_calendar());
      if (!fixed) return std::nullopt;
      return {{index_of(*fixed)}};
    }
    case Kind::Parts: {
      const auto parts = split(period, length_of(selector.step));
      if (!parts) return std::nullopt;
      std::vector<PeriodIndex> indexes;
      for (const Period& part : *parts) indexes.push_back(index_of(part));
      return indexes;
    }
    case Kind::LastSeveral: {
      std::vector<PeriodIndex> indexes;
      if (selector.step == engine::TimeStep::Years) {
        Period at = period;
        for (int i = 0; i < selector.count; ++i) {
          indexes.insert(indexes.begin(), index_of(at));
          at = same_period_last_year(at);
        }
        return indexes;
      }
      const auto parts = split(period, length_of(selector.step));
      if (!parts) return std::nullopt;
      Period at = parts->back();
      for (int i = 0; i < selector.count; ++i) {
        indexes.insert(indexes.begin(), index_of(at));
        at = previous(at);
      }
      return indexes;
    }
    default:
      return std::nullopt;
  }
}

bool FactSource::comparable(uint32_t input, PeriodIndex a, PeriodIndex b) {
  const auto& versions = indicator(input).versions;
  const auto version_of = [&](PeriodIndex period) {
    const Date start = programme::first_day(periods_[period]);
    size_t at = 0;
    for (size_t i = 0; i < versions.size(); ++i) {
      if (versions[i].from <= start) at = i;
    }
    return at;
  };
  if (versions.empty()) return true;
  const size_t first = std::min(version_of(a), version_of(b));
  const size_t last = std::max(version_of(a), version_of(b));
  for (size_t i = first + 1; i <= last; ++i) {
    if (!versions[i].comparable) return false;
  }
  return true;
}

const std::vector<int32_t>& FactSource::parents(PeriodIndex period, const std::string& hierarchy) {
  const std::string& id = hierarchy.empty() ? rules_.programme->hierarchy : hierarchy;
  const Date day = day_of(period);
  const auto key = std::make_pair(day, id);
  if (const auto found = parents_.find(key); found != parents_.end()) return found->second;
  std::vector<int32_t> result(unit_count(), -1);
  if (const auto found = units().find_hierarchy(id)) {
    for (size_t i = 0; i < result.size(); ++i) {
      const auto parent = units().parent(OrganisationUnitId(i), *found, day);
      if (parent) result[i] = static_cast<int32_t>(parent->index());
    }
  }
  return parents_.emplace(key, std::move(result)).first->second;
}

const std::vector<char>& FactSource::participants(PeriodIndex period) {
  // Other periods (months of the year, years before last) are looked at by the same list.
  const auto found = participants_.find(period);
  if (found != participants_.end()) return found->second;
  if (!participants_.empty()) return participants_.begin()->second;
  nobody_.assign(unit_count(), 0);
  return nobody_;
}

int32_t FactSource::unit_with_code(const std::string& code, PeriodIndex period) {
  const auto key = std::make_pair(code, day_of(period));
  if (const auto found = codes_.find(key); found != codes_.end()) return found->second;
  const auto unit = units().resolve(code, key.second);
  const int32_t index = unit ? static_cast<int32_t>(unit->index()) : -1;
  codes_[key] = index;
  return index;
}

}  // namespace exemplar::programme
