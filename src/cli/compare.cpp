// compare: a period against another, indicator by indicator, always with the raw values.
#include <cmath>

#include "base/number.hpp"
#include "cli/notices.hpp"
#include "programme/assessment/comparison.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::cli {

namespace {

using programme::ComparedBase;
using programme::ComparedCell;
using programme::ComparedIndicator;
using programme::Comparison;

// Decimals of a number that the definition does not give any: enough for people.
constexpr int kDigitsOfDerived = 4;

class Compare {
 public:
  Compare(const programme::Office& office, const Common& common, const Comparison& comparison)
      : office_(office),
        say_{common.language},
        comparison_(comparison),
        calendar_(calendar_of(office, *comparison.programme)) {}

  Report report(const std::optional<programme::OrganisationUnitId>& unit, bool takes_part,
                const Names& names, const std::vector<LeftOut>& left_out) {
    Report report;
    report.labels = labels_of(office_, say_.language);
    report.title =
        fmt::format("{} · {} · {}", say_(comparison_.programme->name), say_(msg("comparison")),
                    say_(programme::label(comparison_.to, calendar_)));
    report.fact("programme", Json::string(comparison_.programme->id));
    report.fact("period", Json::string(period(comparison_.to)));
    say_spans(report);
    say_of_whom(report, unit, takes_part, names);
    say_left_out(report, left_out, office_, *comparison_.programme, say_);
    say_declared(report);
    Table table = rows();
    for (const ComparedIndicator& one : comparison_.indicators) {
      for (const ComparedBase& base : one.bases) add(table, one, base);
    }
    table.for_people = !table.rows.empty();
    report.table(std::move(table));
    say_not_comparable();
    Report::Block notes{std::move(notes_), {}};
    notes.lines.push_back(say_(msg(
        "Change in percent is rounded as the programme declares; the interval (95 %) is that of "
        "two chance counts for counts of events, and Wilson's for shares. A wide interval means "
        "that the change may be chance.")));
    report.blocks.push_back(std::move(notes));
    report.csv_table = "comparison";
    return report;
  }

 private:
  std::string period(const programme::Period& one) const {
    return programme::to_string(one, calendar_);
  }

  void say_of_whom(Report& report, const std::optional<programme::OrganisationUnitId>& unit,
                   bool takes_part, const Names& names) {
    if (unit) {
      const std::string full_name = names.with_district(*unit);
      report.fact("unit", Json::string(names.code(*unit)));
      report.fact("unit_name", Json::string(full_name));
      report.fact("takes_part", Json::truth(takes_part));
      report.line(fmt::format("{} ({})", full_name, names.code(*unit)));
      if (!takes_part) {
        report.blocks.back().lines.push_back(
            say_(msg("does not take part: in no count, share or rank")));
        notes_of_unit_ = say_(msg("does not take part"));
      }
      return;
    }
    Report::Block block;
    std::string counts;
    Json json = Json::array();
    for (const auto& [one, count] : comparison_.participants) {
      counts += (counts.empty() ? "" : ", ") + fmt::format("{}: {}", period(one), count);
      Json entry = Json::object();
      entry.add("period", Json::string(period(one)));
      entry.add("units", Json::integer(static_cast<int64_t>(count)));
      json.add(std::move(entry));
    }
    report.fact("participants", std::move(json));
    block.lines.push_back(say_(msg("total of the units taking part ({})", counts)));
    if (!comparison_.same_participants) {
      block.lines.push_back(
          say_(msg("the units taking part are not the same in both: totals speak of different "
                   "lists; --geography DATE restates them")));
    }
    report.blocks.push_back(std::move(block));
  }

  void say_spans(Report& report) const {
    std::vector<programme::IndicatorId> indicators;
    for (const ComparedIndicator& one : comparison_.indicators) {
      indicators.push_back(one.indicator);
    }
    say_span(report,
             programme::span_without_values(office_.definitions, *comparison_.programme,
                                            office_.facts, indicators, comparison_.to),
             office_, *comparison_.programme, comparison_.to, "--to", say_);
    if (comparison_.indicators.empty()) {
      report.line(say_(msg("no indicator adds up over units: name a unit with --unit")));
    }
  }

  void say_declared(Report& report) const {
    std::set<const programme::ComparisonBaseline*> told;
    Report::Block block;
    for (const ComparedIndicator& one : comparison_.indicators) {
      if (one.declared == nullptr || !told.insert(one.declared).second) continue;
      const std::string which =
          one.declared->indicator == "*" ? say_(msg("all indicators")) : one.declared->indicator;
      block.lines.push_back(
          say_(msg("declared base ({}): {} against {}; {}", which, one.declared->period,
                   one.declared->against, say_(one.declared->reason))));
    }
    if (block.lines.empty()) {
      block.lines.push_back(say_(msg("no base is declared: against the year before")));
    }
    report.blocks.push_back(std::move(block));
  }

