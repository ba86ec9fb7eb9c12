// base/encoding.hpp. The expected bytes are written here by rules of their own, letter by letter,
// and by glibc's table where it is installed, not by the tables under test.
#include "base/encoding.hpp"

#include <gtest/gtest.h>
#include <iconv.h>

#include <map>

#include "base/syllable.hpp"
#include "base/text.hpp"

using namespace exemplar;

namespace {

// Twelve vowels, six tones; in the order ngang huyền hỏi ngã sắc nặng.
const std::vector<std::vector<std::string>> kVowels = {
    {"a", "à", "ả", "ã", "á", "ạ"}, {"ă", "ằ", "ẳ", "ẵ", "ắ", "ặ"}, {"â", "ầ", "ẩ", "ẫ", "ấ", "ậ"},
    {"e", "è", "ẻ", "ẽ", "é", "ẹ"}, {"ê", "ề", "ể", "ễ", "ế", "ệ"}, {"i", "ì", "ỉ", "ĩ", "í", "ị"},
    {"o", "ò", "ỏ", "õ", "ó", "ọ"}, {"ô", "ồ", "ổ", "ỗ", "ố", "ộ"}, {"ơ", "ờ", "ở", "ỡ", "ớ", "ợ"},
    {"u", "ù", "ủ", "ũ", "ú", "ụ"}, {"ư", "ừ", "ử", "ữ", "ứ", "ự"}, {"y", "ỳ", "ỷ", "ỹ", "ý", "ỵ"}};

// The same letters in the two legacy encodings.
const std::vector<std::vector<std::string>> kTcvn3 = {
    {"a", "\xB5", "\xB6", "\xB7", "\xB8", "\xB9"},
    {"\xA8", "\xBB", "\xBC", "\xBD", "\xBE", "\xC6"},
    {"\xA9", "\xC7", "\xC8", "\xC9", "\xCA", "\xCB"},
    {"e", "\xCC", "\xCE", "\xCF", "\xD0", "\xD1"},
    {"\xAA", "\xD2", "\xD3", "\xD4", "\xD5", "\xD6"},
    {"i", "\xD7", "\xD8", "\xDC", "\xDD", "\xDE"},
    {"o", "\xDF", "\xE1", "\xE2", "\xE3", "\xE4"},
    {"\xAB", "\xE5", "\xE6", "\xE7", "\xE8", "\xE9"},
    {"\xAC", "\xEA", "\xEB", "\xEC", "\xED", "\xEE"},
    {"u", "\xEF", "\xF1", "\xF2", "\xF3", "\xF4"},
    {"\xAD", "\xF5", "\xF6", "\xF7", "\xF8", "\xF9"},
    {"y", "\xFA", "\xFB", "\xFC", "\xFD", "\xFE"}};
const std::vector<std::vector<std::string>> kVni = {
    {"a", "a\xF8", "a\xFB", "a\xF5", "a\xF9", "a\xEF"},
    {"a\xEA", "a\xE8", "a\xFA", "a\xFC", "a\xE9", "a\xEB"},
    {"a\xE2", "a\xE0", "a\xE5", "a\xE3", "a\xE1", "a\xE4"},
    {"e", "e\xF8", "e\xFB", "e\xF5", "e\xF9", "e\xEF"},
    {"e\xE2", "e\xE0", "e\xE5", "e\xE3", "e\xE1", "e\xE4"},
    {"i", "\xEC", "\xE6", "\xF3", "\xED", "\xF2"},
    {"o", "o\xF8", "o\xFB", "o\xF5", "o\xF9", "o\xEF"},
    {"o\xE2", "o\xE0", "o\xE5", "o\xE3", "o\xE1", "o\xE4"},
    {"\xF4", "\xF4\xF8", "\xF4\xFB", "\xF4\xF5", "\xF4\xF9", "\xF4\xEF"},
    {"u", "u\xF8", "u\xFB", "u\xF5", "u\xF9", "u\xEF"},
    {"\xF6", "\xF6\xF8", "\xF6\xFB", "\xF6\xF5", "\xF6\xF9", "\xF6\xEF"},
    {"y", "y\xF8", "y\xFB", "y\xF5", "y\xF9", "\xEE"}};

std::string in_vni_capitals(std::string bytes) {
  for (char& c : bytes) c = static_cast<char>(static_cast<unsigned char>(c) - 0x20);
  return bytes;
}

std::map<std::string, std::string> table(const std::vector<std::vector<std::string>>& legacy) {
  std::map<std::string, std::string> bytes_of;
  for (size_t v = 0; v < kVowels.size(); ++v) {
    for (size_t t = 0; t < 6; ++t) bytes_of[kVowels[v][t]] = legacy[v][t];
  }
  return bytes_of;
}

// UTF-8 written in an encoding, by the table; ASCII stands for itself.
std::string written(const std::string& text, const std::map<std::string, std::string>& bytes_of) {
  std::string bytes;
  for (size_t i = 0; i < text.size();) {
    size_t length = 1;
    while (i + length < text.size() && (text[i + length] & 0xC0) == 0x80) ++length;
    const std::string letter = text.substr(i, length);
    const auto found = bytes_of.find(letter);
    bytes += found == bytes_of.end() ? letter : found->second;
    i += length;
  }
  return bytes;
}

std::map<std::string, std::string> tcvn3_table() {
  auto bytes_of = table(kTcvn3);
  bytes_of["đ"] = "\xAE";
  const char* capitals[] = {"Ă", "Â", "Ê", "Ô", "Ơ", "Ư", "Đ"};
  for (int i = 0; i < 7; ++i) bytes_of[capitals[i]] = std::string(1, static_cast<char>(0xA1 + i));
  return bytes_of;
}

std::map<std::string, std::string> vni_table() {
  auto bytes_of = table(kVni);
  bytes_of["đ"] = "\xF1";
  std::map<std::string, std::string> both = bytes_of;
  for (const auto& [letter, bytes] : bytes_of) both[upper_case(letter)] = in_vni_capitals(bytes);
  return both;
}

std::string as_utf8_of_latin1(const std::string& bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0 | (byte >> 6));
      text += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return text;
}

