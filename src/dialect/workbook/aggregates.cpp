// Several values made one: of a list, of categories, of periods; and a value from another period or
// unit.
//
// Cells of values that are not known hold "", which SUM, AVERAGE, MIN … leave out when they are
// given the cells themselves.
#include "dialect/workbook/formulas.hpp"

namespace exemplar::dialect {

using engine::FunctionId;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::PeriodIndex;
using engine::ValueType;

// `list`: cells between commas, or an array of the known values.
std::string Formulas::value_of_list(const Node& node, const std::string& list,
                                    bool* array_needed) const {
  *array_needed = true;
  switch (node.function) {
    case FunctionId::Min:
      return "MIN(" + list + ")";
    case FunctionId::Max:
      return "MAX(" + list + ")";
    case FunctionId::Median:
      return "MEDIAN(" + list + ")";
    case FunctionId::GeometricMean:
      return "IF(MIN(" + list + ")=0,0,GEOMEAN(" + list + "))";
    case FunctionId::HarmonicMean:
      return "IF(MIN(" + list + ")=0,0,HARMEAN(" + list + "))";
    case FunctionId::StandardDeviation:
      return "IF(MIN(" + list + ")=MAX(" + list + "),0,STDEV(" + list + "))";
    case FunctionId::Mean:
      return "AVERAGE(" + list + ")";
    default:
      return "SUM(" + list + ")";
  }
}

std::optional<Written> Formulas::list(const Node& node, const std::vector<Operand>& x) {
  if (x.empty()) return refuse(msg("there is nothing to count"));
  constexpr size_t kArguments = 250;  // a function takes 255
  if (x.size() > kArguments) return refuse(msg("there are too many values for one formula"));
  std::vector<std::string> answers;
  std::vector<std::string> values;
  std::vector<std::string> met;
  const bool truths = x[0].node->type == ValueType::Truth;
  for (const Operand& one : x) {
    answers.push_back(one.answer);
    // A list written in the formula takes no empty text.
    const bool absent = one.value_step == nullptr && one.answer != "2";
    if (!absent) values.push_back(one.value);
    met.push_back(fmt::format("({}=2)", one.answer));
  }
  const std::string all = joined(answers, ",");
  Written result;
  if (truths) {
    std::vector<std::string> known;
    std::vector<std::string> unknown;
    for (const std::string& one : answers) {
      known.push_back(fmt::format("({0}=2)+({0}=0)", one));
      unknown.push_back(fmt::format("({}=1)", one));
    }
    const std::string some_known = "(" + joined(known, "+") + ")>0";
    const std::string some_unknown = "(" + joined(unknown, "+") + ")>0";
    result.answer = node.of_known ? "IF(" + some_known + ",2,IF(" + some_unknown + ",1,3))"
                                  : "IF(" + some_unknown + ",1,IF(" + some_known + ",2,3))";
  } else if (node.of_known) {
    result.answer = "IF(" + joined(met, "+") + ">0,2,MIN(" + all + "))";
  } else {
    result.answer = answers.size() == 1 ? answers[0] : "MIN(" + all + ")";
  }
  if (node.function == FunctionId::Count) {
    result.value = joined(met, "+");
    return result;
  }
  if (values.empty()) {  // never known
    result.value = "\"\"";
    return result;
  }
  const std::string given = joined(values, ",");
  bool ignored = false;
  result.value = value_of_list(node, given, &ignored);
  if (node.function == FunctionId::StandardDeviation) {
    result.answer =
        "IF(" + result.answer + "=2,IF(" + joined(met, "+") + "<2,3,2)," + result.answer + ")";
  } else if (node.function == FunctionId::GeometricMean ||
             node.function == FunctionId::HarmonicMean) {
    result.answer =
        "IF(" + result.answer + "=2,IF(MIN(" + given + ")<0,1,2)," + result.answer + ")";
  }
  return result;
}

// The periods that the node's selector means; none where there is no such period or definitions
// changed in between: then the result is unknown.
std::optional<std::vector<PeriodIndex>> Formulas::periods_of(const Node& node) {
  engine::Source& source = steps_.evaluation_.source();
  auto periods = source.select(period_, node.selector);
  if (!periods) return std::nullopt;
  for (const PeriodIndex other : *periods) {
    for (const uint32_t input : node.inputs) {
      if (!source.comparable(input, period_, other)) return std::nullopt;
    }
  }
  return periods;
}

std::optional<Written> Formulas::other_period(const Node& node) {
  const auto periods = periods_of(node);
  if (!periods || periods->size() != 1) return Written{"1", "\"\"", false, false, {}};
  const Operand x = operand_at(node.args[0], periods->front(), Steps::kRow);
  return Written{x.answer, x.value, false, false, {}};
}

std::optional<Written> Formulas::several_periods(const Node& node) {
  const auto periods = periods_of(node);
  if (!periods) return Written{"1", "\"\"", false, false, {}};
  std::vector<Operand> x;
  for (const PeriodIndex other : *periods) {
    x.push_back(operand_at(node.args[0], other, Steps::kRow));
  }
  if (x.empty()) return Written{"1", "\"\"", false, false, {}};
  return list(node, x);
}

std::optional<Written> Formulas::other_unit(const Node& node) {
  engine::Source& source = steps_.evaluation_.source();
  const Operand x = operand(node.args[0], Steps::kOtherRow);
  Written result{x.answer, x.value, false, false, {}};
  const bool parent = node.op == Op::AtParent;
  const auto* parents = parent ? &source.parents(period_, {}) : nullptr;
  const int32_t fixed = parent ? -1 : source.unit_with_code(node.selector.text, period_);
  for (const uint32_t unit : steps_.world_.units) {
    const int32_t other = parent ? (*parents)[unit] : fixed;
    const int32_t place = other < 0 ? -1 : steps_.place_of_unit_[static_cast<size_t>(other)];
    if (other >= 0 && place < 0) return refuse(msg("the other unit is not in this workbook"));
    result.other_rows.push_back(place);
  }
  return result;
}

}  // namespace exemplar::dialect
