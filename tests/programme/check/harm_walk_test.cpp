// The walk's claims held against what the engine computes: where it says that a value only helps,
// no rise of that value may turn "met" into "not met", for any values of the others; and the other
// way round. (Values of which something is not applicable are left aside: no division by 0 here.)
// Random formulas over three counts, each judged for all 125 combinations of 0 to 4: one
// unit for each combination.
#include "programme/assessment/harm_walk.hpp"

#include <random>

#include "engine/compute/evaluate.hpp"
#include "programme/assessment/source.hpp"
#include "random/seed.hpp"
#include "small_pack.hpp"

namespace exemplar::programme {
namespace {

using namespace small_pack;

constexpr int kValues = 5;  // 0 to 4

class RandomFormula {
 public:
  explicit RandomFormula(uint32_t seed) : random_(seed) {}

  std::string condition(int depth) {
    switch (depth <= 0 ? 0 : pick(8)) {
      case 1:
        return fmt::format("({} and {})", condition(depth - 1), condition(depth - 1));
      case 2:
        return fmt::format("({} or {})", condition(depth - 1), condition(depth - 1));
      case 3:
        return fmt::format("not ({})", condition(depth - 1));
      case 4:
        return fmt::format("(if {} then {} else {})", condition(depth - 1), condition(depth - 1),
                           condition(depth - 1));
      case 5:
        return fmt::format("at_least({} of {}, {}, {}, k = stays)", 1 + pick(3),
                           condition(depth - 1), condition(depth - 1), condition(depth - 1));
      default: {
        static constexpr const char* kSigns[] = {">=", "<=", ">", "<", "=", "<>"};
        const int sign = pick(6);
        // "all of them", a ratio equal to 1, is read as a wish for more: no claim about values.
        const int deep = sign < 4 ? depth : 0;
        return fmt::format("{} {} {}", number(deep), kSigns[sign], number(deep));
      }
    }
  }

  std::string number(int depth) {
    switch (depth <= 0 ? pick(2) : pick(15)) {
      case 0:
        return std::string(1, static_cast<char>('a' + pick(3)));
      case 1:
        return std::to_string(pick(6));
      case 2:
        return fmt::format("({} + {})", number(depth - 1), number(depth - 1));
      case 3:
        return fmt::format("({} - {})", number(depth - 1), number(depth - 1));
      case 4:
        return fmt::format("({} * {})", number(depth - 1), number(depth - 1));
      case 5:
        return fmt::format("({} / clip({}, 1, 9))", number(depth - 1), number(depth - 1));
      case 6:
        return fmt::format("clip({}, 1, 3)", number(depth - 1));
      case 7:
        return fmt::format("band({}, < 2 -> {}, < 4 -> {}, else {})", number(depth - 1), pick(4),
                           pick(4), pick(4));
      case 8:
        return fmt::format("interpolate({}, 0 -> {}, 2 -> {}, 4 -> {})", number(depth - 1), pick(4),
                           pick(4), pick(4));
      case 9:
        return fmt::format("max({}, {})", number(depth - 1), number(depth - 1));
      case 10:
        return fmt::format("abs({})", number(depth - 1));
      case 11:
        return fmt::format("-{}", number(0));
      case 12:
        return fmt::format("((if {} then {} else no_data(\"none\")) or_else {})",
                           condition(depth - 1), number(depth - 1), pick(4));
      case 13:
        return fmt::format("band({}, >= 4 -> {}, >= 2 -> {}, else {})", number(depth - 1), pick(4),
                           pick(4), pick(4));
      default:
        return fmt::format("(if {} then {} else {})", condition(depth - 1), number(depth - 1),
                           number(depth - 1));
    }
  }

 private:
  int pick(int choices) { return static_cast<int>(random_() % static_cast<uint32_t>(choices)); }

