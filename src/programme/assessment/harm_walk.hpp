// How each reported value bears on an answer: the walk from a condition down to its inputs.
//
//   met = "late / due <= 2 %"
//
//   compare <=      wants a small left side: the direction turns      late: part,  hurts
//   └─ divide       falls as its denominator rises: turns again       due:  whole, helps
#pragma once

#include <limits>
#include <set>
#include <unordered_map>

#include "programme/assessment/rules.hpp"

namespace exemplar::programme {

// What a rising value does to the answer; Both: not monotone, or not known to be.
enum class Effect : uint8_t { None = 0, Helps = 1, Hurts = 2, Both = 3 };
Effect turned(Effect effect);

// What a value is judged by.
enum class Bearing : uint8_t {
  Alone,   // its own size
  Part,    // its share of another value: the numerator, or the smaller side
  Whole,   // the denominator, or the larger side
  Either,  // two values must be equal: either may be part of the other
};

struct Use {
  uint32_t input = 0;  // RuleSet.inputs
  Effect effect = Effect::None;
  Bearing bearing = Bearing::Alone;
  engine::NodeId partner;  // what it is part or whole of
  bool elsewhere = false;  // another unit's value

  auto operator<=>(const Use&) const = default;
};

// A ratio that is judged.
struct JudgedRatio {
  engine::NodeId part;
  engine::NodeId whole;
  Effect effect = Effect::None;  // of the ratio as it rises
  bool floored = false;          // something sees to it that the denominator is large enough
  bool small_is_safe = false;    // a confidence bound: few cases prove nothing

  auto operator<=>(const JudgedRatio&) const = default;
};

class HarmWalk {
 public:
  explicit HarmWalk(const CompiledRules& rules);

  // From a condition that should be met, or a number that should be high.
  void from(engine::NodeId root, std::optional<WhenNotApplicable> policy);
  // Before the next rule: uses and ratios are of one rule.
  void forget();
  const std::set<Use>& uses() const { return uses_; }
  const std::set<JudgedRatio>& ratios() const { return ratios_; }

  // The inputs below a node, each once, in order.
  const std::vector<uint32_t>& inputs_of(engine::NodeId id);
  // Does the walk from elsewhere end here? Criteria and levels answer for themselves.
  bool is_border(engine::NodeId id) const { return borders_.contains(id.value); }

 private:
  // Facts on the way down, as a chain: what holds wherever this part of the formula matters.
  struct Fact {
    uint32_t before = 0;  // index; 0 ends the chain
    engine::NodeId node;
    bool holds = true;
  };
  struct State {
    Effect effect = Effect::Helps;
    Bearing bearing = Bearing::Alone;
    engine::NodeId partner;
    bool elsewhere = false;
    bool guard = false;   // "nothing is due, or …": as a denominator, not by its size
    bool filled = false;  // `or_else`: where a value is unknown, another takes its place
    bool every = false;   // a ratio compared with 100 %: every one or not, which is no share
    uint32_t facts = 0;

    auto operator<=>(const State&) const = default;
  };
  // What a condition or number can be at all.
  struct Range {
    long double low = 0;
    long double high = 1;
    bool constant() const { return low == high; }
  };

  static constexpr long double kNothingKnown = -std::numeric_limits<long double>::infinity();

  const engine::Node& at(engine::NodeId id) const { return rules_.graph[id]; }
  engine::NodeId strip(engine::NodeId id) const;
  bool has_inputs(engine::NodeId id) { return id.valid() && !inputs_of(id).empty(); }
  std::optional<long double> constant(engine::NodeId id) const;
  Range range(engine::NodeId id, int depth = 0) const;
  bool implies(engine::NodeId a, engine::NodeId b) const;

  void down(engine::NodeId id, State state);
  void down_all(const engine::Node& node, const State& state);
  void junction(engine::NodeId id, State state);
  bool guards(engine::NodeId arg, const engine::Node& junction);
  bool divides_by(engine::NodeId id, engine::NodeId whole);
  void condition(const engine::Node& node, const State& state);
  void compare(const engine::Node& node, State state);
  void related(engine::NodeId left, engine::NodeId right, engine::Operator op, const State& state);
  bool taken_away(engine::NodeId id) const;
  Effect of_equality(engine::NodeId side, engine::NodeId other) const;
  void arithmetic(const engine::Node& node, const State& state);
  void multiply(const engine::Node& node, const State& state);
  void divide(const engine::Node& node, const State& state);
  void anchors(const engine::Node& node, const State& state);
  void aggregate(const engine::Node& node, const State& state);
  void ratio(engine::NodeId part, engine::NodeId whole, const State& state, bool small_is_safe);

  uint32_t with_fact(uint32_t facts, engine::NodeId node, bool holds);
  bool floored(engine::NodeId whole, uint32_t facts);
  bool is_measured(engine::NodeId id);
  bool is_whole(engine::NodeId id) const;
  long double above(long double bound, engine::NodeId id) const;
  long double least_of(engine::NodeId id, uint32_t facts, int depth = 0);
  long double least_by(engine::NodeId fact, bool holds, engine::NodeId whole, uint32_t facts,
                       int depth);
  long double least_by_comparison(const engine::Node& fact, bool holds, engine::NodeId whole,
                                  uint32_t facts, int depth);

  const CompiledRules& rules_;
  std::set<uint32_t> borders_;
  std::unordered_map<uint32_t, std::vector<uint32_t>> inputs_;
  std::vector<Fact> facts_{1};
  std::map<std::tuple<uint32_t, uint32_t, bool>, uint32_t> known_facts_;
  std::set<std::pair<uint32_t, State>> seen_;
  std::optional<WhenNotApplicable> policy_;
  std::set<Use> uses_;
  std::set<JudgedRatio> ratios_;
};

}  // namespace exemplar::programme
