// In which decimals a computed number is read: an index as it declares, a share of counts in
// percent, and either in percent beside a percentage.
#include "programme/explanation/small_office.hpp"

namespace exemplar::programme {
namespace {

constexpr const char* kIndicators =
    "[[indicator]]\nid = \"done\"\nkind = \"count\"\nname = \"Done\"\nat_most = 1000\n"
    "[[indicator]]\nid = \"due\"\nkind = \"count\"\nname = \"Due\"\nat_most = 1000\n";

// The text of one measure "m" of unit a, done 3 of 8; a criterion may compare it.
std::string text_of(const std::string& value, const std::string& met = "done >= 1") {
  const Assessed world =
      assessed({kIndicators,
                "[[measure]]\nid = \"m\"\nname = { vi = \"Đo\", en = \"Measured\" }\n" + value +
                    "\n[[criterion]]\nid = \"1\"\ngroup = \"I\"\ntitle = \"One\"\n"
                    "basis = \"Law 1, art. 2\"\nwhen_not_applicable = \"unknown\"\nmet = \"" +
                    met + "\"\n",
                "done,2023,a,,3,2024-01-01,,,register,,\ndue,2023,a,,8,2024-01-01,,,register,,\n"});
  return world.text("a", Language::English, met == "done >= 1" ? "m" : "1");
}

TEST(MeasureStyle, IsTheDecimalsThatAreDeclared) {
  struct Case {
    const char* value;
    const char* shown;
  };
  const Case cases[] = {
      {"value = \"done / due\"", "37.5\u00a0%"},
      {"value = \"done / due\"\nround = 3", "0.375"},
      {"value = \"done / due\"\nround = 1", "0.4"},
      {"value = \"goalposts(done, 1, 9)\"", "0.25"},
      {"value = \"goalposts(done, 0, 8)\"\nround = 2", "0.38"},
  };
  for (const Case& one : cases) {
    const std::string text = text_of(one.value);
    EXPECT_NE(text.find(std::string("m (Measured): ") + one.shown + " ="), std::string::npos)
        << one.value << "\n"
        << text;
  }
}

TEST(MeasureStyle, BesideAPercentageIsPercent) {
  const std::string text = text_of("value = \"done / due\"\nround = 3", "m >= 40 %");
  EXPECT_NE(text.find("37.5\u00a0%"), std::string::npos) << text;
  EXPECT_EQ(text.find("0.375 "), std::string::npos) << text;
}

}  // namespace
}  // namespace exemplar::programme
