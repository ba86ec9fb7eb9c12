// What may be granted and delegated, and that nothing ever adds up to two powers that exclude each
// other.
#include "programme/user/grant_rules.hpp"

#include <rapidcheck/gtest.h>

#include "small_office.hpp"

namespace exemplar::programme {
namespace {

const Date kToday = day("2024-03-01");
constexpr InstantUs kNow = 1'709'258'400'000'000;

Account account(std::string id, std::optional<InstantUs> disabled_from = {}) {
  return {std::move(id), "login", "Name", 0, disabled_from};
}

TEST(GrantRules, RefuseWithTheFirstReason) {
  const Account giver = account("u-1"), other = account("u-2"), gone = account("u-3", kNow);
  const Account leaving = account("u-4", kNow + 1);
  const Powers everywhere{"u-1", {holding(Role::Administrator, whole())}};
  const Powers in_q1{"u-1", {holding(Role::Administrator, below("q1"))}};
  const std::vector<Holding> verifies = {holding(Role::Verifier, below("q1"))};
  const ProposedGrant right{"u-2", Role::Officer, only({"a"}), days("2024-03-01", ""), "new"};
  struct Case {
    std::string_view name;
    std::function<void(ProposedGrant&, GrantCase&)> change;
    std::string_view expected;
  };
  for (const auto& [name, change, expected] : std::vector<Case>{
           {"right", [](auto&, auto&) {}, ""},
           {"nobody", [](auto&, auto&c) { c.account = nullptr; }, "account_unknown"},
           {"disabled now", [&](auto&, auto&c) { c.account = &gone; }, "account_disabled"},
           {"disabled soon", [&](auto&, auto&c) { c.account = &leaving; }, ""},
           {"to oneself", [&](auto&, auto&c) { c.account = &giver; }, "to_self"},
           {"ends before it begins", [](auto&g, auto&) { g.days.until = g.days.from - 1; },
            "no_days"},
           {"no units", [](auto&g, auto&) { g.reach.units.clear(); }, "no_units"},
           {"the whole and a unit",
            [](auto&g, auto&) { g.reach.extent = Reach::Extent::Everything; }, "no_units"},
           {"too many units", [](auto&g, auto&) { g.reach.units.assign(kReachUnitsMax + 1, "a"); },
            "no_units"},
           {"as many as may be", [](auto&g, auto&) { g.reach.units.assign(kReachUnitsMax, "a"); },
            ""},
           {"unknown unit",
            [](auto&g, auto&) {
              g.reach.units = {"a", "zz"};
            },
            "unit_unknown"},
           {"a unit of other days", [](auto&g, auto&) { g.days = days("2025-01-01", ""); },
            "unit_not_there"},
           {"a unit that is there for one day",
            [](auto&g, auto&) { g.days = days("2024-12-31", ""); }, ""},
           {"unknown hierarchy", [](auto&g, auto&) { g.reach = below("a", "zz"); },
            "hierarchy_unknown"},
           {"a hierarchy too many", [](auto&g, auto&) { g.reach.hierarchy = "territory"; },
            "hierarchy_unknown"},
           {"an inspector below",
            [](auto&g, auto&) {
              g.role = Role::Inspector;
              g.reach = below("q1");
            },
            "reach_not_for_role"},
           {"an inspector for ever", [](auto&g, auto&) { g.role = Role::Inspector; },
            "without_end"},
           {"an inspector",
            [](auto&g, auto&) {
              g.role = Role::Inspector;
              g.days.until = day("2024-04-01");
            },
            ""},
           {"a giver without powers", [](auto&, auto&c) { c.giver_powers = nullptr; },
            "beyond_giver"},
           {"a giver of the district", [&](auto&, auto&c) { c.giver_powers = &in_q1; }, ""},
           {"a giver of the district, elsewhere",
            [&](auto&g, auto&c) {
              c.giver_powers = &in_q1;
              g.reach = only({"a", "q3"});
            },
            "beyond_giver"},
           {"the office itself",
            [](auto&, auto&c) {
              c.giver = nullptr;
              c.giver_powers = nullptr;
            },
            ""},
           {"verifies there", [&](auto&, auto&c) { c.held = verifies; }, "incompatible"},
           {"verifies elsewhere",
            [&](auto&g, auto&c) {
              c.held = verifies;
              g.reach = only({"q3"});
            },
            ""},
       }) {
    ProposedGrant grant = right;
    GrantCase given{&other, &giver, &everywhere, {}, kNow, kToday};
    change(grant, given);
    const auto refusal = refusal_of(grant, given, small_office());
    EXPECT_EQ(refusal ? name_of(*refusal) : "", expected) << name;
    if (refusal) {
      EXPECT_FALSE(vietnamese_of(message_of(*refusal).pattern).empty()) << name;
    }
  }
}

TEST(DelegationRules, RefuseWithTheFirstReason) {
  const Account other = account("u-2"), gone = account("u-3", kNow), self = account("u-1");
  const Grant chief{"g-1", "u-1", Role::Chief, below("q1"), days("2024-01-01", "2024-12-31"),
                    {},    "",    ""};
  Grant ended = chief;
  ended.ended_on = day("2024-05-31");
  Grant administrator = chief;
  administrator.role = Role::Administrator;
  const std::vector<Holding> verifies = {holding(Role::Verifier, only({"a"}))};
  const ProposedDelegation right{
      "g-1", "u-2", {Power::Submit}, SigningForm::Kt, days("2024-03-01", "2024-06-30"), "124/QĐ"};
  struct Case {
    std::string_view name;
    std::function<void(ProposedDelegation&, DelegationCase&)> change;
    std::string_view expected;
  };
  for (const auto& [name, change, expected] : std::vector<Case>{
           {"right", [](auto&, auto&) {}, ""},
           {"no grant", [](auto&, auto&c) { c.grant = nullptr; }, "grant_unknown"},
           {"another's grant", [](auto&, auto&c) { c.delegator = "u-2"; }, "grant_unknown"},
           {"nobody", [](auto&, auto&c) { c.account = nullptr; }, "account_unknown"},
           {"disabled", [&](auto&, auto&c) { c.account = &gone; }, "account_disabled"},
           {"to oneself", [&](auto&, auto&c) { c.account = &self; }, "to_self"},
           {"nothing", [](auto&d, auto&) { d.powers = {}; }, "no_powers"},
           {"more than there is",
            [](auto&d, auto&) {
              d.powers = {Power::Submit, Power::Verify};
            },
            "not_in_grant"},
           {"what is not delegated", [](auto&d, auto&) { d.powers = {Power::OpenSealed}; },
            "not_delegable"},
           {"keeping accounts",
            [&](auto&d, auto&c) {
              c.grant = &administrator;
              d.powers = {Power::ManageAccounts};
            },
            "not_delegable"},
           {"ends before it begins", [](auto&d, auto&) { d.days.until = day("2024-02-29"); },
            "no_days"},
           {"for ever", [](auto&d, auto&) { d.days.until = kOpenFuture; }, "without_end"},
           {"since yesterday", [](auto&d, auto&) { d.days.from = kToday - 1; }, "before_today"},
           {"to the grant's last day", [](auto&d, auto&) { d.days.until = day("2024-12-31"); }, ""},
           {"a day longer", [](auto&d, auto&) { d.days.until = day("2025-01-01"); },
            "longer_than_grant"},
           {"longer than a grant that was ended", [&](auto&, auto&c) { c.grant = &ended; },
            "longer_than_grant"},
           {"no reason", [](auto&d, auto&) { d.reason.clear(); }, "without_reason"},
           {"verifies below", [&](auto&, auto&c) { c.held = verifies; }, "incompatible"},
           {"verifies below, reading delegated",
            [&](auto&d, auto&c) {
              c.held = verifies;
              d.powers = {Power::ReadValues};
            },
            ""},
       }) {
    ProposedDelegation delegation = right;
    DelegationCase given{"u-1", &chief, &other, {}, kNow, kToday};
    change(delegation, given);
    const auto refusal = refusal_of(delegation, given, small_office());
    EXPECT_EQ(refusal ? name_of(*refusal) : "", expected) << name;
    if (refusal) {
      EXPECT_FALSE(vietnamese_of(message_of(*refusal).pattern).empty()) << name;
    }
  }
}

TEST(Holdings, AreCutToWhatReallyHolds) {
  Grant chief{"g-1", "u-1", Role::Chief, below("q1"), days("2024-01-01", "2024-12-31"), {}, "", ""};
  Delegation to_deputy{"d-1",
                       "g-1",
                       "u-1",
                       "u-2",
                       {Power::Submit, Power::Verify},
                       SigningForm::Tuq,
                       days("2024-03-01", "2024-06-30"),
                       {},
                       "ill"};
  const auto held = [&](std::string_view who) {
    std::string text;
    for (const Holding& one : holdings_of(who, {chief}, {to_deputy})) {
      text += one.grant + one.delegation + " " + iso(one.days.from) + " " + iso(one.days.until) +
              " " + to_string(one.powers & PowerSet{Power::Submit, Power::Verify}) + ";";
    }
    return text;
  };
  EXPECT_EQ(held("u-1"), "g-1 2024-01-01 2024-12-31 submit;");
  EXPECT_EQ(held("u-2"), "g-1d-1 2024-03-01 2024-06-30 submit;");
  chief.ended_on = day("2024-04-30");
  EXPECT_EQ(held("u-2"), "g-1d-1 2024-03-01 2024-04-30 submit;");
  to_deputy.ended_on = day("2024-03-15");
  EXPECT_EQ(held("u-2"), "g-1d-1 2024-03-01 2024-03-15 submit;");
  chief.ended_on = day("2023-12-31");
  EXPECT_EQ(held("u-1") + held("u-2"), "");
}

// A small history of people, told only to the rules.
struct History {
  std::vector<Account> accounts;
  std::vector<Grant> grants;
  std::vector<Delegation> delegations;
  int accepted = 0;
  int refused = 0;

