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

// One that is small beside the facts.
struct ExportedTable {
  std::string name;
  std::vector<Row> rows;  // with the headings
};

// A table on its way to the disk.
class WrittenTable {
 public:
  static Result<WrittenTable> create(const std::string& folder, const std::string& name,
                                     const Row& headings) {
    auto writer = tables::CsvWriter::create(folder + "/" + name + ".csv");
    if (!writer) return writer.refusal();
    WrittenTable table(name, writer.take());
    table.file_.record(headings);
    return table;
  }
  void row(const Row& row) {
    file_.record(row);
    ++rows_;
  }
  std::optional<Refusal> commit() { return file_.commit(); }
  const std::string& name() const { return name_; }
  int64_t rows() const { return rows_; }

 private:
  WrittenTable(std::string name, tables::CsvWriter file)
      : name_(std::move(name)), file_(std::move(file)) {}

  std::string name_;
  tables::CsvWriter file_;
  int64_t rows_ = 0;
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

// Of a fact.
Row row_of(const programme::Definitions& definitions, const Fact& fact) {
  const programme::Indicator& indicator = definitions[fact.indicator];
  Row row{indicator.id,
          period_id(fact.period),
          definitions.units.id_of(fact.unit),
          fact.category,
          std::to_string(fact.revision),
          std::to_string(static_cast<int>(fact.status()))};
  add_value(row, fact, indicator.digits);
  return row;
}

// months_active() follows from the units' history, which the tables do not hold: as facts of its own.
void add_months_active(const programme::Office& office, const PeriodTable& periods,
                       WrittenTable& table) {
  const programme::UnitRegister& units = office.definitions.units;
  for (const programme::Period& period : periods.all()) {
    if (!periods.asks_months_active()) return;
    const Date day = last_day(period);
    for (const OrganisationUnitId unit : units.valid_at(day)) {
      const auto add = [&](std::string_view indicator, int months) {
        table.row({std::string(indicator), period_id(period), units.id_of(unit), "", "0", "3",
                   "number", std::to_string(months), "0", ""});
      };
      add(dialect::kMonthsActive, units.months_active(unit, day));
      const auto lineage = units.months_active_lineage(unit, day).value();
      if (lineage) add(dialect::kMonthsActiveLineage, *lineage);
    }
  }
}

// The facts in turn, each forgotten again: there may be more than fit into memory. Revisions are
// numbered anew, in the order in which facts are known: of two with the same number the later one
// stands.
Result<WrittenTable> facts_of(const programme::Office& office,
                              const programme::RecordedFacts& recorded, const PeriodTable& periods,
                              const std::string& folder) {
  auto created = WrittenTable::create(folder, "fact",
                                      {"indicator", "period", "unit", "category", "revision",
                                       "status", "kind", "number", "digits", "text"});
  if (!created) return created.refusal();
  WrittenTable table = created.take();
  const auto refusal = recorded.each(office.definitions.units, [&](const Fact& fact) {
    table.row(row_of(office.definitions, fact));
  });
  if (refusal) return *refusal;
  add_months_active(office, periods, table);
  return table;
}

Result<WrittenTable> written_table(const std::string& folder, const ExportedTable& table) {
  auto created = WrittenTable::create(folder, table.name, table.rows.front());
  if (!created) return created.refusal();
  WrittenTable written = created.take();
  for (size_t i = 1; i < table.rows.size(); ++i) written.row(table.rows[i]);
  return written;
}

std::optional<Refusal> written_text(const std::string& path, const std::string& text) {
  auto created = tables::AtomicFile::create(path);
  if (!created) return created.refusal();
  tables::AtomicFile file = created.take();
  file.write(text);
  return file.commit();
}

}  // namespace

Result<Report> export_tables(const programme::Office& office,
                             const programme::RecordedFacts& recorded, const Common& common,
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
  auto facts = facts_of(office, recorded, periods, options.out);
  if (!facts) return facts.refusal();
  const programme::UnitRegister& units = office.definitions.units;
  std::vector<WrittenTable> written;
  for (const ExportedTable& one : {units_of(units), links_of(units), attributes_of(units),
                                   ExportedTable{"period", periods.rows()}}) {
    auto table = written_table(options.out, one);
    if (!table) return table.refusal();
    written.push_back(table.take());
  }
  written.push_back(facts.take());
  const Say say{common.language};
  Report report;
  report.labels = labels_of(office, common.language);
  report.title = say(office.definitions.office_name);
  Table table{
      "tables", "", {{"table", say(msg("table"))}, {"rows", say(msg("rows")), Align::Right}}, {}};
  for (WrittenTable& one : written) {
    if (const auto refusal = one.commit()) return *refusal;
    table.row({text(one.name() + ".csv"), integer(one.rows(), common.language)});
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
