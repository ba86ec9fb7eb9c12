// The exact fragment: what the compiler calls exact never leaves 128 bits, whatever values inside
// the declared bounds come, and is right to the last digit. A fraction of unbounded integers is
// carried beside every formula.
#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <random>

#include "engine/compute/small_rules.hpp"
#include "engine/compute/small_source.hpp"
#include "random/seed.hpp"

namespace exemplar::engine {
namespace {

using Rational = boost::multiprecision::cpp_rational;
using Integer = boost::multiprecision::cpp_int;

Rational rational(const Ratio& ratio) {
  return Rational(Integer(to_string(ratio.numerator)), Integer(to_string(ratio.denominator)));
}

// A random formula over x1 … x6 (each with its own digits and bounds) and what it is worth.
struct Written {
  std::string text;
  std::optional<Rational> value;  // none: a division by zero
};

class Maker {
 public:
  Maker(std::mt19937_64& random, const std::vector<Rational>& inputs)
      : random_(random), inputs_(inputs) {}

  Written number(int depth) {
    if (depth == 0 || below(6) == 0) return atom();
    const Written a = number(depth - 1);
    const Written b = number(depth - 1);
    const bool known = a.value && b.value;
    const auto both = [&](const char* op, auto combine) {
      return Written{"(" + a.text + " " + op + " " + b.text + ")",
                     known ? std::optional<Rational>(combine(*a.value, *b.value)) : std::nullopt};
    };
    switch (below(8)) {
      case 0:
        return both("+", [](const Rational& x, const Rational& y) { return Rational(x + y); });
      case 1:
        return both("-", [](const Rational& x, const Rational& y) { return Rational(x - y); });
      case 2:
      case 3:
        return both("*", [](const Rational& x, const Rational& y) { return Rational(x * y); });
      case 4:
        if (b.value && *b.value == 0) return {"(" + a.text + " / " + b.text + ")", std::nullopt};
        return both("/", [](const Rational& x, const Rational& y) { return Rational(x / y); });
      case 5: {
        const int digits = below(16);
        return {fmt::format("round({}, {})", a.text, digits),
                a.value ? std::optional<Rational>(rounded(*a.value, digits)) : std::nullopt};
      }
      case 6:
        return {"max(" + a.text + ", " + b.text + ")",
                known ? std::optional<Rational>(std::max(*a.value, *b.value)) : std::nullopt};
      default:
        return {"mean(" + a.text + ", " + b.text + ")",
                known ? std::optional<Rational>((*a.value + *b.value) / 2) : std::nullopt};
    }
  }

  int below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }

 private:
  Written atom() {
    if (below(5) == 0) {
      static const std::pair<const char*, Rational> kLiterals[] = {
          {"3", 3},
          {"70 %", Rational(7, 10)},
          {"0.125", Rational(1, 8)},
          {"5.9 bn", Rational(Integer("5900000000"))},
          {"999999999999999", Rational(Integer("999999999999999"))}};
      const auto& [text, value] = kLiterals[below(5)];
      return {text, value};
    }
    const int which = below(static_cast<int>(inputs_.size()));
    return {fmt::format("x{}", which + 1), inputs_[static_cast<size_t>(which)]};
  }

  // Half away from zero.
  static Rational rounded(const Rational& value, int digits) {
    const Integer scale = boost::multiprecision::pow(Integer(10), static_cast<unsigned>(digits));
    const Rational scaled = value * scale;
    const bool negative = scaled < 0;
    const Rational shifted = (negative ? Rational(-scaled) : scaled) + Rational(1, 2);
    const Integer whole = numerator(shifted) / denominator(shifted);
    return Rational(negative ? Integer(-whole) : whole, scale);
  }

