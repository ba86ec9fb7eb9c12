// units: who existed on a day and below whom; --trace: where a unit came from and what became of
// it.
#include "base/number.hpp"
#include "cli/words.hpp"
#include "programme/organisation_unit/unit_lineage.hpp"

namespace exemplar::cli {

namespace {

using programme::OrganisationUnitId;
using programme::UnitEvent;
using programme::UnitEventKind;
using programme::UnitTraceStep;

Message words_of(UnitEventKind kind) {
  switch (kind) {
    case UnitEventKind::Merge:
      return msg("merged");
    case UnitEventKind::Split:
      return msg("split");
    case UnitEventKind::Unclear:
      return msg("continuity not confirmed");
    case UnitEventKind::End:
      return msg("abolished");
    case UnitEventKind::Begin:
      return msg("established");
    case UnitEventKind::Rename:
      return msg("renamed");
    case UnitEventKind::Move:
      return msg("moved");
  }
  return {};
}

class Units {
 public:
  // Names are told apart by `naming`, the programme's hierarchy: another one may have no district.
  Units(const programme::Office& office, const Common& common, programme::HierarchyId hierarchy,
        programme::HierarchyId naming, Date day)
      : office_(office),
        units_(office.definitions.units),
        say_{common.language},
        hierarchy_(hierarchy),
        naming_(naming),
        day_(day) {}

  // All units of the day, only those below `under`, or only those with a place in the hierarchy.
  Report list(std::optional<OrganisationUnitId> under, bool only_placed) const {
    Report report = begin();
    std::vector<OrganisationUnitId> found =
        under ? units_.descendants(*under, hierarchy_, day_) : units_.valid_at(day_);
    if (only_placed) {
      found.erase(std::remove_if(found.begin(), found.end(),
                                 [&](OrganisationUnitId unit) { return !has_place(unit); }),
                  found.end());
    }
    std::map<OrganisationUnitId, std::string> keys;
    for (const OrganisationUnitId unit : found) {
      const auto parent = units_.parent(unit, hierarchy_, day_);
      keys[unit] = (parent ? sort_key(name(*parent)) : std::string()) + '\0' +
                   sort_key(name(unit)) + '\0' + units_.id_of(unit);
    }
    std::sort(found.begin(), found.end(), [&](auto a, auto b) { return keys.at(a) < keys.at(b); });
    report.title = under ? say_(msg("Units under {} on {}", full_name(*under), day_text()))
                         : say_(msg("Units on {}", day_text()));
    report.line(say_(msg("{} units; hierarchy: {}", found.size(), hierarchy_name())));
    std::map<std::string, int64_t> kinds;
    for (const OrganisationUnitId unit : found) ++kinds[units_.version_at(unit, day_)->kind];
    std::string by_kind;
    for (const auto& [kind, count] : kinds) {
      by_kind += (by_kind.empty() ? "" : ", ") +
                 fmt::format("{} {}", format_integer(count, say_.language), kind_name(kind));
    }
    if (!by_kind.empty()) report.blocks.back().lines.push_back(by_kind);
    Table table{"units",
                "",
                {{"code", say_(msg("code"))},
                 {"unit", say_(msg("unit"))},
                 {"unit_full", "", Align::Left, 0, false},
                 {"kind", say_(msg("kind"))},
                 {"parent_code", say_(msg("code above"))},
                 {"parent", say_(msg("unit above"))},
                 {"from", say_(msg("from"))},
                 {"until", say_(msg("until"))},
                 {"id", "id"}},
                {}};
    for (const OrganisationUnitId unit : found) {
      const programme::UnitVersion& version = *units_.version_at(unit, day_);
      const auto parent = units_.parent(unit, hierarchy_, day_);
      const DateRange days = units_.validity(unit);
      table.row({text(version.code), word(name(unit), full_name(unit)), text(full_name(unit)),
                 word(version.kind, kind_name(version.kind)),
                 parent ? text(code(*parent)) : nothing(), parent ? text(name(*parent)) : nothing(),
                 day_or_nothing(days.from), day_or_nothing(days.until), text(units_.id_of(unit))});
    }
    report.fact("count", Json::integer(static_cast<int64_t>(found.size())));
    report.table(std::move(table));
    report.csv_table = "units";
    return report;
  }

