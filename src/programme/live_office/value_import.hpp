// Many values from a file, as people hand them in: the columns of a pack's tables of values
// (docs/pack.md), long or wide, CSV or a workbook. Every cell of the file is told what becomes of it.
//
//   file ─▶ read: rows by the pack's rules, may they? ─▶ compare with what is there ─▶ one write, one
//           revision, one entry of the audit log: or nothing, where nothing is new
//
// All is prepared outside of the write: others go on writing meanwhile, and what they changed of the
// same cells is looked at again. The same file a second time changes nothing.
#pragma once

#include <array>

#include "programme/audit/audit_store.hpp"
#include "programme/office_store/staged_fact_store.hpp"

namespace exemplar::programme {

struct ImportFile {
  std::string name;  // how places and the audit log call it; never a path that is opened
  std::string_view bytes;
  enum class Kind : uint8_t { Csv, Workbook } kind = Kind::Csv;
  std::string sheet = {};  // of a workbook; empty: the first that is not hidden
};

struct ImportOptions {
  enum class Mode : uint8_t {
    AllOrNothing,  // nothing is written while anything is refused or in conflict
    WhatIsRight,   // what is right is written, the rest told
  };
  Mode mode = Mode::AllOrNothing;
  // A value that differs from what is there is corrected though the file names no version of it.
  bool overwrite = false;
  bool dry_run = false;
  // The days and the reporter of the file count, as in a pack. Else whoever imports reports today,
  // and these columns are passed over.
  bool days_as_told = false;
  Date today;
  std::string by;  // who reports, where the file is not asked
};

struct ImportedCell {
  int row = 0;         // of the file; in a workbook of the sheet
  std::string column;  // by its name; empty: of the row as a whole
  StagedOutcome outcome = StagedOutcome::Refused;
  int64_t revision = 0;  // of a conflict: that of the value which is there
  Message what, remedy;  // where something is wrong
};

struct ImportReport {
  // Of values, that is of cells; a row of a wide table holds several.
  std::array<size_t, 5> counts{};  // by StagedOutcome
  size_t rows = 0;
  size_t not_permitted = 0;   // of those refused
  bool file_refused = false;  // its header, or something in it, keeps all of it from being written
  std::vector<ImportedCell> cells;  // by row; of a long file those refused, in conflict or changed
  size_t cells_left_out = 0;        // beyond the bound
  std::vector<std::string> columns_passed_over;
  bool written = false;
  int64_t revision = 0;  // that has it; of nothing new the one that it was compared with

  size_t count(StagedOutcome outcome) const { return counts[static_cast<size_t>(outcome)]; }
  // Something keeps all of it from being written.
  bool faulty() const {
    return file_refused || count(StagedOutcome::Refused) > 0 || count(StagedOutcome::Conflict) > 0;
  }
};
std::string_view name_of(StagedOutcome outcome);  // "refused", "accepted", …

using ImportPermitted = std::function<bool(OrganisationUnitId)>;

// Refused: bytes that are no table at all, definitions that changed meanwhile. `office` is that of
// the revision `seen`. `connection` must not be within a transaction.
// `condition` is asked of each write that is tried.
Result<ImportReport> import_values(store::Connection& connection, const Office& office,
                                   int64_t seen, const ImportFile& file,
                                   const ImportOptions& options, const ImportPermitted& permitted,
                                   const WriteBy& by, const store::Condition& condition = {});

}  // namespace exemplar::programme
