#include "programme/target/target.hpp"

namespace exemplar::programme {

int64_t units_asked(const Target& target, int64_t denominator) {
  int64_t asked = target.count.value_or(0);
  if (target.share) {
    const i128 scaled = static_cast<i128>(target.share->units) * denominator;
    const i128 scale = power_of_ten(target.share->digits);
    i128 by_share = scaled / scale;
    const bool exact = scaled % scale == 0;
    if (!exact || target.strictly_more) ++by_share;
    asked = std::max(asked, static_cast<int64_t>(by_share));
  }
  return std::min(asked, denominator);
}

std::vector<int64_t> apportioned(int64_t total, std::span<const int64_t> weights) {
  std::vector<int64_t> parts(weights.size(), 0);
  i128 sum = 0;
  for (const int64_t weight : weights) sum += weight;
  if (sum == 0) return parts;
  std::vector<i128> remainders(weights.size());
  int64_t left = total;
  for (size_t i = 0; i < weights.size(); ++i) {
    const i128 quota = static_cast<i128>(total) * weights[i];
    parts[i] = static_cast<int64_t>(quota / sum);
    remainders[i] = quota % sum;
    left -= parts[i];
  }
  std::vector<size_t> order(weights.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    if (remainders[a] != remainders[b]) return remainders[a] > remainders[b];
    return weights[a] > weights[b];
  });
  for (int64_t i = 0; i < left; ++i) ++parts[order[static_cast<size_t>(i)]];
  return parts;
}

}  // namespace exemplar::programme
