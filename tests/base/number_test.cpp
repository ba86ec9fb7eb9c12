// base/number.hpp: reading with and without a declared decimal sign, and writing.
#include "base/number.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

using namespace exemplar;

namespace {

constexpr auto kComma = DecimalSign::Comma;
constexpr auto kPoint = DecimalSign::Point;
constexpr std::optional<DecimalSign> kUndeclared;

// What was read, in plain form; or the refusal and its remedy.
std::string read(std::string_view text, std::optional<DecimalSign> sign) {
  const auto number = read_number(text, sign);
  if (number) return plain(*number);
  return render(number.refusal().what, Language::English) + "; " +
         render(number.refusal().remedy, Language::English);
}

struct Row {
  std::string text;
  std::optional<DecimalSign> sign;
  std::string expected;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    EXPECT_EQ(read(row.text, row.sign), row.expected) << row.text;
  }
}

TEST(Number, DeclaredSign) {
  check({
      {"1.234,5", kComma, "1234.5"},
      {"1.234.567", kComma, "1234567"},
      {"1.234", kComma, "1234"},
      {"1,234", kComma, "1.234"},
      {"1234,50", kComma, "1234.50"},
      {"0,125", kComma, "0.125"},
      {"-1.234,5", kComma, "-1234.5"},
      {"−1.234", kComma, "-1234"},
      {"+5", kComma, "5"},
      {"  42 ", kComma, "42"},
      {"1 234 567,8", kComma, "1234567.8"},
      {"1\u00A0234\u00A0567", kComma, "1234567"},
      {"1\u2009234,5", kComma, "1234.5"},
      {"1\u202F234", kComma, "1234"},
      {"1,234.5", kPoint, "1234.5"},
      {"1.234", kPoint, "1.234"},
      {"1,234", kPoint, "1234"},
      {"1,234,567.125", kPoint, "1234567.125"},
      {"007", kComma, "7"},
  });
}

TEST(Number, UndeclaredSignIsReadOnlyWhereThereIsOneReading) {
  check({
      {"1234", kUndeclared, "1234"},
      {"1.234.567", kUndeclared, "1234567"},
      {"1,234,567", kUndeclared, "1234567"},
      {"1.234,5", kUndeclared, "1234.5"},
      {"1,234.5", kUndeclared, "1234.5"},
      {"1.234,567", kUndeclared, "1234.567"},
      {"1,5", kUndeclared, "1.5"},
      {"1.5", kUndeclared, "1.5"},
      {"1,2345", kUndeclared, "1.2345"},
      {"1234,567", kUndeclared, "1234.567"},
      {"0,125", kUndeclared, "0.125"},
      {"0.125", kUndeclared, "0.125"},
      {"1 234", kUndeclared, "1234"},
      {"1 234,567", kUndeclared, "1234.567"},
  });
}

TEST(Number, TwoReadingsAreAskedAbout) {
  check({
      {"1.234", kUndeclared,
       "'1.234' has two readings: 1234 if '.' groups thousands, 1,234 if it is the decimal sign; "
       "say whether the decimal sign is ',' or '.'"},
      {"1,234", kUndeclared,
       "'1,234' has two readings: 1234 if ',' groups thousands, 1.234 if it is the decimal sign; "
       "say whether the decimal sign is ',' or '.'"},
  });
  for (const char* text : {"-999,000", "12.345", "123.456", "+1.000"}) {
    EXPECT_FALSE(read_number(text, kUndeclared)) << text;
  }
}

TEST(Number, WrongGroupingSaysWhatWouldBeRight) {
  check({
      {"1.23.456", kComma, "'1.23.456' is not grouped in threes; write 123.456 or 123456"},
      {"1.23.456,7", kComma, "'1.23.456,7' is not grouped in threes; write 123.456,7 or 123456,7"},
      {"1234.567.890", kComma,
       "'1234.567.890' is not grouped in threes; write 1.234.567.890 or 1234567890"},
      {"1.5", kComma,
       "'1.5' is not grouped in threes, and its decimal sign is ','; "
       "write 1,5 if decimals are meant, 15 if not"},
      {"0.125", kComma,
       "'0.125' is not grouped in threes, and its decimal sign is ','; "
       "write 0,125 if decimals are meant, 125 if not"},
      {"12 34", kComma, "'12 34' is not grouped in threes; write 1 234 or 1234"},
      {"1.234 567", kComma, "'1.234 567' is not grouped in threes; write 1.234.567 or 1234567"},
      {"1,234,567", kComma,
       "'1,234,567' has more than one decimal sign, or groups after it; "
       "write the decimal sign ',' once, before the decimals"},
      {"1,234.567", kComma,
       "'1,234.567' has more than one decimal sign, or groups after it; "
       "write the decimal sign ',' once, before the decimals"},
  });
}

