#include "programme/office_store/office_check.hpp"

#include <algorithm>

#include "programme/assessment/live_assessment.hpp"
#include "programme/office_store/fact_store.hpp"
#include "store/integrity.hpp"

namespace exemplar::programme {

namespace {

constexpr size_t kFaultsShown = 20;
// The newest so many values are taken away, and followed one after the other as they came in.
constexpr size_t kFactsFollowed = 1'000;

std::vector<ReportedValues::Change> changes_of(const Definitions& definitions,
                                               std::span<const Fact> facts) {
  std::vector<ReportedValues::Change> changes;
  ReportedValuesBuilder texts;
  for (const Fact& fact : facts) {
    ReportedValues::Change& change = changes.emplace_back();
    change.key = {fact.indicator, fact.period, fact.category};
    change.form = form_of(definitions[fact.indicator]);
    change.value = reported_value(fact, change.form, texts);
    change.text = fact.text;
  }
  return changes;
}

// Both ways of coming to the standings of one period.
std::optional<OfficeVerdict::Rebuilt> rebuilt(const Office& office, const Facts& earlier,
                                              std::span<const Fact> later,
                                              const Programme& programme, const CriteriaSet& set,
                                              const Period& period) {
  const View view;
  const auto anew =
      AssessmentRun::make(office.definitions, office.facts, {programme.id, period, set.id, view});
  const auto live =
      LiveAssessment::make(office.definitions, earlier, {programme.id, set.id, {period}, view});
  if (!anew || !live) return std::nullopt;
  for (const ReportedValues::Change& change : changes_of(office.definitions, later)) {
    (*live)->set_values(std::span(&change, 1));
  }
  const auto followed = (*live)->snapshot()->assessment(period);
  OfficeVerdict::Rebuilt result{programme.id, period, 0, later.size(), 0};
  const std::vector<UnitAssessment>& units = (*anew)->result().units;
  result.units = units.size();
  for (size_t i = 0; i < units.size(); ++i) {
    const bool same =
        followed && followed->units.size() == units.size() && followed->units[i] == units[i];
    if (!same) ++result.different;
  }
  return result;
}

// The years that each set judges and for which there are values.
std::vector<OfficeVerdict::Rebuilt> rebuild(const Office& office) {
  const std::vector<Fact>& all = office.facts.all();
  const size_t kept = all.size() - std::min(all.size(), kFactsFollowed);
  const Facts earlier(std::vector<Fact>(all.begin(), all.begin() + static_cast<ptrdiff_t>(kept)));
  const std::span<const Fact> later(all.data() + kept, all.size() - kept);
  std::vector<OfficeVerdict::Rebuilt> results;
  for (const Programme& programme : office.definitions.programmes) {
    for (const CriteriaSet& set : programme.sets) {
      for (const Period& period : judged_years(office, programme, &set)) {
        const auto one = rebuilt(office, earlier, later, programme, set, period);
        if (one) results.push_back(*one);
      }
    }
  }
  return results;
}

}  // namespace

bool OfficeVerdict::clean() const {
  return database.empty() && audit.clean() && silent_revisions.empty() && !problems.has_errors() &&
         std::all_of(rebuilt.begin(), rebuilt.end(),
                     [](const Rebuilt& one) { return one.different == 0; });
}

OfficeVerdict check_office_data(store::Connection& connection, AuditVerifier verifier) {
  OfficeVerdict verdict;
  store::Transaction reading(connection, store::Transaction::Kind::Read);
  verdict.database = store::faults_in(connection, kFaultsShown);
  verdict.revision = store::newest_revision(connection);
  verdict.facts = count_facts(connection, verdict.revision);
  verdict.audit = verify_audit(connection, std::move(verifier));
  verdict.silent_revisions = revisions_without_entry(connection);
  const PackReading office = read_facts_at(connection, verdict.revision);
  verdict.problems = office.problems;
  if (!verdict.problems.has_errors()) verdict.rebuilt = rebuild(office.office);
  return verdict;
}

}  // namespace exemplar::programme
