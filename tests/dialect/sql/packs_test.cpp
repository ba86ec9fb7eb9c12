// The packs as they are shipped and tested: exported, assessed in PostgreSQL and DuckDB, and held
// against the assessment itself, for every unit of the day, whether it takes part or not.
//
//   pack ─┬─ AssessmentRun ───────────────────────────────────────────── every answer ─┐
//         └─ exemplar export ─ five tables ─┬─ exemplar sql ─ database ─ assessment ───┴─ equal
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

#include "dialect/sql/database_rows.hpp"
#include "programme/assessment/assessment.hpp"
#include "programme/pack/pack.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {
namespace {

namespace fs = std::filesystem;
using dialect::DatabaseRows;

struct Case {
  std::string name;
  fs::path pack;
  std::string programme;
  std::vector<std::string> periods;
  std::string status = "reported";
};

bool run(const std::string& command) {
  return std::system(command.c_str()) == 0;
}

// One period of a pack in two databases against the engine.
class Comparison {
 public:
  dialect::CellCheck check;
  long differences = 0;

  void period(AssessmentRun& run, const fs::path& folder) {
    run_ = &run;
    for (const char* database : {"postgresql", "duckdb"}) {
      const DatabaseRows rows(folder / (std::string(database) + ".csv"));
      where_ = folder.filename().string() + ", " + database;
      EXPECT_EQ(rows.size(), run.result().units.size()) << where_;
      for (const UnitAssessment& unit : run.result().units) of_unit(unit, rows);
    }
  }

 private:
  const UnitRegister& units() const { return run_->rules().definitions->units; }

  void of_unit(const UnitAssessment& unit, const DatabaseRows& rows) {
    const Assessment& result = run_->result();
    const std::string id = units().id_of(unit.unit);
    same(unit.takes_part ? "1" : "0", id, "takes_part", rows);
    for (size_t i = 0; i < unit.criteria.size(); ++i) {
      const std::string name = "criterion " + result.set->criteria[i].id;
      same(unit.criteria[i].answer, id, name, rows);
      same(unit.criteria[i].raw, id, name + " itself", rows);
      const engine::NodeId points = run_->rules().graph.criteria[i].points;
      if (points.valid()) value(points, unit.unit, "points of " + result.set->criteria[i].id, rows);
    }
    for (size_t i = 0; i < unit.levels.size(); ++i) {
      level(unit.levels[i], id, "level " + result.set->levels[i].id, rows);
    }
    for (size_t i = 0; i < unit.commendations.size(); ++i) {
      level(unit.commendations[i], id, "commendation " + result.set->commendations[i].id, rows);
    }
    same(unit.assessable, id, "assessable", rows);
    for (const Measure& measure : result.set->measures) {
      value(run_->rules().measure(measure.id), unit.unit, "measure " + measure.id, rows);
    }
    if (!unit.criteria.empty()) {
      same(std::string(name_of(result.standing(unit))), id, "standing", rows);
    }
  }

  void level(const LevelResult& level, const std::string& unit, const std::string& name,
             const DatabaseRows& rows) {
    same(level.answer, unit, name, rows);
    same(level.best, unit, name + " at best", rows);
    same(level.worst, unit, name + " at worst", rows);
  }

  void value(engine::NodeId node, OrganisationUnitId unit, const std::string& name,
             const DatabaseRows& rows) {
    const engine::Cell& cell = run_->evaluation().column(node, run_->period())[unit.index()];
    const std::string id = units().id_of(unit);
    const std::string wrong = check.value(cell, run_->rules().graph[node].type, rows, id, name,
                                          run_->evaluation().pool(), [] { return 0.0; });
    if (!wrong.empty()) fail(id, name, wrong);
  }

  void same(engine::Answer answer, const std::string& unit, const std::string& column,
            const DatabaseRows& rows) {
    same(std::to_string(static_cast<int>(answer)), unit, column, rows);
  }
  void same(const std::string& own, const std::string& unit, const std::string& column,
            const DatabaseRows& rows) {
    ++check.values;
    const std::string found = rows.at(unit, column);
    if (found != own) fail(unit, column, fmt::format("engine {}, SQL '{}'", own, found));
  }

  void fail(const std::string& unit, const std::string& column, const std::string& what) {
    if (++differences <= 10)
      ADD_FAILURE() << where_ << ", " << unit << ", " << column << ": " << what;
  }

