// Ho Chi Minh City between the lists of 1 February 2024 and 1 March 2025 (the wards were merged on
// 1 January 2025; the old-to-new map is not in the files, and nothing is inferred).
#include "base/name_match.hpp"
#include "official_lists.hpp"
#include "programme/organisation_unit/restatement.hpp"

namespace exemplar::programme {
namespace {

std::vector<FactRow> of_the_city(const std::string& file) {
  std::vector<FactRow> found;
  std::set<std::string> codes;
  for (const FactRow& row : read_facts(file)) {
    if (row.at("code") != "79" && row.at("parent_code") != "79" &&
        !codes.contains(row.at("parent_code"))) {
      continue;
    }
    codes.insert(row.at("code"));
    found.push_back(row);
  }
  return found;
}

struct Outcome {
  UnitTables tables;
  int other_writing = 0;
  int other_name = 0;
};

Outcome city_over_the_merger() {
  std::map<std::string, FactRow> later;
  for (const FactRow& row : of_the_city("units-2025-03-01.csv")) later[row.at("code")] = row;
  Outcome outcome;
  TableAuthor author;
  author.tables.hierarchies.push_back(territory_definition());
  for (const FactRow& row : of_the_city("units-2024-02-01.csv")) {
    const std::string& code = row.at("code");
    const std::string& name = row.at("name");
    const auto next = later.find(code);
    const bool ends = next == later.end();
    const bool same = !ends && next->second.at("name") == name;
    const bool other_writing =
        !ends && !same && same_name_in_other_writing(name, next->second.at("name"));
    outcome.other_writing += other_writing ? 1 : 0;
    const std::string& parent = row.at("parent_code");
    author.unit(code, code, name, row.at("kind"), "", same ? "" : "2024-12-31");
    if (!parent.empty()) author.below("territory", code, parent);
    if (other_writing) {
      author.unit(code, code, next->second.at("name"), next->second.at("kind"), "2025-01-01");
    } else if (!ends && !same) {
      ++outcome.other_name;
      author.unit(code + " of 2025", code, next->second.at("name"), next->second.at("kind"),
                  "2025-01-01");
      author.below("territory", code + " of 2025", next->second.at("parent_code"));
      author.event("2025-01-01", UnitEventKind::Unclear, code, code + " of 2025");
    }
  }
  outcome.tables = author.tables;
  return outcome;
}

TEST(WardMerger2025, ReportsWhatTheListsDoNotSay) {
  if (const std::string missing = facts_missing(); !missing.empty()) GTEST_SKIP() << missing;
  const Outcome outcome = city_over_the_merger();
  EXPECT_EQ(outcome.other_writing, 56);
  EXPECT_EQ(outcome.other_name, 15);
  const UnitRegister units = built(outcome.tables);
  const HierarchyId territory = units.find_hierarchy("territory").value();
  const auto below_districts = [&](const char* on) {
    int count = 0;
    const auto city = units.resolve("79", day(on));
    for (const OrganisationUnitId district : units.children(*city, territory, day(on))) {
      count += static_cast<int>(units.children(district, territory, day(on)).size());
    }
    return count;
  };
  EXPECT_EQ(below_districts("2024-12-31"), 312);
  EXPECT_EQ(below_districts("2025-01-01"), 273);
  EXPECT_EQ(units.fate_unknown().size(), 39u);
  EXPECT_EQ(units.continuity_not_confirmed().size(), 15u);
  EXPECT_EQ(units.events().size(), 15u);  // another writing is no event

  const Restatement now = restate_onto(units, day("2025-03-01"));
  std::map<RestatementGap, int> gaps;
  int whole = 0;
  for (const OrganisationUnitId unit : units.valid_at(day("2024-12-31"))) {
    for (const RestatementReason& reason : now.of(unit).reasons) ++gaps[reason.gap];
    if (now.of(unit).known() && !now.of(unit).parts.empty()) ++whole;
  }
  EXPECT_EQ(gaps, (std::map<RestatementGap, int>{{RestatementGap::FateUnknown, 39},
                                                 {RestatementGap::ContinuityNotConfirmed, 15}}));
  EXPECT_EQ(whole, 335 - 39 - 15);
}

// 152 of the 312 share their name with another, so none is shown alone; with its district each
// name is the unit's own.
TEST(WardMerger2025, NamesWithDistrictsAreUnique) {
  if (const std::string missing = facts_missing(); !missing.empty()) GTEST_SKIP() << missing;
  const UnitRegister units = built(city_over_the_merger().tables);
  const HierarchyId territory = units.find_hierarchy("territory").value();
  std::map<std::string, int> alone;
  std::set<std::string> shown;
  const Date on = day("2024-02-01");
  for (const OrganisationUnitId unit : units.valid_at(on)) {
    if (units.ancestors(unit, territory, on).size() != 2) continue;
    ++alone[units.version_at(unit, on)->name.vi];
    shown.insert(units.name_with_district(unit, on, territory, Language::Vietnamese));
  }
  int shared = 0;
  for (const auto& [name, count] : alone) shared += count > 1 ? count : 0;
  EXPECT_EQ(shared, 152);
  EXPECT_EQ(shown.size(), 312u);
}

}  // namespace
}  // namespace exemplar::programme
