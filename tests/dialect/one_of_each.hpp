// A small programme for each function of the language: the function, and little else.
#pragma once

#include <map>
#include <string>

#include "engine/formula/functions.hpp"
#include "engine/formula/parser.hpp"
#include "oracle/world.hpp"

namespace exemplar::oracle {

// A city and two wards that take part; a and b numbers, t a truth, d a date, one criterion with
// points and one level.
inline World world_of_each() {
  World world;
  for (const char* code : {"79", "1", "2"}) {
    Unit unit;
    unit.id = unit.code = code;
    unit.kind = world.units.empty() ? "city" : "ward";
    unit.parent = world.units.empty() ? -1 : 0;
    world.units.push_back(unit);
  }
  Period period;
  period.text = "2023";
  period.first_day = *make_date(2023, 1, 1);
  period.last_day = *make_date(2023, 12, 31);
  world.periods.push_back(period);
  for (const auto& [id, type] : {std::pair{"a", Type::Number}, std::pair{"b", Type::Number},
                                 std::pair{"t", Type::Truth}, std::pair{"d", Type::Date}}) {
    Indicator one;
    one.id = id;
    one.type = type;
    one.at_most = 1000;
    one.facts[""].resize(world.units.size());
    int64_t next = *id == 'a' ? 3 : 5;
    for (Fact& fact : one.facts[""]) {
      fact.state = State::Known;
      fact.truth = true;
      fact.date = period.first_day;
      fact.number = {next++, 0};
    }
    world.indicators.push_back(std::move(one));
  }
  const auto parsed = [](const char* text) { return engine::parse_formula(text).tree; };
  Criterion criterion;
  criterion.id = "1";
  criterion.group = "I";
  criterion.points = parsed("clip(a, 0, 10)");
  criterion.max = Decimal{10, 0};
  criterion.met = parsed("a >= 4");
  world.criteria.push_back(std::move(criterion));
  world.levels.push_back({"l1", parsed("all(criteria)")});
  return world;
}

inline const std::map<engine::FunctionId, std::string>& formula_of_each() {
  using enum engine::FunctionId;
  static const std::map<engine::FunctionId, std::string> kFormulas{
      {Known, "known(a)"},
      {All, "all(t, a > 3)"},
      {Any, "any(t, a > 3)"},
      {AtLeast, "at_least(2 of t, a > 3, b > 5, k = stays)"},
      {AtMost, "at_most(50 % of t, by = a, highest first, ties = none)"},
      {Criterion, "criterion(\"1\")"},
      {Level, "level(\"l1\")"},
      {Under, "under(\"79\")"},
      {NoData, "if t then a else no_data(\"quá ít\", \"too few\")"},
      {NotApplicable, "if t then a else not_applicable(\"không\", \"not here\")"},
      {Share, "share(met of t, a > 3)"},
      {CountOf, "count_of(met of t, a > 3)"},
      {Total, "total(points)"},
      {Points, "points(\"1\")"},
      {Round, "round(a / b, 1)"},
      {Abs, "abs(a - b)"},
      {Clip, "clip(a, 1, 4)"},
      {Cap, "cap(a, 4)"},
      {Floor, "floor(a, 4)"},
      {Band, "band(a, < 4 -> 1, else 2)"},
      {Steps, "steps(a, 2 -> 0.5)"},
      {Interpolate, "interpolate(a, 0 -> 0, 10 -> 5)"},
      {Goalposts, "goalposts(a, 1, 9)"},
      {Choose, "choose(unit.kind, \"ward\" -> 1, else 2)"},
      {Change, "change(a, b)"},
      {ChangeShare, "change_share(a, b)"},
      {AddMonths, "add_months(d, 3)"},
      {Sum, "sum(a over participants)"},
      {Mean, "mean(a over participants)"},
      {Min, "min(a over participants)"},
      {Max, "max(a over participants)"},
      {Median, "median(a over participants)"},
      {Count, "count(a over participants)"},
      {WeightedMean, "weighted_mean(a -> 1, b -> 3)"},
      {GeometricMean, "geometric_mean(a, b)"},
      {HarmonicMean, "harmonic_mean(a, b)"},
      {StandardDeviation, "standard_deviation(a over participants)"},
      {Rank, "rank(a, highest first, ties = min)"},
      {PercentileRank, "percentile_rank(a)"},
      {MinMax, "min_max(a)"},
      {ZScore, "z_score(a)"},
      {ShareOfMax, "share_of_max(a)"},
      {Ln, "ln(a)"},
      {Log10, "log10(a)"},
      {Exp, "exp(a)"},
      {Sqrt, "sqrt(a)"},
      {ProportionLow, "proportion_low(a, b)"},
      {ProportionHigh, "proportion_high(a, b)"},
      {MonthsActive, "months_active()"},
      {Across, "across(participants, median(a))"}};
  return kFormulas;
}

}  // namespace exemplar::oracle
