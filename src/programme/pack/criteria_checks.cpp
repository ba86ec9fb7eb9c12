// Errors of meaning in one criteria set: groups, measures, criteria and the mapping from the set
// before.
#include "programme/pack/checks.hpp"

namespace exemplar::programme {

namespace {

class CriteriaSetCheck {
 public:
  CriteriaSetCheck(const DefinitionDraft& draft, const Programme& programme, const CriteriaSet& set,
                   Problems& problems)
      : draft_(draft), programme_(programme), set_(set), problems_(problems) {}

  void run() {
    refuse_repeated(set_.groups, problems_);
    refuse_repeated(set_.measures, problems_);
    refuse_repeated(set_.criteria, problems_);
    refuse_repeated(set_.levels, problems_);
    refuse_repeated(set_.commendations, problems_);
    check_measures();
    for (const Criterion& criterion : set_.criteria) check_criterion(criterion);
    check_mappings();
  }

 private:
  Place at(const Place& record, std::string_view key) const {
    return draft_.places.of(record, key);
  }

  void check_measures() {
    for (const Measure& measure : set_.measures) {
      for (const Indicator& indicator : draft_.indicators) {
        if (measure.id.empty() || indicator.id != measure.id) continue;
        problems_.error(at(measure.place, "id"),
                        msg("'{}' is already the name of an indicator", measure.id),
                        msg("formulas could not tell them apart: choose another (the indicator is "
                            "at {})",
                            to_string(indicator.place)));
      }
    }
  }

  void check_criterion(const Criterion& criterion) {
    if (!criterion.group.empty()) {
      require_name(at(criterion.place, "group"), criterion.group, ids_of(set_.groups),
                   msg("no group is called '{}'", criterion.group), problems_);
    }
    const bool has_points = draft_.places.has(criterion.place, "points");
    if (!draft_.places.has(criterion.place, "met") && !has_points) {
      problems_.error(criterion.place,
                      msg("the criterion '{}' says neither met nor points", criterion.id),
                      msg("add met = '…'"));
    }
    if (has_points && !criterion.max && !draft_.places.has(criterion.place, "max")) {
      problems_.error(at(criterion.place, "points"), msg("points need a max"),
                      msg("add max = …: the most points that the criterion can give"));
    }
    for (const std::string_view key : {"round", "rounding", "max"}) {
      if (has_points || !draft_.places.has(criterion.place, key)) continue;
      problems_.error(at(criterion.place, key), msg("'{}' has a meaning with points only", key),
                      msg("leave it out"));
    }
    if (criterion.max && criterion.max->units <= 0) {
      problems_.error(at(criterion.place, "max"), msg("max is not above 0"),
                      msg("write the most points that the criterion can give"));
    }
  }

  void check_mappings() {
    if (set_.maps_from.empty()) {
      if (!set_.mappings.empty()) {
        problems_.error(set_.mappings.front().place, msg("a mapping, but from which criteria set?"),
                        msg("add maps_from = \"…\" under [set]"));
      }
      return;
    }
    std::vector<std::string> others;
    for (const CriteriaSet& set : programme_.sets) {
      if (set.id != set_.id) others.push_back(set.id);
    }
    if (!draft_.criteria_known && programme_.set_named(set_.maps_from) == nullptr) return;
    if (!require_name(at(set_.place, "maps_from"), set_.maps_from, others,
                      msg("no other criteria set is called '{}'", set_.maps_from), problems_)) {
      return;
    }
    const CriteriaSet* before = programme_.set_named(set_.maps_from);
    for (const CriterionMapping& mapping : set_.mappings) {
      if (!mapping.from.empty()) {
        require_name(at(mapping.place, "from"), mapping.from, ids_of(before->criteria),
                     msg("the criteria set '{}' has no criterion '{}'", before->id, mapping.from),
                     problems_);
      }
      if (!mapping.to.empty()) {
        require_name(at(mapping.place, "to"), mapping.to, ids_of(set_.criteria),
                     msg("the criteria set '{}' has no criterion '{}'", set_.id, mapping.to),
                     problems_);
      }
    }
  }

  const DefinitionDraft& draft_;
  const Programme& programme_;
  const CriteriaSet& set_;
  Problems& problems_;
};

}  // namespace

void check_criteria_set(const DefinitionDraft& draft, const Programme& programme,
                        const CriteriaSet& set, Problems& problems) {
  CriteriaSetCheck(draft, programme, set, problems).run();
}

}  // namespace exemplar::programme
