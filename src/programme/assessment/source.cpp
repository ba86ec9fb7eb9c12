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

}  // namespace

FactSource::FactSource(const CompiledRules& rules, const Facts& facts, View view)
    : rules_(rules), facts_(facts), view_(view) {}

void FactSource::set_values(std::shared_ptr<const ReportedValues> values) {
  changed_values_ = std::move(values);
  own_.clear();
}

PeriodIndex FactSource::index_of(const Period& period) {
  for (size_t i = 0; i < periods_.size(); ++i) {
    if (same_days(periods_[i], period)) return static_cast<PeriodIndex>(i);
  }
  periods_.push_back(period);
  days_.push_back(range(period));
  return static_cast<PeriodIndex>(periods_.size() - 1);
}

void FactSource::set_participants(PeriodIndex period, std::vector<char> taking_part) {
  participants_[period] = std::move(taking_part);
  below_.clear();
  own_.clear();
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

Cell FactSource::attribute(uint32_t index, PeriodIndex period, size_t unit, Pool& pool) {
  const Date day = day_of(period);
  const OrganisationUnitId id(unit);
  const UnitVersion* version = units().version_at(id, day);
  if (version == nullptr) return engine::unknown_cell(Pool::plain(ReasonKind::UnitNotThere));
  Cell cell;
  cell.answer = engine::kKnown;
  if (index < 3) {
    const std::string& text = index == 0   ? version->kind
                              : index == 1 ? version->code
                                           : version->name.vi;
    cell.exact = {pool.text(text), 1};
    return cell;
  }
  const auto value = units().attribute_at(id, UnitAttributeId(index - 3), day);
  if (!value) return engine::unknown_cell(Pool::plain(ReasonKind::NoValue));
  if (const auto* number = std::get_if<Decimal>(&*value)) {
    cell.exact = {number->units, power_of_ten(number->digits)};
  } else if (const auto* text = std::get_if<std::string>(&*value)) {
    cell.exact = {pool.text(*text), 1};
  } else if (const auto* truth = std::get_if<bool>(&*value)) {
    cell.answer = *truth ? engine::Answer::Met : engine::Answer::NotMet;
  } else {
    cell.exact = {std::get<Date>(*value).days, 1};
  }
  return cell;
}

Cell FactSource::months_active(bool lineage, PeriodIndex period, size_t unit, Pool& pool) {
  const Date day = day_of(period);
  const OrganisationUnitId id(unit);
  if (!units().is_valid(id, day)) {
    return engine::unknown_cell(Pool::plain(ReasonKind::UnitNotThere));
  }
  Cell cell;
  cell.answer = engine::kKnown;
  if (!lineage) {
    cell.exact = {units().months_active(id, day), 1};
    return cell;
  }
  const LineageMonths months = units().months_active_lineage(id, day);
  if (months.value()) {
    cell.exact = {*months.value(), 1};
    return cell;
  }
  Reason reason;
  reason.kind = ReasonKind::UnknownShares;
  reason.low = Ratio{months.at_least, 1};
  reason.high = Ratio{months.at_most, 1};
  return engine::unknown_cell(pool.add(std::move(reason)));
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
  if (nobody_.size() != unit_count()) nobody_.assign(unit_count(), 0);
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
