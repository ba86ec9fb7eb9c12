// The review or one unit's report as one HTML file that needs nothing else: no network, no font, no
// other file.
#pragma once

#include "programme/report/review.hpp"

namespace exemplar::programme {

std::string page_of(const ReportData& report);

}  // namespace exemplar::programme
