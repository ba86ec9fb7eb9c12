#include "programme/directive/directive.hpp"

namespace exemplar::programme {

bool is_open(const Directive& directive) {
  return directive.state == DirectiveState::Given || directive.state == DirectiveState::Returned;
}

bool is_overdue(const Directive& directive, Date on) {
  return is_open(directive) && directive.due && *directive.due < on;
}

}  // namespace exemplar::programme
