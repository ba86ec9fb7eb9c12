// The compiler's inside: one object compiles one RuleSet. compile.cpp walks the rules,
// compile_expr.cpp names and operators, compile_call.cpp functions, compile_set.cpp everything that
// looks at several criteria.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/compute/graph.hpp"
#include "engine/compute/number_info.hpp"

namespace exemplar::engine {

class Compiler {
 public:
  explicit Compiler(const RuleSet& rules) : rules_(rules) {}
  Compiled run();

 private:
  // How unknown criteria are taken: as they are, as met, as not met (bounds of a level).
  enum class View { AsIs, Best, Worst };
  enum class State { NotStarted, Running, Done };

  // compile.cpp
  void compile_rules();
  NodeId formula_node(uint32_t index);
  CompiledCriterion criterion_nodes(uint32_t index);
  NodeId criterion_answer(uint32_t index);
  NodeId criterion_points(uint32_t index);
  NodeId level_node(uint32_t index, View view);
  NodeId knock_out_node(View view);
  NodeId named(NodeId inner, const std::string& name);
  NodeId with_policy(NodeId inner, const CriterionRule& rule, const Expr* expr);
  NodeId rounded_as_declared(NodeId inner, const Expr& expr, std::optional<int> digits,
                             RoundingMode mode, const Message& what);
  NodeId finish_rounding(Node node, const Expr& from);
  std::string circle_text(const std::string& again) const;

  // compile_expr.cpp
  NodeId expr(const Expr& e);
  NodeId expr_of_turn(const Expr& e);
  NodeId expr_of_kind(const Expr& e);
  NodeId name(const Expr& e);
  NodeId unary(const Expr& e);
  NodeId binary(const Expr& e);
  NodeId joined_by(const Expr& e, NodeId a, NodeId b);
  NodeId arithmetic(const Expr& e, NodeId a, NodeId b);
  NodeId date_arithmetic(const Expr& e, NodeId a, NodeId b);
  NodeId comparison(const Expr& e, NodeId a, NodeId b);
  NodeId condition(const Expr& e);
  NodeId select(const Expr& e);
  NodeId selected(const Expr& e, NodeId inner);
  NodeId category(const Expr& e);
  NodeId constant_number(const Expr& e);
  NodeId constant_text(const Expr& e, const std::string& text);
  NodeId input(const Expr& e, uint32_t index, std::map<std::string, std::string> chosen);
  NodeId attribute(const Expr& e, std::string_view id);

  // compile_call.cpp
  NodeId call(const Expr& e);
  bool arguments_fit(const Expr& e, const FunctionInfo& info);
  NodeId numeric_call(const Expr& e, const FunctionInfo& info);
  NodeId goalposts(const Expr& e, const std::vector<NodeId>& args);
  NodeId round_call(const Expr& e);
  NodeId anchors_call(const Expr& e, const FunctionInfo& info);
  NodeId band_call(const Expr& e);
  NodeId choose_call(const Expr& e);
  NodeId interpolate_call(const Expr& e);
  NodeId steps_call(const Expr& e);
  NodeId weighted_mean_call(const Expr& e);
  NodeId change_call(const Expr& e, const FunctionInfo& info);
  NodeId months_active_call(const Expr& e);
  NodeId add_months_call(const Expr& e);
  NodeId aggregate_call(const Expr& e, const FunctionInfo& info);
  NodeId across_call(const Expr& e);
  NodeId compare_units_call(const Expr& e, const FunctionInfo& info);
  std::optional<std::pair<UnitSet, std::string>> unit_set(const Expr& e);
  NodeId aggregate_categories(const Expr& e, const FunctionInfo& info);
  void aggregate_result(Node& node, const FunctionInfo& info, NumberInfo of, ValueType type,
                        int64_t count);

  // compile_set.cpp
  struct CriterionContext {
    uint32_t index = 0;
    bool own = false;  // inside the criterion's own formula: only `points` and `max`
  };
  std::optional<std::vector<uint32_t>> criteria_of(const Expr& e);
  NodeId answer_in_view(uint32_t criterion);
  NodeId points_in_view(uint32_t criterion);
  NodeId quantifier_call(const Expr& e, const FunctionInfo& info);
  std::optional<std::vector<NodeId>> quantified(const Expr& e, const Expr* condition);
  NodeId all_or_any(const Expr& e, const FunctionInfo& info);
  NodeId at_least_call(const Expr& e);
  NodeId share_call(const Expr& e, const FunctionInfo& info);
  NodeId total_call(const Expr& e);
  NodeId quota_call(const Expr& e);
  NodeId criterion_call(const Expr& e);
  NodeId points_call(const Expr& e);
  NodeId level_call(const Expr& e);
  std::optional<NodeId> context_name(const Expr& e);
  std::optional<std::string> text_argument(const Expr& e, const Message& remedy);

  // Shared.
  NodeId add(Node node, const Expr* from);
  NodeId fail(const Expr& at, Message what, Message remedy);
  NodeId fail_at(const Span& at, Message what, Message remedy);
  const Node& at(NodeId id) const { return graph_.nodes[id.index()]; }
  bool is_number(NodeId id) const;
  bool want_truth(NodeId id, const Expr& e);
  bool want_number(NodeId id, const Expr& e);
  bool want_exact(NodeId id, const Expr& e, const Message& why);
  bool want_constant(NodeId id, const Expr& e, const Message& what, Ratio* value);
  bool want_same_unit(NodeId a, NodeId b, const Expr& e);
  void finish_number(Node& node);  // type from its info
  Message type_name(NodeId id) const;
  std::vector<uint32_t> inputs_below(NodeId id) const;
  int32_t criterion_index(std::string_view id) const;
  std::vector<std::string> known_names() const;

  // Makes an origin current while its formula is compiled.
  class Scope {
   public:
    Scope(Compiler& compiler, FormulaOrigin origin);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Compiler& compiler_;
    uint32_t formula_;
    FormulaOrigin origin_;
    std::optional<CriterionContext> context_;
    View view_;
    std::map<std::string, std::string> categories_;
  };

  const RuleSet& rules_;
  Graph graph_;
  std::vector<CompileError> errors_;
  std::map<std::string, NodeId> existing_;
  std::map<std::string, uint32_t> texts_;

  FormulaOrigin origin_;
  uint32_t formula_ = UINT32_MAX;
  std::optional<CriterionContext> context_;
  View view_ = View::AsIs;

  std::map<std::string, std::string> categories_;  // chosen by an aggregate over categories
  bool category_used_ = false;

  struct TurnKey {
    const Expr* expr;
    View view;
    uint32_t criterion;
    bool own;
    std::map<std::string, std::string> categories;
    auto operator<=>(const TurnKey&) const = default;
  };
  struct Turn {
    NodeId node;
    bool category_used = false;
  };
  std::map<TurnKey, Turn> turns_;

  int depth_ = 0;
  std::vector<std::string> path_;  // names being compiled, for circles
  // By view too: a measure may look at criteria.
  std::map<std::pair<uint32_t, View>, State> formula_state_;
  std::map<std::pair<uint32_t, View>, NodeId> formula_nodes_;
  std::vector<State> answer_state_;
  std::vector<State> points_state_;
  std::map<std::pair<uint32_t, int>, State> level_state_;
  std::map<std::pair<uint32_t, int>, NodeId> level_nodes_;
  std::vector<NodeId> raw_answers_;
  std::vector<NodeId> own_points_;  // rounded, before when_not_applicable
};

}  // namespace exemplar::engine
