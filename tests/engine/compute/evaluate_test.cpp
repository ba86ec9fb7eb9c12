// What cells carry besides their value: statuses, pending corrections, reasons; and formulas as
// long, deep and repeated as the parser lets them be.
#include <gtest/gtest.h>

#include "engine/compute/small_rules.hpp"
#include "engine/compute/small_source.hpp"
#include "engine/formula/parser.hpp"

namespace exemplar::engine {
namespace {

using Policy = WhenNotApplicablePolicy;

// A set of rules, values for it, and the answers.
struct Bench {
  explicit Bench(SmallRules& of, size_t units = 1) : small(of), source(of.rules, units) {}
  Evaluation& evaluated() {
    if (!evaluation) {
      compiled = small.compiled();
      EXPECT_EQ(errors_of(compiled), std::vector<std::string>{});
      evaluation.emplace(compiled.graph, source);
    }
    return *evaluation;
  }
  Cell measure(size_t index = 0, size_t unit = 0) {
    Evaluation& it = evaluated();
    return it.cells(compiled.graph.formulas[index], 0)[unit];
  }
  Cell criterion(size_t index = 0, size_t unit = 0) {
    Evaluation& it = evaluated();
    return it.cells(compiled.graph.criteria[index].answer, 0)[unit];
  }
  Cell points(size_t index = 0) {
    Evaluation& it = evaluated();
    return it.cells(compiled.graph.criteria[index].points, 0)[0];
  }
  const Reason& why(const Cell& cell) { return evaluated().pool().reason(cell.reason); }

