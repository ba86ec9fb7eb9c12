#include "programme/explanation/render_text.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "programme/explanation/condition_text.hpp"
#include "programme/explanation/policy_text.hpp"

namespace exemplar::programme {

using engine::Answer;

namespace {

// What decides, the values behind it, and the policy.
void reasons(TextLines& lines, const ExplainedCriterion& one, Language language,
             const std::string& margin, Naming naming = Naming::Ids) {
  ConditionText conditions(lines, language, false, naming);
  if (one.illustrative) conditions.own_thresholds(one.tree);
  conditions.condition(one.tree, margin);
  conditions.collect(one.tree);
  conditions.facts(margin);
  if (const auto policy = policy_words(one)) lines.add(margin, render(*policy, language));
}

std::string level_name(const Explanation& what, const std::optional<size_t>& index,
                       Language language) {
  if (!index) return render(msg("no level"), language);
  const ExplainedLevel& level = what.levels[*index];
  const std::string& name = level.name.in(language);
  return name.empty() ? level.id : name;
}

class Renderer {
 public:
  Renderer(const Explanation& what, Language language, int width)
      : what_(what), language_(language), lines_(width) {
    for (const ExplainedCriterion& one : what.criteria) {
      id_width_ = std::max(id_width_, display_width(one.id));
    }
  }

  std::vector<std::string> run() {
    header();
    if (!what_.whole) {
      for (const ExplainedCriterion& one : what_.criteria) in_full(one);
      for (const ExplainedNode& one : what_.measures) in_full(one);
      acceptances();
      return lines_.take();
    }
    // What asks for work first, what is in order last.
    for (const Answer answer : {Answer::NotMet, Answer::Unknown, Answer::NotApplicable}) {
      for (const ExplainedCriterion& one : what_.criteria) {
        if (one.answer.answer == answer) in_brief(one);
      }
    }
    bool first = true;
    for (const ExplainedCriterion& one : what_.criteria) {
      if (one.answer.answer != Answer::Met) continue;
      if (std::exchange(first, false)) lines_.blank();
      title(one);
    }
    if (!what_.measures.empty()) measures();
    acceptances();
    return lines_.take();
  }

 private:
  std::string say(const Message& message) const { return render(message, language_); }

  std::string labels() const {
    std::string text;
    for (const Message& label : labels_of(what_)) text += (text.empty() ? "" : " · ") + say(label);
    return text;
  }

  std::string counts() const {
    std::string text = say(msg("{}/{} met", what_.met, what_.judged()));
    if (what_.not_met > 0) text += ", " + say(msg("{} not met", what_.not_met));
    if (what_.unknown > 0) text += ", " + say(msg("{} unknown", what_.unknown));
    if (what_.not_applicable > 0) {
      text += ", " + say(msg("{} not applicable", what_.not_applicable));
    }
    return text;
  }

  void header() {
    std::string text =
        what_.name.in(language_) + " (" + what_.code + ") · " + say(what_.period_label);
    // Where nothing is judged nothing is met or not.
    if (what_.has_criteria()) {
      text += " · " + say(words_for(what_.standing)) + ": " + counts();
    } else {
      if (what_.headline) text += " · " + headline(what_.measures[*what_.headline]);
      const bool level =
          !what_.levels.empty() && !what_.level_open && what_.standing != Standing::NotAssessable;
      if (level) text += " · " + level_name(what_, what_.level, language_);
    }
    if (!what_.takes_part) text += " · " + say(msg("does not take part"));
    lines_.add_with_right("", text, labels(), false);
    lines_.add("", view());
    // Without criteria the first line has said a level that is known.
    const bool level_told = !what_.has_criteria() && !what_.level_open;
    if (!what_.levels.empty() && what_.standing != Standing::NotAssessable && !level_told) {
      lines_.add("", level_line(what_, language_));
    }
    assessable();
    lines_.blank();
  }

  std::string headline(const ExplainedNode& measure) const {
    const std::string& name = measure.name.in(language_);
    return (name.empty() ? measure.id : name) + ": " + value_text(measure.value, language_);
  }

  std::string view() const {
    std::string text = what_.criteria_set_name.in(language_);
    if (text.empty()) text = what_.criteria_set;
    text += " · " + say(msg("values: {} or higher", say(words_for(what_.floor))));
    text +=
        " · " + (what_.geography
                     ? say(msg("in the geography of {}", format_date(*what_.geography, language_)))
                     : say(msg("in the geography of that time")));
    return text;
  }

  void assessable() {
    for (const std::string& line : assessable_lines(what_, language_)) {
      lines_.add("", line, kHanging);
    }
  }

  std::string margin() const { return std::string(static_cast<size_t>(id_width_) + 4, ' '); }

  void title(const ExplainedCriterion& one) {
    const std::string& name = one.title.in(language_);
    std::string text = name;
    if (one.points && one.points_max && !one.points->withheld) {
      text += " · " + say(msg("{}/{} points", value_text(*one.points, language_),
                              format_number(*one.points_max, language_)));
    }
    if (one.knock_out && one.answer.answer != Answer::Met) {
      text += " · " + say(msg("knock-out"));
    }
    if (one.answer.correction_pending) text += " · " + say(msg("correction pending"));
    const std::string& group = one.group_name.in(language_);
    std::string right = one.group;
    if (!right.empty() && !group.empty()) right += ". " + group;
    lines_.add_with_right(std::string(sign_of(one.answer.answer)) + " " +
                              pad_to_width(one.id, id_width_, Align::Right) + "  ",
                          text, right, true);
  }

