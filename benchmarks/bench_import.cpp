// Importing values from CSV through the service, beside a bare bulk load of the same rows into the same
// table: COPY on PostgreSQL, multi-row inserts on SQLite.
//
//   an office of 250 units × 100 monthly indicators, its values in a CSV of N rows
//   ─▶ import_values: read, checked, compared with what is there, written with its audit entry
//   ─▶ the same rows, read back, into an empty table of the same shape with the same keys
//
// The same file again, which writes nothing, is measured too. One JSON object a database.
//
//   bench_import [--values=N] [--repeat=N]   default 1,000,000, once; SQLite in a temporary folder, and
//                                            the PostgreSQL server of EXEMPLAR_POSTGRESQL where given
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <string>
#include <string_view>

#include "programme/live_office/value_import.hpp"
#include "programme/office_store/office_data.hpp"
#include "programme/office_store/office_store.hpp"

namespace {

using namespace exemplar;
using namespace exemplar::programme;
namespace fs = std::filesystem;

constexpr int kUnits = 250;
constexpr int kIndicators = 100;

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

PackFiles::Content pack() {
  PackFiles::Content content;
  content["office.toml"] = R"([office]
id = "import"
name = "Import"
zone = "Asia/Ho_Chi_Minh"
decimal_sign = "."
records_from = 2019-01-01

[[source]]
id = "generator"
name = "Generator"
synthetic = true

[[calendar]]
id = "civil"
name = "Civil"
year_starts = "01-01"
week_starts = "monday"

[[hierarchy]]
id = "territory"
name = "Territory"
roots = ["ward"]
kinds = []

[[kind]]
id = "ward"
name = "ward"
)";
  std::string& indicators = content["indicators.toml"];
  for (int i = 0; i < kIndicators; ++i) {
    indicators += fmt::format(
        "[[indicator]]\nid = \"figure_{:03}\"\nname = \"Figure {}\"\nkind = \"count\"\n"
        "at_most = 1000000\nover_time = \"sum\"\ncollected = \"P1M\"\n\n",
        i, i);
  }
  std::string& units = content["units.csv"];
  units = "id,code,name,name_en,kind,from,until\n";
  for (int u = 0; u < kUnits; ++u) units += fmt::format("w{0:05},{0:05},Ward {0},,ward,,\n", u);
  return content;
}

std::string csv_of(int64_t values) {
  std::string text = "indicator,period,unit,value,source\n";
  int64_t count = 0;
  for (int month = 0; count < values; ++month) {
    for (int unit = 0; unit < kUnits && count < values; ++unit) {
      for (int i = 0; i < kIndicators && count < values; ++i, ++count) {
        fmt::format_to(std::back_inserter(text), "figure_{:03},{}-{:02},w{:05},{},generator\n", i,
                       2019 + month / 12, month % 12 + 1, unit, count * 7919 % 5000);
      }
    }
  }
  return text;
}

struct Measured {
  double seconds = 0;
  ImportReport report;
};

Measured import(store::Connection& connection, const Office& office, const std::string& csv) {
  ImportOptions options;
  options.today = *make_date(2024, 1, 16);
  options.by = "bench";
  const double start = seconds();
  auto report = import_values(connection, office, store::newest_revision(connection),
                              {"values.csv", csv}, options, [](OrganisationUnitId) { return true; },
                              {0, "system", system_random()});
  Measured measured{seconds() - start, {}};
  if (!report) {
    std::fprintf(stderr, "%s\n", render(report.refusal().what, Language::English).c_str());
    std::exit(1);
  }
  measured.report = *report;
  return measured;
}

