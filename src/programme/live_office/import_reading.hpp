// The rows of an import, read into staged facts; what is wrong with each, told at its cell.
#pragma once

#include <memory>

#include "programme/live_office/value_import.hpp"
#include "programme/pack/pack_content.hpp"
#include "programme/pack/value_rows.hpp"

namespace exemplar::programme {

class ImportReading {
 public:
  ImportReading(const Office& office, const ImportOptions& options,
                const ImportPermitted& permitted);

  // Reads all of it. Refused: bytes that are no table.
  std::optional<Refusal> read(const ImportFile& file);

  StagedFacts& facts() { return facts_; }
  // Counts of what was refused while reading, and the cells it was told at.
  ImportReport& report() { return report_; }
  std::string column_name(uint32_t index) const { return columns_.at(index); }

  static constexpr size_t kFaultsToldMax = 1'000;

 private:
  void read_table(tables::TableReader& reader, ImportFile::Kind kind);
  void prepare(tables::TableRow& row, ImportFile::Kind kind) const;
  void read_row(const tables::TableRow& row, const ValueRows::Shape& shape);
  void take(Fact fact);
  // What was found since it was last asked, as refused cells; the highest line of them.
  int tell_problems();
  void refuse(int row, uint32_t column, Message what, Message remedy);
  uint32_t column_of(const tables::TableRow& row, int place_column) const;

  const ImportOptions& options_;
  const ImportPermitted& permitted_;
  DefinitionDraft draft_;
  Problems problems_;
  ValueRows rows_;
  StagedFacts facts_;
  ImportReport report_;
  std::vector<std::string> columns_;
  std::vector<size_t> passed_over_;
  std::optional<size_t> version_;
  std::unordered_map<OrganisationUnitId, bool> may_;
  const tables::TableRow* row_ = nullptr;  // the one being read
  int64_t expected_ = -1;
};

}  // namespace exemplar::programme
