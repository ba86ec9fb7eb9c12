// What the sections of the review are made from, found once (private to report).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "programme/explanation/explanation.hpp"
#include "programme/nearest_way/nearest_way.hpp"
#include "programme/recognition/progress.hpp"
#include "programme/report/bilingual.hpp"
#include "programme/report/review.hpp"

namespace exemplar::programme {

// Lines as the terminal gives them: { vi: […], en: […] }.
Json lines_in_both(const ExplainedCriterion& criterion);

class ReviewBuilder {
 public:
  // Both outlive it. Speaks of the participants, or of one unit alone, which need not be one.
  ReviewBuilder(const Office& office, AssessmentRun& run,
                std::optional<OrganisationUnitId> only = std::nullopt);

  // The members of the page's data, one function each: data.d.ts says their shapes.
  void add_heading(Json& data) const;
  Json criteria_groups() const;
  Json criteria();
  Json groups() const;
  Json units();
  Json reasons();
  Json one_thing();
  Json flow();
  Json targets();
  Json trajectory();
  Json plan();
  Json comparison();
  Json obstacles();
  Json directives() const;
  Json documents() const;
  Json quotas();
  Json commendations();
  // Of the one unit: its attributes on the day, and where it stood year by year.
  Json profile() const;
  Json trend();

  // The texts that many places share, for which `interned` gave their places: called last.
  Json texts() const;
  // For each group of units: code → criterion → lines in both languages.
  std::vector<std::pair<std::string, Json>> explanations();

 private:
  // A group of participants; the last one may be that of no group.
  struct Group {
    std::optional<OrganisationUnitId> unit;
    std::vector<size_t> members;  // indexes into order_
  };

  const Calendar& calendar() const;
  std::string period_text(const Period& period) const;
  Text name(OrganisationUnitId unit) const;
  Text full_name(OrganisationUnitId unit) const;
  std::string code(OrganisationUnitId unit) const;
  const UnitAssessment& assessment(size_t index) const;
  Json index_of(OrganisationUnitId unit) const;  // of a participant in `units`
  void find_groups(const std::vector<OrganisationUnitId>& units);
  std::optional<size_t> group_at(const std::optional<OrganisationUnitId>& group) const;
  struct StandingObstacle;
  bool names_no_unit(OrganisationUnitId unit) const;
  std::vector<size_t> blocked(const Obstacle& obstacle) const;
  void find_who_is_freed(std::vector<StandingObstacle>& all);
  Json obstacle_row(const Obstacle& obstacle, const StandingObstacle* standing) const;
  Json department(const std::optional<OrganisationUnitId>& unit,
                  const std::vector<const StandingObstacle*>& obstacles);
  // The place of a text in `texts`: what a thousand cells say is written once.
  Json interned(const Text& text);
  Json fate_unknown() const;
  Json unit_word() const;
  Json counts() const;
  Json way(size_t index);  // of a unit, by its index
  Json year_before(AssessmentRun& before, const Flow::Risk& risk);
  Json group_index(const std::optional<OrganisationUnitId>& group) const;
  Json group_progress(const GroupProgress& group) const;
  bool given_by_then(const std::string& document) const;
  Text document_title(const std::string& id) const;
  Text names_of(const std::vector<OrganisationUnitId>& units) const;
  const std::vector<Explanation>& explained();
  const std::vector<NearestWay>& ways();  // in the order of `units`
  const std::vector<TargetProgress>& progress();
  // The assessment of another period in the same view; null where no criteria set judges it.
  AssessmentRun* run_for(const Period& period);
  bool has_values(const Period& period) const;
  // Units, as indexes into `units`, that do not meet all now and would with these criteria met; and
  // those of which that cannot be said.
  struct Freed {
    std::vector<size_t> units;
    std::vector<size_t> undetermined;
  };
  Freed freed(const std::map<size_t, std::vector<size_t>>& criteria_of_unit);

  const Office& office_;
  AssessmentRun& run_;
  const Assessment& result_;
  std::optional<OrganisationUnitId> only_;
  TitleBook book_;
  HierarchyId hierarchy_;
  std::vector<OrganisationUnitId> order_;  // participants by group, then name
  std::map<OrganisationUnitId, size_t> index_;
  std::vector<Group> groups_;
  std::vector<size_t> group_of_;  // by index into order_
  std::vector<Explanation> explained_;
  std::vector<NearestWay> ways_;
  std::optional<std::vector<TargetProgress>> progress_;
  std::map<Period, std::unique_ptr<AssessmentRun>> runs_;
  std::map<std::pair<std::string, std::string>, int64_t> interned_;
  std::vector<Text> texts_;
};

}  // namespace exemplar::programme