TEST(Encoding, EveryLetterWithEveryToneFromTcvn3) {
  size_t checked = 0;
  for (const auto& [letter, bytes] : tcvn3_table()) {
    const auto text = convert("x" + bytes + "x", Encoding::Tcvn3);
    ASSERT_TRUE(text) << letter;
    EXPECT_EQ(*text, "x" + letter + "x");
    ++checked;
  }
  EXPECT_EQ(checked, 80u);  // 72 vowels, đ, 7 capitals
}

TEST(Encoding, EveryCapitalWithEveryToneFromACapitalTcvn3Font) {
  for (const auto& [letter, bytes] : tcvn3_table()) {
    const auto text = convert(bytes, Encoding::Tcvn3Capitals);
    ASSERT_TRUE(text) << letter;
    EXPECT_EQ(*text, upper_case(letter));
  }
}

TEST(Encoding, EveryLetterWithEveryToneFromVniInBothCases) {
  size_t checked = 0;
  for (const auto& [letter, bytes] : vni_table()) {
    const auto text = convert("b" + bytes + "n", Encoding::Vni);
    ASSERT_TRUE(text) << letter;
    EXPECT_EQ(*text, "b" + letter + "n");
    ++checked;
  }
  EXPECT_EQ(checked, 146u);  // (72 vowels and đ) in two cases
}

// An independent table: glibc's.
void compare_with_iconv(const char* name, Encoding encoding) {
  const iconv_t handle = iconv_open("UTF-8", name);
  if (handle == reinterpret_cast<iconv_t>(-1)) GTEST_SKIP() << "iconv does not know " << name;
  size_t compared = 0;
  for (int byte = 0xA1; byte <= 0xFF; ++byte) {
    const std::string bytes(1, static_cast<char>(byte));
    const auto text = convert(bytes, encoding);
    if (!text) continue;
    std::string source = bytes;
    char out[16];
    char* in = source.data();
    char* to = out;
    size_t in_left = 1;
    size_t out_left = sizeof out;
    iconv(handle, nullptr, nullptr, nullptr, nullptr);
    iconv(handle, &in, &in_left, &to, &out_left);
    iconv(handle, nullptr, nullptr, &to, &out_left);
    EXPECT_EQ(*text, nfc(std::string(out, to))) << std::hex << byte;
    ++compared;
  }
  iconv_close(handle);
  EXPECT_GE(compared, 70u);
}

TEST(Encoding, Tcvn3AgreesWithIconv) {
  compare_with_iconv("TCVN5712-1", Encoding::Tcvn3);
}
TEST(Encoding, Windows1258AgreesWithIconv) {
  compare_with_iconv("WINDOWS-1258", Encoding::Windows1258);
}

TEST(Encoding, Windows1258CombinesTones) {
  const auto text = convert("Ph\xFD\xF5\xCCng T\xE2n \xD0\xF2nh", Encoding::Windows1258);
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, nfc("Phường Tân Đ\u0323nh"));
}

const std::string kSentence =
    "Công an phường Tân Định, quận 1: đã tiếp nhận 37 tin báo, tố giác; giải quyết đúng hạn";

