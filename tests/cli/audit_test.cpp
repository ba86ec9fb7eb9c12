// audit verify: what it says of a log and its checkpoints, in both languages and for machines.
#include <unistd.h>

#include <boost/json.hpp>

#include "cli/run_exemplar.hpp"
#include "programme/audit/audit_file.hpp"

namespace exemplar::tests {

namespace {

class AuditVerify : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / fmt::format("exemplar-audit-{}", getpid());
    std::filesystem::create_directories(folder_);
    programme::AuditHead head;
    for (uint64_t i = 1; i <= 5; ++i) {
      auto next = programme::next_entry(
          head,
          {i, 1'705'366'800'000'000 + static_cast<int64_t>(i) * 60'000'000, "account-1",
           "value.saved", "unit/w26734", fmt::format("{{\"value\":{}}}", i)},
          [](std::span<uint8_t> to) { std::fill(to.begin(), to.end(), uint8_t{7}); });
      head = programme::head_at(next.entry);
      log_.push_back(std::move(next));
    }
    write("log.jsonl", exported());
    write("c.jsonl", line_of(checkpoint(3)) + "\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string exported() const {
    std::string text;
    programme::AuditFileWriter writer([&](std::string_view bytes) { text += bytes; }, "hcmc");
    for (const auto& one : log_) writer.write(one.entry, &one.payload);
    return text;
  }
  programme::Checkpoint checkpoint(size_t number, uint8_t seed = 1) const {
    return programme::make_checkpoint(programme::head_at(log_[number - 1].entry),
                                      1'705'453'200'000'000, key(seed));
  }
  static programme::SigningKey key(uint8_t seed) {
    std::array<uint8_t, 32> bytes{};
    bytes.fill(seed);
    return programme::signing_key(bytes);
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  Said verify(std::vector<std::string> more, bool english = true) const {
    std::vector<std::string> line = {"audit", "verify", path("log.jsonl")};
    line.insert(line.end(), more.begin(), more.end());
    if (english) line.emplace_back("--lang=en");
    return run_exemplar(line);
  }
  static void expect(const Said& said, int code, const std::vector<std::string>& words) {
    EXPECT_EQ(said.code, code) << said.err;
    for (const std::string& word : words) {
      EXPECT_NE(said.out.find(word), std::string::npos) << word << "\n" << said.out << said.err;
    }
  }

  std::filesystem::path folder_;
  std::vector<programme::AppendedAudit> log_;
};

TEST_F(AuditVerify, SaysWhatIsCoveredAndWhatIsNot) {
  const Said said = verify({"--checkpoint", path("c.jsonl")});
  expect(said, 0,
         {"the log of hcmc, as its first line says",
          "5 entries, from 16 Jan 2024 01:01:00 UTC to 16 Jan 2024 01:05:00 UTC",
          "covered up to entry 3 by the checkpoint of 17 Jan 2024 01:00:00 UTC (" +
              path("c.jsonl") + ":1)",
          "2 entries are younger and not covered",
          "the key is the checkpoint's own: " + programme::hex(key(1).public_key),
          "nothing was altered"});
}

TEST_F(AuditVerify, SaysItInVietnamese) {
  const Said said = verify({"--checkpoint", path("c.jsonl")}, false);
  expect(said, 0,
         {"5 mục, từ 16/01/2024 01:01:00 UTC", "được bảo đảm đến mục 3", "không có gì bị sửa"});
}

TEST_F(AuditVerify, WithoutACheckpointItSaysWhatCannotBeSeen) {
  expect(verify({}), 0, {"no checkpoint was given", "cannot be seen"});
}

TEST_F(AuditVerify, TheKeyToTrustDecides) {
  const std::string good = programme::hex(key(1).public_key);
  const std::string other = programme::hex(key(2).public_key);
  expect(verify({"--checkpoint", path("c.jsonl"), "--key", good}), 0,
         {"signed with the key to trust", "covered up to entry 3"});
  expect(verify({"--checkpoint", path("c.jsonl"), "--key", other}), 1,
         {path("c.jsonl") + ":1: the checkpoint of entry 3 is signed with another key",
          "no checkpoint given fits this log"});
}

TEST_F(AuditVerify, SeveralCheckpointsAreTakenEachFromItsFile) {
  write("d.jsonl", line_of(checkpoint(5)) + "\n");
  const Said said = verify({"--checkpoint", path("d.jsonl"), "--checkpoint", path("c.jsonl")});
  expect(said, 0, {"covered up to entry 5", path("d.jsonl") + ":1", "nothing in it is younger"});
}

TEST_F(AuditVerify, FindsAtItsLine) {
  std::string text = exported();
  text.replace(text.find("account-1", text.find("\"number\":4")), 9, "account-2");
  write("log.jsonl", text);
  expect(verify({}), 1,
         {path("log.jsonl") + ":5: entry 4: its hash does not fit its content", "findings: 1"});
  expect(verify({"--format", "csv"}), 1,
         {"file,line,column,entry,until,code,what", "log.jsonl,5,,4,4,hash_differs,"});
}

TEST_F(AuditVerify, ACutTailIsFoundWithACheckpointAlone) {
  write("c.jsonl", line_of(checkpoint(5)) + "\n");
  log_.resize(3);
  write("log.jsonl", exported());
  expect(verify({}), 0, {"3 entries"});
  expect(verify({"--checkpoint", path("c.jsonl")}), 1,
         {path("c.jsonl") + ":1: entry 4–5: cut off at the end"});
}

TEST_F(AuditVerify, ForMachinesTheSame) {
  log_.erase(log_.begin() + 1);
  write("log.jsonl", exported());
  const Said said = verify({"--checkpoint", path("c.jsonl"), "--format", "json"});
  EXPECT_EQ(said.code, 1);
  const auto json = boost::json::parse(said.out).as_object();
  EXPECT_EQ(json.at("office"), "hcmc");
  EXPECT_EQ(json.at("entries"), 4);
  EXPECT_EQ(json.at("covered_to"), 3);
  EXPECT_EQ(json.at("not_covered"), 2);
  EXPECT_EQ(json.at("key_is_the_checkpoints_own"), true);
  EXPECT_EQ(json.at("findings_total"), 1);
  const auto& finding = json.at("findings").at(0).as_object();
  EXPECT_EQ(finding.at("code"), "number_missing");
  EXPECT_EQ(finding.at("entry"), 2);
  EXPECT_EQ(finding.at("line"), 3);
}

TEST_F(AuditVerify, DeletedPayloadsAreCounted) {
  std::string text;
  programme::AuditFileWriter writer([&](std::string_view bytes) { text += bytes; }, "hcmc");
  for (const auto& one : log_) writer.write(one.entry, nullptr);
  write("log.jsonl", text);
  expect(
      verify({}), 0,
      {"5 payloads are not there: deleted, or left out of the file; the chain holds without them"});
}

TEST_F(AuditVerify, AnUnreadableCheckpointIsAFinding) {
  std::string line = line_of(checkpoint(3));
  write("c.jsonl", line + "\n" + line.substr(0, 50) + "\n");
  expect(verify({"--checkpoint", path("c.jsonl")}), 1,
         {"covered up to entry 3", path("c.jsonl") + ":2:1: this line cannot be read"});
}

TEST_F(AuditVerify, RefusesWhatItCannotOpen) {
  write("empty", "");
  const std::vector<std::pair<std::vector<std::string>, int>> table = {
      {{"audit", "verify", path("nothing")}, 1},
      {{"audit", "verify", folder_.string()}, 1},
      {{"audit", "verify", path("log.jsonl"), "--checkpoint", path("nothing")}, 1},
      {{"audit", "verify", path("log.jsonl"), "--checkpoint", path("empty")}, 1},
      {{"audit", "verify", path("log.jsonl"), "--key", "12"}, 2},
      {{"audit", "verify"}, 2},
      {{"audit", "read", path("log.jsonl")}, 2},
  };
  for (const auto& [line, code] : table) {
    const Said said = run_exemplar(line);
    EXPECT_EQ(said.code, code) << said.err;
    EXPECT_EQ(said.out, "");
    EXPECT_EQ(std::count(said.err.begin(), said.err.end(), '\n'), 1) << said.err;
  }
}

// Whatever the file holds, it is looked at: an empty one is a finding, not a refusal.
TEST_F(AuditVerify, AnEmptyFileIsAFinding) {
  write("log.jsonl", "");
  expect(verify({}), 1, {"log.jsonl:1: this line cannot be read: the file is empty"});
}

}  // namespace

}  // namespace exemplar::tests
