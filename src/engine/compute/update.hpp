// What an evaluation keeps so that its watched results can follow changed values, and one change on
// its way through them (private to Evaluation).
#pragma once

#include <map>

#include "engine/compute/block_program.hpp"
#include "engine/compute/evaluate.hpp"
#include "engine/compute/places.hpp"

namespace exemplar::engine {

struct Evaluation::Live {
  std::vector<Instance> wanted;
  // What was asked to be watched, by the instance that it stands for.
  std::unordered_map<uint64_t, std::vector<Instance>> asked;
  Plan plan;
  Barriers barriers;
  std::vector<char> is_wanted;                   // by step
  std::vector<std::vector<uint32_t>> consumers;  // by step
  std::map<std::tuple<uint32_t, PeriodIndex, std::string>, uint32_t> inputs;

  // Made when a change first comes to the step.
  std::unordered_map<uint32_t, BlockProgram> programs;
  std::unordered_map<uint32_t, std::vector<std::vector<Fold>>> folds;  // by group, by piece
  struct Places {
    double denominator = 0;
    std::vector<Order> orders;  // by group
  };
  std::unordered_map<uint32_t, Places> places;
  std::unordered_map<const Groups*, Groups::Reverse> reverse;
};

// Sorted, each once.
void in_order(std::vector<uint32_t>& units);
std::vector<uint32_t> all_of(size_t units);

class Update {
 public:
  explicit Update(Evaluation& evaluation) : evaluation_(evaluation), live_(*evaluation.live_) {}

  // False: something changed its form, and everything must be computed again.
  bool run(const std::vector<Evaluation::InputChange>& changes);
  // Columns as they were before.
  void take_back();
  // Each watched instance once, its units in ascending order.
  std::vector<Evaluation::ResultChange> results();

 private:
  bool take(uint32_t index, std::vector<uint32_t>& units);
  void propagate(uint32_t step, const std::vector<uint32_t>& units);
  void apply(uint32_t index, const std::vector<uint32_t>& units, const Block& cells);
  void compute(uint32_t index, const std::vector<uint32_t>& units);
  std::vector<uint32_t> below(const Step& step, const std::vector<uint32_t>& units);
  std::vector<uint32_t> of_unit(uint32_t index, const std::vector<uint32_t>& units);
  std::vector<uint32_t> groups(uint32_t index, const std::vector<uint32_t>& units);
  bool normalised(uint32_t index, std::vector<uint32_t>& units);
  void whole(uint32_t index, const std::vector<uint32_t>& units);
  bool places(uint32_t index, const Node& node, const std::vector<uint32_t>& units);
  Fold folded(uint32_t index, const Groups& sets, uint32_t group,
              const std::vector<uint32_t>& units);
  const Column& argument(const Step& step, size_t i) const;
  const Groups::Reverse& reverse_of(const Groups& sets);
  std::vector<uint32_t> groups_with(const Groups& sets, const std::vector<uint32_t>& units);

  Evaluation& evaluation_;
  Evaluation::Live& live_;
  std::map<uint32_t, std::vector<uint32_t>> dirty_;       // by step: units whose arguments changed
  std::unordered_map<uint32_t, Column> before_;           // columns that changed, as they were
  std::map<uint64_t, Evaluation::ResultChange> results_;  // by instance
  BlockBuffer buffer_;
  BlockBuffer old_;
  BlockBuffer picked_;
  BlockBuffer places_;
};

}  // namespace exemplar::engine
