// What a register answers about a day: versions, codes, hierarchies, names, attributes.
#include <random>

#include "base/date_message.hpp"
#include "table_author.hpp"

namespace exemplar::programme {
namespace {

using Names = std::vector<std::string>;

TEST(UnitRegister, AnswersForEachDay) {
  const UnitRegister units = built(small_city().tables);
  ASSERT_EQ(units.size(), 9u);
  // Ordered by first code, then id; bodies without a code come first.
  EXPECT_EQ(ids(units, units.valid_at(day("2024-12-31"))),
            (Names{"health", "a", "b", "q1", "q3", "city"}));
  EXPECT_EQ(ids(units, units.valid_at(day("2025-01-01"))),
            (Names{"health", "c", "q1", "q3", "city"}));
  EXPECT_EQ(ids(units, units.valid_at(day("2025-07-01"))), (Names{"health", "d", "e", "city"}));
  const OrganisationUnitId c = id(units, "c");
  EXPECT_EQ(units.version_at(c, day("2024-12-31")), nullptr);
  EXPECT_EQ(units.version_at(c, day("2025-06-30"))->name.vi, "Phường Đa Kao");
  EXPECT_EQ(units.version_near(c, day("2030-01-01")).code, "26737");
  EXPECT_EQ(units.validity(c), (DateRange{day("2025-01-01"), day("2025-06-30")}));
  EXPECT_EQ(units.find_by_id("nobody"), std::nullopt);
}

TEST(UnitRegister, KeepsTheIdentityOverANewNameAndCode) {
  TableAuthor t;
  t.unit("w", "1", "Phường 05", "ward", "", "2024-12-31")
      .unit("w", "2", "Phường 5", "ward", "2025-01-01", "2025-06-30")
      .unit("w", "2", "Phường Năm", "commune", "2025-07-01")
      .event("2025-07-01", UnitEventKind::Rename, "w", "");
  const UnitRegister units = built(t.tables);
  ASSERT_EQ(units.size(), 1u);
  const OrganisationUnitId w = id(units, "w");
  EXPECT_EQ(units.validity(w), DateRange{});
  EXPECT_EQ(units.version_at(w, day("2024-12-31"))->code, "1");
  EXPECT_EQ(units.version_at(w, day("2025-01-01"))->name.vi, "Phường 5");
  EXPECT_EQ(units.version_at(w, day("2025-07-01"))->kind, "commune");
  EXPECT_EQ(units.own_events(w).size(), 1u);
  EXPECT_TRUE(units.fate_unknown().empty());
  EXPECT_TRUE(units.origin_unknown().empty());
}

TEST(UnitRegister, WalksAHierarchyOfTheDay) {
  const UnitRegister units = built(small_city().tables);
  const HierarchyId territory = units.find_hierarchy("territory").value();
  EXPECT_EQ(units.find_hierarchy("police"), std::nullopt);
  const Date old_day = day("2024-06-01");
  const Date new_day = day("2025-07-01");
  const auto city = id(units, "city");
  EXPECT_EQ(units.parent(id(units, "a"), territory, old_day), id(units, "q1"));
  EXPECT_EQ(units.parent(id(units, "a"), territory, new_day), std::nullopt);
  EXPECT_EQ(units.parent(city, territory, old_day), std::nullopt);
  EXPECT_EQ(ids(units, units.children(city, territory, old_day)), (Names{"q1", "q3"}));
  EXPECT_EQ(ids(units, units.descendants(city, territory, old_day)), (Names{"q1", "a", "b", "q3"}));
  EXPECT_EQ(ids(units, units.descendants(city, territory, new_day)), (Names{"d", "e"}));
  EXPECT_EQ(ids(units, units.ancestors(id(units, "b"), territory, old_day)), (Names{"q1", "city"}));
  EXPECT_TRUE(units.is_under(id(units, "b"), city, territory, old_day));
  EXPECT_FALSE(units.is_under(id(units, "b"), id(units, "q3"), territory, old_day));
  EXPECT_FALSE(units.is_under(city, city, territory, old_day));
}

TEST(UnitRegister, HasSeveralHierarchiesOverTheSameUnits) {
  TableAuthor t = small_city();
  t.hierarchy("command", {"municipality", "ward", "urban district"},
              {"municipality", "urban district"})
      .below("command", "a", "q1", "", "2024-06-30")
      .below("command", "a", "city", "2024-07-01")
      .below("command", "b", "city")
      .below("command", "c", "city")
      .below("command", "d", "city")
      .below("command", "e", "city")
      .event("2024-07-01", UnitEventKind::Move, "a", "a");
  const UnitRegister units = built(t.tables);
  const HierarchyId command = units.find_hierarchy("command").value();
  const HierarchyId territory = units.find_hierarchy("territory").value();
  EXPECT_EQ(units.parent(id(units, "a"), command, day("2024-07-01")), id(units, "city"));
  EXPECT_EQ(units.parent(id(units, "a"), territory, day("2024-07-01")), id(units, "q1"));
}

TEST(UnitRegister, NeverShowsANameAlone) {
  TableAuthor t = small_city();
  t.tables.units[1].name_en = "District 1";
  t.unit("kp", "", "Khu phố 1", "area", "", "2024-12-31")
      .below("territory", "kp", "a")
      .event("2025-01-01", UnitEventKind::End, "kp", "");
  t.tables.hierarchies[0].kinds.push_back("area");
  const UnitRegister units = built(t.tables);
  const HierarchyId territory = units.find_hierarchy("territory").value();
  const auto shown = [&](const char* unit, const char* on, Language language) {
    return units.name_with_district(id(units, unit), day(on), territory, language);
  };
  const Language vi = Language::Vietnamese;
  EXPECT_EQ(shown("a", "2024-06-01", vi), "Phường Tân Định, Quận 1");
  EXPECT_EQ(shown("a", "2024-06-01", Language::English), "Phường Tân Định, District 1");
  EXPECT_EQ(shown("a", "2030-01-01", vi), "Phường Tân Định, Quận 1");
  EXPECT_EQ(shown("d", "2025-07-01", vi), "Phường Sài Gòn, Thành phố Hồ Chí Minh");
  EXPECT_EQ(shown("d", "2000-01-01", vi), "Phường Sài Gòn, Thành phố Hồ Chí Minh");
  EXPECT_EQ(shown("kp", "2024-06-01", vi), "Khu phố 1, Phường Tân Định, Quận 1");
  EXPECT_EQ(shown("city", "2024-06-01", vi), "Thành phố Hồ Chí Minh");
  EXPECT_EQ(shown("health", "2024-06-01", vi), "Sở Y tế");
}

TEST(UnitRegister, ReadsAttributesOfTheDay) {
  TableAuthor t = small_city();
  t.attribute("island", UnitAttributeType::Truth)
      .attribute("founded", UnitAttributeType::Date)
      .attribute("group", UnitAttributeType::Text)
      .value("a", "island", "false")
      .value("a", "founded", "1988-12-27")
      .value("a", "group", "trung tâm");
  const UnitRegister units = built(t.tables);
  const auto at = [&](const char* attribute, const char* on) {
    return units.attribute_at(id(units, "a"), units.find_attribute(attribute).value(), day(on));
  };
  EXPECT_EQ(at("area", "2019-12-31"), std::nullopt);
  EXPECT_EQ(at("area", "2022-12-31"), UnitAttributeValue(Decimal{63, 2}));
  EXPECT_EQ(at("area", "2023-01-01"), UnitAttributeValue(Decimal{64, 2}));
  EXPECT_EQ(at("area", "2025-01-01"), std::nullopt);  // the unit is no longer there
  EXPECT_EQ(at("island", "2023-01-01"), UnitAttributeValue(false));
  EXPECT_EQ(at("founded", "2023-01-01"), UnitAttributeValue(day("1988-12-27")));
  EXPECT_EQ(at("group", "2023-01-01"), UnitAttributeValue(std::string("trung tâm")));
}

TEST(UnitRegister, ReportsWhatEndsOrBeginsWithoutAnEvent) {
  TableAuthor t = small_city();
  t.tables.events.erase(t.tables.events.begin() + 4);  // the end of Quận 1
  t.unit("new", "26740", "Phường Mới", "ward", "2023-01-01").below("territory", "new", "city");
  const UnitRegister units = built(t.tables);
  EXPECT_EQ(ids(units, units.fate_unknown()), (Names{"q1"}));
  EXPECT_EQ(ids(units, units.origin_unknown()), (Names{"b", "new"}));
  t.tables.records_from = day("2021-01-01");
  EXPECT_EQ(ids(built(t.tables), built(t.tables).origin_unknown()), (Names{"new"}));
}

struct ResolveCase {
  const char* text;
  const char* on;
  const char* answer;  // an id; or the English of the refusal
};

TEST(UnitRegister, ResolvesATextOnADay) {
  TableAuthor t = small_city();
  t.unit("zeros", "00001", "Phường Phúc Xá", "ward").below("territory", "zeros", "city");
  t.unit("26743", "1", "Phòng Tham mưu", "department", "", "2025-06-30")
      .event("2025-07-01", UnitEventKind::End, "26743", "");
  t.unit("26734", "99", "Phòng Hậu cần", "department");
  const UnitRegister units = built(t.tables);
  const ResolveCase cases[] = {
      {"26737", "2024-12-31", "b"},
      {"26737", "2025-01-01", "c"},
      {"26737", "2025-07-01", "d"},
      {"health", "2025-07-01", "health"},
      {"26743", "2025-07-01", "e"},      // a code goes before an id that is no longer valid
      {"26743", "2025-06-30", "26743"},  // and here only the id is there
      {"26734", "2024-06-01",
       "'26734' names several units on 2024-06-01; write the id of one of them: 26734 (Phường Tân "
       "Định, Quận 1, until 2024-12-31); 99 (Phòng Hậu cần)"},
      {"c", "2024-12-31",
       "no unit has the code or id 'c' on 2024-12-31; on other days it is: 26737 (Phường Đa Kao, "
       "Quận 1, from 2025-01-01 until 2025-06-30)"},
      {"760", "2025-07-01",
       "no unit has the code or id '760' on 2025-07-01; on other days it is: 760 (Quận 1, Thành "
       "phố Hồ Chí Minh, until 2025-06-30)"},
      {"\"26737\"", "2025-07-01",
       "no unit has the code or id '\"26737\"' on 2025-07-01; perhaps: 26737 (Phường Sài Gòn, "
       "Thành phố Hồ Chí Minh, from 2025-07-01)"},
      {"1", "2025-07-02",
       "no unit has the code or id '1' on 2025-07-02; on other days it is: 1 (Phòng Tham mưu, "
       "until 2025-06-30); 00001 (Phường Phúc Xá, Thành phố Hồ Chí Minh)"},
      {"01.0", "2025-07-02",
       "no unit has the code or id '01.0' on 2025-07-02; codes keep their leading zeros; perhaps: "
       "00001 (Phường Phúc Xá, Thành phố Hồ Chí Minh)"},
      {"P. Sài Gòn", "2025-07-02", "d"},
      {"“P. Sài Gòn”", "2025-07-02",
       "no unit has exactly the name '“P. Sài Gòn”' on 2025-07-02; perhaps: 26737 (Phường Sài Gòn, "
       "Thành phố Hồ Chí Minh, from 2025-07-01)"},
      {"healht", "2025-07-02",
       "no unit has the code or id 'healht' on 2025-07-02; perhaps: health (Sở Y tế)"},
      {"", "2025-07-02",
       "no unit has the code or id '' on 2025-07-02; write the official code of a unit of that "
       "day"},
  };
  for (const ResolveCase& c : cases) {
    const auto result = units.resolve(c.text, day(c.on));
    const std::string answer = result ? units.id_of(*result)
                                      : render(result.refusal().what, Language::English) + "; " +
                                            render(result.refusal().remedy, Language::English);
    EXPECT_EQ(answer, c.answer) << c.text << " on " << c.on;
  }
}

// Phường 1 in two districts, and a hierarchy that leaps over the districts.
TableAuthor namesakes() {
  TableAuthor t;
  t.unit("city", "79", "Thành phố Hồ Chí Minh", "municipality")
      .unit("q1", "760", "Quận 1", "urban district", "", "2025-06-30")
      .unit("q3", "770", "Quận 3", "urban district")
      .unit("q5", "774", "Quận 5", "urban district")
      .unit("bn", "26740", "Phường Bến Nghé", "ward", "", "2025-06-30")
      .unit("dk", "26737", "Phường Đa Kao", "ward")
      .unit("p1q3", "27160", "Phường 01", "ward")
      .unit("p1q5", "27301", "Phường 1", "ward")
      .unit("korea", "82", "Hàn Quốc, Đại", "town");
  t.hierarchy("command", {"municipality", "ward", "town"}, {"municipality", "town"})
      .hierarchy("territory", {"municipality", "urban district", "ward"}, {"municipality"});
  for (const char* ward : {"bn", "dk", "p1q3", "p1q5"}) t.below("command", ward, "city");
  for (const char* district : {"q1", "q3", "q5"}) t.below("territory", district, "city");
  t.below("territory", "bn", "q1")
      .below("territory", "dk", "q3")
      .below("territory", "p1q3", "q3")
      .below("territory", "p1q5", "q5");
  t.event("2025-07-01", UnitEventKind::End, "q1", "")
      .event("2025-07-01", UnitEventKind::End, "bn", "");
  return t;
}

std::string answered(const UnitRegister& units, const char* text, const char* on,
                     Language language = Language::English) {
  const auto result = units.resolve(text, day(on));
  if (result) return units.id_of(*result);
  return render(result.refusal().what, language) + "; " + render(result.refusal().remedy, language);
}

TEST(UnitRegister, TakesANameThatIsCertainAndProposesTheOthers) {
  const UnitRegister units = built(namesakes().tables);
  const std::string ben_nghe = "26740 (Phường Bến Nghé, Quận 1, until 2025-06-30)";
  const std::string da_kao = "26737 (Phường Đa Kao, Quận 3)";
  const std::string of_three = "27160 (Phường 01, Quận 3)";
  const std::string of_five = "27301 (Phường 1, Quận 5)";
  struct NameCase {
    const char* text;
    const char* on;
    std::string taken;     // an id
    std::string proposed;  // what the remedy lists
  };
  const NameCase cases[] = {
      {"Phường Bến Nghé, Quận 1", "2024-06-30", "bn", ""},
      {"Phường Bến Nghé", "2024-06-30", "bn", ""},
      {"P. Bến Nghé, Q.1, TP.HCM", "2024-06-30", "bn", ""},
      {"phường 1, quận 3", "2024-06-30", "p1q3", ""},
      {"P.1, Q.5", "2024-06-30", "p1q5", ""},
      {"Hàn Quốc, Đại", "2024-06-30", "korea", ""},
      {"Phuong Ben Nghe", "2024-06-30", "", ben_nghe},
      {"phuong ben nghe", "2024-06-30", "", ben_nghe},
      {"Phuong Da Kao", "2024-06-30", "", da_kao},
      {"Bến Nghé", "2024-06-30", "", ben_nghe},
      {"Ben Nghe, Quan 1", "2024-06-30", "", ben_nghe},
      {"Phường Bến Nghé, Quận 3", "2024-06-30", "", ben_nghe},  // there is none
      {"Phường Bến Nghé, Quận 1", "2025-07-01", "", ben_nghe},  // no longer
      {"Phuong Ben Nghe", "2025-07-01", "", ben_nghe},
      {"Phường 1, 3", "2024-06-30", "", of_three},
      {"Phường 1", "2024-06-30", "", of_three + "; " + of_five},
      {"Phường 01", "2024-06-30", "", of_three + "; " + of_five},  // a zero tells nobody apart
  };
  for (const NameCase& c : cases) {
    const auto result = units.resolve(c.text, day(c.on));
    if (result) {
      EXPECT_EQ(units.id_of(*result), c.taken) << c.text;
      continue;
    }
    EXPECT_EQ(c.taken, "") << c.text;
    const std::string remedy = render(result.refusal().remedy, Language::English);
    EXPECT_EQ(remedy.substr(remedy.find(": ") + 2), c.proposed) << c.text << " on " << c.on;
  }
  EXPECT_EQ(answered(units, "Phường 1", "2024-06-30"),
            "'Phường 1' names several units on 2024-06-30; write the code of one of them: " +
                of_three + "; " + of_five);
  EXPECT_EQ(answered(units, "Phường 99", "2024-06-30"),
            "no unit has the code or id 'Phường 99' on 2024-06-30; write the official code of a "
            "unit of that day");
}

TEST(UnitRegister, ShowsFiveProposalsAndCountsTheRest) {
  TableAuthor t;
  for (const char* number : {"1", "2", "3", "4", "5", "6", "7"}) {
    t.unit(std::string("w") + number, number, "Phường Bến Nghé", "ward");
  }
  EXPECT_EQ(answered(built(t.tables), "ben nghe", "2024-06-30"),
            "no unit has exactly the name 'ben nghe' on 2024-06-30; perhaps: 1 (Phường Bến Nghé); "
            "2 (Phường Bến Nghé); 3 (Phường Bến Nghé); 4 (Phường Bến Nghé); 5 (Phường Bến Nghé); "
            "and 2 more");
}

TEST(UnitRegister, WritesDaysAsTheReaderDoes) {
  const UnitRegister units = built(namesakes().tables);
  EXPECT_EQ(answered(units, "26740", "2025-07-01", Language::Vietnamese),
            "không đơn vị nào có mã hoặc định danh “26740” vào ngày 01/07/2025; vào những ngày "
            "khác là: 26740 (Phường Bến Nghé, Quận 1, đến 30/06/2025)");
  const auto shown = [](DateRange days, Language language) {
    return render(days_message(days), language);
  };
  const DateRange year{day("2024-01-01"), day("2024-12-31")};
  EXPECT_EQ(shown(year, Language::English), "from 2024-01-01 until 2024-12-31");
  EXPECT_EQ(shown(year, Language::Vietnamese), "từ 01/01/2024 đến 31/12/2024");
  EXPECT_EQ(shown({year.from, kOpenFuture}, Language::Vietnamese), "từ 01/01/2024");
  EXPECT_EQ(shown({year.from, year.from}, Language::Vietnamese), "01/01/2024");
  EXPECT_EQ(shown({}, Language::English), "without limit");
}

TEST(UnitRegister, OrderOfRowsChangesNothing) {
  TableAuthor t = small_city();
  t.unit("bad", "26737", "Phường Thừa", "ward").unit("q1", "760", "Quận 1", "ward");
  t.below("territory", "bad", "nobody").below("territory", "q1", "a");
  t.event("2025-07-01", UnitEventKind::Merge, "c", "d")
      .event("2025-01-01", UnitEventKind::End, "a", "");
  t.value("a", "area", "0.7").value("a", "colour", "red");
  Problems problems;
  const UnitRegister units = build_units(t.tables, problems);
  const std::vector<std::string> found = findings(problems);
  EXPECT_GE(found.size(), 6u);
  std::mt19937_64 random(20250701);
  for (int round = 0; round < 50; ++round) {
    const auto shuffle = [&](auto& rows) {
      for (size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[random() % i]);
    };
    shuffle(t.tables.units);
    shuffle(t.tables.hierarchies);
    shuffle(t.tables.hierarchy_rows);
    shuffle(t.tables.events);
    shuffle(t.tables.attributes);
    shuffle(t.tables.attribute_rows);
    Problems again;
    EXPECT_TRUE(build_units(t.tables, again) == units);
    EXPECT_EQ(findings(again), found);
  }
}

TEST(UnitRegister, AnEmptyOneAnswers) {
  const UnitRegister units = built({});
  EXPECT_TRUE(units.valid_at(day("2024-01-01")).empty());
  EXPECT_FALSE(units.resolve("79", day("2024-01-01")));
  EXPECT_EQ(UnitRegister().size(), 0u);
}

}  // namespace
}  // namespace exemplar::programme