  SmallRules& small;
  SmallSource source;
  Compiled compiled;
  std::optional<Evaluation> evaluation;
};

TEST(Evaluation, AResultIsAsCertainAsTheInputsThatDecideIt) {
  SmallRules small;
  small.measure("and", "tips > 5 and offences > 5").measure("sum", "tips + offences");
  Bench bench(small);
  bench.source.set("tips", 0, {1, 1}, 2);
  bench.source.set("offences", 0, {1, 1}, 1);
  EXPECT_EQ(bench.measure(0).status, 2) << "one verified failure is enough";
  EXPECT_EQ(bench.measure(1).status, 1);
}

TEST(Evaluation, APendingCorrectionOfTheConditionShows) {
  for (const char* formula : {"if offences > 0 then tips else 0", "offences + tips",
                              "choose(colour, \"x\" -> tips, else tips)"}) {
    SmallRules small;
    small.measure("m", formula);
    Bench bench(small);
    bench.source.set("tips", 0, {1, 1});
    bench.source.set("offences", 0, {1, 1});
    bench.source.set("colour", 0, {0, 1});
    bench.source.at("offences", 0).correction_pending = true;
    bench.source.at("colour", 0).correction_pending = true;
    EXPECT_TRUE(bench.measure().correction_pending) << formula;
  }
  SmallRules small;
  small.criterion("1", "tips > 0", "", "offences > 0").policy(Policy::Met);
  Bench bench(small);
  bench.source.set("tips", 0, {1, 1});
  bench.source.set("offences", 0, {1, 1});
  bench.source.at("offences", 0).correction_pending = true;
  EXPECT_TRUE(bench.criterion().correction_pending);
}

// Counted as met because nothing was due: as certain as the zeros it rests on, not more.
TEST(Evaluation, WhatNotApplicableCountsAsKeepsItsStatus) {
  for (const Policy policy : {Policy::Met, Policy::NotMet}) {
    SmallRules small;
    small.criterion("1", "tips / offences > 1").policy(policy);
    small.criterion("2", "safe", "", "tips > 0").policy(policy);
    Bench bench(small);
    bench.source.set("tips", 0, {0, 1}, 1);
    bench.source.set("offences", 0, {0, 1}, 2);
    bench.source.set("safe", 0, {0, 1}, 3);
    for (size_t i = 0; i < 2; ++i) {
      const Cell cell = bench.criterion(i);
      EXPECT_EQ(cell.answer, policy == Policy::Met ? Answer::Met : Answer::NotMet);
      EXPECT_EQ(cell.status, 1) << i;
    }
  }
}

TEST(Evaluation, PointsOfACriterionThatDoesNotApply) {
  for (const Policy policy : {Policy::Met, Policy::NotMet, Policy::LeaveOut, Policy::Unknown}) {
    SmallRules small;
    small.criterion("1", "", "tips / 10 * max", "offences > 0").max(10).policy(policy);
    Bench bench(small);
    bench.source.set("tips", 0, {5, 1});
    bench.source.set("offences", 0, {0, 1});
    const Cell points = bench.points();
    switch (policy) {
      case Policy::Met:
        EXPECT_TRUE(points.known() && points.exact == (Ratio{10, 1}));
        break;
      case Policy::NotMet:
        EXPECT_TRUE(points.known() && points.exact == (Ratio{0, 1}));
        break;
      case Policy::LeaveOut:
        EXPECT_EQ(points.answer, Answer::NotApplicable);
        break;
      case Policy::Unknown:
        EXPECT_EQ(points.answer, Answer::Unknown);
        break;
    }
  }
}

TEST(Evaluation, AnAggregateSaysHowManyAreKnownAndTheirValue) {
  SmallRules small;
  small.measure("sum", "sum(tips over participants)")
      .measure("known", "sum(tips over participants of known)")
      .measure("counted", "count(tips > 3 over participants)");
  Bench bench(small, 4);
  for (size_t unit = 0; unit < 3; ++unit)
    bench.source.set("tips", unit, {static_cast<i128>(unit) + 2, 1});
  bench.source.set("offences", 3, {1, 1});
  const Cell sum = bench.measure(0);
  EXPECT_EQ(sum.answer, Answer::Unknown);
  EXPECT_EQ(bench.why(sum).kind, ReasonKind::SomeUnknown);
  EXPECT_EQ(bench.why(sum).known, 3);
  EXPECT_EQ(bench.why(sum).total, 4);
  ASSERT_TRUE(bench.why(sum).known_value);
  EXPECT_TRUE(*bench.why(sum).known_value == (Ratio{9, 1}));
  EXPECT_TRUE(bench.measure(1).exact == (Ratio{9, 1}));
  const Cell counted = bench.measure(2);
  EXPECT_EQ(counted.answer, Answer::Unknown);
  EXPECT_TRUE(*bench.why(counted).known_value == (Ratio{1, 1}));
}

TEST(Evaluation, AnAggregateOfRealsToo) {
  struct Case {
    const char* formula;
    std::optional<Ratio> over_known;
  };
  // tips 2, 3, 4 of offences 3, 3, 3; the fourth unit's are not known.
  const Case cases[] = {
      {"mean(sqrt(tips * tips) / offences over participants)", Ratio{1, 1}},
      {"sum(tips / days_open over participants)", Ratio{291666666666667, 100000000000000}},
      {"geometric_mean(tips * offences, 12, no_data(\"a\"))",
       Ratio{848528137423857, 100000000000000}},
      {"harmonic_mean(tips over participants)", Ratio{276923076923077, 100000000000000}},
      {"standard_deviation(tips over participants)", Ratio{1, 1}},
      {"max(sqrt(offences) over participants)", Ratio{173205080756888, 100000000000000}},
      {"mean(exp(tips)[last 2 years])", Ratio{738905609893065, 100000000000000}},
      {"mean(ln(tips - 3) over participants)", Ratio{0, 1}},
      {"geometric_mean(tips - 3 over participants)", std::nullopt},
      {"standard_deviation(tips[last 2 years])", std::nullopt},
      {"max(sqrt(maybe) over participants)", std::nullopt},
  };
  for (const Case& one : cases) {
    SmallRules small;
    small.measure("m", one.formula);
    Bench bench(small, 4);
    for (size_t unit = 0; unit < 3; ++unit) {
      bench.source.set("tips", unit, {static_cast<i128>(unit) + 2, 1});
      bench.source.set("offences", unit, {3, 1});
    }
    bench.source.set("days_open", 0, {4, 1});
    bench.source.set("days_open", 1, {4, 1});
    bench.source.set("days_open", 2, {12, 5});
    const Cell cell = bench.measure();
    EXPECT_EQ(cell.answer, Answer::Unknown) << one.formula;
    const auto& given = bench.why(cell).known_value;
    ASSERT_EQ(given.has_value(), one.over_known.has_value()) << one.formula;
    if (!given) continue;
    EXPECT_TRUE(compare(*given, *one.over_known) == 0)
        << one.formula << ": " << exemplar::to_string(given->numerator) << "/"
        << exemplar::to_string(given->denominator);
  }
}

TEST(Evaluation, ReasonsOfWhatIsNotThere) {
  SmallRules small;
  small.measure("break", "tips[last year]")
      .measure("no period", "tips[2022]")
      .measure("no parent", "tips[parent]")
      .measure("no unit", "tips[unit(\"1\")]")
      .measure("contradiction", "tips / (tips - tips)")
      .measure("several", "sum(tips[last 3 years])")
      .measure("logarithm", "ln(tips - tips)");
  Bench bench(small);
  for (PeriodIndex period = 0; period < 3; ++period) bench.source.set("tips", 0, {3, 1}, 1, period);
  bench.source.definition_breaks_before(1);
  const ReasonKind expected[] = {ReasonKind::DefinitionBreak, ReasonKind::NoSuchPeriod,
                                 ReasonKind::NoSuchUnit,      ReasonKind::NoSuchUnit,
                                 ReasonKind::DivisionByZero,  ReasonKind::DefinitionBreak,
                                 ReasonKind::OutsideDomain};
  for (size_t i = 0; i < std::size(expected); ++i) {
    const Cell cell = bench.measure(i);
    EXPECT_EQ(cell.answer, Answer::Unknown) << small.rules.formulas[i].name;
    EXPECT_EQ(bench.why(cell).kind, expected[i]) << small.rules.formulas[i].name;
  }
}

// A level through a measure of the criteria has bounds like one that names them itself.
TEST(Evaluation, BoundsOfALevelGoThroughMeasures) {
  SmallRules small;
  small.measure("score", "total(points)").measure("met_ones", "count_of(met of criteria)");
  small.criterion("1", "", "tips").max(10).criterion("2", "", "offences").max(10);
  small.level("high", "score >= 15").level("most", "met_ones >= 2");
  Bench bench(small);
  bench.source.set("tips", 0, {10, 1});
  Evaluation& evaluation = bench.evaluated();
  for (const CompiledLevel& level : bench.compiled.graph.levels) {
    EXPECT_EQ(evaluation.cells(level.answer, 0)[0].answer, Answer::Unknown);
    EXPECT_EQ(evaluation.cells(level.best, 0)[0].answer, Answer::Met);
    EXPECT_EQ(evaluation.cells(level.worst, 0)[0].answer, Answer::NotMet);
  }
}

// Two hierarchies, two codes: never one node.
TEST(Evaluation, DifferentWordsAreDifferentNodes) {
  SmallRules small;
  small.measure("a", "under(\"a|b\")")
      .measure("b", "under(\"a\", hierarchy = \"b\")")
      .measure("c", "tips[unit(\"7\")]")
      .measure("d", "tips[unit(\"8\")]")
      .measure("e", "no_data(\"x\")")
      .measure("f", "not_applicable(\"x\")")
      .measure("k", "no_data(\"x\", \"y\")")
      .measure("l", "no_data(\"xy\")")
      .measure("g", "2023-01-01")
      .measure("h", "19358")
      .measure("i", "19358 days")
      .measure("j", "tips[last 2 years]" + std::string(" or_else 0"));
  small.rules.formulas.pop_back();  // several periods: refused elsewhere
  const Compiled compiled = small.compiled();
  std::set<uint32_t> meanings;
  for (const NodeId node : compiled.graph.formulas)
    meanings.insert(compiled.graph[node].args[0].value);
  EXPECT_EQ(meanings.size(), small.rules.formulas.size());
}

TEST(Evaluation, FormulasAsLongAsTheyMayBe) {
  std::string sum = "tips";
  for (int i = 1; i < 1999; ++i) sum += " + tips";
  std::string conditions = "safe";
  for (int i = 1; i < 1999; ++i) conditions += " and safe";
  std::string shifted = "tips[";
  for (int i = 0; i < 1990; ++i) shifted += i == 0 ? "previous" : ", previous";
  shifted += "]";
  SmallRules small;
  small.measure("sum", sum).measure("conditions", conditions).measure("shifted", shifted);
  Bench bench(small);
  bench.source.set("tips", 0, {7, 1});
  bench.source.set("tips", 0, {5, 1}, 1, 1990);
  bench.source.set("safe", 0, {0, 1});
  EXPECT_TRUE(bench.measure(0).exact == (Ratio{7 * 1999, 1}));
  EXPECT_EQ(bench.measure(1).answer, Answer::Met);
  EXPECT_TRUE(bench.measure(2).exact == (Ratio{5, 1}));
  EXPECT_EQ(print(*small.rules.formulas[0].tree), sum);
}

TEST(Evaluation, FormulasAsDeepAsTheyMayBe) {
  for (const auto& [open, close] : {std::pair{"abs(", ")"}, std::pair{"(if safe then ", " else 0)"},
                                    std::pair{"round(", ", 0)"}, std::pair{"1 + (", ")"},
                                    std::pair{"-", ""}, std::pair{"sum(1, ", ")"}}) {
    std::string text;
    const int levels = 60;
    for (int i = 0; i < levels; ++i) text += open;
    text += "tips";
    for (int i = 0; i < levels; ++i) text += close;
    SmallRules small;
    small.measure("m", text);
    Bench bench(small);
    bench.source.set("tips", 0, {7, 1});
    bench.source.set("safe", 0, {0, 1});
    EXPECT_TRUE(bench.measure().known()) << open;
  }
}

// Loops over criteria or categories inside one another are compiled once for each turn, not once
// for each way through them.
TEST(Evaluation, NestedLoopsDoNotMultiply) {
  SmallRules small;
  for (int i = 0; i < 20; ++i) small.criterion(std::to_string(i), "safe");
  std::string nested = "met";
  for (int i = 0; i < 12; ++i) nested = "count_of(" + nested + " of criteria) >= 1";
  small.measure("m", nested);
  std::string over = "offences";
  for (int i = 0; i < 40; ++i) over = "sum(offences + " + over + " over kind)";
  small.measure("k", over);
  Bench bench(small);
  bench.source.set("safe", 0, {0, 1});
  bench.source.set("offences", 0, {0, 1});
  EXPECT_EQ(bench.measure(0).answer, Answer::Met);
  EXPECT_TRUE(bench.measure(1).known());
  EXPECT_LT(bench.compiled.graph.nodes.size(), 1000u);
}

// A measure names the next one, five hundred times: evaluated without a stack of that depth.
TEST(Evaluation, AChainOfMeasures) {
  SmallRules small;
  for (int i = 0; i < 280; ++i) small.measure(fmt::format("m{}", i), fmt::format("m{} + 1", i + 1));
  small.measure("m280", "tips");
  Bench bench(small);
  bench.source.set("tips", 0, {7, 1});
  EXPECT_TRUE(bench.measure().exact == (Ratio{287, 1}));
  SmallRules long_one;  // written from the bottom, a chain may be of any length
  long_one.measure("m0", "tips");
  for (int i = 1; i < 5000; ++i)
    long_one.measure(fmt::format("m{}", i), fmt::format("m{} + 1", i - 1));
  Bench other(long_one);
  other.source.set("tips", 0, {7, 1});
  EXPECT_TRUE(other.measure(4999).exact == (Ratio{5006, 1}));
}

TEST(Evaluation, AQuotaAndAPlaceInItsSet) {
  SmallRules small;
  small.measure("best", "at_most(50 % of safe, by = tips, highest first)")
      .measure("place", "rank(tips over siblings, highest first)");
  Bench bench(small, 5);
  for (size_t unit = 0; unit < 5; ++unit) {
    bench.source.set("safe", unit, {0, 1});
    bench.source.set("tips", unit, {static_cast<i128>(unit), 1});
    bench.source.set_parent(unit, unit == 0 ? -1 : 0);
  }
  bench.source.leave_out(0);
  const Answer expected[] = {Answer::NotApplicable, Answer::NotMet, Answer::NotMet, Answer::Met,
                             Answer::Met};
  for (size_t unit = 0; unit < 5; ++unit) {
    EXPECT_EQ(bench.measure(0, unit).answer, expected[unit]) << unit;
    if (unit > 0) {
      EXPECT_TRUE(bench.measure(1, unit).exact == (Ratio{static_cast<i128>(5 - unit), 1}));
    }
  }
  EXPECT_EQ(bench.why(bench.measure(1, 0)).kind, ReasonKind::NotCompared);
}

}  // namespace
}  // namespace exemplar::engine
