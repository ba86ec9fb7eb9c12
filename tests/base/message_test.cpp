// base/message.hpp and base/problem.hpp: words only when shown, and every problem with its place.
#include "base/message.hpp"

#include <gtest/gtest.h>

#include "base/problem.hpp"
#include "base/result.hpp"

using namespace exemplar;

namespace {

// Not msg(…): what only tests say needs no translation.
Message made(std::string pattern, const std::vector<std::string>& arguments) {
  Message message{std::move(pattern), {}};
  for (const std::string& argument : arguments) message.arguments.push_back({argument, {}});
  return message;
}

TEST(Message, ArgumentsAreFormattedWhenMade) {
  const Message message = made("a {} b {}", {"1", "x"});
  EXPECT_EQ(render(message, Language::English), "a 1 b x");
}

TEST(Message, PlaceholdersMayBeNumberedAndBracesDoubled) {
  EXPECT_EQ(render(made("{1} before {0}", {"a", "b"}), Language::English), "b before a");
  EXPECT_EQ(render(made("{{{}}}", {"x"}), Language::English), "{x}");
  EXPECT_EQ(render(made("{} {}", {"only"}), Language::English), "only ");
  EXPECT_EQ(render(made("open {", {}), Language::English), "open ");
  EXPECT_EQ(render(made("{}", {"{}"}), Language::English), "{}");
}

TEST(Message, WithoutATranslationItIsEnglish) {
  EXPECT_EQ(render(made("nobody translated {} this", {"yet"}), Language::Vietnamese),
            "nobody translated yet this");
  EXPECT_TRUE(vietnamese_of("nobody translated {} this").empty());
}

TEST(Message, VietnameseComesFromTheCatalogue) {
  const Message message = made("byte {} ({}) is not valid UTF-8", {"3", "0xAD"});
  EXPECT_EQ(render(message, Language::Vietnamese), "byte thứ 3 (0xAD) không đúng chuẩn UTF-8");
}

TEST(Message, AMessageInsideIsPutIntoWordsWithIt) {
  const Message inner = made("byte {} ({}) is not valid UTF-8", {"3", "0xAD"});
  Message outer = made("nobody translated {} this", {});
  outer.arguments.push_back({{}, {inner}});
  EXPECT_EQ(render(outer, Language::English),
            "nobody translated byte 3 (0xAD) is not valid UTF-8 this");
  EXPECT_EQ(render(outer, Language::Vietnamese),
            "nobody translated byte thứ 3 (0xAD) không đúng chuẩn UTF-8 this");
}

TEST(Text, FallsBackToTheOtherLanguage) {
  EXPECT_EQ((exemplar::Text{"phường", "ward"}).in(Language::Vietnamese), "phường");
  EXPECT_EQ((exemplar::Text{"phường", "ward"}).in(Language::English), "ward");
  EXPECT_EQ((exemplar::Text{"phường", ""}).in(Language::English), "phường");
  EXPECT_EQ((exemplar::Text{"", "ward"}).in(Language::Vietnamese), "ward");
}

TEST(Problem, ShowsPlaceWhatAndRemedy) {
  const Message what = made("unknown indicator '{}'", {"x"});
  const Message remedy = made("write another", {});
  const auto text = [](Problem problem) { return to_string(problem, Language::English); };
  EXPECT_EQ(text({{"a.toml", 3, 7}, Severity::Error, what, remedy, ""}),
            "a.toml:3:7: unknown indicator 'x'; write another");
  EXPECT_EQ(text({{"a.toml", 3, 0}, Severity::Error, what, {}, ""}),
            "a.toml:3: unknown indicator 'x'");
  EXPECT_EQ(text({{"a.toml", 0, 0}, Severity::Error, what, {}, ""}),
            "a.toml: unknown indicator 'x'");
  EXPECT_EQ(text({{}, Severity::Error, what, {}, ""}), "unknown indicator 'x'");
}

TEST(Problem, WarningsAreNotErrors) {
  Problems problems;
  EXPECT_FALSE(problems.has_errors());
  problems.warning({"b.toml", 2, 1}, "harm", made("w", {}));
  EXPECT_FALSE(problems.has_errors());
  EXPECT_EQ(problems.list()[0].code, "harm");
  problems.error({"b.toml", 1, 9}, made("e", {}));
  problems.error({"a.toml", 9, 9}, made("f", {}));
  EXPECT_TRUE(problems.has_errors());
  Problems all;
  all.add(problems);
  all.sort();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all.list()[0].what.pattern, "f");
  EXPECT_EQ(all.list()[1].what.pattern, "e");
  EXPECT_EQ(all.list()[2].what.pattern, "w");
}

TEST(Result, IsAValueOrARefusal) {
  const Result<int> value = 3;
  const Result<int> refused = Refusal{made("no", {}), made("yes", {})};
  EXPECT_TRUE(value);
  EXPECT_EQ(*value, 3);
  EXPECT_FALSE(refused);
  EXPECT_EQ(refused.refusal().what.pattern, "no");
}

}  // namespace
