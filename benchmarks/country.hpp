// The whole country: all communes, wards and townships of 1 February 2024 below their districts and
// provinces, judged by the 22 illustrative criteria of packs/hcmc-ward-police, collected monthly.
//
//   ../shared/facts/units-2024-02-01.csv ─▶ 10,598 participants below 705 districts, 63 provinces
//   definitions of the pack ─▶ the indicators that the set's formulas name
//   seeded values ─▶ facts of one month
//
// Names and codes of the units are public; every value is drawn from a seed and means nothing.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/on_threads.hpp"
#include "oracle/generator.hpp"
#include "programme/assessment/assessment.hpp"
#include "programme/data_set/fact.hpp"
#include "programme/pack/pack.hpp"

namespace exemplar::bench {

using namespace exemplar::programme;

// How much of the full size is measured: 1, or less to try the programs themselves.
inline double scale() {
  const char* given = std::getenv("EXEMPLAR_BENCH_SCALE");
  return given == nullptr ? 1 : std::atof(given);
}

inline int month_count() {
  return std::max(1, static_cast<int>(36 * scale()));
}

inline std::filesystem::path official_list() {
  return std::filesystem::path(EXEMPLAR_ROOT) / ".." / "shared" / "facts" / "units-2024-02-01.csv";
}

inline const char* below_district(const std::string& kind) {
  for (const char* one : {"ward", "commune", "township"}) {
    if (kind == one) return one;
  }
  return nullptr;
}

// The country's units as tables, with the two attributes that criteria ask for.
inline UnitTables tables_of_the_country(oracle::Random& random) {
  UnitTables tables;
  tables.records_from = *make_date(2015, 1, 1);
  tables.hierarchies.push_back({"territory",
                                {},
                                {},
                                {"municipality", "province", "urban district", "rural district",
                                 "city", "town", "ward", "commune", "township"},
                                {"municipality", "province"},
                                {}});
  for (const char* id : {"ward_class", "locality_group"}) {
    UnitAttributeDefinition one;
    one.id = id;
    one.type = UnitAttributeType::Text;
    tables.attributes.push_back(std::move(one));
  }
  std::ifstream input(official_list());
  std::string line;
  std::getline(input, line);
  while (std::getline(input, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::stringstream cells(line);
    std::string code, name, kind, parent;
    std::getline(cells, code, ',');
    std::getline(cells, name, ',');
    std::getline(cells, kind, ',');
    std::getline(cells, parent, ',');
    tables.units.push_back({{}, "u" + code, code, name, "", kind, kOpenPast, kOpenFuture});
    if (!parent.empty()) {
      tables.hierarchy_rows.push_back(
          {{}, "territory", "u" + code, "u" + parent, kOpenPast, kOpenFuture});
    }
    if (below_district(kind) == nullptr) continue;
    static const std::vector<std::string> kThree{"I", "II", "III"};
    for (const char* id : {"ward_class", "locality_group"}) {
      tables.attribute_rows.push_back(
          {{}, "u" + code, id, random.one_of(kThree), kOpenPast, kOpenFuture});
    }
  }
  return tables;
}

struct Country {
  Definitions definitions;
  std::vector<OrganisationUnitId> participants;
  std::vector<IndicatorId> reported;  // those that the set's formulas name
};

inline Country the_country() {
  Country country;
  country.definitions =
      read_pack(std::filesystem::path(EXEMPLAR_ROOT) / "packs" / "hcmc-ward-police")
          .office.definitions;
  oracle::Random random(2024);
  Problems problems;
  country.definitions.units = build_units(tables_of_the_country(random), problems);
  if (problems.has_errors()) {
    std::fprintf(stderr, "%s\n", to_string(problems.list().front(), Language::English).c_str());
    std::exit(1);
  }
  Programme& programme = country.definitions.programmes[0];
  programme.participants.text =
      "unit.kind = \"ward\" or unit.kind = \"commune\" or unit.kind = \"township\"";
  std::erase_if(programme.sets, [](const CriteriaSet& set) { return set.id != "2023"; });
  const CriteriaSet& set = programme.sets[0];
  std::string formulas = set.assessable.text;
  for (const Criterion& criterion : set.criteria) formulas += " " + criterion.met.text;
  for (const Measure& measure : set.measures) formulas += " " + measure.value.text;
  for (size_t i = 0; i < country.definitions.indicators.size(); ++i) {
    Indicator& indicator = country.definitions.indicators[i];
    indicator.collected = {1, Length::Unit::Months};
    if (!indicator.derived() && formulas.find(indicator.id) != std::string::npos) {
      country.reported.push_back(IndicatorId(i));
    }
  }
  const UnitRegister& units = country.definitions.units;
  for (const OrganisationUnitId unit : units.valid_at(*make_date(2024, 2, 1))) {
    if (below_district(units.versions(unit)[0].kind) != nullptr)
      country.participants.push_back(unit);
  }
  return country;
}

inline Period month(int index) {
  return {*make_date(2021 + index / 12, 1 + index % 12, 1), {1, Length::Unit::Months}};
}

// A value for every participant and indicator: mostly good, some missing, statuses mixed. Those that
// units are compared by ("by_…") are far from each other.
inline std::vector<Fact> values_of_month(const Country& country, int index) {
  oracle::Random random(static_cast<uint64_t>(index) * 7919 + 1);
  std::vector<Fact> facts;
  facts.reserve(country.reported.size() * country.participants.size());
  const Period period = month(index);
  for (const OrganisationUnitId unit : country.participants) {
    const int scale = random.between(20, 300);  // what is due in this unit this month
    for (const IndicatorId id : country.reported) {
      if (random.below(1000) == 0) continue;
      const Indicator& indicator = country.definitions[id];
      Fact fact;
      fact.indicator = id;
      fact.period = period;
      fact.unit = unit;
      fact.reported_on = last_day(period);
      if (random.chance(70)) fact.verified_on = last_day(period);
      switch (indicator.kind) {
        case IndicatorKind::Truth:
          fact.kind = Fact::Kind::Truth;
          fact.truth = random.below(200) > 0;
          break;
        case IndicatorKind::Date:
          fact.kind = Fact::Kind::Date;
          fact.date = first_day(period) + random.below(28);
          break;
        case IndicatorKind::Text:
          fact.kind = Fact::Kind::Text;
          fact.text = random.chance(1) ? "below norm" : "at norm";
          break;
        default: {
          int64_t value = random.below(200) > 0 ? scale : scale - 1;
          if (indicator.at_most && indicator.at_most->units <= 1000)
            value = random.below(200) > 0 ? 0 : 1;
          if (indicator.kind == IndicatorKind::Mark) value = random.between(79, 100);
          if (indicator.kind == IndicatorKind::Amount) value = random.between(9, 40);
          if (indicator.id == "office_area") value = random.between(320, 500);
          if (indicator.id == "survey_answers") value = random.between(199, 205);
          if (indicator.id == "survey_satisfied") value = random.between(184, 199);
          if (indicator.id.starts_with("by_")) value = random.between(1, 1'000'000);
          fact.number = {value * static_cast<int64_t>(power_of_ten(indicator.digits)),
                         indicator.digits};
        }
      }
      facts.push_back(std::move(fact));
    }
  }
  return facts;
}

// Values alone: 36 months of facts with who and when would take gigabytes.
inline ReportedValues values_of_all_months(const Country& country) {
  ReportedValuesBuilder builder;
  for (int index = 0; index < month_count(); ++index) {
    for (const Fact& fact : values_of_month(country, index)) {
      const ReportedValues::Form form = form_of(country.definitions[fact.indicator]);
      const uint32_t column = builder.column({fact.indicator, fact.period, fact.category}, form);
      builder.add(column, reported_value(fact, form, builder));
    }
  }
  return builder.take(processors());
}

}  // namespace exemplar::bench