TEST(Encoding, ASentenceIsSuspectedAndConverted) {
  const std::vector<std::pair<Encoding, std::string>> cases = {
      {Encoding::Tcvn3, written(kSentence, tcvn3_table())},
      {Encoding::Vni, written(kSentence, vni_table())},
      {Encoding::Vni, written(upper_case(kSentence), vni_table())},
      {Encoding::Tcvn3, as_utf8_of_latin1(written(kSentence, tcvn3_table()))},
      {Encoding::Vni, as_utf8_of_latin1(written(kSentence, vni_table()))},
  };
  for (const auto& [encoding, bytes] : cases) {
    const auto suspects = suspect_encoding(bytes);
    ASSERT_FALSE(suspects.empty()) << bytes;
    EXPECT_EQ(suspects[0].encoding, encoding) << bytes;
    EXPECT_EQ(suspects[0].plausibility(), 1.0);
    EXPECT_EQ(suspects[0].samples.size(), 8u);
    for (size_t i = 1; i < suspects.size(); ++i) EXPECT_LT(suspects[i].plausibility(), 1.0);
    const auto text = convert(bytes, encoding);
    ASSERT_TRUE(text);
    EXPECT_TRUE(*text == kSentence || *text == upper_case(kSentence)) << *text;
  }
}

TEST(Encoding, ThePreviewShowsBeforeAndAfter) {
  const auto suspects = suspect_encoding("C\xABng an ph\xAD\xEAng");
  ASSERT_EQ(suspects.size(), 1u);
  EXPECT_EQ(suspects[0].words, 2);
  EXPECT_EQ(suspects[0].plausible_words, 2);
  const std::vector<std::pair<std::string, std::string>> expected = {{"C«ng", "Công"},
                                                                     {"ph\u00ADêng", "phường"}};
  EXPECT_EQ(suspects[0].samples, expected);
}

TEST(Encoding, GoodTextIsNotSuspected) {
  for (const std::string& text :
       {kSentence, std::string("plain ASCII"), std::string(""), std::string("Hà Nam, xã, cà"),
        std::string("café, naïve, Zürich"), std::string("2 °C, 5 m², « »"), std::string("±½")}) {
    EXPECT_TRUE(suspect_encoding(text).empty()) << text;
  }
}

TEST(Encoding, BytesThatAreNoVietnameseAreNotSuspected) {
  EXPECT_TRUE(suspect_encoding("caf\xE9 na\xEFve Z\xFCrich fa\xE7"
                               "ade")
                  .empty());
  EXPECT_TRUE(suspect_encoding("\xFF\xFE\x01\x02").empty());
}

TEST(Encoding, ARefusalNamesTheByte) {
  const auto tcvn3 = convert("ab\xC0", Encoding::Tcvn3);
  ASSERT_FALSE(tcvn3);
  EXPECT_EQ(render(tcvn3.refusal().what, Language::English),
            "byte 3 (0xC0) stands for nothing in TCVN3 (ABC)");
  const auto vni = convert("b\xF8", Encoding::Vni);  // a mark without a letter that takes it
  ASSERT_FALSE(vni);
  EXPECT_EQ(render(vni.refusal().what, Language::English),
            "byte 2 (0xF8) stands for nothing in VNI");
  const auto utf8 = convert("Ph\xAD\xEA", Encoding::Utf8);
  ASSERT_FALSE(utf8);
  EXPECT_EQ(render(utf8.refusal().what, Language::English), "byte 3 (0xAD) is not valid UTF-8");
  EXPECT_FALSE(convert("Phường", Encoding::Tcvn3));
  EXPECT_FALSE(convert("1\xB0", Encoding::Tcvn3));  // a combining tone on a digit
}

TEST(Encoding, NoBytesCrash) {
  for (const Encoding encoding : {Encoding::Utf8, Encoding::Tcvn3, Encoding::Tcvn3Capitals,
                                  Encoding::Vni, Encoding::Windows1258}) {
    EXPECT_EQ(encoding_named(name_of(encoding)), encoding);
    for (int a = 0; a < 256; ++a) {
      for (int b = 0; b < 256; b += 3) {
        const std::string bytes{static_cast<char>(a), static_cast<char>(b)};
        const auto text = convert(bytes, encoding);
        EXPECT_FALSE(text && first_invalid_utf8(*text));
      }
    }
  }
  EXPECT_EQ(convert(std::string("a\0b", 3), Encoding::Vni).value(), std::string("a\0b", 3));
  EXPECT_EQ(encoding_named("utf9"), std::nullopt);
}

TEST(Syllable, IsToldFromOtherWords) {
  for (const char* word : {"phường", "Định", "QUYẾT", "giếng", "già", "gì", "ngoằn", "khuya", "ủy",
                           "uỷ", "nghiêng", "yêu", "quốc", "oan", "đường", "quý", "thuở"}) {
    EXPECT_TRUE(is_vietnamese_syllable(word)) << word;
  }
  for (const char* word : {"café", "phuờngg", "các̀", "càc", "z", "", "street", "dd", "bóòng", "hảp",
                           "fà", "Phường1", "«ng"}) {
    EXPECT_FALSE(is_vietnamese_syllable(word)) << word;
  }
}

}  // namespace
