// Criteria sets beside each other, and targets.
#include <algorithm>

#include "engine/compute/evaluate.hpp"
#include "programme/assessment/source.hpp"
#include "programme/pack/check_parts.hpp"
#include "programme/period/calendar.hpp"

namespace exemplar::programme {

namespace {

void check_mapping(const Programme& programme, const CriteriaSet& set, Problems& problems) {
  const CriteriaSet* before = programme.set_named(set.maps_from);
  if (set.maps_from.empty() || before == nullptr) return;
  const auto is_mapped = [&](const std::string& id, std::string CriterionMapping::*end) {
    return std::any_of(set.mappings.begin(), set.mappings.end(),
                       [&](const CriterionMapping& one) { return one.*end == id; });
  };
  for (const CriterionMapping& one : set.mappings) {
    if (!one.from.empty() || !one.to.empty()) continue;
    problems.error(one.place, msg("a mapping from nothing to nothing"),
                   msg("name the criterion before, the criterion now, or both"));
  }
  for (const Criterion& criterion : before->criteria) {
    if (is_mapped(criterion.id, &CriterionMapping::from)) continue;
    problems.warning(
        set.place, "unmapped_criterion",
        msg("nothing says what became of criterion {} of the set '{}'", criterion.id, before->id),
        msg("add a [[mapping]] with from = \"{}\"; without 'to' it is dropped", criterion.id));
  }
  for (const Criterion& criterion : set.criteria) {
    if (is_mapped(criterion.id, &CriterionMapping::to)) continue;
    problems.warning(
        criterion.place, "unmapped_criterion",
        msg("nothing says which criterion of the set '{}' this one continues", before->id),
        msg("add a [[mapping]] with to = \"{}\"; without 'from' it is new", criterion.id));
  }
}

void check_overlap(const Programme& programme, Problems& problems) {
  for (size_t i = 0; i < programme.sets.size(); ++i) {
    for (size_t j = i + 1; j < programme.sets.size(); ++j) {
      const CriteriaSet& a = programme.sets[i];
      const CriteriaSet& b = programme.sets[j];
      if (a.id == b.id || !a.valid.overlaps(b.valid)) continue;
      problems.information(
          b.place, "overlapping_validity",
          msg("the criteria sets '{}' and '{}' judge the same periods", a.id, b.id),
          msg("an assessment of such a period has to name one of them"));
    }
  }
}

// Who takes part may depend on what was reported, of which an outline knows nothing.
bool is_known(const CompiledRules& rules, const Facts& facts) {
  if (!facts.values().is_outline()) return true;
  std::vector<engine::NodeId> open{rules.participants};
  std::set<uint32_t> seen;
  while (!open.empty()) {
    const engine::NodeId id = open.back();
    open.pop_back();
    if (!id.valid() || !seen.insert(id.value).second) continue;
    const engine::Node& node = rules.graph[id];
    if (node.op == engine::Op::Input) return false;
    open.insert(open.end(), node.args.begin(), node.args.end());
  }
  return true;
}

// Participants on the day by which the target is due; none where the programme cannot say.
std::optional<int64_t> participants_on(const Office& office, const CompiledProgramme& programme,
                                       Date day) {
  const Calendar* calendar = office.definitions.calendar(programme.programme->calendar);
  if (!programme.base || calendar == nullptr || fault_in(*calendar)) return std::nullopt;
  const auto year = period_holding(*calendar, Length{1, Length::Years}, day);
  if (!year || !is_known(*programme.base, office.facts)) return std::nullopt;
  FactSource source(*programme.base, office.facts, {});
  engine::Evaluation evaluation(programme.base->graph, source);
  const auto period = source.index_of(*year);
  if (!programme.base->participants.valid()) return std::nullopt;
  const engine::Column& column = evaluation.column(programme.base->participants, period);
  int64_t count = 0;
  for (const OrganisationUnitId unit : office.definitions.units.valid_at(day)) {
    count += column[unit.index()].answer == engine::Answer::Met ? 1 : 0;
  }
  return count;
}

}  // namespace

void check_sets(const Programme& programme, Problems& problems) {
  for (const CriteriaSet& set : programme.sets) {
    for (const Criterion& criterion : set.criteria) {
      if (criterion.title.vi.empty() && criterion.title.en.empty()) {
        problems.error(criterion.place, msg("criterion {} has no title", criterion.id),
                       msg("add title = \"…\""));
      }
      if (criterion.basis.empty()) {
        problems.error(criterion.place, msg("criterion {} has no basis", criterion.id),
                       msg("name the article, or write basis = \"none: illustrative\""));
      }
    }
    check_mapping(programme, set, problems);
  }
  check_overlap(programme, problems);
  if (programme.main_level.empty() && !programme.sets.empty()) {
    problems.warning(programme.place, "no_main_level",
                     msg("the programme names no main level: no unit can stand as meeting all"),
                     msg("add main_level = the id of a level"));
  }
}

void check_targets(const Office& office, const CompiledProgramme& programme, Problems& problems) {
  for (const Target& target : programme.programme->targets) {
    if (!target.share && !target.count) {
      problems.error(target.place, msg("the target asks for nothing"),
                     msg("give a share or a count"));
    }
    if (target.share) {
      const i128 one = power_of_ten(target.share->digits);
      if (target.share->units < 0 || target.share->units > one) {
        problems.error(target.place,
                       msg("the share {} is not between 0 and 1", plain(*target.share)),
                       msg("write 40 % as 0.40"));
      } else if (target.strictly_more && target.share->units == one) {
        problems.error(target.place, msg("nobody can reach more than all units"),
                       msg("write strictly_more = no"));
      }
    }
    if (target.count && *target.count < 0) {
      problems.error(target.place, msg("the target asks for fewer than 0 units"),
                     msg("write the number of units asked for"));
    }
    if (target.fixed_denominator && *target.fixed_denominator <= 0) {
      problems.error(target.place, msg("the denominator is not above 0"),
                     msg("write the number of units that the document counts"));
      continue;
    }
    if (!target.count) continue;
    const auto denominator = target.fixed_denominator
                                 ? target.fixed_denominator
                                 : participants_on(office, programme, target.by);
    if (!denominator || *target.count <= *denominator) continue;
    problems.error(target.place,
                   msg("the target asks for {} units of {}", *target.count, *denominator),
                   msg("correct the count or the denominator"));
  }
}

}  // namespace exemplar::programme
