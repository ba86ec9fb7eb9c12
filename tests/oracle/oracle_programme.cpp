// The definitions of a programme: measures, criteria with their points and answers, levels and the
// standing that comes of them.
#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "oracle/oracle.hpp"

namespace exemplar::oracle {

using engine::Operator;

Value Oracle::remembered(Kind kind, int index, int unit, int period,
                         const std::function<Value()>& make) {
  const auto key = std::make_tuple(kind, reading_, index, unit, period);
  const auto [place, is_new] = memory_.try_emplace(key, std::nullopt);
  if (is_new) {
    const bool before = std::exchange(fragile_, false);
    const bool noise = std::exchange(noise_, false);
    Value value = make();
    value.fragile = fragile_;
    value.noise = noise_;
    fragile_ = before;
    noise_ = noise;
    memory_[key] = std::move(value);
  }
  const std::optional<Value>& value = memory_[key];
  if (!value) throw std::logic_error("a definition refers to itself");
  fragile_ = fragile_ || value->fragile;
  noise_ = noise_ || value->noise;
  return *value;
}

Value Oracle::measure(int index, int unit, int period) {
  return remembered(Kind::Measure, index, unit, period, [&] {
    const Measure& one = world_.measures[static_cast<size_t>(index)];
    const Value value = eval(*one.expr, At{unit, period, nullptr, -1, nullptr, {}});
    return one.round ? round(value, *one.round, one.mode) : value;
  });
}

// The criterion's points before `when_not_applicable`: what `points` means in its own formulas.
Value Oracle::raw_points(int index, int unit, int period) {
  return remembered(Kind::RawPoints, index, unit, period, [&] {
    const Criterion& one = world_.criteria[static_cast<size_t>(index)];
    if (!one.points) return not_applicable("criterion " + one.id + " has no points");
    const At at{unit, period, &one, -1, nullptr, {}};
    Standing applying;
    if (one.applies) {
      const Value applies = eval_read(*one.applies, at, mixed());
      if (!applies.known()) return unknown(applies.reason);
      if (!applies.truth) return not_applicable("criterion " + one.id + " does not apply");
      applying = applies.standing;
    }
    Value value = eval(*one.points, at);
    if (one.round) value = round(value, *one.round, one.mode);
    value.standing = lowest(value.standing, applying);  // that it applies decides too
    return value;
  });
}

Value Oracle::raw_criterion(int index, int unit, int period) {
  return remembered(Kind::RawCriterion, index, unit, period, [&] {
    const Criterion& one = world_.criteria[static_cast<size_t>(index)];
    const At at{unit, period, &one, -1, nullptr, {}};
    Standing applying;
    if (one.applies) {
      const Value applies = eval_read(*one.applies, at, mixed());
      if (!applies.known()) return unknown(applies.reason, Type::Truth);
      if (!applies.truth) {
        return not_applicable("criterion " + one.id + " does not apply", Type::Truth);
      }
      applying = applies.standing;
    }
    Value value = one.met ? eval(*one.met, at)
                          : compare(Operator::Equal, raw_points(index, unit, period),
                                    number(rational(one.max.value())));
    value.standing = lowest(value.standing, applying);
    return value;
  });
}

Value Oracle::criterion(int index, int unit, int period) {
  return remembered(Kind::Criterion, index, unit, period, [&] {
    const Criterion& one = world_.criteria[static_cast<size_t>(index)];
    Value value = raw_criterion(index, unit, period);
    if (value.not_applicable()) {
      switch (one.when_not_applicable) {
        case WhenNotApplicable::LeaveOut:
          reach("when_not_applicable = leave_out");
          break;
        case WhenNotApplicable::Met:
          reach("when_not_applicable = met");
          value = truth(true);
          value.standing.open = true;
          break;
        case WhenNotApplicable::NotMet:
          reach("when_not_applicable = not_met");
          value = truth(false);
          value.standing.open = true;
          break;
        case WhenNotApplicable::Unknown:
          reach("when_not_applicable = unknown");
          value = unknown(value.reason, Type::Truth);
          break;
      }
    }
    if (value.unknown() && for_a_bound()) {
      value = truth(reading_ == Reading::Best);
      value.standing.open = true;
    }
    return value;
  });
}

// Points follow the answer: a criterion that counts as met has them all, as not met none.
Value Oracle::points(int index, int unit, int period) {
  return remembered(Kind::Points, index, unit, period, [&] {
    const Criterion& one = world_.criteria[static_cast<size_t>(index)];
    Value value = raw_points(index, unit, period);
    if (!one.points) return value;
    std::optional<bool> full;
    if (value.not_applicable()) {
      switch (one.when_not_applicable) {
        case WhenNotApplicable::LeaveOut:
          break;
        case WhenNotApplicable::Met:
          full = true;
          break;
        case WhenNotApplicable::NotMet:
          full = false;
          break;
        case WhenNotApplicable::Unknown:
          value = unknown(value.reason);
          break;
      }
    }
    if (value.unknown() && for_a_bound() && one.max) full = reading_ == Reading::Best;
    if (!full) return value;
    if (*full && !one.max) return value;
    value = number(*full ? rational(*one.max) : Rational(0));
    value.standing.open = true;
    return value;
  });
}

Value Oracle::level(int index, int unit, int period) {
  return remembered(Kind::Level, index, unit, period, [&] {
    return eval(*world_.levels[static_cast<size_t>(index)].when,
                At{unit, period, nullptr, -1, nullptr, {}});
  });
}

Value Oracle::level(int index, Bound bound, int unit, int period) {
  fragile_ = noise_ = false;
  asked_ = period;
  reading_ = bound == Bound::Best    ? Reading::Best
             : bound == Bound::Worst ? Reading::Worst
                                     : Reading::AsIs;
  Value value = level(index, unit, period);
  reading_ = Reading::AsIs;
  value.fragile = fragile_;
  value.noise = noise_;
  return value;
}

Standings Oracle::standings(int unit, int period) {
  Standings result;
  result.assessable = truth(true);
  if (world_.assessable) result.assessable = evaluate(*world_.assessable, unit, period);
  if (result.assessable.not_applicable()) {
    result.assessable = truth(false);
    result.assessable.standing.open = true;
  }
  bool any_applies = world_.criteria.empty();
  for (size_t i = 0; i < world_.criteria.size(); ++i) {
    any_applies = any_applies || !criterion(static_cast<int>(i), unit, period).not_applicable();
  }
  if (!any_applies) result.assessable = truth(false);
  const auto first = [&](Reading reading, bool unknown_counts) -> std::optional<int> {
    reading_ = reading;
    std::optional<int> found;
    for (size_t i = 0; i < world_.levels.size() && !found; ++i) {
      const Value value = level(static_cast<int>(i), unit, period);
      if (value.is_true() || (unknown_counts && value.unknown())) found = static_cast<int>(i);
    }
    reading_ = Reading::AsIs;
    return found;
  };
  result.level = first(Reading::AsIs, false);
  const std::optional<int> possible = first(Reading::AsIs, true);
  result.undetermined = possible != result.level;
  result.best = first(Reading::Best, true);
  result.worst = first(Reading::Worst, false);
  return result;
}

std::vector<std::vector<Value>> OracleEvaluator::evaluate(
    const World& world, const std::vector<const engine::Expr*>& formulas, int period) {
  if (coverage_ != nullptr) reach_world(world, period, *coverage_);
  Oracle oracle(world, coverage_);
  std::vector<std::vector<Value>> rows;
  for (const engine::Expr* formula : formulas) {
    auto& row = rows.emplace_back();
    for (size_t unit = 0; unit < world.units.size(); ++unit) {
      row.push_back(oracle.evaluate(*formula, static_cast<int>(unit), period));
    }
  }
  return rows;
}

}  // namespace exemplar::oracle