  Table rows() const {
    Table table{"comparison",
                "",
                {{"indicator", ""},
                 {"name", say_(msg("indicator")), Align::Left, 56},
                 {"value", say_(msg("value")), Align::Right},
                 {"base_period", say_(msg("base period"))},
                 {"base", say_(msg("base")), Align::Right},
                 {"change", say_(msg("change")), Align::Right},
                 {"change_percent", say_(msg("change %")), Align::Right},
                 {"interval", say_(msg("95 % interval")), Align::Right, 0, true, false},
                 {"interval_low", "", Align::Right, 0, false},
                 {"interval_high", "", Align::Right, 0, false},
                 {"value_low", "", Align::Right, 0, false},
                 {"value_high", "", Align::Right, 0, false},
                 {"base_low", "", Align::Right, 0, false},
                 {"base_high", "", Align::Right, 0, false},
                 {"remark", say_(msg("remark"))}},
                {}};
    table.columns[0].for_people = false;
    // Said once in the heading where it is the same for all.
    std::set<programme::Period> bases;
    for (const ComparedIndicator& one : comparison_.indicators) {
      for (const ComparedBase& base : one.bases) bases.insert(base.period);
    }
    if (bases.size() == 1) {
      table.columns[3].for_people = false;
      table.columns[4].heading = period(*bases.begin());
    }
    table.columns[2].heading = period(comparison_.to);
    return table;
  }

  const programme::Indicator& definition(const ComparedIndicator& one) const {
    return office_.definitions[one.indicator];
  }

  static bool is_share(const programme::Indicator& indicator, const ComparedCell& cell) {
    return cell.part.has_value() || indicator.kind == programme::IndicatorKind::Share;
  }

  Value number(const programme::Indicator& indicator, const Ratio& value) const {
    const int digits =
        indicator.derived() ? indicator.round.value_or(kDigitsOfDerived) : indicator.digits;
    const i128 units = round_to_integer(value, digits, RoundingMode::HalfAwayFromZero);
    return decimal({static_cast<int64_t>(units), digits}, say_.language);
  }

  // A share as its counts and percentage: 312/357 = 87,39 %.
  Value value_of(const programme::Indicator& indicator, const ComparedIndicator& one,
                 const ComparedCell& cell) const {
    if (cell.known()) {
      if (!is_share(indicator, cell)) return number(indicator, cell.cell.exact);
      const auto share = programme::percent_of(cell.cell.exact, {1, 1}, one.rounding, one.digits);
      if (!share) return number(indicator, cell.cell.exact);
      std::string shown = format_number(*share, say_.language) + " %";
      if (cell.part) {
        shown = fmt::format("{}/{} = {}", format_integer(cell.part->numerator, say_.language),
                            format_integer(cell.whole->numerator, say_.language), shown);
      }
      return {Value::Kind::Number, plain(*share), std::move(shown)};
    }
    if (cell.cell.answer == engine::Answer::NotApplicable) {
      return nothing(say_(msg("not applicable")));
    }
    if (cell.reason.kind == engine::ReasonKind::SomeUnknown && cell.reason.known > 0) {
      // What a computed value would be over the known ones is not known: only how many there are.
      if (indicator.derived() || !cell.reason.known_value) {
        return nothing(
            say_(msg("unknown: {} of {} reported", format_integer(cell.reason.known, say_.language),
                     format_integer(cell.reason.total, say_.language))));
      }
      const std::string known = number(indicator, *cell.reason.known_value).shown;
      return nothing(say_(msg("{} from {} of {} units", known,
                              format_integer(cell.reason.known, say_.language),
                              format_integer(cell.reason.total, say_.language))));
    }
    return nothing(say_(msg("unknown")));
  }

  std::string interval_text(const ComparedIndicator& one, const ComparedBase& base) const {
    const auto as_percent = [&](double value) {
      // Only shown: a tenth of a percent says more than the interval knows.
      const double bounded = std::min(std::max(value, -9.0), 99.0);
      return format_number(Ratio{static_cast<i128>(std::llround(bounded * 100000)), 1000}, 1,
                           say_.language);
    };
    const auto range = [&](const programme::Interval& interval) {
      return fmt::format("{} … {} %", as_percent(interval.low), as_percent(interval.high));
    };
    if (base.change_interval) return range(*base.change_interval);
    if (one.value.part && base.base.part) {
      const auto wilson = [&](const ComparedCell& cell) {
        return range(programme::wilson_interval(cell.part->to_double(), cell.whole->to_double()));
      };
      return wilson(base.base) + " → " + wilson(one.value);
    }
    return {};
  }

