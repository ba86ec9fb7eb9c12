// Evaluates a compiled graph, a column at a time, each (node, period) once.
//
// The value of a node depends only on its arguments' columns and the source; every column stays
// until release(), so an explanation reads the same cells that gave the result.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "engine/compute/graph.hpp"
#include "engine/compute/source.hpp"

namespace exemplar::engine {

class Evaluation {
 public:
  // Both must outlive the evaluation. The graph must have compiled without errors.
  Evaluation(const Graph& graph, Source& source);

  const CellVector& column(NodeId node, PeriodIndex period);
  const Graph& graph() const { return graph_; }
  Source& source() { return source_; }
  Pool& pool() { return pool_; }
  // Forgets all columns (reasons and texts stay).
  void release();

  // Units grouped by a set: groups[group_of[u]] are the units that `x over SET` looks at for u.
  struct Groups {
    std::vector<std::vector<uint32_t>> groups;
    std::vector<int32_t> group_of;  // -1: an empty set
  };
  const Groups& groups(UnitSet set, const std::string& code, PeriodIndex period);

 private:
  struct Needed {
    NodeId node;
    PeriodIndex period;
  };
  NodeId meant(NodeId id) const;
  const CellVector* existing(NodeId id, PeriodIndex period) const;
  void add_needs(const Needed& of, std::vector<Needed>& open);
  CellVector compute(const Node& node, PeriodIndex period);
  CellVector elementwise(const Node& node, PeriodIndex period);
  CellVector shift(const Node& node, PeriodIndex period);
  CellVector at_parent(const Node& node, PeriodIndex period);
  CellVector at_unit(const Node& node, PeriodIndex period);
  CellVector under(const Node& node, PeriodIndex period);
  std::vector<const CellVector*> columns_over(const Node& node, PeriodIndex period,
                                              uint32_t* why_not);
  CellVector aggregate_units(const Node& node, PeriodIndex period);
  CellVector aggregate_periods(const Node& node, PeriodIndex period);
  CellVector compare_units(const Node& node, PeriodIndex period);
  CellVector quota(const Node& node, PeriodIndex period);

  const Graph& graph_;
  Source& source_;
  Pool pool_;
  std::unordered_map<uint64_t, std::unique_ptr<CellVector>> columns_;
  std::map<std::tuple<UnitSet, std::string, PeriodIndex>, Groups> groups_;
};

}  // namespace exemplar::engine
