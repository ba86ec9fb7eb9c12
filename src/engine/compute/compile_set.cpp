// Everything that looks at several criteria: all, any, at_least, share, count_of, total, at_most,
// and the names met, not_met, unknown, not_applicable, points, max inside them.
#include "base/nearest.hpp"
#include "engine/compute/compiler.hpp"

namespace exemplar::engine {

namespace {

std::optional<Answer> answer_named(std::string_view name) {
  if (name == "met") return Answer::Met;
  if (name == "not_met") return Answer::NotMet;
  if (name == "unknown") return Answer::Unknown;
  if (name == "not_applicable") return Answer::NotApplicable;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> Compiler::text_argument(const Expr& e, const Message& remedy) {
  if (e.args.size() == 1 && e.args[0]->kind == ExprKind::Text) return e.args[0]->text;
  fail(e, msg("{} needs a text in quotes", e.text), remedy);
  return std::nullopt;
}

// A reason in one text, or in Vietnamese and English.
std::optional<Text> Compiler::said_argument(const Expr& e, const Message& remedy) {
  for (const ExprPtr& arg : e.args) {
    if (arg->kind == ExprKind::Text) continue;
    fail(*arg, msg("{} needs a text in quotes", e.text), remedy);
    return std::nullopt;
  }
  return Text{e.args[0]->text, e.args.size() > 1 ? e.args[1]->text : std::string()};
}

// `criteria`, `group("IV")` → the criteria meant; nothing for anything else.
std::optional<std::vector<uint32_t>> Compiler::criteria_of(const Expr& e) {
  std::vector<uint32_t> found;
  if (e.kind == ExprKind::Name && e.text == "criteria") {
    for (uint32_t i = 0; i < rules_.criteria.size(); ++i) found.push_back(i);
    return found;
  }
  if (e.kind == ExprKind::Call && e.text == "group" && e.args.size() == 1 &&
      e.args[0]->kind == ExprKind::Text) {
    for (uint32_t i = 0; i < rules_.criteria.size(); ++i) {
      if (rules_.criteria[i].group == e.args[0]->text) found.push_back(i);
    }
    return found;
  }
  return std::nullopt;
}

// met, points, … inside `… of criteria`; points and max inside a criterion's own formulas. Nothing
// where the name means nothing special here; an invalid node where what it means did not compile.
std::optional<NodeId> Compiler::context_name(const Expr& e) {
  if (!context_) return std::nullopt;
  const CriterionRule& rule = rules_.criteria[context_->index];
  if (e.text == "points" && rule.points != nullptr) {
    if (!context_->own) return points_in_view(context_->index);
    criterion_points(context_->index, view_);
    return criteria_[{context_->index, view_}].own_points;
  }
  if (e.text == "max" && rule.max) {
    Node node;
    node.type = ValueType::Exact;
    node.constant.answer = kKnown;
    node.constant.exact = Ratio{rule.max->units, power_of_ten(rule.max->digits)}.reduced();
    node.number = info_of_constant(node.constant.exact, {}, false);
    return add(std::move(node), &e);
  }
  if (context_->own) return std::nullopt;
  const auto wanted = answer_named(e.text);
  if (!wanted) return std::nullopt;
  const Looking looking(*this, view_of_answers(*wanted));
  const NodeId answer = answer_in_view(context_->index);
  if (!answer.valid() || *wanted == Answer::Met) return answer;
  Node node;
  node.op = Op::AnswerIs;
  node.args = {answer};
  node.wanted = *wanted;
  node.may_be_not_applicable = *wanted == Answer::NotMet && at(answer).may_be_not_applicable;
  return add(std::move(node), &e);
}

// `not_met` is the more likely the less likely `met` is; in a bound no criterion is `unknown`.
Compiler::View Compiler::view_of_answers(Answer wanted) const {
  if (wanted == Answer::NotMet) return opposite(view_);
  if (wanted == Answer::Unknown && view_ == View::Either) return View::Best;
  return view_;
}

// The conditions that a quantifier looks at: one for each criterion of a set, or those written out.
std::optional<std::vector<NodeId>> Compiler::quantified(const Expr& e, const Expr* condition) {
  std::vector<NodeId> nodes;
  if (e.args.empty()) {
    fail(e, msg("{} looks at nothing", e.text), msg("write {}(criteria)", e.text));
    return std::nullopt;
  }
  if (const auto criteria = e.args.size() == 1 ? criteria_of(*e.args[0]) : std::nullopt) {
    if (criteria->empty()) {
      fail(*e.args[0], msg("no criterion belongs to {}", print(*e.args[0])),
           msg("name a group that has criteria"));
      return std::nullopt;
    }
    const auto outer = context_;
    for (const uint32_t index : *criteria) {
      context_ = CriterionContext{index, false};
      NodeId node = condition != nullptr ? expr_of_turn(*condition) : answer_in_view(index);
      if (node.valid() && !want_truth(node, condition != nullptr ? *condition : e)) node = {};
      if (!node.valid()) {
        // The same words fail alike for every criterion: say it once.
        context_ = outer;
        return std::nullopt;
      }
      nodes.push_back(node);
    }
    context_ = outer;
    return nodes;
  }
  // A list of conditions; "met of a, b" is the plain reading.
  std::optional<Answer> wanted = Answer::Met;
  if (condition != nullptr) {
    wanted = condition->kind == ExprKind::Name ? answer_named(condition->text) : std::nullopt;
    if (!wanted) {
      fail(*condition, msg("'{}' says nothing about a list of conditions", print(*condition)),
           msg("write met, not_met, unknown or not_applicable before 'of'"));
      return std::nullopt;
    }
  }
  const Looking looking(*this, view_of_answers(*wanted));
  for (const ExprPtr& arg : e.args) {
    const NodeId node = expr(*arg);
    if (!node.valid() || !want_truth(node, *arg)) return std::nullopt;
    if (*wanted == Answer::Met) {
      nodes.push_back(node);
      continue;
    }
    Node is;
    is.op = Op::AnswerIs;
    is.args = {node};
    is.wanted = *wanted;
    is.may_be_not_applicable = *wanted == Answer::NotMet && at(node).may_be_not_applicable;
    nodes.push_back(add(std::move(is), arg.get()));
  }
  return nodes;
}

NodeId Compiler::quantifier_call(const Expr& e, const FunctionInfo& info) {
  switch (info.id) {
    case FunctionId::All:
    case FunctionId::Any:
      return all_or_any(e, info);
    case FunctionId::AtLeast:
      return at_least_call(e);
    case FunctionId::AtMost:
      return quota_call(e);
    case FunctionId::Total:
      return total_call(e);
    default:
      return share_call(e, info);
  }
}

NodeId Compiler::all_or_any(const Expr& e, const FunctionInfo& info) {
  const auto nodes = quantified(e, e.quantity.get());
  if (!nodes) return {};
  Node node;
  node.op = info.id == FunctionId::All ? Op::And : Op::Or;
  node.args = *nodes;
  node.may_be_not_applicable = std::all_of(
      nodes->begin(), nodes->end(), [this](NodeId id) { return at(id).may_be_not_applicable; });
  return add(std::move(node), &e);
}

NodeId Compiler::at_least_call(const Expr& e) {
  if (!e.quantity) {
    return fail(e, msg("at_least does not say how many"), msg("write at_least(3 of a, b, c)"));
  }
  const NodeId quantity = expr(*e.quantity);
  if (!quantity.valid() || !want_number(quantity, *e.quantity)) return {};
  Node node;
  node.op = Op::AtLeast;
  if (!want_constant(quantity, *e.quantity, msg("the number wanted"), &node.quantity)) return {};
  node.quantity_is_share = e.quantity->kind == ExprKind::Number && e.quantity->percent;
  const bool whole = node.quantity.denominator == 1;
  if (node.quantity.numerator < 0 || (!node.quantity_is_share && !whole) ||
      (node.quantity_is_share && compare(node.quantity, Ratio{1, 1}) > 0)) {
    return fail(*e.quantity, msg("'{}' is no number of conditions", print(*e.quantity)),
                msg("write a whole number, or a percentage up to 100 %"));
  }
  const auto nodes = quantified(e, nullptr);
  if (!nodes) return {};
  node.args = *nodes;
  bool any = false;
  bool all = true;
  for (const NodeId id : *nodes) {
    any = any || at(id).may_be_not_applicable;
    all = all && at(id).may_be_not_applicable;
  }
  node.may_be_not_applicable = all;
  const Option* k = e.option("k");
  if (any && k == nullptr && !node.quantity_is_share) {
    return fail(e,
                msg("some of these can become not applicable, and nothing says what becomes "
                    "of the number wanted"),
                msg("add k = stays, or k = shrinks (in proportion, rounded up)"));
  }
  if (k != nullptr && node.quantity_is_share) {
    return fail_at(k->span, msg("a percentage is a share of those judged: it has no 'k'"),
                   msg("remove k, or write a whole number"));
  }
  node.shrinks = k != nullptr && k->value->text == "shrinks";
  return add(std::move(node), &e);
}

NodeId Compiler::share_call(const Expr& e, const FunctionInfo& info) {
  const auto nodes = quantified(e, e.quantity.get());
  if (!nodes) return {};
  Node node;
  node.op = Op::Share;
  node.function = info.id;
  node.args = *nodes;
  node.may_be_not_applicable = std::all_of(
      nodes->begin(), nodes->end(), [this](NodeId id) { return at(id).may_be_not_applicable; });
  const auto count = static_cast<int64_t>(nodes->size());
  node.number = info_of_decimal(0, Decimal{0, 0}, Decimal{count, 0}, {});
  if (info.id == FunctionId::Share) {
    node.number.fixed_denominator = 0;
    node.number.denominator_bound = static_cast<long double>(count);
    node.number.high = 1;
  }
  finish_number(node);
  return add(std::move(node), &e);
}

NodeId Compiler::total_call(const Expr& e) {
  // total(points) or total(points of SET): `points` is the only thing criteria have to add up.
  const Expr* what = e.quantity ? e.quantity.get() : e.args[0].get();
  std::vector<uint32_t> criteria;
  if (e.quantity) {
    const auto found = criteria_of(*e.args[0]);
    if (!found) {
      return fail(*e.args[0], msg("'{}' is no set of criteria", print(*e.args[0])),
                  msg("write criteria or group(\"IV\")"));
    }
    criteria = *found;
  } else {
    for (uint32_t i = 0; i < rules_.criteria.size(); ++i) criteria.push_back(i);
  }
  Node node;
  node.op = Op::AggregateList;
  node.function = FunctionId::Sum;
  std::optional<NumberInfo> sum;
  bool all = true;
  const auto outer = context_;
  for (const uint32_t index : criteria) {
    // Criteria without points give none.
    if (rules_.criteria[index].points == nullptr) continue;
    context_ = CriterionContext{index, false};
    const NodeId value = expr_of_turn(*what);
    if (!value.valid() || !want_exact(value, *what, msg("points are summed"))) {
      context_ = outer;
      return {};
    }
    node.args.push_back(value);
    all = all && at(value).may_be_not_applicable;
    sum = sum ? info_add(*sum, at(value).number, false) : at(value).number;
  }
  context_ = outer;
  if (node.args.empty()) {
    return fail(e, msg("no criterion of this set has points"),
                msg("give criteria 'points', or count them: count_of(met of criteria)"));
  }
  node.number = *sum;
  node.may_be_not_applicable = all;
  finish_number(node);
  return add(std::move(node), &e);
}

// at_most(20 % of level("good"), by = total(points), highest first, ties = none)
NodeId Compiler::quota_call(const Expr& e) {
  const Option* by = e.option("by");
  if (!e.quantity || by == nullptr || e.order.empty()) {
    return fail(e, msg("at_most needs a share, an order and what it goes by"),
                msg("write {}", function(FunctionId::AtMost).signature));
  }
  const NodeId quantity = expr(*e.quantity);
  const NodeId of = expr(*e.args[0]);
  const NodeId order = expr(*by->value);
  if (!quantity.valid() || !of.valid() || !order.valid()) return {};
  Node node;
  node.op = Op::Quota;
  if (!want_constant(quantity, *e.quantity, msg("the share"), &node.quantity) ||
      !want_truth(of, *e.args[0]) || !want_exact(order, *by->value, msg("the order compares"))) {
    return {};
  }
  if (node.quantity.numerator < 0 || compare(node.quantity, Ratio{1, 1}) > 0) {
    return fail(*e.quantity, msg("'{}' is no share", print(*e.quantity)),
                msg("write a percentage from 0 % to 100 %"));
  }
  node.args = {of, order};
  node.may_be_not_applicable = true;  // of units that take no part, as any place among units
  node.flag = e.order == "highest";
  const Option* ties = e.option("ties");
  node.ties = ties != nullptr && ties->value->text == "all" ? Ties::All : Ties::None;
  return add(std::move(node), &e);
}

NodeId Compiler::criterion_call(const Expr& e) {
  const auto id = text_argument(e, msg("write criterion(\"8\")"));
  if (!id) return {};
  const int32_t index = criterion_index(*id);
  if (index < 0) {
    std::vector<std::string> ids;
    for (const CriterionRule& rule : rules_.criteria) ids.push_back(rule.id);
    const std::string near = nearest(*id, ids);
    return fail(*e.args[0], msg("there is no criterion '{}'", *id),
                near.empty() ? msg("write the id of a criterion of this set")
                             : msg("did you mean '{}'?", near));
  }
  return answer_in_view(static_cast<uint32_t>(index));
}

NodeId Compiler::points_call(const Expr& e) {
  const auto id = text_argument(e, msg("write points(\"3.2\")"));
  if (!id) return {};
  const int32_t index = criterion_index(*id);
  if (index < 0 || rules_.criteria[static_cast<size_t>(index)].points == nullptr) {
    return fail(*e.args[0], msg("there is no criterion '{}' with points", *id),
                msg("write the id of a criterion that has points"));
  }
  return points_in_view(static_cast<uint32_t>(index));
}

NodeId Compiler::level_call(const Expr& e) {
  const auto id = text_argument(e, msg("write level(\"good\")"));
  if (!id) return {};
  std::vector<std::string> ids;
  for (uint32_t i = 0; i < rules_.levels.size(); ++i) {
    if (!rules_.levels[i].can_be_named) continue;
    if (rules_.levels[i].id == *id) return level_node(i, view_);
    ids.push_back(rules_.levels[i].id);
  }
  const std::string near = nearest(*id, ids);
  return fail(
      *e.args[0], msg("there is no level '{}'", *id),
      near.empty() ? msg("write the id of a level of this set") : msg("did you mean '{}'?", near));
}

}  // namespace exemplar::engine
