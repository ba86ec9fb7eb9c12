#include "formula/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "engine/formula/parser.hpp"
#include "oracle/calendar.hpp"
#include "oracle/oracle.hpp"

namespace exemplar::formula_tests {

using oracle::World;

namespace {

std::string trimmed(std::string_view text) {
  const size_t from = text.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(" \t\r") - from + 1));
}

// Cells stand at least two spaces apart.
std::vector<std::string> cells(std::string_view line) {
  std::vector<std::string> result;
  std::string rest = trimmed(line);
  while (!rest.empty()) {
    const size_t gap = rest.find("  ");
    result.push_back(trimmed(rest.substr(0, gap)));
    rest = gap == std::string::npos ? "" : trimmed(rest.substr(gap));
  }
  return result;
}

using Rows = std::vector<std::pair<int, std::vector<std::string>>>;

struct Column {
  std::string name;
  std::string period = "2023";
  std::string category;
  std::string unit;
};

// areas · offences[2022] · offences{kind=theft} · office_area (m²)
Column column(std::string header) {
  Column result;
  if (header.starts_with("months_active") || header.starts_with("unit.")) {
    result.name = header;
    return result;
  }
  const auto cut = [&](char open, char close) {
    const size_t from = header.find(open);
    const size_t to = header.find(close);
    if (from == std::string::npos || to == std::string::npos) return std::string();
    std::string inside = header.substr(from + 1, to - from - 1);
    header.erase(from, to - from + 1);
    return inside;
  };
  result.unit = cut('(', ')');
  result.category = cut('{', '}');
  if (std::string period = cut('[', ']'); !period.empty()) result.period = period;
  result.name = trimmed(header);
  return result;
}

std::pair<std::string, oracle::Status> without_status(std::string cell) {
  for (const oracle::Status status : {oracle::Status::Draft, oracle::Status::Reported,
                                      oracle::Status::Verified, oracle::Status::Decided}) {
    const std::string suffix = "@" + std::string(oracle::name_of(status));
    if (cell.ends_with(suffix)) return {cell.substr(0, cell.size() - suffix.size()), status};
  }
  return {std::move(cell), oracle::Status::Reported};
}

std::optional<Decimal> number_in(const std::string& cell) {
  return parse_decimal(cell);
}

oracle::Type type_of_cells(const std::vector<std::string>& column_cells) {
  for (const std::string& with_status : column_cells) {
    const std::string cell = without_status(with_status).first;
    if (cell == "?" || cell == "n/a") continue;
    if (cell == "yes" || cell == "no") return oracle::Type::Truth;
    if (parse_iso_date(cell)) return oracle::Type::Date;
    if (!number_in(cell)) return oracle::Type::Text;
    return oracle::Type::Number;
  }
  return oracle::Type::Number;
}

oracle::Fact fact_of(const std::string& cell_text, oracle::Type type) {
  const auto [cell, status] = without_status(cell_text);
  oracle::Fact fact;
  fact.status = status;
  if (cell == "?") return fact;
  if (cell == "n/a") {
    fact.state = oracle::State::NotApplicable;
    fact.reason = "as reported";
    return fact;
  }
  fact.state = oracle::State::Known;
  if (type == oracle::Type::Truth) fact.truth = cell == "yes";
  if (type == oracle::Type::Number) fact.number = number_in(cell).value_or(Decimal{});
  if (type == oracle::Type::Date) fact.date = parse_iso_date(cell).value_or(Date{});
  if (type == oracle::Type::Text) fact.text = cell;
  return fact;
}

class Reader {
 public:
  explicit Reader(ScenarioFile& file) : file_(file) {}

  void read(std::istream& in) {
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    lines_ = std::move(lines);
    for (at_ = 0; at_ < lines_.size();) block();
  }

 private:
  int line() const { return static_cast<int>(at_); }
  void problem(std::string what) {
    file_.problems.push_back(fmt::format("line {}: {}", line(), what));
  }

  // Lines that are further indented than their heading.
  std::vector<std::pair<int, std::string>> indented() {
    std::vector<std::pair<int, std::string>> result;
    while (at_ < lines_.size() && (lines_[at_].starts_with("  ") || trimmed(lines_[at_]).empty())) {
      ++at_;
      const std::string text = trimmed(lines_[at_ - 1]);
      if (text.empty()) break;
      result.emplace_back(line(), text);
    }
    return result;
  }

