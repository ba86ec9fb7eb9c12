// The compiler's inside: one object compiles one RuleSet.
//
//   compile.cpp            walks the rules: measures, compile_criterion, compile_level
//   └ compile_expr.cpp     a formula, by kind of expression
//     ├ compile_name       what names stand for, in other periods and units
//     ├ compile_operator   and, +, >=, if …
//     └ compile_call       functions: compile_number, compile_band, compile_interpolate,
//                          compile_aggregate, compile_compare_units, and compile_set for those
//                          that look at several criteria
//   compile_node.cpp       adds the nodes and checks their types
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
  // How unknown criteria are taken: as they are; for the bounds of a level as met, as not met, or
  // (where more may be better or worse) as they are.
  enum class View { AsIs, Best, Worst, Either };
  static bool is_bound(View view) { return view == View::Best || view == View::Worst; }
  static View either(View view) { return view == View::AsIs ? View::AsIs : View::Either; }
  static View opposite(View view) {
    return view == View::Best ? View::Worst : view == View::Worst ? View::Best : view;
  }
  enum class State { NotStarted, Running, Done };

  // compile.cpp
  void compile_rules();
  NodeId formula_node(uint32_t index);
  NodeId named(NodeId inner, const std::string& name);
  NodeId rounded_as_declared(NodeId inner, const Expr& expr, std::optional<int> digits,
                             RoundingMode mode, const Message& what);
  NodeId finish_rounding(Node node, const Expr& from);
  std::string circle_text(const std::string& again) const;

  // compile_criterion.cpp
  NodeId criterion_answer(uint32_t index, View view);
  NodeId criterion_points(uint32_t index, View view);
  NodeId with_policy(NodeId inner, const CriterionRule& rule, const Expr* expr);
  NodeId answer_in_view(uint32_t criterion);
  NodeId points_in_view(uint32_t criterion);

  // compile_level.cpp
  NodeId level_node(uint32_t index, View view);
  NodeId knock_out_node(View view);

  // compile_expr.cpp
  NodeId expr(const Expr& e);
  NodeId expr_of_turn(const Expr& e);
  NodeId expr_of_kind(const Expr& e);
  bool divides_by_a_name(const Expr& e) const;
  NodeId constant_number(const Expr& e);
  NodeId constant_text(const Expr& e, const std::string& text);

  // compile_name.cpp
  NodeId name(const Expr& e);
  NodeId input(const Expr& e, uint32_t index, std::map<std::string, std::string> chosen);
  NodeId attribute(const Expr& e, std::string_view id);
  NodeId select(const Expr& e);
  NodeId selected(const Expr& e, NodeId inner);
  NodeId category(const Expr& e);
  int32_t criterion_index(std::string_view id) const;
  std::vector<std::string> known_names() const;

  // compile_operator.cpp
  NodeId unary(const Expr& e);
  NodeId binary(const Expr& e);
  NodeId joined_by(const Expr& e, NodeId a, NodeId b);
  std::pair<View, View> views_of_operands(Operator op) const;
  NodeId product_in_bound(const Expr& e);
  NodeId arithmetic(const Expr& e, NodeId a, NodeId b);
  NodeId date_arithmetic(const Expr& e, NodeId a, NodeId b);
  NodeId comparison(const Expr& e, NodeId a, NodeId b);
  NodeId condition(const Expr& e);

  // compile_call.cpp
  NodeId call(const Expr& e);
  View view_of_arguments(FunctionId id) const;
  bool arguments_fit(const Expr& e, const FunctionInfo& info);

  // compile_number.cpp
  NodeId numeric_call(const Expr& e, const FunctionInfo& info);
  NodeId goalposts(const Expr& e, const std::vector<NodeId>& args);
  NodeId round_call(const Expr& e);
  NodeId change_call(const Expr& e, const FunctionInfo& info);
  NodeId months_active_call(const Expr& e);
  NodeId add_months_call(const Expr& e);

  // compile_band.cpp
  struct BandValues {
    std::optional<NumberInfo> number;  // any of them
    std::vector<NodeId> nodes;
  };
  NodeId anchors_call(const Expr& e, const FunctionInfo& info);
  NodeId band_call(const Expr& e, const FunctionInfo& info);
  NodeId band_bound(NodeId x, const Expr& e);
  NodeId choice_label(const Expr& e);
  bool add_band_value(const Expr& e, Node& node, BandValues& values);

  // compile_interpolate.cpp
  NodeId interpolate_call(const Expr& e);
  NodeId steps_call(const Expr& e);

  // compile_aggregate.cpp
  NodeId aggregate_call(const Expr& e, const FunctionInfo& info);
  NodeId across_call(const Expr& e);
  std::optional<std::pair<UnitSet, std::string>> unit_set(const Expr& e);
  NodeId aggregate_categories(const Expr& e, const FunctionInfo& info);
  void aggregate_result(Node& node, const FunctionInfo& info, NumberInfo of, ValueType type,
                        int64_t count);
  NodeId weighted_mean_call(const Expr& e);

  // compile_compare_units.cpp
  NodeId compare_units_call(const Expr& e, const FunctionInfo& info);

  // compile_set.cpp
  struct CriterionContext {
    uint32_t index = 0;
    bool own = false;  // inside the criterion's own formula: only `points` and `max`
  };
  std::optional<std::vector<uint32_t>> criteria_of(const Expr& e);
  View view_of_answers(Answer wanted) const;
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
  std::optional<Text> said_argument(const Expr& e, const Message& remedy);

  // compile_node.cpp
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
  bool want_unit_of(const std::vector<NodeId>& others, NodeId id, const Expr& e);
  void finish_number(Node& node);  // type from its info
  Message type_name(NodeId id) const;
  std::vector<uint32_t> inputs_below(NodeId id) const;

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

  // Makes a view current while a part of a formula is compiled.
  class Looking {
   public:
    Looking(Compiler& compiler, View view) : compiler_(compiler), outer_(compiler.view_) {
      compiler.view_ = view;
    }
    ~Looking() { compiler_.view_ = outer_; }
    Looking(const Looking&) = delete;
    Looking& operator=(const Looking&) = delete;

   private:
    Compiler& compiler_;
    View outer_;
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
  struct CriterionState {
    State answer = State::NotStarted;
    State points = State::NotStarted;
    CompiledCriterion nodes;
    NodeId own_points;  // rounded, before when_not_applicable
  };
  std::map<std::pair<uint32_t, View>, CriterionState> criteria_;
  std::map<std::pair<uint32_t, int>, State> level_state_;
  std::map<std::pair<uint32_t, int>, NodeId> level_nodes_;
};

}  // namespace exemplar::engine
