// The page's own files, embedded when the program is built (private to report).
#pragma once

namespace exemplar::programme::page_parts {

extern const char* const kPage;  // page.html with {{style}}, {{data}}, {{explanations}}, {{script}}
extern const char* const kStyle;   // page.css
extern const char* const kScript;  // the scripts, one after the other

}  // namespace exemplar::programme::page_parts
