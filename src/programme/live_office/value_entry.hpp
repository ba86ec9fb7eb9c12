// Values as people and programs hand them in, in words, read by the rules by which a pack's tables are
// read: one meaning of a line, whoever wrote it.
#pragma once

#include "programme/office/office.hpp"

namespace exemplar::programme {

struct DefinitionDraft;

// One line of a table of values (docs/pack.md). Texts as a pack would write them.
struct ValueEntry {
  std::string indicator;
  std::string period;
  std::string unit;
  std::string category;
  std::string value;  // "n/a": not applicable, and `note` says why
  std::string reported_on;
  std::string verified_on;
  std::string decided_on;
  std::string source;
  std::string by;
  std::string note;
  // The revision that whoever writes has seen: of the cell's newest value or of the state in which it
  // was shown; 0: none was there. Nothing newer may be there. None: whatever is there.
  std::optional<int64_t> expected = {};
};
// The names of its texts, in their order: what FieldOfEntry numbers.
inline constexpr std::string_view kValueEntryFields[] = {
    "indicator",   "period",     "unit",   "category", "value", "reported_on",
    "verified_on", "decided_on", "source", "by",       "note"};

struct ReadEntries {
  std::vector<std::optional<Fact>> facts;  // by entry; none where it is wrong
  // Each placed in "entries": the line is the entry's number from 1, the column the number of the
  // text in kValueEntryFields from 1, or 0.
  Problems problems;
};

// How entries are read: as the definitions that it was made of say.
class EntryReader {
 public:
  explicit EntryReader(std::shared_ptr<const Office> office);
  ~EntryReader();
  ReadEntries read(const std::vector<ValueEntry>& entries) const;

 private:
  std::shared_ptr<const Office> office_;
  std::unique_ptr<const DefinitionDraft> draft_;
};

}  // namespace exemplar::programme
