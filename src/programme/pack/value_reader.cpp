// All of quotas.csv, then of values/*.csv: one after the other into facts, or as fast as may be into
// values alone. What a line means is said in value_rows.hpp.
#include <algorithm>

#include "programme/pack/pack.hpp"
#include "programme/pack/plain_values.hpp"
#include "programme/pack/value_files.hpp"

namespace exemplar::programme {

namespace {

// Two lines of a cell's history that follow each other and say the same.
void warn_of_repeated(const std::vector<Fact>& facts, Problems& problems) {
  std::vector<uint32_t> order(facts.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<uint32_t>(i);
  const auto cell = [&](uint32_t i) {
    const Fact& f = facts[i];
    return std::tie(f.indicator, f.unit, f.period.start, f.category);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return cell(a) < cell(b); });
  size_t told = 0;
  for (size_t i = 1; i < order.size() && told <= kProblemsPerFileMax; ++i) {
    const Fact& earlier = facts[order[i - 1]];
    const Fact& later = facts[order[i]];
    if (cell(order[i - 1]) != cell(order[i]) || !same_fact(earlier, later)) continue;
    ++told;
    problems.warning(later.place, "repeated_value",
                     msg("this line says again what the line before it for the same cell said"),
                     msg("the first is at {}; leave one out", to_string(earlier.place)));
  }
}

}  // namespace

std::vector<Fact> read_values(const PackFiles& files, const DefinitionDraft& draft,
                              const UnitRegister& units, Problems& problems) {
  std::vector<Fact> facts;
  ValueRows rows(draft, units, problems, [&](Fact fact) {
    fact.revision = static_cast<uint32_t>(facts.size() + 1);
    facts.push_back(std::move(fact));
  });
  for (const std::string& name : value_files(files)) read_value_file(files, name, rows, problems);
  warn_of_repeated(facts, problems);
  return facts;
}

Facts read_values_alone(const PackFiles& files, const DefinitionDraft& draft,
                        const UnitRegister& units, Problems& problems, unsigned threads,
                        size_t piece_bytes, ReportedValuesBuilder::Keep keep) {
  ReportedValuesBuilder builder(keep);
  std::vector<bool> named(draft.office.sources.size(), false);
  PlainValues plain(draft, units, builder, named, threads, piece_bytes);
  ValueRows rows(draft, units, problems, [&](const Fact& fact) {
    const ReportedValues::Form form = form_of(draft.indicators[fact.indicator.index()]);
    const uint32_t column = builder.column({fact.indicator, fact.period, fact.category}, form);
    builder.add(column, reported_value(fact, form, builder));
    if (fact.source.valid()) named[fact.source.index()] = true;
  });
  for (const std::string& name : value_files(files)) {
    if (!plain.read(files, name)) read_value_file(files, name, rows, problems);
  }
  std::vector<SourceId> sources;
  for (size_t i = 0; i < named.size(); ++i) {
    if (named[i]) sources.emplace_back(i);
  }
  ReportedValues values = builder.take(threads);
  // The facts of the cells in question are read once more.
  warn_of_repeated(read_facts_of(files, draft, units, values.said_again(), threads, piece_bytes),
                   problems);
  return {std::move(values), std::move(sources)};
}

}  // namespace exemplar::programme
