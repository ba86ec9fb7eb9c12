#include "programme/user/power_rules.hpp"

#include <algorithm>

namespace exemplar::programme {

namespace {

PowerAnswer refused(PowerRefusal refusal) {
  PowerAnswer answer;
  answer.refusal = refusal;
  return answer;
}

PowerAnswer allowed_by(const Holding& holding) {
  return {{}, holding.grant, holding.delegation, holding.form};
}

bool has_everything(const Holding& holding) {
  return holding.reach.extent == Reach::Extent::Everything;
}

// Answers for one power on one day, of all the units that are asked for.
class Question {
 public:
  Question(const Powers& powers, Power power, Date day) : in_scope_(powers.scope.has(power)) {
    const PowerSet excluded = incompatible_with(power);
    for (const Holding& holding : powers.holdings) {
      held_ = held_ || holding.powers.has(power);
      if (!holding.days.contains(day)) continue;
      if (holding.powers.has(power)) giving_.push_back(&holding);
      if (!(holding.powers & excluded).empty()) excluding_.push_back(&holding);
    }
  }

  // Whether what is asked about lies within a holding that gives the power, or excludes it.
  template <typename Gives, typename Excludes>
  PowerAnswer answer(const Gives& gives, const Excludes& excludes) const {
    if (!in_scope_) return refused(PowerRefusal::OutOfScope);
    if (!held_) return refused(PowerRefusal::NotHeld);
    if (giving_.empty()) return refused(PowerRefusal::NotOnThisDay);
    const auto by = std::find_if(giving_.begin(), giving_.end(), gives);
    if (by == giving_.end()) return refused(PowerRefusal::OtherUnits);
    if (std::any_of(excluding_.begin(), excluding_.end(), excludes)) {
      return refused(PowerRefusal::Incompatible);
    }
    return allowed_by(**by);
  }

  const std::vector<const Holding*>& giving() const { return giving_; }
  const std::vector<const Holding*>& excluding() const { return excluding_; }

 private:
  bool in_scope_;
  bool held_ = false;
  std::vector<const Holding*> giving_;
  std::vector<const Holding*> excluding_;
};

}  // namespace

std::string_view name_of(PowerRefusal refusal) {
  constexpr std::string_view kNames[] = {"out_of_scope", "not_held", "not_on_this_day",
                                         "other_units", "incompatible"};
  return kNames[static_cast<size_t>(refusal)];
}

Message message_of(PowerRefusal refusal) {
  switch (refusal) {
    case PowerRefusal::OutOfScope:
      return msg("the token was not made for this");
    case PowerRefusal::NotHeld:
      return msg("none of your roles allows this");
    case PowerRefusal::NotOnThisDay:
      return msg("your role that allows this does not hold today");
    case PowerRefusal::OtherUnits:
      return msg("your role allows this for other units only");
    case PowerRefusal::Incompatible:
      return msg("you hold another role over this unit that excludes this one");
  }
  return {};
}

PowerAnswer may(const Powers& powers, Power power, OrganisationUnitId unit,
                const UnitRegister& units, Date day) {
  const auto has = [&](const Holding* holding) {
    return ReachedUnits(holding->reach, units, day).has(unit);
  };
  return Question(powers, power, day).answer(has, has);
}

PowerAnswer may_somewhere(const Powers& powers, Power power, Date day) {
  return Question(powers, power, day)
      .answer([](const Holding*) { return true; }, [](const Holding*) { return false; });
}

PowerAnswer may_everywhere(const Powers& powers, Power power, Date day) {
  return Question(powers, power, day)
      .answer([](const Holding* holding) { return has_everything(*holding); },
              [](const Holding*) { return true; });
}

bool may_throughout(const Powers& powers, Power power, const Reach& reach,
                    const UnitRegister& units, Date day) {
  const Question question(powers, power, day);
  if (!powers.scope.has(power)) return false;
  for (const Holding* holding : question.giving()) {
    if (has_everything(*holding)) return true;
    if (reach.extent == Reach::Extent::Everything) continue;
    // What is below a unit in another hierarchy may lie elsewhere.
    if (reach.extent == Reach::Extent::Below && (holding->reach.extent != Reach::Extent::Below ||
                                                 holding->reach.hierarchy != reach.hierarchy)) {
      continue;
    }
    const ReachedUnits reached(holding->reach, units, day);
    const bool all = std::all_of(reach.units.begin(), reach.units.end(), [&](const auto& id) {
      const auto unit = units.find_by_id(id);
      return unit && reached.has(*unit);
    });
    if (all) return true;
  }
  return false;
}

std::vector<OrganisationUnitId> units_where(const Powers& powers, Power power,
                                            const UnitRegister& units, Date day) {
  std::vector<OrganisationUnitId> found;
  if (!powers.scope.has(power)) return found;
  const Question question(powers, power, day);
  std::vector<ReachedUnits> giving, excluding;
  for (const Holding* one : question.giving()) giving.emplace_back(one->reach, units, day);
  for (const Holding* one : question.excluding()) excluding.emplace_back(one->reach, units, day);
  for (size_t i = 0; i < units.size(); ++i) {
    const OrganisationUnitId unit(i);
    const auto has = [unit](const ReachedUnits& one) { return one.has(unit); };
    if (std::any_of(giving.begin(), giving.end(), has) &&
        std::none_of(excluding.begin(), excluding.end(), has)) {
      found.push_back(unit);
    }
  }
  return found;
}

}  // namespace exemplar::programme