  void rule_and_basis(const ExplainedCriterion& one) {
    const std::string& text = one.text.in(language_);
    if (!text.empty()) lines_.add(margin(), say(msg("Rule: {}", text)), kHanging);
    if (!one.illustrative) {
      lines_.add(margin(), say(msg("Basis: {}", one.basis)));
    } else {
      lines_.add(margin(), say(msg("Basis: none published, illustrative criterion")));
    }
  }

  void in_brief(const ExplainedCriterion& one) {
    title(one);
    reasons(lines_, one, language_, margin());
    rule_and_basis(one);
    lines_.blank();
  }

  void formula(const Message& head, const FormulaText& formula) {
    if (formula.empty()) return;
    std::string text;
    // The pack's own line breaks are its authors'; here the terminal's count.
    for (const std::string_view line : split(formula.text, '\n')) {
      const std::string_view part = trim(line);
      if (!part.empty()) text += (text.empty() ? "" : " ") + std::string(part);
    }
    lines_.add(margin(), say(head) + " " + text, kHanging);
  }

  void in_full(const ExplainedCriterion& one) {
    title(one);
    std::string counted = say(words_for(one.answer.answer));
    if (one.answer.known())
      counted += ", " + say(msg("from {} values", say(words_for(one.answer.status))));
    lines_.add(margin(), say(msg("Answer: {}", counted)));
    lines_.blank();
    ConditionText conditions(lines_, language_, true);
    if (one.illustrative) conditions.own_thresholds(one.tree);
    conditions.condition(one.tree, margin());
    if (one.points_tree) {
      lines_.add(margin(), say(msg("Points:")));
      conditions.condition(*one.points_tree, margin() + "  ");
    }
    if (const auto policy = policy_words(one)) lines_.add(margin(), say(*policy));
    lines_.blank();
    lines_.add(margin(), say(msg("Values:")));
    conditions.collect(one.tree);
    if (one.points_tree) conditions.collect(*one.points_tree);
    conditions.facts(margin() + "  ");
    lines_.blank();
    rule_and_basis(one);
    formula(msg("Applies when:"), one.applies);
    formula(msg("Formula:"), one.met);
    formula(msg("Points by:"), one.points_formula);
    const std::string& evidence = one.evidence.in(language_);
    if (!evidence.empty()) lines_.add(margin(), say(msg("Evidence asked: {}", evidence)), kHanging);
  }

  // A measure, how its number came about a step a line, and every value behind it.
  void in_full(const ExplainedNode& measure) {
    const std::string& name = measure.name.in(language_);
    lines_.add("", name.empty() ? measure.id : name);
    ConditionText conditions(lines_, language_, true);
    conditions.condition(measure, "  ");
    lines_.blank();
    lines_.add("  ", say(msg("Values:")));
    conditions.collect(measure);
    conditions.facts("    ");
  }

  // Each once with its value and formula, followed by the values that it is made of.
  void measures() {
    ConditionText conditions(lines_, language_, true);
    for (const ExplainedNode& one : what_.measures) conditions.collect(one);
    conditions.facts("");
  }

  void acceptances() {
    if (!what_.acceptances.empty()) lines_.blank();
    for (const Acceptance& one : what_.acceptances) {
      lines_.add("",
                 say(msg("{}: the warning {} is accepted: {}", one.where, one.accepted->warning,
                         one.accepted->reason.in(language_))),
                 kHanging);
    }
  }

  const Explanation& what_;
  Language language_;
  TextLines lines_;
  int id_width_ = 1;
};

}  // namespace

std::vector<std::string> render_text(const Explanation& explanation, Language language, int width) {
  return Renderer(explanation, language, width).run();
}

std::vector<std::string> reason_lines(const ExplainedCriterion& criterion, Language language,
                                      Naming naming) {
  TextLines lines(0);
  reasons(lines, criterion, language, "", naming);
  return lines.take();
}

std::vector<std::string> assessable_lines(const Explanation& explanation, Language language,
                                          Naming naming) {
  if (explanation.assessable == Answer::Met) return {};
  const std::string& reason = explanation.assessable_reason.in(language);
  const Message head = explanation.assessable == Answer::NotMet
                           ? msg("Not assessable: {}", reason)
                           : msg("Not known whether it can be assessed: {}", reason);
  TextLines lines(0);
  lines.add("", render(head, language));
  if (explanation.assessable_tree) {
    ConditionText conditions(lines, language, false, naming);
    conditions.condition(*explanation.assessable_tree, "   ");
    conditions.collect(*explanation.assessable_tree);
    conditions.facts("   ");
  }
  return lines.take();
}

std::string level_line(const Explanation& what, Language language) {
  if (what.levels.empty() || what.standing == Standing::NotAssessable) return "";
  const auto name = [&](const std::optional<size_t>& index) {
    return level_name(what, index, language);
  };
  const bool fixed = what.level == what.level_best && what.level == what.level_worst;
  if (fixed && !what.level_open) return render(msg("Level: {}", name(what.level)), language);
  const std::string own =
      what.level_open ? render(msg("undetermined"), language) : name(what.level);
  return render(msg("Level: {}; with all values known at best {}, at worst {}", own,
                    name(what.level_best), name(what.level_worst)),
                language);
}

}  // namespace exemplar::programme