  Report traced(OrganisationUnitId unit) const {
    const programme::UnitTrace trace = programme::trace(units_, unit, day_);
    Report report = begin();
    report.title = fmt::format("{} ({}) · {}", full_name(unit), code(unit), days_of(unit));
    report.fact("unit", Json::string(units_.id_of(unit)));
    report.fact("code", Json::string(code(unit)));
    report.fact("name", Json::string(full_name(unit)));
    report.fact("fate_unknown", Json::truth(trace.fate_unknown));
    report.fact("origin_unknown", Json::truth(trace.origin_unknown));
    Report::Block block;
    if (trace.fate_unknown)
      block.lines.push_back(
          say_(msg("fate unknown: it ends without an event; nothing is inferred")));
    if (trace.abolished) block.lines.push_back(say_(msg("abolished without successor")));
    if (trace.origin_unknown)
      block.lines.push_back(say_(msg("origin unknown: it begins without an event")));
    for (const programme::UnitEventId id : trace.own_events) {
      const UnitEvent& event = units_.event(id);
      block.lines.push_back(fmt::format("{} {}{}", format_date(event.date, say_.language),
                                        say_(words_of(event.kind)), document_of(event)));
    }
    Table steps{"steps",
                "",
                {{"direction", ""},
                 {"depth", ""},
                 {"code", ""},
                 {"unit", ""},
                 {"unit_full", ""},
                 {"id", ""},
                 {"event", ""},
                 {"date", ""},
                 {"share_given", ""},
                 {"share_held", ""},
                 {"continuity_confirmed", ""},
                 {"fate_unknown", ""},
                 {"abolished", ""},
                 {"origin_unknown", ""},
                 {"repeated", ""},
                 {"document", ""}},
                {}};
    steps.for_people = false;
    add_ends(steps, unit, trace);
    add_steps(block, steps, trace.ancestors, "ancestor", say_(msg("Came from")));
    add_steps(block, steps, trace.successors, "successor", say_(msg("Became")));
    report.blocks.push_back(std::move(block));
    report.table(std::move(steps));
    report.csv_table = "steps";
    return report;
  }

 private:
  // A parent, children, or a kind that needs a parent there. A kind that may do without one has a
  // place only where it is linked.
  bool has_place(OrganisationUnitId unit) const {
    if (!hierarchy_.valid()) return true;
    if (units_.parent(unit, hierarchy_, day_)) return true;
    if (!units_.children(unit, hierarchy_, day_).empty()) return true;
    const auto& definition = units_.hierarchy(hierarchy_);
    const auto has = [&](const std::vector<std::string>& kinds) {
      const std::string& kind = units_.version_near(unit, day_).kind;
      return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    };
    return has(definition.kinds) && !has(definition.root_kinds);
  }

  // The unit itself, where a way ends at it: a table of steps alone would be silent.
  void add_ends(Table& table, OrganisationUnitId unit, const programme::UnitTrace& trace) const {
    const auto add = [&](const char* direction, const char* event) {
      table.row({text(direction), integer(0, Language::English), text(code(unit)), text(name(unit)),
                 text(full_name(unit)), text(units_.id_of(unit)), text(event), nothing(), nothing(),
                 nothing(), nothing(), truth(trace.fate_unknown, say_.language),
                 truth(trace.abolished, say_.language), truth(trace.origin_unknown, say_.language),
                 truth(false, say_.language), nothing()});
    };
    if (trace.origin_unknown) add("ancestor", "origin_unknown");
    if (trace.fate_unknown) add("successor", "fate_unknown");
    if (trace.abolished) add("successor", "abolished");
  }

