#include "programme/assessment/harm.hpp"

#include <algorithm>

#include "base/nearest.hpp"
#include "programme/assessment/harm_rules.hpp"

namespace exemplar::programme {

using engine::Expr;
using engine::NodeId;

namespace {

constexpr std::string_view kCodes[] = {kLowerIsBetterSelfReported, kKnockOutOnAdmission,
                                       kShareWithoutFloor,         kPeopleAsScore,
                                       kQuotaWithoutQuality,       kThresholdOnReceipts};

// The first name in the formula for which `wanted` holds.
template <typename Wanted>
const Expr* find_name(const Expr* expr, const Wanted& wanted) {
  if (expr == nullptr) return nullptr;
  if (expr->kind == engine::ExprKind::Name && wanted(expr->text)) return expr;
  const auto among = [&](const auto& list, const auto& part) -> const Expr* {
    for (const auto& one : list) {
      if (const Expr* found = find_name(part(one), wanted)) return found;
    }
    return nullptr;
  };
  if (const Expr* found = among(expr->args, [](const auto& arg) { return arg.get(); }))
    return found;
  if (const Expr* found = find_name(expr->quantity.get(), wanted)) return found;
  if (const Expr* found = among(expr->anchors, [](const auto& a) { return a.at.get(); })) {
    return found;
  }
  if (const Expr* found = among(expr->anchors, [](const auto& a) { return a.value.get(); })) {
    return found;
  }
  if (const Expr* found = find_name(expr->otherwise.get(), wanted)) return found;
  return among(expr->options, [](const auto& option) { return option.value.get(); });
}

// A formula as written, with its tree.
struct Written {
  const FormulaText* text = nullptr;
  const Expr* tree = nullptr;
};

class HarmSearch {
 public:
  HarmSearch(const CompiledRules& rules, Problems& problems)
      : rules_(rules), problems_(problems), walk_(rules), harm_(rules, walk_) {
    for (size_t i = 0; i < rules.derived.size(); ++i) {
      const NodeId node = rules.graph.formulas[i];
      if (node.valid()) derived_.emplace(node.value, rules.derived[i]);
    }
  }

  void run() {
    if (rules_.set == nullptr) return;
    for (size_t i = 0; i < rules_.set->criteria.size(); ++i) of_criterion(i);
    for (size_t i = 0; i < rules_.set->levels.size(); ++i) {
      of_level(i, rules_.set->levels[i].when, rules_.set->levels[i].accepts);
    }
    for (size_t i = 0; i < rules_.set->commendations.size(); ++i) {
      const Commendation& one = rules_.set->commendations[i];
      of_level(rules_.set->levels.size() + i, one.when, one.accepts);
    }
    of_assessable();
    for (const Acceptance& one : acceptances(*rules_.set)) check_acceptance(one);
  }

 private:
  using Accepts = std::vector<AcceptedWarning>;

  std::vector<NodeId> roots(size_t criterion) const {
    std::vector<NodeId> nodes;
    const engine::CompiledCriterion& compiled = rules_.graph.criteria[criterion];
    // Without `met` the answer only says whether all points were reached.
    if (!rules_.set->criteria[criterion].met.empty()) nodes.push_back(compiled.raw);
    const bool policed =
        compiled.points.valid() && rules_.graph[compiled.points].op == engine::Op::Policy;
    if (compiled.points.valid()) {
      nodes.push_back(policed ? rules_.graph[compiled.points].args[0] : compiled.points);
    }
    return nodes;
  }

  JudgedRule judged(const std::vector<NodeId>& nodes, std::optional<WhenNotApplicable> policy) {
    walk_.forget();
    for (const NodeId node : nodes) walk_.from(node, policy);
    JudgedRule rule;
    rule.uses = walk_.uses();
    rule.ratios = walk_.ratios();
    return rule;
  }

