#include "programme/live_office/value_entry.hpp"

#include <array>

#include "base/text.hpp"
#include "programme/pack/pack_content.hpp"
#include "programme/pack/value_rows.hpp"

namespace exemplar::programme {

namespace {

std::array<const std::string*, std::size(kValueEntryFields)> texts_of(const ValueEntry& entry) {
  return {&entry.indicator, &entry.period,      &entry.unit,        &entry.category,
          &entry.value,     &entry.reported_on, &entry.verified_on, &entry.decided_on,
          &entry.source,    &entry.by,          &entry.note};
}

std::shared_ptr<const tables::Header> header() {
  auto header = std::make_shared<tables::Header>();
  header->file = "entries";
  for (const std::string_view field : kValueEntryFields) {
    header->names.emplace_back(field);
    header->columns.push_back(static_cast<int>(header->names.size()));
  }
  return header;
}

}  // namespace

EntryReader::EntryReader(std::shared_ptr<const Office> office)
    : office_(std::move(office)),
      draft_(std::make_unique<const DefinitionDraft>(draft_of(*office_))) {}

EntryReader::~EntryReader() = default;

ReadEntries EntryReader::read(const std::vector<ValueEntry>& entries) const {
  ReadEntries read;
  read.facts.resize(entries.size());
  size_t at = 0;
  ValueRows rows(*draft_, office_->definitions.units, read.problems,
                 [&](Fact fact) { read.facts[at] = std::move(fact); });
  tables::TableRow row;
  row.header = header();
  row.cells.resize(std::size(kValueEntryFields));
  for (at = 0; at < entries.size(); ++at) {
    row.line = static_cast<int>(at) + 1;
    const auto texts = texts_of(entries[at]);
    for (size_t i = 0; i < texts.size(); ++i) {
      row.cells[i] = {nfc(*texts[i]), row.line, static_cast<int>(i) + 1};
    }
    RowReader cells(row, read.problems);
    if (cells.ok()) rows.read(cells, {ValueRows::Shape::Long, {}});
  }
  return read;
}

}  // namespace exemplar::programme
