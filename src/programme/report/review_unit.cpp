// What only the page of one unit has: who it is, and where it stood year by year.
#include "programme/report/review_builder.hpp"

namespace exemplar::programme {

namespace {

Json value_of(const UnitAttributeValue& value, const UnitAttributeDefinition& definition) {
  if (const auto* number = std::get_if<Decimal>(&value)) {
    return Json::object()
        .add("number", Json::literal(plain(*number)))
        .add("unit", Json::string(definition.unit_of_measure));
  }
  if (const auto* text = std::get_if<std::string>(&value)) return Json::string(*text);
  if (const auto* truth = std::get_if<bool>(&value)) {
    return both(*truth ? msg("yes") : msg("no"));
  }
  return Json::object().add("day", Json::string(iso(std::get<Date>(value))));
}

}  // namespace

// Its attributes on the day of the assessment.
Json ReviewBuilder::profile() const {
  const UnitRegister& units = office_.definitions.units;
  Json all = Json::array();
  for (size_t a = 0; a < units.attribute_count(); ++a) {
    const UnitAttributeId id(a);
    const UnitAttributeSpan* span = units.attribute_span_at(order_.front(), id, result_.day);
    if (span == nullptr) continue;
    // Values without a first day of their own stand from the beginning of the records.
    const bool dated = span->validity.from != kOpenPast;
    all.add(Json::object()
                .add("id", Json::string(units.attribute(id).id))
                .add("name", both(units.attribute(id).name))
                .add("value", value_of(span->value, units.attribute(id)))
                .add("from", dated ? Json::string(iso(span->validity.from)) : Json()));
  }
  return all;
}

// The years before, as far as there are values, oldest first; criteria by their ids, since sets
// change.
Json ReviewBuilder::trend() {
  std::vector<Json> years;
  Period period = result_.period;
  while (AssessmentRun* run = run_for(period)) {
    if (!has_values(period)) break;
    const UnitAssessment* unit = run->result().of(order_.front());
    if (unit == nullptr) break;
    Json open = Json::array();
    for (size_t c = 0; c < unit->criteria.size(); ++c) {
      const engine::Answer answer = unit->criteria[c].answer;
      if (answer != engine::Answer::NotMet && answer != engine::Answer::Unknown) continue;
      open.add(Json::object()
                   .add("id", Json::string(run->result().set->criteria[c].id))
                   .add("answer", Json::integer(static_cast<int>(answer))));
    }
    years.push_back(Json::object()
                        .add("period", Json::string(period_text(period)))
                        .add("standing", Json::string(name_of(run->result().standing(*unit))))
                        .add("met", Json::integer(unit->met))
                        .add("judged", Json::integer(unit->judged()))
                        .add("open", std::move(open)));
    period = same_period_last_year(period);
  }
  Json all = Json::array();
  for (size_t i = years.size(); i-- > 0;) all.add(std::move(years[i]));
  return all;
}

}  // namespace exemplar::programme
