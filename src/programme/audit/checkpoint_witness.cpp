#include "programme/audit/checkpoint_witness.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>

namespace exemplar::programme {

namespace {

constexpr size_t kPiece = 65'536;

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  explicit operator bool() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

Refusal cannot(const std::string& file, const char* why) {
  return {msg("checkpoints cannot be appended to {}: {}", file, why),
          msg("name a file on another disk or machine that may be written to")};
}

// What the file holds: signatures, and the end of it that is no whole line.
struct Held {
  std::set<Signature> signatures;
  std::string unfinished;
};

Result<Held> read_held(const std::string& file) {
  const Descriptor in(file, O_RDONLY);
  if (!in) return cannot(file, std::strerror(errno));
  Held held;
  std::string& text = held.unfinished;
  std::vector<char> piece(kPiece);
  for (ssize_t count; (count = ::read(in.number(), piece.data(), piece.size())) != 0;) {
    if (count < 0) return cannot(file, std::strerror(errno));
    text.append(piece.data(), static_cast<size_t>(count));
    const size_t end = text.rfind('\n');
    if (end == std::string::npos) {
      if (text.size() <= kPiece) continue;
      return Refusal{msg("{} is no file of checkpoints", file), msg("name another one")};
    }
    const CheckpointFile read = parse_checkpoints(std::string_view(text).substr(0, end), file);
    if (read.checkpoints.empty() && !read.problems.empty()) {
      return Refusal{msg("{} is no file of checkpoints", file), msg("name another one")};
    }
    for (const Checkpoint& one : read.checkpoints) held.signatures.insert(one.signature);
    text.erase(0, end + 1);
  }
  return held;
}

bool append(const std::string& file, const std::string& text) {
  const bool fresh = !std::filesystem::exists(file);
  const Descriptor out(file, O_WRONLY | O_APPEND | O_CREAT);
  if (!out) return false;
  const ssize_t written = ::write(out.number(), text.data(), text.size());
  if (written != static_cast<ssize_t>(text.size())) {
    if (written >= 0) errno = ENOSPC;
    return false;
  }
  if (::fsync(out.number()) != 0) return false;
  if (!fresh) return true;
  // Its name, too.
  const Descriptor folder(std::filesystem::absolute(file).parent_path().string(),
                          O_RDONLY | O_DIRECTORY);
  return folder && ::fsync(folder.number()) == 0;
}

}  // namespace

Result<CheckpointWitness> CheckpointWitness::open(std::string file) {
  {
    const Descriptor out(file, O_WRONLY | O_APPEND | O_CREAT);
    if (!out) return cannot(file, std::strerror(errno));
  }
  const auto held = read_held(file);
  if (!held) return held.refusal();
  return CheckpointWitness(std::move(file));
}

Result<size_t> CheckpointWitness::catch_up(store::Connection& connection) {
  const std::vector<KeptCheckpoint> rows = checkpoints_after(connection, appended_.value_or(0));
  if (rows.empty()) return size_t{0};
  Held held;
  // Looked at anew after a start and after a fault: how much of the last line came through?
  if (!appended_ && std::filesystem::exists(file_)) {
    auto read = read_held(file_);
    if (!read) return read.refusal();
    held = read.take();
  }
  size_t appended = 0;
  for (const KeptCheckpoint& row : rows) {
    if (held.signatures.contains(row.checkpoint.signature)) continue;
    std::string line = line_of(row.checkpoint) + "\n";
    if (line.starts_with(held.unfinished)) {
      line.erase(0, held.unfinished.size());
    } else {
      line.insert(0, "\n");
    }
    held.unfinished.clear();
    if (!append(file_, line)) {
      appended_.reset();
      return cannot(file_, std::strerror(errno));
    }
    ++appended;
  }
  appended_ = rows.back().revision;
  return appended;
}

}  // namespace exemplar::programme
