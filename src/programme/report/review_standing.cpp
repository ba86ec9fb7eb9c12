// Who stands where: criteria with their counts, groups, units with their answers, and what became
// of those that met all a year before.
#include <algorithm>

#include "base/text.hpp"
#include "programme/explanation/deciding_conditions.hpp"
#include "programme/explanation/render_text.hpp"
#include "programme/nearest_way/step_text.hpp"
#include "programme/period/period_text.hpp"
#include "programme/report/failing_conditions.hpp"
#include "programme/report/review_builder.hpp"

namespace exemplar::programme {

using engine::Answer;

namespace {

Json count(int64_t number) {
  return Json::integer(number);
}

bool is_open(Answer answer) {
  return answer == Answer::NotMet || answer == Answer::Unknown;
}

}  // namespace

Json ReviewBuilder::criteria_groups() const {
  Json all = Json::array();
  for (const CriterionGroup& group : result_.set->groups) {
    all.add(Json::object().add("id", Json::string(group.id)).add("name", both(group.name)));
  }
  return all;
}

Json ReviewBuilder::criteria() {
  const CriteriaSet& set = *result_.set;
  Json all = Json::array();
  for (size_t c = 0; c < set.criteria.size(); ++c) {
    const Criterion& criterion = set.criteria[c];
    const ExplainedCriterion& explained = this->explained().front().criteria[c];
    Json one = Json::object();
    one.add("id", Json::string(criterion.id));
    for (size_t g = 0; g < set.groups.size(); ++g) {
      if (set.groups[g].id == criterion.group) one.add("group", count(static_cast<int64_t>(g)));
    }
    one.add("title", both(criterion.title)).add("text", both(criterion.text));
    one.add("basis", Json::string(criterion.basis));
    one.add("illustrative", Json::truth(explained.illustrative));
    one.add("formula", Json::string(criterion.met.text));
    one.add("evidence", both(criterion.evidence));
    one.add("knock_out", Json::truth(criterion.knock_out));
    Json accepted = Json::array();
    for (const AcceptedWarning& warning : criterion.accepts) accepted.add(both(warning.reason));
    one.add("accepted", std::move(accepted));
    one.add("met", count(result_.count(c, Answer::Met)));
    one.add("not_met", count(result_.count(c, Answer::NotMet)));
    one.add("unknown", count(result_.count(c, Answer::Unknown)));
    one.add("not_applicable", count(result_.count(c, Answer::NotApplicable)));
    Json why = Json::array();
    for (const FailingCondition& failing : failing_conditions(this->explained(), c)) {
      why.add(Json::object().add("count", count(failing.units)).add("what", both(failing.what)));
    }
    one.add("why", std::move(why));
    all.add(std::move(one));
  }
  return all;
}

Json ReviewBuilder::groups() const {
  Json all = Json::array();
  for (const Group& group : groups_) {
    std::map<Standing, int> standings;
    int registered = 0, proposed = 0, recognised = 0;
    for (const size_t i : group.members) {
      ++standings[result_.standing(assessment(i))];
      registered += book_.registered(order_[i], result_.period) ? 1 : 0;
      proposed += book_.proposed(order_[i], result_.period) ? 1 : 0;
      recognised += book_.title_of_year(order_[i], result_.period) ? 1 : 0;
    }
    Json one = Json::object();
    one.add("name", group.unit ? both(name(*group.unit)) : both(msg("without a group")));
    one.add("units", count(static_cast<int64_t>(group.members.size())));
    for (const Standing standing : kStandings)
      one.add(name_of(standing), count(standings[standing]));
    one.add("registered", count(registered));
    one.add("proposed", count(proposed)).add("recognised", count(recognised));
    all.add(std::move(one));
  }
  return all;
}

Json ReviewBuilder::units() {
  Json all = Json::array();
  for (size_t i = 0; i < order_.size(); ++i) {
    const UnitAssessment& unit = assessment(i);
    std::string answers;
    for (const CriterionResult& criterion : unit.criteria) {
      answers += static_cast<char>('0' + static_cast<int>(criterion.answer));
    }
    Json one = Json::object();
    one.add("code", Json::string(code(order_[i])));
    one.add("name", both(name(order_[i]))).add("full", both(full_name(order_[i])));
    one.add("group", count(static_cast<int64_t>(group_of_[i])));
    one.add("standing", Json::string(name_of(result_.standing(unit))));
    one.add("answers", Json::string(answers));
    one.add("level", interned({level_line(explained()[i], Language::Vietnamese),
                               level_line(explained()[i], Language::English)}));
    one.add("registered", Json::truth(book_.registered(order_[i], result_.period)));
    one.add("proposed", Json::truth(book_.proposed(order_[i], result_.period)));
    one.add("recognised", Json::truth(book_.title_of_year(order_[i], result_.period)));
    one.add("takes_part", Json::truth(unit.takes_part));
    one.add("way", way(i));
    all.add(std::move(one));
  }
  return all;
}

// Null where all is met already, or no way is told.
Json ReviewBuilder::way(size_t index) {
  const NearestWay& way = ways()[index];
  if (way.reached || way.steps.empty()) return {};
  Json steps = Json::array();
  for (const NearestWayStep& step : way.steps) {
    const auto in = [&](Language language) {
      return words_for(office_.definitions, step, language);
    };
    steps.add(Json::object()
                  .add("criterion", count(static_cast<int64_t>(step.criterion)))
                  .add("kind", Json::string(name_of(step.kind)))
                  .add("what", interned({in(Language::Vietnamese), in(Language::English)})));
  }
  return Json::object()
      .add("solved", Json::truth(way.solved))
      .add("verified", Json::truth(way.verified))
      .add("reaches", Json::truth(way.reaches))
      .add("steps", std::move(steps));
}

// Units with one open criterion, and which.
Json ReviewBuilder::one_thing() {
  Json all = Json::array();
  for (size_t i = 0; i < order_.size(); ++i) {
    const UnitAssessment& unit = assessment(i);
    if (unit.not_met + unit.unknown != 1 || result_.standing(unit) == Standing::MeetsAll) continue;
    const auto open =
        std::find_if(unit.criteria.begin(), unit.criteria.end(),
                     [](const CriterionResult& criterion) { return is_open(criterion.answer); });
    all.add(Json::object()
                .add("unit", count(static_cast<int64_t>(i)))
                .add("criterion", count(open - unit.criteria.begin())));
  }
  return all;
}

// "unit:criterion" → one line, for what is not met, not known or not applicable.
Json ReviewBuilder::reasons() {
  Json all = Json::object();
  const std::vector<Explanation>& explained = this->explained();
  for (size_t i = 0; i < order_.size(); ++i) {
    for (size_t c = 0; c < explained[i].criteria.size(); ++c) {
      const ExplainedCriterion& one = explained[i].criteria[c];
      const Text reason{brief_reason(one, Language::Vietnamese),
                        brief_reason(one, Language::English)};
      if (!reason.vi.empty()) all.add(fmt::format("{}:{}", i, c), interned(reason));
    }
  }
  return all;
}

// How each criterion at risk stood the year before, from whose change the risk is told; null where
// that year's set has no criterion of its id.
Json ReviewBuilder::year_before(AssessmentRun& before, const Flow::Risk& risk) {
  Json all = Json::array();
  for (const size_t c : risk.criteria) {
    const auto then = explain(before, office_.sources, risk.unit, result_.set->criteria[c].id);
    const bool told = then && then->criteria.size() == 1;
    all.add(told ? lines_in_both(then->criteria.front()) : Json());
  }
  return all;
}

// Null where no criteria set judged the year before.
Json ReviewBuilder::flow() {
  const Period before_period = same_period_last_year(result_.period);
  auto before = AssessmentRun::make(office_.definitions, office_.facts,
                                    {result_.programme->id, before_period, {}, result_.view});
  if (!before) return Json();
  const Flow flow = flow_between((*before)->result(), run_);
  if (!flow.comparable) return Json();
  const auto row = [&](OrganisationUnitId unit, const std::vector<size_t>& criteria) {
    Json numbers = Json::array();
    for (const size_t c : criteria) numbers.add(count(static_cast<int64_t>(c)));
    return Json::object().add("unit", index_of(unit)).add("criteria", std::move(numbers));
  };
  const auto rows = [&](const std::vector<OrganisationUnitId>& units) {
    Json all = Json::array();
    for (const OrganisationUnitId unit : units) {
      std::vector<size_t> open;
      const UnitAssessment* now = result_.of(unit);
      for (size_t c = 0; now != nullptr && c < now->criteria.size(); ++c) {
        if (is_open(now->criteria[c].answer)) open.push_back(c);
      }
      all.add(row(unit, open));
    }
    return all;
  };
  Json at_risk = Json::array();
  for (const Flow::Risk& risk : flow.at_risk) {
    at_risk.add(row(risk.unit, risk.criteria).add("before", year_before(**before, risk)));
  }
  return Json::object()
      .add("against", Json::string(period_text(before_period)))
      .add("against_name", both(label(before_period, calendar())))
      .add("held", rows(flow.held))
      .add("gained", rows(flow.gained))
      .add("lost", rows(flow.lost))
      .add("undetermined", rows(flow.undetermined))
      .add("at_risk", std::move(at_risk))
      .add("ended", count(flow.ended));
}

}  // namespace exemplar::programme