  // The same reason holds for many lines: told once, before what follows.
  void say_not_comparable() {
    for (const std::string& why : whys_) {
      notes_.push_back(say_(msg("{} (lines: {})", why, not_comparable_[why])));
    }
  }

  // In full for machines; for people in a word, with a note below the table where it needs more.
  Value remark_of(const ComparedIndicator& one, const ComparedBase& base) {
    const programme::Indicator& indicator = definition(one);
    std::vector<std::pair<std::string, std::string>> parts;  // full, short
    if (!notes_of_unit_.empty()) parts.emplace_back(notes_of_unit_, "");
    if (base.definition_changed) {
      std::string reasons;
      for (const Text& reason : base.definition_reasons) {
        reasons += (reasons.empty() ? "" : "; ") + say_(reason);
      }
      const std::string full = say_(msg("not compared: the definition changed ({})", reasons));
      parts.emplace_back(full, say_(msg("not compared")));
      notes_.push_back(fmt::format("{}: {}", say_(indicator.name), full));
    }
    if (!base.not_comparable.empty()) {
      const Text why = text_of(base.not_comparable, office_.definitions, calendar_);
      parts.emplace_back(say_(why), say_(msg("not comparable")));
      if (not_comparable_[say_(why)]++ == 0) whys_.push_back(say_(why));
    }
    if (indicator.context) parts.emplace_back("context", say_(msg("context, never scored")));
    if (one.declared != nullptr && one.rounding != RoundingMode::HalfAwayFromZero) {
      const std::string rounding = say_(msg("rounding: {}", exemplar::name_of(one.rounding)));
      parts.emplace_back(rounding, rounding);
    }
    if (base.immediately_preceding && &base != &one.bases.front()) {
      const std::string before = say_(msg("the year immediately before"));
      parts.emplace_back(before, before);
    }
    std::string full, shown;
    for (const auto& [whole, word_shown] : parts) {
      full += (full.empty() ? "" : "; ") + whole;
      shown += (shown.empty() || word_shown.empty() ? "" : "; ") + word_shown;
    }
    return word(full, shown);
  }

  void add(Table& table, const ComparedIndicator& one, const ComparedBase& base) {
    const programme::Indicator& indicator = definition(one);
    const std::string name = say_(indicator.name);
    if (one.withheld) {
      table.row({text(indicator.id), text(name), nothing(), text(period(base.period)), nothing(),
                 nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(),
                 nothing(), nothing(),
                 text(say_(msg("a number of people: shown from the level above up")))});
      return;
    }
    const bool share = is_share(indicator, one.value);
    Value change = nothing();
    Value change_percent = nothing();
    if (base.change) {
      if (share) {
        const auto points = programme::percent_of(*base.change, {1, 1}, one.rounding, one.digits);
        if (points) {
          change = {Value::Kind::Number, plain(*points),
                    signed_text(points->units > 0, format_number(*points, say_.language)) + " " +
                        say_(msg("% points"))};
        }
      } else {
        change = number(indicator, *base.change);
        change.shown = signed_text(base.change->numerator > 0, change.shown);
        if (base.no_base) {
          change_percent = nothing(say_(msg("no base")));
        } else if (base.change_percent) {
          change_percent = {Value::Kind::Number, plain(*base.change_percent),
                            signed_text(base.change_percent->units > 0,
                                        format_number(*base.change_percent, say_.language))};
        }
      }
    }
    const std::string interval = base.comparable() ? interval_text(one, base) : "";
    std::vector<Value> row = {text(indicator.id),
                              text(name),
                              value_of(indicator, one, one.value),
                              text(period(base.period)),
                              value_of(indicator, one, base.base),
                              change,
                              change_percent,
                              interval.empty() ? nothing() : text(interval)};
    for (Value& bound : bounds_of(one, base)) row.push_back(std::move(bound));
    row.push_back(remark_of(one, base));
    table.row(std::move(row));
  }

