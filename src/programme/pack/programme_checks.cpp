// Errors of meaning in a programme: what it names in the office, its levels, baselines and sets.
#include <algorithm>

#include "programme/pack/checks.hpp"

namespace exemplar::programme {

namespace {

class ProgrammeCheck {
 public:
  ProgrammeCheck(const DefinitionDraft& draft, const Programme& programme, Problems& problems)
      : draft_(draft), programme_(programme), problems_(problems) {}

  void run() {
    if (draft_.office_known) check_office_names();
    check_levels();
    check_baselines();
    check_validities();
    for (const CriteriaSet& set : programme_.sets) {
      check_criteria_set(draft_, programme_, set, problems_);
    }
  }

 private:
  Place at(std::string_view key) const { return draft_.places.of(programme_.place, key); }

  void check_office_names() {
    std::vector<std::string> calendars;
    for (const CalendarRecord& record : draft_.office.calendars) {
      calendars.push_back(record.calendar.id);
    }
    std::vector<std::string> hierarchies;
    for (const HierarchyRecord& record : draft_.office.hierarchies) {
      hierarchies.push_back(record.definition.id);
    }
    if (!programme_.calendar.empty()) {
      require_name(at("calendar"), programme_.calendar, calendars,
                   msg("no calendar is called '{}'", programme_.calendar), problems_);
    }
    if (!programme_.hierarchy.empty()) {
      require_name(at("hierarchy"), programme_.hierarchy, hierarchies,
                   msg("no hierarchy is called '{}'", programme_.hierarchy), problems_);
    }
    for (size_t i = 0; i < programme_.group_by.size(); ++i) {
      require_name(at(fmt::format("group_by#{}", i)), programme_.group_by[i],
                   ids_of(draft_.office.kinds),
                   msg("no kind of unit is called '{}'", programme_.group_by[i]), problems_);
    }
  }

  void check_levels() {
    for (const std::string_view key : {"main_level", "near_level"}) {
      const std::string& level =
          key == "main_level" ? programme_.main_level : programme_.near_level;
      if (level.empty()) continue;
      for (const CriteriaSet& set : programme_.sets) {
        require_name(at(key), level, ids_of(set.levels),
                     msg("the criteria set '{}' has no level '{}'", set.id, level), problems_);
      }
    }
  }

  void check_baselines() {
    const Calendar* calendar = calendar_named(draft_, programme_.calendar);
    for (const ComparisonBaseline& baseline : programme_.baselines) {
      if (baseline.indicator != "*" && !baseline.indicator.empty() && draft_.indicators_known) {
        require_name(draft_.places.of(baseline.place, "indicator"), baseline.indicator,
                     ids_of(draft_.indicators),
                     msg("no indicator is called '{}'", baseline.indicator), problems_);
      }
      if (calendar == nullptr || fault_in(*calendar)) continue;
      for (const std::string_view key : {"period", "against"}) {
        const std::string& text = key == "period" ? baseline.period : baseline.against;
        if (text.empty()) continue;
        const auto period = parse_period(text, *calendar);
        if (period) continue;
        problems_.error(draft_.places.of(baseline.place, key), period.refusal().what,
                        period.refusal().remedy);
      }
    }
  }

  void check_validities() {
    for (size_t i = 0; i < programme_.sets.size(); ++i) {
      const CriteriaSet& set = programme_.sets[i];
      if (set.valid.empty()) {
        problems_.error(draft_.places.of(set.place, "until"), msg("'until' is before 'from'"),
                        msg("write the last day of its validity"));
      }
      for (size_t j = 0; j < i; ++j) {
        const CriteriaSet& other = programme_.sets[j];
        if (set.id.empty() || set.id != other.id || !set.valid.overlaps(other.valid)) continue;
        problems_.error(set.place, msg("two criteria sets '{}' are valid on the same days", set.id),
                        msg("the other is at {}; end one before the other begins, or give it "
                            "another id",
                            to_string(other.place)));
      }
    }
  }

  const DefinitionDraft& draft_;
  const Programme& programme_;
  Problems& problems_;
};

}  // namespace

void check_programmes(const DefinitionDraft& draft, Problems& problems) {
  for (const Programme& programme : draft.programmes) {
    ProgrammeCheck(draft, programme, problems).run();
  }
}

}  // namespace exemplar::programme
