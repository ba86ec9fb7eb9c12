#include "oracle/random_world.hpp"

#include <fmt/format.h>

#include "oracle/calendar.hpp"
#include "oracle/random_units.hpp"

namespace exemplar::oracle {

namespace {

Indicator indicator(std::string id, Type type, int digits = 0, std::string unit = "") {
  Indicator one;
  one.id = std::move(id);
  one.type = type;
  one.digits = digits;
  one.at_most = 1000;
  one.unit = std::move(unit);
  return one;
}

}  // namespace

Fact random_fact(Random& random, const Indicator& indicator, const Gaps& gaps) {
  Fact fact;
  fact.status = static_cast<Status>(random.below(4));
  if (random.chance(gaps.unknown_percent)) return fact;
  if (random.chance(gaps.not_applicable_percent)) {
    fact.state = State::NotApplicable;
    fact.reason = "not ours";
    return fact;
  }
  fact.state = State::Known;
  fact.truth = random.chance(65);
  fact.date = make_date(2023, 1, 1).value() + (random.below(30) * 10 - 60);
  fact.text = random.one_of(std::vector<std::string>{"red", "green", "blue"});
  // Few values, so that they tie; often 0, so that there is something to divide by it.
  const int64_t step = indicator.digits == 0 ? 1 : 25;
  fact.number = {random.chance(15) ? 0 : random.between(0, 12) * step, indicator.digits};
  if (random.chance(10)) fact.number.units = -fact.number.units;
  if (!indicator.unit.empty()) fact.number.units = std::abs(fact.number.units) * 10;
  return fact;
}

World random_world(Random& random, Vocabulary& vocabulary, const std::vector<Gaps>& gaps) {
  World world;
  world.periods = small_calendar();
  add_random_units(random, world, vocabulary.unit_codes);
  for (int i = 1; i <= 6; ++i) {
    vocabulary.numbers.push_back(fmt::format("n{}", i));
    world.indicators.push_back(
        indicator(vocabulary.numbers.back(), Type::Number, i <= 3 ? 0 : i - 3));
  }
  for (int i = 1; i <= 2; ++i) {
    vocabulary.areas.push_back(fmt::format("a{}", i));
    world.indicators.push_back(indicator(vocabulary.areas.back(), Type::Number, 1, "m²"));
  }
  for (int i = 1; i <= 4; ++i) {
    vocabulary.truths.push_back(fmt::format("t{}", i));
    world.indicators.push_back(indicator(vocabulary.truths.back(), Type::Truth));
  }
  for (int i = 1; i <= 2; ++i) {
    vocabulary.dates.push_back(fmt::format("d{}", i));
    world.indicators.push_back(indicator(vocabulary.dates.back(), Type::Date));
  }
  vocabulary.texts = {"w1"};
  world.indicators.push_back(indicator("w1", Type::Text));
  vocabulary.kinds = {"theft", "robbery", "fraud"};
  world.indicators.push_back(indicator("offences", Type::Number));
  world.indicators.back().dimensions.push_back({"kind", vocabulary.kinds});
  vocabulary.unit_codes.push_back("00000");

  for (Indicator& one : world.indicators) {
    const Gaps& of_this = random.one_of(gaps);
    std::vector<std::string> categories = {""};
    if (!one.dimensions.empty()) {
      for (const std::string& kind : vocabulary.kinds) categories.push_back("kind=" + kind);
    }
    for (const std::string& category : categories) {
      auto& row = one.facts[category];
      const size_t count = world.periods.size() * world.units.size();
      for (size_t i = 0; i < count; ++i) row.push_back(random_fact(random, one, of_this));
    }
  }
  return world;
}

}  // namespace exemplar::oracle
