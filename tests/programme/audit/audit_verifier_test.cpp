// Entries taken out, repeated, moved, rewritten and cut off: what is found, and what cannot be.
#include "programme/audit/audit_verifier.hpp"

#include "programme/audit/small_log.hpp"

namespace exemplar::programme::tests {

namespace {

using Log = std::vector<AppendedAudit>;

// Hashes the entries from `first` (an index) on anew, as somebody would who can write the database.
void rehash(Log& log, size_t first) {
  for (size_t i = first; i < log.size(); ++i) {
    if (i > 0) log[i].entry.previous = log[i - 1].entry.hash;
    log[i].entry.hash = hash_of(log[i].entry);
  }
}

struct Case {
  const char* what;
  std::function<void(Log&)> change;
  const char* findings;
};

// Entries stand at their number less 1.
const std::vector<Case>& cases() {
  static const std::vector<Case> table = {
      {"nothing", [](Log&) {}, ""},
      {"one taken out", [](Log& l) { l.erase(l.begin() + 3); }, "number_missing 4"},
      {"several taken out", [](Log& l) { l.erase(l.begin() + 3, l.begin() + 6); },
       "number_missing 4-6"},
      {"the first taken out", [](Log& l) { l.erase(l.begin()); }, "number_missing 1"},
      {"one repeated", [](Log& l) { l.insert(l.begin() + 4, l[3]); }, "number_repeated 4"},
      {"the first repeated at the end", [](Log& l) { l.push_back(Log(l)[0]); },
       "number_repeated 1"},
      {"some taken out, a later one repeated",
       [](Log& l) {
         l.push_back(Log(l)[7]);
         l.erase(l.begin() + 2, l.begin() + 4);
       },
       "number_missing 3-4, number_repeated 8"},
      {"two swapped", [](Log& l) { std::swap(l[3], l[4]); }, "number_out_of_order 4"},
      {"one moved far", [](Log& l) { std::rotate(l.begin() + 1, l.begin() + 2, l.end()); },
       "number_out_of_order 2"},
      {"the numbers closed up behind one taken out",
       [](Log& l) {
         l.erase(l.begin() + 3);
         for (size_t i = 3; i < l.size(); ++i) l[i].entry.number = l[i].payload.number = i + 1;
         for (size_t i = 3; i < l.size(); ++i) l[i].entry.hash = hash_of(l[i].entry);
       },
       "previous_differs 4, previous_differs 5, previous_differs 6, previous_differs 7, "
       "previous_differs 8, previous_differs 9"},
      {"a revision below the one before",
       [](Log& l) {
         l[5].entry.revision = 3;
         rehash(l, 5);
       },
       "revision_falls 6"},
      {"a clock set back",
       [](Log& l) {
         l[5].entry.at = 0;
         rehash(l, 5);
       },
       ""},
      {"the actor altered", [](Log& l) { l[5].entry.actor = "somebody"; }, "hash_differs 6"},
      {"the actor altered, its hash made anew",
       [](Log& l) {
         l[5].entry.actor = "somebody";
         l[5].entry.hash = hash_of(l[5].entry);
       },
       "previous_differs 7"},
      {"the number altered", [](Log& l) { l[5].entry.number = 3; }, "hash_differs 3"},
      {"the number altered to a later one", [](Log& l) { l[5].entry.number = 9; },
       "hash_differs 9"},
      {"the number altered to none", [](Log& l) { l[5].entry.number = 0; }, "hash_differs 0"},
      {"the greatest number", [](Log& l) { l[9].entry.number = UINT64_MAX; },
       "hash_differs 18446744073709551615"},
      {"the hash altered", [](Log& l) { l[5].entry.hash[7] ^= 1; },
       "hash_differs 6, previous_differs 7"},
      {"the payload replaced", [](Log& l) { l[5].payload.text = "{\"value\": 0}"; },
       "payload_differs 6"},
      {"another salt", [](Log& l) { l[5].payload.salt[0] ^= 1; }, "payload_differs 6"},
      {"two payloads swapped", [](Log& l) { std::swap(l[5].payload, l[6].payload); },
       "payload_differs 6, payload_differs 7"},
      {"the payload of another entry with its number",
       [](Log& l) {
         l[5].payload = l[6].payload;
         l[5].payload.number = 6;
       },
       "payload_differs 6"},
      {"an earlier end", [](Log& l) { l.resize(6); }, ""},
      {"everything rewritten",
       [](Log& l) {
         l[0].entry.actor = "nobody";
         rehash(l, 0);
       },
       ""},
  };
  return table;
}

AuditVerdict verdict_on_log(const Log& log, std::vector<Checkpoint> checkpoints = {},
                            const std::vector<PublicKey>& trusted = {}) {
  AuditVerifier verifier(std::move(checkpoints), trusted);
  int64_t line = 2;
  for (const AppendedAudit& one : log) {
    AuditPayload payload = one.payload;
    payload.number = one.entry.number;  // a line holds one number for both
    verifier.entry(one.entry, &payload, line++);
  }
  return verifier.finish();
}

}  // namespace

TEST(AuditVerifier, FindsWhatWasDone) {
  for (const Case& one : cases()) {
    Log log = log_of(10);
    one.change(log);
    const AuditVerdict verdict = verdict_on_log(log);
    for (AuditFinding const& finding : verdict.findings) EXPECT_GT(finding.line, 0) << one.what;
    EXPECT_EQ(shown(verdict), one.findings) << one.what;
    EXPECT_EQ(verdict.clean(), std::string(one.findings).empty()) << one.what;
  }
}

// The same with a checkpoint of the last entry: now a cut and a rewritten chain are found as well.
TEST(AuditVerifier, FindsEveryChangeThatACheckpointCovers) {
  const Checkpoint last = checkpoint_of(log_of(10)[9]);
  for (const Case& one : cases()) {
    Log log = log_of(10);
    one.change(log);
    const AuditVerdict verdict = verdict_on_log(log, {last});
    EXPECT_EQ(verdict.clean(), std::string(one.what) == "nothing") << one.what;
  }
}

TEST(AuditVerifier, EveryEntryTakenOutRepeatedOrSwappedIsFound) {
  for (size_t i = 0; i < 10; ++i) {
    Log removed = log_of(10);
    removed.erase(removed.begin() + static_cast<ptrdiff_t>(i));
    EXPECT_EQ(verdict_on_log(removed).clean(), i == 9) << i;  // the last: a cut tail
    for (size_t j = 0; j < 10; ++j) {
      Log repeated = log_of(10);
      const AppendedAudit again = repeated[i];
      repeated.insert(repeated.begin() + static_cast<ptrdiff_t>(j), again);
      EXPECT_FALSE(verdict_on_log(repeated).clean()) << i << " " << j;
      Log swapped = log_of(10);
      std::swap(swapped[i], swapped[j]);
      EXPECT_EQ(verdict_on_log(swapped).clean(), i == j) << i << " " << j;
    }
  }
}

TEST(AuditVerifier, ALawfulDeletionVerifiesAndIsCounted) {
  const Log log = log_of(5);
  AuditVerifier verifier({checkpoint_of(log[4])});
  for (const AppendedAudit& one : log) {
    verifier.entry(one.entry, one.entry.number % 2 == 0 ? nullptr : &one.payload, 1);
  }
  const AuditVerdict verdict = verifier.finish();
  EXPECT_TRUE(verdict.clean()) << shown(verdict);
  EXPECT_EQ(verdict.payloads_absent, 2u);
  EXPECT_EQ(verdict.covered_to, 5u);
}

// From any entry on, where the verifier was told to expect a part: what lies in it is held by its
// chain, and by a checkpoint as far as that reaches.
TEST(AuditVerifier, APartOfALogIsProvedFromItsFirstEntryOn) {
  const auto log = log_of(9);
  const auto verdict_on_part = [&](bool part, const std::vector<size_t>& numbers) {
    AuditVerifier verifier({checkpoint_of(log[7])});
    if (part) verifier.expect_a_part();
    int64_t line = 1;
    for (const size_t number : numbers) {
      verifier.entry(log[number - 1].entry, &log[number - 1].payload, ++line);
    }
    return verifier.finish();
  };
  const AuditVerdict whole = verdict_on_part(true, {4, 5, 6, 7, 8, 9});
  EXPECT_EQ(shown(whole), "");
  EXPECT_EQ(whole.first, 4U);
  EXPECT_EQ(whole.covered_to, 8U);
  EXPECT_EQ(shown(verdict_on_part(false, {4, 5, 6, 7, 8, 9})), "number_missing 1-3");
  EXPECT_EQ(shown(verdict_on_part(true, {4, 6, 7, 8, 9})), "number_missing 5");
  EXPECT_EQ(shown(verdict_on_part(true, {4, 5, 6})), "tail_missing 7-8");
  EXPECT_EQ(verdict_on_part(true, {1, 2, 3, 4, 5, 6, 7, 8}).first, 1U);
}

TEST(AuditVerifier, ACutTailIsFoundUpToTheNewestCheckpoint) {
  const Log log = log_of(10);
  const Checkpoint at_4 = checkpoint_of(log[3]);
  const Checkpoint at_8 = checkpoint_of(log[7]);
  for (size_t length = 0; length <= 10; ++length) {
    const Log cut(log.begin(), log.begin() + static_cast<ptrdiff_t>(length));
    const AuditVerdict without = verdict_on_log(cut);
    EXPECT_TRUE(without.clean());
    EXPECT_EQ(without.covered_to, 0u);
    EXPECT_EQ(without.not_covered(), length);

    const AuditVerdict with = verdict_on_log(cut, {at_8, at_4});
    EXPECT_EQ(with.covered_to, length >= 8 ? 8u : length >= 4 ? 4u : 0u);
    EXPECT_EQ(with.not_covered(), length - with.covered_to);
    const std::string missing =
        length == 7 ? "tail_missing 8" : "tail_missing " + std::to_string(length + 1) + "-8";
    EXPECT_EQ(shown(with), length < 8 ? missing : "");
  }
}

TEST(AuditVerifier, NamesTheCheckpointThatCovers) {
  const Log log = log_of(10);
  const AuditVerdict verdict =
      verdict_on_log(log, {checkpoint_of(log[7]), checkpoint_of(log[9]), checkpoint_of(log[3])});
  EXPECT_EQ(verdict.covered_by, 1u);
  EXPECT_EQ(verdict.covered_to, 10u);
}

TEST(AuditVerifier, AnOlderEntryRepeatedCoversNoLess) {
  Log log = log_of(10);
  const AppendedAudit fourth = log[3];
  log.push_back(fourth);
  const AuditVerdict verdict = verdict_on_log(log, {checkpoint_of(log[3]), checkpoint_of(log[7])});
  EXPECT_EQ(verdict.covered_to, 8u);
  EXPECT_EQ(shown(verdict), "number_repeated 4");
}

TEST(AuditVerifier, WrongCheckpointsAreFoundAndCoverNothing) {
  const Log log = log_of(10);
  Log other = log_of(10);
  other[2].entry.actor = "nobody";
  rehash(other, 2);
  const Checkpoint good = checkpoint_of(log[5]);
  const PublicKey trusted = test_key().public_key;
  struct Wrong {
    const char* what;
    std::function<Checkpoint()> make;
    const char* findings;
  };
  const auto altered = [&](const std::function<void(Checkpoint&)>& change) {
    return [&good, change] {
      Checkpoint one = good;
      change(one);
      return one;
    };
  };
  const std::vector<Wrong> table = {
      {"a good one", altered([](Checkpoint&) {}), ""},
      {"another key", [&] { return checkpoint_of(log[5], 2); }, "checkpoint_other_key 6"},
      {"the key replaced", altered([](Checkpoint& c) { c.key = test_key(2).public_key; }),
       "checkpoint_other_key 6"},
      {"signature", altered([](Checkpoint& c) { c.signature[5] ^= 1; }), "checkpoint_forged 6"},
      {"number", altered([](Checkpoint& c) { c.number = 5; }), "checkpoint_forged 5"},
      {"revision", altered([](Checkpoint& c) { ++c.revision; }), "checkpoint_forged 6"},
      {"head", altered([](Checkpoint& c) { c.head[0] ^= 1; }), "checkpoint_forged 6"},
      {"instant", altered([](Checkpoint& c) { ++c.at; }), "checkpoint_forged 6"},
      {"of a log that was rewritten", [&] { return checkpoint_of(other[5]); },
       "checkpoint_differs 6"},
      {"of a log that was not yet rewritten there", [&] { return checkpoint_of(other[1]); }, ""},
      {"signed with a wrong revision",
       [&] {
         AuditHead head = head_at(log[5].entry);
         ++head.revision;
         return make_checkpoint(head, 0, test_key());
       },
       "checkpoint_differs 6"},
  };
  for (const Wrong& wrong : table) {
    const AuditVerdict verdict = verdict_on_log(log, {wrong.make()}, {trusted});
    EXPECT_EQ(shown(verdict), wrong.findings) << wrong.what;
    EXPECT_EQ(verdict.covered_to > 0, std::string(wrong.findings).empty()) << wrong.what;
    for (const AuditFinding& finding : verdict.findings) EXPECT_EQ(finding.checkpoint, 0u);
  }
}

TEST(AuditVerifier, WithoutATrustedKeyACheckpointIsBelievedItsOwn) {
  const Log log = log_of(3);
  EXPECT_TRUE(verdict_on_log(log, {checkpoint_of(log[2], 9)}).clean());
  Checkpoint forged = checkpoint_of(log[2], 9);
  forged.signature[0] ^= 1;
  EXPECT_EQ(shown(verdict_on_log(log, {forged})), "checkpoint_forged 3");
  const std::vector<PublicKey> both = {test_key(1).public_key, test_key(9).public_key};
  EXPECT_TRUE(verdict_on_log(log, {checkpoint_of(log[2], 9)}, both).clean());
}

TEST(AuditVerifier, ManyFindingsAreCountedAndTheFirstKept) {
  constexpr size_t kEntries = 25'000;
  AuditVerifier verifier;
  AuditEntry entry;
  for (size_t i = 1; i <= kEntries; ++i) {
    entry.number = 2 * i;  // every other one is missing
    entry.hash = hash_of(entry);
    const AuditPayload wrong{entry.number, {}, "x"};
    verifier.entry(entry, &wrong, static_cast<int64_t>(i));
  }
  const AuditVerdict verdict = verifier.finish();
  EXPECT_EQ(verdict.findings_total, 2 * kEntries);
  EXPECT_EQ(verdict.findings.size(), 2 * kAuditFindingsKept);
  EXPECT_EQ(verdict.findings[0].fault, AuditFault::NumberMissing);
  EXPECT_EQ(verdict.findings[0].number, 1u);
  EXPECT_EQ(verdict.findings[1].fault, AuditFault::PayloadDiffers);
}

// Ranges beyond those kept in mind are told as missing at once; what comes after all is then one more.
TEST(AuditVerifier, MissingRangesAreKeptInMindUpToALimit) {
  AuditVerifier verifier;
  AuditEntry entry;
  const auto give = [&](uint64_t number) {
    entry.number = number;
    entry.hash = hash_of(entry);
    verifier.entry(entry, nullptr, 1);
  };
  for (size_t i = 1; i <= kAuditGapsMax + 1; ++i) give(2 * i);
  give(1);
  give(3);
  const AuditVerdict verdict = verifier.finish();
  EXPECT_EQ(verdict.findings_total, kAuditGapsMax + 2);
  std::string late;
  for (const AuditFinding& finding : verdict.findings) {
    if (finding.fault == AuditFault::NumberMissing) continue;
    late += std::string(name_of(finding.fault)) + " " + std::to_string(finding.number) + "; ";
  }
  EXPECT_EQ(late, "number_repeated 1; number_out_of_order 3; ");
}

}  // namespace exemplar::programme::tests
