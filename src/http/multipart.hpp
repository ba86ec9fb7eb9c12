// A multipart/form-data body (RFC 7578), read whole: its fields and its one kind of file.
//
//   --B CRLF
//   Content-Disposition: form-data; name="file"; filename="a.csv" CRLF
//   Content-Type: text/csv CRLF
//   CRLF
//   … bytes … CRLF
//   --B-- CRLF
//
// As strict as read_head: lines end in CRLF, every part is form-data with a name, no name occurs
// twice, nothing lies before the first boundary, behind the last one at most a CRLF. Contents are
// found by the boundary alone; a part's own transfer encoding is refused. The name of a file is what
// the client calls it, for people: it is never a path, and what could make it one is taken off.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace exemplar::http {

struct FormPart {
  std::string name;
  std::optional<std::string> file_name;  // its last segment, without control characters
  std::string content_type;              // empty: none was given
  std::string_view content;              // of the body
};

struct MultipartLimits {
  size_t parts_max = 20;
  size_t header_bytes_max = 4 << 10;  // of one part
};

// The boundary of "multipart/form-data; boundary=…": 1 to 70 characters of those that RFC 2046 allows.
// None where the type is another or has no such boundary.
std::optional<std::string> boundary_of(std::string_view content_type);

// In the order of the body, which must outlive what is returned.
Result<std::vector<FormPart>> read_multipart(std::string_view body, std::string_view boundary,
                                             const MultipartLimits& limits = {});

}  // namespace exemplar::http
