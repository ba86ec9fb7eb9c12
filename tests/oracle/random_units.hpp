// Random trees of units and what becomes of them. Private to the generator.
#pragma once

#include "oracle/generator.hpp"

namespace exemplar::oracle {

// A further hierarchy, which `under("79", hierarchy = police)` asks for.
inline constexpr const char* kSecondHierarchy = "police";

// One or two trees of 2 to 4 levels, and reorganisations from one day to the next in three worlds
// of four. Every code that any unit ever has is added to `codes`.
void add_random_units(Random& random, World& world, std::vector<std::string>& codes);

}  // namespace exemplar::oracle
