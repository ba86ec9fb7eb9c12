// Assessing the whole country: all communes, wards and townships of 1 February 2024, the 22
// illustrative criteria of packs/hcmc-ward-police, 36 months.
//
//   ../shared/facts/units-2024-02-01.csv ─▶ 10,598 participants below 705 districts, 63 provinces
//   definitions of the pack, every indicator collected monthly
//   seeded values ─▶ Facts of one month ─▶ assess ─▶ counts       36 times, one month at a time
//
// Measured is what a user waits for once the values are read: compiling the criteria set, finding
// the participants, every criterion, level and bound of every unit. Drawing the values and building
// the Facts are timed apart. Beside it, in the same run, the plain way: a row-at-a-time evaluation
// (the tests' oracle) of the same criteria and levels, on a sample of the units and one month,
// scaled to the whole; and both must agree on every answer of the sample.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/formula/parser.hpp"
#include "oracle/generator.hpp"
#include "oracle/oracle.hpp"
#include "programme/assessment/assessment.hpp"
#include "programme/pack/pack.hpp"

namespace {

using namespace exemplar;
using namespace exemplar::programme;

constexpr int kMonths = 36;
constexpr size_t kSampleUnits = 200;

// Processor seconds of this one thread: what an idle machine's clock would show, on a busy one too.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::filesystem::path official_list() {
  return std::filesystem::path(EXEMPLAR_ROOT) / ".." / "shared" / "facts" / "units-2024-02-01.csv";
}

const char* below_district(const std::string& kind) {
  for (const char* one : {"ward", "commune", "township"}) {
    if (kind == one) return one;
  }
  return nullptr;
}

// The country's units as tables, with the two attributes that criteria ask for.
UnitTables tables_of_the_country(oracle::Random& random) {
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

Country the_country() {
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

Period month(int index) {
  return {*make_date(2021 + index / 12, 1 + index % 12, 1), {1, Length::Unit::Months}};
}

// A value for every participant and indicator: mostly good, some missing, statuses mixed.
Facts facts_of(const Country& country, int index) {
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
          fact.number = {value * static_cast<int64_t>(power_of_ten(indicator.digits)),
                         indicator.digits};
        }
      }
      facts.push_back(std::move(fact));
    }
  }
  return Facts(std::move(facts));
}

// One month of the first participants as the oracle's world.
oracle::World sample_world(const Country& country, const Facts& facts, int index) {
  oracle::World world;
  const Period period = month(index);
  const UnitRegister& units = country.definitions.units;
  for (size_t i = 0; i < kSampleUnits; ++i) {
    const OrganisationUnitId id =
        country.participants[i * country.participants.size() / kSampleUnits];
    const UnitVersion& version = units.versions(id)[0];
    oracle::Unit unit;
    unit.id = units.id_of(id);
    unit.code = version.code;
    unit.kind = version.kind;
    for (const char* attribute : {"ward_class", "locality_group"}) {
      const auto value = units.attribute_at(id, *units.find_attribute(attribute), last_day(period));
      unit.attributes[attribute] = oracle::text(std::get<std::string>(*value));
    }
    unit.months_active_lineage = *units.months_active_lineage(id, last_day(period)).value();
    world.units.push_back(std::move(unit));
  }
  oracle::Period one;
  one.text = to_string(period);
  one.first_day = first_day(period);
  one.last_day = last_day(period);
  world.periods.push_back(std::move(one));
  for (const IndicatorId id : country.reported) {
    const Indicator& what = country.definitions[id];
    oracle::Indicator indicator;
    indicator.id = what.id;
    indicator.type = what.kind == IndicatorKind::Truth  ? oracle::Type::Truth
                     : what.kind == IndicatorKind::Date ? oracle::Type::Date
                     : what.kind == IndicatorKind::Text ? oracle::Type::Text
                                                        : oracle::Type::Number;
    auto& row = indicator.facts[""];
    for (const oracle::Unit& unit : world.units) {
      const auto viewed = facts.view(id, period, "", *units.find_by_id(unit.id), Status::Reported);
      oracle::Fact fact;
      if (viewed.fact != nullptr) {
        fact.state = oracle::State::Known;
        fact.truth = viewed.fact->truth;
        fact.number = viewed.fact->number;
        fact.date = viewed.fact->date;
        fact.text = viewed.fact->text;
        fact.status = static_cast<oracle::Status>(viewed.fact->status());
      }
      row.push_back(std::move(fact));
    }
    world.indicators.push_back(std::move(indicator));
  }
  const CriteriaSet& set = country.definitions.programmes[0].sets[0];
  const auto tree = [](const FormulaText& text) { return engine::parse_formula(text.text).tree; };
  for (const Measure& measure : set.measures) {
    world.measures.push_back({measure.id, tree(measure.value), measure.round, measure.rounding});
  }
  for (const Criterion& criterion : set.criteria) {
    oracle::Criterion rule;
    rule.id = criterion.id;
    rule.group = criterion.group;
    rule.met = tree(criterion.met);
    rule.when_not_applicable =
        static_cast<oracle::WhenNotApplicable>(criterion.when_not_applicable.value());
    rule.knock_out = criterion.knock_out;
    world.criteria.push_back(std::move(rule));
  }
  for (const Level& level : set.levels) world.levels.push_back({level.id, tree(level.when)});
  world.assessable = tree(set.assessable);
  return world;
}

