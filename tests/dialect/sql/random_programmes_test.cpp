// The engine, PostgreSQL and DuckDB answer alike on random programmes.
//
//   programme ─┬─ engine ──────────────────────────── cells ─┐
//              └─ five tables + script ─ database ─── rows ──┴─ equal: answers and exact values
//                                                               without exception, doubles within
//                                                               1e-12 of the largest operand
//
// Where a double lies so near a turning point that another order of the same operations may fall on
// the other side (the oracle says which), a database may differ, and then gives what the oracle gives
// on one of those sides (turns.hpp). Such differences are counted and printed.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>

#include "dialect/sql/database_rows.hpp"
#include "dialect/sql/operands.hpp"
#include "dialect/sql/world_tables.hpp"
#include "oracle/generator.hpp"
#include "oracle/oracle.hpp"
#include "random/seed.hpp"

namespace exemplar::oracle {
namespace {

namespace fs = std::filesystem;
using dialect::DatabaseRows;

constexpr uint64_t kBatches = 4;

uint64_t programmes_in_a_batch() {
  return tests::setting_or("EXEMPLAR_SQL_PROGRAMMES", tests::short_or_long(60, 1'000)) / kBatches;
}

// What the oracle says, as the engine would hold it in a column of that type; none: it could not.
std::optional<engine::Cell> cell_of(const Value& value, engine::ValueType type,
                                    engine::Pool& pool) {
  engine::Cell cell;
  cell.answer = static_cast<engine::Answer>(value.code());
  if (!value.known()) return cell;
  if (type == engine::ValueType::Real) cell.real = value.number.to_double();
  if (type == engine::ValueType::Date) cell.exact = {value.date.days, 1};
  if (type == engine::ValueType::Text) cell.exact = {pool.text(value.text), 1};
  if (type == engine::ValueType::Exact) {
    const auto top = numerator(value.number.exact);
    const auto bottom = denominator(value.number.exact);
    const boost::multiprecision::cpp_int most = boost::multiprecision::cpp_int(1) << 126;
    if (value.number.floating || abs(top) > most || bottom > most) return std::nullopt;
    cell.exact = {top.convert_to<i128>(), bottom.convert_to<i128>()};
  }
  return cell;
}

// One programme's results in one database.
class Comparison {
 public:
  dialect::CellCheck check;
  long on_another_side = 0;
  long by_noise = 0;  // divided by what is all but 0
  long differences = 0;

  void programme(const RandomProgramme& of, SqlWorld& sql, const fs::path& folder) {
    WorldSource source(sql.world, sql.rules);
    engine::Evaluation evaluation(sql.compiled.graph, source);
    // A row each for those that exist or take part.
    std::vector<size_t> listed;
    for (int u = 0; u < static_cast<int>(sql.world.units.size()); ++u) {
      if (sql.world.exists(u, of.period) || sql.world.participates(u, of.period)) {
        listed.push_back(static_cast<size_t>(u));
      }
    }
    for (const char* database : {"postgresql", "duckdb"}) {
      const DatabaseRows rows(folder / (std::string(database) + ".csv"));
      if (rows.size() != listed.size()) {
        fail(of, database, fmt::format("{} rows of {}", rows.size(), listed.size()));
        continue;
      }
      for (const size_t unit : listed) {
        const One one{of, sql, evaluation, rows, database, unit};
        for (size_t i = 0; i < sql.formulas; ++i) formula(one, i);
        for (size_t l = 0; l < sql.world.levels.size(); ++l) level(one, l);
      }
    }
  }

 private:
  struct One {
    const RandomProgramme& of;
    SqlWorld& sql;
    engine::Evaluation& evaluation;
    const DatabaseRows& rows;
    const char* database;
    size_t unit;

    const std::string& id() const { return sql.world.units[unit].id; }
    engine::Cell cell(engine::NodeId node) const {
      return evaluation.column(node, static_cast<engine::PeriodIndex>(of.period))[unit];
    }
  };

  void formula(const One& one, size_t index) {
    const engine::NodeId node = one.sql.formula(index);
    const engine::ValueType type = one.sql.compiled.graph[node].type;
    const auto period = static_cast<engine::PeriodIndex>(one.of.period);
    const engine::Expr& expr = *one.of.formulas[index];
    const auto compared = [&](dialect::CellCheck& by, const engine::Cell& cell) {
      return by.value(
          cell, type, one.rows, one.id(), fmt::format("f{}", index), one.evaluation.pool(),
          [&] { return dialect::largest_operand(one.evaluation, node, period, one.unit); });
    };
    const double widest = check.widest;
    const std::string wrong = compared(check, one.cell(node));
    if (wrong.empty()) return;
    check.widest = widest;  // of those that are the same value
    judge(
        one, fmt::format("f{} = {}: {}", index, engine::print(expr), wrong),
        [&](Oracle& oracle) {
          return oracle.evaluate(expr, static_cast<int>(one.unit), one.of.period);
        },
        [&](const Value& value) {
          dialect::CellCheck again;
          const auto cell = cell_of(value, type, one.evaluation.pool());
          return cell && compared(again, *cell).empty();
        });
  }

  void level(const One& one, size_t index) {
    const engine::CompiledLevel& nodes = one.sql.compiled.graph.levels[index];
    const std::string name = "level " + one.sql.world.levels[index].id;
    const std::tuple<engine::NodeId, std::string, Bound> views[] = {
        {nodes.answer, name, Bound::None},
        {nodes.best, name + " at best", Bound::Best},
        {nodes.worst, name + " at worst", Bound::Worst}};
    for (const auto& view : views) {
      const std::string found = one.rows.at(one.id(), std::get<1>(view));
      const std::string wrong = check.answer(one.cell(std::get<0>(view)), found);
      if (wrong.empty()) continue;
      judge(
          one, std::get<1>(view) + ": " + wrong,
          [&](Oracle& oracle) {
            return oracle.level(static_cast<int>(index), std::get<2>(view),
                                static_cast<int>(one.unit), one.of.period);
          },
          [&](const Value& value) { return found == std::to_string(value.code()); });
    }
  }

  // A difference: only what a turning point explains is excused.
  void judge(const One& one, const std::string& wrong, const std::function<Value(Oracle&)>& ask,
             const std::function<bool(const Value&)>& fits) {
    Oracle oracle(one.sql.world);
    const bool fragile = ask(oracle).fragile;
    const Explained side = fragile ? explained_by_turns(one.sql.world, ask, fits) : Explained::No;
    on_another_side += side == Explained::Yes ? 1 : 0;
    by_noise += side == Explained::Noise ? 1 : 0;
    if (side != Explained::No) return;
    fail(one.of, one.database,
         fmt::format("unit {}, {}{}", one.id(), wrong, fragile ? " (fragile)" : ""));
  }

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
  const uint64_t first =
      one != nullptr ? std::strtoull(one, nullptr, 10) : tests::moved_seed(GetParam() * count + 1);
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
  const long excused = comparison.on_another_side + comparison.by_noise;
  tests::say_proof(
      "SQL = engine: {} programmes from seed {}, {} values in two databases, {} of them doubles "
      "(widest difference {:.2g} of the largest operand), {} on another side of a turning point, "
      "{} "
      "divided by what is all but 0, {} programmes refused, {:.1f} s",
      programmes.size(), first, comparison.check.values, comparison.check.doubles,
      comparison.check.widest, comparison.on_another_side, comparison.by_noise, refused,
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  EXPECT_EQ(comparison.differences, 0) << folder;
  EXPECT_LT(excused * 1000, comparison.check.values);
  EXPECT_LE(refused, 1 + count / 20);
  if (comparison.differences == 0 && one == nullptr) fs::remove_all(folder);
}

// What the programmes of all batches together put to the databases.
TEST(RandomProgrammeSeeds, ReachEveryRuleOfTheLanguage) {
  Coverage coverage;
  const uint64_t first = tests::moved_seed(1);
  for (uint64_t seed = first; seed < first + kBatches * programmes_in_a_batch(); ++seed) {
    const RandomProgramme of = random_programme(seed);
    std::vector<const engine::Expr*> list;
    for (const engine::ExprPtr& formula : of.formulas) list.push_back(formula.get());
    World world = clone(of.world);
    world.lists_for = of.period;
    OracleEvaluator(&coverage).evaluate(world, list, of.period);
  }
  const auto unreached = coverage.unreached();
  std::printf("%s\n", coverage.table().c_str());
  tests::say_proof("SQL: {} programmes from seed {}, {} rules not reached",
                   kBatches * programmes_in_a_batch(), first, unreached.size());
  if (programmes_in_a_batch() < 250) return;  // the short form is too small for the rarest
  for (const std::string& rule : unreached) {
    if (rule == "world: each period its own list") continue;  // a script makes them for one period
    ADD_FAILURE() << "never reached: " << rule;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomProgrammes, testing::Range<uint64_t>(0, kBatches));

}  // namespace
}  // namespace exemplar::oracle
