// documents.csv, directives.csv and obstacles.csv: records that name documents, units and criteria.
//
//   document ──its day──▶ units of a directive
//   obstacle ──its first day, else its document's──▶ its unit, its department, its criteria
#include <algorithm>

#include "base/text.hpp"
#include "programme/pack/table_readers.hpp"

namespace exemplar::programme {

namespace {

// Ids of a table: each once.
class Ids {
 public:
  std::string of(RowReader& row) {
    std::string id(row.required("id"));
    if (id.empty()) return id;
    if (const auto fault = fault_in_id(id, IdShape::Plain)) {
      row.error("id", fault->what, fault->remedy);
    }
    const auto [at, is_new] = first_.emplace(id, row.place("id"));
    if (!is_new) {
      row.error("id", msg("the id '{}' is given twice", id),
                msg("it stands first at {}; choose another", to_string(at->second)));
    }
    return id;
  }

 private:
  std::map<std::string, Place> first_;
};

// "a; b" as its parts; empty ones are passed over.
std::vector<std::string_view> listed(std::string_view text) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(text, ';')) {
    if (!trim(part).empty()) parts.push_back(trim(part));
  }
  return parts;
}

Text text_of(const RowReader& row, std::string_view column, std::string_view column_en) {
  return {std::string(row.text(column)), std::string(row.text(column_en))};
}

// The document that the row names; reports one that is not there.
const Document* document_of(RowReader& row, const DefinitionDraft& draft,
                            const Definitions& definitions) {
  const std::string id(row.text("document"));
  if (id.empty()) return nullptr;
  const Document* document = definitions.document(id);
  const bool told = !draft.documents_known || draft.documents_with_faults.contains(id);
  if (document == nullptr && !told) {
    row.error("document", msg("no document has the id '{}'", id),
              proposal(id, ids_of(definitions.documents)));
  }
  return document;
}

// The units of a cell on a day; nothing where one of them is not found.
std::optional<std::vector<OrganisationUnitId>> units_of(RowReader& row, std::string_view column,
                                                        Date day, UnitNames& names) {
  std::vector<OrganisationUnitId> units;
  for (const std::string_view text : listed(row.text(column))) {
    const auto unit = names.find(row, column, text, {day, {1, Length::Days}});
    if (!unit) return std::nullopt;
    if (std::find(units.begin(), units.end(), *unit) != units.end()) {
      row.error(column, msg("'{}' is named twice", text), msg("keep one of the two"));
    }
    units.push_back(*unit);
  }
  return units;
}

class DirectiveRows {
 public:
  DirectiveRows(const DefinitionDraft& draft, const Definitions& definitions)
      : draft_(draft),
        definitions_(definitions),
        sources_(draft.office.sources),
        units_(definitions.units) {}

  std::optional<Directive> read(RowReader& row) {
    Directive directive;
    directive.place = row.place();
    directive.id = ids_.of(row);
    directive.document = row.required("document");
    directive.reference = row.text("reference");
    row.required("clause");
    directive.clause = text_of(row, "clause", "clause_en");
    directive.due = row.day("due");
    if (const auto state = row.choice("state", kDirectiveStates)) directive.state = *state;
    directive.evidence = row.text("evidence");
    directive.note = row.text("note");
    const auto source =
        sources_.find(row, msg("a directive without a source could pass for a real one"));
    const Document* document = document_of(row, draft_, definitions_);
    const bool units_known = document != nullptr && read_units(row, *document, directive);
    if (document != nullptr && document->date && directive.due &&
        *directive.due < *document->date) {
      row.warning("due", "due_before_document",
                  msg("due before the day of its document, {}", iso(*document->date)),
                  msg("one of the two days is wrong"));
    }
    if (!source || !units_known || !row.complete()) return std::nullopt;
    directive.source = *source;
    return directive;
  }

 private:
  bool read_units(RowReader& row, const Document& document, Directive& directive) {
    const bool names_any = !row.text("lead").empty() || !row.text("co_operating").empty();
    if (!names_any) return true;
    if (!units_.any()) return false;
    if (!document.date) {
      row.error("document",
                msg("'{}' has no date: who led what is known only of a day", document.id),
                msg("give its date in documents.csv, or name no units"));
      return false;
    }
    const auto lead = units_of(row, "lead", *document.date, units_);
    const auto co_operating = units_of(row, "co_operating", *document.date, units_);
    if (!lead || !co_operating) return false;
    for (const OrganisationUnitId unit : *co_operating) {
      if (std::find(lead->begin(), lead->end(), unit) == lead->end()) continue;
      row.error("co_operating", msg("a unit that leads co-operates as well"),
                msg("name it once, among those who lead or those who co-operate"));
    }
    directive.lead = *lead;
    directive.co_operating = *co_operating;
    return true;
  }

