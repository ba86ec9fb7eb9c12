// Decisions about units: registered for a year, proposed, recognised, revoked. Recorded, with
// number, date and issuer; never computed.
#pragma once

#include <optional>
#include <string>

#include "programme/data_set/fact.hpp"

namespace exemplar::programme {

enum class DecisionKind { Registered, Proposed, Recognised, Revoked };

std::string_view name_of(DecisionKind kind);  // "registered", "proposed", "recognised", "revoked"
std::optional<DecisionKind> decision_kind_named(std::string_view name);

struct Decision {
  DecisionKind kind = DecisionKind::Registered;
  std::string programme;
  Period period;  // the year it is about
  OrganisationUnitId unit;
  Date date;  // known from this day on
  std::string number;
  std::string issuer;
  std::optional<Date> valid_until;
  SourceId source;
  std::string note;
  Place place;
};

}  // namespace exemplar::programme
