// Entity tags and the two conditions on them (RFC 9110 §8.8.3, §13.1.1, §13.1.2).
//
//   If-Match: "7"             a change is made only where the client saw the present state (412)
//   If-None-Match: "7", W/"8" an answer is sent only where the client does not have it (304)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace exemplar::http {

struct ETag {
  std::string tag;  // without its quotes
  bool weak = false;

  bool operator==(const ETag&) const = default;
};

// W/"tag" or "tag". The tag must be printable ASCII without quotes.
std::string to_string(const ETag& tag);

struct ETagList {
  bool any = false;        // the field is "*"
  std::vector<ETag> tags;  // else these

  bool operator==(const ETagList&) const = default;
};

// The value of If-Match or If-None-Match. Empty elements of the list are passed over (§5.6.1);
// anything else that is no tag is refused: a condition that cannot be read must not be dropped.
Result<ETagList> parse_etags(std::string_view field);

// If-Match: by strong comparison; `present` is none where there is no such thing.
bool matches_strongly(const ETagList& list, const std::optional<ETag>& present);
// If-None-Match: by weak comparison. True: the client has it.
bool matches_weakly(const ETagList& list, const std::optional<ETag>& present);

}  // namespace exemplar::http
