// Forms as browsers send them, and what only looks like one.
#include "http/multipart.hpp"

#include <gtest/gtest.h>

namespace exemplar::http {
namespace {

TEST(Multipart, FindsTheBoundary) {
  const std::string longest(70, 'b');
  const std::string too_long(71, 'b');
  const std::pair<std::string, std::optional<std::string>> cases[] = {
      {"multipart/form-data; boundary=abc", "abc"},
      {"Multipart/Form-Data;boundary=\"a b\"", "a b"},
      {"multipart/form-data; charset=utf-8; boundary=----x", "----x"},
      {"multipart/form-data; boundary=" + longest, longest},
      {"multipart/form-data; boundary=" + too_long, std::nullopt},
      {"multipart/form-data", std::nullopt},
      {"multipart/form-data; boundary=", std::nullopt},
      {"multipart/form-data; boundary=\"\"", std::nullopt},
      {"multipart/form-data; boundary=\"a", std::nullopt},
      {"multipart/form-data; boundary=\"a \"", std::nullopt},
      {"multipart/form-data; boundary=a; boundary=b", std::nullopt},
      {"multipart/form-data; boundary=a\"b", std::nullopt},
      {"multipart/form-data; boundary=\"a\nb\"", std::nullopt},
      {"multipart/mixed; boundary=a", std::nullopt},
      {"text/csv; boundary=a", std::nullopt}};
  for (const auto& [type, boundary] : cases) EXPECT_EQ(boundary_of(type), boundary) << type;
}

const std::string kName = "--B\r\nContent-Disposition: form-data; name=\"mode\"\r\n\r\n";

TEST(Multipart, ReadsFieldsAndFiles) {
  const std::string body =
      kName + "what_is_right\r\n--B\r\n" +
      "content-disposition: form-data; name=\"file\"; filename=\"Số liệu.csv\"\r\n"
      "Content-Type: text/csv\r\nX-Other: 1\r\n\r\na,b\r\n--B no\r\n\r\n--Bx\r\n--B--\r\n";
  // "--Bx" at a line's begin would be a boundary with more behind it: such a body is refused.
  EXPECT_FALSE(bool(read_multipart(body, "B")));
  const std::string good =
      kName + "what_is_right\r\n--B\r\n" +
      "content-disposition: form-data; name=\"file\"; filename=\"Số liệu.csv\"\r\n"
      "Content-Type: text/csv\r\nX-Other: 1\r\n\r\na,b\r\n--b\r\n\r\n\r\n--B--\r\n";
  const auto parts = read_multipart(good, "B");
  ASSERT_TRUE(bool(parts)) << render(parts.refusal().what, Language::English);
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ((*parts)[0].name, "mode");
  EXPECT_EQ((*parts)[0].content, "what_is_right");
  EXPECT_EQ((*parts)[0].file_name, std::nullopt);
  EXPECT_EQ((*parts)[1].file_name, "Số liệu.csv");
  EXPECT_EQ((*parts)[1].content_type, "text/csv");
  EXPECT_EQ((*parts)[1].content, "a,b\r\n--b\r\n\r\n");
  EXPECT_EQ(read_multipart("--B--", "B")->size(), 0U);
  EXPECT_EQ(read_multipart(kName + "\r\n--B--", "B")->at(0).content, "");
}

TEST(Multipart, NamesOfFilesAreNoPaths) {
  const std::pair<const char*, const char*> cases[] = {{"../../etc/passwd", "passwd"},
                                                       {"C:\\\\temp\\\\a.csv", "a.csv"},
                                                       {"..", ""},
                                                       {".", ""},
                                                       {"a\\\"b.csv", "a\"b.csv"},
                                                       {"/", ""},
                                                       {"\xff.csv", ""}};
  for (const auto& [given, name] : cases) {
    const std::string body = "--B\r\nContent-Disposition: form-data; name=f; filename=\"" +
                             std::string(given) + "\"\r\n\r\nx\r\n--B--\r\n";
    const auto parts = read_multipart(body, "B");
    ASSERT_TRUE(bool(parts)) << given;
    EXPECT_EQ(parts->at(0).file_name, name) << given;
  }
}

TEST(Multipart, RefusesWhatIsNoForm) {
  const std::string part = "Content-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--B--\r\n";
  const std::string many = [] {
    std::string text = "--B";
    for (int i = 0; i < 21; ++i) {
      text +=
          "\r\nContent-Disposition: form-data; name=\"" + std::to_string(i) + "\"\r\n\r\n\r\n--B";
    }
    return text + "--";
  }();
  const std::string cases[] = {
      "",
      "x" + kName + "y\r\n--B--",
      kName,
      kName + "y",
      kName + "y\r\n--B",
      kName + "y\r\n--B-",
      kName + "y\r\n--B--\r\nmore",
      kName + "y\n--B--",
      kName + "y\r\n" + kName + "z\r\n--B--",
      "--B\r\n\r\nx\r\n--B--",
      "--B\r\nContent-Type: text/csv\r\n\r\nx\r\n--B--",
      "--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--B--",
      "--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--",
      "--B\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx\r\n--B--",
      "--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B--",
      "--B\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--B--",
      "--B\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; "
      "name=b\r\n\r\nx\r\n--B--",
      "--B\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\nx\r\n--B--",
      "--B\r\n folded\r\n" + part,
      "--B\r\nNo colon\r\n" + part,
      "--B\r\nContent-Transfer-Encoding: base64\r\n" + part,
      "--B\r\nX: " + std::string(5'000, 'x') + "\r\n" + part,
      "--B\nContent-Disposition: form-data; name=\"a\"\n\nx\n--B--",
      many};
  for (const std::string& body : cases) {
    EXPECT_FALSE(bool(read_multipart(body, "B"))) << body.substr(0, 200);
  }
  EXPECT_TRUE(bool(read_multipart("--B\r\n" + part, "B")));
  EXPECT_TRUE(bool(read_multipart(many, "B", {.parts_max = 21})));
}

}  // namespace
}  // namespace exemplar::http
