// A set that judges nothing: its measures are what there is to explain.
#include "programme/explanation/small_office.hpp"

namespace exemplar::programme {
namespace {

constexpr const char* kIndicators =
    "[[indicator]]\nid = \"done\"\nkind = \"count\"\nname = \"Done\"\nat_most = 1000\n";

SmallOffice measured(bool with_criterion) {
  return {kIndicators,
          std::string("[[measure]]\nid = \"half\"\nname = { vi = \"Một nửa\", en = \"Half\" }\n"
                      "value = \"done / 2\"\n"
                      "[[measure]]\nid = \"place\"\nname = { vi = \"Thứ hạng\", en = \"Place\" }\n"
                      "value = \"rank(half, highest first, ties = min)\"\n") +
              (with_criterion ? "[[criterion]]\nid = \"1\"\ngroup = \"I\"\ntitle = \"One\"\n"
                                "basis = \"Law 1, art. 2\"\nwhen_not_applicable = \"unknown\"\n"
                                "met = \"half >= 1\"\n"
                              : ""),
          "done,2023,a,,3,2024-01-01,,,register,,\ndone,2023,b,,9,2024-01-01,,,register,,\n"};
}

// The small office's levels speak of criteria.
Assessed without_criteria() {
  PackFiles::Content files = content_of(measured(false));
  std::string& set = files["programmes/p/criteria/s.toml"];
  const auto replace = [&](const std::string& from, const std::string& to) {
    ASSERT_NE(set.find(from), std::string::npos);
    set.replace(set.find(from), from.size(), to);
  };
  replace("all(criteria)", "half >= 4");
  replace("at_least(50 % of criteria)", "half >= 1");
  return assessed(PackFiles::in_memory(files));
}

TEST(Measures, AreExplainedWhereThereAreNoCriteria) {
  const Assessed world = without_criteria();
  const Explanation explanation = world.explained("a");
  EXPECT_FALSE(explanation.has_criteria());
  ASSERT_EQ(explanation.measures.size(), 2u);
  EXPECT_EQ(explanation.measures[0].id, "half");
  EXPECT_EQ(explanation.measures[0].value.exact->reduced(), (Ratio{3, 2}));
  EXPECT_EQ(explanation.measures[1].value.exact->reduced(), (Ratio{2, 1}));
  const std::string text = world.text("a", Language::Vietnamese);
  EXPECT_EQ(text.find("0/0"), std::string::npos) << text;
  EXPECT_EQ(text.find("chưa đạt đủ"), std::string::npos) << text;
  for (const char* part : {"half (Một nửa): 1,5 = done / 2", "done (Done): 3", "Sổ theo dõi",
                           "place (Thứ hạng): 2 (trong 2 đơn vị được so sánh)"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

// The first line says the value that the levels are taken from, and the level.
TEST(Measures, HeadTheExplanationOfASetWithoutCriteria) {
  const Assessed world = without_criteria();
  const std::string a = world.text("a", Language::Vietnamese);
  EXPECT_NE(a.find("năm 2023 · Một nửa: 1,5 · Gần đạt"), std::string::npos) << a;
  EXPECT_EQ(a.find("Mức:"), std::string::npos) << a;
  const std::string b = world.text("b", Language::English);
  EXPECT_NE(b.find("· Half: 4.5 · Meets all"), std::string::npos) << b;
  EXPECT_EQ(world.explained("a").headline, std::optional<size_t>(0));
  EXPECT_EQ(assessed(measured(true)).explained("a").headline, std::nullopt);
}

TEST(Measures, OneCanBeAskedFor) {
  for (const bool with_criterion : {false, true}) {
    const Assessed world = with_criterion ? assessed(measured(true)) : without_criteria();
    const Explanation explanation = world.explained("b", "place");
    EXPECT_TRUE(explanation.criteria.empty());
    ASSERT_EQ(explanation.measures.size(), 1u);
    EXPECT_EQ(explanation.measures[0].id, "place");
    const std::string text = world.text("b", Language::English, "place");
    EXPECT_NE(text.find("1 (2 units compared)"), std::string::npos) << text;
    EXPECT_NE(text.find("done (Done): 9"), std::string::npos) << text;
  }
}

TEST(Measures, StayBehindTheCriteriaWhereThereAreSome) {
  const Assessed world = assessed(measured(true));
  EXPECT_TRUE(world.explained("a").measures.empty());
  EXPECT_TRUE(world.explained("a", "1").measures.empty());
  const auto none = explain(*world.run, world.pack.office.sources, world.unit("a"), "nothing");
  ASSERT_FALSE(none);
  EXPECT_EQ(render(none.refusal().remedy, Language::English), "it has: 1, half, place");
}

// Accepted warnings are printed with the results: all of them, or those of what was asked for.
TEST(Acceptances, ArePrintedWithTheResults) {
  SmallOffice office = measured(true);
  office.criteria +=
      "accepts = [ { warning = \"people_as_score\", reason = { vi = \"Vì thế\", en = \"So\" } } ]\n"
      "[[criterion]]\nid = \"2\"\ngroup = \"I\"\ntitle = \"Two\"\nbasis = \"none\"\n"
      "when_not_applicable = \"unknown\"\nmet = \"half >= 2\"\n";
  const Assessed world = assessed(office);
  const std::string line = "tiêu chí 1: chấp nhận cảnh báo people_as_score: Vì thế";
  for (const auto& [asked, told] : std::vector<std::pair<std::optional<std::string>, bool>>{
           {std::nullopt, true}, {"1", true}, {"2", false}}) {
    const std::string text = world.text("a", Language::Vietnamese, asked);
    EXPECT_EQ(text.find(line) != std::string::npos, told) << text;
  }
}

// The order that every other rendering uses.
TEST(Labels, ValuesBeforeCriteria) {
  const auto labels = labels_of(assessed(measured(true)).explained("a"));
  ASSERT_EQ(labels.size(), 2u);
  EXPECT_EQ(render(labels[0], Language::Vietnamese), "số liệu mô phỏng");
  EXPECT_EQ(render(labels[1], Language::Vietnamese), "tiêu chí minh họa");
}

}  // namespace
}  // namespace exemplar::programme
