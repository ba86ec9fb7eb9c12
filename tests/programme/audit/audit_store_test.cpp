// The audit log in a database: entries of the same transaction as what they tell of, found again,
// and any byte of them that was altered behind the office's back.
#include "programme/audit/audit_store.hpp"

#include "store/new_database.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;

class StoredAudit : public store::NewDatabase {
 protected:
  void SetUp() override {
    NewDatabase::SetUp();
    if (IsSkipped()) return;
    connection_ = open();
    const store::Migration steps[] = {{1, "audit", audit_tables_sql()}};
    store::migrate(*connection_, steps, 1);
  }
  void TearDown() override {
    connection_.reset();
    NewDatabase::TearDown();
  }

  FillRandom random() {
    return [this](std::span<uint8_t> to) {
      for (uint8_t& byte : to) byte = ++salt_;
    };
  }
  void write(std::vector<AuditRecord> records, store::Instant now) {
    store::Write one(*connection_, now);
    for (AuditRecord& record : records) append_audit(one, std::move(record), random());
    one.commit();
  }
  void write_some() {
    write({{"anna", "value.saved", "unit/w1", R"({"value": "7"})"}}, 100);
    write({{"anna", "value.saved", "unit/w2", "{}"}, {"binh", "value.verified", "unit/w1", "{}"}},
          200);
    write({{"binh", "account.created", "account/anna", "{\"tên\": \"Ánh\"}"}}, 300);
  }
  AuditVerdict verdict(std::vector<Checkpoint> checkpoints = {}) {
    return verify_audit(*connection_, AuditVerifier(std::move(checkpoints)));
  }

  std::array<uint8_t, 32> bytes_of(const std::string& column, int number) {
    std::array<uint8_t, 32> bytes{};
    connection_->each("SELECT " + column + " FROM audit_entry WHERE number = $1", {number},
                      [&](const store::Row& row) {
                        const std::string_view found = row.bytes(0);
                        std::copy(found.begin(), found.end(), bytes.begin());
                      });
    return bytes;
  }
  static store::Bytes blob(const std::string& digits) {
    std::array<uint8_t, 32> bytes{};
    EXPECT_TRUE(read_hex(digits, bytes));
    return {std::string(bytes.begin(), bytes.end())};
  }

  std::unique_ptr<store::Connection> connection_;
  uint8_t salt_ = 0;
};

std::vector<uint64_t> numbers(const std::vector<KeptAudit>& entries) {
  std::vector<uint64_t> found;
  for (const KeptAudit& one : entries) found.push_back(one.entry.number);
  return found;
}

TEST_P(StoredAudit, EntriesAreChainedAndFoundAgain) {
  EXPECT_EQ(newest_audit(*connection_), AuditHead{});
  write_some();
  EXPECT_EQ(newest_audit(*connection_).number, 4U);
  const AuditVerdict found = verdict();
  EXPECT_TRUE(found.clean());
  EXPECT_EQ(found.entries, 4U);
  const std::vector<KeptAudit> all = find_audit(*connection_, {});
  ASSERT_EQ(numbers(all), (std::vector<uint64_t>{4, 3, 2, 1}));
  EXPECT_EQ(all[0].payload->text, "{\"tên\": \"Ánh\"}");
  EXPECT_EQ(all[1].entry.revision, 2U);
  EXPECT_EQ(all[2].entry.revision, 2U);
  EXPECT_EQ(all[3].entry.at, 100);
}

TEST_P(StoredAudit, IsSearchedByWhoWhatAndWhen) {
  write_some();
  const auto found = [&](const AuditQuery& query) {
    return numbers(find_audit(*connection_, query));
  };
  using Numbers = std::vector<uint64_t>;
  EXPECT_EQ(found({.actor = "anna"}), (Numbers{2, 1}));
  EXPECT_EQ(found({.action = "value."}), (Numbers{3, 2, 1}));
  EXPECT_EQ(found({.action = "value.verified"}), (Numbers{3}));
  EXPECT_EQ(found({.action = "value"}), (Numbers{}));
  EXPECT_EQ(found({.subject = "unit/"}), (Numbers{3, 2, 1}));
  EXPECT_EQ(found({.subject = "unit/w1"}), (Numbers{3, 1}));
  EXPECT_EQ(found({.subject = "unit/w"}), (Numbers{}));
  EXPECT_EQ(found({.from = 200, .until = 200}), (Numbers{3, 2}));
  EXPECT_EQ(found({.before = 3, .limit = 1}), (Numbers{2}));
  EXPECT_EQ(found({.actor = "binh", .action = "value.", .subject = "unit/w1"}), (Numbers{3}));
  EXPECT_EQ(found({.actor = "' OR 1 = 1 --"}), (Numbers{}));
}

