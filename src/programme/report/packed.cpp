#include "programme/report/packed.hpp"

#include <zlib.h>

#include <stdexcept>

namespace exemplar::programme {

namespace {

std::string deflated(std::string_view text) {
  uLongf size = compressBound(static_cast<uLong>(text.size()));
  std::string bytes(size, '\0');
  const int code = compress2(reinterpret_cast<Bytef*>(bytes.data()), &size,
                             reinterpret_cast<const Bytef*>(text.data()),
                             static_cast<uLong>(text.size()), Z_BEST_COMPRESSION);
  // The buffer is as large as zlib asks for: only memory can be lacking.
  if (code != Z_OK) throw std::bad_alloc();
  bytes.resize(size);
  return bytes;
}

}  // namespace

std::string packed(std::string_view text) {
  static constexpr char kSigns[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string bytes = deflated(text);
  std::string result;
  result.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t at = 0; at < bytes.size(); at += 3) {
    const size_t left = std::min<size_t>(3, bytes.size() - at);
    uint32_t three = 0;
    for (size_t i = 0; i < 3; ++i) {
      three = three << 8 | (i < left ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    for (size_t i = 0; i < 4; ++i) {
      result += i <= left ? kSigns[three >> (18 - 6 * i) & 63U] : '=';
    }
  }
  return result;
}

}  // namespace exemplar::programme
