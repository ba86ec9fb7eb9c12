#include "engine/compute/number_info.hpp"

#include <cmath>

namespace exemplar::engine {

namespace {

long double magnitude(i128 value) {
  return value < 0 ? -static_cast<long double>(value) : static_cast<long double>(value);
}

NumberInfo settled(NumberInfo info) {
  if (info.numerator_bound >= kExactLimit || info.denominator_bound >= kExactLimit) {
    info.exact = false;
  }
  if (!info.exact) {
    info.fixed_denominator = 0;
    info.numerator_bound = info.denominator_bound = 0;
  }
  return info;
}

UnitOfMeasure product(const UnitOfMeasure& a, const UnitOfMeasure& b, int sign) {
  UnitOfMeasure unit = a;
  for (const auto& [name, power] : b) {
    unit[name] += sign * power;
    if (unit[name] == 0) unit.erase(name);
  }
  return unit;
}

// The least common multiple of two fixed denominators, or 0 where one varies or it grows too far.
i128 common_denominator(const NumberInfo& a, const NumberInfo& b) {
  if (a.fixed_denominator == 0 || b.fixed_denominator == 0) return 0;
  const i128 divisor = gcd(a.fixed_denominator, b.fixed_denominator);
  const auto common = checked_multiply(a.fixed_denominator / divisor, b.fixed_denominator);
  return common && *common < power_of_ten(37) ? *common : 0;
}

// Numerator bound of `a` when brought to the denominator `common`.
long double scaled_bound(const NumberInfo& a, i128 common) {
  return a.numerator_bound *
         (static_cast<long double>(common) / static_cast<long double>(a.fixed_denominator));
}

// 0 × ∞ is 0 here: a bound that is zero stays zero.
long double times(long double a, long double b) {
  return a == 0 || b == 0 ? 0 : a * b;
}

UnitOfMeasure unit_of_either(const NumberInfo& a, const NumberInfo& b) {
  return a.any_unit ? b.unit : a.unit;
}

}  // namespace

NumberInfo info_of_constant(const Ratio& value, UnitOfMeasure unit, bool any_unit) {
  NumberInfo info;
  info.fixed_denominator = value.denominator;
  info.numerator_bound = magnitude(value.numerator);
  info.denominator_bound = magnitude(value.denominator);
  info.low = info.high =
      static_cast<long double>(value.numerator) / static_cast<long double>(value.denominator);
  info.unit = std::move(unit);
  info.any_unit = any_unit;
  return info;
}

NumberInfo info_of_decimal(int digits, const std::optional<Decimal>& low,
                           const std::optional<Decimal>& high, UnitOfMeasure unit) {
  NumberInfo info;
  info.fixed_denominator = power_of_ten(digits);
  const auto scale = static_cast<long double>(info.fixed_denominator);
  const long double widest = 999'999'999'999'999.0L / scale;
  const auto value_of = [](const Decimal& d) {
    return static_cast<long double>(d.units) / static_cast<long double>(power_of_ten(d.digits));
  };
  info.low = low ? value_of(*low) : -widest;
  info.high = high ? value_of(*high) : widest;
  info.numerator_bound = std::ceil(std::max(std::fabs(info.low), std::fabs(info.high)) * scale);
  info.denominator_bound = scale;
  info.unit = std::move(unit);
  return info;
}

NumberInfo info_real(UnitOfMeasure unit) {
  NumberInfo info;
  info.exact = false;
  info.fixed_denominator = 0;
  info.denominator_bound = 0;
  info.low = -HUGE_VALL;
  info.high = HUGE_VALL;
  info.unit = std::move(unit);
  return info;
}

NumberInfo info_add(const NumberInfo& a, const NumberInfo& b, bool subtract) {
  NumberInfo info;
  info.exact = a.exact && b.exact;
  info.unit = unit_of_either(a, b);
  info.any_unit = a.any_unit && b.any_unit;
  info.low = a.low + (subtract ? -b.high : b.low);
  info.high = a.high + (subtract ? -b.low : b.high);
  if (!info.exact) return settled(info);
  info.fixed_denominator = common_denominator(a, b);
  if (info.fixed_denominator != 0) {
    info.denominator_bound = magnitude(info.fixed_denominator);
    info.numerator_bound =
        scaled_bound(a, info.fixed_denominator) + scaled_bound(b, info.fixed_denominator);
  } else {
    info.denominator_bound = a.denominator_bound * b.denominator_bound;
    info.numerator_bound =
        a.numerator_bound * b.denominator_bound + b.numerator_bound * a.denominator_bound;
  }
  return settled(info);
}

NumberInfo info_multiply(const NumberInfo& a, const NumberInfo& b) {
  NumberInfo info;
  info.exact = a.exact && b.exact;
  info.unit = product(a.unit, b.unit, 1);
  info.any_unit = a.any_unit || b.any_unit;
  const long double corners[] = {times(a.low, b.low), times(a.low, b.high), times(a.high, b.low),
                                 times(a.high, b.high)};
  info.low = *std::min_element(std::begin(corners), std::end(corners));
  info.high = *std::max_element(std::begin(corners), std::end(corners));
  if (!info.exact) return settled(info);
  info.numerator_bound = times(a.numerator_bound, b.numerator_bound);
  info.denominator_bound = a.denominator_bound * b.denominator_bound;
  const auto fixed = checked_multiply(a.fixed_denominator, b.fixed_denominator);
  info.fixed_denominator = fixed.value_or(0);
  return settled(info);
}

NumberInfo info_divide(const NumberInfo& a, const NumberInfo& b) {
  NumberInfo info;
  info.exact = a.exact && b.exact;
  info.unit = product(a.unit, b.unit, -1);
  info.any_unit = a.any_unit;
  if (b.low > 0 || b.high < 0) {
    // Towards an open end of the divisor the quotient goes to 0; where both ends are open, the
    // other corners hold its other end.
    const auto quotient = [](long double x, long double y) { return std::isinf(y) ? 0 : x / y; };
    const long double corners[] = {quotient(a.low, b.low), quotient(a.low, b.high),
                                   quotient(a.high, b.low), quotient(a.high, b.high)};
    info.low = *std::min_element(std::begin(corners), std::end(corners));
    info.high = *std::max_element(std::begin(corners), std::end(corners));
  } else {
    info.low = a.low >= 0 && b.low >= 0 ? 0 : -HUGE_VALL;
    info.high = HUGE_VALL;
  }
  if (!info.exact) return settled(info);
  info.numerator_bound = times(a.numerator_bound, b.denominator_bound);
  info.denominator_bound = a.denominator_bound * std::max(b.numerator_bound, 1.0L);
  // Dividing by a constant keeps the denominator fixed: n/d as divisor multiplies it by n.
  info.fixed_denominator = 0;
  if (b.fixed_denominator != 0 && b.low == b.high && a.fixed_denominator != 0) {
    const long double divisor = std::fabs(b.low) * magnitude(b.fixed_denominator);
    if (divisor < 0x1p63L) {
      const auto fixed =
          checked_multiply(a.fixed_denominator, static_cast<i128>(std::llround(divisor)));
      info.fixed_denominator = fixed.value_or(0);
    }
  }
  return settled(info);
}

NumberInfo info_negate(const NumberInfo& a) {
  NumberInfo info = a;
  info.low = -a.high;
  info.high = -a.low;
  return info;
}

NumberInfo info_round(const NumberInfo& a, int digits) {
  NumberInfo info = a;
  info.exact = true;
  info.any_unit = false;
  info.fixed_denominator = power_of_ten(digits);
  info.denominator_bound = magnitude(info.fixed_denominator);
  const long double half = 1.0L / info.denominator_bound;
  info.low = a.low - half;
  info.high = a.high + half;
  if (a.low >= 0) info.low = 0;
  // A Real's bounds may be open; rounding it refuses (unknown, "too large") beyond 63 bits.
  if (!a.exact) {
    const long double most = 9.3e18L / info.denominator_bound;
    info.low = std::max(info.low, -most);
    info.high = std::min(info.high, most);
  }
  // An exact quotient's value may have no bound (its divisor may be 0), but its numerator has.
  const long double widest = std::min(std::max(std::fabs(info.low), std::fabs(info.high)),
                                      a.exact ? a.numerator_bound + half : HUGE_VALL);
  info.numerator_bound = std::ceil(widest * info.denominator_bound);
  return settled(info);
}

NumberInfo info_join(const NumberInfo& a, const NumberInfo& b) {
  NumberInfo info;
  info.exact = a.exact && b.exact;
  info.unit = unit_of_either(a, b);
  info.any_unit = a.any_unit && b.any_unit;
  info.low = std::min(a.low, b.low);
  info.high = std::max(a.high, b.high);
  if (!info.exact) return settled(info);
  info.fixed_denominator = common_denominator(a, b);
  if (info.fixed_denominator != 0) {
    info.denominator_bound = magnitude(info.fixed_denominator);
    info.numerator_bound =
        std::max(scaled_bound(a, info.fixed_denominator), scaled_bound(b, info.fixed_denominator));
  } else {
    info.denominator_bound = std::max(a.denominator_bound, b.denominator_bound);
    info.numerator_bound = std::max(a.numerator_bound, b.numerator_bound);
  }
  return settled(info);
}

NumberInfo info_sum(const NumberInfo& a, int64_t count) {
  NumberInfo info = a;
  const auto n = static_cast<long double>(count);
  info.low = std::min(a.low, a.low * n);
  info.high = std::max(a.high, a.high * n);
  // The sum of many unlike ratios has a denominator no integer holds.
  if (a.fixed_denominator == 0) info.exact = false;
  info.numerator_bound = a.numerator_bound * n;
  return settled(info);
}

NumberInfo info_mean(const NumberInfo& a, int64_t count) {
  NumberInfo info = info_sum(a, count);
  info.low = a.low;
  info.high = a.high;
  info.denominator_bound = a.denominator_bound * static_cast<long double>(count);
  info.fixed_denominator = 0;
  return settled(info);
}

NumberInfo info_clip(const NumberInfo& x, const NumberInfo& low, const NumberInfo& high) {
  NumberInfo info = info_join(info_join(x, low), high);
  // The larger of x and low, then the smaller of that and high: end by end, even where low > high.
  info.low = std::min(std::max(x.low, low.low), high.low);
  info.high = std::min(std::max(x.high, low.high), high.high);
  return info;
}

bool comparable_exactly(const NumberInfo& a, const NumberInfo& b) {
  if (!a.exact || !b.exact) return false;
  if (const i128 common = common_denominator(a, b); common != 0) {
    return scaled_bound(a, common) < kExactLimit && scaled_bound(b, common) < kExactLimit;
  }
  return a.numerator_bound * b.denominator_bound < kExactLimit &&
         b.numerator_bound * a.denominator_bound < kExactLimit;
}

bool same_unit(const NumberInfo& a, const NumberInfo& b) {
  return a.any_unit || b.any_unit || a.unit == b.unit;
}

bool may_be_zero(const NumberInfo& a) {
  return a.low <= 0 && a.high >= 0;
}

UnitOfMeasure unit_of_measure(std::string_view text) {
  UnitOfMeasure unit;
  int sign = 1;
  std::string word;
  const auto finish = [&] {
    // One word, whatever the number: 1 day, 20 days.
    static const std::map<std::string, std::string, std::less<>> kPlurals = {
        {"day", "days"}, {"month", "months"}, {"hour", "hours"}, {"year", "years"}};
    if (word.empty() || word == "1") {
      word.clear();
      return;
    }
    const auto plural = kPlurals.find(word);
    unit[plural == kPlurals.end() ? word : plural->second] += sign;
    word.clear();
  };
  for (const char c : text) {
    if (c == '/' || c == '*' || c == ' ') {
      finish();
      if (c == '/') sign = -1;
    } else {
      word += c;
    }
  }
  finish();
  std::erase_if(unit, [](const auto& entry) { return entry.second == 0; });
  return unit;
}

std::string text_of(const UnitOfMeasure& unit) {
  std::string above;
  std::string below;
  for (const auto& [name, power] : unit) {
    for (int i = 0; i < std::abs(power); ++i) {
      if (power > 0)
        above += (above.empty() ? "" : "*") + name;
      else
        below += "/" + name;
    }
  }
  return below.empty() ? above : (above.empty() ? "1" : above) + below;
}

}  // namespace exemplar::engine
