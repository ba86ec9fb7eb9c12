// Converting files from before Unicode, after a preview.
#pragma once

#include "base/encoding.hpp"
#include "cli/verbs.hpp"

namespace exemplar::cli {

struct ConvertOptions {
  std::string file;      // as typed
  std::string encoding;  // empty: show what it looks like
  std::string out;       // empty: show the beginning only
};

// `bytes` is the file's content. Refused where the encoding is not known, a byte stands for nothing
// in it, or the new file cannot be written; then nothing is left half-written.
Result<Report> convert(std::string_view bytes, const ConvertOptions& options, const Common& common);

}  // namespace exemplar::cli