TEST(Number, WhatIsNoNumberIsRefused) {
  for (const char* text :
       {"",    " ",   "-",   "abc", "1e5",   "1,",   ",5", ".5",   "1..5",  "1  234",
        "5 %", "(5)", "--5", "- 5", "1_000", "0x10", "½",  "１２", "1\xFF", "12a"}) {
    for (const auto sign : {std::optional(kComma), std::optional(kPoint), kUndeclared}) {
      const auto number = read_number(text, sign);
      ASSERT_FALSE(number) << text;
      EXPECT_FALSE(number.refusal().remedy.pattern.empty());
    }
  }
}

TEST(Number, FifteenDigitsAndNoMore) {
  check({{"999.999.999.999.999", kComma, "999999999999999"},
         {"0,000000000000001", kComma, "0.000000000000001"},
         {"000000000000000000001", kComma, "1"}});
  for (const char* text :
       {"1.000.000.000.000.000", "1234567890123456", "0,0000000000000001", "123456789012,3456"}) {
    EXPECT_EQ(read(text, kComma),
              std::string("'") + text +
                  "' has more than 15 significant digits or decimals; write at most 15 digits; a "
                  "larger unit of measure may help");
  }
}

TEST(Number, Formatting) {
  constexpr auto vi = Language::Vietnamese;
  constexpr auto en = Language::English;
  EXPECT_EQ(format_integer(1234567, vi), "1.234.567");
  EXPECT_EQ(format_integer(1234567, en), "1,234,567");
  EXPECT_EQ(format_integer(999, vi), "999");
  EXPECT_EQ(format_integer(-1000, vi), "-1.000");
  EXPECT_EQ(format_integer(0, vi), "0");
  EXPECT_EQ(format_number(Decimal{690, 2}, vi), "6,90");
  EXPECT_EQ(format_number(Decimal{690, 2}, en), "6.90");
  EXPECT_EQ(format_number(Decimal{-5, 3}, vi), "-0,005");
  EXPECT_EQ(format_number(Decimal{123456789, 2}, en), "1,234,567.89");
  EXPECT_EQ(format_number(Ratio{2675, 1000}, 2, vi), "2,68");
  EXPECT_EQ(format_number(Ratio{-2675, 1000}, 2, vi), "-2,68");
  EXPECT_EQ(format_number(Ratio{-1, 1000}, 2, vi), "0,00");
  EXPECT_EQ(format_number(Ratio{2, 3}, 0, vi), "1");
  EXPECT_EQ(format_percent(Ratio{214, 279}, 1, vi), "76,7\u00A0%");
  EXPECT_EQ(format_percent(Ratio{214, 279}, 1, en), "76.7\u00A0%");
  EXPECT_EQ(format_percent(Ratio{1, 1}, 0, vi), "100\u00A0%");
  EXPECT_EQ(format_percent(Ratio{125, 10}, 2, vi), "1.250,00\u00A0%");
  EXPECT_EQ(format_amount(Decimal{690, 2}, "m²", vi), "6,90\u00A0m²");
  EXPECT_EQ(format_amount(Decimal{5, 0}, "", en), "5");
  EXPECT_EQ(format_date(*make_date(2024, 1, 16), vi), "16/01/2024");
  EXPECT_EQ(format_date(*make_date(2024, 1, 16), en), "16 Jan 2024");
  EXPECT_EQ(format_date(*make_date(2023, 12, 5), en), "5 Dec 2023");
}

// domain.md, section 6: clearance of 2023 as published.
TEST(Number, PublishedPercentages) {
  EXPECT_EQ(format_percent(Ratio{39250, 47062}, 2, Language::English), "83.40\u00A0%");
  EXPECT_EQ(format_percent(Ratio{3220, 4409}, 2, Language::English), "73.03\u00A0%");
  EXPECT_EQ(format_percent(Ratio{3372, 4422}, 2, Language::English), "76.26\u00A0%");
}

RC_GTEST_PROP(Number, ReadUndoesFormat, ()) {
  const auto units = *rc::gen::inRange<int64_t>(-999999999999999, 1000000000000000);
  const auto digits = *rc::gen::inRange(0, 16);
  const Decimal number{units, digits};
  for (const auto& [language, sign] : {std::pair{Language::Vietnamese, DecimalSign::Comma},
                                       std::pair{Language::English, DecimalSign::Point}}) {
    const std::string text = format_number(number, language);
    const auto again = read_number(text, sign);
    RC_ASSERT(static_cast<bool>(again));
    RC_ASSERT(again->units == units && again->digits == digits);
    // Undeclared: the same, or asked about; never another value.
    const auto seen = read_number(text, std::nullopt);
    if (seen) RC_ASSERT(*seen == number);
  }
}

RC_GTEST_PROP(Number, AnyTextIsReadOrRefused, (const std::string& text)) {
  for (const auto sign : {std::optional(kComma), std::optional(kPoint), kUndeclared}) {
    const auto number = read_number(text, sign);
    if (!number) RC_ASSERT(!number.refusal().what.pattern.empty());
  }
}

}  // namespace
