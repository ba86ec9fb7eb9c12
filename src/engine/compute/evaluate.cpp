#include <algorithm>

#include "engine/compute/update.hpp"

namespace exemplar::engine {

Evaluation::Evaluation(const Graph& graph, Source& source, Options options)
    : graph_(graph), source_(source), options_(options) {
  options_.block = std::max<size_t>(1, options_.block);
  pool_.reserve_texts(graph.texts);
}

Evaluation::~Evaluation() = default;

void Evaluation::release() {
  live_.reset();
  unwatched_.clear();
  columns_.clear();
  groups_.clear();
  cells_.clear();
  needs_.clear();
  traced_.clear();
}

const Column* Evaluation::existing(const Instance& instance) const {
  const auto found = columns_.find(instance.key());
  return found == columns_.end() ? nullptr : &found->second;
}

const Column& Evaluation::column(NodeId node, PeriodIndex period) {
  prepare({node}, period);
  const Meaning meaning = meaning_of(graph_, source_, {node, period});
  return columns_.at(meaning.instance.key());
}

void Evaluation::prepare(const std::vector<NodeId>& nodes, std::span<const PeriodIndex> periods) {
  std::vector<Instance> wanted;
  for (const PeriodIndex period : periods) {
    for (const NodeId node : nodes) {
      if (!node.valid()) continue;
      const Instance instance = meaning_of(graph_, source_, {node, period}).instance;
      if (existing(instance) == nullptr) wanted.push_back(instance);
    }
  }
  if (!wanted.empty()) compute(wanted);
}

const CellVector& Evaluation::cells(NodeId node, PeriodIndex period) {
  const Instance instance = meaning_of(graph_, source_, {node, period}).instance;
  if (const auto found = cells_.find(instance.key()); found != cells_.end()) return found->second;
  CellVector all(source_.unit_count());
  for (size_t unit = 0; unit < all.size(); ++unit) all[unit] = cell(node, period, unit);
  return cells_.emplace(instance.key(), std::move(all)).first->second;
}

}  // namespace exemplar::engine
