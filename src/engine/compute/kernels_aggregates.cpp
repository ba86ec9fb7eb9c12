// Sums, means, medians … of several cells.
//
// Not applicable is left out, all not applicable gives not applicable; any unknown gives unknown,
// carrying the value over the known ones and how many are known. `of known` judges on those.
#include <sleef.h>

#include <cmath>

#include "engine/column/exact_sum.hpp"
#include "engine/compute/exact.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

namespace {

std::vector<double> doubles_of(Cells cells, ValueType type) {
  std::vector<double> values;
  values.reserve(cells.size());
  for (const Cell* cell : cells) values.push_back(number_of(*cell, type));
  return values;
}

std::optional<Ratio> exact_sum(Cells cells) {
  std::optional<Ratio> sum = Ratio{0, 1};
  for (const Cell* cell : cells) {
    sum = exact_add(*sum, cell->exact);
    if (!sum) return std::nullopt;
  }
  return sum;
}

// Ascending; no value where a comparison leaves 128 bits.
std::optional<std::vector<Ratio>> sorted(Cells cells) {
  std::vector<Ratio> values;
  bool too_large = false;
  for (const Cell* cell : cells) values.push_back(cell->exact);
  std::sort(values.begin(), values.end(), [&](const Ratio& a, const Ratio& b) {
    const auto order = exact_compare(a, b);
    if (!order) {
      too_large = true;
      return false;
    }
    return *order < 0;
  });
  if (too_large) return std::nullopt;
  return values;
}

std::optional<Ratio> exact_value(FunctionId function, Cells cells) {
  const auto count = static_cast<i128>(cells.size());
  switch (function) {
    case FunctionId::Sum:
      return exact_sum(cells);
    case FunctionId::Mean: {
      const auto sum = exact_sum(cells);
      return sum ? exact_divide(*sum, {count, 1}) : std::nullopt;
    }
    case FunctionId::Min:
    case FunctionId::Max: {
      const auto values = sorted(cells);
      if (!values) return std::nullopt;
      return function == FunctionId::Min ? values->front() : values->back();
    }
    default: {  // median
      const auto values = sorted(cells);
      if (!values) return std::nullopt;
      const size_t middle = values->size() / 2;
      if (values->size() % 2 == 1) return (*values)[middle];
      const auto both = exact_add((*values)[middle - 1], (*values)[middle]);
      return both ? exact_divide(*both, {2, 1}) : std::nullopt;
    }
  }
}

std::optional<double> geometric_mean(std::vector<double> values) {
  // Zero where a value is zero; no root of a negative product.
  for (const double value : values) {
    if (value < 0) return std::nullopt;
  }
  std::vector<double> logarithms;
  for (const double value : values) {
    if (value == 0) return 0.0;
    logarithms.push_back(Sleef_cinz_logd1_u10purec(value));
  }
  const auto count = static_cast<double>(logarithms.size());
  return Sleef_cinz_expd1_u10purec(order_free_sum(logarithms) / count);
}

std::optional<double> harmonic_mean(const std::vector<double>& values) {
  for (const double value : values) {
    if (value < 0) return std::nullopt;
  }
  std::vector<double> reciprocals;
  for (const double value : values) {
    if (value == 0) return 0.0;
    reciprocals.push_back(1 / value);
  }
  return static_cast<double>(values.size()) / order_free_sum(reciprocals);
}

std::optional<double> real_value(FunctionId function, std::vector<double> values) {
  const auto count = static_cast<double>(values.size());
  switch (function) {
    case FunctionId::Sum:
      return order_free_sum(values);
    case FunctionId::Mean:
      return order_free_sum(values) / count;
    case FunctionId::Min:
      return *std::min_element(values.begin(), values.end());
    case FunctionId::Max:
      return *std::max_element(values.begin(), values.end());
    case FunctionId::Median: {
      std::sort(values.begin(), values.end());
      const size_t middle = values.size() / 2;
      return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
    case FunctionId::GeometricMean:
      return geometric_mean(std::move(values));
    case FunctionId::HarmonicMean:
      return harmonic_mean(values);
    default: {  // standard deviation: two passes
      // Equal values have no spread, whatever their mean rounds to.
      const auto [least, most] = std::minmax_element(values.begin(), values.end());
      if (*least == *most) return 0.0;
      const double mean = order_free_sum(values) / count;
      std::vector<double> squares;
      for (const double value : values) squares.push_back((value - mean) * (value - mean));
      return std::sqrt(order_free_sum(squares) / (count - 1));
    }
  }
}

Cell value_over(const Node& node, Cells known, ValueType type) {
  Cell result = known_from(known);
  if (node.function == FunctionId::Count) {
    i128 count = 0;
    for (const Cell* cell : known) count += cell->answer == Answer::Met ? 1 : 0;
    result.exact = {count, 1};
    return result;
  }
  if (node.function == FunctionId::StandardDeviation && known.size() < 2) {
    result.answer = Answer::NotApplicable;
    result.reason = Pool::plain(ReasonKind::NotEnoughUnits);
    return result;
  }
  if (node.type == ValueType::Real) {
    const auto value = real_value(node.function, doubles_of(known, type));
    if (!value || !std::isfinite(*value)) {
      return unknown_cell(Pool::plain(ReasonKind::OutsideDomain));
    }
    result.real = *value;
    return result;
  }
  const auto value = exact_value(node.function, known);
  if (!value) return unknown_cell(Pool::plain(ReasonKind::TooLarge));
  result.exact = *value;
  return result;
}

}  // namespace

double order_free_sum(std::span<const double> values) {
  ExactSum sum;
  for (const double value : values) sum.add(value);
  return sum.value();
}

Cell aggregate(const Node& node, Cells cells, ValueType type, Pool* pool) {
  std::vector<const Cell*> known;
  size_t unknown = 0;
  size_t not_applicable = 0;
  uint32_t first_unknown = 0;
  uint32_t first_not_applicable = 0;
  for (const Cell* cell : cells) {
    if (cell->answer == Answer::Unknown) {
      if (unknown++ == 0) first_unknown = cell->reason;
    } else if (cell->answer == Answer::NotApplicable) {
      if (not_applicable++ == 0) first_not_applicable = cell->reason;
    } else {
      known.push_back(cell);
    }
  }
  if (unknown > 0 && (!node.of_known || known.empty())) {
    if (cells.size() == unknown) return unknown_cell(first_unknown);
    if (pool == nullptr) return unknown_cell(Pool::plain(ReasonKind::SomeUnknown));
    Reason reason;
    reason.kind = ReasonKind::SomeUnknown;
    reason.known = static_cast<int64_t>(known.size());
    reason.total = static_cast<int64_t>(known.size() + unknown);
    if (!known.empty()) {
      const Cell over_known = value_over(node, known, type);
      if (over_known.known() && node.type == ValueType::Exact) {
        reason.known_value = over_known.exact;
      } else if (over_known.known() && node.type == ValueType::Real) {
        reason.known_value = nearest_decimal(over_known.real);
      }
    }
    return unknown_cell(pool->add(std::move(reason)));
  }
  if (known.empty()) {
    Cell result = known_from(cells);
    result.answer = Answer::NotApplicable;
    result.reason =
        not_applicable > 0 ? first_not_applicable : Pool::plain(ReasonKind::NoneApplies);
    return result;
  }
  return value_over(node, known, type);
}

}  // namespace exemplar::engine
