// The shipped pack of Ho Chi Minh City, read once for a test program, and assessments of it.
//
//   packs/hcmc-ward-police ─ read_pack ─▶ Office ─ AssessmentRun ─▶ what the engine answers
//   tests/packs/hcmc_expected_*.csv  ────────────────────────────▶ what the generator expects,
//                                        from the 22 rules written a second time, in Python
#pragma once

#include "programme/assessment/assessment.hpp"
#include "programme/pack/pack.hpp"
#include "programme/period/period_text.hpp"
#include "tables/table.hpp"

namespace exemplar::programme {

inline const std::filesystem::path kPacks = EXEMPLAR_ROOT "/packs";
inline constexpr const char* kProgramme = "exemplary-ward-police";

// Everything told, one problem a line.
inline std::string told(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += to_string(problem, Language::English) + "\n";
  return text;
}

inline const PackReading& hcmc_reading() {
  static const PackReading reading = read_pack(kPacks / "hcmc-ward-police");
  return reading;
}
inline const Office& hcmc() {
  return hcmc_reading().office;
}
inline const UnitRegister& hcmc_units() {
  return hcmc().definitions.units;
}
inline const Programme& hcmc_programme() {
  return *hcmc().definitions.programme(kProgramme);
}

inline Period year(int number) {
  return {*make_date(number, 1, 1), {1, Length::Years}};
}

inline std::unique_ptr<AssessmentRun> assessed(int in_year, View view = {},
                                               const std::string& criteria_set = {}) {
  auto run = AssessmentRun::make(hcmc().definitions, hcmc().facts,
                                 {kProgramme, year(in_year), criteria_set, view});
  if (!run) {
    ADD_FAILURE() << render(run.refusal().what, Language::English);
    return nullptr;
  }
  return run.take();
}

inline const std::string& id_of(OrganisationUnitId unit) {
  return hcmc_units().id_of(unit);
}
inline bool fictitious(OrganisationUnitId unit) {
  return id_of(unit).front() == 'x';
}

inline std::vector<tables::TableRow> expected(const std::string& file,
                                              std::vector<std::string> columns) {
  Problems problems;
  tables::TableFormat format;
  format.required = std::move(columns);
  const tables::Table table =
      tables::read_table(EXEMPLAR_ROOT "/tests/packs/" + file, file, format, problems);
  EXPECT_EQ(told(problems), "");
  return table.rows;
}

inline std::string name_of(engine::Answer answer) {
  switch (answer) {
    case engine::Answer::NotMet:
      return "not_met";
    case engine::Answer::Unknown:
      return "unknown";
    case engine::Answer::Met:
      return "met";
    case engine::Answer::NotApplicable:
      return "not_applicable";
  }
  return {};
}

}  // namespace exemplar::programme
