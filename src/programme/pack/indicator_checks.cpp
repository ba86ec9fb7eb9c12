// Errors of meaning in indicators: kind, bounds, lever, names, collection and definition versions;
// and in quotas.
#include <algorithm>
#include <set>

#include "programme/indicator/audit.hpp"
#include "programme/pack/checks.hpp"

namespace exemplar::programme {

namespace {

constexpr int kSignificantDigitsMax = 15;

int digits_before_the_sign(const Decimal& decimal) {
  i128 whole = decimal.units < 0 ? -static_cast<i128>(decimal.units) : decimal.units;
  whole /= power_of_ten(decimal.digits);
  int digits = 1;
  while (whole >= 10) {
    whole /= 10;
    ++digits;
  }
  return digits;
}

class IndicatorCheck {
 public:
  IndicatorCheck(const DefinitionDraft& draft, const Indicator& indicator, Problems& problems)
      : draft_(draft), indicator_(indicator), problems_(problems) {}

  void run() {
    check_kind();
    check_bounds();
    check_lever();
    check_names();
    check_collection();
    check_versions();
  }

 private:
  Place at(std::string_view key) const { return draft_.places.of(indicator_.place, key); }
  bool says(std::string_view key) const { return draft_.places.has(indicator_.place, key); }
  void error(std::string_view key, Message what, Message remedy) {
    problems_.error(at(key), std::move(what), std::move(remedy));
  }

  void check_kind() {
    if (!indicator_.derived() && !says("kind") && !says("value")) {
      error("id", msg("the indicator '{}' has neither kind nor value", indicator_.id),
            msg("a reported one says its kind: count, amount, share, …; a derived one its value"));
    }
    if (indicator_.kind == IndicatorKind::Count && indicator_.digits > 0) {
      error("digits", msg("a count has no decimals"),
            msg("leave digits out, or use kind = \"amount\""));
    }
    if (!indicator_.derived() && says("round") && !says("value")) {
      error("round", msg("reported values are never rounded"), msg("leave round out"));
    }
    if (indicator_.numeric()) return;
    for (const std::string_view key : {"digits", "at_least", "at_most"}) {
      if (says(key)) {
        error(key, msg("'{}' has a meaning for numbers only", key), msg("leave it out"));
      }
    }
    const bool adds_up =
        indicator_.over_units != Combination::None ||
        (indicator_.over_time != Combination::None && indicator_.over_time != Combination::Last);
    if (adds_up) {
      error(indicator_.over_units != Combination::None ? "over_units" : "over_time",
            msg("only numbers add up"), msg("leave it out"));
    }
  }

  void check_bounds() {
    if (!indicator_.numeric()) return;
    const auto& least = indicator_.at_least;
    const auto& most = indicator_.at_most;
    if (least && most && least->to_double() > most->to_double()) {
      error("at_most", msg("at_most is below at_least"), msg("the upper bound is the larger one"));
    }
    for (const std::string_view key : {"at_least", "at_most"}) {
      const auto& bound = key == "at_least" ? least : most;
      if (!bound) continue;
      if (!with_digits(*bound, indicator_.digits) &&
          digits_before_the_sign(*bound) + indicator_.digits <= kSignificantDigitsMax) {
        error(key, msg("'{}' has more decimals than the indicator", key),
              msg("write it with at most {} decimals", indicator_.digits));
      }
      const int digits = digits_before_the_sign(*bound) + indicator_.digits;
      if (digits > kSignificantDigitsMax) {
        error(key, msg("values up to this bound would have {} significant digits", digits),
              msg("at most {} are kept exactly: lower the bound or digits", kSignificantDigitsMax));
      }
    }
  }

  void check_lever() {
    if (indicator_.classification != "normal") {
      error("classification", msg("'{}' data have no place here", indicator_.classification),
            msg("only classification = \"normal\" is taken; leave the indicator out"));
    }
    if (indicator_.lever == Lever::None) return;
    if (indicator_.kind == IndicatorKind::Count) {
      error("lever", msg("a count is no lever: it would reward hiding cases"),
            msg("leave lever out; work on what is in the unit's own hands"));
    } else if (indicator_.derived()) {
      error("lever", msg("a computed value cannot be moved by itself"),
            msg("declare the lever on an indicator it is computed from"));
    }
  }

