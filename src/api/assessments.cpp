// Standings, why they are what they are, and how far the targets are.
#include <span>

#include "api/listing.hpp"
#include "api/route.hpp"
#include "programme/explanation/explanation.hpp"
#include "programme/explanation/render_text.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr size_t kUnitsMost = 1'000;
constexpr int kTextWidth = 100;

std::string_view word_of(engine::Answer answer) {
  switch (answer) {
    case engine::Answer::NotMet:
      return "not_met";
    case engine::Answer::Met:
      return "met";
    case engine::Answer::NotApplicable:
      return "not_applicable";
    case engine::Answer::Unknown:
      break;
  }
  return "unknown";
}

Json criteria_json(const CriteriaSet& set, const UnitAssessment& unit) {
  Json json = Json::object();
  for (size_t i = 0; i < set.criteria.size(); ++i) {
    Json one = Json::object();
    one.add("answer", Json::string(word_of(unit.criteria[i].answer)));
    one.add("status", Json::string(name_of(unit.criteria[i].status)));
    if (unit.criteria[i].correction_pending) one.add("correction_pending", Json::truth(true));
    json.add(set.criteria[i].id, std::move(one));
  }
  return json;
}

Json levels_json(const CriteriaSet& set, const UnitAssessment& unit) {
  Json json = Json::object();
  for (size_t i = 0; i < set.levels.size(); ++i) {
    Json one = Json::object();
    one.add("answer", Json::string(word_of(unit.levels[i].answer)));
    one.add("at_best", Json::string(word_of(unit.levels[i].best)));
    one.add("at_worst", Json::string(word_of(unit.levels[i].worst)));
    json.add(set.levels[i].id, std::move(one));
  }
  return json;
}

Json unit_json(const Call& call, const Assessment& assessment, const UnitAssessment& unit,
               HierarchyId hierarchy) {
  const UnitRegister& units = call.units();
  Json json = Json::object();
  json.add("unit", Json::string(units.id_of(unit.unit)));
  json.add("code", Json::string(units.version_near(unit.unit, assessment.day).code));
  json.add("name", Json::string(units.name_with_district(unit.unit, assessment.day, hierarchy,
                                                         call.language)));
  json.add("takes_part", Json::truth(unit.takes_part));
  json.add("standing", Json::string(name_of(assessment.standing(unit))));
  json.add("met", Json::integer(unit.met));
  json.add("not_met", Json::integer(unit.not_met));
  json.add("unknown", Json::integer(unit.unknown));
  json.add("not_applicable", Json::integer(unit.not_applicable));
  json.add("assessable", Json::string(word_of(unit.assessable)));
  json.add("levels", levels_json(*assessment.set, unit));
  json.add("criteria", criteria_json(*assessment.set, unit));
  return json;
}

// One row a unit; a column for each level, "level ID", and for each criterion, "criterion ID".
tables::Listing assessment_rows(const Call& call, const Assessment& assessment,
                                std::span<const UnitAssessment* const> shown,
                                HierarchyId hierarchy) {
  const UnitRegister& units = call.units();
  tables::Listing rows;
  rows.columns = {"programme", "criteria_set",   "period",    "unit", "code",
                  "name",      "takes_part",     "standing",  "met",  "not_met",
                  "unknown",   "not_applicable", "assessable"};
  for (const auto& level : assessment.set->levels) rows.columns.push_back("level " + level.id);
  for (const auto& one : assessment.set->criteria) rows.columns.push_back("criterion " + one.id);
  for (const UnitAssessment* unit : shown) {
    std::vector<tables::ListCell> row = {
        assessment.programme->id,
        assessment.set->id,
        to_string(assessment.period),
        units.id_of(unit->unit),
        units.version_near(unit->unit, assessment.day).code,
        units.name_with_district(unit->unit, assessment.day, hierarchy, call.language),
        unit->takes_part,
        name_of(assessment.standing(*unit)),
        static_cast<int64_t>(unit->met),
        static_cast<int64_t>(unit->not_met),
        static_cast<int64_t>(unit->unknown),
        static_cast<int64_t>(unit->not_applicable),
        word_of(unit->assessable)};
    for (const auto& level : unit->levels) row.push_back(word_of(level.answer));
    for (const auto& one : unit->criteria) row.push_back(word_of(one.answer));
    rows.rows.push_back(std::move(row));
  }
  return rows;
}

