// A list in the form that its caller asks for: the one place that makes JSON, CSV or XLSX of it.
//
//   rows of cells ─▶ Accept ─┬─ application/json   {"labels": […], head…, "units": [{…}], "next": 5000}
//                            ├─ text/csv           a column "label", then the list's own
//                            └─ …spreadsheetml     the same in a workbook; X-Next tells where to go on
#pragma once

#include <functional>

#include "api/call.hpp"
#include "tables/listing.hpp"

namespace exemplar::api {

inline constexpr std::string_view kXlsxType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
// By ListFormat.
inline constexpr std::string_view kListTypes[] = {"application/json", "text/csv", kXlsxType};
inline constexpr std::string_view kFormType = "multipart/form-data";

// 406 where nothing of it is accepted.
ListFormat list_format(const std::string& accept);

// What everything that shows the office's values has to say of itself.
std::vector<std::string> labels(const Call& call);
Json labels_json(const Call& call);

struct List {
  std::string name;                    // of the member in JSON, of the sheet and the file
  Json head = Json::object();          // what JSON says before the rows
  tables::Listing rows = {};           // without name and labels
  std::optional<Json> json_rows = {};  // in JSON in place of the rows
  std::optional<std::vector<std::string>> labels = {};  // in place of the office's
  std::optional<size_t> next = {};                      // where the list goes on
  bool paged = true;
};
http::Response list_response(const Call& call, List list, int status = 200);

// Cells.
tables::ListCell number_cell(const std::optional<Decimal>& number);
tables::ListCell day_cell(const std::optional<Date>& day);

}  // namespace exemplar::api