  std::vector<Holding> held(const std::string& who) const {
    return holdings_of(who, grants, delegations);
  }
  void grant(ProposedGrant proposed) {
    const auto found = std::find_if(accounts.begin(), accounts.end(),
                                    [&](const Account& a) { return a.id == proposed.account; });
    const std::vector<Holding> holdings = held(proposed.account);
    const GrantCase given{&*found, nullptr, nullptr, holdings, kNow, kToday};
    if (refusal_of(proposed, given, small_office())) {
      ++refused;
      return;
    }
    ++accepted;
    grants.push_back({"g-" + std::to_string(grants.size()),
                      proposed.account,
                      proposed.role,
                      proposed.reach,
                      proposed.days,
                      {},
                      "",
                      ""});
  }
  void delegate(size_t which, ProposedDelegation proposed) {
    if (grants.empty()) return;
    const Grant& grant = grants[which % grants.size()];
    proposed.grant = grant.id;
    proposed.powers = proposed.powers & powers_of(grant.role);
    const auto found = std::find_if(accounts.begin(), accounts.end(),
                                    [&](const Account& a) { return a.id == proposed.to; });
    const std::vector<Holding> holdings = held(proposed.to);
    const DelegationCase given{grant.account, &grant, &*found, holdings, kNow, kToday};
    if (refusal_of(proposed, given, small_office())) {
      ++refused;
      return;
    }
    ++accepted;
    delegations.push_back({"d-" + std::to_string(delegations.size()),
                           grant.id,
                           grant.account,
                           proposed.to,
                           proposed.powers,
                           proposed.form,
                           proposed.days,
                           {},
                           ""});
  }
};

// Asked the plain way: every unit, every day on which anything changes, every pair of powers.
std::string first_collision(const std::vector<Holding>& held) {
  const UnitRegister& units = small_office();
  for (const char* text : {"2024-02-29", "2024-03-01", "2024-12-31", "2025-01-01", "2025-02-28",
                           "2025-03-01", "2025-06-30", "2025-07-01", "2026-01-01"}) {
    const Date on = day(text);
    for (size_t i = 0; i < units.size(); ++i) {
      const OrganisationUnitId one(i);
      PowerSet powers;
      for (const Holding& each : held) {
        if (!each.days.contains(on)) continue;
        bool reached = each.reach.extent == Reach::Extent::Everything;
        for (const std::string& root : each.reach.units) {
          const OrganisationUnitId top = id(units, root);
          if (!units.is_valid(top, on)) continue;
          reached = reached || top == one;
          if (each.reach.extent != Reach::Extent::Below) continue;
          const DateRange own = units.validity(one);
          const Date near = std::max(own.from, std::min(own.until, on));
          reached = reached ||
                    units.is_under(one, top, *units.find_hierarchy(each.reach.hierarchy), near);
        }
        if (reached) powers = powers | each.powers;
      }
      if (!(powers & incompatible_with(powers)).empty()) {
        return units.id_of(one) + " on " + text + ": " +
               to_string(powers & incompatible_with(powers));
      }
    }
  }
  return "";
}

RC_GTEST_PROP(Powers, NoSequenceOfGrantsAndDelegationsAddsUpToTwoThatExcludeEachOther, ()) {
  History history;
  for (const char* who : {"u-1", "u-2", "u-3"}) history.accounts.push_back(account(who));
  const std::vector<std::string> roots = {"city", "q1", "q3", "a", "b", "c", "d", "e", "health"};
  const std::vector<std::string> firsts = {"2024-03-01", "2025-01-01", "2025-03-01", "2025-07-01"};
  const std::vector<std::string> lasts = {"2024-06-30", "2025-02-28", "2025-06-30", "2026-12-31"};
  const auto span = [&] { return days(*rc::gen::elementOf(firsts), *rc::gen::elementOf(lasts)); };
  const auto who = [&] { return (*rc::gen::elementOf(history.accounts)).id; };
  const int steps = *rc::gen::inRange(1, 25);
  for (int step = 0; step < steps; ++step) {
    if (*rc::gen::inRange(0, 3) == 0) {
      history.delegate(*rc::gen::inRange<size_t>(0, 20),
                       {"", who(),
                        PowerSet::all() & PowerSet{Power::Submit, Power::SaveValues, Power::Verify,
                                                   Power::Decide},
                        SigningForm::Kt, span(), "reason"});
      continue;
    }
    const int extent = *rc::gen::inRange(0, 8);
    Reach reach = extent == 0 ? whole()
                  : extent < 4
                      ? below(*rc::gen::elementOf(roots), extent == 1 ? "command" : "territory")
                      : only({*rc::gen::elementOf(roots)});
    history.grant(
        {who(), all_roles()[*rc::gen::inRange<size_t>(0, kRoleCount)], reach, span(), ""});
  }
  RC_CLASSIFY(history.refused > 0 && history.accepted > 2, "some refused");
  for (const Account& one : history.accounts) {
    const std::string found = first_collision(history.held(one.id));
    if (!found.empty()) RC_FAIL(one.id + ": " + found);
  }
}

}  // namespace
}  // namespace exemplar::programme
