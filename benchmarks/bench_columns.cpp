// An index over many indicators, for many units: each indicator's min-max over all units, their
// weighted mean, and the units' places by it.
//
//   Wide      1,000,000 units × 50 indicators, one period: the columns lie in memory
//   Periods     100,000 units × 50 indicators × 12 periods, with places in each
//
// The columns are reported values as a loaded office has them (programme/data_set); measured is from
// the compiled formulas to the index and the places of every unit. Each value is
// (unit · 7919 + indicator · 104729 + period · 1299709 + 12345) mod 100003, the weight of indicator j
// 1 + j mod 5: benchmarks/duckdb.mjs computes the same, and both print the sum of the index and three
// units' values. Beside it, in the same run, the time to read all numbers once from memory.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <numeric>

#include "base/on_threads.hpp"
#include "engine/compute/evaluate.hpp"
#include "engine/formula/parser.hpp"
#include "programme/data_set/reported_values.hpp"

namespace {

using namespace exemplar;

constexpr size_t kIndicators = 50;

int64_t value_of(size_t unit, size_t indicator, size_t period) {
  return static_cast<int64_t>((unit * 7919 + indicator * 104729 + period * 1299709 + 12345) %
                              100003);
}

// Everybody takes part; inputs are the columns of reported values.
class ColumnsSource final : public engine::Source {
 public:
  ColumnsSource(size_t units, const programme::ReportedValues& values)
      : units_(units), values_(values), parents_(units, -1), all_(units, 1) {}

  static programme::ColumnKey key(size_t indicator, size_t period) {
    const programme::Period month{*make_date(2023, static_cast<int>(period) + 1, 1),
                                  {1, programme::Length::Unit::Months}};
    return {programme::IndicatorId(indicator), month, {}};
  }

  size_t unit_count() const override { return units_; }
  engine::Cell input(uint32_t index, const std::string&, engine::PeriodIndex period, size_t unit,
                     engine::Pool&) override {
    return (*stored(index, period))[unit];
  }
  engine::Column input_column(uint32_t index, const std::string&, engine::PeriodIndex period,
                              engine::ValueType, engine::Pool&) override {
    return *stored(index, period);
  }
  engine::Cell attribute(uint32_t, engine::PeriodIndex, size_t, engine::Pool&) override {
    return {};
  }
  engine::Cell months_active(bool, engine::PeriodIndex, size_t, engine::Pool&) override {
    return {};
  }
  Date first_day(engine::PeriodIndex) override { return *make_date(2023, 1, 1); }
  Date last_day(engine::PeriodIndex) override { return *make_date(2023, 12, 31); }
  std::optional<std::vector<engine::PeriodIndex>> select(engine::PeriodIndex,
                                                         const engine::Selector&) override {
    return std::nullopt;
  }
  bool comparable(uint32_t, engine::PeriodIndex, engine::PeriodIndex) override { return true; }
  const std::vector<int32_t>& parents(engine::PeriodIndex, const std::string&) override {
    return parents_;
  }
  const std::vector<char>& participants(engine::PeriodIndex) override { return all_; }
  const std::vector<char>& existing(engine::PeriodIndex) override { return all_; }
  int32_t unit_with_code(const std::string&, engine::PeriodIndex) override { return -1; }

 private:
  const engine::Column* stored(uint32_t index, engine::PeriodIndex period) const {
    return values_.column(key(index, period), programme::Status::Reported);
  }

  size_t units_;
  const programme::ReportedValues& values_;
  std::vector<int32_t> parents_;
  std::vector<char> all_;
};

// weighted_mean(min_max(i0) -> 1, …), and the places by it to nine decimals.
struct Index {
  std::vector<engine::ExprPtr> trees;
  engine::RuleSet rules;
  engine::Compiled compiled;

