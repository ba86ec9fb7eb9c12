// The keys of every TOML file of a pack, said once for reading and for writing. Each function takes
// a FieldReader with a record to fill, or a FieldWriter with a record to write; docs/pack.md tells
// people the same.
#pragma once

#include <string>
#include <vector>

#include "programme/demonstration/demonstration.hpp"
#include "programme/pack/field_reader.hpp"
#include "programme/pack/field_writer.hpp"
#include "programme/pack/pack.hpp"

namespace exemplar::programme {

inline constexpr int kDigitsMax = 15;

// A calendar declared in a pack; Calendar itself is not bound to files.
struct CalendarRecord {
  Calendar calendar;
  Place place;
};

// A hierarchy as people declare it: `kinds` must have a parent, `roots` have none.
struct HierarchyRecord {
  HierarchyDefinition definition;
  std::vector<std::string> kinds_below;
};

// office.toml.
struct OfficeRecord {
  std::string id;
  Text name;
  std::string zone;
  std::string decimal_sign;
  Date records_from = kOpenPast;
  Text notes;
  Place place;
  std::vector<Source> sources;
  std::vector<CalendarRecord> calendars;
  std::vector<HierarchyRecord> hierarchies;
  std::vector<UnitKind> kinds;
  std::vector<UnitAttributeDefinition> attributes;
  std::vector<CategoryDimension> categories;
  Demonstration demonstration;
};

inline constexpr auto kLengthText = [](const Length& length) { return to_string(length); };

template <typename Fields, typename Record>
void describe_calendar(Fields& f, Record& r) {
  f.place(r.place);
  f.id("id", r.calendar.id, IdShape::Plain);
  f.name("name", r.calendar.name, Need::Required);
  f.parsed(
      "year_starts", r.calendar.year_starts, parse_year_start,
      [](const MonthDay& day) { return to_string(day); }, MonthDay{});
  f.parsed(
      "week_starts", r.calendar.week_starts, parse_weekday,
      [](int day) { return std::string(weekday_name(day)); }, 0);
  f.parsed("basic", r.calendar.basic, parse_length, kLengthText, Length{1, Length::Months});
}

template <typename Fields, typename Record>
void describe_demonstration(Fields& f, Record& r) {
  f.place(r.place);
  f.day("day", r.day, kOpenPast, Need::Required);
  f.whole("hour", r.hour, 0, 23, 8);
  f.tables("jump", r.jumps, [](auto& t, auto& jump) {
    t.place(jump.place);
    t.day("day", jump.day, kOpenPast, Need::Required);
    t.name("name", jump.name);
  });
  f.tables("door", r.doors, [](auto& t, auto& door) {
    t.place(door.place);
    t.id("id", door.id, IdShape::Plain);
    t.text("role", door.role, Need::Required);
    t.name("person", door.person, Need::Required);
    t.name("post", door.post, Need::Required);
    t.name("task", door.task, Need::Required);
    t.text("unit", door.unit);
    t.text("hierarchy", door.hierarchy);
    t.day("until", door.until, kOpenFuture);
  });
}

template <typename Fields, typename Record>
void describe_office_file(Fields& f, Record& r) {
  f.table("office", Need::Required, [&](auto& t) {
    t.place(r.place);
    t.id("id", r.id, IdShape::Plain);
    t.name("name", r.name, Need::Required);
    t.text("zone", r.zone, Need::Required);
    t.text("decimal_sign", r.decimal_sign, Need::Required);
    t.day("records_from", r.records_from, kOpenPast);
    t.name("notes", r.notes);
  });
  f.tables("source", r.sources, [](auto& t, auto& source) {
    t.place(source.place);
    t.id("id", source.id, IdShape::Plain);
    t.name("name", source.name, Need::Required);
    t.truth("synthetic", source.synthetic, false);
  });
  f.tables("calendar", r.calendars,
           [](auto& t, auto& calendar) { describe_calendar(t, calendar); });
  f.tables("hierarchy", r.hierarchies, [](auto& t, auto& hierarchy) {
    t.place(hierarchy.definition.place);
    t.id("id", hierarchy.definition.id, IdShape::Plain);
    t.name("name", hierarchy.definition.name, Need::Required);
    t.texts("roots", hierarchy.definition.root_kinds, Need::Required);
    t.texts("kinds", hierarchy.kinds_below, Need::Required);
    t.day("from", hierarchy.definition.validity.from, kOpenPast);
    t.day("until", hierarchy.definition.validity.until, kOpenFuture);
  });
  f.tables("kind", r.kinds, [](auto& t, auto& kind) {
    t.place(kind.place);
    t.id("id", kind.id, IdShape::Free);
    t.name("name", kind.name, Need::Required);
  });
  f.tables("attribute", r.attributes, [](auto& t, auto& attribute) {
    t.place(attribute.place);
    t.id("id", attribute.id, IdShape::Plain);
    t.name("name", attribute.name, Need::Required);
    t.choice("type", attribute.type, kAttributeTypes, UnitAttributeType::Number);
    t.text("unit", attribute.unit_of_measure);
    t.whole("digits", attribute.digits, 0, kDigitsMax, 0);
    t.number("at_least", attribute.at_least);
    t.number("at_most", attribute.at_most);
  });
  f.tables("category", r.categories, [](auto& t, auto& category) {
    t.place(category.place);
    t.id("id", category.id, IdShape::Plain);
    t.name("name", category.name, Need::Required);
    t.texts("values", category.values, Need::Required);
  });
  f.table(
      "demonstration", Need::Optional, [&](auto& t) { describe_demonstration(t, r.demonstration); },
      r.demonstration.declared() ? Written::Always : Written::Never);
}

template <typename Fields, typename Record>
void describe_indicator(Fields& f, Record& r) {
  f.place(r.place);
  f.id("id", r.id, IdShape::Formula);
  f.name("name", r.name, Need::Required);
  f.choice("kind", r.kind, kIndicatorKinds, IndicatorKind::Number, Written::Always);
  f.text("unit", r.unit);
  f.whole("digits", r.digits, 0, kDigitsMax, 0);
  f.number("at_least", r.at_least);
  f.number("at_most", r.at_most);
  f.choice("direction", r.direction, kDirections, Direction::Neutral);
  f.choice("over_units", r.over_units, kCombinationsOverUnits, Combination::None);
  f.choice("over_time", r.over_time, kCombinations, Combination::None);
  f.parsed("collected", r.collected, parse_length, kLengthText, Length{1, Length::Years});
  f.text("calendar", r.calendar);
  f.choice("about", r.about, kAbouts, About::Service);
  f.choice("from", r.from, kReporters, ReportedBy::Self);
  f.text("audited_by", r.audited_by);
  f.texts("audits", r.audits);
  f.text("comparable_where", r.comparable_where);
  f.text("judged_by", r.judged_by);
  f.choice("lever", r.lever, kLevers, Lever::None);
  f.texts("categories", r.categories);
  f.truth("context", r.context, false);
  f.truth("receipts", r.receipts, false);
  f.truth("assigned", r.assigned, false);
  f.truth("may_be_not_applicable", r.may_be_not_applicable, false);
  f.text("classification", r.classification, Need::Optional, "normal");
  f.name("note", r.note);
  f.formula("value", r.value);
  f.whole("round", r.round, 0, kDigitsMax);
  f.choice("rounding", r.rounding, kRoundingModes, RoundingMode::HalfAwayFromZero);
  f.tables("version", r.versions, [](auto& t, auto& version) {
    t.place(version.place);
    t.id("id", version.id, IdShape::Free);
    t.day("from", version.from, kOpenPast);
    t.truth("comparable", version.comparable, true);
    t.name("reason", version.reason);
  });
}

// indicators.toml.
template <typename Fields, typename Indicators, typename Quotas>
void describe_indicators_file(Fields& f, Indicators& indicators, Quotas& quotas) {
  f.tables("indicator", indicators,
           [](auto& t, auto& indicator) { describe_indicator(t, indicator); });
  f.tables("quota", quotas, [](auto& t, auto& quota) {
    t.place(quota.place);
    t.id("id", quota.id, IdShape::Plain);
    t.name("name", quota.name, Need::Required);
    t.text("assigned", quota.assigned, Need::Required);
    t.text("done", quota.done, Need::Required);
  });
}

// programme.toml. The word for `participants_on` stands beside the record: it is empty where the
// day is a fixed one.
template <typename Fields, typename Record, typename Word>
void describe_programme_file(Fields& f, Record& r, Word& participants_word) {
  static constexpr std::string_view kWords[] = {"last_day", "first_day"};
  f.table("programme", Need::Required, [&](auto& t) {
    t.place(r.place);
    t.name("name", r.name, Need::Required);
    t.text("calendar", r.calendar, Need::Required);
    t.name("calendar_note", r.calendar_note);
    t.text("hierarchy", r.hierarchy);
    t.texts("group_by", r.group_by);
    t.formula("participants", r.participants, Need::Required);
    t.day_or_word("participants_on", r.participants_day, participants_word, kWords);
    t.text("main_level", r.main_level);
    t.text("near_level", r.near_level);
  });
  f.tables("baseline", r.baselines, [](auto& t, auto& baseline) {
    t.place(baseline.place);
    t.text("indicator", baseline.indicator, Need::Required);
    t.text("period", baseline.period, Need::Required);
    t.text("against", baseline.against, Need::Required);
    t.name("reason", baseline.reason, Need::Required);
    t.choice("rounding", baseline.rounding, kRoundingModes, RoundingMode::HalfAwayFromZero);
    t.whole("digits", baseline.digits, 0, kDigitsMax, 2);
  });
}

// Warnings of `check` that are accepted, each with its reason.
template <typename Fields, typename List>
void describe_accepts(Fields& f, List& list) {
  f.tables("accepts", list, [](auto& t, auto& accepted) {
    t.place(accepted.place);
    t.text("warning", accepted.warning, Need::Required);
    t.name("reason", accepted.reason, Need::Required);
  });
}

template <typename Fields, typename Record>
void describe_criterion(Fields& f, Record& r) {
  f.place(r.place);
  f.id("id", r.id, IdShape::Free);
  f.text("group", r.group);
  f.name("title", r.title, Need::Required);
  f.name("text", r.text);
  f.text("basis", r.basis, Need::Required);
  f.formula("applies", r.applies);
  f.formula("met", r.met);
  f.formula("points", r.points);
  f.whole("round", r.round, 0, kDigitsMax);
  f.choice("rounding", r.rounding, kRoundingModes, RoundingMode::HalfAwayFromZero);
  f.number("max", r.max);
  f.choice("when_not_applicable", r.when_not_applicable, kWhenNotApplicable);
  f.truth("knock_out", r.knock_out, false);
  f.name("evidence", r.evidence);
  describe_accepts(f, r.accepts);
}

// programmes/ID/criteria/*.toml.
template <typename Fields, typename Record>
void describe_criteria_file(Fields& f, Record& r) {
  f.table("set", Need::Required, [&](auto& t) {
    t.place(r.place);
    t.id("id", r.id, IdShape::Plain);
    t.name("name", r.name, Need::Required);
    t.day("from", r.valid.from, kOpenPast);
    t.day("until", r.valid.until, kOpenFuture);
    t.truth("illustrative", r.illustrative, false);
    t.name("note", r.note);
    t.text("maps_from", r.maps_from);
  });
  f.tables("mapping", r.mappings, [](auto& t, auto& mapping) {
    t.place(mapping.place);
    t.text("from", mapping.from);
    t.text("to", mapping.to);
    t.name("note", mapping.note);
  });
  f.tables("group", r.groups, [](auto& t, auto& group) {
    t.place(group.place);
    t.id("id", group.id, IdShape::Free);
    t.name("name", group.name, Need::Required);
    describe_accepts(t, group.accepts);
  });
  f.tables("measure", r.measures, [](auto& t, auto& measure) {
    t.place(measure.place);
    t.id("id", measure.id, IdShape::Formula);
    t.name("name", measure.name, Need::Required);
    t.formula("value", measure.value, Need::Required);
    t.whole("round", measure.round, 0, kDigitsMax);
    t.choice("rounding", measure.rounding, kRoundingModes, RoundingMode::HalfAwayFromZero);
    describe_accepts(t, measure.accepts);
  });
  f.tables("criterion", r.criteria,
           [](auto& t, auto& criterion) { describe_criterion(t, criterion); });
  f.tables("level", r.levels, [](auto& t, auto& level) {
    t.place(level.place);
    t.id("id", level.id, IdShape::Plain);
    t.name("name", level.name, Need::Required);
    t.formula("when", level.when, Need::Required);
    describe_accepts(t, level.accepts);
  });
  f.tables("commendation", r.commendations, [](auto& t, auto& commendation) {
    t.place(commendation.place);
    t.id("id", commendation.id, IdShape::Plain);
    t.name("name", commendation.name, Need::Required);
    t.name("text", commendation.text, Need::Required);
    t.formula("when", commendation.when, Need::Required);
    describe_accepts(t, commendation.accepts);
  });
  f.table(
      "assessable", Need::Optional,
      [&](auto& t) {
        t.formula("when", r.assessable, Need::Required);
        t.name("reason", r.assessable_reason, Need::Required);
        describe_accepts(t, r.assessable_accepts);
      },
      r.assessable.empty() ? Written::Never : Written::Always);
}

}  // namespace exemplar::programme