// Seconds for the sample; false where an answer differs.
bool row_at_a_time(const Country& country, const Facts& facts, int index,
                   const Assessment& expected, double* seconds) {
  const oracle::World world = sample_world(country, facts, index);
  const double start = processor_seconds();
  oracle::Oracle evaluator(world);
  std::vector<std::vector<int>> answers(world.units.size());
  for (size_t unit = 0; unit < world.units.size(); ++unit) {
    for (size_t c = 0; c < world.criteria.size(); ++c) {
      answers[unit].push_back(
          evaluator.criterion(static_cast<int>(c), static_cast<int>(unit), 0).code());
    }
    benchmark::DoNotOptimize(evaluator.standings(static_cast<int>(unit), 0));
  }
  *seconds = processor_seconds() - start;
  const UnitRegister& units = country.definitions.units;
  for (size_t unit = 0; unit < world.units.size(); ++unit) {
    const UnitAssessment* here = expected.of(*units.find_by_id(world.units[unit].id));
    for (size_t c = 0; c < answers[unit].size(); ++c) {
      if (static_cast<int>(here->criteria[c].answer) != answers[unit][c]) return false;
    }
  }
  return true;
}

void Assess(benchmark::State& state) {
  if (!std::filesystem::exists(official_list())) {
    state.SkipWithError("../shared/facts/units-2024-02-01.csv is not there");
    return;
  }
  const Country country = the_country();
  const Programme& programme = country.definitions.programmes[0];
  const auto criteria = static_cast<double>(programme.sets[0].criteria.size());
  const auto units = static_cast<double>(country.participants.size());
  for (auto _ : state) {
    double assessing = 0;
    double making_facts = 0;
    double values = 0;
    double sample = 0;
    long answers[4] = {};
    long meets_all = 0;
    for (int index = 0; index < kMonths; ++index) {
      double start = processor_seconds();
      const Facts facts = facts_of(country, index);
      making_facts += processor_seconds() - start;
      values += static_cast<double>(facts.all().size());
      start = processor_seconds();
      auto run =
          AssessmentRun::make(country.definitions, facts, {programme.id, month(index), "2023", {}});
      assessing += processor_seconds() - start;
      if (!run) {
        state.SkipWithError(render(run.refusal().what, Language::English).c_str());
        return;
      }
      const Assessment& result = run.value()->result();
      for (size_t c = 0; c < programme.sets[0].criteria.size(); ++c) {
        for (int answer = 0; answer < 4; ++answer) {
          answers[answer] += result.count(c, static_cast<engine::Answer>(answer));
        }
      }
      meets_all += result.count(Standing::MeetsAll);
      if (index == 0 && !row_at_a_time(country, facts, index, result, &sample)) {
        state.SkipWithError("the row-at-a-time evaluation answers differently");
        return;
      }
    }
    state.SetIterationTime(assessing);
    const double judged = units * criteria * kMonths;
    const double plain = sample * units / static_cast<double>(kSampleUnits) * kMonths;
    state.counters["units"] = units;
    state.counters["criteria"] = criteria;
    state.counters["months"] = kMonths;
    state.counters["values"] = values;
    state.counters["answers/s"] = judged / assessing;
    state.counters["ms_a_month"] = 1000 * assessing / kMonths;
    state.counters["facts_s"] = making_facts;
    state.counters["row_at_a_time_s"] = plain;
    state.counters["times_faster"] = plain / assessing;
    state.counters["peak_MB"] = peak_megabytes();
    state.counters["met"] = static_cast<double>(answers[2]);
    state.counters["not_met"] = static_cast<double>(answers[0]);
    state.counters["unknown"] = static_cast<double>(answers[1]);
    state.counters["not_applicable"] = static_cast<double>(answers[3]);
    state.counters["meets_all"] = static_cast<double>(meets_all);
  }
}
BENCHMARK(Assess)->Iterations(1)->UseManualTime()->Unit(benchmark::kSecond);

}  // namespace
