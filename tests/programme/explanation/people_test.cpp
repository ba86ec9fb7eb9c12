// Numbers of people are shown from the district up: neither they nor what is made of them stands in
// the explanation of a ward, as text or as data. Answers stay.
#include "programme/explanation/small_office.hpp"

namespace exemplar::programme {
namespace {

using engine::Answer;

constexpr const char* kIndicators = R"toml(
[[indicator]]
id = "people_in_treatment"
kind = "count"
name = "People in treatment"
at_most = 100000
over_units = "sum"
about = "people"
from = "other_unit"
[[indicator]]
id = "offered"
kind = "count"
name = "Offered"
at_most = 100000
over_units = "sum"
[[indicator]]
id = "p2"
name = "Two"
value = "people_in_treatment + 0"
[[indicator]]
id = "ratio"
name = "Ratio"
value = "offered / people_in_treatment"
)toml";

std::string criterion(const std::string& id, const std::string& met) {
  return "[[criterion]]\nid = \"" + id + "\"\ngroup = \"I\"\ntitle = \"" + id +
         "\"\nbasis = \"Law 1, art. 2\"\nwhen_not_applicable = \"unknown\"\nmet = '''" + met +
         "'''\n";
}

// Numbers that appear nowhere else: 7919 and 6841 people.
constexpr const char* kValues =
    "people_in_treatment,2023,a,,7919,2024-01-01,,,register,,we counted 7919\n"
    "people_in_treatment,2023,b,,6841,2024-01-01,,,register,,\n"
    "offered,2023,a,,501,2024-01-01,,,register,,\n"
    "offered,2023,b,,502,2024-01-01,,,register,,\n";

void each(const ExplainedNode& node, const std::function<void(const ExplainedNode&)>& visit) {
  visit(node);
  for (const ExplainedNode& part : node.children) each(part, visit);
}

bool tells_people(const ExplainedNode& node) {
  return node.formula.find("people_in_treatment") != std::string::npos ||
         node.formula.find("p2") != std::string::npos ||
         node.formula.find("ratio") != std::string::npos;
}

struct Case {
  const char* formula;
  Answer answer;
};

constexpr Case kCases[] = {
    {"people_in_treatment >= 1", Answer::Met},
    {"p2 >= 100000", Answer::NotMet},
    {"ratio <= 50 %", Answer::Met},
    {"offered <= p2", Answer::Met},
    {"sum(people_in_treatment over under(\"D\")) >= 1", Answer::Met},
    {"people_in_treatment[parent] >= 1", Answer::Met},
    {"people_in_treatment[unit(\"B\")] >= 1", Answer::Met},
    {"rank(people_in_treatment, highest first, ties = min) <= 1", Answer::Met},
    {"(if people_in_treatment > 5 then 31 else 32) = 31", Answer::Met},
};

TEST(PeopleInExplanations, AWardsAnswersStandWithoutNumbers) {
  for (const Case& one : kCases) {
    SCOPED_TRACE(one.formula);
    const Assessed world = assessed(SmallOffice{kIndicators, criterion("1", one.formula), kValues});
    const Explanation explanation = world.explained("a", "1");
    EXPECT_EQ(explanation.criteria[0].answer.answer, one.answer);
    size_t withheld = 0;
    each(explanation.criteria[0].tree, [&](const ExplainedNode& node) {
      EXPECT_FALSE(node.interval);
      if (!tells_people(node) || node.value.type == engine::ValueType::Truth) return;
      ++withheld;
      EXPECT_TRUE(node.value.withheld) << node.formula;
      EXPECT_FALSE(node.value.exact || node.value.real) << node.formula;
      EXPECT_TRUE(node.cells.empty() && node.members.empty()) << node.formula;
      EXPECT_EQ(value_text(node.value, Language::Vietnamese),
                "số người: chỉ hiển thị từ cấp trên trở lên");
    });
    EXPECT_GT(withheld, 0u);
    for (const Language language : {Language::Vietnamese, Language::English}) {
      for (const std::string& text : {world.text("a", language), world.text("a", language, "1")}) {
        for (const char* number :
             {"7919", "7.919", "7,919", "6841", "6.841", "6,841", "14.760", "14,760", "14760"}) {
          EXPECT_EQ(text.find(number), std::string::npos) << text;
        }
      }
    }
  }
}

TEST(PeopleInExplanations, WhatIsNotAboutPeopleIsTold) {
  const Assessed world =
      assessed(SmallOffice{kIndicators, criterion("1", "ratio <= 50 %"), kValues});
  const std::string text = world.text("a", Language::Vietnamese, "1");
  EXPECT_NE(text.find("501"), std::string::npos) << text;
  EXPECT_NE(text.find("people_in_treatment (People in treatment): số người: chỉ hiển thị từ cấp "
                      "trên trở lên"),
            std::string::npos)
      << text;
}

// 7919 + 6841 people in the district; those of its wards are not listed.
TEST(PeopleInExplanations, TheDistrictsNumberIsToldAndItsWardsAreNot) {
  const Assessed world = assessed(SmallOffice{kIndicators, criterion("1", "p2 >= 1"), kValues});
  const Explanation explanation = world.explained("d", "1");
  bool found = false;
  each(explanation.criteria[0].tree, [&](const ExplainedNode& node) {
    if (node.kind != ExplainedKind::Indicator) return;
    found = true;
    ASSERT_TRUE(node.value.exact);
    EXPECT_EQ(node.value.exact->reduced(), (Ratio{14'760, 1}));
    EXPECT_EQ(node.members.size(), 2u);
    for (const ExplainedMember& member : node.members) {
      EXPECT_TRUE(member.value.withheld);
      EXPECT_FALSE(member.value.exact);
    }
  });
  EXPECT_TRUE(found);
}

TEST(PeopleInExplanations, ADistrictIsNotToldAWardThatTheFormulaNames) {
  const Assessed world = assessed(SmallOffice{
      kIndicators, criterion("1", "p2 + people_in_treatment[unit(\"B\")] >= 1"), kValues});
  const std::string text = world.text("d", Language::Vietnamese, "1");
  EXPECT_EQ(text.find("6.841"), std::string::npos) << text;
  // The sum less the district's own would tell it.
  EXPECT_EQ(text.find("21.601"), std::string::npos) << text;
}

TEST(PeopleInExplanations, PointsMadeOfPeopleAreWithheld) {
  const std::string points =
      "[[criterion]]\nid = \"1\"\ngroup = \"I\"\ntitle = \"One\"\nbasis = \"Law 1, art. 2\"\n"
      "when_not_applicable = \"unknown\"\npoints = \"interpolate(p2, 0 -> 0, 10000 -> 10)\"\n"
      "round = 3\nmax = 10\nmet = \"points >= 50 % * max\"\n";
  const Assessed world = assessed(SmallOffice{kIndicators, points, kValues});
  const Explanation explanation = world.explained("a", "1");
  ASSERT_TRUE(explanation.criteria[0].points);
  EXPECT_TRUE(explanation.criteria[0].points->withheld);
  EXPECT_FALSE(explanation.criteria[0].points->exact);
  EXPECT_EQ(world.text("a", Language::English, "1").find("7.919"), std::string::npos);
}

// What is missing is said; how much there is of it so far is not.
TEST(PeopleInExplanations, PartsOfAMissingNumberAreWithheld) {
  std::string monthly = kIndicators;
  const std::string about = "about = \"people\"\n";
  monthly.replace(monthly.find(about), about.size(),
                  about + "collected = \"P1M\"\nover_time = \"sum\"\n");
  const Assessed world =
      assessed(SmallOffice{monthly, criterion("1", "people_in_treatment >= 1"),
                           "people_in_treatment,2023-01,a,,7919,2024-01-01,,,register,,\n"});
  const Explanation explanation = world.explained("a", "1");
  EXPECT_EQ(explanation.criteria[0].answer.answer, Answer::Unknown);
  const auto check = [](const ExplainedValue& value) {
    ASSERT_TRUE(value.reason);
    EXPECT_FALSE(value.reason->known_value || value.reason->low || value.reason->high);
  };
  check(explanation.criteria[0].answer);
  check(explanation.criteria[0].raw);
  each(explanation.criteria[0].tree, [&](const ExplainedNode& node) {
    if (tells_people(node)) check(node.value);
  });
  EXPECT_EQ(world.text("a", Language::Vietnamese, "1").find("7.919"), std::string::npos);
}

}  // namespace
}  // namespace exemplar::programme
