// Sums, means, medians … of rows r (answer, value, per): unknown and not applicable as everywhere.
#include <fmt/format.h>

#include "dialect/sql/writer.hpp"

namespace exemplar::dialect {

using engine::FunctionId;
using engine::Node;
using engine::ValueType;

namespace {

// The n-th in ascending order; equal ratios come in the order of their numerators, so that value and
// denominator are of the same row.
std::string nth(const char* column, const std::string& index, const char* direction, bool by_key) {
  const std::string order = by_key ? fmt::format("r.rank_key{0}, r.value{0}", direction)
                                   : fmt::format("r.value{}", direction);
  return fmt::format("(array_agg(r.{} ORDER BY {}) FILTER (WHERE r.answer IN (0, 2)))[{}]", column,
                     order, index);
}

std::string or_number(const std::string& value, const char* otherwise) {
  return fmt::format("COALESCE({}, {})", value, otherwise);
}

constexpr const char* kKnown = "count(*) FILTER (WHERE r.answer IN (0, 2))";
constexpr const char* kOfKnown = "FILTER (WHERE r.answer IN (0, 2))";

std::string real_summary(FunctionId function, const Dialect& dialect) {
  const std::string count = dialect.real(fmt::format("greatest({}, 1)", kKnown));
  std::string total = fmt::format("sum(r.value ORDER BY r.value) {}", kOfKnown);
  std::string least = fmt::format("min(r.value) {}", kOfKnown);
  std::string most = fmt::format("max(r.value) {}", kOfKnown);
  const auto over_positive = [](const char* of) {
    return fmt::format(
        "sum(CASE WHEN r.answer IN (0, 2) AND r.value > 0 THEN {} ELSE 0 END ORDER BY r.value)",
        of);
  };
  switch (function) {
    case FunctionId::Sum:
      return total;
    case FunctionId::Mean:
      return fmt::format("{} / {}", total, count);
    case FunctionId::Min:
      return least;
    case FunctionId::Max:
      return most;
    case FunctionId::GeometricMean:
      return fmt::format("CASE WHEN {} <= 0 THEN 0 ELSE exp({} / {}) END", least,
                         over_positive("ln(r.value)"), count);
    case FunctionId::HarmonicMean:
      return fmt::format("CASE WHEN {} <= 0 THEN 0 ELSE {} / NULLIF({}, 0) END", least, count,
                         over_positive("1 / r.value"));
    default:  // equal values have no spread, whatever their mean rounds to
      return fmt::format("CASE WHEN {} = {} THEN 0 ELSE stddev_samp(r.value) {} END", least, most,
                         kOfKnown);
  }
}

}  // namespace

Summary summary_of(const Node& node, const Stage& of, const Dialect& dialect) {
  Summary result;
  std::string answer = "2";
  if (node.function == FunctionId::StandardDeviation) {
    answer = fmt::format("CASE WHEN {} < 2 THEN 3 ELSE 2 END", kKnown);
  } else if (node.function == FunctionId::GeometricMean ||
             node.function == FunctionId::HarmonicMean) {
    answer = fmt::format("CASE WHEN min(r.value) {} < 0 THEN 1 ELSE 2 END", kOfKnown);
  }
  const char* unknown = "count(*) FILTER (WHERE r.answer = 1) > 0";
  result.answer = fmt::format("CASE WHEN {}{} THEN 1 WHEN {} = 0 THEN 3 ELSE {} END", unknown,
                              node.of_known ? fmt::format(" AND {} = 0", kKnown) : std::string(),
                              kKnown, answer);
  const auto middle = [&](const char* column, bool upper, bool by_key) {
    const std::string index = upper ? fmt::format("{} + 1", dialect.count_quotient(kKnown, "2"))
                                    : dialect.count_quotient(fmt::format("{} + 1", kKnown), "2");
    return nth(column, fmt::format("CAST({} AS integer)", index), "", by_key);
  };
  if (node.function == FunctionId::Count) {
    result.value = dialect.number("count(*) FILTER (WHERE r.answer = 2)");
    return result;
  }
  if (node.type == ValueType::Real) {
    result.value = node.function == FunctionId::Median
                       ? fmt::format("({} + {}) / 2", middle("value", false, false),
                                     middle("value", true, false))
                       : real_summary(node.function, dialect);
    result.value = or_number(dialect.real(result.value), "0");
    return result;
  }
  const bool by_key = of.fixed == 0;
  result.fixed = of.type == ValueType::Exact ? of.fixed : 1;
  switch (node.function) {
    case FunctionId::Sum:
      result.value = fmt::format("sum(r.value) {}", kOfKnown);
      break;
    case FunctionId::Mean:
      result.value = fmt::format("sum(r.value) {}", kOfKnown);
      result.per = product(to_string(of.fixed), fmt::format("greatest({}, 1)", kKnown));
      result.fixed = 0;
      break;
    case FunctionId::Min:
    case FunctionId::Max: {
      const bool least = node.function == FunctionId::Min;
      if (!by_key) {
        result.value = fmt::format("{}(r.value) {}", least ? "min" : "max", kOfKnown);
        break;
      }
      result.value = nth("value", "1", least ? "" : " DESC", true);
      result.per = nth("per", "1", least ? "" : " DESC", true);
      break;
    }
    default: {  // the middle one twice where the number is odd
      Fraction low = Fraction::over(middle("value", false, by_key), of.fixed);
      Fraction high = Fraction::over(middle("value", true, by_key), of.fixed);
      if (by_key) {
        low = Fraction::varying(low.value, middle("per", false, true));
        high = Fraction::varying(high.value, middle("per", true, true));
      }
      const Fraction median = divide(add(low, high), Fraction::of({2, 1}), Sign::NeverNegative);
      result.value = median.value;
      result.per = median.per;
      result.fixed = median.fixed;
      break;
    }
  }
  result.value = or_number(dialect.number(result.value), "0");
  if (result.fixed == 0) result.per = or_number(dialect.number(result.per), "1");
  return result;
}

std::string summary_columns(const Node& node, const Stage& stage, const std::string& alias,
                            const std::string& order_key, const Dialect& dialect) {
  std::string text = alias + ".answer";
  if (stage.type == ValueType::Truth || stage.type == ValueType::Any ||
      stage.type == ValueType::Text) {
    return text + ", 0 AS value";
  }
  if (node.type == ValueType::Real) {
    return text + ", " + dialect.real(real_of(stage, alias, dialect)) + " AS value";
  }
  text += ", " + alias + ".value";
  if (has_per(stage)) {
    text += fmt::format(", {}.per, {} AS rank_key", alias, order_key.empty() ? "0" : order_key);
  }
  return text;
}

std::string columns_or(const Stage& stage, const std::string& alias, const std::string& answer) {
  std::string text = fmt::format("CAST({} AS smallint) AS answer", answer);
  if (stage.type == ValueType::Truth || stage.type == ValueType::Any) return text;
  text += fmt::format(", COALESCE({}.value, {}) AS value", alias,
                      stage.type == ValueType::Text ? "''" : "0");
  if (has_per(stage)) text += fmt::format(", COALESCE({}.per, 1) AS per", alias);
  return text;
}

}  // namespace exemplar::dialect
