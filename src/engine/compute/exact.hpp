// Arithmetic on exact ratios that says when it leaves 128 bits. The compiler has proved that
// reported values stay inside; values restated over reorganisations may not.
#pragma once

#include <compare>
#include <optional>

#include "base/decimal.hpp"

namespace exemplar::engine {

std::optional<Ratio> exact_add(const Ratio& a, const Ratio& b);
std::optional<Ratio> exact_subtract(const Ratio& a, const Ratio& b);
std::optional<Ratio> exact_multiply(const Ratio& a, const Ratio& b);
// b must not be zero.
std::optional<Ratio> exact_divide(const Ratio& a, const Ratio& b);
std::optional<std::strong_ordering> exact_compare(const Ratio& a, const Ratio& b);
// The greatest integer not above / the least not below.
i128 exact_floor(const Ratio& a);
i128 exact_ceiling(const Ratio& a);

// The decimal of 15 significant digits (at most 18 decimals) nearest to a double; nothing where it
// is not finite or does not fit.
std::optional<Ratio> nearest_decimal(double value);

}  // namespace exemplar::engine
