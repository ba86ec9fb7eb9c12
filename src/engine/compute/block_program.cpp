#include "engine/compute/block_program.hpp"

#include "engine/compute/block_kernels.hpp"

namespace exemplar::engine {

namespace {

// Everybody belongs to the one set, and everybody is known.
bool is_usual(const Block& values, const Barriers::OfMembers& of) {
  return of.by_group.size() == 1 && of.by_group[0].spread && values.all_known() &&
         of.sets->everybody;
}

// (x − from) / range for each unit of a block; `values` are whole numbers.
void normalise_block(const Block& values, const Barriers::OfMembers& of, const BlockUnits& units,
                     BlockBuffer& out) {
  const size_t size = units.size;
  const std::vector<Normalised>& by_group = of.by_group;
  const bool one_set = by_group.size() == 1;
  out.start(size, one_set ? Form::Whole : Form::Quotient,
            one_set && by_group[0].spread ? by_group[0].range : 1);
  Mark* marks = out.marks();
  double* numbers = out.numbers();
  double* denominators = one_set ? nullptr : out.denominators();
  if (is_usual(values, of)) {
    const double from = by_group[0].from;
    for (size_t i = 0; i < size; ++i) numbers[i] = values.numbers[i] - from;
    out.set_uniform(by_group[0].known);
    return;
  }
  const Mark none = mark_of(Answer::NotApplicable, kHighestStatus, false);
  for (size_t i = 0; i < size; ++i) {
    const int32_t group = of.sets->place_in[units[i]];
    const Mark mark = values.mark_at(i);
    marks[i] = group == Groups::kNotThere ? kMarkUnknown : group < 0 ? none : mark;
    numbers[i] = 0;
    if (denominators != nullptr) denominators[i] = 1;
    if (group < 0 || !is_known(mark)) continue;
    const Normalised& by = by_group[static_cast<size_t>(group)];
    marks[i] = by.spread ? by.known : none;
    if (!by.spread) continue;
    numbers[i] = values.numbers[i] - by.from;
    if (denominators != nullptr) denominators[i] = by.range;
  }
  out.marks_written();
}

}  // namespace

void BlockProgram::need_arguments(const Step& step, std::vector<uint32_t>& needed) {
  if (step.kind != Step::Kind::Local && step.kind != Step::Kind::Normalised &&
      step.kind != Step::Kind::Parent) {
    return;
  }
  for (const uint32_t arg : step.args) {
    if (arg != kNoStep) needed.push_back(arg);
  }
}

void BlockProgram::add(uint32_t step, const Column* column) {
  Entry entry{step, column, {}, {}};
  if (column == nullptr) {
    for (const uint32_t arg : plan_.steps[step].args) {
      const auto found = arg == kNoStep ? slots_.end() : slots_.find(arg);
      entry.slots.push_back(found == slots_.end() ? kNoStep : found->second);
      entry.types.push_back(arg == kNoStep ? ValueType::Any
                                           : graph_[plan_.steps[arg].instance.node].type);
    }
  }
  slots_[step] = static_cast<uint32_t>(entries_.size());
  entries_.push_back(std::move(entry));
  buffers_.emplace_back();
  blocks_.emplace_back();
}

void BlockProgram::run(const Barriers& barriers, const BlockUnits& units) {
  for (size_t slot = 0; slot < entries_.size(); ++slot) {
    const Entry& entry = entries_[slot];
    if (entry.term) continue;
    BlockBuffer& out = buffers_[slot];
    if (entry.column != nullptr) {
      blocks_[slot] = units.listed == nullptr
                          ? entry.column->block(units.first, units.size, out)
                          : entry.column->gather({units.listed, units.size}, out);
      continue;
    }
    run_entry(entry, barriers, units, out);
    blocks_[slot] = out.block();
  }
}

bool BlockProgram::is_mean(const Entry& entry) const {
  if (entry.column != nullptr) return false;
  const Node& node = graph_[plan_.steps[entry.step].instance.node];
  return node.op == Op::WeightedMean && node.type == ValueType::Real;
}

void BlockProgram::find_terms() {
  std::vector<int> uses(entries_.size(), 0);
  for (const Entry& entry : entries_) {
    for (const uint32_t slot : entry.slots) {
      if (slot != kNoStep) ++uses[slot];
    }
  }
  for (const uint32_t target : targets_) ++uses[slots_.at(target)];
  for (Entry& entry : entries_) {
    if (!is_mean(entry)) continue;
    for (size_t a = 0; a < entry.slots.size(); a += 2) {
      Entry& value = entries_[entry.slots[a]];
      value.term = value.column == nullptr && uses[entry.slots[a]] == 1 &&
                   plan_.steps[value.step].kind == Step::Kind::Normalised;
      entry.has_terms = entry.has_terms || value.term;
    }
  }
}

// False: some number is of a form without lanes; then the terms are written down.
bool BlockProgram::run_mean(const Entry& entry, const Barriers& barriers, const BlockUnits& units,
                            BlockBuffer& out) {
  bool numeric = true;
  for (const uint32_t slot : entry.slots) {
    numeric = numeric && (entries_[slot].term || is_numeric(blocks_[slot]));
  }
  if (!numeric) {
    for (const uint32_t slot : entry.slots) {
      const Entry& term = entries_[slot];
      if (!term.term) continue;
      normalise_block(blocks_[term.slots[0]], barriers.normalised.at(term.step), units,
                      buffers_[slot]);
      blocks_[slot] = buffers_[slot].block();
    }
    return false;
  }
  lanes_.start(units.size, out);
  args_.clear();
  for (size_t a = 0; a < entry.slots.size(); a += 2) {
    const uint32_t slot = entry.slots[a];
    Block& value = blocks_[slot];
    const Block& weight = blocks_[entry.slots[a + 1]];
    args_.push_back(&value);
    args_.push_back(&weight);
    const Entry& term = entries_[slot];
    if (term.term) {
      const Barriers::OfMembers& of = barriers.normalised.at(term.step);
      const Block& numbers = blocks_[term.slots[0]];
      if (is_usual(numbers, of) && weight.constant) {
        const Normalised& by = of.by_group[0];
        lanes_.add_normalised(numbers.numbers, by.from, by.range, weight);
        value = {};
        value.size = units.size;
        value.mark = by.known;
        continue;
      }
      normalise_block(numbers, of, units, buffers_[slot]);
      value = buffers_[slot].block();
    }
    lanes_.add(value, weight);
  }
  lanes_.finish(args_, out);
  return true;
}

void BlockProgram::run_entry(const Entry& entry, const Barriers& barriers, const BlockUnits& units,
                             BlockBuffer& out) {
  const Step& step = plan_.steps[entry.step];
  const Node& node = graph_[step.instance.node];
  const size_t size = units.size;
  switch (step.kind) {
    case Step::Kind::Constant:
    case Step::Kind::OfUnit:
      out.fill(size, step.constant, node.type);
      return;
    case Step::Kind::Parent: {
      const std::vector<int32_t>& parents = *barriers.parents.at(entry.step);
      const Column& values = *entries_[entry.slots[0]].column;
      out.start(size, form_of(node.type));
      for (size_t i = 0; i < size; ++i) {
        const int32_t above = parents[units[i]];
        out.set(i, above < 0 ? unknown_cell(Pool::plain(ReasonKind::NoSuchUnit))
                             : values[static_cast<size_t>(above)]);
      }
      out.marks_written();
      return;
    }
    case Step::Kind::Groups: {
      const Barriers::OfGroups& of = barriers.of_groups.at(entry.step);
      out.start(size, form_of(node.type));
      for (size_t i = 0; i < size; ++i) {
        const int32_t group = of.groups->group_of[units[i]];
        out.set(i, group < 0 ? cell_of_no_set(group, ReasonKind::NoneApplies)
                             : of.cells[static_cast<size_t>(group)]);
      }
      out.marks_written();
      return;
    }
    case Step::Kind::Normalised:
      normalise_block(blocks_[entry.slots[0]], barriers.normalised.at(entry.step), units, out);
      return;
    default:
      if (entry.has_terms && run_mean(entry, barriers, units, out)) return;
      args_.clear();
      for (const uint32_t slot : entry.slots) {
        args_.push_back(slot == kNoStep ? nullptr : &blocks_[slot]);
      }
      run_block(node, {args_, entry.types}, size, out);
  }
}

}  // namespace exemplar::engine
