// The CSV files of a pack as records. Each reader opens one file, reports what it finds and gives
// what could be read; a file that the pack does not have is empty.
#pragma once

#include <functional>

#include "programme/pack/checks.hpp"
#include "programme/pack/pack_files.hpp"
#include "programme/pack/row_reader.hpp"

namespace exemplar::programme {

// units.csv, hierarchies.csv, unit_events.csv and unit_attributes.csv together, for build_units().
UnitTables read_unit_tables(const PackFiles& files, const DefinitionDraft& draft,
                            Problems& problems);

// The unit that `text` names in a period. A date resolves it: the period's last day; where the unit
// ended before, the last day on which a unit of that code, id or name was there.
Result<OrganisationUnitId> unit_in_period(const UnitRegister& units, std::string_view text,
                                          const Period& period);

DecimalSign decimal_sign_of(const OfficeRecord& office);

// programmes/ID/targets.csv.
std::vector<Target> read_targets(const PackFiles& files, const std::string& name,
                                 DecimalSign decimal_sign, Problems& problems);

// Units by what files call them, with the answers remembered: a file names the same units over and
// over. A name that fails is reported once.
class UnitNames {
 public:
  explicit UnitNames(const UnitRegister& units) : units_(units) {}
  // The unit of the row's `unit` cell in the days of that period; reports where there is none.
  // Without any unit nothing is reported: that units.csv gives none was told there.
  std::optional<OrganisationUnitId> find(RowReader& row, const Period& period);
  // The unit that `text`, in that column of the row, names in the days of the period.
  std::optional<OrganisationUnitId> find(RowReader& row, std::string_view column,
                                         std::string_view text, const Period& period);
  bool any() const { return units_.size() > 0; }
  // What names nobody is reported again where it comes again.
  void say_again() {
    std::erase_if(found_, [](const auto& one) { return !one.second.has_value(); });
  }

 private:
  const UnitRegister& units_;
  std::unordered_map<std::string, std::optional<OrganisationUnitId>> found_;
};

// Sources by id.
class SourceNames {
 public:
  explicit SourceNames(const std::vector<Source>& sources);
  // Of the row's `source` cell, which may not be empty: values without a source could pass for
  // real ones. `missing` says what has none.
  std::optional<SourceId> find(RowReader& row, Message missing = msg("a value without a source"));

 private:
  std::unordered_map<std::string, SourceId> by_id_;
  std::vector<std::string> ids_;
  bool all_have_ids_ = true;  // else what a table names may be the one without
};

// programmes/ID/decisions.csv.
std::vector<Decision> read_decisions(const PackFiles& files, const std::string& name,
                                     const DefinitionDraft& draft, const Programme& programme,
                                     const UnitRegister& units, Problems& problems);

// What took the place of something: targets.csv and documents.csv say it of versions and documents.
struct Replacement {
  std::string id;
  std::string replaced_by;
  Place place;  // of the cell
};
// Refuses those that name nothing (`unknown` says so of a name), and circles.
void refuse_wrong_replacements(const std::vector<Replacement>& replacements,
                               const std::vector<std::string>& ids,
                               const std::function<Message(const std::string&)>& unknown,
                               Problems& problems);

// documents.csv, directives.csv and obstacles.csv. Units are those of the document's day or of the
// obstacle's; criteria those of the set that judges it.
std::vector<Document> read_documents(const PackFiles& files, DefinitionDraft& draft,
                                     Problems& problems);
std::vector<Directive> read_directives(const PackFiles& files, const DefinitionDraft& draft,
                                       const Definitions& definitions, Problems& problems);
std::vector<Obstacle> read_obstacles(const PackFiles& files, const DefinitionDraft& draft,
                                     const Definitions& definitions, Problems& problems);

// All of quotas.csv, then of values/*.csv in the order of the files' names: a later line is a newer
// fact.
std::vector<Fact> read_values(const PackFiles& files, const DefinitionDraft& draft,
                              const UnitRegister& units, Problems& problems);

// The same as values alone, on several threads. What is wrong is told as read_values() tells it; of
// an outline but not which lines say again what another said. `piece_bytes`: so much of a file at a
// time.
Facts read_values_alone(const PackFiles& files, const DefinitionDraft& draft,
                        const UnitRegister& units, Problems& problems, unsigned threads,
                        size_t piece_bytes, ReportedValuesBuilder::Keep keep);

// Opens a table and calls `each` with a RowReader for every row. False where rows could not be
// told: the file cannot be read or lacks a column.
template <typename Each>
bool read_rows(const PackFiles& files, const std::string& name, tables::TableFormat format,
               Problems& problems, const Each& each) {
  if (!files.has(name)) return true;
  auto source = files.open(name);
  if (!source) {
    problems.error({name, 0, 0}, source.refusal().what, source.refusal().remedy);
    return false;
  }
  format.csv.problems_max = kProblemsPerFileMax;
  format.faulty = tables::FaultyHeader::ReadCells;
  tables::TableReader reader(source.take(), name, format, problems);
  if (reader.usable()) for_each_row(reader, problems, each);
  return reader.usable() && reader.header().lacking.empty();
}

}  // namespace exemplar::programme
