#include "dialect/workbook/steps.hpp"

#include <algorithm>
#include <set>

#include "dialect/workbook/formulas.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::PeriodIndex;
using engine::ValueType;

bool is_entry(const Node& node) {
  return node.op == Op::Input || node.op == Op::Attribute || node.op == Op::MonthsActive ||
         node.op == Op::Under;
}

EntryWords entry_words(Language language) {
  const auto say = [&](const Message& message) { return render(message, language); };
  return {say(msg("Yes")), say(msg("No")), say(msg("n/a")), say(msg("withheld"))};
}

Steps::Steps(engine::Evaluation& evaluation, StepWorld world, Workbook& workbook)
    : evaluation_(evaluation),
      graph_(evaluation.graph()),
      world_(std::move(world)),
      workbook_(workbook),
      place_of_unit_(evaluation.source().unit_count(), -1) {
  for (size_t i = 0; i < world_.units.size(); ++i) {
    place_of_unit_[world_.units[i]] = static_cast<int32_t>(i);
  }
  for (size_t i = 0; i < graph_.nodes.size(); ++i) {
    const NodeId id(static_cast<uint32_t>(i));
    if (graph_[id].op == Op::Named) names_[meant(id).value].push_back(id);
  }
}

size_t Steps::add_sheet(const std::string& name) {
  Sheet sheet;
  sheet.name = sheet_name(name);
  for (const Sheet& other : workbook_.sheets) {
    if (other.name == sheet.name)
      sheet.name = sheet_name(fmt::format("{} {}", workbook_.sheets.size(), name));
  }
  workbook_.sheets.push_back(std::move(sheet));
  next_column_.resize(workbook_.sheets.size(), world_.first_column);
  return workbook_.sheets.size() - 1;
}

void Steps::use_sheet(Part part, size_t sheet) {
  part_sheets_[part] = sheet;
}

NodeId Steps::meant(NodeId node) const {
  while (graph_[node].op == Op::Named) node = graph_[node].args[0];
  return node;
}

const std::vector<NodeId>& Steps::names_of(NodeId node) const {
  static const std::vector<NodeId> kNone;
  const auto found = names_.find(meant(node).value);
  return found == names_.end() ? kNone : found->second;
}

std::vector<NodeId> Steps::operands_of(NodeId id) const {
  const Node& node = graph_[id];
  if (node.op != Op::And && node.op != Op::Or) return node.args;
  std::vector<NodeId> flat;
  std::vector<NodeId> open(node.args.rbegin(), node.args.rend());
  while (!open.empty()) {
    const NodeId next = open.back();
    open.pop_back();
    // One that has a name has steps of its own.
    const bool same = graph_[next].op == node.op && names_of(next).empty();
    if (same) {
      open.insert(open.end(), graph_[next].args.rbegin(), graph_[next].args.rend());
    } else {
      flat.push_back(next);
    }
  }
  return flat;
}

bool Steps::made(NodeId node, PeriodIndex period) const {
  node = meant(node);
  return is_written_inline(graph_[node]) || places_.contains(key_of(node, period));
}

const Step* Steps::answer_step(NodeId node, PeriodIndex period) const {
  const auto found = places_.find(key_of(meant(node), period));
  return found == places_.end() ? nullptr : &steps_[found->second.answer];
}

const Step* Steps::value_step(NodeId node, PeriodIndex period) const {
  const auto found = places_.find(key_of(meant(node), period));
  return found == places_.end() || found->second.value == SIZE_MAX ? nullptr
                                                                   : &steps_[found->second.value];
}

std::string Steps::reference(const Step& step, size_t from_sheet, char row) const {
  const std::string cell = column_letters(step.column) + row;
  return step.sheet == from_sheet ? cell : sheet_prefix(workbook_.sheets[step.sheet].name) + cell;
}

std::string Steps::range(const Step& step, size_t from_sheet) const {
  const std::string letters = column_letters(step.column);
  const std::string cells = fmt::format("{0}${1}:{0}${2}", "$" + letters, world_.first_row + 1,
                                        world_.first_row + world_.units.size());
  return step.sheet == from_sheet ? cells : sheet_prefix(workbook_.sheets[step.sheet].name) + cells;
}

std::string Steps::answer_in_row(NodeId node, size_t place) const {
  node = meant(node);
  const Step* step = answer_step(node, world_.home);
  if (step == nullptr) {
    return std::to_string(static_cast<int>(graph_[node].constant.answer));
  }
  return sheet_prefix(workbook_.sheets[step->sheet].name) + column_letters(step->column) +
         std::to_string(world_.first_row + place + 1);
}

Step& Steps::add_step(Step::Role role, NodeId node, PeriodIndex period, size_t sheet) {
  Step step;
  step.role = role;
  step.sheet = sheet;
  step.column = next_column_[sheet]++;
  step.node = node;
  step.period = period;
  steps_.push_back(std::move(step));
  return steps_.back();
}

}  // namespace exemplar::dialect
