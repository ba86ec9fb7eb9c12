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

// The known of a set in order, and what their places have in common.
struct Order {
  std::vector<Keyed> known;  // by key, equal keys by unit
  // How many of each mark: the lowest status and any pending correction are every place's.
  std::array<uint32_t, kMarks> marks{};

  void add(Mark mark) { ++marks[mark]; }
  Mark mark() const;  // of every place
};

// The members of a set, in ascending order of units; none where a number is of another form than
// whole over `denominator` (0: the first number's, which is left there).
std::optional<Order> order_of(const Column& values, std::span<const uint32_t> members,
                              bool highest_first, double& denominator);
// Sorts by key, equal keys in the order they have.
void sort_by_key(std::vector<Keyed>& all);

// The place of each in `known`, times two where ties share the mean: numerators over
// place_denominator().
void places_of(std::span<const Keyed> known, Ties ties, std::span<double> places);
double place_denominator(Ties ties);

}  // namespace exemplar::engine
