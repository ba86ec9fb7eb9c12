#include "programme/pack/check.hpp"

#include <algorithm>

#include "programme/assessment/harm.hpp"
#include "programme/pack/check_parts.hpp"

namespace exemplar::programme {

namespace {

// A fault of a derived indicator shows again in every criteria set: it is told once.
class Once {
 public:
  explicit Once(Problems& problems) : problems_(problems) {}

  void add(const Problems& found) {
    for (const Problem& problem : found) {
      const auto key =
          std::tuple(problem.place, problem.code, render(problem.what, Language::English));
      if (told_.insert(key).second) problems_.add(problem);
    }
  }

 private:
  Problems& problems_;
  std::set<std::tuple<Place, std::string, std::string>> told_;
};

CompiledProgramme compiled(const Definitions& definitions, const Programme& programme,
                           Problems& found) {
  CompiledProgramme result;
  result.programme = &programme;
  result.base = compile_rules(definitions, programme, nullptr, found);
  for (const CriteriaSet& set : programme.sets) {
    result.sets.push_back(compile_rules(definitions, programme, &set, found));
  }
  return result;
}

}  // namespace

Place place_of(const CompiledRules& rules, const engine::Node& node) {
  if (node.formula >= rules.graph.origins.size()) return rules.programme->place;
  const FormulaText* text = rules.text_of(rules.graph.origins[node.formula]);
  if (text == nullptr) return rules.programme->place;
  return inside(*text, node.span.line, node.span.column);
}

void check_office(const Office& office, Problems& problems) {
  const Definitions& definitions = office.definitions;
  Problems found;
  check_figures(definitions, found);
  check_units_ended(definitions, found);
  std::vector<CompiledProgramme> programmes;
  for (const Programme& programme : definitions.programmes) {
    programmes.push_back(compiled(definitions, programme, found));
    check_sets(programme, found);
  }
  // Without any unit every code would be unknown, for a reason that the reader has told.
  const bool units_known = definitions.units.size() > 0;
  for (const CompiledProgramme& one : programmes) {
    if (one.base) check_comparable(*one.base, found);
    if (one.base && units_known) check_units_named(*one.base, nullptr, found);
    for (const auto& rules : one.sets) {
      if (!rules) continue;
      if (units_known) check_units_named(*rules, rules->set, found);
      check_periods(*rules, found);
      find_harm(*rules, found);
    }
    if (units_known) check_targets(office, one, found);
  }
  check_use(definitions, programmes, found);
  Once(problems).add(found);
}

}  // namespace exemplar::programme
