// The files of a ZIP archive that is in memory, unpacked a piece at a time. Nothing that the archive
// says of itself is trusted: sizes are counted while unpacking, names are only looked up and never
// become paths.
//
//   bytes ─▶ open: the directory at the end, read strictly ─▶ find(name) ─▶ Unpacker ─▶ 64 KiB …
//                                                                             └─ one budget for all
//
// Refused: what is no archive or only a part of one, encrypted files, several discs, archives above
// 4 GiB (ZIP64), names twice or with "..", "\" or a leading "/", methods but "stored" and "deflated",
// contents that do not have the size and the checksum that they should have.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace exemplar::tables {

class ZipReader {
 public:
  struct Limits {
    size_t files_max = 10'000;
    uint64_t unpacked_bytes_max = 512 << 20;  // of all that is unpacked
  };

  // `bytes` must outlive the reader and what it gives.
  static Result<ZipReader> open(std::string_view bytes, const Limits& limits);

  bool has(const std::string& name) const { return files_.contains(name); }

  class Unpacker {
   public:
    Unpacker(Unpacker&&) noexcept;
    Unpacker& operator=(Unpacker&&) = delete;
    ~Unpacker();
    // Appends the next piece, at most 64 KiB; false at the end.
    Result<bool> next(std::string& to);

   private:
    friend class ZipReader;
    struct State;
    explicit Unpacker(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };
  // Refused where there is no such file, or its place in the archive is none.
  Result<Unpacker> unpack(const std::string& name) const;

 private:
  struct File {
    uint64_t header_at = 0;
    uint64_t packed = 0;
    uint64_t unpacked = 0;
    uint32_t checksum = 0;
    uint16_t method = 0;
  };

  std::optional<Refusal> read_directory(uint64_t at, size_t count);

  std::string_view bytes_;
  std::map<std::string, File> files_;
  std::shared_ptr<uint64_t> budget_;  // bytes that may still be unpacked
};

}  // namespace exemplar::tables