Json heading(const Call& call, const Assessment& assessment) {
  Json json = Json::object();
  json.add("revision", Json::integer(call.now->revision()));
  json.add("programme", Json::string(assessment.programme->id));
  json.add("criteria_set", Json::string(assessment.set->id));
  json.add("period", Json::string(to_string(assessment.period)));
  json.add("status", Json::string(name_of(assessment.view.floor)));
  json.add("geography", assessment.view.geography ? Json::string(iso(*assessment.view.geography))
                                                  : Json::string("as-was"));
  json.add("illustrative", Json::truth(assessment.set->illustrative));
  return json;
}

std::shared_ptr<const Assessment> assessment_of(const Call& call) {
  const auto assessment = call.now->assessment(assessment_request(call));
  if (!assessment) refuse(422, "not_assessed", assessment.refusal());
  return *assessment;
}

HierarchyId hierarchy_of(const Call& call, const Assessment& assessment) {
  return *call.units().find_hierarchy(assessment.programme->hierarchy);
}

// Those of the participants whose standings the caller may see.
std::vector<const UnitAssessment*> seen_by(const Call& call, const Assessment& assessment) {
  std::set<OrganisationUnitId> seen;
  for (const OrganisationUnitId unit :
       units_where(call.caller.powers, Power::ReadStandings, call.units(), call.today)) {
    seen.insert(unit);
  }
  std::vector<const UnitAssessment*> units;
  for (const uint32_t index : assessment.participants) {
    const UnitAssessment& unit = assessment.units[index];
    if (seen.contains(unit.unit)) units.push_back(&unit);
  }
  return units;
}

http::Response list_assessments(Call& call) {
  const auto assessment = assessment_of(call);
  std::vector<const UnitAssessment*> units = seen_by(call, *assessment);
  const std::string under = call.query("under");
  if (!under.empty()) {
    const HierarchyId hierarchy = hierarchy_of(call, *assessment);
    const OrganisationUnitId top = unit_named(call, under, assessment->day);
    std::erase_if(units, [&](const UnitAssessment* one) {
      return !call.units().is_under(one->unit, top, hierarchy, assessment->day);
    });
  }
  Json counts = Json::object();
  for (const Standing standing : kStandings) {
    counts.add(name_of(standing),
               Json::integer(std::count_if(units.begin(), units.end(), [&](const auto* one) {
                 return assessment->standing(*one) == standing;
               })));
  }
  const Page page = page_of(call, units.size(), kUnitsMost);
  List list{.name = "units", .head = heading(call, *assessment), .next = page.next};
  list.head.add("total", Json::integer(static_cast<int64_t>(units.size())));
  list.head.add("counts", std::move(counts));
  const HierarchyId hierarchy = hierarchy_of(call, *assessment);
  const std::span<const UnitAssessment* const> shown(units.data() + page.begin,
                                                     page.end - page.begin);
  if (call.format == ListFormat::Json) {
    list.json_rows = Json::array();
    for (const UnitAssessment* one : shown) {
      list.json_rows->add(unit_json(call, *assessment, *one, hierarchy));
    }
  } else {
    list.rows = assessment_rows(call, *assessment, shown, hierarchy);
  }
  return list_response(call, std::move(list));
}

http::Response read_assessment(Call& call) {
  const auto assessment = assessment_of(call);
  const OrganisationUnitId unit =
      unit_named(call, call.request.path_value("unit"), assessment->day);
  demand(call, Power::ReadStandings, unit);
  const UnitAssessment* found = assessment->of(unit);
  if (found == nullptr) {
    refuse(404, "not_there", msg("the unit does not exist on {}", iso(assessment->day)));
  }
  Json json = heading(call, *assessment);
  json.add("assessment", unit_json(call, *assessment, *found, hierarchy_of(call, *assessment)));
  return json_response(json);
}

