// What must be computed, in which order, before a column is there (private to Evaluation).
//
//   column(level "all")                     a step is one node in one period
//     ├─ criterion 8 ─ office_area ÷ norm        unit by unit: block after block, nothing kept
//     └─ criterion 3.2 ─ rank(points)
//                          └─ points             all units at once: its argument is kept as a column
//
//   stage 0: the blocks of `points`  →  rank  →  stage 1: the blocks of criteria and level
//
// A step whose value for a unit depends on other units' values of its arguments is a barrier: its
// arguments are columns of an earlier stage. All others are computed together, a block of units at
// a time, so that only what is asked for, or needed at a barrier, is ever written to memory.
#pragma once

#include <vector>

#include "engine/column/column.hpp"
#include "engine/compute/graph.hpp"
#include "engine/compute/source.hpp"

namespace exemplar::engine {

// A node in a period.
struct Instance {
  NodeId node;
  PeriodIndex period = 0;

  uint64_t key() const { return static_cast<uint64_t>(period) << 32 | node.value; }
  bool operator==(const Instance&) const = default;
};

inline constexpr uint32_t kNoStep = UINT32_MAX;

struct Step {
  enum class Kind : uint8_t {
    Column,      // there already, or read from the source
    Constant,    // one cell for all units
    Local,       // from the arguments' cells of the same unit
    Parent,      // the argument's cell of the unit above
    OfUnit,      // the argument's cell of one unit
    Groups,      // one cell for each group of units
    Whole,       // made for all units at once: places, quotas
    Normalised,  // Whole, of which the units' own cells follow from what their set comes to
  };

  Instance instance;
  Kind kind = Kind::Local;
  std::vector<uint32_t> args;  // steps; kNoStep: absent
  Cell constant;               // Constant, and OfUnit once it is known
  uint32_t stage = 0;
  bool kept = false;  // as a column

  // Looks at other units' values of its arguments.
  bool is_barrier() const {
    return kind == Kind::Parent || kind == Kind::OfUnit || kind == Kind::Groups ||
           kind == Kind::Whole || kind == Kind::Normalised;
  }
};

// Arguments stand before the steps that need them.
struct Plan {
  std::vector<Step> steps;
  uint32_t stages = 1;
};

// What a name or another period comes down to: an instance, or where there is none a cell.
struct Meaning {
  Instance instance;
  std::optional<Cell> constant;
};
Meaning meaning_of(const Graph& graph, Source& source, Instance instance);

// The periods that an aggregate's or another period's selector means, for definitions that can be
// compared; else none, and why.
std::optional<std::vector<PeriodIndex>> periods_meant(Source& source, const Node& node,
                                                      PeriodIndex period, uint32_t& why_not);

// What the cells of an instance are made from, directly; instances that are other words for others
// are replaced by those.
struct Needs {
  Step::Kind kind = Step::Kind::Local;
  std::vector<std::optional<Instance>> args;  // none: absent
  Cell constant;
};
Needs needs_of(const Graph& graph, Source& source, const Instance& instance);

// From instances in an order in which arguments come first.
class PlanBuilder {
 public:
  PlanBuilder(const Graph& graph, Source& source) : graph_(graph), source_(source) {}

  template <typename IsThere>
  Plan build(const std::vector<Instance>& wanted, IsThere is_there) {
    for (const Instance& one : wanted) add(one, is_there);
    for (const Instance& one : wanted) keep(one);
    finish();
    return std::move(plan_);
  }

 private:
  template <typename IsThere>
  void add(const Instance& wanted, IsThere is_there) {
    struct Open {
      Instance instance;
      Needs needs;
      bool expanded = false;
    };
    std::vector<Open> open;
    const auto push = [&](const Instance& one) {
      if (!place_.contains(one.key())) open.push_back({one, {}, false});
    };
    push(wanted);
    while (!open.empty()) {
      if (place_.contains(open.back().instance.key())) {
        open.pop_back();
        continue;
      }
      if (!open.back().expanded) {
        open.back().expanded = true;
        const Instance instance = open.back().instance;
        if (is_there(instance)) {
          open.back().needs.kind = Step::Kind::Column;
          continue;
        }
        open.back().needs = needs_of(graph_, source_, instance);
        const std::vector<std::optional<Instance>> args = open.back().needs.args;
        for (const auto& arg : args) {
          if (arg) push(*arg);
        }
        continue;
      }
      add_step(open.back().instance, open.back().needs);
      open.pop_back();
    }
  }

  void add_step(const Instance& instance, const Needs& needs);
  void keep(const Instance& instance);
  void finish();

  const Graph& graph_;
  Source& source_;
  Plan plan_;
  std::map<uint64_t, uint32_t> place_;
};

}  // namespace exemplar::engine
