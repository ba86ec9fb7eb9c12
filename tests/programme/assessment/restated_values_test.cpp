// The values of former units in the geography of a later day: what goes on exactly, between which
// bounds, and what cannot.
#include "programme/explanation/small_office.hpp"

namespace exemplar::programme {
namespace {

using engine::Answer;
using engine::Cell;
using engine::ReasonKind;

const Date kNewUnits = *make_date(2024, 7, 1);

constexpr const char* kIndicators = R"(
[[indicator]]
id = "cases"
kind = "count"
name = "Cases"
at_most = 1000
over_units = "sum"
[[indicator]]
id = "area"
kind = "amount"
unit = "m²"
digits = 1
name = "Area"
at_most = 10000
[[indicator]]
id = "mark"
kind = "mark"
name = "Mark"
at_most = 100
[[indicator]]
id = "signed"
kind = "date"
name = "Signed"
[[indicator]]
id = "ready"
kind = "truth"
name = "Ready"
[[indicator]]
id = "band"
kind = "text"
name = "Band"
)";

constexpr const char* kCriteria =
    "[[criterion]]\nid = \"1\"\ngroup = \"I\"\ntitle = \"One\"\nbasis = \"none\"\n"
    "when_not_applicable = \"unknown\"\n"
    "met = 'cases >= 1 and area >= 1 m² and mark >= 1 and signed <= period.last_day and ready and "
    "band <> \"low\"'\n";

// a goes on whole as e; b and c are merged into f; d is split into g (60 of 100) and h; k is split
// into l and m, nobody knows how.
Assessed world(const std::string& more_values = "") {
  std::string values;
  int next = 10;
  for (const char* unit : {"a", "b", "c", "d", "k"}) {
    values += fmt::format("cases,2023,{},,{},2024-01-05,,,register,,\n", unit, next);
    values += fmt::format("area,2023,{},,{}.5,2024-01-05,,,register,,\n", unit, next);
    values += fmt::format("mark,2023,{},,{},2024-01-05,,,register,,\n", unit, next);
    values += fmt::format("signed,2023,{},,2023-02-{},2024-01-05,,,register,,\n", unit, next);
    values += fmt::format("ready,2023,{},,yes,2024-01-05,,,register,,\n", unit);
    values += fmt::format("band,2023,{},,high,2024-01-05,,,register,,\n", unit);
    ++next;
  }
  PackFiles::Content files = content_of({kIndicators, kCriteria, values + more_values});
  std::string units = "id,code,name,name_en,kind,from,until\nd0,D,Quận 1,District 1,district,,\n";
  std::string parents = "hierarchy,unit,parent,from,until\n";
  for (const char* old : {"a", "b", "c", "d", "k"}) {
    units += fmt::format("{0},{0},Phường {0},Ward {0},ward,,2024-06-30\n", old);
    parents += fmt::format("territory,{},d0,,2024-06-30\n", old);
  }
  for (const char* one : {"e", "f", "g", "h", "l", "m"}) {
    units += fmt::format("{0},{0},Phường {0},Ward {0},ward,2024-07-01,\n", one);
    parents += fmt::format("territory,{},d0,2024-07-01,\n", one);
  }
  files["units.csv"] = units;
  files["hierarchies.csv"] = parents;
  files["unit_attributes.csv"] = "unit,attribute,value,from,until\n";
  files["unit_events.csv"] =
      "date,event,from_unit,to_unit,weight,total,document,note\n"
      "2024-07-01,merge,a,e,,,,\n2024-07-01,merge,b,f,,,,\n2024-07-01,merge,c,f,,,,\n"
      "2024-07-01,split,d,g,60,100,,\n2024-07-01,split,d,h,40,100,,\n"
      "2024-07-01,split,k,l,,,,\n2024-07-01,split,k,m,,,,\n";
  return assessed(PackFiles::in_memory(files), View{{}, kNewUnits});
}

// "13", "20/3", "yes", "2023-02-10", "high"; "13..26" between bounds; else why not.
std::string told(const Assessed& world, const std::string& indicator, const std::string& unit) {
  const engine::NodeId node = world.run->rules().measure(indicator);
  const Cell& cell =
      world.run->evaluation().cells(node, world.run->period())[world.unit(unit).index()];
  const auto number = [](const Ratio& ratio) {
    const Ratio low = ratio.reduced();
    return exemplar::to_string(low.numerator) +
           (low.denominator == 1 ? "" : "/" + exemplar::to_string(low.denominator));
  };
  const engine::Pool& pool = world.run->evaluation().pool();
  if (!cell.known()) {
    const engine::Reason& reason = pool.reason(cell.reason);
    if (reason.kind == ReasonKind::UnknownShares) {
      return number(*reason.low) + ".." + number(*reason.high);
    }
    return std::string(name_of(reason.kind));
  }
  switch (world.run->rules().graph[node].type) {
    case engine::ValueType::Truth:
      return cell.answer == Answer::Met ? "yes" : "no";
    case engine::ValueType::Date:
      return iso(Date{static_cast<int32_t>(cell.exact.numerator)});
    case engine::ValueType::Text:
      return "text " + exemplar::to_string(cell.exact.numerator);
    default:
      return number(cell.exact);
  }
}

TEST(Restated, OneWholeUnitGoesOnWithEveryKindOfValue) {
  const Assessed here = world();
  EXPECT_EQ(told(here, "cases", "e"), "10");
  EXPECT_EQ(told(here, "area", "e"), "21/2");
  EXPECT_EQ(told(here, "mark", "e"), "10");
  EXPECT_EQ(told(here, "signed", "e"), "2023-02-10");
  EXPECT_EQ(told(here, "ready", "e"), "yes");
  EXPECT_TRUE(told(here, "band", "e").starts_with("text "));
  EXPECT_EQ(here.run->result().of(here.unit("e"))->criteria[0].answer, Answer::Met);
}

TEST(Restated, WholeUnitsMergedAddUpExactlyWhatAddsUp) {
  const Assessed here = world();
  EXPECT_EQ(told(here, "cases", "f"), "23");
  for (const char* other : {"area", "mark", "signed", "ready", "band"}) {
    EXPECT_EQ(told(here, other, "f"), "cannot_restate") << other;
  }
}

// Half of a mark, a truth or a day is none.
TEST(Restated, APartOfAUnitTakesItsShareOfWhatAddsUpAndNothingElse) {
  const Assessed here = world();
  EXPECT_EQ(told(here, "cases", "g"), "39/5");
  EXPECT_EQ(told(here, "cases", "h"), "26/5");
  EXPECT_EQ(told(here, "cases", "l"), "0..14");
  for (const char* unit : {"g", "h", "l", "m"}) {
    for (const char* other : {"area", "mark", "signed", "ready", "band"}) {
      EXPECT_EQ(told(here, other, unit), "cannot_restate") << unit << " " << other;
    }
  }
}

TEST(Restated, ExplanationsSayFromWhatAndHowMuch) {
  const Assessed here = world();
  const auto says = [&](const char* unit, const std::string& words) {
    const std::string text = here.text(unit, Language::Vietnamese, "1");
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
  };
  says("e",
       "signed (Signed): 10/02/2023 · quy đổi chính xác từ Phường a, Quận 1 (toàn bộ): "
       "10/02/2023");
  says("f",
       "cases (Cases): 23 · quy đổi chính xác từ Phường b, Quận 1 (toàn bộ): 11; Phường c, "
       "Quận 1 (toàn bộ): 12");
  says("f",
       "không quy đổi được · số liệu của các đơn vị cũ: Phường b, Quận 1 (toàn bộ): "
       "11/02/2023; Phường c, Quận 1 (toàn bộ): 12/02/2023");
  says("g", "quy đổi chính xác từ Phường d, Quận 1 (60 %): 13");
  says("l", "trong khoảng 0 đến 14");
  says("l", "quy đổi theo khoảng từ Phường k, Quận 1 (chưa rõ tỷ lệ): 14");
  // Not both in one line.
  for (const char* unit : {"e", "f", "g", "h", "l", "m"}) {
    std::istringstream lines(here.text(unit, Language::Vietnamese, "1"));
    for (std::string line; std::getline(lines, line);) {
      if (line.find("không quy đổi được") == std::string::npos) continue;
      EXPECT_EQ(line.find("· quy đổi"), std::string::npos) << line;
    }
  }
}

TEST(Restated, FormerUnitsWithoutValuesAreSimplyWithout) {
  const Assessed here = world();
  // Of the year before nothing was reported: that is all there is to say.
  const Assessed before = [] {
    Assessed one = world();
    AssessmentRequest request;
    request.programme = "p";
    request.period = *parse_period("2022", civil_calendar());
    request.view = View{{}, kNewUnits};
    one.run =
        AssessmentRun::make(one.pack.office.definitions, one.pack.office.facts, request).take();
    return one;
  }();
  for (const char* unit : {"e", "f", "l"}) {
    EXPECT_EQ(told(before, "signed", unit), "no_value") << unit;
    const std::string text = before.text(unit, Language::Vietnamese, "1");
    EXPECT_EQ(text.find("đơn vị cũ"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace exemplar::programme
