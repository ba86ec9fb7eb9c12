#include "programme/explanation/explained_value.hpp"

#include "base/number.hpp"

namespace exemplar::programme {

using engine::Answer;
using engine::ReasonKind;
using engine::ValueType;

namespace {

constexpr std::string_view kAnswers[] = {"not_met", "unknown", "met", "not_applicable"};

constexpr std::string_view kReasons[] = {
    "none",
    "no_value",
    "declared_not_applicable",
    "not_collected",
    "definition_break",
    "unit_not_there",
    "no_such_unit",
    "no_such_period",
    "nothing_due",
    "division_by_zero",
    "no_base",
    "outside_domain",
    "too_large",
    "some_unknown",
    "none_applies",
    "not_compared",
    "not_enough_units",
    "unknown_shares",
    "cannot_restate",
    "undetermined",
    "does_not_apply",
    "counted_as_unknown",
    "said",
    "cause",
};
static_assert(std::size(kReasons) == static_cast<size_t>(ReasonKind::Cause) + 1);

// "days" is the engine's own unit; the others are written as the pack writes them.
std::string with_unit(std::string number, const std::string& unit, Language language) {
  if (unit.empty()) return number;
  if (unit == "days") return render(msg("{} days", number), language);
  return number + "\u00A0" + unit;
}

std::string real_text(double number, const NumberStyle& style, Language language) {
  const int digits = style.digits + (style.percent ? 2 : 0);
  const auto units = round_to_integer(number, digits, RoundingMode::HalfAwayFromZero);
  if (!units) return with_unit(fmt::format("{:g}", number), style.unit, language);
  return number_text(Ratio{*units, power_of_ten(digits)}, style, language);
}

Message collected_words(const Length& length) {
  if (length == Length{1, Length::Days}) return msg("no value for this span: collected by day");
  if (length == Length{1, Length::Weeks}) return msg("no value for this span: collected by week");
  if (length == Length{1, Length::Months}) return msg("no value for this span: collected by month");
  if (length == Length{3, Length::Months}) {
    return msg("no value for this span: collected by quarter");
  }
  if (length == Length{1, Length::Years}) return msg("no value for this span: collected by year");
  return length.counts_months()
             ? msg("no value for this span: collected in periods of {} months", length.size())
             : msg("no value for this span: collected in periods of {} days", length.size());
}

Message words_for(const ExplainedReason& reason, const NumberStyle& style, Language language) {
  const auto number = [&](const std::optional<Ratio>& value) {
    return value ? number_text(*value, style, language) : std::string("?");
  };
  switch (reason.kind) {
    case ReasonKind::None:
      return msg("no reason was recorded");
    case ReasonKind::NoValue:
      return msg("no value yet");
    case ReasonKind::DeclaredNotApplicable:
      return reason.text.in(language).empty()
                 ? msg("reported as not applicable")
                 : msg("reported as not applicable: {}", reason.text.in(language));
    case ReasonKind::NotCollected:
      return reason.collected ? collected_words(*reason.collected)
                              : msg("no values are collected for this span");
    case ReasonKind::DefinitionBreak:
      return !reason.changed_on ? msg("the definition changed between the two periods")
             : reason.change.in(language).empty()
                 ? msg("the definition changed on {}", format_date(*reason.changed_on, language))
                 : msg("the definition changed on {}: {}",
                       format_date(*reason.changed_on, language), reason.change.in(language));
    case ReasonKind::UnitNotThere:
      return msg("the unit does not exist in this period");
    case ReasonKind::NoSuchUnit:
      return msg("there is no such unit in this period");
    case ReasonKind::NoSuchPeriod:
      return msg("there is no such period");
    case ReasonKind::NothingDue:
      return msg("nothing was due (0 / 0)");
    case ReasonKind::DivisionByZero:
      return msg("division by 0: the values contradict each other and need a check");
    case ReasonKind::NoBase:
      return msg("no base to compare with: it is 0");
    case ReasonKind::OutsideDomain:
      return msg("the value lies outside what the function takes");
    case ReasonKind::TooLarge:
      return msg("the number is too large to be kept exact");
    case ReasonKind::SomeUnknown:
      return reason.known_value
                 ? msg("{} from {} of {}", number(reason.known_value), reason.known, reason.total)
                 : msg("known for {} of {}", reason.known, reason.total);
    case ReasonKind::NoneApplies:
      return msg("nothing is left to add up or compare");
    case ReasonKind::NotCompared:
      return msg("the unit is not among those compared");
    case ReasonKind::NotEnoughUnits:
      return msg("too few different values to compare");
    case ReasonKind::UnknownShares:
      return reason.low || reason.high
                 ? msg("between {} and {}: shares or beginnings are not known", number(reason.low),
                       number(reason.high))
                 : msg("shares or beginnings are not known");
    case ReasonKind::CannotRestate:
      return msg("a value of this kind does not add up over units and is not restated");
    case ReasonKind::Undetermined:
      return msg("some units are undetermined, so the best cannot be picked yet");
    case ReasonKind::DoesNotApply:
      return msg("it does not apply to this unit");
    case ReasonKind::CountedAsUnknown:
      return msg("not applicable, which this criterion counts as unknown");
    case ReasonKind::Said:
      return msg("{}", reason.text.in(language));
    case ReasonKind::Cause:
      return msg("it follows from another value");
  }
  return msg("no reason was recorded");
}

}  // namespace

std::string number_text(const Ratio& number, const NumberStyle& style, Language language) {
  if (style.percent) return format_percent(number, style.digits, language);
  return with_unit(format_number(number, style.digits, language), style.unit, language);
}

void withhold(ExplainedValue& value) {
  value.withheld = true;
  value.exact.reset();
  value.real.reset();
  value.date.reset();
  value.text.clear();
  value.style = {};
  if (!value.reason) return;
  value.reason->known_value.reset();
  value.reason->low.reset();
  value.reason->high.reset();
  // What a reporter wrote may say the number; what the pack says is no one's.
  if (value.reason->kind != ReasonKind::Said) value.reason->text = {};
}

std::string value_text(const ExplainedValue& value, Language language) {
  if (value.answer == Answer::Unknown) return "?";
  if (value.answer == Answer::NotApplicable) return "–";
  if (value.withheld) {
    return render(msg("a number of people: shown from the level above up"), language);
  }
  switch (value.type) {
    case ValueType::Truth:
    case ValueType::Any:
      return render(value.answer == Answer::Met ? msg("yes") : msg("no"), language);
    case ValueType::Date:
      return value.date ? format_date(*value.date, language) : "?";
    case ValueType::Text:
      return value.text;
    case ValueType::Exact:
      return value.exact ? number_text(*value.exact, value.style, language) : "?";
    case ValueType::Real:
      return value.real ? real_text(*value.real, value.style, language) : "?";
  }
  return "?";
}

std::string reason_text(const ExplainedReason& reason, const NumberStyle& style,
                        Language language) {
  return render(words_for(reason, style, language), language);
}

std::string_view name_of(Answer answer) {
  return kAnswers[static_cast<size_t>(answer)];
}
std::string_view name_of(ReasonKind kind) {
  return kReasons[static_cast<size_t>(kind)];
}

Message words_for(Answer answer) {
  switch (answer) {
    case Answer::Met:
      return msg("met");
    case Answer::NotMet:
      return msg("not met");
    case Answer::Unknown:
      return msg("unknown");
    case Answer::NotApplicable:
      return msg("not applicable");
  }
  return msg("unknown");
}

Message words_for(Status status) {
  switch (status) {
    case Status::Draft:
      return msg("draft");
    case Status::Reported:
      return msg("reported");
    case Status::Verified:
      return msg("verified");
    case Status::Decided:
      return msg("decided");
  }
  return msg("draft");
}

}  // namespace exemplar::programme
