#include "store/torn_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace exemplar::store {

namespace {

struct OpenFile {
  sqlite3_file base;
  TornDisk* disk;
  std::shared_ptr<TornDisk::File>* file;
  int lock;

  TornDisk::File& of() const { return **file; }
};

OpenFile& opened(sqlite3_file* file) {
  return *reinterpret_cast<OpenFile*>(file);
}

void make(std::string& content, const TornDisk::Change& change) {
  if (change.truncates) {
    content.resize(change.offset);
    return;
  }
  if (content.size() < change.offset + change.bytes.size()) {
    content.resize(change.offset + change.bytes.size());
  }
  content.replace(change.offset, change.bytes.size(), change.bytes);
}

int close(sqlite3_file* file) {
  delete opened(file).file;
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
  const OpenFile& one = opened(file);
  if (one.disk->lost_power()) return SQLITE_IOERR_READ;
  const std::string& content = one.of().now;
  const auto from = std::min(static_cast<size_t>(offset), content.size());
  const size_t there = std::min(static_cast<size_t>(size), content.size() - from);
  std::memcpy(to, content.data() + from, there);
  if (there == static_cast<size_t>(size)) return SQLITE_OK;
  std::memset(static_cast<char*>(to) + there, 0, static_cast<size_t>(size) - there);
  return SQLITE_IOERR_SHORT_READ;
}

int change(sqlite3_file* file, TornDisk::Change what, int failure) {
  const OpenFile& one = opened(file);
  // The write under way when the power goes may be on the disk as well.
  const bool works = one.disk->works();
  if (works) make(one.of().now, what);
  one.of().waiting.push_back(std::move(what));
  return works ? SQLITE_OK : failure;
}

int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  if (opened(file).disk->lost_power()) return SQLITE_IOERR_WRITE;
  return change(file,
                {false, static_cast<size_t>(offset),
                 std::string(static_cast<const char*>(from), static_cast<size_t>(size))},
                SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (opened(file).disk->lost_power()) return SQLITE_IOERR_TRUNCATE;
  return change(file, {true, static_cast<size_t>(size), {}}, SQLITE_IOERR_TRUNCATE);
}

int sync(sqlite3_file* file, int) {
  const OpenFile& one = opened(file);
  if (!one.disk->works()) return SQLITE_IOERR_FSYNC;
  one.of().on_disk = one.of().now;
  one.of().waiting.clear();
  one.of().synced = true;
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(opened(file).of().now.size());
  return SQLITE_OK;
}

// Connections of one process that are used one after the other never meet a lock.
int lock(sqlite3_file* file, int level) {
  opened(file).lock = level;
  return SQLITE_OK;
}
int check_reserved_lock(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}
int file_control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
  return 4096;
}
// As the usual file system of Unix says of itself.
int characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int shared_map(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  auto& regions = opened(file).of().shared_memory;
  *memory = nullptr;
  if (static_cast<size_t>(region) >= regions.size()) {
    if (extend == 0) return SQLITE_OK;
    regions.resize(static_cast<size_t>(region) + 1);
  }
  auto& one = regions[static_cast<size_t>(region)];
  if (one.empty()) one.resize(static_cast<size_t>(size));
  *memory = one.data();
  return SQLITE_OK;
}

