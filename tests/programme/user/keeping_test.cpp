// Keeping the accounts of others, on both databases.
#include "office_people.hpp"
#include "programme/user/account_service.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;

class Keeping : public OfficePeople {
 protected:
  WriteBy by(const std::string& actor) const { return {now_, actor, random_}; }
};

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
