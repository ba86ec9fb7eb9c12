// Any bytes are read as a form without a crash; what was read lies within the body, and no name of a
// file is a path. The first line is the Content-Type.
#include <cstdint>
#include <cstdlib>

#include "http/multipart.hpp"

using namespace exemplar;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t line = text.find('\n');
  const auto boundary = http::boundary_of(text.substr(0, line));
  const std::string_view body =
      line == std::string_view::npos ? std::string_view() : text.substr(line + 1);
  const http::MultipartLimits limits;
  const auto parts = http::read_multipart(body, boundary.value_or("B"), limits);
  if (boundary && (boundary->empty() || boundary->size() > 70)) std::abort();
  if (!parts) return 0;
  if (parts->size() > limits.parts_max) std::abort();
  for (const http::FormPart& part : *parts) {
    if (part.name.empty()) std::abort();
    if (part.content.data() < body.data() ||
        part.content.data() + part.content.size() > body.data() + body.size()) {
      std::abort();
    }
    if (part.file_name && (part.file_name->find_first_of("/\\") != std::string::npos ||
                           *part.file_name == ".." || *part.file_name == ".")) {
      std::abort();
    }
  }
  return 0;
}
