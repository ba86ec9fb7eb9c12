#include "dialect/sql/world_tables.hpp"

#include <fstream>

#include "engine/formula/parser.hpp"
#include "oracle/random_units.hpp"

namespace exemplar::oracle {

namespace {

using dialect::Database;

// Calls `put` with what `of` says of a unit in each of its states, from the first day of the first
// state to the last of the last in which it says the same. Nothing: "".
template <typename Of, typename Put>
void spans(const Unit& unit, Of of, Put put) {
  std::string said = of(unit);
  std::string from = "0001-01-01";
  const auto until = [&](const std::string& last) {
    if (!said.empty()) put(said + "," + from + "," + last + "\n");
  };
  for (const auto& [day, state] : unit.changes) {
    std::string now = of(state);
    if (now == said) continue;
    until(iso(day - 1));
    said = std::move(now);
    from = iso(day);
  }
  until("9999-12-31");
}

std::vector<const engine::Expr*> pointers(const std::vector<engine::ExprPtr>& formulas) {
  std::vector<const engine::Expr*> list;
  for (const engine::ExprPtr& formula : formulas) list.push_back(formula.get());
  return list;
}

dialect::SqlProgramme programme_of(const SqlWorld& of) {
  const World& world = of.world;
  dialect::SqlProgramme programme;
  programme.graph = &of.compiled.graph;
  for (const engine::InputSignature& input : of.rules.inputs) {
    dialect::SqlInput one;
    one.indicator = input.id;
    one.type = input.type;
    one.digits = input.digits;
    programme.inputs.push_back(std::move(one));
  }
  for (const engine::AttributeSignature& attribute : of.rules.attributes) {
    const bool of_unit = attribute.id == "kind" || attribute.id == "code";
    programme.attributes.push_back({attribute.id, of_unit, attribute.type, attribute.digits});
  }
  programme.hierarchy = "territory";
  programme.period = world.periods[static_cast<size_t>(of.period)].text;
  programme.status_floor = 0;
  programme.list_day =
      world.list_day == ListDay::FirstDay ? dialect::ListDay::FirstDay : dialect::ListDay::LastDay;
  programme.participants = of.compiled.graph.conditions[0];
  for (size_t i = 0; i < of.formulas; ++i) {
    programme.measures.push_back({fmt::format("f{}", i), of.formula(i), {}});
  }
  for (size_t i = 0; i < world.criteria.size(); ++i) {
    programme.criteria.push_back({world.criteria[i].id, {}, of.compiled.graph.criteria[i]});
  }
  for (size_t i = 0; i < world.levels.size(); ++i) {
    programme.levels.push_back({world.levels[i].id, {}, of.compiled.graph.levels[i], false});
  }
  programme.assessable = of.compiled.graph.assessable;
  programme.main_level = 0;
  programme.near_level = world.levels.size() > 1 ? 1 : -1;
  return programme;
}

std::string number_row(const Value& value, int digits) {
  const Rational scaled = value.number.exact * Rational(boost::multiprecision::pow(
                                                   boost::multiprecision::cpp_int(10), digits));
  return fmt::format("number,{},{},", numerator(scaled).str(), digits);
}

// Also of days on which the unit does not exist: these say nothing.
std::string attributes(const SqlWorld& of) {
  std::string text = "unit,attribute,kind,number,digits,text,valid_from,valid_until\n";
  for (const Unit& unit : of.world.units) {
    for (const auto& [name, first] : unit.attributes) {
      spans(
          unit,
          [&](const UnitState& state) -> std::string {
            const Value& value = state.attributes.at(name);
            if (!value.known()) return {};
            std::string row = unit.id + "," + name + ",";
            if (value.type == Type::Number) return row + number_row(value, 3);
            if (value.type == Type::Text) return row + "text,0,0," + value.text;
            return row + fmt::format("truth,{},0,", value.truth ? 1 : 0);
          },
          [&](const std::string& row) { text += row; });
    }
  }
  return text;
}

// Every selector of the graph, seen from every period.
std::string periods(SqlWorld& of) {
  const std::vector<Period>& all = of.world.periods;
  std::string text = "id,selector,position,meant,first_day,last_day\n";
  WorldSource source(of.world, of.rules);
  std::map<std::string, engine::Selector> selectors;
  selectors["last year"].kind = engine::Selector::Kind::LastYear;
  for (const engine::Node& node : of.compiled.graph.nodes) {
    if (node.op == engine::Op::Shift || node.selector.is_many()) {
      selectors[dialect::selector_key(node.selector)] = node.selector;
    }
  }
  const auto row = [&](size_t period, const std::string& selector, size_t position, size_t meant) {
    text += fmt::format("{},{},{},{},{},{}\n", all[period].text, selector, position,
                        all[meant].text, iso(all[meant].first_day), iso(all[meant].last_day));
  };
  for (size_t i = 0; i < all.size(); ++i) {
    row(i, "this", 1, i);
    for (const auto& [key, selector] : selectors) {
      const auto meant = source.select(static_cast<engine::PeriodIndex>(i), selector);
      for (size_t k = 0; meant && k < meant->size(); ++k) row(i, key, k + 1, (*meant)[k]);
    }
  }
  return text;
}

std::string value_of(const Fact& fact, const Indicator& indicator) {
  if (fact.state == State::NotApplicable) return "not applicable,0,0," + fact.reason;
  switch (indicator.type) {
    case Type::Truth:
      return fmt::format("truth,{},0,", fact.truth ? 1 : 0);
    case Type::Date:
      return fmt::format("date,{},0,", fact.date.days);
    case Type::Text:
      return "text,0,0," + fact.text;
    case Type::Number:
      break;
  }
  return fmt::format("number,{},{},", fact.number.units, fact.number.digits);
}

std::string facts(const SqlWorld& of) {
  const World& world = of.world;
  std::string text = "indicator,period,unit,category,revision,status,kind,number,digits,text\n";
  for (const Indicator& indicator : world.indicators) {
    for (const auto& [category, row] : indicator.facts) {
      for (size_t i = 0; i < row.size(); ++i) {
        const Fact& fact = row[i];
        if (fact.state == State::Unknown) continue;
        const std::string cell =
            fmt::format("{},{},{},{}", indicator.id, world.periods[i / world.units.size()].text,
                        world.units[i % world.units.size()].id, category);
        // Of two revisions the newer one stands.
        if (i % 3 == 0) text += cell + ",1,3,not applicable,0,0,an older revision\n";
        text += fmt::format("{},2,{},{}\n", cell, static_cast<int>(fact.status),
                            value_of(fact, indicator));
      }
    }
  }
  for (size_t period = 0; period < world.periods.size(); ++period) {
    for (size_t unit = 0; unit < world.units.size(); ++unit) {
      for (const bool lineage : {false, true}) {
        const auto months =
            world.months_active(lineage, static_cast<int>(unit), static_cast<int>(period));
        if (!months) continue;
        text += fmt::format("{},{},{},,1,3,number,{},0,\n",
                            lineage ? dialect::kMonthsActiveLineage : dialect::kMonthsActive,
                            world.periods[period].text, world.units[unit].id, *months);
      }
    }
  }
  return text;
}

void put(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

}  // namespace

SqlWorld::SqlWorld(const World& of, const std::vector<engine::ExprPtr>& list, int asked)
    : world(clone(of)), period(asked), formulas(list.size()) {
  const auto say = [](UnitState& state) {
    state.attributes["takes_part"] = truth(state.participant);
  };
  for (Unit& unit : world.units) {
    say(unit);
    for (auto& [day, state] : unit.changes) say(state);
  }
  world.lists_for = asked;
  takes_part = std::move(engine::parse_formula("unit.takes_part").tree);
  rules = rules_of(world, pointers(list));
  rules.conditions.push_back({"participants", takes_part.get(), {}, {}, {}});
  compiled = engine::compile(rules);
  if (compiled.errors.empty()) programme = programme_of(*this);
}

std::string SqlWorld::write(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::string units = "id,code,name,kind,valid_from,valid_until\n";
  std::string links = "hierarchy,unit,parent,valid_from,valid_until\n";
  const auto link = [&](const Unit& unit, const std::string& hierarchy, auto parent_of) {
    spans(
        unit,
        [&](const UnitState& state) -> std::string {
          const int parent = state.exists ? parent_of(state) : -1;
          if (parent < 0) return {};
          return hierarchy + "," + unit.id + "," + world.units[static_cast<size_t>(parent)].id;
        },
        [&](const std::string& row) { links += row; });
  };
  for (const Unit& unit : world.units) {
    spans(
        unit,
        [&](const UnitState& state) -> std::string {
          if (!state.exists) return {};
          return fmt::format("{},{},{},{}", unit.id, state.code, unit.id, state.kind);
        },
        [&](const std::string& row) { units += row; });
    link(unit, "territory", [](const UnitState& state) { return state.parent; });
    link(unit, kSecondHierarchy, [](const UnitState& state) {
      const auto other = state.other_parents.find(kSecondHierarchy);
      return other == state.other_parents.end() ? -1 : other->second;
    });
  }
  put(folder / "unit.csv", units);
  put(folder / "unit_link.csv", links);
  put(folder / "unit_attribute.csv", attributes(*this));
  put(folder / "period.csv", periods(*this));
  put(folder / "fact.csv", facts(*this));
  for (const Database database : {Database::PostgreSql, Database::DuckDb}) {
    const auto script = dialect::sql_script(programme, database);
    if (!script) return render(script.refusal().what, Language::English);
    const std::string name(dialect::name_of(database));
    put(folder / (name + ".sql"), *script);
    put(folder / ("load_" + name + ".sql"), dialect::sql_load(database));
  }
  return {};
}

}  // namespace exemplar::oracle