// One row a criterion, and why it is answered so; of a set without criteria the lines of its text.
tables::Listing explanation_rows(const Call& call, OrganisationUnitId unit,
                                 const Explanation& explained) {
  tables::Listing rows;
  rows.columns = {"unit", "period", "criteria_set", "criterion", "title", "answer", "reason"};
  const auto add = [&](tables::ListCell criterion, tables::ListCell title, tables::ListCell answer,
                       std::string reason) {
    rows.rows.push_back({call.units().id_of(unit), explained.period_text, explained.criteria_set,
                         std::move(criterion), std::move(title), std::move(answer),
                         std::move(reason)});
  };
  for (const ExplainedCriterion& one : explained.criteria) {
    std::string reason;
    for (const std::string& line : reason_lines(one, call.language)) {
      reason += (reason.empty() ? "" : "\n") + line;
    }
    add(one.id, call.say(one.title), word_of(one.answer.answer), std::move(reason));
  }
  if (explained.criteria.empty()) {
    for (std::string& line : render_text(explained, call.language, 0)) {
      add({}, {}, {}, std::move(line));
    }
  }
  return rows;
}

http::Response read_explanation(Call& call) {
  const auto run = call.now->run(assessment_request(call));
  if (!run) refuse(422, "not_assessed", run.refusal());
  const Date day = (*run)->asked([](AssessmentRun& made) { return made.result().day; });
  const OrganisationUnitId unit = unit_named(call, call.request.path_value("unit"), day);
  demand(call, Power::ReadExplanations, unit);
  const std::string criterion = call.query("criterion");
  const auto explained = (*run)->told(call.now->recorded(), [&](AssessmentRun& made) {
    return explain(made, call.office().sources, unit,
                   criterion.empty() ? std::optional<std::string>() : std::optional(criterion));
  });
  if (!explained) refuse(404, "not_explained", explained.refusal());
  List list{.name = "criteria", .rows = explanation_rows(call, unit, *explained), .paged = false};
  if (call.format == ListFormat::Json) {
    Json lines = Json::array();
    for (const std::string& line : render_text(*explained, call.language, kTextWidth)) {
      lines.add(Json::string(line));
    }
    list.head.add("revision", Json::integer(call.now->revision()));
    list.head.add("unit", Json::string(call.units().id_of(unit)));
    list.head.add("name", Json::string(call.say(explained->name)));
    list.head.add("standing", Json::string(name_of(explained->standing)));
    list.head.add("text", std::move(lines));
  }
  std::vector<std::string> said;
  for (const Message& one : labels_of(*explained)) said.push_back(call.say(one));
  list.labels = std::move(said);
  return list_response(call, std::move(list));
}

const std::vector<QueryParameter> kOfAssessments = {
    {"programme", "which programme; may be left out where the office has one"},
    {"period", "the period, like 2023 or 2023-Q1"},
    {"criteria_set", "which criteria set; the one that judges the period where it is left out"},
    {"status", "reported, verified or decided: values of lower status are not looked at"},
    {"geography", "as-was, as-is, or a day: values restated into the units of that day"},
    {"known_on", "as known at the end of that day"},
    {"at_least", "a revision that the answer must not be older than"}};

std::vector<QueryParameter> with(std::vector<QueryParameter> more) {
  std::vector<QueryParameter> all = kOfAssessments;
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

std::vector<ApiRoute> assessment_routes() {
  return {{.method = "GET",
           .pattern = "/assessments",
           .id = "list_assessments",
           .summary = "How the participants stand in a period",
           .about = About::Somewhere,
           .needs = Power::ReadStandings,
           .query = with({{"under", "only units below this one"},
                          {"after", "the place where the page before ended"},
                          {"limit", "at most so many"}}),
           .lists = true,
           .reads_state = true,
           .handler = list_assessments},
          {.method = "GET",
           .pattern = "/assessments/{unit}",
           .id = "read_assessment",
           .summary = "How one unit stands in a period",
           .about = About::Somewhere,
           .needs = Power::ReadStandings,
           .query = kOfAssessments,
           .reads_state = true,
           .handler = read_assessment},
          {.method = "GET",
           .pattern = "/explanations/{unit}",
           .id = "read_explanation",
           .summary = "Why one unit stands where it stands",
           .about = About::Somewhere,
           .needs = Power::ReadExplanations,
           .query = with({{"criterion", "only this criterion"}}),
           .lists = true,
           .reads_state = true,
           .handler = read_explanation}};
}

}  // namespace exemplar::api
