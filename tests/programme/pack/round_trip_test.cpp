// Reading what was written gives the same office, for a pack that says everything a pack can say.
#include <sys/resource.h>

#include <csignal>

#include "programme/pack/pack.hpp"
#include "programme/pack/toml_document.hpp"

namespace exemplar::programme {
namespace {

namespace fs = std::filesystem;

const fs::path kRich = EXEMPLAR_ROOT "/tests/programme/pack/rich";

std::string told(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += to_string(problem, Language::English) + "\n";
  return text;
}

class EmptyFolder {
 public:
  EmptyFolder() : path_(fs::temp_directory_path() / "exemplar-pack-XXXXXX") {
    std::string pattern = path_.string();
    path_ = mkdtemp(pattern.data());
  }
  ~EmptyFolder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }
  size_t entries() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(path_), {}));
  }

 private:
  fs::path path_;
};

TEST(RoundTrip, TheRichPackIsWithoutProblem) {
  const PackReading reading = read_pack(kRich);
  EXPECT_EQ(told(reading.problems), "");
  EXPECT_EQ(reading.office.facts.all().size(), 23U);
  EXPECT_EQ(reading.office.decisions.size(), 4U);
  EXPECT_EQ(reading.office.definitions.documents.size(), 4U);
  EXPECT_EQ(reading.office.directives.size(), 5U);
  EXPECT_EQ(reading.office.obstacles.size(), 4U);
  EXPECT_TRUE(reading.office.synthetic());
}

TEST(RoundTrip, WrittenAndReadAgainIsTheSame) {
  const PackReading first = read_pack(kRich);
  EmptyFolder folder;
  const auto written = write_pack(first.office, folder.path() / "copy");
  ASSERT_TRUE(written) << render(written.refusal().what, Language::English);
  const PackReading second = read_pack(folder.path() / "copy");
  EXPECT_EQ(told(second.problems), "");
  EXPECT_TRUE(same_office(first.office, second.office));
  EXPECT_EQ(*pack_content(first.office), *pack_content(second.office));
  EXPECT_EQ(folder.entries(), 1U);
}

// A line of quotas.csv is a line of it again, both sides together; the order in which facts were
// recorded stays, so what was recorded after another figure goes to values/.
TEST(RoundTrip, FiguresOfAQuotaStayTogether) {
  Office office = read_pack(kRich).office;
  auto content = *pack_content(office);
  const auto lines = [](const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
  };
  EXPECT_EQ(lines(content["quotas.csv"]), 5);
  EXPECT_NE(content["quotas.csv"].find("cards,2022,w1,100,90,2023-01-05,2023-01-09,,register"),
            std::string::npos);
  EXPECT_EQ(content["values/values.csv"].find("cards_"), std::string::npos);

  std::vector<Fact> facts = office.facts.all();
  std::swap(facts.front().revision, facts.back().revision);  // the first is now the last
  office.facts = Facts(std::move(facts));
  content = *pack_content(office);
  EXPECT_FALSE(content.contains("quotas.csv"));
  EXPECT_TRUE(same_office(office, read_pack(PackFiles::in_memory(content)).office));
}

void collect_keys(const TomlNode& node, const std::string& path, std::set<std::string>& keys) {
  for (const TomlNode& item : node.items) collect_keys(item, path, keys);
  for (const TomlEntry& entry : node.entries) {
    keys.insert(path + "." + entry.key);
    collect_keys(entry.node, path + "." + entry.key, keys);
  }
}

std::set<std::string> keys_of(const PackFiles& files) {
  Problems problems;
  std::set<std::string> keys;
  for (const std::string& name : files.names()) {
    if (name.ends_with(".toml")) {
      collect_keys(*parse_toml(*files.text(name), name, problems), "", keys);
    }
  }
  return keys;
}

// Values that say what a missing key means are left out when written.
TEST(RoundTrip, NoKeyIsLostInWriting) {
  Problems problems;
  auto read = keys_of(PackFiles::in_folder(kRich, problems));
  read.erase(".indicator.classification");  // can only be "normal"
  const auto written = keys_of(PackFiles::in_memory(*pack_content(read_pack(kRich).office)));
  std::vector<std::string> lost;
  std::set_difference(read.begin(), read.end(), written.begin(), written.end(),
                      std::back_inserter(lost));
  EXPECT_EQ(lost, std::vector<std::string>{});
}

// What docs/pack.md shows is what the rich pack says: a key added to one is missed in the other.
TEST(RoundTrip, EveryKeyOfTheFormatReferenceIsTried) {
  std::ifstream file(EXEMPLAR_ROOT "/docs/pack.md");
  ASSERT_TRUE(file.is_open());
  Problems problems;
  std::set<std::string> tried;
  for (const std::string& key : keys_of(PackFiles::in_folder(kRich, problems))) {
    tried.insert(key.substr(key.rfind('.') + 1));
  }
  std::string line;
  bool in_toml = false;
  while (std::getline(file, line)) {
    if (line.starts_with("```")) in_toml = line == "```toml";
    const size_t equals = line.find(" = ");
    if (!in_toml || equals == line.npos || line.starts_with("#")) continue;
    EXPECT_TRUE(tried.contains(line.substr(0, equals))) << line;
  }
}

