// What shows only when the parts of an office are looked at together: each message with its place.
#include <regex>

#include "small_pack.hpp"

namespace exemplar::programme {
namespace {

using namespace small_pack;
using Told = std::vector<std::string>;

const std::string kArea = indicator("area", "amount", "office", "other_unit", "at_most = 1000\n");
const std::string kCount = count("visits", "service", "other_unit");

SmallPack sound() {
  SmallPack pack;
  pack.indicators = kArea;
  pack.criteria = met("area >= 80");
  return pack;
}

// A pack with one thing changed, and the one message that follows.
struct Fault {
  std::string name;
  std::function<void(SmallPack&)> make;
  std::string told;   // code and word at the place
  std::string words;  // of the message
};

void PrintTo(const Fault& fault, std::ostream* out) {
  *out << fault.name;
}

class Check : public testing::TestWithParam<Fault> {};

TEST_P(Check, IsToldOnceAndPlaced) {
  SmallPack pack = sound();
  GetParam().make(pack);
  const Checked checked = check(pack);
  EXPECT_EQ(checked.told(), Told{GetParam().told}) << checked.all();
  EXPECT_TRUE(checked.says(GetParam().words)) << checked.all();
}

// A file alone shows it, and so its reader tells it; the office as a whole does not say it again.
TEST(CheckOffice, WhatTheReaderHasToldIsNotToldAgain) {
  for (const std::string& figure :
       {indicator("area", "amount", "office", "other_unit", "classification = \"secret\"\n"),
        count("area", "people", "other_unit", "lever = \"raise\"\n")}) {
    SmallPack pack = sound();
    pack.indicators = figure;
    const PackReading reading = read_pack(PackFiles::in_memory(pack.content()));
    EXPECT_EQ(reading.problems.size(), 1U) << figure;
    Problems together;
    check_office(reading.office, together);
    EXPECT_FALSE(together.has_errors()) << figure;
  }
}

// Where units.csv cannot be told, formulas are looked at all the same, and no unit they name is
// called unknown.
TEST(CheckOffice, WithoutUnitsTheFormulasAreLookedAt) {
  SmallPack pack = sound();
  pack.criteria = met("area >= \"much\"");
  pack.programme = std::regex_replace(pack.programme, std::regex("participants = .*"),
                                      "participants = 'under(\"79\")'");
  PackFiles::Content files = pack.content();
  files["units.csv"] = "id,code,name\nw1,1,Phường 1\n";
  const PackReading reading = read_pack(PackFiles::in_memory(files));
  EXPECT_EQ(reading.problems.size(), 1U);
  ASSERT_TRUE(reading.definitions_read);
  Problems together;
  check_office(reading.office, together);
  ASSERT_EQ(together.size(), 1U);
  EXPECT_EQ(together.list().front().place.file, "programmes/p/criteria/s.toml");
}

TEST(CheckOffice, ASoundPackIsSilent) {
  EXPECT_EQ(check(sound()).all(), "");
}

// It asks for nothing: no warning, only a line for each day on which units end so.
TEST(CheckOffice, UnitsThatEndWithoutAnEventAreToldOnceForEachDay) {
  SmallPack pack = sound();
  const std::string heading = "date,event,from_unit,to_unit,weight,total,document,note\n";
  pack.more["unit_events.csv"] = heading;
  Checked checked = check(pack);
  EXPECT_EQ(checked.told(), Told{"fate_unknown @ w2"}) << checked.all();
  EXPECT_TRUE(checked.says("Phường Hai")) << checked.all();
  EXPECT_TRUE(checked.says("2021-12-31")) << checked.all();
  EXPECT_EQ(checked.problems.list().front().severity, Severity::Information);

  pack.more["units.csv"] =
      "id,code,name,name_en,kind,from,until\nc,79,Thành phố,,city,,\n"
      "w1,1001,Phường Một,,ward,,2022-06-30\nw2,1002,Phường Hai,,ward,,2021-12-31\n"
      "w3,1003,Phường Ba,,ward,,2021-12-31\nw4,1004,Phường Bốn,,ward,,2021-12-31\n"
      "w5,1005,Phường Năm,,ward,,2021-12-31\nw6,1006,Phường Sáu,,ward,,\n";
  pack.more["hierarchies.csv"] =
      "hierarchy,unit,parent,from,until\nterritory,w1,c,,\nterritory,w2,c,,\n"
      "territory,w3,c,,\nterritory,w4,c,,\nterritory,w5,c,,\nterritory,w6,c,,\n";
  checked = check(pack);
  EXPECT_EQ(checked.told(), (Told{"fate_unknown @ w1", "fate_unknown @ w2"})) << checked.all();
  EXPECT_TRUE(checked.says("end on 2021-12-31, fate unknown (4 in all)")) << checked.all();
  EXPECT_TRUE(checked.says(
      "Phường Hai, Thành phố; Phường Ba, Thành phố; Phường Bốn, Thành phố; and 1 more"))
      << checked.all();
}

std::function<void(SmallPack&)> criteria(std::string text, std::string indicators = kArea) {
  return [text, indicators](SmallPack& pack) {
    pack.criteria = text;
    pack.indicators = indicators;
  };
}

std::function<void(SmallPack&)> participants(const std::string& formula) {
  return [formula](SmallPack& pack) {
    pack.programme = std::regex_replace(pack.programme, std::regex("participants = .*"),
                                        "participants = '" + formula + "'");
  };
}

std::function<void(SmallPack&)> target(const std::string& line) {
  return [line](SmallPack& pack) {
    pack.more["programmes/p/targets.csv"] =
        "version,document,date,issuer,by,counts,share,strictly_more,count,denominator,kind,note\n"
        "1,KH 1,2022-01-01,UBND,2023-12-31,meets_all," +
        line + ",assigned,\n";
  };
}

std::string without_policy(const std::string& formula) {
  return criterion("1", "met = '" + formula + "'\n");
}

const Fault kFormulas[] = {
    {"compared_where_a_number_is",
     [](SmallPack& pack) {
       pack.indicators += kCount.substr(0, kCount.size() - 1) +
                          "comparable_where = \"double\"\n\n[[indicator]]\nid = \"double\"\n"
                          "name = \"Twice\"\nvalue = \"area * 2\"\n\n";
       pack.criteria = met("area >= 80 and visits >= 0");
     },
     "error @ area", "'double' is no condition, and comparable_where names it"},
    {"unknown_name", criteria(met("areas >= 80")), "error @ areas", "did you mean 'area'"},
    {"wrong_type", criteria(met("area and area >= 80")), "error @ area", "a condition is needed"},
    {"wrong_unit", criteria(met("area >= 80 m²")), "error @ area", "units of measure differ"},
    {"wrong_word_of_a_measure",
     [](SmallPack& pack) {
       pack.before_criteria = "[[measure]]\nid = \"m\"\nname = \"M\"\nvalue = \"areas + 1\"\n";
       pack.criteria = met("area >= 80");
     },
     "error @ areas", "unknown name"},
    {"wrong_level",
     [](SmallPack& pack) {
       pack.levels = "[[level]]\nid = \"all\"\nname = \"Đạt\"\nwhen = 'all(group(\"X\"))'\n";
     },
     "error @ group", "no criterion belongs"},
    {"wrong_word_of_a_commendation",
     [](SmallPack& pack) {
       pack.levels +=
           "[[commendation]]\nid = \"k\"\nname = \"K\"\ntext = \"K\"\nwhen = \"areas >= 80\"\n";
     },
     "error @ areas", "unknown name"},
    {"a_commendation_is_no_level",
     [](SmallPack& pack) {
       pack.levels +=
           "[[commendation]]\nid = \"known\"\nname = \"K\"\ntext = \"K\"\n"
           "when = \"all(criteria)\"\n[[level]]\nid = \"low\"\nname = \"L\"\n"
           "when = 'level(\"known\")'\n";
     },
     "error @ \"known\"", "there is no level 'known'"},
    {"participants", participants("unit.kinds = \"ward\""), "error @ unit.kinds", "unit.kind"},
    {"told_once_for_two_sets",
     [](SmallPack& pack) {
       pack.indicators = kArea + "[[indicator]]\nid = \"d\"\nname = \"D\"\nvalue = \"areas / 2\"\n";
       pack.more["programmes/p/criteria/t.toml"] =
           "[set]\nid = \"t\"\nname = \"T\"\nfrom = 2024-01-01\n" + met("area >= 80") + pack.levels;
     },
     "error @ areas", "unknown name"},
};
INSTANTIATE_TEST_SUITE_P(Formulas, Check, testing::ValuesIn(kFormulas),
                         [](const auto& one) { return one.param.name; });

// Wherever a value can become "not applicable" the pack says what that does.
const std::string kOpen = count("open", "service", "other_unit", "may_be_not_applicable = true\n");
const Fault kSilence[] = {
    {"nothing_due",
     criteria(without_policy("visits >= 20 and visits / sent >= 50 %"),
              kCount + count("sent", "service", "other_unit")),
     "share_without_floor @ sent", "where 'sent' is below 5"},
    {"reported_as_not_applicable", criteria(without_policy("open >= 1"), kOpen), "error @ open",
     "can become not applicable"},
    {"through_a_measure",
     [](SmallPack& pack) {
       pack.indicators = kOpen;
       pack.before_criteria = "[[measure]]\nid = \"m\"\nname = \"M\"\nvalue = \"open + 1\"\n";
       pack.criteria = without_policy("m >= 1");
     },
     "error @ m", "can become not applicable"},
    {"said", criteria(without_policy("if area > 5 then area >= 9 else not_applicable(\"small\")")),
     "error @ if", "can become not applicable"},
    {"applies", criteria(criterion("1", "applies = 'area > 5'\nmet = 'area >= 9'\n")),
     "error @ area", "can become not applicable"},
    {"nothing_due_alone",
     criteria(without_policy("visits / sent >= 50 %"),
              kCount + count("sent", "service", "other_unit")),
     "error @ visits", "can become not applicable"},
    {"k_of_n",
     criteria(criterion("1",
                        "when_not_applicable = \"unknown\"\n"
                        "met = 'at_least(1 of open >= 1, area >= 9)'\n"),
              kOpen + kArea),
     "error @ at_least", "becomes of the number wanted"},
    {"level_over_criteria_left_out",
     [](SmallPack& pack) {
       pack.indicators = kOpen;
       pack.criteria = criterion("1", "when_not_applicable = \"leave_out\"\nmet = 'open >= 1'\n");
       pack.levels = "[[level]]\nid = \"all\"\nname = \"Đạt\"\nwhen = 'at_least(1 of criteria)'\n";
     },
     "error @ at_least", "becomes of the number wanted"},
};
INSTANTIATE_TEST_SUITE_P(Silence, Check, testing::ValuesIn(kSilence),
                         [](const auto& one) { return one.param.name; });

const Fault kUnits[] = {
    {"code_that_never_was", participants("under(\"97\")"), "error @ under", "no unit ever has"},
    {"code_of_another_time", criteria(met("area[unit(\"1002\")] >= 80")), "error @ area[unit",
     "stands for a unit on other days only"},
    {"set_of_units", criteria(met("sum(area over under(\"97\")) >= 80")), "error @ sum",
     "did you mean '79'"},
    {"hierarchy_of_under", participants("under(\"79\", hierarchy = teritory)"), "error @ under",
     "did you mean 'territory'"},
    {"no_hierarchy",
     [](SmallPack& pack) {
       pack.programme = std::regex_replace(pack.programme, std::regex("hierarchy = .*\n"), "");
     },
     "error @ under", "names no hierarchy"},
    {"kind", participants("unit.kind = \"wards\""), "error @ unit.kind", "did you mean 'ward'"},
    {"kind_in_a_criterion", criteria(met("area >= 80", "applies = 'unit.kind <> \"war\"'\n")),
     "error @ unit.kind", "no kind of unit"},
};
INSTANTIATE_TEST_SUITE_P(Units, Check, testing::ValuesIn(kUnits),
                         [](const auto& one) { return one.param.name; });

const std::string kNoValues = "no_values_for_span @ ";
const Fault kPeriods[] = {
    {"fixed_period", criteria(met("area[\"2022-Q5\"] >= 80")), "error @ \"2022-Q5\"]",
     "no quarter 5"},
    {"weeks_in_a_year",
     criteria(met("visits >= 80"), count("visits", "service", "other_unit",
                                         "collected = \"P1W\"\nover_time = \"sum\"\n")),
     kNoValues + "visits", "no union of such periods"},
    {"two_years",
     criteria(met("visits >= 80"), count("visits", "service", "other_unit",
                                         "collected = \"P2Y\"\nover_time = \"sum\"\n")),
     "error @ \"P2Y\"", "P2Y"},
    {"months_that_do_not_add_up",
     criteria(met("visits >= 80"),
              count("visits", "service", "other_unit", "collected = \"P1M\"\n")),
     kNoValues + "visits", "how its values become one"},
    {"asked_by_month",
     criteria(
         met("sum(visits[months]) >= 80"),
         count("visits", "service", "other_unit", "collected = \"P3M\"\nover_time = \"sum\"\n")),
     kNoValues + "visits[months]", "no union of such periods"},
    {"weeks_of_a_year", criteria(met("sum(area[weeks]) >= 80")), kNoValues + "sum", ""},
};
INSTANTIATE_TEST_SUITE_P(Periods, Check, testing::ValuesIn(kPeriods),
                         [](const auto& one) { return one.param.name; });

TEST(CheckOffice, PeriodsThatFitAreSilent) {
  SmallPack pack = sound();
  pack.indicators += count("visits", "service", "other_unit", "collected = \"P1M\"\n");
  for (const std::string formula :
       {"sum(visits[months]) >= 8", "max(visits[last 3 months]) >= 8"}) {
    pack.criteria = met("area[last year] >= 80 and " + formula);
    EXPECT_EQ(check(pack).all(), "") << formula;
  }
}

const Fault kFigures[] = {
    {"asked_twice",
     [](SmallPack& pack) {
       pack.indicators +=
           "[[indicator]]\nid = \"space\"\nname = \"figure  AREA\"\nkind = \"amount\"\n"
           "context = true\n";
     },
     "error @ [[indicator]]", "has the name of 'area'"},
    {"unused", [](SmallPack& pack) { pack.indicators += kCount; },
     "unused_indicator @ [[indicator]]", "'visits'"},
    {"lever_on_people",
     criteria(met("area >= 80"),
              indicator("area", "amount", "people", "other_unit", "lever = \"lower\"\n")),
     "error @ [[indicator]]", "is no lever"},
    {"lever_on_what_happens",
     criteria(met("area >= 80"),
              indicator("area", "amount", "event", "other_unit", "lever = \"lower\"\n")),
     "error @ [[indicator]]", "is no lever"},
    {"lever_on_what_comes_in",
     criteria(met("area = beside"), indicator("area", "amount", "service", "other_unit",
                                              "lever = \"lower\"\nreceipts = true\n") +
                                        indicator("beside", "amount", "service", "other_unit")),
     "error @ [[indicator]]", "is no lever"},
    {"lever_on_a_count",
     criteria(met("visits >= 80"), count("visits", "service", "other_unit", "lever = \"raise\"\n")),
     "error @ \"raise\"", "a count is no lever"},
    {"secret",
     criteria(met("area >= 80"),
              indicator("area", "amount", "office", "other_unit", "classification = \"secret\"\n")),
     "error @ \"secret\"", "have no place here"},
    {"religion",
     [](SmallPack& pack) {
       pack.office = "[[category]]\nid = \"by\"\nname = \"Tôn giáo\"\nvalues = [\"a\"]\n";
     },
     "error @ [[category]]", "people are not counted by"},
    {"nationality",
     [](SmallPack& pack) {
       pack.office = "[[category]]\nid = \"nationality\"\nname = \"x\"\nvalues = [\"a\"]\n";
     },
     "error @ [[category]]", "people are not counted by"},
    {"no_main_level",
     [](SmallPack& pack) {
       pack.programme = std::regex_replace(pack.programme, std::regex("main_level = .*\n"), "");
     },
     "no_main_level @ [programme]", "no main level"},
    {"unknown_main_level",
     [](SmallPack& pack) {
       pack.programme = std::regex_replace(pack.programme, std::regex("main_level = \"all\""),
                                           "main_level = \"al\"");
     },
     "error @ \"al\"", "has no level 'al'"},
};
INSTANTIATE_TEST_SUITE_P(Figures, Check, testing::ValuesIn(kFigures),
                         [](const auto& one) { return one.param.name; });

const Fault kTargets[] = {
    {"share_above_one", target("1.4,no,,249"), "error @ 1.4", "is no share"},
    {"more_than_all", target("1,yes,,249"), "error @ 1", "more than all"},
    {"count_above_fixed", target(",,250,249"), "error @ 250", "250 units of 249"},
    {"count_above_units_on_the_day", target(",,3,units_on_date"), "error @ 3", "3 units of 2"},
};
INSTANTIATE_TEST_SUITE_P(Targets, Check, testing::ValuesIn(kTargets),
                         [](const auto& one) { return one.param.name; });

TEST(CheckOffice, TargetsThatCanBeReachedAreSilent) {
  for (const std::string line : {"0.40,yes,,249", ",,249,249", ",,2,units_on_date"}) {
    SmallPack pack = sound();
    target(line)(pack);
    EXPECT_EQ(check(pack).all(), "") << line;
  }
}

// Two sets.

SmallPack two_sets(const std::string& second_set, const std::string& mappings) {
  SmallPack pack = sound();
  pack.more["programmes/p/criteria/t.toml"] = "[set]\nid = \"t\"\nname = \"T\"\n" + second_set +
                                              mappings + met("area >= 90") +
                                              criterion("2", "met = 'area >= 70'\n") + pack.levels;
  return pack;
}

TEST(CheckOffice, OverlappingSetsAreInformation) {
  const Checked checked = check(two_sets("from = 2023-06-01\n", ""));
  EXPECT_EQ(checked.told(), Told{"overlapping_validity @ [set]"}) << checked.all();
  EXPECT_EQ(checked.problems.list()[0].severity, Severity::Information);
  EXPECT_EQ(check(two_sets("from = 2024-01-01\n", "")).all(), "");
}

TEST(CheckOffice, AMappingIsComplete) {
  const std::string set = "from = 2024-01-01\nmaps_from = \"s\"\n";
  const auto mapping = [](const std::string& lines) { return "[[mapping]]\n" + lines; };
  Checked checked = check(two_sets(set, mapping("from = \"1\"\nto = \"1\"\n")));
  EXPECT_EQ(checked.told(), Told{"unmapped_criterion @ [[criterion]]"}) << checked.all();
  checked = check(two_sets(set, mapping("to = \"1\"\n") + mapping("to = \"2\"\n")));
  EXPECT_EQ(checked.told(), Told{"unmapped_criterion @ [set]"}) << checked.all();
  checked = check(two_sets(set, mapping("from = \"1\"\nto = \"2\"\n") + mapping("to = \"1\"\n")));
  EXPECT_EQ(checked.all(), "");
  checked = check(
      two_sets(set, mapping("from = \"1\"\n") + mapping("to = \"1\"\n") + mapping("to = \"2\"\n")));
  EXPECT_EQ(checked.all(), "");
  checked = check(two_sets(set, mapping("from = \"1\"\nto = \"1\"\n") + mapping("to = \"2\"\n") +
                                    mapping("note = \"?\"\n")));
  EXPECT_EQ(checked.told(), Told{"error @ [[mapping]]"}) << checked.all();
}

TEST(CheckOffice, TitleAndBasisAreNeeded) {
  for (const std::string lines :
       {"title = \"T\"\n", "basis = \"B\"\n", "title = \"\"\nbasis = \"B\"\n",
        "title = \"T\"\nbasis = \"\"\n"}) {
    SmallPack pack = sound();
    pack.criteria = "[[criterion]]\nid = \"1\"\nmet = 'area >= 80'\n" + lines;
    EXPECT_EQ(check(pack).problems.size(), 1U) << lines;
    EXPECT_TRUE(check(pack).problems.has_errors()) << lines;
  }
  // An office that was not read from files.
  Office office = read_pack(PackFiles::in_memory(sound().content())).office;
  office.definitions.programmes[0].sets[0].criteria[0].title = {};
  office.definitions.programmes[0].sets[0].criteria[0].basis = {};
  Problems problems;
  check_office(office, problems);
  EXPECT_EQ(problems.size(), 2U);
}

TEST(CheckOffice, NotApplicableIsForIndicatorsThatDeclareIt) {
  SmallPack pack = sound();
  pack.indicators = kArea + kOpen;
  pack.criteria = met("area >= 80 and open >= 1");
  pack.more["values/a.csv"] =
      "indicator,period,unit,value,source,note\nopen,2023,w1,n/a,made,không có\n";
  EXPECT_EQ(check(pack).all(), "");
  pack.more["values/a.csv"] += "area,2023,w1,n/a,made,không có\n";
  EXPECT_EQ(check(pack).told(), Told{"error @ n"});
}

// Who takes part is not known where it depends on values of which only the outline was read.
TEST(CheckOffice, TargetsAreHeldAgainstParticipantsThatAreKnown) {
  for (const bool by_value : {false, true}) {
    SmallPack pack = sound();
    pack.more["values/a.csv"] = "indicator,period,unit,value,source\narea,2023,w1,90,made\n";
    pack.more["programmes/p/targets.csv"] =
        "version,by,counts,denominator,kind,count\nt,2023-12-31,meets_all,units_on_date,assigned,"
        "9\n";
    if (by_value) {
      pack.programme = std::regex_replace(pack.programme, std::regex("participants = .*"),
                                          "participants = 'area >= 1'");
    }
    const PackFiles files = PackFiles::in_memory(pack.content());
    for (const Reading reading : {Reading::Facts, Reading::ValuesAlone, Reading::Outline}) {
      const PackReading read = read_pack(files, {.reading = reading});
      ASSERT_FALSE(read.problems.has_errors());
      Problems together;
      check_office(read.office, together);
      EXPECT_EQ(together.has_errors(), !by_value || reading != Reading::Outline);
    }
  }
}

// Nothing in the shipped packs is left to explain.
TEST(ShippedPacks, HaveNoUnexplainedWarning) {
  size_t looked_at = 0;
  for (const std::string name : {"hcmc-ward-police", "human-development"}) {
    const std::filesystem::path folder = std::string(EXEMPLAR_ROOT "/packs/") + name;
    ASSERT_TRUE(std::filesystem::exists(folder)) << name;
    PackReading reading = read_pack(folder);
    ASSERT_FALSE(reading.problems.has_errors());
    check_office(reading.office, reading.problems);
    for (const Problem& problem : reading.problems) {
      EXPECT_EQ(problem.severity, Severity::Information) << to_string(problem, Language::English);
    }
    ++looked_at;
  }
  EXPECT_EQ(looked_at, 2U);
}

}  // namespace
}  // namespace exemplar::programme
