// Logins, names and passwords.
#include "programme/user/account.hpp"

#include <gtest/gtest.h>

namespace exemplar::programme {
namespace {

TEST(AccountRules, ReadLoginsAndNames) {
  struct Case {
    std::string login, name;
    std::string_view expected;
  };
  const std::string name = "Nguyễn Văn An";
  for (const auto& [login, shown, expected] : {
           Case{"nva", name, ""},
           {"nguyen.van-an_1@q1", name, ""},
           {"đặng.thị.bình", name, ""},
           {"  an.nv  ", name, ""},
           {"nv", name, "login_length"},
           {" nv ", name, "login_length"},
           {std::string(64, 'a'), name, ""},
           {std::string(65, 'a'), name, "login_length"},
           {"nguyen an", name, "login_character"},
           {"an/../nv", name, "login_character"},
           {"an\xe2\x80\x8bnv", name, "login_character"},  // a space of no width
           {"\xd0\xb0nnv", name, "login_character"},       // a Cyrillic а
           {std::string("an\0nv", 5), name, "login_character"},
           {"an\xffnv", name, "not_text"},
           {"nva", "\xff", "not_text"},
           {"nva", "", "name_length"},
           {"nva", "   ", "name_length"},
           {"nva", std::string(201, 'a'), "name_length"},
           {"nva", "Nguyễn\nVăn An", "name_character"},
           {"nva", "An\xe2\x80\xaenA", "name_character"},  // written backwards
       }) {
    const auto refusal = refusal_of_account(login, shown);
    EXPECT_EQ(refusal ? name_of(*refusal) : "", expected) << login;
    if (refusal) {
      EXPECT_FALSE(vietnamese_of(message_of(*refusal).pattern).empty());
    }
  }
}

TEST(AccountRules, OneLoginHasManyWritings) {
  const std::string composed = "bình.an", decomposed = "bi\xcc\x80nh.an";
  EXPECT_EQ(login_key(composed), login_key(decomposed));
  EXPECT_EQ(login_key(" Bình.AN"), login_key(composed));
  EXPECT_NE(login_key("binh.an"), login_key(composed));
  EXPECT_EQ(normal_login(" " + decomposed), composed);
}

TEST(AccountRules, Passwords) {
  struct Case {
    std::string password;
    std::string_view expected;
  };
  for (const auto& [password, expected] : {
           Case{"trời hôm nay", ""},  // 12 characters, more bytes
           {"trời hôm na", "too_short"},
           {"tro\xcc\x9bi hom na", "too_short"},  // a mark alone is no character more
           {std::string(120, 'a') + "bc" + std::string(134, 'd'), ""},
           {std::string(120, 'a') + "bc" + std::string(135, 'd'), "too_long"},
           {"my name is NVAN12 ok", "holds_login"},
           {"Password1234", "common"},
           {"matkhau123456", "common"},
           {"aaaaaaaaaaaa", "common"},
           {"abcabcabcabcab", "common"},
           {"12345678901234", "common"},
           {"987654321098", "common"},
           {"qwertyuiop[]", "common"},
           {"abcdefghijklm", "common"},
           {"không ai biết được", ""},
           {"only lower case words", ""},
           {"correct horse staple", ""},
           {"bad \xff bytes here", "not_text"},
       }) {
    const auto refusal = refusal_of_password(password, "nvan12");
    EXPECT_EQ(refusal ? name_of(*refusal) : "", expected) << password;
    if (refusal) {
      EXPECT_FALSE(vietnamese_of(message_of(*refusal).pattern).empty());
    }
  }
}

TEST(AccountRules, AnAccountIsDisabledFromAnInstantOn) {
  Account account;
  EXPECT_FALSE(is_disabled(account, 5));
  account.disabled_from = 5;
  EXPECT_FALSE(is_disabled(account, 4));
  EXPECT_TRUE(is_disabled(account, 5));
}

TEST(AccountRules, NumberedIdsHaveSixDigitsAndMore) {
  EXPECT_EQ(numbered_id("u-", 123), "u-000123");
  EXPECT_EQ(numbered_id("u-", 1'234'567), "u-1234567");
}

}  // namespace
}  // namespace exemplar::programme