  void block() {
    const std::string text = trimmed(lines_[at_++]);
    const auto after = [&](std::string_view word) { return trimmed(text.substr(word.size())); };
    if (text.empty()) return;
    if (text.starts_with("#")) {
      title_ = after("#");
    } else if (text == "---") {
      definitions_ = World{};
      dimensions_.clear();
    } else if (text.starts_with("formula:")) {
      formula_ = after("formula:");
      file_.syntax.push_back({line(), formula_, 0, "", ""});
    } else if (text.starts_with("printed:")) {
      file_.syntax.back().printed = after("printed:");
    } else if (text.starts_with("error at ")) {
      const size_t colon = text.find(':');
      file_.syntax.back().error_column = std::atoi(text.c_str() + 9);
      file_.syntax.back().error = trimmed(text.substr(colon + 1));
    } else if (text == "table:" || text == "units:") {
      table(text == "units:");
    } else if (text.starts_with("dimension ")) {
      dimension(after("dimension "));
    } else {
      definition(text);
    }
  }

  // dimension kind of offences: theft robbery
  void dimension(const std::string& text) {
    std::istringstream words(text);
    std::string id, of, indicator, value;
    words >> id >> of >> indicator;
    if (indicator.ends_with(":")) indicator.pop_back();
    oracle::Dimension one{id, {}};
    while (words >> value) one.values.push_back(value);
    dimensions_[indicator].push_back(std::move(one));
  }

  engine::ExprPtr formula_of(const std::map<std::string, std::string>& keys,
                             const std::string& key) {
    const auto found = keys.find(key);
    if (found == keys.end()) return nullptr;
    auto parsed = engine::parse_formula(found->second);
    if (!parsed.tree) problem("the formula of '" + key + "' does not parse: " + found->second);
    return std::move(parsed.tree);
  }

  void definition(const std::string& heading) {
    const size_t space = heading.find(' ');
    const std::string word = heading.substr(0, space);
    const std::string id = space == std::string::npos ? "" : trimmed(heading.substr(space));
    std::map<std::string, std::string> keys;
    for (const auto& [number, text] : indented()) {
      const size_t equals = text.find('=');
      if (equals == std::string::npos) {
        problem("'" + text + "' is not key = value");
        continue;
      }
      keys[trimmed(text.substr(0, equals))] = trimmed(text.substr(equals + 1));
    }
    std::optional<int> round;
    if (keys.count("round") != 0) round = std::atoi(keys["round"].c_str());
    const auto mode =
        rounding_mode_named(keys.count("mode") != 0 ? keys["mode"] : "half_away").value();
    if (word == "measure") {
      definitions_.measures.push_back({id, formula_of(keys, "value"), round, mode});
    } else if (word == "criterion") {
      oracle::Criterion one;
      one.id = id;
      one.group = keys["group"];
      one.applies = formula_of(keys, "applies");
      one.met = formula_of(keys, "met");
      one.points = formula_of(keys, "points");
      one.round = round;
      one.mode = mode;
      if (keys.count("max") != 0) one.max = parse_decimal(keys["max"]);
      one.knock_out = keys["knock_out"] == "yes";
      const std::string& rule = keys["when_not_applicable"];
      one.when_not_applicable = rule == "met"       ? oracle::WhenNotApplicable::Met
                                : rule == "not_met" ? oracle::WhenNotApplicable::NotMet
                                : rule == "unknown" ? oracle::WhenNotApplicable::Unknown
                                                    : oracle::WhenNotApplicable::LeaveOut;
      definitions_.criteria.push_back(std::move(one));
    } else if (word == "level") {
      definitions_.levels.push_back({id, formula_of(keys, "when")});
    } else if (word == "assessable") {
      definitions_.assessable = formula_of(keys, "when");
    } else {
      problem("'" + heading + "' begins nothing known");
    }
  }

