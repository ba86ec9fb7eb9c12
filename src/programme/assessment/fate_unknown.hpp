// Participants that a restated result leaves out although nobody knows what became of them.
//
//   2023 as it was       w1  w2  w3          participants: 3
//   ends 2025-01-01          │   └ event: into n1
//                            └ no event: fate unknown
//   geography 2025-03-01 w1      n1          participants: 2; w2 is in no figure
//
// An abolished unit and one that went on elsewhere are accounted for; these are not, so whoever
// shows the restated figures names them.
#pragma once

#include "programme/assessment/participants.hpp"

namespace exemplar::programme {

// Participants of the period as it was that reach no unit of the view's geography because they, or
// whatever they went on as, ended before its day without an event; in the register's order. None in
// a view of the geography as it was.
std::vector<OrganisationUnitId> fate_unknown_participants(const CompiledRules& rules,
                                                          const Facts& facts, const View& view,
                                                          const Period& period);

}  // namespace exemplar::programme