  void of_criterion(size_t index) {
    const Criterion& criterion = rules_.set->criteria[index];
    const engine::CriterionRule& compiled = rules_.rules.criteria[index];
    JudgedRule rule = judged(roots(index), criterion.when_not_applicable);
    rule.rules_out = criterion.knock_out;
    for (size_t i = 0; i < rules_.set->criteria.size(); ++i) {
      if (i == index || criterion.group.empty()) continue;
      if (rules_.set->criteria[i].group != criterion.group) continue;
      for (const NodeId node : roots(i)) {
        const auto& below = walk_.inputs_of(node);
        rule.beside.insert(below.begin(), below.end());
      }
    }
    const std::vector<Written> written = {{&criterion.met, compiled.met},
                                          {&criterion.points, compiled.points},
                                          {&criterion.applies, compiled.applies}};
    const CriterionGroup* group = rules_.set->group(criterion.group);
    report(harm_.all(rule), written, criterion.accepts,
           group != nullptr ? &group->accepts : nullptr);
    refuse_context(roots(index), written);
  }

  // A level, or a commendation behind them.
  void of_level(size_t index, const FormulaText& when, const Accepts& accepts) {
    const NodeId node = rules_.graph.levels[index].answer;
    JudgedRule rule = judged({node}, std::nullopt);
    rule.rules_out = true;
    rule.is_level = true;
    const std::vector<Written> written = {{&when, rules_.rules.levels[index].when}};
    report(harm_.all(rule), written, accepts);
    refuse_context({node}, written);
  }

  void of_assessable() {
    const NodeId node = rules_.graph.assessable;
    if (!node.valid()) return;
    JudgedRule rule = judged({node}, std::nullopt);
    rule.rules_out = true;
    const std::vector<Written> written = {{&rules_.set->assessable, rules_.rules.assessable}};
    report(harm_.of_assessable(rule), written, rules_.set->assessable_accepts);
    refuse_context({node}, written);
  }

  // As a warning, or as information where the rule, its group or a measure in it accepts it.
  void report(const std::vector<HarmFinding>& found, const std::vector<Written>& written,
              const Accepts& own, const Accepts* of_group = nullptr) {
    for (const HarmFinding& finding : found) {
      const Place place = place_of(written, finding.input);
      const AcceptedWarning* accepted = accepted_in(own, finding.code);
      if (accepted == nullptr && of_group != nullptr) {
        accepted = accepted_in(*of_group, finding.code);
      }
      if (accepted == nullptr) accepted = accepted_by_measure(written, finding);
      if (accepted == nullptr) {
        problems_.warning(place, std::string(finding.code), finding.what, finding.remedy);
      } else {
        occurred_.insert(accepted);
        problems_.information(place, std::string(kAccepted),
                              msg("accepted: {} ({})", in_both(accepted->reason), finding.code),
                              finding.what);
      }
    }
  }

  const AcceptedWarning* accepted_by_measure(const std::vector<Written>& written,
                                             const HarmFinding& finding) {
    for (const Measure& measure : rules_.set->measures) {
      const AcceptedWarning* accepted = accepted_in(measure.accepts, finding.code);
      if (accepted == nullptr || !brings_in(measure.id, finding.input)) continue;
      const auto says = [&](std::string_view name) { return leads_to(name, measure.id); };
      for (const Written& one : written) {
        if (find_name(one.tree, says) != nullptr) return accepted;
      }
    }
    return nullptr;
  }

  // Whether a name is the measure's, or of a measure that it is part of.
  bool leads_to(std::string_view name, std::string_view measure, int depth = 0) const {
    constexpr int kDepthMax = 16;
    if (name == measure) return true;
    if (depth > kDepthMax) return false;
    for (const engine::NamedFormula& one : rules_.rules.formulas) {
      if (one.name != name) continue;
      return find_name(one.tree, [&](std::string_view inner) {
               return leads_to(inner, measure, depth + 1);
             }) != nullptr;
    }
    return false;
  }

  // Whether the input's value goes into the measure or derived indicator of that name.
  bool brings_in(std::string_view name, uint32_t input) {
    for (size_t i = 0; i < rules_.rules.formulas.size(); ++i) {
      if (rules_.rules.formulas[i].name != name || !rules_.graph.formulas[i].valid()) continue;
      const auto& below = walk_.inputs_of(rules_.graph.formulas[i]);
      return std::binary_search(below.begin(), below.end(), input);
    }
    return false;
  }

  // Both languages: which one is read is decided when the line is shown.
  static std::string in_both(const Text& reason) {
    if (reason.vi.empty() || reason.en.empty() || reason.vi == reason.en) {
      return reason.in(Language::Vietnamese);
    }
    return reason.vi + " / " + reason.en;
  }

