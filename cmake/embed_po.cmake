# Writes FOLDER/*.po and FOLDER/parts/*.po, one after the other, as the C++ string
# exemplar::kVietnamesePo into OUTPUT: one literal a line, which the compiler joins.
file(GLOB po_files LIST_DIRECTORIES false ${FOLDER}/*.po ${FOLDER}/parts/*.po)
list(SORT po_files)
set(text "")
foreach(po_file IN LISTS po_files)
  file(READ "${po_file}" part)
  string(APPEND text "${part}\n")
endforeach()
string(REPLACE "\\" "\\\\" text "${text}")
string(REPLACE "\"" "\\\"" text "${text}")
string(REPLACE "\n" "\\n\"\n    \"" text "${text}")
file(WRITE ${OUTPUT} "// Generated from translations/.
namespace exemplar {
extern const char* const kVietnamesePo;
const char* const kVietnamesePo =
    \"${text}\";
}  // namespace exemplar
")
