// After any edits the watched results are those of a full computation, to the bit, and the cells
// that are said to have changed are those that did.
#include <gtest/gtest.h>

#include <bit>
#include <cstdlib>

#include "engine/agreement/compiled_programme.hpp"
#include "engine/compute/exact.hpp"
#include "random/seed.hpp"

namespace exemplar::oracle {
namespace {

using engine::Cell;
using engine::NodeId;
using engine::PeriodIndex;
using engine::ValueType;

uint64_t programmes_to_run() {
  return tests::programmes(1'000, 5'000);
}

bool same_bits(const Cell& a, const Cell& b, ValueType type) {
  if (engine::mark_of(a) != engine::mark_of(b)) return false;
  if (a.answer != engine::kKnown || type == ValueType::Truth) return true;
  if (type == ValueType::Real) {
    return std::bit_cast<uint64_t>(a.real) == std::bit_cast<uint64_t>(b.real);
  }
  const Ratio x = a.exact.reduced();
  const Ratio y = b.exact.reduced();
  return x.numerator == y.numerator && x.denominator == y.denominator;
}

struct Edit {
  uint32_t indicator;
  std::string category;
  PeriodIndex period;
  uint32_t unit;
};

// A fact that is read becomes another one: near or far, equal to another unit's, unknown, or not
// applicable.
std::optional<Edit> edited(World& world, const std::vector<engine::Evaluation::InputRead>& read,
                           Random& random) {
  if (read.empty()) return std::nullopt;
  const auto& input = read[static_cast<size_t>(random.below(static_cast<int>(read.size())))];
  Indicator& indicator = world.indicators[input.input];
  const auto facts = indicator.facts.find(input.category);
  if (facts == indicator.facts.end()) return std::nullopt;
  const size_t units = world.units.size();
  const auto unit = static_cast<uint32_t>(random.below(static_cast<int>(units)));
  Fact& fact = facts->second[input.period * units + unit];
  const Fact other =
      facts->second[static_cast<size_t>(random.below(static_cast<int>(facts->second.size())))];
  switch (random.below(8)) {
    case 0:
      fact.state = State::Unknown;
      break;
    case 1:
      fact.state = State::NotApplicable;
      break;
    case 2:
    case 3:
      fact = other;
      break;
    case 4:
      fact.status = static_cast<Status>(1 + random.below(3));
      break;
    default:
      fact.state = State::Known;
      fact.truth = !fact.truth;
      fact.number.units += random.between(-30, 30);
      fact.date = fact.date + random.between(-40, 40);
  }
  if (fact.state == State::Known && indicator.type == Type::Text && fact.text.empty()) {
    fact.state = State::Unknown;
  }
  return Edit{input.input, input.category, input.period, unit};
}

TEST(Incremental, IsTheFullComputationToTheBit) {
  long edits = 0;
  long compared = 0;
  long changed = 0;
  int failures = 0;
  const uint64_t first = tests::moved_seed(1);
  for (uint64_t seed = first; seed < first + programmes_to_run() && failures < 5; ++seed) {
    RandomProgramme programme = random_programme(seed);
    Random random(seed * 31);
    Compiled live(programme.world, programme.formulas);
    const engine::Graph& graph = live.compiled.graph;
    const std::vector<NodeId> nodes = every_result(graph);
    const auto period = static_cast<PeriodIndex>(programme.period);
    constexpr size_t kBlocks[] = {1, 7, 1024};
    engine::Evaluation evaluation(graph, live.source, {.block = kBlocks[seed % 3], .threads = 1});
    evaluation.watch(nodes, {period});
    for (int step = 0; step < 6; ++step) {
      std::map<NodeId, engine::CellVector> before;
      for (const NodeId node : nodes) {
        before[node] = engine::unpacked(evaluation.column(node, period));
      }
      std::vector<engine::Evaluation::InputChange> changes;
      const int together = step % 3 == 2 ? 3 : 1;
      for (int i = 0; i < together; ++i) {
        const auto edit = edited(programme.world, evaluation.inputs_read(), random);
        if (!edit) continue;
        changes.push_back({edit->indicator, edit->category, edit->period, {edit->unit}});
        ++edits;
      }
      const auto said = evaluation.update(changes);
      engine::Evaluation full(graph, live.source, {.block = 64, .threads = 1});
      for (const NodeId node : nodes) {
        const ValueType type = graph[node].type;
        if (type == ValueType::Text) continue;  // an index of an evaluation's own
        const engine::Column& now = evaluation.column(node, period);
        const engine::Column& expected = full.column(node, period);
        std::set<uint32_t> moved;
        for (uint32_t unit = 0; unit < now.size(); ++unit) {
          ++compared;
          if (!same_bits(before[node][unit], now[unit], type)) moved.insert(unit);
          if (same_bits(now[unit], expected[unit], type)) continue;
          if (++failures > 5) break;
          ADD_FAILURE() << "seed " << seed << ", edit " << step << ", unit " << unit << ": "
                        << (graph[node].expr != nullptr ? engine::print(*graph[node].expr)
                                                        : graph[node].text);
        }
        // Of what it says to have changed: nothing else, and nothing less.
        std::set<uint32_t> told;
        for (const auto& change : said) {
          if (change.node != node || change.period != period) continue;
          EXPECT_TRUE(told.empty()) << "seed " << seed << ": told twice";
          EXPECT_TRUE(std::is_sorted(change.units.begin(), change.units.end())) << "seed " << seed;
          told.insert(change.units.begin(), change.units.end());
        }
        if (told != moved && ++failures <= 5) {
          ADD_FAILURE() << "seed " << seed << ", edit " << step << ": " << moved.size()
                        << " cells changed, " << told.size() << " are said to have";
        }
        changed += static_cast<long>(moved.size());
      }
    }
  }
  tests::say_proof("incremental: {} edits from seed {}, {} cells compared, {} of them changed",
                   edits, first, compared, changed);
  EXPECT_GT(changed, edits / 2);
}

}  // namespace
}  // namespace exemplar::oracle