  std::mt19937_64& random_;
  const std::vector<Rational>& inputs_;
};

TEST(ExactFragment, StaysInsideItsBoundsAndIsRight) {
  std::mt19937_64 random(tests::moved_seed(20231116));
  int exact = 0;
  int refused = 0;
  int wide = 0;
  int floating = 0;
  for (int attempt = 0; attempt < 3000; ++attempt) {
    SmallRules small;
    small.rules.inputs.clear();
    std::vector<Rational> values;
    std::vector<Ratio> cells;
    for (int i = 0; i < 6; ++i) {
      InputSignature input;
      input.id = fmt::format("x{}", i + 1);
      input.digits = i == 0 ? 0 : static_cast<int>(random() % 8);
      int64_t most = 9;
      for (uint64_t more = random() % 14; more > 0; --more) most = most * 10 + 9;
      const bool negative = random() % 3 == 0;
      input.low = Decimal{negative ? -most : 0, input.digits};
      input.high = Decimal{most, input.digits};
      // At the edge more often than not.
      int64_t units = random() % 2 == 0
                          ? most - static_cast<int64_t>(random() % 2)
                          : static_cast<int64_t>(random() % static_cast<uint64_t>(most));
      if (negative && random() % 2 == 0) units = -units;
      if (random() % 12 == 0) units = 0;
      cells.push_back({units, power_of_ten(input.digits)});
      values.push_back(rational(cells.back()));
      small.rules.inputs.push_back(std::move(input));
    }
    Maker maker(random, values);
    const Written left = maker.number(3);
    const Written right = maker.number(3);
    small.measure("m", left.text).measure("c", "(" + left.text + ") >= (" + right.text + ")");
    const Compiled compiled = small.compiled();
    // Rounded, a floating number goes on as a decimal: not what is looked at here.
    const auto& nodes = compiled.graph.nodes;
    if (std::any_of(nodes.begin(), nodes.end(),
                    [](const Node& node) { return node.type == ValueType::Real; })) {
      ++floating;
      continue;
    }
    const auto of = [&](size_t formula) { return compiled.graph.formulas[formula]; };
    SmallSource source(small.rules, 1);
    for (size_t i = 0; i < cells.size(); ++i) source.set(fmt::format("x{}", i + 1), 0, cells[i]);
    Evaluation evaluation(compiled.graph, source);
    if (of(0).valid() && compiled.graph[of(0)].type == ValueType::Exact) {
      const NumberInfo& info = compiled.graph[of(0)].number;
      ASSERT_LT(info.numerator_bound, 1e38L);
      ASSERT_LT(info.denominator_bound, 1e38L);
      const Cell& cell = evaluation.cells(of(0), 0)[0];
      if (left.value) {
        ++exact;
        wide += info.numerator_bound > 1e20L ? 1 : 0;
        ASSERT_TRUE(cell.known()) << left.text << ": "
                                  << static_cast<int>(evaluation.pool().reason(cell.reason).kind)
                                  << ", numerator below "
                                  << static_cast<double>(info.numerator_bound) << ", "
                                  << left.value->str();
        ASSERT_EQ(rational(cell.exact), *left.value) << left.text;
        const Ratio lowest = cell.exact.reduced();
        const i128 size = lowest.numerator < 0 ? -lowest.numerator : lowest.numerator;
        ASSERT_LE(static_cast<long double>(size), info.numerator_bound * (1 + 1e-15L)) << left.text;
        ASSERT_LE(static_cast<long double>(lowest.denominator),
                  info.denominator_bound * (1 + 1e-15L))
            << left.text;
        const auto value = left.value->convert_to<long double>();
        ASSERT_GE(value, info.low - std::fabs(info.low) * 1e-15L) << left.text;
        ASSERT_LE(value, info.high + std::fabs(info.high) * 1e-15L) << left.text;
      }
    }
    if (!of(1).valid()) {
      ++refused;
    } else if (left.value && right.value) {
      const Cell& cell = evaluation.cells(of(1), 0)[0];
      ASSERT_EQ(cell.answer, *left.value >= *right.value ? Answer::Met : Answer::NotMet)
          << left.text << " >= " << right.text;
    }
  }
  tests::say_proof("exact fragment: {} formulas in it, {} near its edge, {} beyond", exact, wide,
                   refused);
  EXPECT_GT(exact, 1000);
  EXPECT_GT(wide, 300) << "too few near the edge";
  EXPECT_GT(floating, 100) << "too few that leave the fragment";
  EXPECT_GT(refused, 100) << "too few beyond the edge";
}

// What a formula of constants is worth, as text.
std::string worth(const std::string& formula) {
  SmallRules small;
  small.measure("m", formula);
  const Compiled compiled = small.compiled();
  if (!compiled.errors.empty()) return errors_of(compiled)[0];
  SmallSource source(small.rules, 1);
  Evaluation evaluation(compiled.graph, source);
  const NodeId node = compiled.graph.formulas[0];
  const Cell cell = evaluation.cells(node, 0)[0];
  switch (cell.answer) {
    case Answer::Unknown:
      return "unknown";
    case Answer::NotApplicable:
      return "not applicable";
    case Answer::NotMet:
      return "not met";
    case Answer::Met:
      break;
  }
  if (compiled.graph[node].type == ValueType::Truth) return "met";
  const Ratio value = cell.exact.reduced();
  return to_string(value.numerator) +
         (value.denominator == 1 ? "" : "/" + to_string(value.denominator));
}

TEST(ExactFragment, TheExamplesOfTheLanguage) {
  const std::pair<const char*, const char*> cases[] = {
      {"16 / 25 >= 70 %", "not met"},
      {"18 / 25 >= 70 %", "met"},
      {"17.5 / 25 >= 70 %", "met"},
      {"at_least(70 % of 1 = 1, 1 = 1, 1 = 1, 1 = 2)", "met"},
      {"round(2.675, 2)", "67/25"},
      {"round(-2.675, 2)", "-67/25"},
      {"round(2.675, 2, mode = truncate)", "267/100"},
      {"round(2.665, 2, mode = half_even)", "133/50"},
      {"round(1 / 3, 15)", "333333333333333/1000000000000000"},
      {"round(999999999999999 bn, 10)", "999999999999999000000000"},
      {"0 / 0", "not applicable"},
      {"5 / 0", "unknown"},
      {"change(5, 0)", "not applicable"},
      {"2 ^ -2", "1/4"},
      {"0 ^ -1", "unknown"},
      {"2023-01-31 + 999999999999999 days = 2023-01-31", "unknown"},
      {"2023-01-31 + 28 days = 2023-02-28", "met"},
  };
  for (const auto& [formula, expected] : cases) EXPECT_EQ(worth(formula), expected) << formula;
}

// 70 % of 25 conditions are 17.5: 18 of them.
TEST(ExactFragment, AShareOfConditionsCountsUp) {
  for (int met = 16; met <= 19; ++met) {
    std::string list;
    for (int i = 0; i < 25; ++i) list += i < met ? ", 1 = 1" : ", 1 = 2";
    EXPECT_EQ(worth("at_least(70 % of " + list.substr(2) + ")"), met >= 18 ? "met" : "not met")
        << met;
  }
}

}  // namespace
}  // namespace exemplar::engine
