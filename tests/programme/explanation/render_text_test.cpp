// Each kind of line that people read, in both languages, from small offices.
#include "base/text.hpp"
#include "programme/explanation/small_office.hpp"

namespace exemplar::programme {
namespace {

constexpr const char* kIndicators = R"(
[[indicator]]
id = "area"
name = { vi = "Diện tích", en = "Area" }
kind = "amount"
unit = "m²"
digits = 1
at_most = 100000
[[indicator]]
id = "due"
name = { vi = "Đến hạn", en = "Due" }
kind = "count"
at_most = 100000
over_units = "sum"
[[indicator]]
id = "done"
name = { vi = "Đã làm", en = "Done" }
kind = "count"
at_most = 100000
over_units = "sum"
[[indicator]]
id = "answers"
name = { vi = "Phiếu trả lời", en = "Answers" }
kind = "count"
at_most = 100000
from = "survey"
[[indicator]]
id = "satisfied"
name = { vi = "Hài lòng", en = "Satisfied" }
kind = "count"
at_most = 100000
from = "survey"
[[indicator]]
id = "tips"
name = { vi = "Tin báo", en = "Tips" }
kind = "count"
at_most = 100000
over_units = "sum"
over_time = "sum"
collected = "P1M"
[[indicator]]
id = "plan_on"
name = { vi = "Ngày ban hành", en = "Issued on" }
kind = "date"
[[indicator]]
id = "in_force"
name = { vi = "Đang có hiệu lực", en = "In force" }
kind = "truth"
[[indicator]]
id = "band"
name = { vi = "Mức", en = "Band" }
kind = "text"
[[indicator]]
id = "offences"
name = { vi = "Vụ việc", en = "Offences" }
kind = "count"
at_most = 100000
may_be_not_applicable = true
[[indicator.version]]
id = "1"
[[indicator.version]]
id = "2"
from = 2023-01-01
comparable = false
reason = { vi = "cách ghi mới", en = "new way of recording" }
[[indicator]]
id = "cases"
name = { vi = "Vụ", en = "Cases" }
kind = "count"
at_most = 100000
)";

std::string criterion(const std::string& met, const std::string& more = "",
                      const std::string& id = "1") {
  return "[[criterion]]\nid = \"" + id +
         "\"\ngroup = \"I\"\ntitle = { vi = \"Tiêu chí\", en = \"Criterion\" }\n"
         "text = { vi = \"Lời văn.\", en = \"Wording.\" }\nbasis = \"none: illustrative\"\n"
         "met = '''" +
         met + "'''\nwhen_not_applicable = \"leave_out\"\n" + more + "\n";
}

std::string months(const std::string& unit, int from, int until) {
  std::string rows;
  for (int m = from; m <= until; ++m) {
    rows += fmt::format("tips,2023-{:02},{},,{},2024-01-{:02},2024-02-{:02},,register,,\n", m, unit,
                        m, m, m);
  }
  return rows;
}

std::string fact(const std::string& indicator, const std::string& value,
                 const std::string& rest = "2024-01-04,2024-01-12,,register,,",
                 const std::string& period = "2023", const std::string& unit = "a") {
  return indicator + "," + period + "," + unit + ",," + value + "," + rest + "\n";
}

struct Case {
  const char* what;
  std::string formula;
  std::string values;
  std::vector<std::string> vietnamese;  // each must stand in the text
  std::vector<std::string> english;
  View view = {};
  bool full = false;
  std::string measures = {};
};

#define NBSP "\u00A0"

std::vector<Case> cases() {
  const std::string verified = "2024-01-04,2024-01-12,,register,,";
  return {
      {"ratio of amounts against a threshold",
       "area / area_norm >= 100 %",
       fact("area", "214.0"),
       {"✗ 1  Tiêu chí", "I. Nhóm một",
        "area / area_norm = 214,0" NBSP "m² / 279" NBSP "m² = 76,7" NBSP "%; cần từ 100" NBSP
        "% trở lên (mức do chúng tôi chọn)",
        "area (Diện tích): 214,0" NBSP "m² · báo cáo 04/01/2024, thẩm định 12/01/2024",
        "area_norm (Mức chuẩn): 279" NBSP "m² = choose(unit.class", "unit.class (Loại phường): II",
        "Quy định: Lời văn.", "Căn cứ: chưa có văn bản công khai"},
       {"area / area_norm = 214.0" NBSP "m² / 279" NBSP "m² = 76.7" NBSP
        "%; must be at least 100" NBSP "% (threshold chosen by us)",
        "area (Area): 214.0" NBSP "m² · reported 4 Jan 2024, verified 12 Jan 2024"},
       {},
       false,
       "[[measure]]\nid = \"area_norm\"\nname = { vi = \"Mức chuẩn\", en = \"Norm\" }\n"
       "value = 'choose(unit.class, \"II\" -> 279 m², else 232 m²)'\n"},
      {"few survey answers: the reason, and the share beside it",
       "if answers >= 200 then satisfied / answers >= 90 % else no_data(\"cần 200 phiếu\")",
       fact("answers", "68") + fact("satisfied", "62"),
       {"chưa đủ số liệu: cần 200 phiếu", "✗ answers = 68; cần từ 200 trở lên",
        "satisfied / answers = 62 / 68 = 91,2" NBSP "% (khoảng 95" NBSP "%: 82–96" NBSP "%)",
        "(không dùng để xét ở đây)"},
       {"unknown: cần 200 phiếu", "(95" NBSP "% interval: 82–96" NBSP "%)"}},
      {"the reason in the reader's language",
       "if answers >= 200 then satisfied / answers >= 90 % "
       "else no_data(\"cần 200 phiếu\", \"200 answers are needed\")",
       fact("answers", "68") + fact("satisfied", "62"),
       {"chưa đủ số liệu: cần 200 phiếu"},
       {"unknown: 200 answers are needed"}},
      {"why it does not apply, in the reader's language",
       "if due >= 1 then done = due else not_applicable(\"không có gì đến hạn\", \"none was due\")",
       fact("done", "0") + fact("due", "0"),
       {"không áp dụng: không có gì đến hạn"},
       {"not applicable: none was due"}},
      {"two reported values",
       "done = due",
       fact("done", "21") + fact("due", "22"),
       {"done = 21; cần bằng 22 (due)"},
       {"done = 21; must be 22 (due)"}},
      {"dates",
       "plan_on >= period.first_day and plan_on < add_months(period.first_day, 3)",
       fact("plan_on", "2023-06-21"),
       {"plan_on = 21/06/2023; cần trước ngày 01/04/2023 (add_months(period.first_day, 3))"},
       {"plan_on = 21 Jun 2023; must be before 1 Apr 2023"}},
      {"first day of the period, in full",
       "plan_on >= period.first_day",
       fact("plan_on", "2023-06-21"),
       {"cần từ ngày 01/01/2023 trở đi (ngày đầu kỳ)", "Công thức: plan_on >= period.first_day"},
       {"must be on or after 1 Jan 2023 (first day of the period)", "Formula: plan_on"},
       {},
       true},
      {"truth and text",
       "in_force and band <> \"below\"",
       fact("in_force", "false") + fact("band", "below"),
       {"in_force = không; cần có", "band = \"below\"; cần khác \"below\""},
       {"in_force = no; must be yes", "must not be \"below\""}},
      {"k of n tells what is missing",
       "at_least(2 of done >= 4, due >= 5, area >= 1 m², k = stays)",
       fact("done", "1") + fact("due", "2") + fact("area", "3.0"),
       {"cần ít nhất 2/3: 1 đạt, 2 chưa đạt, 0 chưa đủ số liệu", "  ✗ done = 1; cần từ 4",
        "  ✗ due = 2; cần từ 5"},
       {"at least 2 of 3 are needed: 1 met, 2 not met, 0 unknown"}},
      {"or",
       "done = due or done >= 5",
       fact("done", "1") + fact("due", "2"),
       {"cần một trong các điều sau:", "✗ done = 1; cần bằng 2 (due)", "✗ done = 1; cần từ 5"},
       {"one of these is needed:"}},
      {"not",
       "not in_force",
       fact("in_force", "true"),
       {"điều sau không được xảy ra:", "✓ in_force = có"},
       {"this must not hold:", "✓ in_force = yes"}},
      {"nothing reported",
       "done / due >= 98 %",
       fact("done", "3"),
       {"done / due = 3 / ?; cần từ 98" NBSP "%", "due (Đến hạn): chưa có số liệu"},
       {"due (Due): no value yet"}},
      {"0 / 0: nothing was due",
       "done / due >= 98 %",
       fact("done", "0") + fact("due", "0"),
       {"– 1  Tiêu chí", "done / due: không phát sinh (0 / 0)",
        "khi đó tiêu chí không tính vào số tiêu chí được xét"},
       {"done / due: nothing was due (0 / 0)", "it is then left out of the count"}},
      {"x / 0 contradicts itself",
       "done / due >= 98 %",
       fact("done", "3") + fact("due", "0"),
       {"chia cho 0: số liệu mâu thuẫn nhau"},
       {"division by 0"}},
      {"no base",
       "change_share(cases, cases[last year]) <= 5 %",
       fact("cases", "3") + fact("cases", "0", verified, "2022"),
       {"không có gốc so sánh", "cases (Vụ), năm 2022: 0"},
       {"no base to compare with"}},
      {"a definition that changed",
       "change(offences, offences[last year]) <= 5",
       fact("offences", "3") + fact("offences", "2", verified, "2022"),
       {"định nghĩa chỉ tiêu thay đổi từ ngày 01/01/2023, không so sánh được: cách ghi mới"},
       {"the definition changed on 1 Jan 2023: new way of recording"}},
      {"declared not applicable",
       "offences = 0",
       fact("offences", "n/a", "2024-01-04,2024-01-12,,register,,đang sắp xếp lại"),
       {"đơn vị báo cáo không áp dụng: đang sắp xếp lại"},
       {"reported as not applicable: đang sắp xếp lại"}},
      {"a year of months",
       "tips >= 100",
       months("a", 1, 12),
       {"tips = 78", "12/12 tháng · báo cáo 01/01/2024–12/01/2024", "tháng 5/2023: 5"},
       {"12/12 months", "May 2023: 5"},
       {},
       true},
      {"a month is missing",
       "tips >= 100",
       months("a", 1, 11),
       {"tips = ?", "mới có 66 · 11/12 tháng, thiếu: tháng 12/2023"},
       {"only 66 so far · 11/12 months, missing: December 2023"}},
      {"what waits for verification",
       "done >= 5",
       fact("done", "7", "2024-01-04,,,register,,"),
       {"done (Đã làm): chưa có số liệu · đã có 7, báo cáo 04/01/2024, chưa thẩm định",
        "số liệu đã thẩm định trở lên"},
       {"7 is there, reported 4 Jan 2024, not verified yet", "values: verified or higher"},
       {Status::Verified, {}}},
      {"old values stay",
       "done >= 5",
       fact("done", "3", "2024-01-02,2024-01-03,,register,Tổ 1,") +
           fact("done", "4", "2024-02-02,2024-02-03,,register,Tổ 2,đã kiểm") +
           fact("done", "7", "2024-03-04,,,register,,"),
       {"done (Đã làm): 4 · báo cáo 02/02/2024, thẩm định 03/02/2024 · có bản sửa đang chờ",
        "trước đó: 3, báo cáo 02/01/2024, thẩm định 03/01/2024",
        "số liệu mới, đang chờ: 7, báo cáo 04/03/2024, chưa thẩm định", "người báo cáo: Tổ 2",
        "ghi chú: đã kiểm", "nguồn: Sổ theo dõi (mô phỏng)", "Tiêu chí · có bản sửa đang chờ"},
       {"before: 3, reported 2 Jan 2024", "newer, waiting: 7", "source: Register (simulated)"},
       {Status::Verified, {}},
       true},
      {"over units: how many are known, and who",
       "done >= sum(done over siblings)",
       fact("done", "3"),
       {"sum(done over siblings): mới có 3 từ 1/2 · từ 1/2 đơn vị",
        "Phường Bình, Quận 1: ?; Phường An, Quận 1: 3"},
       {"sum(done over siblings): 3 from 1 of 2 · from 1 of 2 units"},
       {},
       true},
      {"a declared rounding is said",
       "quotient >= 0.5",
       fact("done", "1") + fact("due", "3"),
       {"quotient (Thương): 0,33 = done / due · làm tròn 2 chữ số thập phân"},
       {"rounded to 2 decimals"},
       {},
       false,
       "[[measure]]\nid = \"quotient\"\nname = { vi = \"Thương\", en = \"Quotient\" }\n"
       "value = \"done / due\"\nround = 2\n"},
  };
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(RenderText, EachKindOfLine) {
  for (const Case& one : cases()) {
    SCOPED_TRACE(one.what);
    const SmallOffice office{kIndicators, one.measures + criterion(one.formula), one.values};
    const Assessed world = assessed(office, one.view);
    ASSERT_NE(world.run, nullptr);
    const std::optional<std::string> asked =
        one.full ? std::optional<std::string>("1") : std::nullopt;
    const std::string vietnamese = world.text("a", Language::Vietnamese, asked);
    for (const std::string& part : one.vietnamese) {
      EXPECT_TRUE(contains(vietnamese, part)) << "missing: " << part << "\nin:\n" << vietnamese;
    }
    const std::string english = world.text("a", Language::English, asked);
    for (const std::string& part : one.english) {
      EXPECT_TRUE(contains(english, part)) << "missing: " << part << "\nin:\n" << english;
    }
  }
}

// 76,96 % must not be shown as the 77 % that it does not reach.
TEST(RenderText, PercentagesNeverShowWhatTheyAreNot) {
  const struct {
    const char* done;
    const char* due;
    const char* formula;
    const char* shown;
  } table[] = {
      {"7696", "10000", "done / due >= 77 %", "76,96" NBSP "%; cần từ 77" NBSP "%"},
      {"7704", "10000", "done / due <= 77 %", "77,04" NBSP "%; cần không quá 77" NBSP "%"},
      {"9999", "10000", "done / due = 100 %", "99,99" NBSP "%"},
      {"9999", "10000", "done / due >= 98 %", "99,99" NBSP "%"},
      {"1", "10000", "done / due > 5 %", "0,01" NBSP "%"},
      {"1", "2", "done / due >= 70 %", "50" NBSP "%"},
      {"2", "3", "done / due >= 70 %", "66,7" NBSP "%"},
      {"18", "25", "done / due >= 0.8", "18 / 25 = 0,72; cần từ 0,8"},
  };
  for (const auto& row : table) {
    const SmallOffice office{kIndicators, criterion(row.formula),
                             fact("done", row.done) + fact("due", row.due)};
    const std::string text = assessed(office).text("a", Language::Vietnamese, "1");
    EXPECT_TRUE(contains(text, row.shown)) << row.shown << "\n" << text;
  }
}

TEST(RenderText, LabelsCannotBeMissed) {
  for (const bool synthetic : {true, false}) {
    for (const bool illustrative : {true, false}) {
      const SmallOffice office{kIndicators, criterion("done >= 1"), fact("done", "1"), illustrative,
                               synthetic};
      const std::string text = assessed(office).text("a", Language::Vietnamese);
      EXPECT_EQ(contains(text, "số liệu mô phỏng"), synthetic);
      EXPECT_EQ(contains(text, "tiêu chí minh họa"), illustrative) << text;
    }
  }
}

TEST(RenderText, HeaderCountsAndLevels) {
  const SmallOffice office{kIndicators,
                           criterion("done >= 1") + criterion("due >= 1", "", "2") +
                               criterion("done / cases >= 1", "knock_out = true", "3"),
                           fact("done", "1") + fact("due", "0")};
  const Assessed world = assessed(office);
  const std::string text = world.text("a", Language::Vietnamese);
  EXPECT_TRUE(contains(text, "Phường An, Quận 1 (A) · năm 2023")) << text;
  EXPECT_TRUE(contains(text, "1/3 đạt, 1 chưa đạt, 1 chưa đủ số liệu")) << text;
  EXPECT_TRUE(contains(text,
                       "Mức: chưa xác định; khi đủ số liệu thì cao nhất là Gần đạt, thấp nhất "
                       "là không mức nào"))
      << text;
  EXPECT_TRUE(contains(text, "? 3  Tiêu chí · loại trực tiếp")) << text;
  // What is met comes last, on one line.
  EXPECT_LT(text.find("✗ 2"), text.find("? 3"));
  EXPECT_LT(text.find("? 3"), text.find("✓ 1"));
  EXPECT_FALSE(contains(world.text("a", Language::Vietnamese), "không tham gia"));
  EXPECT_TRUE(contains(world.text("d", Language::Vietnamese), "không tham gia"));
}

TEST(RenderText, NoLineIsWiderThanAsked) {
  const SmallOffice office{kIndicators, criterion("tips >= 100"), months("a", 1, 12)};
  const Explanation explanation = assessed(office).explained("a", "1");
  for (const int width : {40, 60, 80, 120}) {
    for (const std::string& line : render_text(explanation, Language::Vietnamese, width)) {
      EXPECT_LE(display_width(line), width) << line;
    }
  }
}

TEST(RenderText, AddedUpFromBelow) {
  const SmallOffice office{
      kIndicators, criterion("done >= 100"),
      fact("done", "3") + fact("done", "4", "2024-01-04,,,register,,", "2023", "b")};
  const std::string text = assessed(office).text("d", Language::Vietnamese, "1");
  EXPECT_TRUE(contains(text, "done (Đã làm): 7 · từ 2/2 đơn vị")) << text;
  EXPECT_TRUE(contains(text, "Phường An, Quận 1: 3; Phường Bình, Quận 1: 4")) << text;
}

}  // namespace
}  // namespace exemplar::programme
