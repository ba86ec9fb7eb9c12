#include "programme/pack/pack_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/nearest.hpp"
#include "base/text.hpp"

namespace exemplar::programme {

namespace {

namespace fs = std::filesystem;

constexpr size_t kTextBytesMax = 16 << 20;

bool is_hidden(const fs::path& path) {
  return path.filename().native().starts_with('.');
}

// Without it the pack cannot be read.
bool is_required(PackFileKind kind) {
  return kind == PackFileKind::Office || kind == PackFileKind::Units ||
         kind == PackFileKind::Indicators || kind == PackFileKind::Programme;
}

// Names are shown and compared; a name of odd bytes is shown as far as it can be.
std::string name_below(const fs::path& folder, const fs::path& path) {
  return nfc(path.lexically_relative(folder).generic_string());
}

}  // namespace

size_t PackBytes::read(uint64_t offset, char* to, size_t most) const {
  if (descriptor_ == nullptr) {
    if (offset >= text_.size()) return 0;
    const std::string_view part = text_.substr(offset, most);
    std::memcpy(to, part.data(), part.size());
    return part.size();
  }
  size_t done = 0;
  while (done < most) {
    const ssize_t count =
        ::pread(*descriptor_, to + done, most - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    done += static_cast<size_t>(count);
  }
  return done;
}

std::optional<PackBytes> PackFiles::bytes(const std::string& name) const {
  if (in_memory_) return PackBytes(std::string_view(content_->at(name)));
  const int opened = ::open(paths_.at(name).c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) return std::nullopt;
  const std::shared_ptr<const int> descriptor(new int(opened), [](const int* one) {
    ::close(*one);
    delete one;
  });
  struct stat about {};
  if (::fstat(opened, &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
  return PackBytes(descriptor, static_cast<uint64_t>(about.st_size));
}

PackFiles PackFiles::in_memory(Content content) {
  PackFiles files;
  files.in_memory_ = true;
  files.content_ = std::make_shared<const Content>(std::move(content));
  for (const auto& [name, text] : *files.content_) files.names_.push_back(name);
  return files;
}

PackFiles PackFiles::in_folder(const fs::path& folder, Problems& problems) {
  PackFiles files;
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (fs::is_directory(status)) {
    files.list(folder, folder, problems);
  } else {
    files.listed_ = false;
    const bool there = fs::exists(status);
    problems.error({folder.string(), 0, 0},
                   there ? msg("this is no folder") : msg("there is no such folder"),
                   msg("name the folder that holds office.toml"));
  }
  for (const auto& [name, path] : files.paths_) files.names_.push_back(name);
  return files;
}

void PackFiles::list(const fs::path& root, const fs::path& folder, Problems& problems) {
  std::error_code error;
  std::vector<fs::directory_entry> entries;
  fs::directory_iterator at(folder, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) entries.push_back(*at);
  if (error) {
    const bool is_root = folder == root;
    if (is_root) listed_ = false;
    problems.error({is_root ? root.string() : name_below(root, folder), 0, 0},
                   msg("this folder cannot be read ({})", error.message()),
                   msg("give the current user permission to read it"));
  }
  std::sort(entries.begin(), entries.end());
  for (const fs::directory_entry& entry : entries) {
    if (!is_hidden(entry.path())) list_entry(root, entry, problems);
  }
}

void PackFiles::list_entry(const fs::path& root, const fs::directory_entry& entry,
                           Problems& problems) {
  const std::string name = name_below(root, entry.path());
  const PackFileKind kind = kind_of_file(name);
  const bool meant = kind != PackFileKind::Unknown && kind != PackFileKind::ReadMe;
  std::error_code ignored;
  const auto no_file = [&](Message what) {
    if (!no_files_.insert(name).second || !meant) return;
    problems.error({name, 0, 0}, std::move(what), msg("put the file of this name here instead"));
  };
  if (entry.is_symlink(ignored)) {
    no_files_.insert(name);
    Problem link{{name, 0, 0},
                 is_required(kind) ? Severity::Error : Severity::Warning,
                 msg("a symbolic link is not followed"),
                 msg("put the file itself into the pack"),
                 "symbolic_link"};
    problems.add(std::move(link));
  } else if (entry.is_directory(ignored)) {
    if (meant) no_file(msg("this is a folder, not a file"));
    if (!meant) list(root, entry.path(), problems);
  } else if (entry.is_regular_file(ignored)) {
    paths_[name] = entry.path();
  } else {
    no_file(msg("this is neither a file nor a folder"));
  }
}

bool PackFiles::has(std::string_view name) const {
  return std::binary_search(names_.begin(), names_.end(), name);
}

Result<tables::ByteSource> PackFiles::open(const std::string& name) const {
  if (!in_memory_) return tables::bytes_of_file(paths_.at(name).string());
  return tables::bytes_of_text(content_->at(name));
}

Result<std::string> PackFiles::text(const std::string& name) const {
  auto source = open(name);
  if (!source) return source.refusal();
  std::string text;
  std::vector<char> piece(1 << 16);
  while (const size_t got = (*source)(piece.data(), piece.size())) {
    if (got == tables::kReadFailed) {
      return Refusal{msg("the file could not be read to its end"), msg("check the disk")};
    }
    text.append(piece.data(), got);
    if (text.size() > kTextBytesMax) {
      return Refusal{msg("the file is larger than 16 MiB"),
                     msg("definitions are short; values belong into values/*.csv")};
    }
  }
  return text;
}

PackFileKind kind_of_file(std::string_view name) {
  if (name == "office.toml") return PackFileKind::Office;
  if (name == "units.csv") return PackFileKind::Units;
  if (name == "hierarchies.csv") return PackFileKind::Hierarchies;
  if (name == "unit_events.csv") return PackFileKind::UnitEvents;
  if (name == "unit_attributes.csv") return PackFileKind::UnitAttributes;
  if (name == "indicators.toml") return PackFileKind::Indicators;
  if (name == "quotas.csv") return PackFileKind::Quotas;
  if (name == "documents.csv") return PackFileKind::Documents;
  if (name == "directives.csv") return PackFileKind::Directives;
  if (name == "obstacles.csv") return PackFileKind::Obstacles;
  const auto parts = split(name, '/');
  const std::string_view last = parts.back();
  if (parts.size() == 2 && parts[0] == "values" && last.ends_with(".csv")) {
    return PackFileKind::Values;
  }
  if (parts.size() == 3 && parts[0] == "programmes") {
    if (last == "programme.toml") return PackFileKind::Programme;
    if (last == "targets.csv") return PackFileKind::Targets;
    if (last == "decisions.csv") return PackFileKind::Decisions;
  }
  if (parts.size() == 4 && parts[0] == "programmes" && parts[2] == "criteria" &&
      last.ends_with(".toml")) {
    return PackFileKind::Criteria;
  }
  if (last.ends_with(".md") || last == "LICENSE" || last == "README" || last == "NOTICE") {
    return PackFileKind::ReadMe;
  }
  return PackFileKind::Unknown;
}

std::string programme_of_file(std::string_view name) {
  const auto parts = split(name, '/');
  return parts.size() >= 3 && parts[0] == "programmes" ? std::string(parts[1]) : std::string();
}

void warn_of_unknown_files(const PackFiles& files, Problems& problems) {
  for (const std::string& name : files.names()) {
    if (kind_of_file(name) != PackFileKind::Unknown) continue;
    std::vector<std::string> known = {"office.toml",     "units.csv",           "hierarchies.csv",
                                      "unit_events.csv", "unit_attributes.csv", "indicators.toml",
                                      "quotas.csv",      "documents.csv",       "directives.csv",
                                      "obstacles.csv"};
    const std::string programme = programme_of_file(name);
    if (!programme.empty()) {
      for (const std::string_view file : {"programme.toml", "targets.csv", "decisions.csv"}) {
        known.push_back(fmt::format("programmes/{}/{}", programme, file));
      }
    }
    const std::string meant = nearest(name, known);
    problems.warning({name, 0, 0}, "unknown_file", msg("a pack has no such file; it is not read"),
                     meant.empty() ? msg("see docs/pack.md for the files of a pack")
                                   : msg("did you mean '{}'?", meant));
  }
}

}  // namespace exemplar::programme
