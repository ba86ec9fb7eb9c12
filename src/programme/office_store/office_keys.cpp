#include "programme/office_store/office_keys.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace exemplar::programme {

namespace {

using Key = std::array<uint8_t, 32>;

class File {
 public:
  File(const std::string& path, int flags)
      : descriptor_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  explicit operator bool() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

// `remedy`: what to do where it is no key.
Result<Key> key_in(const std::string& path, const FillRandom& random, const Message& remedy) {
  Key key{};
  if (const File fresh(path, O_WRONLY | O_CREAT | O_EXCL); fresh) {
    random(key);
    const bool kept =
        write(fresh.descriptor(), key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
        fsync(fresh.descriptor()) == 0;
    if (kept) return key;
    unlink(path.c_str());
    return Refusal{msg("{} could not be written", path), msg("see that there is room and right")};
  }
  const File there(path, O_RDONLY);
  if (!there) {
    return Refusal{msg("{} cannot be read", path), msg("see whose it is, or name another folder")};
  }
  struct stat about {};
  if (fstat(there.descriptor(), &about) != 0 || (about.st_mode & 077) != 0) {
    return Refusal{msg("{} may be read by others", path), msg("let its owner alone read it: 0600")};
  }
  uint8_t more = 0;
  const bool whole =
      read(there.descriptor(), key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
      read(there.descriptor(), &more, 1) == 0;
  if (!whole) return Refusal{msg("{} is no key of an office", path), remedy};
  return key;
}

}  // namespace

Result<SealingKey> sealing_key(const std::string& folder, const FillRandom& random) {
  return key_in(folder + "/sealing.key", random,
                msg("bring back the one that was there; without it the authenticator apps have to "
                    "be set up anew"));
}

Result<SigningKey> checkpoint_key(const std::string& folder, const FillRandom& random) {
  const auto seed = key_in(folder + "/checkpoint.key", random,
                           msg("bring back the one that was there; without it checkpoints are "
                               "signed with a new key, which has to be made known"));
  if (!seed) return seed.refusal();
  return signing_key(*seed);
}

}  // namespace exemplar::programme
