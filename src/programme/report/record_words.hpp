// Kinds and states of obstacles and directives, for people.
#pragma once

#include "base/message.hpp"
#include "programme/directive/directive.hpp"
#include "programme/obstacle/obstacle.hpp"

namespace exemplar::programme {

Message words_for(ObstacleKind kind);
Message words_for(ObstacleState state);
Message words_for(DirectiveState state);

}  // namespace exemplar::programme
