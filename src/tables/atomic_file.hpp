// A file that appears whole or not at all: written beside its place, put there by one rename.
//
//   create ──▶ .NAME.XXXXXX ──write…──▶ commit: fsync, rename to NAME, fsync of the folder
//                                └────▶ destroyed without commit: removed, NAME is as it was
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace exemplar::tables {

class AtomicFile {
 public:
  // Refuses a folder that is not there or may not be written to.
  static Result<AtomicFile> create(const std::string& path);
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  // Failures (a full disk) are kept and told by commit().
  void write(std::string_view bytes);
  // Puts the file in its place; a refusal if anything failed, and then the place is as it was.
  std::optional<Refusal> commit();

 private:
  AtomicFile(std::string path, std::string temporary, int descriptor)
      : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}
  void flush();
  void abandon();

  std::string path_;
  std::string temporary_;
  std::string buffer_;
  int descriptor_ = -1;
  int error_ = 0;
};

}  // namespace exemplar::tables
