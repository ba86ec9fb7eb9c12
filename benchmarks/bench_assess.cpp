// Assessing the whole country: all communes, wards and townships of 1 February 2024, the 22
// illustrative criteria of packs/hcmc-ward-police, 36 months.
//
//   ../shared/facts/units-2024-02-01.csv ─▶ 10,598 participants below 705 districts, 63 provinces
//   definitions of the pack, every indicator collected monthly
//   seeded values ─▶ columns of all months ─▶ assess a month ─▶ counts       36 times
//
// Measured, in real time over both processors, is what a user waits for once the values are read:
// compiling the criteria set, finding the participants, every criterion, level and bound of every
// unit; nothing is reused from one month for another. Beside it, in the same run, the plain way: a
// row-at-a-time evaluation (the tests' oracle) of the same criteria and levels, on a sample of the
// units and one month, scaled to the whole; and both must agree on every answer of the sample.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <ctime>

#include "country.hpp"
#include "engine/formula/parser.hpp"
#include "oracle/oracle.hpp"

namespace {

using namespace exemplar;
using namespace exemplar::programme;
using namespace exemplar::bench;

constexpr size_t kSampleUnits = 200;

// Processor seconds of this one thread: what an idle machine's clock would show, on a busy one too.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Of all threads.
double processor_seconds_of_all() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
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

// What is made once, however often it is measured.
struct Prepared {
  Country country = the_country();
  double making = 0;
  Facts facts;
  double plain = 0;  // seconds, of the sample
  bool agreed = false;

  Prepared() {
    const double start = processor_seconds_of_all();
    facts = Facts(values_of_all_months(country), {});
    making = processor_seconds_of_all() - start;
    const Facts of_the_sample(values_of_month(country, 0));
    auto run = AssessmentRun::make(country.definitions, facts, request(0));
    agreed = run && row_at_a_time(country, of_the_sample, 0, run.value()->result(), &plain);
  }

  AssessmentRequest request(int index) const {
    return {country.definitions.programmes[0].id, month(index), "2023", {}};
  }
};

void Assess(benchmark::State& state) {
  if (!std::filesystem::exists(official_list())) {
    state.SkipWithError("../shared/facts/units-2024-02-01.csv is not there");
    return;
  }
  static const Prepared prepared;
  if (!prepared.agreed) {
    state.SkipWithError("the row-at-a-time evaluation answers differently");
    return;
  }
  const Country& country = prepared.country;
  const CriteriaSet& set = country.definitions.programmes[0].sets[0];
  const auto criteria = static_cast<double>(set.criteria.size());
  const auto units = static_cast<double>(country.participants.size());
  const int months = month_count();
  for (auto _ : state) {
    long answers[4] = {};
    long meets_all = 0;
    double assessing = 0;
    double processor = 0;
    for (int index = 0; index < months; ++index) {
      const auto start = std::chrono::steady_clock::now();
      const double processor_start = processor_seconds_of_all();
      auto run = AssessmentRun::make(country.definitions, prepared.facts, prepared.request(index));
      const Assessment& result = run.value()->result();
      for (size_t c = 0; c < set.criteria.size(); ++c) {
        for (int answer = 0; answer < 4; ++answer) {
          answers[answer] += result.count(c, static_cast<engine::Answer>(answer));
        }
      }
      meets_all += result.count(Standing::MeetsAll);
      assessing += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      processor += processor_seconds_of_all() - processor_start;
    }
    state.SetIterationTime(assessing);
    const double judged = units * criteria * months;
    const double plain = prepared.plain * units / static_cast<double>(kSampleUnits) * months;
    state.counters["units"] = units;
    state.counters["criteria"] = criteria;
    state.counters["months"] = months;
    state.counters["values"] = static_cast<double>(prepared.facts.values().size());
    state.counters["answers/s"] = judged / assessing;
    state.counters["ms_a_month"] = 1000 * assessing / months;
    state.counters["processor_s"] = processor;
    state.counters["making_values_s"] = prepared.making;
    state.counters["row_at_a_time_s"] = plain;
    state.counters["times_faster"] = plain / processor;
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
