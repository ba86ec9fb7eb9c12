// base/name_match.hpp: which differences are writing, and which are names.
#include "base/name_match.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "base/text.hpp"

using namespace exemplar;

namespace exemplar {

void PrintTo(const NameMatch& match, std::ostream* out) {
  *out << match.candidate << " certainty " << static_cast<int>(match.certainty) << " difference "
       << static_cast<int>(match.difference) << " edits " << match.edits;
}

}  // namespace exemplar

namespace {

struct Pair {
  std::string a;
  std::string b;
};

TEST(NameMatch, OneNameInOtherWriting) {
  const std::vector<Pair> same = {
      {"Phường 05", "Phường 5"},
      {"Phường  An Lạc", "Phường An Lạc"},
      {"Phường 1", "P.1"},
      {"Phường 1", "P1"},
      {"Phường 1", "p 01"},
      {"Phường 1", "P. 1"},
      {"Phường 1", "phuong 1"},
      {"Phường 1", "PHUONG 01"},
      {"Phường 1", "Phường số 1"},
      {"Phường 1", "Phường1"},
      {"Phường IV", "Phường 4"},
      {"Phường XIX", "phường 19"},
      {"Phường Hòa Thạnh", "P. Hoà Thạnh"},
      {"Phường Tân Định", "P.Tân Định"},
      {"Phường Vỹ Dạ", "Phường Vĩ Dạ"},
      {"Quận 3", "Q.3"},
      {"Quận 3", "Q3"},
      {"Quận 3", "quan 03"},
      {"Huyện Củ Chi", "H. Củ Chi"},
      {"Thị trấn Củ Chi", "TT. Củ Chi"},
      {"Thị trấn Củ Chi", "T.T. Củ Chi"},
      {"Thị xã Dĩ An", "TX Dĩ An"},
      {"Xã Bà Điểm", "X. Bà Điểm"},
      {"Thành phố Thủ Đức", "TP. Thủ Đức"},
      {"Thành phố Thủ Đức", "TP.Thủ Đức"},
      {"Thành phố Thủ Đức", "Tp Thủ Ðức"},
      {"Thành phố Thủ Đức", "T.P. Thủ Đức"},
      {"Thành phố Hồ Chí Minh", "TPHCM"},
      {"Thành phố Hồ Chí Minh", "TP.HCM"},
      {"Thành phố Hồ Chí Minh", "Tp. HCM"},
      {"Đặc khu Côn Đảo", "ĐK. Côn Đảo"},
      {"Phường 1, Quận 3", "P.01,Q.3"},
      {"Tỉnh Bà Rịa - Vũng Tàu", "tỉnh Bà Rịa–Vũng Tàu"},
  };
  for (const Pair& pair : same) {
    EXPECT_TRUE(same_name_in_other_writing(pair.a, pair.b)) << pair.a << " " << pair.b;
    EXPECT_TRUE(same_name_in_other_writing(pair.b, pair.a)) << pair.a << " " << pair.b;
  }
}

TEST(NameMatch, OtherNames) {
  const std::vector<Pair> different = {
      {"Phường 13", "Phường 15"},
      {"Phường 1", "Phường 10"},
      {"Phường 1", "Phường 11"},
      {"Phường 1", "Quận 1"},
      {"Phường 1", "1"},
      {"Sa Đéc", "Sa Dec"},
      {"Phường Tân Tạo", "Phường Tân Tảo"},
      {"Phường Tân Tạo", "phuong tan tao"},
      {"Phường Tân Tạo", "Phường Tân Tạo A"},
      {"Thị trấn Củ Chi", "Huyện Củ Chi"},
      {"Thành phố Thủ Đức", "Quận Thủ Đức"},
      {"Thị xã Tân Uyên", "Thành phố Tân Uyên"},
      {"Xã Phường", "Phường Xã"},
      {"Huyện Quan Hóa", "Quận Hóa"},
      {"Phường 03", "Phường Rạch Ông"},
      {"Phường Đa Kao", "Phường Da Kao"},
      {"Phường 1, Quận 3", "Phường 1, Quận 5"},
      {"P", "Phường"},
  };
  for (const Pair& pair : different) {
    EXPECT_FALSE(same_name_in_other_writing(pair.a, pair.b)) << pair.a << " " << pair.b;
  }
}

TEST(NameMatch, AWordWithoutMarksIsAKindOnlyInANameWithoutMarks) {
  EXPECT_EQ(unit_name("Quan Hóa").word, "");
  EXPECT_EQ(unit_name("quan 3").word, "urban_district");
  EXPECT_EQ(unit_name("Quận Hóa").word, "urban_district");
  EXPECT_EQ(unit_name("Phú Nhuận").word, "");
  EXPECT_EQ(unit_name("Phường").word, "");
}

const std::vector<std::string> kCandidates = {
    "Phường 1",          // 0
    "Phường 13",         // 1
    "Phường 15",         // 2
    "Phường Tân Tạo",    // 3
    "Phường Tân Tạo A",  // 4
    "Phường Tân Định",   // 5
    "Quận 1",            // 6
    "Huyện Củ Chi",      // 7
    "Thị trấn Củ Chi",   // 8
    "Thành phố Sa Đéc",  // 9
    "Huyện Quan Hóa",    // 10
    "Phường Bến Nghé",   // 11
    "Thôn Phú Lợi 2",    // 12
};

struct Row {
  std::string query;
  std::vector<NameMatch> matches;
};

TEST(NameMatch, CertainOrProposed) {
  using enum Certainty;
  using enum NameDifference;
  const std::vector<Row> rows = {
      {"Phường 1", {{0, Exact, None, 0}}},
      {"P.01", {{0, Equivalent, None, 0}}},
      {"phuong 13", {{1, Equivalent, None, 0}}},
      {"Phường 14", {}},
      {"1", {{0, Likely, KindLeftOut, 0}, {6, Likely, KindLeftOut, 0}}},
      {"Củ Chi", {{7, Likely, KindLeftOut, 0}, {8, Likely, KindLeftOut, 0}}},
      {"Xã Củ Chi", {{7, Likely, OtherKind, 0}, {8, Likely, OtherKind, 0}}},
      {"phuong tan tao", {{3, Likely, MarksLeftOut, 2}}},
      {"Phường Tân Tảo", {{3, Likely, OtherMarks, 1}}},
      {"TP. Sa Dec", {{9, Likely, MarksLeftOut, 2}}},
      {"quan hoa", {{10, Likely, KindLeftOut, 6}}},
      {"Phường Bến Nghé", {{11, Exact, None, 0}}},
      {"Phường Bến Ngé", {{11, Likely, Slip, 1}}},
      {"Phường Bến Thành", {}},
      {"Thon Phu Loi 02", {{12, Likely, MarksLeftOut, 4}}},
      {"Thôn Phú Lơi 2", {{12, Likely, OtherMarks, 1}}},
      {"Thôn Phú Lợi 3", {}},
      {"Thôn Phú Lợi 12", {}},
      {"", {}},
      {" , ", {}},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(match_names(row.query, kCandidates), row.matches) << row.query;
  }
}

TEST(NameMatch, OnlyOneCertainCandidateIsTaken) {
  EXPECT_EQ(certain_match(match_names("P1", kCandidates)), 0u);
  EXPECT_EQ(certain_match(match_names("Củ Chi", kCandidates)), std::nullopt);
  EXPECT_EQ(certain_match(match_names("Sa Dec", kCandidates)), std::nullopt);
  EXPECT_EQ(certain_match(match_names("P.5", {"Phường 5", "Phường 05"})), std::nullopt);
  EXPECT_EQ(certain_match(match_names("Phường 5", {"Phường 5", "Phường 05"})), 0u);
  EXPECT_EQ(certain_match(match_names("Phường 5", {"Phường 5", "Phường 5"})), std::nullopt);
  EXPECT_EQ(certain_match({}), std::nullopt);
}

// The public unit lists, read by tests only.
struct Unit {
  std::string name;
  std::string parent;
};
using Units = std::map<std::string, Unit>;

std::optional<Units> units_of(const std::string& file) {
  std::ifstream in(std::string(EXEMPLAR_ROOT) + "/../shared/facts/" + file);
  if (!in) return std::nullopt;
  Units units;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    if (line.ends_with('\r')) line.pop_back();
    const auto fields = split(line, ',');
    if (fields.size() == 4)
      units[std::string(fields[0])] = {std::string(fields[1]), std::string(fields[3])};
  }
  return units;
}

