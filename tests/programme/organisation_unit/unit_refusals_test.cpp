// Every refusal, from a right small city by one change; the whole list of findings is compared.
#include "table_author.hpp"

namespace exemplar::programme {
namespace {

using Kind = UnitEventKind;

struct RefusalCase {
  const char* name;
  std::function<void(TableAuthor&)> change;
  std::vector<std::string> found;
};

// In small_city(), units.csv ends at line 10, hierarchies.csv at 8, unit_events.csv at 7 and
// attributes.csv at 3.
const RefusalCase kUnits[] = {
    {"no id",
     [](TableAuthor& t) { t.unit("", "1", "Phường 1", "x"); },
     {"units.csv:11 unit_without_id"}},
    {"no name",
     [](TableAuthor& t) { t.unit("x", "1", "", "x"); },
     {"units.csv:11 unit_without_name"}},
    {"no kind",
     [](TableAuthor& t) { t.unit("x", "1", "Phường 1", ""); },
     {"units.csv:11 unit_without_kind"}},
    {"last day before first",
     [](TableAuthor& t) { t.unit("x", "1", "Phường 1", "x", "2024-01-02", "2024-01-01"); },
     {"units.csv:11 empty_validity"}},
    {"two names on one day",
     [](TableAuthor& t) { t.unit("city", "79", "Sài Gòn", "municipality", "2025-01-01"); },
     {"units.csv:11 overlapping_validity"}},
    {"two names on all days",
     [](TableAuthor& t) { t.unit("health", "", "Sở Y Tế", "department"); },
     {"units.csv:10 overlapping_validity"}},  // "Sở Y Tế" sorts before "Sở Y tế"
    {"comes back after a gap",
     [](TableAuthor& t) {
       t.unit("x", "1", "Sở X", "department", "", "2024-01-01")
           .unit("x", "1", "Sở X", "department", "2024-01-03")
           .event("2024-01-02", Kind::End, "x", "");
     },
     {"units.csv:12 gap_in_validity"}},
    {"one code twice on one day",
     [](TableAuthor& t) { t.unit("x", "26734", "Sở X", "department", "2024-12-31"); },
     {"units.csv:11 ambiguous_code"}},
    {"one code twice, the longer holding in between",
     [](TableAuthor& t) {
       t.unit("x", "5", "Sở X", "department")
           .unit("y", "5", "Sở Y", "department", "2024-01-01", "2024-01-01")
           .unit("z", "5", "Sở Z", "department", "2024-01-02")
           .event("2024-01-02", Kind::End, "y", "");
     },
     {"units.csv:12 ambiguous_code", "units.csv:13 ambiguous_code"}},
};

const RefusalCase kHierarchies[] = {
    {"declared twice",
     [](TableAuthor& t) { t.hierarchy("territory", {}, {}); },
     {"office.toml:3 hierarchy_repeated"}},
    {"a root kind outside",
     [](TableAuthor& t) { t.hierarchy("x", {"ward?"}, {"city?"}); },
     {"office.toml:3 root_kind_outside"}},
    {"unknown hierarchy",
     [](TableAuthor& t) { t.below("teritory", "e", "city"); },
     {"hierarchies.csv:9 unknown_hierarchy"}},
    {"unknown unit",
     [](TableAuthor& t) { t.below("territory", "x", "city"); },
     {"hierarchies.csv:9 unknown_unit"}},
    {"unknown parent",
     [](TableAuthor& t) { t.tables.hierarchy_rows[6].parent = "citty"; },
     {"hierarchies.csv:8 unknown_unit"}},
    {"last day before first",
     [](TableAuthor& t) { t.below("territory", "e", "city", "2026-01-02", "2026-01-01"); },
     {"hierarchies.csv:9 empty_validity"}},
    {"before the unit begins",
     [](TableAuthor& t) { t.below("territory", "e", "city", "2024-01-01", "2025-06-30"); },
     {"hierarchies.csv:9 link_outside_validity"}},
    {"a kind that does not belong",
     [](TableAuthor& t) { t.below("territory", "health", "city"); },
     {"hierarchies.csv:9 kind_outside_hierarchy"}},
    {"a parent of a kind that does not belong",
     [](TableAuthor& t) { t.tables.hierarchy_rows[6].parent = "health"; },
     {"hierarchies.csv:8 kind_outside_hierarchy"}},
    {"two parents on one day",
     [](TableAuthor& t) { t.below("territory", "a", "q3", "2024-12-31"); },
     {"hierarchies.csv:9 overlapping_parents"}},
    {"a parent that has ended",
     [](TableAuthor& t) { t.tables.hierarchy_rows[6].parent = "q3"; },
     {"hierarchies.csv:8 parent_not_valid"}},
    {"a parent that has not begun and then ends",
     [](TableAuthor& t) {
       t.unit("x", "7", "Sở X", "ward", "2024-01-01");
       t.below("territory", "x", "c");
     },
     {"hierarchies.csv:9 parent_not_valid", "hierarchies.csv:9 parent_not_valid"}},
    {"below itself",
     [](TableAuthor& t) { t.below("territory", "city", "city"); },
     {"hierarchies.csv:9 cycle_in_hierarchy"}},
    {"a cycle of three",
     [](TableAuthor& t) { t.below("territory", "city", "a", "2024-01-01", "2024-01-01"); },
     {"hierarchies.csv:9 cycle_in_hierarchy"}},
    {"a cycle that only the days of a parent close",
     [](TableAuthor& t) {
       t.unit("x", "7", "X", "office").unit("y", "8", "Y", "office");
       t.hierarchy("loop", {"ward", "office"}, {"ward", "office"})
           .below("loop", "x", "c")
           .below("loop", "c", "y")
           .below("loop", "y", "x", "2025-03-01");
     },
     // x stands below c only while c is there.
     {"hierarchies.csv:9 parent_not_valid", "hierarchies.csv:9 parent_not_valid",
      "hierarchies.csv:11 cycle_in_hierarchy"}},
    {"no parent at all",
     [](TableAuthor& t) { t.tables.hierarchy_rows.pop_back(); },
     {"units.csv:9 parent_missing"}},
    {"an empty parent",
     [](TableAuthor& t) { t.tables.hierarchy_rows[6].parent = ""; },
     {"units.csv:9 parent_missing"}},
    {"no parent on one day",
     [](TableAuthor& t) {
       t.tables.hierarchy_rows[2].until = day("2024-01-01");
       t.below("territory", "a", "q3", "2024-01-03");
     },
     {"units.csv:5 parent_missing"}},
    {"no parent at the beginning",
     [](TableAuthor& t) { t.tables.hierarchy_rows[2].from = day("2024-01-01"); },
     {"units.csv:5 parent_missing"}},
};

const RefusalCase kEvents[] = {
    {"merge from nobody",
     [](TableAuthor& t) { t.event("2025-07-01", Kind::Merge, "", "e"); },
     {"unit_events.csv:8 event_unit_missing"}},
    {"begin of nobody",
     [](TableAuthor& t) { t.event("2025-07-01", Kind::Begin, "", ""); },
     {"unit_events.csv:8 event_unit_missing"}},
    {"end into a unit",
     [](TableAuthor& t) { t.event("2025-07-01", Kind::End, "q1", "e"); },
     {"unit_events.csv:8 event_unit_superfluous"}},
    {"rename into another unit",
     [](TableAuthor& t) { t.event("2025-07-01", Kind::Rename, "q1", "e"); },
     {"unit_events.csv:8 event_unit_superfluous"}},
    {"merge into itself",
     [](TableAuthor& t) { t.event("2025-07-01", Kind::Merge, "e", "e"); },
     {"unit_events.csv:8 event_onto_itself"}},
    {"unknown unit",
     [](TableAuthor& t) { t.event("2025-07-01", Kind::End, "q11", ""); },
     {"unit_events.csv:8 unknown_unit"}},
    {"written twice",
     [](TableAuthor& t) { t.event("2025-07-01", Kind::Split, "c", "e", 400, 1000); },
     {"unit_events.csv:8 event_repeated"}},
    {"begin written twice",
     [](TableAuthor& t) {
       t.unit("x", "7", "Sở X", "department", "2025-07-01");
       t.event("2025-07-01", Kind::Begin, "", "x").event("2025-07-01", Kind::Begin, "", "x");
     },
     {"unit_events.csv:9 event_repeated"}},
    {"ended twice on one day",
     [](TableAuthor& t) { t.event("2025-07-01", Kind::End, "c", ""); },
     // The end names no successor and so sorts after the two rows of the split.
     {"unit_events.csv:8 ended_twice"}},
    {"ended twice on two days",
     [](TableAuthor& t) { t.event("2026-07-01", Kind::End, "q3", ""); },
     {"unit_events.csv:8 ended_twice"}},
    {"begun twice on one day",
     [](TableAuthor& t) { t.event("2025-07-01", Kind::Begin, "", "e"); },
     {"unit_events.csv:8 begun_twice"}},
    {"begun twice on two days",
     [](TableAuthor& t) {
       t.unit("x", "7", "Sở X", "department", "", "2025-12-31");
       t.event("2026-01-01", Kind::Merge, "x", "e");
     },
     {"unit_events.csv:8 begun_twice"}},
    {"the old unit ends on another day",
     [](TableAuthor& t) { t.tables.events[5].date = day("2025-07-02"); },
     {"unit_events.csv:7 event_date"}},
    {"the old unit never ends",
     [](TableAuthor& t) { t.event("2025-07-01", Kind::End, "city", ""); },
     {"unit_events.csv:8 event_date"}},
    {"the new unit begins on another day",
     [](TableAuthor& t) {
       t.unit("x", "7", "Sở X", "department", "2025-07-02");
       t.event("2025-07-01", Kind::Begin, "", "x");
     },
     {"unit_events.csv:8 event_date"}},
    {"rename on the first day",
     [](TableAuthor& t) { t.event("2025-07-01", Kind::Rename, "e", ""); },
     {"unit_events.csv:8 event_date"}},
    {"rename without another name",
     [](TableAuthor& t) { t.event("2025-07-02", Kind::Rename, "e", ""); },
     {"unit_events.csv:8 rename_without_change"}},
    {"move without another parent",
     [](TableAuthor& t) { t.event("2025-07-02", Kind::Move, "e", ""); },
     {"unit_events.csv:8 move_without_change"}},
    {"unclear over two codes",
     [](TableAuthor& t) {
       t.unit("x", "7", "Phường 13", "w", "", "2024-12-31")
           .unit("y", "8", "Phường 15", "w", "2025-01-01");
       t.event("2025-01-01", Kind::Unclear, "x", "y");
     },
     {"unit_events.csv:8 unclear_code"}},
    {"unclear over one name in another writing",
     [](TableAuthor& t) {
       t.unit("x", "7", "Phường 05", "w", "", "2024-12-31")
           .unit("y", "7", "Phường 5", "w", "2025-01-01");
       t.event("2025-01-01", Kind::Unclear, "x", "y");
     },
     {"unit_events.csv:8 unclear_name"}},
    {"one unit becomes several by a merge",
     [](TableAuthor& t) {
       t.tables.events[2].kind = Kind::Merge;
       t.tables.events[3].kind = Kind::Merge;
     },
     {"unit_events.csv:4 event_kind", "unit_events.csv:5 event_kind"}},
    {"several units become one by a split",
     [](TableAuthor& t) {
       t.tables.events[0].kind = Kind::Split;
       t.tables.events[1].kind = Kind::Split;
     },
     {"unit_events.csv:2 event_kind", "unit_events.csv:3 event_kind"}},
    {"an end with a weight",
     [](TableAuthor& t) { t.tables.events[4].weight = t.tables.events[4].total = 1; },
     {"unit_events.csv:6 weight_superfluous"}},
    {"a weight without total",
     [](TableAuthor& t) { t.tables.events[0].total = {}; },
     {"unit_events.csv:2 weight_without_total"}},
    {"a negative weight",
     [](TableAuthor& t) { t.tables.events[0].weight = -600; },
     {"unit_events.csv:2 weight_negative"}},
    {"a weight above its total",
     [](TableAuthor& t) { t.tables.events[0].weight = 601; },
     {"unit_events.csv:2 weight_total"}},
    {"a total of nothing",
     [](TableAuthor& t) { t.tables.events[0].weight = t.tables.events[0].total = 0; },
     {"unit_events.csv:2 weight_total"}},
    {"a total beyond a billion",
     [](TableAuthor& t) {
       t.tables.events[0].weight = t.tables.events[0].total = kEventTotalMax + 1;
     },
     {"unit_events.csv:2 weight_total"}},
    {"two totals of one unit",
     [](TableAuthor& t) { t.tables.events[3].total = 999; },
     {"unit_events.csv:5 weight_total"}},
    {"a weight missing",
     [](TableAuthor& t) { t.tables.events[3].weight = t.tables.events[3].total = {}; },
     {"unit_events.csv:5 weights_incomplete"}},
    {"weights that do not add up",
     [](TableAuthor& t) { t.tables.events[3].weight = 399; },
     {"unit_events.csv:4 weight_sum"}},
    {"a single weight below its total",
     [](TableAuthor& t) { t.tables.events[0].weight = 599; },
     {"unit_events.csv:2 weight_sum"}},
};

const RefusalCase kAttributes[] = {
    {"declared twice",
     [](TableAuthor& t) { t.attribute("area", UnitAttributeType::Text); },
     {"office.toml:103 attribute_repeated"}},
    {"unknown attribute",
     [](TableAuthor& t) { t.value("b", "aria", "1"); },
     {"attributes.csv:4 unknown_attribute"}},
    {"unknown unit",
     [](TableAuthor& t) { t.value("x", "area", "1"); },
     {"attributes.csv:4 unknown_unit"}},
    {"last day before first",
     [](TableAuthor& t) { t.value("b", "area", "1", "2024-01-02", "2024-01-01"); },
     {"attributes.csv:4 empty_validity"}},
    {"after the unit's end",
     [](TableAuthor& t) { t.value("b", "area", "1", "2025-01-01"); },
     {"attributes.csv:4 attribute_outside_validity"}},
    {"two values on one day",
     [](TableAuthor& t) { t.value("a", "area", "1", "2024-12-31"); },
     {"attributes.csv:4 overlapping_attribute"}},
    {"too many decimals",
     [](TableAuthor& t) { t.value("b", "area", "0.635"); },
     {"attributes.csv:4 attribute_value"}},
    {"no number",
     [](TableAuthor& t) { t.value("b", "area", "0,63"); },
     {"attributes.csv:4 attribute_value"}},
    {"no truth",
     [](TableAuthor& t) { t.attribute("x", UnitAttributeType::Truth).value("b", "x", "yes"); },
     {"attributes.csv:4 attribute_value"}},
    {"no day",
     [](TableAuthor& t) {
       t.attribute("x", UnitAttributeType::Date).value("b", "x", "2023-02-29");
     },
     {"attributes.csv:4 attribute_value"}},
    {"no text",
     [](TableAuthor& t) { t.attribute("x", UnitAttributeType::Text).value("b", "x", ""); },
     {"attributes.csv:4 attribute_value"}},
};

void check(const RefusalCase& c) {
  TableAuthor author = small_city();
  c.change(author);
  Problems problems;
  build_units(author.tables, problems);
  EXPECT_EQ(findings(problems), c.found) << c.name;
  for (const Problem& problem : problems) {
    EXPECT_FALSE(problem.what.pattern.empty()) << c.name;
    EXPECT_FALSE(problem.remedy.pattern.empty()) << c.name;
  }
}

TEST(UnitRefusals, TheSmallCityIsRight) {
  check({"nothing changed", [](TableAuthor&) {}, {}});
}
TEST(UnitRefusals, OfUnits) {
  for (const RefusalCase& c : kUnits) check(c);
}
TEST(UnitRefusals, OfHierarchies) {
  for (const RefusalCase& c : kHierarchies) check(c);
}
TEST(UnitRefusals, OfEvents) {
  for (const RefusalCase& c : kEvents) check(c);
}
TEST(UnitRefusals, OfAttributes) {
  for (const RefusalCase& c : kAttributes) check(c);
}

TEST(UnitRefusals, ProposeTheNearestId) {
  TableAuthor author = small_city();
  author.event("2025-07-01", Kind::End, "helath", "");
  Problems problems;
  build_units(author.tables, problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(to_string(*problems.begin(), Language::English),
            "unit_events.csv:8: there is no unit with the id 'helath'; did you mean 'health'?");
}

TEST(UnitRefusals, SayTheDays) {
  TableAuthor author = small_city();
  author.tables.hierarchy_rows[2].until = day("2024-01-01");
  author.below("territory", "a", "q3", "2024-01-03");
  Problems problems;
  build_units(author.tables, problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(to_string(*problems.begin(), Language::English),
            "units.csv:5: unit 'a' has no parent in hierarchy 'territory' on the days "
            "2024-01-02; give it a parent on these days; only kinds declared as roots "
            "need none");
}

// A hierarchy demands parents only on its own days.
TEST(UnitRefusals, KeepToTheDaysOfTheHierarchy) {
  TableAuthor author = small_city();
  author.tables.hierarchies[0].validity.from = day("2024-01-01");
  author.tables.hierarchy_rows[2].from = day("2024-01-01");
  Problems problems;
  build_units(author.tables, problems);
  EXPECT_EQ(findings(problems), std::vector<std::string>{});
}

// Whatever was refused, what remains answers without looping or breaking.
TEST(UnitRefusals, LeaveASoundRegister) {
  for (const auto& cases : {std::span<const RefusalCase>(kUnits), {kHierarchies}, {kEvents}}) {
    for (const RefusalCase& c : cases) {
      TableAuthor author = small_city();
      c.change(author);
      Problems problems;
      const UnitRegister units = build_units(author.tables, problems);
      for (const char* on : {"2024-01-01", "2024-12-31", "2025-03-01", "2025-07-01"}) {
        for (const OrganisationUnitId unit : units.valid_at(day(on))) {
          ASSERT_NE(units.version_at(unit, day(on)), nullptr) << c.name;
          for (size_t h = 0; h < units.hierarchy_count(); ++h) {
            const auto above = units.ancestors(unit, HierarchyId(h), day(on));
            ASSERT_LT(above.size(), units.size()) << c.name;
            for (const OrganisationUnitId ancestor : above) {
              ASSERT_TRUE(units.is_valid(ancestor, day(on))) << c.name;
            }
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace exemplar::programme
