#include "cli/ranking.hpp"

#include <set>

#include "base/number.hpp"

namespace exemplar::cli {

using engine::Answer;
using programme::Assessment;
using programme::AssessmentRun;
using programme::CriteriaSet;
using programme::Measure;
using programme::OrganisationUnitId;
using programme::UnitAssessment;

Value value_of(AssessmentRun& run, const Measure& measure, OrganisationUnitId unit,
               Language language, int digits_min) {
  const engine::NodeId node = run.rules().measure(measure.id);
  if (!node.valid()) return nothing();
  const engine::Cell cell = run.evaluation().column(node, run.period())[unit.index()];
  if (!cell.known()) return nothing(std::string(mark_of(cell.answer)));
  constexpr int kDigitsUndeclared = 4;
  const int digits = measure.round.value_or(kDigitsUndeclared);
  std::optional<i128> units;
  switch (run.rules().graph[node].type) {
    case engine::ValueType::Exact:
      units = round_to_integer(cell.exact, digits, measure.rounding);
      break;
    case engine::ValueType::Real:
      units = round_to_integer(cell.real, digits, measure.rounding);
      break;
    case engine::ValueType::Truth:
      return value_of(cell.answer, language);
    default:
      return nothing();
  }
  if (!units) return nothing();
  Decimal number{static_cast<int64_t>(*units), digits};
  while (!measure.round && number.digits > digits_min && number.units % 10 == 0) {
    number = {number.units / 10, number.digits - 1};
  }
  Value value = decimal(number, language);
  value.shown =
      format_amount(number, engine::text_of(run.rules().graph[node].number.unit), language);
  return value;
}

LevelReached level_reached(const UnitAssessment& unit) {
  LevelReached reached;
  for (size_t l = 0; l < unit.levels.size() && !reached.level; ++l) {
    if (unit.levels[l].answer == Answer::Met) reached.level = l;
    if (unit.levels[l].answer == Answer::Unknown) reached.open = true;
  }
  return reached;
}

Value level_value(const CriteriaSet& set, const UnitAssessment& unit, const Say& say) {
  using programme::Standing;
  if (unit.assessable == Answer::NotMet) return value_of(Standing::NotAssessable, say.language);
  const LevelReached reached = level_reached(unit);
  if (reached.open || unit.assessable == Answer::Unknown) {
    return value_of(Standing::Undetermined, say.language);
  }
  if (!reached.level) return word("none", say(msg("no level")));
  const programme::Level& level = set.levels[*reached.level];
  return word(level.id, say(level.name));
}

LevelFlow level_flow(const Assessment& before, const Assessment& now, const Say& say) {
  LevelFlow flow;
  for (const uint32_t index : now.participants) {
    const UnitAssessment& here = now.units[index];
    const UnitAssessment* there = before.of(here.unit);
    if (there == nullptr || !there->takes_part) continue;
    const LevelReached from = level_reached(*there);
    const LevelReached to = level_reached(here);
    if (from.open || to.open) {
      ++flow.undetermined;
      continue;
    }
    // Levels go from the highest to the lowest; none is below all of them.
    const size_t a = from.level.value_or(there->levels.size());
    const size_t b = to.level.value_or(here.levels.size());
    if (a == b) {
      ++flow.same;
      continue;
    }
    (b < a ? flow.risen : flow.fallen)
        .push_back(
            {here.unit, level_value(*before.set, *there, say), level_value(*now.set, here, say)});
  }
  return flow;
}

std::string flow_line(const LevelFlow& flow, const std::string& period_before, const Say& say) {
  std::string line = say(msg("Against {}: {} rose a level, {} fell, {} stayed", period_before,
                             flow.risen.size(), flow.fallen.size(), flow.same));
  if (flow.undetermined > 0) line += "; " + say(msg("{} undetermined", flow.undetermined));
  return line;
}

Ranking::Ranking(AssessmentRun& run, const Names& names, Language language)
    : run_(run), names_(names), say_{language} {
  const Assessment& result = run.result();
  std::set<std::string> told;
  for (const uint32_t index : result.participants) {
    order_.push_back(result.units[index].unit);
    names_differ_ = told.insert(names.name(order_.back())).second && names_differ_;
  }
  names_.sort(order_);
  find_place();
  if (!has_place_) return;
  const engine::NodeId node = run_.rules().measure(measures_[0]->id);
  const engine::Column& places = run_.evaluation().column(node, run_.period());
  std::stable_sort(order_.begin(), order_.end(), [&](OrganisationUnitId a, OrganisationUnitId b) {
    const engine::Cell& x = places[a.index()];
    const engine::Cell& y = places[b.index()];
    if (x.known() != y.known()) return x.known();
    return x.known() && compare(x.exact, y.exact) < 0;
  });
}

namespace {

// The node that computes, below names and declared rounding.
engine::NodeId computing(const engine::Graph& graph, engine::NodeId node) {
  while (node.valid() &&
         (graph[node].op == engine::Op::Named || graph[node].op == engine::Op::Round)) {
    node = graph[node].args[0];
  }
  return node;
}

}  // namespace

// The measure whose formula is a rank, and the one it ranks, before the others.
void Ranking::find_place() {
  const engine::Graph& graph = run_.rules().graph;
  for (const Measure& measure : run_.result().set->measures) measures_.push_back(&measure);
  const auto to_front = [&](size_t from, size_t to) {
    std::rotate(measures_.begin() + static_cast<ptrdiff_t>(to),
                measures_.begin() + static_cast<ptrdiff_t>(from),
                measures_.begin() + static_cast<ptrdiff_t>(from) + 1);
  };
  for (size_t i = 0; i < measures_.size(); ++i) {
    const engine::NodeId node = computing(graph, run_.rules().measure(measures_[i]->id));
    if (!node.valid() || graph[node].op != engine::Op::CompareUnits ||
        graph[node].function != engine::FunctionId::Rank) {
      continue;
    }
    has_place_ = true;
    to_front(i, 0);
    const engine::NodeId ranked = computing(graph, graph[node].args[0]);
    for (size_t r = 1; r < measures_.size(); ++r) {
      if (computing(graph, run_.rules().measure(measures_[r]->id)) == ranked) to_front(r, 1);
    }
    return;
  }
}

std::string Ranking::name(OrganisationUnitId unit) const {
  return names_differ_ ? names_.name(unit) : names_.with_district(unit);
}

Table Ranking::table(size_t most) const {
  const Assessment& result = run_.result();
  constexpr int kHeadingWidth = 18;
  Table table{"", "", {}, {}};
  table.for_machines = false;
  const auto column = [&](const Measure& measure) {
    const std::string heading = say_(measure.name);
    table.columns.push_back(
        {"", heading.empty() ? measure.id : heading, Align::Right, kHeadingWidth});
  };
  const size_t leading = has_place_ ? 1 : 0;
  if (has_place_) column(*measures_[0]);
  table.columns.push_back({"", say_(msg("unit"))});
  for (size_t i = leading; i < measures_.size(); ++i) column(*measures_[i]);
  // One column, one number of decimals.
  std::vector<int> digits;
  for (const Measure* measure : measures_) {
    digits.push_back(0);
    for (const OrganisationUnitId unit : order_) {
      const std::string plain = value_of(run_, *measure, unit, say_.language).plain;
      const size_t point = plain.find('.');
      if (point == std::string::npos) continue;
      digits.back() = std::max(digits.back(), static_cast<int>(plain.size() - point) - 1);
    }
  }
  const bool levels = !result.set->levels.empty();
  if (levels) table.columns.push_back({"", say_(msg("level"))});
  for (size_t i = 0; i < order_.size() && i < most; ++i) {
    const OrganisationUnitId unit = order_[i];
    std::vector<Value> row;
    for (size_t m = 0; m < measures_.size(); ++m) {
      row.push_back(value_of(run_, *measures_[m], unit, say_.language, digits[m]));
    }
    row.insert(row.begin() + static_cast<ptrdiff_t>(leading), text(name(unit)));
    if (levels) row.push_back(level_value(*result.set, *result.of(unit), say_));
    table.row(std::move(row));
  }
  return table;
}

}  // namespace exemplar::cli