bool is_under(const Units& units, std::string code, const std::string& root) {
  while (!code.empty() && code != root) {
    const auto found = units.find(code);
    code = found == units.end() ? "" : found->second.parent;
  }
  return code == root;
}

TEST(NameMatchFacts, OfSeventyOneChangesInTheCityFiftySixAreWriting) {
  const auto before = units_of("units-2024-02-01.csv");
  const auto after = units_of("units-2025-03-01.csv");
  if (!before || !after) GTEST_SKIP() << "the public unit lists are not here";
  int writing = 0;
  int other = 0;
  for (const auto& [code, unit] : *before) {
    const auto now = after->find(code);
    if (now == after->end() || now->second.name == unit.name || !is_under(*before, code, "79")) {
      continue;
    }
    (same_name_in_other_writing(unit.name, now->second.name) ? writing : other) += 1;
  }
  EXPECT_EQ(writing, 56);
  EXPECT_EQ(other, 15);
}

TEST(NameMatchFacts, NoTwoSiblingsWithDifferentNamesAreTakenForOne) {
  int lists = 0;
  for (const char* file :
       {"units-2024-02-01.csv", "units-2025-03-01.csv", "units-2025-07-01.csv"}) {
    const auto units = units_of(file);
    if (!units) continue;
    ++lists;
    std::map<std::pair<std::string, std::string>, std::string> seen;
    for (const auto& [code, unit] : *units) {
      const auto [place, fresh] = seen.insert({{unit.parent, unit_name(unit.name).key}, unit.name});
      EXPECT_TRUE(fresh || place->second == unit.name)
          << file << ": " << unit.name << " and " << place->second;
    }
  }
  if (lists == 0) GTEST_SKIP() << "the public unit lists are not here";
}

TEST(NameMatchFacts, EveryUnitOfTheCityIsFoundByItsOwnNameAndByAbbreviation) {
  const auto units = units_of("units-2024-02-01.csv");
  if (!units) GTEST_SKIP() << "the public unit lists are not here";
  std::map<std::string, std::vector<std::string>> children;
  for (const auto& [code, unit] : *units) {
    if (is_under(*units, code, "79")) children[unit.parent].push_back(unit.name);
  }
  int asked = 0;
  for (const auto& [parent, names] : children) {
    const NameMatcher matcher(names);
    for (size_t i = 0; i < names.size(); ++i) {
      ASSERT_EQ(certain_match(matcher.match(names[i])), i) << names[i];
      std::string shortened = names[i];
      if (shortened.starts_with("Phường "))
        shortened = "P." + shortened.substr(std::string("Phường ").size());
      if (shortened.starts_with("Xã "))
        shortened = "X. " + shortened.substr(std::string("Xã ").size());
      ASSERT_EQ(certain_match(matcher.match(shortened)), i) << shortened;
      ++asked;
    }
  }
  EXPECT_EQ(asked, 335);  // the city, 22 districts, 312 communes, townships and wards
}

}  // namespace
