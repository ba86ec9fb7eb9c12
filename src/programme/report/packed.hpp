// Data that a page reads only when asked for, made small: deflated (RFC 1950) and in base64 (RFC 4648), which
// a browser undoes with DecompressionStream("deflate").
#pragma once

#include <string>
#include <string_view>

namespace exemplar::programme {

std::string packed(std::string_view text);

}  // namespace exemplar::programme
