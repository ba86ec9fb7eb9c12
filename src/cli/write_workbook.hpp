// A workbook's cells as the bytes of an XLSX file.
#pragma once

#include "base/date.hpp"
#include "base/result.hpp"
#include "dialect/workbook/cells.hpp"

namespace exemplar::cli {

struct WorkbookProperties {
  std::string title;
  std::string subject;
  Date made_on;  // in the file's properties
};

Result<std::string> xlsx_of(const dialect::Workbook& workbook,
                            const WorkbookProperties& properties);

}  // namespace exemplar::cli
