#include "cli/nearest_way_text.hpp"

#include "programme/explanation/text_lines.hpp"
#include "programme/nearest_way/step_text.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::cli {

using programme::Definitions;
using programme::NearestWay;
using programme::NearestWayStep;
using programme::StepKind;

namespace {

const programme::Level* main_level(const programme::Assessment& result) {
  for (const programme::Level& level : result.set->levels) {
    if (level.id == result.programme->main_level) return &level;
  }
  return nullptr;
}

std::string heading(const programme::Assessment& result, const Say& say) {
  const programme::Level* level = main_level(result);
  if (level == nullptr) return say(msg("Nearest way:"));
  const std::string name = say(level->name);
  return say(msg("Nearest way to \"{}\":", name.empty() ? level->id : name));
}

// What assessing the changed values has shown; nothing where there is no change to make.
std::optional<Message> verified_words(const NearestWay& way) {
  const bool changes = std::any_of(way.steps.begin(), way.steps.end(),
                                   [](const auto& step) { return step.kind == StepKind::Change; });
  if (!changes) return std::nullopt;
  if (!way.verified) {
    return msg("not confirmed: with all these changes made at once the criteria are not all met");
  }
  if (way.reaches) return msg("confirmed by assessing it with these changes: the level is reached");
  return msg(
      "confirmed by assessing it with these changes: each of their criteria is met; the "
      "level waits for the rest");
}

// Of none of its parts that are open there is a lever.
bool nothing_to_move(const NearestWay& way, size_t criterion) {
  return std::all_of(way.steps.begin(), way.steps.end(), [&](const NearestWayStep& step) {
    return step.criterion != criterion || step.why_not == programme::WhyNotSolvable::NoLever;
  });
}

}  // namespace

std::vector<std::string> nearest_way_lines(const Definitions& definitions,
                                           const programme::Assessment& result,
                                           const NearestWay& way, const Say& say, int width) {
  if (way.reached) return {};
  programme::TextLines lines(width);
  if (way.why_not != programme::WhyNoWay::None) {
    lines.add("", heading(result, say) + " " + say(programme::words_for(way.why_not)));
    return lines.take();
  }
  lines.add("", heading(result, say));
  int id_width = 0;
  for (const NearestWayStep& step : way.steps) {
    id_width = std::max(id_width, display_width(result.set->criteria[step.criterion].id));
  }
  std::vector<std::string> without_lever;
  std::set<std::string> told;
  for (const NearestWayStep& step : way.steps) {
    const std::string& id = result.set->criteria[step.criterion].id;
    if (nothing_to_move(way, step.criterion)) {
      if (without_lever.empty() || without_lever.back() != id) without_lever.push_back(id);
      continue;
    }
    const std::string margin = "  " + pad_to_width(id, id_width, Align::Right) + "  ";
    const std::string words = programme::words_for(definitions, step, say.language);
    if (told.insert(margin + words).second) lines.add(margin, words);
  }
  if (!without_lever.empty()) {
    std::string ids;
    for (const std::string& id : without_lever) ids += (ids.empty() ? "" : ", ") + id;
    lines.add(
        "  ",
        say(msg("no way is computed, nothing they read is declared as changeable: criterion {}",
                ids)));
  }
  if (const auto verified = verified_words(way)) lines.add("  ", say(*verified));
  return lines.take();
}

namespace {

Json number(const std::optional<Decimal>& value) {
  return value ? Json::literal(plain(*value)) : Json();
}

Json id_of(const Definitions& definitions, programme::IndicatorId indicator) {
  return indicator.valid() ? Json::string(definitions[indicator].id) : Json();
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json::string(text);
}

Json json_of_missing(const Definitions& definitions, const programme::MissingData& missing,
                     const programme::Calendar& calendar) {
  Json json = Json::object();
  json.add("indicator", id_of(definitions, missing.indicator));
  json.add("attribute", text_or_null(missing.attribute));
  json.add("period", Json::string(programme::to_string(missing.period, calendar)));
  json.add("other_period", Json::truth(missing.other_period));
  json.add("other_units", Json::truth(missing.elsewhere));
  return json;
}

Json json_of_step(const Definitions& definitions, const programme::Assessment& result,
                  const NearestWayStep& step, const programme::Calendar& calendar, const Say& say) {
  const bool moved = step.kind == StepKind::Change;
  Json json = Json::object();
  json.add("criterion", Json::string(result.set->criteria[step.criterion].id));
  json.add("kind", Json::string(programme::name_of(step.kind)));
  json.add("text", Json::string(programme::words_for(definitions, step, say.language)));
  json.add("indicator", id_of(definitions, step.indicator));
  json.add("unit_of_measure", text_or_null(step.unit_of_measure));
  json.add(
      "direction",
      moved ? Json::string(step.direction == programme::Lever::Raise ? "raise" : "lower") : Json());
  json.add("from", number(step.from));
  json.add("to", number(step.to));
  json.add("change", number(step.change));
  json.add("difficulty",
           step.difficulty ? Json::literal(fmt::format("{:.4f}", *step.difficulty)) : Json());
  json.add("units_compared", moved ? Json::integer(static_cast<int64_t>(step.compared)) : Json());
  json.add("units_that_changed_as_much",
           moved ? Json::integer(static_cast<int64_t>(step.alike)) : Json());
  Json missing = Json::array();
  for (const programme::MissingData& one : step.missing) {
    missing.add(json_of_missing(definitions, one, calendar));
  }
  json.add("missing", std::move(missing));
  json.add("said", text_or_null(say(step.said)));
  json.add("why_not", step.kind == StepKind::NotSolvable
                          ? Json::string(programme::name_of(step.why_not))
                          : Json());
  json.add("part", text_or_null(step.part));
  Json levers = Json::array();
  for (const programme::IndicatorId lever : step.levers) levers.add(id_of(definitions, lever));
  json.add("levers_tried", std::move(levers));
  return json;
}

}  // namespace

Json json_of(const Definitions& definitions, const programme::Assessment& result,
             const NearestWay& way, const Say& say) {
  const programme::Calendar* own = definitions.calendar(result.programme->calendar);
  const programme::Calendar& calendar = own != nullptr ? *own : programme::civil_calendar();
  Json json = Json::object();
  json.add("level", text_or_null(result.programme->main_level));
  json.add("reached", Json::truth(way.reached));
  json.add("why_not", way.why_not == programme::WhyNoWay::None
                          ? Json()
                          : Json::string(programme::name_of(way.why_not)));
  Json criteria = Json::array();
  for (const size_t c : way.criteria) criteria.add(Json::string(result.set->criteria[c].id));
  json.add("criteria", std::move(criteria));
  Json steps = Json::array();
  for (const NearestWayStep& step : way.steps) {
    steps.add(json_of_step(definitions, result, step, calendar, say));
  }
  json.add("steps", std::move(steps));
  json.add("solved", Json::truth(way.solved));
  json.add("verified", Json::truth(way.verified));
  json.add("reaches", Json::truth(way.reaches));
  return json;
}

}  // namespace exemplar::cli
