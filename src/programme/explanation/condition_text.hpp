// A tree of conditions as indented lines, and the values behind them (private to the rendering).
#pragma once

#include "programme/explanation/explanation.hpp"
#include "programme/explanation/fact_text.hpp"
#include "programme/explanation/naming.hpp"
#include "programme/explanation/text_lines.hpp"

namespace exemplar::programme {

// ✓ ✗ ? –
std::string_view sign_of(engine::Answer answer);

// Columns by which the rest of a long line is indented.
inline constexpr int kHanging = 2;

class ConditionText {
 public:
  // In full: every condition and every detail; else only what decides.
  ConditionText(TextLines& lines, Language language, bool full, Naming naming = Naming::Ids)
      : lines_(lines), language_(language), full_(full), naming_(naming) {}

  // The thresholds are the authors' own: said once, at the one that matters most.
  void own_thresholds(const ExplainedNode& tree);
  void condition(const ExplainedNode& node, const std::string& margin);
  // The values under the conditions that are shown: first collected, then a line each.
  void collect(const ExplainedNode& node);
  void facts(const std::string& margin);

 private:
  std::string say(const Message& message) const { return render(message, language_); }
  void signed_line(const ExplainedNode& node, const std::string& margin, std::string text);
  void parts(const ExplainedNode& node, const std::string& margin);
  void at_least(const ExplainedNode& node, const std::string& margin);
  void branches(const ExplainedNode& node, const std::string& margin);
  void comparison(const ExplainedNode& node, const std::string& margin);
  void reasons(const ExplainedNode& node, const std::string& margin);
  const ExplainedNode* threshold(const ExplainedNode& node, bool any) const;
  bool hidden_test(const ExplainedNode& condition) const;
  void value(const ExplainedNode& node, const std::string& margin);
  bool shown(const ExplainedNode& node) const { return full_ || node.decides; }

  TextLines& lines_;
  Language language_;
  bool full_;
  Naming naming_;
  const ExplainedNode* threshold_ = nullptr;
  bool negated_ = false;  // inside `not`
  bool signs_ = false;    // several conditions stand side by side
  std::vector<FactLine> facts_;
  std::set<std::string> told_reasons_;
};

}  // namespace exemplar::programme