  Report begin() const {
    Report report;
    report.labels = labels_of(office_, say_.language);
    report.fact("at", Json::string(iso(day_)));
    if (hierarchy_.valid()) {
      report.fact("hierarchy", Json::string(units_.hierarchy(hierarchy_).id));
    }
    return report;
  }

  void add_steps(Report::Block& block, Table& table, const std::vector<UnitTraceStep>& steps,
                 const std::string& direction, const std::string& heading) const {
    block.lines.push_back(heading + ":");
    if (steps.empty()) block.lines.push_back("  " + say_(msg("nothing recorded")));
    for (const UnitTraceStep& step : steps) {
      const UnitEvent& event = units_.event(step.event);
      std::string line(static_cast<size_t>(step.depth) * 2, ' ');
      line += fmt::format("{} {} · {} · {}", format_date(event.date, say_.language),
                          say_(words_of(event.kind)), named_on(step.unit, step.shown_on),
                          days_of(step.unit));
      line += shares_text(event, direction == "successor") + document_of(event);
      for (const std::string& note : notes_of(step)) line += " · " + note;
      block.lines.push_back(std::move(line));
      table.row({text(direction), integer(step.depth, Language::English),
                 text(units_.version_near(step.unit, step.shown_on).code),
                 text(name_on(step.unit, step.shown_on)),
                 text(full_name_on(step.unit, step.shown_on)), text(units_.id_of(step.unit)),
                 event.kind == UnitEventKind::Unclear
                     ? text("continuity_not_confirmed")
                     : text(std::string(programme::name_of(event.kind))),
                 date(event.date, say_.language), share_value(event.share_given),
                 share_value(event.share_held), truth(step.continuity_confirmed, say_.language),
                 truth(step.fate_unknown, say_.language), truth(step.abolished, say_.language),
                 truth(step.origin_unknown, say_.language), truth(step.repeated, say_.language),
                 event.document.empty() ? nothing() : text(event.document)});
    }
  }

  static Value share_value(const std::optional<Ratio>& share) {
    if (!share) return nothing();
    const Ratio lowest = share->reduced();
    return text(to_string(lowest.numerator) + "/" + to_string(lowest.denominator));
  }

  // Of the older unit, what went; of the newer one, what came.
  std::string shares_text(const UnitEvent& event, bool forwards) const {
    if (event.kind == UnitEventKind::Unclear) return {};
    const auto& given = event.share_given;
    const auto& held = event.share_held;
    const std::string whole = say_(msg("all of it"));
    std::string text = " · ";
    if (!given) {
      text += say_(msg("share not known"));
    } else {
      text += *given == Ratio{1, 1}
                  ? whole
                  : say_(msg("{} of it", format_percent(*given, 1, say_.language)));
    }
    if (!forwards && held && !(*held == Ratio{1, 1})) {
      text += ", " + say_(msg("{} of the new unit", format_percent(*held, 1, say_.language)));
    }
    return text;
  }

  std::vector<std::string> notes_of(const UnitTraceStep& step) const {
    std::vector<std::string> notes;
    if (!step.continuity_confirmed) notes.push_back(say_(msg("continuity not confirmed")));
    if (step.fate_unknown) notes.push_back(say_(msg("fate unknown")));
    if (step.abolished) notes.push_back(say_(msg("abolished without successor")));
    if (step.origin_unknown) notes.push_back(say_(msg("origin unknown")));
    if (step.repeated) notes.push_back(say_(msg("see above")));
    return notes;
  }

  static std::string document_of(const UnitEvent& event) {
    return event.document.empty() ? std::string() : " · " + event.document;
  }