  static const AcceptedWarning* accepted_in(const Accepts& accepts, std::string_view code) {
    for (const AcceptedWarning& one : accepts) {
      if (one.warning == code && !(one.reason.vi.empty() && one.reason.en.empty())) return &one;
    }
    return nullptr;
  }

  void check_acceptance(const Acceptance& acceptance) {
    const AcceptedWarning& one = *acceptance.accepted;
    if (one.reason.vi.empty() && one.reason.en.empty()) {
      problems_.error(one.place, msg("'{}' is accepted without a reason", one.warning),
                      msg("say why; the reason is printed with the results"));
      return;
    }
    if (occurred_.contains(&one)) return;
    const std::vector<std::string> codes(std::begin(kCodes), std::end(kCodes));
    const bool known = std::find(codes.begin(), codes.end(), one.warning) != codes.end();
    const std::string near = known ? std::string() : nearest(one.warning, codes);
    problems_.warning(
        one.place, std::string(kStaleAcceptance),
        msg("'{}' is accepted, but {} gives no such warning", one.warning, acceptance.where),
        near.empty() ? msg("leave the acceptance out") : msg("did you mean '{}'?", near));
  }

  // The name in the formula by which the input comes in: its own, else that of a measure or derived
  // indicator above it; else where the formula begins.
  Place place_of(const std::vector<Written>& written, uint32_t input) {
    const auto named = [&](std::string_view name) { return name == rules_.rules.inputs[input].id; };
    const auto brings = [&](std::string_view name) { return brings_in(name, input); };
    for (const Written& one : written) {
      if (const Expr* found = find_name(one.tree, named)) return place_in(one, *found);
    }
    for (const Written& one : written) {
      if (const Expr* found = find_name(one.tree, brings)) return place_in(one, *found);
    }
    return first_place(written);
  }

  static Place place_in(const Written& written, const Expr& expr) {
    return inside(*written.text, expr.span.line, expr.span.column);
  }

  static Place first_place(const std::vector<Written>& written) {
    for (const Written& one : written) {
      if (!one.text->empty()) return one.text->place;
    }
    return written.front().text->place;
  }

  // Context is shown beside results. Whatever decides one may not read it.
  void refuse_context(const std::vector<NodeId>& nodes, const std::vector<Written>& written) {
    std::set<uint32_t> seen;
    std::set<std::string> found;
    std::vector<NodeId> open = nodes;
    const std::set<uint32_t> starts = [&] {
      std::set<uint32_t> values;
      for (const NodeId node : nodes) values.insert(node.value);
      return values;
    }();
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (!id.valid() || !seen.insert(id.value).second) continue;
      if (walk_.is_border(id) && !starts.contains(id.value)) continue;
      const engine::Node& node = rules_.graph[id];
      const auto derived = derived_.find(id.value);
      if (derived != derived_.end() && (*rules_.definitions)[derived->second].context) {
        found.insert((*rules_.definitions)[derived->second].id);
        continue;
      }
      if (node.op == engine::Op::Input) {
        const Indicator& one = (*rules_.definitions)[rules_.inputs[node.index]];
        if (one.context) found.insert(one.id);
      }
      open.insert(open.end(), node.args.begin(), node.args.end());
    }
    for (const std::string& id : found) {
      problems_.error(place_of_name(written, id),
                      msg("'{}' is context: it is shown beside results and never scored", id),
                      msg("leave it out of the rule; if it may be scored, it is no context"));
    }
  }

  Place place_of_name(const std::vector<Written>& written, const std::string& id) {
    for (const Written& one : written) {
      const Expr* found = find_name(one.tree, [&](std::string_view name) { return name == id; });
      if (found != nullptr) return place_in(one, *found);
    }
    for (uint32_t i = 0; i < rules_.rules.inputs.size(); ++i) {
      if (rules_.rules.inputs[i].id == id) return place_of(written, i);
    }
    return first_place(written);
  }

  const CompiledRules& rules_;
  Problems& problems_;
  HarmWalk walk_;
  HarmRules harm_;
  std::map<uint32_t, IndicatorId> derived_;
  std::set<const AcceptedWarning*> occurred_;
};

}  // namespace

std::span<const std::string_view> harm_codes() {
  return kCodes;
}

void find_harm(const CompiledRules& rules, Problems& problems) {
  HarmSearch(rules, problems).run();
}

}  // namespace exemplar::programme
