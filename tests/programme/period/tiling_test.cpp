// Splitting a period and covering it exactly: gaps, overlaps, what lies outside.
#include "programme/period/tiling.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "programme/period/calendars.hpp"
#include "programme/period/generators.hpp"

namespace exemplar::programme {
namespace {

TEST(Split, IntoPieces) {
  struct Row {
    const char* text;
    const char* length;
    size_t pieces;
    const char* second;
    const char* last;
  };
  const Row rows[] = {
      {"2022-12-15/P1Y", "P1M", 12, "2023-01-15/P1M", "2023-11-15/P1M"},
      {"2022-12-15/P1Y", "P3M", 4, "2023-03-15/P3M", "2023-09-15/P3M"},
      {"2023-01-01/P1Y", "P1D", 365, "2023-01-02/P1D", "2023-12-31/P1D"},
      {"2024-01-01/P1Y", "P1D", 366, "2024-01-02/P1D", "2024-12-31/P1D"},
      {"2023-01-05/P2W", "P1W", 2, "2023-01-12/P1W", "2023-01-12/P1W"},
      {"2023-02-01/P1M", "P1W", 4, "2023-02-08/P1W", "2023-02-22/P1W"},
      {"2022-12-31/P2Y", "P1Y", 2, "2023-12-31/P1Y", "2023-12-31/P1Y"},
  };
  for (const Row& row : rows) {
    const auto pieces = split(period(row.text), *parse_length(row.length));
    ASSERT_TRUE(pieces) << row.text << " by " << row.length;
    ASSERT_EQ(pieces->size(), row.pieces) << row.text << " by " << row.length;
    EXPECT_EQ(to_string((*pieces)[1]), row.second);
    EXPECT_EQ(to_string(pieces->back()), row.last);
  }
}

TEST(Split, Refusals) {
  struct Row {
    const char* text;
    const char* length;
    const char* expected;
  };
  const Row rows[] = {
      {"2022-12-15/P1Y", "P1W",
       "2022-12-15/P1Y is not a whole number of P1W: 52 of them end on 2023-12-13, one more on "
       "2023-12-20, and it ends on 2023-12-14; choose a length that fits; P1D always does"},
      {"2023-01-01/P1Y", "P5M",
       "2023-01-01/P1Y is not a whole number of P5M: 2 of them end on 2023-10-31, one more on "
       "2024-03-31, and it ends on 2023-12-31; choose a length that fits; P1D always does"},
      {"2023-01-01/P1M", "P1Y",
       "2023-01-01/P1M is shorter than P1Y; choose a shorter length; P1D always fits"},
      {"2022-12-31/P1Y", "P1M",
       "the period 2022-12-31/P1M cannot start on day 31, which not every month has: its "
       "neighbours would overlap or leave a gap; start on another day (1 to 28 always serve), or "
       "count the same days: 2022-12-31/P31D"},
  };
  for (const Row& row : rows) {
    const auto pieces = split(period(row.text), *parse_length(row.length));
    ASSERT_FALSE(pieces) << row.text << " by " << row.length;
    EXPECT_EQ(words(pieces.refusal()), row.expected);
  }
}

TEST(Tiles, NamesTheFirstFault) {
  using Fault = Tiling::Fault;
  struct Row {
    std::vector<const char*> pieces;
    Fault fault;
    const char* from;
    const char* until;
    const char* words;
  };
  const char* const kInside = "use collection periods that lie within it";
  const char* const kAdd = "add the collection periods for these days";
  const char* const kDrop = "leave out one of the collection periods that overlap";
  const Row rows[] = {
      {{"2023-01-01/P1M", "2023-02-01/P1M", "2023-03-01/P1M"}, Fault::None, "", "", ""},
      {{"2023-03-01/P31D", "2023-01-01/P2M"}, Fault::None, "", "", ""},
      {{}, Fault::Gap, "2023-01-01", "2023-03-31", kAdd},
      {{"2023-02-01/P2M"}, Fault::Gap, "2023-01-01", "2023-01-31", kAdd},
      {{"2023-01-01/P1M", "2023-03-01/P1M"}, Fault::Gap, "2023-02-01", "2023-02-28", kAdd},
      {{"2023-01-01/P2M"}, Fault::Gap, "2023-03-01", "2023-03-31", kAdd},
      {{"2023-01-01/P1M", "2023-05-01/P1M"}, Fault::Gap, "2023-02-01", "2023-03-31", kAdd},
      {{"2023-01-01/P2M", "2023-02-20/P2W", "2023-03-01/P1M"},
       Fault::Overlap,
       "2023-02-20",
       "2023-02-28",
       kDrop},
      {{"2023-01-01/P3M", "2023-01-01/P3M"}, Fault::Overlap, "2023-01-01", "2023-03-31", kDrop},
      {{"2022-12-01/P2M", "2023-02-01/P2M"}, Fault::Outside, "2022-12-01", "2022-12-31", kInside},
      {{"2022-12-01/P1M", "2023-01-01/P3M"}, Fault::Outside, "2022-12-01", "2022-12-31", kInside},
      {{"2023-01-01/P2M", "2023-03-01/P2M"}, Fault::Outside, "2023-04-01", "2023-04-30", kInside},
      {{"2023-01-01/P3M", "2023-06-01/P1M"}, Fault::Outside, "2023-06-01", "2023-06-30", kInside},
  };
  const Period quarter = period("2023-01-01/P3M");
  for (size_t i = 0; i < std::size(rows); ++i) {
    const Row& row = rows[i];
    std::vector<Period> pieces;
    for (const char* text : row.pieces) pieces.push_back(period(text));
    const Tiling tiling = tiles(quarter, pieces);
    ASSERT_EQ(tiling.fault, row.fault) << "row " << i;
    ASSERT_EQ(tiling.refusal.has_value(), row.fault != Fault::None) << "row " << i;
    ASSERT_EQ(tiling.exact(), row.fault == Fault::None);
    if (tiling.exact()) continue;
    EXPECT_EQ(iso(tiling.where.from), row.from) << "row " << i;
    EXPECT_EQ(iso(tiling.where.until), row.until) << "row " << i;
    EXPECT_EQ(english(tiling.refusal->remedy), row.words) << "row " << i;
  }
  EXPECT_EQ(english(tiles(quarter, {}).refusal->what),
            "2023-01-01/P3M is not covered from 2023-01-01 to 2023-03-31");
}

RC_GTEST_PROP(TilingIdentity, AUnionSplitsIntoItsParts, ()) {
  const Period piece = *any_period();
  const int n = *rc::gen::inRange(1, 8);
  const Length whole{piece.length.count * n, piece.length.unit};
  const Result<Period> period = make_period(piece.start, whole);
  RC_PRE(static_cast<bool>(period));
  const auto pieces = split(*period, piece.length);
  RC_ASSERT(static_cast<bool>(pieces));
  RC_ASSERT(pieces->size() == static_cast<size_t>(n));
}

RC_GTEST_PROP(TilingIdentity, ASplitTilesAndKeepsTheDays, ()) {
  const Period period = *any_period();
  const auto pieces = split(period, *any_length());
  if (!pieces) {
    RC_ASSERT(!pieces.refusal().what.pattern.empty());
    RC_ASSERT(!pieces.refusal().remedy.pattern.empty());
    return;
  }
  RC_ASSERT(tiles(period, *pieces).exact());
  RC_ASSERT(std::accumulate(pieces->begin(), pieces->end(), 0, [](int sum, const Period& piece) {
              return sum + days(piece);
            }) == days(period));
}

RC_GTEST_PROP(TilingIdentity, AMissingOrDoubledPieceIsNamed, ()) {
  const Period first{*any_date(), {*rc::gen::inRange(1, 30), Length::Days}};
  const int n = *rc::gen::inRange(2, 9);
  const Period whole{first.start, {first.length.count * n, Length::Days}};
  std::vector<Period> pieces = split(whole, first.length).take();
  const size_t at = *rc::gen::inRange<size_t>(0, pieces.size());
  const Period chosen = pieces[at];

  std::vector<Period> doubled = pieces;
  doubled.push_back(chosen);
  const Tiling twice = tiles(whole, doubled);
  RC_ASSERT(twice.fault == Tiling::Fault::Overlap);
  RC_ASSERT(twice.where == range(chosen));

  pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(at));
  const Tiling missing = tiles(whole, pieces);
  RC_ASSERT(missing.fault == Tiling::Fault::Gap);
  RC_ASSERT(missing.where == range(chosen));
}

}  // namespace
}  // namespace exemplar::programme
