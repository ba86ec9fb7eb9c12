// Many values made one: sum, mean, … of a list, over units, periods and categories; weighted_mean.
#include "engine/compute/compiler.hpp"

namespace exemplar::engine {

std::optional<std::pair<UnitSet, std::string>> Compiler::unit_set(const Expr& e) {
  if (e.kind == ExprKind::Name) {
    if (e.text == "children") return {{UnitSet::Children, ""}};
    if (e.text == "siblings") return {{UnitSet::Siblings, ""}};
    if (e.text == "descendants") return {{UnitSet::Descendants, ""}};
    if (e.text == "participants") return {{UnitSet::Participants, ""}};
  }
  // Sets of units know the programme's own hierarchy only.
  if (e.kind == ExprKind::Call && e.text == "under" && e.args.size() == 1 && e.options.empty() &&
      e.args[0]->kind == ExprKind::Text) {
    return {{UnitSet::Under, e.args[0]->text}};
  }
  return std::nullopt;
}

void Compiler::aggregate_result(Node& node, const FunctionInfo& info, NumberInfo of, ValueType type,
                                int64_t count) {
  switch (info.id) {
    case FunctionId::Sum:
      node.number = info_sum(of, count);
      break;
    case FunctionId::Mean:
      node.number = info_mean(of, count);
      break;
    case FunctionId::Min:
    case FunctionId::Max:
    case FunctionId::Median:
      // Ordering needs cross products; where these could leave 38 digits, doubles are ordered.
      node.number = !comparable_exactly(of, of)     ? info_real(of.unit)
                    : info.id == FunctionId::Median ? info_mean(of, 2)
                                                    : of;
      break;
    case FunctionId::Count:
      node.number = info_of_decimal(0, Decimal{0, 0}, Decimal{count, 0}, {});
      break;
    default:
      node.number = info_real(of.unit);
  }
  finish_number(node);
  if (type == ValueType::Date) node.type = ValueType::Date;
}

// x over a category dimension: x with every value of the dimension in turn.
NodeId Compiler::aggregate_categories(const Expr& e, const FunctionInfo& info) {
  const DimensionSignature* dimension = nullptr;
  for (const DimensionSignature& one : rules_.dimensions) {
    if (e.over->kind == ExprKind::Name && one.id == e.over->text) dimension = &one;
  }
  if (dimension == nullptr) {
    return fail(*e.over, msg("'{}' is neither a set of units nor a category", print(*e.over)),
                msg("write children, siblings, descendants, participants, under(\"code\") or a "
                    "declared category"));
  }
  const Expr& of = *e.args[0];
  Node node;
  node.op = Op::AggregateCategories;
  node.function = info.id;
  node.of_known = e.of_known;
  std::optional<NumberInfo> number;
  ValueType type = ValueType::Any;
  const auto outer = categories_;
  const bool outer_used = category_used_;
  for (const std::string& value : dimension->values) {
    categories_[dimension->id] = value;
    category_used_ = false;
    const NodeId id = expr_of_turn(of);
    const bool used = category_used_;
    categories_ = outer;
    if (!id.valid()) return {};
    if (info.id != FunctionId::Count && !want_number(id, of)) return {};
    if (!used) {
      category_used_ = outer_used;
      return fail(of, msg("nothing here is broken down by '{}'", dimension->id),
                  msg("add it to the categories of an indicator used here"));
    }
    node.args.push_back(id);
    node.may_be_not_applicable = node.may_be_not_applicable || at(id).may_be_not_applicable;
    number = number ? info_join(*number, at(id).number) : at(id).number;
    type = at(id).type;
  }
  category_used_ = outer_used;
  if (node.args.empty()) {
    return fail(*e.over, msg("'{}' has no values", dimension->id), msg("declare its values"));
  }
  if (info.id == FunctionId::StandardDeviation) node.may_be_not_applicable = true;
  aggregate_result(node, info, *number, type, static_cast<int64_t>(node.args.size()));
  return add(std::move(node), &e);
}

NodeId Compiler::across_call(const Expr& e) {
  // across(siblings, median(x)) is median(x over siblings).
  if (e.args[1]->kind != ExprKind::Call || e.args[1]->over) {
    return fail(e, msg("across needs a set of units and a summary"),
                msg("write across(siblings, median(x)) or median(x over siblings)"));
  }
  const FunctionInfo* summary = find_function(e.args[1]->text);
  if (summary == nullptr || !summary->takes_over || !arguments_fit(*e.args[1], *summary)) {
    return fail(*e.args[1], msg("'{}' does not summarise over units", e.args[1]->text),
                msg("write sum, mean, min, max, median, count …"));
  }
  ExprPtr plain = clone(*e.args[1]);
  plain->over = clone(*e.args[0]);
  graph_.rewritten.push_back(std::move(plain));
  return expr(*graph_.rewritten.back());
}

NodeId Compiler::aggregate_call(const Expr& e, const FunctionInfo& info) {
  Node node;
  node.function = info.id;
  node.of_known = e.of_known;
  const Expr& first = *e.args[0];
  const bool many = first.kind == ExprKind::Select && first.selector.is_many();
  const bool one = e.args.size() == 1;
  if ((e.over || many) && !one) {
    return fail(e, msg("either several values, or one value over units or periods"),
                msg("write {}", info.signature));
  }
  if (e.over && !unit_set(*e.over)) return aggregate_categories(e, info);

  std::optional<NumberInfo> number;
  ValueType type = ValueType::Any;
  for (const ExprPtr& arg : e.args) {
    const NodeId id = expr(many ? *arg->args[0] : *arg);
    if (!id.valid()) return {};
    const ValueType own = at(id).type;
    const bool countable = info.id == FunctionId::Count;
    const bool dates =
        own == ValueType::Date && (info.id == FunctionId::Min || info.id == FunctionId::Max);
    if (!countable && !dates && !want_number(id, *arg)) return {};
    if (!node.args.empty()) {
      if ((own == ValueType::Date) != (type == ValueType::Date) && type != ValueType::Any &&
          own != ValueType::Any) {
        return fail(*arg, msg("numbers and dates are mixed"), msg("use one kind"));
      }
      if (!dates && !countable && !want_unit_of(node.args, id, *arg)) return {};
    }
    node.args.push_back(id);
    node.may_be_not_applicable = node.may_be_not_applicable || at(id).may_be_not_applicable;
    number = number ? info_join(*number, at(id).number) : at(id).number;
    if (own != ValueType::Any) {
      type = type == ValueType::Real || own == ValueType::Real ? ValueType::Real : own;
    }
  }
  int64_t count = static_cast<int64_t>(node.args.size());
  if (many) {
    node.op = Op::AggregatePeriods;
    node.selector = first.selector;
    node.selector.span = {};
    node.inputs = inputs_below(node.args[0]);
    // The parts of a period are days at the most: more than a century of them.
    count = first.selector.kind == Selector::Kind::LastSeveral ? first.selector.count : 40'000;
  }
  if (e.over) {
    // Over units, and over the periods of the selector too where there is one.
    const auto set = unit_set(*e.over);
    node.op = Op::AggregateUnits;
    node.set = set->first;
    node.text = set->second;
    node.may_be_not_applicable = true;  // an empty set has nothing to add up
    count *= rules_.units_max;
  } else if (!many) {
    node.op = Op::AggregateList;
    // A list written out keeps unlike ratios exact while the bounds allow.
    if (number->fixed_denominator == 0 && number->exact &&
        (info.id == FunctionId::Sum || info.id == FunctionId::Mean)) {
      NumberInfo sum = at(node.args[0]).number;
      for (size_t i = 1; i < node.args.size(); ++i) {
        sum = info_add(sum, at(node.args[i]).number, false);
      }
      node.number = info.id == FunctionId::Sum
                        ? sum
                        : info_divide(sum, info_of_constant({count, 1}, {}, false));
      // Those that are left out may have been the least or the most of them.
      long double least = 0;
      long double most = 0;
      for (const NodeId arg : node.args) {
        least += std::min(at(arg).number.low, 0.0L);
        most += std::max(at(arg).number.high, 0.0L);
      }
      if (info.id == FunctionId::Mean) {
        least = number->low;
        most = number->high;
      }
      node.number.low = std::min(node.number.low, least);
      node.number.high = std::max(node.number.high, most);
      finish_number(node);
      return add(std::move(node), &e);
    }
  }
  if (info.id == FunctionId::StandardDeviation) node.may_be_not_applicable = true;
  aggregate_result(node, info, *number, type, count);
  return add(std::move(node), &e);
}

// args: (value, weight)…
NodeId Compiler::weighted_mean_call(const Expr& e) {
  Node node;
  node.op = Op::WeightedMean;
  std::vector<NodeId> values;
  std::vector<NodeId> weighing;
  std::optional<NumberInfo> sum;
  std::optional<NumberInfo> weights;
  bool zero_weights = true;
  for (const Anchor& anchor : e.anchors) {
    const NodeId value = expr(*anchor.at);
    const NodeId weight = expr(*anchor.value);
    if (!value.valid() || !weight.valid() || !want_number(value, *anchor.at) ||
        !want_number(weight, *anchor.value)) {
      return {};
    }
    if (!want_unit_of(values, value, *anchor.at) ||
        !want_unit_of(weighing, weight, *anchor.value)) {
      return {};
    }
    values.push_back(value);
    weighing.push_back(weight);
    node.args.push_back(value);
    node.args.push_back(weight);
    node.may_be_not_applicable = node.may_be_not_applicable || at(value).may_be_not_applicable ||
                                 at(weight).may_be_not_applicable;
    const NumberInfo term = info_multiply(at(value).number, at(weight).number);
    sum = sum ? info_add(*sum, term, false) : term;
    weights = weights ? info_add(*weights, at(weight).number, false) : at(weight).number;
    zero_weights = zero_weights && may_be_zero(at(weight).number);
  }
  node.number = info_divide(*sum, *weights);
  // A sum of many ratios of varying denominators is not kept exact.
  if (sum->fixed_denominator == 0) node.number = info_real(node.number.unit);
  node.may_be_not_applicable = node.may_be_not_applicable || zero_weights;
  finish_number(node);
  return add(std::move(node), &e);
}

}  // namespace exemplar::engine
