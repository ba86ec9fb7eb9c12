// Walks the compiled graph for one unit and period and writes down every node's cell (private to
// explain.cpp and the files it is split into).
#pragma once

#include "programme/assessment/withheld.hpp"
#include "programme/explanation/explanation.hpp"

namespace exemplar::programme {

class NodeExplainer {
 public:
  NodeExplainer(AssessmentRun& run, const std::vector<Source>& sources, OrganisationUnitId unit);

  // `written` is the formula the node was made from; null: what the node itself says.
  ExplainedNode explain(engine::NodeId node, const engine::Expr* written);
  ExplainedValue value_of(const engine::Cell& cell, engine::ValueType type, NumberStyle style);
  // The answer of a node for the unit that is explained.
  ExplainedValue answer_of(engine::NodeId node);
  // Withholds what the node's value for that unit tells of people.
  void keep_secret(ExplainedValue& value, engine::NodeId node);
  // A criterion tells its measures anew.
  void forget_told() { told_.clear(); }

  Text name_of_unit(OrganisationUnitId unit) const;
  Message label_of(const Period& period) const;

 private:
  struct At {
    engine::PeriodIndex period = 0;
    size_t unit = 0;
    auto operator<=>(const At&) const = default;
  };

  ExplainedNode node(engine::NodeId id, const engine::Expr* written, At at);
  ExplainedNode skeleton(engine::NodeId id, const engine::Expr* written, At at);
  // The children of an ordinary node, in the order of its arguments.
  void add_children(ExplainedNode& out, const engine::Node& node, const engine::Expr* written,
                    At at);

  bool secret(engine::NodeId id, At at);
  void keep_secret(ExplainedNode& out, engine::NodeId id, At at);

  // behind_nodes.cpp
  void describe_named(ExplainedNode& out, const engine::Node& node, At at);
  void describe_other(ExplainedNode& out, const engine::Node& node, const engine::Expr* written,
                      At at);
  void add_periods(ExplainedNode& out, const engine::Node& node, const engine::Expr* written,
                   At at);
  void add_members(ExplainedNode& out, const engine::Node& node, At at);
  void mark_deciding(ExplainedNode& out, const engine::Node& node) const;
  void find_change(ExplainedReason& reason, const engine::Node& node, At at) const;
  const engine::Expr* formula_of(const std::string& name) const;
  const engine::Cell& cell(engine::NodeId id, At at);

  // facts_of_node.cpp
  void describe_input(ExplainedNode& out, const engine::Node& node, At at);
  void describe_attribute(ExplainedNode& out, const engine::Node& node) const;
  std::vector<Period> collection_periods(IndicatorId indicator, const Period& period,
                                         const std::string& category) const;
  std::vector<RestatedFrom> holders(OrganisationUnitId unit, const Period& period);
  ExplainedCell cell_of(IndicatorId indicator, const std::string& category, const Period& period,
                        OrganisationUnitId unit);
  ExplainedFact fact_of(const Fact& fact) const;
  void add_units_below(ExplainedNode& out, engine::NodeId id, const engine::Node& node, At at);
  // The values of `node` for units.
  void list_members(ExplainedNode& out, std::vector<uint32_t> units, engine::NodeId node,
                    const NumberStyle& style, engine::PeriodIndex period);

  const UnitRegister& units() const { return run_.rules().definitions->units; }

  AssessmentRun& run_;
  const std::vector<Source>& sources_;
  At home_;
  Date day_;
  HierarchyId hierarchy_;
  const Calendar& calendar_;
  Secrecy secrecy_;
  std::set<std::pair<uint32_t, At>> told_;
};

}  // namespace exemplar::programme
