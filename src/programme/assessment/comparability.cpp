#include "programme/assessment/comparability.hpp"

#include <algorithm>

#include "base/number.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {

using engine::Answer;
using engine::NodeId;
using engine::Op;
using engine::PeriodIndex;

namespace {

std::string in_words(const NotComparable& one, const Definitions& definitions,
                     const Calendar& calendar, Language language) {
  const auto say = [&](const Message& message) { return render(message, language); };
  // As many decimals as the figure has, at most two.
  const auto percent = [&](const Ratio& ratio) {
    for (int digits = 0; digits < 2; ++digits) {
      const Ratio scaled{ratio.numerator * power_of_ten(digits + 2), ratio.denominator};
      if (scaled.reduced().denominator == 1) return format_percent(ratio, digits, language);
    }
    return format_percent(ratio, 2, language);
  };
  const std::string& name = definitions[one.condition].name.in(language);
  const std::string period = say(label(one.period, calendar));
  if (!one.known) {
    const std::string& said = one.said.in(language);
    if (said.empty()) return say(msg("{}, {}: not known", name, period));
    return say(msg("{}, {}: not known ({})", name, period, said));
  }
  if (!one.part) return say(msg("{}, {}: not met", name, period));
  const Ratio share = Ratio{one.part->numerator * one.whole->denominator,
                            one.part->denominator * one.whole->numerator}
                          .reduced();
  return say(msg("{}, {}: only {}/{} = {}, at least {} needed", name, period,
                 format_integer(one.part->numerator, language),
                 format_integer(one.whole->numerator, language), percent(share),
                 percent(*one.needed)));
}

}  // namespace

Text text_of(const NotComparable& one, const Definitions& definitions, const Calendar& calendar) {
  return {in_words(one, definitions, calendar, Language::Vietnamese),
          in_words(one, definitions, calendar, Language::English)};
}

Text text_of(const std::vector<NotComparable>& all, const Definitions& definitions,
             const Calendar& calendar) {
  if (all.empty()) return {};
  Text reasons;
  for (const NotComparable& one : all) {
    const Text reason = text_of(one, definitions, calendar);
    reasons.vi += (reasons.vi.empty() ? "" : "; ") + reason.vi;
    reasons.en += (reasons.en.empty() ? "" : "; ") + reason.en;
  }
  return {render(msg("not comparable: {}", reasons.vi), Language::Vietnamese),
          render(msg("not comparable: {}", reasons.en), Language::English)};
}

Comparability::Comparability(const CompiledRules& rules, const Calendar& calendar, size_t row,
                             engine::Evaluation& evaluation, Secrecy& secrecy, IndexOf index_of)
    : rules_(rules),
      calendar_(calendar),
      row_(row),
      evaluation_(evaluation),
      secrecy_(secrecy),
      index_of_(std::move(index_of)) {}

std::vector<NotComparable> Comparability::faults(const std::set<IndicatorId>& indicators,
                                                 const Period& period, const Period& base) {
  std::set<IndicatorId> conditions;
  for (const IndicatorId indicator : indicators) {
    const std::string& name = (*rules_.definitions)[indicator].comparable_where;
    if (const auto found = rules_.definitions->indicator(name)) conditions.insert(*found);
  }
  std::vector<NotComparable> found;
  for (const IndicatorId condition : conditions) {
    ask(condition, period, found);
    ask(condition, base, found);
  }
  return found;
}

std::set<IndicatorId> Comparability::inputs_below(NodeId node) const {
  std::set<IndicatorId> inputs;
  std::set<NodeId> seen;
  std::vector<NodeId> open = {node};
  while (!open.empty()) {
    const NodeId next = open.back();
    open.pop_back();
    if (!next.valid() || !seen.insert(next).second) continue;
    const engine::Node& one = rules_.graph[next];
    if (one.op == Op::Input) inputs.insert(rules_.inputs[one.index]);
    open.insert(open.end(), one.args.begin(), one.args.end());
  }
  return inputs;
}

void Comparability::ask(IndicatorId condition, const Period& period,
                        std::vector<NotComparable>& found) {
  const NodeId node = rules_.measure((*rules_.definitions)[condition].id);
  // The check refuses a condition that is none.
  if (!node.valid() || rules_.graph[node].type != engine::ValueType::Truth) return;
  NotComparable fault;
  fault.condition = condition;
  fault.period = asked_period(node, period);
  const PeriodIndex index = index_of_(fault.period);
  const engine::Cell answer = cell(node, index);
  if (answer.answer == Answer::Met) return;
  fault.known = answer.answer == Answer::NotMet;
  if (fault.known) {
    if (!secrecy_.tells_of_people(node, row_, index)) find_share(fault, node, index);
  } else {
    const engine::Reason reason = evaluation_.pool().reason(answer.reason);
    if (reason.kind == engine::ReasonKind::Said) fault.said = reason.text;
  }
  if (std::find(found.begin(), found.end(), fault) == found.end()) {
    found.push_back(std::move(fault));
  }
}

Period Comparability::asked_period(NodeId condition, const Period& period) const {
  Period asked = period;
  for (const IndicatorId input : inputs_below(condition)) {
    const auto holding =
        period_holding(calendar_, (*rules_.definitions)[input].collected, first_day(period));
    if (holding && last_day(*holding) >= last_day(period) && days(*holding) > days(asked)) {
      asked = *holding;
    }
  }
  return asked;
}

// Down through what decides: the parts that are not met, the branch that was taken.
void Comparability::find_share(NotComparable& fault, NodeId node, PeriodIndex period) {
  const engine::Graph& graph = rules_.graph;
  const engine::Node& one = graph[node];
  if (one.type != engine::ValueType::Truth || cell(node, period).answer != Answer::NotMet) return;
  if (one.op == Op::Named || one.op == Op::And) {
    for (const NodeId part : one.args) {
      if (!fault.part) find_share(fault, part, period);
    }
  } else if (one.op == Op::If) {
    const bool then = cell(one.args[0], period).answer == Answer::Met;
    find_share(fault, one.args[then ? 1 : 2], period);
  }
  if (one.op != Op::Compare || one.comparison != engine::Operator::GreaterOrEqual) return;
  NodeId share = one.args[0];
  while (graph[share].op == Op::Named || graph[share].op == Op::Round) share = graph[share].args[0];
  const engine::Node& needed = graph[one.args[1]];
  if (graph[share].op != Op::Divide || needed.op != Op::Constant) return;
  const engine::Cell part = cell(graph[share].args[0], period);
  const engine::Cell whole = cell(graph[share].args[1], period);
  const auto counted = [](const engine::Cell& side) {
    return side.known() && side.exact.denominator == 1 && side.exact.numerator >= 0;
  };
  const bool number = graph[graph[share].args[0]].type == engine::ValueType::Exact &&
                      graph[graph[share].args[1]].type == engine::ValueType::Exact;
  if (!number || !counted(part) || !counted(whole) || whole.exact.numerator == 0) return;
  fault.part = part.exact;
  fault.whole = whole.exact;
  fault.needed = needed.constant.exact;
}

const engine::Cell& Comparability::cell(NodeId node, PeriodIndex period) {
  return evaluation_.cell(node, period, row_);
}

}  // namespace exemplar::programme
