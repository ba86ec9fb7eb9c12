#include "programme/assessment/harm_rules.hpp"

#include <algorithm>

#include "programme/assessment/harm.hpp"
#include "programme/indicator/audit.hpp"

namespace exemplar::programme {

namespace {

bool has(const std::vector<HarmFinding>& found, std::string_view code, uint32_t input) {
  return std::any_of(found.begin(), found.end(), [&](const HarmFinding& one) {
    return one.code == code && one.input == input;
  });
}

}  // namespace

const Indicator& HarmRules::indicator(uint32_t input) const {
  return (*rules_.definitions)[rules_.inputs[input]];
}

// Nothing in a pack says who keeps a register: it is taken to be the unit, until an audit is named.
bool HarmRules::own_report(const Indicator& one) const {
  return one.from == ReportedBy::Self || one.from == ReportedBy::Register;
}

bool HarmRules::confirmed(const Indicator& one) const {
  if (!own_report(one)) return true;
  const auto find = [this](std::string_view id) -> const Indicator* {
    const auto found = rules_.definitions->indicator(id);
    return found ? &(*rules_.definitions)[*found] : nullptr;
  };
  const Indicator* audit = one.audited_by.empty() ? nullptr : find(one.audited_by);
  return audit != nullptr && audits(*audit, one.id) && is_audit(*audit, find);
}

// Where the form of the rule does not tell the direction, the declared one does.
Effect HarmRules::believed(const JudgedRule& rule, const Use& use) const {
  const Direction declared = indicator(use.input).direction;
  if (use.effect == Effect::Both && use.bearing != Bearing::Either) {
    if (declared == Direction::LowerIsBetter) return Effect::Hurts;
    if (declared == Direction::HigherIsBetter) return Effect::Helps;
  }
  if (rule.is_level && use.effect == Effect::Hurts && declared == Direction::HigherIsBetter) {
    return Effect::None;
  }
  return use.effect;
}

// As a denominator a value hurts as well; it is worth hiding where it counts what happens or comes
// in, not where it lists what has to be done.
bool HarmRules::hidden_by_keeping_small(const JudgedRule& rule, const Use& use) const {
  const Indicator& one = indicator(use.input);
  const bool happens = one.about == About::Event || one.about == About::People || one.receipts;
  if (use.bearing == Bearing::Either) return happens;
  if (believed(rule, use) != Effect::Hurts) return false;
  return use.bearing != Bearing::Whole || happens;
}

void HarmRules::knock_out(const JudgedRule& rule, std::vector<HarmFinding>& found) const {
  if (!rule.rules_out) return;
  for (const Use& use : rule.uses) {
    const Indicator& one = indicator(use.input);
    const bool admission = one.from == ReportedBy::Self && !use.elsewhere &&
                           (one.kind == IndicatorKind::Truth || one.kind == IndicatorKind::Count);
    const bool by_presence = use.bearing == Bearing::Alone || use.bearing == Bearing::Part;
    if (!admission || !by_presence || believed(rule, use) != Effect::Hurts) continue;
    if (has(found, kKnockOutOnAdmission, use.input)) continue;
    found.push_back(
        {kKnockOutOnAdmission, use.input,
         msg("a unit that itself reports '{}' is ruled out by it: silence is rewarded", one.id),
         msg("rule out by a decision or finding of another body, or by concealment; let what the "
             "unit admits go to people with its facts")});
  }
}

void HarmRules::lower_is_better(const JudgedRule& rule, std::vector<HarmFinding>& found) const {
  for (const Use& use : rule.uses) {
    const Indicator& one = indicator(use.input);
    const bool counts = one.numeric() || one.kind == IndicatorKind::Truth;
    if (!counts || use.elsewhere || !own_report(one) || confirmed(one)) continue;
    if (!hidden_by_keeping_small(rule, use)) continue;
    if (has(found, kLowerIsBetterSelfReported, use.input) ||
        has(found, kKnockOutOnAdmission, use.input)) {
      continue;
    }
    found.push_back(
        {kLowerIsBetterSelfReported, use.input,
         msg("the fewer '{}' the unit itself reports the better it stands: hiding them is rewarded",
             one.id),
         msg("name an independent audit (audited_by), take the value from another body, or judge "
             "completeness and timeliness instead")});
  }
}

void HarmRules::share(const JudgedRule& rule, std::vector<HarmFinding>& found) {
  const auto report = [&](uint32_t input, Message what, Message remedy) {
    if (!has(found, kShareWithoutFloor, input)) {
      found.push_back({kShareWithoutFloor, input, std::move(what), std::move(remedy)});
    }
  };
  for (const JudgedRatio& ratio : rule.ratios) {
    if (ratio.floored || ratio.small_is_safe) continue;
    const auto& below = walk_.inputs_of(ratio.whole);
    if (below.empty()) continue;
    const std::string& id = indicator(below.front()).id;
    report(below.front(),
           msg("this share is judged even where '{}' is below {}: 1 of 1 is 100 %, 0 of 1 is 0 %",
               id, kLeastDenominator),
           msg("ask for a least number first: if {} >= 20 then … else no_data(\"…\")", id));
  }
  for (const Use& use : rule.uses) {
    const Indicator& one = indicator(use.input);
    if (one.kind != IndicatorKind::Share || use.bearing != Bearing::Alone) continue;
    report(use.input,
           msg("'{}' is reported as a finished share: nothing shows how small its denominator is",
               one.id),
           msg("collect both counts, compare their ratio, and ask for a least denominator"));
  }
}

void HarmRules::people(const JudgedRule& rule, std::vector<HarmFinding>& found) {
  const auto any_confirmed = [&](engine::NodeId node) {
    const auto& below = walk_.inputs_of(node);
    return std::any_of(below.begin(), below.end(),
                       [&](uint32_t input) { return confirmed(indicator(input)); });
  };
  for (const Use& use : rule.uses) {
    const Indicator& one = indicator(use.input);
    if (one.about != About::People || one.kind != IndicatorKind::Count) continue;
    const bool coverage =
        use.bearing == Bearing::Whole ||
        (use.bearing == Bearing::Part && use.effect != Effect::Hurts && confirmed(one)) ||
        (use.bearing == Bearing::Either && (confirmed(one) || any_confirmed(use.partner)));
    if (coverage || has(found, kPeopleAsScore, use.input)) continue;
    found.push_back(
        {kPeopleAsScore, use.input,
         msg("'{}' counts people, and the number itself is judged: people become a score", one.id),
         msg("judge the service instead: how many of those due were served in time, as another "
             "body confirms; show the number as context")});
  }
}

bool HarmRules::has_quality(const JudgedRule& rule, const std::set<uint32_t>& assigned) const {
  const auto by_another = [&](uint32_t input) {
    return !own_report(indicator(input)) && !assigned.contains(input);
  };
  if (std::any_of(rule.beside.begin(), rule.beside.end(), by_another)) return true;
  return std::any_of(rule.uses.begin(), rule.uses.end(), [&](const Use& use) {
    // A rate of complaints or corrections: a part that hurts.
    const bool rate = use.bearing == Bearing::Part && believed(rule, use) == Effect::Hurts &&
                      indicator(use.input).about == About::Service;
    return by_another(use.input) || rate;
  });
}

void HarmRules::quota(const JudgedRule& rule, std::vector<HarmFinding>& found) {
  std::map<uint32_t, uint32_t> done;  // done → assigned
  std::set<uint32_t> assigned;
  for (const Use& use : rule.uses) {
    const Indicator& one = indicator(use.input);
    const bool part = use.bearing == Bearing::Part || use.bearing == Bearing::Either;
    if (!part || !own_report(one) || one.assigned || use.elsewhere) continue;
    if (believed(rule, use) == Effect::Hurts) continue;
    for (const uint32_t input : walk_.inputs_of(use.partner)) {
      const Indicator& whole = indicator(input);
      if (!whole.assigned && whole.from != ReportedBy::OtherUnit) continue;
      done.emplace(use.input, input);
      assigned.insert(input);
    }
  }
  if (done.empty() || has_quality(rule, assigned)) return;
  for (const auto& [input, of] : done) {
    found.push_back(
        {kQuotaWithoutQuality, input,
         msg("'{}' of the assigned '{}' is all that is asked: speed is rewarded, whatever the work "
             "is like",
             indicator(input).id, indicator(of).id),
         msg("set a quality beside it: a sample that another body checks, a survey, or the rate of "
             "complaints or corrections")});
  }
}

void HarmRules::receipts(const JudgedRule& rule, std::vector<HarmFinding>& found) {
  const auto of_receipts = [&](engine::NodeId node) {
    const auto& below = walk_.inputs_of(node);
    return std::any_of(below.begin(), below.end(),
                       [&](uint32_t input) { return indicator(input).receipts; });
  };
  for (const Use& use : rule.uses) {
    const Indicator& one = indicator(use.input);
    if (!one.receipts) continue;
    const bool handled_share =
        use.bearing == Bearing::Part && use.effect != Effect::Hurts && of_receipts(use.partner);
    const bool measured_against = use.bearing == Bearing::Whole || use.bearing == Bearing::Either;
    if (handled_share || measured_against || has(found, kThresholdOnReceipts, use.input)) continue;
    found.push_back(
        {kThresholdOnReceipts, use.input,
         msg("how many '{}' come in is judged: people who report or complain become a fault or a "
             "quota",
             one.id),
         msg("judge what was done with them: registered, answered and handed over in time")});
  }
}

std::vector<HarmFinding> HarmRules::of_assessable(const JudgedRule& rule) {
  std::vector<HarmFinding> found;
  knock_out(rule, found);
  receipts(rule, found);
  return found;
}

std::vector<HarmFinding> HarmRules::all(const JudgedRule& rule) {
  std::vector<HarmFinding> found;
  knock_out(rule, found);
  lower_is_better(rule, found);
  share(rule, found);
  people(rule, found);
  quota(rule, found);
  receipts(rule, found);
  return found;
}

}  // namespace exemplar::programme
