// Reading what was written is the identity, for offices and packs made at random; and whatever is
// wrong in a pack spoilt at random has its line and column.
//
// EXEMPLAR_ALL=1 in the environment tries far more of them.
#include <algorithm>

#include "programme/pack/check.hpp"
#include "random/seed.hpp"
#include "random_office.hpp"

namespace exemplar::programme {
namespace {

size_t times(size_t few) {
  return std::getenv("EXEMPLAR_ALL") != nullptr ? 20 * few : few;
}

std::string told(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    if (problem.severity == Severity::Error) text += to_string(problem, Language::English) + "\n";
  }
  return text;
}

PackFiles::Content content_of(const std::string& folder) {
  Problems problems;
  const PackFiles files = PackFiles::in_folder(EXEMPLAR_ROOT + folder, problems);
  PackFiles::Content content;
  for (const std::string& name : files.names()) content[name] = *files.text(name);
  return content;
}

// Written and read again: the same office, and the same files when it is written once more.
void expect_round_trip(const Office& office) {
  const auto written = pack_content(office);
  ASSERT_TRUE(written) << render(written.refusal().what, Language::English);
  const PackReading again = read_pack(PackFiles::in_memory(*written));
  ASSERT_EQ(told(again.problems), "");
  EXPECT_TRUE(same_office(office, again.office));
  const auto once_more = pack_content(again.office);
  ASSERT_TRUE(once_more);
  EXPECT_TRUE(*written == *once_more);
}

void expect_placed(const Problems& problems, const PackFiles::Content& content) {
  for (const Problem& problem : problems) {
    if (!content.contains(problem.place.file) || problem.code == "unknown_file") continue;
    EXPECT_GT(problem.place.line, 0) << to_string(problem, Language::English);
    EXPECT_GT(problem.place.column, 0) << to_string(problem, Language::English);
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  return lines;
}

// With a few of its values: thousands of them only take time.
PackFiles::Content shortened(PackFiles::Content content) {
  constexpr size_t kLines = 40;
  for (auto& [name, text] : content) {
    if (kind_of_file(name) != PackFileKind::Values) continue;
    const std::vector<std::string> lines = lines_of(text);
    text.clear();
    for (size_t i = 0; i < std::min(lines.size(), kLines); ++i) text += lines[i];
  }
  return content;
}

const PackFiles::Content::value_type& any_file(const PackFiles::Content& content, Chance& chance) {
  return *std::next(content.begin(), static_cast<std::ptrdiff_t>(chance.below(content.size())));
}

// One change of the kind that hands make: a line lost, doubled or moved, a piece of another line, a
// character, a file left out.
void spoil(PackFiles::Content& content, const PackFiles::Content& other, Chance& chance) {
  const std::string name = any_file(content, chance).first;
  std::string& text = content[name];
  std::vector<std::string> lines = lines_of(text);
  if (lines.empty()) return;
  const size_t at = chance.below(lines.size());
  const auto here = lines.begin() + static_cast<std::ptrdiff_t>(at);
  switch (chance.below(9)) {
    case 0:
      lines.erase(here);
      break;
    case 1:
      lines.insert(here, chance.of(lines));
      break;
    case 2:
      std::swap(lines[at], lines[chance.below(lines.size())]);
      break;
    case 3:
      lines[at] = lines[at].substr(0, lines[at].find(',')) + "\n";
      break;
    case 4:
      lines[at].insert(chance.below(lines[at].size()),
                       chance.of<std::string>({",", "\"", "\xFF", "-", "9", "ừ", "'", "[", " "}));
      break;
    case 5:
      lines[at].erase(chance.below(lines[at].size()), 1 + chance.below(4));
      break;
    case 6: {
      const std::vector<std::string> foreign = lines_of(any_file(other, chance).second);
      if (!foreign.empty()) lines[at] = chance.of(foreign);
      break;
    }
    case 7:
      if (chance.one_in(4)) content.erase(name);
      return;
    default:
      content[name] = any_file(other, chance).second;
      return;
  }
  text.clear();
  for (const std::string& line : lines) text += line;
}

TEST(RandomPacks, OfficesAreTheSameAfterWritingAndReading) {
  for (size_t seed = 0; seed < times(200); ++seed) {
    SCOPED_TRACE(seed);
    Chance chance(tests::moved_seed(seed));
    const PackReading reading = read_pack(PackFiles::in_memory(random_office(chance)));
    ASSERT_EQ(told(reading.problems), "");
    expect_round_trip(reading.office);
    if (testing::Test::HasFailure()) break;
  }
  tests::say_proof("packs: {} random offices written and read", times(200));
}

TEST(RandomPacks, ShippedPacksAreTheSameAfterWritingAndReading) {
  for (const std::string name : {"hcmc-ward-police", "human-development"}) {
    SCOPED_TRACE(name);
    const auto content = content_of("/packs/" + name);
    ASSERT_FALSE(content.empty());
    expect_round_trip(read_pack(PackFiles::in_memory(content)).office);
  }
}

TEST(RandomPacks, SpoiltPacksAreToldWithPlacesOrReadRight) {
  const std::vector<PackFiles::Content> packs = {
      content_of("/packs/human-development"), content_of("/packs/empty-template"),
      content_of("/tests/programme/pack/rich"), shortened(content_of("/packs/hcmc-ward-police"))};
  size_t sound = 0;
  size_t refused = 0;
  for (size_t seed = 0; seed < times(200); ++seed) {
    SCOPED_TRACE(seed);
    Chance chance(tests::moved_seed(1'000'000 + seed));
    const bool large = seed % 20 == 0;
    PackFiles::Content content = large              ? packs[3]
                                 : chance.one_in(3) ? random_office(chance)
                                                    : packs[chance.below(3)];
    const PackFiles::Content& other = packs[chance.below(3)];
    do {
      spoil(content, other, chance);
    } while (chance.one_in(3) && !content.empty());
    PackReading reading = read_pack(PackFiles::in_memory(content));
    expect_placed(reading.problems, content);
    if (reading.definitions_read) {
      Problems together;
      check_office(reading.office, together);
      expect_placed(together, content);
    }
    (reading.problems.has_errors() ? refused : sound) += 1;
    if (!reading.problems.has_errors()) expect_round_trip(reading.office);
    if (testing::Test::HasFailure()) break;
  }
  tests::say_proof("packs: {} spoilt ones, of which {} refused", times(200), refused);
  EXPECT_GT(sound, times(200) / 20);
  EXPECT_GT(refused, times(200) / 4);
}

}  // namespace
}  // namespace exemplar::programme
