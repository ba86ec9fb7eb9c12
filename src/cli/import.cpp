// Whoever has the machine has the office: without --as every unit may be written and the days of the
// file count, as in a pack. With --as it is that person who reports, today, what they may.
#include "cli/import.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/number.hpp"
#include "base/zone.hpp"
#include "cli/words.hpp"
#include "programme/live_office/value_import.hpp"
#include "programme/user/account_store.hpp"
#include "programme/user/grant_store.hpp"
#include "programme/user/power_rules.hpp"

namespace exemplar::cli {

namespace {

using programme::ImportReport;
using programme::StagedOutcome;

constexpr uint64_t kBytesMost = 256 << 20;

Result<std::string> bytes_of(const std::string& path) {
  std::error_code error;
  const uint64_t size = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (error || !file) {
    return Refusal{msg("{} cannot be read", path), msg("name a file that is there")};
  }
  if (size > kBytesMost) {
    return Refusal{msg("{} is larger than {} bytes", path, kBytesMost),
                   msg("import it in several parts")};
  }
  if (size > 0) bytes << file.rdbuf();
  return bytes.str();
}

Message words_of(StagedOutcome outcome) {
  switch (outcome) {
    case StagedOutcome::Refused:
      return msg("refused");
    case StagedOutcome::Accepted:
      return msg("new");
    case StagedOutcome::Changed:
      return msg("corrected");
    case StagedOutcome::Unchanged:
      return msg("there already");
    case StagedOutcome::Conflict:
      return msg("in conflict");
  }
  return {};
}

Table cells_of(const ImportReport& report, const Say& say) {
  Table table{"cells",
              "",
              {{"row", say(msg("row")), Align::Right},
               {"column", say(msg("column"))},
               {"outcome", say(msg("what becomes of it"))},
               {"version", "", Align::Right, 0, false},
               {"what", say(msg("what is wrong")), Align::Left, 60},
               {"remedy", say(msg("what would be right")), Align::Left, 60}},
              {}};
  for (const programme::ImportedCell& cell : report.cells) {
    table.row({integer(cell.row, say.language), text(cell.column),
               word(std::string(name_of(cell.outcome)), say(words_of(cell.outcome))),
               cell.revision > 0 ? integer(cell.revision, say.language) : nothing(),
               text(say(cell.what)), text(say(cell.remedy))});
  }
  return table;
}

Report told(const ImportReport& done, const ImportFileOptions& options, const Say& say) {
  Report report;
  report.title = options.file;
  std::string counts;
  for (const StagedOutcome outcome :
       {StagedOutcome::Accepted, StagedOutcome::Changed, StagedOutcome::Unchanged,
        StagedOutcome::Conflict, StagedOutcome::Refused}) {
    counts += (counts.empty() ? "" : " · ") + say(words_of(outcome)) + " " +
              format_integer(static_cast<int64_t>(done.count(outcome)), say.language);
    report.fact(std::string(name_of(outcome)),
                Json::integer(static_cast<int64_t>(done.count(outcome))));
  }
  report.line(std::move(counts));
  if (options.dry_run) {
    report.line(say(msg("a trial: nothing was written")));
  } else {
    report.line(done.written ? say(msg("written as revision {}", done.revision))
                             : say(msg("nothing was written")));
  }
  for (const std::string& column : done.columns_passed_over) {
    report.line(say(msg("the column '{}' was passed over: whoever imports reports today", column)));
  }
  if (done.cells_left_out > 0) {
    report.line(say(msg("{} more cells are not listed", done.cells_left_out)));
  }
  report.table(cells_of(done, say));
  report.csv_table = "cells";
  report.fact("written", Json::truth(done.written));
  report.fact("revision", Json::integer(done.revision));
  report.fact("rows", Json::integer(static_cast<int64_t>(done.rows)));
  const bool kept_out = done.file_refused || (options.mode == "all-or-nothing" && done.faulty());
  report.exit_code = kept_out ? 1 : 0;
  return report;
}

}  // namespace

Result<Report> import_file(const ImportFileOptions& options, const Common& common,
                           const programme::WriteBy& by) {
  const auto bytes = bytes_of(options.file);
  if (!bytes) return bytes.refusal();
  const auto connection = programme::open_office(common.address, programme::Access::Use);
  if (!connection) return connection.refusal();
  try {
    const int64_t seen = store::newest_revision(**connection);
    const auto read =
        programme::read_office(*connection, seen, {.reading = programme::Reading::Outline});
    const programme::Definitions& definitions = read.office.definitions;
    const auto zone = Zone::named(definitions.zone);
    if (!zone) return zone.refusal();
    programme::ImportOptions how;
    how.mode = options.mode == "what-is-right" ? programme::ImportOptions::Mode::WhatIsRight
                                               : programme::ImportOptions::Mode::AllOrNothing;
    how.overwrite = options.overwrite;
    how.dry_run = options.dry_run;
    how.today = zone->day_of(by.now);
    how.days_as_told = options.as.empty();
    programme::WriteBy whoever = by;
    programme::Powers powers;
    if (!options.as.empty()) {
      const auto account = programme::find_account_by_login(**connection, options.as);
      if (!account) {
        return Refusal{msg("nobody signs in as '{}'", options.as),
                       msg("name an account of this office, or leave --as out")};
      }
      powers = programme::powers_of_account(**connection, account->id, by.now);
      how.by = account->name;
      whoever.actor = account->id;
    }
    const auto permitted = [&](programme::OrganisationUnitId unit) {
      using programme::Power;
      return options.as.empty() ||
             (may(powers, Power::SaveValues, unit, definitions.units, how.today) &&
              may(powers, Power::ImportValues, unit, definitions.units, how.today));
    };
    const auto kind = std::string_view(*bytes).starts_with("PK") ||
                              std::string_view(options.file).ends_with(".xlsx")
                          ? programme::ImportFile::Kind::Workbook
                          : programme::ImportFile::Kind::Csv;
    const programme::ImportFile file{std::filesystem::path(options.file).filename().string(),
                                     *bytes, kind, options.sheet};
    const auto done = import_values(**connection, read.office, seen, file, how, permitted, whoever);
    if (!done) return done.refusal();
    return told(*done, options, Say{common.language});
  } catch (const store::Failure& failure) {
    return programme::refusal_of(failure, common.address);
  }
}

}  // namespace exemplar::cli
