// Documents, directives and obstacles of an office as CSV files of a pack.
#include "programme/pack/csv_text.hpp"
#include "programme/pack/pack_content.hpp"

namespace exemplar::programme {

namespace {

// Units on a day, with ';' between them; refused where a day is missing or a text would be cut.
Result<std::string> units_text(const UnitRegister& units,
                               const std::vector<OrganisationUnitId>& listed,
                               const std::optional<Date>& day) {
  std::string text;
  for (const OrganisationUnitId unit : listed) {
    if (!day) {
      return Refusal{msg("no day says how the unit '{}' is called", units.id_of(unit)),
                     msg("give the document or the obstacle a day")};
    }
    const auto one = unit_text(units, unit, {*day, {1, Length::Days}});
    if (!one) return one.refusal();
    if (one->find(';') != std::string::npos) {
      return Refusal{msg("'{}' cannot stand in a list: ';' stands between units", *one),
                     msg("choose an id without ';'")};
    }
    text += (text.empty() ? "" : "; ") + *one;
  }
  return text;
}

std::string criteria_text(const Obstacle& obstacle, size_t programmes) {
  std::string text;
  for (const BlockedCriterion& one : obstacle.criteria) {
    const bool plain = programmes == 1 && one.criterion.find(':') == std::string::npos;
    text += (text.empty() ? "" : "; ") +
            (plain ? one.criterion : fmt::format("{}:{}", one.programme, one.criterion));
  }
  return text;
}

}  // namespace

std::optional<Refusal> write_documents(const Office& office, PackFiles::Content& content) {
  if (office.definitions.documents.empty()) return std::nullopt;
  CsvText csv({"id", "kind", "number", "symbol", "date", "issuer", "issuer_en", "subject",
               "subject_en", "in_force_until", "replaced_by", "source", "note"});
  for (const Document& d : office.definitions.documents) {
    const auto source = source_text(office, d.source);
    if (!source) return source.refusal();
    csv.add({d.id, std::string(word_of(d.kind, kDocumentKinds)), d.number, d.symbol,
             day_or_empty(d.date), d.issuer.vi, d.issuer.en, d.subject.vi, d.subject.en,
             day_or_empty(d.in_force_until), d.replaced_by, *source, d.note});
  }
  content["documents.csv"] = csv.take();
  return std::nullopt;
}

std::optional<Refusal> write_directives(const Office& office, PackFiles::Content& content) {
  if (office.directives.empty()) return std::nullopt;
  CsvText csv({"id", "document", "reference", "clause", "clause_en", "lead", "co_operating", "due",
               "state", "evidence", "source", "note"});
  const Definitions& definitions = office.definitions;
  for (const Directive& d : office.directives) {
    const auto source = source_text(office, d.source);
    if (!source) return source.refusal();
    const Document* document = definitions.document(d.document);
    const auto day = document == nullptr ? std::optional<Date>() : document->date;
    const auto lead = units_text(definitions.units, d.lead, day);
    if (!lead) return lead.refusal();
    const auto co_operating = units_text(definitions.units, d.co_operating, day);
    if (!co_operating) return co_operating.refusal();
    csv.add({d.id, d.document, d.reference, d.clause.vi, d.clause.en, *lead, *co_operating,
             day_or_empty(d.due), std::string(word_of(d.state, kDirectiveStates)), d.evidence,
             *source, d.note});
  }
  content["directives.csv"] = csv.take();
  return std::nullopt;
}

std::optional<Refusal> write_obstacles(const Office& office, PackFiles::Content& content) {
  if (office.obstacles.empty()) return std::nullopt;
  CsvText csv({"id", "kind", "unit", "criteria", "department", "what", "what_en", "cost", "funds",
               "state", "since", "solved_on", "document", "reference", "source", "note"});
  const Definitions& definitions = office.definitions;
  for (const Obstacle& o : office.obstacles) {
    const auto source = source_text(office, o.source);
    if (!source) return source.refusal();
    const auto day = day_of(o, definitions.documents);
    std::vector<OrganisationUnitId> departments;
    if (o.department) departments.push_back(*o.department);
    const auto unit = units_text(definitions.units, {o.unit}, day);
    if (!unit) return unit.refusal();
    const auto department = units_text(definitions.units, departments, day);
    if (!department) return department.refusal();
    csv.add({o.id, std::string(word_of(o.kind, kObstacleKinds)), *unit,
             criteria_text(o, definitions.programmes.size()), *department, o.what.vi, o.what.en,
             o.cost_dong ? fmt::format("{}", *o.cost_dong) : "", o.funds,
             std::string(word_of(o.state, kObstacleStates)), day_or_empty(o.since),
             day_or_empty(o.solved_on), o.document, o.reference, *source, o.note});
  }
  content["obstacles.csv"] = csv.take();
  return std::nullopt;
}

}  // namespace exemplar::programme