  void check_names() {
    if (!indicator_.audited_by.empty() && draft_.indicators_known) {
      if (indicator_.audited_by == indicator_.id) {
        error("audited_by", msg("an indicator cannot audit itself"),
              msg("name the indicator that the audit reports"));
      }
      require_name(at("audited_by"), indicator_.audited_by, ids_of(draft_.indicators),
                   msg("no indicator is called '{}'", indicator_.audited_by), problems_);
    }
    if (draft_.indicators_known) {
      check_audit();
      check_comparable();
    }
    if (!draft_.office_known) return;
    for (size_t i = 0; i < indicator_.categories.size(); ++i) {
      require_name(at(fmt::format("categories#{}", i)), indicator_.categories[i],
                   ids_of(draft_.office.categories),
                   msg("no category is called '{}'", indicator_.categories[i]), problems_);
    }
  }

  const Indicator* indicator(std::string_view id) const {
    for (const Indicator& one : draft_.indicators) {
      if (one.id == id) return &one;
    }
    return nullptr;
  }

  bool is_audit(const Indicator& one) const {
    return programme::is_audit(one, [this](std::string_view id) { return indicator(id); });
  }

  // An audit of one thing says nothing of another: both sides name each other.
  void check_audit() {
    const Indicator* audit = indicator(indicator_.audited_by);
    if (audit != nullptr && audit != &indicator_) {
      if (!is_audit(*audit)) {
        error("audited_by", msg("'{}' is no audit", audit->id),
              msg("name an indicator with from = \"audit\", or one computed from such alone"));
      } else if (!audits(*audit, indicator_.id)) {
        error("audited_by", msg("'{}' does not say that it audits '{}'", audit->id, indicator_.id),
              msg("if that audit looked at it, add it to the audits = [\"…\"] of '{}'; else name "
                  "the audit that did, or leave audited_by out",
                  audit->id));
      }
    }
    if (!indicator_.audits.empty() && !is_audit(indicator_)) {
      error(
          "audits", msg("'{}' is no audit", indicator_.id),
          msg("only an indicator with from = \"audit\", or one computed from such alone, audits"));
    }
    for (size_t i = 0; i < indicator_.audits.size(); ++i) {
      const std::string& id = indicator_.audits[i];
      const Place place = at(fmt::format("audits#{}", i));
      const bool named = require_name(place, id, ids_of(draft_.indicators),
                                      msg("no indicator is called '{}'", id), problems_);
      const Indicator* audited = indicator(id);
      if (!named || audited == nullptr || audited->audited_by == indicator_.id) continue;
      problems_.error(place, msg("'{}' does not say that '{}' audits it", id, indicator_.id),
                      msg("add audited_by = \"{}\" to it, or leave it out here", indicator_.id));
    }
  }

  // That its formula is a condition shows when it is compiled (check_figures.cpp).
  void check_comparable() {
    const std::string& id = indicator_.comparable_where;
    if (id.empty()) return;
    std::vector<std::string> derived;
    for (const Indicator& one : draft_.indicators) {
      if (one.derived() && one.id != indicator_.id) derived.push_back(one.id);
    }
    const Indicator* condition = indicator(id);
    if (condition != nullptr && !condition->derived()) {
      error("comparable_where", msg("'{}' is reported, not computed", id),
            msg("name an indicator whose value is a condition"));
      return;
    }
    require_name(at("comparable_where"), id, derived,
                 msg("no computed indicator is called '{}'", id), problems_);
  }

