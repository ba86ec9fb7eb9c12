#include "programme/office/office.hpp"

#include <algorithm>
#include <set>

#include "programme/period/period_text.hpp"

namespace exemplar::programme {

bool Office::synthetic(const std::vector<SourceId>& of_facts) const {
  const auto any = [this](const auto& records) {
    return std::any_of(records.begin(), records.end(), [this](const auto& record) {
      return record.source.valid() && sources[record.source.index()].synthetic;
    });
  };
  const bool any_fact = std::any_of(of_facts.begin(), of_facts.end(), [this](SourceId source) {
    return source.valid() && sources[source.index()].synthetic;
  });
  return any_fact || any(decisions) || any(definitions.documents) || any(directives) ||
         any(obstacles);
}

std::vector<Message> labels_of(const Office& office) {
  return labels_of(office, office.facts.sources());
}

std::vector<Message> labels_of(const Office& office, const std::vector<SourceId>& of_facts) {
  std::vector<Message> labels;
  if (office.synthetic(of_facts)) labels.push_back(msg("simulated values"));
  const bool illustrative =
      std::any_of(office.definitions.programmes.begin(), office.definitions.programmes.end(),
                  [](const Programme& programme) {
                    return std::any_of(programme.sets.begin(), programme.sets.end(),
                                       [](const CriteriaSet& set) { return set.illustrative; });
                  });
  if (illustrative) labels.push_back(msg("illustrative criteria"));
  return labels;
}

std::vector<Period> judged_years(const Office& office, const Programme& programme,
                                 const CriteriaSet* set) {
  const Calendar* const named = office.definitions.calendar(programme.calendar);
  const Calendar& calendar = named != nullptr ? *named : civil_calendar();
  std::set<int, std::greater<>> years;
  for (size_t i = 0; i < office.definitions.indicators.size(); ++i) {
    for (const Period& period : office.facts.values().periods_of(IndicatorId(i))) {
      years.insert(year_holding(calendar, last_day(period)));
    }
  }
  std::vector<Period> judged;
  for (const int year : years) {
    const auto period = parse_period(fmt::format("{:04}", year), calendar);
    if (!period) continue;
    const auto judging = programme.sets_for(last_day(*period));
    const bool wanted = set == nullptr
                            ? !judging.empty()
                            : std::find(judging.begin(), judging.end(), set) != judging.end();
    if (wanted) judged.push_back(*period);
  }
  return judged;
}

}  // namespace exemplar::programme