  AssessmentRun* run_ = nullptr;
  std::string where_;
};

class Packs : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / fmt::format("exemplar-sql-packs-{}", getpid());
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "runs");
  }
  void TearDown() override {
    std::error_code ignored;
    if (!HasFailure()) fs::remove_all(folder_, ignored);
  }

  // Exports once, and writes a script for each period and database.
  void prepare(const Case& of) {
    const std::string binary = EXEMPLAR_BINARY;
    const fs::path tables = folder_ / of.name;
    std::string command = fmt::format("'{}' export '{}' --out '{}' --period {}", binary,
                                      of.pack.string(), tables.string(), of.periods.back());
    if (!of.programme.empty()) command += " --programme " + of.programme;
    ASSERT_TRUE(run(command + " > /dev/null")) << command;
    for (const std::string& period : of.periods) {
      const fs::path own = folder_ / "runs" / (of.name + " " + period);
      fs::create_directories(own);
      for (const auto& file : fs::directory_iterator(tables)) {
        fs::create_hard_link(file.path(), own / file.path().filename());
      }
      for (const char* database : {"postgresql", "duckdb"}) {
        const std::string script =
            fmt::format("'{}' sql '{}' --dialect {} --period {} --status {}{} > '{}/{}.sql'",
                        binary, of.pack.string(), database, period, of.status,
                        of.programme.empty() ? std::string() : " --programme " + of.programme,
                        own.string(), database);
        ASSERT_TRUE(run(script)) << script;
      }
    }
  }

  void prove(const std::vector<Case>& cases) {
    const auto start = std::chrono::steady_clock::now();
    for (const Case& of : cases) prepare(of);
    const dialect::Ran ran = dialect::run_databases(folder_ / "runs");
    if (ran == dialect::Ran::NotInstalled) {
      GTEST_SKIP() << "PostgreSQL or DuckDB is not installed: tools/setup sql";
    }
    ASSERT_EQ(ran, dialect::Ran::Yes);
    Comparison comparison;
    size_t periods = 0;
    for (const Case& of : cases) {
      const PackReading reading = read_pack(of.pack);
      const Office& office = reading.office;
      const Programme& programme = of.programme.empty()
                                       ? office.definitions.programmes.front()
                                       : *office.definitions.programme(of.programme);
      const Calendar* calendar = office.definitions.calendar(programme.calendar);
      for (const std::string& text : of.periods) {
        const auto period = parse_period(text, calendar != nullptr ? *calendar : civil_calendar());
        ASSERT_TRUE(period);
        View view;
        if (of.status == "verified") view.floor = Status::Verified;
        const auto made = AssessmentRun::make(office.definitions, office.facts,
                                              {programme.id, *period, "", view});
        ASSERT_TRUE(made) << of.name << " " << text;
        comparison.period(**made, folder_ / "runs" / (of.name + " " + text));
        ++periods;
      }
    }
    std::printf("%zu periods, %ld values compared in two databases, %ld differences, %.1f s\n",
                periods, comparison.check.values, comparison.differences,
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    EXPECT_EQ(comparison.differences, 0);
  }

  const fs::path root_ = EXEMPLAR_ROOT;
  fs::path folder_;
};

TEST_F(Packs, ReferencePack) {
  const fs::path pack = root_ / "packs" / "hcmc-ward-police";
  prove({{"reference", pack, "", {"2021", "2022", "2023"}, "reported"},
         {"reference verified", pack, "", {"2023"}, "verified"}});
}

TEST_F(Packs, SmallOffices) {
  prove({{"report", root_ / "tests" / "programme" / "report" / "office", "", {"2022", "2023"}},
         {"cli", root_ / "tests" / "cli" / "office", "", {"2022", "2023"}}});
}

// Every way in which values combine over time and units, drafts and corrections, a changed
// definition, a merge, two hierarchies, and a list made on the first day.
TEST_F(Packs, EveryCombination) {
  const fs::path pack = root_ / "tests" / "dialect" / "sql" / "office";
  const std::vector<std::string> periods{"2022", "2023", "2024", "2023-Q1", "2023-Q2", "2023-H1"};
  prove({{"office", pack, "", periods},
         {"office verified", pack, "", {"2022", "2023", "2024"}, "verified"}});
}

TEST_F(Packs, HumanDevelopment) {
  const fs::path table = root_ / ".." / "shared" / "data" / "undp_hdi" /
                         "hdr2023_24_composite_indices_complete_time_series.csv";
  if (!fs::exists(table)) GTEST_SKIP() << "the published table is not beside the project";
  const fs::path pack = folder_ / "pack";
  fs::copy(root_ / "packs" / "human-development", pack, fs::copy_options::recursive);
  fs::create_directories(pack / "values");
  ASSERT_TRUE(run(fmt::format("'{}' '{}' '{}' '{}' > /dev/null", EXEMPLAR_PYTHON,
                              (root_ / "tools" / "import_hdi").string(), table.string(),
                              (pack / "values" / "1990-2022.csv").string())));
  prove({{"index", pack, "", {"1990", "2007", "2022"}}});
}

}  // namespace
}  // namespace exemplar::programme
