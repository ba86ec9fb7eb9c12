// Values alone, read the fast way, are the values of the facts that the slow way reads; and what is
// told of the pack is the same, word for word.
#include <unistd.h>

#include "base/number.hpp"
#include "folder_content.hpp"
#include "programme/pack/pack.hpp"
#include "programme/pack/pack_content.hpp"
#include "programme/pack/plain_line.hpp"
#include "programme/pack/plain_values.hpp"
#include "random/seed.hpp"
#include "random_office.hpp"

namespace exemplar::programme {
namespace {

namespace fs = std::filesystem;

const PackFiles::Content& rich() {
  static const PackFiles::Content content = content_of(EXEMPLAR_ROOT "/tests/programme/pack/rich");
  return content;
}

std::string told(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    text += fmt::format("{} {} {}\n", static_cast<int>(problem.severity), problem.code,
                        to_string(problem, Language::English));
  }
  return text;
}

std::string shown(const ReportedValues& values, const Office& office, const ColumnKey& key,
                  const engine::Cell& cell) {
  std::string text = fmt::format("{} {} {}", static_cast<int>(cell.answer), cell.status,
                                 cell.correction_pending ? "pending" : "");
  if (cell.answer != engine::kKnown) return text;
  if (office.definitions[key.indicator].kind == IndicatorKind::Text) {
    return text + " " + values.text(static_cast<int64_t>(cell.exact.numerator));
  }
  return text + " " + exemplar::to_string(cell.exact.reduced().numerator) + "/" +
         exemplar::to_string(cell.exact.reduced().denominator);
}

void expect_same_values(const Office& a, const Office& b) {
  const ReportedValues& x = a.facts.values();
  const ReportedValues& y = b.facts.values();
  ASSERT_EQ(x.size(), y.size());
  ASSERT_EQ(a.facts.sources(), b.facts.sources());
  const auto keys = x.keys();
  const auto others = y.keys();
  ASSERT_EQ(keys.size(), others.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    ASSERT_EQ(keys[i].indicator, others[i].indicator);
    ASSERT_TRUE(same_days(keys[i].period, others[i].period));
    ASSERT_EQ(keys[i].category, others[i].category);
    for (const Status floor :
         {Status::Draft, Status::Reported, Status::Verified, Status::Decided}) {
      const engine::Column& one = *x.column(keys[i], floor);
      const engine::Column& other = *y.column(keys[i], floor);
      ASSERT_EQ(one.size(), other.size());
      for (size_t unit = 0; unit < one.size(); ++unit) {
        ASSERT_EQ(shown(x, a, keys[i], one[unit]), shown(y, b, keys[i], other[unit]))
            << a.definitions[keys[i].indicator].id << " " << to_string(keys[i].period) << " "
            << keys[i].category << " unit " << unit << " floor " << name_of(floor);
      }
    }
  }
}

// With pieces of many sizes, so that lines are cut everywhere.
void expect_alike(const PackFiles& files) {
  const PackReading slow = read_pack(files);
  for (const size_t piece : {size_t{1}, size_t{37}, size_t{1000}, size_t{2} << 20}) {
    SCOPED_TRACE(piece);
    const PackReading fast =
        read_pack(files, {.reading = Reading::ValuesAlone, .threads = 3, .piece_bytes = piece});
    ASSERT_EQ(told(slow.problems), told(fast.problems));
    ASSERT_EQ(slow.definitions_read, fast.definitions_read);
    expect_same_values(slow.office, fast.office);
    if (testing::Test::HasFailure()) return;
  }
}

void expect_alike(const PackFiles::Content& content) {
  expect_alike(PackFiles::in_memory(content));
}

TEST(ValuesAlone, OfShippedPacksAreThoseOfTheirFacts) {
  for (const auto& entry : fs::directory_iterator(EXEMPLAR_ROOT "/packs")) {
    SCOPED_TRACE(entry.path().filename().string());
    Problems problems;
    const PackFiles files = PackFiles::in_folder(entry.path(), problems);
    const PackReading slow = read_pack(files);
    const PackReading fast =
        read_pack(files, {.reading = Reading::ValuesAlone, .threads = 2, .piece_bytes = 10'000});
    EXPECT_EQ(told(slow.problems), told(fast.problems));
    expect_same_values(slow.office, fast.office);
    EXPECT_TRUE(fast.office.facts.all().empty());
  }
}

TEST(ValuesAlone, OfRichAndBadPacksAreThoseOfTheirFacts) {
  expect_alike(rich());
  for (const auto& entry : fs::directory_iterator(EXEMPLAR_ROOT "/tests/programme/pack/bad")) {
    SCOPED_TRACE(entry.path().filename().string());
    PackFiles::Content content = rich();
    for (const auto& [name, text] : content_of(entry.path())) {
      if (text.empty()) content.erase(name);
      if (!text.empty() && name != "expected.txt") content[name] = text;
    }
    expect_alike(content);
  }
}

TEST(ValuesAlone, OfRandomOfficesAreThoseOfTheirFacts) {
  for (size_t seed = 0; seed < 60 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Chance chance(tests::moved_seed(7'000'000 + seed));
    expect_alike(random_office(chance));
  }
  tests::say_proof("office: the values of 60 random offices, read alone");
}

// One line of many is spoilt, or a few bytes of it.
TEST(ValuesAlone, OfSpoiltFilesAreThoseOfTheirFacts) {
  const std::vector<std::string> pieces = {",",           "\"",
                                           "\"\"",        "\xFF",
                                           "-",           "9",
                                           "ừ",           "'",
                                           " ",           "\r",
                                           "\n",          "\r\n",
                                           "\t",          "n/a",
                                           "0",           "007",
                                           "1,5",         "1.5",
                                           "có",          "no",
                                           ";",           "2023",
                                           "CẦN ĐIỀN: x", "\xEF\xBB\xBF",
                                           "e\xCC\x81",   std::string(1, '\0'),
                                           "2023-02-30",  "1e5",
                                           "+1",          "\xC2\xA0"};
  for (size_t seed = 0; seed < 250 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Chance chance(tests::moved_seed(8'000'000 + seed));
    PackFiles::Content content = chance.one_in(2) ? rich() : random_office(chance);
    for (auto& [name, text] : content) {
      const PackFileKind kind = kind_of_file(name);
      if (kind != PackFileKind::Values && kind != PackFileKind::Quotas) continue;
      for (size_t times = chance.below(3); times > 0 && !text.empty(); --times) {
        const size_t at = chance.below(text.size());
        if (chance.one_in(3))
          text.erase(at, 1 + chance.below(3));
        else
          text.insert(at, chance.of(pieces));
      }
      if (chance.one_in(4)) text += text.substr(text.find('\n') + 1);  // said again
    }
    expect_alike(content);
  }
  tests::say_proof("office: the values of 250 spoilt packs, read alone");
}

// A pack whose every line is plain, in each of the three forms.
PackFiles::Content plain_pack() {
  PackFiles::Content content;
  content["office.toml"] =
      "[office]\nid = \"o\"\nname = \"O\"\nzone = \"Asia/Ho_Chi_Minh\"\ndecimal_sign = \".\"\n"
      "records_from = 2021-01-01\n[[source]]\nid = \"register\"\nname = \"R\"\n[[source]]\nid = "
      "\"generator\"\nname = \"G\"\nsynthetic = true\n[[calendar]]\nid = \"civil\"\nname = \"C\"\n"
      "year_starts = \"01-01\"\nweek_starts = \"monday\"\n[[kind]]\nid = \"ward\"\nname = \"W\"\n"
      "[[category]]\nid = \"kind\"\nname = \"K\"\nvalues = [\"theft\", \"fraud\"]\n";
  content["indicators.toml"] =
      "[[indicator]]\nid = \"area\"\nname = \"A\"\nkind = \"amount\"\ndigits = 1\nat_most = 1000\n"
      "may_be_not_applicable = true\n[[indicator]]\nid = \"offences\"\nname = \"B\"\nkind = "
      "\"count\"\nat_most = 1000\ncategories = [\"kind\"]\n[[indicator]]\nid = \"planned\"\nname = "
      "\"P\"\nkind = \"count\"\nat_most = 99\nassigned = true\n[[indicator]]\nid = \"sound\"\nname "
      "= "
      "\"D\"\nkind = \"truth\"\n[[indicator]]\nid = \"signed\"\nname = \"E\"\nkind = \"date\"\n"
      "[[indicator]]\nid = \"remark\"\nname = \"F\"\nkind = \"text\"\n[[quota]]\nid = \"cards\"\n"
      "name = \"Q\"\nassigned = \"planned\"\ndone = \"offences\"\n";
  content["units.csv"] =
      "id,code,name,name_en,kind,from,until\nu1,01,Một,,ward,,2023-06-30\nu2,02,Hai,,ward,,\n"
      "u3,01,Ba,,ward,2023-07-01,\nu4,,Bốn,,ward,,\n";
  content["values/a.csv"] =
      "indicator,period,unit,category,value,reported_on,verified_on,decided_on,source,by,note\n"
      "area,2022,01,,21.5,2023-01-05,,,register,Bình,\n"
      "area,2023,01,,22.5,2024-01-05,2024-01-06,,register,,\n"
      "area,2022,u2,,n/a,2023-01-05,,,register,,đang xây\n"
      "area,2022,u4,,7,,,,generator,,\"một, hai\"\n"
      "offences,2022,02,kind=theft,12,2023-01-05,2023-01-06,2023-01-07,register,,\n"
      "offences,2022,02,kind=theft,13,2023-02-05,,,register,,\n"
      "sound,2022,02,,yes,2023-01-05,,,register,,\n"
      "sound,2022,u4,,không,2023-01-05,,,register,,\n"
      "signed,2022,02,,2022-03-04,2023-01-05,,,register,,\n"
      "remark,2022,02,,tốt,2023-01-05,,,register,,\n"
      "remark,2022,u4,,tốt,2023-01-05,,,register,,\n";
  content["values/b.csv"] =
      "period,unit,reported_on,source,area,sound,signed\n2021,01,2022-01-05,register,1.5,true,\n"
      "2021,02,2022-01-05,register,,false,2021-05-06\n";
  content["quotas.csv"] =
      "quota,period,unit,assigned,done,source\ncards,2021,01,7,6,register\ncards,2021,02,,5,"
      "register\n";
  return content;
}

TEST(ValuesAlone, OfPlainFilesInThreeForms) {
  const PackFiles::Content content = plain_pack();
  ASSERT_FALSE(read_pack(PackFiles::in_memory(content)).problems.has_errors())
      << told(read_pack(PackFiles::in_memory(content)).problems);
  expect_alike(content);
  EXPECT_GT(read_pack(PackFiles::in_memory(content), {.reading = Reading::ValuesAlone})
                .office.facts.values()
                .size(),
            15U);
}

// The quick way is taken where it can be, and leaves nothing behind where it cannot.
TEST(PlainValues, TakesAFileWholeOrNotAtAll) {
  PackFiles::Content content = plain_pack();
  content["values/c.csv"] =
      "period,unit,source,area\n2021,01,generator,7\n2021,02,generator,8\n2021,u4,generator,x\n";
  const PackFiles files = PackFiles::in_memory(content);
  const Office office = read_pack(files).office;
  const DefinitionDraft draft = draft_of(office);
  ReportedValuesBuilder builder;
  std::vector<bool> sources(draft.office.sources.size(), false);
  PlainValues plain(draft, office.definitions.units, builder, sources, 2, 30);
  EXPECT_FALSE(plain.read(files, "values/c.csv"));
  EXPECT_EQ(sources, (std::vector<bool>{false, false}));
  EXPECT_TRUE(plain.read(files, "quotas.csv"));
  EXPECT_EQ(sources, (std::vector<bool>{true, false}));
  EXPECT_TRUE(plain.read(files, "values/a.csv"));
  EXPECT_TRUE(plain.read(files, "values/b.csv"));
  EXPECT_EQ(builder.take().size(), 3U + 11U + 4U);
}

// Each change makes one fault, or a writing that needs care; both ways say and read the same.
TEST(ValuesAlone, WithEveryKindOfFaultAndWriting) {
  const std::pair<const char*, const char*> changes[] = {
      {"21.5", "21.55"},
      {"21.5", "2100.5"},
      {"21.5", "-1"},
      {"21.5", "021.5"},
      {"21.5", " 21.5 "},
      {"21.5", "21.50"},
      {"21.5", "\"21.5\""},
      {"21.5", "21,5"},
      {"21.5", "x"},
      {"21.5", ""},
      {"21.5", "+21.5"},
      {"21.5", "1 0.5"},
      {"area,2022,01", "Area,2022,01"},
      {"area,2022,01", ",2022,01"},
      {"area,2022,01", "area,2022-01,01"},
      {"area,2022,01", "area,2022-01-01/P12M,01"},
      {"area,2022,01", "area,,01"},
      {"area,2022,01", "area,2022,"},
      {"area,2022,01", "area,2022,99"},
      {"area,2022,01", "area,2022,Một"},
      {"area,2022,01", "area,2022,u3"},
      {"2023-01-05,,,register,Bình", "05/01/2023,,,register,Bình"},
      {"2023-01-05,,,register,Bình", "2023-01-05,2022-01-01,,register,Bình"},
      {"2023-01-05,,,register,Bình", "2023-01-05,,2022-01-01,register,Bình"},
      {"2023-01-05,,,register,Bình", "2023-01-05,,,Register,Bình"},
      {"2023-01-05,,,register,Bình", "2023-01-05,,,,Bình"},
      {"Bình", "Bi\xCC\x80nh"},
      {"Bình", "CẦN ĐIỀN: ai"},
      {"Bình", "B\xECnh"},
      {"Bình", "\"B\nh\""},
      {"Bình", "\"B\"\"h\""},
      {"Bình", "B\"h"},
      {"đang xây", ""},
      {"đang xây", " "},
      {"kind=theft", "theft"},
      {"kind=theft", "kind = theft"},
      {"kind=theft", "kind=murder"},
      {"không", "maybe"},
      {"2022-03-04", "2022-02-30"},
      {"remark,2022,02,,tốt", "remark,2022,02,,to\xCC\x82\xCC\x81t"},
      {"remark,2022,02", "remark,2022,02,"},
      {"category", "Category"},
      {"note\n", "remarks\n"},
      {",by,note", ",by,by"},
      {"signed\n", "offence\n"},
      {"2021,01,2022", "2021,01, 2022"},
      {"1.5,true,", "1.5,perhaps,"},
      {"cards,2021,01", "card,2021,01"},
      {"cards,2021,02,,5", "cards,2021,02,,"},
      {"cards,2021,02,,5", "cards,2021,02,,5000"}};
  for (const auto& [from, to] : changes) {
    SCOPED_TRACE(fmt::format("{} → {}", from, to));
    PackFiles::Content content = plain_pack();
    bool changed = false;
    for (auto& [name, text] : content) {
      const size_t at = text.find(from);
      if (changed || !name.ends_with(".csv") || name == "units.csv" || at == text.npos) continue;
      text.replace(at, std::string_view(from).size(), to);
      changed = true;
    }
    ASSERT_TRUE(changed);
    expect_alike(content);
  }
}

TEST(ValuesAlone, OfOtherLineEndsAndSeparators) {
  const auto with = [](std::string_view what, std::string_view instead) {
    PackFiles::Content content = plain_pack();
    for (const char* name : {"values/b.csv", "quotas.csv"}) {
      std::string text;
      for (const char c : content[name]) {
        text += what == std::string_view(&c, 1) ? instead : std::string_view(&c, 1);
      }
      content[name] = text;
    }
    return content;
  };
  expect_alike(with("\n", "\r\n"));
  expect_alike(with("\n", "\r"));
  expect_alike(with("\n", "\n\n"));
  expect_alike(with(",", ";"));
  expect_alike(with(",", "\t"));
  for (const char* before : {"\xEF\xBB\xBF", "\n\r\n", "\r"}) {
    PackFiles::Content content = plain_pack();
    content["values/b.csv"].insert(0, before);
    expect_alike(content);
    content["values/b.csv"].pop_back();
    expect_alike(content);
  }
  PackFiles::Content comma = plain_pack();
  std::string& office = comma["office.toml"];
  office.replace(office.find("\".\""), 3, "\",\"");
  std::string& values = comma["values/a.csv"];
  values.replace(values.find("21.5"), 4, "\"21,5\"");
  values.replace(values.find("22.5"), 4, "\"22,5\"");
  expect_alike(comma);
}

TEST(ValuesAlone, RepeatedValuesAreWarnedOfAtTheSamePlaces) {
  PackFiles::Content content = plain_pack();
  content["values/c.csv"] =
      "\r\n\nindicator,period,unit,category,value,reported_on,source\r\n"
      "area,2022,01,,21.5,2023-01-05,register\n\n\r\narea,2022,01,,21.5,2023-01-05,register\n"
      "area,2022,02,,3,2023-01-05,register\nareas,2022,02,,3,2023-01-05,register\n";
  content["values/d.csv"] =
      "\xEF\xBB\xBF"
      "period,source,unit,area,sound,reported_on\n2022,register,02,3,no,2023-01-05\n"
      "2022,register,02, 3.0 ,no,2023-01-05\n\n2022,register,02,3,yes,2023-01-05\n"
      "2022,\"register\",02,3,yes,2023-01-05";
  expect_alike(content);
  size_t again = 0;
  for (const Problem& problem :
       read_pack(PackFiles::in_memory(content), {.reading = Reading::ValuesAlone}).problems) {
    again += problem.code == "repeated_value" ? 1 : 0;
  }
  EXPECT_EQ(again, 7U);
}

TEST(ValuesAlone, OfAFolderAreThoseOfItsFacts) {
  std::string pattern = (fs::temp_directory_path() / "exemplar-pack-XXXXXX").string();
  const fs::path folder = mkdtemp(pattern.data());
  for (const auto& [name, text] : plain_pack()) {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary) << text;
  }
  Problems problems;
  expect_alike(PackFiles::in_folder(folder, problems));
  fs::remove_all(folder);
}

// A line of every kind: what is cut, and what is left to the careful reader.
TEST(PlainLine, IsCutOnlyWhereNothingIsOutOfTheOrdinary) {
  struct Case {
    const char* line;
    PlainLine::Kind kind;
    std::vector<std::string> fields;
  };
  using Kind = PlainLine::Kind;
  const Case cases[] = {
      {"a,b,c\n", Kind::Plain, {"a", "b", "c"}},
      {",,\n", Kind::Plain, {"", "", ""}},
      {"a,b,c\r\n", Kind::Plain, {"a", "b", "c"}},
      {"a,\"b, b\",c\n", Kind::Plain, {"a", "b, b", "c"}},
      {"a,\"\",\"c\"\r\n", Kind::Plain, {"a", "", "c"}},
      {"a,đường,c\n", Kind::Plain, {"a", "đường", "c"}},
      {"\n", Kind::Empty, {}},
      {"\r\n", Kind::Empty, {}},
      {"a,\"b\"\"b\",c\n", Kind::Odd, {}},
      {"a,CẦN,c\n", Kind::Odd, {}},
      {"a,b\n", Kind::NotPlain, {}},
      {"a,b,c,d\n", Kind::NotPlain, {}},
      {"a,\"b\n", Kind::NotPlain, {}},
      {"a,b\"b,c\n", Kind::NotPlain, {}},
      {"a,\"b\"b,c\n", Kind::NotPlain, {}},
      {"a,b\rc,d\n", Kind::NotPlain, {}},
      {"a,\xFF,c\n", Kind::NotPlain, {}},
      {"a,b,\xC6\n", Kind::NotPlain, {}},
      {"\xEF\xBB\xBF"
       "a,b,c\n",
       Kind::NotPlain,
       {}},
  };
  for (const Case& c : cases) {
    const std::string text = c.line + std::string(PlainLine::kPadding, '\0');
    PlainLine line(',', 3);
    ASSERT_EQ(line.cut(text.data()), c.kind) << c.line;
    if (c.kind == Kind::NotPlain) continue;
    EXPECT_EQ(line.next(), text.data() + std::string_view(c.line).size()) << c.line;
    for (size_t i = 0; i < c.fields.size(); ++i) EXPECT_EQ(line[i], c.fields[i]) << c.line;
  }
  const std::string nul("a,\0,c\n\0\0\0\0", 10);
  PlainLine line(',', 3);
  EXPECT_EQ(line.cut(nul.data()), Kind::NotPlain);
}

// What the quick way takes for a number is the number that everybody else reads.
TEST(PlainNumber, IsWhatTheReaderOfNumbersReads) {
  Chance chance(5);
  size_t taken = 0;
  for (int i = 0; i < 100'000; ++i) {
    const DecimalSign sign = chance.one_in(2) ? DecimalSign::Comma : DecimalSign::Point;
    const int digits = static_cast<int>(chance.below(16));
    std::string text;
    for (size_t length = chance.below(19); length > 0; --length) {
      text += std::string_view(
          "00123456789-,. +")[chance.one_in(5) ? chance.below(16) : chance.below(11)];
    }
    int64_t number = 0;
    if (!read_plain_number(text, sign == DecimalSign::Comma ? ',' : '.', digits, number)) continue;
    ++taken;
    const auto read = read_number(text, sign);
    ASSERT_TRUE(read) << text;
    const auto exact = with_digits(*read, digits);
    ASSERT_TRUE(exact) << text;
    EXPECT_EQ(exact->units, number) << text;
  }
  EXPECT_GT(taken, 5000U);
}

}  // namespace
}  // namespace exemplar::programme
