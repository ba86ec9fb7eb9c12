#include "cli/write_workbook.hpp"

#include <xlsxwriter.h>

#include "base/date.hpp"
#include "base/message.hpp"
#include "cli/workbook_looks.hpp"
#include "tables/listing.hpp"

namespace exemplar::cli {

namespace {

using dialect::Allowed;
using dialect::Cell;
using dialect::Look;
using dialect::Region;
using dialect::Sheet;

const std::string kAuthor = "Exemplar";

// The library's structures take char*, and only read.
char* given_as(const std::string& text) {
  return const_cast<char*>(text.c_str());
}

class Writer {
 public:
  Writer(const std::string& path, const WorkbookProperties& properties) {
    book_ = workbook_new(path.c_str());
    lxw_doc_properties given{};
    given.title = given_as(properties.title);
    given.subject = given_as(properties.subject);
    given.author = given_as(kAuthor);
    given.created = static_cast<time_t>(properties.made_on.days) * 86'400;
    workbook_set_properties(book_, &given);
    looks_ = std::make_unique<WorkbookLooks>(book_);
  }

  void add(const Sheet& sheet) {
    lxw_worksheet* to = workbook_add_worksheet(book_, sheet.name.c_str());
    for (const auto& [column, width] : sheet.widths) {
      worksheet_set_column(to, column, column, width, nullptr);
    }
    for (const auto& [row, height] : sheet.heights) worksheet_set_row(to, row, height, nullptr);
    for (const Region& region : sheet.merged) {
      worksheet_merge_range(to, region.first.first, region.first.second, region.last.first,
                            region.last.second, "", nullptr);
    }
    for (const auto& [where, cell] : sheet.cells) put(to, where.first, where.second, cell);
    mark_answers(to, sheet);
    for (const Allowed& one : sheet.allowed) allow(to, one);
    for (const auto& one : sheet.outdated) {
      condition(to, one.where, LXW_CONDITIONAL_TYPE_FORMULA, 0, "=" + one.formula,
                looks_->outdated());
    }
    for (const Region& region : sheet.filtered) {
      worksheet_autofilter(to, region.first.first, region.first.second, region.last.first,
                           region.last.second);
    }
    page(to, sheet);
  }

  // What went wrong, in the library's English; nothing where the file is written.
  std::optional<std::string> close() {
    const lxw_error error = workbook_close(book_);
    if (error != LXW_NO_ERROR) return lxw_strerror(error);
    return std::nullopt;
  }

 private:
  void put(lxw_worksheet* to, uint32_t row, uint16_t column, const Cell& cell) {
    lxw_format* format = looks_->of(cell.look, cell.shape);
    if (!cell.link.empty()) {
      const std::string url = "internal:'" + cell.link + "'!A1";
      worksheet_write_url_opt(to, row, column, url.c_str(), format, cell.text.c_str(), nullptr);
    } else if (cell.kind == Cell::Kind::Number) {
      worksheet_write_number(to, row, column, cell.number, format);
    } else if (cell.kind == Cell::Kind::Text) {
      worksheet_write_string(to, row, column, cell.text.c_str(), format);
    } else if (cell.array) {
      worksheet_write_array_formula_num(to, row, column, row, column,
                                        ("{=" + cell.text + "}").c_str(), format, cell.number);
    } else if (cell.result_is_text) {
      worksheet_write_formula_str(to, row, column, ("=" + cell.text).c_str(), format,
                                  cell.result.c_str());
    } else {
      worksheet_write_formula_num(to, row, column, ("=" + cell.text).c_str(), format, cell.number);
    }
    if (!cell.note.empty()) {
      lxw_comment_options options{};
      options.x_scale = 2;
      options.y_scale = 1.5;
      options.author = given_as(kAuthor);
      worksheet_write_comment_opt(to, row, column, cell.note.c_str(), &options);
    }
  }

  static void condition(lxw_worksheet* to, const Region& where, uint8_t type, double value,
                        const std::string& formula, lxw_format* format) {
    lxw_conditional_format given{};
    given.type = type;
    given.criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO;
    given.value = value;
    if (!formula.empty()) given.value_string = given_as(formula);
    given.format = format;
    worksheet_conditional_format_range(to, where.first.first, where.first.second, where.last.first,
                                       where.last.second, &given);
  }

  // The colours of answers, and the sign of "not applicable", by columns that hold answers.
  void mark_answers(lxw_worksheet* to, const Sheet& sheet) {
    std::map<uint16_t, Region> columns;
    for (const auto& [where, cell] : sheet.cells) {
      if (cell.look != Look::Answer && cell.look != Look::AnswerAsValue) continue;
      Region& region = columns.try_emplace(where.second, Region{where, where}).first->second;
      region.last.first = std::max(region.last.first, where.first);
    }
    for (const auto& [column, region] : columns) {
      condition(to, region, LXW_CONDITIONAL_TYPE_CELL, 0, {}, looks_->not_met());
      condition(to, region, LXW_CONDITIONAL_TYPE_CELL, 1, {}, looks_->unknown());
      condition(to, region, LXW_CONDITIONAL_TYPE_CELL, 2, {}, looks_->met());
      condition(to, region, LXW_CONDITIONAL_TYPE_CELL, 3, {}, looks_->not_applicable());
    }
  }

  static void allow(lxw_worksheet* to, const Allowed& allowed) {
    lxw_data_validation given{};
    std::vector<char*> words;
    if (!allowed.words.empty()) {
      for (const std::string& word : allowed.words) words.push_back(given_as(word));
      words.push_back(nullptr);
      given.validate = LXW_VALIDATION_TYPE_LIST;
      given.value_list = words.data();
    } else {
      given.validate = allowed.whole ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL;
      given.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
      given.minimum_number = allowed.low;
      given.maximum_number = allowed.high;
      given.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
    }
    if (!allowed.refusal.empty()) given.error_message = given_as(allowed.refusal);
    worksheet_data_validation_range(to, allowed.where.first.first, allowed.where.first.second,
                                    allowed.where.last.first, allowed.where.last.second, &given);
  }

  static void page(lxw_worksheet* to, const Sheet& sheet) {
    worksheet_freeze_panes(to, sheet.frozen_rows, sheet.frozen_columns);
    if (sheet.landscape) worksheet_set_landscape(to);
    worksheet_set_paper(to, 9);  // A4
    worksheet_set_margins(to, 0.4, 0.4, 0.5, 0.6);
    if (sheet.wide) {
      worksheet_set_print_scale(to, 70);
      if (sheet.frozen_columns > 0) worksheet_repeat_columns(to, 0, sheet.frozen_columns - 1);
    } else {
      worksheet_fit_to_pages(to, 1, 0);
    }
    if (sheet.frozen_rows > 0) worksheet_repeat_rows(to, 0, sheet.frozen_rows - 1);
    worksheet_set_footer(to, "&L&8&F · &A&R&8&P/&N");
    worksheet_gridlines(to, LXW_HIDE_ALL_GRIDLINES);
    if (sheet.colour != 0) worksheet_set_tab_color(to, sheet.colour);
  }

  lxw_workbook* book_ = nullptr;
  std::unique_ptr<WorkbookLooks> looks_;
};

}  // namespace

Result<std::string> xlsx_of(const dialect::Workbook& workbook,
                            const WorkbookProperties& properties) {
  return tables::written_bytes([&](const std::string& path) {
    Writer writer(path, properties);
    for (const Sheet& sheet : workbook.sheets) writer.add(sheet);
    return writer.close();
  });
}

}  // namespace exemplar::cli
