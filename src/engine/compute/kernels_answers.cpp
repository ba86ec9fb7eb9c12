// The four answers (language.md): not met 0, unknown 1, met 2, not applicable 3.
#include "engine/compute/exact.hpp"
#include "engine/compute/kernels.hpp"

namespace exemplar::engine {

namespace {

// Not applicable, with the lowest status of the operands.
Cell not_applicable_from(Cells cells, uint32_t reason) {
  Cell result = known_from(cells);
  result.answer = Answer::NotApplicable;
  result.reason = reason;
  return result;
}

// `and` where `zero` is NotMet and `one` is Met; `or` with the two exchanged. Not applicable
// operands are neutral.
//   any zero  → zero, with the best status among the zeros: one of them is enough
//   any unknown → unknown
//   all one   → one, with the lowest status
Cell junction(Cells cells, Answer zero, Answer one) {
  Cell result;
  const Cell* unknown = nullptr;
  const Cell* not_applicable = nullptr;
  bool any_zero = false;
  bool any_one = false;
  uint8_t best_zero = 0;
  bool pending_zero = true;
  uint8_t lowest_one = kHighestStatus;
  bool pending_one = false;
  for (const Cell* cell : cells) {
    if (cell->answer == zero) {
      pending_zero = any_zero && cell->status < best_zero ? pending_zero
                     : any_zero && cell->status == best_zero
                         ? pending_zero && cell->correction_pending
                         : cell->correction_pending;
      best_zero = any_zero ? std::max(best_zero, cell->status) : cell->status;
      any_zero = true;
    } else if (cell->answer == one) {
      lowest_one = std::min(lowest_one, cell->status);
      pending_one = pending_one || cell->correction_pending;
      any_one = true;
    } else if (cell->answer == Answer::Unknown) {
      if (unknown == nullptr) unknown = cell;
    } else if (not_applicable == nullptr) {
      not_applicable = cell;
    }
  }
  if (any_zero) {
    result.answer = zero;
    result.status = best_zero;
    result.correction_pending = pending_zero;
  } else if (unknown != nullptr) {
    result = unknown_cell(unknown->reason);
  } else if (any_one || not_applicable == nullptr) {
    result.answer = one;
    result.status = lowest_one;
    result.correction_pending = pending_one;
  } else {
    result = not_applicable_from(cells, not_applicable->reason);
  }
  return result;
}

struct Tally {
  size_t met = 0;
  size_t not_met = 0;
  size_t unknown = 0;
  size_t not_applicable = 0;
  uint32_t unknown_reason = 0;
  uint32_t not_applicable_reason = 0;
  size_t judged() const { return met + not_met + unknown; }
};

Tally tally(Cells cells) {
  Tally count;
  for (const Cell* cell : cells) {
    switch (cell->answer) {
      case Answer::Met:
        ++count.met;
        break;
      case Answer::NotMet:
        ++count.not_met;
        break;
      case Answer::Unknown:
        if (count.unknown++ == 0) count.unknown_reason = cell->reason;
        break;
      case Answer::NotApplicable:
        if (count.not_applicable++ == 0) count.not_applicable_reason = cell->reason;
        break;
    }
  }
  return count;
}

// The n-th highest status among the cells with that answer (n from 1): the status with which n of
// them can be shown.
void decide_by(Cells cells, Answer answer, size_t n, Cell& result) {
  std::vector<std::pair<uint8_t, bool>> deciding;
  for (const Cell* cell : cells) {
    if (cell->answer == answer) deciding.emplace_back(cell->status, cell->correction_pending);
  }
  if (n == 0 || deciding.empty()) {
    result.status = kHighestStatus;
    return;
  }
  std::sort(deciding.begin(), deciding.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  n = std::min(n, deciding.size());
  result.status = deciding[n - 1].first;
  for (size_t i = 0; i < n; ++i) {
    result.correction_pending = result.correction_pending || deciding[i].second;
  }
}

}  // namespace

std::optional<Cell> missing_operand(Cells cells) {
  const Cell* not_applicable = nullptr;
  for (const Cell* cell : cells) {
    if (cell->answer == Answer::Unknown) return unknown_cell(cell->reason);
    if (cell->answer == Answer::NotApplicable && not_applicable == nullptr) not_applicable = cell;
  }
  if (not_applicable != nullptr) return not_applicable_from(cells, not_applicable->reason);
  return std::nullopt;
}

Cell known_from(Cells cells) {
  Cell result;
  result.answer = kKnown;
  for (const Cell* cell : cells) {
    result.status = std::min(result.status, cell->status);
    result.correction_pending = result.correction_pending || cell->correction_pending;
  }
  return result;
}

Cell conjunction(Cells cells) {
  return junction(cells, Answer::NotMet, Answer::Met);
}
Cell disjunction(Cells cells) {
  return junction(cells, Answer::Met, Answer::NotMet);
}

Cell negation(const Cell& a) {
  Cell result = a;
  if (a.answer == Answer::Met) result.answer = Answer::NotMet;
  if (a.answer == Answer::NotMet) result.answer = Answer::Met;
  return result;
}

// t ≥ k → met; t + u < k → not met; else unknown. Where criteria do not apply, k stays or shrinks
// in proportion, rounded up; a k given as a share is a share of those judged.
Cell at_least(const Node& node, Cells cells) {
  const Tally count = tally(cells);
  if (count.judged() == 0 && count.not_applicable > 0) {
    return not_applicable_from(cells, count.not_applicable_reason);
  }
  size_t wanted = 0;
  const auto judged = static_cast<i128>(count.judged());
  if (node.quantity_is_share) {
    wanted = static_cast<size_t>(
        exact_ceiling({node.quantity.numerator * judged, node.quantity.denominator}));
  } else if (node.shrinks && !cells.empty()) {
    wanted = static_cast<size_t>(
        exact_ceiling({node.quantity.numerator * judged, static_cast<i128>(cells.size())}));
  } else {
    wanted = static_cast<size_t>(node.quantity.numerator);
  }
  Cell result;
  if (count.met >= wanted) {
    result.answer = Answer::Met;
    decide_by(cells, Answer::Met, wanted, result);
  } else if (count.met + count.unknown < wanted) {
    result.answer = Answer::NotMet;
    // Enough of the judged are not met that the rest cannot reach k.
    const size_t enough = count.judged() + 1 > wanted ? count.judged() + 1 - wanted : 0;
    decide_by(cells, Answer::NotMet, enough, result);
  } else {
    result = unknown_cell(count.unknown_reason);
  }
  return result;
}

Cell share(const Node& node, Cells cells) {
  const Tally count = tally(cells);
  if (count.unknown > 0) return unknown_cell(count.unknown_reason);
  if (count.judged() == 0 && count.not_applicable > 0) {
    return not_applicable_from(cells, count.not_applicable_reason);
  }
  std::vector<const Cell*> judged;
  for (const Cell* cell : cells) {
    if (cell->answer != Answer::NotApplicable) judged.push_back(cell);
  }
  Cell result = known_from(judged);
  result.exact = {static_cast<i128>(count.met),
                  node.function == FunctionId::Share ? static_cast<i128>(judged.size()) : 1};
  return result;
}

Cell answer_is(const Node& node, const Cell& a) {
  Cell result = a;
  switch (node.wanted) {
    case Answer::Met:
      return a;
    case Answer::NotMet:
      return negation(a);
    default:
      result.reason = 0;
      result.answer = a.answer == node.wanted ? Answer::Met : Answer::NotMet;
      return result;
  }
}

Cell policy(const Node& node, const Cell& a) {
  if (a.answer != Answer::NotApplicable) return a;
  Cell result;
  switch (node.policy) {
    case WhenNotApplicablePolicy::LeaveOut:
      return a;
    case WhenNotApplicablePolicy::Unknown:
      return unknown_cell(Pool::plain(ReasonKind::CountedAsUnknown));
    case WhenNotApplicablePolicy::Met:
      result.answer = Answer::Met;
      result.exact = node.quantity;  // points: the most there are
      break;
    case WhenNotApplicablePolicy::NotMet:
      result.answer = node.type == ValueType::Truth ? Answer::NotMet : kKnown;
      break;
  }
  // It counts so because of what made it not applicable: no more certain than that.
  result.status = a.status;
  result.correction_pending = a.correction_pending;
  result.reason = a.reason;
  return result;
}

Cell assume(const Node& node, const Cell& a) {
  if (a.answer != Answer::Unknown) return a;
  Cell result;
  if (node.type == ValueType::Truth) {
    result.answer = node.flag ? Answer::Met : Answer::NotMet;
  } else {
    result.answer = kKnown;
    result.exact = node.flag ? node.quantity : Ratio{0, 1};
  }
  return result;
}

Cell applies(const Cell& value, const Cell& condition) {
  switch (condition.answer) {
    case Answer::NotMet: {
      Cell result = not_applicable_cell(Pool::plain(ReasonKind::DoesNotApply));
      result.status = condition.status;
      result.correction_pending = condition.correction_pending;
      return result;
    }
    case Answer::Unknown:
    // Whether it applies cannot be said: a person looks.
    case Answer::NotApplicable:
      return unknown_cell(condition.reason);
    case Answer::Met:
      break;
  }
  Cell result = value;
  result.status = std::min(value.status, condition.status);
  result.correction_pending = value.correction_pending || condition.correction_pending;
  return result;
}

Cell choose_branch(const Cell& condition, const Cell& yes, const Cell& no, ValueType type) {
  if (condition.known()) {
    const Cell& branch = condition.answer == Answer::Met ? yes : no;
    Cell result = branch;
    result.status = std::min(result.status, condition.status);
    result.correction_pending = result.correction_pending || condition.correction_pending;
    return result;
  }
  // An open condition does not matter where both branches agree.
  if (yes.known() && no.known() && equal_values(yes, no, type)) {
    Cell result = yes;
    result.status = std::min(yes.status, no.status);
    result.correction_pending = yes.correction_pending || no.correction_pending;
    return result;
  }
  return condition.answer == Answer::Unknown ? unknown_cell(condition.reason) : condition;
}

Cell compare_cells(const Node& node, const Cell& a, const Cell& b) {
  const Cell* const operands[] = {&a, &b};
  if (const auto missing = missing_operand(operands)) return *missing;
  const auto order = exact_compare(a.exact, b.exact);
  if (!order) return unknown_cell(Pool::plain(ReasonKind::TooLarge));
  bool met = false;
  switch (node.comparison) {
    case Operator::Equal:
      met = *order == 0;
      break;
    case Operator::NotEqual:
      met = *order != 0;
      break;
    case Operator::Less:
      met = *order < 0;
      break;
    case Operator::LessOrEqual:
      met = *order <= 0;
      break;
    case Operator::Greater:
      met = *order > 0;
      break;
    default:
      met = *order >= 0;
      break;
  }
  Cell result = known_from(operands);
  result.answer = met ? Answer::Met : Answer::NotMet;
  return result;
}

bool equal_values(const Cell& a, const Cell& b, ValueType type) {
  switch (type) {
    case ValueType::Truth:
      return a.answer == b.answer;
    case ValueType::Real:
      return a.real == b.real;
    default: {
      const auto order = exact_compare(a.exact, b.exact);
      return order && *order == 0;
    }
  }
}

}  // namespace exemplar::engine
