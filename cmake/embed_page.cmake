# Writes PAGE, STYLE and SCRIPTS (a list, joined in order) as C++ strings into OUTPUT: one literal a
# line, which the compiler joins.
set(script "")
foreach(file IN LISTS SCRIPTS)
  file(READ "${file}" part)
  string(APPEND script "${part}\n")
endforeach()
file(READ "${PAGE}" page)
file(READ "${STYLE}" style)
set(parts "// Generated from the page's files.
namespace exemplar::programme::page_parts {
extern const char* const kPage;
extern const char* const kStyle;
extern const char* const kScript;
")
foreach(name Page Style Script)
  string(TOLOWER ${name} variable)
  set(text "${${variable}}")
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\\n\"\n    \"" text "${text}")
  string(APPEND parts "const char* const k${name} =\n    \"${text}\";\n")
endforeach()
file(WRITE ${OUTPUT} "${parts}}  // namespace exemplar::programme::page_parts\n")
