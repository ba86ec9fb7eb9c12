// Units, targets and decisions of an office as CSV files of a pack, each row as the readers would
// have found it.
#include "programme/pack/csv_text.hpp"
#include "programme/pack/pack_content.hpp"

namespace exemplar::programme {

namespace {

std::string value_text(const UnitAttributeValue& value) {
  if (const auto* number = std::get_if<Decimal>(&value)) return plain(*number);
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "yes" : "no";
  if (const auto* day = std::get_if<Date>(&value)) return iso(*day);
  return std::get<std::string>(value);
}

// A share of 1 that follows from there being one successor only was never written down.
bool was_weighted(const UnitEvent& event) {
  if (!event.share_given) return false;
  const bool is_one = event.share_given->numerator == 1 && event.share_given->denominator == 1;
  return !is_one || (event.share_held && event.share_held->denominator != 1);
}

void write_hierarchies(const UnitRegister& units, PackFiles::Content& content) {
  CsvText csv({"hierarchy", "unit", "parent", "from", "until"});
  for (const UnitHierarchy& hierarchy : units.parts().hierarchies) {
    for (size_t i = 0; i < hierarchy.parents.size(); ++i) {
      for (const UnitLink& link : hierarchy.parents[i]) {
        csv.add({hierarchy.definition.id, units.id_of(OrganisationUnitId(i)),
                 units.id_of(link.unit), day_or_open(link.validity.from),
                 day_or_open(link.validity.until)});
      }
    }
  }
  content["hierarchies.csv"] = csv.take();
}

void write_events(const UnitRegister& units, PackFiles::Content& content) {
  CsvText csv({"date", "event", "from_unit", "to_unit", "weight", "total", "document", "note"});
  const auto id = [&](OrganisationUnitId unit) {
    return unit.valid() ? units.id_of(unit) : std::string();
  };
  for (const UnitEvent& event : units.events()) {
    const bool weighted = was_weighted(event);
    csv.add({iso(event.date), std::string(name_of(event.kind)), id(event.from), id(event.to),
             weighted ? exemplar::to_string(event.share_given->numerator) : "",
             weighted ? exemplar::to_string(event.share_given->denominator) : "", event.document,
             event.note});
  }
  content["unit_events.csv"] = csv.take();
}

void write_attributes(const UnitRegister& units, PackFiles::Content& content) {
  CsvText csv({"unit", "attribute", "value", "from", "until"});
  for (const UnitAttribute& attribute : units.parts().attributes) {
    for (size_t i = 0; i < attribute.spans.size(); ++i) {
      for (const UnitAttributeSpan& span : attribute.spans[i]) {
        csv.add({units.id_of(OrganisationUnitId(i)), attribute.definition.id,
                 value_text(span.value), day_or_open(span.validity.from),
                 day_or_open(span.validity.until)});
      }
    }
  }
  content["unit_attributes.csv"] = csv.take();
}

}  // namespace

void write_unit_files(const UnitRegister& units, PackFiles::Content& content) {
  CsvText csv({"id", "code", "name", "name_en", "kind", "from", "until"});
  for (const OrganisationUnit& unit : units.parts().units) {
    for (const UnitVersion& version : unit.versions) {
      csv.add({unit.id, version.code, version.name.vi, version.name.en, version.kind,
               day_or_open(version.validity.from), day_or_open(version.validity.until)});
    }
  }
  content["units.csv"] = csv.take();
  write_hierarchies(units, content);
  write_events(units, content);
  write_attributes(units, content);
}

void write_targets(const Programme& programme, PackFiles::Content& content) {
  if (programme.targets.empty()) return;
  CsvText csv({"version", "name", "name_en", "document", "date", "issuer", "issuer_en", "by",
               "counts", "share", "strictly_more", "count", "denominator", "kind", "replaced_by",
               "note", "note_en"});
  for (const Target& t : programme.targets) {
    csv.add({t.version, t.name.vi, t.name.en, t.document, day_or_empty(t.date), t.issuer.vi,
             t.issuer.en, iso(t.by), std::string(word_of(t.counts, kTargetCounts)),
             t.share ? plain(*t.share) : "", t.strictly_more ? "yes" : "no",
             t.count ? fmt::format("{}", *t.count) : "",
             t.fixed_denominator ? fmt::format("{}", *t.fixed_denominator) : "units_on_date",
             std::string(word_of(t.kind, kTargetKinds)), t.replaced_by, t.note.vi, t.note.en});
  }
  content[fmt::format("programmes/{}/targets.csv", programme.id)] = csv.take();
}

std::optional<Refusal> write_decisions(const Office& office, const DefinitionDraft& draft,
                                       const Programme& programme, PackFiles::Content& content) {
  CsvText csv(
      {"decision", "period", "unit", "date", "number", "issuer", "valid_until", "source", "note"});
  const Calendar* calendar = calendar_named(draft, programme.calendar);
  bool any = false;
  for (const Decision& d : office.decisions) {
    if (d.programme != programme.id) continue;
    any = true;
    const auto unit = unit_text(office.definitions.units, d.unit, d.period);
    if (!unit) return unit.refusal();
    const auto source = source_text(office, d.source);
    if (!source) return source.refusal();
    csv.add({std::string(name_of(d.kind)), period_text(d.period, calendar), *unit, iso(d.date),
             d.number, d.issuer, day_or_empty(d.valid_until), *source, d.note});
  }
  if (any) content[fmt::format("programmes/{}/decisions.csv", programme.id)] = csv.take();
  return std::nullopt;
}

}  // namespace exemplar::programme
