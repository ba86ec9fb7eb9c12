#include "programme/assessment/comparison.hpp"

#include <cmath>

#include "engine/compute/evaluate.hpp"
#include "engine/compute/kernels.hpp"
#include "programme/assessment/withheld.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {

using engine::Cell;
using engine::CellVector;
using engine::PeriodIndex;
using engine::Pool;
using engine::ReasonKind;

std::optional<Decimal> percent_of(Ratio part, Ratio whole, RoundingMode mode, int digits) {
  if (whole.numerator == 0) return std::nullopt;
  auto top = checked_multiply(part.numerator, whole.denominator);
  auto bottom = checked_multiply(part.denominator, whole.numerator);
  if (!top || !bottom) return std::nullopt;
  if (*bottom < 0) {
    *top = -*top;
    *bottom = -*bottom;
  }
  // A share beyond what 15 digits hold is no percentage anyone reads.
  const Ratio share = Ratio{*top, *bottom}.reduced();
  if (!checked_multiply(share.numerator, power_of_ten(digits + 3))) return std::nullopt;
  const i128 units = round_to_integer(share, digits + 2, mode);
  if (units > INT64_MAX || units < -INT64_MAX) return std::nullopt;
  return Decimal{static_cast<int64_t>(units), digits};
}

std::optional<Decimal> percent_change(Ratio value, Ratio base, RoundingMode mode, int digits) {
  const auto a = checked_multiply(value.numerator, base.denominator);
  const auto b = checked_multiply(base.numerator, value.denominator);
  const auto common = checked_multiply(value.denominator, base.denominator);
  if (!a || !b || !common) return std::nullopt;
  const auto difference = checked_add(*a, -*b);
  if (!difference) return std::nullopt;
  return percent_of(Ratio{*difference, *common}.reduced(), base, mode, digits);
}

namespace {

constexpr double kNormal95 = 1.959963984540054;

}  // namespace

Interval wilson_interval(double k, double n) {
  const double z2 = kNormal95 * kNormal95;
  const double p = k / n;
  const double centre = p + z2 / (2 * n);
  const double half = kNormal95 * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  const double scale = 1 + z2 / n;
  // At the ends the interval is closed: rounding must not open it.
  return {k <= 0 ? 0.0 : std::max(0.0, (centre - half) / scale),
          k >= n ? 1.0 : std::min(1.0, (centre + half) / scale)};
}

Interval rate_ratio_interval(double value, double base) {
  const Interval share = wilson_interval(value, value + base);
  return {share.low / (1 - share.low), share.high / (1 - share.high)};
}

namespace {

// The world with one unit more: the last, whose values are the participants' added up.
class WithTotal final : public engine::Source {
 public:
  WithTotal(FactSource& facts, const CompiledRules& rules, const Facts& values, const View& view)
      : facts_(facts), rules_(rules), values_(values), view_(view) {}

  size_t total() const { return facts_.unit_count(); }
  const std::vector<OrganisationUnitId>& list(PeriodIndex period) {
    const auto [at, is_new] = lists_.try_emplace(period);
    if (is_new) at->second = participants_of(rules_, values_, view_, facts_.period(period));
    return at->second;
  }

  size_t unit_count() const override { return facts_.unit_count() + 1; }

  Cell input(uint32_t index, const std::string& category, PeriodIndex period, size_t unit,
             Pool& pool) override {
    if (unit != total()) return facts_.input(index, category, period, unit, pool);
    return added_up(index, facts_.reported_cells(index, category, period, pool), period, pool);
  }
  Cell attribute(uint32_t index, PeriodIndex period, size_t unit, Pool& pool) override {
    if (unit != total()) return facts_.attribute(index, period, unit, pool);
    return engine::unknown_cell(Pool::plain(ReasonKind::CannotRestate));
  }
  Cell months_active(bool lineage, PeriodIndex period, size_t unit, Pool& pool) override {
    if (unit != total()) return facts_.months_active(lineage, period, unit, pool);
    return engine::unknown_cell(Pool::plain(ReasonKind::CannotRestate));
  }
  Date first_day(PeriodIndex period) override { return facts_.first_day(period); }
  Date last_day(PeriodIndex period) override { return facts_.last_day(period); }
  std::optional<std::vector<PeriodIndex>> select(PeriodIndex period,
                                                 const engine::Selector& selector) override {
    return facts_.select(period, selector);
  }
  bool comparable(uint32_t input, PeriodIndex a, PeriodIndex b) override {
    return facts_.comparable(input, a, b);
  }
  const std::vector<int32_t>& parents(PeriodIndex period, const std::string& hierarchy) override {
    const auto key = std::make_pair(period, hierarchy);
    const auto [at, is_new] = parents_.try_emplace(key);
    if (is_new) {
      at->second = facts_.parents(period, hierarchy);
      at->second.push_back(-1);
    }
    return at->second;
  }
  const std::vector<char>& participants(PeriodIndex period) override {
    const auto [at, is_new] = taking_part_.try_emplace(period);
    if (is_new) {
      at->second.assign(unit_count(), 0);
      for (const OrganisationUnitId unit : list(period)) at->second[unit.index()] = 1;
    }
    return at->second;
  }
  const std::vector<char>& existing(PeriodIndex period) override {
    const auto [at, is_new] = existing_.try_emplace(period);
    if (is_new) {
      at->second = facts_.existing(period);
      at->second.push_back(1);
    }
    return at->second;
  }
  int32_t unit_with_code(const std::string& code, PeriodIndex period) override {
    return facts_.unit_with_code(code, period);
  }

