// Accounts, roles and delegations as rows, with their entries in the audit log.
#include "programme/user/account_store.hpp"

#include "office_people.hpp"
#include "programme/user/api_token_store.hpp"
#include "programme/user/session_store.hpp"

namespace exemplar::programme {
namespace {

class People : public OfficePeople {};

TEST_P(People, AccountsAreFoundHoweverTheirLoginIsWritten) {
  const std::string an = add("an.nv"), binh = add("Bình");
  EXPECT_EQ(an, "u-000001");
  EXPECT_EQ(binh, "u-000002");
  EXPECT_EQ(find_account_by_login(*connection_, " BI\xcc\x80NH ")->id, binh);
  EXPECT_FALSE(find_account_by_login(*connection_, "binh"));
  EXPECT_FALSE(find_account_by_login(*connection_, std::string("an\0nv", 5)));
  EXPECT_FALSE(find_account_by_login(*connection_, "\xff\xfe\xfd"));
  EXPECT_EQ(find_account(*connection_, an)->name, "Tên an.nv");
  EXPECT_FALSE(find_account(*connection_, "u-000003"));
  EXPECT_EQ(all_accounts(*connection_).size(), 2U);

  write_as("u-000001", [&](const Change& change) {
    EXPECT_EQ(add_account(change, "AN.NV", "Another").why(), AccountRefusal::LoginTaken);
    EXPECT_EQ(add_account(change, "a", "Another").why(), AccountRefusal::LoginLength);
    EXPECT_EQ(rename_account(change, binh, "an.nv", "B"), AccountRefusal::LoginTaken);
    EXPECT_EQ(rename_account(change, binh, "BÌNH", "Bình"), std::nullopt);
    return 0;
  });
  EXPECT_EQ(find_account(*connection_, binh)->login, "BÌNH");
  EXPECT_EQ(audited(3), (std::vector<std::string>{"account.added account/u-000002",
                                                  "password.changed account/u-000002",
                                                  "account.renamed account/u-000002"}));
}

TEST_P(People, DisablingEndsSessionsAndPowersAndLeavesAnAdministrator) {
  const std::string first = add("first"), second = add("second");
  grant(first, Role::Administrator, whole());
  const auto disable = [&](const std::string& actor, const std::string& who) {
    return write_as(
        actor, [&](const Change& change) { return disable_account(change, who, now_, today_); });
  };
  for (const InstantUs beyond : {kFirstInstant - 1, kLastInstant + 1, INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(write_as("system",
                       [&](const Change& change) {
                         return disable_account(change, first, beyond, today_);
                       }),
              DisableRefusal::NoInstant);
  }
  EXPECT_EQ(disable("system", "u-9"), DisableRefusal::AccountUnknown);
  EXPECT_EQ(disable(first, first), DisableRefusal::Self);
  EXPECT_EQ(disable(second, first), DisableRefusal::LastAdministrator);
  grant(second, Role::Administrator, whole());
  const auto started = write_as(first, [&](const Change& change) {
    return start_session(change, first, Factor::NotNeeded, {"password", "10.0.0.1", "Browser"});
  });
  EXPECT_TRUE(holds(first, Power::ManageAccounts, "a", today_));
  EXPECT_EQ(disable(second, first), std::nullopt);
  EXPECT_FALSE(holds(first, Power::ManageAccounts, "a", today_));
  const auto found = find_session(*connection_, started.token);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->session.end, SessionEnd::AccountDisabled);
  EXPECT_EQ(disable("system", second), DisableRefusal::LastAdministrator);
  write_as(second, [&](const Change& change) {
    enable_account(change, first);
    return 0;
  });
  EXPECT_TRUE(holds(first, Power::ManageAccounts, "a", today_));
  // The session stays ended.
  EXPECT_EQ(find_session(*connection_, started.token)->state({}, now_), SessionState::Ended);
}

TEST_P(People, GrantsAreKeptAndEndedAndNeverWithoutAnAdministrator) {
  const std::string keeper = add("keeper"), an = add("an.nv");
  const std::string keeping = grant(keeper, Role::Administrator, whole());
  const auto give = [&](const std::string& actor, ProposedGrant proposed) {
    const Powers giver = powers(actor);
    return write_as(actor, [&](const Change& change) {
      return add_grant(change, proposed, &giver, small_office(), today_);
    });
  };
  const ProposedGrant officer{an, Role::Officer, only({"b", "a"}), days("2024-03-01", "2024-12-31"),
                              "12/QĐ"};
  const auto made = give(keeper, officer);
  ASSERT_TRUE(bool(made));
  EXPECT_EQ(find_grant(*connection_, made->id), *made);
  EXPECT_EQ(made->reach.units, (std::vector<std::string>{"b", "a"}));
  EXPECT_TRUE(holds(an, Power::SaveValues, "a", today_));
  EXPECT_FALSE(holds(an, Power::SaveValues, "a", day("2025-01-01")));
  EXPECT_EQ(give(an, {keeper, Role::Officer, only({"a"}), kAlways, ""}).why(),
            GrantRefusal::BeyondGiver);
  EXPECT_EQ(give(keeper, {keeper, Role::Leader, only({"a"}), kAlways, ""}).why(),
            GrantRefusal::ToSelf);
  EXPECT_EQ(give(keeper, {an, Role::Verifier, below("q1"), kAlways, ""}).why(),
            GrantRefusal::Incompatible);
  EXPECT_EQ(give("u-9", {an, Role::Leader, below("q1"), kAlways, ""}).why(),
            GrantRefusal::BeyondGiver);

  const auto end = [&](const std::string& actor, const std::string& which, Date last) {
    const Powers ender = powers(actor);
    return write_as(actor, [&](const Change& change) {
      return end_grant(change, which, last, "left", &ender, small_office(), today_);
    });
  };
  EXPECT_EQ(end(keeper, "g-9", today_), EndRefusal::Unknown);
  EXPECT_EQ(end(an, made->id, today_), EndRefusal::NotYours);
  EXPECT_EQ(end(keeper, made->id, today_ - 2), EndRefusal::InThePast);
  EXPECT_EQ(end(keeper, made->id, day("2024-12-31")), EndRefusal::EndedAlready);
  EXPECT_EQ(end(keeper, made->id, today_ + 10), std::nullopt);
  EXPECT_TRUE(holds(an, Power::SaveValues, "a", today_ + 10));
  EXPECT_FALSE(holds(an, Power::SaveValues, "a", today_ + 11));
  EXPECT_EQ(end(keeper, made->id, today_ - 1), std::nullopt);
  EXPECT_FALSE(holds(an, Power::SaveValues, "a", today_));
  EXPECT_EQ(end(keeper, made->id, today_), EndRefusal::EndedAlready);
  EXPECT_EQ(end(keeper, keeping, today_), EndRefusal::LastAdministrator);
  // What it collided with has ended.
  EXPECT_TRUE(bool(give(keeper, {an, Role::Verifier, below("q1"), days("2024-03-01", ""), ""})));
}

TEST_P(People, DelegationsGiveWhatTheirGrantHasAndEndWithIt) {
  const std::string chief = add("chief"), deputy = add("deputy"), third = add("third");
  const std::string post = grant(chief, Role::Chief, below("q1"));
  const auto delegate = [&](const std::string& actor, const ProposedDelegation& proposed) {
    return write_as(actor, [&](const Change& change) {
      return add_delegation(change, proposed, small_office(), today_);
    });
  };
  const ProposedDelegation proposed{post,
                                    deputy,
                                    {Power::Submit, Power::ReadValues},
                                    SigningForm::Kt,
                                    days("2024-03-01", "2024-03-31"),
                                    "on leave"};
  const auto made = delegate(chief, proposed);
  ASSERT_TRUE(bool(made));
  EXPECT_EQ(find_delegation(*connection_, made->id), *made);
  const PowerAnswer answer = may(powers(deputy), Power::Submit, unit("a"), small_office(), today_);
  EXPECT_EQ(answer.delegation, made->id);
  EXPECT_EQ(answer.form, SigningForm::Kt);
  EXPECT_FALSE(holds(deputy, Power::HandleCases, "a", today_));
  EXPECT_FALSE(holds(deputy, Power::Submit, "a", day("2024-04-01")));
  // Never onwards.
  ProposedDelegation onwards = proposed;
  onwards.to = third;
  EXPECT_EQ(delegate(deputy, onwards).why(), DelegationRefusal::GrantUnknown);
  // A delegated power stands in the way of what it excludes, as a granted one does.
  write_as("system", [&](const Change& change) {
    EXPECT_EQ(add_grant(change, {deputy, Role::Verifier, only({"a"}), kAlways, ""}, nullptr,
                        small_office(), today_)
                  .why(),
              GrantRefusal::Incompatible);
    return 0;
  });
  // Nothing is held from somebody who is disabled.
  const auto disabled = [&](std::optional<InstantUs> from) {
    write_as("system", [&](const Change& change) {
      if (from) {
        EXPECT_EQ(disable_account(change, chief, *from, today_), std::nullopt);
      } else {
        enable_account(change, chief);
      }
      return 0;
    });
  };
  disabled(now_);
  EXPECT_FALSE(holds(deputy, Power::Submit, "a", today_));
  disabled({});
  EXPECT_TRUE(holds(deputy, Power::Submit, "a", today_));

  const auto end = [&](const std::string& actor, Date last) {
    const Powers own = powers(actor);
    return write_as(actor, [&](const Change& change) {
      return end_delegation(change, made->id, last, &own, small_office(), today_);
    });
  };
  EXPECT_EQ(end(third, today_), EndRefusal::NotYours);
  EXPECT_EQ(end(deputy, today_ + 1), std::nullopt);
  EXPECT_EQ(end(chief, today_), std::nullopt);
  EXPECT_TRUE(holds(deputy, Power::Submit, "a", today_));
  EXPECT_FALSE(holds(deputy, Power::Submit, "a", today_ + 1));
  write_as("system", [&](const Change& change) {
    return end_grant(change, post, today_ - 1, "left", nullptr, small_office(), today_);
  });
  EXPECT_FALSE(holds(deputy, Power::Submit, "a", today_));
}

TEST_P(People, TokensAreWorthNoMoreThanTheirOwner) {
  const std::string an = add("an.nv");
  const std::string post = grant(an, Role::Officer, only({"a"}));
  const auto make = [&](PowerSet scope) {
    return write_as(an, [&](const Change& change) {
      return add_token(change, {"export", scope, now_ + 60 * kMinute}, today_);
    });
  };
  EXPECT_EQ(make({Power::Verify}).why(), TokenRefusal::NotYours);
  const auto made = make({Power::ReadValues, Power::SaveValues});
  ASSERT_TRUE(bool(made));
  EXPECT_TRUE(made->text.starts_with("exm_"));
  EXPECT_EQ(made->text.size(), 47U);
  EXPECT_EQ(made->token.shown, made->text.substr(0, 12));
  const auto can = [&](Power power) {
    const auto token = find_token(*connection_, made->text);
    return token && may(powers_of_token(*connection_, *token, now_), power, unit("a"),
                        small_office(), today_);
  };
  EXPECT_TRUE(can(Power::SaveValues));
  EXPECT_FALSE(can(Power::ReadStandings));
  EXPECT_FALSE(find_token(*connection_, made->text + "x"));
  EXPECT_FALSE(find_token(*connection_, "exm_"));
  touch_token(*connection_, made->token.number, now_);
  touch_token(*connection_, made->token.number, now_ + kSecondUs);
  EXPECT_EQ(tokens_of(*connection_, an)[0].last_used, now_);
  now_ += 60 * kMinute;
  EXPECT_FALSE(can(Power::SaveValues));
  now_ -= 60 * kMinute;
  write_as("system", [&](const Change& change) {
    return end_grant(change, post, today_ - 1, "left", nullptr, small_office(), today_);
  });
  EXPECT_FALSE(can(Power::SaveValues));
  EXPECT_TRUE(
      write_as(an, [&](const Change& change) { return revoke_token(change, made->token.number); }));
  EXPECT_FALSE(
      write_as(an, [&](const Change& change) { return revoke_token(change, made->token.number); }));
  EXPECT_EQ(all_payloads().find(made->text), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Both, People,
                         ::testing::Values(store::Engine::Sqlite, store::Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
