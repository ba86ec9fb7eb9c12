// What one line of values/*.csv or quotas.csv says: the definition of their meaning, whoever reads
// the lines.
//
//   indicator,period,unit,…,value,…        long: the indicator is a cell
//   period,unit,…,office_area,quota_done   wide: the indicators are columns
//   quota,period,unit,assigned,done,…      the quota names the indicators of the two columns
#pragma once

#include <functional>
#include <unordered_set>

#include "programme/data_set/fact.hpp"
#include "programme/pack/table_readers.hpp"

namespace exemplar::programme {

inline constexpr std::string_view kNotApplicable = "n/a";

// The columns that any table of values may have.
const std::vector<std::string>& fixed_value_columns();
// How the header of quotas.csv has to be.
tables::TableFormat quotas_format();
tables::TableFormat values_format();

// The calendar in whose sense the indicator's values name their periods. Null where calendar or
// collection period are wrong; that was reported where they are declared.
const Calendar* usable_calendar(const DefinitionDraft& draft, const Indicator& indicator);

class ValueRows {
 public:
  using Take = std::function<void(Fact)>;
  struct Column {
    std::string name;
    size_t indicator = 0;
  };
  struct Shape {
    enum Kind { Long, Wide, Quotas } kind = Long;
    std::vector<Column> columns;  // wide: of values
  };

  // `take` is given each fact with which nothing is wrong, without a revision; all others become
  // `problems`. All must outlive the reader.
  ValueRows(const DefinitionDraft& draft, const UnitRegister& units, Problems& problems, Take take);

  // Of a file of values/; reports what is wrong with its header. What was said of the file before
  // is forgotten. `more`: columns that a long table may have besides, which the caller reads.
  Shape shape_of(tables::TableReader& reader, const std::vector<std::string>& more = {});
  void read(RowReader& row, const Shape& shape);
  // What was said of a name once is said again of the next row that has it.
  void say_again();

 private:
  void check_long_header(tables::TableReader& reader, const std::vector<std::string>& more);
  std::vector<Column> wide_columns(const tables::Header& header);
  void read_quota(RowReader& row);
  void read_quota_cell(RowReader& row, const std::string& column, const std::string& indicator);
  void read_long(RowReader& row);
  void read_wide(RowReader& row, const Column& column);
  void check_rest(RowReader& row);
  void read_cell(RowReader& row, const Column& column);
  std::optional<Period> read_period(RowReader& row, size_t indicator_index);
  void read_category(RowReader& row, const Indicator& indicator, Fact& fact);
  bool known_category(RowReader& row, const std::string& dimension, const std::string& value);

  const DefinitionDraft& draft_;
  Problems& problems_;
  Take take_;
  DecimalSign sign_;
  SourceNames sources_;
  UnitNames units_;
  std::unordered_map<std::string, size_t> by_id_;
  std::vector<const Calendar*> calendars_;  // by indicator
  std::vector<std::string> reported_ids_;
  std::map<std::pair<const Calendar*, std::string>, std::optional<Period>> periods_;
  std::unordered_set<std::string> unknown_said_;
};

}  // namespace exemplar::programme
