#include "programme/data_set/fact.hpp"

#include <algorithm>

namespace exemplar::programme {

Facts::Facts(std::vector<Fact> facts) : facts_(std::move(facts)) {
  std::vector<uint32_t> order(facts_.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<uint32_t>(i);
  std::stable_sort(order.begin(), order.end(), [this](uint32_t a, uint32_t b) {
    const Fact& x = facts_[a];
    const Fact& y = facts_[b];
    return std::tie(x.unit, x.revision) < std::tie(y.unit, y.revision);
  });
  for (const uint32_t index : order) {
    const Fact& fact = facts_[index];
    auto& cells =
        cells_[{fact.indicator, first_day(fact.period), last_day(fact.period), fact.category}];
    if (cells.empty() || cells.back().unit != fact.unit) cells.push_back({fact.unit, {}});
    cells.back().history.push_back(index);
  }
}

std::span<const Facts::CellFacts> Facts::cells(IndicatorId indicator, const Period& period,
                                               const CategoryKey& category) const {
  const auto found = cells_.find({indicator, first_day(period), last_day(period), category});
  if (found == cells_.end()) return {};
  return found->second;
}

std::span<const uint32_t> Facts::history(IndicatorId indicator, const Period& period,
                                         const CategoryKey& category,
                                         OrganisationUnitId unit) const {
  const auto column = cells(indicator, period, category);
  const auto found = std::lower_bound(
      column.begin(), column.end(), unit,
      [](const CellFacts& cell, OrganisationUnitId wanted) { return cell.unit < wanted; });
  if (found == column.end() || found->unit != unit) return {};
  return found->history;
}

Facts::Viewed Facts::view(IndicatorId indicator, const Period& period, const CategoryKey& category,
                          OrganisationUnitId unit, Status floor) const {
  return view(history(indicator, period, category, unit), floor);
}

Facts::Viewed Facts::view(std::span<const uint32_t> versions, Status floor) const {
  Viewed viewed;
  for (size_t i = versions.size(); i-- > 0;) {
    const Fact& fact = facts_[versions[i]];
    if (fact.status() >= floor) {
      viewed.fact = &fact;
      break;
    }
    // A draft is nobody's business but its own form's: it announces no correction.
    if (fact.status() > Status::Draft) viewed.correction_pending = true;
  }
  return viewed;
}

std::vector<Period> Facts::periods_of(IndicatorId indicator) const {
  std::vector<Period> periods;
  auto at = cells_.lower_bound({indicator, kOpenPast, kOpenPast, {}});
  for (; at != cells_.end() && at->first.indicator == indicator; ++at) {
    const Fact& fact = facts_[at->second.front().history.front()];
    if (periods.empty() || first_day(periods.back()) != first_day(fact.period) ||
        last_day(periods.back()) != last_day(fact.period)) {
      periods.push_back(fact.period);
    }
  }
  return periods;
}

std::string_view name_of(Status status) {
  switch (status) {
    case Status::Draft:
      return "draft";
    case Status::Reported:
      return "reported";
    case Status::Verified:
      return "verified";
    case Status::Decided:
      return "decided";
  }
  return {};
}

}  // namespace exemplar::programme
