// Reasons and texts that cells point to, each kept once; columns of sources that know cells.
#include "engine/compute/source.hpp"

namespace exemplar::engine {

Pool::Pool() {
  // One reason for each kind without details, at the index of the kind.
  for (uint8_t kind = 0; kind <= static_cast<uint8_t>(ReasonKind::Cause); ++kind) {
    Reason reason;
    reason.kind = static_cast<ReasonKind>(kind);
    reasons_.push_back(std::move(reason));
  }
}

uint32_t Pool::add(Reason reason) {
  reasons_.push_back(std::move(reason));
  return static_cast<uint32_t>(reasons_.size() - 1);
}

uint32_t Pool::text(const std::string& text) {
  const auto [found, added] = text_index_.emplace(text, static_cast<uint32_t>(texts_.size()));
  if (added) texts_.push_back(text);
  return found->second;
}

Column Source::input_column(uint32_t index, const std::string& category, PeriodIndex period,
                            ValueType type, Pool& pool) {
  CellVector cells(unit_count());
  for (size_t unit = 0; unit < cells.size(); ++unit) {
    cells[unit] = input(index, category, period, unit, pool);
  }
  return column_of(cells, type);
}

CellVector Source::input_cells(uint32_t index, const std::string& category, PeriodIndex period,
                               std::span<const uint32_t> units, Pool& pool) {
  CellVector cells;
  for (const uint32_t unit : units) cells.push_back(input(index, category, period, unit, pool));
  return cells;
}

void Pool::reserve_texts(const std::vector<std::string>& texts) {
  for (const std::string& one : texts) text(one);
}

}  // namespace exemplar::engine
