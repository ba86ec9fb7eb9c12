// One row of a CSV table as typed cells, every misuse placed. A row that says anything wrong, or
// cannot say everything, is left out by its reader: complete() tells.
#pragma once

#include "base/number.hpp"
#include "programme/pack/choices.hpp"
#include "programme/pack/findings.hpp"
#include "tables/table.hpp"

namespace exemplar::programme {

class RowReader {
 public:
  RowReader(const tables::TableRow& row, Problems& problems);

  // Nothing wrong so far, and nothing left to fill.
  bool ok() const { return ok_; }
  // ok(), and the table has every column it needs. Nothing is told about the cells of a column that
  // it lacks: the header was.
  bool complete() const { return ok_ && !lacks_columns(); }
  bool lacks_columns() const { return !row_.header->lacking.empty(); }
  bool has(std::string_view column) const { return row_.header->find(column).has_value(); }
  // Without space at both ends; empty where the file has no such column.
  std::string_view text(std::string_view column) const;
  std::string_view required(std::string_view column);
  std::optional<Date> day(std::string_view column);
  std::optional<int64_t> whole(std::string_view column);
  std::optional<Decimal> number(std::string_view column, DecimalSign sign);
  // yes or no; nothing where the cell is empty.
  std::optional<bool> truth(std::string_view column);

  template <typename E, size_t N>
  std::optional<E> choice(std::string_view column, const Choice<E> (&choices)[N]) {
    const std::string_view word = text(column);
    std::vector<std::string> words;
    for (const Choice<E>& one : choices) {
      if (one.word == word) return one.value;
      words.emplace_back(one.word);
    }
    error(column, msg("'{}' cannot be '{}'", column, word), proposal(word, words));
    return std::nullopt;
  }

  // Reports once for each column: one wrong cell of a wide row would else be told for each of its
  // values.
  void error(std::string_view column, Message what, Message remedy);
  // The row is kept.
  void warning(std::string_view column, std::string code, Message what, Message remedy);
  // How often error() was called.
  int faults() const { return faults_; }
  Place place(std::string_view column) const { return row_.place(column); }
  Place place() const { return row_.place(); }

 private:
  const tables::TableRow& row_;
  Problems& problems_;
  bool ok_ = true;
  int faults_ = 0;
  bool lacks(std::string_view column) const;

  std::vector<std::string> told_;
};

// The day a text says, ISO only; what is wrong with it else.
Result<Date> read_day(std::string_view text);
// yes, no, true, false, có, không.
std::optional<bool> read_truth(std::string_view text);

// Calls `each` for every row of the table, until there are too many problems to be of use.
template <typename Each>
void for_each_row(tables::TableReader& reader, Problems& problems, const Each& each) {
  const size_t before = problems.size();
  tables::TableRow row;
  while (reader.next(row)) {
    RowReader cells(row, problems);
    if (cells.ok()) each(cells);
    if (problems.size() - before > kProblemsPerFileMax) return;
  }
}

}  // namespace exemplar::programme