  void check_collection() {
    if (!draft_.office_known) return;
    if (!indicator_.calendar.empty() && calendar_named(draft_, indicator_.calendar) == nullptr) {
      std::vector<std::string> calendars;
      for (const CalendarRecord& record : draft_.office.calendars) {
        calendars.push_back(record.calendar.id);
      }
      require_name(at("calendar"), indicator_.calendar, calendars,
                   msg("no calendar is called '{}'", indicator_.calendar), problems_);
      return;
    }
    if (indicator_.derived()) return;
    const Calendar* calendar = calendar_of(draft_, indicator_);
    if (calendar == nullptr) {
      if (draft_.office.calendars.empty()) return;
      error("id", msg("the programmes have several calendars, and '{}' names none", indicator_.id),
            msg("add calendar = \"…\" to the indicator"));
      return;
    }
    if (fault_in(*calendar)) return;
    const auto fixed = period_holding(*calendar, indicator_.collected, *make_date(2000, 1, 1));
    if (!fixed) error("collected", fixed.refusal().what, fixed.refusal().remedy);
  }

  void check_versions() {
    refuse_repeated(indicator_.versions, problems_);
    for (size_t i = 1; i < indicator_.versions.size(); ++i) {
      if (indicator_.versions[i].from > indicator_.versions[i - 1].from) continue;
      problems_.error(indicator_.versions[i].place,
                      msg("this version does not begin after the one before it"),
                      msg("write versions in the order of their days, each with a day of its own"));
    }
  }

  const DefinitionDraft& draft_;
  const Indicator& indicator_;
  Problems& problems_;
};

// A quota's two indicators are reported numbers of the same periods, and one of them is assigned.
class QuotaCheck {
 public:
  QuotaCheck(const DefinitionDraft& draft, const Quota& quota, Problems& problems)
      : draft_(draft), quota_(quota), problems_(problems) {}

  void run() {
    const Indicator* assigned = indicator("assigned", quota_.assigned);
    const Indicator* done = indicator("done", quota_.done);
    if (assigned != nullptr && !assigned->assigned) {
      problems_.error(at("assigned"), msg("'{}' is not declared as assigned", assigned->id),
                      msg("add assigned = true to the indicator"));
    }
    if (done != nullptr && done->assigned) {
      problems_.error(at("done"), msg("'{}' is what is assigned, not what is done", done->id),
                      msg("name the indicator of what was done"));
    }
    if (assigned == nullptr || done == nullptr || !draft_.office_known) return;
    const bool alike = assigned->collected == done->collected &&
                       calendar_of(draft_, *assigned) == calendar_of(draft_, *done);
    if (!alike) {
      problems_.error(
          at("done"),
          msg("'{}' and '{}' are not collected by the same periods", assigned->id, done->id),
          msg("give both the same calendar and the same collected"));
    }
  }

 private:
  Place at(std::string_view key) const { return draft_.places.of(quota_.place, key); }

  const Indicator* indicator(std::string_view key, const std::string& id) {
    if (id.empty()) return nullptr;
    std::vector<std::string> numbers;
    for (const Indicator& one : draft_.indicators) {
      if (one.derived() || !one.numeric()) continue;
      if (one.id == id) return &one;
      numbers.push_back(one.id);
    }
    require_name(at(key), id, numbers, msg("no reported number is called '{}'", id), problems_);
    return nullptr;
  }

  const DefinitionDraft& draft_;
  const Quota& quota_;
  Problems& problems_;
};

}  // namespace

const Calendar* calendar_of(const DefinitionDraft& draft, const Indicator& indicator) {
  if (!indicator.calendar.empty()) return calendar_named(draft, indicator.calendar);
  std::set<std::string> used;
  for (const Programme& programme : draft.programmes) {
    if (calendar_named(draft, programme.calendar) != nullptr) used.insert(programme.calendar);
  }
  if (used.size() > 1) return nullptr;
  if (used.size() == 1) return calendar_named(draft, *used.begin());
  return draft.office.calendars.empty() ? nullptr : &draft.office.calendars.front().calendar;
}

void check_quotas(const DefinitionDraft& draft, Problems& problems) {
  refuse_repeated(draft.quotas, problems);
  for (const Quota& quota : draft.quotas) QuotaCheck(draft, quota, problems).run();
}

void check_indicators(const DefinitionDraft& draft, Problems& problems) {
  refuse_repeated(draft.indicators, problems);
  for (const Indicator& indicator : draft.indicators) {
    IndicatorCheck(draft, indicator, problems).run();
  }
}

}  // namespace exemplar::programme
