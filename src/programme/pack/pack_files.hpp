// The files of a pack, wherever they are: in a folder, or in memory (tests, fuzzing, uploads).
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"
#include "tables/byte_source.hpp"

namespace exemplar::programme {

// The bytes of a file in any order, from several threads at once.
class PackBytes {
 public:
  // `text` must live as long.
  explicit PackBytes(std::string_view text) : text_(text), size_(text.size()) {}
  PackBytes(std::shared_ptr<const int> descriptor, uint64_t size)
      : descriptor_(std::move(descriptor)), size_(size) {}

  uint64_t size() const { return size_; }
  // How many bytes from there on were copied: fewer than `most` only at the end, or where the file
  // cannot be read on.
  size_t read(uint64_t offset, char* to, size_t most) const;

 private:
  std::string_view text_;
  std::shared_ptr<const int> descriptor_;  // of a file; closed with its last owner
  uint64_t size_ = 0;
};

// Copies are cheap.
class PackFiles {
 public:
  // Path inside the pack, with '/' → content.
  using Content = std::map<std::string, std::string>;

  static PackFiles in_memory(Content content);
  // Lists the regular files below the folder; hidden ones are passed over. Symbolic links are not
  // followed, which is a warning, and of a required file an error; what has the name of a file of a pack and is none (a folder, a
  // pipe), or a folder below that may not be looked into, is an error. `listed` is false where
  // `folder` itself is not there, or no folder.
  static PackFiles in_folder(const std::filesystem::path& folder, Problems& problems);

  const std::vector<std::string>& names() const { return names_; }  // sorted
  bool has(std::string_view name) const;
  bool listed() const { return listed_; }
  // Something of that name is there and was told to be no file.
  bool told_no_file(const std::string& name) const { return no_files_.contains(name); }
  Result<tables::ByteSource> open(const std::string& name) const;
  // None where the file cannot be opened, or is none by now: open() then says why.
  std::optional<PackBytes> bytes(const std::string& name) const;
  // The whole content, for definitions: at most 16 MiB, refused beyond.
  Result<std::string> text(const std::string& name) const;

 private:
  void list(const std::filesystem::path& root, const std::filesystem::path& folder,
            Problems& problems);
  void list_entry(const std::filesystem::path& root, const std::filesystem::directory_entry& entry,
                  Problems& problems);

  std::vector<std::string> names_;
  std::set<std::string> no_files_;
  bool listed_ = true;
  std::shared_ptr<const Content> content_;
  std::map<std::string, std::filesystem::path> paths_;  // names are composed, file names as found
  bool in_memory_ = false;
};

// What a file is by its place in the pack.
enum class PackFileKind {
  Office,
  Units,
  Hierarchies,
  UnitEvents,
  UnitAttributes,
  Indicators,
  Quotas,
  Values,
  Documents,
  Directives,
  Obstacles,
  Programme,
  Criteria,
  Targets,
  Decisions,
  ReadMe,  // README.md and the like, for people
  Unknown,
};

PackFileKind kind_of_file(std::string_view name);
// The ID of programmes/ID/…; empty for other files.
std::string programme_of_file(std::string_view name);
// Every file of no known kind is a warning, with what it was probably meant to be.
void warn_of_unknown_files(const PackFiles& files, Problems& problems);

}  // namespace exemplar::programme
