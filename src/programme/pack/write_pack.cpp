// A folder that appears whole or not at all:
//
//   office ─▶ texts ─▶ .NAME.XXXXXX/… ──rename──▶ NAME      anything fails: .NAME.XXXXXX is removed
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "programme/pack/pack_content.hpp"
#include "tables/atomic_file.hpp"

namespace exemplar::programme {

namespace {

namespace fs = std::filesystem;

Refusal cannot_write(const fs::path& path, const std::error_code& error) {
  return {msg("{} cannot be written ({})", path.string(), error.message()),
          msg("name a folder that may be written to and is not there yet")};
}

// A folder beside the wanted one; removed with all that is in it unless it was put in its place.
class NewFolder {
 public:
  explicit NewFolder(const fs::path& wanted) : wanted_(wanted) {}
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;
  ~NewFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }

  std::optional<Refusal> create() {
    fs::path parent = wanted_.parent_path();
    if (parent.empty()) parent = ".";
    std::string pattern =
        (parent / fmt::format(".{}.XXXXXX", wanted_.filename().string())).string();
    if (mkdtemp(pattern.data()) == nullptr) {
      return cannot_write(wanted_, std::error_code(errno, std::generic_category()));
    }
    path_ = pattern;
    return std::nullopt;
  }

  // rename() takes the place of an empty folder, and of nothing else.
  std::optional<Refusal> put_in_place() {
    std::error_code error;
    fs::permissions(path_, fs::perms(0755), error);
    if (!error) fs::rename(path_, wanted_, error);
    if (error) return cannot_write(wanted_, error);
    path_.clear();
    return std::nullopt;
  }

  const fs::path& path() const { return path_; }

 private:
  fs::path wanted_;
  fs::path path_;
};

std::optional<Refusal> write_file(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) return cannot_write(path, error);
  auto file = tables::AtomicFile::create(path.string());
  if (!file) return file.refusal();
  tables::AtomicFile writing = file.take();
  writing.write(text);
  return writing.commit();
}

std::string set_file(const Programme& programme, const CriteriaSet& set) {
  size_t of_this_id = 0;
  for (const CriteriaSet& one : programme.sets) of_this_id += one.id == set.id ? 1 : 0;
  // Several sets of one id follow each other in time.
  const std::string name = of_this_id > 1 && set.valid.from != kOpenPast
                               ? fmt::format("{}-from-{}", set.id, iso(set.valid.from))
                               : set.id;
  return fmt::format("programmes/{}/criteria/{}.toml", programme.id, name);
}

template <typename Describe>
std::string toml_file(const Describe& describe) {
  FieldWriter fields;
  describe(fields);
  return fields.finish();
}

std::optional<Refusal> write_programme(const Office& office, const DefinitionDraft& draft,
                                       const Programme& programme, PackFiles::Content& content) {
  if (auto fault = fault_in_id(programme.id, IdShape::Plain)) return fault;
  const std::string word =
      programme.participants_on == Programme::ParticipantsOn::LastDay    ? "last_day"
      : programme.participants_on == Programme::ParticipantsOn::FirstDay ? "first_day"
                                                                         : "";
  content[fmt::format("programmes/{}/programme.toml", programme.id)] =
      toml_file([&](FieldWriter& f) { describe_programme_file(f, programme, word); });
  for (const CriteriaSet& set : programme.sets) {
    if (auto fault = fault_in_id(set.id, IdShape::Plain)) return fault;
    content[set_file(programme, set)] =
        toml_file([&](FieldWriter& f) { describe_criteria_file(f, set); });
  }
  write_targets(programme, content);
  return write_decisions(office, draft, programme, content);
}

}  // namespace

DefinitionDraft draft_of(const Office& office) {
  const Definitions& definitions = office.definitions;
  DefinitionDraft draft;
  draft.office.id = definitions.office_id;
  draft.office.name = definitions.office_name;
  draft.office.decimal_sign = ".";
  draft.office.zone = definitions.zone;
  draft.office.records_from = definitions.records_from;
  draft.office.notes = definitions.office_note;
  draft.office.sources = office.sources;
  draft.office.demonstration = office.demonstration;
  for (const Calendar& calendar : definitions.calendars) {
    draft.office.calendars.push_back({calendar, {}});
  }
  for (const UnitHierarchy& hierarchy : definitions.units.parts().hierarchies) {
    HierarchyRecord record{hierarchy.definition, {}};
    const auto& roots = record.definition.root_kinds;
    for (const std::string& kind : record.definition.kinds) {
      if (std::find(roots.begin(), roots.end(), kind) == roots.end()) {
        record.kinds_below.push_back(kind);
      }
    }
    draft.office.hierarchies.push_back(std::move(record));
  }
  for (const UnitAttribute& attribute : definitions.units.parts().attributes) {
    draft.office.attributes.push_back(attribute.definition);
  }
  draft.office.kinds = definitions.kinds;
  draft.office.categories = definitions.categories;
  draft.indicators = definitions.indicators;
  draft.quotas = definitions.quotas;
  draft.programmes = definitions.programmes;
  draft.office_known = draft.indicators_known = true;
  return draft;
}

Result<PackFiles::Content> pack_content(const Office& office) {
  const DefinitionDraft draft = draft_of(office);
  PackFiles::Content content;
  content["office.toml"] =
      toml_file([&](FieldWriter& f) { describe_office_file(f, draft.office); });
  content["indicators.toml"] = toml_file(
      [&](FieldWriter& f) { describe_indicators_file(f, draft.indicators, draft.quotas); });
  write_unit_files(office.definitions.units, content);
  for (const Programme& programme : office.definitions.programmes) {
    if (auto refusal = write_programme(office, draft, programme, content)) return *refusal;
  }
  if (auto refusal = write_documents(office, content)) return *refusal;
  if (auto refusal = write_directives(office, content)) return *refusal;
  if (auto refusal = write_obstacles(office, content)) return *refusal;
  if (auto refusal = write_values(office, draft, content)) return *refusal;
  return content;
}

Result<bool> write_pack(const Office& office, const fs::path& folder) {
  const auto content = pack_content(office);
  if (!content) return content.refusal();
  return write_content(*content, folder);
}

Result<bool> write_content(const PackFiles::Content& content, const fs::path& folder) {
  const fs::path wanted = folder.has_filename() ? folder : folder.parent_path();
  std::error_code error;
  const bool is_there = fs::exists(fs::symlink_status(wanted, error));
  if (is_there && !(fs::is_directory(wanted, error) && fs::is_empty(wanted, error))) {
    return Refusal{msg("{} is already there", wanted.string()),
                   msg("name a folder that is not there yet; nothing is overwritten")};
  }
  NewFolder fresh(wanted);
  if (auto refusal = fresh.create()) return *refusal;
  for (const auto& [name, text] : content) {
    if (auto refusal = write_file(fresh.path() / name, text)) return *refusal;
  }
  if (auto refusal = fresh.put_in_place()) return *refusal;
  return true;
}

}  // namespace exemplar::programme
