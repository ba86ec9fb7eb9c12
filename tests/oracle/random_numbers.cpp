// Numbers: arithmetic, points, change, aggregates, comparisons among units.
#include <fmt/format.h>

#include <algorithm>

#include "oracle/random_formula.hpp"

namespace exemplar::oracle {

namespace {

constexpr int kMostDigits = 14;  // both sides of a cross-multiplied comparison stay below 10^38

}  // namespace

std::string FormulaMaker::rounding_mode() {
  return random_.one_of(std::vector<std::string>{"half_away", "truncate", "half_even"});
}

std::string FormulaMaker::positive_constant() {
  return random_.one_of(std::vector<std::string>{"1", "2", "3", "5", "0.5", "10", "50 %", "2.5"});
}

FormulaMaker::Number FormulaMaker::constant() {
  return {positive_constant(), false, false, 2};
}

std::string FormulaMaker::one_period() {
  return random_.one_of(std::vector<std::string>{"previous", "last year", "2022", "2021",
                                                 "\"2023-Q1\"", "last year, previous", "2020"});
}

std::string FormulaMaker::several_periods() {
  return random_.one_of(std::vector<std::string>{
      "quarters", "months", "last 2 years", "last 3 years", "last 4 years", "last 2 quarters"});
}

std::string FormulaMaker::set_of_units() {
  switch (random_.below(6)) {
    case 0:
      return "siblings";
    case 1:
      return "descendants";
    case 2:
      return "participants";
    case 3:
      return "under(\"" + random_.one_of(words_.unit_codes) + "\")";
    default:
      return "children";
  }
}

FormulaMaker::Number FormulaMaker::atom() {
  switch (random_.below(12)) {
    case 0:
      return constant();
    case 1:
      return {"unit.residents", false, false, 4};
    case 2:
      return {random_.chance(50) ? "months_active()" : "months_active(lineage)", false, false, 3};
    case 3:
      return {"offences", false, false, 3};
    case 4:
      return {"offences{kind = \"" + random_.one_of(words_.kinds) + "\"}", false, false, 3};
    case 5:
      if (!known_.measures.empty()) {
        const auto& measure = random_.one_of(known_.measures);
        return {measure.name, measure.loose, measure.loose, kMostDigits};
      }
      break;
    case 6:
      if (!known_.scored_criteria.empty()) {
        return {"points(\"" + random_.one_of(known_.scored_criteria) + "\")", false, false, 5};
      }
      break;
    case 7:
      return {fmt::format("({} / {})", words_.areas[0], words_.areas[1]), false, true, 8};
    default:
      break;
  }
  return {random_.one_of(words_.numbers), false, false, 5};
}

FormulaMaker::Number FormulaMaker::rounded(Number inner) {
  std::string text = inner.text;
  if (inner.loose) {
    // Half a unit in the second place is rarely met by chance; a whole number often is.
    const std::string mode = random_.chance(50) ? "" : ", mode = half_even";
    return {"round(clip(" + text + ", -1000, 1000), " + std::to_string(random_.between(2, 4)) +
                mode + ")",
            false, false, 8};
  }
  const std::string digits = std::to_string(random_.between(0, 3));
  if (inner.digits > kMostDigits || inner.divided) text = "clip(" + text + ", -1000, 1000)";
  const std::string mode = random_.chance(70) ? ", mode = " + rounding_mode() : "";
  return {"round(" + text + ", " + digits + mode + ")", false, false, 7};
}

FormulaMaker::Number FormulaMaker::exact(int depth) {
  Number result = number(depth);
  return result.loose || result.digits > kMostDigits ? rounded(std::move(result)) : result;
}

FormulaMaker::Number FormulaMaker::arithmetic(int depth) {
  const int choice = random_.below(7);
  if (choice == 5) {
    Number inner = number(depth);
    inner.text = "(-" + inner.text + ")";
    return inner;
  }
  if (choice == 6) {
    if (random_.chance(30)) {
      const Number base = exact(depth);
      return {"(floor(" + base.text + ", 0) ^ 0.5)", true, true, 99};
    }
    Number base = exact(depth);
    if (base.digits >
        6) {  // of a wide number not even the rounded one has a square within 38 digits
      base.text = "clip(" + base.text + ", -1000, 1000)";
      base = rounded(base);
    }
    const std::string exponent = random_.one_of(std::vector<std::string>{"0", "1", "2", "-1"});
    const bool inverse = exponent == "-1";
    return {"(" + base.text + " ^ " + exponent + ")", base.loose || inverse,
            base.divided || inverse, base.digits * 2};
  }
  const Number left = number(depth);
  const Number right = number(depth);
  const std::string op = choice == 0 ? "+" : choice == 1 ? "-" : choice == 2 ? "*" : "/";
  Number result;
  result.text = "(" + left.text + " " + op + " " + right.text + ")";
  result.divided = left.divided || right.divided || op == "/";
  result.loose =
      left.loose || right.loose || ((op == "+" || op == "-") && (left.divided || right.divided));
  result.digits = std::min(99, left.digits + right.digits + 1);
  return result;
}

FormulaMaker::Number FormulaMaker::elsewhere(int depth) {
  Number inner = number(depth);
  switch (random_.below(5)) {
    case 0:
      inner.text = "(" + inner.text + ")[parent]";
      break;
    case 1:
      inner.text = "(" + inner.text + ")[unit(\"" + random_.one_of(words_.unit_codes) + "\")]";
      break;
    default:
      inner.text = "(" + inner.text + ")[" + one_period() + "]";
      break;
  }
  return inner;
}

FormulaMaker::Number FormulaMaker::bounded(int depth) {
  if (random_.chance(10)) {
    Number inner = number(depth);
    inner.text = "(if " + truth(depth) + " then " + inner.text + " else " + said() + ")";
    return inner;
  }
  if (random_.chance(20)) {
    const Number yes = exact(depth);
    const Number no = random_.chance(40) ? yes : exact(depth);
    return {"(if " + truth(depth) + " then " + yes.text + " else " + no.text + ")", false,
            yes.divided || no.divided, std::max(yes.digits, no.digits)};
  }
  if (random_.chance(20)) {
    const Number inner = number(depth);
    const Number other = number(depth);
    return {"(" + inner.text + " or_else " + other.text + ")", inner.loose || other.loose,
            inner.divided || other.divided, std::max(inner.digits, other.digits)};
  }
  Number inner = number(depth);
  switch (random_.below(4)) {
    case 0:
      inner.text = "abs(" + inner.text + ")";
      break;
    case 1:
      inner.text = "clip(" + inner.text + ", 1, 8)";
      break;
    case 2:
      inner.text = "cap(" + inner.text + ", " + positive_constant() + ")";
      break;
    default:
      inner.text = "floor(" + inner.text + ", 0)";
      break;
  }
  inner.digits += 2;
  return inner;
}

// A gap that the rule itself declares.
std::string FormulaMaker::said() {
  return random_.chance(50) ? "no_data(\"quá ít\", \"too few\")" : "not_applicable(\"not here\")";
}

FormulaMaker::Number FormulaMaker::scored(int depth) {
  switch (random_.below(5)) {
    case 0:
      return {
          "band(" + exact(depth).text + ", < 1 -> 0, <= 3 -> 5, else " + positive_constant() + ")",
          false, false, 3};
    case 1: {
      const std::string part =
          random_.one_of(std::vector<std::string>{"", ", part = ignored", ", part = counts"});
      return {"steps(floor(" + exact(depth).text + ", 0), " +
                  random_.one_of(std::vector<std::string>{"2", "3", "0.5"}) + " -> 0.5" + part +
                  ")",
              false, false, 12};
    }
    case 2:
      return {"interpolate(" + number(depth).text + ", 0 -> 0, 4 -> 1, 10 -> 10)", true, true, 99};
    case 3:
      return {"goalposts(" + number(depth).text + ", 1, 9)", true, true, 99};
    default:
      return {"choose(" + text() + ", \"A\" -> 4, \"red\" -> 7, \"ward\" -> 2, else 1)", false,
              false, 2};
  }
}

FormulaMaker::Number FormulaMaker::changed(int depth) {
  const Number x = exact(depth);
  const Number base =
      random_.chance(60) ? Number{random_.one_of(words_.numbers), false, false, 5} : exact(depth);
  const std::string back = random_.chance(50) ? "[last year]" : "";
  const bool share = random_.chance(50);
  return {fmt::format("{}({}, ({}){})", share ? "change_share" : "change", x.text, base.text, back),
          share || x.divided || base.divided, share || x.divided || base.divided,
          x.digits + 2 * base.digits + 2};
}

FormulaMaker::Number FormulaMaker::aggregate(int depth) {
  const std::string name = random_.one_of(
      std::vector<std::string>{"sum", "mean", "min", "max", "median", "count", "geometric_mean",
                               "harmonic_mean", "standard_deviation", "sum", "min", "max"});
  const bool rooted = name == "geometric_mean" || name == "harmonic_mean";
  const bool spread = name == "standard_deviation" || name == "mean" || name == "median";
  const bool ordered = name == "min" || name == "max" || name == "median";
  const auto argument = [&] {
    Number inner = ordered ? exact(depth) : number(depth);
    if (rooted && random_.chance(90)) inner.text = "floor(" + inner.text + ", 0)";
    return inner;
  };
  const Number first = argument();
  Number result{"", first.loose, first.divided, first.digits + 3};
  const std::string known = random_.chance(25) ? " of known" : "";
  switch (random_.below(6)) {
    case 0: {
      result.text = first.text;
      for (int i = random_.between(0, 2); i >= 0; --i) {
        const Number next = argument();
        result.text += ", " + next.text;
        result.loose = result.loose || next.loose;
        result.divided = result.divided || next.divided;
        result.digits += next.digits;
      }
      result.text += known;
      break;
    }
    case 1:
      result.text = "(" + first.text + ")[" + several_periods() + "]" + known;
      break;
    case 2: {
      result = {"offences over kind" + known, false, false, 4};
      break;
    }
    case 3:
      result.text =
          "sum((" + first.text + ")[" + several_periods() + "]) over " + set_of_units() + known;
      result.loose = result.loose || result.divided;
      result.digits += 2;
      break;
    case 4: {
      std::string set = set_of_units();
      while (set.starts_with("under")) set = set_of_units();
      result.text = "across(" + set + ", " + name + "(" + first.text + "))";
      result.loose = name != "count" &&
                     (rooted || spread || result.loose || (name == "sum" && result.divided));
      result.divided = result.loose || (result.divided && name != "count");
      return result;
    }
    default:
      result.text = first.text + " over " + set_of_units() + known;
      break;
  }
  result.text = name + "(" + result.text + ")";
  if (name == "count") return {result.text, false, false, 3};
  const bool sums = name == "sum" && result.divided;
  result.loose = result.loose || rooted || spread || sums;
  result.divided = result.divided || result.loose;
  result.digits = std::min(99, result.digits);
  return result;
}

FormulaMaker::Number FormulaMaker::compared(int depth) {
  const std::string x = exact(depth).text;
  const std::string over = random_.chance(40) ? " over " + set_of_units() : "";
  switch (random_.below(8)) {
    case 0:
      return {"percentile_rank(" + x + over + ")", true, true, 99};
    case 1:
      return {"min_max(" + x + over + ")", true, true, 99};
    case 2:
      return {"z_score(" + x + over + ")", true, true, 99};
    case 3:
      return {"share_of_max(" + x + over + ")", true, true, 99};
    default:
      break;
  }
  const std::string order = random_.chance(50) ? "highest" : "lowest";
  const std::string ties = random_.one_of(std::vector<std::string>{"min", "max", "mean", "dense"});
  const bool half = ties == "mean";
  return {fmt::format("rank({}{}, {} first, ties = {})", x, over, order, ties), half, half, 4};
}

FormulaMaker::Number FormulaMaker::floating(int depth) {
  if (random_.chance(20)) {
    Number result{"weighted_mean(", true, true, 99};
    for (int i = 0; i < 2; ++i) {
      result.text += number(depth).text + " -> " +
                     (random_.chance(70) ? positive_constant() : random_.one_of(words_.numbers)) +
                     (i == 0 ? ", " : ")");
    }
    return result;
  }
  if (random_.chance(30)) {
    const std::string n = random_.one_of(words_.numbers);
    const std::string k = random_.chance(80)
                              ? "cap(" + random_.one_of(words_.numbers) + ", " + n + ")"
                              : random_.one_of(words_.numbers);
    return {fmt::format("proportion_{}({}, {})", random_.chance(50) ? "low" : "high", k, n), true,
            true, 99};
  }
  const Number x = exact(depth);
  switch (random_.below(4)) {
    case 0:
      return {"ln(" + x.text + ")", true, true, 99};
    case 1:
      return {"log10(" + x.text + ")", true, true, 99};
    case 2:
      return {"exp(clip(" + x.text + ", -5, 5))", true, true, 99};
    default:
      return {"sqrt(" + x.text + ")", true, true, 99};
  }
}

FormulaMaker::Number FormulaMaker::number(int depth) {
  if (depth <= 0) return atom();
  Number result;
  switch (random_.below(14)) {
    case 0:
    case 1:
    case 2:
      result = arithmetic(depth - 1);
      break;
    case 3:
      result = elsewhere(depth - 1);
      break;
    case 4:
      result = bounded(depth - 1);
      break;
    case 5:
      result = scored(depth - 1);
      break;
    case 6:
      result = changed(depth - 1);
      break;
    case 7:
      result = rounded(number(depth - 1));
      break;
    case 8:
    case 9:
      result = aggregate(depth - 1);
      break;
    case 10:
      result = compared(depth - 1);
      break;
    case 11:
      result = floating(depth - 1);
      break;
    case 12:
      result = counted(depth - 1);
      break;
    default:
      result = atom();
      break;
  }
  return result.digits > kMostDigits && !result.loose ? rounded(std::move(result)) : result;
}

}  // namespace exemplar::oracle
