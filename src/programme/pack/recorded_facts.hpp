// Who reported what, when and from which source, of a pack whose values were read without that: taken
// from the files of values once more.
//
//   values/*.csv ─┬─▶ values alone ─▶ evaluation ─▶ explanation: these cells ─┐
//                 ├─▶ facts of these cells ◀────────────────────────────────┘
//                 └─▶ each fact in turn ─▶ a line of an export, and forgotten
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "base/result.hpp"
#include "programme/data_set/fact.hpp"
#include "programme/pack/pack_files.hpp"

namespace exemplar::programme {

struct DefinitionDraft;

class RecordedFacts {
 public:
  // `definitions`: as the files of the pack were read with them. `threads`, `piece_bytes`: as in
  // ReadOptions.
  RecordedFacts(PackFiles files, std::shared_ptr<const DefinitionDraft> definitions,
                unsigned threads, size_t piece_bytes)
      : files_(std::move(files)),
        definitions_(std::move(definitions)),
        threads_(threads),
        piece_bytes_(piece_bytes) {}

  // Gives every fact to `take`, in the order in which they were recorded and numbered in it. `units`
  // are those of the pack. Refused at the end where the files are no longer as they were read.
  std::optional<Refusal> each(const UnitRegister& units,
                              const std::function<void(const Fact&)>& take) const;

  // The facts of these cells, in the same order.
  std::vector<Fact> of(const UnitRegister& units, std::span<const ReportedValues::At> cells) const;

 private:
  PackFiles files_;
  std::shared_ptr<const DefinitionDraft> definitions_;
  unsigned threads_;
  size_t piece_bytes_;
};

}  // namespace exemplar::programme
