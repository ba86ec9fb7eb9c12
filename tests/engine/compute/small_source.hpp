// Values for the small office of small_rules.hpp: a table of cells by input, unit and period, in a
// tree of units, as an engine's source.
#pragma once

#include <map>

#include "engine/compute/evaluate.hpp"

namespace exemplar::engine {

class SmallSource : public Source {
 public:
  SmallSource(const RuleSet& rules, size_t units) : rules_(rules), units_(units) {
    parents_.assign(units, -1);
    participants_.assign(units, 1);
    existing_.assign(units, 1);
  }

  // Periods are numbered backwards: 0 is the period assessed, 1 the one before it.
  void set(const std::string& input, size_t unit, Ratio value, uint8_t status = 1,
           PeriodIndex period = 0) {
    Cell& cell = at(input, unit, period);
    cell = {};
    cell.answer = kKnown;
    cell.exact = value;
    cell.status = status;
  }
  Cell& at(const std::string& input, size_t unit, PeriodIndex period = 0) {
    auto& column = cells_[{input, period}];
    if (column.empty()) column.assign(units_, unknown_cell(Pool::plain(ReasonKind::NoValue)));
    return column[unit];
  }
  void set_parent(size_t unit, int32_t parent) { parents_[unit] = parent; }
  void leave_out(size_t unit) { participants_[unit] = 0; }
  // Values from this period back are by another definition.
  void definition_breaks_before(PeriodIndex period) { break_ = period; }

  size_t unit_count() const override { return units_; }
  Cell input(uint32_t index, const std::string&, PeriodIndex period, size_t unit, Pool&) override {
    return at(rules_.inputs[index].id, unit, period);
  }
  Cell attribute(uint32_t, PeriodIndex, size_t, Pool& pool) override {
    Cell cell;
    cell.answer = kKnown;
    cell.exact = {pool.text("ward"), 1};
    return cell;
  }
  Cell months_active(bool, PeriodIndex, size_t, Pool&) override {
    Cell cell;
    cell.answer = kKnown;
    cell.exact = {12, 1};
    return cell;
  }
  Date first_day(PeriodIndex period) override {
    return *make_date(2023 - static_cast<int>(period), 1, 1);
  }
  Date last_day(PeriodIndex period) override {
    return *make_date(2023 - static_cast<int>(period), 12, 31);
  }
  std::optional<std::vector<PeriodIndex>> select(PeriodIndex period,
                                                 const Selector& selector) override {
    if (selector.kind == Selector::Kind::LastSeveral) {
      std::vector<PeriodIndex> several;
      for (int i = 0; i < selector.count; ++i)
        several.push_back(period + static_cast<PeriodIndex>(i));
      return several;
    }
    if (selector.kind == Selector::Kind::Previous || selector.kind == Selector::Kind::LastYear) {
      return {{period + 1}};
    }
    return std::nullopt;
  }
  bool comparable(uint32_t, PeriodIndex a, PeriodIndex b) override {
    return (a >= break_) == (b >= break_);
  }
  const std::vector<int32_t>& parents(PeriodIndex, const std::string&) override { return parents_; }
  const std::vector<char>& participants(PeriodIndex) override { return participants_; }
  const std::vector<char>& existing(PeriodIndex) override { return existing_; }
  int32_t unit_with_code(const std::string&, PeriodIndex) override { return -1; }

 private:
  const RuleSet& rules_;
  size_t units_;
  std::map<std::pair<std::string, PeriodIndex>, CellVector> cells_;
  std::vector<int32_t> parents_;
  std::vector<char> participants_;
  std::vector<char> existing_;
  PeriodIndex break_ = UINT32_MAX;
};

}  // namespace exemplar::engine
