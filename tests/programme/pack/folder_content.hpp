// The files of a pack's folder, as they are read in memory.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>

#include "programme/pack/pack_files.hpp"

namespace exemplar::programme {

inline PackFiles::Content content_of(const std::filesystem::path& folder) {
  PackFiles::Content content;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    content[entry.path().lexically_relative(folder).generic_string()] = text.str();
  }
  return content;
}

}  // namespace exemplar::programme
