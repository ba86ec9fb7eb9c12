#include "programme/pack/recorded_facts.hpp"

#include "programme/pack/value_files.hpp"

namespace exemplar::programme {

std::optional<Refusal> FactsInFiles::each(const UnitRegister& units,
                                          const std::function<void(const Fact&)>& take) const {
  Problems problems;
  uint32_t count = 0;
  ValueRows rows(*definitions_, units, problems, [&](Fact fact) {
    fact.revision = ++count;
    take(fact);
  });
  for (const std::string& name : value_files(files_)) {
    read_value_file(files_, name, rows, problems);
  }
  if (!problems.has_errors()) return std::nullopt;
  return Refusal{msg("the files of values changed while they were read"),
                 msg("run it again when nobody writes to the pack")};
}

std::vector<Fact> FactsInFiles::of(const UnitRegister& units,
                                   std::span<const ReportedValues::At> cells) const {
  std::vector<Fact> facts =
      read_facts_of(files_, *definitions_, units, cells, threads_, piece_bytes_);
  uint32_t count = 0;
  for (Fact& fact : facts) fact.revision = ++count;
  return facts;
}

}  // namespace exemplar::programme