int shared_lock(sqlite3_file* file, int first, int count, int flags) {
  TornDisk::File& of = opened(file).of();
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (int i = first; i < first + count; ++i) {
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
      if (exclusive) {
        of.exclusive[i] = false;
      } else {
        --of.shared[i];
      }
    } else if (of.exclusive[i] || (exclusive && of.shared[i] > 0)) {
      return SQLITE_BUSY;
    }
  }
  if ((flags & SQLITE_SHM_UNLOCK) != 0) return SQLITE_OK;
  for (int i = first; i < first + count; ++i) {
    if (exclusive) {
      of.exclusive[i] = true;
    } else {
      ++of.shared[i];
    }
  }
  return SQLITE_OK;
}
void shared_barrier(sqlite3_file*) {}
int shared_unmap(sqlite3_file* file, int remove) {
  if (remove != 0) opened(file).of().shared_memory.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {2,
                                     close,
                                     read,
                                     write,
                                     truncate,
                                     sync,
                                     file_size,
                                     lock,
                                     lock,
                                     check_reserved_lock,
                                     file_control,
                                     sector_size,
                                     characteristics,
                                     shared_map,
                                     shared_lock,
                                     shared_barrier,
                                     shared_unmap,
                                     nullptr,
                                     nullptr};

TornDisk& disk_of(sqlite3_vfs* vfs) {
  return *static_cast<TornDisk*>(vfs->pAppData);
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* given) {
  TornDisk& disk = disk_of(vfs);
  opened(file).base.pMethods = nullptr;
  auto found = disk.open(path == nullptr ? "" : path, (flags & SQLITE_OPEN_CREATE) != 0);
  if (found == nullptr || disk.lost_power()) return SQLITE_CANTOPEN;
  opened(file).disk = &disk;
  opened(file).file = new std::shared_ptr<TornDisk::File>(std::move(found));
  opened(file).base.pMethods = &kMethods;
  if (given != nullptr) *given = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int) {
  TornDisk& disk = disk_of(vfs);
  if (!disk.works()) return SQLITE_IOERR_DELETE;
  return disk.remove(path) ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int access(sqlite3_vfs* vfs, const char* path, int, int* result) {
  *result = disk_of(vfs).has(path) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* to) {
  sqlite3_snprintf(size, to, "%s", path);
  return SQLITE_OK;
}

}  // namespace

TornDisk::TornDisk(std::string name) : name_(std::move(name)) {
  sqlite3_vfs* usual = sqlite3_vfs_find(nullptr);
  auto* vfs = new sqlite3_vfs(*usual);  // time and random numbers are the usual ones
  vfs->iVersion = 2;
  vfs->szOsFile = sizeof(OpenFile);
  vfs->zName = name_.c_str();
  vfs->pAppData = this;
  vfs->xOpen = open_file;
  vfs->xDelete = delete_file;
  vfs->xAccess = access;
  vfs->xFullPathname = full_path;
  sqlite3_vfs_register(vfs, 0);
  vfs_ = vfs;
}

TornDisk::~TornDisk() {
  auto* vfs = static_cast<sqlite3_vfs*>(vfs_);
  sqlite3_vfs_unregister(vfs);
  delete vfs;
}

void TornDisk::lose_power_at(uint64_t operation) {
  operations_ = 0;
  lose_at_ = operation;
}

bool TornDisk::works() {
  if (lost_) return false;
  lost_ = ++operations_ == lose_at_;
  return !lost_;
}

std::shared_ptr<TornDisk::File> TornDisk::open(const std::string& path, bool create) {
  const auto found = files_.find(path);
  if (found != files_.end()) return found->second;
  if (!create) return nullptr;
  return files_[path] = std::make_shared<File>();
}

bool TornDisk::remove(const std::string& path) {
  return files_.erase(path) > 0;
}

void TornDisk::settle() {
  for (auto& [path, file] : files_) {
    file->on_disk = file->now;
    file->waiting.clear();
    file->synced = true;
  }
}

void TornDisk::restart(std::mt19937_64& random) {
  for (auto at = files_.begin(); at != files_.end();) {
    File& file = *at->second;
    if (!file.synced && random() % 2 == 0) {
      at = files_.erase(at);
      continue;
    }
    // Often all or nothing, else each by itself: the cases in which order goes wrong are among these.
    const uint64_t manner = random() % 4;
    for (Change& one : file.waiting) {
      const uint64_t fate = manner < 2 ? manner : random() % 3;
      if (fate == 0) continue;
      if (fate == 2 && !one.truncates) one.bytes.resize(random() % (one.bytes.size() + 1));
      make(file.on_disk, one);
    }
    file.now = file.on_disk;
    file.waiting.clear();
    file.synced = true;
    file.shared_memory.clear();
    std::fill(std::begin(file.shared), std::end(file.shared), 0);
    std::fill(std::begin(file.exclusive), std::end(file.exclusive), false);
    ++at;
  }
  lost_ = false;
  lose_power_at(0);
}

}  // namespace exemplar::store
