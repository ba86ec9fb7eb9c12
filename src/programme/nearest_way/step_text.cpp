#include "programme/nearest_way/step_text.hpp"

#include "base/number.hpp"
#include "programme/indicator/formula_in_words.hpp"
#include "programme/nearest_way/yearly_change.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {

namespace {

const std::string& name_of_indicator(const Definitions& definitions, IndicatorId id,
                                     Language language) {
  const Indicator& what = definitions[id];
  const std::string& name = what.name.in(language);
  return name.empty() ? what.id : name;
}

std::string amount(const Definitions& definitions, const NearestWayStep& step,
                   const Decimal& number, Language language) {
  if (definitions[step.indicator].kind == IndicatorKind::Share) {
    return format_percent({number.units, power_of_ten(number.digits)},
                          std::max(0, number.digits - 2), language);
  }
  return format_amount(number, step.unit_of_measure, language);
}

Message compared_words(const NearestWayStep& step, Language language) {
  if (step.compared == 0) return msg("no comparison: no unit alike has values of both years");
  const std::string compared = format_integer(static_cast<i128>(step.compared), language);
  if (step.compared < kComparedMin) return msg("no comparison: only {} units", compared);
  const std::string alike = format_integer(static_cast<i128>(step.alike), language);
  const bool raised = step.direction == Lever::Raise;
  if (step.alike == 0) {
    return raised ? msg("of {} units alike none rose by as much within a year", compared)
                  : msg("of {} units alike none fell by as much within a year", compared);
  }
  return raised ? msg("of {} units alike {} rose by as much within a year", compared, alike)
                : msg("of {} units alike {} fell by as much within a year", compared, alike);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

std::string change_words(const Definitions& definitions, const NearestWayStep& step,
                         Language language) {
  const std::string name = name_of_indicator(definitions, step.indicator, language);
  const std::string by = amount(definitions, step, *step.change, language);
  const std::string from = amount(definitions, step, *step.from, language);
  const std::string to = amount(definitions, step, *step.to, language);
  const Message compared = compared_words(step, language);
  return render(step.direction == Lever::Raise
                    ? msg("{}: {} more, from {} to {} ({})", name, by, from, to, compared)
                    : msg("{}: {} less, from {} to {} ({})", name, by, from, to, compared),
                language);
}

std::string missing_words(const Definitions& definitions, const MissingData& missing,
                          Language language) {
  std::string name;
  if (missing.indicator.valid()) {
    name = name_of_indicator(definitions, missing.indicator, language);
  } else if (const auto id = definitions.units.find_attribute(missing.attribute)) {
    name = definitions.units.attribute(*id).name.in(language);
  }
  if (name.empty()) name = missing.attribute;
  if (missing.other_period) name += " " + to_string(missing.period, civil_calendar());
  return missing.elsewhere ? render(msg("{} (other units)", name), language) : name;
}

std::string data_words(const Definitions& definitions, const NearestWayStep& step,
                       Language language) {
  if (step.change) {
    return render(msg("data needed: {} more – {} ({} now, {} needed)",
                      amount(definitions, step, *step.change, language),
                      name_of_indicator(definitions, step.indicator, language),
                      amount(definitions, step, *step.from, language),
                      amount(definitions, step, *step.to, language)),
                  language);
  }
  std::vector<std::string> names;
  for (const MissingData& missing : step.missing) {
    std::string name = missing_words(definitions, missing, language);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  if (names.empty() && step.said != Text{}) names.push_back(step.said.in(language));
  if (names.empty()) return render(msg("data needed"), language);
  return render(msg("data needed: {}", joined(names)), language);
}

Message why_not_solvable(const Definitions& definitions, const NearestWayStep& step,
                         Language language) {
  std::vector<std::string> names;
  for (const IndicatorId lever : step.levers) {
    names.push_back(name_of_indicator(definitions, lever, language));
  }
  switch (step.why_not) {
    case WhyNotSolvable::NoLever:
      return msg("no way is computed: nothing it reads is declared as changeable");
    case WhyNotSolvable::OneIsNotEnough:
      return msg("no way is computed: within its bounds no single one is enough of: {}",
                 joined(names));
    case WhyNotSolvable::StopsAtTheWhole:
      return msg("no way is computed: a part would have to exceed its whole: {}", joined(names));
    case WhyNotSolvable::NotItsOwnValue:
      return msg("no way is computed: put together from other periods' or units' values: {}",
                 joined(names));
    case WhyNotSolvable::Contradicting:
      return msg("no way is computed: what meets one part undoes another: {}", joined(names));
    case WhyNotSolvable::CountedAsUnknown:
      return msg("not applicable, which counts as not known here: a person has to look");
    case WhyNotSolvable::None:
      break;
  }
  return msg("no way is computed");
}

std::string part_words(const Definitions& definitions, const std::string& part, Language language) {
  const auto name_of = [&](const std::string& id) -> std::optional<Text> {
    if (const auto indicator = definitions.indicator(id)) return definitions[*indicator].name;
    const auto attribute = definitions.units.find_attribute(id);
    if (attribute) return definitions.units.attribute(*attribute).name;
    return std::nullopt;
  };
  return formula_in_words(part, name_of, language);
}

}  // namespace

std::string words_for(const Definitions& definitions, const NearestWayStep& step,
                      Language language) {
  switch (step.kind) {
    case StepKind::Change:
      return change_words(definitions, step, language);
    case StepKind::GiveData:
      return data_words(definitions, step, language);
    case StepKind::NotSolvable:
      break;
  }
  std::string why = render(why_not_solvable(definitions, step, language), language);
  if (step.part.empty()) return why;
  return part_words(definitions, step.part, language) + ": " + why;
}

Message words_for(WhyNoWay why_not) {
  switch (why_not) {
    case WhyNoWay::NoLevel:
      return msg("no way is computed: the programme names no main level that the set has");
    case WhyNoWay::LevelAsksMore:
      return msg("no way is computed: the level asks for more than met criteria");
    case WhyNoWay::LevelComparesUnits:
      return msg("no way is computed: the level depends on how other units stand");
    case WhyNoWay::NotAssessed:
      return msg("no way is computed: the unit is not in this assessment");
    case WhyNoWay::None:
      break;
  }
  return {};
}

std::string_view name_of(StepKind kind) {
  constexpr std::string_view kNames[] = {"change", "give_data", "not_solvable"};
  return kNames[static_cast<size_t>(kind)];
}

std::string_view name_of(WhyNotSolvable why_not) {
  constexpr std::string_view kNames[] = {
      "none",        "no_lever",      "one_is_not_enough", "stops_at_whole",
      "not_its_own", "contradicting", "counted_as_unknown"};
  return kNames[static_cast<size_t>(why_not)];
}

std::string_view name_of(WhyNoWay why_not) {
  constexpr std::string_view kNames[] = {"none", "no_level", "level_asks_more",
                                         "level_compares_units", "not_assessed"};
  return kNames[static_cast<size_t>(why_not)];
}

}  // namespace exemplar::programme
