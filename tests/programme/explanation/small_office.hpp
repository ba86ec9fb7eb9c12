// Small offices written as packs in memory: two wards of one district, a few indicators, and the
// criteria that a test is about.
#pragma once

#include <gtest/gtest.h>

#include "programme/explanation/render_text.hpp"
#include "programme/pack/pack.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {

struct SmallOffice {
  std::string indicators;  // indicators.toml
  std::string criteria;    // after [set]: measures, criteria
  std::string values;      // rows of values: indicator,period,unit,category,value,reported_on,
                           // verified_on,decided_on,source,by,note
  bool illustrative = true;
  bool synthetic = true;
};

inline PackFiles::Content content_of(const SmallOffice& office) {
  PackFiles::Content files;
  files["office.toml"] = std::string(R"([office]
id = "small"
name = "Small"
zone = "Asia/Ho_Chi_Minh"
decimal_sign = "."
records_from = 2020-01-01
[[source]]
id = "register"
name = { vi = "Sổ theo dõi", en = "Register" }
)") + (office.synthetic ? "synthetic = true\n" : "") +
                         R"([[calendar]]
id = "civil"
name = "civil"
[[hierarchy]]
id = "territory"
name = "Territory"
roots = ["district"]
kinds = ["ward"]
[[kind]]
id = "district"
name = "quận"
[[kind]]
id = "ward"
name = "phường"
[[attribute]]
id = "class"
name = { vi = "Loại phường", en = "Class" }
type = "text"
)";
  files["units.csv"] =
      "id,code,name,name_en,kind,from,until\n"
      "d,D,Quận 1,District 1,district,,\n"
      "a,A,Phường An,An Ward,ward,,\n"
      "b,B,Phường Bình,Binh Ward,ward,,\n";
  files["hierarchies.csv"] = "hierarchy,unit,parent,from,until\nterritory,a,d,,\nterritory,b,d,,\n";
  files["unit_attributes.csv"] = "unit,attribute,value,from,until\na,class,II,,\nb,class,I,,\n";
  files["indicators.toml"] = office.indicators;
  files["values/all.csv"] =
      "indicator,period,unit,category,value,reported_on,verified_on,decided_on,source,by,note\n" +
      office.values;
  files["programmes/p/programme.toml"] = R"([programme]
name = "Programme"
calendar = "civil"
hierarchy = "territory"
participants = 'unit.kind = "ward"'
main_level = "all"
near_level = "near"
)";
  files["programmes/p/criteria/s.toml"] =
      std::string(
          "[set]\nid = \"s\"\nname = { vi = \"Bộ\", en = \"Set\" }\nfrom = 2020-01-01\n"
          "illustrative = ") +
      (office.illustrative ? "true" : "false") +
      "\n[[group]]\nid = \"I\"\nname = { vi = \"Nhóm một\", en = \"First group\" }\n" +
      office.criteria + R"toml(
[[level]]
id = "all"
name = { vi = "Đạt tất cả", en = "Meets all" }
when = "all(criteria)"
[[level]]
id = "near"
name = { vi = "Gần đạt", en = "Near" }
when = "at_least(50 % of criteria)"
)toml";
  return files;
}

// The office and its assessment of 2023, kept together because the run points into the office.
struct Assessed {
  PackReading pack;
  std::unique_ptr<AssessmentRun> run;

  OrganisationUnitId unit(const std::string& id) const {
    return pack.office.definitions.units.find_by_id(id).value();
  }
  Explanation explained(const std::string& id, std::optional<std::string> criterion = {}) const {
    auto result = explain(*run, pack.office.sources, unit(id), std::move(criterion));
    EXPECT_TRUE(result) << render(result.refusal().what, Language::English);
    return result.take();
  }
  std::string text(const std::string& id, Language language,
                   std::optional<std::string> criterion = {}) const {
    std::string text;
    for (const std::string& line : render_text(explained(id, std::move(criterion)), language, 0)) {
      text += line + "\n";
    }
    return text;
  }
};

inline Assessed assessed(const PackFiles& files, View view = {}, const std::string& period = "2023",
                         const ReadOptions& options = {}) {
  Assessed result;
  result.pack = read_pack(files, options);
  for (const Problem& problem : result.pack.problems) {
    EXPECT_NE(problem.severity, Severity::Error) << to_string(problem, Language::English);
  }
  AssessmentRequest request;
  request.programme = result.pack.office.definitions.programmes.at(0).id;
  request.period = *parse_period(period, civil_calendar());
  request.view = view;
  auto run = AssessmentRun::make(result.pack.office.definitions, result.pack.office.facts, request);
  EXPECT_TRUE(run) << render(run.refusal().what, Language::English);
  if (run) result.run = run.take();
  return result;
}

inline Assessed assessed(const SmallOffice& office, View view = {}) {
  return assessed(PackFiles::in_memory(content_of(office)), view);
}

}  // namespace exemplar::programme
