// Directives: what a document or a conference asks, of whom, by when, and what became of it.
//
//   given ─▶ reported ─▶ accepted        returned: reported, and not accepted; to be done again
//     ▲          │
//     └ returned ◀                       cancelled: no longer asked
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "programme/document/document.hpp"
#include "programme/organisation_unit/organisation_unit.hpp"

namespace exemplar::programme {

enum class DirectiveState { Given, Reported, Accepted, Returned, Cancelled };

std::string_view name_of(DirectiveState state);  // as a pack writes it: "given", …

struct Directive {
  std::string id;
  std::string document;                  // id of the document or conference that gives it
  std::string reference;                 // where in it: an article, a row
  Text clause;                           // what is to be done
  std::vector<OrganisationUnitId> lead;  // empty: not named
  std::vector<OrganisationUnitId> co_operating;
  std::optional<Date> due;  // the last day; empty: not named
  DirectiveState state = DirectiveState::Given;
  std::string evidence;
  SourceId source;
  std::string note;
  Place place;
};

// Still to be done by those it was given to: given or returned.
bool is_open(const Directive& directive);
// Open after its last day.
bool is_overdue(const Directive& directive, Date on);

}  // namespace exemplar::programme
