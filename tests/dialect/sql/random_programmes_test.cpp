// The engine, PostgreSQL and DuckDB answer alike on random programmes.
//
//   programme ─┬─ engine ──────────────────────────── cells ─┐
//              └─ five tables + script ─ database ─── rows ──┴─ equal: answers and exact values
//                                                               without exception, doubles within
//                                                               1e-12 of the largest operand
//
// Where a double lies so near a turning point that another order of the same operations may fall on
// the other side (the oracle says which), a difference is counted and printed.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>

#include "dialect/sql/database_rows.hpp"
#include "dialect/sql/world_tables.hpp"
#include "oracle/generator.hpp"
#include "oracle/oracle.hpp"

namespace exemplar::oracle {
namespace {

namespace fs = std::filesystem;
using dialect::DatabaseRows;

constexpr uint64_t kBatches = 4;

uint64_t programmes_in_a_batch() {
  if (const char* wanted = std::getenv("EXEMPLAR_SQL_PROGRAMMES")) {
    return std::strtoull(wanted, nullptr, 10) / kBatches;
  }
  return std::getenv("EXEMPLAR_ALL") != nullptr ? 250 : 15;
}

// The largest number behind a node, of any unit, in the period asked about.
double largest_operand(engine::Evaluation& evaluation, engine::NodeId node,
                       engine::PeriodIndex period) {
  const engine::Graph& graph = evaluation.graph();
  double most = 0;
  std::set<engine::NodeId> seen;
  std::vector<engine::NodeId> open{node};
  while (!open.empty()) {
    const engine::NodeId next = open.back();
    open.pop_back();
    if (!seen.insert(next).second) continue;
    const engine::ValueType type = graph[next].type;
    const bool number = type == engine::ValueType::Real || type == engine::ValueType::Exact;
    for (const engine::Cell& cell : engine::unpacked(evaluation.column(next, period))) {
      if (!number || !cell.known()) continue;
      most = std::max(
          most, std::fabs(type == engine::ValueType::Real ? cell.real : cell.exact.to_double()));
    }
    for (const engine::NodeId arg : graph[next].args) {
      if (arg.valid()) open.push_back(arg);
    }
  }
  return most;
}

class Comparison {
 public:
  dialect::CellCheck check;
  long near_a_tie = 0;
  long differences = 0;

  void programme(const RandomProgramme& of, SqlWorld& sql, const fs::path& folder) {
    const engine::Graph& graph = sql.compiled.graph;
    WorldSource source(sql.world, sql.rules);
    engine::Evaluation evaluation(graph, source);
    const auto period = static_cast<engine::PeriodIndex>(sql.period);
    std::vector<const engine::Expr*> list;
    for (const engine::ExprPtr& formula : of.formulas) list.push_back(formula.get());
    const auto expected = OracleEvaluator().evaluate(sql.world, list, of.period);
    // A row each for those that exist or take part.
    std::vector<char> listed;
    for (int u = 0; u < static_cast<int>(sql.world.units.size()); ++u) {
      const bool is_listed = sql.world.exists(u, of.period) || sql.world.participates(u, of.period);
      listed.push_back(is_listed ? 1 : 0);
    }
    const auto rows_wanted = static_cast<size_t>(std::count(listed.begin(), listed.end(), 1));
    std::vector<char> fragile(sql.world.units.size(), 0);
    for (const auto& row : expected) {
      for (size_t u = 0; u < row.size(); ++u) fragile[u] = fragile[u] || row[u].fragile;
    }
    for (const char* database : {"postgresql", "duckdb"}) {
      const DatabaseRows rows(folder / (std::string(database) + ".csv"));
      const auto unit = [&](size_t u) { return sql.world.units[u].id; };
      const auto found = [&](const std::string& wrong, bool excused, const std::string& what) {
        if (wrong.empty()) return;
        if (excused)
          ++near_a_tie;
        else
          fail(of, database, what + ": " + wrong);
      };
      if (rows.size() != rows_wanted) {
        fail(of, database, fmt::format("{} rows of {}", rows.size(), rows_wanted));
        continue;
      }
      for (size_t i = 0; i < sql.formulas; ++i) {
        const engine::NodeId node = sql.formula(i);
        const engine::Column& cells = evaluation.column(node, period);
        for (size_t u = 0; u < cells.size(); ++u) {
          if (listed[u] == 0) continue;
          found(check.value(cells[u], graph[node].type, rows, unit(u), fmt::format("f{}", i),
                            evaluation.pool(),
                            [&] { return largest_operand(evaluation, node, period); }),
                expected[i][u].fragile,
                fmt::format("unit {}, f{} = {}", unit(u), i, engine::print(*list[i])));
        }
      }
      for (size_t l = 0; l < graph.levels.size(); ++l) {
        const std::string name = "level " + sql.world.levels[l].id;
        const std::pair<engine::NodeId, std::string> views[] = {
            {graph.levels[l].answer, name},
            {graph.levels[l].best, name + " at best"},
            {graph.levels[l].worst, name + " at worst"}};
        for (const auto& [node, text] : views) {
          const engine::Column& cells = evaluation.column(node, period);
          for (size_t u = 0; u < cells.size(); ++u) {
            if (listed[u] == 0) continue;
            found(check.answer(cells[u], rows.at(unit(u), text)), fragile[u] != 0,
                  fmt::format("unit {}, {}", unit(u), text));
          }
        }
      }
    }
  }

