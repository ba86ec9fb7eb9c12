#include "oracle/generator.hpp"

#include <fmt/format.h>

#include <set>
#include <stdexcept>

#include "engine/formula/parser.hpp"
#include "oracle/random_formula.hpp"

namespace exemplar::oracle {

namespace {

engine::ExprPtr parsed(const std::string& formula) {
  engine::Parsed result = engine::parse_formula(formula);
  if (!result.tree) {
    throw std::logic_error("the generator wrote what does not parse: " + formula + ": " +
                           render(result.error->what, Language::English));
  }
  return std::move(result.tree);
}

RoundingMode mode_named(const std::string& name) {
  return rounding_mode_named(name).value();
}

void add_measure(Random& random, FormulaMaker& maker, RandomProgramme& programme, Known& known) {
  auto number = maker.number(3);
  Measure measure;
  measure.name = fmt::format("m{}", programme.world.measures.size() + 1);
  const bool large = number.digits > 14;
  if (number.loose || large || random.chance(40)) {
    measure.round = number.loose ? random.between(2, 4) : random.between(0, 3);
    if (!number.loose) measure.mode = mode_named(maker.rounding_mode());
    if (number.loose || large) number.text = "clip(" + number.text + ", -1000, 1000)";
  }
  measure.expr = parsed(number.text);
  // Unrounded, its size is not told to those who use it: they treat it as loose.
  known.measures.push_back({measure.name, !measure.round.has_value()});
  programme.world.measures.push_back(std::move(measure));
}

void add_criterion(Random& random, FormulaMaker& maker, RandomProgramme& programme, Known& known,
                   bool scored) {
  Criterion one;
  one.id = fmt::format("{}", programme.world.criteria.size() + 1);
  one.group = scored ? "P" : random.chance(50) ? "I" : "II";
  if (random.chance(25)) one.applies = parsed(maker.truth(1));
  if (scored) {
    const auto number = maker.number(2);
    one.points = parsed("clip(" + number.text + ", 0, 10)");
    one.round = number.loose ? random.between(2, 3) : random.between(0, 2);
    if (!number.loose) one.mode = mode_named(maker.rounding_mode());
    one.max = Decimal{10, 0};
    if (random.chance(40)) one.met = parsed("points >= 50 % * max");
  } else {
    one.met = parsed(maker.truth(3));
  }
  one.when_not_applicable = static_cast<WhenNotApplicable>(random.below(4));
  one.knock_out = random.chance(25);
  known.criteria.push_back(one.id);
  if (scored) known.scored_criteria.push_back(one.id);
  programme.world.criteria.push_back(std::move(one));
}

std::string text_of(const engine::ExprPtr& expr) {
  return expr ? engine::print(*expr) : "-";
}

}  // namespace

uint64_t Random::next() {
  state_ += 0x9E3779B97F4A7C15ULL;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

RandomProgramme random_programme(uint64_t seed) {
  Random random(seed);
  Vocabulary words;
  RandomProgramme programme;
  programme.seed = seed;
  programme.world = random_world(random, words, {{0, 0}, {3, 0}, {3, 3}, {15, 10}});
  programme.period =
      random.chance(75) ? 2 : random.below(static_cast<int>(programme.world.periods.size()));
  if (random.chance(60)) programme.world.lists_for = programme.period;
  Known known;
  FormulaMaker maker(random, words, known);
  for (int i = random.below(3); i > 0; --i) add_measure(random, maker, programme, known);
  const int criteria = random.between(2, 6);
  known.all_scored = random.chance(30);
  for (int i = 0; i < criteria; ++i) {
    add_criterion(random, maker, programme, known, known.all_scored || i == 0 || random.chance(30));
  }
  std::set<std::string> groups;
  for (const Criterion& one : programme.world.criteria) groups.insert(one.group);
  known.groups.assign(groups.begin(), groups.end());
  known.sets_allowed = true;
  for (int i = random.below(2); i > 0; --i) add_measure(random, maker, programme, known);
  for (int i = 0; i < 2; ++i) {
    const std::string id = fmt::format("l{}", i + 1);
    engine::ExprPtr when = parsed(maker.truth(2));
    programme.world.levels.insert(programme.world.levels.begin(), Level{id, std::move(when)});
    known.levels.push_back(id);
  }
  if (random.chance(50)) programme.world.assessable = parsed(maker.truth(1));

  for (int i = 0; i < 4; ++i) programme.formulas.push_back(parsed(maker.number(3).text));
  for (int i = 0; i < 4; ++i) programme.formulas.push_back(parsed(maker.truth(3)));
  programme.formulas.push_back(parsed(maker.date(2)));
  for (const auto& measure : known.measures) programme.formulas.push_back(parsed(measure.name));
  for (const auto& id : known.criteria)
    programme.formulas.push_back(parsed("criterion(\"" + id + "\")"));
  for (const auto& id : known.scored_criteria)
    programme.formulas.push_back(parsed("points(\"" + id + "\")"));
  for (const auto& id : known.levels) programme.formulas.push_back(parsed("level(\"" + id + "\")"));
  return programme;
}

std::string described(const RandomProgramme& programme) {
  const World& world = programme.world;
  std::string text = fmt::format("seed {}, period {}\n", programme.seed,
                                 world.periods[static_cast<size_t>(programme.period)].text);
  const auto rounding = [](std::optional<int> round, RoundingMode mode) {
    return round ? fmt::format(" [round = {}, mode = {}]", *round, name_of(mode)) : std::string();
  };
  for (const Measure& one : world.measures) {
    text += fmt::format("measure {} = {}{}\n", one.name, text_of(one.expr),
                        rounding(one.round, one.mode));
  }
  static constexpr const char* kRules[] = {"leave_out", "met", "not_met", "unknown"};
  for (const Criterion& one : world.criteria) {
    text += fmt::format(
        "criterion {} of {}: applies {}; met {}; points {}{}; not applicable: {}{}\n", one.id,
        one.group, text_of(one.applies), text_of(one.met), text_of(one.points),
        rounding(one.round, one.mode), kRules[static_cast<int>(one.when_not_applicable)],
        one.knock_out ? "; knock-out" : "");
  }
  for (const Level& one : world.levels)
    text += fmt::format("level {} = {}\n", one.id, text_of(one.when));
  text += fmt::format("assessable = {}\n", text_of(world.assessable));
  for (const auto& formula : programme.formulas)
    text += "formula: " + engine::print(*formula) + "\n";
  return text;
}

}  // namespace exemplar::oracle
