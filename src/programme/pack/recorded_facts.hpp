// Who reported what, when and from which source, where values were read without that: taken once
// more from where they stay.
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
  virtual ~RecordedFacts() = default;

  // Gives every fact to `take`, in the order in which they were recorded and numbered in it. `units`
  // are those that were read with them. Refused at the end where they are no longer as they were
  // read.
  virtual std::optional<Refusal> each(const UnitRegister& units,
                                      const std::function<void(const Fact&)>& take) const = 0;

  // The facts of these cells, in the same order.
  virtual std::vector<Fact> of(const UnitRegister& units,
                               std::span<const ReportedValues::At> cells) const = 0;
};

// Those of the files of a pack.
class FactsInFiles final : public RecordedFacts {
 public:
  // `definitions`: as the files of the pack were read with them. `threads`, `piece_bytes`: as in
  // ReadOptions.
  FactsInFiles(PackFiles files, std::shared_ptr<const DefinitionDraft> definitions,
               unsigned threads, size_t piece_bytes)
      : files_(std::move(files)),
        definitions_(std::move(definitions)),
        threads_(threads),
        piece_bytes_(piece_bytes) {}

  std::optional<Refusal> each(const UnitRegister& units,
                              const std::function<void(const Fact&)>& take) const override;
  std::vector<Fact> of(const UnitRegister& units,
                       std::span<const ReportedValues::At> cells) const override;

 private:
  PackFiles files_;
  std::shared_ptr<const DefinitionDraft> definitions_;
  unsigned threads_;
  size_t piece_bytes_;
};

}  // namespace exemplar::programme
