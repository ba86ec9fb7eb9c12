// An office's database with nothing in it but people: on SQLite and on PostgreSQL.
#pragma once

#include "programme/user/hand_over_store.hpp"
#include "programme/user/sign_in_service.hpp"
#include "programme/user/user_tables_store.hpp"
#include "small_office.hpp"
#include "store/every_row.hpp"
#include "store/new_database.hpp"

namespace exemplar::programme {

inline constexpr InstantUs kMinute = 60 * kSecondUs;
inline constexpr const char* kPassword = "trời hôm nay rất đẹp";

class OfficePeople : public store::NewDatabase {
 protected:
  void SetUp() override {
    NewDatabase::SetUp();
    if (IsSkipped()) return;
    connection_ = open();
    const store::Migration steps[] = {{1, "audit", audit_tables_sql()},
                                      {2, kUserTablesName, kUserTablesSql}};
    store::migrate(*connection_, steps, 1);
  }
  void TearDown() override {
    connection_.reset();
    NewDatabase::TearDown();
  }

  // Work in one write by that account; committed unless `work` gives false.
  template <typename Work>
  auto write_as(const std::string& actor, const Work& work) {
    const WriteBy by{now_, actor, random_};
    store::Write write(*connection_, now_);
    auto result = work(Change{write, by});
    write.commit();
    return result;
  }

  std::string add(const std::string& login) {
    return write_as("system", [&](const Change& change) {
      const auto account = add_account(change, login, "Tên " + login);
      EXPECT_TRUE(bool(account)) << login;
      set_password(change, account->id, hasher_.hash(kPassword, random_), false, {});
      return account->id;
    });
  }
  std::string grant(const std::string& account, Role role, Reach reach, DateRange on = kAlways) {
    return write_as("system", [&](const Change& change) {
      const auto made = add_grant(change, {account, role, std::move(reach), on, "needed"}, nullptr,
                                  small_office(), today_);
      EXPECT_TRUE(bool(made)) << (made ? "" : name_of(made.why()));
      return made ? made->id : "";
    });
  }
  Powers powers(const std::string& account) {
    return powers_of_account(*connection_, account, now_);
  }
  bool holds(const std::string& account, Power power, std::string_view text, Date on) {
    return bool(may(powers(account), power, unit(text), small_office(), on));
  }

  // Newest last: "action subject".
  std::vector<std::string> audited(size_t last) {
    AuditQuery query;
    query.limit = last;
    std::vector<std::string> entries;
    for (const KeptAudit& one : find_audit(*connection_, query)) {
      entries.insert(entries.begin(), one.entry.action + " " + one.entry.subject);
    }
    return entries;
  }
  std::string all_payloads() {
    std::string all;
    each_audit(*connection_, [&](const AuditEntry&, const AuditPayload* payload) {
      if (payload != nullptr) all += payload->text + "\n";
    });
    return all;
  }

  // All rows but failures that were counted, which no transaction guards.
  std::string everything() {
    std::vector<std::string_view> tables(std::begin(kUserTables), std::end(kUserTables));
    std::erase(tables, "sign_in_failure");
    for (const std::string_view one : {"audit_entry", "audit_payload", "ledger"}) {
      tables.push_back(one);
    }
    return store::EveryRow(GetParam(), std::move(tables)).of(*connection_);
  }

  static constexpr DateRange kAlways = {Date{18'000}, kOpenFuture};
  InstantUs now_ = InstantUs{1'709'258'400} * kSecondUs;  // 2024-03-01 02:00 UTC
  Date today_ = day("2024-03-01");
  FillRandom random_ = repeatable(7);
  PasswordHasher hasher_{{1, 8'192}, random_};
  HashGate gate_{4, 4};
  SealingKey key_{};
  std::unique_ptr<store::Connection> connection_;
};

}  // namespace exemplar::programme