TEST_P(StoredAudit, WhatIsNotCommittedLeavesNoEntry) {
  write_some();
  {
    store::Write given_up(*connection_, 400);
    append_audit(given_up, {"anna", "value.saved", "unit/w3", "{}"}, random());
  }
  EXPECT_EQ(newest_audit(*connection_).number, 4U);
  write({{"anna", "value.saved", "unit/w4", "{}"}}, 500);
  EXPECT_EQ(newest_audit(*connection_).number, 5U);
  EXPECT_TRUE(verdict().clean());
}

TEST_P(StoredAudit, ADeletedPayloadLeavesTheChainWholeAndAnEntry) {
  write_some();
  {
    store::Write deleting(*connection_, 400);
    EXPECT_TRUE(
        delete_payload(deleting, 9, {"anna", "payload.deleted", "entry/9", "{}"}, random()));
    EXPECT_FALSE(
        delete_payload(deleting, 1, {"anna", "payload.deleted", "entry/1", "{}"}, random()));
    deleting.commit();
  }
  const AuditVerdict found = verdict();
  EXPECT_TRUE(found.clean());
  EXPECT_EQ(found.payloads_absent, 1U);
  EXPECT_EQ(found.entries, 5U);
  const auto entries = find_audit(*connection_, {.subject = "entry/"});
  ASSERT_EQ(numbers(entries), (std::vector<uint64_t>{5}));
  EXPECT_FALSE(find_audit(*connection_, {.before = 2})[0].payload);
}

// Each column of each row, changed a little by somebody who can write the database.
TEST_P(StoredAudit, WhateverIsAlteredIsFound) {
  write_some();
  const char* const columns[] = {"revision", "at", "actor", "action", "subject"};
  for (int number = 1; number <= 4; ++number) {
    const std::string at = " WHERE number = " + std::to_string(number);
    for (const std::string column : columns) {
      const std::string other = column == "revision" ? "CASE WHEN revision = 1 THEN 2 ELSE 1 END"
                                : column == "at"     ? "at - 1"
                                                     : column + " || 'x'";
      store::Transaction altering(*connection_, store::Transaction::Kind::Write);
      connection_->script("UPDATE audit_entry SET " + column + " = " + other + at);
      EXPECT_FALSE(verdict().clean()) << column << at;
    }
    for (const std::string column : {"payload_hash", "previous", "hash"}) {
      for (const size_t byte : {0, 31}) {
        const std::string is = hex(bytes_of(column, number));
        std::string other = is;
        other[2 * byte] = other[2 * byte] == '0' ? '1' : '0';
        store::Transaction altering(*connection_, store::Transaction::Kind::Write);
        connection_->run("UPDATE audit_entry SET " + column + " = $1" + at, {blob(other)});
        EXPECT_FALSE(verdict().clean()) << column << at;
      }
    }
    store::Transaction altering(*connection_, store::Transaction::Kind::Write);
    connection_->script("UPDATE audit_payload SET text = text || ' '" + at);
    EXPECT_FALSE(verdict().clean()) << at;
  }
  EXPECT_TRUE(verdict().clean());
}

TEST_P(StoredAudit, ACutTailIsFoundWithACheckpointFromElsewhere) {
  write_some();
  const std::array<uint8_t, 32> seed{1, 2, 3};
  const Checkpoint kept = make_checkpoint(newest_audit(*connection_), 301, signing_key(seed));
  connection_->script("DELETE FROM audit_payload WHERE number > 2");
  connection_->script("DELETE FROM audit_entry WHERE number > 2");
  EXPECT_TRUE(verdict().clean());
  EXPECT_EQ(verdict().not_covered(), 2U);
  const AuditVerdict found = verdict({kept});
  ASSERT_EQ(found.findings.size(), 1U);
  EXPECT_EQ(found.findings[0].fault, AuditFault::TailMissing);
  EXPECT_EQ(found.findings[0].number, 3U);
  EXPECT_EQ(found.findings[0].until, 4U);
}

INSTANTIATE_TEST_SUITE_P(Both, StoredAudit, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
