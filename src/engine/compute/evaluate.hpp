// Evaluates a compiled graph: packed columns for all units, and single cells with their reasons.
//
//   column(node, period)   marks and values of every unit; blocks of units on several threads,
//                          the same bytes however many and however large
//   cell(node, period, unit)
//                          the same cell, and why it is unknown or not applicable: the graph walked
//                          for that unit alone, with the columns where it looks at others
//
// Both run the same kernels. What a column is made from is computed with it, block by block, and not
// kept, unless other units look at it (plan.hpp).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "engine/column/column.hpp"
#include "engine/compute/graph.hpp"
#include "engine/compute/plan.hpp"
#include "engine/compute/source.hpp"

namespace exemplar::engine {

class Evaluation {
 public:
  struct Options {
    size_t block = 1024;   // units at a time
    unsigned threads = 1;  // besides none: the caller's own counts
  };

  // All must outlive the evaluation. The graph must have compiled without errors.
  Evaluation(const Graph& graph, Source& source, Options options);
  Evaluation(const Graph& graph, Source& source) : Evaluation(graph, source, Options{}) {}

  const Column& column(NodeId node, PeriodIndex period);
  // Several at once: what they share is computed once.
  void prepare(const std::vector<NodeId>& nodes, PeriodIndex period);
  const Cell& cell(NodeId node, PeriodIndex period, size_t unit);
  // The cells of all units with their reasons.
  const CellVector& cells(NodeId node, PeriodIndex period);

  const Graph& graph() const { return graph_; }
  Source& source() { return source_; }
  Pool& pool() { return pool_; }
  // Forgets everything computed (reasons and texts stay).
  void release();

  // Units grouped by a set: groups[group_of[u]] are the units that `x over SET` looks at for u.
  struct Groups {
    std::vector<std::vector<uint32_t>> groups;
    std::vector<int32_t> group_of;  // -1: an empty set
  };
  const Groups& groups(UnitSet set, const std::string& code, PeriodIndex period);

 private:
  struct Run;  // of one plan

  const Column* existing(const Instance& instance) const;
  void compute(const std::vector<Instance>& wanted);
  // execute.cpp
  void read_columns(const Plan& plan);
  void pass_barrier(Plan& plan, uint32_t step, Run& run);
  bool normalise(Plan& plan, uint32_t index, Run& run);
  void run_blocks(const Plan& plan, uint32_t stage, const Run& run);
  Column source_column(const Instance& instance);
  Cell source_cell(const Instance& instance, size_t unit);
  Cell under(const Node& node, PeriodIndex period, size_t unit);
  // compare_units.cpp
  CellVector compare_units(const Node& node, const Column& compared, PeriodIndex period);
  CellVector quota(const Node& node, const Column& level, const Column& places_by,
                   PeriodIndex period);
  // trace.cpp
  struct Traced;
  const Needs& needs_of_traced(const Instance& instance);
  const Cell* traced(const Instance& instance, size_t unit) const;
  bool trace(const Instance& instance, size_t unit, std::vector<Traced>& open, Cell& result);
  bool trace_group(const Instance& instance, const Needs& needs, size_t unit,
                   std::vector<Traced>& open, Cell& result);
  bool trace_whole(const Instance& instance, const Needs& needs, size_t unit,
                   std::vector<Traced>& open, Cell& result);

  const Graph& graph_;
  Source& source_;
  Options options_;
  Pool pool_;
  std::unordered_map<uint64_t, Column> columns_;
  std::map<std::tuple<UnitSet, std::string, PeriodIndex>, Groups> groups_;
  // With reasons: what was asked for.
  std::unordered_map<uint64_t, CellVector> cells_;
  std::unordered_map<uint64_t, Needs> needs_;
  std::map<std::pair<uint64_t, size_t>, Cell> traced_;
};

}  // namespace exemplar::engine
