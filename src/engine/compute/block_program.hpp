// Steps of a plan that run together over one block of units after the other (private to Evaluation).
//
//   columns ─┐
//   constants├─▶ step ─▶ step ─▶ target        a buffer for each step, used again for each block
//   barriers ┘
//
// The units of a block lie side by side, or are any list in ascending order: what an edit changed.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "engine/compute/barriers.hpp"
#include "engine/compute/block_lanes.hpp"
#include "engine/compute/plan.hpp"

namespace exemplar::engine {

// first, first + 1, … or those listed.
struct BlockUnits {
  size_t first = 0;
  size_t size = 0;
  const uint32_t* listed = nullptr;

  size_t operator[](size_t i) const { return listed != nullptr ? listed[i] : first + i; }
};

class BlockProgram {
 public:
  // `column_of` gives the column of a step that has one, else null. Everything must outlive it; a
  // column may change between runs.
  template <typename ColumnOf>
  BlockProgram(const Graph& graph, const Plan& plan, std::vector<uint32_t> targets,
               ColumnOf column_of)
      : graph_(graph), plan_(plan), targets_(std::move(targets)) {
    std::unordered_map<uint32_t, const Column*> needed;
    std::vector<uint32_t> open = targets_;
    const size_t targets_open = open.size();
    for (size_t i = 0; i < open.size(); ++i) {
      const uint32_t step = open[i];
      if (needed.contains(step)) continue;
      const Column* column = i < targets_open ? nullptr : column_of(step);
      needed.emplace(step, column);
      if (column == nullptr) need_arguments(plan.steps[step], open);
    }
    // Arguments stand before the steps that need them.
    std::sort(open.begin(), open.end());
    open.erase(std::unique(open.begin(), open.end()), open.end());
    for (const uint32_t step : open) add(step, needed.at(step));
    find_terms();
  }

  const std::vector<uint32_t>& targets() const { return targets_; }
  void run(const Barriers& barriers, const BlockUnits& units);
  // Of the targets, in their order, after a run.
  const Block& result(size_t target) const { return blocks_[slots_.at(targets_[target])]; }

 private:
  struct Entry {
    uint32_t step;
    const Column* column;         // what is read; else it is computed
    std::vector<uint32_t> slots;  // of the arguments; kNoStep: absent
    std::vector<ValueType> types;
    // A min-max that is nothing but a term of one weighted mean: made while the mean is added up, and
    // not written down.
    bool term = false;
    bool has_terms = false;
  };

  static void need_arguments(const Step& step, std::vector<uint32_t>& needed);
  void add(uint32_t step, const Column* column);
  void find_terms();
  bool is_mean(const Entry& entry) const;
  bool run_mean(const Entry& entry, const Barriers& barriers, const BlockUnits& units,
                BlockBuffer& out);
  void run_entry(const Entry& entry, const Barriers& barriers, const BlockUnits& units,
                 BlockBuffer& out);

  const Graph& graph_;
  const Plan& plan_;
  std::vector<uint32_t> targets_;
  std::vector<Entry> entries_;
  std::unordered_map<uint32_t, uint32_t> slots_;  // by step
  std::vector<BlockBuffer> buffers_;
  std::vector<Block> blocks_;
  std::vector<const Block*> args_;
  MeanLanes lanes_;
};

}  // namespace exemplar::engine
