#include "programme/report/failing_conditions.hpp"

#include <algorithm>
#include <map>

namespace exemplar::programme {

using engine::Answer;

namespace {

// Comparisons, and indicators that are conditions themselves.
void collect(const ExplainedNode& node, bool negated, std::vector<const ExplainedNode*>& found) {
  if (!node.decides) return;
  const bool turned = node.kind == ExplainedKind::Not ? !negated : negated;
  const bool leaf = node.kind == ExplainedKind::Comparison || node.kind == ExplainedKind::Indicator;
  if (leaf) {
    const Answer wanted = negated ? Answer::Met : Answer::NotMet;
    if (node.value.answer == wanted) found.push_back(&node);
    return;
  }
  for (const ExplainedNode& child : node.children) {
    if (child.value.type == engine::ValueType::Truth) collect(child, turned, found);
  }
}

void names_in(const ExplainedNode& node, std::map<std::string, Text>& names) {
  if (!node.id.empty() && !(node.name == Text{})) names.emplace(node.id, node.name);
  for (const ExplainedNode& child : node.children) names_in(child, names);
}

bool of_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// The formula with every id that has a name replaced by it, and ≥ for >=.
std::string in_words(const std::string& formula, const std::map<std::string, Text>& names,
                     Language language) {
  std::string text;
  for (size_t at = 0; at < formula.size();) {
    if (of_name(formula[at])) {
      size_t end = at;
      while (end < formula.size() && of_name(formula[end])) ++end;
      const std::string id = formula.substr(at, end - at);
      const auto name = names.find(id);
      text += name == names.end() ? id : name->second.in(language);
      at = end;
    } else if (formula.compare(at, 2, ">=") == 0 || formula.compare(at, 2, "<=") == 0) {
      text += formula[at] == '>' ? "≥" : "≤";
      at += 2;
    } else {
      text += formula[at++];
    }
  }
  return text;
}

}  // namespace

std::vector<FailingCondition> failing_conditions(const std::vector<Explanation>& units,
                                                 size_t criterion) {
  std::vector<std::string> order;
  std::map<std::string, FailingCondition> found;
  for (const Explanation& unit : units) {
    const ExplainedCriterion& one = unit.criteria[criterion];
    if (one.raw.answer != Answer::NotMet) continue;
    std::vector<const ExplainedNode*> conditions;
    collect(one.tree, false, conditions);
    for (const ExplainedNode* condition : conditions) {
      const auto [at, is_new] = found.try_emplace(condition->formula);
      if (is_new) {
        order.push_back(condition->formula);
        std::map<std::string, Text> names;
        names_in(*condition, names);
        at->second.what = {in_words(condition->formula, names, Language::Vietnamese),
                           in_words(condition->formula, names, Language::English)};
      }
      ++at->second.units;
    }
  }
  std::vector<FailingCondition> result;
  for (const std::string& formula : order) result.push_back(found.at(formula));
  std::stable_sort(result.begin(), result.end(),
                   [](const auto& a, const auto& b) { return a.units > b.units; });
  return result;
}

}  // namespace exemplar::programme
