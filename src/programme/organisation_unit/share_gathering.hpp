// The shares of one unit while they are gathered from several ways (private to restatement.cpp).
//
//   a --- 3/5 --> b --- 1/1 --> d        d: 3/5 × 1/1 + 2/5 × 1/4 = 7/10
//    `--- 2/5 --> c --- 1/4 --> d        e: 2/5 × 3/4 = 3/10
//                  `--- 3/4 --> e
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "programme/organisation_unit/restatement.hpp"

namespace exemplar::programme {

inline constexpr Ratio kNone{0, 1};
inline constexpr Ratio kAll{1, 1};

inline bool is_above(const Ratio& a, const Ratio& b) {
  return compare(a, b) > 0;
}

// Shares that add up and multiply; where a denominator grows too large, the result is not known.
class Shares {
 public:
  bool too_fine = false;

  Ratio product(const Ratio& a, const Ratio& b) {
    const Ratio x = Ratio{a.numerator, b.denominator}.reduced();
    const Ratio y = Ratio{b.numerator, a.denominator}.reduced();
    const auto above = checked_multiply(x.numerator, y.numerator);
    const auto below = checked_multiply(x.denominator, y.denominator);
    return fitted(above, below);
  }

  Ratio sum(const Ratio& a, const Ratio& b) { return added(a, b.numerator, b.denominator); }
  Ratio difference(const Ratio& a, const Ratio& b) { return added(a, -b.numerator, b.denominator); }

 private:
  Ratio added(const Ratio& a, i128 numerator, i128 denominator) {
    const i128 common = gcd(a.denominator, denominator);
    const auto left = checked_multiply(a.numerator, denominator / common);
    const auto right = checked_multiply(numerator, a.denominator / common);
    const auto below = checked_multiply(a.denominator / common, denominator);
    if (!left || !right) return fitted(std::nullopt, below);
    return fitted(checked_add(*left, *right), below);
  }

  Ratio fitted(std::optional<i128> above, std::optional<i128> below) {
    if (!above || !below) {
      too_fine = true;
      return kNone;
    }
    const Ratio share = Ratio{*above, *below}.reduced();
    if (share.denominator > kShareDenominatorMax) too_fine = true;
    return share;
  }
};

// A unit's parts while they are gathered. What is unplaced is kept under the invalid id, which
// orders last.
class Gathering {
 public:
  void add(OrganisationUnitId target, const ShareBounds& edge, const ShareBounds& share) {
    auto [place, inserted] = shares_.try_emplace(target, ShareBounds{kNone, kNone});
    ShareBounds& bounds = place->second;
    bounds.lower = arithmetic_.sum(bounds.lower, arithmetic_.product(edge.lower, share.lower));
    bounds.upper = arithmetic_.sum(bounds.upper, arithmetic_.product(edge.upper, share.upper));
  }
  void add(const ShareBounds& edge, const RestatedUnit& onward) {
    for (const RestatedPart& part : onward.parts) add(part.target, edge, part.share);
    add(OrganisationUnitId(), edge, onward.unplaced);
    reasons_.insert(reasons_.end(), onward.reasons.begin(), onward.reasons.end());
  }
  void add(const RestatementReason& reason) { reasons_.push_back(reason); }

  RestatedUnit result(OrganisationUnitId unit, Date date) {
    if (!arithmetic_.too_fine) tighten();
    if (arithmetic_.too_fine) {
      for (auto& [target, bounds] : shares_) bounds = ShareBounds{};
      reasons_.push_back({RestatementGap::ShareTooFine, unit, date});
    }
    RestatedUnit restated;
    for (const auto& [target, bounds] : shares_) {
      if (!is_above(bounds.upper, kNone)) continue;
      if (target.valid()) {
        restated.parts.push_back({target, bounds});
      } else {
        restated.unplaced = bounds;
      }
    }
    std::sort(reasons_.begin(), reasons_.end());
    reasons_.erase(std::unique(reasons_.begin(), reasons_.end()), reasons_.end());
    restated.reasons = std::move(reasons_);
    if (restated.known()) {
      // A share that was not known on the way and is the whole again is no gap.
      std::erase_if(restated.reasons, [](const RestatementReason& reason) {
        return reason.gap != RestatementGap::FateUnknown &&
               reason.gap != RestatementGap::EndedWithoutSuccessor &&
               reason.gap != RestatementGap::OriginUnknown &&
               reason.gap != RestatementGap::BegunWithoutPredecessor;
      });
    }
    return restated;
  }

 private:
  // All shares together are 1: each is at least what the others cannot take, and at most what
  // they leave.
  void tighten() {
    bool all_known = true;
    for (auto& [target, bounds] : shares_) {
      if (is_above(bounds.upper, kAll)) bounds.upper = kAll;
      all_known = all_known && bounds.known();
    }
    if (all_known) return;
    const std::map<OrganisationUnitId, ShareBounds> before = shares_;
    Ratio lower_sum = kNone;
    Ratio upper_sum = kNone;
    for (const auto& [target, bounds] : before) {
      lower_sum = arithmetic_.sum(lower_sum, bounds.lower);
      upper_sum = arithmetic_.sum(upper_sum, bounds.upper);
    }
    for (auto& [target, bounds] : shares_) {
      const ShareBounds& own = before.at(target);
      const Ratio others_upper = arithmetic_.difference(upper_sum, own.upper);
      const Ratio others_lower = arithmetic_.difference(lower_sum, own.lower);
      const Ratio least = arithmetic_.difference(kAll, others_upper);
      const Ratio most = arithmetic_.difference(kAll, others_lower);
      if (arithmetic_.too_fine) return;
      if (is_above(least, bounds.lower)) bounds.lower = least;
      if (is_above(bounds.upper, most)) bounds.upper = most;
    }
  }

  Shares arithmetic_;
  std::map<OrganisationUnitId, ShareBounds> shares_;
  std::vector<RestatementReason> reasons_;
};

}  // namespace exemplar::programme
