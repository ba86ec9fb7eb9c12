// A small office for the compiler's tests: a few indicators of every kind, and formulas given as
// text in the place where a pack would hold them.
//
//   offences (by kind)  count      area, floor_area  m², 1 decimal       money  VND, up to 10^15
//   tips, days_open     count      opened  date      colour  text        safe   truth
//   maybe  may become not applicable                 wide    15 decimals
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "engine/compute/graph.hpp"

namespace exemplar::engine {

class SmallRules {
 public:
  SmallRules();
  // Each parses its formula (which must parse) and returns the rules, to be chained.
  SmallRules& measure(const std::string& name, const std::string& formula);
  SmallRules& rounded(int digits);  // the measure or criterion added last
  SmallRules& in(const std::string& unit);
  SmallRules& criterion(const std::string& id, const std::string& met,
                        const std::string& points = "", const std::string& applies = "");
  SmallRules& max(int64_t units);
  SmallRules& group(const std::string& id);
  SmallRules& policy(WhenNotApplicablePolicy policy);
  SmallRules& knock_out();
  SmallRules& level(const std::string& id, const std::string& when);
  SmallRules& assessable(const std::string& when);
  SmallRules& condition(const std::string& when);

  const Expr* parse(const std::string& text);
  Compiled compiled() const { return compile(rules); }

  RuleSet rules;

 private:
  std::vector<ExprPtr> trees_;
  bool last_is_criterion_ = false;
};

// "column: what; remedy" of every error, in English.
std::vector<std::string> errors_of(const Compiled& compiled);

}  // namespace exemplar::engine
