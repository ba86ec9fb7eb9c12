// Documents as records: what they are, and which of them holds today.
//
//   plan 1 ──replaced by──▶ plan 2 ──replaced by──▶ plan 3      current(plan 1) = plan 3
//
// A conference is such a record too: directions and difficulties are cited from it as from a paper.
// What is not known of a document is empty; nothing is completed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "programme/document/source.hpp"

namespace exemplar::programme {

enum class DocumentKind { Document, Conference };

struct Document {
  std::string id;
  DocumentKind kind = DocumentKind::Document;
  std::string number;  // "5764"
  std::string symbol;  // "QĐ-BCA-V05"
  std::optional<Date> date;
  Text issuer;
  Text subject;
  std::optional<Date> in_force_until;  // the last day; empty: no end is known
  std::string replaced_by;             // id of another document
  SourceId source;
  std::string note;
  Place place;

  // "5764/QĐ-BCA-V05"; what of the two is known.
  std::string number_and_symbol() const;
};

// Null where no document has that id.
const Document* document_named(const std::vector<Document>& documents, std::string_view id);
// The document that stands at the end of its replacements; itself where nothing replaced it. Of
// documents that replace each other in a circle, the last before one repeats.
const Document& current(const std::vector<Document>& documents, const Document& document);
// In force on that day: issued by then as far as known, its term not over, not replaced by one that
// was issued by then (a replacement without a day replaces at once).
bool in_force(const std::vector<Document>& documents, const Document& document, Date day);

}  // namespace exemplar::programme
