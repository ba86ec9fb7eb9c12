// The order of reading: definitions first, then units, then what speaks of units; and what is left
// unsaid because a file it depends on could not be read.
#include <algorithm>
#include <thread>

#include "programme/pack/checks.hpp"
#include "programme/pack/memory_needed.hpp"
#include "programme/pack/pack.hpp"
#include "programme/pack/table_readers.hpp"

namespace exemplar::programme {

namespace {

// What a missing `kind` and missing bounds mean (docs/pack.md): counts, amounts, shares and marks
// start at 0.
void complete(Indicator& indicator) {
  const bool starts_at_zero =
      indicator.kind == IndicatorKind::Count || indicator.kind == IndicatorKind::Amount ||
      indicator.kind == IndicatorKind::Share || indicator.kind == IndicatorKind::Mark;
  if (starts_at_zero && !indicator.at_least && !indicator.derived()) {
    indicator.at_least = Decimal{0, 0};
  }
}

// Texts that a template leaves open, wherever they stand in the file.
void report_all_to_fill(const TomlNode& node, Problems& problems) {
  if (node.kind == TomlNode::Kind::Text && is_to_fill(node.text)) {
    report_to_fill(node.place, node.text, problems);
  }
  for (const TomlNode& item : node.items) report_all_to_fill(item, problems);
  for (const TomlEntry& entry : node.entries) report_all_to_fill(entry.node, problems);
}

class PackReader {
 public:
  PackReader(const PackFiles& files, const ReadOptions& options)
      : files_(files), options_(options) {}

  PackReading read() {
    warn_of_unknown_files(files_, problems_);
    read_office();
    read_indicators();
    read_programmes();
    if (draft_.office_known) check_office(draft_, problems_);
    if (draft_.indicators_known) {
      check_indicators(draft_, problems_);
      check_quotas(draft_, problems_);
    }
    check_programmes(draft_, problems_);
    PackReading reading;
    reading.definitions_read = draft_.office_known && draft_.indicators_known &&
                               draft_.criteria_known && draft_.programmes_known;
    read_tables(reading.office);
    reading.recorded = std::move(recorded_);
    fill_definitions(reading.office);
    reading.problems = bounded(std::move(problems_), kProblemsPerFileMax);
    return reading;
  }

 private:
  // The file's root table, with its texts still to fill reported; nothing where there is none.
  std::optional<TomlNode> toml(const std::string& name, Need need) {
    if (!files_.has(name)) {
      if (need == Need::Required && !files_.told_no_file(name)) {
        problems_.error({name, 0, 0}, msg("this file is missing"),
                        msg("see docs/pack.md for what stands in it"));
      }
      return std::nullopt;
    }
    const auto text = files_.text(name);
    if (!text) {
      problems_.error({name, 0, 0}, text.refusal().what, text.refusal().remedy);
      return std::nullopt;
    }
    auto node = parse_toml(*text, name, problems_);
    if (node) report_all_to_fill(*node, problems_);
    return node;
  }

  template <typename Describe>
  bool read_toml(const std::string& name, const Describe& describe) {
    const auto node = toml(name, Need::Required);
    if (!node) return false;
    FieldReader fields(*node, problems_, draft_.places);
    describe(fields);
    fields.finish();
    return true;
  }

  void read_office() {
    draft_.office_known =
        read_toml("office.toml", [&](FieldReader& f) { describe_office_file(f, draft_.office); });
  }

  void read_indicators() {
    draft_.indicators_known = read_toml("indicators.toml", [&](FieldReader& f) {
      describe_indicators_file(f, draft_.indicators, draft_.quotas);
    });
    for (Indicator& indicator : draft_.indicators) complete(indicator);
  }

  void read_programmes() {
    std::vector<std::string> ids;
    for (const std::string& name : files_.names()) {
      const std::string id = programme_of_file(name);
      if (kind_of_file(name) == PackFileKind::Unknown || id.empty()) continue;
      if (ids.empty() || ids.back() != id) ids.push_back(id);
    }
    for (const std::string& id : ids) read_programme(id);
  }

  void read_programme(const std::string& id) {
    const std::string folder = "programmes/" + id + "/";
    Programme programme;
    programme.id = id;
    if (const auto fault = fault_in_id(id, IdShape::Plain)) {
      problems_.error({"programmes/" + id, 0, 0}, fault->what, fault->remedy);
    }
    std::string participants_word = "last_day";
    draft_.programmes_known = read_toml(folder + "programme.toml",
                                        [&](FieldReader& f) {
                                          describe_programme_file(f, programme, participants_word);
                                        }) &&
                              draft_.programmes_known;
    programme.participants_on = participants_word == "first_day"
                                    ? Programme::ParticipantsOn::FirstDay
                                : participants_word.empty() ? Programme::ParticipantsOn::FixedDay
                                                            : Programme::ParticipantsOn::LastDay;
    for (const std::string& name : files_.names()) {
      if (kind_of_file(name) != PackFileKind::Criteria || programme_of_file(name) != id) continue;
      CriteriaSet set;
      const bool known = read_toml(name, [&](FieldReader& f) { describe_criteria_file(f, set); });
      if (known) programme.sets.push_back(std::move(set));
      if (!known) draft_.criteria_known = false;
    }
    std::stable_sort(programme.sets.begin(), programme.sets.end(),
                     [](const CriteriaSet& a, const CriteriaSet& b) {
                       return std::tie(a.valid.from, a.id) < std::tie(b.valid.from, b.id);
                     });
    if (numbers_known(draft_)) {
      programme.targets =
          read_targets(files_, folder + "targets.csv", decimal_sign_of(draft_.office), problems_);
    }
    draft_.programmes.push_back(std::move(programme));
  }

