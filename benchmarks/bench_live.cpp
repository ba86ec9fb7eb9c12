// One value changed, until the country's standing is right; and one ward explained.
//
//   10,598 communes, wards and townships × the 22 illustrative criteria × 36 months, watched
//   an edit    one ward's value of one indicator in one month becomes another one
//   measured   from set_values until the counts of that month's standings are right and it is known
//              which results changed
//
// Beside it, in the same run, the full recomputation of that month from the same values. The median,
// the 99th percentile and the worst of 5,000 edits, after 5,000 others, are reported, and what share
// of them changed a result, changed a sum of the units above, and moved a unit to another standing.
//
// The 22 criteria compare no unit with another. The same again with three more that do: one by the
// place among all, one by the distance between their extremes, one by their mean; each edit changes
// a value that one of them reads. Told is also how many moved another unit's place, an extreme or the
// mean, what those took, and how many changed the answer of a unit that is neither the edited one nor
// above it.
//
// Then an explanation and a nearest way of one ward each, on demand, in the city's pack.
#include <benchmark/benchmark.h>

#include <set>

#include "base/on_threads.hpp"
#include "country.hpp"
#include "programme/assessment/live_assessment.hpp"
#include "programme/explanation/explanation.hpp"
#include "programme/nearest_way/nearest_way.hpp"

namespace {

using namespace exemplar;
using namespace exemplar::bench;

constexpr int kEdits = 5'000;
constexpr int kEditsCounted = 300;
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

struct Watched {
  Country country;
  Facts facts;
  std::unique_ptr<LiveAssessment> live;
  double watch = 0;  // seconds
  double full = 0;   // seconds of one month's assessment
};

// Null: refused, and the benchmark told why.
std::unique_ptr<Watched> watched(Country country, ReportedValues values, benchmark::State& state) {
  auto made = std::unique_ptr<Watched>(
      new Watched{std::move(country), Facts(std::move(values), {}), nullptr});
  const Definitions& definitions = made->country.definitions;
  const std::string& programme = definitions.programmes[0].id;
  std::vector<Period> periods;
  for (int index = 0; index < month_count(); ++index) periods.push_back(month(index));
  auto start = std::chrono::steady_clock::now();
  auto live = LiveAssessment::make(definitions, made->facts, {programme, "2023", periods, {}});
  if (!live) {
    state.SkipWithError(render(live.refusal().what, Language::English).c_str());
    return nullptr;
  }
  made->live = live.take();
  made->watch = seconds_since(start);
  std::vector<double> full;
  for (int index = 0; index < std::min(5, month_count()); ++index) {
    start = std::chrono::steady_clock::now();
    auto run = AssessmentRun::make(definitions, made->facts, {programme, month(index), "2023", {}});
    benchmark::DoNotOptimize(run.value()->result().count(Standing::MeetsAll));
    full.push_back(seconds_since(start));
  }
  made->full = quantile(full, 0.5);
  return made;
}

// What the edits took and did.
struct Edits {
  std::vector<double> taken;
  int changed_results = 0;
  int of_several_units = 0;
  int of_others = 0;  // neither the edited unit nor above it
  int moved = 0;

  void add(const LiveAssessment::Changed& changed, const std::set<uint32_t>& own) {
    bool several = false;
    bool others = false;
    for (const auto& result : changed.results) {
      several = several || result.units.size() > 1;
      for (const uint32_t unit : result.units) others = others || !own.contains(unit);
    }
    changed_results += changed.results.empty() ? 0 : 1;
    of_several_units += several ? 1 : 0;
    of_others += others ? 1 : 0;
    moved += changed.moved.empty() ? 0 : 1;
  }

