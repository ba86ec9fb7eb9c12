#include "programme/live_office/import_reading.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "tables/xlsx_reader.hpp"

namespace exemplar::programme {

namespace {

// A row of a file has at most so many problems before the rest is not read.
constexpr size_t kTableProblemsMax = 1'000;
constexpr std::string_view kVersion = "version";
// What lists of values say besides: read over where such a list is handed in.
constexpr const char* kSaidByLists[] = {"label", "status", "not_applicable"};
constexpr std::string_view kNotAsked[] = {"reported_on", "verified_on", "decided_on", "by"};
constexpr uint32_t kWholeRow = UINT32_MAX;

// As people write the office's tables, not as it writes a pack.
DefinitionDraft draft_for(const Office& office) {
  DefinitionDraft draft = draft_of(office);
  draft.office.decimal_sign = office.definitions.decimal_comma ? "," : ".";
  return draft;
}

}  // namespace

ImportReading::ImportReading(const Office& office, const ImportOptions& options,
                             const ImportPermitted& permitted)
    : options_(options),
      permitted_(permitted),
      draft_(draft_for(office)),
      rows_(draft_, office.definitions.units, problems_,
            [this](Fact fact) { take(std::move(fact)); }),
      facts_(office) {}

std::optional<Refusal> ImportReading::read(const ImportFile& file) {
  tables::TableFormat format = values_format();
  format.csv.problems_max = kTableProblemsMax;
  if (file.kind == ImportFile::Kind::Csv) {
    if (const auto byte = first_invalid_utf8(file.bytes)) {
      return Refusal{msg("the file is not UTF-8: byte {}", *byte + 1),
                     msg("look at what it would become first: exemplar convert FILE")};
    }
    tables::TableReader reader(tables::bytes_of_text(file.bytes), file.name, format, problems_);
    read_table(reader, file.kind);
    return std::nullopt;
  }
  tables::XlsxLimits limits;
  limits.problems_max = kTableProblemsMax;
  const auto book = tables::XlsxBook::open(file.bytes, limits);
  if (!book) return book.refusal();
  auto sheet = book->sheet(file.sheet, file.name, decimal_sign_of(draft_.office), problems_);
  if (!sheet) return sheet.refusal();
  tables::TableReader reader(sheet.take(), format);
  read_table(reader, file.kind);
  return std::nullopt;
}

void ImportReading::read_table(tables::TableReader& reader, ImportFile::Kind kind) {
  std::vector<std::string> besides(std::begin(kSaidByLists), std::end(kSaidByLists));
  besides.emplace_back(kVersion);
  const ValueRows::Shape shape =
      reader.usable() ? rows_.shape_of(reader, besides) : ValueRows::Shape{};
  columns_ = reader.header().names;
  const bool header_is_wrong = problems_.has_errors();
  tell_problems();
  if (header_is_wrong) {
    report_.file_refused = true;
    return;
  }
  version_ = reader.header().find(kVersion);
  for (const std::string_view name : kNotAsked) {
    const auto index = reader.header().find(name);
    if (options_.days_as_told || !index) continue;
    passed_over_.push_back(*index);
    report_.columns_passed_over.emplace_back(name);
  }
  tables::TableRow row;
  for (;;) {
    const bool more = reader.next(row);
    const int faulty_until = tell_problems();
    if (!more) break;
    ++report_.rows;
    if (faulty_until >= row.line) continue;  // it is not whole
    prepare(row, kind);
    read_row(row, shape);
  }
  if (!reader.whole()) report_.file_refused = true;
}

// Whoever exports a text that a spreadsheet would take for a formula writes an apostrophe before it.
void ImportReading::prepare(tables::TableRow& row, ImportFile::Kind kind) const {
  for (const size_t index : passed_over_) row.cells[index].text.clear();
  if (kind != ImportFile::Kind::Csv) return;
  constexpr std::string_view kHeld = "=+-@\t\r'";
  for (tables::Cell& cell : row.cells) {
    if (cell.text.size() > 1 && cell.text[0] == '\'' && kHeld.find(cell.text[1]) != kHeld.npos) {
      cell.text.erase(0, 1);
    }
  }
}

void ImportReading::read_row(const tables::TableRow& row, const ValueRows::Shape& shape) {
  const bool blank = std::all_of(row.cells.begin(), row.cells.end(),
                                 [](const tables::Cell& cell) { return cell.text.empty(); });
  if (blank) return;
  row_ = &row;
  const size_t faults_before = report_.count(StagedOutcome::Refused);
  const size_t facts_before = facts_.all().size();
  RowReader cells(row, problems_);
  expected_ = -1;
  if (version_) expected_ = cells.whole(kVersion).value_or(-1);
  if (cells.ok()) rows_.read(cells, shape);
  if (!problems_.empty() && report_.cells.size() < kFaultsToldMax) rows_.say_again();
  tell_problems();
  // Said before of another row, and not said again; or there is no value in it.
  const bool silent =
      report_.count(StagedOutcome::Refused) == faults_before && facts_.all().size() == facts_before;
  if (silent && shape.kind == ValueRows::Shape::Long) refuse(row.line, kWholeRow, {}, {});
  row_ = nullptr;
}

void ImportReading::take(Fact fact) {
  const uint32_t column = column_of(*row_, fact.place.column);
  const auto [may, is_new] = may_.try_emplace(fact.unit);
  if (is_new) may->second = permitted_(fact.unit);
  if (!may->second) {
    ++report_.not_permitted;
    refuse(row_->line, column, msg("values of this unit are not yours to enter"),
           msg("leave the row out, or have it entered by whoever may"));
    return;
  }
  if (!options_.days_as_told) {
    fact.reported_on = options_.today;
    fact.by = options_.by;
  }
  const auto refusal = facts_.add(fact, static_cast<uint32_t>(row_->line), column, expected_);
  if (refusal) refuse(row_->line, column, refusal->what, refusal->remedy);
}

uint32_t ImportReading::column_of(const tables::TableRow& row, int place_column) const {
  for (size_t i = 0; i < row.cells.size(); ++i) {
    if (row.cells[i].column == place_column) return static_cast<uint32_t>(i);
  }
  return kWholeRow;
}

int ImportReading::tell_problems() {
  int highest = 0;
  for (const Problem& problem : problems_) {
    if (problem.severity != Severity::Error) continue;
    highest = std::max(highest, problem.place.line);
    const bool of_row = row_ != nullptr && problem.place.line == row_->line;
    refuse(problem.place.line, of_row ? column_of(*row_, problem.place.column) : kWholeRow,
           problem.what, problem.remedy);
  }
  if (!problems_.empty()) problems_ = Problems();
  return highest;
}

void ImportReading::refuse(int row, uint32_t column, Message what, Message remedy) {
  ++report_.counts[static_cast<size_t>(StagedOutcome::Refused)];
  if (report_.cells.size() >= kFaultsToldMax) {
    ++report_.cells_left_out;
    return;
  }
  if (what.pattern.empty()) what = msg("this row is wrong as a row before it is");
  report_.cells.push_back({row, column < columns_.size() ? columns_[column] : std::string(),
                           StagedOutcome::Refused, 0, std::move(what), std::move(remedy)});
}

}  // namespace exemplar::programme
