#include "programme/report/page.hpp"

#include "programme/report/packed.hpp"
#include "programme/report/page_parts.hpp"

namespace exemplar::programme {

namespace {

// Inside a script element "</" would end it and "<!--" would open a comment; in JSON a solidus and
// a less-than sign may be escaped.
std::string inside_script(const std::string& json) {
  std::string text;
  text.reserve(json.size());
  for (const char c : json) {
    if (c == '<') {
      text += "\\u003c";
    } else {
      text += c;
    }
  }
  return text;
}

void put(std::string& page, std::string_view mark, std::string_view text) {
  const size_t at = page.find(mark);
  if (at != std::string::npos) page.replace(at, mark.size(), text);
}

}  // namespace

std::string page_of(const ReportData& report) {
  std::string explanations;
  for (const auto& [id, json] : report.explanations) {
    explanations += "<script type=\"application/octet-stream\" id=\"" + id + "\">" +
                    packed(json.compact()) + "</script>\n";
  }
  // The template's marks stand in this order, so that no mark is looked for in data.
  std::string page(page_parts::kPage);
  put(page, "{{script}}", page_parts::kScript);
  put(page, "{{explanations}}", explanations);
  put(page, "{{data}}", inside_script(report.data.compact()));
  put(page, "{{style}}", page_parts::kStyle);
  return page;
}

}  // namespace exemplar::programme
