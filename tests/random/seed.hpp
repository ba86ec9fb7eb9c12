// Where random proofs start, how far they go, and what they say of themselves at the end.
//
//   EXEMPLAR_SEED=n         moves the seeds of every proof; without it each has its own fixed ones.
//                           `./test --all` draws one and prints it
//   EXEMPLAR_PROGRAMMES=n   that many programmes in each proof that makes programmes
//   EXEMPLAR_ALL            the long form
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace exemplar::tests {

inline uint64_t setting_or(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : std::strtoull(value, nullptr, 10);
}

inline uint64_t moved_seed(uint64_t own) {
  return own + setting_or("EXEMPLAR_SEED", 0);
}

inline uint64_t short_or_long(uint64_t in_short, uint64_t in_all) {
  return std::getenv("EXEMPLAR_ALL") != nullptr ? in_all : in_short;
}

inline uint64_t programmes(uint64_t in_short, uint64_t in_all) {
  return setting_or("EXEMPLAR_PROGRAMMES", short_or_long(in_short, in_all));
}

// One line, which `test` shows when everything has run.
template <typename... Values>
void say_proof(fmt::format_string<Values...> text, Values&&... values) {
  fmt::print("proof: {}\n", fmt::format(text, std::forward<Values>(values)...));
  std::fflush(stdout);
}

}  // namespace exemplar::tests
