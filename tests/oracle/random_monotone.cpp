// Formulas in which more is never worse.
#include <fmt/format.h>

#include "engine/formula/parser.hpp"
#include "oracle/generator.hpp"
#include "oracle/random_world.hpp"

namespace exemplar::oracle {

namespace {

class MonotoneMaker {
 public:
  MonotoneMaker(Random& random, const Vocabulary& words) : random_(random), words_(words) {}

  std::string number(int depth) {
    if (depth <= 0) return random_.one_of(words_.numbers);
    const auto inner = [&] { return number(depth - 1); };
    switch (random_.below(14)) {
      case 0:
        return "(" + inner() + " + " + inner() + ")";
      case 1:
        return "(" + inner() + " * " + positive() + ")";
      case 2:
        return "(" + inner() + " / " + positive() + ")";
      case 3:
        return "(" + inner() + " - " + positive() + ")";
      case 4:
        return "min(" + inner() + ", " + inner() + ")";
      case 5:
        return "max(" + inner() + ", " + inner() + ")";
      case 6:
        return "cap(" + inner() + ", " + positive() + ")";
      case 7:
        return "clip(" + inner() + ", 0, 8)";
      case 8:
        return "sum(" + inner() + " over " + (random_.chance(50) ? "children" : "siblings") + ")";
      case 9:
        return "interpolate(" + inner() + ", 0 -> 0, 4 -> 1, 10 -> 10)";
      case 10:
        return "band(" + inner() + ", < 1 -> 0, <= 3 -> 5, else 6)";
      case 11:
        return "steps(floor(" + inner() + ", 0), 2 -> 0.5)";
      case 12:
        return "count(" + truth(depth - 1) + " over siblings)";
      default:
        return "sum(" + inner() + ", " + inner() + ")";
    }
  }

  std::string truth(int depth) {
    if (depth <= 0) return random_.one_of(words_.truths);
    const auto inner = [&] { return truth(depth - 1); };
    switch (random_.below(8)) {
      case 0:
        return "(" + inner() + " and " + inner() + ")";
      case 1:
        return "(" + inner() + " or " + inner() + ")";
      case 2:
        return "all(" + inner() + ", " + inner() + ", " + inner() + ")";
      case 3:
        return "any(" + inner() + ", " + inner() + ", " + inner() + ")";
      case 4:
        return fmt::format("at_least({} of {}, {}, {}, k = {})", random_.between(1, 3), inner(),
                           inner(), inner(), random_.chance(50) ? "stays" : "shrinks");
      default:
        return "(" + number(depth - 1) + (random_.chance(50) ? " >= " : " > ") + positive() + ")";
    }
  }

 private:
  std::string positive() {
    return random_.one_of(std::vector<std::string>{"1", "2", "5", "0.5", "70 %", "8"});
  }

  Random& random_;
  const Vocabulary& words_;
};

// A fact for which `suits` holds, if one is found soon.
template <typename Suits>
std::optional<std::pair<int, size_t>> pick(const World& world, Random& random, Suits suits) {
  for (int attempt = 0; attempt < 200; ++attempt) {
    const int indicator = random.below(static_cast<int>(world.indicators.size()));
    const Indicator& one = world.indicators[static_cast<size_t>(indicator)];
    const auto& row = one.facts.at("");
    const size_t place = 2 * world.units.size() +
                         static_cast<size_t>(random.below(static_cast<int>(world.units.size())));
    if (suits(one, row[place])) return std::make_pair(indicator, place);
  }
  return std::nullopt;
}

}  // namespace

MonotoneCase random_monotone(uint64_t seed) {
  Random random(seed);
  Vocabulary words;
  MonotoneCase result;
  result.world = random_world(random, words, {{0, 0}, {5, 0}, {10, 10}});
  result.period = 2;
  MonotoneMaker maker(random, words);
  result.formula = engine::parse_formula(random.chance(60) ? maker.truth(4) : maker.number(4)).tree;
  return result;
}

World with_one_better(const World& world, Random& random) {
  World better = clone(world);
  const auto place = pick(world, random, [](const Indicator& one, const Fact& fact) {
    return fact.state == State::Known &&
           (one.type == Type::Number || (one.type == Type::Truth && !fact.truth));
  });
  if (!place) return better;
  Fact& fact = better.indicators[static_cast<size_t>(place->first)].facts.at("")[place->second];
  fact.truth = true;
  fact.number.units += random.between(1, 6) * (fact.number.digits > 0 ? 25 : 1);
  return better;
}

World with_one_more_known(const World& world, Random& random) {
  World more = clone(world);
  const auto place = pick(world, random, [](const Indicator&, const Fact& fact) {
    return fact.state == State::Unknown;
  });
  if (!place) return more;
  Indicator& one = more.indicators[static_cast<size_t>(place->first)];
  one.facts.at("")[place->second] = random_fact(random, one, {0, 0});
  return more;
}

}  // namespace exemplar::oracle