  double share(int count) const {
    return 100.0 * count / static_cast<double>(std::max<size_t>(1, taken.size()));
  }
};

std::set<uint32_t> unit_and_above(const Country& country, OrganisationUnitId unit) {
  const UnitRegister& units = country.definitions.units;
  std::set<uint32_t> own{static_cast<uint32_t>(unit.index())};
  for (const OrganisationUnitId above :
       units.ancestors(unit, *units.find_hierarchy("territory"), *make_date(2024, 2, 1))) {
    own.insert(static_cast<uint32_t>(above.index()));
  }
  return own;
}

// The edits are drawn anew for every pass: `start` gives a function from an edit's number to a change.
template <typename Start>
Edits measure_edits(benchmark::State& state, Watched& watched, Start start_drawing) {
  LiveAssessment& live = *watched.live;
  Edits edits;
  for (auto _ : state) {
    auto draw = start_drawing(watched);
    edits = {};
    std::vector<std::pair<OrganisationUnitId, LiveAssessment::Changed>> all;
    all.reserve(kEdits);
    for (int edit = -kEditsBefore; edit < kEdits; ++edit) {
      const ReportedValues::Change change = draw(edit);
      const auto start = std::chrono::steady_clock::now();
      LiveAssessment::Changed changed = live.set_values({&change, 1});
      benchmark::DoNotOptimize(live.counts(change.key.period));
      if (edit < 0) continue;
      edits.taken.push_back(seconds_since(start));
      all.emplace_back(change.value.unit, std::move(changed));
    }
    for (const auto& [unit, changed] : all) {
      edits.add(changed, unit_and_above(watched.country, unit));
    }
    state.SetIterationTime(quantile(edits.taken, 0.5));
    state.counters["median_us"] = 1e6 * quantile(edits.taken, 0.5);
    state.counters["p99_us"] = 1e6 * quantile(edits.taken, 0.99);
    state.counters["worst_us"] = 1e6 * quantile(edits.taken, 1);
    state.counters["changed_a_result_%"] = edits.share(edits.changed_results);
    state.counters["of_several_units_%"] = edits.share(edits.of_several_units);
    state.counters["of_other_units_%"] = edits.share(edits.of_others);
    state.counters["moved_a_unit_%"] = edits.share(edits.moved);
  }
  state.counters["watch_s"] = watched.watch;
  state.counters["full_ms"] = 1e3 * watched.full;
  return edits;
}

bool list_is_there(benchmark::State& state) {
  if (std::filesystem::exists(official_list())) return true;
  state.SkipWithError("../shared/facts/units-2024-02-01.csv is not there");
  return false;
}

void OneValueChanged(benchmark::State& state) {
  if (!list_is_there(state)) return;
  Country country = the_country();
  ReportedValues values = values_of_all_months(country);
  const auto office = watched(std::move(country), std::move(values), state);
  if (office == nullptr) return;
  measure_edits(state, *office, [](Watched& from) {
    return [&from, random = oracle::Random(99)](int) mutable {
      return drawn_edit(from.country, from.facts.values(), random);
    };
  });
}
BENCHMARK(OneValueChanged)->Iterations(1)->UseManualTime()->Unit(benchmark::kMicrosecond);

// Three more indicators, and a criterion by each that looks at all units.
struct Compared {
  const char* indicator;
  const char* met;
  const char* points;  // what units have in common, or their place: who looks at it sees it move
};
constexpr Compared kCompared[] = {
    {"by_place", "rank(by_place, highest first) <= 4239", "rank(by_place, highest first)"},
    {"by_extremes", "min_max(by_extremes) >= 0.6", "min_max(by_extremes)"},
    {"by_mean", "by_mean >= mean(by_mean over participants of known)",
     "mean(by_mean over participants of known)"},
};

void add_compared(Country& country, bool with_points) {
  CriteriaSet& set = country.definitions.programmes[0].sets[0];
  for (const Compared& one : kCompared) {
    Indicator indicator;
    indicator.id = one.indicator;
    indicator.kind = IndicatorKind::Count;
    indicator.collected = {1, Length::Unit::Months};
    country.definitions.indicators.push_back(indicator);
    country.reported.push_back(IndicatorId(country.definitions.indicators.size() - 1));
    Criterion criterion = set.criteria.front();
    criterion.id = one.indicator;
    criterion.met.text = one.met;
    if (with_points) {
      criterion.points.text = one.points;
      criterion.max = Decimal{2'000'000, 0};
    }
    set.criteria.push_back(std::move(criterion));
  }
}

// A value of one of the three becomes at most a twentieth more or less. Of those compared by their
// extremes every twentieth edit goes beyond the highest, since hardly any other would move one.
class ComparedEdits {
 public:
  ComparedEdits(const Watched& from, size_t reading)
      : from_(from),
        reading_(reading),
        compared_(from.country.reported.end() - std::size(kCompared), from.country.reported.end()) {
  }

