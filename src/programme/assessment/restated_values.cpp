// The values of the units as they were, in the geography of another day.
//
//   one old unit, whole        any kind of value goes on: an amount, a truth, a day, a text, a mark
//   several, all of them whole what adds up over units: the sum, exactly
//   a part of a unit           what adds up, by its share; between two bounds where that is not known
//   anything else              cannot be restated: half of a day is no day, two marks are no mark
#include "engine/compute/exact.hpp"
#include "engine/compute/kernels.hpp"
#include "programme/assessment/source.hpp"

namespace exemplar::programme {

using engine::Cell;
using engine::CellVector;
using engine::PeriodIndex;
using engine::Pool;
using engine::Reason;
using engine::ReasonKind;

namespace {

engine::Node sum_node() {
  engine::Node node;
  node.op = engine::Op::AggregateList;
  node.type = engine::ValueType::Exact;
  node.function = engine::FunctionId::Sum;
  return node;
}

// The sum of the parts, every share taken at its least or at its most.
std::optional<Ratio> bound_of(const CellVector& as_was, const std::vector<RestatedFrom>& from,
                              bool upper) {
  std::optional<Ratio> sum = Ratio{0, 1};
  for (size_t i = 0; i < from.size(); ++i) {
    const RestatedFrom& one = from[i];
    const Cell& cell = as_was[i];
    const auto part = engine::exact_multiply(cell.exact, upper ? one.share.upper : one.share.lower);
    sum = part && sum ? engine::exact_add(*sum, *part) : std::nullopt;
  }
  return sum ? std::optional(sum->reduced()) : std::nullopt;
}

}  // namespace

const Restatement& FactSource::restatement() {
  if (!restatement_) restatement_ = restate_onto(units(), *view_.geography);
  return *restatement_;
}

std::vector<RestatedFrom> FactSource::restated_from(OrganisationUnitId unit, PeriodIndex period) {
  std::vector<RestatedFrom> from;
  const Date then = programme::last_day(periods_[period]);
  if (!view_.geography || units().is_valid(unit, then)) return from;
  for (const OrganisationUnitId source : restatement().sources(unit)) {
    if (!units().is_valid(source, then)) continue;
    for (const RestatedPart& part : restatement().of(source).parts) {
      if (part.target == unit) from.push_back({source, part.share});
    }
  }
  return from;
}

Cell FactSource::restated(uint32_t input, const std::string& category, PeriodIndex period,
                          size_t unit, Pool& pool) {
  if (valid_on(*view_.geography)[unit] == 0) {
    return engine::unknown_cell(Pool::plain(ReasonKind::UnitNotThere));
  }
  const Period& asked = periods_[period];
  const Date then = programme::last_day(asked);
  if (valid_on(then)[unit] != 0) return over_time(input, category, asked, unit, pool);
  const std::vector<RestatedFrom> from = restated_from(OrganisationUnitId(unit), period);
  CellVector as_was;
  for (const RestatedFrom& one : from) {
    as_was.push_back(over_time(input, category, asked, one.unit.index(), pool));
  }
  return restated_cell(indicator(input), as_was, from, pool);
}

// `as_was`: the cells of `from`, in its order.
Cell FactSource::restated_cell(const Indicator& what, const CellVector& as_was,
                               const std::vector<RestatedFrom>& from, Pool& pool) const {
  if (from.empty()) return engine::unknown_cell(Pool::plain(ReasonKind::NoValue));
  if (from.size() == 1 && from[0].whole()) return as_was[0];
  std::vector<const Cell*> cells;
  for (const Cell& cell : as_was) cells.push_back(&cell);
  // Nothing was reported: there is nothing that could not be restated.
  if (std::none_of(cells.begin(), cells.end(),
                   [](const Cell* cell) { return reported_itself(*cell); })) {
    return engine::unknown_cell(Pool::plain(ReasonKind::NoValue));
  }
  if (!what.numeric() || what.over_units != Combination::Sum) {
    return engine::unknown_cell(Pool::plain(ReasonKind::CannotRestate));
  }
  std::vector<Cell> parts;
  std::vector<RestatedFrom> known;  // not applicable takes no part in a sum
  CellVector of_known;
  for (size_t i = 0; i < from.size(); ++i) {
    const RestatedFrom& one = from[i];
    Cell cell = as_was[i];
    if (cell.known()) {
      known.push_back(one);
      of_known.push_back(cell);
      const auto part = engine::exact_multiply(cell.exact, one.share.lower);
      if (!part) return engine::unknown_cell(Pool::plain(ReasonKind::TooLarge));
      cell.exact = part->reduced();
    }
    parts.push_back(cell);
  }
  cells.clear();
  for (const Cell& part : parts) cells.push_back(&part);
  Cell sum = engine::aggregate(sum_node(), cells, engine::ValueType::Exact, &pool);
  const bool open = std::any_of(known.begin(), known.end(),
                                [](const RestatedFrom& one) { return !one.share.known(); });
  if (!open) return sum;
  if (!sum.known()) {
    // What is known is a sum of parts whose size is not known: it says nothing.
    Reason reason = pool.reason(sum.reason);
    reason.known_value.reset();
    if (reason.kind == ReasonKind::SomeUnknown) sum.reason = pool.add(std::move(reason));
    return sum;
  }
  const auto low = bound_of(of_known, known, false);
  const auto high = bound_of(of_known, known, true);
  // Shares that are not known do not matter where both bounds are the same.
  if (low && high && *low == *high) return sum;
  Reason reason;
  reason.kind = ReasonKind::UnknownShares;
  reason.low = low;
  reason.high = high;
  return engine::unknown_cell(pool.add(std::move(reason)));
}

}  // namespace exemplar::programme
