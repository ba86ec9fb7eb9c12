#include "programme/explanation/condition_text.hpp"

#include "programme/explanation/arithmetic_text.hpp"

namespace exemplar::programme {

using engine::Answer;

std::string_view sign_of(Answer answer) {
  switch (answer) {
    case Answer::Met:
      return "✓";
    case Answer::NotMet:
      return "✗";
    case Answer::Unknown:
      return "?";
    case Answer::NotApplicable:
      return "–";
  }
  return "?";
}

namespace {

bool said(const ExplainedNode& condition) {
  return std::any_of(condition.children.begin(), condition.children.end(), [](const auto& part) {
    return part.kind == ExplainedKind::Said && part.decides;
  });
}

bool has_indicator(const ExplainedNode& node) {
  return node.kind == ExplainedKind::Indicator ||
         std::any_of(node.children.begin(), node.children.end(), has_indicator);
}

// A bound that the authors of the rule wrote, itself or by kinds of units.
bool is_threshold(const ExplainedNode& comparison, bool any) {
  if (comparison.kind != ExplainedKind::Comparison || comparison.children.size() != 2) return false;
  const ExplainedNode& bound = comparison.children[1];
  if (has_indicator(bound) || bound.kind == ExplainedKind::PeriodDay) return false;
  return any || !bound.value.exact || bound.value.exact->numerator != 0;
}

}  // namespace

// What leads to a branch is told where it matters: where it ends in a reason, and in full.
bool ConditionText::hidden_test(const ExplainedNode& condition) const {
  return condition.kind == ExplainedKind::Condition && !full_ && condition.value.known();
}

const ExplainedNode* ConditionText::threshold(const ExplainedNode& node, bool any) const {
  if (is_threshold(node, any)) return &node;
  for (size_t i = 0; i < node.children.size(); ++i) {
    const bool test = node.kind == ExplainedKind::Condition && i == 0 && !said(node) &&
                      (!any || hidden_test(node));
    if (test || !shown(node.children[i])) continue;
    if (const ExplainedNode* found = threshold(node.children[i], any)) return found;
  }
  return nullptr;
}

void ConditionText::own_thresholds(const ExplainedNode& tree) {
  threshold_ = threshold(tree, false);
  if (threshold_ == nullptr) threshold_ = threshold(tree, true);
}

void ConditionText::signed_line(const ExplainedNode& node, const std::string& margin,
                                std::string text) {
  if (&node == threshold_) text += " " + say(msg("(threshold chosen by us)"));
  const std::string sign = signs_ ? std::string(sign_of(node.value.answer)) + " " : "";
  lines_.add(margin + sign, text, kHanging);
}

void ConditionText::parts(const ExplainedNode& node, const std::string& margin) {
  const bool outer = signs_;
  signs_ = signs_ || (full_ && node.children.size() > 1);
  for (const ExplainedNode& part : node.children) {
    if (shown(part)) condition(part, margin);
  }
  signs_ = outer;
}

void ConditionText::at_least(const ExplainedNode& node, const std::string& margin) {
  int64_t met = 0;
  int64_t not_met = 0;
  int64_t unknown = 0;
  for (const ExplainedNode& part : node.children) {
    met += part.value.answer == Answer::Met ? 1 : 0;
    not_met += part.value.answer == Answer::NotMet ? 1 : 0;
    unknown += part.value.answer == Answer::Unknown ? 1 : 0;
  }
  signed_line(node, margin,
              say(msg("at least {} of {} are needed: {} met, {} not met, {} unknown", node.wanted,
                      node.judged, met, not_met, unknown)));
  const bool outer = std::exchange(signs_, true);
  for (const ExplainedNode& part : node.children) {
    if (shown(part)) condition(part, margin + "  ");
  }
  signs_ = outer;
}

void ConditionText::branches(const ExplainedNode& node, const std::string& margin) {
  if (node.children.size() != 3) return;
  const ExplainedNode& test = node.children[0];
  const ExplainedNode& taken = node.children[node.children[1].decides ? 1 : 2];
  const ExplainedNode& other = node.children[node.children[1].decides ? 2 : 1];
  const bool ends_in_reason = taken.kind == ExplainedKind::Said;
  const bool open = !test.value.known() && !node.value.known();
  if (open) {
    condition(test, margin);
    return;
  }
  const bool outer = signs_;
  if (ends_in_reason) condition(taken, margin);
  if (!hidden_test(node)) {
    signs_ = true;
    condition(test, margin);
    signs_ = outer;
  }
  if (!ends_in_reason) condition(taken, margin);
  // The share that the few answers of a survey give is shown, and said not to count.
  if (ends_in_reason && other.kind == ExplainedKind::Comparison && other.value.known()) {
    lines_.add(margin,
               comparison_text(other, language_, naming_) + " " + say(msg("(does not count here)")),
               kHanging);
  }
}

void ConditionText::comparison(const ExplainedNode& node, const std::string& margin) {
  signed_line(node, margin, comparison_text(node, language_, naming_));
  reasons(node, margin + "  ");
  if (!full_) return;
  for (const ExplainedNode& side : node.children) value(side, margin + "  ");
}

// How a number came about, a step a line: functions, measures, other periods.
void ConditionText::value(const ExplainedNode& node, const std::string& margin) {
  const bool step = node.kind == ExplainedKind::Measure || node.kind == ExplainedKind::Function ||
                    node.kind == ExplainedKind::Aggregate || node.kind == ExplainedKind::OrElse ||
                    node.kind == ExplainedKind::Ranking ||
                    node.kind == ExplainedKind::OtherPeriod ||
                    node.kind == ExplainedKind::OtherUnit;
  for (const ExplainedNode& part : node.children) {
    const bool leaf = part.children.empty();
    if (step && !leaf && !part.repeated)
      lines_.add(margin, arithmetic_text(part, language_, naming_));
    value(part, step ? margin + "  " : margin);
  }
}

// The reasons at the bottom: what is unknown because an indicator is says so with its value.
void ConditionText::reasons(const ExplainedNode& node, const std::string& margin) {
  if (node.value.known()) return;
  bool below = false;
  for (const ExplainedNode& part : node.children) {
    if (part.value.answer == node.value.answer && part.decides) {
      below = true;
      reasons(part, margin);
    }
  }
  if (below || node.kind == ExplainedKind::Indicator || !node.value.reason) return;
  const std::string text = reason_text(*node.value.reason, node.value.style, language_);
  if (told_reasons_.insert(node.formula + text).second) {
    const std::string what =
        naming_ == Naming::Names ? formula_in_words(node, language_) : node.formula;
    lines_.add(margin, (what.empty() ? "" : what + ": ") + text);
  }
}

void ConditionText::condition(const ExplainedNode& node, const std::string& margin) {
  switch (node.kind) {
    case ExplainedKind::All:
      parts(node, margin);
      break;
    case ExplainedKind::Any:
      if (node.children.size() > 1 && node.value.answer != Answer::Met) {
        signed_line(node, margin, say(msg("one of these is needed:")));
        const bool outer = std::exchange(signs_, true);
        for (const ExplainedNode& part : node.children) condition(part, margin + "  ");
        signs_ = outer;
      } else {
        parts(node, margin);
      }
      break;
    case ExplainedKind::AtLeast:
      at_least(node, margin);
      break;
    case ExplainedKind::Not: {
      signed_line(node, margin, say(msg("this must not hold:")));
      const bool outer = std::exchange(signs_, true);
      negated_ = !negated_;
      for (const ExplainedNode& part : node.children) condition(part, margin + "  ");
      negated_ = !negated_;
      signs_ = outer;
      break;
    }
    case ExplainedKind::Condition:
      branches(node, margin);
      break;
    case ExplainedKind::Comparison:
      comparison(node, margin);
      break;
    case ExplainedKind::Said:
      if (node.value.reason) {
        lines_.add(margin, say(msg("{}: {}", say(words_for(node.value.answer)),
                                   node.value.reason->text.in(language_))));
      }
      break;
    case ExplainedKind::Applies:
      if (node.children.size() == 2 && node.children[1].value.answer != Answer::Met) {
        lines_.add(margin, say(msg("it does not apply to this unit")));
        condition(node.children[1], margin + "  ");
      } else if (!node.children.empty()) {
        condition(node.children[0], margin);
      }
      break;
    case ExplainedKind::Measure:
      signed_line(node, margin, arithmetic_text(node, language_, naming_));
      if (!node.children.empty()) condition(node.children[0], margin + "  ");
      break;
    case ExplainedKind::Indicator:
    case ExplainedKind::Attribute: {
      std::string text = arithmetic_text(node, language_, naming_);
      if (!negated_) text += "; " + say(msg("must be yes"));
      signed_line(node, margin, text);
      break;
    }
    default:
      signed_line(node, margin, arithmetic_text(node, language_, naming_));
      reasons(node, margin + "  ");
      if (full_) value(node, margin + "  ");
  }
}

void ConditionText::collect(const ExplainedNode& node) {
  const bool is_fact =
      node.kind == ExplainedKind::Indicator || node.kind == ExplainedKind::Attribute ||
      (node.kind == ExplainedKind::Measure && !node.repeated) || !node.members.empty();
  if (is_fact) {
    FactLine line = fact_line(node, language_, naming_);
    const bool told = std::any_of(facts_.begin(), facts_.end(),
                                  [&](const FactLine& one) { return one.text == line.text; });
    if (!told) facts_.push_back(std::move(line));
  }
  for (size_t i = 0; i < node.children.size(); ++i) {
    const ExplainedNode& part = node.children[i];
    if (i == 0 && hidden_test(node)) continue;
    // Beside a reason for having no answer, the values that do not count are shown as well.
    const bool beside = said(node) && part.kind == ExplainedKind::Comparison && part.value.known();
    if (shown(part) || beside) collect(part);
  }
}

void ConditionText::facts(const std::string& margin) {
  // A source that all values share is said once, at the end.
  std::vector<std::string> shared;
  bool several = false;
  for (const FactLine& line : facts_) {
    if (line.sources.empty()) continue;
    several = several || (!shared.empty() && line.sources != shared);
    shared = line.sources;
  }
  for (const FactLine& line : facts_) {
    lines_.add(margin, line.text, kHanging);
    if (!full_) continue;
    for (const std::string& detail : line.details) lines_.add(margin + "  ", detail, kHanging);
    for (const std::string& source : line.sources) {
      if (several) lines_.add(margin + "  ", source, kHanging);
    }
  }
  if (full_ && !several) {
    for (const std::string& source : shared) lines_.add(margin, source, kHanging);
  }
  facts_.clear();
}

}  // namespace exemplar::programme