 private:
  Cell added_up(uint32_t index, const CellVector& column, PeriodIndex period, Pool& pool) {
    const Indicator& what = (*rules_.definitions)[rules_.inputs[index]];
    engine::Node node;
    node.op = engine::Op::AggregateList;
    node.type = engine::ValueType::Exact;
    switch (what.over_units) {
      case Combination::Sum:
        node.function = engine::FunctionId::Sum;
        break;
      case Combination::Mean:
        node.function = engine::FunctionId::Mean;
        break;
      case Combination::Min:
        node.function = engine::FunctionId::Min;
        break;
      case Combination::Max:
        node.function = engine::FunctionId::Max;
        break;
      default:
        return engine::unknown_cell(Pool::plain(ReasonKind::CannotRestate));
    }
    if (!what.numeric()) return engine::unknown_cell(Pool::plain(ReasonKind::CannotRestate));
    std::vector<const Cell*> cells;
    for (const uint32_t part : facts_.parts_of(column, period, -1)) cells.push_back(&column[part]);
    if (cells.empty()) return engine::not_applicable_cell(Pool::plain(ReasonKind::NoneApplies));
    return engine::aggregate(node, cells, engine::ValueType::Exact, &pool);
  }

  FactSource& facts_;
  const CompiledRules& rules_;
  const Facts& values_;
  const View view_;
  std::map<PeriodIndex, std::vector<OrganisationUnitId>> lists_;
  std::map<PeriodIndex, std::vector<char>> taking_part_;
  std::map<PeriodIndex, std::vector<char>> existing_;
  std::map<std::pair<PeriodIndex, std::string>, std::vector<int32_t>> parents_;
};

const ComparisonBaseline* declared_base(const Programme& programme, const std::string& indicator,
                                        const Period& to, const Calendar& calendar) {
  const ComparisonBaseline* general = nullptr;
  for (const ComparisonBaseline& one : programme.baselines) {
    const auto period = parse_period(one.period, calendar);
    if (!period || !same_days(*period, to)) continue;
    if (one.indicator == indicator) return &one;
    if (one.indicator == "*") general = &one;
  }
  return general;
}

// Whether versions from one period's to the other's compare, and why not.
std::vector<Text> definition_breaks(const Indicator& indicator, const Period& a, const Period& b,
                                    bool& broken) {
  const Date from = std::min(first_day(a), first_day(b));
  const Date until = std::max(first_day(a), first_day(b));
  std::vector<Text> reasons;
  for (const DefinitionVersion& version : indicator.versions) {
    if (version.from <= from || version.from > until || version.comparable) continue;
    broken = true;
    reasons.push_back(version.reason);
  }
  return reasons;
}

class Comparer {
 public:
  Comparer(const CompiledRules& rules, const Facts& facts, const ComparisonRequest& request)
      : rules_(rules),
        request_(request),
        source_(rules, facts, request.view),
        world_(source_, rules, facts, request.view),
        evaluation_(rules.graph, world_),
        secrecy_(rules, source_),
        calendar_(calendar_of(rules)),
        row_(request.unit ? request.unit->index() : world_.total()),
        comparability_(rules, calendar_, row_, evaluation_, secrecy_,
                       [this](const Period& period) { return period_index(period); }) {
    to_ = period_index(request.to);
  }

  Comparison compare() {
    Comparison result;
    result.programme = rules_.programme;
    result.to = request_.to;
    for (size_t i = 0; i < definitions().indicators.size(); ++i) {
      const Indicator& indicator = definitions().indicators[i];
      if (!indicator.derived() && !indicator.numeric()) continue;
      if (auto one = compared(IndicatorId(i), indicator)) {
        result.indicators.push_back(std::move(*one));
      }
    }
    const auto& list = world_.list(to_);
    result.participants.emplace_back(request_.to, list.size());
    for (const PeriodIndex period : looked_at_) {
      result.participants.emplace_back(source_.period(period), world_.list(period).size());
      result.same_participants = result.same_participants && world_.list(period) == list;
    }
    return result;
  }

