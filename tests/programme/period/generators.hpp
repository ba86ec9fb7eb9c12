// Random periods for the identities: every unit, every day of the year that make_period allows.
#pragma once

#include <rapidcheck/gtest.h>

#include "programme/period/period.hpp"

namespace exemplar::programme {

inline rc::Gen<Date> any_date() {
  return rc::gen::map(rc::gen::inRange(make_date(1920, 1, 1)->days, make_date(2150, 1, 1)->days),
                      [](int days) { return Date{days}; });
}

inline rc::Gen<Length> any_length() {
  return rc::gen::apply(
      [](Length::Unit unit, int count) {
        return Length{count, unit};
      },
      rc::gen::element(Length::Days, Length::Weeks, Length::Months, Length::Years),
      rc::gen::weightedOneOf<int>(
          {{3, rc::gen::inRange(1, 14)}, {1, rc::gen::element(28, 30, 31, 365, 366, 12, 24)}}));
}

inline rc::Gen<Period> any_period() {
  return rc::gen::map(
      rc::gen::suchThat(rc::gen::pair(any_date(), any_length()),
                        [](const std::pair<Date, Length>& parts) {
                          return static_cast<bool>(make_period(parts.first, parts.second));
                        }),
      [](const std::pair<Date, Length>& parts) {
        return Period{parts.first, parts.second};
      });
}

inline rc::Gen<Length> any_fixed_length() {
  return rc::gen::element(Length{1, Length::Days}, Length{1, Length::Weeks},
                          Length{1, Length::Months}, Length{2, Length::Months},
                          Length{3, Length::Months}, Length{4, Length::Months},
                          Length{6, Length::Months}, Length{1, Length::Years});
}

inline void showValue(const Period& value, std::ostream& out) {
  out << to_string(value);
}

}  // namespace exemplar::programme
