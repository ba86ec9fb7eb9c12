// The nearest way of a unit, as explain tells it: for people a few lines, for programs an object.
//
//   Cách gần nhất đến mức “Đạt tất cả”:
//      8  Diện tích trụ sở làm việc: thêm 138,0 m², từ 197,0 m² lên 335,0 m² (…)
//     22  cần số liệu: thêm 132 – số trả lời (…)
//     không tính được cách, không dựa vào chỉ số nào được khai báo là thay đổi được: tiêu chí 3, 21
#pragma once

#include "cli/words.hpp"
#include "programme/nearest_way/nearest_way.hpp"

namespace exemplar::cli {

// Lines of at most `width` columns. Nothing where the unit has arrived.
std::vector<std::string> nearest_way_lines(const programme::Definitions& definitions,
                                           const programme::Assessment& result,
                                           const programme::NearestWay& way, const Say& say,
                                           int width);
Json json_of(const programme::Definitions& definitions, const programme::Assessment& result,
             const programme::NearestWay& way, const Say& say);

}  // namespace exemplar::cli
