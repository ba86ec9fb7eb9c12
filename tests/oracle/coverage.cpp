#include "oracle/coverage.hpp"

#include <fmt/format.h>

namespace exemplar::oracle {

using engine::FunctionId;
using engine::MissingRule;
using engine::Operator;

namespace {

constexpr const char* kAnswers[] = {"F", "U", "T/known", "N"};

bool gives_truth(Operator op) {
  return op == Operator::Or || op == Operator::And || op == Operator::Not ||
         engine::is_comparison(op);
}

bool gives_truth(const engine::FunctionInfo& info) {
  return info.group == engine::FunctionGroup::Answers;
}

std::string operator_name(size_t op) {
  const auto which = static_cast<Operator>(op);
  return which == Operator::Negate ? "- (sign)" : std::string(engine::symbol_of(which));
}

// Whether a function can give that answer at all.
bool can_give(const engine::FunctionInfo& info, size_t answer) {
  switch (info.id) {
    case FunctionId::Known:
    case FunctionId::Under:
      return answer == 0 || answer == 2 || (answer == 1 && info.id == FunctionId::Under);
    case FunctionId::MonthsActive:
      return answer == 1 || answer == 2;
    case FunctionId::NoData:
      return answer == 1;
    case FunctionId::NotApplicable:
      return answer == 3;
    default:
      return answer != 0 || gives_truth(info);
  }
}

}  // namespace

std::vector<std::string> Coverage::expected_rules() {
  std::vector<std::string> rules = {"0 / 0",
                                    "change: no base",
                                    "if: no answer, but the branches agree",
                                    "k = shrinks, some do not apply",
                                    "k = shrinks, all apply",
                                    "k = stays, some do not apply",
                                    "at_least: a share of them",
                                    "at_most: provisional",
                                    "at_most ties = none, at the cut",
                                    "at_most ties = all, at the cut",
                                    "no_knock_out = F",
                                    "no_knock_out = U",
                                    "no_knock_out = T",
                                    "over children",
                                    "over siblings",
                                    "over descendants",
                                    "over participants",
                                    "over under",
                                    "over a dimension",
                                    "of known, with unknown ones",
                                    "a unit that is not there",
                                    "a period that is not covered",
                                    "median of an even number",
                                    "compared: not one of them",
                                    "steps part = ignored, a part",
                                    "steps part = counts, a part"};
  for (const char* looked_at :
       {"children", "siblings", "descendants", "participants", "under", "[parent]", "[unit]",
        "under()", "attribute", "list that is read", "list that is read, one empty"}) {
    rules.push_back(fmt::format("another period's own: {}", looked_at));
  }
  for (const char* asks : {"value", "attribute", "under()", "its own set", "compared", "at_most"}) {
    rules.push_back(fmt::format("a unit that does not exist: {}", asks));
  }
  rules.insert(rules.end(),
               {"under() in another hierarchy", "world: a unit ended", "world: a unit began",
                "world: a unit moved", "world: a code passed on", "world: a list changed",
                "world: listed without existing", "world: another root", "world: 2 levels",
                "world: 3 levels", "world: 4 levels", "world: lists of the first day",
                "world: each period its own list"});
  for (const char* ties : {"min", "max", "mean", "dense"}) {
    rules.push_back(fmt::format("rank ties = {}, tied", ties));
  }
  for (const char* mode : {"half_away", "truncate", "half_even"}) {
    rules.push_back(fmt::format("round {}", mode));
    rules.push_back(fmt::format("round {}, on a half", mode));
  }
  for (const char* rule : {"leave_out", "met", "not_met", "unknown"}) {
    rules.push_back(fmt::format("when_not_applicable = {}", rule));
  }
  return rules;
}

std::vector<std::string> Coverage::unreached() const {
  std::vector<std::string> missing;
  for (size_t op = 0; op < kOperators; ++op) {
    for (size_t answer = 0; answer < 4; ++answer) {
      if (answer == 0 && !gives_truth(static_cast<Operator>(op)) &&
          static_cast<Operator>(op) != Operator::OrElse) {
        continue;
      }
      if (operators[op][answer] == 0) {
        missing.push_back(fmt::format("operator {} with {}", operator_name(op), kAnswers[answer]));
      }
    }
  }
  for (size_t answer = 0; answer < 4; ++answer) {
    if (conditionals[answer] == 0) missing.push_back(fmt::format("if with {}", kAnswers[answer]));
  }
  for (const engine::FunctionInfo& info : engine::functions()) {
    const auto& reached = functions[static_cast<size_t>(info.id)];
    for (size_t answer = 0; answer < 4; ++answer) {
      if (!can_give(info, answer)) continue;
      if (reached[answer] == 0) {
        missing.push_back(fmt::format("{}() with {}", info.name, kAnswers[answer]));
      }
    }
  }
  for (const std::string& rule : expected_rules()) {
    if (rules.count(rule) == 0) missing.push_back(rule);
  }
  return missing;
}

std::string Coverage::table() const {
  std::string text = fmt::format("{:<22}{:>9}{:>9}{:>9}{:>9}\n", "", "F", "U", "T/known", "N");
  const auto row = [&](std::string_view name, const std::array<long, 4>& counts) {
    text += fmt::format("{:<22}{:>9}{:>9}{:>9}{:>9}\n", name, counts[0], counts[1], counts[2],
                        counts[3]);
  };
  for (size_t op = 0; op < kOperators; ++op) row(operator_name(op), operators[op]);
  row("if", conditionals);
  for (const engine::FunctionInfo& info : engine::functions()) {
    row(std::string(info.name) + "()", functions[static_cast<size_t>(info.id)]);
  }
  for (const auto& [rule, count] : rules) text += fmt::format("{:<49}{:>9}\n", rule, count);
  return text;
}

}  // namespace exemplar::oracle