  const DefinitionDraft& draft_;
  const Definitions& definitions_;
  SourceNames sources_;
  UnitNames units_;
  Ids ids_;
};

class ObstacleRows {
 public:
  ObstacleRows(const DefinitionDraft& draft, const Definitions& definitions)
      : draft_(draft),
        definitions_(definitions),
        sources_(draft.office.sources),
        units_(definitions.units) {}

  std::optional<Obstacle> read(RowReader& row) {
    Obstacle obstacle;
    obstacle.place = row.place();
    obstacle.id = ids_.of(row);
    if (const auto kind = row.choice("kind", kObstacleKinds)) obstacle.kind = *kind;
    row.required("what");
    obstacle.what = text_of(row, "what", "what_en");
    read_cost(row, obstacle);
    obstacle.funds = row.text("funds");
    read_state(row, obstacle);
    obstacle.document = row.text("document");
    obstacle.reference = row.text("reference");
    obstacle.note = row.text("note");
    const auto source =
        sources_.find(row, msg("an obstacle without a source could pass for a real one"));
    const Document* document = document_of(row, draft_, definitions_);
    const bool place_known = read_unit_and_criteria(row, document, obstacle);
    if (!source || !place_known || !row.complete()) return std::nullopt;
    obstacle.source = *source;
    return obstacle;
  }

 private:
  static void read_cost(RowReader& row, Obstacle& obstacle) {
    obstacle.cost_dong = row.whole("cost");
    if (obstacle.cost_dong && *obstacle.cost_dong < 0) {
      row.error("cost", msg("{} is below the bound {}", *obstacle.cost_dong, 0),
                msg("write the cost in đồng, or nothing where it is not known"));
    }
  }

  static void read_state(RowReader& row, Obstacle& obstacle) {
    if (const auto state = row.choice("state", kObstacleStates)) obstacle.state = *state;
    obstacle.since = row.day("since");
    obstacle.solved_on = row.day("solved_on");
    if (obstacle.solved_on && obstacle.state != ObstacleState::Solved) {
      row.error("solved_on",
                msg("a day on which it was solved, and the state is '{}'", row.text("state")),
                msg("write the state solved, or leave the day out"));
    }
    if (obstacle.solved_on && obstacle.since && *obstacle.solved_on < *obstacle.since) {
      row.error("solved_on", msg("solved before it began"), msg("one of the two days is wrong"));
    }
  }

  bool read_unit_and_criteria(RowReader& row, const Document* document, Obstacle& obstacle) {
    const std::string_view unit_text = row.required("unit");
    const bool day_is_wrong = !obstacle.since && !row.text("since").empty();
    if (day_is_wrong || (document == nullptr && !obstacle.document.empty() && !obstacle.since)) {
      return false;
    }
    const auto day = obstacle.since        ? obstacle.since
                     : document != nullptr ? document->date
                                           : std::optional<Date>();
    if (!day) {
      row.error("since", msg("no day says which unit and which criteria are meant"),
                msg("give its first day, or a document with a date"));
      return false;
    }
    read_criteria(row, *day, obstacle);
    if (unit_text.empty() || !units_.any()) return false;
    const Period on_the_day{*day, {1, Length::Days}};
    const auto unit = units_.find(row, "unit", unit_text, on_the_day);
    const std::string_view department = row.text("department");
    if (!department.empty()) {
      obstacle.department = units_.find(row, "department", department, on_the_day);
      if (!obstacle.department) return false;
    }
    if (unit) obstacle.unit = *unit;
    return unit.has_value();
  }

  // "8; 9", or "programme:8" where the office has several programmes.
  void read_criteria(RowReader& row, Date day, Obstacle& obstacle) {
    for (const std::string_view part : listed(row.text("criteria"))) {
      const auto named = split_criterion(row, part);
      if (!named) return;
      const auto& [programme, criterion] = *named;
      const CriteriaSet* set = set_of_day(*programme, day);
      const bool sets_known = draft_.criteria_known && draft_.programmes_known;
      if ((set == nullptr || set->criterion(criterion) == nullptr) && sets_known) {
        row.error("criteria",
                  set == nullptr
                      ? msg("the programme '{}' has no criteria set", programme->id)
                      : msg("the criteria set '{}' has no criterion '{}'", set->id, criterion),
                  proposal(criterion,
                           set == nullptr ? std::vector<std::string>() : ids_of(set->criteria)));
        return;
      }
      const BlockedCriterion blocked{programme->id, std::string(criterion)};
      const auto& all = obstacle.criteria;
      if (std::find(all.begin(), all.end(), blocked) != all.end()) {
        row.error("criteria", msg("'{}' is named twice", part), msg("keep one of the two"));
        return;
      }
      obstacle.criteria.push_back(blocked);
    }
  }

