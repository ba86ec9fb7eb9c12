// What a register answers about a day: versions, codes, hierarchies, names, attributes.
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
       "Định, Quận 1, …2024-12-31); 99 (Phòng Hậu cần)"},
      {"c", "2024-12-31",
       "no unit has the code or id 'c' on 2024-12-31; on other days it is: 26737 (Phường Đa Kao, "
       "Quận 1, 2025-01-01…2025-06-30)"},
      {"760", "2025-07-01",
       "no unit has the code or id '760' on 2025-07-01; on other days it is: 760 (Quận 1, Thành "
       "phố Hồ Chí Minh, …2025-06-30)"},
      {"\"26737\"", "2025-07-01",
       "no unit has the code or id '\"26737\"' on 2025-07-01; perhaps: 26737 (Phường Sài Gòn, "
       "Thành phố Hồ Chí Minh, 2025-07-01…)"},
      {"1", "2025-07-02",
       "no unit has the code or id '1' on 2025-07-02; on other days it is: 1 (Phòng Tham mưu, "
       "…2025-06-30); 00001 (Phường Phúc Xá, Thành phố Hồ Chí Minh)"},
      {"01.0", "2025-07-02",
       "no unit has the code or id '01.0' on 2025-07-02; codes keep their leading zeros; perhaps: "
       "00001 (Phường Phúc Xá, Thành phố Hồ Chí Minh)"},
      {"P. Sài Gòn", "2025-07-02",
       "no unit has the code or id 'P. Sài Gòn' on 2025-07-02; perhaps: 26737 (Phường Sài Gòn, "
       "Thành phố Hồ Chí Minh, 2025-07-01…)"},
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
