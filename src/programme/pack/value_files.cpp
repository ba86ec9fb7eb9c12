#include "programme/pack/value_files.hpp"

#include "programme/pack/plain_values.hpp"

namespace exemplar::programme {

std::vector<std::string> value_files(const PackFiles& files) {
  std::vector<std::string> names;
  if (files.has("quotas.csv")) names.emplace_back("quotas.csv");
  for (const std::string& name : files.names()) {
    if (kind_of_file(name) == PackFileKind::Values) names.push_back(name);
  }
  return names;
}

void read_value_file(const PackFiles& files, const std::string& name, ValueRows& rows,
                     Problems& problems) {
  if (kind_of_file(name) == PackFileKind::Quotas) {
    const ValueRows::Shape quotas{ValueRows::Shape::Quotas, {}};
    read_rows(files, name, quotas_format(), problems,
              [&](RowReader& row) { rows.read(row, quotas); });
    return;
  }
  auto source = files.open(name);
  if (!source) {
    problems.error({name, 0, 0}, source.refusal().what, source.refusal().remedy);
    return;
  }
  const size_t before = problems.size();
  tables::TableReader reader(source.take(), name, values_format(), problems);
  if (!reader.usable()) return;
  const ValueRows::Shape shape = rows.shape_of(reader);
  tables::TableRow row;
  while (reader.next(row) && problems.size() - before <= kProblemsPerFileMax) {
    RowReader cells(row, problems);
    if (cells.ok()) rows.read(cells, shape);
  }
}

std::vector<Fact> read_facts_of(const PackFiles& files, const DefinitionDraft& draft,
                                const UnitRegister& units,
                                std::span<const ReportedValues::At> cells, unsigned threads,
                                size_t piece_bytes) {
  if (cells.empty()) return {};
  ReportedValuesBuilder columns;  // only numbers them
  const auto column_of = [&](const ColumnKey& key) {
    return columns.column(key, form_of(draft.indicators[key.indicator.index()]));
  };
  PlainValues::Wanted wanted;
  for (const ReportedValues::At& at : cells) {
    wanted.cells.insert(PlainValues::Wanted::cell(column_of(at.key), at.unit));
  }
  std::vector<bool> ignored(draft.office.sources.size(), false);
  PlainValues plain(draft, units, columns, ignored, threads, piece_bytes);
  plain.want(wanted);
  Problems told_before;
  ValueRows rows(draft, units, told_before, [&](Fact fact) {
    const uint32_t column = column_of({fact.indicator, fact.period, fact.category});
    if (!wanted.cells.contains(PlainValues::Wanted::cell(column, fact.unit))) return;
    wanted.facts.push_back(std::move(fact));
  });
  for (const std::string& name : value_files(files)) {
    if (!plain.read(files, name)) read_value_file(files, name, rows, told_before);
  }
  return std::move(wanted.facts);
}

}  // namespace exemplar::programme
