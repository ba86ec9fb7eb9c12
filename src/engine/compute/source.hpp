// What an evaluation asks of the world: units, periods and reported values. The programme answers;
// the engine knows neither files nor databases.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "engine/column/column.hpp"
#include "engine/formula/syntax.hpp"

namespace exemplar::engine {

using PeriodIndex = uint32_t;

// The reasons and texts that cells of one evaluation point to.
class Pool {
 public:
  Pool();
  // Plain kinds need no details: their index is fixed.
  static uint32_t plain(ReasonKind kind) { return static_cast<uint32_t>(kind); }
  uint32_t add(Reason reason);
  const Reason& reason(uint32_t index) const { return reasons_[index]; }
  // How many there are; and back to so many, where nobody points to those added since.
  size_t reasons() const { return reasons_.size(); }
  void forget_reasons(size_t from) { reasons_.resize(from); }

  uint32_t text(const std::string& text);  // interned
  const std::string& text(uint32_t index) const { return texts_[index]; }
  void reserve_texts(const std::vector<std::string>& texts);  // indexes 0, 1, … in this order

 private:
  std::vector<Reason> reasons_;
  std::vector<std::string> texts_;
  std::map<std::string, uint32_t, std::less<>> text_index_;
};

inline Cell unknown_cell(uint32_t reason) {
  Cell cell;
  cell.answer = Answer::Unknown;
  cell.reason = reason;
  return cell;
}
inline Cell not_applicable_cell(uint32_t reason) {
  Cell cell;
  cell.answer = Answer::NotApplicable;
  cell.reason = reason;
  return cell;
}

class Source {
 public:
  virtual ~Source() = default;

  virtual size_t unit_count() const = 0;
  // A unit's cell, and where it is unknown or not applicable why. A unit that does not exist in the
  // period is unknown (UnitNotThere).
  virtual Cell input(uint32_t index, const std::string& category, PeriodIndex period, size_t unit,
                     Pool& pool) = 0;
  virtual Cell attribute(uint32_t index, PeriodIndex period, size_t unit, Pool& pool) = 0;
  virtual Cell months_active(bool lineage, PeriodIndex period, size_t unit, Pool& pool) = 0;
  // The same cells of all units. A source that keeps columns gives those.
  virtual Column input_column(uint32_t index, const std::string& category, PeriodIndex period,
                              ValueType type, Pool& pool);
  // The cells of some units without their reasons, in their order: after values changed.
  virtual CellVector input_cells(uint32_t index, const std::string& category, PeriodIndex period,
                                 std::span<const uint32_t> units, Pool& pool);

  virtual Date first_day(PeriodIndex period) = 0;
  virtual Date last_day(PeriodIndex period) = 0;
  // The periods that the selector means, seen from `period`; none: there is no such period.
  virtual std::optional<std::vector<PeriodIndex>> select(PeriodIndex period,
                                                         const Selector& selector) = 0;
  // Do both periods use definitions of the input that can be compared?
  virtual bool comparable(uint32_t input, PeriodIndex a, PeriodIndex b) = 0;

  // The unit above each unit (-1: none), in the hierarchy named ("": the programme's own).
  virtual const std::vector<int32_t>& parents(PeriodIndex period, const std::string& hierarchy) = 0;
  virtual const std::vector<char>& participants(PeriodIndex period) = 0;  // 1: takes part
  // 1: the unit exists in the period. What asks for the place of one that does not is unknown.
  virtual const std::vector<char>& existing(PeriodIndex period) = 0;
  virtual int32_t unit_with_code(const std::string& code, PeriodIndex period) = 0;  // -1: none
};

}  // namespace exemplar::engine
