// The fast way from a file of values to columns: plain lines alone, on all cores.
//
//   file ─▶ pieces cut at line ends ─▶ a thread each: lines ─▶ fields ─▶ (column, unit, number, mark)
//                                                                             │ in order of the pieces
//                                                          ReportedValuesBuilder ◀──────────┘
//
// What a line means is said by ValueRows (value_rows.hpp) alone. Here only the usual writings are
// known: an indicator, unit or source by its exact code or id, a number without leading zeros, days
// in ISO. A line with anything else goes to ValueRows, and what it made of a period or a category is
// kept for the lines that follow. A file in which that finds the least fault, or whose lines cannot be
// told apart by their ends, is given back untouched: whoever asked reads it with ValueRows, which
// tells each problem at its place.
#pragma once

#include <unordered_set>

#include "programme/data_set/reported_values.hpp"
#include "programme/pack/pack_files.hpp"
#include "programme/pack/plain_vocabulary.hpp"
#include "programme/pack/value_rows.hpp"

namespace exemplar::programme {

class PlainValues {
 public:
  static constexpr size_t kPieceBytes = 2 << 20;

  // Cells whose facts are wanted instead of their values: those of a column of the builder and a unit.
  struct Wanted {
    std::unordered_set<uint64_t> cells;  // as cell() makes them
    std::vector<Fact> facts;             // what was found, in the order of the lines

    static uint64_t cell(uint32_t column, OrganisationUnitId unit) {
      return uint64_t{column} << 32 | unit.value;
    }
  };

  // Values go to `builder`, and the sources they name are marked in `sources`, by number.
  PlainValues(const DefinitionDraft& draft, const UnitRegister& units,
              ReportedValuesBuilder& builder, std::vector<bool>& sources, unsigned threads,
              size_t piece_bytes = kPieceBytes);
  ~PlainValues();
  // Facts of the wanted cells alone; the builder only numbers the columns.
  void want(Wanted& wanted) { wanted_ = &wanted; }

  // The whole file or nothing of it: false where it has to be read with ValueRows.
  bool read(const PackFiles& files, const std::string& name);

 private:
  class File;
  class Piece;

  const DefinitionDraft& draft_;
  ReportedValuesBuilder& builder_;
  std::vector<bool>& sources_;
  unsigned threads_;
  size_t piece_bytes_;
  Wanted* wanted_ = nullptr;
  const PlainVocabulary vocabulary_;
  // For lines that need care: what it says and what it gives.
  Problems problems_;
  std::vector<Fact> facts_;
  ValueRows rows_;
};

}  // namespace exemplar::programme
