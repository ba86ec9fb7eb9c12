// A version of the programme's target: what a document asks for, by when, counted how.
#pragma once

#include <span>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/message.hpp"
#include "base/problem.hpp"

namespace exemplar::programme {

enum class TargetCounts { MeetsAll, TitleOfYear, TitleInForce, TitleEver };
enum class TargetKind { Assigned, Committed, StrivenFor };

struct Target {
  std::string version;
  Text name;  // of the version, for people; empty: its id is shown
  std::string document;
  std::optional<Date> date;
  Text issuer;
  Date by;
  TargetCounts counts = TargetCounts::TitleInForce;
  std::optional<Decimal> share;  // fraction: 0.40
  bool strictly_more = false;    // "more than 40 %"
  std::optional<int64_t> count;
  std::optional<int64_t> fixed_denominator;  // none: the units existing on the date
  TargetKind kind = TargetKind::Assigned;
  std::string replaced_by;  // the version that took its place; empty: this one is current
  Text note;
  Place place;

  const std::string& name_in(Language language) const {
    return name == Text{} ? version : name.in(language);
  }
};

// The number of units the target asks for, of `denominator`: the least integer that satisfies it.
// "More than 40 %" of 249 is 100 (99.6 → 100; exactly 40 % of 250 = 100 → 101). By integers only.
// Where both share and count are given, the larger one.
int64_t units_asked(const Target& target, int64_t denominator);

// `total` in whole parts, in proportion to the weights: each gets its quota rounded down, what is
// left goes one each to the largest remainders (Hamilton's method), of equals to the larger weight,
// then to the earlier. The parts add up to `total`; all weights 0: all parts 0.
std::vector<int64_t> apportioned(int64_t total, std::span<const int64_t> weights);

}  // namespace exemplar::programme
