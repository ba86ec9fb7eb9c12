// What decisions say on a day: tables of decisions against questions.
#include "programme/recognition/progress.hpp"

namespace exemplar::programme {

namespace {

Period year(int number) {
  return {*make_date(number, 1, 1), {1, Length::Unit::Years}};
}
Date day(std::string_view iso) {
  return *parse_iso_date(iso);
}

Decision decision(DecisionKind kind, int of_year, std::string_view date, size_t unit = 0,
                  std::optional<Date> until = {}) {
  Decision one;
  one.kind = kind;
  one.programme = "p";
  one.period = year(of_year);
  one.unit = OrganisationUnitId(unit);
  one.date = day(date);
  one.valid_until = until;
  return one;
}

const OrganisationUnitId kUnit(size_t{0});

}  // namespace

TEST(TitleBook, StatesOfAYearStandApart) {
  const std::vector<Decision> decisions = {
      decision(DecisionKind::Registered, 2023, "2023-03-01"),
      decision(DecisionKind::Proposed, 2023, "2024-01-15"),
  };
  const TitleBook book(decisions, "p", kOpenFuture);
  EXPECT_TRUE(book.registered(kUnit, year(2023)));
  EXPECT_TRUE(book.proposed(kUnit, year(2023)));
  EXPECT_FALSE(book.registered(kUnit, year(2022)));
  EXPECT_FALSE(book.title_of_year(kUnit, year(2023)));
  EXPECT_FALSE(book.title_ever(kUnit, kOpenFuture));
  EXPECT_FALSE(book.registered(OrganisationUnitId(size_t{1}), year(2023)));
}

TEST(TitleBook, ADecisionIsKnownFromItsDateOn) {
  const std::vector<Decision> decisions = {decision(DecisionKind::Recognised, 2023, "2024-05-01")};
  EXPECT_FALSE(TitleBook(decisions, "p", day("2024-01-16")).title_of_year(kUnit, year(2023)));
  EXPECT_TRUE(TitleBook(decisions, "p", day("2024-05-01")).title_of_year(kUnit, year(2023)));
  EXPECT_FALSE(TitleBook(decisions, "q", kOpenFuture).title_of_year(kUnit, year(2023)));
}

TEST(TitleBook, ATitleLastsItsTermAndUntilItIsRevoked) {
  const std::vector<Decision> decisions = {
      decision(DecisionKind::Recognised, 2022, "2023-05-01", 0, day("2024-04-30")),
      decision(DecisionKind::Recognised, 2023, "2024-07-01"),
      decision(DecisionKind::Revoked, 2023, "2025-02-01"),
  };
  const TitleBook book(decisions, "p", kOpenFuture);
  const std::vector<std::pair<const char*, bool>> in_force = {
      {"2023-04-30", false}, {"2023-05-01", true}, {"2024-04-30", true}, {"2024-05-01", false},
      {"2024-07-01", true},  {"2025-01-31", true}, {"2025-02-01", false}};
  for (const auto& [date, holds] : in_force) {
    EXPECT_EQ(book.title_in_force(kUnit, day(date)), holds) << date;
  }
  EXPECT_TRUE(book.title_of_year(kUnit, year(2022)));
  EXPECT_FALSE(book.title_of_year(kUnit, year(2023)));
  EXPECT_FALSE(book.title_ever(kUnit, day("2023-04-30")));
  EXPECT_TRUE(book.title_ever(kUnit, day("2030-01-01")));
}

TEST(TitleBook, ARevocationEndsTheTitleOfItsYearOnly) {
  const std::vector<Decision> decisions = {
      decision(DecisionKind::Recognised, 2022, "2023-05-01"),
      decision(DecisionKind::Recognised, 2023, "2024-05-01"),
      decision(DecisionKind::Revoked, 2023, "2024-09-01"),
  };
  const TitleBook book(decisions, "p", kOpenFuture);
  EXPECT_TRUE(book.title_in_force(kUnit, day("2025-01-01")));
}

TEST(TitleBook, RecognisedAgainAfterARevocation) {
  const std::vector<Decision> decisions = {
      decision(DecisionKind::Recognised, 2023, "2024-11-01"),
      decision(DecisionKind::Revoked, 2023, "2024-09-01"),
      decision(DecisionKind::Recognised, 2023, "2024-05-01"),
  };
  const TitleBook book(decisions, "p", kOpenFuture);
  EXPECT_TRUE(book.title_of_year(kUnit, year(2023)));
  EXPECT_FALSE(book.title_in_force(kUnit, day("2024-10-01")));
  EXPECT_TRUE(book.title_in_force(kUnit, day("2024-11-01")));
}

}  // namespace exemplar::programme
