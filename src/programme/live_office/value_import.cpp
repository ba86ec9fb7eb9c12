#include "programme/live_office/value_import.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "programme/live_office/import_reading.hpp"
#include "programme/office_store/office_store.hpp"

namespace exemplar::programme {

namespace {

// A file of so many values has all of its cells in the report.
constexpr size_t kAllToldMax = 10'000;
constexpr size_t kCellsToldMax = 10'000;
// So often it is prepared anew outside of the write, where others have changed the same cells.
constexpr int kPreparedAloneMax = 2;

ImportedCell cell_of(const StagedFact& fact, const ImportReading& reading) {
  ImportedCell cell;
  cell.row = static_cast<int>(fact.line);
  cell.column = reading.column_name(fact.column);
  cell.outcome = fact.outcome;
  if (fact.outcome == StagedOutcome::Refused) {
    cell.what = msg("the value of this cell stands in row {} already", fact.line_before);
    cell.remedy = msg("leave one of the two out");
  } else if (fact.outcome == StagedOutcome::Conflict) {
    cell.revision = fact.revision;
    if (fact.revision == 0) {
      cell.what = msg("nobody has reported this value yet");
      cell.remedy = msg("leave 'version' empty");
    } else {
      cell.what = msg("another value is there, of version {}", fact.revision);
      cell.remedy =
          msg("look at it, then write that version into 'version', or have corrections "
              "overwrite");
    }
  }
  return cell;
}

// The counts of what was compared, and its cells as far as they are told.
ImportReport report_of(ImportReading& reading) {
  ImportReport report = reading.report();
  const std::vector<StagedFact>& facts = reading.facts().all();
  const bool all = facts.size() <= kAllToldMax;
  for (const StagedFact& fact : facts) {
    ++report.counts[static_cast<size_t>(fact.outcome)];
    const bool quiet =
        fact.outcome == StagedOutcome::Accepted || fact.outcome == StagedOutcome::Unchanged;
    if (quiet && !all) continue;
    if (report.cells.size() >= kCellsToldMax + ImportReading::kFaultsToldMax) {
      ++report.cells_left_out;
      continue;
    }
    report.cells.push_back(cell_of(fact, reading));
  }
  std::stable_sort(report.cells.begin(), report.cells.end(),
                   [](const ImportedCell& a, const ImportedCell& b) { return a.row < b.row; });
  return report;
}

// Who changed which cells is in the facts, by the entry's revision.
std::string told(const ImportFile& file, const ImportOptions& options, const ImportReport& report) {
  const auto whole = [](size_t number) { return Json::integer(static_cast<int64_t>(number)); };
  Json of_file = Json::object();
  of_file.add("name", Json::string(file.name.substr(0, 200)));
  of_file.add("format", Json::string(file.kind == ImportFile::Kind::Csv ? "csv" : "xlsx"));
  if (!file.sheet.empty()) of_file.add("sheet", Json::string(file.sheet.substr(0, 200)));
  of_file.add("bytes", whole(file.bytes.size()));
  of_file.add("blake2b_256", Json::string(hex(blake2b_256({}, file.bytes))));
  Json json = Json::object();
  json.add("file", std::move(of_file));
  json.add("mode",
           Json::string(options.mode == ImportOptions::Mode::AllOrNothing ? "all_or_nothing"
                                                                          : "what_is_right"));
  json.add("overwrite", Json::truth(options.overwrite));
  json.add("rows", whole(report.rows));
  for (size_t i = 0; i < report.counts.size(); ++i) {
    json.add(name_of(static_cast<StagedOutcome>(i)), whole(report.counts[i]));
  }
  return json.compact();
}

bool is_to_be_written(const ImportReport& report, const ImportOptions& options) {
  if (options.dry_run || report.file_refused) return false;
  if (options.mode == ImportOptions::Mode::AllOrNothing && report.faulty()) return false;
  return report.count(StagedOutcome::Accepted) + report.count(StagedOutcome::Changed) > 0;
}

}  // namespace

std::string_view name_of(StagedOutcome outcome) {
  constexpr std::string_view kNames[] = {"refused", "accepted", "changed", "unchanged", "conflict"};
  return kNames[static_cast<size_t>(outcome)];
}

Result<ImportReport> import_values(store::Connection& connection, const Office& office,
                                   int64_t seen, const ImportFile& file,
                                   const ImportOptions& options, const ImportPermitted& permitted,
                                   const WriteBy& by, const store::Condition& condition) {
  ImportReading reading(office, options, permitted);
  if (auto refusal = reading.read(file)) return *refusal;
  const StagedFacts::Rules rules{options.overwrite, options.days_as_told};
  for (int attempt = 0;; ++attempt) {
    const bool alone = attempt < kPreparedAloneMax;
    ImportReport report;
    if (alone) {
      store::Transaction transaction(connection, store::Transaction::Kind::Read);
      reading.facts().compare(connection, rules);
      report = report_of(reading);
      report.revision = store::newest_revision(connection);
      if (!is_to_be_written(report, options)) return report;
    }
    connection.before_next_write(condition);
    store::Write write(connection, by.now);
    if (definitions_changed(connection, seen, write.revision())) {
      return Refusal{msg("the office's definitions have just changed"), msg("import it again")};
    }
    if (!alone) {
      reading.facts().compare(connection, rules);
      report = report_of(reading);
      report.revision = write.revision() - 1;
      if (!is_to_be_written(report, options)) return report;
    } else if (!reading.facts().still_holds(write)) {
      continue;
    }
    reading.facts().append(write);
    append_audit(write, {by.actor, "values.imported", "values", told(file, options, report)},
                 by.random);
    write.commit();
    report.written = true;
    report.revision = write.revision();
    return report;
  }
}

}  // namespace exemplar::programme
