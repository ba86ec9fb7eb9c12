// Best and worst answers of a level while criteria are unknown, where criteria ask one another.
#include <gtest/gtest.h>

#include "engine/compute/small_rules.hpp"
#include "engine/compute/small_source.hpp"

namespace exemplar::engine {
namespace {

struct Case {
  const char* level;
  const char* expected;  // as it is, at best, at worst: F, U, T
};

// Criterion a is unknown, b and c are not met; the others ask them.
const Case kCases[] = {
    {"criterion(\"a\")", "UTF"},
    {"not criterion(\"a\")", "UTF"},
    // What asks a is answered by a's bound, not taken as met by itself.
    {"criterion(\"most\")", "UFF"},
    {"criterion(\"some\")", "UTF"},
    {"criterion(\"most\") or criterion(\"b\")", "UFF"},
    {"not criterion(\"most\")", "UTT"},
    // `not` turns the bound over, once and twice.
    {"criterion(\"hardly\")", "UTT"},
    {"not criterion(\"hardly\")", "UFF"},
    {"criterion(\"against\")", "UTF"},
    {"not criterion(\"against\")", "UTF"},
    {"count_of(not_met of criterion(\"a\"), criterion(\"b\")) >= 2", "UTF"},
    {"count_of(not_met of criterion(\"a\"), criterion(\"b\")) <= 1", "UTF"},
    {"count_of(not_met of criterion(\"most\"), criterion(\"b\")) >= 2", "UTT"},
    {"3 - count_of(met of group(\"G\")) > 2", "UTF"},
    {"3 - count_of(met of group(\"G\")) > 1", "UTT"},
    {"-count_of(met of group(\"G\")) >= 0", "UTF"},
    // A product's ends, whatever the signs; a divisor as it is.
    {"-2 * count_of(met of group(\"G\")) >= -1", "UTF"},
    {"-2 * count_of(met of group(\"G\")) >= -2", "UTT"},
    {"count_of(met of group(\"G\")) / 4 > 25 %", "UFF"},
    {"1 / count_of(met of group(\"G\")) >= 1", "UUU"},
    {"abs(count_of(met of group(\"G\"))) > 1", "UUU"},
    // Where neither is surely the better, unknown stays unknown.
    {"count_of(met of group(\"G\")) = 1", "UUU"},
    {"if criterion(\"a\") then criterion(\"b\") else tips > 0", "UUU"},
    // In a bound every criterion has an answer.
    {"count_of(unknown of criteria) = 0", "FTT"},
    {"known(points(\"p\")) and total(points) >= 10", "FTF"},
    // Points of one from the points of another: p is unknown, q is 10 less p, r is p and 5 more.
    {"points(\"q\") > 9", "UTF"},
    {"points(\"q\") >= 0", "UTT"},
    {"points(\"r\") >= 5", "UTT"},
    {"points(\"r\") >= 16", "UFF"},
    {"total(points) >= 30", "UTF"},
    // Not known at all is not a criterion's answer: it stays open.
    {"criterion(\"a\") and offences > 0", "UUF"},
};

TEST(LevelBounds, AnswerWhatCriteriaAskOfOneAnother) {
  for (const Case& one : kCases) {
    SmallRules small;
    small.criterion("a", "offences > 0").group("G");
    small.criterion("b", "tips > 5").group("G").criterion("c", "tips > 6").group("G");
    small.criterion("most", "share(met of group(\"G\")) >= 60 %");
    small.criterion("some", "share(met of group(\"G\")) >= 30 %");
    small.criterion("hardly", "not criterion(\"most\")")
        .criterion("against", "not criterion(\"a\")");
    small.criterion("p", "", "cap(offences, 10)").max(10).rounded(0);
    small.criterion("q", "", "10 - points(\"p\")").max(10).rounded(0);
    small.criterion("r", "", "points(\"p\") + 5").max(15).rounded(0);
    small.level("l", one.level);
    const Compiled compiled = small.compiled();
    ASSERT_EQ(errors_of(compiled), std::vector<std::string>{}) << one.level;
    SmallSource source(small.rules, 1);
    source.set("tips", 0, {3, 1});
    Evaluation evaluation(compiled.graph, source);
    std::string given;
    const CompiledLevel& level = compiled.graph.levels[0];
    for (const NodeId node : {level.answer, level.best, level.worst}) {
      given += "FUTN"[static_cast<size_t>(evaluation.cells(node, 0)[0].answer)];
    }
    EXPECT_EQ(given, one.expected) << one.level;
  }
}

// What compiles as it is never fails for its bounds: here the largest of two real products cannot
// be compared, so the bounds stay open.
TEST(LevelBounds, StayOpenWhereTheyCannotBeComputed) {
  SmallRules small;
  small.criterion("a", "offences > 0");
  small.level("l", "wide * count_of(met of criteria) >= 1");
  const Compiled compiled = small.compiled();
  EXPECT_EQ(errors_of(compiled), std::vector<std::string>{});
  EXPECT_TRUE(compiled.graph.levels[0].best.valid());
  EXPECT_TRUE(compiled.graph.levels[0].worst.valid());
}

}  // namespace
}  // namespace exemplar::engine