  std::string day_text() const { return format_date(day_, say_.language); }
  std::string hierarchy_name() const {
    if (!hierarchy_.valid()) return "–";
    const auto& definition = units_.hierarchy(hierarchy_);
    const std::string shown = say_(definition.name);
    return shown.empty() ? definition.id : shown;
  }
  std::string kind_name(const std::string& kind) const {
    return cli::kind_name(office_, kind, say_.language);
  }
  std::string name(OrganisationUnitId unit) const { return name_on(unit, day_); }
  std::string name_on(OrganisationUnitId unit, Date day) const {
    return units_.version_near(unit, day).name.in(say_.language);
  }
  std::string named_on(OrganisationUnitId unit, Date day) const {
    const std::string& code = units_.version_near(unit, day).code;
    const std::string shown = full_name_on(unit, day);
    return code.empty() ? shown : fmt::format("{} ({})", shown, code);
  }
  std::string full_name(OrganisationUnitId unit) const { return full_name_on(unit, day_); }
  std::string full_name_on(OrganisationUnitId unit, Date day) const {
    return naming_.valid() ? units_.name_with_district(unit, day, naming_, say_.language)
                           : name_on(unit, day);
  }
  std::string code(OrganisationUnitId unit) const { return units_.version_near(unit, day_).code; }
  Value day_or_nothing(Date day) const {
    return day == kOpenPast || day == kOpenFuture ? nothing() : date(day, say_.language);
  }
  std::string days_of(OrganisationUnitId unit) const {
    const DateRange days = units_.validity(unit);
    if (days.from == kOpenPast && days.until == kOpenFuture) {
      return say_(msg("since before the records"));
    }
    if (days.until == kOpenFuture) {
      return say_(msg("since {}", format_date(days.from, say_.language)));
    }
    if (days.from == kOpenPast) {
      return say_(msg("until {}", format_date(days.until, say_.language)));
    }
    return fmt::format("{}–{}", format_date(days.from, say_.language),
                       format_date(days.until, say_.language));
  }

  const programme::Office& office_;
  const programme::UnitRegister& units_;
  Say say_;
  programme::HierarchyId hierarchy_;
  programme::HierarchyId naming_;
  Date day_;
};

// The hierarchy named, else the programme's, else the first.
Result<programme::HierarchyId> chosen_hierarchy(const programme::Office& office,
                                                const Common& common, const std::string& wanted) {
  const programme::UnitRegister& units = office.definitions.units;
  std::string known;
  for (size_t i = 0; i < units.hierarchy_count(); ++i) {
    known += (known.empty() ? "" : ", ") + units.hierarchy(programme::HierarchyId(i)).id;
  }
  if (!wanted.empty()) {
    if (const auto found = units.find_hierarchy(wanted)) return *found;
    return Refusal{msg("there is no hierarchy '{}'", wanted), msg("the office has: {}", known)};
  }
  const auto programme = chosen_programme(office, common);
  if (programme) {
    if (const auto found = units.find_hierarchy((*programme)->hierarchy)) return *found;
  } else if (!common.programme.empty()) {
    return programme.refusal();
  }
  return units.hierarchy_count() > 0 ? programme::HierarchyId(0) : programme::HierarchyId();
}

}  // namespace

Result<Report> units(const programme::Office& office, const Common& common,
                     const UnitsOptions& options) {
  Date day = common.today;
  if (!options.at.empty()) {
    const auto read = day_of(options.at);
    if (!read) return read.refusal();
    day = *read;
  }
  const auto hierarchy = chosen_hierarchy(office, common, options.hierarchy);
  if (!hierarchy) return hierarchy.refusal();
  const auto naming = chosen_hierarchy(office, common, "");
  const Units verb(office, common, *hierarchy, naming ? *naming : *hierarchy, day);
  const std::string& wanted = options.trace.empty() ? options.under : options.trace;
  if (wanted.empty()) return verb.list(std::nullopt, !options.hierarchy.empty());
  const auto unit = office.definitions.units.resolve(wanted, day);
  if (!unit) return unit.refusal();
  return options.trace.empty() ? verb.list(*unit, false) : verb.traced(*unit);
}

}  // namespace exemplar::cli
