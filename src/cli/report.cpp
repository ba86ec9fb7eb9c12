#include "cli/report.hpp"

#include "base/number.hpp"
#include "tables/listing.hpp"

namespace exemplar::cli {

Value nothing(std::string shown) {
  return {Value::Kind::Nothing, {}, std::move(shown)};
}

Value text(std::string same) {
  std::string shown = same;
  return {Value::Kind::Text, std::move(same), std::move(shown)};
}

Value word(std::string plain, std::string shown) {
  return {Value::Kind::Text, std::move(plain), std::move(shown)};
}

Value integer(int64_t number, Language language) {
  return {Value::Kind::Number, std::to_string(number), format_integer(number, language)};
}

Value decimal(Decimal number, Language language) {
  return {Value::Kind::Number, plain(number), format_number(number, language)};
}

Value percent(Ratio share, int digits, Language language) {
  if (share.denominator == 0) return nothing();
  const i128 units = round_to_integer(share, digits + 2, RoundingMode::HalfAwayFromZero);
  return {Value::Kind::Number, plain({static_cast<int64_t>(units), digits}),
          format_percent(share, digits, language)};
}

Value truth(bool value, Language language) {
  return {Value::Kind::Truth, value ? "true" : "false",
          render(value ? msg("yes") : msg("no"), language)};
}

Value date(Date day, Language language) {
  return {Value::Kind::Text, iso(day), format_date(day, language)};
}

Json json_of(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Nothing:
      return {};
    case Value::Kind::Text:
      return Json::string(value.plain);
    default:
      return Json::literal(value.plain);
  }
}

namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string result;
  for (const std::string& part : parts) {
    if (!result.empty()) result += between;
    result += part;
  }
  return result;
}

constexpr std::string_view kBetweenLabels = " · ";

// Lines of at most `width` columns, broken between words; a longer word is a line of its own.
std::vector<std::string> wrapped(const std::string& text, int width) {
  std::vector<std::string> lines(1);
  for (const std::string_view word : split(text, ' ')) {
    std::string& line = lines.back();
    if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
      lines.emplace_back(word);
    } else {
      line += (line.empty() ? "" : " ") + std::string(word);
    }
  }
  return lines;
}

void write_table(std::string& to, const Table& table) {
  if (!table.heading.empty()) to += table.heading + "\n";
  const auto lines_of = [&](size_t c, const std::string& cell) {
    const int most = table.columns[c].width_max;
    return most > 0 ? wrapped(cell, most) : std::vector<std::string>{cell};
  };
  std::vector<int> widths;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    int width = 0;
    const auto hold = [&](const std::string& cell) {
      for (const std::string& line : lines_of(c, cell))
        width = std::max(width, display_width(line));
    };
    if (!table.bare) hold(table.columns[c].heading);
    for (const auto& row : table.rows) hold(row[c].shown);
    widths.push_back(width);
  }
  const auto write_row = [&](const auto& cell_of) {
    std::vector<std::vector<std::string>> cells;
    size_t height = 1;
    for (size_t c = 0; c < table.columns.size(); ++c) {
      cells.push_back(lines_of(c, cell_of(c)));
      if (table.columns[c].for_people) height = std::max(height, cells.back().size());
    }
    for (size_t i = 0; i < height; ++i) {
      std::string line;
      for (size_t c = 0; c < table.columns.size(); ++c) {
        if (!table.columns[c].for_people) continue;
        const std::string part = i < cells[c].size() ? cells[c][i] : std::string();
        line += "  " + pad_to_width(part, widths[c], table.columns[c].align);
      }
      to += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
  };
  if (!table.bare) {
    write_row([&](size_t c) -> const std::string& { return table.columns[c].heading; });
    std::vector<std::string> rules;
    for (const int width : widths) {
      std::string rule;
      for (int i = 0; i < width; ++i) rule += "─";
      rules.push_back(std::move(rule));
    }
    if (table.ruled) write_row([&](size_t c) -> const std::string& { return rules[c]; });
  }
  for (const auto& row : table.rows) {
    write_row([&](size_t c) -> const std::string& { return row[c].shown; });
  }
}

std::string render_text(const Report& report) {
  std::string result;
  if (!report.labels.empty() && report.labels_in_text)
    result += joined(report.labels, kBetweenLabels) + "\n";
  if (!report.title.empty()) result += report.title + "\n";
  bool after_lines = false;
  for (const Report::Block& block : report.blocks) {
    if (block.table) {
      if (!block.table->for_people) continue;
      if (!result.empty() && !block.table->bare) result += "\n";
      write_table(result, *block.table);
      after_lines = false;
      continue;
    }
    if (!after_lines && !result.empty() && !report.title.empty() &&
        &block != &report.blocks.front()) {
      result += "\n";
    }
    for (const std::string& line : block.lines) result += line + "\n";
    after_lines = true;
  }
  return result;
}

Json render_json(const Report& report) {
  Json json = Json::object();
  Json labels = Json::array();
  for (const std::string& label : report.labels) labels.add(Json::string(label));
  json.add("labels", std::move(labels));
  if (!report.title.empty()) json.add("title", Json::string(report.title));
  for (const auto& [id, value] : report.facts) json.add(id, value);
  for (const Report::Block& block : report.blocks) {
    if (!block.table || !block.table->for_machines) continue;
    Json rows = Json::array();
    for (const auto& row : block.table->rows) {
      Json object = Json::object();
      for (size_t c = 0; c < row.size(); ++c) {
        if (!block.table->columns[c].for_machines) continue;
        object.add(block.table->columns[c].id, json_of(row[c]));
      }
      rows.add(std::move(object));
    }
    json.add(block.table->id, std::move(rows));
  }
  return json;
}

tables::ListCell cell_of(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Number:
      return {tables::ListCell::Kind::Number, value.plain};
    case Value::Kind::Truth:
      return {tables::ListCell::Kind::Truth, value.plain};
    default:
      return value.plain;
  }
}

std::string render_csv(const Report& report) {
  std::string result;
  for (const Report::Block& block : report.blocks) {
    if (!block.table || block.table->id != report.csv_table) continue;
    tables::Listing listing;
    listing.labels = report.labels;
    listing.labels.insert(listing.labels.end(), report.notes_in_csv.begin(),
                          report.notes_in_csv.end());
    const std::vector<Column>& columns = block.table->columns;
    for (const Column& column : columns) {
      if (column.for_machines) listing.columns.push_back(column.id);
    }
    for (const auto& row : block.table->rows) {
      listing.rows.emplace_back();
      for (size_t c = 0; c < row.size(); ++c) {
        if (columns[c].for_machines) listing.rows.back().push_back(cell_of(row[c]));
      }
    }
    result += csv_of(listing);
  }
  return result;
}

}  // namespace

std::string render(const Report& report, Format format) {
  switch (format) {
    case Format::Table:
      return render_text(report);
    case Format::Json:
      return render_json(report).text();
    case Format::Csv:
      return render_csv(report);
  }
  return {};
}

}  // namespace exemplar::cli
