// Computes the columns of a plan: stage after stage, barriers first, then blocks of units.
#include <algorithm>

#include "base/on_threads.hpp"
#include "engine/compute/block_program.hpp"
#include "engine/compute/evaluate.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

void Evaluation::compute(const std::vector<Instance>& wanted) {
  PlanBuilder builder(graph_, source_);
  Plan plan = builder.build(wanted, [&](const Instance& one) { return existing(one) != nullptr; });
  Barriers barriers;
  std::vector<uint64_t> made;
  for (const Step& step : plan.steps) {
    if (existing(step.instance) == nullptr) made.push_back(step.instance.key());
  }
  execute(plan, barriers);
  if (live_) unwatched_.insert(unwatched_.end(), made.begin(), made.end());
}

void Evaluation::execute(Plan& plan, Barriers& barriers) {
  read_columns(plan);
  for (uint32_t stage = 0; stage < plan.stages; ++stage) {
    pass_barriers(plan, stage, barriers);
    run_blocks(plan, stage, barriers);
  }
}

Cell Evaluation::source_cell(const Instance& instance, size_t unit) {
  const Node& node = graph_[instance.node];
  switch (node.op) {
    case Op::Attribute:
      return source_.attribute(node.index, instance.period, unit, pool_);
    case Op::MonthsActive:
      return source_.months_active(node.flag, instance.period, unit, pool_);
    case Op::Under:
      return under(node, instance.period, unit);
    default:
      return source_.input(node.index, node.text, instance.period, unit, pool_);
  }
}

Column Evaluation::source_column(const Instance& instance) {
  const Node& node = graph_[instance.node];
  if (node.op == Op::Input) {
    return source_.input_column(node.index, node.text, instance.period, node.type, pool_);
  }
  CellVector cells(source_.unit_count());
  for (size_t unit = 0; unit < cells.size(); ++unit) cells[unit] = source_cell(instance, unit);
  return column_of(cells, node.type);
}

void Evaluation::read_columns(const Plan& plan) {
  for (const Step& step : plan.steps) {
    if (step.kind != Step::Kind::Column || existing(step.instance) != nullptr) continue;
    columns_.emplace(step.instance.key(), source_column(step.instance));
  }
}

Cell Evaluation::under(const Node& node, PeriodIndex period, size_t unit) {
  const int32_t top = source_.unit_with_code(node.text, period);
  if (top < 0) return unknown_cell(Pool::plain(ReasonKind::NoSuchUnit));
  if (source_.existing(period)[unit] == 0) {
    return unknown_cell(Pool::plain(ReasonKind::UnitNotThere));
  }
  const auto& parents = source_.parents(period, node.selector.text);
  int32_t above = parents[unit];
  while (above >= 0 && above != top) above = parents[static_cast<size_t>(above)];
  Cell result;
  result.answer = above == top ? Answer::Met : Answer::NotMet;
  return result;
}

// Many are shared out among the threads; a few share each one's units.
void Evaluation::pass_barriers(Plan& plan, uint32_t stage, Barriers& barriers) {
  std::vector<uint32_t> steps;
  for (uint32_t index = 0; index < plan.steps.size(); ++index) {
    Step& step = plan.steps[index];
    if (step.stage != stage || !step.is_barrier()) continue;
    const Node& node = graph_[step.instance.node];
    const PeriodIndex period = step.instance.period;
    if (step.kind == Step::Kind::Parent) {
      barriers.parents[index] = &source_.parents(period, {});
    } else if (step.kind == Step::Kind::OfUnit) {
      const int32_t unit = source_.unit_with_code(node.selector.text, period);
      step.constant =
          unit < 0
              ? unknown_cell(Pool::plain(ReasonKind::NoSuchUnit))
              : columns_.at(plan.steps[step.args[0]].instance.key())[static_cast<size_t>(unit)];
    } else {
      // The source is asked by this thread alone.
      source_.participants(period);
      source_.existing(period);
      if (node.op != Op::Quota) groups(node.set, node.text, period);
      steps.push_back(index);
    }
  }
  std::vector<AtBarrier> found(steps.size());
  const bool many = steps.size() >= options_.threads;
  on_threads(many ? options_.threads : 1, steps.size(), [&] {
    return [&](size_t i) {
      found[i] = find_at_barrier(plan, plan.steps[steps[i]], many ? 1 : options_.threads);
    };
  });
  for (size_t i = 0; i < steps.size(); ++i) {
    Step& step = plan.steps[steps[i]];
    if (found[i].groups) barriers.of_groups.emplace(steps[i], std::move(*found[i].groups));
    if (found[i].column) {
      columns_.insert_or_assign(step.instance.key(), std::move(*found[i].column));
    }
    if (!found[i].members) continue;
    step.kind = Step::Kind::Normalised;
    barriers.normalised.emplace(steps[i], std::move(*found[i].members));
  }
}

