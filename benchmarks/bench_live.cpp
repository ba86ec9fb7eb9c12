// One value changed, until the country's standing is right; and one ward explained.
//
//   10,598 communes, wards and townships × the 22 illustrative criteria × 36 months, watched
//   an edit    one ward's value of one indicator in one month becomes another one
//   measured   from set_values until the counts of that month's standings are right and it is known
//              which results changed
//
// Beside it, in the same run, the full recomputation of that month from the same values. The median,
// the 99th percentile and the worst of 5,000 edits, after 5,000 others, are reported, and what share of them changed a
// result, changed a sum of the units above, and moved a unit to another standing. Then an
// explanation and a nearest way of one ward each, on demand, in the city's pack.
#include <benchmark/benchmark.h>

#include "base/on_threads.hpp"
#include "country.hpp"
#include "programme/assessment/live_assessment.hpp"
#include "programme/explanation/explanation.hpp"
#include "programme/nearest_way/nearest_way.hpp"

namespace {

using namespace exemplar;
using namespace exemplar::bench;

constexpr int kEdits = 5'000;
constexpr int kEditsBefore = 5'000;  // not measured: an office has been running for a while

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double quantile(std::vector<double> all, double share) {
  std::sort(all.begin(), all.end());
  return all[std::min(all.size() - 1,
                      static_cast<size_t>(share * static_cast<double>(all.size())))];
}

ReportedValues::Change drawn_edit(const Country& country, const ReportedValues& values,
                                  oracle::Random& random) {
  const IndicatorId id = random.one_of(country.reported);
  const Indicator& indicator = country.definitions[id];
  const OrganisationUnitId unit = random.one_of(country.participants);
  const ColumnKey key{id, month(random.below(month_count())), {}};
  ReportedValues::Change change{key, {}, {unit, engine::kMarkKnown, 0}, {}};
  const engine::Column* column = values.column(key, Status::Draft);
  const engine::Cell old = (*column)[unit.index()];
  engine::Answer answer = engine::kKnown;
  switch (indicator.kind) {
    case IndicatorKind::Truth:
      change.form.type = engine::ValueType::Truth;
      answer = old.answer == engine::Answer::Met ? engine::Answer::NotMet : engine::Answer::Met;
      break;
    case IndicatorKind::Date:
      change.form.type = engine::ValueType::Date;
      change.value.number = static_cast<int64_t>(old.exact.numerator) + random.between(-5, 5);
      break;
    case IndicatorKind::Text:
      change.form.type = engine::ValueType::Text;
      change.text = random.chance(50) ? "below norm" : "at norm";
      break;
    default:
      change.form.digits = indicator.digits;
      change.value.number =
          std::max<int64_t>(0, static_cast<int64_t>(old.exact.numerator) + random.between(-2, 2));
  }
  change.value.mark = engine::mark_of(answer, 1, false);
  return change;
}

void OneValueChanged(benchmark::State& state) {
  if (!std::filesystem::exists(official_list())) {
    state.SkipWithError("../shared/facts/units-2024-02-01.csv is not there");
    return;
  }
  const Country country = the_country();
  const Programme& programme = country.definitions.programmes[0];
  const Facts facts(values_of_all_months(country), {});
  std::vector<Period> periods;
  for (int index = 0; index < month_count(); ++index) periods.push_back(month(index));
  auto start = std::chrono::steady_clock::now();
  auto made = LiveAssessment::make(country.definitions, facts, {programme.id, "2023", periods, {}});
  if (!made) {
    state.SkipWithError(render(made.refusal().what, Language::English).c_str());
    return;
  }
  LiveAssessment& live = *made.value();
  state.counters["watch_s"] = seconds_since(start);
  std::vector<double> full;
  for (int index = 0; index < std::min(5, month_count()); ++index) {
    start = std::chrono::steady_clock::now();
    auto run =
        AssessmentRun::make(country.definitions, facts, {programme.id, month(index), "2023", {}});
    benchmark::DoNotOptimize(run.value()->result().count(Standing::MeetsAll));
    full.push_back(seconds_since(start));
  }
  oracle::Random random(99);
  const ReportedValues& values = facts.values();
  for (auto _ : state) {
    std::vector<double> taken;
    int changed_results = 0;
    int changed_above = 0;
    int moved = 0;
    for (int edit = -kEditsBefore; edit < kEdits; ++edit) {
      const ReportedValues::Change change = drawn_edit(country, values, random);
      start = std::chrono::steady_clock::now();
      const LiveAssessment::Changed changed = live.set_values({&change, 1});
      benchmark::DoNotOptimize(live.counts(change.key.period));
      if (edit < 0) continue;
      taken.push_back(seconds_since(start));
      bool above = false;
      for (const auto& result : changed.results) above = above || result.units.size() > 1;
      changed_results += changed.results.empty() ? 0 : 1;
      changed_above += above ? 1 : 0;
      moved += changed.moved.empty() ? 0 : 1;
    }
    state.SetIterationTime(quantile(taken, 0.5));
    state.counters["median_us"] = 1e6 * quantile(taken, 0.5);
    state.counters["p99_us"] = 1e6 * quantile(taken, 0.99);
    state.counters["worst_us"] = 1e6 * quantile(taken, 1);
    state.counters["full_ms"] = 1e3 * quantile(full, 0.5);
    state.counters["changed_a_result_%"] = 100.0 * changed_results / kEdits;
    state.counters["of_several_units_%"] = 100.0 * changed_above / kEdits;
    state.counters["moved_a_unit_%"] = 100.0 * moved / kEdits;
  }
}
BENCHMARK(OneValueChanged)->Iterations(1)->UseManualTime()->Unit(benchmark::kMicrosecond);

void OneWardExplained(benchmark::State& state) {
  const Office office =
      read_pack(std::filesystem::path(EXEMPLAR_ROOT) / "packs" / "hcmc-ward-police").office;
  const Programme& programme = office.definitions.programmes[0];
  const Period year{*make_date(2023, 1, 1), {1, Length::Unit::Years}};
  auto run = AssessmentRun::make(office.definitions, office.facts, {programme.id, year, {}, {}});
  std::vector<double> explained;
  std::vector<double> ways;
  for (auto _ : state) {
    for (const uint32_t index : run.value()->result().participants) {
      const OrganisationUnitId unit = run.value()->result().units[index].unit;
      auto start = std::chrono::steady_clock::now();
      const auto explanation = explain(*run.value(), office.sources, unit);
      benchmark::DoNotOptimize(&explanation);
      explained.push_back(seconds_since(start));
      start = std::chrono::steady_clock::now();
      const NearestWay way = nearest_way(*run.value(), unit);
      benchmark::DoNotOptimize(&way);
      ways.push_back(seconds_since(start));
    }
    state.SetIterationTime(quantile(explained, 0.5));
    state.counters["explained_median_ms"] = 1e3 * quantile(explained, 0.5);
    state.counters["explained_worst_ms"] = 1e3 * quantile(explained, 1);
    state.counters["way_median_ms"] = 1e3 * quantile(ways, 0.5);
    state.counters["way_worst_ms"] = 1e3 * quantile(ways, 1);
  }
}
BENCHMARK(OneWardExplained)->Iterations(1)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
