// import: the values of a file into an office, on the office's own machine.
#pragma once

#include "cli/verbs.hpp"

namespace exemplar::cli {

struct ImportFileOptions {
  std::string file;   // .csv or .xlsx
  std::string sheet;  // of a workbook; empty: the first that is not hidden
  std::string mode = "all-or-nothing";
  bool overwrite = false;
  bool dry_run = false;
  std::string as;  // whose powers count and whose name is told; empty: the office's machine itself
};

// Exit code 1 where faults keep all of it out.
Result<Report> import_file(const ImportFileOptions& options, const Common& common,
                           const programme::WriteBy& by);

}  // namespace exemplar::cli
