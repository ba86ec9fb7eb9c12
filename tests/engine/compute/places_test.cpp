// Which places a moved unit may change: nothing outside the positions that are told is another one,
// under every rule for ties.
#include "engine/compute/places.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace exemplar::engine {
namespace {

constexpr Ties kAll[] = {Ties::Min, Ties::Max, Ties::Mean, Ties::Dense};

std::map<uint32_t, double> all_places(const Order& order, Ties ties) {
  std::vector<double> numbers(order.known.size());
  places_of(order.known, ties, {0, order.known.size()}, numbers);
  std::map<uint32_t, double> places;
  for (size_t i = 0; i < numbers.size(); ++i) places[order.known[i].unit] = numbers[i];
  return places;
}

class MovedPlaces : public ::testing::Test {
 protected:
  uint64_t below(uint64_t n) { return random_() % n; }

  // A few keys among more units, so that most tie; none: not known.
  std::optional<int64_t> drawn() {
    if (below(6) == 0) return std::nullopt;
    return static_cast<int64_t>(below(4));
  }

  void set(Order& order, uint32_t unit, std::optional<int64_t> key, Positions& touched) {
    const auto placed = [&](const std::optional<int64_t>& one) {
      Order::Placed made;
      if (one) made = {Keyed{*one, unit}, mark_of(kKnown, 1, false)};
      return made;
    };
    order.move(placed(keys_[unit]), placed(key), touched);
    keys_[unit] = key;
  }

  std::mt19937_64 random_{41};
  std::map<uint32_t, std::optional<int64_t>> keys_;
};

TEST_F(MovedPlaces, AreAllThatChange) {
  size_t spared = 0;  // positions that were rightly not looked at
  for (int world = 0; world < 3'000; ++world) {
    Order order;
    keys_.clear();
    Positions ignored;
    const auto units = static_cast<uint32_t>(1 + below(12));
    for (uint32_t unit = 0; unit < units; ++unit) set(order, unit, drawn(), ignored);
    for (int change = 0; change < 4; ++change) {
      std::map<Ties, std::map<uint32_t, double>> places;
      for (const Ties ties : kAll) places[ties] = all_places(order, ties);
      Positions touched;
      for (uint64_t moves = 1 + below(3); moves > 0; --moves) {
        set(order, static_cast<uint32_t>(below(units)), drawn(), touched);
      }
      ASSERT_TRUE(std::is_sorted(order.known.begin(), order.known.end(),
                                 [](const Keyed& a, const Keyed& b) {
                                   return std::pair(a.key, a.unit) < std::pair(b.key, b.unit);
                                 }));
      for (const Ties ties : kAll) {
        const Positions positions = places_touched(order.known, ties, touched);
        ASSERT_LE(positions.first, positions.end);
        ASSERT_LE(positions.end, order.known.size());
        spared += order.known.size() - (positions.end - positions.first);
        std::vector<double> numbers(positions.end - positions.first);
        places_of(order.known, ties, positions, numbers);
        std::map<uint32_t, double>& followed = places[ties];
        for (auto at = followed.begin(); at != followed.end();) {
          at = keys_[at->first] ? std::next(at) : followed.erase(at);
        }
        for (size_t i = 0; i < numbers.size(); ++i) {
          followed[order.known[positions.first + i].unit] = numbers[i];
        }
        ASSERT_EQ(followed, all_places(order, ties)) << "world " << world;
      }
    }
  }
  EXPECT_GT(spared, 10'000U);
}

TEST_F(MovedPlaces, AreAllWhereTheSharedMarkIsAnotherOne) {
  Order order;
  Positions touched;
  for (uint32_t unit = 0; unit < 5; ++unit) set(order, unit, unit, touched);
  touched = {};
  order.move({Keyed{4, 4}, mark_of(kKnown, 1, false)}, {Keyed{4, 4}, mark_of(kKnown, 0, false)},
             touched);
  EXPECT_EQ(touched.first, 0U);
  EXPECT_EQ(touched.end, 5U);
}

}  // namespace
}  // namespace exemplar::engine
