// A tree of conditions as indented lines, and the values behind them (private to the rendering).
#pragma once

#include "programme/explanation/explanation.hpp"
#include "programme/explanation/text_lines.hpp"

namespace exemplar::programme {

// ✓ ✗ ? –
std::string_view sign_of(engine::Answer answer);

class ConditionText {
 public:
  // In full: every condition and every detail; else only what decides.
  ConditionText(TextLines& lines, Language language, bool full)
      : lines_(lines), language_(language), full_(full) {}

  // The thresholds are the authors' own: said once, at the first of them.
  void own_thresholds(bool own) { own_thresholds_ = own; }
  void condition(const ExplainedNode& node, const std::string& margin);
  // The values under the conditions that were shown, each once.
  void facts(const ExplainedNode& node, const std::string& margin);

 private:
  std::string say(const Message& message) const { return render(message, language_); }
  void signed_line(const ExplainedNode& node, const std::string& margin, std::string text);
  void parts(const ExplainedNode& node, const std::string& margin);
  void at_least(const ExplainedNode& node, const std::string& margin);
  void branches(const ExplainedNode& node, const std::string& margin);
  void comparison(const ExplainedNode& node, const std::string& margin);
  void reasons(const ExplainedNode& node, const std::string& margin);
  void value(const ExplainedNode& node, const std::string& margin);
  bool shown(const ExplainedNode& node) const { return full_ || node.decides; }

  TextLines& lines_;
  Language language_;
  bool full_;
  bool own_thresholds_ = false;
  bool signs_ = false;  // several conditions stand side by side
  std::set<std::string> told_facts_;
  std::set<std::string> told_reasons_;
};

}  // namespace exemplar::programme
