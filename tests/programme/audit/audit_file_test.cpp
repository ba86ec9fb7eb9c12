// The exported file: every byte of it counts, any bytes are read, and its length costs no memory.
#include "programme/audit/audit_file.hpp"

#include <sys/resource.h>

#include "programme/audit/small_log.hpp"

namespace exemplar::programme::tests {

namespace {

struct Unreadable {
  const char* what;
  std::string text;
  const char* first;  // the first problem, as people read it
};

std::string first_problem(std::string_view text) {
  AuditFileReader reader(tables::bytes_of_text(text), "log.jsonl");
  while (auto line = reader.next()) {
    if (!line->entry) return to_string(line->problem, Language::English);
  }
  return {};
}

std::string replaced(std::string text, std::string_view old, std::string_view with) {
  const size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return at == std::string::npos ? text : text.replace(at, old.size(), with);
}

// The highest so far of the whole process: ctest gives each test its own.
long memory_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

TEST(AuditFile, IsReadAsItWasWritten) {
  const auto log = log_of(5);
  std::string text;
  AuditFileWriter writer([&](std::string_view bytes) { text += bytes; }, "Sở \"1\"");
  for (const AppendedAudit& one : log) {
    writer.write(one.entry, one.entry.number == 3 ? nullptr : &one.payload);
  }
  AuditFileReader reader(tables::bytes_of_text(text), "log.jsonl");
  for (const AppendedAudit& one : log) {
    const auto line = reader.next();
    ASSERT_TRUE(line && line->entry);
    EXPECT_EQ(reader.office(), "Sở \"1\"");
    EXPECT_EQ(*line->entry, one.entry);
    EXPECT_EQ(line->line, static_cast<int64_t>(one.entry.number) + 1);
    EXPECT_EQ(line->payload.has_value(), one.entry.number != 3);
    if (line->payload) {
      EXPECT_EQ(*line->payload, one.payload);
    }
  }
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.next());
}

// The form that others read: docs/audit.md shows the same.
TEST(AuditFile, TheFirstLinesAreThese) {
  const std::string text = file_of(log_of(1));
  EXPECT_EQ(
      text,
      "{\"format\":\"exemplar-audit\",\"version\":1,\"office\":\"hcmc\"}\n"
      "{\"number\":1,\"revision\":10,\"at\":\"2024-01-16T01:00:01.500001Z\",\"actor\":"
      "\"account-1\",\"action\":\"value.saved\",\"subject\":\"unit/w26001\",\"payload_hash\":\"" +
          hex(log_of(1)[0].entry.payload_hash) + "\",\"previous\":\"" + std::string(64, '0') +
          "\",\"hash\":\"" + hex(log_of(1)[0].entry.hash) +
          "\",\"salt\":\"01010101010101010101010101010101\",\"payload\":"
          "\"{\\\"value\\\": 1, \\\"note\\\": \\\"Phường \\\\\\\"1\\\\\\\"\\\"}\\n\"}\n");
}

// Every byte of every entry's line, its line end included, in each of its eight bits.
TEST(AuditFile, EveryAlteredByteIsFound) {
  const std::string text = file_of(log_of(4));
  ASSERT_TRUE(verdict_on(text).clean());
  const size_t header = text.find('\n') + 1;
  for (size_t at = header; at < text.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string altered = text;
      altered[at] = static_cast<char>(altered[at] ^ (1 << bit));
      const AuditVerdict verdict = verdict_on(altered);
      ASSERT_FALSE(verdict.clean()) << "byte " << at << " bit " << bit << ": " << altered;
      ASSERT_GT(verdict.findings[0].line, 1);
    }
  }
}

TEST(AuditFile, EveryByteTakenOutOrPutInIsFound) {
  const std::string text = file_of(log_of(3));
  const size_t header = text.find('\n') + 1;
  for (size_t at = header; at < text.size(); ++at) {
    EXPECT_FALSE(verdict_on(std::string(text).erase(at, 1)).clean()) << at;
    for (const char more : {' ', '0', '\n', '\r', '\\', ',', '\0', '\xff'}) {
      EXPECT_FALSE(verdict_on(std::string(text).insert(at, 1, more)).clean()) << at << more;
    }
  }
}

