#include "cli/export.hpp"

#include <filesystem>

#include "cli/export_periods.hpp"
#include "cli/sql.hpp"
#include "cli/words.hpp"
#include "tables/csv_writer.hpp"

namespace exemplar::cli {

namespace {

using programme::Fact;
using programme::OrganisationUnitId;

using Row = std::vector<std::string>;

struct ExportedTable {
  std::string name;
  std::vector<Row> rows;  // with the headings
};

// Open ends of validity are the first and the last day that dates are written for.
std::string day_text(Date day) {
  static const Date kFirst = *make_date(1, 1, 1);
  static const Date kLast = *make_date(9999, 12, 31);
  return iso(std::clamp(day, kFirst, kLast));
}

void add_validity(Row& row, DateRange days) {
  row.push_back(day_text(days.from));
  row.push_back(day_text(days.until));
}

ExportedTable units_of(const programme::UnitRegister& units) {
  ExportedTable table{"unit", {{"id", "code", "name", "kind", "valid_from", "valid_until"}}};
  for (const programme::OrganisationUnit& unit : units.parts().units) {
    for (const programme::UnitVersion& version : unit.versions) {
      Row row{unit.id, version.code, version.name.vi, version.kind};
      add_validity(row, version.validity);
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

ExportedTable links_of(const programme::UnitRegister& units) {
  ExportedTable table{"unit_link", {{"hierarchy", "unit", "parent", "valid_from", "valid_until"}}};
  for (const programme::UnitHierarchy& hierarchy : units.parts().hierarchies) {
    for (size_t i = 0; i < hierarchy.parents.size(); ++i) {
      for (const programme::UnitLink& link : hierarchy.parents[i]) {
        Row row{hierarchy.definition.id, units.id_of(OrganisationUnitId(i)),
                units.id_of(link.unit)};
        add_validity(row, link.validity);
        table.rows.push_back(std::move(row));
      }
    }
  }
  return table;
}

// kind, number, digits, text
void add_value(Row& row, const programme::UnitAttributeValue& value, int digits) {
  if (const auto* number = std::get_if<Decimal>(&value)) {
    const Decimal written = with_digits(*number, digits).value_or(*number);
    row.insert(row.end(),
               {"number", std::to_string(written.units), std::to_string(written.digits), ""});
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    row.insert(row.end(), {"text", "0", "0", *text});
  } else if (const auto* truth = std::get_if<bool>(&value)) {
    row.insert(row.end(), {"truth", *truth ? "1" : "0", "0", ""});
  } else {
    row.insert(row.end(), {"date", std::to_string(std::get<Date>(value).days), "0", ""});
  }
}

ExportedTable attributes_of(const programme::UnitRegister& units) {
  ExportedTable table{
      "unit_attribute",
      {{"unit", "attribute", "kind", "number", "digits", "text", "valid_from", "valid_until"}}};
  for (const programme::UnitAttribute& attribute : units.parts().attributes) {
    for (size_t i = 0; i < attribute.spans.size(); ++i) {
      for (const programme::UnitAttributeSpan& span : attribute.spans[i]) {
        Row row{units.id_of(OrganisationUnitId(i)), attribute.definition.id};
        add_value(row, span.value, attribute.definition.digits);
        add_validity(row, span.validity);
        table.rows.push_back(std::move(row));
      }
    }
  }
  return table;
}

void add_value(Row& row, const Fact& fact, int digits) {
  switch (fact.kind) {
    case Fact::Kind::Number:
      return add_value(row, programme::UnitAttributeValue(fact.number), digits);
    case Fact::Kind::Truth:
      return add_value(row, programme::UnitAttributeValue(fact.truth), 0);
    case Fact::Kind::Date:
      return add_value(row, programme::UnitAttributeValue(fact.date), 0);
    case Fact::Kind::Text:
      return add_value(row, programme::UnitAttributeValue(fact.text), 0);
    case Fact::Kind::NotApplicable:
      row.insert(row.end(), {"not applicable", "0", "0", fact.note});
  }
}

// Revisions are numbered anew, in the order in which facts are known: of two with the same number
// the later one stands.
ExportedTable facts_of(const programme::Office& office) {
  ExportedTable table{"fact",
                      {{"indicator", "period", "unit", "category", "revision", "status", "kind",
                        "number", "digits", "text"}}};
  std::vector<uint32_t> order(office.facts.all().size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<uint32_t>(i);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return office.facts.all()[a].revision < office.facts.all()[b].revision;
  });
  for (size_t i = 0; i < order.size(); ++i) {
    const Fact& fact = office.facts.all()[order[i]];
    const programme::Indicator& indicator = office.definitions[fact.indicator];
    Row row{indicator.id,  period_id(fact.period), office.definitions.units.id_of(fact.unit),
            fact.category, std::to_string(i + 1),  std::to_string(static_cast<int>(fact.status()))};
    add_value(row, fact, indicator.digits);
    table.rows.push_back(std::move(row));
  }
  return table;
}

// months_active() follows from the units' history, which the tables do not hold: as facts of its own.
void add_months_active(const programme::Office& office, const PeriodTable& periods,
                       ExportedTable& table) {
  const programme::UnitRegister& units = office.definitions.units;
  for (const programme::Period& period : periods.all()) {
    if (!periods.asks_months_active()) return;
    const Date day = last_day(period);
    for (const OrganisationUnitId unit : units.valid_at(day)) {
      const auto add = [&](std::string_view indicator, int months) {
        table.rows.push_back({std::string(indicator), period_id(period), units.id_of(unit), "", "0",
                              "3", "number", std::to_string(months), "0", ""});
      };
      add(dialect::kMonthsActive, units.months_active(unit, day));
      const auto lineage = units.months_active_lineage(unit, day).value();
      if (lineage) add(dialect::kMonthsActiveLineage, *lineage);
    }
  }
}

std::optional<Refusal> written(const std::string& folder, const ExportedTable& table) {
  auto writer = tables::CsvWriter::create(folder + "/" + table.name + ".csv");
  if (!writer) return writer.refusal();
  tables::CsvWriter file = writer.take();
  for (const Row& row : table.rows) file.record(row);
  return file.commit();
}

std::optional<Refusal> written_text(const std::string& path, const std::string& text) {
  auto created = tables::AtomicFile::create(path);
  if (!created) return created.refusal();
  tables::AtomicFile file = created.take();
  file.write(text);
  return file.commit();
}

}  // namespace

Result<Report> export_tables(const programme::Office& office, const Common& common,
                             const ExportOptions& options) {
  PeriodTable periods(office);
  if (!options.period.empty()) {
    const auto programme = chosen_programme(office, common);
    if (!programme) return programme.refusal();
    const auto period = period_of(office, **programme, options.period);
    if (!period) return period.refusal();
    periods.also(*period);
  }
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  if (error) {
    return Refusal{msg("{} cannot be made", options.out),
                   msg("name a folder that can be written to")};
  }
  ExportedTable facts = facts_of(office);
  ExportedTable period_rows{"period", periods.rows()};
  add_months_active(office, periods, facts);
  const programme::UnitRegister& units = office.definitions.units;
  const ExportedTable all[] = {units_of(units), links_of(units), attributes_of(units),
                               std::move(period_rows), std::move(facts)};
  const Say say{common.language};
  Report report;
  report.labels = labels_of(office, common.language);
  report.title = say(office.definitions.office_name);
  Table table{
      "tables", "", {{"table", say(msg("table"))}, {"rows", say(msg("rows")), Align::Right}}, {}};
  for (const ExportedTable& one : all) {
    if (const auto refusal = written(options.out, one)) return *refusal;
    table.row({text(one.name + ".csv"),
               integer(static_cast<int64_t>(one.rows.size()) - 1, common.language)});
  }
  for (const auto database : {dialect::Database::PostgreSql, dialect::Database::DuckDb}) {
    const std::string path = fmt::format("{}/load_{}.sql", options.out, dialect::name_of(database));
    if (const auto refusal = written_text(path, dialect::sql_load(database))) return *refusal;
  }
  report.line(say(
      msg("written to {}; load_postgresql.sql and load_duckdb.sql fill the tables", options.out)));
  report.table(std::move(table));
  report.csv_table = "tables";
  return report;
}

}  // namespace exemplar::cli
