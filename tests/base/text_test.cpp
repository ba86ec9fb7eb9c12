// base/text.hpp: validity, normal form, width, keys, order.
#include "base/text.hpp"

#include <gtest/gtest.h>

#include <thread>

using namespace exemplar;

namespace {

TEST(Text, FirstInvalidUtf8NamesTheByte) {
  struct Row {
    std::string bytes;
    std::optional<size_t> offset;
  };
  const std::vector<Row> rows = {
      {"", std::nullopt},
      {"Phường 1", std::nullopt},
      {"a\xFF", 1},
      {"\x80", 0},              // a continuation byte alone
      {"ab\xC0\xAF", 2},        // overlong
      {"\xED\xA0\x80", 0},      // surrogate
      {"\xF4\x90\x80\x80", 0},  // beyond U+10FFFF
      {"\xF4\x8F\xBF\xBF", std::nullopt},
      {"Ph\xC6\xB0", std::nullopt},
      {"Ph\xC6", 2},  // cut in the middle
      {"\xE1\xBB", 0},
      {"\xE1\xBB\xA3\xE1\xBB", 3},
  };
  for (const Row& row : rows) EXPECT_EQ(first_invalid_utf8(row.bytes), row.offset) << row.bytes;
}

TEST(Text, NfcComposesWhatArrivesDecomposed) {
  EXPECT_EQ(nfc("Phu\u031Bo\u031B\u0300ng"), "Phường");
  EXPECT_EQ(nfc("Tha\u0309o \u0110ie\u0302\u0300n"), "Thảo Điền");
  EXPECT_EQ(nfc("a\u0323\u0302"), "ậ");
  EXPECT_EQ(nfc("a\u0302\u0323"), "ậ");
  EXPECT_EQ(nfc("Phường"), "Phường");
  EXPECT_EQ(nfc("a\xFF"), "a\uFFFD");
}

TEST(Text, WidthCountsColumns) {
  EXPECT_EQ(display_width(""), 0);
  EXPECT_EQ(display_width("Phường Tân Định"), 15);
  EXPECT_EQ(display_width("Phu\u031Bo\u031B\u0300ng"), 6);
  EXPECT_EQ(display_width("m²"), 2);
  EXPECT_EQ(display_width("漢字"), 4);
  EXPECT_EQ(display_width("👮"), 2);
  EXPECT_EQ(display_width("a\u200Bb"), 2);
  EXPECT_EQ(display_width("✗ – …"), 5);
}

TEST(Text, TruncatingKeepsMarksOnTheirLetters) {
  EXPECT_EQ(truncate_to_width("Tân Định", 8), "Tân Định");
  EXPECT_EQ(truncate_to_width("Tân Định", 7), "Tân Đị…");
  EXPECT_EQ(truncate_to_width("Tân Định", 1), "…");
  EXPECT_EQ(truncate_to_width("Tân Định", 0), "");
  EXPECT_EQ(truncate_to_width("Ta\u0302n", 2), "T…");
  EXPECT_EQ(truncate_to_width("Ta\u0302n Binh", 3), "Ta\u0302…");
  EXPECT_EQ(truncate_to_width("漢字漢", 4), "漢…");  // half a wide character is not shown
  for (int width = 1; width < 12; ++width) {
    EXPECT_LE(display_width(truncate_to_width("a漢b字 Đường", width)), width);
  }
}

TEST(Text, PaddingCountsColumnsNotBytes) {
  EXPECT_EQ(pad_to_width("Định", 6), "Định  ");
  EXPECT_EQ(pad_to_width("Định", 6, Align::Right), "  Định");
  EXPECT_EQ(pad_to_width("Định", 7, Align::Centre), " Định  ");
  EXPECT_EQ(pad_to_width("Định", 2), "Định");
}

TEST(Text, TrimTakesEverySpace) {
  EXPECT_EQ(trim(" \t\u00A0\u3000Quận 1 \u2009\n"), "Quận 1");
  EXPECT_EQ(trim("à"), "à");
  EXPECT_EQ(trim(" \u00A0"), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Text, SplitGivesOneMorePartThanSeparators) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(split("a,b", ','), (Parts{"a", "b"}));
  EXPECT_EQ(split("", ','), (Parts{""}));
  EXPECT_EQ(split(",a,", ','), (Parts{"", "a", ""}));
}

struct Pair {
  std::string a;
  std::string b;
};

TEST(Text, SpellingKeyJoinsWritingsOfOneWord) {
  const std::vector<Pair> same = {
      {"Hòa", "Hoà"},
      {"thuỷ", "thủy"},
      {"Khoẻ", "khỏe"},
      {"Lý", "Lí"},
      {"Kỹ Sỹ Tỷ Mỹ Hy", "kĩ sĩ tỉ mĩ hi"},
      {"Quý", "quí"},
      {"Quý", "qúy"},
      {"Vỹ Dạ", "Vĩ Dạ"},
      {"PHƯỜNG", "phường"},
      {"ĐỨC", "đức"},
      {"Ðức", "Đức"},  // eth
      {"Phường  An Lạc", "Phường An\u00A0Lạc"},
      {" An Lạc ", "An Lạc"},
      {"Phu\u031Bo\u031B\u0300ng", "Phường"},
      {"Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu"},
      {"Ea H'leo", "Ea H’leo"},
      {"m²", "m2"},
      {"a\u200Bn", "an"},
  };
  for (const Pair& pair : same) EXPECT_EQ(spelling_key(pair.a), spelling_key(pair.b)) << pair.a;
}

TEST(Text, SpellingKeyKeepsWordsApart) {
  const std::vector<Pair> different = {
      {"Tân Tạo", "Tân Tảo"},
      {"Đa", "Da"},
      {"Sa Đéc", "Sa Dec"},
      {"tay", "tai"},
      {"thuý", "thúi"},
      {"ăn", "ân"},
      {"Phường 1", "Phường 11"},
      {"An Lạc", "AnLạc"},
      {"ô", "ơ"},
      {"u", "ư"},
      {"ý", "í"},
      {"Thảo", "Thạo"},
  };
  for (const Pair& pair : different) {
    EXPECT_NE(spelling_key(pair.a), spelling_key(pair.b)) << pair.a;
  }
}

TEST(Text, SearchKeyIsWhatAHurriedPersonTypes) {
  EXPECT_EQ(search_key("Phường  Tân Định"), "phuong tan dinh");
  EXPECT_EQ(search_key("ĐẮK LẮK"), "dak lak");
  EXPECT_EQ(search_key("Hoà Lý"), "hoa li");
  EXPECT_EQ(search_key("Quý Thuỷ"), "qui thuy");
  EXPECT_EQ(search_key("Tây Thạnh"), "tay thanh");
  EXPECT_EQ(search_key(""), "");
  EXPECT_EQ(search_key(search_key("Ngã Bảy Lý")), search_key("Ngã Bảy Lý"));
}

TEST(Text, DictionaryOrder) {
  const std::vector<std::string> in_order = {"a",
                                             "à",
                                             "ả",
                                             "ã",
                                             "á",
                                             "ạ",
                                             "ă",
                                             "ằ",
                                             "â",
                                             "ấ",
                                             "b",
                                             "c",
                                             "d",
                                             "đ",
                                             "e",
                                             "ê",
                                             "g",
                                             "i",
                                             "o",
                                             "ô",
                                             "ơ",
                                             "Phường 1",
                                             "Phường 2",
                                             "Phường 10",
                                             "Phường 19",
                                             "Phường An Phú",
                                             "Phường Tân Định",
                                             "Phường Thảo Điền",
                                             "t",
                                             "u",
                                             "ư",
                                             "v",
                                             "x",
                                             "y"};
  for (size_t i = 0; i < in_order.size(); ++i) {
    for (size_t j = 0; j < in_order.size(); ++j) {
      const int expected = i < j ? -1 : i > j ? 1 : 0;
      const int order = compare_vietnamese(in_order[i], in_order[j]);
      EXPECT_EQ(order < 0 ? -1 : order > 0 ? 1 : 0, expected) << in_order[i] << " " << in_order[j];
      const int keys = sort_key(in_order[i]).compare(sort_key(in_order[j]));
      EXPECT_EQ(keys < 0 ? -1 : keys > 0 ? 1 : 0, expected) << in_order[i] << " " << in_order[j];
    }
  }
}

TEST(Text, OrderIsZeroOnlyForOneText) {
  EXPECT_EQ(compare_vietnamese("Hòa", "Ho\u0300a"), 0);
  EXPECT_NE(compare_vietnamese("Phường 05", "Phường 5"), 0);
  EXPECT_NE(compare_vietnamese("an", "An"), 0);
  EXPECT_LT(compare_vietnamese("Phường 05", "Phường 6"), 0);
}

TEST(Text, EveryThreadMayCompare) {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&wrong, t] {
      for (int i = 0; i < 200; ++i) {
        if (compare_vietnamese("Phường 2", "Phường 10") >= 0) ++wrong[t];
        if (sort_key("Đông") <= sort_key("Dương")) ++wrong[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(Text, LongSortKeysAreWhole) {
  const std::string many(3000, 'x');
  EXPECT_LT(sort_key(many + "a"), sort_key(many + "b"));
}

}  // namespace
