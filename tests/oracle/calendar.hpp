// The calendar of every small world: three years with their quarters, and the months of the last.
//
//   2021 2022 2023                     [previous], [last year], [last 3 years]
//   2021-Q1 … 2023-Q4                  [quarters] of a year, [last 4 quarters]
//   2023-01 … 2023-12                  [months] of 2023; of 2022 this span is not covered
#pragma once

#include "oracle/world.hpp"

namespace exemplar::oracle {

std::vector<Period> small_calendar();

}  // namespace exemplar::oracle