  void table(bool rows_are_units) {
    const auto lines = indented();
    if (lines.empty()) return problem("a table without rows");
    const size_t bar = lines[0].second.find(" |");
    if (bar == std::string::npos) return problem("the table's heading has no '|'");
    const auto inputs = cells(lines[0].second.substr(0, bar));
    auto outputs = cells(lines[0].second.substr(bar + 2));
    for (std::string& output : outputs) {
      if (output == "expect") output = formula_;
    }
    Rows left, right;
    for (size_t i = 1; i < lines.size(); ++i) {
      const size_t cut = lines[i].second.find('|');
      if (cut == std::string::npos) return problem("a row without '|'");
      left.emplace_back(lines[i].first, cells(lines[i].second.substr(0, cut)));
      right.emplace_back(lines[i].first, cells(lines[i].second.substr(cut + 1)));
      if (left.back().second.size() != inputs.size() ||
          right.back().second.size() != outputs.size()) {
        file_.problems.push_back(fmt::format(
            "line {}: {} and {} cells, the heading has {} and {}", lines[i].first,
            left.back().second.size(), right.back().second.size(), inputs.size(), outputs.size()));
        return;
      }
    }
    for (size_t i = 0; i < left.size(); ++i) {
      if (!rows_are_units || i == 0) {
        auto& scenario = file_.scenarios.emplace_back();
        scenario.line = left[i].first;
        scenario.title = title_;
        scenario.world = world(inputs, left, rows_are_units ? left : Rows{left[i]});
      }
      for (size_t k = 0; k < outputs.size(); ++k) {
        file_.scenarios.back().expectations.push_back({right[i].first, outputs[k],
                                                       right[i].second[k],
                                                       rows_are_units ? static_cast<int>(i) : 0});
      }
    }
  }

  // `all` decides the types of the columns, `rows` are the units of this world.
  World world(const std::vector<std::string>& inputs, const Rows& all, const Rows& rows) {
    World world = oracle::clone(definitions_);
    world.periods = oracle::small_calendar();
    for (size_t i = 0; i < rows.size(); ++i) {
      oracle::Unit unit;
      unit.id = unit.code = fmt::format("u{}", i + 1);
      unit.kind = "ward";
      world.units.push_back(std::move(unit));
    }
    for (size_t c = 0; c < inputs.size(); ++c) {
      const Column of = column(inputs[c]);
      std::vector<std::string> whole;
      for (const auto& [number, row] : all) whole.push_back(row[c]);
      for (size_t i = 0; i < rows.size(); ++i) {
        set(world, of, type_of_cells(whole), static_cast<int>(i), rows[i].second[c]);
      }
    }
    for (oracle::Unit& unit : world.units) history(world, unit);
    return world;
  }

  // What the columns say of the unit, in order of the days.
  static void history(const World& world, oracle::Unit& unit) {
    const auto taken = [&](const std::string& key) {
      const auto found = unit.attributes.extract(key);
      return found.empty() ? std::string() : found.mapped().text;
    };
    const auto unit_called = [&](const std::string& code) {
      for (size_t i = 0; i < world.units.size(); ++i) {
        if (world.units[i].code == code) return static_cast<int>(i);
      }
      return -1;
    };
    unit.parent = unit_called(taken("under"));
    const std::string above = taken("under[2022]");
    const std::string takes_part = taken("takes_part[2022]");
    const auto begins = parse_iso_date(taken("begins"));
    const auto ends = parse_iso_date(taken("ends"));
    const oracle::UnitState present = unit;
    oracle::UnitState before = present;
    if (!above.empty()) before.parent = unit_called(above);
    if (!takes_part.empty()) before.participant = takes_part == "yes";
    const Date new_year = make_date(2023, 1, 1).value();
    const auto on = [&](Date day) {
      oracle::UnitState state = day < new_year ? before : present;
      state.exists = (!begins || *begins <= day) && (!ends || day <= *ends);
      return state;
    };
    std::set<Date> days;
    if (!above.empty() || !takes_part.empty()) days.insert(new_year);
    if (begins) days.insert(*begins);
    if (ends) days.insert(*ends + 1);
    if (days.empty()) return;
    static_cast<oracle::UnitState&>(unit) = on(*days.begin() - 1);
    for (const Date day : days) unit.changes.emplace_back(day, on(day));
  }