TEST(RoundTrip, ADifferenceAnywhereIsSeen) {
  const Office office = read_pack(kRich).office;
  const auto differs = [&](const std::function<void(Office&)>& change) {
    Office other = read_pack(kRich).office;
    change(other);
    return !same_office(office, other);
  };
  EXPECT_FALSE(differs([](Office&) {}));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.zone = "UTC"; }));
  EXPECT_TRUE(differs([](Office& o) { o.sources[1].synthetic = true; }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.calendars[1].week_starts = 2; }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.indicators[0].lever = Lever::Lower; }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.programmes[0].targets[1].share = {}; }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.programmes[0].sets[0].criteria.pop_back(); }));
  EXPECT_TRUE(differs([](Office& o) { o.decisions[2].note = "x"; }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.programmes[0].targets[0].replaced_by = {}; }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.programmes[0].targets[1].note.en = "x"; }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.programmes[0].targets[1].issuer.en = "x"; }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.programmes[0].targets[1].issuer.vi = "x"; }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.indicators[1].audits.clear(); }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.documents[1].note = "x"; }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.documents.pop_back(); }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.quotas[0].name.en = "x"; }));
  EXPECT_TRUE(
      differs([](Office& o) { o.definitions.programmes[0].sets[0].commendations.clear(); }));
  EXPECT_TRUE(differs([](Office& o) { o.directives[0].lead.pop_back(); }));
  EXPECT_TRUE(differs([](Office& o) { o.directives[2].state = DirectiveState::Accepted; }));
  EXPECT_TRUE(differs([](Office& o) { o.obstacles[0].cost_dong = 1; }));
  EXPECT_TRUE(differs([](Office& o) { o.obstacles[2].solved_on = std::nullopt; }));
  EXPECT_TRUE(differs([](Office& o) { o.definitions.units = {}; }));
  EXPECT_TRUE(differs([](Office& o) {
    std::vector<Fact> facts = o.facts.all();
    facts[3].verified_on = Date{20000};
    o.facts = Facts(std::move(facts));
  }));
  EXPECT_TRUE(differs([](Office& o) {
    std::vector<Fact> facts = o.facts.all();
    std::swap(facts[0].revision, facts[1].revision);
    o.facts = Facts(std::move(facts));
  }));
}

TEST(WritePack, NothingIsOverwritten) {
  const Office office = read_pack(kRich).office;
  EmptyFolder folder;
  std::ofstream(folder.path() / "mine.txt") << "mine";
  EXPECT_FALSE(write_pack(office, folder.path()));
  EXPECT_EQ(folder.entries(), 1U);
  EXPECT_FALSE(write_pack(office, folder.path() / "mine.txt"));
  EXPECT_FALSE(write_pack(office, folder.path() / "mine.txt" / "below"));
  EXPECT_FALSE(write_pack(office, folder.path() / "not" / "there"));
  EXPECT_EQ(folder.entries(), 1U);
}

TEST(WritePack, AnEmptyFolderIsTaken) {
  EmptyFolder folder;
  ASSERT_TRUE(write_pack(read_pack(kRich).office, folder.path() / ""));
  EXPECT_TRUE(fs::exists(folder.path() / "office.toml"));
}

// A disk that is full after so many bytes of a file, played by a limit on the size of files.
TEST(WritePack, AFailureMidwayLeavesNothing) {
  const Office office = read_pack(kRich).office;
  const auto content = *pack_content(office);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  size_t refused = 0;
  for (const size_t bytes : {1UL, 100UL, 500UL, 800UL, 1000UL}) {
    EmptyFolder folder;
    rlimit limit = before;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
    const auto written = write_pack(office, folder.path() / "copy");
    setrlimit(RLIMIT_FSIZE, &before);
    refused += written ? 0 : 1;
    EXPECT_EQ(folder.entries(), written ? 1U : 0U);
  }
  EXPECT_EQ(refused, 5U);
}

TEST(WritePack, IdsThatAreNoFileNamesAreRefused) {
  for (const std::string id : {"../out", "", "a/b", ".hidden", "Ward"}) {
    Office office = read_pack(kRich).office;
    office.definitions.programmes[0].id = id;
    EXPECT_FALSE(pack_content(office)) << id;
  }
  Office office = read_pack(kRich).office;
  office.definitions.programmes[0].sets[0].id = "../../set";
  EXPECT_FALSE(pack_content(office));
}

}  // namespace
}  // namespace exemplar::programme
