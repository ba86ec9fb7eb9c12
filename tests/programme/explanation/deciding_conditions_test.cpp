// Why a criterion is answered so in one line, and which of its conditions decide.
#include "programme/explanation/deciding_conditions.hpp"

#include "programme/explanation/small_office.hpp"
#include "programme/indicator/formula_in_words.hpp"

namespace exemplar::programme {
namespace {

using engine::Answer;

constexpr const char* kIndicators = R"(
[[indicator]]
id = "due"
name = { vi = "Đến hạn", en = "Due" }
kind = "count"
at_most = 100000
[[indicator]]
id = "done"
name = { vi = "Đã làm", en = "Done" }
kind = "count"
at_most = 100000
[[indicator]]
id = "desks"
name = { vi = "Bàn tiếp công dân", en = "Desks" }
kind = "count"
at_most = 100
[[indicator]]
id = "in_force"
name = { vi = "Quy chế đang có hiệu lực", en = "Rules in force" }
kind = "truth"
[[indicator]]
id = "plan_on"
name = { vi = "Ngày ban hành", en = "Issued on" }
kind = "date"
)";

Assessed office(const std::string& formula,
                const std::string& more = "when_not_applicable = \"leave_out\"\n") {
  SmallOffice small;
  small.indicators = kIndicators;
  small.criteria = "[[criterion]]\nid = \"1\"\ngroup = \"I\"\ntitle = \"One\"\ntext = \"One\"\n" +
                   more + "basis = \"Article 1\"\nmet = '''" + formula + "'''\n";
  small.values =
      "due,2023,a,,20,2024-01-04,,,register,,\ndone,2023,a,,17,2024-01-04,,,register,,\n"
      "desks,2023,a,,2,2024-01-04,,,register,,\nin_force,2023,a,,no,2024-01-04,,,register,,\n"
      "plan_on,2023,a,,2023-05-14,2024-01-04,,,register,,\n"
      "desks,2023,b,,2,2024-01-04,,,register,,\n";
  return assessed(small);
}

struct Case {
  const char* name;
  const char* formula;
  const char* unit;  // a has values of all, b of desks only
  const char* reason_vi;
  const char* reason_en;
  const char* more = "when_not_applicable = \"leave_out\"\n";  // TOML of the criterion
};

class BriefReason : public testing::TestWithParam<Case> {};

TEST_P(BriefReason, NamesThingsAndSaysWhatIsNeeded) {
  const Case& one = GetParam();
  const Assessed all = office(one.formula, one.more);
  const Explanation explained = all.explained(one.unit);
  EXPECT_EQ(brief_reason(explained.criteria[0], Language::Vietnamese), one.reason_vi);
  EXPECT_EQ(brief_reason(explained.criteria[0], Language::English), one.reason_en);
}

const Case kCases[] = {
    {"Met", "desks >= 2", "a", "", ""},
    {"AShare", "done / due >= 98 %", "a",
     "Đã làm / Đến hạn = 17 / 20 = 85\u00A0%; cần từ 98\u00A0% trở lên",
     "Done / Due = 17 / 20 = 85\u00A0%; must be at least 98\u00A0%"},
    {"ATruth", "in_force", "a", "Quy chế đang có hiệu lực = không; cần có",
     "Rules in force = no; must be yes"},
    {"ANegatedTruth", "not (desks >= 2)", "a", "không được có: Bàn tiếp công dân ≥ 2",
     "this must not hold: Desks ≥ 2"},
    {"ABoundWithAName", "done = due", "a", "Đã làm = 17; cần bằng 20 (Đến hạn)",
     "Done = 17; must be 20 (Due)"},
    {"AComputedBoundHasNoName", "plan_on < add_months(period.first_day, 3)", "a",
     "Ngày ban hành = 14/05/2023; cần trước ngày 01/04/2023",
     "Issued on = 14 May 2023; must be before 1 Apr 2023"},
    {"EveryConditionThatFails", "done = due and desks >= 2 and in_force", "a",
     "Đã làm = 17; cần bằng 20 (Đến hạn) · Quy chế đang có hiệu lực = không; cần có",
     "Done = 17; must be 20 (Due) · Rules in force = no; must be yes"},
    {"OneOfSeveralIsOneCondition", "desks >= 1 and (due = 0 or done / due >= 95 %)", "a",
     "cần một trong các điều sau: Đến hạn = 20; cần bằng 0; hoặc Đã làm / Đến hạn = 17 / 20 = "
     "85\u00A0%; cần từ 95\u00A0% trở lên",
     "one of these is needed: Due = 20; must be 0; or Done / Due = 17 / 20 = 85\u00A0%; must be at "
     "least 95\u00A0%"},
    {"ManyAreCounted", "desks >= 3 and desks >= 4 and desks >= 5 and desks >= 6 and desks >= 7",
     "a",
     "Bàn tiếp công dân = 2; cần từ 3 trở lên · Bàn tiếp công dân = 2; cần từ 4 trở lên · Bàn tiếp "
     "công dân = 2; cần từ 5 trở lên · và 2 điều kiện nữa",
     "Desks = 2; must be at least 3 · Desks = 2; must be at least 4 · Desks = 2; must be at least "
     "5 "
     "· and 2 conditions more"},
    {"WhatIsNotKnown", "desks >= 2 and done / due >= 98 %", "b",
     "Đã làm: chưa có số liệu · Đến hạn: chưa có số liệu",
     "Done: no value yet · Due: no value yet"},
    {"WhatIsSaid", "if desks >= 3 then in_force else no_data(\"ít bàn quá\", \"too few desks\")",
     "a", "ít bàn quá", "too few desks"},
    {"NotApplicable",
     "if desks >= 3 then in_force else not_applicable(\"không có bàn\", \"no desks\")", "a",
     "không có bàn; khi đó tiêu chí không tính vào số tiêu chí được xét",
     "no desks; it is then left out of the count"},
    {"NotApplicableCountsAsMet",
     "if desks >= 3 then in_force else not_applicable(\"không có bàn\", \"no desks\")", "a", "", "",
     "when_not_applicable = \"met\"\n"},
};

INSTANTIATE_TEST_SUITE_P(Table, BriefReason, testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

// De Morgan: below `not` an `and` is the choice and an `or` is not.
TEST(DecidingConditions, BelowNotAndIsTheChoice) {
  const auto formulas = [](const std::string& formula) {
    const Assessed all = office(formula);
    const Explanation explained = all.explained("a");
    std::vector<std::string> found;
    for (const auto& one : deciding_conditions(explained.criteria[0].tree, Answer::NotMet)) {
      found.push_back(one.node->formula);
    }
    return found;
  };
  EXPECT_EQ(formulas("not (desks >= 1 and due >= 1)"),
            std::vector<std::string>{"desks >= 1 and due >= 1"});
  EXPECT_EQ(formulas("not (desks >= 1 or due >= 1)"),
            (std::vector<std::string>{"desks >= 1", "due >= 1"}));
  EXPECT_EQ(formulas("desks >= 5 or due = 0"), std::vector<std::string>{"desks >= 5 or due = 0"});
}

TEST(DecidingConditions, WhatIsAskedIsSaidWithoutTheUnitsOwnValues) {
  const Assessed all = office("plan_on < add_months(period.first_day, 3) and done = due");
  const Explanation explained = all.explained("a");
  const auto found = deciding_conditions(explained.criteria[0].tree, Answer::NotMet);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_TRUE(has_computed_bound(*found[0].node));
  EXPECT_FALSE(has_computed_bound(*found[1].node));
  EXPECT_EQ(asked_text(found[0], "1 Apr 2023", Language::English),
            "Issued on: must be before 1 Apr 2023");
  EXPECT_EQ(asked_text(found[0], "", Language::Vietnamese),
            "Ngày ban hành: cần trước ngày quy định cho đơn vị");
  EXPECT_EQ(asked_text(found[1], "", Language::English), "Done: must be Due");
}

TEST(FormulaInWords, ReplacesNamesAndSigns) {
  const auto name_of = [](const std::string& id) -> std::optional<Text> {
    if (id == "done") return Text{"đã làm", "done"};
    if (id == "class") return Text{"loại", "class of ward"};
    return std::nullopt;
  };
  const auto in = [&](const std::string& formula) {
    return formula_in_words(formula, name_of, Language::Vietnamese);
  };
  EXPECT_EQ(in("done >= 5 and not x <> 3"), "đã làm ≥ 5 và không x ≠ 3");
  EXPECT_EQ(in("unit.class = \"done >= 1\""), "loại = \"done >= 1\"");
  EXPECT_EQ(in("done[last year] * 2 <= 7"), "đã làm (năm trước) × 2 ≤ 7");
  EXPECT_EQ(in("done[months]"), "đã làm[months]");
  EXPECT_EQ(in("\"unfinished"), "\"unfinished");
  EXPECT_EQ(in("done["), "đã làm[");
}

}  // namespace
}  // namespace exemplar::programme
