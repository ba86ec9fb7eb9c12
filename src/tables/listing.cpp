#include "tables/listing.hpp"

#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tables/csv_writer.hpp"

namespace exemplar::tables {

namespace {

constexpr std::string_view kBetweenLabels = " · ";
constexpr size_t kRowsMax = 1'048'575;
constexpr size_t kCellCharactersMax = 32'767;

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += between;
    text += part;
  }
  return text;
}

std::string text_of(const ListCell& cell) {
  return cell.kind == ListCell::Kind::Texts ? joined(cell.texts, ";") : cell.plain;
}

std::string held(const ListCell& cell) {
  std::string text = text_of(cell);
  constexpr std::string_view kBegins = "=+-@\t\r\n'";
  const bool is_text = cell.kind == ListCell::Kind::Text || cell.kind == ListCell::Kind::Texts;
  if (is_text && !text.empty() && kBegins.find(text.front()) != std::string_view::npos) {
    text.insert(text.begin(), '\'');
  }
  return text;
}

// What a workbook's double keeps as it is written.
bool fits_a_double(std::string_view number) {
  constexpr std::ptrdiff_t kDigits = 15;
  return std::count_if(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; }) <=
         kDigits;
}

lxw_error put(lxw_worksheet* sheet, uint32_t row, uint16_t column, const ListCell& cell) {
  switch (cell.kind) {
    case ListCell::Kind::Nothing:
      return LXW_NO_ERROR;
    case ListCell::Kind::Truth:
      return worksheet_write_boolean(sheet, row, column, cell.plain == "true" ? 1 : 0, nullptr);
    case ListCell::Kind::Number:
      if (fits_a_double(cell.plain)) {
        return worksheet_write_number(sheet, row, column, std::strtod(cell.plain.c_str(), nullptr),
                                      nullptr);
      }
      break;
    default:
      break;
  }
  return worksheet_write_string(sheet, row, column, text_of(cell).c_str(), nullptr);
}

lxw_error write_rows(lxw_worksheet* sheet, const Listing& listing, lxw_format* bold) {
  const std::string label = joined(listing.labels, kBetweenLabels);
  const uint16_t first = label.empty() ? 0 : 1;
  if (first == 1) worksheet_write_string(sheet, 0, 0, "label", bold);
  for (size_t c = 0; c < listing.columns.size(); ++c) {
    worksheet_write_string(sheet, 0, static_cast<uint16_t>(first + c), listing.columns[c].c_str(),
                           bold);
  }
  for (size_t r = 0; r < listing.rows.size(); ++r) {
    const auto row = static_cast<uint32_t>(r + 1);
    if (first == 1) worksheet_write_string(sheet, row, 0, label.c_str(), nullptr);
    for (size_t c = 0; c < listing.rows[r].size(); ++c) {
      const lxw_error error = put(sheet, row, static_cast<uint16_t>(first + c), listing.rows[r][c]);
      if (error != LXW_NO_ERROR) return error;
    }
  }
  worksheet_freeze_panes(sheet, 1, 0);
  return LXW_NO_ERROR;
}

}  // namespace

Json json_of(const ListCell& cell) {
  switch (cell.kind) {
    case ListCell::Kind::Nothing:
      return {};
    case ListCell::Kind::Text:
      return Json::string(cell.plain);
    case ListCell::Kind::Texts: {
      Json list = Json::array();
      for (const std::string& one : cell.texts) list.add(Json::string(one));
      return list;
    }
    default:
      return Json::literal(cell.plain);
  }
}

Json json_of(const Listing& listing) {
  Json list = Json::array();
  for (const auto& row : listing.rows) {
    Json object = Json::object();
    for (size_t c = 0; c < row.size(); ++c) object.add(listing.columns[c], json_of(row[c]));
    list.add(std::move(object));
  }
  return list;
}

std::string csv_of(const Listing& listing) {
  const std::string label = joined(listing.labels, kBetweenLabels);
  std::string text;
  std::vector<std::string> fields;
  if (!label.empty()) fields.emplace_back("label");
  fields.insert(fields.end(), listing.columns.begin(), listing.columns.end());
  append_csv_record(text, fields, ',', RecordPosition::First);
  for (const auto& row : listing.rows) {
    fields.clear();
    if (!label.empty()) fields.push_back(label);
    for (const ListCell& cell : row) fields.push_back(held(cell));
    append_csv_record(text, fields, ',', RecordPosition::Later);
  }
  return text;
}

Result<std::string> written_bytes(
    const std::function<std::optional<std::string>(const std::string& path)>& write) {
  std::string place = (std::filesystem::temp_directory_path() / "exemplar-XXXXXX").string();
  const int descriptor = mkstemp(place.data());
  if (descriptor < 0) return Refusal{msg("{} cannot be written", place), {}};
  ::close(descriptor);
  const auto failed = write(place);
  std::ostringstream bytes;
  if (!failed) bytes << std::ifstream(place, std::ios::binary).rdbuf();
  std::filesystem::remove(place);
  if (failed) return Refusal{msg("the workbook could not be written: {}", *failed), {}};
  return bytes.str();
}

Result<std::string> xlsx_of(const Listing& listing) {
  if (listing.rows.size() > kRowsMax) {
    return Refusal{msg("{} rows are more than a sheet has", listing.rows.size()),
                   msg("ask for CSV, or for less")};
  }
  for (const auto& row : listing.rows) {
    for (const ListCell& cell : row) {
      if (text_of(cell).size() <= kCellCharactersMax) continue;
      return Refusal{msg("a text is longer than a cell of a workbook holds"), msg("ask for CSV")};
    }
  }
  return written_bytes([&](const std::string& path) -> std::optional<std::string> {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    lxw_workbook* book = workbook_new_opt(path.c_str(), &options);
    if (book == nullptr) return "out of memory";
    lxw_doc_properties properties{};
    properties.created = 1;  // not the machine's clock: the same list, the same file
    workbook_set_properties(book, &properties);
    lxw_format* bold = workbook_add_format(book);
    format_set_bold(bold);
    lxw_worksheet* sheet = workbook_add_worksheet(book, listing.name.c_str());
    const lxw_error wrong = write_rows(sheet, listing, bold);
    const lxw_error closed = workbook_close(book);
    if (wrong != LXW_NO_ERROR) return lxw_strerror(wrong);
    if (closed != LXW_NO_ERROR) return lxw_strerror(closed);
    return std::nullopt;
  });
}

}  // namespace exemplar::tables
