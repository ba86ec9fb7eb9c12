// What must hold whatever the programme: of every cell of every compiled node, and of results when
// units are permuted, values improve, or the same thing is asked again.
#include <gtest/gtest.h>

#include <cstdlib>
#include <numeric>

#include "engine/compute/exact.hpp"
#include "engine/compute/number_info.hpp"
#include "engine/engine_evaluator.hpp"
#include "oracle/generator.hpp"
#include "oracle/oracle.hpp"

namespace exemplar::oracle {
namespace {

using engine::Answer;
using engine::Cell;
using engine::NodeId;
using engine::PeriodIndex;
using engine::ValueType;

uint64_t cases_to_run(uint64_t few) {
  return std::getenv("EXEMPLAR_ALL") != nullptr ? 20 * few : few;
}

std::vector<const engine::Expr*> pointers(const std::vector<engine::ExprPtr>& formulas) {
  std::vector<const engine::Expr*> list;
  for (const engine::ExprPtr& formula : formulas) list.push_back(formula.get());
  return list;
}

// A programme of the generator, compiled and ready to be evaluated.
struct Compiled {
  explicit Compiled(const World& of, const std::vector<engine::ExprPtr>& formulas)
      : world(of),
        rules(rules_of(of, pointers(formulas))),
        compiled(engine::compile(rules)),
        source(of, rules),
        evaluation(compiled.graph, source) {
    for (const engine::CompileError& error : compiled.errors) {
      ADD_FAILURE() << render(error.what, Language::English);
    }
  }
  const World& world;
  engine::RuleSet rules;
  engine::Compiled compiled;
  WorldSource source;
  engine::Evaluation evaluation;
};

bool same_bits(const Cell& a, const Cell& b, ValueType type) {
  if (a.answer != b.answer || a.status != b.status ||
      a.correction_pending != b.correction_pending) {
    return false;
  }
  if (!a.known() || type == ValueType::Truth) return true;
  if (type == ValueType::Real) return std::memcmp(&a.real, &b.real, sizeof a.real) == 0;
  return compare(a.exact, b.exact) == 0;
}

// The units of a set are looked at as a set: permuted, so are the results, to the last bit. Only
// sums of unlike doubles written side by side keep the order they were written in.
TEST(Properties, PermutingUnitsPermutesResults) {
  for (uint64_t seed = 1; seed <= cases_to_run(200); ++seed) {
    const RandomProgramme programme = random_programme(seed);
    std::vector<int> order(programme.world.units.size());
    std::iota(order.begin(), order.end(), 0);
    Random random(seed);
    for (size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[static_cast<size_t>(random.below(static_cast<int>(i)))]);
    }
    const World permuted = with_units_ordered(programme.world, order);
    Compiled one(programme.world, programme.formulas);
    Compiled other(permuted, programme.formulas);
    ASSERT_EQ(one.compiled.graph.nodes.size(), other.compiled.graph.nodes.size());
    for (size_t n = 0; n < one.compiled.graph.formulas.size(); ++n) {
      const NodeId node = one.compiled.graph.formulas[n];
      const ValueType type = one.compiled.graph[node].type;
      if (type == ValueType::Text) continue;  // an index of an evaluation's own
      const auto period = static_cast<PeriodIndex>(programme.period);
      const engine::Column& before = one.evaluation.column(node, period);
      const engine::Column& after = other.evaluation.column(node, period);
      for (size_t unit = 0; unit < order.size(); ++unit) {
        ASSERT_TRUE(same_bits(before[static_cast<size_t>(order[unit])], after[unit], type))
            << "seed " << seed << " formula " << n << " unit " << unit;
      }
    }
  }
}

TEST(Properties, AskingAgainAndForgettingChangesNothing) {
  for (uint64_t seed = 1; seed <= cases_to_run(100); ++seed) {
    const RandomProgramme programme = random_programme(seed);
    Compiled one(programme.world, programme.formulas);
    const auto period = static_cast<PeriodIndex>(programme.period);
    std::vector<engine::Column> first;
    for (const NodeId node : one.compiled.graph.formulas) {
      first.push_back(one.evaluation.column(node, period));
    }
    for (int round = 0; round < 2; ++round) {
      if (round == 1) one.evaluation.release();
      // In the other order, so that nothing depends on what was computed before.
      for (size_t n = first.size(); n-- > 0;) {
        const NodeId node = one.compiled.graph.formulas[n];
        const engine::Column& again = one.evaluation.column(node, period);
        for (size_t unit = 0; unit < again.size(); ++unit) {
          ASSERT_TRUE(same_bits(first[n][unit], again[unit], one.compiled.graph[node].type))
              << "seed " << seed << " formula " << n;
        }
      }
    }
  }
}

// A unit that stands alone, takes no part and has no code that a formula names changes nothing for
// the others.
TEST(Properties, AUnitOutsideEverySetChangesNothing) {
  for (uint64_t seed = 1; seed <= cases_to_run(100); ++seed) {
    const RandomProgramme programme = random_programme(seed);
    World larger = clone(programme.world);
    Unit stranger;
    stranger.id = "stranger";
    stranger.code = "99999";
    stranger.kind = "ward";
    stranger.participant = false;
    larger.units.push_back(std::move(stranger));
    Random random(seed);
    for (Indicator& indicator : larger.indicators) {
      for (auto& [category, row] : indicator.facts) {
        std::vector<Fact> wider;
        const size_t units = programme.world.units.size();
        for (size_t period = 0; period < larger.periods.size(); ++period) {
          wider.insert(wider.end(), row.begin() + static_cast<std::ptrdiff_t>(period * units),
                       row.begin() + static_cast<std::ptrdiff_t>((period + 1) * units));
          wider.push_back(row[period * units]);
        }
        row = std::move(wider);
      }
    }
    Compiled one(programme.world, programme.formulas);
    Compiled other(larger, programme.formulas);
    const auto period = static_cast<PeriodIndex>(programme.period);
    for (size_t n = 0; n < one.compiled.graph.formulas.size(); ++n) {
      const NodeId node = one.compiled.graph.formulas[n];
      const ValueType type = one.compiled.graph[node].type;
      if (type == ValueType::Text) continue;
      const engine::Column& before = one.evaluation.column(node, period);
      const engine::Column& after = other.evaluation.column(node, period);
      for (size_t unit = 0; unit < before.size(); ++unit) {
        ASSERT_TRUE(same_bits(before[unit], after[unit], type))
            << "seed " << seed << " formula " << n;
      }
    }
  }
}

// Everything a node was said to be before any value was known holds for every value it gets: it is
// not applicable only where it may be, and an exact number keeps inside its bounds.
TEST(Properties, NodesKeepWhatTheCompilerPromised) {
  long numbers = 0;
  for (uint64_t seed = 1; seed <= cases_to_run(300); ++seed) {
    const RandomProgramme programme = random_programme(seed);
    Compiled one(programme.world, programme.formulas);
    const auto& nodes = one.compiled.graph.nodes;
    for (size_t n = 0; n < nodes.size(); ++n) {
      const engine::Node& node = nodes[n];
      const engine::Column& column =
          one.evaluation.column(NodeId(n), static_cast<PeriodIndex>(programme.period));
      for (const Cell& cell : column) {
        if (cell.answer == Answer::NotApplicable) {
          ASSERT_TRUE(node.may_be_not_applicable)
              << "seed " << seed << " node " << n << " op " << static_cast<int>(node.op) << " "
              << (node.expr != nullptr ? engine::print(*node.expr) : "");
        }
        if (cell.answer == Answer::Unknown) {
          ASSERT_NE(one.evaluation.pool().reason(cell.reason).kind, engine::ReasonKind::TooLarge);
          ASSERT_NE(cell.reason, 0u) << "unknown, and nothing says why: seed " << seed << " "
                                     << (node.expr != nullptr ? engine::print(*node.expr) : "");
        }
        if (!cell.known() || node.type != ValueType::Exact) continue;
        ++numbers;
        const Ratio value = cell.exact.reduced();
        const auto magnitude =
            static_cast<long double>(value.numerator < 0 ? -value.numerator : value.numerator);
        const auto real =
            static_cast<long double>(value.numerator) / static_cast<long double>(value.denominator);
        const engine::NumberInfo& info = node.number;
        const std::string where = fmt::format(
            "seed {} node {}: {}/{} of {}", seed, n, exemplar::to_string(value.numerator),
            exemplar::to_string(value.denominator),
            node.expr != nullptr ? engine::print(*node.expr) : "");
        ASSERT_LE(magnitude, info.numerator_bound * (1 + 1e-15L)) << where;
        ASSERT_LE(static_cast<long double>(value.denominator),
                  info.denominator_bound * (1 + 1e-15L))
            << where;
        ASSERT_GE(real, info.low - std::fabs(info.low) * 1e-15L) << where;
        ASSERT_LE(real, info.high + std::fabs(info.high) * 1e-15L) << where;
        if (info.fixed_denominator != 0) {
          ASSERT_EQ(info.fixed_denominator % value.denominator, 0) << where;
        }
      }
    }
  }
  EXPECT_GT(numbers, 10'000);
}

// Does the criterion's own formula ask for the answer of another?
bool asks_for_others(const Criterion& criterion) {
  for (const engine::Expr* formula :
       {criterion.applies.get(), criterion.met.get(), criterion.points.get()}) {
    if (formula == nullptr) continue;
    const std::string text = engine::print(*formula);
    for (const char* word : {"criterion(", "points(", "criteria", "group(", "no_knock_out"}) {
      if (text.find(word) != std::string::npos) return true;
    }
  }
  return false;
}

// Levels: the bounds that stand in language.md ("every U taken as T, then as F"), engine = oracle;
// and an unknown level lies between them.
TEST(Properties, LevelsAndTheirBoundsAsTheOracleHasThem) {
  long compared = 0;
  long open = 0;
  for (uint64_t seed = 1; seed <= cases_to_run(400); ++seed) {
    const RandomProgramme programme = random_programme(seed);
    // Whether "every U" reaches into a criterion's own formula is left open by the language: the
    // engine takes each criterion as it stands, the oracle looks again.
    const auto& criteria = programme.world.criteria;
    if (std::any_of(criteria.begin(), criteria.end(), asks_for_others)) continue;
    Compiled one(programme.world, programme.formulas);
    Oracle oracle(programme.world);
    const auto& levels = one.compiled.graph.levels;
    const auto answer = [&](NodeId node, size_t unit) {
      return one.evaluation.column(node, static_cast<PeriodIndex>(programme.period))[unit].answer;
    };
    for (size_t unit = 0; unit < programme.world.units.size(); ++unit) {
      const Standings expected = oracle.standings(static_cast<int>(unit), programme.period);
      std::optional<int> best;
      std::optional<int> worst;
      for (size_t i = 0; i < levels.size(); ++i) {
        const Answer high = answer(levels[i].best, unit);
        if (!best && (high == Answer::Met || high == Answer::Unknown)) best = static_cast<int>(i);
        if (!worst && answer(levels[i].worst, unit) == Answer::Met) worst = static_cast<int>(i);
      }
      ++compared;
      open += best != worst ? 1 : 0;
      EXPECT_EQ(best, expected.best) << "seed " << seed << " unit " << unit << "\n"
                                     << described(programme);
      EXPECT_EQ(worst, expected.worst) << "seed " << seed << " unit " << unit << "\n"
                                       << described(programme);
      if (testing::Test::HasFailure()) return;
    }
  }
  EXPECT_GT(open * 20, compared) << "too few with different bounds";
}

int rank_of(const Value& value) {
  return value.code() == 3 ? -1 : value.code();
}

// A better value never lowers a result in which more is never worse; more knowledge keeps what was
// already decided.
TEST(Properties, ABetterValueNeverLowersAMonotoneResult) {
  long changed = 0;
  for (uint64_t seed = 1; seed <= cases_to_run(400); ++seed) {
    const MonotoneCase one = random_monotone(seed);
    Random random(seed);
    World world = clone(one.world);
    EngineEvaluator engine;
    std::vector<Value> before = engine.evaluate(world, {one.formula.get()}, one.period)[0];
    for (int step = 0; step < 6; ++step) {
      const bool better = random.chance(60);
      World next = better ? with_one_better(world, random) : with_one_more_known(world, random);
      const std::vector<Value> after = engine.evaluate(next, {one.formula.get()}, one.period)[0];
      for (size_t unit = 0; unit < after.size(); ++unit) {
        const std::string where =
            fmt::format("seed {} unit {}: {} → {} in {}", seed, unit, shown(before[unit]),
                        shown(after[unit]), engine::print(*one.formula));
        if (!agree(before[unit], after[unit])) ++changed;
        if (!better) {
          if (before[unit].known() && before[unit].type == Type::Truth) {
            EXPECT_TRUE(after[unit].known() && before[unit].truth == after[unit].truth) << where;
          }
          continue;
        }
        if (after[unit].type == Type::Truth) {
          if (rank_of(before[unit]) >= 0) {
            EXPECT_GE(rank_of(after[unit]), rank_of(before[unit])) << where;
          }
        } else if (before[unit].known() && after[unit].known()) {
          EXPECT_GE(after[unit].number.exact, before[unit].number.exact) << where;
        }
      }
      if (testing::Test::HasFailure()) return;
      world = std::move(next);
      before = after;
    }
  }
  EXPECT_GT(changed, 50);
}

}  // namespace
}  // namespace exemplar::oracle
