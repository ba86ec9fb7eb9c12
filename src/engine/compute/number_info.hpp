// Bounds and units of measure of numbers, carried through arithmetic before any value is known.
//
// A number is exact while it is a ratio of integers whose products stay below 10^38 (language.md,
// "Exact fragment"). Where a bound is left, the number becomes a Real and must be rounded before it
// is compared.
#pragma once

#include "engine/compute/graph.hpp"

namespace exemplar::engine {

inline constexpr long double kExactLimit = 1e38L;

NumberInfo info_of_constant(const Ratio& value, UnitOfMeasure unit, bool any_unit);
NumberInfo info_of_decimal(int digits, const std::optional<Decimal>& low,
                           const std::optional<Decimal>& high, UnitOfMeasure unit);

// Units are checked by the caller; these give the result's bounds. `exact` becomes false where a
// product could reach 10^38.
NumberInfo info_add(const NumberInfo& a, const NumberInfo& b, bool subtract);
NumberInfo info_multiply(const NumberInfo& a, const NumberInfo& b);
NumberInfo info_divide(const NumberInfo& a, const NumberInfo& b);
NumberInfo info_negate(const NumberInfo& a);
NumberInfo info_round(const NumberInfo& a, int digits);
// Either of the two values (branches, minima).
NumberInfo info_join(const NumberInfo& a, const NumberInfo& b);
// The sum or mean of up to `count` such values.
NumberInfo info_sum(const NumberInfo& a, int64_t count);
NumberInfo info_mean(const NumberInfo& a, int64_t count);
NumberInfo info_clip(const NumberInfo& x, const NumberInfo& low, const NumberInfo& high);
NumberInfo info_real(UnitOfMeasure unit);

bool comparable_exactly(const NumberInfo& a, const NumberInfo& b);
bool same_unit(const NumberInfo& a, const NumberInfo& b);
bool may_be_zero(const NumberInfo& a);

}  // namespace exemplar::engine
