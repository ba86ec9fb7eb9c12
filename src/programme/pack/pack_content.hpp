// The CSV files of a pack, written from an office.
#pragma once

#include "programme/pack/checks.hpp"
#include "programme/pack/pack.hpp"

namespace exemplar::programme {

void write_unit_files(const UnitRegister& units, PackFiles::Content& content);
void write_targets(const Programme& programme, PackFiles::Content& content);
// Refused where a unit has neither an id nor a code by which the value's day would find it again.
std::optional<Refusal> write_decisions(const Office& office, const DefinitionDraft& draft,
                                       const Programme& programme, PackFiles::Content& content);
std::optional<Refusal> write_documents(const Office& office, PackFiles::Content& content);
std::optional<Refusal> write_directives(const Office& office, PackFiles::Content& content);
std::optional<Refusal> write_obstacles(const Office& office, PackFiles::Content& content);
// quotas.csv and values/values.csv.
std::optional<Refusal> write_values(const Office& office, const DefinitionDraft& draft,
                                    PackFiles::Content& content);

// The definitions of an office as records of the TOML files.
DefinitionDraft draft_of(const Office& office);

}  // namespace exemplar::programme
