// Packs of a few lines, for rules that are tried one at a time. Whatever a test does not speak of
// is there and right: two units, a calendar, a programme.
#pragma once

#include "programme/pack/check.hpp"

namespace exemplar::programme::small_pack {

// One indicator: `rest` are further lines of TOML.
inline std::string indicator(const std::string& id, const std::string& kind,
                             const std::string& about, const std::string& from,
                             const std::string& rest = "") {
  return fmt::format(
      "[[indicator]]\nid = \"{0}\"\nname = \"Figure {0}\"\nkind = \"{1}\"\nabout = \"{2}\"\n"
      "from = \"{3}\"\n{4}\n\n",
      id, kind, about, from, rest);
}

inline std::string count(const std::string& id, const std::string& about, const std::string& from,
                         const std::string& rest = "") {
  return indicator(id, "count", about, from, "at_most = 100000\n" + rest);
}

// One criterion; lines of TOML, `met` among them.
inline std::string criterion(const std::string& id, const std::string& lines) {
  return fmt::format(
      "[[criterion]]\nid = \"{}\"\ntitle = \"Tiêu chí\"\nbasis = \"none: illustrative\"\n{}\n\n",
      id, lines);
}

inline std::string met(const std::string& formula, const std::string& rest = "") {
  return criterion("1", "when_not_applicable = \"unknown\"\nmet = '" + formula + "'\n" + rest);
}

struct SmallPack {
  std::string indicators;
  std::string criteria;
  std::string set = "id = \"s\"\nname = \"Bộ\"\nfrom = 2023-01-01\nuntil = 2023-12-31\n";
  std::string before_criteria;  // groups, measures, mappings
  std::string levels = "[[level]]\nid = \"all\"\nname = \"Đạt\"\nwhen = \"all(criteria)\"\n";
  std::string programme =
      "[programme]\nname = \"Chương trình\"\ncalendar = \"civil\"\nhierarchy = \"territory\"\n"
      "participants = 'unit.kind = \"ward\" and under(\"79\")'\nmain_level = \"all\"\n";
  std::string office;  // further lines of office.toml
  PackFiles::Content more;

  PackFiles::Content content() const {
    PackFiles::Content files = more;
    files["office.toml"] =
        "[office]\nid = \"o\"\nname = \"Cơ quan\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
        "decimal_sign = \".\"\n[[source]]\nid = \"made\"\nname = \"Đặt ra\"\nsynthetic = true\n"
        "[[calendar]]\nid = \"civil\"\nname = \"Năm\"\n"
        "[[hierarchy]]\nid = \"territory\"\nname = \"Lãnh thổ\"\nroots = [\"city\"]\n"
        "kinds = [\"ward\"]\n[[kind]]\nid = \"city\"\nname = \"thành phố\"\n"
        "[[kind]]\nid = \"ward\"\nname = \"phường\"\n" +
        office;
    files.emplace("units.csv",
                  "id,code,name,name_en,kind,from,until\nc,79,Thành phố,,city,,\n"
                  "w1,1001,Phường Một,,ward,,\nw2,1002,Phường Hai,,ward,,2021-12-31\n"
                  "w3,1003,Phường Ba,,ward,,\n");
    files.emplace("unit_events.csv",
                  "date,event,from_unit,to_unit,weight,total,document,note\n"
                  "2022-01-01,end,w2,,,,,\n");
    files.emplace(
        "hierarchies.csv",
        "hierarchy,unit,parent,from,until\nterritory,w1,c,,\nterritory,w2,c,,\nterritory,w3,c,,\n");
    files["indicators.toml"] = indicators;
    files["programmes/p/programme.toml"] = programme;
    files["programmes/p/criteria/s.toml"] =
        "[set]\n" + set + "\n" + before_criteria + "\n" + criteria + "\n" + levels;
    return files;
  }
};

// The text that stands at a place.
inline std::string text_at(const PackFiles::Content& files, const Place& place) {
  const auto file = files.find(place.file);
  if (file == files.end()) return "";
  std::istringstream lines(file->second);
  std::string line;
  for (int i = 0; i < place.line; ++i) std::getline(lines, line);
  size_t at = 0;  // columns are characters
  for (int column = 1; column < place.column && at < line.size(); ++column) {
    do ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80);
  }
  return line.substr(at);
}

struct Checked {
  Problems problems;
  PackFiles::Content files;

  // "code @ word": the code (or error) and the word that stands at the place.
  std::vector<std::string> told() const {
    std::vector<std::string> lines;
    for (const Problem& problem : problems) {
      const std::string code = problem.severity == Severity::Error ? "error" : problem.code;
      std::string word = text_at(files, problem.place);
      word = word.substr(0, word.find_first_of(" ,)('/"));
      lines.push_back(code + " @ " + word);
    }
    return lines;
  }
  std::string all() const {
    std::string text;
    for (const Problem& problem : problems) text += to_string(problem, Language::English) + "\n";
    return text;
  }
  bool says(std::string_view words) const { return all().find(words) != std::string::npos; }
};

// As `exemplar check` does: rules are looked at only in what could be read.
inline Checked check(const SmallPack& pack) {
  Checked result{{}, pack.content()};
  PackReading reading = read_pack(PackFiles::in_memory(result.files));
  result.problems = reading.problems;
  if (!result.problems.has_errors()) check_office(reading.office, result.problems);
  result.problems.sort();
  return result;
}

}  // namespace exemplar::programme::small_pack
