// What is looked for in the uses that the walk found, for one criterion, level or condition.
#pragma once

#include "programme/assessment/harm_walk.hpp"

namespace exemplar::programme {

struct HarmFinding {
  std::string_view code;
  uint32_t input = UINT32_MAX;  // the indicator to point at; none: the formula as a whole
  Message what;
  Message remedy;
};

// A part of the rules that decides something, with everything that bears on it.
struct JudgedRule {
  bool rules_out = false;  // a knock-out, a level's own condition, [assessable]
  // Not meeting a level may be good: only what the indicator's direction confirms is taken to hurt.
  bool is_level = false;
  std::set<Use> uses;
  std::set<JudgedRatio> ratios;
  // Inputs of other criteria of the group: a quality counterpart may stand there.
  std::set<uint32_t> beside;
};

class HarmRules {
 public:
  HarmRules(const CompiledRules& rules, HarmWalk& walk) : rules_(rules), walk_(walk) {}

  // Admissions and receipts: [assessable] scores nothing, and may still silence.
  std::vector<HarmFinding> of_assessable(const JudgedRule& rule);
  std::vector<HarmFinding> all(const JudgedRule& rule);

 private:
  const Indicator& indicator(uint32_t input) const;
  bool own_report(const Indicator& indicator) const;
  // Another body looked: it reports the value itself, or audits it.
  bool confirmed(const Indicator& indicator) const;
  Effect believed(const JudgedRule& rule, const Use& use) const;
  bool hidden_by_keeping_small(const JudgedRule& rule, const Use& use) const;

  void lower_is_better(const JudgedRule& rule, std::vector<HarmFinding>& found) const;
  void knock_out(const JudgedRule& rule, std::vector<HarmFinding>& found) const;
  void share(const JudgedRule& rule, std::vector<HarmFinding>& found);
  void people(const JudgedRule& rule, std::vector<HarmFinding>& found);
  void quota(const JudgedRule& rule, std::vector<HarmFinding>& found);
  void receipts(const JudgedRule& rule, std::vector<HarmFinding>& found);
  bool has_quality(const JudgedRule& rule, const std::set<uint32_t>& assigned) const;

  const CompiledRules& rules_;
  HarmWalk& walk_;
};

}  // namespace exemplar::programme