  std::optional<std::pair<const Programme*, std::string_view>> split_criterion(
      RowReader& row, std::string_view part) {
    const auto& programmes = draft_.programmes;
    const size_t colon = part.find(':');
    if (colon != part.npos) {
      const std::string_view before = trim(part.substr(0, colon));
      for (const Programme& one : programmes) {
        if (one.id == before) return std::pair(&one, trim(part.substr(colon + 1)));
      }
    }
    if (programmes.size() == 1) return std::pair(&programmes.front(), part);
    row.error("criteria",
              programmes.empty() ? msg("'{}' is a criterion of no programme", part)
                                 : msg("'{}' does not say of which programme", part),
              programmes.empty()
                  ? msg("the office has no programmes: leave the cell empty")
                  : msg("write PROGRAMME:CRITERION, for example {}:1", programmes.front().id));
    return std::nullopt;
  }

  const DefinitionDraft& draft_;
  const Definitions& definitions_;
  SourceNames sources_;
  UnitNames units_;
  Ids ids_;
};

Document read_document(RowReader& row, Ids& ids, SourceNames& sources) {
  Document document;
  document.place = row.place();
  document.id = ids.of(row);
  if (!row.text("kind").empty()) {
    if (const auto kind = row.choice("kind", kDocumentKinds)) document.kind = *kind;
  }
  document.number = row.text("number");
  document.symbol = row.text("symbol");
  document.date = row.day("date");
  document.issuer = text_of(row, "issuer", "issuer_en");
  document.subject = text_of(row, "subject", "subject_en");
  document.in_force_until = row.day("in_force_until");
  if (document.date && document.in_force_until && *document.in_force_until < *document.date) {
    row.error("in_force_until", msg("it ends before the document was issued"),
              msg("write the last day on which it holds"));
  }
  document.replaced_by = row.text("replaced_by");
  document.note = row.text("note");
  const auto source =
      sources.find(row, msg("a document without a source could pass for a real one"));
  if (source) document.source = *source;
  return document;
}

}  // namespace

std::vector<Document> read_documents(const PackFiles& files, DefinitionDraft& draft,
                                     Problems& problems) {
  std::vector<Document> documents;
  std::vector<Replacement> replacements;
  std::vector<std::string> ids_given;  // of rows with faults too: they are there
  Ids ids;
  SourceNames sources(draft.office.sources);
  draft.documents_known = read_rows(
      files, "documents.csv",
      {.required = {"id", "source"},
       .optional = {"kind", "number", "symbol", "date", "issuer", "issuer_en", "subject",
                    "subject_en", "in_force_until", "replaced_by", "note"}},
      problems, [&](RowReader& row) {
        Document document = read_document(row, ids, sources);
        if (!document.id.empty()) ids_given.push_back(document.id);
        if (!row.complete() || !document.source.valid()) {
          draft.documents_with_faults.insert(document.id);
          return;
        }
        replacements.push_back({document.id, document.replaced_by, row.place("replaced_by")});
        documents.push_back(std::move(document));
      });
  refuse_wrong_replacements(
      replacements, ids_given,
      [](const std::string& id) { return msg("no document has the id '{}'", id); }, problems);
  return documents;
}

std::vector<Directive> read_directives(const PackFiles& files, const DefinitionDraft& draft,
                                       const Definitions& definitions, Problems& problems) {
  std::vector<Directive> directives;
  DirectiveRows rows(draft, definitions);
  read_rows(
      files, "directives.csv",
      {.required = {"id", "document", "clause", "state", "source"},
       .optional = {"reference", "clause_en", "lead", "co_operating", "due", "evidence", "note"}},
      problems, [&](RowReader& row) {
        auto directive = rows.read(row);
        if (directive) directives.push_back(std::move(*directive));
      });
  return directives;
}

std::vector<Obstacle> read_obstacles(const PackFiles& files, const DefinitionDraft& draft,
                                     const Definitions& definitions, Problems& problems) {
  std::vector<Obstacle> obstacles;
  ObstacleRows rows(draft, definitions);
  read_rows(files, "obstacles.csv",
            {.required = {"id", "kind", "unit", "what", "state", "source"},
             .optional = {"criteria", "department", "what_en", "cost", "funds", "since",
                          "solved_on", "document", "reference", "note"}},
            problems, [&](RowReader& row) {
              auto obstacle = rows.read(row);
              if (obstacle) obstacles.push_back(std::move(*obstacle));
            });
  return obstacles;
}

}  // namespace exemplar::programme
