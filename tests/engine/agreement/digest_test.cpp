// One number for all results of 200 random programmes, and of every function that a C library
// would compute on 2,000 numbers: every mark and every bit of a value, of the formulas, criteria,
// points, levels and their bounds.
//
//   blocks of 1, 7, 1024 units × 1, 2 threads ──▶ six digests, which are one
//
// The digest is printed: same_bytes_test.py runs this program again with other variants of the C
// library's functions and compares.
#include <gtest/gtest.h>

#include <bit>

#include "engine/agreement/compiled_programme.hpp"
#include "engine/formula/parser.hpp"
#include "oracle/calendar.hpp"
#include "random/seed.hpp"

namespace exemplar::oracle {
namespace {

constexpr uint64_t kProgrammes = 200;
constexpr int kNumbers = 2'000;

// FNV-1a, 64 bits, fed with bytes.
class Digest {
 public:
  void add(uint64_t number) {
    for (int byte = 0; byte < 8; ++byte) take(static_cast<unsigned char>(number >> 8 * byte));
  }
  void add(i128 number) {
    add(static_cast<uint64_t>(number));
    add(static_cast<uint64_t>(number >> 64));
  }
  void add(const std::string& text) {
    add(uint64_t{text.size()});
    for (const char c : text) take(static_cast<unsigned char>(c));
  }
  uint64_t value() const { return value_; }

 private:
  void take(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001B3ULL; }

  uint64_t value_ = 0xCBF29CE484222325ULL;
};

// Exact numbers by their lowest terms and texts by their letters: how a column keeps them is its
// own affair.
void add(Digest& digest, const engine::Cell& cell, engine::ValueType type, engine::Pool& pool) {
  digest.add(uint64_t{engine::mark_of(cell)});
  if (cell.answer != engine::kKnown || type == engine::ValueType::Truth) return;
  if (type == engine::ValueType::Real) {
    digest.add(std::bit_cast<uint64_t>(cell.real));
  } else if (type == engine::ValueType::Text) {
    digest.add(pool.text(static_cast<uint32_t>(cell.exact.numerator)));
  } else {
    const Ratio lowest = cell.exact.reduced();
    digest.add(lowest.numerator);
    digest.add(lowest.denominator);
  }
}

struct Told {
  Digest digest;
  long values = 0;
  long reals = 0;  // known ones: where the C library could matter
};

void evaluate(const World& world, const std::vector<engine::ExprPtr>& formulas, int period,
              engine::Evaluation::Options options, Told& told) {
  Compiled made(world, formulas);
  const engine::Graph& graph = made.compiled.graph;
  const auto at = static_cast<engine::PeriodIndex>(period);
  const std::vector<engine::NodeId> nodes = every_result(graph);
  engine::Evaluation evaluation(graph, made.source, options);
  evaluation.prepare(nodes, at);
  for (const engine::NodeId node : nodes) {
    const engine::ValueType type = graph[node].type;
    const engine::Column& column = evaluation.column(node, at);
    for (size_t unit = 0; unit < column.size(); ++unit) {
      const engine::Cell cell = column[unit];
      add(told.digest, cell, type, evaluation.pool());
      ++told.values;
      if (type == engine::ValueType::Real && cell.answer == engine::kKnown) ++told.reals;
    }
  }
}

// Random programmes seldom take a logarithm; here each function has numbers of its own.
World many_numbers() {
  World world;
  world.periods = small_calendar();
  Random random(1);
  for (int i = 0; i < kNumbers; ++i) {
    Unit unit;
    unit.id = unit.code = fmt::format("u{}", i);
    unit.kind = "ward";
    world.units.push_back(std::move(unit));
  }
  for (const char* id : {"x", "y"}) {
    Indicator indicator;
    indicator.id = id;
    indicator.digits = 4;
    world.indicators.push_back(std::move(indicator));
    const int index = static_cast<int>(world.indicators.size()) - 1;
    for (int i = 0; i < kNumbers; ++i) {
      Fact& fact = world.at(index, 0, i);
      fact.state = State::Known;
      fact.status = Status::Reported;
      fact.number = Decimal{random.between(1, 1'000'000), 4};
    }
  }
  return world;
}

const std::vector<std::string> kFunctions{"ln(x)",
                                          "log10(x)",
                                          "exp(x / 7)",
                                          "sqrt(x)",
                                          "ln(x) ^ 3",
                                          "geometric_mean(x, y)",
                                          "harmonic_mean(ln(x + 1), y)",
                                          "standard_deviation(x, y)",
                                          "sum(ln(x) over participants)"};

Told digest_of_everything(engine::Evaluation::Options options) {
  Told told;
  std::vector<engine::ExprPtr> functions;
  for (const std::string& text : kFunctions) functions.push_back(engine::parse_formula(text).tree);
  evaluate(many_numbers(), functions, 0, options, told);
  const uint64_t first = tests::moved_seed(1);
  for (uint64_t seed = first; seed < first + kProgrammes; ++seed) {
    const RandomProgramme programme = random_programme(seed);
    evaluate(programme.world, programme.formulas, programme.period, options, told);
  }
  return told;
}

TEST(Digest, IsOneWhateverTheBlocksAndThreads) {
  const Told first = digest_of_everything({.block = 1024, .threads = 1});
  std::printf("digest %016llx of %ld values, %ld of them floating\n",
              static_cast<unsigned long long>(first.digest.value()), first.values, first.reals);
  tests::say_proof("digest: {} programmes from seed {}, {} values alike in every block and thread",
                   kProgrammes, tests::moved_seed(1), first.values);
  EXPECT_GT(first.reals, static_cast<long>(kFunctions.size() - 1) * kNumbers);
  for (const size_t block : {1, 7, 1024}) {
    for (const unsigned threads : {1U, 2U}) {
      EXPECT_EQ(digest_of_everything({.block = block, .threads = threads}).digest.value(),
                first.digest.value())
          << "blocks of " << block << " on " << threads << " threads";
    }
  }
}

}  // namespace
}  // namespace exemplar::oracle
