// Any bytes are read as a formula without a crash, and what was read is printed and read back as
// the same tree.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/formula/parser.hpp"

using namespace exemplar;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const engine::Parsed parsed = engine::parse_formula(text);
  if ((parsed.tree == nullptr) != parsed.error.has_value()) std::abort();
  if (parsed.error && (parsed.error->span.line < 1 || parsed.error->span.column < 1)) std::abort();
  if (!parsed.tree) return 0;
  const std::string printed = engine::print(*parsed.tree);
  const engine::Parsed again = engine::parse_formula(printed);
  if (!again.tree || !engine::same(*parsed.tree, *again.tree)) std::abort();
  return 0;
}
