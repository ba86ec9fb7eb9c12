// Small offices made at random, as the files of a pack: reorganised units, indicators of every kind
// and collection period, values of every type, decisions and targets.
#pragma once

#include <random>

#include "programme/pack/pack.hpp"

namespace exemplar::programme {

// Numbers that are the same on every machine for one seed.
class Chance {
 public:
  explicit Chance(uint64_t seed) : engine_(seed) {}
  size_t below(size_t count) { return static_cast<size_t>(engine_() % count); }
  bool one_in(size_t count) { return below(count) == 0; }
  template <typename T>
  const T& of(const std::vector<T>& some) {
    return some[below(some.size())];
  }

 private:
  std::mt19937_64 engine_;
};

PackFiles::Content random_office(Chance& chance);

}  // namespace exemplar::programme