// A cut within a line is found; a cut between lines only with a checkpoint.
TEST(AuditFile, EveryCutIsFoundWithACheckpoint) {
  const auto log = log_of(3);
  const std::string text = file_of(log);
  for (size_t length = 0; length < text.size(); ++length) {
    const std::string_view cut = std::string_view(text).substr(0, length);
    const bool between_lines = length > 0 && cut.back() == '\n';
    EXPECT_EQ(verdict_on(cut).clean(), between_lines) << length;
    EXPECT_FALSE(verdict_on(cut, {checkpoint_of(log[2])}).clean()) << length;
  }
}

TEST(AuditFile, SaysWhereALineCannotBeRead) {
  const std::string text = file_of(log_of(3));
  const auto line_2 = [&](std::string_view old, std::string_view with) {
    return replaced(text, old, with);
  };
  const std::string ask = "; no line may be altered after the export; ask for the file once more";
  const std::vector<Unreadable> table = {
      {"empty", "", "log.jsonl:1: the file is empty"},
      {"no line end", text.substr(0, text.size() - 1),
       "log.jsonl:4: the file ends in the middle of this line"},
      {"another format", replaced(text, "exemplar-audit", "other"),
       R"(log.jsonl:1:1: here should stand {"format":"exemplar-audit","version":1,"office":)"},
      {"a later version", replaced(text, "version\":1", "version\":2"),
       R"(log.jsonl:1:1: here should stand {"format":"exemplar-audit","version":1,"office":)"},
      {"a blank line", replaced(text, "\n", "\n\n"),
       R"(log.jsonl:2:1: here should stand {"number":)"},
      {"a leading zero", line_2(":1,\"rev", ":01,\"rev"),
       "log.jsonl:2:11: here should stand a whole number without leading zeros"},
      {"a number beyond 64 bits", line_2(":1,\"rev", ":18446744073709551616,\"rev"),
       "log.jsonl:2:11: this number is too large"},
      {"a negative number", line_2(":1,\"rev", ":-1,\"rev"),
       "log.jsonl:2:11: here should stand a whole number without leading zeros"},
      {"a day that is not", line_2("2024-01-16", "2024-02-30"),
       "log.jsonl:2:32: here should stand an instant like \"2024-01-16T01:00:00.000000Z\""},
      {"an escape that is not needed", line_2("value.saved", "\\u0076alue.saved"),
       "log.jsonl:2:92: here should stand a text in quotation marks, in UTF-8, with no escapes "
       "but those that are needed"},
      {"an escape that has a shorter one", line_2("}\\n\"}", "}\\u000a\"}"),
       "log.jsonl:2:462: here should stand a text in quotation marks, in UTF-8, with no escapes "
       "but those that are needed"},
      {"a byte that is not UTF-8", line_2("value.saved", "giá trị\xff"),
       "log.jsonl:2:99: here should stand a text in quotation marks, in UTF-8, with no escapes "
       "but those that are needed"},
      {"an upper-case digit", line_2("0000\",\"hash", "000A\",\"hash"),
       "log.jsonl:2:222: here should stand 64 hexadecimal digits (0–9, a–f) in quotation marks"},
      {"more behind the end", line_2("}\n{\"number\":2", "} \n{\"number\":2"), nullptr},
      {"a word too long", line_2("value.saved", std::string(1'001, 'x')),
       "log.jsonl:2:91: this text is longer than 1000 bytes"},
  };
  for (const Unreadable& one : table) {
    const std::string said = first_problem(one.text);
    if (one.first == nullptr) {
      EXPECT_NE(said.find("here the line should end"), std::string::npos) << said;
    } else {
      EXPECT_EQ(said, one.first + ask) << one.what;
    }
    EXPECT_FALSE(verdict_on(one.text).clean()) << one.what;
  }
}

TEST(AuditFile, GoesOnBehindALineThatCannotBeRead) {
  std::string text = file_of(log_of(5));
  text = replaced(text, "{\"number\":3", "{\"nimber\":3");
  EXPECT_EQ(shown(verdict_on(text)), "unreadable 0");
  EXPECT_EQ(verdict_on(text).entries, 4u);
}

TEST(AuditFile, AnOverlongLineIsRefusedInBoundedMemory) {
  const std::string head = file_of({});
  size_t left = kAuditLineBytesMax * 10;
  const auto before = memory_kib();
  bool first = true;
  const tables::ByteSource source = [&](char* to, size_t most) -> size_t {
    if (first) {
      first = false;
      std::copy(head.begin(), head.end(), to);
      return head.size();
    }
    const size_t count = std::min(most, left);
    std::fill_n(to, count, 'x');
    left -= count;
    return count;
  };
  AuditFileReader reader(source, "log.jsonl");
  const auto line = reader.next();
  ASSERT_TRUE(line && !line->entry);
  EXPECT_EQ(to_string(line->problem, Language::English).substr(0, 26),
            "log.jsonl:2: this line is ");
  EXPECT_FALSE(reader.next());
  EXPECT_LT(memory_kib() - before, static_cast<long>(kAuditLineBytesMax / 1024 * 4));
}

TEST(AuditFile, TheLongestEntryIsRead) {
  AuditEvent event = event_of(1);
  event.actor = event.action = event.subject = std::string(kAuditWordBytesMax, '\x01');
  event.payload = std::string(kAuditPayloadBytesMax, '\x1f');
  const AppendedAudit one = next_entry({}, event, counting_random());
  EXPECT_LE(line_of(one.entry, &one.payload).size(), kAuditLineBytesMax);
  EXPECT_TRUE(verdict_on(file_of({one})).clean());
}

TEST(AuditFile, AFailingSourceIsToldOnce) {
  const std::string text = file_of(log_of(2));
  bool given = false;
  AuditFileReader reader(
      [&](char* to, size_t) -> size_t {
        if (given) return tables::kReadFailed;
        given = true;
        std::copy(text.begin(), text.end(), to);
        return text.size();
      },
      "log.jsonl");
  EXPECT_TRUE(reader.next()->entry);
  EXPECT_TRUE(reader.next()->entry);
  const auto failed = reader.next();
  ASSERT_TRUE(failed && !failed->entry);
  EXPECT_FALSE(reader.next());
}

// Any bytes end in a verdict.
TEST(AuditFile, RandomBytesAreReadWithoutACrash) {
  std::mt19937 random(1);
  const std::string text = file_of(log_of(3));
  for (int round = 0; round < 2'000; ++round) {
    std::string altered = text;
    for (int changes = 1 + static_cast<int>(random() % 8); changes > 0; --changes) {
      const size_t at = random() % altered.size();
      switch (random() % 3) {
        case 0:
          altered[at] = static_cast<char>(random());
          break;
        case 1:
          altered.erase(at, random() % 40);
          break;
        default:
          altered.insert(at, text, random() % text.size(), random() % 400);
      }
      if (altered.empty()) altered = "\n";
    }
    const size_t header = text.find('\n') + 1;
    if (altered.substr(0, header) == text.substr(0, header) && altered != text) {
      const AuditVerdict verdict = verdict_on(altered);
      EXPECT_EQ(verdict.clean(), text.starts_with(altered) && altered.back() == '\n') << altered;
    } else {
      verdict_on(altered);
    }
  }
}

// Made and read a piece at a time: neither the maker nor the verifier holds the log.
TEST(AuditFile, AHundredThousandEntriesInASmallMemory) {
  constexpr uint64_t kEntries = 100'000;
  const FillRandom random = counting_random();
  AuditHead head;
  std::string pending = file_of({});
  size_t offset = 0;
  uint64_t bytes = 0;
  const tables::ByteSource source = [&](char* to, size_t most) -> size_t {
    if (offset == pending.size()) {
      if (head.number == kEntries) return 0;
      const AppendedAudit next = next_entry(head, event_of(head.number + 1), random);
      head = head_at(next.entry);
      pending = line_of(next.entry, &next.payload) + "\n";
      offset = 0;
    }
    const size_t count = std::min(most, pending.size() - offset);
    std::copy_n(pending.data() + offset, count, to);
    offset += count;
    bytes += count;
    return count;
  };
  AuditFileReader reader(source, "log.jsonl");
  const auto before = memory_kib();
  const AuditVerdict verdict = verify(reader, AuditVerifier());
  EXPECT_TRUE(verdict.clean()) << shown(verdict);
  EXPECT_EQ(verdict.entries, kEntries);
  EXPECT_EQ(verdict.newest, kEntries);
  EXPECT_GT(bytes, 45'000'000u);
  EXPECT_LT(memory_kib() - before, 10'000);
}

}  // namespace exemplar::programme::tests