  void set(World& world, const Column& of, oracle::Type type, int at, const std::string& cell) {
    oracle::Unit& unit = world.units[static_cast<size_t>(at)];
    if (of.name == "unit") {
      unit.id = unit.code = cell;
    } else if (of.name == "under" || of.name == "begins" || of.name == "ends" ||
               (of.name == "takes_part" && of.period != "2023")) {
      const bool past = of.period != "2023";
      unit.attributes[of.name + (past ? "[" + of.period + "]" : "")] = oracle::text(cell);
    } else if (of.name == "takes_part") {
      unit.participant = cell == "yes";
    } else if (of.name == "months_active") {
      unit.months_active = std::atoi(cell.c_str());
    } else if (of.name == "months_active(lineage)") {
      unit.months_active_lineage = std::atoi(cell.c_str());
    } else if (of.name == "unit.kind") {
      unit.kind = cell;
    } else if (of.name.starts_with("unit.")) {
      unit.attributes[of.name.substr(5)] = cell == "?" ? oracle::unknown(of.name, type)
                                           : type == oracle::Type::Number
                                               ? oracle::number(oracle::rational(*number_in(cell)))
                                               : oracle::text(cell);
    } else {
      auto index = world.indicator_named(of.name);
      if (!index) {
        index = static_cast<int>(world.indicators.size());
        oracle::Indicator one;
        one.id = of.name;
        one.type = type;
        one.unit = of.unit;
        if (dimensions_.count(of.name) != 0) one.dimensions = dimensions_[of.name];
        world.indicators.push_back(std::move(one));
      }
      const auto period = world.period_named(of.period);
      if (!period) return problem("no period " + of.period);
      const oracle::Fact fact = fact_of(cell, type);
      int& digits = world.indicators[static_cast<size_t>(*index)].digits;
      digits = std::max(digits, fact.number.digits);
      world.at(*index, *period, at, of.category) = fact;
    }
  }

  ScenarioFile& file_;
  std::vector<std::string> lines_;
  size_t at_ = 0;
  std::string title_;
  std::string formula_;
  World definitions_;
  std::map<std::string, std::vector<oracle::Dimension>> dimensions_;
};

}  // namespace

ScenarioFile read_scenarios(const std::filesystem::path& path) {
  ScenarioFile file;
  file.name = path.filename().string();
  std::ifstream in(path);
  Reader(file).read(in);
  return file;
}

std::vector<std::filesystem::path> scenario_paths() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(EXEMPLAR_ROOT) / "tests/formula")) {
    if (entry.path().extension() == ".test") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

namespace {

std::string shown_with_status(const oracle::Value& value) {
  return oracle::shown(value) + "@" +
         (value.standing.open ? "open" : std::string(oracle::name_of(value.standing.status)));
}

// As written; or, of numbers, the same value: an engine may compute 1/2 as a double.
bool meets(const Scenario& scenario, const oracle::Value& value, const std::string& written) {
  const auto [expected, status] = without_status(written);
  if (expected != written && (value.standing.open || value.standing.status != status)) return false;
  if (oracle::shown(value) == expected) return true;
  if (!value.known() || value.type != oracle::Type::Number) return false;
  const engine::Parsed constant = engine::parse_formula(expected);
  if (!constant.tree || constant.tree->kind == engine::ExprKind::Name) return false;
  oracle::Value wanted = oracle::Oracle(scenario.world).evaluate(*constant.tree, 0, 0);
  wanted.standing.open = true;
  return oracle::agree(wanted, value);
}

}  // namespace

std::vector<std::string> run(const Scenario& scenario, oracle::Evaluator& evaluator) {
  std::vector<std::string> differences;
  const int period = scenario.world.period_named("2023").value();
  for (const Expectation& one : scenario.expectations) {
    const engine::Parsed parsed = engine::parse_formula(one.formula);
    if (!parsed.tree) {
      differences.push_back(fmt::format("line {}: '{}' does not parse", one.line, one.formula));
      continue;
    }
    std::string given;
    try {
      const auto rows = evaluator.evaluate(scenario.world, {parsed.tree.get()}, period);
      const oracle::Value& value = rows.at(0).at(static_cast<size_t>(one.unit));
      if (meets(scenario, value, one.expected)) continue;
      given = shown_with_status(value);
    } catch (const std::exception& error) {
      given = std::string("failure: ") + error.what();
    }
    differences.push_back(fmt::format("line {}, {}: {} gives {}, expected {} ({})", one.line,
                                      evaluator.name(), one.formula, given, one.expected,
                                      scenario.title));
  }
  return differences;
}

}  // namespace exemplar::formula_tests
