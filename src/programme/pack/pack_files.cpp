#include "programme/pack/pack_files.hpp"

#include <algorithm>
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

// Names are shown and compared; a name of odd bytes is shown as far as it can be.
std::string name_below(const fs::path& folder, const fs::path& path) {
  return nfc(path.lexically_relative(folder).generic_string());
}

}  // namespace

PackFiles PackFiles::in_memory(Content content) {
  PackFiles files;
  files.in_memory_ = true;
  files.content_ = std::move(content);
  for (const auto& [name, text] : files.content_) files.names_.push_back(name);
  return files;
}

PackFiles PackFiles::in_folder(const fs::path& folder, Problems& problems) {
  PackFiles files;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error);
  if (error) {
    problems.error({folder.string(), 0, 0}, msg("this folder cannot be read ({})", error.message()),
                   msg("name the folder that holds office.toml"));
    return files;
  }
  for (; at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (error) break;
    const fs::path& path = at->path();
    if (is_hidden(path)) {
      at.disable_recursion_pending();
      continue;
    }
    const std::string name = name_below(folder, path);
    std::error_code ignored;
    if (at->is_symlink(ignored)) {
      problems.warning({name, 0, 0}, "symbolic_link", msg("a symbolic link is not followed"),
                       msg("put the file itself into the pack"));
    } else if (at->is_regular_file(ignored)) {
      files.paths_[name] = path;
    }
  }
  if (error) {
    problems.error({folder.string(), 0, 0}, msg("this folder cannot be read ({})", error.message()),
                   msg("name the folder that holds office.toml"));
  }
  for (const auto& [name, path] : files.paths_) files.names_.push_back(name);
  return files;
}

bool PackFiles::has(std::string_view name) const {
  return std::binary_search(names_.begin(), names_.end(), name);
}

Result<tables::ByteSource> PackFiles::open(const std::string& name) const {
  if (!in_memory_) return tables::bytes_of_file(paths_.at(name).string());
  return tables::bytes_of_text(content_.at(name));
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
    return PackFileKind::Document;
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
                                      "unit_events.csv", "unit_attributes.csv", "indicators.toml"};
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