Evaluation::AtBarrier Evaluation::find_at_barrier(const Plan& plan, const Step& step,
                                                  unsigned threads) {
  const Node& node = graph_[step.instance.node];
  const PeriodIndex period = step.instance.period;
  const auto arg = [&](size_t i) -> const Column& {
    return columns_.at(plan.steps[step.args[i]].instance.key());
  };
  AtBarrier found;
  if (step.kind == Step::Kind::Groups) {
    found.groups.emplace();
    found.groups->groups = &groups(node.set, node.text, period);
    for (const auto& members : found.groups->groups->groups) {
      Fold fold;
      for (size_t i = 0; i < step.args.size(); ++i) {
        fold.add(fold_of(arg(i), members, options_.block, threads));
      }
      found.groups->cells.push_back(group_cell(plan, step, members, fold));
    }
    return found;
  }
  if (node.op == Op::CompareUnits) {
    found.members = normalised(node, arg(0), groups(node.set, node.text, period), threads);
    if (found.members) return found;
    if (node.function == FunctionId::Rank) {
      found.column = places(node, arg(0), groups(node.set, node.text, period));
      if (found.column) return found;
    }
  }
  const CellVector cells = node.op == Op::Quota ? quota(node, arg(0), arg(1), period)
                                                : compare_units(node, arg(0), period);
  found.column = column_of(cells, node.type);
  return found;
}

// From what the members come to, or where that does not say it from their cells.
Cell Evaluation::group_cell(const Plan& plan, const Step& step,
                            const std::vector<uint32_t>& members, const Fold& fold) {
  const Node& node = graph_[step.instance.node];
  if (const auto cell = aggregate_of(node, fold)) return *cell;
  CellVector cells;
  cells.reserve(members.size() * step.args.size());
  for (const uint32_t unit : members) {
    for (const uint32_t arg : step.args) {
      cells.push_back(columns_.at(plan.steps[arg].instance.key())[unit]);
    }
  }
  std::vector<const Cell*> pointers;
  for (const Cell& cell : cells) pointers.push_back(&cell);
  return aggregate(node, pointers, graph_[plan.steps[step.args[0]].instance.node].type, nullptr);
}

// min_max and share_of_max of integers: what each set comes to, from which its units' cells follow in
// the blocks. None: otherwise.
std::optional<Barriers::OfMembers> Evaluation::normalised(const Node& node, const Column& values,
                                                          const Groups& sets, unsigned threads) {
  Barriers::OfMembers found;
  for (const auto& members : sets.groups) {
    const Normalised one = normalised_by(node, fold_of(values, members, options_.block, threads));
    if (!one.possible) return std::nullopt;
    found.by_group.push_back(one);
  }
  found.sets = &sets;
  return found;
}

void Evaluation::run_blocks(const Plan& plan, uint32_t stage, const Barriers& barriers) {
  std::vector<uint32_t> targets;
  for (uint32_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    if (step.kept && step.stage == stage && existing(step.instance) == nullptr) {
      targets.push_back(i);
    }
  }
  if (targets.empty()) return;
  const size_t units = source_.unit_count();
  std::vector<ColumnBuilder> builders(targets.size(), ColumnBuilder(units, options_.block));
  const auto column_of = [&](uint32_t step) { return existing(plan.steps[step].instance); };
  on_threads(options_.threads, (units + options_.block - 1) / options_.block, [&] {
    return [&, program = BlockProgram(graph_, plan, targets, column_of)](size_t number) mutable {
      const size_t first = number * options_.block;
      program.run(barriers, {first, std::min(options_.block, units - first), nullptr});
      for (size_t t = 0; t < targets.size(); ++t) {
        builders[t].set_chunk(number, {&program.result(t), 1});
      }
    };
  });
  for (size_t t = 0; t < targets.size(); ++t) {
    columns_.insert_or_assign(plan.steps[targets[t]].instance.key(), builders[t].take());
  }
}

}  // namespace exemplar::engine
