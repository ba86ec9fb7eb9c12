// The template says what is still to fill, and nothing else; filled, it has no problem.
#include "programme/pack/pack.hpp"

namespace exemplar::programme {
namespace {

const std::filesystem::path kTemplate = EXEMPLAR_ROOT "/packs/empty-template";

PackFiles::Content template_content() {
  Problems problems;
  const PackFiles files = PackFiles::in_folder(kTemplate, problems);
  PackFiles::Content content;
  for (const std::string& name : files.names()) content[name] = *files.text(name);
  return content;
}

std::string told(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += to_string(problem, Language::English) + "\n";
  return text;
}

size_t occurrences(const std::string& text, std::string_view of) {
  size_t count = 0;
  for (size_t at = text.find(of); at != text.npos; at = text.find(of, at + 1)) ++count;
  return count;
}

TEST(Template, ListsEveryPlaceThatIsStillToFill) {
  const PackReading reading = read_pack(kTemplate);
  size_t open = 1;  // units.csv
  for (const auto& [name, text] : template_content()) {
    if (!name.ends_with(".md")) open += occurrences(text, "\"CẦN ĐIỀN");
  }
  EXPECT_EQ(reading.problems.size(), open);
  for (const Problem& problem : reading.problems) {
    EXPECT_EQ(problem.code, "to_fill") << to_string(problem, Language::English);
    EXPECT_GT(problem.place.line, 0) << to_string(problem, Language::English);
  }
}

TEST(Template, FilledItIsAPackWithoutProblem) {
  PackFiles::Content content = template_content();
  for (auto& [name, text] : content) {
    for (size_t at = text.find("\"CẦN ĐIỀN"); at != text.npos; at = text.find("\"CẦN ĐIỀN")) {
      const size_t line = text.rfind('\n', at) + 1;
      const std::string key = text.substr(line, text.find(' ', line) - line);
      const std::string filled = key == "id"                              ? "\"co-quan\""
                                 : key == "records_from" || key == "from" ? "2024-01-01"
                                                                          : "\"Nội dung\"";
      text.replace(at, text.find('"', at + 1) + 1 - at, filled);
    }
  }
  content["units.csv"] += "tp,79,Thành phố,,city,,\np1,26734,Phường 1,,ward,,\n";
  content["hierarchies.csv"] += "territory,p1,tp,,\n";
  content["values/values.csv"] +=
      "ho_so_den_han,2024,p1,,100,2024-12-01,,,bao-cao,,\n"
      "ho_so_dung_han,2024,26734,,99,2024-12-01,,,bao-cao,,\n";
  const PackReading reading = read_pack(PackFiles::in_memory(content));
  EXPECT_EQ(told(reading.problems), "");
  EXPECT_EQ(reading.office.facts.all().size(), 2U);
}

}  // namespace
}  // namespace exemplar::programme