  // The intervals as numbers, in percent: of the change; for shares of the value and of the base.
  static std::vector<Value> bounds_of(const ComparedIndicator& one, const ComparedBase& base) {
    std::vector<Value> bounds(6, nothing());
    if (!base.comparable()) return bounds;
    const auto put = [&](size_t at, const programme::Interval& interval) {
      const auto number = [](double fraction) {
        if (!std::isfinite(fraction)) return nothing();
        return Value{Value::Kind::Number, fmt::format("{:.2f}", fraction * 100), {}};
      };
      bounds[at] = number(interval.low);
      bounds[at + 1] = number(interval.high);
    };
    if (base.change_interval) {
      put(0, *base.change_interval);
    } else if (one.value.part && base.base.part) {
      const auto wilson = [](const ComparedCell& cell) {
        return programme::wilson_interval(cell.part->to_double(), cell.whole->to_double());
      };
      put(2, wilson(one.value));
      put(4, wilson(base.base));
    }
    return bounds;
  }

  static std::string signed_text(bool positive, std::string number) {
    return positive ? "+" + std::move(number) : number;
  }

  const programme::Office& office_;
  Say say_;
  const Comparison& comparison_;
  const programme::Calendar& calendar_;
  std::vector<std::string> notes_;
  std::vector<std::string> whys_;              // why not comparable, as first told …
  std::map<std::string, int> not_comparable_;  // … and of how many lines
  std::string notes_of_unit_;                  // that it does not take part
};

// Who of each period compared is left out of restated figures: everybody's, or a unit's own, which
// those below it make up.
std::vector<LeftOut> left_out_of(const programme::Office& office,
                                 const programme::CompiledRules& rules,
                                 const programme::ComparisonRequest& request,
                                 const Comparison& comparison) {
  std::set<programme::Period> periods = {comparison.to};
  for (const ComparedIndicator& one : comparison.indicators) {
    for (const ComparedBase& base : one.bases) periods.insert(base.period);
  }
  const programme::UnitRegister& units = office.definitions.units;
  const auto hierarchy = units.find_hierarchy(comparison.programme->hierarchy);
  std::vector<LeftOut> all;
  for (const programme::Period& period : periods) {
    LeftOut one{period,
                programme::fate_unknown_participants(rules, office.facts, request.view, period)};
    const auto elsewhere = [&](programme::OrganisationUnitId unit) {
      return request.unit &&
             (!hierarchy || !units.is_under(unit, *request.unit, *hierarchy, last_day(period)));
    };
    one.units.erase(std::remove_if(one.units.begin(), one.units.end(), elsewhere), one.units.end());
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

Result<Report> compare(const programme::Office& office, const Common& common,
                       const CompareOptions& options) {
  const auto chosen = chosen_programme(office, common);
  if (!chosen) return chosen.refusal();
  const programme::Programme& programme = **chosen;
  const auto to = period_of(office, programme, options.to);
  if (!to) return to.refusal();
  const auto view = view_of(office, options.status, options.geography, common.today);
  if (!view) return view.refusal();
  programme::ComparisonRequest request{programme.id, *to, {}, {}, *view};
  if (!options.from.empty()) {
    const auto from = period_of(office, programme, options.from);
    if (!from) return from.refusal();
    if (days(*from) != days(*to) && !(from->length == to->length)) {
      return Refusal{msg("{} and {} are not of one length", options.from, options.to),
                     msg("compare periods of the same length: 2022 with 2023, 2022-Q1 with "
                         "2023-Q1")};
    }
    if (overlaps(*from, *to)) {
      return Refusal{msg("{} and {} overlap", options.from, options.to),
                     msg("compare a period with an earlier one: --from 2022 --to 2023")};
    }
    if (first_day(*from) > first_day(*to)) {
      return Refusal{msg("{} lies after {}: a base comes before what is compared with it",
                         options.from, options.to),
                     msg("write --from {} --to {}", options.to, options.from)};
    }
    request.from = *from;
  }
  const Date day = view->geography.value_or(last_day(*to));
  if (!options.unit.empty()) {
    const auto unit = office.definitions.units.resolve(options.unit, day);
    if (!unit) return unit.refusal();
    request.unit = *unit;
  }
  const auto comparison = programme::compare_periods(office.definitions, office.facts, request);
  if (!comparison) return comparison.refusal();
  const Names names(office, programme, day, common.language);
  Problems problems;
  const auto rules = programme::compile_rules(office.definitions, programme, nullptr, problems);
  std::vector<programme::OrganisationUnitId> all;
  std::vector<LeftOut> left_out;
  if (rules) {
    all = programme::participants_of(*rules, office.facts, request.view, request.to);
    left_out = left_out_of(office, *rules, request, *comparison);
  }
  const bool inside = request.unit && std::find(all.begin(), all.end(), *request.unit) != all.end();
  return Compare(office, common, *comparison).report(request.unit, inside, names, left_out);
}

}  // namespace exemplar::cli
