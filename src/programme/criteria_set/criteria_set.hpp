// A criteria set: what is judged, by which formula, on what basis, and the levels that follow.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "engine/formula/formula_text.hpp"

namespace exemplar::programme {

using engine::FormulaText;

// What a criterion that is not applicable counts as in everything that looks at all criteria.
enum class WhenNotApplicable { LeaveOut, Met, NotMet, Unknown };

// A finding of `check` that the pack's authors accept, with the reason that is printed.
struct AcceptedWarning {
  std::string warning;
  Text reason;
  Place place;
};

struct CriterionGroup {
  std::string id;
  Text name;
  std::vector<AcceptedWarning> accepts;  // of every criterion of the group
  Place place;
};

struct Measure {
  std::string id;
  Text name;
  FormulaText value;
  std::optional<int> round;
  RoundingMode rounding = RoundingMode::HalfAwayFromZero;
  std::vector<AcceptedWarning> accepts;  // of every rule, for what comes into it by this measure
  Place place;
};

struct Criterion {
  std::string id;
  std::string group;
  Text title;
  Text text;          // the rule in words
  std::string basis;  // the article, where the text was seen; else "none: illustrative"
  FormulaText applies;
  FormulaText met;
  FormulaText points;
  std::optional<int> round;
  RoundingMode rounding = RoundingMode::HalfAwayFromZero;
  std::optional<Decimal> max;
  std::optional<WhenNotApplicable> when_not_applicable;
  bool knock_out = false;
  Text evidence;
  std::vector<AcceptedWarning> accepts;
  Place place;
};

struct Level {
  std::string id;
  Text name;
  FormulaText when;
  std::vector<AcceptedWarning> accepts;
  Place place;
};

// A published rule by which units are proposed for commendation: a condition as a level's, and no
// level; it changes no standing. People are commended by hand, never by a formula.
struct Commendation {
  std::string id;
  Text name;
  Text text;  // the rule in words
  FormulaText when;
  std::vector<AcceptedWarning> accepts;
  Place place;
};

struct CriterionMapping {
  std::string from;
  std::string to;
  Text note;
  Place place;
};

struct CriteriaSet {
  std::string id;
  Text name;
  DateRange valid;  // judges the periods whose last day lies in it
  bool illustrative = false;
  Text note;
  std::string maps_from;
  std::vector<CriterionMapping> mappings;
  std::vector<CriterionGroup> groups;
  std::vector<Measure> measures;
  std::vector<Criterion> criteria;
  std::vector<Level> levels;  // from highest to lowest
  std::vector<Commendation> commendations;
  FormulaText assessable;
  Text assessable_reason;
  std::vector<AcceptedWarning> assessable_accepts;
  Place place;

  // Null where the set has none of this id.
  const Criterion* criterion(std::string_view wanted) const;
  const CriterionGroup* group(std::string_view wanted) const;
  const Level* level(std::string_view wanted) const;
};

// A warning that a set's authors accept, and where: what is printed with every result.
struct Acceptance {
  std::string_view rule;  // "criterion", "group", "measure", "level", "commendation",
                          // "assessable": for machines
  std::string id;         // of the criterion, …; "" for assessable
  Message where;          // "criterion 7"
  const AcceptedWarning* accepted = nullptr;
};
// In the order of the file's sections: groups, measures, criteria, levels,
// commendations, assessable.
std::vector<Acceptance> acceptances(const CriteriaSet& set);

}  // namespace exemplar::programme
