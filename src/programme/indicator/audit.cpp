#include "programme/indicator/audit.hpp"

#include <algorithm>
#include <set>

#include "engine/formula/parser.hpp"

namespace exemplar::programme {

namespace {

// Derived indicators may be computed from derived ones; a circle is refused elsewhere.
constexpr int kDepthMax = 8;

void collect_names(const engine::Expr& expr, std::set<std::string>& names) {
  if (expr.kind == engine::ExprKind::Name) names.insert(expr.text);
  for (const engine::ExprPtr& arg : expr.args) collect_names(*arg, names);
  for (const engine::Anchor& anchor : expr.anchors) {
    if (anchor.at) collect_names(*anchor.at, names);
    if (anchor.value) collect_names(*anchor.value, names);
  }
  if (expr.quantity) collect_names(*expr.quantity, names);
  if (expr.otherwise) collect_names(*expr.otherwise, names);
  for (const engine::Option& option : expr.options) {
    if (option.value) collect_names(*option.value, names);
  }
}

bool is_audit(const Indicator& indicator, const FindIndicator& find, int depth) {
  if (!indicator.derived()) return indicator.from == ReportedBy::Audit;
  if (depth > kDepthMax) return false;
  const engine::Parsed parsed = engine::parse_formula(indicator.value.text);
  if (!parsed.tree) return false;
  std::set<std::string> names;
  collect_names(*parsed.tree, names);
  bool any = false;
  for (const std::string& name : names) {
    const Indicator* one = find(name);
    if (one == nullptr) continue;
    if (!is_audit(*one, find, depth + 1)) return false;
    any = true;
  }
  return any;
}

}  // namespace

bool is_audit(const Indicator& indicator, const FindIndicator& find) {
  return is_audit(indicator, find, 0);
}

bool audits(const Indicator& audit, std::string_view indicator) {
  return std::find(audit.audits.begin(), audit.audits.end(), indicator) != audit.audits.end();
}

}  // namespace exemplar::programme
