// Traces both ways, months of a unit and of its lineage.
#include "programme/organisation_unit/unit_lineage.hpp"

#include "table_author.hpp"

namespace exemplar::programme {
namespace {

using Kind = UnitEventKind;

// "1 c 2025-01-01 repeated": depth, unit, first day of the new state, marks.
std::vector<std::string> lines(const UnitRegister& units, const std::vector<UnitTraceStep>& steps) {
  std::vector<std::string> texts;
  for (const UnitTraceStep& step : steps) {
    std::string text = fmt::format("{} {} {}", step.depth, units.id_of(step.unit),
                                   iso(units.event(step.event).date));
    if (!step.continuity_confirmed) text += " not confirmed";
    if (step.repeated) text += " repeated";
    if (step.fate_unknown) text += " fate unknown";
    if (step.abolished) text += " abolished";
    if (step.origin_unknown) text += " origin unknown";
    EXPECT_TRUE(units.is_valid(step.unit, step.shown_on)) << text;
    texts.push_back(text);
  }
  return texts;
}

using Lines = std::vector<std::string>;

TEST(UnitLineage, TracesBothWays) {
  const UnitRegister units = built(small_city().tables);
  const UnitTrace of_a = trace(units, id(units, "a"), day("2024-06-01"));
  EXPECT_TRUE(of_a.valid_on_date);
  EXPECT_TRUE(of_a.ancestors.empty());
  EXPECT_EQ(lines(units, of_a.successors),
            (Lines{"1 c 2025-01-01", "2 d 2025-07-01", "2 e 2025-07-01"}));
  const UnitTrace of_e = trace(units, id(units, "e"), day("2024-06-01"));
  EXPECT_FALSE(of_e.valid_on_date);
  EXPECT_EQ(lines(units, of_e.ancestors),
            (Lines{"1 c 2025-07-01", "2 a 2025-01-01", "2 b 2025-01-01 origin unknown"}));
  const UnitEvent& split = units.event(of_e.ancestors[0].event);
  EXPECT_EQ(split.share_given, (Ratio{2, 5}));
  EXPECT_EQ(split.share_held, (Ratio{1, 1}));
  const UnitEvent& merge = units.event(of_e.ancestors[1].event);
  EXPECT_EQ(merge.share_given, (Ratio{1, 1}));
  EXPECT_EQ(merge.share_held, (Ratio{2, 3}));
  EXPECT_TRUE(trace(units, id(units, "q1"), day("2024-06-01")).abolished);
}

TEST(UnitLineage, MarksWhatIsNotKnown) {
  TableAuthor t;
  t.unit("p13", "1", "Phường 13", "ward", "", "2024-12-31")
      .unit("p15", "1", "Phường 15", "ward", "2025-01-01", "2025-06-30")
      .unit("p14", "2", "Phường 14", "ward", "", "2024-12-31")
      .event("2025-01-01", Kind::Unclear, "p13", "p15");
  const UnitRegister units = built(t.tables);
  EXPECT_EQ(units.continuity_not_confirmed().size(), 1u);
  EXPECT_EQ(ids(units, units.fate_unknown()), (std::vector<std::string>{"p15", "p14"}));
  EXPECT_EQ(lines(units, trace(units, id(units, "p13"), day("2024-01-01")).successors),
            (Lines{"1 p15 2025-01-01 not confirmed fate unknown"}));
  EXPECT_TRUE(trace(units, id(units, "p14"), day("2024-01-01")).fate_unknown);
}

// A split whose parts are merged again is reached on two ways and followed once.
TEST(UnitLineage, FollowsAUnitOnce) {
  TableAuthor t;
  t.unit("a", "", "A", "x", "", "2020-12-31")
      .unit("b", "", "B", "x", "2021-01-01", "2021-12-31")
      .unit("c", "", "C", "x", "2021-01-01", "2021-12-31")
      .unit("d", "", "D", "x", "2022-01-01", "2022-12-31")
      .unit("e", "", "E", "x", "2023-01-01")
      .event("2021-01-01", Kind::Split, "a", "b")
      .event("2021-01-01", Kind::Split, "a", "c")
      .event("2022-01-01", Kind::Merge, "b", "d")
      .event("2022-01-01", Kind::Merge, "c", "d")
      .event("2023-01-01", Kind::Merge, "d", "e");
  const UnitRegister units = built(t.tables);
  EXPECT_EQ(lines(units, trace(units, id(units, "a"), day("2020-01-01")).successors),
            (Lines{"1 b 2021-01-01", "2 d 2022-01-01", "3 e 2023-01-01", "1 c 2021-01-01",
                   "2 d 2022-01-01 repeated"}));
  // Whatever the shares: all of it began with a.
  EXPECT_EQ(units.months_active_lineage(id(units, "e"), day("2023-01-31")).value(),
            units.months_active(id(units, "a"), day("2020-12-31")) + 25);
}

TEST(UnitLineage, CountsTheUnitsOwnMonths) {
  TableAuthor t = small_city();
  t.tables.records_from = day("2021-01-01");
  const UnitRegister units = built(t.tables);
  const auto months = [&](const char* unit, const char* on) {
    return units.months_active(id(units, unit), day(on));
  };
  EXPECT_EQ(months("c", "2024-12-31"), 0);
  EXPECT_EQ(months("c", "2025-01-30"), 0);
  EXPECT_EQ(months("c", "2025-01-31"), 1);  // 1 to 31 January, both included
  EXPECT_EQ(months("c", "2025-06-30"), 6);
  EXPECT_EQ(months("c", "2030-06-30"), 6);   // it ended
  EXPECT_EQ(months("a", "2021-12-31"), 12);  // since the records begin
  EXPECT_EQ(months("b", "2021-12-31"), 12);  // its own 2020 lies before the records
}

TEST(UnitLineage, AnOpenBeginningCountsAsLongAsAnyRuleAsks) {
  const UnitRegister units = built(small_city().tables);
  EXPECT_EQ(units.months_active(id(units, "a"), day("2023-12-31")), 124 * 12);
}

struct MajorityCase {
  std::vector<std::pair<const char*, int>> predecessors;  // first day, weight; -1: not known
  std::optional<int> at_least;
  int at_most;
};

// The unit begins on 2024-01-01; months on 2024-01-31.
TEST(UnitLineage, TheGreaterPartDecides) {
  const MajorityCase cases[] = {
      {{{"2023-01-01", 60}, {"2020-01-01", 40}}, 13, 13},
      {{{"2023-01-01", 40}, {"2020-01-01", 60}}, 49, 49},
      {{{"2023-01-01", 50}, {"2020-01-01", 50}}, 13, 13},  // half is not more than half
      {{{"2023-01-01", 40}, {"2022-01-01", 35}, {"2021-01-01", 25}}, 25, 25},
      {{{"2023-01-01", -1}, {"2020-01-01", -1}}, 13, 49},
      {{{"2020-01-01", -1}, {"2020-01-01", -1}}, 49, 49},
      {{{"2020-01-01", -1}}, 49, 49},
  };
  for (const MajorityCase& c : cases) {
    TableAuthor t;
    t.unit("new", "", "Mới", "x", "2024-01-01");
    for (size_t i = 0; i < c.predecessors.size(); ++i) {
      const auto& [begun, weight] = c.predecessors[i];
      const std::string old = "old" + std::to_string(i);
      t.unit(old, "", "Cũ", "x", begun, "2023-12-31").event(begun, Kind::Begin, "", old);
      const auto w = weight < 0 ? std::optional<int64_t>() : std::optional<int64_t>(weight);
      t.event("2024-01-01", Kind::Merge, old, "new", w, w);
    }
    const UnitRegister units = built(t.tables);
    const LineageMonths months = units.months_active_lineage(id(units, "new"), day("2024-01-31"));
    EXPECT_EQ(months.at_least, c.at_least);
    EXPECT_EQ(months.at_most, c.at_most);
    EXPECT_EQ(months.value().has_value(), c.at_least == c.at_most);
    EXPECT_EQ(units.months_active(id(units, "new"), day("2024-01-31")), 1);
  }
}

TEST(UnitLineage, APartOfASplitHasTheLineageOfTheWhole) {
  TableAuthor t;
  t.unit("old", "", "Cũ", "x", "2020-01-01", "2023-12-31")
      .unit("x", "", "Mới 1", "x", "2024-01-01")
      .unit("y", "", "Mới 2", "x", "2024-01-01")
      .event("2020-01-01", Kind::Begin, "", "old")
      .event("2024-01-01", Kind::Split, "old", "x")
      .event("2024-01-01", Kind::Split, "old", "y");
  const UnitRegister units = built(t.tables);
  EXPECT_EQ(units.months_active_lineage(id(units, "x"), day("2024-01-31")).value(), 49);
  EXPECT_EQ(units.months_active_lineage(id(units, "x"), day("2023-12-31")).value(), 0);
}

TEST(UnitLineage, AnUnconfirmedOrUnknownOriginGivesBounds) {
  TableAuthor t;
  t.tables.records_from = day("2020-01-01");
  t.unit("p13", "1", "Phường 13", "ward", "", "2024-12-31")
      .unit("p15", "1", "Phường 15", "ward", "2025-01-01")
      .unit("alone", "2", "Phường 16", "ward", "2025-01-01")
      .event("2025-01-01", Kind::Unclear, "p13", "p15");
  const UnitRegister units = built(t.tables);
  for (const char* unit : {"p15", "alone"}) {
    const LineageMonths months = units.months_active_lineage(id(units, unit), day("2025-03-31"));
    EXPECT_EQ(months.at_least, 3) << unit;
    EXPECT_EQ(months.at_most, 63) << unit;
    EXPECT_EQ(months.value(), std::nullopt);
  }
}

}  // namespace
}  // namespace exemplar::programme