  std::mt19937 random_;
};

Office office_of_all_combinations() {
  SmallPack pack;
  for (const char* id : {"a", "b", "c"}) {
    pack.indicators += indicator(id, "count", "service", "self", "at_most = 4\n");
  }
  pack.criteria = met("a >= 1");
  std::string units = "id,code,name,name_en,kind,from,until\nc,79,Thành phố,,city,,\n";
  std::string parents = "hierarchy,unit,parent,from,until\n";
  std::string values = "period,unit,source,reported_on,a,b,c\n";
  for (int i = 0; i < kValues * kValues * kValues; ++i) {
    units += fmt::format("u{0:03},{0:03},Đơn vị {0:03},,ward,,\n", i);
    parents += fmt::format("territory,u{:03},c,,\n", i);
    values += fmt::format("2023,u{:03},made,2023-12-31,{},{},{}\n", i, i % 5, i / 5 % 5, i / 25);
  }
  PackFiles::Content files = pack.content();
  files["units.csv"] = units;
  files["hierarchies.csv"] = parents;
  files.erase("unit_events.csv");
  files["values/2023.csv"] = values;
  PackReading reading = read_pack(PackFiles::in_memory(files));
  EXPECT_TRUE(reading.problems.empty()) << to_string(reading.problems.list()[0], Language::English);
  return std::move(reading.office);
}

struct Tally {
  int compiled = 0;
  int claims = 0;
  int changes = 0;  // of an answer, where the claim allows them
};

// The union of what the walk says of each input: 0 nothing, 1 helps, 2 hurts, 3 both.
std::array<int, 3> claimed(const CompiledRules& rules) {
  HarmWalk walk(rules);
  walk.from(rules.graph.criteria[0].raw, WhenNotApplicable::Unknown);
  std::array<int, 3> effects{};
  for (const Use& use : walk.uses()) effects[use.input] |= static_cast<int>(use.effect);
  return effects;
}

void hold_against_values(Office& office, const std::string& formula, Tally& tally) {
  Criterion& criterion = office.definitions.programmes[0].sets[0].criteria[0];
  criterion.met.text = formula;
  Problems problems;
  const auto rules = compile_rules(office.definitions, office.definitions.programmes[0],
                                   &office.definitions.programmes[0].sets[0], problems);
  if (!rules) return;
  ++tally.compiled;
  const std::array<int, 3> effects = claimed(*rules);
  FactSource source(*rules, office.facts, {});
  engine::Evaluation evaluation(rules->graph, source);
  const auto period = source.index_of(Period{*make_date(2023, 1, 1), {1, Length::Years}});
  const engine::CellVector& answers = evaluation.cells(rules->graph.criteria[0].raw, period);
  const auto answer_of = [&](int combination) {
    const auto unit = office.definitions.units.find_by_id(fmt::format("u{:03}", combination));
    return answers[unit->index()].answer;
  };
  const int strides[] = {1, kValues, kValues * kValues};
  for (size_t input = 0; input < 3; ++input) {
    if (effects[input] == 3) continue;
    ++tally.claims;
    for (int i = 0; i < kValues * kValues * kValues; ++i) {
      if (i / strides[input] % kValues == kValues - 1) continue;
      const auto before = answer_of(i);
      const auto after = answer_of(i + strides[input]);
      const bool rises = before == engine::Answer::NotMet && after == engine::Answer::Met;
      const bool falls = before == engine::Answer::Met && after == engine::Answer::NotMet;
      tally.changes += rises || falls ? 1 : 0;
      EXPECT_FALSE(falls && (effects[input] & 2) == 0) << formula << "  "
                                                       << "abc"[input] << " " << i;
      EXPECT_FALSE(rises && (effects[input] & 1) == 0) << formula << "  "
                                                       << "abc"[input] << " " << i;
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(HarmWalk, ItsClaimsHoldForRandomFormulas) {
  Office office = office_of_all_combinations();
  Tally tally;
  for (uint32_t seed = 1; seed <= 3000 && !HasFailure(); ++seed) {
    hold_against_values(
        office, RandomFormula(static_cast<uint32_t>(tests::moved_seed(seed))).condition(3), tally);
  }
  tests::say_proof("harm walk: {} random formulas, {} claims, {} changes", tally.compiled,
                   tally.claims, tally.changes);
  EXPECT_GT(tally.compiled, 1000);
  EXPECT_GT(tally.claims, 1000);
  EXPECT_GT(tally.changes, 5'000);
}

// Measures that use each other twice: as many paths as 2^40, and still done at once.
TEST(HarmWalk, ManyPathsAreWalkedOnce) {
  SmallPack pack;
  pack.indicators = indicator("a", "count", "service", "other_unit", "at_most = 4\n");
  std::string before = "a";
  for (int i = 0; i < 40; ++i) {
    pack.before_criteria += fmt::format(
        "[[measure]]\nid = \"m{}\"\nname = \"M {}\"\nvalue = \"if {} > 1 then clip({} + 1, 0, 9) "
        "else clip({} - 1, 0, 9)\"\n",
        i, i, before, before, before);
    before = fmt::format("m{}", i);
  }
  pack.criteria = met("m39 >= 1");
  EXPECT_EQ(check(pack).all(), "");
}

}  // namespace
}  // namespace exemplar::programme
