// Bands, texts beside values, steps and lines.
#include <cmath>

#include "dialect/workbook/formulas.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::Operator;
using engine::ValueType;

namespace {

std::optional<Operator> sign_of(std::string_view text) {
  if (text == "<") return Operator::Less;
  if (text == "<=") return Operator::LessOrEqual;
  if (text == ">") return Operator::Greater;
  if (text == ">=") return Operator::GreaterOrEqual;
  if (text == "=") return Operator::Equal;
  return Operator::NotEqual;
}

}  // namespace

// args: x, (bound, value)…, else: nested from the last to the first.
std::optional<Written> Formulas::band(const Node& node) {
  const auto x = operands(node);
  std::vector<std::string_view> signs;
  for (std::string_view rest = node.text; !rest.empty();) {
    const size_t end = rest.find(' ');
    signs.push_back(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  std::string answer = x.back().answer;
  std::string value = x.back().value;
  for (size_t i = x.size() - 1; i >= 3; i -= 2) {
    const size_t bound = i - 2;
    const auto inside =
        compared(node.args[0], x[0], *sign_of(signs[(bound - 1) / 2]), node.args[bound], x[bound]);
    if (!inside) return too_many_digits();
    answer = where_known(missing({x[0], x[bound]}), if_text(*inside, x[bound + 1].answer, answer));
    value = if_text(*inside, x[bound + 1].value, value);
  }
  return Written{std::move(answer), std::move(value), false, false, {}};
}

std::optional<Written> Formulas::choose(const Node& node) {
  const auto x = operands(node);
  std::string answer = x.back().answer;
  std::string value = x.back().value;
  for (size_t i = x.size() - 1; i >= 3; i -= 2) {
    const std::string same = fmt::format("EXACT({},{})", x[0].value, x[i - 2].value);
    if (answer != x[i - 1].answer) answer = if_text(same, x[i - 1].answer, answer);
    value = if_text(same, x[i - 1].value, value);
  }
  return Written{where_known(missing({x[0]}), answer), std::move(value), false, false, {}};
}

// floor(x / step) × gain, or the ceiling.
std::optional<Written> Formulas::steps_of(const Node& node, const std::vector<Operand>& x) {
  const auto parts = whole(node.args[0]);
  if (!x[1].constant || x[1].constant->numerator <= 0 || !parts) return too_many_digits();
  const Ratio step = x[1].constant->reduced();
  i128 factor = parts->factor * step.denominator;
  i128 divisor = parts->divisor * step.numerator;
  const i128 common = gcd(factor, divisor);
  if (common > 1) {
    factor /= common;
    divisor /= common;
  }
  if (parts->numerator_bound * static_cast<long double>(factor) >= kQuotientLimit) {
    return too_many_digits();
  }
  const std::string above = product({parts->numerator}, factor);
  const std::string below = product({parts->denominator}, divisor);
  const std::string quotient = above + (below == "1" ? "" : "/(" + below + ")");
  const std::string count = node.flag ? "-INT(-(" + quotient + "))" : "INT(" + quotient + ")";
  return Written{missing(x), count + "*" + x[2].value, false, false, {}};
}

// args: x, (at, value)…; the anchors are constants that rise, so the line has no jump.
std::optional<Written> Formulas::interpolated(const Node&, const std::vector<Operand>& x) {
  std::string value = x.back().value;
  for (size_t i = x.size() - 2; i >= 3; i -= 2) {
    const std::string line = fmt::format("{0}+({1}-{2})*({3}-{0})/({4}-{2})", x[i - 1].value,
                                         x[0].value, x[i - 2].value, x[i + 1].value, x[i].value);
    value = if_text(fmt::format("{}<{}", x[0].value, x[i].value), line, value);
  }
  value = if_text(fmt::format("{}<{}", x[0].value, x[1].value), x[2].value, value);
  return Written{missing(x), std::move(value), false, false, {}};
}

}  // namespace exemplar::dialect
