// Points along a line and by steps: interpolate(x, 50 % -> 0, 80 % -> 10) and
// steps(x, 100 -> 0.5).
#include "engine/compute/compiler.hpp"
#include "engine/compute/exact.hpp"

namespace exemplar::engine {

// args: x, (at, value)…, all anchors constant and ascending.
NodeId Compiler::interpolate_call(const Expr& e) {
  Node node;
  node.op = Op::Interpolate;
  const NodeId x = expr(*e.args[0]);
  if (!x.valid() || !want_number(x, *e.args[0])) return {};
  node.args = {x};
  node.may_be_not_applicable = at(x).may_be_not_applicable;
  std::vector<std::pair<Ratio, Ratio>> points;
  NumberInfo values;
  std::vector<NodeId> worth;
  for (const Anchor& anchor : e.anchors) {
    const NodeId from = expr(*anchor.at);
    const NodeId to = expr(*anchor.value);
    if (!from.valid() || !to.valid()) return {};
    std::pair<Ratio, Ratio> point;
    if (!want_number(from, *anchor.at) || !want_number(to, *anchor.value) ||
        !want_constant(from, *anchor.at, msg("an anchor"), &point.first) ||
        !want_constant(to, *anchor.value, msg("an anchor's value"), &point.second) ||
        !want_same_unit(x, from, *anchor.at) || !want_unit_of(worth, to, *anchor.value)) {
      return {};
    }
    const auto rises = points.empty() ? std::strong_ordering::less
                                      : exact_compare(points.back().first, point.first);
    if (!rises)
      return fail(*anchor.at, msg("this number needs more than 38 digits"),
                  msg("write fewer digits"));
    if (*rises >= 0) {
      return fail(*anchor.at, msg("the anchors do not rise"),
                  msg("order them from the smallest to the largest"));
    }
    values = points.empty() ? at(to).number : info_join(values, at(to).number);
    points.push_back(point);
    worth.push_back(to);
    node.args.push_back(from);
    node.args.push_back(to);
  }
  if (points.size() < 2) {
    return fail(e, msg("interpolation needs at least two anchors"),
                msg("write interpolate(x, 50 % -> 0, 80 % -> 10)"));
  }
  // Exact while x is: y0 + (x − x0) × slope on every piece.
  NumberInfo result = values;
  for (size_t i = 1; i < points.size() && at(x).number.exact; ++i) {
    const auto constant = [](const Ratio& r) { return info_of_constant(r, {}, true); };
    const auto rise = exact_subtract(points[i].second, points[i - 1].second);
    const auto run = exact_subtract(points[i].first, points[i - 1].first);
    const auto quotient = rise && run ? exact_divide(*rise, *run) : std::nullopt;
    if (!quotient) {
      result.exact = false;
      break;
    }
    const Ratio slope = quotient->reduced();
    NumberInfo plain_x = at(x).number;
    plain_x.unit.clear();
    result = info_join(
        result, info_add(info_multiply(info_add(plain_x, constant(points[i - 1].first), true),
                                       constant(slope)),
                         constant(points[i - 1].second), false));
  }
  result.exact = result.exact && at(x).number.exact;
  result.low = values.low;
  result.high = values.high;
  result.unit = values.unit;
  result.any_unit = values.any_unit;
  if (!result.exact) {
    result.fixed_denominator = 0;
  }
  node.number = result;
  finish_number(node);
  return add(std::move(node), &e);
}

NodeId Compiler::steps_call(const Expr& e) {
  Node node;
  node.op = Op::Steps;
  const NodeId x = expr(*e.args[0]);
  const NodeId step = expr(*e.anchors[0].at);
  const NodeId each = expr(*e.anchors[0].value);
  if (!x.valid() || !step.valid() || !each.valid()) return {};
  if (e.anchors.size() != 1) {
    return fail(*e.anchors[1].at, msg("steps has one pair"), msg("write steps(x, 100 -> 0.5)"));
  }
  Ratio size;
  Ratio gain;
  if (!want_exact(x, *e.args[0], msg("steps are counted")) ||
      !want_constant(step, *e.anchors[0].at, msg("the step"), &size) ||
      !want_constant(each, *e.anchors[0].value, msg("the gain"), &gain) ||
      !want_same_unit(x, step, *e.anchors[0].at)) {
    return {};
  }
  if (size.numerator <= 0) {
    return fail(*e.anchors[0].at, msg("the step is not positive"),
                msg("write steps(x, 100 -> 0.5)"));
  }
  node.args = {x, step, each};
  node.may_be_not_applicable = at(x).may_be_not_applicable;
  const Option* part = e.option("part");
  node.flag = part != nullptr && part->value->text == "counts";
  NumberInfo plain_x = at(x).number;
  plain_x.unit.clear();
  NumberInfo count = info_round(info_divide(plain_x, info_of_constant(size, {}, false)), 0);
  node.number = info_multiply(count, at(each).number);
  finish_number(node);
  return add(std::move(node), &e);
}

}  // namespace exemplar::engine
