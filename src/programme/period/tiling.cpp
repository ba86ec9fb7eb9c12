#include "programme/period/tiling.hpp"

#include <algorithm>

namespace exemplar::programme {

namespace {

Tiling faulty(Tiling::Fault fault, const Period& period, Date from, Date until) {
  const std::string text = to_string(period);
  const std::string first = iso(from);
  const std::string last = iso(until);
  Refusal refusal;
  switch (fault) {
    case Tiling::Fault::Gap:
      refusal = {msg("{} is not covered from {} to {}", text, first, last),
                 msg("add the collection periods for these days")};
      break;
    case Tiling::Fault::Overlap:
      refusal = {msg("{} is covered twice from {} to {}", text, first, last),
                 msg("leave out one of the collection periods that overlap")};
      break;
    case Tiling::Fault::Outside:
      refusal = {
          msg("the collection periods of {} reach outside it, from {} to {}", text, first, last),
          msg("use collection periods that lie within it")};
      break;
    case Tiling::Fault::None:
      return {};
  }
  return {fault, {from, until}, std::move(refusal)};
}

}  // namespace

Tiling tiles(const Period& period, std::span<const Period> pieces) {
  std::vector<Period> in_order(pieces.begin(), pieces.end());
  std::sort(in_order.begin(), in_order.end());

  const Date end = last_day(period);
  Date uncovered = first_day(period);  // the first day not yet covered
  for (const Period& piece : in_order) {
    const Date from = first_day(piece);
    const Date until = last_day(piece);
    if (from < first_day(period)) {
      return faulty(Tiling::Fault::Outside, period, from, std::min(until, first_day(period) - 1));
    }
    if (from > uncovered && uncovered <= end) {
      return faulty(Tiling::Fault::Gap, period, uncovered, std::min(from - 1, end));
    }
    if (from < uncovered) {
      return faulty(Tiling::Fault::Overlap, period, from, std::min(until, uncovered - 1));
    }
    if (until > end) {
      return faulty(Tiling::Fault::Outside, period, std::max(from, end + 1), until);
    }
    uncovered = until + 1;
  }
  if (uncovered <= end) return faulty(Tiling::Fault::Gap, period, uncovered, end);
  return {};
}

Result<std::vector<Period>> split(const Period& period, Length length) {
  const Result<Period> first = make_period(period.start, length);
  if (!first) return first.refusal();

  std::vector<Period> pieces;
  Period piece = *first;
  while (last_day(piece) <= last_day(period)) {
    pieces.push_back(piece);
    piece = next(piece);
  }
  if (pieces.empty()) {
    return Refusal{msg("{} is shorter than {}", to_string(period), to_string(length)),
                   msg("choose a shorter length; P1D always fits")};
  }
  if (last_day(pieces.back()) != last_day(period)) {
    return Refusal{
        msg("{} is not a whole number of {}: {} of them end on {}, one more on {}, and it ends "
            "on {}",
            to_string(period), to_string(length), pieces.size(), iso(last_day(pieces.back())),
            iso(last_day(piece)), iso(last_day(period))),
        msg("choose a length that fits; P1D always does")};
  }
  return pieces;
}

}  // namespace exemplar::programme