  ReportedValues::Change operator()(int edit) {
    const size_t which = reading_ < compared_.size()
                             ? reading_
                             : static_cast<size_t>(edit + kEditsBefore) % compared_.size();
    const OrganisationUnitId unit = random_.one_of(from_.country.participants);
    const ColumnKey key{compared_[which], month(random_.below(month_count())), {}};
    const engine::Cell old = (*from_.facts.values().column(key, Status::Draft))[unit.index()];
    const auto number = static_cast<int64_t>(old.exact.numerator);
    const int twentieth = std::max(1, static_cast<int>(number / 20));
    ReportedValues::Change change{key, {}, {unit, engine::kMarkKnown, 0}, {}};
    change.value.number = number + random_.between(-twentieth, twentieth);
    if (which == 1 && random_.chance(5)) change.value.number = ++highest_;
    change.value.mark = engine::mark_of(engine::kKnown, 1, false);
    return change;
  }

 private:
  const Watched& from_;
  size_t reading_;
  std::vector<IndicatorId> compared_;
  oracle::Random random_{99};
  int64_t highest_ = 1'100'000;
};

// Which of the first edits measured moved what the units have in common: the same again with it among
// the results. Telling them all is slow, so those before are made at once.
std::vector<bool> moved_in_common(const Watched& timed, size_t reading, benchmark::State& state) {
  Country country = the_country();
  add_compared(country, true);
  const auto office = watched(std::move(country), timed.facts.values(), state);
  std::vector<bool> moved;
  if (office == nullptr) return moved;
  ComparedEdits draw(*office, reading);
  std::vector<ReportedValues::Change> before;
  for (int edit = -kEditsBefore; edit < 0; ++edit) before.push_back(draw(edit));
  office->live->set_values(before);
  for (int edit = 0; edit < kEditsCounted; ++edit) {
    const ReportedValues::Change change = draw(edit);
    const LiveAssessment::Changed changed = office->live->set_values({&change, 1});
    const std::set<uint32_t> own = unit_and_above(office->country, change.value.unit);
    bool others = false;
    for (const auto& result : changed.results) {
      for (const uint32_t unit : result.units) others = others || !own.contains(unit);
    }
    moved.push_back(others);
  }
  return moved;
}

// One of the three more that all units are compared by.
void OneValueOfManyChanged(benchmark::State& state) {
  if (!list_is_there(state)) return;
  Country country = the_country();
  add_compared(country, false);
  ReportedValues values = values_of_all_months(country);
  const auto office = watched(std::move(country), std::move(values), state);
  if (office == nullptr) return;
  const auto reading = static_cast<size_t>(state.range(0));  // 3: each in turn
  const Edits edits = measure_edits(
      state, *office, [&](const Watched& from) { return ComparedEdits(from, reading); });
  std::vector<double> of_moved;
  const std::vector<bool> moved = moved_in_common(*office, reading, state);
  for (size_t i = 0; i < moved.size(); ++i) {
    if (moved[i]) of_moved.push_back(edits.taken[i]);
  }
  state.counters["moved_in_common_%"] = 100.0 * static_cast<double>(of_moved.size()) /
                                        static_cast<double>(std::max<size_t>(1, moved.size()));
  if (of_moved.empty()) return;
  state.counters["moved_median_us"] = 1e6 * quantile(of_moved, 0.5);
  state.counters["moved_p99_us"] = 1e6 * quantile(of_moved, 0.99);
}
BENCHMARK(OneValueOfManyChanged)
    ->ArgName("compared_by")
    ->DenseRange(0, 3)
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

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
