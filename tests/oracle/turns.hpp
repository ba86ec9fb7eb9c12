// Near touches taken one way and another: what a fragile result may be.
//
// Where a double lies so near a turning point (of a comparison, of rounding, of 0) that another order
// of the same operations may fall on the other side, the oracle asks here which way to go on. The
// first reading goes as its own doubles say; each next one turns the last touch that has a way left:
//
//   x ≈ y       <  ──▶ round(z) down      1st reading
//                  └─▶ round(z) up        2nd
//               =  ──▶ …                  3rd
//               >  ──▶ …
//
// The same two numbers are taken the same way throughout a reading.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "oracle/world.hpp"

namespace exemplar::oracle {

class Oracle;

class Turns {
 public:
  enum class Kind { Order, Zero, Round, Same };
  struct Touch {
    Kind kind;
    double a;
    double b;
    auto operator<=>(const Touch&) const = default;
  };

  int way(const Touch& touch, int ways);
  // Whether another reading is left to be made.
  bool next();

 private:
  struct Taken {
    Touch touch;
    int way;
    int ways;
  };
  std::vector<Taken> taken_;  // in the order in which the reading meets them
  std::map<Touch, size_t> index_;
};

// Whether one of the readings gives what fits. Noise: one divides by what is all but 0, so that any
// value could be had.
enum class Explained { No, Yes, Noise };
Explained explained_by_turns(const World& world, const std::function<Value(Oracle&)>& ask,
                             const std::function<bool(const Value&)>& fits);

}  // namespace exemplar::oracle
