#include "tables/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace exemplar::tables {
namespace {

// An open file descriptor, closed with its last owner.
struct OpenFile {
  explicit OpenFile(int opened) : descriptor(opened) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { ::close(descriptor); }
  int descriptor;
};

Refusal refusal_to_open(int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return {msg("there is no such file"), msg("check the path")};
  }
  if (error == EACCES || error == EPERM) {
    return {msg("this file may not be read"), msg("give the current user permission to read it")};
  }
  return {msg("the file cannot be opened ({})", std::strerror(error)), msg("check the path")};
}

}  // namespace

Result<ByteSource> bytes_of_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return refusal_to_open(errno);
  auto file = std::make_shared<OpenFile>(descriptor);
  struct stat about {};
  if (::fstat(descriptor, &about) == 0 && S_ISDIR(about.st_mode)) {
    return Refusal{msg("this is a folder, not a file"), msg("check the path")};
  }
  return ByteSource([file](char* to, size_t most) -> size_t {
    for (;;) {
      const ssize_t count = ::read(file->descriptor, to, most);
      if (count >= 0) return static_cast<size_t>(count);
      if (errno != EINTR) return kReadFailed;
    }
  });
}

ByteSource bytes_of_text(std::string_view text) {
  return [text](char* to, size_t most) mutable -> size_t {
    const size_t count = std::min(most, text.size());
    if (count == 0) return 0;
    std::memcpy(to, text.data(), count);
    text.remove_prefix(count);
    return count;
  };
}

}  // namespace exemplar::tables
