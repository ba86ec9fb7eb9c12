// Any bytes in any file of a pack are read without a crash, every problem can be put into words,
// and an office that was read without an error is written and read back the same.
//
// Input: files one after the other, each a line "=== path" and its content; without such a line the
// whole is tried as every kind of file.
#include <cstdint>
#include <cstdlib>

#include "programme/pack/pack.hpp"

using namespace exemplar;
using namespace exemplar::programme;

namespace {

PackFiles::Content split_files(std::string_view text) {
  PackFiles::Content content;
  std::string* current = nullptr;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    if (line.starts_with("=== ")) {
      std::string_view name = line.substr(4);
      while (name.ends_with('\n') || name.ends_with('\r')) name.remove_suffix(1);
      current = &content[std::string(name)];
    } else if (current != nullptr) {
      current->append(line);
    }
    text.remove_prefix(end);
  }
  return content;
}

PackFiles::Content everywhere(const std::string& text) {
  PackFiles::Content content;
  for (const char* name :
       {"office.toml", "indicators.toml", "units.csv", "hierarchies.csv", "unit_events.csv",
        "unit_attributes.csv", "quotas.csv", "documents.csv", "directives.csv", "obstacles.csv",
        "values/a.csv", "programmes/p/programme.toml", "programmes/p/criteria/a.toml",
        "programmes/p/targets.csv", "programmes/p/decisions.csv"}) {
    content[name] = text;
  }
  return content;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  PackFiles::Content content = split_files(text);
  if (content.empty()) content = everywhere(text);
  const PackReading reading = read_pack(PackFiles::in_memory(std::move(content)));
  for (const Problem& problem : reading.problems) to_string(problem, Language::Vietnamese);
  if (reading.problems.has_errors()) return 0;

  const auto written = pack_content(reading.office);
  if (!written) return 0;
  const PackReading again = read_pack(PackFiles::in_memory(*written));
  if (again.problems.has_errors() || !same_office(reading.office, again.office)) std::abort();
  return 0;
}
