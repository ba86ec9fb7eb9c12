// Which columns a node needs, and in which order they are made.
#include <algorithm>

#include "dialect/workbook/formulas.hpp"

namespace exemplar::dialect {

using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::PeriodIndex;
using engine::ValueType;

// In which periods a node reads its operands; none where it reads nothing.
std::vector<PeriodIndex> Steps::periods_below(const Node& node, PeriodIndex period) const {
  const bool elsewhere = node.op == Op::Shift;
  if (!elsewhere && !((node.op == Op::AggregateUnits || node.op == Op::AggregatePeriods) &&
                      node.selector.is_many())) {
    return {period};
  }
  engine::Source& source = evaluation_.source();
  const auto selected = source.select(period, node.selector);
  if (!selected) return {};
  for (const PeriodIndex other : *selected) {
    for (const uint32_t input : node.inputs) {
      if (!source.comparable(input, period, other)) return {};
    }
  }
  return *selected;
}

// What a node reads is made first, from a list of its own: a chain of definitions may be longer
// than the stack is deep.
void Steps::make(NodeId node, PeriodIndex period, size_t sheet) {
  std::vector<Wanted> open{{node, period, false}};
  while (!open.empty()) {
    const Wanted next = open.back();
    const size_t before = open.size();
    const NodeId id = meant(next.node);
    if (!made(id, next.period)) {
      bool measure = next.measure;
      for (NodeId name = next.node; graph_[name].op == Op::Named; name = graph_[name].args[0]) {
        measure = measure || graph_[name].text.find('(') == std::string::npos;
      }
      if (is_entry(graph_[id])) {
        make_entry(id, next.period);
      } else {
        for (const PeriodIndex below : periods_below(graph_[id], next.period)) {
          for (const NodeId arg : operands_of(id)) {
            if (arg.valid() && !made(arg, below)) open.push_back({arg, below, measure});
          }
        }
        // The first operand is to stand first.
        std::reverse(open.begin() + static_cast<std::ptrdiff_t>(before), open.end());
        if (open.size() > before) continue;
        const size_t there = next.period != world_.home ? part_sheets_.at(Part::OtherPeriods)
                             : measure                  ? part_sheets_.at(Part::Measures)
                                                        : sheet;
        make_formulas(id, next.period, there);
      }
    }
    open.pop_back();
  }
}

void Steps::make_entry(NodeId node, PeriodIndex period) {
  const size_t sheet = part_sheets_.at(Part::Inputs);
  const bool truth = graph_[node].type == ValueType::Truth;
  Place place;
  const Step& entry = add_step(Step::Role::Entry, node, period, sheet);
  place.value = truth ? SIZE_MAX : steps_.size() - 1;
  const std::string cell = reference(entry, sheet, kRow);
  Step& known = add_step(truth ? Step::Role::Answer : Step::Role::Known, node, period, sheet);
  place.answer = steps_.size() - 1;
  const EntryWords words = entry_words(world_.language);
  if (truth) {
    known.formula = fmt::format("IF({0}={1},2,IF({0}={2},0,IF({0}={3},3,1)))", cell,
                                quoted(words.yes), quoted(words.no), quoted(words.not_applicable));
  } else if (graph_[node].type == ValueType::Text) {
    known.formula =
        fmt::format("IF({0}=\"\",1,IF({0}={1},3,2))", cell, quoted(words.not_applicable));
  } else {
    known.formula = fmt::format("IF(ISNUMBER({0}),2,IF({0}=\"\",1,3))", cell);
  }
  places_[key_of(node, period)] = place;
}

// What a step reads from the sheets of inputs and measures stands again beside it, once a sheet.
const Steps::Place& Steps::bring(NodeId node, PeriodIndex period, size_t sheet) {
  const auto [found, added] = brought_.try_emplace({key_of(node, period), sheet});
  Place& place = found->second;
  if (!added) return place;
  const Place from = places_.at(key_of(node, period));
  const Step& answer_from = steps_[from.answer];
  Step* value = nullptr;
  if (from.value != SIZE_MAX) {
    value = &add_step(Step::Role::Value, node, period, sheet);
    place.value = steps_.size() - 1;
  }
  Step& answer = add_step(answer_from.role, node, period, sheet);
  place.answer = steps_.size() - 1;
  answer.formula = reference(answer_from, sheet, kRow);
  answer.brought = true;
  if (value == nullptr) return place;
  value->brought = true;
  value->formula = "IF(" + reference(answer, sheet, kRow) + "=2," +
                   reference(steps_[from.value], sheet, kRow) + ",\"\")";
  return place;
}

void Steps::make_formulas(NodeId node, PeriodIndex period, size_t sheet) {
  constexpr size_t kLongest = 8000;  // characters of a formula
  Formulas formulas(*this, period, sheet);
  auto written = formulas.write(node);
  Message why = formulas.why();
  if (written && written->answer.size() + written->value.size() > kLongest) {
    written.reset();
    why = msg("the formula is longer than a cell holds");
  }
  const bool truth = graph_[node].type == ValueType::Truth;
  Place place;
  Step* value = nullptr;
  Step* array = nullptr;
  // The file format keeps no text as the result of an array formula: its number stands beside.
  if (!truth && written && written->value_array) {
    array = &add_step(Step::Role::Array, node, period, sheet);
    array->array = true;
  }
  if (!truth) {
    value = &add_step(Step::Role::Value, node, period, sheet);
    place.value = steps_.size() - 1;
  }
  Step& answer = add_step(truth ? Step::Role::Answer : Step::Role::Known, node, period, sheet);
  place.answer = steps_.size() - 1;
  answer.as_value = !written;
  answer.why = why;
  if (written) {
    answer.formula = written->answer;
    answer.array = written->answer_array;
    answer.other_rows = written->other_rows;
  }
  if (value != nullptr) {
    value->as_value = !written;
    value->why = why;
    if (written) {
      const std::string own = reference(answer, sheet, kRow);
      value->other_rows = written->other_rows;
      if (array != nullptr) {
        array->formula = "IF(" + own + "=2," + written->value + ",0)";
        written->value = reference(*array, sheet, kRow);
      }
      value->formula = "IF(" + own + "=2," + written->value + ",\"\")";
    }
  }
  places_[key_of(node, period)] = place;
}

}  // namespace exemplar::dialect
