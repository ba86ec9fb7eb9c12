// What the verbs do with an office's data as a whole, in a folder and in a PostgreSQL database.
#include "programme/office_store/office_data.hpp"

#include <fstream>

#include "base/zone.hpp"
#include "programme/office_store/office_at.hpp"
#include "programme/user/account_store.hpp"
#include "programme/user/second_factor_store.hpp"
#include "programme/user/session_store.hpp"

namespace exemplar::programme {
namespace {

namespace fs = std::filesystem;
using store::Engine;

using OfficeData = OfficeAt;

TEST_P(OfficeData, APackIsLoadedReadAndTakenOut) {
  expect_no_office(address_);
  const auto loaded = load(small_pack());
  ASSERT_TRUE(bool(loaded));
  ASSERT_TRUE(loaded->loaded);
  EXPECT_EQ(loaded->loaded->revision, 1);
  const Office as_text = read_pack(small_pack()).office;
  EXPECT_TRUE(same_office(read_office(address_, {}, std::nullopt).take().office, as_text));
  const auto files = export_office_pack(address_, std::nullopt, file("pack"));
  ASSERT_TRUE(bool(files));
  EXPECT_GT(*files, 5U);
  EXPECT_TRUE(same_office(read_pack(file("pack")).office, as_text));
  EXPECT_FALSE(bool(export_office_pack(address_, std::nullopt, file("pack"))));  // is there
  EXPECT_TRUE(verdict().clean());
}

TEST_P(OfficeData, ATrialAndAWrongPackLeaveNoOffice) {
  const auto tried = load(small_pack(), kDay, LoadRun::Try);
  ASSERT_TRUE(bool(tried));
  EXPECT_GT(tried->loaded->difference.facts_added, 20U);
  expect_no_office(address_);
  const auto wrong = load(PackFiles::in_memory({{"office.toml", "id = 7\n"}}));
  ASSERT_TRUE(bool(wrong));
  EXPECT_FALSE(wrong->loaded);
  EXPECT_TRUE(wrong->problems.has_errors());
  expect_no_office(address_);
}

TEST_P(OfficeData, IsReadAsItWasKnownOnADayOfItsZone) {
  PackFiles::Content content = small();
  const std::string at_first = content["README.md"];
  ASSERT_TRUE(bool(load(PackFiles::in_memory(content), 10 * kDay)));
  const Office first = read_office(address_, {}, std::nullopt).take().office;
  const Zone zone = Zone::named(first.definitions.zone).take();
  content["README.md"] = "Another word.\n";
  ASSERT_TRUE(bool(load(PackFiles::in_memory(content), zone.begin_of(Date{12}))));
  content["README.md"] = "A third.\n";
  ASSERT_TRUE(bool(load(PackFiles::in_memory(content), zone.begin_of(Date{13}))));
  const auto read_me = [&](std::optional<Date> day) {
    const std::string folder = file("known-" + std::to_string(day ? day->days : 0));
    EXPECT_TRUE(bool(export_office_pack(address_, day, folder)));
    std::ifstream in(folder + "/README.md");
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  EXPECT_EQ(read_me(Date{12}), "Another word.\n");
  EXPECT_EQ(read_me(Date{13}), "A third.\n");
  EXPECT_EQ(read_me(std::nullopt), "A third.\n");
  EXPECT_EQ(read_me(Date{11}), at_first);
  EXPECT_FALSE(bool(read_office(address_, {}, Date{1})));
}

TEST_P(OfficeData, ACopyIsRestoredWhereNoOfficeIs) {
  ASSERT_TRUE(bool(load(small_pack())));
  const auto written = backup_office(address_, file("copy.db"));
  ASSERT_TRUE(bool(written));
  EXPECT_EQ(written->revision, 1);
  EXPECT_EQ(written->audit.number, 1U);
  EXPECT_EQ(written->bytes, fs::file_size(file("copy.db")));
  EXPECT_FALSE(fs::exists(file("copy.db-wal")));
  EXPECT_EQ(fs::status(file("copy.db")).permissions() & fs::perms::group_all, fs::perms::none);
  EXPECT_FALSE(bool(backup_office(address_, file("copy.db"))));  // nothing is overwritten
  EXPECT_FALSE(bool(restore_office(file("copy.db"), address_, by(kDay))));

  OfficeAddress other;
  other.folder = file("other");
  const auto restored = restore_office(file("copy.db"), other, by(2 * kDay));
  ASSERT_TRUE(bool(restored)) << render(restored.refusal().what, Language::English);
  // One revision more, which tells of it; what was known before is as it was.
  EXPECT_EQ(restored->revision, written->revision + 1);
  EXPECT_EQ(restored->audit.number, written->audit.number + 1);
  const auto log = find_audit(**open_office(other, Access::Use), {});
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0].entry.action, "office.restored");
  EXPECT_EQ(log[0].entry.previous, written->audit.hash);
  EXPECT_TRUE(same_office(read_office(other, {}, std::nullopt).take().office,
                          read_office(address_, {}, std::nullopt).take().office));
  EXPECT_TRUE(verify_office(other, AuditVerifier()).take().clean());
}

// A token stolen from the old machine, a code used since: nothing of it is good in the new one.
TEST_P(OfficeData, WhatWasUnderWayDoesNotComeBackToLife) {
  ASSERT_TRUE(bool(load(small_pack())));
  const SealingKey key{};
  const auto open = [&](const OfficeAddress& at) { return *open_office(at, Access::Use); };
  std::string token, begun_by, has_app;
  CodeSecret secret{};
  {
    const auto connection = open(address_);
    const WriteBy who = by(2 * kDay);
    store::Write write(*connection, who.now);
    const Change change{write, who};
    has_app = add_account(change, "anna", "Anna")->id;
    begun_by = add_account(change, "binh", "Bình")->id;
    token = start_session(change, has_app, Factor::NotNeeded, {"password", "", ""}).token;
    secret = *begin_second_factor(change, has_app, key);
    static_cast<void>(*begin_second_factor(change, begun_by, key));
    ASSERT_TRUE(bool(confirm_second_factor(
        change, has_app, hotp(secret, static_cast<uint64_t>(code_step(who.now))), key)));
    write.commit();
  }
  ASSERT_TRUE(bool(backup_office(address_, file("copy.db"))));
  OfficeAddress other = address_;
  if (GetParam() == Engine::Sqlite) {
    other = address("other");
  } else {
    alter("DROP SCHEMA " + schema_ + " CASCADE; CREATE SCHEMA " + schema_);
  }
  const InstantUs now = 3 * kDay;
  ASSERT_TRUE(bool(restore_office(file("copy.db"), other, by(now))));
  const auto connection = open(other);
  const auto session = find_session(*connection, token);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->state({}, 2 * kDay), SessionState::Ended);
  EXPECT_EQ(session->session.end, SessionEnd::Restored);
  EXPECT_TRUE(has_second_factor(*connection, has_app));
  EXPECT_EQ(recovery_codes_left(*connection, has_app), 0);
  EXPECT_EQ(connection->number("SELECT count(*) FROM second_factor"), 1);
  const WriteBy who = by(now);
  store::Write write(*connection, now);
  const auto code_at = [&](int64_t step) {
    return hotp(secret, static_cast<uint64_t>(code_step(now) + step));
  };
  for (const int64_t step : {-1, 0, 1}) {
    EXPECT_FALSE(take_code({write, who}, has_app, code_at(step), key)) << step;
  }
  const WriteBy later = by(now + 60'000'000);
  EXPECT_TRUE(take_code({write, later}, has_app, code_at(2), key));
  const auto told = find_audit(*connection, {.action = "office.restored"});
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].payload->text,
            R"({"sessions_ended":1,"apps_begun_removed":1,"recovery_codes_removed":10})");
  EXPECT_TRUE(verify_office(other, AuditVerifier()).take().clean());
}

