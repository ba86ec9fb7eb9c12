// Who may do what to which unit on which day, while units move, merge and end.
#include "programme/user/power_rules.hpp"

#include "small_office.hpp"

namespace exemplar::programme {
namespace {

std::string answer(const Powers& powers, Power power, std::string_view text, std::string_view on) {
  const PowerAnswer found = may(powers, power, unit(text), small_office(), day(on));
  return found ? "by " + found.grant + (found.delegation.empty() ? "" : "/" + found.delegation)
               : std::string(name_of(*found.refusal));
}

TEST(May, FollowsTheUnitsThroughTime) {
  struct Case {
    Reach reach;
    std::string_view unit, on, expected;
  };
  const std::string_view yes = "by verifier";
  const std::string_view no = "other_units";
  for (const auto& [reach, text, on, expected] : std::vector<Case>{
           {below("q1"), "a", "2024-06-01", yes},
           {below("q1"), "q1", "2024-06-01", yes},
           {below("q1"), "q3", "2024-06-01", no},
           {below("q1"), "city", "2024-06-01", no},
           {below("q1"), "c", "2025-01-01", yes},
           // Ended, and still seen by those above; not by a successor of another place.
           {below("q1"), "a", "2025-02-01", yes},
           {below("q3"), "a", "2025-02-01", no},
           {only({"c"}), "a", "2025-02-01", no},
           // Yet to begin.
           {below("city"), "d", "2024-06-01", yes},
           {below("q1"), "d", "2024-06-01", no},
           // The district is no more.
           {below("q1"), "q1", "2025-07-01", no},
           {below("q1"), "c", "2025-07-01", no},
           {below("q1"), "d", "2025-07-01", no},
           {below("city"), "d", "2025-07-01", yes},
           {below("city"), "a", "2025-07-01", yes},
           {below("city"), "city", "2025-07-01", yes},
           // The line of command changes on another day than the territory.
           {below("q1", "command"), "c", "2025-02-28", yes},
           {below("q1", "command"), "c", "2025-03-01", no},
           {below("city", "command"), "c", "2025-03-01", yes},
           {below("city", "command"), "c", "2025-02-28", no},
           {below("city", "elsewhere"), "c", "2025-02-28", no},
           {only({"a", "q3"}), "a", "2024-06-01", yes},
           {only({"a", "q3"}), "b", "2024-06-01", no},
           {only({"q1"}), "a", "2024-06-01", no},
           {only({"nowhere"}), "a", "2024-06-01", no},
           {below("city"), "health", "2024-06-01", no},
           {whole(), "health", "2024-06-01", yes},
           {whole(), "d", "2024-06-01", yes},
       }) {
    const Powers powers{"u-000001", {holding(Role::Verifier, reach)}};
    EXPECT_EQ(answer(powers, Power::Verify, text, on), expected)
        << text << " on " << on << " below " << (reach.units.empty() ? "" : reach.units[0]);
  }
}

TEST(May, TellsTheFirstReasonInItsOrder) {
  const DateRange spring = days("2024-02-01", "2024-05-31");
  struct Case {
    std::string_view name;
    Powers powers;
    std::string_view unit, on, expected;
  };
  const Holding a = holding(Role::Officer, only({"a"}), spring);
  Powers narrow{"u", {a}, PowerSet{Power::ReadValues}};
  for (const auto& [name, powers, text, on, expected] : std::vector<Case>{
           {"out of the token's scope", narrow, "b", "2025-01-01", "out_of_scope"},
           {"no role", {"u", {}}, "a", "2024-03-01", "not_held"},
           {"other roles", {"u", {holding(Role::Leader, whole())}}, "a", "2024-03-01", "not_held"},
           {"the day before", {"u", {a}}, "a", "2024-01-31", "not_on_this_day"},
           {"the first day", {"u", {a}}, "a", "2024-02-01", "by officer"},
           {"the last day", {"u", {a}}, "a", "2024-05-31", "by officer"},
           {"the day after, elsewhere", {"u", {a}}, "b", "2024-06-01", "not_on_this_day"},
           {"elsewhere", {"u", {a}}, "b", "2024-03-01", "other_units"},
           {"verifies too",
            {"u", {a, holding(Role::Verifier, below("q1"))}},
            "a",
            "2024-03-01",
            "incompatible"},
           {"verifies another unit",
            {"u", {a, holding(Role::Verifier, only({"b"}))}},
            "a",
            "2024-03-01",
            "by officer"},
           {"verifies on other days",
            {"u", {a, holding(Role::Verifier, below("q1"), days("2024-06-01", ""))}},
            "a",
            "2024-03-01",
            "by officer"},
           {"elsewhere, and verifies there",
            {"u", {a, holding(Role::Verifier, below("q1"))}},
            "b",
            "2024-03-01",
            "other_units"},
       }) {
    EXPECT_EQ(answer(powers, Power::SaveValues, text, on), expected) << name;
  }
}

TEST(May, NamesTheOwnGrantBeforeADelegatedOne) {
  Holding delegated = holding(Role::Chief, only({"a"}));
  delegated.delegation = "d-000001";
  delegated.form = SigningForm::Kt;
  const Powers deputy{"u", {delegated}};
  EXPECT_EQ(answer(deputy, Power::Submit, "a", "2024-03-01"), "by chief/d-000001");
  EXPECT_EQ(may(deputy, Power::Submit, unit("a"), small_office(), day("2024-03-01")).form,
            SigningForm::Kt);
  const Powers both{
      "u", holdings_of("u",
                       {{"g-1", "u", Role::Chief, only({"a"}), {}, {}, "", ""},
                        {"g-2", "v", Role::Chief, only({"a"}), {}, {}, "", ""}},
                       {{"d-1", "g-2", "v", "u", {Power::Submit}, SigningForm::Tl, {}, {}, ""}})};
  ASSERT_EQ(both.holdings.size(), 2U);
  EXPECT_EQ(answer(both, Power::Submit, "a", "2024-03-01"), "by g-1");
}

// A power that was allowed beside another is refused once a unit has moved under both.
TEST(May, RefusesWhatAMoveOfUnitsHasMadeIncompatible) {
  const Powers powers{
      "u",
      {holding(Role::Officer, only({"c"})), holding(Role::Verifier, below("city", "command"))}};
  EXPECT_EQ(answer(powers, Power::SaveValues, "c", "2025-02-28"), "by officer");
  EXPECT_EQ(answer(powers, Power::SaveValues, "c", "2025-03-01"), "incompatible");
  EXPECT_EQ(answer(powers, Power::Verify, "c", "2025-03-01"), "incompatible");
  EXPECT_EQ(answer(powers, Power::ReadValues, "c", "2025-03-01"), "by officer");
}

TEST(May, SomewhereEverywhereThroughout) {
  const Date on = day("2024-03-01");
  const Powers leader{"u", {holding(Role::Leader, below("q1"))}};
  EXPECT_TRUE(may_somewhere(leader, Power::Decide, on));
  EXPECT_EQ(may_everywhere(leader, Power::Decide, on).refusal, PowerRefusal::OtherUnits);
  EXPECT_EQ(may_somewhere(leader, Power::Backup, on).refusal, PowerRefusal::NotHeld);
  const Powers auditor{"u", {holding(Role::Auditor, whole())}};
  EXPECT_TRUE(may_everywhere(auditor, Power::ReadAudit, on));
  const Powers both{"u", {holding(Role::Auditor, whole()), holding(Role::Officer, only({"a"}))}};
  EXPECT_EQ(may_everywhere(both, Power::ReadAudit, on).refusal, PowerRefusal::Incompatible);

  const Powers keeper{"u", {holding(Role::Administrator, below("q1"))}};
  const auto throughout = [&](const Reach& reach) {
    return may_throughout(keeper, Power::ManageAccounts, reach, small_office(), on);
  };
  EXPECT_TRUE(throughout(below("q1")));
  EXPECT_TRUE(throughout(below("a")));
  EXPECT_TRUE(throughout(only({"a", "b"})));
  EXPECT_FALSE(throughout(only({"a", "q3"})));
  EXPECT_FALSE(throughout(below("q1", "command")));
  EXPECT_FALSE(throughout(below("city")));
  EXPECT_FALSE(throughout(whole()));
  EXPECT_TRUE(may_throughout({"u", {holding(Role::Administrator, whole())}}, Power::ManageAccounts,
                             whole(), small_office(), on));
}

TEST(UnitsWhere, AreThoseForWhichMayWouldSayYes) {
  const Powers powers{
      "u",
      {holding(Role::Officer, only({"a", "c"})), holding(Role::Verifier, below("city", "command")),
       holding(Role::Inspector, below("q3"))}};
  for (const char* on : {"2024-03-01", "2025-02-28", "2025-03-01", "2025-07-01"}) {
    for (const Power power : all_powers()) {
      std::vector<OrganisationUnitId> expected;
      for (size_t i = 0; i < small_office().size(); ++i) {
        const OrganisationUnitId one(i);
        if (may(powers, power, one, small_office(), day(on))) expected.push_back(one);
      }
      EXPECT_EQ(units_where(powers, power, small_office(), day(on)), expected)
          << name_of(power) << " on " << on;
    }
  }
  EXPECT_EQ(ids(small_office(),
                units_where(powers, Power::SaveValues, small_office(), day("2025-02-28"))),
            std::vector<std::string>{"c"});
}

TEST(FirstShared, IsTheFirstDayOnWhichBothHaveAUnit) {
  const auto shared = [](const Reach& a, const Reach& b, DateRange on) {
    const auto found = first_shared(a, b, on, small_office());
    return found ? small_office().id_of(found->unit) + " " + iso(found->day) : "";
  };
  EXPECT_EQ(shared(only({"c"}), below("city", "command"), days("2025-01-01", "2025-12-31")),
            "c 2025-03-01");
  EXPECT_EQ(shared(only({"c"}), below("city", "command"), days("2025-01-01", "2025-02-28")), "");
  EXPECT_EQ(shared(below("q1"), below("city"), days("2024-01-01", "")), "a 2024-01-01");
  EXPECT_EQ(shared(below("q1"), below("q3"), days("2024-01-01", "")), "");
  EXPECT_EQ(shared(below("q1"), below("city"), days("2025-07-01", "")), "");
  EXPECT_EQ(shared(only({"d"}), whole(), days("2024-01-01", "")), "d 2025-07-01");
  EXPECT_TRUE(first_shared(whole(), whole(), days("2024-01-01", ""), UnitRegister()));
}

}  // namespace
}  // namespace exemplar::programme
