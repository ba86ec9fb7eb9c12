#include "programme/organisation_unit/restatement.hpp"

#include <algorithm>
#include <map>

#include "base/date_message.hpp"
#include "programme/organisation_unit/share_gathering.hpp"

namespace exemplar::programme {

namespace {

RestatedUnit unplaced(RestatementGap gap, OrganisationUnitId unit, Date date) {
  RestatedUnit restated;
  restated.unplaced = {kAll, kAll};
  restated.reasons.push_back({gap, unit, date});
  return restated;
}

// One step through the events; the units stepped to are already restated.
class Step {
 public:
  Step(const UnitRegister& units, const std::vector<RestatedUnit>& restated)
      : units_(units), restated_(restated) {}

  RestatedUnit forwards(OrganisationUnitId unit) const {
    const Date date = units_.validity(unit).until + 1;
    const auto events = units_.successor_events(unit);
    if (events.empty()) return unplaced(RestatementGap::FateUnknown, unit, date);
    Gathering gathering;
    for (const UnitEventId id : events) {
      const UnitEvent& event = units_.event(id);
      if (event.kind == UnitEventKind::End) {
        return unplaced(RestatementGap::EndedWithoutSuccessor, unit, date);
      }
      follow(event.to, event.share_given, event, unit, gathering);
    }
    return gathering.result(unit, date);
  }

  RestatedUnit backwards(OrganisationUnitId unit) const {
    const Date date = units_.validity(unit).from;
    const auto events = units_.predecessor_events(unit);
    if (events.empty()) return unplaced(RestatementGap::OriginUnknown, unit, date);
    Gathering gathering;
    for (const UnitEventId id : events) {
      const UnitEvent& event = units_.event(id);
      if (event.kind == UnitEventKind::Begin) {
        return unplaced(RestatementGap::BegunWithoutPredecessor, unit, date);
      }
      // By weights the whole would only be guessed: its people came from there, its value did not.
      const std::optional<Ratio> share =
          events.size() == 1 ? std::optional<Ratio>(kAll) : std::nullopt;
      follow(event.from, share, event, unit, gathering);
      if (!share) gathering.add({RestatementGap::CameFromSeveral, unit, date});
    }
    return gathering.result(unit, date);
  }

 private:
  void follow(OrganisationUnitId onward, const std::optional<Ratio>& share, const UnitEvent& event,
              OrganisationUnitId unit, Gathering& gathering) const {
    const RestatedUnit& next = restated_[onward.index()];
    if (event.kind == UnitEventKind::Unclear) {
      gathering.add(ShareBounds{}, next);
      gathering.add(OrganisationUnitId(), ShareBounds{}, {kAll, kAll});
      gathering.add({RestatementGap::ContinuityNotConfirmed, unit, event.date});
    } else if (share) {
      gathering.add({*share, *share}, next);
    } else {
      gathering.add(ShareBounds{}, next);
      if (event.from == unit) {
        gathering.add({RestatementGap::ShareUnknown, unit, event.date});
      }
    }
  }

