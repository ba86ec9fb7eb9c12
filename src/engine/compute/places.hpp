// Places among units by whole numbers over one denominator: what rank() is made of when values are
// of that form, which reported and rounded values are.
//
//   units of a set ─▶ (key, unit) ─ sorted ─▶ 1, 2, 2, 4 … by the declared rule for ties
//
// The order by key is all that places depend on: one changed value moves one pair.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/column/column.hpp"
#include "engine/compute/graph.hpp"

namespace exemplar::engine {

struct Keyed {
  int64_t key = 0;  // ascending: the first place has the least
  uint32_t unit = 0;

  bool operator==(const Keyed&) const = default;
};

// Positions in an order: first, first + 1, …, end - 1. None to begin with.
struct Positions {
  size_t first = SIZE_MAX;
  size_t end = 0;
};

// The known of a set in order, and what their places have in common.
struct Order {
  std::vector<Keyed> known;  // by key, equal keys by unit
  // How many of each mark: the lowest status and any pending correction are every place's.
  std::array<uint32_t, kMarks> marks{};

  void add(Mark mark) { ++marks[mark]; }
  Mark mark() const;  // of every place

  // A unit's key, where its value is known, and the mark of the value.
  struct Placed {
    std::optional<Keyed> key;
    Mark mark = kMarkUnknown;
  };
  // One unit moves, comes or goes. `touched` grows by the positions between which something moved:
  // all, where the mark that every place has is another one.
  void move(const Placed& from, const Placed& to, Positions& touched);
};

// The members of a set, in ascending order of units; none where a number is of another form than
// whole over `denominator` (0: the first number's, which is left there).
std::optional<Order> order_of(const Column& values, std::span<const uint32_t> members,
                              bool highest_first, double& denominator);
// Sorts by key, equal keys in the order they have.
void sort_by_key(std::vector<Keyed>& all);

// Those whose place may be another one, after some came, went or moved at `touched`: with all that
// they tie with there, and with their neighbours. Where places are counted without gaps, all.
Positions places_touched(std::span<const Keyed> known, Ties ties, Positions touched);
// The places of those positions, times two where ties share the mean: numerators over
// place_denominator(). A tie is within the positions wholly or not at all; without gaps they begin
// at the first. `places` has one for each.
void places_of(std::span<const Keyed> known, Ties ties, Positions positions,
               std::span<double> places);
double place_denominator(Ties ties);

}  // namespace exemplar::engine
