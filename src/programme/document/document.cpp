#include "programme/document/document.hpp"

#include <algorithm>

namespace exemplar::programme {

std::string Document::number_and_symbol() const {
  return number + (number.empty() || symbol.empty() ? "" : "/") + symbol;
}

const Document* document_named(const std::vector<Document>& documents, std::string_view id) {
  const auto found = std::find_if(documents.begin(), documents.end(),
                                  [&](const Document& one) { return one.id == id; });
  return id.empty() || found == documents.end() ? nullptr : &*found;
}

const Document& current(const std::vector<Document>& documents, const Document& document) {
  const Document* at = &document;
  // More steps than documents go round in a circle.
  for (size_t step = 1; step < documents.size(); ++step) {
    const Document* next = document_named(documents, at->replaced_by);
    if (next == nullptr) break;
    at = next;
  }
  return *at;
}

bool in_force(const std::vector<Document>& documents, const Document& document, Date day) {
  if (document.date && *document.date > day) return false;
  if (document.in_force_until && *document.in_force_until < day) return false;
  const Document* next = document_named(documents, document.replaced_by);
  return next == nullptr || (next->date && *next->date > day);
}

}  // namespace exemplar::programme
