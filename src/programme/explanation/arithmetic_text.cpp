#include "programme/explanation/arithmetic_text.hpp"

#include "base/number.hpp"
#include "programme/indicator/formula_in_words.hpp"

namespace exemplar::programme {

using engine::Op;

namespace {

std::string_view sign_of(Op op) {
  switch (op) {
    case Op::Add:
      return " + ";
    case Op::Subtract:
      return " - ";
    case Op::Multiply:
      return " × ";
    default:
      return " / ";
  }
}

bool is_sum(const ExplainedNode& node) {
  return node.kind == ExplainedKind::Arithmetic && (node.op == Op::Add || node.op == Op::Subtract);
}

bool is_operation(const ExplainedNode& node) {
  return node.kind == ExplainedKind::Arithmetic && node.op != Op::Negate;
}

// 62 / 68; (3 + 4) / 10
std::string substituted(const ExplainedNode& node, Language language) {
  if (!is_operation(node) || node.children.size() != 2) return value_text(node.value, language);
  const auto operand = [&](const ExplainedNode& part, bool right) {
    const std::string text = substituted(part, language);
    const bool looser = is_sum(part) && !is_sum(node);
    const bool binds_right =
        right && is_operation(part) && (node.op == Op::Divide || node.op == Op::Subtract);
    return looser || binds_right ? "(" + text + ")" : text;
  };
  return operand(node.children[0], false) + std::string(sign_of(node.op)) +
         operand(node.children[1], true);
}

std::string interval_text(const ConfidenceInterval& interval, Language language) {
  const auto low = round_to_integer(interval.low, 2, RoundingMode::HalfAwayFromZero);
  const auto high = round_to_integer(interval.high, 2, RoundingMode::HalfAwayFromZero);
  if (!low || !high) return "";
  return render(msg(" ({} interval: {}–{})", format_percent(Ratio{95, 100}, 0, language),
                    format_integer(*low, language), format_percent(Ratio{*high, 100}, 0, language)),
                language);
}

Message needed_day(engine::Operator comparison, const std::string& day) {
  switch (comparison) {
    case engine::Operator::Equal:
      return msg("must be on {}", day);
    case engine::Operator::NotEqual:
      return msg("must not be on {}", day);
    case engine::Operator::Less:
      return msg("must be before {}", day);
    case engine::Operator::LessOrEqual:
      return msg("must be on or before {}", day);
    case engine::Operator::Greater:
      return msg("must be after {}", day);
    default:
      return msg("must be on or after {}", day);
  }
}

Message needed(engine::Operator comparison, const std::string& value) {
  switch (comparison) {
    case engine::Operator::Equal:
      return msg("must be {}", value);
    case engine::Operator::NotEqual:
      return msg("must not be {}", value);
    case engine::Operator::Less:
      return msg("must be below {}", value);
    case engine::Operator::LessOrEqual:
      return msg("must be at most {}", value);
    case engine::Operator::Greater:
      return msg("must be above {}", value);
    default:
      return msg("must be at least {}", value);
  }
}

void names_in(const ExplainedNode& node, std::map<std::string, Text>& names) {
  if (!node.id.empty() && !(node.name == Text{})) names.emplace(node.id, node.name);
  for (const ExplainedNode& child : node.children) names_in(child, names);
}

std::string formula_of(const ExplainedNode& node, Language language, Naming naming) {
  return naming == Naming::Ids ? node.formula : formula_in_words(node, language);
}

// Where the value compared with comes from, unless it is written there.
std::string origin_of_bound(const ExplainedNode& node, Language language, Naming naming) {
  if (node.kind == ExplainedKind::Constant) return "";
  // A function is no name.
  if (naming == Naming::Names && node.id.empty() && node.kind != ExplainedKind::PeriodDay)
    return "";
  if (node.kind != ExplainedKind::PeriodDay) return " (" + formula_of(node, language, naming) + ")";
  return " (" +
         render(node.formula == "period.first_day" ? msg("first day of the period")
                                                   : msg("last day of the period"),
                language) +
         ")";
}

}  // namespace

std::string compared_text(const ExplainedNode& node, Language language) {
  const ExplainedNode* ranking = &node;
  while (ranking->kind == ExplainedKind::Measure && ranking->children.size() == 1) {
    ranking = &ranking->children[0];
  }
  if (ranking->kind != ExplainedKind::Ranking || !ranking->value.known()) return "";
  return " " + render(msg("({} units compared)", ranking->members_known), language);
}

std::string written_value(const ExplainedNode& node, Language language) {
  const std::string text = value_text(node.value, language);
  const bool quoted = node.value.type == engine::ValueType::Text && node.value.known();
  return quoted ? "\"" + text + "\"" : text;
}

std::string formula_in_words(const ExplainedNode& node, Language language) {
  std::map<std::string, Text> names;
  names_in(node, names);
  const auto name_of = [&](const std::string& id) -> std::optional<Text> {
    const auto name = names.find(id);
    return name == names.end() ? std::nullopt : std::optional<Text>(name->second);
  };
  return formula_in_words(node.formula, name_of, language);
}

std::string needed_text(const ExplainedNode& comparison, const std::string& bound,
                        Language language) {
  const bool days = comparison.children.size() == 2 &&
                    comparison.children[1].value.type == engine::ValueType::Date;
  return render(
      days ? needed_day(comparison.comparison, bound) : needed(comparison.comparison, bound),
      language);
}

std::string arithmetic_text(const ExplainedNode& node, Language language, Naming naming) {
  std::string value = written_value(node, language);
  if (node.kind == ExplainedKind::Constant) return value;
  std::string text = formula_of(node, language, naming);
  if (node.value.withheld) return text;
  if (is_operation(node)) text += " = " + substituted(node, language);
  // "= 3 / ?" already says that there is no result.
  if (!is_operation(node) || node.value.known()) text += " = " + value;
  if (node.interval) text += interval_text(*node.interval, language);
  text += compared_text(node, language);
  return text;
}

std::string comparison_text(const ExplainedNode& comparison, Language language, Naming naming) {
  if (comparison.children.size() != 2) return formula_of(comparison, language, naming);
  const ExplainedNode& bound = comparison.children[1];
  // A bound that is withheld is named, without its value.
  const bool secret = bound.value.withheld;
  const std::string value =
      secret ? formula_of(bound, language, naming) : written_value(bound, language);
  return arithmetic_text(comparison.children[0], language, naming) + "; " +
         needed_text(comparison, value, language) +
         (secret ? "" : origin_of_bound(bound, language, naming));
}

}  // namespace exemplar::programme
