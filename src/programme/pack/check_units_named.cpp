// Unit codes and kinds that formulas name: one that never exists would silently match nobody.
#include <algorithm>

#include "base/date_message.hpp"
#include "base/nearest.hpp"
#include "programme/pack/check_parts.hpp"

namespace exemplar::programme {

using engine::Node;
using engine::Op;

namespace {

class UnitsNamed {
 public:
  UnitsNamed(const CompiledRules& rules, const CriteriaSet* set, Problems& problems)
      : rules_(rules), set_(set), problems_(problems) {}

  void run() {
    for (const Node& node : rules_.graph.nodes) {
      if (!belongs(node)) continue;
      switch (node.op) {
        case Op::Under:
          check_code(node, node.text);
          check_hierarchy(node);
          break;
        case Op::AtUnit:
          check_code(node, node.selector.text);
          break;
        case Op::AtParent:
          check_hierarchy(node);
          break;
        case Op::AggregateUnits:
        case Op::CompareUnits:
          if (node.set == engine::UnitSet::Under) check_code(node, node.text);
          if (node.set != engine::UnitSet::Participants) check_hierarchy(node);
          break;
        case Op::Compare:
          check_kind(node);
          break;
        default:
          break;
      }
    }
  }

 private:
  // Of the criteria set's own formulas, or of those that hold for every set.
  bool belongs(const Node& node) const {
    if (node.formula >= rules_.graph.origins.size()) return false;
    const engine::FormulaOrigin& origin = rules_.graph.origins[node.formula];
    using Kind = engine::FormulaOrigin::Kind;
    const bool shared = origin.kind == Kind::Condition ||
                        (origin.kind == Kind::Formula && origin.index < rules_.derived.size());
    return shared == (set_ == nullptr);
  }

  // Some day on which the rule speaks.
  bool speaks_on(const DateRange& days) const {
    if (set_ != nullptr) return set_->valid.overlaps(days);
    const auto& sets = rules_.programme->sets;
    return sets.empty() || std::any_of(sets.begin(), sets.end(), [&](const CriteriaSet& set) {
             return set.valid.overlaps(days);
           });
  }

  void check_code(const Node& node, const std::string& code) {
    const UnitRegister& units = rules_.definitions->units;
    std::vector<std::string> codes;
    std::optional<DateRange> other_days;
    for (size_t i = 0; i < units.size(); ++i) {
      const OrganisationUnitId unit{i};
      for (const UnitVersion& version : units.versions(unit)) {
        codes.push_back(version.code);
        if (version.code != code && units.id_of(unit) != code) continue;
        if (speaks_on(version.validity)) return;
        other_days = version.validity;
      }
    }
    if (other_days) {
      problems_.error(
          place_of(rules_, node),
          msg("no unit has the code '{}' while these rules are valid", code),
          msg("it stands for a unit on other days only: {}", days_message(*other_days)));
      return;
    }
    const std::string near = nearest(code, codes);
    problems_.error(
        place_of(rules_, node), msg("no unit ever has the code '{}'", code),
        near.empty() ? msg("write a code or an id of units.csv") : msg("did you mean '{}'?", near));
  }

  void check_hierarchy(const Node& node) {
    const std::string& named = node.op == Op::Under ? node.selector.text : std::string();
    const UnitRegister& units = rules_.definitions->units;
    if (!named.empty()) {
      if (units.find_hierarchy(named)) return;
      std::vector<std::string> ids;
      for (size_t i = 0; i < units.hierarchy_count(); ++i) {
        ids.push_back(units.hierarchy(HierarchyId(i)).id);
      }
      const std::string near = nearest(named, ids);
      problems_.error(
          place_of(rules_, node), msg("no hierarchy is called '{}'", named),
          near.empty() ? msg("declare it in office.toml") : msg("did you mean '{}'?", near));
    } else if (rules_.programme->hierarchy.empty()) {
      problems_.error(place_of(rules_, node),
                      msg("this asks for units above or below, and the programme names no "
                          "hierarchy"),
                      msg("add hierarchy = \"…\" to programme.toml"));
    }
  }

  // unit.kind = "…"
  void check_kind(const Node& node) {
    for (const bool left : {true, false}) {
      const Node& attribute = rules_.graph[node.args[left ? 0 : 1]];
      const Node& text = rules_.graph[node.args[left ? 1 : 0]];
      if (attribute.op != Op::Attribute || text.op != Op::Constant) continue;
      if (rules_.rules.attributes[attribute.index].id != "kind") continue;
      if (text.type != engine::ValueType::Text) continue;
      const std::string& kind =
          rules_.graph.texts[static_cast<size_t>(text.constant.exact.numerator)];
      std::vector<std::string> kinds;
      for (const UnitKind& one : rules_.definitions->kinds) kinds.push_back(one.id);
      if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) continue;
      const std::string near = nearest(kind, kinds);
      problems_.error(
          place_of(rules_, node), msg("no kind of unit is called '{}'", kind),
          near.empty() ? msg("declare it in office.toml") : msg("did you mean '{}'?", near));
    }
  }

  const CompiledRules& rules_;
  const CriteriaSet* set_;
  Problems& problems_;
};

}  // namespace

void check_units_named(const CompiledRules& rules, const CriteriaSet* set, Problems& problems) {
  UnitsNamed(rules, set, problems).run();
}

}  // namespace exemplar::programme
