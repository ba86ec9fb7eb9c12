// Roles and powers: their names, what excludes what, and the table that docs/people.md shows.
#include "base/text.hpp"
#include "programme/user/role.hpp"

namespace exemplar::programme {
namespace {

TEST(Power, NamesAreStableAndReadBack) {
  std::set<std::string_view> names;
  for (const Power power : all_powers()) {
    EXPECT_EQ(power_named(name_of(power)), power);
    EXPECT_TRUE(names.insert(name_of(power)).second) << name_of(power);
    EXPECT_FALSE(vietnamese_of(label_of(power).pattern).empty()) << name_of(power);
  }
  EXPECT_EQ(names.size(), kPowerCount);
  EXPECT_EQ(power_named("everything"), std::nullopt);
  EXPECT_EQ(name_of(Power::Backup), "backup");
  const PowerSet some = {Power::Decide, Power::ReadUnits, Power::Backup};
  EXPECT_EQ(to_string(some), "read_units decide backup");
  EXPECT_EQ(parse_powers(to_string(some)), some);
  EXPECT_EQ(parse_powers("read_units no_more decide  backup"), some);
  EXPECT_EQ(parse_powers(to_string(PowerSet::all())), PowerSet::all());
}

TEST(Role, NamesAreStableAndReadBack) {
  std::set<std::string_view> names;
  for (const Role role : all_roles()) {
    EXPECT_EQ(role_named(name_of(role)), role);
    EXPECT_TRUE(names.insert(name_of(role)).second) << name_of(role);
    EXPECT_FALSE(vietnamese_of(label_of(role).pattern).empty()) << name_of(role);
  }
  EXPECT_EQ(names.size(), kRoleCount);
  EXPECT_EQ(role_named("nobody"), std::nullopt);
}

TEST(Power, WhatExcludesWhatGoesBothWays) {
  for (const Power a : all_powers()) {
    for (const Power b : all_powers()) {
      EXPECT_EQ(incompatible_with(a).has(b), incompatible_with(b).has(a))
          << name_of(a) << " " << name_of(b);
    }
  }
}

TEST(Power, EnteringCheckingDecidingAccountsAndAuditAreKeptApart) {
  struct Case {
    Power one, other;
    bool excluded;
  };
  using P = Power;
  for (const auto& [one, other, excluded] : {
           Case{P::SaveValues, P::Verify, true},
           {P::ImportValues, P::Verify, true},
           {P::Submit, P::Appraise, true},
           {P::Verify, P::Decide, true},
           {P::Verify, P::Vote, true},
           {P::Appraise, P::Decide, true},
           {P::SaveValues, P::Decide, true},
           {P::ManageAccounts, P::SaveValues, true},
           {P::ManageAccounts, P::ReadCases, true},
           {P::ManageAccounts, P::OpenSealed, true},
           {P::ReadAudit, P::ManageAccounts, true},
           {P::ReadAudit, P::Backup, true},
           {P::ReadAudit, P::ReadCases, true},
           {P::ReadAudit, P::OpenSealed, true},
           {P::ReadAudit, P::ManageDefinitions, true},
           {P::SaveValues, P::Submit, false},
           {P::Verify, P::Appraise, false},
           {P::Vote, P::Decide, false},
           {P::SaveValues, P::ReadCases, false},
           {P::ReadAudit, P::ReadValues, false},
           {P::ManageAccounts, P::Backup, false},
       }) {
    EXPECT_EQ(incompatible_with(one).has(other), excluded) << name_of(one) << " " << name_of(other);
  }
}

TEST(Role, NoneExcludesItself) {
  for (const Role role : all_roles()) {
    EXPECT_TRUE((powers_of(role) & incompatible_with(powers_of(role))).empty()) << name_of(role);
  }
}

// What the programme demands of roles, whatever else they may.
TEST(Role, HasWhatItMustAndNotWhatItMustNot) {
  using P = Power;
  const PowerSet cases = {P::ReadCases, P::HandleCases, P::OpenSealed};
  const PowerSet data = {P::ReadStandings, P::ReadValues, P::ReadExplanations,
                         P::ReadObstacles, P::ReadClocks, P::SaveValues,
                         P::ImportValues,  P::Submit,     P::Verify,
                         P::Appraise,      P::Vote,       P::Decide};
  struct Case {
    Role role;
    PowerSet must, must_not;
  };
  for (const auto& [role, must, must_not] : {
           Case{Role::Officer, {P::SaveValues}, {P::Verify, P::Decide, P::OpenSealed}},
           {Role::Chief, {P::Submit}, {P::Verify, P::Decide}},
           {Role::Verifier, {P::Verify}, cases | PowerSet{P::SaveValues, P::Decide}},
           {Role::Appraiser, {P::Appraise}, cases | PowerSet{P::SaveValues, P::Decide}},
           {Role::CouncilMember, {P::Vote}, cases | PowerSet{P::Verify, P::SaveValues}},
           {Role::Department, {P::ManageObstacle}, cases | PowerSet{P::ReadValues}},
           {Role::Leader, {P::ReadStandings}, cases | PowerSet{P::ReadClocks, P::ReadValues}},
           {Role::Auditor, {P::ReadAudit, P::ReadValues, P::ReadAccounts}, cases},
           {Role::ProcuracyReader, {P::ReadClocks}, cases | PowerSet{P::ReadValues}},
           {Role::Inspector, {P::ReadValues}, cases | PowerSet{P::SaveValues, P::Verify}},
           {Role::Designer, {P::ManageDefinitions}, cases | PowerSet{P::SaveValues}},
           {Role::Administrator, {P::ManageAccounts, P::Backup}, cases | data},
       }) {
    EXPECT_TRUE(powers_of(role).contains(must)) << name_of(role);
    EXPECT_EQ(to_string(powers_of(role) & must_not), "") << name_of(role);
  }
}

// | power | officer | chief | …     ● where the role has it
std::string table_of_roles() {
  std::string text = "| power |";
  std::string line = "|---|";
  for (const Role role : all_roles()) {
    text += " " + std::string(name_of(role)) + " |";
    line += "---|";
  }
  text += "\n" + line + "\n";
  for (const Power power : all_powers()) {
    text += "| `" + std::string(name_of(power)) + "` |";
    for (const Role role : all_roles()) text += powers_of(role).has(power) ? " ● |" : " |";
    text += "\n";
  }
  return text;
}

TEST(Role, TheDocumentShowsTheTable) {
  std::ifstream file(EXEMPLAR_ROOT "/docs/people.md");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_NE(text.str().find(table_of_roles()), std::string::npos) << "docs/people.md should hold:\n"
                                                                  << table_of_roles();
}

}  // namespace
}  // namespace exemplar::programme
