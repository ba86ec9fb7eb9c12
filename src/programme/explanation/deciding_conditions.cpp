#include "programme/explanation/deciding_conditions.hpp"

#include <algorithm>

#include "programme/explanation/arithmetic_text.hpp"
#include "programme/explanation/policy_text.hpp"

namespace exemplar::programme {

using engine::Answer;

namespace {

// More are counted only: the line stands in a tooltip.
constexpr size_t kToldMax = 3;

bool is_leaf(const ExplainedNode& node) {
  switch (node.kind) {
    case ExplainedKind::Comparison:
    case ExplainedKind::Indicator:
    case ExplainedKind::Attribute:
    case ExplainedKind::Said:
      return true;
    default:
      return node.children.empty();
  }
}

// One of several would do: `or`, and what `not` makes of `and`.
bool is_choice(const ExplainedNode& node, bool negated) {
  return node.kind == (negated ? ExplainedKind::All : ExplainedKind::Any) &&
         node.children.size() > 1;
}

void collect(const ExplainedNode& node, Answer answer, bool negated,
             std::vector<DecidingCondition>& found) {
  if (!node.decides) return;
  const bool turned = node.kind == ExplainedKind::Not ? !negated : negated;
  if (is_leaf(node) || (answer == Answer::NotMet && is_choice(node, negated))) {
    const Answer failing = negated && answer == Answer::NotMet ? Answer::Met : answer;
    if (node.value.answer == failing) found.push_back({&node, negated});
    return;
  }
  for (const ExplainedNode& child : node.children) {
    if (child.value.type == engine::ValueType::Truth) collect(child, answer, turned, found);
  }
}

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

// Each of several, of which one would do.
std::string choice_text(const std::vector<std::string>& parts, Language language) {
  return render(
      msg("one of these is needed: {}", joined(parts, "; " + render(msg("or"), language) + " ")),
      language);
}

std::string failing_text(const ExplainedNode& node, bool negated, Language language) {
  if (is_choice(node, negated)) {
    std::vector<std::string> parts;
    for (const ExplainedNode& part : node.children) {
      parts.push_back(failing_text(part, negated, language));
    }
    return choice_text(parts, language);
  }
  if (node.kind == ExplainedKind::Comparison) {
    return negated
               ? render(msg("this must not hold: {}", formula_in_words(node, language)), language)
               : comparison_text(node, language, Naming::Names);
  }
  const std::string text = arithmetic_text(node, language, Naming::Names);
  return text + "; " + render(negated ? msg("must be no") : msg("must be yes"), language);
}

bool has_function(const ExplainedNode& node) {
  return node.kind == ExplainedKind::Function || node.kind == ExplainedKind::Condition ||
         std::any_of(node.children.begin(), node.children.end(), has_function);
}

const std::string& named(const ExplainedNode& node, Language language) {
  const std::string& name = node.name.in(language);
  return name.empty() ? node.id : name;
}

// What is not known, or does not apply, at the bottom of a condition, and why.
void missing(const ExplainedNode& node, Answer answer, Language language,
             std::vector<std::string>& found) {
  if (node.value.answer != answer) return;
  const bool leaf = node.kind == ExplainedKind::Indicator ||
                    node.kind == ExplainedKind::Attribute || node.kind == ExplainedKind::Said;
  bool below = false;
  for (const ExplainedNode& part : node.children) {
    if (leaf || !part.decides || part.value.answer != answer) continue;
    below = true;
    missing(part, answer, language, found);
  }
  if (below) return;
  std::string text = named(node, language);
  if (text.empty() && node.kind != ExplainedKind::Said) text = formula_in_words(node, language);
  if (node.value.reason) {
    text +=
        (text.empty() ? "" : ": ") + reason_text(*node.value.reason, node.value.style, language);
  }
  if (!text.empty() && std::find(found.begin(), found.end(), text) == found.end()) {
    found.push_back(text);
  }
}

std::string told(std::vector<std::string> parts, Language language) {
  const size_t more = parts.size() > kToldMax ? parts.size() - kToldMax : 0;
  parts.resize(parts.size() - more);
  if (more > 0) parts.push_back(render(msg("and {} conditions more", more), language));
  return joined(parts, " · ");
}

}  // namespace

std::vector<DecidingCondition> deciding_conditions(const ExplainedNode& tree, Answer answer) {
  std::vector<DecidingCondition> found;
  collect(tree, answer, false, found);
  return found;
}

bool has_computed_bound(const ExplainedNode& node) {
  if (node.kind != ExplainedKind::Comparison || node.children.size() != 2) return false;
  const ExplainedNode& bound = node.children[1];
  const bool told = bound.kind == ExplainedKind::Constant ||
                    bound.kind == ExplainedKind::PeriodDay || !bound.id.empty();
  return !told && has_function(bound);
}

std::string asked_text(const DecidingCondition& condition, const std::string& level,
                       Language language) {
  const ExplainedNode& node = *condition.node;
  if (is_choice(node, condition.negated)) {
    std::vector<std::string> parts;
    for (const ExplainedNode& part : node.children) {
      parts.push_back(asked_text({&part, condition.negated}, "", language));
    }
    return choice_text(parts, language);
  }
  if (condition.negated) {
    return render(msg("this must not hold: {}", formula_in_words(node, language)), language);
  }
  if (node.kind != ExplainedKind::Comparison || node.children.size() != 2) {
    return formula_in_words(node, language);
  }
  const ExplainedNode& bound = node.children[1];
  std::string asked = bound.kind == ExplainedKind::Constant ? written_value(bound, language)
                                                            : formula_in_words(bound, language);
  if (has_computed_bound(node)) {
    const bool day = bound.value.type == engine::ValueType::Date;
    asked = level.empty()
                ? render(day ? msg("the day set for the unit") : msg("what is set for the unit"),
                         language)
                : level;
  }
  return formula_in_words(node.children[0], language) + ": " + needed_text(node, asked, language);
}

std::string brief_reason(const ExplainedCriterion& criterion, Language language) {
  const Answer answer = criterion.raw.answer;
  if (answer == Answer::Met || criterion.answer.answer == Answer::Met) return "";
  std::vector<std::string> parts;
  if (answer == Answer::NotMet) {
    for (const DecidingCondition& one : deciding_conditions(criterion.tree, answer)) {
      parts.push_back(failing_text(*one.node, one.negated, language));
    }
  } else {
    missing(criterion.tree, answer, language, parts);
  }
  std::string text = told(std::move(parts), language);
  if (const auto policy = policy_words(criterion)) {
    text += (text.empty() ? "" : "; ") + render(*policy, language);
  }
  return text;
}

}  // namespace exemplar::programme
