// Keeping the accounts of others, on both databases: each act whole or not at all.
#include "office_people.hpp"
#include "programme/user/account_service.hpp"
#include "programme/user/personal_read_service.hpp"
#include "programme/user/powers_service.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;

class Keeping : public OfficePeople {
 protected:
  WriteBy by(const std::string& actor) const { return {now_, actor, random_}; }
};

TEST_P(Keeping, EachActIsDoneWhollyOrNotAtAll) {
  const std::string admin = add("admin"), anna = add("anna"), binh = add("binh");
  grant(admin, Role::Administrator, whole());
  grant(anna, Role::Officer, only({"a"}));
  const Powers powers_of_admin = powers(admin);
  const Keeper keeper{powers_of_admin, small_office(), today_};
  const AccountService accounts(hasher_, gate_);
  const auto done = [](const auto& refused) { return !refused; };
  struct Act {
    const char* what;
    std::function<bool()> act;
  };
  const std::vector<Act> acts = {
      {"make",
       [&] {
         return bool(accounts.make(*connection_, {"chi", "Chi", ""}, by(admin)));
       }},
      {"rename",
       [&] { return done(rename_kept_account(*connection_, anna, "", "An", keeper, by(admin))); }},
      {"reset",
       [&] { return bool(accounts.reset_password(*connection_, anna, "", keeper, by(admin))); }},
      {"disable",
       [&] { return done(disable_kept_account(*connection_, anna, keeper, by(admin))); }},
      {"enable", [&] { return done(enable_kept_account(*connection_, anna, keeper, by(admin))); }},
      {"grant",
       [&] {
         return bool(make_grant(*connection_,
                                {binh, Role::Department, only({"a"}), kAlways, "needed"}, keeper,
                                by(admin)));
       }},
      {"token",
       [&] {
         return bool(
             make_token(*connection_, {"x", {Power::Backup}, now_ + kMinute}, today_, by(admin)));
       }},
      {"revoke", [&] { return done(revoke_kept_token(*connection_, 1, keeper, by(admin))); }},
      {"hand over",
       [&] {
         return bool(hand_post_over(*connection_, {anna, binh, today_, now_, "moved"}, {}, keeper,
                                    by(admin)));
       }},
      {"end grant",
       [&] {
         return done(stop_grant(*connection_, "g-000003", today_, "ended", keeper, by(admin)));
       }},
      {"read",
       [&] {
         record_personal_read(*connection_, {"accounts", {anna}}, by(admin));
         return true;
       }},
  };
  for (const Act& one : acts) {
    SCOPED_TRACE(one.what);
    EXPECT_GT(fail_each_statement(one.act), 2);
  }
  EXPECT_TRUE(revisions_without_entry(*connection_).empty());
}

// What changes nothing takes no revision.
TEST_P(Keeping, WhatIsSoAlreadyIsLeftAlone) {
  const std::string admin = add("admin"), anna = add("anna");
  grant(admin, Role::Administrator, whole());
  const Powers powers_of_admin = powers(admin);
  const Keeper keeper{powers_of_admin, small_office(), today_};
  const std::string before = everything();
  EXPECT_EQ(rename_kept_account(*connection_, anna, "", "", keeper, by(admin)), std::nullopt);
  EXPECT_EQ(enable_kept_account(*connection_, anna, keeper, by(admin)), std::nullopt);
  EXPECT_EQ(remove_kept_second_factor(*connection_, anna, keeper, by(admin)), std::nullopt);
  EXPECT_EQ(*end_kept_sessions(*connection_, anna, keeper, by(admin)), 0);
  EXPECT_EQ(everything(), before);
  EXPECT_EQ(disable_kept_account(*connection_, anna, keeper, by(admin)), std::nullopt);
  const std::string after = everything();
  EXPECT_NE(after, before);
  EXPECT_EQ(disable_kept_account(*connection_, anna, keeper, by(admin)), std::nullopt);
  EXPECT_EQ(everything(), after);
}

TEST(InitialPassword, IsGoodAndAnotherEachTime) {
  std::set<std::string> seen;
  const FillRandom random = repeatable(3);
  for (int i = 0; i < 100; ++i) {
    const std::string password = new_initial_password(random);
    EXPECT_EQ(refusal_of_password(password, "anna"), std::nullopt) << password;
    EXPECT_EQ(password.size(), 23U);
    EXPECT_TRUE(seen.insert(password).second) << password;
  }
}

INSTANTIATE_TEST_SUITE_P(Both, Keeping, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
