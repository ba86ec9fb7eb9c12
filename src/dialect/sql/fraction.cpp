#include "dialect/sql/fraction.hpp"

namespace exemplar::dialect {

Fraction Fraction::over(std::string value, i128 fixed) {
  return {std::move(value), to_string(fixed), fixed};
}
Fraction Fraction::varying(std::string value, std::string per) {
  if (const auto whole = whole_number(per); whole && *whole > 0) {
    return over(std::move(value), *whole);
  }
  return {std::move(value), std::move(per), 0};
}
Fraction Fraction::of(const Ratio& ratio) {
  return over(to_string(ratio.numerator), ratio.denominator);
}
std::optional<Ratio> Fraction::constant() const {
  const auto whole = whole_number(value);
  if (!whole || fixed == 0) return std::nullopt;
  return Ratio{*whole, fixed};
}

std::optional<i128> whole_number(const std::string& expression) {
  const size_t start = expression.starts_with("-") ? 1 : 0;
  if (expression.size() == start || expression.size() > start + 38) return std::nullopt;
  i128 number = 0;
  for (size_t i = start; i < expression.size(); ++i) {
    if (expression[i] < '0' || expression[i] > '9') return std::nullopt;
    number = number * 10 + (expression[i] - '0');
  }
  return start == 1 ? -number : number;
}

std::string bracketed(const std::string& expression) {
  const bool torn = expression.find(' ') != std::string::npos || expression.starts_with("-");
  return torn ? "(" + expression + ")" : expression;
}

std::string product(const std::string& a, const std::string& b) {
  const auto x = whole_number(a);
  const auto y = whole_number(b);
  if (x && y) {
    if (const auto both = checked_multiply(*x, *y)) return to_string(*both);
  }
  if ((x && *x == 0) || (y && *y == 0)) return "0";
  if (x && *x == 1) return b;
  if (y && *y == 1) return a;
  return bracketed(a) + " * " + bracketed(b);
}

std::string sum(const std::string& a, const std::string& b) {
  const auto x = whole_number(a);
  const auto y = whole_number(b);
  if (x && y) {
    if (const auto both = checked_add(*x, *y)) return to_string(*both);
  }
  if (x && *x == 0) return b;
  if (y && *y == 0) return a;
  return bracketed(a) + " + " + bracketed(b);
}

std::string difference(const std::string& a, const std::string& b) {
  const auto x = whole_number(a);
  const auto y = whole_number(b);
  if (x && y) {
    if (const auto both = checked_add(*x, -*y)) return to_string(*both);
  }
  if (y && *y == 0) return a;
  if (x && *x == 0) return "-" + bracketed(b);
  return bracketed(a) + " - " + bracketed(b);
}

std::optional<i128> common(const Fraction& a, const Fraction& b) {
  if (a.fixed == 0 || b.fixed == 0) return std::nullopt;
  const auto multiple = checked_multiply(a.fixed / gcd(a.fixed, b.fixed), b.fixed);
  if (!multiple || *multiple >= power_of_ten(37)) return std::nullopt;
  return multiple;
}

std::string scaled(const Fraction& a, i128 to) {
  return product(a.value, to_string(to / a.fixed));
}

Fraction add(const Fraction& a, const Fraction& b) {
  if (const auto over = common(a, b)) {
    return Fraction::over(sum(scaled(a, *over), scaled(b, *over)), *over);
  }
  return Fraction::varying(sum(product(a.value, b.per), product(b.value, a.per)),
                           product(a.per, b.per));
}

Fraction subtract(const Fraction& a, const Fraction& b) {
  if (const auto over = common(a, b)) {
    return Fraction::over(difference(scaled(a, *over), scaled(b, *over)), *over);
  }
  return Fraction::varying(difference(product(a.value, b.per), product(b.value, a.per)),
                           product(a.per, b.per));
}

Fraction multiply(const Fraction& a, const Fraction& b) {
  return Fraction::varying(product(a.value, b.value), product(a.per, b.per));
}

Fraction divide(const Fraction& a, const Fraction& b, Sign sign_of_b) {
  if (const auto constant = b.constant(); constant && constant->numerator != 0) {
    const bool negative = constant->numerator < 0;
    const i128 size = negative ? -constant->numerator : constant->numerator;
    const i128 times = negative ? -constant->denominator : constant->denominator;
    return Fraction::varying(product(a.value, to_string(times)), product(a.per, to_string(size)));
  }
  std::string value = product(a.value, b.per);
  std::string times = a.per;
  if (const auto over = common(a, b)) {  // 21,4 m² of 27,9 m² is 214 / 279
    value = scaled(a, *over);
    times = to_string(*over / b.fixed);
  }
  if (sign_of_b == Sign::NeverNegative) return Fraction::varying(value, product(times, b.value));
  return Fraction::varying(product(value, "sign(" + b.value + ")"),
                           product(times, "abs(" + b.value + ")"));
}

Fraction negate(const Fraction& a) {
  Fraction result = a;
  result.value = difference("0", a.value);
  return result;
}

std::string comparison(const Fraction& a, const std::string& sign, const Fraction& b) {
  if (const auto over = common(a, b)) {
    return scaled(a, *over) + " " + sign + " " + scaled(b, *over);
  }
  return product(a.value, b.per) + " " + sign + " " + product(b.value, a.per);
}

}  // namespace exemplar::dialect