 private:
  void fail(const RandomProgramme& of, const char* database, const std::string& what) {
    if (++differences > 8) return;
    ADD_FAILURE() << "seed " << of.seed << ", " << database << ": " << what << "\n"
                  << (differences <= 2 ? described(of) : std::string());
  }
};

class RandomProgrammes : public testing::TestWithParam<uint64_t> {};

TEST_P(RandomProgrammes, EngineAndDatabasesAgree) {
  const fs::path folder =
      fs::temp_directory_path() / fmt::format("exemplar-sql-{}-{}", getpid(), GetParam());
  fs::create_directories(folder);
  const auto start = std::chrono::steady_clock::now();
  // EXEMPLAR_SQL_SEED: one programme alone, whose files stay.
  const char* one = std::getenv("EXEMPLAR_SQL_SEED");
  if (one != nullptr && GetParam() > 0) GTEST_SKIP() << "one programme was asked for";
  const uint64_t count = one != nullptr ? 1 : programmes_in_a_batch();
  const uint64_t first = one != nullptr ? std::strtoull(one, nullptr, 10) : GetParam() * count + 1;
  std::map<uint64_t, std::pair<RandomProgramme, std::unique_ptr<SqlWorld>>> programmes;
  const auto own = [&](uint64_t seed) { return folder / fmt::format("{:05}", seed); };
  size_t refused = 0;
  for (uint64_t seed = first; seed < first + count; ++seed) {
    RandomProgramme of = random_programme(seed);
    auto world = std::make_unique<SqlWorld>(of.world, of.formulas, of.period);
    ASSERT_TRUE(world->compiled.errors.empty()) << "seed " << seed;
    const std::string refusal = world->write(own(seed));
    if (refusal.empty()) {
      programmes.emplace(seed, std::make_pair(std::move(of), std::move(world)));
      continue;
    }
    ++refused;
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), refusal.c_str());
    fs::remove_all(own(seed));
  }
  const dialect::Ran ran = dialect::run_databases(folder);
  if (ran == dialect::Ran::NotInstalled) {
    fs::remove_all(folder);
    GTEST_SKIP() << "PostgreSQL or DuckDB is not installed: tools/setup sql";
  }
  ASSERT_EQ(ran, dialect::Ran::Yes) << folder;
  Comparison comparison;
  for (auto& [seed, programme] : programmes) {
    comparison.programme(programme.first, *programme.second, own(seed));
  }
  std::printf(
      "%zu programmes, %ld values compared in two databases, %ld of them doubles (widest "
      "difference "
      "%.2g of the largest operand), %ld near a turning point, %zu programmes refused, %.1f s\n",
      programmes.size(), comparison.check.values, comparison.check.doubles, comparison.check.widest,
      comparison.near_a_tie, refused,
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  EXPECT_EQ(comparison.differences, 0) << folder;
  EXPECT_LT(comparison.near_a_tie * 1000, comparison.check.values);
  EXPECT_LE(refused, 1 + count / 20);
  if (comparison.differences == 0 && one == nullptr) fs::remove_all(folder);
}

// What the programmes of all batches together put to the databases.
TEST(RandomProgrammeSeeds, ReachEveryRuleOfTheLanguage) {
  Coverage coverage;
  for (uint64_t seed = 1; seed <= kBatches * programmes_in_a_batch(); ++seed) {
    const RandomProgramme of = random_programme(seed);
    std::vector<const engine::Expr*> list;
    for (const engine::ExprPtr& formula : of.formulas) list.push_back(formula.get());
    World world = clone(of.world);
    world.lists_for = of.period;
    OracleEvaluator(&coverage).evaluate(world, list, of.period);
  }
  const auto unreached = coverage.unreached();
  std::printf("%s\nnot reached: %zu\n", coverage.table().c_str(), unreached.size());
  if (programmes_in_a_batch() < 250) return;  // the short form is too small for the rarest
  for (const std::string& rule : unreached) {
    if (rule == "world: each period its own list") continue;  // a script makes them for one period
    ADD_FAILURE() << "never reached: " << rule;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomProgrammes, testing::Range<uint64_t>(0, kBatches));

}  // namespace
}  // namespace exemplar::oracle
