// Rules that invite harm, as a machine finds them: not by reading names, but by walking the
// compiled graph with the direction in which a rising value pushes the answer.
//
//   not (own_cases >= 1)
//        │  rising: condition becomes met
//        └─ not: so the criterion becomes not met ──▶ "hurts": who reports the cases loses by it
//
// A finding says what is wrong, why it does harm and what to do instead. It can be accepted with a
// reason in the pack; the reason is printed in its place.
#pragma once

#include <span>
#include <string_view>

#include "programme/assessment/rules.hpp"

namespace exemplar::programme {

inline constexpr std::string_view kLowerIsBetterSelfReported = "lower_is_better_self_reported";
inline constexpr std::string_view kKnockOutOnAdmission = "knock_out_on_admission";
inline constexpr std::string_view kShareWithoutFloor = "share_without_floor";
inline constexpr std::string_view kPeopleAsScore = "people_as_score";
inline constexpr std::string_view kQuotaWithoutQuality = "quota_without_quality";
inline constexpr std::string_view kThresholdOnReceipts = "threshold_on_receipts";
// The least number of cases from which a share says something: below it one case moves the share by
// more than 20 points, and the programme shows no number of that few people either (n < 5).
inline constexpr int kLeastDenominator = 5;
// The six above: what `accepts` may name.
std::span<const std::string_view> harm_codes();

inline constexpr std::string_view kAccepted = "accepted";
inline constexpr std::string_view kStaleAcceptance = "stale_acceptance";

// Adds a warning for each criterion, rule and indicator concerned, at the criterion's formula:
//
//   lower_is_better_self_reported  the unit's own, unaudited value hurts as it rises
//   knock_out_on_admission         a unit's own admission rules it out
//   share_without_floor            a ratio is judged, and nothing keeps its denominator at 5 or more
//   people_as_score                a number of people is judged by its size
//   quota_without_quality          done of assigned, and nothing beside it says how well
//   threshold_on_receipts          reports, petitions or complaints are judged by their number
//
// The rules also look at the conditions of levels; [assessable] only for admissions and receipts.
// Errors: a formula that decides uses an indicator with context = true; an acceptance without a
// reason. A finding that the rule itself, its group, or a measure by which the value comes in
// accepts becomes information (code "accepted"); an acceptance of nothing is a warning (code
// "stale_acceptance").
void find_harm(const CompiledRules& rules, Problems& problems);

}  // namespace exemplar::programme
