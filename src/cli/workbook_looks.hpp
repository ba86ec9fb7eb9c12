// How each kind of cell looks, as the file format's formats (private to the writer).
#pragma once

#include <xlsxwriter.h>

#include <map>

#include "dialect/workbook/cells.hpp"

namespace exemplar::cli {

class WorkbookLooks {
 public:
  explicit WorkbookLooks(lxw_workbook* book);

  lxw_format* of(dialect::Look look, dialect::NumberShape shape);
  // Conditional ones: of answers, and of words that are no longer true.
  lxw_format* not_met() const { return not_met_; }
  lxw_format* unknown() const { return unknown_; }
  lxw_format* met() const { return met_; }
  lxw_format* not_applicable() const { return not_applicable_; }
  lxw_format* outdated() const { return outdated_; }

 private:
  lxw_format* coloured(uint32_t ink, uint32_t back);

  lxw_workbook* book_;
  std::map<std::pair<dialect::Look, dialect::NumberShape>, lxw_format*> formats_;
  lxw_format* not_met_ = nullptr;
  lxw_format* unknown_ = nullptr;
  lxw_format* met_ = nullptr;
  lxw_format* not_applicable_ = nullptr;
  lxw_format* outdated_ = nullptr;
};

}  // namespace exemplar::cli
