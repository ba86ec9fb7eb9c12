#include "engine/compute/plan.hpp"

namespace exemplar::engine {

std::optional<std::vector<PeriodIndex>> periods_meant(Source& source, const Node& node,
                                                      PeriodIndex period, uint32_t& why_not) {
  auto periods = source.select(period, node.selector);
  if (!periods) {
    why_not = Pool::plain(ReasonKind::NoSuchPeriod);
    return std::nullopt;
  }
  for (const PeriodIndex other : *periods) {
    for (const uint32_t input : node.inputs) {
      if (source.comparable(input, period, other)) continue;
      why_not = Pool::plain(ReasonKind::DefinitionBreak);
      return std::nullopt;
    }
  }
  return periods;
}

// A name is another word for the same column; another period is that period's column.
Meaning meaning_of(const Graph& graph, Source& source, Instance instance) {
  for (;;) {
    const Node& node = graph[instance.node];
    if (node.op == Op::Named) {
      instance.node = node.args[0];
      continue;
    }
    if (node.op != Op::Shift) return {instance, std::nullopt};
    uint32_t why_not = Pool::plain(ReasonKind::NoSuchPeriod);
    const auto periods = periods_meant(source, node, instance.period, why_not);
    if (!periods || periods->size() != 1) return {instance, unknown_cell(why_not)};
    instance = {node.args[0], periods->front()};
  }
}

namespace {

Needs constant_of(const Cell& cell) {
  Needs needs;
  needs.kind = Step::Kind::Constant;
  needs.constant = cell;
  return needs;
}

// Of the period, or where the selector means several of each of them.
Needs over_periods(Source& source, const Node& node, const Instance& instance, Step::Kind kind) {
  Needs needs;
  needs.kind = kind;
  if (!node.selector.is_many()) {
    needs.args.push_back(Instance{node.args[0], instance.period});
    return needs;
  }
  uint32_t why_not = 0;
  const auto periods = periods_meant(source, node, instance.period, why_not);
  if (!periods) return constant_of(unknown_cell(why_not));
  for (const PeriodIndex period : *periods) needs.args.push_back(Instance{node.args[0], period});
  return needs;
}

// Of an instance that is no other word for another.
Needs own_needs(const Graph& graph, Source& source, const Instance& instance) {
  const Node& node = graph[instance.node];
  switch (node.op) {
    case Op::Input:
    case Op::Attribute:
    case Op::MonthsActive:
    case Op::Under: {
      Needs needs;
      needs.kind = Step::Kind::Column;
      return needs;
    }
    case Op::Constant:
    case Op::Said:
      return constant_of(node.constant);
    case Op::PeriodDay: {
      Cell cell;
      cell.answer = kKnown;
      cell.exact = {
          (node.flag ? source.last_day(instance.period) : source.first_day(instance.period)).days,
          1};
      return constant_of(cell);
    }
    case Op::AggregateUnits:
      return over_periods(source, node, instance, Step::Kind::Groups);
    case Op::AggregatePeriods:
      return over_periods(source, node, instance, Step::Kind::Local);
    default:
      break;
  }
  Needs needs;
  needs.kind = node.op == Op::AtParent       ? Step::Kind::Parent
               : node.op == Op::AtUnit       ? Step::Kind::OfUnit
               : node.op == Op::CompareUnits ? Step::Kind::Whole
               : node.op == Op::Quota        ? Step::Kind::Whole
                                             : Step::Kind::Local;
  for (const NodeId arg : node.args) {
    needs.args.push_back(arg.valid() ? std::optional<Instance>({arg, instance.period})
                                     : std::nullopt);
  }
  return needs;
}

}  // namespace

Needs needs_of(const Graph& graph, Source& source, const Instance& instance) {
  const Meaning meaning = meaning_of(graph, source, instance);
  if (meaning.constant) return constant_of(*meaning.constant);
  Needs needs = own_needs(graph, source, meaning.instance);
  for (auto& arg : needs.args) {
    if (!arg) continue;
    const Meaning of_arg = meaning_of(graph, source, *arg);
    if (!of_arg.constant) arg = of_arg.instance;
  }
  return needs;
}
void PlanBuilder::add_step(const Instance& instance, const Needs& needs) {
  Step step;
  step.instance = instance;
  step.kind = needs.kind;
  step.constant = needs.constant;
  for (const auto& arg : needs.args) {
    step.args.push_back(arg ? place_.at(arg->key()) : kNoStep);
  }
  place_.emplace(instance.key(), static_cast<uint32_t>(plan_.steps.size()));
  plan_.steps.push_back(std::move(step));
}

void PlanBuilder::keep(const Instance& instance) {
  plan_.steps[place_.at(instance.key())].kept = true;
}

void PlanBuilder::finish() {
  for (Step& step : plan_.steps) {
    for (const uint32_t arg : step.args) {
      if (arg == kNoStep) continue;
      const uint32_t after = plan_.steps[arg].stage + (step.is_barrier() ? 1 : 0);
      step.stage = std::max(step.stage, after);
      if (step.is_barrier()) plan_.steps[arg].kept = true;
    }
    plan_.stages = std::max(plan_.stages, step.stage + 1);
  }
}

}  // namespace exemplar::engine