TEST_P(OfficeData, OnlyACopyOfAnOfficeIsRestored) {
  std::ofstream(file("text.db")) << "not a database, but long enough to be looked at for one ......"
                                    "..........................................................";
  std::ofstream(file("empty.db"));
  store::open({Engine::Sqlite, file("other.db")}, {.create = true})->script("CREATE TABLE t (x)");
  for (const char* name : {"text.db", "empty.db", "other.db", "nowhere.db"}) {
    const auto restored = restore_office(file(name), address_, by(kDay));
    ASSERT_FALSE(bool(restored)) << name;
    EXPECT_EQ(render(restored.refusal().what, Language::English),
              file(name) + " is no copy of an office");
  }
  expect_no_office(address_);
  // One whose log was altered is refused as well.
  ASSERT_TRUE(bool(load(small_pack())));
  ASSERT_TRUE(bool(backup_office(address_, file("altered.db"))));
  store::open({Engine::Sqlite, file("altered.db")})->script("UPDATE audit_entry SET actor = 'x'");
  OfficeAddress other;
  other.folder = file("other");
  EXPECT_FALSE(bool(restore_office(file("altered.db"), other, by(kDay))));
  expect_no_office(other);
}

TEST_P(OfficeData, WhatWasAlteredBehindItsBackIsFound) {
  ASSERT_TRUE(bool(load(small_pack())));
  const OfficeVerdict before = verdict();
  EXPECT_TRUE(before.clean());
  ASSERT_GT(before.rebuilt.size(), 0U);
  EXPECT_GT(before.rebuilt[0].facts_followed, 0U);
  alter("INSERT INTO ledger (revision, at) VALUES (2, 2)");
  EXPECT_EQ(verdict().silent_revisions, std::vector<int64_t>{2});
  alter("DELETE FROM ledger WHERE revision = 2");
  EXPECT_TRUE(verdict().clean());
  alter("UPDATE audit_entry SET subject = 'unit/other'");
  EXPECT_EQ(verdict().audit.findings_total, 1U);
  EXPECT_FALSE(verdict().clean());
  alter("UPDATE audit_entry SET subject = 'office'");
  EXPECT_TRUE(verdict().clean());
  alter("UPDATE word SET text = 'nobody' WHERE id = (SELECT min(unit) FROM fact)");
  EXPECT_TRUE(verdict().problems.has_errors());
  EXPECT_FALSE(verdict().clean());
}

