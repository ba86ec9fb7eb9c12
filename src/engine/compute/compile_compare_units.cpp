// One unit among others: rank, percentile_rank, min_max, z_score, share_of_max.
#include "engine/compute/compiler.hpp"

namespace exemplar::engine {

NodeId Compiler::compare_units_call(const Expr& e, const FunctionInfo& info) {
  const NodeId x = expr(*e.args[0]);
  if (!x.valid() || !want_number(x, *e.args[0])) return {};
  Node node;
  node.op = Op::CompareUnits;
  node.function = info.id;
  node.args = {x};
  node.of_known = e.of_known;
  node.may_be_not_applicable = true;
  if (e.over) {
    const auto set = unit_set(*e.over);
    if (!set) {
      return fail(*e.over, msg("'{}' is not a set of units", print(*e.over)),
                  msg("write children, siblings, descendants, participants or under(\"code\")"));
    }
    node.set = set->first;
    node.text = set->second;
  }
  if (info.id == FunctionId::Rank || info.id == FunctionId::PercentileRank) {
    if (!want_exact(x, *e.args[0], msg("ranking compares"))) return {};
    if (at(x).type == ValueType::Exact && !comparable_exactly(at(x).number, at(x).number)) {
      return fail(e, msg("this comparison needs more than 38 digits"),
                  msg("declare smaller bounds (at_most), fewer digits, or round the value"));
    }
  }
  if (info.id == FunctionId::Rank) {
    if (e.order.empty()) {
      return fail(e, msg("rank does not say which value comes first"),
                  msg("write rank(x, highest first) or rank(x, lowest first)"));
    }
    node.flag = e.order == "highest";
    if (const Option* ties = e.option("ties")) {
      const std::string& wanted = ties->value->text;
      node.ties = wanted == "min"    ? Ties::Min
                  : wanted == "max"  ? Ties::Max
                  : wanted == "mean" ? Ties::Mean
                                     : Ties::Dense;
    }
    node.number = info_of_decimal(1, Decimal{0, 0}, Decimal{rules_.units_max, 0}, {});
  } else if (info.id == FunctionId::PercentileRank) {
    node.number = info_of_decimal(0, Decimal{0, 0}, Decimal{1, 0}, {});
    node.number.fixed_denominator = 0;
    node.number.numerator_bound = node.number.denominator_bound =
        2.0L * static_cast<long double>(rules_.units_max);
  } else if (info.id == FunctionId::ZScore || !at(x).number.exact ||
             !comparable_exactly(at(x).number, at(x).number)) {
    node.number = info_real({});
  } else if (info.id == FunctionId::MinMax) {
    const NumberInfo range = info_add(at(x).number, at(x).number, true);
    node.number = info_divide(range, range);
    node.number.low = 0;
    node.number.high = 1;
  } else {
    node.number = info_divide(at(x).number, at(x).number);
  }
  finish_number(node);
  return add(std::move(node), &e);
}

}  // namespace exemplar::engine
