// What must hold whatever the programme: of every cell of every compiled node, and of results when
// units are permuted, values improve, or the same thing is asked again.
#include <gtest/gtest.h>

#include <cstdlib>
#include <numeric>

#include "engine/agreement/compiled_programme.hpp"
#include "engine/compute/exact.hpp"
#include "engine/compute/number_info.hpp"
#include "engine/engine_evaluator.hpp"
#include "oracle/generator.hpp"
#include "oracle/oracle.hpp"
#include "random/seed.hpp"

namespace exemplar::oracle {
namespace {

using engine::Answer;
using engine::Cell;
using engine::NodeId;
using engine::PeriodIndex;
using engine::ValueType;

uint64_t cases_to_run(uint64_t few) {
  return tests::short_or_long(few, 20 * few);
}

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
  const uint64_t from = tests::moved_seed(1);
  for (uint64_t seed = from; seed < from + cases_to_run(200); ++seed) {
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
      const engine::CellVector& before = one.evaluation.cells(node, period);
      const engine::CellVector& after = other.evaluation.cells(node, period);
      for (size_t unit = 0; unit < order.size(); ++unit) {
        ASSERT_TRUE(same_bits(before[static_cast<size_t>(order[unit])], after[unit], type))
            << "seed " << seed << " formula " << n << " unit " << unit;
      }
    }
  }
}

TEST(Properties, AskingAgainAndForgettingChangesNothing) {
  const uint64_t from = tests::moved_seed(1);
  for (uint64_t seed = from; seed < from + cases_to_run(100); ++seed) {
    const RandomProgramme programme = random_programme(seed);
    Compiled one(programme.world, programme.formulas);
    const auto period = static_cast<PeriodIndex>(programme.period);
    std::vector<engine::CellVector> first;
    for (const NodeId node : one.compiled.graph.formulas) {
      first.push_back(one.evaluation.cells(node, period));
    }
    for (int round = 0; round < 2; ++round) {
      if (round == 1) one.evaluation.release();
      // In the other order, so that nothing depends on what was computed before.
      for (size_t n = first.size(); n-- > 0;) {
        const NodeId node = one.compiled.graph.formulas[n];
        const engine::CellVector& again = one.evaluation.cells(node, period);
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
  const uint64_t from = tests::moved_seed(1);
  for (uint64_t seed = from; seed < from + cases_to_run(100); ++seed) {
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
      const engine::CellVector& before = one.evaluation.cells(node, period);
      const engine::CellVector& after = other.evaluation.cells(node, period);
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
  const uint64_t from = tests::moved_seed(1);
  for (uint64_t seed = from; seed < from + cases_to_run(300); ++seed) {
    const RandomProgramme programme = random_programme(seed);
    Compiled one(programme.world, programme.formulas);
    const auto& nodes = one.compiled.graph.nodes;
    for (size_t n = 0; n < nodes.size(); ++n) {
      const engine::Node& node = nodes[n];
      const engine::CellVector& column =
          one.evaluation.cells(NodeId(n), static_cast<PeriodIndex>(programme.period));
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
  tests::say_proof("bounds of nodes: {} programmes from seed {}, {} exact numbers inside them",
                   cases_to_run(300), from, numbers);
  EXPECT_GT(numbers, 10'000);
}

int rank_of(const Value& value) {
  return value.code() == 3 ? -1 : value.code();
}

// A better value never lowers a result in which more is never worse; more knowledge keeps what was
// already decided.
TEST(Properties, ABetterValueNeverLowersAMonotoneResult) {
  long changed = 0;
  const uint64_t from = tests::moved_seed(1);
  for (uint64_t seed = from; seed < from + cases_to_run(400); ++seed) {
    const MonotoneCase one = random_monotone(seed);
    Random random(seed);
    World world = clone(one.world);
    EngineEvaluator engine;
    std::vector<Value> before = engine.evaluate(world, {one.formula.get()}, one.period)[0];
    const bool counts_answers = engine::print(*one.formula).find("count(") != std::string::npos;
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
          // A number carries no bounds: a count of answers of which one is open is unknown, and
          // once the better value settles that answer the count may turn out too small.
          const bool settled = counts_answers && rank_of(before[unit]) == 1;
          if (rank_of(before[unit]) >= 0 && !settled) {
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
  tests::say_proof("monotone formulas: {} from seed {}, {} values moved", cases_to_run(400), from,
                   changed);
  EXPECT_GT(changed, 50);
}

}  // namespace
}  // namespace exemplar::oracle
