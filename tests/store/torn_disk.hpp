// A disk in memory that loses power: a SQLite virtual file system (https://www.sqlite.org/vfs.html) in
// which what was written and not yet synced may be there afterwards, or not, or in part.
//
//   write a, write b, sync, write c, write d ── power lost ──▶ a b, and any of: c · d · c d · half of d …
//
// A file that was never synced may be gone altogether.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace exemplar::store {

class TornDisk {
 public:
  // Registered under that name until it ends. Connections must be closed before.
  explicit TornDisk(std::string name);
  TornDisk(const TornDisk&) = delete;
  TornDisk& operator=(const TornDisk&) = delete;
  ~TornDisk();

  const std::string& name() const { return name_; }
  // The nth write, truncation, sync or deletion from now on finds the power gone, as does everything
  // after it. 0: never.
  void lose_power_at(uint64_t operation);
  bool lost_power() const { return lost_; }
  uint64_t operations() const { return operations_; }
  // All that was written is on the disk.
  void settle();
  // What the disk holds when the power is back; nothing may be open.
  void restart(std::mt19937_64& random);

  // Of the files, for the virtual file system.
  struct Change {
    bool truncates = false;
    size_t offset = 0;  // or the new size
    std::string bytes;
  };
  struct File {
    std::string now;              // as the program sees it
    std::string on_disk;          // at the last sync
    std::vector<Change> waiting;  // since then
    bool synced = false;
    std::vector<std::vector<char>> shared_memory;
    int shared[8] = {};
    bool exclusive[8] = {};
  };
  std::shared_ptr<File> open(const std::string& path, bool create);
  bool has(const std::string& path) const { return files_.contains(path); }
  bool remove(const std::string& path);
  // False: the power is gone.
  bool works();

 private:
  std::string name_;
  std::map<std::string, std::shared_ptr<File>> files_;
  uint64_t operations_ = 0;
  uint64_t lose_at_ = 0;
  bool lost_ = false;
  void* vfs_ = nullptr;
};

}  // namespace exemplar::store
