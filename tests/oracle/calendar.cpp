#include "oracle/calendar.hpp"

#include <fmt/format.h>

namespace exemplar::oracle {

using engine::TimeStep;

namespace {

constexpr int kFirstYear = 2021;
constexpr int kYears = 3;

Period span(std::string text, int year, int month, int months) {
  Period period;
  period.text = std::move(text);
  period.first_day = make_date(year, month, 1).value();
  period.last_day = add_months(period.first_day, months) - 1;
  return period;
}

// `apart` of these periods make a year, and they stand in order from `first` on.
void link(std::vector<Period>& periods, int first, int count, int apart, TimeStep step) {
  for (int i = first; i < first + count; ++i) {
    Period& period = periods[static_cast<size_t>(i)];
    if (i > first) {
      period.previous = i - 1;
      period.one_back[step] = i - 1;
    }
    if (i - apart >= first) {
      period.last_year = i - apart;
      period.one_back[TimeStep::Years] = i - apart;
    }
  }
}

}  // namespace

std::vector<Period> small_calendar() {
  std::vector<Period> periods;
  for (int y = 0; y < kYears; ++y) {
    periods.push_back(span(std::to_string(kFirstYear + y), kFirstYear + y, 1, 12));
  }
  for (int y = 0; y < kYears; ++y) {
    for (int q = 0; q < 4; ++q) {
      periods[static_cast<size_t>(y)].parts[TimeStep::Quarters].push_back(
          static_cast<int>(periods.size()));
      periods.push_back(
          span(fmt::format("{}-Q{}", kFirstYear + y, q + 1), kFirstYear + y, 3 * q + 1, 3));
    }
  }
  const int months = static_cast<int>(periods.size());
  for (int m = 0; m < 12; ++m) {
    const int at = static_cast<int>(periods.size());
    periods[kYears - 1].parts[TimeStep::Months].push_back(at);
    periods[static_cast<size_t>(kYears + 4 * (kYears - 1) + m / 3)]
        .parts[TimeStep::Months]
        .push_back(at);
    periods.push_back(span(fmt::format("{}-{:02}", kFirstYear + kYears - 1, m + 1),
                           kFirstYear + kYears - 1, m + 1, 1));
  }
  link(periods, 0, kYears, 1, TimeStep::Years);
  link(periods, kYears, 4 * kYears, 4, TimeStep::Quarters);
  link(periods, months, 12, 12, TimeStep::Months);
  return periods;
}

}  // namespace exemplar::oracle
