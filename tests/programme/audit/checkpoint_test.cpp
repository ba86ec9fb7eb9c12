// The line of a checkpoint: written in one way, read only in that way.
#include "programme/audit/checkpoint.hpp"

#include "programme/audit/small_log.hpp"

namespace exemplar::programme::tests {

namespace {

Checkpoint third() {
  return checkpoint_of(log_of(3)[2]);
}

}  // namespace

TEST(Checkpoint, IsReadAsItIsWritten) {
  const Checkpoint one = third();
  const CheckpointLine read = parse_checkpoint(line_of(one), {"c.jsonl", 1, 0});
  EXPECT_FALSE(read.problem);
  EXPECT_EQ(read.checkpoint, one);
  EXPECT_TRUE(signature_holds(read.checkpoint));
}

TEST(Checkpoint, EveryAlteredByteIsRefusedOrItsSignatureFails) {
  const std::string line = line_of(third());
  for (size_t at = 0; at < line.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string altered = line;
      altered[at] = static_cast<char>(altered[at] ^ (1 << bit));
      const CheckpointLine read = parse_checkpoint(altered, {"c.jsonl", 1, 0});
      EXPECT_TRUE(read.problem || !signature_holds(read.checkpoint)) << altered;
    }
  }
}

TEST(Checkpoint, SaysWhereItCannotBeRead) {
  const std::string line = line_of(third());
  const CheckpointLine cut = parse_checkpoint(line.substr(0, 90), {"c.jsonl", 4, 0});
  ASSERT_TRUE(cut.problem);
  EXPECT_EQ(to_string(*cut.problem, Language::English),
            "c.jsonl:4:83: here should stand 64 hexadecimal digits (0–9, a–f) in quotation marks; "
            "give the checkpoint's line exactly as the office handed it out");
  std::string zeroth = line;
  zeroth.replace(zeroth.find("\"number\":3"), 10, "\"number\":0");
  const CheckpointLine none = parse_checkpoint(zeroth, {"c.jsonl", 4, 0});
  ASSERT_TRUE(none.problem);
  EXPECT_NE(to_string(*none.problem, Language::English).find("count from 1"), std::string::npos);
}

TEST(Checkpoint, AFileHoldsOneALine) {
  const std::string line = line_of(third());
  const CheckpointFile read =
      parse_checkpoints("\r\n" + line + "\r\nx\n\n  " + line + "  ", "c.jsonl");
  EXPECT_EQ(read.checkpoints.size(), 2u);
  EXPECT_EQ(read.lines, (std::vector<int>{2, 5}));
  ASSERT_EQ(read.problems.size(), 1u);
  EXPECT_EQ(read.problems.list()[0].place, (Place{"c.jsonl", 3, 1}));
}

TEST(Checkpoint, IsMadeOfAnEntryAlone) {
  EXPECT_THROW(make_checkpoint({}, 0, test_key()), std::invalid_argument);
  EXPECT_THROW(make_checkpoint({1, 1, {}}, kLastInstant + 1, test_key()), std::invalid_argument);
}

TEST(PublicKey, IsReadAsPeopleTypeIt) {
  const PublicKey key = test_key().public_key;
  std::string upper = hex(key);
  for (char& c : upper) c = static_cast<char>(toupper(c));
  EXPECT_EQ(*read_public_key(hex(key)), key);
  EXPECT_EQ(*read_public_key(upper), key);
  for (const std::string& wrong : {std::string(), std::string("abc"), hex(key) + "0",
                                   std::string(64, 'g'), " " + hex(key).substr(1)}) {
    EXPECT_FALSE(read_public_key(wrong)) << wrong;
  }
}

}  // namespace exemplar::programme::tests
