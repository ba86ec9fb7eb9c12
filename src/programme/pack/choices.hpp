// The words of the pack for every choice that its definitions offer.
#pragma once

#include <string_view>

#include "programme/directive/directive.hpp"
#include "programme/obstacle/obstacle.hpp"
#include "programme/programme/definitions.hpp"
#include "programme/recognition/decision.hpp"

namespace exemplar::programme {

template <typename E>
struct Choice {
  std::string_view word;
  E value;
};

inline constexpr Choice<IndicatorKind> kIndicatorKinds[] = {
    {"count", IndicatorKind::Count}, {"amount", IndicatorKind::Amount},
    {"share", IndicatorKind::Share}, {"number", IndicatorKind::Number},
    {"mark", IndicatorKind::Mark},   {"truth", IndicatorKind::Truth},
    {"date", IndicatorKind::Date},   {"text", IndicatorKind::Text},
};
inline constexpr Choice<Direction> kDirections[] = {
    {"neutral", Direction::Neutral},
    {"higher", Direction::HigherIsBetter},
    {"lower", Direction::LowerIsBetter},
};
inline constexpr Choice<Combination> kCombinations[] = {
    {"none", Combination::None}, {"sum", Combination::Sum}, {"mean", Combination::Mean},
    {"min", Combination::Min},   {"max", Combination::Max}, {"last", Combination::Last},
};
// Units have no order, so there is no last one.
inline constexpr Choice<Combination> kCombinationsOverUnits[] = {
    {"none", Combination::None}, {"sum", Combination::Sum}, {"mean", Combination::Mean},
    {"min", Combination::Min},   {"max", Combination::Max},
};
inline constexpr Choice<About> kAbouts[] = {
    {"office", About::Office},
    {"service", About::Service},
    {"event", About::Event},
    {"people", About::People},
};
inline constexpr Choice<ReportedBy> kReporters[] = {
    {"self", ReportedBy::Self},         {"other_unit", ReportedBy::OtherUnit},
    {"register", ReportedBy::Register}, {"audit", ReportedBy::Audit},
    {"survey", ReportedBy::Survey},
};
inline constexpr Choice<Lever> kLevers[] = {
    {"none", Lever::None},
    {"raise", Lever::Raise},
    {"lower", Lever::Lower},
};
inline constexpr Choice<RoundingMode> kRoundingModes[] = {
    {"half_away", RoundingMode::HalfAwayFromZero},
    {"truncate", RoundingMode::Truncate},
    {"half_even", RoundingMode::HalfEven},
};
inline constexpr Choice<WhenNotApplicable> kWhenNotApplicable[] = {
    {"leave_out", WhenNotApplicable::LeaveOut},
    {"met", WhenNotApplicable::Met},
    {"not_met", WhenNotApplicable::NotMet},
    {"unknown", WhenNotApplicable::Unknown},
};
inline constexpr Choice<UnitAttributeType> kAttributeTypes[] = {
    {"number", UnitAttributeType::Number},
    {"text", UnitAttributeType::Text},
    {"truth", UnitAttributeType::Truth},
    {"date", UnitAttributeType::Date},
};
inline constexpr Choice<TargetCounts> kTargetCounts[] = {
    {"meets_all", TargetCounts::MeetsAll},
    {"title_of_year", TargetCounts::TitleOfYear},
    {"title_in_force", TargetCounts::TitleInForce},
    {"title_ever", TargetCounts::TitleEver},
};
inline constexpr Choice<TargetKind> kTargetKinds[] = {
    {"assigned", TargetKind::Assigned},
    {"committed", TargetKind::Committed},
    {"striven_for", TargetKind::StrivenFor},
};
inline constexpr Choice<DecisionKind> kDecisionKinds[] = {
    {"registered", DecisionKind::Registered},
    {"proposed", DecisionKind::Proposed},
    {"recognised", DecisionKind::Recognised},
    {"revoked", DecisionKind::Revoked},
};
inline constexpr Choice<DocumentKind> kDocumentKinds[] = {
    {"document", DocumentKind::Document},
    {"conference", DocumentKind::Conference},
};
inline constexpr Choice<DirectiveState> kDirectiveStates[] = {
    {"given", DirectiveState::Given},         {"reported", DirectiveState::Reported},
    {"accepted", DirectiveState::Accepted},   {"returned", DirectiveState::Returned},
    {"cancelled", DirectiveState::Cancelled},
};
inline constexpr Choice<ObstacleKind> kObstacleKinds[] = {
    {"land", ObstacleKind::Land},           {"office", ObstacleKind::Office},
    {"building", ObstacleKind::Building},   {"repair", ObstacleKind::Repair},
    {"equipment", ObstacleKind::Equipment}, {"staff", ObstacleKind::Staff},
    {"rule", ObstacleKind::Rule},
};
inline constexpr Choice<ObstacleState> kObstacleStates[] = {
    {"reported", ObstacleState::Reported}, {"under_review", ObstacleState::UnderReview},
    {"approved", ObstacleState::Approved}, {"approved_unfunded", ObstacleState::ApprovedUnfunded},
    {"funded", ObstacleState::Funded},     {"under_way", ObstacleState::UnderWay},
    {"solved", ObstacleState::Solved},     {"refused", ObstacleState::Refused},
};
inline constexpr Choice<UnitEventKind> kUnitEventKinds[] = {
    {"merge", UnitEventKind::Merge},     {"split", UnitEventKind::Split},
    {"unclear", UnitEventKind::Unclear}, {"begin", UnitEventKind::Begin},
    {"end", UnitEventKind::End},         {"rename", UnitEventKind::Rename},
    {"move", UnitEventKind::Move},
};
inline constexpr Choice<bool> kYesNo[] = {{"yes", true}, {"no", false}};

template <typename E, size_t N>
std::string_view word_of(E value, const Choice<E> (&choices)[N]) {
  for (const Choice<E>& choice : choices) {
    if (choice.value == value) return choice.word;
  }
  return {};
}

}  // namespace exemplar::programme