 private:
  const Definitions& definitions() const { return *rules_.definitions; }

  static const Calendar& calendar_of(const CompiledRules& rules) {
    const Calendar* calendar = rules.definitions->calendar(rules.programme->calendar);
    return calendar != nullptr ? *calendar : civil_calendar();
  }

  // The list is told to the source first: values of higher units are added up over it.
  PeriodIndex period_index(const Period& period) {
    const PeriodIndex index = source_.index_of(period);
    if (listed_.insert(index).second) {
      const std::vector<char>& all = world_.participants(index);
      source_.set_participants(index, {all.begin(), all.end() - 1});
    }
    return index;
  }

  std::optional<ComparedIndicator> compared(IndicatorId id, const Indicator& indicator) {
    ComparedIndicator one;
    one.indicator = id;
    auto value = cell(id, indicator, to_);
    if (!value) return std::nullopt;
    one.value = std::move(*value);
    // What does not add up has no total: nothing is said.
    if (!request_.unit && one.value.reason.kind == ReasonKind::CannotRestate) return std::nullopt;
    one.withheld = withheld(id, indicator);
    one.declared = declared_base(*rules_.programme, indicator.id, request_.to, calendar_);
    if (one.declared != nullptr) {
      one.rounding = one.declared->rounding;
      one.digits = one.declared->digits;
    }
    const Period before = same_period_last_year(request_.to);
    std::vector<Period> bases = {request_.from.value_or(base_period(one.declared, before))};
    if (!same_days(bases[0], before)) bases.push_back(before);
    for (const Period& base : bases) one.bases.push_back(against(base, before, id, indicator, one));
    if (one.withheld) forget_numbers(one);
    return one;
  }

  Period base_period(const ComparisonBaseline* declared, const Period& before) const {
    if (declared == nullptr) return before;
    const auto period = parse_period(declared->against, calendar_);
    return period ? *period : before;
  }

  // Numbers of people are told from the level above the lowest up. An indicator that no formula
  // uses has no node: it is what it is declared to be.
  bool withheld(IndicatorId id, const Indicator& indicator) {
    const engine::NodeId node = rules_.measure(definitions()[id].id);
    if (node.valid() && secrecy_.tells_of_people(node, row_, to_)) return true;
    return indicator.about == About::People && secrecy_.nothing_below(row_, to_);
  }

  // Which periods were looked at and where definitions changed stay.
  static void forget_numbers(ComparedIndicator& one) {
    one.value = {};
    for (ComparedBase& base : one.bases) {
      base.base = {};
      base.change.reset();
      base.no_base = false;
      base.change_percent.reset();
      base.change_interval.reset();
    }
  }

  ComparedBase against(const Period& period, const Period& before, IndicatorId id,
                       const Indicator& indicator, const ComparedIndicator& one) {
    ComparedBase result;
    result.period = period;
    result.immediately_preceding = same_days(period, before);
    const PeriodIndex index = period_index(period);
    if (std::find(looked_at_.begin(), looked_at_.end(), index) == looked_at_.end()) {
      looked_at_.push_back(index);
    }
    if (auto base = cell(id, indicator, index)) result.base = std::move(*base);
    const std::set<IndicatorId> parts = parts_of(id, indicator);
    find_breaks(result, parts);
    if (!one.withheld) {
      result.not_comparable = comparability_.faults(parts, request_.to, period);
    }
    if (!result.comparable() || !one.value.known() || !result.base.known()) return result;
    const Ratio& now = one.value.cell.exact;
    const Ratio& then = result.base.cell.exact;
    result.change = difference(now, then);
    result.no_base = then.numerator == 0;
    result.change_percent = percent_change(now, then, one.rounding, one.digits);
    // Of what happens by itself: a number that somebody assigns is not a matter of chance.
    const bool events = indicator.kind == IndicatorKind::Count && !indicator.derived() &&
                        indicator.about != About::Office && !indicator.assigned;
    if (events && !result.no_base && now.denominator == 1 && then.denominator == 1) {
      const Interval ratio = rate_ratio_interval(now.to_double(), then.to_double());
      result.change_interval = Interval{ratio.low - 1, ratio.high - 1};
    }
    return result;
  }

  // A derived indicator compares where every value it is computed from does.
  std::set<IndicatorId> parts_of(IndicatorId id, const Indicator& indicator) const {
    std::set<IndicatorId> parts;
    if (indicator.derived()) parts = comparability_.inputs_below(rules_.measure(indicator.id));
    parts.insert(id);
    return parts;
  }

