// Where the bytes of a table come from: a file, or a text already in memory; a piece at a time, so
// that a file of any length is read in the same small memory.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace exemplar::tables {

// Copies up to `most` next bytes to `to` and returns how many; 0 at the end; kReadFailed when the
// file could not be read on.
using ByteSource = std::function<size_t(char* to, size_t most)>;
inline constexpr size_t kReadFailed = static_cast<size_t>(-1);

// Refuses what is not there, may not be read, or is a folder.
Result<ByteSource> bytes_of_file(const std::string& path);
// `text` must live as long as the source.
ByteSource bytes_of_text(std::string_view text);

}  // namespace exemplar::tables
