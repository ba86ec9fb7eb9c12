// One unit among others: rank, percentile rank, min-max, z-score, share of the largest; and the
// quota on a level ("at most 20 % of those graded good").
//
// Comparisons are among the known: unknown and not applicable keep their answer and take no place;
// every result has the lowest status of all compared.
#include <cmath>

#include "engine/compute/evaluate.hpp"
#include "engine/compute/exact.hpp"
#include "engine/compute/kernels.hpp"
#include "engine/compute/places.hpp"

namespace exemplar::engine {

namespace {

struct Compared {
  uint32_t unit;
  const Cell* cell;
};

// The lowest status of all compared, on every result.
Cell known_among(const std::vector<Compared>& known) {
  std::vector<const Cell*> cells;
  for (const Compared& one : known) cells.push_back(one.cell);
  return known_from(cells);
}

bool less(const Cell& a, const Cell& b) {
  const auto order = exact_compare(a.exact, b.exact);
  return order && *order < 0;
}

// Places count from 1 in the declared order; equal values share a place by the declared rule.
void rank_all(const Node& node, std::vector<Compared> known, CellVector& result) {
  const Cell base = known_among(known);
  std::stable_sort(known.begin(), known.end(), [&](const Compared& a, const Compared& b) {
    return node.flag ? less(*b.cell, *a.cell) : less(*a.cell, *b.cell);
  });
  size_t place = 0;
  int64_t distinct = 0;
  while (place < known.size()) {
    size_t end = place + 1;
    while (end < known.size() && !less(*known[place].cell, *known[end].cell) &&
           !less(*known[end].cell, *known[place].cell)) {
      ++end;
    }
    ++distinct;
    Ratio rank{static_cast<i128>(place) + 1, 1};
    if (node.ties == Ties::Max) rank = {static_cast<i128>(end), 1};
    if (node.ties == Ties::Mean) rank = {static_cast<i128>(place + 1 + end), 2};
    if (node.ties == Ties::Dense) rank = {distinct, 1};
    for (size_t i = place; i < end; ++i) {
      result[known[i].unit] = base;
      result[known[i].unit].exact = rank;
    }
    place = end;
  }
}

// (smaller + equal others / 2) / (n − 1); of one unit not applicable.
void percentile_all(std::vector<Compared> known, CellVector& result) {
  if (known.size() < 2) {
    for (const Compared& one : known) {
      result[one.unit] = not_applicable_cell(Pool::plain(ReasonKind::NotEnoughUnits));
    }
    return;
  }
  const Cell base = known_among(known);
  std::stable_sort(known.begin(), known.end(),
                   [](const Compared& a, const Compared& b) { return less(*a.cell, *b.cell); });
  const auto others = static_cast<i128>(known.size() - 1);
  size_t place = 0;
  while (place < known.size()) {
    size_t end = place + 1;
    while (end < known.size() && !less(*known[place].cell, *known[end].cell)) ++end;
    const auto equal_others = static_cast<i128>(end - place - 1);
    for (size_t i = place; i < end; ++i) {
      result[known[i].unit] = base;
      result[known[i].unit].exact = {2 * static_cast<i128>(place) + equal_others, 2 * others};
    }
    place = end;
  }
}

// min_max and share_of_max of exact values stay exact.
void normalise_exactly(const Node& node, const std::vector<Compared>& known, CellVector& result) {
  const auto by_value = [](const Compared& a, const Compared& b) { return less(*a.cell, *b.cell); };
  const auto [least, most] = std::minmax_element(known.begin(), known.end(), by_value);
  const bool ranged = node.function == FunctionId::MinMax;
  const Ratio zero{0, 1};
  const Ratio from = ranged ? least->cell->exact : zero;
  const auto span = exact_subtract(most->cell->exact, from);
  const Cell base = known_among(known);
  for (const Compared& one : known) {
    Cell& cell = result[one.unit];
    const auto above = exact_subtract(one.cell->exact, from);
    if (span && span->numerator == 0) {
      cell = not_applicable_cell(Pool::plain(ReasonKind::NotEnoughUnits));
      continue;
    }
    const auto share = span && above ? exact_divide(*above, *span) : std::nullopt;
    if (!share) {
      cell = unknown_cell(Pool::plain(ReasonKind::TooLarge));
      continue;
    }
    cell = base;
    cell.exact = *share;
  }
}

// min_max, z_score, share_of_max of floating values.
void normalise_all(const Node& node, ValueType type, const std::vector<Compared>& known,
                   CellVector& result) {
  std::vector<double> values;
  for (const Compared& one : known) values.push_back(number_of(*one.cell, type));
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  double subtract = 0;
  double divide = 1;
  switch (node.function) {
    case FunctionId::MinMax:
      subtract = *least;
      divide = *most - *least;
      break;
    case FunctionId::ZScore: {
      subtract = order_free_sum(values) / count;
      std::vector<double> squares;
      for (const double value : values) {
        squares.push_back((value - subtract) * (value - subtract));
      }
      // Equal values have no spread, whatever their mean rounds to.
      divide = *least == *most ? 0 : std::sqrt(order_free_sum(squares) / (count - 1));
      break;
    }
    default:
      divide = *most;
      break;
  }
  const Cell base = known_among(known);
  for (size_t i = 0; i < known.size(); ++i) {
    Cell& cell = result[known[i].unit];
    if (divide == 0) {
      cell = not_applicable_cell(Pool::plain(ReasonKind::NotEnoughUnits));
      continue;
    }
    cell = base;
    cell.real = (values[i] - subtract) / divide;
  }
}

}  // namespace

// By whole numbers, without a cell; none: they are of another form.
std::optional<Column> Evaluation::places(const Node& node, const Column& compared,
                                         const Groups& sets) {
  const size_t units = compared.size();
  std::vector<Mark> marks(units, mark_of(Answer::NotApplicable, kHighestStatus, false));
  std::vector<double> numbers(units, 0.0);
  for (size_t unit = 0; unit < units; ++unit) {
    if (sets.place_in[unit] == Groups::kNotThere) marks[unit] = kMarkUnknown;
  }
  std::vector<double> places;
  double denominator = 0;
  for (size_t group = 0; group < sets.groups.size(); ++group) {
    const auto own = [&](uint32_t unit) {
      return sets.group_of[unit] == static_cast<int32_t>(group);
    };
    const auto order = order_of(compared, sets.groups[group], node.flag, denominator);
    if (!order) return std::nullopt;
    places.resize(order->known.size());
    places_of(order->known, node.ties, {0, order->known.size()}, places);
    if (order->known.size() != sets.groups[group].size()) {
      for (const uint32_t unit : sets.groups[group]) {
        if (own(unit)) marks[unit] = compared.mark(unit);
      }
    }
    const Mark mark = order->mark();
    for (size_t i = 0; i < places.size(); ++i) {
      const uint32_t unit = order->known[i].unit;
      if (!own(unit)) continue;
      marks[unit] = mark;
      numbers[unit] = places[i];
    }
  }
  return column_of_lanes(marks, numbers, place_denominator(node.ties));
}

CellVector Evaluation::compare_units(const Node& node, const Column& compared, PeriodIndex period) {
  const CellVector values = unpacked(compared);
  const ValueType type = graph_[node.args[0]].type;
  const Groups& sets = groups(node.set, node.text, period);
  CellVector result(values.size());
  for (size_t unit = 0; unit < result.size(); ++unit) {
    result[unit] =
        cell_of_no_set(std::min(sets.place_in[unit], Groups::kNoSet), ReasonKind::NotCompared);
  }
  CellVector placed(values.size());  // every group writes its own members anew
  for (size_t group = 0; group < sets.groups.size(); ++group) {
    std::vector<Compared> known;
    for (const uint32_t unit : sets.groups[group]) {
      if (values[unit].known())
        known.push_back({unit, &values[unit]});
      else
        placed[unit] = values[unit];
    }
    if (!known.empty()) {
      if (node.function == FunctionId::Rank)
        rank_all(node, std::move(known), placed);
      else if (node.function == FunctionId::PercentileRank)
        percentile_all(std::move(known), placed);
      else if (node.type == ValueType::Exact)
        normalise_exactly(node, known, placed);
      else
        normalise_all(node, type, known, placed);
    }
    // A unit has a place only in the set that is its own and that it belongs to: it is none of
    // its own children.
    for (const uint32_t unit : sets.groups[group]) {
      if (sets.group_of[unit] == static_cast<int32_t>(group)) result[unit] = placed[unit];
    }
  }
  return result;
}

// The best floor(share × n) of the n participants on the level, by the declared order. A tie at
// the cut takes none of the tied unless all are declared. Open while any of the n is undetermined.
CellVector Evaluation::quota(const Node& node, const Column& level, const Column& places_by,
                             PeriodIndex period) {
  const CellVector on_level = unpacked(level);
  const CellVector order = unpacked(places_by);
  const auto& taking_part = source_.participants(period);
  const auto& existing = source_.existing(period);
  std::vector<Compared> candidates;
  bool open = false;
  for (size_t unit = 0; unit < on_level.size(); ++unit) {
    if (taking_part[unit] == 0) continue;
    open = open || on_level[unit].answer == Answer::Unknown;
    if (on_level[unit].answer != Answer::Met) continue;
    open = open || order[unit].answer == Answer::Unknown;
    if (order[unit].known()) candidates.push_back({static_cast<uint32_t>(unit), &order[unit]});
  }
  int64_t on_level_count = 0;
  for (size_t unit = 0; unit < on_level.size(); ++unit) {
    if (taking_part[unit] != 0 && on_level[unit].answer == Answer::Met) ++on_level_count;
  }
  const auto places = static_cast<size_t>(
      exact_floor({node.quantity.numerator * on_level_count, node.quantity.denominator}));
  const auto better = [&](const Compared& a, const Compared& b) {
    return node.flag ? less(*b.cell, *a.cell) : less(*a.cell, *b.cell);
  };
  std::stable_sort(candidates.begin(), candidates.end(), better);
  size_t cut = std::min(places, candidates.size());
  if (cut > 0 && cut < candidates.size() && !better(candidates[cut - 1], candidates[cut])) {
    if (node.ties == Ties::All) {
      while (cut < candidates.size() && !better(candidates[cut - 1], candidates[cut])) ++cut;
    } else {
      const Compared tied = candidates[cut];
      while (cut > 0 && !better(candidates[cut - 1], tied)) --cut;
    }
  }
  const Cell base = known_among(candidates);
  CellVector result(on_level.size());
  for (size_t unit = 0; unit < result.size(); ++unit) {
    Cell& cell = result[unit];
    if (taking_part[unit] == 0) {
      cell = cell_of_no_set(existing[unit] == 0 ? Groups::kNotThere : Groups::kNoSet,
                            ReasonKind::NotCompared);
    } else if (on_level[unit].answer == Answer::Unknown) {
      cell = unknown_cell(on_level[unit].reason);
    } else if (on_level[unit].answer != Answer::Met) {
      cell = on_level[unit];  // not met, or not applicable
    } else if (open) {
      cell = unknown_cell(Pool::plain(ReasonKind::Undetermined));
    } else {
      // Also a unit whose place in the order is not applicable: it is not among the first.
      cell = base;
      cell.answer = Answer::NotMet;
    }
  }
  if (!open) {
    for (size_t i = 0; i < cut; ++i) result[candidates[i].unit].answer = Answer::Met;
  }
  return result;
}

}  // namespace exemplar::engine
