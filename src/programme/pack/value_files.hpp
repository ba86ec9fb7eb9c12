// The files that hold values, in the order in which their lines count as recorded, and their facts one
// after the other.
#pragma once

#include <span>

#include "programme/pack/value_rows.hpp"

namespace exemplar::programme {

// quotas.csv, then values/*.csv in order of their names.
std::vector<std::string> value_files(const PackFiles& files);

// All lines of one of them, line by line: nothing of the file is kept.
void read_value_file(const PackFiles& files, const std::string& name, ValueRows& rows,
                     Problems& problems);

// The facts of these cells, in the order in which they were recorded, without revisions. Lines with
// anything wrong are left out and not told.
std::vector<Fact> read_facts_of(const PackFiles& files, const DefinitionDraft& draft,
                                const UnitRegister& units,
                                std::span<const ReportedValues::At> cells, unsigned threads,
                                size_t piece_bytes);

}  // namespace exemplar::programme
