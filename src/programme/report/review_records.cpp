// Who owes what, documents, quotas, and which units the published rules propose for commendation.
#include <algorithm>

#include "programme/assessment/comparison.hpp"
#include "programme/report/record_words.hpp"
#include "programme/report/review_builder.hpp"

namespace exemplar::programme {

namespace {

Json day(const std::optional<Date>& date) {
  return date ? Json::string(iso(*date)) : Json();
}

}  // namespace

// Its number and symbol, or what it is about.
Text ReviewBuilder::document_title(const std::string& id) const {
  const Document* document = office_.definitions.document(id);
  if (document == nullptr) return {id, id};
  const std::string number = document->number_and_symbol();
  return number.empty() ? document->subject : Text{number, number};
}

// A review speaks of what was said until the end of the period that it plans: a conference on the
// year is held after it.
bool ReviewBuilder::given_by_then(const std::string& id) const {
  const Document* document = office_.definitions.document(id);
  return document == nullptr || !document->date ||
         *document->date <= last_day(next(result_.period));
}

Text ReviewBuilder::names_of(const std::vector<OrganisationUnitId>& units) const {
  Text all;
  for (const OrganisationUnitId unit : units) {
    const Text one = name(unit);
    all.vi += (all.vi.empty() ? "" : ", ") + one.in(Language::Vietnamese);
    all.en += (all.en.empty() ? "" : ", ") + one.in(Language::English);
  }
  return all;
}

Json ReviewBuilder::directives() const {
  Json all = Json::array();
  for (const Directive& one : office_.directives) {
    if (!given_by_then(one.document)) continue;
    all.add(Json::object()
                .add("id", Json::string(one.id))
                .add("clause", both(one.clause))
                .add("lead", both(names_of(one.lead)))
                .add("co_operating", both(names_of(one.co_operating)))
                .add("due", day(one.due))
                .add("state", Json::string(name_of(one.state)))
                .add("state_name", both(words_for(one.state)))
                .add("document", both(document_title(one.document)))
                .add("reference", Json::string(one.reference))
                .add("evidence", Json::string(one.evidence))
                .add("note", Json::string(one.note)));
  }
  return all;
}

Json ReviewBuilder::documents() const {
  Json all = Json::array();
  for (const Document& one : office_.definitions.documents) {
    if (!given_by_then(one.id)) continue;
    all.add(Json::object()
                .add("id", Json::string(one.id))
                .add("title", both(document_title(one.id)))
                .add("subject", both(one.subject))
                .add("date", day(one.date))
                .add("issuer", both(one.issuer))
                .add("in_force_until", day(one.in_force_until))
                .add("replaced_by",
                     one.replaced_by.empty() ? Json() : both(document_title(one.replaced_by))));
  }
  return all;
}

// Assigned and done, added up over the participants and over each group: only units for which both
// are known.
Json ReviewBuilder::quotas() {
  Json all = Json::array();
  for (const Quota& quota : office_.definitions.quotas) {
    const auto assigned = office_.definitions.indicator(quota.assigned);
    const auto done = office_.definitions.indicator(quota.done);
    if (!assigned || !done) continue;
    const auto value = [&](IndicatorId indicator,
                           OrganisationUnitId unit) -> std::optional<int64_t> {
      const Facts::Viewed seen =
          office_.facts.view(indicator, result_.period, "", unit, result_.view.floor);
      if (seen.fact == nullptr || seen.fact->kind != Fact::Kind::Number) return std::nullopt;
      return seen.fact->number.units;
    };
    const auto add = [&](Json group, const std::vector<size_t>& members) {
      int64_t sum_assigned = 0, sum_done = 0, sum_short = 0, known = 0;
      for (const size_t i : members) {
        const auto a = value(*assigned, order_[i]);
        const auto d = value(*done, order_[i]);
        if (!a || !d) continue;
        ++known;
        sum_assigned += *a;
        sum_done += *d;
        sum_short += std::max<int64_t>(0, *a - *d);
      }
      if (known == 0) return;
      const int digits = office_.definitions[*assigned].digits;
      const auto number = [&](int64_t units) { return Json::literal(plain({units, digits})); };
      const auto share =
          percent_of({sum_done, 1}, {sum_assigned, 1}, RoundingMode::HalfAwayFromZero, 2);
      all.add(Json::object()
                  .add("id", Json::string(quota.id))
                  .add("name", both(quota.name))
                  .add("group", std::move(group))
                  .add("units", Json::integer(static_cast<int64_t>(members.size())))
                  .add("known", Json::integer(known))
                  .add("assigned", number(sum_assigned))
                  .add("done", number(sum_done))
                  .add("percent", share ? Json::literal(plain(*share)) : Json())
                  .add("short", number(sum_short)));
    };
    std::vector<size_t> everyone(order_.size());
    for (size_t i = 0; i < everyone.size(); ++i) everyone[i] = i;
    add(Json(), everyone);
    for (size_t g = 0; g < groups_.size(); ++g) {
      add(Json::integer(static_cast<int64_t>(g)), groups_[g].members);
    }
  }
  return all;
}

// Proposed by rule, never ranked: in the order of the units.
Json ReviewBuilder::commendations() {
  Json all = Json::array();
  const std::vector<Commendation>& rules = result_.set->commendations;
  for (size_t r = 0; r < rules.size(); ++r) {
    Json rows = Json::array();
    for (size_t i = 0; i < order_.size(); ++i) {
      if (assessment(i).commendations[r].answer != engine::Answer::Met) continue;
      rows.add(Json::object()
                   .add("unit", Json::integer(static_cast<int64_t>(i)))
                   .add("status", both(words_for(assessment(i).commendations[r].status))));
    }
    all.add(Json::object()
                .add("id", Json::string(rules[r].id))
                .add("name", both(rules[r].name))
                .add("rule", both(rules[r].text))
                .add("rows", std::move(rows)));
  }
  return all;
}

}  // namespace exemplar::programme
