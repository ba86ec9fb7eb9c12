#include "programme/directive/directive.hpp"

namespace exemplar::programme {

bool is_open(const Directive& directive) {
  return directive.state == DirectiveState::Given || directive.state == DirectiveState::Returned;
}

bool is_overdue(const Directive& directive, Date on) {
  return is_open(directive) && directive.due && *directive.due < on;
}

std::string_view name_of(DirectiveState state) {
  constexpr std::string_view kNames[] = {"given", "reported", "accepted", "returned", "cancelled"};
  return kNames[static_cast<size_t>(state)];
}

}  // namespace exemplar::programme
