#include "programme/report/record_words.hpp"

namespace exemplar::programme {

Message words_for(ObstacleKind kind) {
  switch (kind) {
    case ObstacleKind::Land:
      return msg("land");
    case ObstacleKind::Office:
      return msg("office");
    case ObstacleKind::Building:
      return msg("new building");
    case ObstacleKind::Repair:
      return msg("repair");
    case ObstacleKind::Equipment:
      return msg("equipment");
    case ObstacleKind::Staff:
      return msg("staff");
    case ObstacleKind::Rule:
      return msg("a rule");
  }
  return {};
}

Message words_for(ObstacleState state) {
  switch (state) {
    case ObstacleState::Reported:
      return msg("obstacle reported");
    case ObstacleState::UnderReview:
      return msg("under review");
    case ObstacleState::Approved:
      return msg("approved");
    case ObstacleState::ApprovedUnfunded:
      return msg("approved but unfunded");
    case ObstacleState::Funded:
      return msg("funded");
    case ObstacleState::UnderWay:
      return msg("under way");
    case ObstacleState::Solved:
      return msg("solved");
    case ObstacleState::Refused:
      return msg("refused");
  }
  return {};
}

Message words_for(DirectiveState state) {
  switch (state) {
    case DirectiveState::Given:
      return msg("given");
    case DirectiveState::Reported:
      return msg("reported as done");
    case DirectiveState::Accepted:
      return msg("accepted as done");
    case DirectiveState::Returned:
      return msg("returned");
    case DirectiveState::Cancelled:
      return msg("cancelled");
  }
  return {};
}

}  // namespace exemplar::programme
