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
#include "engine/compute/barriers.hpp"
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
  ~Evaluation();

  const Column& column(NodeId node, PeriodIndex period);
  // Several at once: what they share is computed once.
  void prepare(const std::vector<NodeId>& nodes, PeriodIndex period) {
    prepare(nodes, {&period, 1});
  }
  void prepare(const std::vector<NodeId>& nodes, std::span<const PeriodIndex> periods);
  const Cell& cell(NodeId node, PeriodIndex period, size_t unit);
  // The cells of all units with their reasons.
  const CellVector& cells(NodeId node, PeriodIndex period);

  // Keeps results current: they are computed now, and update() computes again what changed values
  // bear on. Watching others ends this watch.
  void watch(const std::vector<NodeId>& nodes, const std::vector<PeriodIndex>& periods);
  struct InputRead {
    uint32_t input = 0;
    std::string category;
    PeriodIndex period = 0;
  };
  // The inputs that watched results are made from.
  std::vector<InputRead> inputs_read() const;
  struct InputChange {
    uint32_t input = 0;
    std::string category;
    PeriodIndex period = 0;
    std::vector<uint32_t> units;  // ascending; whose cell may be another one
  };
  struct ResultChange {
    NodeId node;  // as it was asked to be watched
    PeriodIndex period = 0;
    std::vector<uint32_t> units;  // whose cell is another one
  };
  // The source says other values now. Bit for bit what a full computation gives.
  std::vector<ResultChange> update(const std::vector<InputChange>& changes);

  const Graph& graph() const { return graph_; }
  Source& source() { return source_; }
  Pool& pool() { return pool_; }
  // Forgets everything computed (reasons and texts stay).
  void release();

  // Which units a set means, for each unit that asks.
  const Groups& groups(UnitSet set, const std::string& code, PeriodIndex period);

 private:
  friend class Update;
  struct Live;  // update.hpp

  const Column* existing(const Instance& instance) const;
  void compute(const std::vector<Instance>& wanted);
  // execute.cpp
  void execute(Plan& plan, Barriers& barriers);
  void read_columns(const Plan& plan);
  struct AtBarrier {
    std::optional<Barriers::OfGroups> groups;
    std::optional<Barriers::OfMembers> members;
    std::optional<Column> column;
  };
  void pass_barriers(Plan& plan, uint32_t stage, Barriers& barriers);
  AtBarrier find_at_barrier(const Plan& plan, const Step& step, unsigned threads);
  std::optional<Barriers::OfMembers> normalised(const Node& node, const Column& values,
                                                const Groups& sets, unsigned threads);
  void run_blocks(const Plan& plan, uint32_t stage, const Barriers& run);
  Cell group_cell(const Plan& plan, const Step& step, const std::vector<uint32_t>& members,
                  const Fold& fold);
  // update.cpp
  void compute_watched();
  std::vector<ResultChange> recompute_watched();
  Column source_column(const Instance& instance);
  Cell source_cell(const Instance& instance, size_t unit);
  Cell under(const Node& node, PeriodIndex period, size_t unit);
  // compare_units.cpp
  std::optional<Column> places(const Node& node, const Column& compared, const Groups& sets);
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
  std::unique_ptr<Live> live_;
  std::vector<uint64_t> unwatched_;  // columns besides those that are kept current
  std::map<std::tuple<UnitSet, std::string, PeriodIndex>, Groups> groups_;
  // With reasons: what was asked for.
  std::unordered_map<uint64_t, CellVector> cells_;
  std::unordered_map<uint64_t, Needs> needs_;
  std::map<std::pair<uint64_t, size_t>, Cell> traced_;
};

}  // namespace exemplar::engine