  void read_tables(Office& office) {
    if (!files_.has("units.csv") && !files_.told_no_file("units.csv")) {
      problems_.error({"units.csv", 0, 0}, msg("this file is missing"),
                      msg("see docs/pack.md for what stands in it"));
    }
    const size_t before = problems_.size();
    UnitTables tables = read_unit_tables(files_, draft_, problems_);
    if (files_.has("units.csv") && tables.units.empty() && problems_.size() == before) {
      report_to_fill({"units.csv", 2, 1}, fmt::format("{}: id, code, name, kind", kToFill),
                     problems_);
    }
    // Without these nearly every line would be wrong, for a reason that is already told.
    const bool units_known = !tables.units.empty();
    if (!units_known) {
      tables.hierarchy_rows.clear();
      tables.events.clear();
      tables.attribute_rows.clear();
    }
    office.definitions.units = build_units(tables, problems_);
    if (!draft_.office_known) return;
    if (units_known) check_doors(draft_, office.definitions.units, problems_);
    for (const Programme& programme : draft_.programmes) {
      auto decisions =
          read_decisions(files_, fmt::format("programmes/{}/decisions.csv", programme.id), draft_,
                         programme, office.definitions.units, problems_);
      std::move(decisions.begin(), decisions.end(), std::back_inserter(office.decisions));
    }
    office.definitions.documents = read_documents(files_, draft_, problems_);
    office.directives = read_directives(files_, draft_, office.definitions, problems_);
    office.obstacles = read_obstacles(files_, draft_, office.definitions, problems_);
    if (!draft_.indicators_known || !numbers_known(draft_)) return;
    office.facts = facts(office.definitions.units);
  }

  Facts facts(const UnitRegister& units) {
    if (const auto refusal = refusal_of_size(files_, options_)) {
      problems_.add({{"values", 0, 0},
                     Severity::Error,
                     refusal->what,
                     refusal->remedy,
                     std::string(kTooLargeCode)});
      return {};
    }
    if (options_.reading == Reading::Facts) {
      return Facts(read_values(files_, draft_, units, problems_));
    }
    const unsigned threads =
        options_.threads > 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
    auto definitions = std::make_shared<DefinitionDraft>(draft_);
    definitions->places = {};
    recorded_ = std::make_shared<FactsInFiles>(files_, std::move(definitions), threads,
                                               options_.piece_bytes);
    return read_values_alone(files_, draft_, units, problems_, threads, options_.piece_bytes,
                             options_.reading == Reading::Outline
                                 ? ReportedValuesBuilder::Keep::Outline
                                 : ReportedValuesBuilder::Keep::All);
  }

  void fill_definitions(Office& office) {
    Definitions& definitions = office.definitions;
    definitions.office_id = draft_.office.id;
    definitions.office_name = draft_.office.name;
    definitions.office_note = draft_.office.notes;
    definitions.zone = draft_.office.zone;
    definitions.decimal_comma = decimal_sign_of(draft_.office) == DecimalSign::Comma;
    definitions.records_from = draft_.office.records_from;
    for (CalendarRecord& record : draft_.office.calendars) {
      definitions.calendars.push_back(std::move(record.calendar));
    }
    definitions.kinds = std::move(draft_.office.kinds);
    definitions.categories = std::move(draft_.office.categories);
    definitions.indicators = std::move(draft_.indicators);
    definitions.quotas = std::move(draft_.quotas);
    definitions.programmes = std::move(draft_.programmes);
    definitions.index();
    office.sources = std::move(draft_.office.sources);
    office.demonstration = std::move(draft_.office.demonstration);
  }

  const PackFiles& files_;
  const ReadOptions& options_;
  Problems problems_;
  DefinitionDraft draft_;
  std::shared_ptr<const RecordedFacts> recorded_;
};

}  // namespace

PackReading read_pack(const PackFiles& files, const ReadOptions& options) {
  return PackReader(files, options).read();
}

PackReading read_pack(const std::filesystem::path& folder, const ReadOptions& options) {
  Problems problems;
  const PackFiles files = PackFiles::in_folder(folder, problems);
  if (!files.listed()) return {{}, std::move(problems), false, nullptr};
  PackReading reading = read_pack(files, options);
  problems.add(reading.problems);
  problems.sort();
  reading.problems = std::move(problems);
  return reading;
}

}  // namespace exemplar::programme
