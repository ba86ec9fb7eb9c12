// Values in columns: which value stands at a status, what is kept besides, and what it takes.
#include "programme/data_set/reported_values.hpp"

#include <random>

#include "programme/data_set/fact.hpp"

namespace exemplar::programme {
namespace {

using engine::Answer;

const ReportedValues::Form kTenths{engine::ValueType::Exact, 1};

Period year(int number) {
  return {*make_date(number, 1, 1), {1, Length::Years}};
}

ColumnKey key(size_t indicator = 0, int of = 2023, CategoryKey category = {}) {
  return {IndicatorId(indicator), year(of), std::move(category)};
}

ReportedValue value(size_t unit, int64_t number, Status status) {
  return {OrganisationUnitId(unit),
          engine::mark_of(engine::kKnown, static_cast<uint8_t>(status), false), number};
}

// "21.4 verified pending", "?" for unknown.
std::string shown(const engine::Cell& cell) {
  if (cell.answer == Answer::Unknown) return "?";
  std::string text = "n/a";
  if (cell.answer == engine::kKnown) {
    text = fmt::format("{}/{}", exemplar::to_string(cell.exact.numerator),
                       exemplar::to_string(cell.exact.denominator));
  }
  text += " " + std::string(name_of(static_cast<Status>(cell.status)));
  return cell.correction_pending ? text + " pending" : text;
}

std::string at(const ReportedValues& values, size_t unit, Status floor,
               const ColumnKey& where = key()) {
  const engine::Column* column = values.column(where, floor);
  if (column == nullptr) return "no column";
  return unit < column->size() ? shown((*column)[unit]) : "?";
}

TEST(ReportedValues, TheNewestAtOrAboveTheFloorStands) {
  ReportedValuesBuilder builder;
  const uint32_t column = builder.column(key(), kTenths);
  // Unit 3: verified, then corrected, then drafted. Unit 1: reported only. Unit 2: a draft.
  builder.add(column, value(3, 100, Status::Verified));
  builder.add(column, value(1, 50, Status::Reported));
  builder.add(column, value(3, 110, Status::Reported));
  builder.add(column, value(2, 7, Status::Draft));
  builder.add(column, value(3, 120, Status::Draft));
  const ReportedValues values = builder.take();
  struct Case {
    size_t unit;
    Status floor;
    const char* expected;
  };
  const Case cases[] = {
      {0, Status::Draft, "?"},
      {1, Status::Draft, "50/10 reported"},
      {1, Status::Reported, "50/10 reported"},
      {1, Status::Verified, "?"},
      {2, Status::Draft, "7/10 draft"},
      {2, Status::Reported, "?"},
      {3, Status::Draft, "120/10 draft"},
      {3, Status::Reported, "110/10 reported"},  // a draft announces no correction
      {3, Status::Verified, "100/10 verified pending"},
      {3, Status::Decided, "?"},
      {4, Status::Reported, "?"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(at(values, c.unit, c.floor), c.expected) << c.unit << name_of(c.floor);
  }
  EXPECT_EQ(values.size(), 5U);
  EXPECT_EQ(values.column(key(1), Status::Reported), nullptr);
  EXPECT_FALSE(values.any(key(0, 2022)));
  EXPECT_FALSE(values.any(key(0, 2023, "kind=theft")));
}

TEST(ReportedValues, PeriodsOfTheSameDaysAreOne) {
  ReportedValuesBuilder builder;
  const Period months{*make_date(2023, 1, 1), {12, Length::Months}};
  const uint32_t column = builder.column(key(), kTenths);
  EXPECT_EQ(builder.column({IndicatorId(0), months, {}}, kTenths), column);
  builder.add(column, value(0, 1, Status::Reported));
  builder.column(key(0, 2024), kTenths);  // never filled
  const ReportedValues values = builder.take();
  EXPECT_TRUE(values.any({IndicatorId(0), months, {}}));
  EXPECT_EQ(values.periods_of(IndicatorId(0)), std::vector<Period>{year(2023)});
  EXPECT_EQ(values.keys().size(), 1U);
}

TEST(ReportedValues, ManyValuesAtOnceAreAsOneByOne) {
  ReportedValuesBuilder one_by_one;
  ReportedValuesBuilder at_once;
  std::vector<ReportedValuesBuilder::Addressed> all;
  for (size_t i = 0; i < 3; ++i) {
    one_by_one.column(key(i), kTenths);
    at_once.column(key(i), kTenths);
  }
  for (uint32_t i = 0; i < 20'000; ++i) {
    const ReportedValue one = value(i * 7919 % 5000, i, static_cast<Status>(i % 4));
    one_by_one.add(i % 3, one);
    all.push_back({i % 3, one});
  }
  at_once.add(all);
  const ReportedValues a = one_by_one.take(1);
  const ReportedValues b = at_once.take(3);
  EXPECT_EQ(a.size(), b.size());
  for (size_t i = 0; i < 3; ++i) {
    for (size_t unit = 0; unit < 5000; ++unit) {
      for (const Status floor : {Status::Draft, Status::Reported, Status::Decided}) {
        ASSERT_EQ(at(a, unit, floor, key(i)), at(b, unit, floor, key(i)));
      }
    }
  }
}

TEST(ReportedValues, WhatWasAddedSinceAMarkCanBeForgotten) {
  ReportedValuesBuilder builder;
  const uint32_t column = builder.column(key(), kTenths);
  for (size_t i = 0; i < 3000; ++i) builder.add(column, value(i, 1, Status::Reported));
  const auto mark = builder.mark();
  for (size_t i = 0; i < 5000; ++i) builder.add(column, value(i, 2, Status::Reported));
  builder.add(builder.column(key(1), kTenths), value(9000, 3, Status::Reported));
  builder.back_to(mark);
  builder.add(column, value(0, 4, Status::Reported));
  const ReportedValues values = builder.take();
  EXPECT_EQ(values.size(), 3001U);
  EXPECT_EQ(at(values, 0, Status::Reported), "4/10 reported");
  EXPECT_EQ(at(values, 2999, Status::Reported), "1/10 reported");
  EXPECT_FALSE(values.any(key(1)));
}

TEST(ReportedValues, AChangeLeavesTheVersionBeforeAsItWas) {
  ReportedValuesBuilder builder;
  const uint32_t column = builder.column(key(), kTenths);
  for (size_t i = 0; i < 10; ++i) builder.add(column, value(i, 5, Status::Verified));
  const ReportedValues before = builder.take();
  const std::vector<ReportedValues::Change> changes = {
      {key(), kTenths, value(2, 6, Status::Reported), {}},
      {key(), kTenths, value(2, 7, Status::Reported), {}},
      {key(), kTenths, value(20, 8, Status::Reported), {}},
      {key(0, 2022), kTenths, value(9000, 9, Status::Reported), {}},
      {key(1), {engine::ValueType::Text, 0}, value(0, 0, Status::Reported), "một"},
      {key(1), {engine::ValueType::Text, 0}, value(1, 0, Status::Reported), "hai"},
  };
  const ReportedValues after = before.with(changes);
  EXPECT_EQ(at(before, 2, Status::Reported), "5/10 verified");
  EXPECT_EQ(at(after, 2, Status::Reported), "7/10 reported");
  EXPECT_EQ(at(after, 2, Status::Verified), "5/10 verified pending");
  EXPECT_EQ(at(after, 20, Status::Reported), "8/10 reported");
  EXPECT_EQ(at(after, 15, Status::Reported), "?");
  EXPECT_EQ(at(before, 20, Status::Reported), "?");
  EXPECT_FALSE(before.any(key(1)));
  const auto& texts = *after.column(key(1), Status::Reported);
  EXPECT_EQ(after.text(static_cast<int64_t>(texts[0].exact.numerator)), "một");
  EXPECT_EQ(after.text(static_cast<int64_t>(texts[1].exact.numerator)), "hai");
  EXPECT_EQ(at(after, 9000, Status::Reported, key(0, 2022)), "9/10 reported");
  EXPECT_EQ(after.size(), 16U);
}

// Where only "not applicable" stood, nothing has told how many decimals a number has.
TEST(ReportedValues, AFirstNumberAfterNotApplicableKeepsItsDecimals) {
  Fact fact;
  fact.indicator = IndicatorId(0);
  fact.period = year(2023);
  fact.unit = OrganisationUnitId(0);
  fact.kind = Fact::Kind::NotApplicable;
  fact.reported_on = *make_date(2024, 1, 5);
  const Facts facts(std::vector<Fact>{fact});
  const std::vector<ReportedValues::Change> change = {
      {key(), kTenths, value(0, 25, Status::Reported), {}}};
  const ReportedValues after = facts.values().with(change);
  EXPECT_EQ(at(after, 0, Status::Reported), "25/10 reported");
}

TEST(ReportedValues, WhatIsSaidAgainIsFound) {
  ReportedValuesBuilder builder;
  const uint32_t column = builder.column(key(), kTenths);
  const std::pair<size_t, int64_t> history[] = {{0, 1}, {0, 1}, {0, 1}, {1, 1}, {1, 2},
                                                {1, 1}, {2, 3}, {2, 3}, {2, 4}, {3, 5}};
  for (const auto& [unit, number] : history) {
    builder.add(column, value(unit, number, Status::Reported));
  }
  builder.add(column, value(3, 5, Status::Verified));  // another status
  std::vector<size_t> units;
  for (const ReportedValues::At& one : builder.take().said_again()) {
    EXPECT_EQ(one.key.indicator, IndicatorId(0));
    units.push_back(one.unit.index());
  }
  EXPECT_EQ(units, (std::vector<size_t>{0, 2}));
}

TEST(ReportedValues, TakeAtMostTwelveBytesEach) {
  for (const size_t one_in : {size_t{1}, size_t{10}}) {
    std::mt19937_64 chance(one_in);
    ReportedValuesBuilder builder;
    constexpr size_t kUnits = 10'000;
    for (size_t i = 0; i < 5; ++i) {
      const uint32_t column = builder.column(key(i), kTenths);
      for (size_t unit = 0; unit < kUnits; ++unit) {
        if (chance() % one_in != 0) continue;
        builder.add(column, value(unit, static_cast<int64_t>(chance() % 100'000),
                                  static_cast<Status>(chance() % 4)));
      }
    }
    const ReportedValues values = builder.take();
    ASSERT_GT(values.size(), 5 * kUnits / one_in * 9 / 10);
    EXPECT_LE(values.bytes(), values.size() * 12) << "one in " << one_in;
  }
}

}  // namespace
}  // namespace exemplar::programme
