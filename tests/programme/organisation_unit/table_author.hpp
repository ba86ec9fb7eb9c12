// Writes tables of units as an author would, a row a call; rows have places as if read from
// units.csv, hierarchies.csv, unit_events.csv and attributes.csv with a header line.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "programme/organisation_unit/organisation_unit.hpp"

namespace exemplar::programme {

// "" is an open end.
inline Date from_day(std::string_view text) {
  return text.empty() ? kOpenPast : parse_iso_date(text).value();
}
inline Date until_day(std::string_view text) {
  return text.empty() ? kOpenFuture : parse_iso_date(text).value();
}
inline Date day(std::string_view text) {
  return parse_iso_date(text).value();
}

struct TableAuthor {
  UnitTables tables;

  static Place row_place(const char* file, size_t rows_before) {
    return {file, static_cast<int>(rows_before) + 2, 0};
  }
  TableAuthor& unit(std::string id, std::string code, std::string name, std::string kind,
                    std::string_view from = "", std::string_view until = "") {
    tables.units.push_back({row_place("units.csv", tables.units.size()), std::move(id),
                            std::move(code), std::move(name), "", std::move(kind), from_day(from),
                            until_day(until)});
    return *this;
  }
  TableAuthor& hierarchy(std::string id, std::vector<std::string> kinds,
                         std::vector<std::string> roots) {
    tables.hierarchies.push_back({std::move(id),
                                  {},
                                  row_place("office.toml", tables.hierarchies.size()),
                                  std::move(kinds),
                                  std::move(roots),
                                  {}});
    return *this;
  }
  TableAuthor& below(std::string hierarchy_id, std::string unit_id, std::string parent,
                     std::string_view from = "", std::string_view until = "") {
    tables.hierarchy_rows.push_back({row_place("hierarchies.csv", tables.hierarchy_rows.size()),
                                     std::move(hierarchy_id), std::move(unit_id), std::move(parent),
                                     from_day(from), until_day(until)});
    return *this;
  }
  TableAuthor& event(std::string_view date, UnitEventKind kind, std::string from, std::string to,
                     std::optional<int64_t> weight = {}, std::optional<int64_t> total = {}) {
    tables.events.push_back({row_place("unit_events.csv", tables.events.size()), day(date), kind,
                             std::move(from), std::move(to), weight, total, "", ""});
    return *this;
  }
  TableAuthor& attribute(std::string id, UnitAttributeType type, int digits = 0) {
    tables.attributes.push_back({std::move(id),
                                 {},
                                 type,
                                 "",
                                 digits,
                                 row_place("office.toml", 100 + tables.attributes.size())});
    return *this;
  }
  TableAuthor& value(std::string unit_id, std::string attribute_id, std::string text,
                     std::string_view from = "", std::string_view until = "") {
    tables.attribute_rows.push_back({row_place("attributes.csv", tables.attribute_rows.size()),
                                     std::move(unit_id), std::move(attribute_id), std::move(text),
                                     from_day(from), until_day(until)});
    return *this;
  }
};

// "unit_events.csv:3 weight_sum" for each problem, in order of places.
inline std::vector<std::string> findings(Problems problems) {
  problems.sort();
  std::vector<std::string> lines;
  for (const Problem& problem : problems) {
    lines.push_back(to_string(problem.place) + " " + problem.code);
  }
  return lines;
}

// Builds tables that must be right.
inline UnitRegister built(const UnitTables& tables) {
  Problems problems;
  UnitRegister units = build_units(tables, problems);
  for (const Problem& problem : problems) {
    ADD_FAILURE() << to_string(problem, Language::English);
  }
  return units;
}

inline OrganisationUnitId id(const UnitRegister& units, std::string_view text) {
  return units.find_by_id(text).value();
}

inline std::vector<std::string> ids(const UnitRegister& units,
                                    const std::vector<OrganisationUnitId>& list) {
  std::vector<std::string> texts;
  for (const OrganisationUnitId unit : list) texts.push_back(units.id_of(unit));
  return texts;
}

// Two districts of a city. On 2025-01-01 wards a and b of District 1 become c; on 2025-07-01 the
// districts end and c is divided between the wards d and e, which stand below the city.
inline TableAuthor small_city() {
  TableAuthor t;
  t.unit("city", "79", "Thành phố Hồ Chí Minh", "municipality")
      .unit("q1", "760", "Quận 1", "urban district", "", "2025-06-30")
      .unit("q3", "770", "Quận 3", "urban district", "", "2025-06-30")
      .unit("a", "26734", "Phường Tân Định", "ward", "", "2024-12-31")
      .unit("b", "26737", "Phường Đa Kao", "ward", "2020-04-01", "2024-12-31")
      .unit("c", "26737", "Phường Đa Kao", "ward", "2025-01-01", "2025-06-30")
      .unit("d", "26737", "Phường Sài Gòn", "ward", "2025-07-01")
      .unit("e", "26743", "Phường Bến Thành", "ward", "2025-07-01")
      .unit("health", "", "Sở Y tế", "department");
  t.hierarchy("territory", {"municipality", "urban district", "ward"}, {"municipality"})
      .below("territory", "q1", "city")
      .below("territory", "q3", "city")
      .below("territory", "a", "q1")
      .below("territory", "b", "q1")
      .below("territory", "c", "q1")
      .below("territory", "d", "city")
      .below("territory", "e", "city");
  t.event("2025-01-01", UnitEventKind::Merge, "a", "c", 600, 600)
      .event("2025-01-01", UnitEventKind::Merge, "b", "c", 300, 300)
      .event("2025-07-01", UnitEventKind::Split, "c", "d", 600, 1000)
      .event("2025-07-01", UnitEventKind::Split, "c", "e", 400, 1000)
      .event("2025-07-01", UnitEventKind::End, "q1", "")
      .event("2025-07-01", UnitEventKind::End, "q3", "");
  t.attribute("area", UnitAttributeType::Number, 2)
      .value("a", "area", "0.63", "2020-01-01", "2022-12-31")
      .value("a", "area", "0.64", "2023-01-01");
  return t;
}

}  // namespace exemplar::programme
