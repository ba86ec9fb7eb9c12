// The context indicators against the declared baseline: shown beside the results, never scored.
#include <cmath>

#include "programme/assessment/comparison.hpp"
#include "programme/period/period_text.hpp"
#include "programme/report/review_builder.hpp"

namespace exemplar::programme {

namespace {

// Decimals of a number that the definition does not give any.
constexpr int kDigitsOfDerived = 4;

bool is_share(const Indicator& indicator, const ComparedCell& cell) {
  return cell.part.has_value() || indicator.kind == IndicatorKind::Share;
}

Json number(const Indicator& indicator, const Ratio& value) {
  const int digits =
      indicator.derived() ? indicator.round.value_or(kDigitsOfDerived) : indicator.digits;
  const i128 units = round_to_integer(value, digits, RoundingMode::HalfAwayFromZero);
  return Json::literal(plain({static_cast<int64_t>(units), digits}));
}

// Context, and how many events others reported: receiving many is no fault and no merit.
bool shown_beside(const Indicator& indicator) {
  return indicator.context || (indicator.receipts && indicator.about == About::Event);
}

Json percentage(const std::optional<Decimal>& percent) {
  return percent ? Json::literal(plain(*percent)) : Json();
}

// A share in percent with its counts; another number with the indicator's digits.
Json value_of(const Indicator& indicator, const ComparedIndicator& one, const ComparedCell& cell) {
  if (!cell.known()) return Json();
  if (is_share(indicator, cell)) {
    const auto share = percent_of(cell.cell.exact, {1, 1}, one.rounding, one.digits);
    if (share) return percentage(share);
  }
  return number(indicator, cell.cell.exact);
}

Json hundredths(double fraction) {
  return std::isfinite(fraction) ? Json::literal(fmt::format("{:.2f}", fraction * 100)) : Json();
}

// Of how many units the value is known, where it is not of all.
Json known_of(const ComparedCell& cell) {
  if (cell.known() || cell.reason.kind != engine::ReasonKind::SomeUnknown) return Json();
  return Json::array().add(Json::integer(cell.reason.known)).add(Json::integer(cell.reason.total));
}

}  // namespace

Json ReviewBuilder::comparison() {
  const auto compared =
      compare_periods(office_.definitions, office_.facts,
                      {result_.programme->id, result_.period, {}, only_, result_.view});
  if (!compared) return Json();
  Json rows = Json::array();
  std::set<Period> against;
  std::optional<Text> reason;
  for (const ComparedIndicator& one : compared->indicators) {
    const Indicator& indicator = office_.definitions[one.indicator];
    if (!shown_beside(indicator) || one.withheld) continue;
    if (one.declared != nullptr) reason = one.declared->reason;
    for (const ComparedBase& base : one.bases) {
      against.insert(base.period);
      Json row = Json::object();
      row.add("indicator", Json::string(indicator.id)).add("name", both(indicator.name));
      row.add("note", both(indicator.note)).add("unit", Json::string(indicator.unit));
      // Where one of the two is not known, the other says what it is.
      const bool share = is_share(indicator, one.value) || is_share(indicator, base.base);
      row.add("share", Json::truth(share));
      row.add("value", value_of(indicator, one, one.value));
      row.add("value_known", known_of(one.value));
      row.add("base_period", Json::string(period_text(base.period)));
      row.add("base", value_of(indicator, one, base.base));
      row.add("base_known", known_of(base.base));
      row.add("change", !base.change ? Json()
                        : share
                            ? percentage(percent_of(*base.change, {1, 1}, one.rounding, one.digits))
                            : number(indicator, *base.change));
      row.add("change_percent", share ? Json() : percentage(base.change_percent));
      row.add("no_base", Json::truth(base.no_base));
      const bool interval = base.change_interval.has_value() && base.comparable();
      row.add("interval_low", interval ? hundredths(base.change_interval->low) : Json());
      row.add("interval_high", interval ? hundredths(base.change_interval->high) : Json());
      Json reasons = Json::array();
      for (const Text& why : base.definition_reasons) reasons.add(both(why));
      row.add("definition_changed", base.definition_changed ? std::move(reasons) : Json());
      row.add("not_comparable",
              base.not_comparable.empty()
                  ? Json()
                  : both(text_of(base.not_comparable, office_.definitions, calendar())));
      rows.add(std::move(row));
    }
  }
  if (against.empty()) return Json();
  const Period& first = *against.rbegin();
  return Json::object()
      .add("period", Json::string(period_text(result_.period)))
      .add("against", Json::string(period_text(first)))
      .add("against_name", both(label(first, calendar())))
      .add("same_participants", Json::truth(only_ || compared->same_participants))
      .add("declared", Json::truth(reason.has_value()))
      .add("reason",
           reason ? both(*reason) : both(msg("no base is declared: against the year before")))
      .add("rows", std::move(rows));
}

}  // namespace exemplar::programme