TEST_P(OfficeData, OneOfAnotherVersionIsRefused) {
  ASSERT_TRUE(bool(load(small_pack())));
  alter("INSERT INTO schema_step (version, name, at) VALUES (99, 'later', 1)");
  const auto read = read_office(address_, {}, std::nullopt);
  ASSERT_FALSE(bool(read));
  EXPECT_NE(render(read.refusal().what, Language::English).find("newer version"),
            std::string::npos);
  EXPECT_FALSE(bool(load(small_pack(), 2 * kDay)));
  EXPECT_FALSE(bool(migrate_office(address_, 1)));
}

TEST(OfficeAddressText, NeverShowsAPassword) {
  const auto shown = [](const std::string& uri) {
    OfficeAddress address;
    address.database = uri;
    return address.shown();
  };
  EXPECT_EQ(shown("postgresql://anna:secret@host/office"), "postgresql://anna@host/office");
  EXPECT_EQ(shown("postgresql://anna@host:5432/office"), "postgresql://anna@host:5432/office");
  EXPECT_EQ(shown("postgresql://host:5432/office"), "postgresql://host:5432/office");
  EXPECT_EQ(shown("postgresql://a:p@ss:w@host/o"), "postgresql://a@host/o");
  EXPECT_FALSE(malformed_database("postgresql://host/office"));
  EXPECT_TRUE(malformed_database("mysql://host/office"));
}

INSTANTIATE_TEST_SUITE_P(Both, OfficeData, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