  Index() {
    std::string mean = "weighted_mean(";
    for (size_t j = 0; j < kIndicators; ++j) {
      engine::InputSignature input;
      input.id = "i" + std::to_string(j);
      input.low = Decimal{0, 0};
      input.high = Decimal{100'003, 0};
      rules.inputs.push_back(std::move(input));
      mean += (j == 0 ? "" : ", ") + ("min_max(i" + std::to_string(j)) + ") -> " +
              std::to_string(1 + j % 5);
    }
    add("index", mean + ")");
    add("place", "rank(round(index, 9), highest first)");
    rules.units_max = 1'000'000;
    compiled = engine::compile(rules);
    for (const engine::CompileError& error : compiled.errors) {
      std::fprintf(stderr, "%s\n", render(error.what, Language::English).c_str());
    }
    if (!compiled.errors.empty()) std::exit(1);
  }

  void add(const std::string& name, const std::string& text) {
    trees.push_back(engine::parse_formula(text).tree);
    engine::NamedFormula formula;
    formula.name = name;
    formula.tree = trees.back().get();
    rules.formulas.push_back(formula);
  }
};

const programme::ReportedValues& values_of(size_t units, size_t periods) {
  static std::map<std::pair<size_t, size_t>, programme::ReportedValues> made;
  auto& values = made[{units, periods}];
  if (values.size() != 0) return values;
  programme::ReportedValuesBuilder builder;
  for (size_t j = 0; j < kIndicators; ++j) {
    for (size_t p = 0; p < periods; ++p) {
      const uint32_t column = builder.column(ColumnsSource::key(j, p), {});
      for (size_t unit = 0; unit < units; ++unit) {
        builder.add(column, {programme::OrganisationUnitId(unit),
                             engine::mark_of(engine::kKnown, 1, false), value_of(unit, j, p)});
      }
    }
  }
  values = builder.take(processors());
  return values;
}

// Reads every number once, on all processors: what memory itself allows.
double seconds_to_read(const programme::ReportedValues& values, size_t units, size_t periods) {
  std::vector<const engine::Column*> columns;
  for (size_t j = 0; j < kIndicators; ++j) {
    for (size_t p = 0; p < periods; ++p) {
      columns.push_back(values.column(ColumnsSource::key(j, p), programme::Status::Reported));
    }
  }
  const auto start = std::chrono::steady_clock::now();
  std::atomic<double> all{0};
  on_threads(processors(), columns.size(), [&] {
    return [&](size_t index) {
      engine::BlockBuffer buffer;
      std::array<double, 8> sums{};
      for (size_t first = 0; first < units; first += engine::kChunkUnits) {
        const engine::Block block =
            columns[index]->block(first, std::min(engine::kChunkUnits, units - first), buffer);
        for (size_t i = 0; i + 8 <= block.size; i += 8) {
          for (size_t k = 0; k < 8; ++k) sums[k] += block.numbers[i + k];
        }
      }
      all = all + std::accumulate(sums.begin(), sums.end(), 0.0);
    };
  });
  benchmark::DoNotOptimize(all.load());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void index_of_units(benchmark::State& state, size_t units, size_t periods, bool with_place) {
  static const Index index;
  const programme::ReportedValues& values = values_of(units, periods);
  const engine::Graph& graph = index.compiled.graph;
  const engine::NodeId mean = graph.formulas[0];
  const engine::NodeId place = graph.formulas[1];
  double sum = 0;
  double largest_place = 0;
  std::vector<double> three;
  for (auto _ : state) {
    ColumnsSource source(units, values);
    engine::Evaluation evaluation(graph, source, {.threads = processors()});
    std::vector<engine::PeriodIndex> all(periods);
    std::iota(all.begin(), all.end(), 0U);
    evaluation.prepare(with_place ? std::vector{mean, place} : std::vector{mean}, all);
    state.PauseTiming();
    sum = 0;
    three.clear();
    for (size_t p = 0; p < periods; ++p) {
      const engine::Column& column = evaluation.column(mean, static_cast<engine::PeriodIndex>(p));
      for (size_t unit = 0; unit < units; ++unit) sum += column[unit].real;
      for (const size_t unit : {size_t{0}, size_t{1}, size_t{999}}) {
        if (p == 0) three.push_back(column[unit].real);
      }
      if (with_place) {
        const engine::Column& places =
            evaluation.column(place, static_cast<engine::PeriodIndex>(p));
        largest_place = std::max(largest_place, places[0].exact.to_double());
      }
    }
    state.ResumeTiming();
  }
  double read = 1e9;
  for (int i = 0; i < 5; ++i) read = std::min(read, seconds_to_read(values, units, periods));
  state.counters["read_once_ms"] = 1000 * read;
  state.counters["GB_per_s"] =
      static_cast<double>(units * periods * kIndicators * sizeof(double)) / read / 1e9;
  state.counters["sum"] = sum;
  state.counters["unit_0"] = three[0];
  state.counters["unit_1"] = three[1];
  state.counters["unit_999"] = three[2];
  state.counters["place_of_0"] = largest_place;
}

// EXEMPLAR_BENCH_SCALE=0.1 tries the program itself on a tenth of the units.
size_t scaled(size_t units) {
  const char* given = std::getenv("EXEMPLAR_BENCH_SCALE");
  return given == nullptr
             ? units
             : static_cast<size_t>(std::lround(static_cast<double>(units) * std::atof(given)));
}

void Wide(benchmark::State& state) {
  index_of_units(state, scaled(1'000'000), 1, false);
}
void WideWithPlaces(benchmark::State& state) {
  index_of_units(state, scaled(1'000'000), 1, true);
}
void PeriodsWithPlaces(benchmark::State& state) {
  index_of_units(state, scaled(100'000), 12, true);
}
BENCHMARK(Wide)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(WideWithPlaces)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(PeriodsWithPlaces)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
