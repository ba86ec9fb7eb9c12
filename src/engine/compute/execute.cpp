// Computes the columns of a plan: stage after stage, barriers first, then blocks of units.
#include <algorithm>

#include "base/on_threads.hpp"
#include "engine/compute/block_kernels.hpp"
#include "engine/compute/evaluate.hpp"
#include "engine/compute/fold.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

// What barriers have found out, by step.
struct Evaluation::Run {
  struct OfGroups {
    CellVector cells;  // by group
    const Groups* groups = nullptr;
  };
  std::unordered_map<uint32_t, OfGroups> of_groups;
  struct OfMembers {
    std::vector<Normalised> by_group;
    std::vector<int32_t>
        group_of;  // the set that is the unit's own and that it belongs to; -1: none
  };
  std::unordered_map<uint32_t, OfMembers> normalised;
  std::unordered_map<uint32_t, const std::vector<int32_t>*> parents;
};

void Evaluation::compute(const std::vector<Instance>& wanted) {
  PlanBuilder builder(graph_, source_);
  Plan plan = builder.build(wanted, [&](const Instance& one) { return existing(one) != nullptr; });
  read_columns(plan);
  Run run;
  for (uint32_t stage = 0; stage < plan.stages; ++stage) {
    for (uint32_t step = 0; step < plan.steps.size(); ++step) {
      if (plan.steps[step].stage == stage && plan.steps[step].is_barrier()) {
        pass_barrier(plan, step, run);
      }
    }
    run_blocks(plan, stage, run);
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
  const auto& parents = source_.parents(period, node.selector.text);
  int32_t above = parents[unit];
  while (above >= 0 && above != top) above = parents[static_cast<size_t>(above)];
  Cell result;
  result.answer = above == top ? Answer::Met : Answer::NotMet;
  return result;
}

void Evaluation::pass_barrier(Plan& plan, uint32_t index, Run& run) {
  Step& step = plan.steps[index];
  const Node& node = graph_[step.instance.node];
  const PeriodIndex period = step.instance.period;
  const auto arg = [&](size_t i) -> const Column& {
    return columns_.at(plan.steps[step.args[i]].instance.key());
  };
  switch (step.kind) {
    case Step::Kind::Parent:
      run.parents[index] = &source_.parents(period, {});
      return;
    case Step::Kind::OfUnit: {
      const int32_t unit = source_.unit_with_code(node.selector.text, period);
      step.constant = unit < 0 ? unknown_cell(Pool::plain(ReasonKind::NoSuchUnit))
                               : arg(0)[static_cast<size_t>(unit)];
      return;
    }
    case Step::Kind::Groups: {
      Run::OfGroups result;
      result.groups = &groups(node.set, node.text, period);
      const ValueType type = graph_[plan.steps[step.args[0]].instance.node].type;
      for (const auto& members : result.groups->groups) {
        Fold fold;
        for (size_t i = 0; i < step.args.size(); ++i) {
          fold.add(fold_of(arg(i), members, options_.block, options_.threads));
        }
        if (const auto cell = aggregate_of(node, fold)) {
          result.cells.push_back(*cell);
          continue;
        }
        CellVector cells;
        cells.reserve(members.size() * step.args.size());
        for (const uint32_t unit : members) {
          for (size_t i = 0; i < step.args.size(); ++i) cells.push_back(arg(i)[unit]);
        }
        std::vector<const Cell*> pointers;
        for (const Cell& cell : cells) pointers.push_back(&cell);
        result.cells.push_back(aggregate(node, pointers, type, nullptr));
      }
      run.of_groups.emplace(index, std::move(result));
      return;
    }
    default: {
      if (normalise(plan, index, run)) return;
      const CellVector cells = node.op == Op::Quota ? quota(node, arg(0), arg(1), period)
                                                    : compare_units(node, arg(0), period);
      columns_.insert_or_assign(step.instance.key(), column_of(cells, node.type));
    }
  }
}

// min_max and share_of_max of integers: what each set comes to, from which its units' cells follow in
// the blocks. False: otherwise.
bool Evaluation::normalise(Plan& plan, uint32_t index, Run& run) {
  Step& step = plan.steps[index];
  const Node& node = graph_[step.instance.node];
  if (node.op != Op::CompareUnits) return false;
  const Column& values = columns_.at(plan.steps[step.args[0]].instance.key());
  const Groups& sets = groups(node.set, node.text, step.instance.period);
  Run::OfMembers found;
  for (const auto& members : sets.groups) {
    const Normalised one =
        normalised_by(node, fold_of(values, members, options_.block, options_.threads));
    if (!one.possible) return false;
    found.by_group.push_back(one);
  }
  found.group_of.assign(source_.unit_count(), -1);
  for (size_t group = 0; group < sets.groups.size(); ++group) {
    for (const uint32_t unit : sets.groups[group]) {
      if (sets.group_of[unit] == static_cast<int32_t>(group)) {
        found.group_of[unit] = static_cast<int32_t>(group);
      }
    }
  }
  step.kind = Step::Kind::Normalised;
  run.normalised.emplace(index, std::move(found));
  return true;
}

namespace {

// (x − from) / range for each unit of a block; `values` are whole numbers.
void normalise_block(const Block& values, std::span<const Normalised> by_group,
                     std::span<const int32_t> group_of, size_t size, BlockBuffer& out) {
  const bool one_set = by_group.size() == 1;
  out.start(size, one_set ? Form::Whole : Form::Quotient,
            one_set && by_group[0].spread ? by_group[0].range : 1);
  Mark* marks = out.marks();
  double* numbers = out.numbers();
  double* denominators = one_set ? nullptr : out.denominators();
  const Mark none = mark_of(Answer::NotApplicable, kHighestStatus, false);
  for (size_t i = 0; i < size; ++i) {
    const Mark mark = values.mark_at(i);
    marks[i] = group_of[i] < 0 ? none : mark;
    numbers[i] = 0;
    if (denominators != nullptr) denominators[i] = 1;
    if (group_of[i] < 0 || !is_known(mark)) continue;
    const Normalised& by = by_group[static_cast<size_t>(group_of[i])];
    marks[i] = by.spread ? by.known : none;
    if (!by.spread) continue;
    numbers[i] = values.numbers[i] - by.from;
    if (denominators != nullptr) denominators[i] = by.range;
  }
  out.marks_written();
}

// The steps that must run in each block for the columns that are wanted of a stage.
std::vector<uint32_t> steps_to_run(const Plan& plan, const std::vector<char>& is_column,
                                   const std::vector<uint32_t>& targets) {
  std::vector<char> needed(plan.steps.size(), 0);
  for (const uint32_t target : targets) needed[target] = 1;
  for (size_t i = plan.steps.size(); i-- > 0;) {
    if (needed[i] == 0 || is_column[i] != 0) continue;
    const Step& step = plan.steps[i];
    if (step.kind != Step::Kind::Local && step.kind != Step::Kind::Normalised) continue;
    for (const uint32_t arg : step.args) {
      if (arg != kNoStep) needed[arg] = 1;
    }
  }
  std::vector<uint32_t> steps;
  for (uint32_t i = 0; i < needed.size(); ++i) {
    if (needed[i] != 0) steps.push_back(i);
  }
  return steps;
}

}  // namespace

void Evaluation::run_blocks(const Plan& plan, uint32_t stage, const Run& run) {
  std::vector<uint32_t> targets;
  std::vector<char> is_column(plan.steps.size(), 0);
  std::vector<const Column*> columns(plan.steps.size(), nullptr);
  for (uint32_t i = 0; i < plan.steps.size(); ++i) {
    columns[i] = existing(plan.steps[i].instance);
    is_column[i] = columns[i] != nullptr ? 1 : 0;
    if (plan.steps[i].kept && plan.steps[i].stage == stage && is_column[i] == 0) {
      targets.push_back(i);
    }
  }
  if (targets.empty()) return;
  const std::vector<uint32_t> steps = steps_to_run(plan, is_column, targets);
  const size_t units = source_.unit_count();
  std::vector<ColumnBuilder> builders(targets.size(), ColumnBuilder(units, options_.block));
  std::vector<std::vector<ValueType>> types(plan.steps.size());
  for (const uint32_t index : steps) {
    for (const uint32_t arg : plan.steps[index].args) {
      types[index].push_back(arg == kNoStep ? ValueType::Any
                                            : graph_[plan.steps[arg].instance.node].type);
    }
  }
  const auto worker = [&] {
    return [&, buffers = std::vector<BlockBuffer>(plan.steps.size()),
            blocks = std::vector<Block>(plan.steps.size()),
            args = std::vector<const Block*>()](size_t number) mutable {
      const size_t first = number * options_.block;
      const size_t size = std::min(options_.block, units - first);
      for (const uint32_t index : steps) {
        const Step& step = plan.steps[index];
        const Node& node = graph_[step.instance.node];
        BlockBuffer& out = buffers[index];
        if (columns[index] != nullptr) {
          blocks[index] = columns[index]->block(first, size, out);
          continue;
        }
        switch (step.kind) {
          case Step::Kind::Constant:
          case Step::Kind::OfUnit:
            out.fill(size, step.constant, node.type);
            break;
          case Step::Kind::Parent: {
            const std::vector<int32_t>& parents = *run.parents.at(index);
            const Column& values = *columns[step.args[0]];
            out.start(size, form_of(node.type));
            for (size_t i = 0; i < size; ++i) {
              const int32_t above = parents[first + i];
              out.set(i, above < 0 ? unknown_cell(Pool::plain(ReasonKind::NoSuchUnit))
                                   : values[static_cast<size_t>(above)]);
            }
            out.marks_written();
            break;
          }
          case Step::Kind::Groups: {
            const Run::OfGroups& of = run.of_groups.at(index);
            out.start(size, form_of(node.type));
            for (size_t i = 0; i < size; ++i) {
              const int32_t group = of.groups->group_of[first + i];
              out.set(i, group < 0 ? not_applicable_cell(Pool::plain(ReasonKind::NoneApplies))
                                   : of.cells[static_cast<size_t>(group)]);
            }
            out.marks_written();
            break;
          }
          case Step::Kind::Normalised: {
            const Run::OfMembers& of = run.normalised.at(index);
            normalise_block(blocks[step.args[0]], of.by_group,
                            std::span(of.group_of).subspan(first, size), size, out);
            break;
          }
          default:
            args.clear();
            for (const uint32_t arg : step.args) {
              args.push_back(arg == kNoStep ? nullptr : &blocks[arg]);
            }
            run_block(node, {args, types[index]}, size, out);
        }
        blocks[index] = out.block();
      }
      for (size_t t = 0; t < targets.size(); ++t) {
        builders[t].set_chunk(number, {&blocks[targets[t]], 1});
      }
    };
  };
  on_threads(options_.threads, (units + options_.block - 1) / options_.block, worker);
  for (size_t t = 0; t < targets.size(); ++t) {
    columns_.insert_or_assign(plan.steps[targets[t]].instance.key(), builders[t].take());
  }
}

}  // namespace exemplar::engine
