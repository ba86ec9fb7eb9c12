#include "oracle/turns.hpp"

#include "oracle/oracle.hpp"

namespace exemplar::oracle {

namespace {

constexpr int kMostReadings = 2'000;

}  // namespace

int Turns::way(const Touch& touch, int ways) {
  const auto [place, is_new] = index_.try_emplace(touch, taken_.size());
  if (is_new) taken_.push_back({touch, 0, ways});
  return taken_[place->second].way;
}

bool Turns::next() {
  while (!taken_.empty() && taken_.back().way + 1 == taken_.back().ways) {
    index_.erase(taken_.back().touch);
    taken_.pop_back();
  }
  if (taken_.empty()) return false;
  ++taken_.back().way;
  return true;
}

Explained explained_by_turns(const World& world, const std::function<Value(Oracle&)>& ask,
                             const std::function<bool(const Value&)>& fits) {
  Turns turns;
  bool noise = false;
  for (int reading = 0; reading < kMostReadings; ++reading) {
    Oracle oracle(world, nullptr, &turns);
    const Value value = ask(oracle);
    if (fits(value)) return Explained::Yes;
    noise = noise || value.noise;
    if (!turns.next()) break;
  }
  return noise ? Explained::Noise : Explained::No;
}

}  // namespace exemplar::oracle
