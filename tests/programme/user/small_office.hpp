// A small office to hold powers in, days to hold them on, and chance that can be repeated.
//
//   territory   until 2025-06-30  city ─ q1 ─ a, b (2025: c)       from 2025-07-01  city ─ d, e
//                                      └ q3
//   command     until 2025-02-28  q1 ─ c                           from 2025-03-01  city ─ c
#pragma once

#include "programme/audit/canonical_bytes.hpp"
#include "programme/organisation_unit/table_author.hpp"
#include "programme/user/power_rules.hpp"

namespace exemplar::programme {

inline const UnitRegister& small_office() {
  static const UnitRegister units = [] {
    TableAuthor t = small_city();
    t.hierarchy("command", {"municipality", "urban district", "ward"},
                {"municipality", "urban district"})
        .below("command", "a", "q1")
        .below("command", "b", "q1")
        .below("command", "c", "q1", "2025-01-01", "2025-02-28")
        .below("command", "c", "city", "2025-03-01")
        .below("command", "d", "city")
        .below("command", "e", "city");
    return built(t.tables);
  }();
  return units;
}

inline OrganisationUnitId unit(std::string_view text) {
  return id(small_office(), text);
}

inline DateRange days(std::string_view from, std::string_view until) {
  return {from_day(from), until_day(until)};
}

inline Reach whole() {
  return {Reach::Extent::Everything, "", {}};
}
inline Reach below(std::string root, std::string hierarchy = "territory") {
  return {Reach::Extent::Below, std::move(hierarchy), {std::move(root)}};
}
inline Reach only(std::vector<std::string> units) {
  return {Reach::Extent::Units, "", std::move(units)};
}

inline Holding holding(Role role, Reach reach, DateRange on = {}) {
  return {powers_of(role), std::move(reach), on, std::string(name_of(role)), "", {}};
}

// The same bytes each time; copies go on where the others are.
inline FillRandom repeatable(uint64_t seed) {
  return [random = std::make_shared<std::mt19937_64>(seed)](std::span<uint8_t> to) {
    for (uint8_t& byte : to) byte = static_cast<uint8_t>((*random)());
  };
}

}  // namespace exemplar::programme
