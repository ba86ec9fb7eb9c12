// Does every indicator have values for the span that the rules ask about?
//
//   the programme's year |------------------------------------|
//   collected P3M        |--------|--------|--------|---------|   a union: its values are joined
//   collected P1W      |--|--|--|--|--| … |--|--|--|--|--|--|--|  no union: "no values for this
//   span"
#include "programme/pack/check_parts.hpp"
#include "programme/period/period_text.hpp"
#include "programme/period/tiling.hpp"

namespace exemplar::programme {

using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::Selector;

namespace {

Length length_of(engine::TimeStep step) {
  switch (step) {
    case engine::TimeStep::Days:
      return {1, Length::Days};
    case engine::TimeStep::Weeks:
      return {1, Length::Weeks};
    case engine::TimeStep::Months:
      return {1, Length::Months};
    case engine::TimeStep::Quarters:
      return {3, Length::Months};
    case engine::TimeStep::Years:
      return {1, Length::Years};
  }
  return {1, Length::Years};
}

class Periods {
 public:
  Periods(const CompiledRules& rules, const Calendar& calendar, Problems& problems)
      : rules_(rules), calendar_(calendar), problems_(problems) {}

  void run(const Period& year) {
    const engine::Graph& graph = rules_.graph;
    for (const engine::CompiledCriterion& criterion : graph.criteria) {
      visit(criterion.answer, year);
      visit(criterion.points, year);
    }
    for (const engine::CompiledLevel& level : graph.levels) visit(level.answer, year);
    visit(graph.assessable, year);
    for (const NodeId formula : graph.formulas) read_only(formula);
  }

 private:
  // Measures that no criterion uses are only shown; what is written in them must still be readable.
  void read_only(NodeId id) {
    if (!id.valid() || !read_.insert(id.value).second) return;
    const Node& node = rules_.graph[id];
    if (node.selector.kind == Selector::Kind::Fixed && is_select(node)) fixed(node);
    for (const NodeId arg : node.args) read_only(arg);
  }

  static bool is_select(const Node& node) {
    return node.op == Op::Shift || node.op == Op::AggregatePeriods;
  }

  void visit(NodeId id, const Period& period) {
    if (!id.valid() || !seen_.emplace(id.value, period).second) return;
    const Node& node = rules_.graph[id];
    if (node.op == Op::Input) return check_input(node, period);
    if (!is_select(node)) {
      for (const NodeId arg : node.args) visit(arg, period);
      return;
    }
    const auto chosen = selected(node, period);
    if (!chosen) return;
    for (const NodeId arg : node.args) visit(arg, *chosen);
  }

  // One of the periods that the selector means; they are all alike.
  std::optional<Period> selected(const Node& node, const Period& period) {
    switch (node.selector.kind) {
      case Selector::Kind::Previous:
        return previous(period);
      case Selector::Kind::LastYear:
        return same_period_last_year(period);
      case Selector::Kind::Fixed:
        return fixed(node);
      case Selector::Kind::LastSeveral:
        if (node.selector.step == engine::TimeStep::Years) return period;
        [[fallthrough]];
      case Selector::Kind::Parts: {
        const auto parts = split(period, length_of(node.selector.step));
        if (parts) return parts->back();
        problems_.warning(place_of(rules_, node), "no_values_for_span", parts.refusal().what,
                          parts.refusal().remedy);
        return std::nullopt;
      }
      default:
        return period;
    }
  }

  std::optional<Period> fixed(const Node& node) {
    const auto period = parse_period(node.selector.text, calendar_);
    if (period) return *period;
    Node at = node;
    if (node.expr != nullptr && node.expr->kind == engine::ExprKind::Select) {
      at.span = node.expr->selector.span;
    }
    problems_.error(place_of(rules_, at), period.refusal().what, period.refusal().remedy);
    return std::nullopt;
  }

  void check_input(const Node& node, const Period& period) {
    const Indicator& indicator = (*rules_.definitions)[rules_.inputs[node.index]];
    const Calendar* own =
        indicator.calendar.empty() ? &calendar_ : rules_.definitions->calendar(indicator.calendar);
    if (own == nullptr || fault_in(*own)) return;
    const auto pieces = nested(period, *own, indicator.collected);
    const std::string length = to_string(indicator.collected);
    if (!pieces) {
      problems_.warning(place_of(rules_, node), "no_values_for_span",
                        msg("'{}' is collected by {}, and {} is no union of such periods: there "
                            "will be no values for this span",
                            indicator.id, length, to_string(period, calendar_)),
                        msg("collect it by a period that divides the year judged, or ask about "
                            "its own periods in the formula"));
    } else if (pieces->size() > 1 && indicator.over_time == Combination::None) {
      problems_.warning(place_of(rules_, node), "no_values_for_span",
                        msg("'{}' is collected by {} and does not say how its values become one "
                            "for {}: there will be no values for this span",
                            indicator.id, length, to_string(period, calendar_)),
                        msg("add over_time = \"sum\", \"mean\", \"min\", \"max\" or \"last\""));
    }
  }

  const CompiledRules& rules_;
  const Calendar& calendar_;
  Problems& problems_;
  std::set<std::pair<uint32_t, Period>> seen_;
  std::set<uint32_t> read_;
};

}  // namespace

void check_periods(const CompiledRules& rules, Problems& problems) {
  const Calendar* calendar = rules.definitions->calendar(rules.programme->calendar);
  if (calendar == nullptr || fault_in(*calendar) || rules.set == nullptr) return;
  // Any year that the set judges will do: fixed periods lie alike in every year.
  const DateRange& valid = rules.set->valid;
  const Date day = valid.until < kOpenFuture ? valid.until
                   : valid.from > kOpenPast  ? add_months(valid.from, 12)
                                             : *make_date(2023, 12, 31);
  const auto year = period_holding(*calendar, Length{1, Length::Years}, day);
  if (year) Periods(rules, *calendar, problems).run(*year);
}

}  // namespace exemplar::programme
