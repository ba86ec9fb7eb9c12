// The four tables of units as rows for build_units().
#include "programme/pack/table_readers.hpp"

namespace exemplar::programme {

namespace {

// The span of a row: an empty cell is an open end.
DateRange days_of(RowReader& row) {
  return {row.day("from").value_or(kOpenPast), row.day("until").value_or(kOpenFuture)};
}

CellPlaces cells_of(const RowReader& row, std::initializer_list<std::string_view> columns) {
  CellPlaces cells;
  for (const std::string_view column : columns) {
    const Place place = row.place(column);
    cells.push_back({column, place.line, place.column});
  }
  return cells;
}

class UnitFiles {
 public:
  UnitFiles(const PackFiles& files, const DefinitionDraft& draft, Problems& problems)
      : files_(files), draft_(draft), problems_(problems) {}

  UnitTables read() {
    if (draft_.office.records_from != kOpenPast) tables_.records_from = draft_.office.records_from;
    for (const HierarchyRecord& record : draft_.office.hierarchies) {
      HierarchyDefinition definition = record.definition;
      definition.kinds = definition.root_kinds;
      definition.kinds.insert(definition.kinds.end(), record.kinds_below.begin(),
                              record.kinds_below.end());
      tables_.hierarchies.push_back(std::move(definition));
    }
    tables_.attributes = draft_.office.attributes;
    read_units();
    read_events();
    // Without office.toml every row of these would name something undeclared.
    if (draft_.office_known) {
      read_hierarchies();
      if (numbers_known(draft_)) read_attributes();
    }
    return std::move(tables_);
  }

 private:
  void read_units() {
    const auto kinds = ids_of(draft_.office.kinds);
    read_rows(
        files_, "units.csv",
        {.required = {"id", "code", "name", "kind"}, .optional = {"name_en", "from", "until"}},
        problems_, [&](RowReader& row) {
          UnitRow unit;
          unit.place = row.place();
          unit.cells = cells_of(row, {"id", "code", "name", "kind", "from", "until"});
          unit.id = row.text("id");
          unit.code = row.text("code");
          unit.name = row.text("name");
          unit.name_en = row.text("name_en");
          unit.kind = row.text("kind");
          const DateRange days = days_of(row);
          unit.from = days.from;
          unit.until = days.until;
          if (const auto fault = fault_in_id(unit.id, IdShape::Free); fault && !unit.id.empty()) {
            row.error("id", fault->what, fault->remedy);
          }
          if (draft_.office_known && !unit.kind.empty()) {
            require_name(row.place("kind"), unit.kind, kinds,
                         msg("no kind of unit is called '{}'", unit.kind), problems_);
          }
          if (row.complete()) tables_.units.push_back(std::move(unit));
        });
  }

  void read_hierarchies() {
    const bool told =
        read_rows(files_, "hierarchies.csv",
                  {.required = {"hierarchy", "unit", "parent"}, .optional = {"from", "until"}},
                  problems_, [&](RowReader& row) {
                    HierarchyRow link;
                    link.place = row.place();
                    link.cells = cells_of(row, {"hierarchy", "unit", "parent", "from", "until"});
                    link.hierarchy = row.required("hierarchy");
                    link.unit = row.required("unit");
                    link.parent = row.text("parent");
                    const DateRange days = days_of(row);
                    link.from = days.from;
                    link.until = days.until;
                    if (row.complete()) tables_.hierarchy_rows.push_back(std::move(link));
                  });
    if (told) return;
    // Else every unit would be said to have no parent.
    for (HierarchyDefinition& hierarchy : tables_.hierarchies) {
      hierarchy.validity = {kOpenFuture, kOpenPast};
    }
  }

  void read_events() {
    read_rows(
        files_, "unit_events.csv",
        {.required = {"date", "event", "from_unit", "to_unit"},
         .optional = {"weight", "total", "document", "note"}},
        problems_, [&](RowReader& row) {
          UnitEventRow event;
          event.place = row.place();
          event.cells = cells_of(row, {"date", "event", "from_unit", "to_unit", "weight", "total"});
          const auto day = row.day("date");
          if (!day && row.ok()) row.required("date");
          const auto kind = row.choice("event", kUnitEventKinds);
          event.from_unit = row.text("from_unit");
          event.to_unit = row.text("to_unit");
          event.weight = row.whole("weight");
          event.total = row.whole("total");
          event.document = row.text("document");
          event.note = row.text("note");
          if (!row.complete()) return;
          event.date = *day;
          event.kind = *kind;
          tables_.events.push_back(std::move(event));
        });
  }

  void read_attributes() {
    read_rows(files_, "unit_attributes.csv",
              {.required = {"unit", "attribute", "value"}, .optional = {"from", "until"}},
              problems_, [&](RowReader& row) {
                UnitAttributeRow attribute;
                attribute.place = row.place();
                attribute.cells = cells_of(row, {"unit", "attribute", "value", "from", "until"});
                attribute.unit = row.required("unit");
                attribute.attribute = row.required("attribute");
                attribute.value = row.required("value");
                const DateRange days = days_of(row);
                attribute.from = days.from;
                attribute.until = days.until;
                normalise_value(row, attribute);
                if (row.complete()) tables_.attribute_rows.push_back(std::move(attribute));
              });
  }

  // build_units() reads numbers with a point and truths as true or false.
  void normalise_value(RowReader& row, UnitAttributeRow& attribute) {
    for (const UnitAttributeDefinition& definition : draft_.office.attributes) {
      if (definition.id != attribute.attribute) continue;
      if (definition.type == UnitAttributeType::Truth) {
        if (const auto truth = row.truth("value")) attribute.value = *truth ? "true" : "false";
      } else if (definition.type == UnitAttributeType::Date) {
        row.day("value");
      } else if (definition.type == UnitAttributeType::Number) {
        const auto number = row.number("value", decimal_sign_of(draft_.office));
        if (!number) return;
        attribute.value = plain(*number);
        check_bounds(row, definition, *number);
      }
    }
  }

  static void check_bounds(RowReader& row, const UnitAttributeDefinition& definition,
                           const Decimal& number) {
    if (definition.at_most && number.to_double() > definition.at_most->to_double()) {
      row.error("value", msg("{} is above the bound {}", plain(number), plain(*definition.at_most)),
                msg("correct the value, or at_most in office.toml"));
    }
    if (definition.at_least && number.to_double() < definition.at_least->to_double()) {
      row.error("value",
                msg("{} is below the bound {}", plain(number), plain(*definition.at_least)),
                msg("correct the value, or at_least in office.toml"));
    }
  }

  const PackFiles& files_;
  const DefinitionDraft& draft_;
  Problems& problems_;
  UnitTables tables_;
};

}  // namespace

DecimalSign decimal_sign_of(const OfficeRecord& office) {
  return office.decimal_sign == "," ? DecimalSign::Comma : DecimalSign::Point;
}

UnitTables read_unit_tables(const PackFiles& files, const DefinitionDraft& draft,
                            Problems& problems) {
  return UnitFiles(files, draft, problems).read();
}

}  // namespace exemplar::programme