// The rows that were imported, taken out and put in again: the same table with its keys and indexes.
double bare_load(store::Connection& connection, int64_t revision) {
  const std::vector<std::string> columns = {
      "indicator",   "first_day",   "length_unit", "length_count", "unit",     "category",
      "revision",    "position",    "kind",        "number",       "digits",   "text",
      "reported_on", "verified_on", "decided_on",  "source",       "reporter", "note"};
  std::vector<store::Value> rows;
  std::string names;
  for (const std::string& column : columns) names += (names.empty() ? "" : ", ") + column;
  connection.each("SELECT " + names +
                      " FROM fact WHERE revision = $1 ORDER BY indicator, first_day, length_unit, "
                      "length_count, unit, category",
                  {revision}, [&](const store::Row& row) {
                    for (size_t i = 0; i < columns.size(); ++i) {
                      rows.push_back(row.value(static_cast<int>(i)));
                    }
                  });
  {
    store::Transaction empty(connection, store::Transaction::Kind::Write);
    connection.run("DELETE FROM fact");
    empty.commit();
  }
  connection.script(connection.engine() == store::Engine::Sqlite ? "VACUUM" : "VACUUM FULL fact");
  const double start = seconds();
  store::Transaction load(connection, store::Transaction::Kind::Write);
  const auto bulk = connection.bulk_insert("fact", columns);
  for (size_t i = 0; i < rows.size(); i += columns.size()) {
    bulk->add(store::Values(rows).subspan(i, columns.size()));
  }
  bulk->finish();
  load.commit();
  return seconds() - start;
}

int measure(const OfficeAddress& address, const char* name, int64_t values) {
  const auto loaded = load_pack(address, PackFiles::in_memory(pack()),
                                {0, "system", system_random()}, LoadRun::Keep);
  if (!loaded || !loaded->loaded) {
    std::fprintf(stderr, "the office could not be made\n");
    return 1;
  }
  const auto connection = open_office(address, Access::Use).take();
  const Office office =
      read_office(address, {.reading = Reading::Outline}, std::nullopt).take().office;
  const std::string csv = csv_of(values);
  const Measured first = import(*connection, office, csv);
  const Measured again = import(*connection, office, csv);
  if (!first.report.written || again.report.written ||
      again.report.count(StagedOutcome::Unchanged) != static_cast<size_t>(values)) {
    std::fprintf(stderr, "not what was to be measured\n");
    return 1;
  }
  const double bare = bare_load(*connection, first.report.revision);
  std::printf(
      "{\"database\": \"%s\", \"values\": %lld, \"megabytes\": %.1f, \"import_s\": %.2f, "
      "\"again_s\": %.2f, \"bare_s\": %.2f}\n",
      name, static_cast<long long>(values), static_cast<double>(csv.size()) / 1e6, first.seconds,
      again.seconds, bare);
  std::fflush(stdout);
  return 0;
}

int on_sqlite(int64_t values) {
  std::string folder = (fs::temp_directory_path() / "exemplar-import-XXXXXX").string();
  const OfficeAddress address{mkdtemp(folder.data()), ""};
  const int failed = measure(address, "SQLite", values);
  fs::remove_all(folder);
  return failed;
}

// In a schema that goes afterwards.
int on_postgresql(const std::string& server, int64_t values) {
  const auto connection = store::open({store::Engine::Postgresql, server});
  connection->script("CREATE SCHEMA bench_import");
  const std::string joint = server.find('?') == std::string::npos ? "?" : "&";
  const int failed =
      measure({"", server + joint + "options=-csearch_path%3Dbench_import"}, "PostgreSQL", values);
  connection->script("DROP SCHEMA bench_import CASCADE");
  return failed;
}

}  // namespace

int main(int argc, char** argv) {
  int64_t values = 1'000'000;
  int repeat = 1;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    constexpr std::string_view kValues = "--values=";
    constexpr std::string_view kRepeat = "--repeat=";
    if (word.starts_with(kValues)) values = std::atoll(word.data() + kValues.size());
    if (word.starts_with(kRepeat)) repeat = std::max(1, std::atoi(word.data() + kRepeat.size()));
  }
  const char* const server = std::getenv("EXEMPLAR_POSTGRESQL");
  for (int i = 0; i < repeat; ++i) {
    if (const int failed = on_sqlite(values); failed != 0) return failed;
    if (server == nullptr) continue;
    if (const int failed = on_postgresql(server, values); failed != 0) return failed;
  }
  return 0;
}
