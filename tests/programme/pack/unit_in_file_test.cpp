// What names a unit in values and decisions: a code, an id or a name that is certainly one unit's; of
// the period's last day, or where the unit ended before, of the last day on which it was there.
#include "programme/pack/pack.hpp"

namespace exemplar::programme {
namespace {

// The rich pack with two wards of one name and a value for `unit`, whose year is the calendar's.
PackReading with_value(const std::string& unit, const std::string& period,
                       const std::string& indicator = "conduct") {
  Problems problems;
  const PackFiles files =
      PackFiles::in_folder(EXEMPLAR_ROOT "/tests/programme/pack/rich", problems);
  PackFiles::Content content;
  for (const std::string& name : files.names()) content[name] = *files.text(name);
  std::erase_if(content, [](const auto& file) { return file.first.starts_with("values/"); });
  content.erase("quotas.csv");
  content["units.csv"] +=
      "q3,770,Quận 3,,urban district,,\np1,27001,Phường 1,,ward,,2024-03-31\n"
      "p1b,27002,Phường 1,,ward,,\nw5,26743,Phường Năm,,ward,2024-07-01,\n";
  content["hierarchies.csv"] +=
      "territory,q3,hcm,,\nterritory,p1,q1,,\nterritory,p1b,q3,,\nterritory,w5,q3,,\n"
      "police,p1b,hcm,,\npolice,w5,hcm,,\n";
  content["values/a.csv"] = "indicator,period,unit,value,source\n" + indicator + "," + period +
                            ",\"" + unit + "\",5,generator\n";
  return read_pack(PackFiles::in_memory(std::move(content)));
}

std::string told(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += to_string(problem, Language::English) + "\n";
  return text;
}

struct Case {
  const char* unit;
  const char* period;
  const char* meant;  // an id; or, with a '?', a piece of the refusal
};

void expect(const Case& c, const std::string& indicator) {
  SCOPED_TRACE(c.unit + std::string(" in ") + c.period);
  const PackReading reading = with_value(c.unit, c.period, indicator);
  const std::string meant = c.meant;
  if (meant.starts_with('?')) {
    EXPECT_EQ(reading.problems.size(), 1U) << told(reading.problems);
    EXPECT_NE(told(reading.problems).find(meant.substr(1)), std::string::npos)
        << told(reading.problems);
    EXPECT_TRUE(reading.office.facts.all().empty());
    return;
  }
  ASSERT_EQ(told(reading.problems), "");
  const auto& units = reading.office.definitions.units;
  ASSERT_EQ(reading.office.facts.all().size(), 1U);
  EXPECT_EQ(units.id_of(reading.office.facts.all().front().unit), meant);
  const auto written = pack_content(reading.office);
  ASSERT_TRUE(written);
  EXPECT_TRUE(same_office(reading.office, read_pack(PackFiles::in_memory(*written)).office));
}

TEST(UnitInFile, IsTakenWhereItIsCertainAndElseProposed) {
  for (const Case& c : std::initializer_list<Case>{
           {"26740", "2023", "w3"},
           {"w3", "2023", "w3"},
           {"Phường Bến Nghé", "2023", "w3"},
           {"Phường Bến Nghé, Quận 1", "2023", "w3"},
           {"P. Bến Nghé, Q.1", "2023", "w3"},
           // One name in several writings is one name.
           {"Phường 1, Quận 3", "2023", "p1b"},
           {"P.1, Q.3", "2023", "p1b"},
           {"phường 01, quận 3", "2023", "p1b"},
           {"Phường 1", "2023", "?'Phường 1' names several units on 2023-12-31; write the code of"},
           {"P.01", "2023", "?27001 (Phường 1, Quận 1, until 2024-03-31); 27002"},
           // What is likely only is never taken.
           {"Phuong Ben Nghe", "2023", "?perhaps: 26740"},
           {"Bến Nghé", "2023", "?perhaps: 26740"},
           {"Phường Bến Nghế", "2023", "?perhaps: 26740"},
           {"Phường Bến Nghé, Quận 3", "2023", "?perhaps: 26740"},
           {"2674O", "2023", "?perhaps: 26740"},
       }) {
    expect(c, "conduct");
  }
}

TEST(UnitInFile, ThatEndedWithinThePeriodIsTheUnitAsItWas) {
  for (const Case& c : std::initializer_list<Case>{
           {"w4", "2024", "w4"},
           {"Phường Cũ", "2024", "w4"},
           {"w4", "2023", "w4"},
           {"26743", "2023", "w4"},
           {"26743", "2024", "w5"},  // which had the code on the last day
           {"26737", "2024", "w2"},  // until the last day
           {"27001", "2024", "p1"},
           {"Phường 1", "2024", "p1b"},  // the other one was gone
           {"Phường 1, Quận 1", "2024", "p1"},
           {"w4", "2025", "?no unit has the code or id 'w4' on 2025-12-31"},
           {"27001", "2025", "?on other days it is: 27001 (Phường 1, Quận 1, until 2024-03-31)"},
           {"w41", "2023", "?on other days it is: 26746"},
           {"Phường Cu", "2024", "?perhaps: 26743 (Phường Cũ"},
       }) {
    expect(c, "conduct");
  }
}

// The police year 2025 is 2024-12-15/P1Y: w1 and w2 ended in it, and w12 took over the code of w1.
TEST(UnitInFile, ACodeThatWentOnWithinThePeriodIsThatOfItsLastDay) {
  for (const Case& c : std::initializer_list<Case>{
           {"26734", "2025", "w12"},
           {"w12", "2025", "w12"},
           {"w1", "2025", "w1"},
           {"26737", "2025", "w2"},
           {"Phường Đa Kao", "2025", "w2"},
           {"w1", "2026", "?on other days it is: 26734"},
       }) {
    expect(c, "office_area");
  }
}

}  // namespace
}  // namespace exemplar::programme
