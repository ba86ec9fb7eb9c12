// Truths: the four answers as whole numbers (not met 0, unknown 1, met 2, not applicable 3).
#include "dialect/workbook/formulas.hpp"

namespace exemplar::dialect {

using engine::Answer;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::ValueType;
using engine::WhenNotApplicablePolicy;

namespace {

constexpr size_t kInline = 4;  // so many answers are counted in the formula itself

std::string code(Answer answer) {
  return std::to_string(static_cast<int>(answer));
}

std::string negated(const std::string& answer) {
  return "IF(" + answer + "=3,3,2-" + answer + ")";
}

}  // namespace

// `and` is the minimum; `or` the maximum with "not applicable" counted as -1.
std::optional<Written> Formulas::junction(NodeId id, bool any) {
  const std::vector<NodeId> args = steps_.operands_of(id);
  if (args.empty()) return Written{any ? "0" : "2", "", false, false, {}};
  std::vector<std::string> answers;
  std::vector<std::string> turned;
  for (const NodeId arg : args) {
    const Operand one = operand(arg);
    answers.push_back(one.answer);
    turned.push_back("MOD(" + one.answer + "+1,4)");
  }
  Written result;
  if (!any) {
    result.answer = "MIN(" + joined(answers, ",") + ")";
  } else if (answers.size() <= kInline) {
    result.answer = "IF(MIN(" + joined(answers, ",") + ")=3,3,MAX(" + joined(turned, ",") + ")-1)";
  } else {
    const Tally count = tally(args);
    result.answer =
        fmt::format("IF({}>0,2,IF({}>0,1,IF({}>0,0,3)))", count.met, count.unknown, count.not_met);
  }
  return result;
}

std::optional<Written> Formulas::comparison(const Node& node) {
  const auto x = operands(node);
  const auto test = compared(node.args[0], x[0], node.comparison, node.args[1], x[1]);
  if (!test) return too_many_digits();
  return Written{where_known(missing(x), "IF(" + *test + ",2,0)"), "", false, false, {}};
}

// An open condition does not matter where both branches agree.
std::optional<Written> Formulas::branch(const Node& node) {
  const Operand c = operand(node.args[0]);
  const Operand yes = operand(node.args[1]);
  const Operand no = operand(node.args[2]);
  Written result;
  if (node.type == ValueType::Truth) {
    result.answer =
        fmt::format("IF({0}=2,{1},IF({0}=0,{2},IF(AND({1}={2},OR({1}=0,{1}=2)),{1},{0})))",
                    c.answer, yes.answer, no.answer);
    return result;
  }
  std::string open = c.answer;
  if (yes.node->type != ValueType::Any && no.node->type != ValueType::Any) {
    const auto same = equal(node.args[1], yes, node.args[2], no, node.type);
    if (!same) return too_many_digits();
    open = fmt::format("IF(AND({}=2,{}=2),IF({},2,{}),{})", yes.answer, no.answer, *same, c.answer,
                       c.answer);
  }
  result.answer =
      fmt::format("IF({0}=2,{1},IF({0}=0,{2},{3}))", c.answer, yes.answer, no.answer, open);
  result.value = fmt::format("IF({}=0,{},{})", c.answer, no.value, yes.value);
  return result;
}

Formulas::Tally Formulas::tally(const std::vector<NodeId>& args) {
  Tally count;
  std::vector<Operand> x;
  for (const NodeId arg : args) x.push_back(operand(arg));
  count.count = x.size();
  const auto counted_by = [&](Answer answer) -> std::string {
    std::vector<std::string> parts;
    for (const Operand& one : x) parts.push_back("(" + one.answer + "=" + code(answer) + ")");
    return parts.empty() ? "0" : "(" + joined(parts, "+") + ")";
  };
  if (x.size() <= kInline) {
    count.met = counted_by(Answer::Met);
    count.not_met = counted_by(Answer::NotMet);
    count.unknown = counted_by(Answer::Unknown);
    count.not_applicable = counted_by(Answer::NotApplicable);
    return count;
  }
  // Brought side by side, they are one range to count in.
  std::string first;
  std::string last;
  for (const NodeId arg : args) {
    const Operand one = operand(arg);
    Step& step = steps_.add_step(Step::Role::Gather, steps_.meant(arg), period_, sheet_);
    step.formula = one.answer;
    last = steps_.reference(step, sheet_, Steps::kRow);
    if (first.empty()) first = last;
  }
  const auto countif = [&](Answer answer) {
    return "COUNTIF(" + first + ":" + last + "," + code(answer) + ")";
  };
  count.met = countif(Answer::Met);
  count.not_met = countif(Answer::NotMet);
  count.unknown = countif(Answer::Unknown);
  count.not_applicable = countif(Answer::NotApplicable);
  return count;
}

std::optional<Written> Formulas::counted(const Node& node) {
  if (node.args.empty()) return refuse(msg("there is nothing to count"));
  const Tally count = tally(node.args);
  const std::string judged = fmt::format("({}-{})", count.count, count.not_applicable);
  Written result;
  if (node.op == Op::Share) {
    result.answer = fmt::format("IF({}>0,1,IF({}=0,3,2))", count.unknown, judged);
    result.value =
        node.function == engine::FunctionId::Share ? count.met + "/" + judged : count.met;
    return result;
  }
  // k of those judged: a share of them, or in proportion, the next whole one.
  std::string wanted = to_string(node.quantity.numerator);
  if (node.quantity_is_share || node.shrinks) {
    const Ratio part =
        node.quantity_is_share
            ? node.quantity.reduced()
            : Ratio{node.quantity.numerator, static_cast<i128>(count.count)}.reduced();
    if (part.denominator > 1'000'000 || part.numerator > 1'000'000) return too_many_digits();
    wanted = fmt::format("-INT(-{}*{}/{})", judged, to_string(part.numerator),
                         to_string(part.denominator));
  }
  result.answer = fmt::format("IF({}=0,3,IF({}>={},2,IF({}+{}<{},0,1)))", judged, count.met, wanted,
                              count.met, count.unknown, wanted);
  return result;
}

// One answer, or value, put in the place of another.
std::optional<Written> Formulas::replaced(const Node& node) {
  const Operand x = operand(node.args[0]);
  const bool truth = node.type == ValueType::Truth;
  Written result;
  switch (node.op) {
    case Op::Not:
      result.answer = negated(x.answer);
      break;
    case Op::AnswerIs:
      result.answer = node.wanted == Answer::Met ? x.answer
                      : node.wanted == Answer::NotMet
                          ? negated(x.answer)
                          : "IF(" + x.answer + "=" + code(node.wanted) + ",2,0)";
      break;
    case Op::Known:
      result.answer = "IF(OR(" + x.answer + "=2," + x.answer + "=0),2,0)";
      break;
    case Op::OrElse: {
      const Operand other = operand(node.args[1]);
      result.answer = "IF(" + x.answer + "=1," + other.answer + "," + x.answer + ")";
      if (!truth) result.value = "IF(" + x.answer + "=1," + other.value + "," + x.value + ")";
      break;
    }
    case Op::Applies: {
      const Operand condition = operand(node.args[1]);
      result.answer = fmt::format("IF({0}=2,{1},IF({0}=0,3,1))", condition.answer, x.answer);
      result.value = x.value;
      break;
    }
    case Op::Policy: {
      if (node.policy == WhenNotApplicablePolicy::LeaveOut) {
        result.answer = x.answer;
        result.value = x.value;
        break;
      }
      const bool unknown = node.policy == WhenNotApplicablePolicy::Unknown;
      const bool met = node.policy == WhenNotApplicablePolicy::Met;
      const std::string counts_as = unknown ? "1" : met || !truth ? "2" : "0";
      result.answer = "IF(" + x.answer + "=3," + counts_as + "," + x.answer + ")";
      const std::string points = met ? number_literal(node.quantity) : "0";
      if (!truth) {
        result.value = unknown ? x.value : "IF(" + x.answer + "=3," + points + "," + x.value + ")";
      }
      break;
    }
    default: {  // Assume
      result.answer =
          "IF(" + x.answer + "=1," + (node.flag || !truth ? "2" : "0") + "," + x.answer + ")";
      const std::string points = node.flag ? number_literal(node.quantity) : "0";
      if (!truth) result.value = "IF(" + x.answer + "=1," + points + "," + x.value + ")";
    }
  }
  return result;
}

}  // namespace exemplar::dialect