  void find_breaks(ComparedBase& result, const std::set<IndicatorId>& parts) const {
    for (const IndicatorId part : parts) {
      for (Text& reason : definition_breaks(definitions()[part], result.period, request_.to,
                                            result.definition_changed)) {
        result.definition_reasons.push_back(std::move(reason));
      }
    }
  }

  static std::optional<Ratio> difference(const Ratio& a, const Ratio& b) {
    const auto left = checked_multiply(a.numerator, b.denominator);
    const auto right = checked_multiply(b.numerator, a.denominator);
    const auto common = checked_multiply(a.denominator, b.denominator);
    if (!left || !right || !common) return std::nullopt;
    const auto sum = checked_add(*left, -*right);
    if (!sum) return std::nullopt;
    return Ratio{*sum, *common}.reduced();
  }

  std::optional<ComparedCell> cell(IndicatorId id, const Indicator& indicator, PeriodIndex period) {
    ComparedCell result;
    if (!indicator.derived()) {
      result.cell = reported(id, period);
    } else {
      engine::NodeId node = rules_.measure(indicator.id);
      if (!node.valid()) return std::nullopt;
      const engine::ValueType type = rules_.graph[node].type;
      if (type != engine::ValueType::Exact && type != engine::ValueType::Real) return std::nullopt;
      result.cell = evaluation_.cell(node, period, row_);
      if (type == engine::ValueType::Real && result.cell.known()) as_decimal(result.cell);
      find_share(result, node, period);
    }
    result.reason = evaluation_.pool().reason(result.cell.reason);
    return result;
  }

  // An indicator that no formula uses has no node: its column is read from the world.
  Cell reported(IndicatorId id, PeriodIndex period) {
    for (size_t i = 0; i < rules_.inputs.size(); ++i) {
      if (rules_.inputs[i] != id) continue;
      return world_.input(static_cast<uint32_t>(i), {}, period, row_, evaluation_.pool());
    }
    return engine::unknown_cell(Pool::plain(ReasonKind::NoValue));
  }

  // A floating value is shown with six decimals at most: taken at those.
  static void as_decimal(Cell& cell) {
    if (const auto units = round_to_integer(cell.real, 6, RoundingMode::HalfAwayFromZero)) {
      cell.exact = {*units, power_of_ten(6)};
    } else {
      cell = engine::unknown_cell(Pool::plain(ReasonKind::TooLarge));
    }
  }

  void find_share(ComparedCell& result, engine::NodeId node, PeriodIndex period) {
    const engine::Graph& graph = rules_.graph;
    while (graph[node].op == engine::Op::Named || graph[node].op == engine::Op::Round) {
      node = graph[node].args[0];
    }
    const engine::Node& top = graph[node];
    if (top.op != engine::Op::Divide) return;
    std::array<Cell, 2> cells;
    for (size_t i = 0; i < 2; ++i) {
      const engine::Node& side = graph[top.args[i]];
      if (side.op != engine::Op::Input) return;
      if (definitions()[rules_.inputs[side.index]].kind != IndicatorKind::Count) return;
      cells[i] = evaluation_.cell(top.args[i], period, row_);
      if (!cells[i].known()) return;
    }
    const bool is_part = cells[0].exact.numerator >= 0 && cells[1].exact.numerator > 0 &&
                         exemplar::compare(cells[0].exact, cells[1].exact) <= 0;
    if (!is_part) return;
    result.part = cells[0].exact;
    result.whole = cells[1].exact;
  }

  const CompiledRules& rules_;
  const ComparisonRequest& request_;
  FactSource source_;
  WithTotal world_;
  engine::Evaluation evaluation_;
  Secrecy secrecy_;
  const Calendar& calendar_;
  size_t row_;
  Comparability comparability_;
  PeriodIndex to_ = 0;
  std::vector<PeriodIndex> looked_at_;
  std::set<PeriodIndex> listed_;
};

}  // namespace

Result<Comparison> compare_periods(const Definitions& definitions, const Facts& facts,
                                   const ComparisonRequest& request) {
  const Programme* programme = definitions.programme(request.programme);
  if (programme == nullptr) {
    return Refusal{msg("there is no programme '{}'", request.programme),
                   msg("run exemplar check on the pack")};
  }
  Problems problems;
  const auto rules = compile_rules(definitions, *programme, nullptr, problems);
  if (!rules) {
    problems.sort();
    const std::string first =
        problems.empty() ? "" : to_string(problems.list().front(), Language::English);
    return Refusal{msg("the indicators cannot be used: {}", first),
                   msg("run exemplar check on the pack")};
  }
  return Comparer(*rules, facts, request).compare();
}

}  // namespace exemplar::programme
