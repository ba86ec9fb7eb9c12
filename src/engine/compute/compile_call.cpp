// A function's name: whether its arguments fit what functions.cpp says, and which piece compiles it.
#include "base/nearest.hpp"
#include "engine/compute/compiler.hpp"

namespace exemplar::engine {

bool Compiler::arguments_fit(const Expr& e, const FunctionInfo& info) {
  const size_t errors_before = errors_.size();
  const auto count = static_cast<int>(e.args.size());
  const Message usage = msg("write {}", info.signature);
  if (count < info.arguments_min || (info.arguments_max >= 0 && count > info.arguments_max)) {
    fail(e, msg("{} has {} arguments here", info.name, count), usage);
  }
  if (!info.takes_anchors && (!e.anchors.empty() || e.otherwise)) {
    fail(e, msg("{} has no pairs written with ->", info.name), usage);
  }
  if (!info.takes_over && (e.over || e.of_known)) {
    fail(e, msg("{} does not go over units", info.name), usage);
  }
  if (!info.takes_quantity && e.quantity) {
    fail(e, msg("{} has no 'of'", info.name), usage);
  }
  if (!info.takes_order && !e.order.empty()) {
    fail(e, msg("{} has no order", info.name), usage);
  }
  for (const Option& option : e.options) {
    const std::string_view values = option_values(info, option.name);
    if (values == "*") continue;
    const std::string wanted = option.value->kind == ExprKind::Name ? option.value->text : "";
    const std::string list = "|" + std::string(values) + "|";
    if (wanted.empty() || list.find("|" + wanted + "|") == std::string::npos) {
      fail_at(option.span, msg("{} is not a value of '{}'", print(*option.value), option.name),
              msg("write one of {}", values));
    }
  }
  return errors_.size() == errors_before;
}

// Functions whose result never falls when an argument rises keep the view of a bound.
Compiler::View Compiler::view_of_arguments(FunctionId id) const {
  switch (id) {
    case FunctionId::All:
    case FunctionId::Any:
    case FunctionId::AtLeast:
    case FunctionId::Share:
    case FunctionId::CountOf:
    case FunctionId::Total:
    case FunctionId::Criterion:
    case FunctionId::Points:
    case FunctionId::Level:
    case FunctionId::Round:
    case FunctionId::Clip:
    case FunctionId::Cap:
    case FunctionId::Floor:
    case FunctionId::Ln:
    case FunctionId::Log10:
    case FunctionId::Exp:
    case FunctionId::Sqrt:
    case FunctionId::AddMonths:
    case FunctionId::Across:
    case FunctionId::Sum:
    case FunctionId::Mean:
    case FunctionId::Min:
    case FunctionId::Max:
    case FunctionId::Median:
    case FunctionId::Count:
    case FunctionId::GeometricMean:
    case FunctionId::HarmonicMean:
      return view_;
    case FunctionId::Known:
      // In a bound every criterion has an answer.
      return view_ == View::Either ? View::Best : view_;
    default:
      return either(view_);
  }
}

NodeId Compiler::call(const Expr& e) {
  const FunctionInfo* info = find_function(e.text);
  if (info == nullptr) {
    std::vector<std::string> names;
    for (const FunctionInfo& one : functions()) names.emplace_back(one.name);
    const std::string near = nearest(e.text, names);
    return fail(e, msg("unknown function '{}'", e.text),
                near.empty() ? msg("see the list of functions in docs/language.md")
                             : msg("did you mean '{}'?", near));
  }
  if (!arguments_fit(e, *info)) return {};
  const Looking looking(*this, view_of_arguments(info->id));
  switch (info->id) {
    case FunctionId::Known: {
      Node node;
      node.op = Op::Known;
      node.args = {expr(*e.args[0])};
      return node.args[0].valid() ? add(std::move(node), &e) : NodeId();
    }
    case FunctionId::NoData:
    case FunctionId::NotApplicable: {
      const auto text = said_argument(e, msg("write {}", info->signature));
      if (!text) return {};
      Node node;
      node.op = Op::Said;
      node.type = ValueType::Any;
      node.number.any_unit = true;
      node.constant.answer =
          info->id == FunctionId::NoData ? Answer::Unknown : Answer::NotApplicable;
      node.may_be_not_applicable = info->id == FunctionId::NotApplicable;
      node.said = *text;
      return add(std::move(node), &e);
    }
    case FunctionId::All:
    case FunctionId::Any:
    case FunctionId::AtLeast:
    case FunctionId::AtMost:
    case FunctionId::Share:
    case FunctionId::CountOf:
    case FunctionId::Total:
      return quantifier_call(e, *info);
    case FunctionId::Criterion:
      return criterion_call(e);
    case FunctionId::Points:
      return points_call(e);
    case FunctionId::Level:
      return level_call(e);
    case FunctionId::Under: {
      const auto text = text_argument(e, msg("write {}", info->signature));
      if (!text) return {};
      Node node;
      node.op = Op::Under;
      node.text = *text;
      if (const Option* hierarchy = e.option("hierarchy")) {
        const ExprKind kind = hierarchy->value->kind;
        if (kind != ExprKind::Name && kind != ExprKind::Text) {
          return fail_at(hierarchy->span,
                         msg("{} is not a value of '{}'", print(*hierarchy->value), "hierarchy"),
                         msg("write the id of a declared hierarchy"));
        }
        node.selector.text = hierarchy->value->text;
      }
      return add(std::move(node), &e);
    }
    case FunctionId::Round:
      return round_call(e);
    case FunctionId::AddMonths:
      return add_months_call(e);
    case FunctionId::MonthsActive:
      return months_active_call(e);
    case FunctionId::Across:
      return across_call(e);
    case FunctionId::Change:
    case FunctionId::ChangeShare:
      return change_call(e, *info);
    default:
      break;
  }
  if (info->takes_anchors) return anchors_call(e, *info);
  if (info->group == FunctionGroup::Aggregates) return aggregate_call(e, *info);
  if (info->group == FunctionGroup::Comparisons) return compare_units_call(e, *info);
  return numeric_call(e, *info);
}

}  // namespace exemplar::engine