  const UnitRegister& units_;
  const std::vector<RestatedUnit>& restated_;
};

}  // namespace

bool RestatedUnit::known() const {
  return unplaced.known() && std::all_of(parts.begin(), parts.end(), [](const RestatedPart& part) {
           return part.share.known();
         });
}

Restatement restate_onto(const UnitRegister& units, Date to_date) {
  Restatement restatement;
  restatement.to_date_ = to_date;
  restatement.units_.resize(units.size());
  std::vector<OrganisationUnitId> ended;
  std::vector<OrganisationUnitId> future;
  for (size_t i = 0; i < units.size(); ++i) {
    const OrganisationUnitId unit(i);
    const DateRange days = units.validity(unit);
    if (days.contains(to_date)) {
      restatement.units_[i].parts.push_back({unit, {kAll, kAll}});
    } else {
      (days.until < to_date ? ended : future).push_back(unit);
    }
  }
  // A successor begins later than its predecessor: from the later to the earlier, all successors
  // are restated before they are needed, and the other way round for predecessors.
  const auto begins_earlier = [&](OrganisationUnitId a, OrganisationUnitId b) {
    return units.validity(a).from < units.validity(b).from;
  };
  std::stable_sort(ended.begin(), ended.end(), begins_earlier);
  std::reverse(ended.begin(), ended.end());
  std::stable_sort(future.begin(), future.end(), begins_earlier);
  const Step step(units, restatement.units_);
  for (const OrganisationUnitId unit : ended) {
    restatement.units_[unit.index()] = step.forwards(unit);
  }
  for (const OrganisationUnitId unit : future) {
    restatement.units_[unit.index()] = step.backwards(unit);
  }
  return restatement;
}

std::vector<OrganisationUnitId> Restatement::sources(OrganisationUnitId target) const {
  std::vector<OrganisationUnitId> found;
  for (size_t i = 0; i < units_.size(); ++i) {
    for (const RestatedPart& part : units_[i].parts) {
      if (part.target == target) found.push_back(OrganisationUnitId(i));
    }
  }
  return found;
}

RestatedSums Restatement::sum(std::span<const UnitAmount> amounts) const {
  RestatedSums sums;
  std::map<OrganisationUnitId, RestatedSum> by_target;
  const auto add = [](ExactSum& lower, ExactSum& upper, int64_t amount, const ShareBounds& share) {
    lower.add(amount, amount < 0 ? share.upper : share.lower);
    upper.add(amount, amount < 0 ? share.lower : share.upper);
  };
  const auto add_reasons = [](std::vector<RestatementReason>& all, const RestatedUnit& unit) {
    all.insert(all.end(), unit.reasons.begin(), unit.reasons.end());
  };
  for (const UnitAmount& amount : amounts) {
    const RestatedUnit& unit = of(amount.unit);
    for (const RestatedPart& part : unit.parts) {
      RestatedSum& sum = by_target[part.target];
      sum.target = part.target;
      add(sum.lower, sum.upper, amount.amount, part.share);
      if (!part.share.known()) add_reasons(sum.reasons, unit);
    }
    if (is_above(unit.unplaced.upper, kNone)) {
      add(sums.unplaced_lower, sums.unplaced_upper, amount.amount, unit.unplaced);
      add_reasons(sums.unplaced_reasons, unit);
    }
  }
  const auto once = [](std::vector<RestatementReason>& reasons) {
    std::sort(reasons.begin(), reasons.end());
    reasons.erase(std::unique(reasons.begin(), reasons.end()), reasons.end());
  };
  once(sums.unplaced_reasons);
  for (auto& [target, sum] : by_target) {
    once(sum.reasons);
    sums.units.push_back(std::move(sum));
  }
  return sums;
}

Restatement Restatement::then(const Restatement& later) const {
  Restatement both;
  both.to_date_ = later.to_date_;
  for (size_t i = 0; i < units_.size(); ++i) {
    Gathering gathering;
    for (const RestatedPart& part : units_[i].parts) {
      gathering.add(part.share, later.of(part.target));
    }
    gathering.add(OrganisationUnitId(), ShareBounds{kAll, kAll}, units_[i].unplaced);
    for (const RestatementReason& reason : units_[i].reasons) gathering.add(reason);
    both.units_.push_back(gathering.result(OrganisationUnitId(i), later.to_date_));
  }
  return both;
}

Message describe(const RestatementReason& reason, const UnitRegister& units, HierarchyId hierarchy,
                 Language language) {
  const std::string name =
      hierarchy.valid() ? units.name_with_district(reason.unit, reason.date, hierarchy, language)
                        : units.version_near(reason.unit, reason.date).name.in(language);
  const Message day = day_message(reason.date);
  switch (reason.gap) {
    case RestatementGap::ShareUnknown:
      return msg("{}: the shares of its split on {} are not known", name, day);
    case RestatementGap::ContinuityNotConfirmed:
      return msg("{}: its continuity over {} is not confirmed", name, day);
    case RestatementGap::FateUnknown:
      return msg("{}: no longer there from {}, its fate is unknown", name, day);
    case RestatementGap::EndedWithoutSuccessor:
      return msg("{}: abolished on {} without successor", name, day);
    case RestatementGap::CameFromSeveral:
      return msg("{}: came from several units on {}; its parts are not known", name, day);
    case RestatementGap::OriginUnknown:
      return msg("{}: there from {}, its origin is unknown", name, day);
    case RestatementGap::BegunWithoutPredecessor:
      return msg("{}: new from {}, without predecessor", name, day);
    case RestatementGap::ShareTooFine:
      break;
  }
  return msg("{}: its shares on {} are too fine to be computed exactly", name, day);
}

}  // namespace exemplar::programme
