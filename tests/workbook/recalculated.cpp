#include "workbook/recalculated.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "cli/write_workbook.hpp"

namespace exemplar::tests {

namespace fs = std::filesystem;

namespace {

std::string office_program() {
  for (const char* place : {"/usr/bin/soffice", "/usr/bin/libreoffice", "/usr/bin/localc"}) {
    if (fs::exists(place)) return place;
  }
  return {};
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// 0: always recalculate, 1: never.
void write_profile(const fs::path& folder, CachedValues cached) {
  fs::create_directories(folder / "user");
  write(folder / "user" / "registrymodifications.xcu",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\" "
        "xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
        "<item oor:path=\"/org.openoffice.Office.Calc/Formula/Load\"><prop "
        "oor:name=\"OOXMLRecalcMode\" oor:op=\"fuse\"><value>" +
            std::string(cached == CachedValues::Recalculate ? "0" : "1") +
            "</value></prop></item>\n</oor:items>\n");
}

int run(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed =
      posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return -1;
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Every cell is quoted; what reads as a number is one.
ReadSheet sheet_of(const std::string& bytes) {
  ReadSheet rows(1);
  size_t i = 0;
  while (i < bytes.size()) {
    ReadCell cell;
    if (bytes[i] == '"') {
      for (++i; i < bytes.size(); ++i) {
        if (bytes[i] == '"' && (i + 1 >= bytes.size() || bytes[i + 1] != '"')) break;
        if (bytes[i] == '"') ++i;
        cell.text += bytes[i];
      }
      ++i;
    } else {
      while (i < bytes.size() && bytes[i] != ',' && bytes[i] != '\n') cell.text += bytes[i++];
    }
    if (!cell.text.empty()) {
      char* end = nullptr;
      cell.number = std::strtod(cell.text.c_str(), &end);
      cell.is_number = end == cell.text.c_str() + cell.text.size();
    }
    rows.back().push_back(std::move(cell));
    if (i < bytes.size() && bytes[i] == '\n') rows.emplace_back();
    ++i;
  }
  return rows;
}

// A number with a number's format is read with all its digits, a day as the number that it is.
dialect::Workbook with_plain_numbers(dialect::Workbook workbook) {
  for (dialect::Sheet& sheet : workbook.sheets) {
    for (auto& [where, cell] : sheet.cells) {
      cell.shape = dialect::NumberShape::Decimals3;
      if (cell.kind == dialect::Cell::Kind::Formula) cell.look = dialect::Look::Plain;
    }
  }
  return workbook;
}

std::string text_of(const fs::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

}  // namespace

std::optional<std::vector<ReadWorkbook>> read_by_office(
    const std::vector<dialect::Workbook>& workbooks, CachedValues cached) {
  const std::string program = office_program();
  if (program.empty()) return std::nullopt;
  std::string place = (fs::temp_directory_path() / "exemplar-office-XXXXXX").string();
  if (mkdtemp(place.data()) == nullptr) throw std::runtime_error("no temporary folder");
  const fs::path folder = place;
  write_profile(folder / "profile", cached);
  std::vector<std::string> words = {
      program,
      "--headless",
      "-env:UserInstallation=file://" + (folder / "profile").string(),
      "--convert-to",
      "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1",
      "--outdir",
      (folder / "out").string()};
  fs::create_directories(folder / "out");
  for (size_t i = 0; i < workbooks.size(); ++i) {
    const auto bytes = cli::xlsx_of(with_plain_numbers(workbooks[i]), {"", "", Date{}});
    if (!bytes) throw std::runtime_error("the workbook could not be written");
    const fs::path file = folder / ("book" + std::to_string(i) + ".xlsx");
    write(file, *bytes);
    words.push_back(file.string());
  }
  if (run(words) != 0) throw std::runtime_error("LibreOffice failed");
  std::vector<ReadWorkbook> read;
  for (size_t i = 0; i < workbooks.size(); ++i) {
    ReadWorkbook one;
    for (const dialect::Sheet& sheet : workbooks[i].sheets) {
      one[sheet.name] = sheet_of(
          text_of(folder / "out" / ("book" + std::to_string(i) + "-" + sheet.name + ".csv")));
    }
    read.push_back(std::move(one));
  }
  if (std::getenv("EXEMPLAR_KEEP") == nullptr) fs::remove_all(folder);
  return read;
}

dialect::Workbook with_wrong_results(dialect::Workbook workbook) {
  for (dialect::Sheet& sheet : workbook.sheets) {
    for (auto& [where, cell] : sheet.cells) {
      if (cell.kind != dialect::Cell::Kind::Formula) continue;
      cell.number = cell.number == 7777 ? 8888 : 7777;
      if (cell.result_is_text) cell.result = "wrong: " + cell.result;
    }
  }
  return workbook;
}

const ReadCell& cell_of(const ReadWorkbook& workbook, const std::string& sheet,
                        dialect::RowColumn where) {
  static const ReadCell kNone;
  const auto found = workbook.find(sheet);
  if (found == workbook.end() || where.first >= found->second.size()) return kNone;
  const auto& row = found->second[where.first];
  return where.second < row.size() ? row[where.second] : kNone;
}

Differences differences(const dialect::Workbook& expected, const ReadWorkbook& read) {
  Differences result;
  for (const dialect::Sheet& sheet : expected.sheets) {
    for (const auto& [where, cell] : sheet.cells) {
      if (cell.kind != dialect::Cell::Kind::Formula) continue;
      ++result.compared;
      const ReadCell& found = cell_of(read, sheet.name, where);
      const bool text = cell.result_is_text;
      const double size = std::max(std::fabs(cell.number), 1.0);
      const bool same =
          text ? found.text == cell.result
               : found.is_number && std::fabs(found.number - cell.number) <= 1e-12 * size;
      if (same) continue;
      result.places.push_back({sheet.name, where, std::fabs(found.number - cell.number)});
      result.lines.push_back(sheet.name + "!" + dialect::column_letters(where.second) +
                             std::to_string(where.first + 1) + " = " + cell.text + "\n    engine " +
                             (text ? "\"" + cell.result + "\"" : fmt::format("{}", cell.number)) +
                             ", workbook " + (found.text.empty() ? "nothing" : found.text));
    }
  }
  return result;
}

}  // namespace exemplar::tests
