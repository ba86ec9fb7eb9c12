#include "programme/report/failing_conditions.hpp"

#include <algorithm>
#include <map>

#include "programme/explanation/arithmetic_text.hpp"
#include "programme/explanation/deciding_conditions.hpp"

namespace exemplar::programme {

using engine::Answer;

namespace {

struct Found {
  DecidingCondition first;
  bool one_level = true;  // the computed bound is the same at every unit
  int64_t units = 0;
};

std::string bound_of(const ExplainedNode& node) {
  return has_computed_bound(node) ? written_value(node.children[1], Language::English) : "";
}

Text text_of(const Found& found) {
  const ExplainedNode& node = *found.first.node;
  const bool told = found.one_level && has_computed_bound(node);
  const auto in = [&](Language language) {
    return asked_text(found.first, told ? written_value(node.children[1], language) : "", language);
  };
  return {in(Language::Vietnamese), in(Language::English)};
}

}  // namespace

std::vector<FailingCondition> failing_conditions(const std::vector<Explanation>& units,
                                                 size_t criterion) {
  std::vector<std::string> order;
  std::map<std::string, Found> found;
  for (const Explanation& unit : units) {
    const ExplainedCriterion& one = unit.criteria[criterion];
    if (one.raw.answer != Answer::NotMet) continue;
    for (const DecidingCondition& condition : deciding_conditions(one.tree, Answer::NotMet)) {
      const std::string& formula = condition.node->formula;
      const auto [at, is_new] = found.try_emplace(formula);
      if (is_new) {
        order.push_back(formula);
        at->second.first = condition;
      }
      if (bound_of(*condition.node) != bound_of(*at->second.first.node)) {
        at->second.one_level = false;
      }
      ++at->second.units;
    }
  }
  std::vector<FailingCondition> result;
  for (const std::string& formula : order) {
    result.push_back({text_of(found.at(formula)), found.at(formula).units});
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const auto& a, const auto& b) { return a.units > b.units; });
  return result;
}

}  // namespace exemplar::programme
