#include "tables/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace exemplar::tables {
namespace {

constexpr size_t kBufferBytes = 64 * 1024;

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Refusal refusal_to_write(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return {msg("cannot write {}: its folder does not exist", path), msg("make the folder first")};
  }
  if (error == EACCES || error == EPERM || error == EROFS) {
    return {msg("cannot write {}: no permission", path), msg("choose another place")};
  }
  if (error == ENOSPC || error == EDQUOT) {
    return {msg("cannot write {}: the disk is full", path), msg("free some space")};
  }
  return {msg("cannot write {} ({})", path, std::strerror(error)), msg("choose another place")};
}

}  // namespace

Result<AtomicFile> AtomicFile::create(const std::string& path) {
  const std::string folder = folder_of(path);
  const std::string name = path.substr(path.rfind('/') + 1);
  struct stat about {};
  if (name.empty() || (::stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode))) {
    return Refusal{msg("cannot write {}: it is a folder", path), msg("name a file")};
  }
  std::string temporary = folder + "/." + name + ".XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return refusal_to_write(path, errno);
  // mkostemp gives 0600; the finished file has what an ordinary new file would have.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(descriptor, 0666 & ~mask);
  return AtomicFile(path, std::move(temporary), descriptor);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      buffer_(std::move(other.buffer_)),
      descriptor_(other.descriptor_),
      error_(other.error_) {
  other.descriptor_ = -1;
}

AtomicFile::~AtomicFile() {
  abandon();
}

void AtomicFile::abandon() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
  descriptor_ = -1;
}

void AtomicFile::write(std::string_view bytes) {
  buffer_ += bytes;
  if (buffer_.size() >= kBufferBytes) flush();
}

void AtomicFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && error_ == 0) {
    const ssize_t count = ::write(descriptor_, rest.data(), rest.size());
    if (count >= 0) {
      rest.remove_prefix(static_cast<size_t>(count));
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  buffer_.clear();
}

std::optional<Refusal> AtomicFile::commit() {
  flush();
  if (error_ == 0 && ::fsync(descriptor_) != 0) error_ = errno;
  if (error_ == 0 && ::rename(temporary_.c_str(), path_.c_str()) != 0) error_ = errno;
  if (error_ != 0) {
    abandon();
    return refusal_to_write(path_, error_);
  }
  ::close(descriptor_);
  descriptor_ = -1;
  // The rename itself must outlive a power cut.
  const int folder = ::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
  return std::nullopt;
}

}  // namespace exemplar::tables
