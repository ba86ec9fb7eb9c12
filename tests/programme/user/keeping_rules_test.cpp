// Whose accounts somebody keeps and sees.
#include "programme/user/keeping_rules.hpp"

#include <gtest/gtest.h>

#include "programme/user/personal_read_service.hpp"
#include "small_office.hpp"

namespace exemplar::programme {
namespace {

struct Case {
  const char* what;
  std::vector<Holding> held;
  bool kept_by_q1;
  bool seen_by_q1;
};

TEST(KeepingRules, GoByAllThatIsHeldOrWillBe) {
  const Date today = day("2024-03-01");
  const DateRange past = days("2023-01-01", "2023-12-31"), later = days("2024-06-01", "");
  const auto officer = [](Reach reach, DateRange on = {}) {
    return holding(Role::Officer, std::move(reach), on);
  };
  const std::vector<Case> cases = {
      {"never anything", {}, true, true},
      {"within", {officer(only({"a"}))}, true, true},
      {"within and beyond", {officer(only({"a"})), officer(only({"q3"}))}, false, true},
      {"a district that is wider", {officer(below("city"))}, false, true},
      {"everything", {officer(whole())}, false, true},
      {"beyond", {officer(only({"q3"}))}, false, false},
      {"within, later", {officer(only({"a"}), later)}, true, true},
      {"beyond, later", {officer(only({"q3"}), later)}, false, false},
      {"within, beyond in the past",
       {officer(only({"a"})), officer(only({"q3"}), past)},
       true,
       true},
      {"beyond in the past alone", {officer(only({"q3"}), past)}, false, false},
      {"within in the past alone", {officer(only({"a"}), past)}, true, true},
  };
  Powers of_q1{"u-1", {holding(Role::Administrator, only({"q1", "a", "b"}))}, PowerSet::all()};
  Powers of_all{"u-2", {holding(Role::Administrator, whole())}, PowerSet::all()};
  Powers auditor{"u-3", {holding(Role::Auditor, whole())}, PowerSet::all()};
  Powers chief{"u-4", {holding(Role::Chief, whole())}, PowerSet::all()};
  Powers over{"u-5", {holding(Role::Administrator, whole(), past)}, PowerSet::all()};
  const UnitRegister& units = small_office();
  for (const Case& one : cases) {
    EXPECT_EQ(keeps({of_q1, units, today}, Power::ManageAccounts, one.held), one.kept_by_q1)
        << one.what;
    EXPECT_EQ(sees({of_q1, units, today}, one.held), one.seen_by_q1) << one.what;
    EXPECT_TRUE(keeps({of_all, units, today}, Power::ManageSessions, one.held)) << one.what;
    EXPECT_TRUE(sees({of_all, units, today}, one.held)) << one.what;
    EXPECT_FALSE(keeps({auditor, units, today}, Power::ManageAccounts, one.held)) << one.what;
    EXPECT_TRUE(sees({auditor, units, today}, one.held)) << one.what;
    for (const Powers* none : {&chief, &over}) {
      EXPECT_FALSE(keeps({*none, units, today}, Power::ManageAccounts, one.held)) << one.what;
      EXPECT_FALSE(sees({*none, units, today}, one.held)) << one.what;
    }
  }
  // A token that was made for less does less.
  Powers token = of_all;
  token.scope = {Power::ReadAccounts};
  EXPECT_FALSE(keeps({token, units, today}, Power::ManageAccounts, {}));
  EXPECT_TRUE(sees({token, units, today}, {}));
}

TEST(PersonalRead, WhatIsNotKnownToHoldNothingPersonalMay) {
  for (const char* action :
       {"account.added", "account.renamed", "session.started", "sign_in.failed", "grant.made",
        "grant.ended", "delegation.made", "post.handed_over", "token.made", "something.new"}) {
    EXPECT_TRUE(payload_is_personal(action)) << action;
  }
  for (const char* action : {"personal.read", "values.saved", "office.loaded", "office.restored",
                             "session.ended", "password.set", "second_factor.begun"}) {
    EXPECT_FALSE(payload_is_personal(action)) << action;
  }
}

}  // namespace
}  // namespace exemplar::programme
