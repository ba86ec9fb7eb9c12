// What the compiler refuses: the formula, the column, the message; and that every message it has
// can be reached.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <set>
#include <sstream>

#include "engine/compute/small_rules.hpp"

namespace exemplar::engine {
namespace {

using Policy = WhenNotApplicablePolicy;

struct Case {
  std::string formula;   // of a measure
  std::string expected;  // how the first error begins: "column: what; remedy"; empty: accepted
};

// clang-format off
const Case kFormulas[] = {
    // Names.
    {"offnces + 1", "1: unknown name 'offnces'; did you mean 'offences'?"},
    {"tips / xyzzy_plugh", "8: unknown name 'xyzzy_plugh'; declare it as an indicator or a measure"},
    {"unit.residnts > 0", "1: units have no attribute 'residnts'; did you mean unit.residents?"},
    {"unit.xyzzy_plugh = \"a\"", "1: units have no attribute 'xyzzy_plugh'; declare it"},
    {"summ(tips, offences)", "1: unknown function 'summ'; did you mean 'sum'?"},
    {"xyzzyplugh(tips)", "1: unknown function 'xyzzyplugh'; see the list"},
    {"offences{kind = \"theft\"}", ""},
    {"offences{colour = \"theft\"}", "10: 'offences' is not broken down by 'colour'; add it"},
    {"offences{kind = \"thefd\"}", "10: 'kind' has no value 'thefd'; did you mean 'theft'?"},
    {"offences{kind = \"xyzzyplugh\"}", "10: 'kind' has no value 'xyzzyplugh'; write one of"},
    {"(tips + 1){kind = \"theft\"}", "2: only a reported indicator has categories; write indicator{"},
    // Kinds of values.
    {"not tips", "5: a condition is needed here, but this is a number; compare it"},
    {"safe and colour", "10: a condition is needed here, but this is a text; compare it"},
    {"safe + 1", "1: a number is needed here, but this is a condition; use a number"},
    {"tips + opened", "1: dates know only: date - date, date + 20 days, date - 20 days; write whole days"},
    {"opened + 5", "1: dates know only"},
    {"opened + 0.5 days", "1: dates know only"},
    {"opened + 20 days", ""},
    {"opened - opened > 20 days", ""},
    {"colour < \"red\"", "1: texts are only equal or different; use = or <>"},
    {"colour = \"red\"", ""},
    {"safe = (1 = 1)", "1: a condition is not compared; write the condition itself"},
    {"colour = 3", "1: a text is compared with a number; compare values of the same kind"},
    {"opened = 3", "1: a date is compared with a number"},
    {"opened = no_data(\"x\")", "1: a date is compared with no value"},
    {"tips or_else colour", "1: 'or_else' offers a text in place of a number; offer a value"},
    {"tips or_else 0", ""},
    {"no_data(\"a\") or_else tips", ""},
    {"if safe then tips else colour", "1: 'then' gives a number, 'else' gives a text; both must"},
    {"if tips then 1 else 2", "4: a condition is needed here"},
    {"if safe then tips else no_data(\"none\")", ""},
    {"no_data(tips)", "9: no_data needs a text in quotes; write"},
    {"no_data(\"a\", tips)", "14: no_data needs a text in quotes; write"},
    {"no_data(\"a\", \"b\", \"c\")", "1: no_data has 3 arguments here; write"},
    {"not_applicable()", "1: not_applicable has 0 arguments here; write"},
    {"not_applicable(\"a\", \"b\") or_else tips", ""},
    {"choose(tips, \"a\" -> 1, else 2)", "8: choose needs a text, this is a number; for numbers use band(…)"},
    {"choose(colour, 3 -> 1, else 2)", "16: a text must stand here; write \"A\" -> 80 %"},
    {"add_months(tips, 3)", "1: add_months needs a date and a whole number of months; write"},
    {"add_months(opened, 1 / 2)", "1: add_months needs a date"},
    {"min(opened, tips)", "13: numbers and dates are mixed; use one kind"},
    {"min(opened, opened[previous], no_data(\"a\"))", ""},
    {"min(no_data(\"a\"), opened)", ""},
    // Units of measure.
    {"area + money", "1: the units of measure differ: 'm²' and 'VND'; write the unit after"},
    {"area >= 5", "1: the units of measure differ: 'm²' and '1'"},
    {"area >= 5 m²", ""},
    {"area >= 0", ""},
    {"tips >= 5 m²", "1: the units of measure differ: '1' and 'm²'"},
    {"area / floor_area >= 70 %", ""},
    {"money / area >= 5 VND/m²", ""},
    {"money / area >= 5 VND / 1 m²", ""},
    {"money / area - 3", "1: the units of measure differ: 'VND/m²' and '1'"},
    {"money / area >= 12 mn VND/m²", ""},
    {"money / area / days_open >= 12 VND/m²/day", ""},
    {"money / area >= 12 VND", "1: the units of measure differ: 'VND/m²' and 'VND'"},
    {"money / area >= 12 m²/VND", "1: the units of measure differ: 'VND/m²' and 'm²/VND'"},
    {"area * 12 VND/m² = money", ""},
    {"money / 12 VND/m² >= area", ""},
    {"500 VND/tips", "1: 'VND/tips' is read as a unit of measure, and none is declared so; to divide, put spaces"},
    {"500 VND/m²/tips", "1: 'VND/m²/tips' is read as a unit of measure, and none is declared so"},
    {"500 VND / tips", ""},
    {"500 VND/sum(tips, offences)", ""},
    {"500 VND/offences{kind = \"theft\"}", ""},
    {"500 VND/tips[last year]", ""},
    {"500 VND/unit.residents", ""},
    {"days_open <= 1 day", ""},
    {"sum(area, tips)", "11: the units of measure differ"},
    {"clip(area, 0, 10)", "15: the units of measure differ"},
    {"ln(area)", "1: ln needs a plain number, this is in 'm²'; divide"},
    {"area ^ 0.5", "1: only whole powers up to 8 keep a unit of measure; use a ratio"},
    {"area ^ 2 > 4 m² * 1 m²", ""},
    {"area ^ 2 > 4 m²", "1: the units of measure differ: 'm²*m²' and 'm²'"},
    {"band(tips, < 5 -> 1 m², else 3)", "30: the units of measure differ"},
    {"band(area, < 5 m² -> 1, < 10 m² -> 3 m², else 2)", "36: the units of measure differ: '1' and 'm²'"},
    {"choose(colour, \"red\" -> 0, \"blue\" -> area, else money)", "49: the units of measure differ: 'm²' and 'VND'"},
    {"sum(0, area, money)", "14: the units of measure differ: 'm²' and 'VND'"},
    {"clip(0, area, money)", "15: the units of measure differ: 'm²' and 'VND'"},
    {"weighted_mean(0 -> 0, area -> 1, money -> 1)", "34: the units of measure differ: 'm²' and 'VND'"},
    {"interpolate(tips, 0 -> 0, 5 -> 2 m², 9 -> 3 VND)", "43: the units of measure differ: 'm²' and 'VND'"},
    {"max - area", "1: unknown name 'max'"},
    // Exactness.
    {"ln(tips) > 1", "1: a comparison needs exact values, and this value is not exact; round it to a "
                     "declared number of decimals: round(ln(tips), 2)"},
    {"round(ln(tips), 2) > 1", ""},
    {"rank(sqrt(tips), highest first)", "6: ranking compares, and this value is not exact"},
    {"band(sqrt(tips), < 5 -> 1, else 3)", "6: bands compare, and this value is not exact"},
    {"steps(sqrt(tips), 5 -> 1)", "7: steps are counted, and this value is not exact"},
    {"mean(tips / offences over participants) > 1", "1: a comparison needs exact values"},
    {"wide * wide * wide * wide > 1", "1: a comparison needs exact values"},
    {"wide * wide > wide * wide", ""},
    {"wide * wide / tips > wide * wide / offences", "1: this comparison needs more than 38 digits; declare smaller bounds"},
    {"tips * tips > tips * offences", ""},
    {"band(wide * wide / tips, < wide * wide / offences -> 1, else 2)", "28: this comparison needs more than 38 digits"},
    {"rank(wide * wide / tips, highest first)", "1: this comparison needs more than 38 digits"},
    {"round(money * money * 1 thousand, 15)", "1: this rounding needs more than 38 digits; declare"},
    // Constants where only they mean something.
    {"tips ^ tips", "8: the exponent must be a number written here; write a number such as 50 %"},
    {"tips ^ (999999999999999 bn / 0.000000000000001)", "9: this number needs more than 38 digits; write fewer digits"},
    {"round(tips, tips)", "13: the number of decimals must be a number written here"},
    {"round(tips, 16)", "13: '16' is not a number of decimals; write a whole number from 0 to 15"},
    {"round(tips, 0.5)", "13: '0.5' is not a number of decimals"},
    {"interpolate(tips, offences -> 0, 80 -> 10)", "19: an anchor must be a number written here"},
    {"interpolate(tips, 80 -> 0, 50 -> 10)", "28: the anchors do not rise; order them"},
    {"interpolate(tips, 80 -> 10)", "1: interpolation needs at least two anchors; write"},
    {"interpolate(tips, 0.00000000000001 -> 0, 99999999999999.5 bn -> 0.00000000000001)", ""},
    {"steps(tips, 100 -> 0.5, 200 -> 1)", "25: steps has one pair; write steps(x, 100 -> 0.5)"},
    {"steps(tips, 0 -> 0.5)", "13: the step is not positive; write"},
    {"steps(tips, offences -> 0.5)", "13: the step must be a number written here"},
    {"steps(tips, 100 -> offences)", "20: the gain must be a number written here"},
    {"interpolate(tips, 50 -> offences, 80 -> 10)", "25: an anchor's value must be a number written here"},
    {"at_least(tips of safe, safe)", "10: the number wanted must be a number written here"},
    {"at_most(tips of safe, by = tips, highest first)", "9: the share must be a number written here"},
    {"at_most(20 % of safe, by = sqrt(tips), highest first)", "28: the order compares, and this value is not exact"},
    {"goalposts(tips, 20, 20)", "1: both goalposts are the same; write goalposts(x, low, high)"},
    // How functions are written.
    {"abs(tips, tips)", "1: abs has 2 arguments here; write abs(x)"},
    {"abs(tips, 3 -> 4)", "1: abs has no pairs written with ->; write abs(x)"},
    {"abs(tips over children)", "1: abs does not go over units; write"},
    {"abs(3 of tips)", "1: abs has no 'of'; write"},
    {"abs(tips, highest first)", "1: abs has no order; write"},
    {"rank(tips, highest first, ties = middle)", "27: middle is not a value of 'ties'; write one of min|max|mean|dense"},
    {"rank(tips, highest first, ties = 3)", "27: 3 is not a value of 'ties'"},
    {"rank(tips)", "1: rank does not say which value comes first; write rank(x, highest first)"},
    {"rank(tips over colour, highest first)", "16: 'colour' is not a set of units; write children"},
    {"band(tips)", "1: band needs pairs written with ->; write band("},
    {"band(tips, 5 -> 1, else 2)", "12: a band begins with a comparison; write band("},
    {"interpolate(tips, < 5 -> 1)", "21: no comparison here; write interpolate("},
    {"band(tips, < 5 -> 1)", "1: band does not say what holds otherwise; write"},
    {"interpolate(tips, 1 -> 1, 2 -> 2, else 3)", "1: interpolate has no 'else'; write"},
    {"months_active(childhood)", "15: 'childhood' has no meaning here; write months_active()"},
    {"under(\"79\", hierarchy = 3 + 1)", "13: 3 + 1 is not a value of 'hierarchy'; write the id"},
    {"under(\"79\", hierarchy = police)", ""},
    {"under(colour)", "1: under needs a text in quotes; write under"},
    {"sum(tips over colour)", "15: 'colour' is neither a set of units nor a category; write children"},
    {"sum(tips over under(\"79\", hierarchy = police))", "15: 'under(\"79\", hierarchy = police)' is neither"},
    {"sum(tips over kind)", "5: nothing here is broken down by 'kind'; add it"},
    {"sum(offences over kind)", ""},
    {"sum(odd over nothing)", "14: 'nothing' has no values; declare its values"},
    {"across(siblings, 3)", "1: across needs a set of units and a summary; write across("},
    {"across(siblings, abs(tips))", "18: 'abs' does not summarise over units; write sum"},
    {"across(siblings, median(tips))", ""},
    {"sum(tips, offences over children)", "1: either several values, or one value over units or periods; write"},
    {"tips[months]", "6: several periods give several values; say what becomes of them"},
    {"sum(tips[months])", ""},
    {"tips[previous, months, previous]", "16: several periods"},
    // Sets of criteria.
    {"all()", "1: all looks at nothing; write all(criteria)"},
    {"all(group(\"nope\"))", "5: no criterion belongs to group(\"nope\"); name a group"},
    {"all(tips of safe, safe)", "5: 'tips' says nothing about a list of conditions; write met"},
    {"at_least(safe, safe)", "1: at_least does not say how many; write at_least(3 of a, b, c)"},
    {"at_least(0.5 of safe, safe)", "10: '0.5' is no number of conditions; write a whole number"},
    {"at_least(150 % of safe, safe)", "10: '150 %' is no number of conditions"},
    {"at_least(1 of safe, maybe > 1)", "1: some of these can become not applicable, and nothing says"},
    {"at_least(1 of safe, maybe > 1, k = stays)", ""},
    {"at_least(50 % of safe, maybe > 1)", ""},
    {"at_least(50 % of safe, maybe > 1, k = stays)", "35: a percentage is a share of those judged: it has no 'k'"},
    {"total(points of safe)", "17: 'safe' is no set of criteria; write criteria or group(\"IV\")"},
    {"total(points)", "1: no criterion of this set has points; give criteria 'points'"},
    {"at_most(20 % of safe)", "1: at_most needs a share, an order and what it goes by; write at_most("},
    {"at_most(120 % of safe, by = tips, highest first)", "9: '120 %' is no share; write a percentage"},
    {"at_most(20 % of safe, by = tips, highest first)", ""},
    {"criterion(\"c12\")", "11: there is no criterion 'c12'; did you mean 'c1'?"},
    {"criterion(\"xyzzyplugh\")", "11: there is no criterion 'xyzzyplugh'; write the id"},
    {"criterion(3)", "1: criterion needs a text in quotes; write criterion(\"8\")"},
    {"points(\"c1\")", "8: there is no criterion 'c1' with points; write the id"},
    {"points(3)", "1: points needs a text in quotes; write points(\"3.2\")"},
    {"level(\"god\")", "7: there is no level 'god'; did you mean 'good'?"},
    {"level(\"xyzzyplugh\")", "7: there is no level 'xyzzyplugh'; write the id"},
    {"level(3)", "1: level needs a text in quotes; write level(\"good\")"},
};
// clang-format on

SmallRules with_measure(const std::string& formula) {
  SmallRules small;
  small.measure("m", formula).criterion("c1", "safe").level("good", "all(criteria)");
  return small;
}

struct RuleCase {
  std::string name;
  std::function<void(SmallRules&)> build;
  std::string expected;  // empty: accepted
};

const std::vector<RuleCase>& rule_cases() {
  static const std::vector<RuleCase> cases = {
      {"round of a text", [](SmallRules& r) { r.measure("m", "colour").rounded(2); },
       "1: 'm' declares 'round', but its value is a text; remove 'round'"},
      {"declared unit", [](SmallRules& r) { r.measure("m", "area / floor_area").in("m²"); },
       "1: this is in '1', but 'm' is declared in 'm²'; correct the formula or the declared unit"},
      {"0 fits every declared unit", [](SmallRules& r) { r.measure("m", "0").in("m²"); }, ""},
      {"measures in a circle",
       [](SmallRules& r) { r.measure("a", "1 + b").measure("b", "2 * c").measure("c", "a"); },
       "1: 'a' depends on itself: a → b → c → a; break the circle"},
      {"a measure and a criterion in a circle",
       [](SmallRules& r) { r.criterion("1", "m > 1").measure("m", "count_of(met of criteria)"); },
       "1: 'm' depends on itself: m → criterion(\"1\") → m"},
      {"criteria in a circle",
       [](SmallRules& r) {
         r.criterion("1", "criterion(\"2\")").criterion("2", "criterion(\"1\")");
       },
       "1: 'criterion(\"1\")' depends on itself: criterion(\"1\") → criterion(\"2\") → "
       "criterion(\"1\")"},
      {"points in a circle", [](SmallRules& r) { r.criterion("1", "", "points + 1").max(10); },
       "1: the points of criterion 1 depend on themselves; break the circle"},
      {"levels in a circle",
       [](SmallRules& r) { r.level("a", "level(\"b\")").level("b", "level(\"a\")"); },
       "1: level 'a' depends on itself; break the circle"},
      {"silence about not applicable", [](SmallRules& r) { r.criterion("1", "maybe > 1"); },
       "1: criterion 1 can become not applicable, and nothing says what it counts as then; add "
       "when_not_applicable"},
      {"0 / 0 is not applicable", [](SmallRules& r) { r.criterion("1", "tips / offences > 1"); },
       "1: criterion 1 can become not applicable"},
      {"applies makes it so", [](SmallRules& r) { r.criterion("1", "safe", "", "tips > 1"); },
       "1: criterion 1 can become not applicable"},
      {"a place among units does too",
       [](SmallRules& r) { r.criterion("1", "rank(tips, highest first) <= 3"); },
       "1: criterion 1 can become not applicable"},
      {"a quota does too",
       [](SmallRules& r) { r.criterion("1", "at_most(20 % of safe, by = tips, highest first)"); },
       "1: criterion 1 can become not applicable"},
      {"a clipped divisor may be 0",
       [](SmallRules& r) { r.criterion("1", "tips / clip(tips, 5, offences) > 1"); },
       "1: criterion 1 can become not applicable"},
      {"a divisor that cannot be 0",
       [](SmallRules& r) { r.criterion("1", "tips / floor(offences, 1) > 1"); }, ""},
      {"and with one that applies", [](SmallRules& r) { r.criterion("1", "safe and maybe > 1"); },
       ""},
      {"said", [](SmallRules& r) { r.criterion("1", "maybe > 1").policy(Policy::LeaveOut); }, ""},
      {"silence about k, over criteria",
       [](SmallRules& r) {
         r.criterion("1", "maybe > 1").policy(Policy::LeaveOut).criterion("2", "safe");
         r.level("near", "at_least(1 of criteria)");
       },
       "1: some of these can become not applicable"},
      {"points without max and a policy",
       [](SmallRules& r) { r.criterion("1", "safe", "maybe").policy(Policy::Met); },
       "1: criterion 1 has points, but no 'max'; add max"},
      {"points alone without max", [](SmallRules& r) { r.criterion("1", "", "tips"); },
       "1: criterion 1 has points, but neither 'met' nor 'max'; add max"},
      {"points in square metres", [](SmallRules& r) { r.criterion("1", "", "area").max(10); },
       "1: points have no unit of measure, but this is in 'm²'; divide"},
      {"points that are not exact",
       [](SmallRules& r) { r.criterion("1", "", "sqrt(tips)").max(10); },
       "1: points are summed, and this value is not exact"},
      {"points rounded",
       [](SmallRules& r) { r.criterion("1", "", "sqrt(tips)").rounded(2).max(10); }, ""},
      {"points beyond a comparison with max",
       [](SmallRules& r) {
         r.criterion("1", "", "wide * wide / 0.00000001").max(100'000'000'000'000);
       },
       "1: this comparison needs more than 38 digits"},
      {"max in the points' own formula",
       [](SmallRules& r) {
         r.criterion("1", "", "tips / offences * max").max(10).policy(Policy::LeaveOut);
       },
       ""},
      {"a maximum of points fits no unit of measure",
       [](SmallRules& r) {
         r.criterion("1", "points >= max", "tips").max(10);
         r.measure("m", "area >= 10");
       },
       "1: the units of measure differ: 'm²' and '1'"},
      {"a rounding too wide, where declared",
       [](SmallRules& r) { r.measure("m", "money * money * 1 thousand").rounded(15); },
       "1: this rounding needs more than 38 digits"},
      {"a condition that is none", [](SmallRules& r) { r.condition("tips"); },
       "1: a condition is needed here"},
      {"assessable that is none", [](SmallRules& r) { r.assessable("tips"); },
       "1: a condition is needed here"},
      {"a level that is none is said once", [](SmallRules& r) { r.level("a", "tips"); },
       "1: a condition is needed here"},
      {"the same words for every criterion are said once",
       [](SmallRules& r) {
         r.criterion("1", "safe").criterion("2", "safe").level("a", "all(tips of criteria)");
       },
       "5: a condition is needed here"},
      {"a chain of measures as long as it likes to be",
       [](SmallRules& r) {
         for (int i = 0; i < 2000; ++i)
           r.measure(fmt::format("m{}", i), fmt::format("m{} + 1", i + 1));
         r.measure("m2000", "tips");
       },
       "1: formulas that name one another are nested deeper than 600; shorten the chain"},
  };
  return cases;
}

void expect_first_error(const std::vector<std::string>& errors, const std::string& expected) {
  if (expected.empty()) {
    EXPECT_EQ(errors, std::vector<std::string>{});
    return;
  }
  ASSERT_FALSE(errors.empty()) << "accepted, but expected " << expected;
  EXPECT_TRUE(errors[0].starts_with(expected))
      << "expected " << expected << "\n     got " << errors[0];
}

TEST(CompileErrors, OfAFormula) {
  for (const Case& one : kFormulas) {
    SCOPED_TRACE(one.formula);
    expect_first_error(errors_of(with_measure(one.formula).compiled()), one.expected);
  }
}

TEST(CompileErrors, OfRulesTogether) {
  for (const RuleCase& one : rule_cases()) {
    SCOPED_TRACE(one.name);
    SmallRules small;
    one.build(small);
    const std::vector<std::string> errors = errors_of(small.compiled());
    expect_first_error(errors, one.expected);
    if (one.name.ends_with("said once")) {
      EXPECT_EQ(errors.size(), 1u);
    }
  }
}

// The patterns of every msg("…") in the compiler's sources.
std::set<std::string> patterns_in_sources() {
  std::set<std::string> patterns;
  const std::regex call(R"re(msg\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+))re");
  const std::regex part(R"re("((?:[^"\\]|\\.)*)")re");
  for (const auto& entry :
       std::filesystem::directory_iterator(EXEMPLAR_ROOT "/src/engine/compute")) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream file(entry.path());
    std::stringstream buffer;
    buffer << file.rdbuf();
    const std::string text = buffer.str();
    for (std::sregex_iterator it(text.begin(), text.end(), call), end; it != end; ++it) {
      const std::string literals = (*it)[1];
      std::string pattern;
      for (std::sregex_iterator p(literals.begin(), literals.end(), part); p != end; ++p) {
        pattern += (*p)[1];
      }
      patterns.insert(std::regex_replace(pattern, std::regex(R"(\\")"), "\""));
    }
  }
  return patterns;
}

TEST(CompileErrors, EveryMessageIsReached) {
  std::set<std::string> produced;
  const std::function<void(const Message&)> count = [&](const Message& message) {
    produced.insert(message.pattern);
    for (const MessageArgument& argument : message.arguments) {
      for (const Message& inner : argument.message) count(inner);
    }
  };
  const auto collect = [&](const SmallRules& small) {
    for (const CompileError& error : small.compiled().errors) {
      count(error.what);
      count(error.remedy);
    }
  };
  for (const Case& one : kFormulas) collect(with_measure(one.formula));
  for (const RuleCase& one : rule_cases()) {
    SmallRules small;
    one.build(small);
    collect(small);
  }
  const std::set<std::string> patterns = patterns_in_sources();
  EXPECT_GT(patterns.size(), 120u) << "the sources were not read";
  // Part of a message that nothing can lead to: points that are no number are refused before their
  // 'round' is looked at.
  produced.insert("criterion {}");
  for (const std::string& pattern : patterns) {
    EXPECT_TRUE(produced.contains(pattern)) << "never produced: " << pattern;
  }
}

}  // namespace
}  // namespace exemplar::engine
