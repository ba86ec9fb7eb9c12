// targets.csv and decisions.csv of a programme, and the names that tables use for units and
// sources.
#include <algorithm>
#include <set>

#include "programme/pack/table_readers.hpp"

namespace exemplar::programme {

namespace {

// "units_on_date", or a number that the document fixes.
void read_denominator(RowReader& row, Target& target) {
  const std::string_view text = row.required("denominator");
  if (text.empty() || text == "units_on_date") return;
  const auto number = parse_decimal(text);
  if (number && number->digits == 0 && number->units > 0) {
    target.fixed_denominator = number->units;
    return;
  }
  row.error("denominator", msg("'{}' is no denominator", text),
            msg("write units_on_date, or the number of units that the document fixes"));
}

void read_asked(RowReader& row, Target& target, DecimalSign decimal_sign) {
  target.share = row.number("share", decimal_sign);
  target.count = row.whole("count");
  target.strictly_more = row.truth("strictly_more").value_or(false);
  if (row.text("share").empty() && row.text("count").empty()) {
    row.error("share", msg("the target asks for neither a share nor a count"),
              msg("fill share (0.40 for 40 %) or count"));
  }
  if (target.share && (target.share->units < 0 || target.share->to_double() > 1)) {
    row.error("share", msg("{} is no share", plain(*target.share)),
              msg("write a fraction from 0 to 1: 0.40 for 40 %"));
  }
  if (target.count && *target.count < 0) {
    row.error("count", msg("{} is below the bound {}", *target.count, 0), msg("write 0 or more"));
  }
}

Target read_target(RowReader& row, DecimalSign decimal_sign) {
  Target target;
  target.place = row.place(row.text("count").empty() ? "share" : "count");
  target.version = row.required("version");
  target.name = {std::string(row.text("name")), std::string(row.text("name_en"))};
  target.document = row.text("document");
  target.date = row.day("date");
  target.issuer = {std::string(row.text("issuer")), std::string(row.text("issuer_en"))};
  const auto by = row.day("by");
  if (!by && row.ok()) row.required("by");
  target.by = by.value_or(Date{});
  if (const auto counts = row.choice("counts", kTargetCounts)) target.counts = *counts;
  if (const auto kind = row.choice("kind", kTargetKinds)) target.kind = *kind;
  read_denominator(row, target);
  read_asked(row, target, decimal_sign);
  target.replaced_by = row.text("replaced_by");
  target.note = {std::string(row.text("note")), std::string(row.text("note_en"))};
  return target;
}

// A version may have several lines, and they say the same.
void check_replacements(const std::vector<Replacement>& lines, Problems& problems) {
  std::map<std::string, Replacement> first;
  std::vector<Replacement> of_versions;
  std::vector<std::string> versions;
  for (const Replacement& line : lines) {
    const auto [at, is_new] = first.emplace(line.id, line);
    if (is_new) {
      versions.push_back(line.id);
      of_versions.push_back(line);
    } else if (at->second.replaced_by != line.replaced_by) {
      problems.error(
          line.place, msg("the lines of version '{}' do not agree on what replaced it", line.id),
          msg("write '{}', as at {}", at->second.replaced_by, to_string(at->second.place)));
    }
  }
  refuse_wrong_replacements(
      of_versions, versions,
      [](const std::string& id) { return msg("no version of the target is called '{}'", id); },
      problems);
}

// So many names of units are remembered; then those that were found are forgotten, and found again.
constexpr size_t kRememberedMax = 1 << 18;

// On the day that was asked about, the text is the unit's own code, id or name.
bool is_certain(const UnitCandidate& candidate) {
  return candidate.likeness == UnitCandidate::SameCodeToday ||
         candidate.likeness == UnitCandidate::SameName;
}

}  // namespace

std::vector<Target> read_targets(const PackFiles& files, const std::string& name,
                                 DecimalSign decimal_sign, Problems& problems) {
  std::vector<Target> targets;
  std::vector<Replacement> replacements;
  read_rows(
      files, name,
      {.required = {"version", "by", "counts", "denominator", "kind"},
       .optional = {"name", "name_en", "document", "date", "issuer", "issuer_en", "share",
                    "strictly_more", "count", "replaced_by", "note", "note_en"}},
      problems, [&](RowReader& row) {
        Target target = read_target(row, decimal_sign);
        if (!row.complete()) return;
        replacements.push_back({target.version, target.replaced_by, row.place("replaced_by")});
        targets.push_back(std::move(target));
      });
  check_replacements(replacements, problems);
  return targets;
}

void refuse_wrong_replacements(const std::vector<Replacement>& replacements,
                               const std::vector<std::string>& ids,
                               const std::function<Message(const std::string&)>& unknown,
                               Problems& problems) {
  std::map<std::string, const Replacement*> by_id;
  for (const Replacement& one : replacements) by_id.emplace(one.id, &one);
  std::set<std::string> told;  // members of circles
  for (const Replacement& one : replacements) {
    if (one.replaced_by.empty()) continue;
    if (!require_name(one.place, one.replaced_by, ids, unknown(one.replaced_by), problems))
      continue;
    std::set<std::string> passed;
    const Replacement* at = &one;
    while (at != nullptr && passed.insert(at->id).second) {
      const auto next = by_id.find(at->replaced_by);
      at = next == by_id.end() ? nullptr : next->second;
    }
    if (at == nullptr || at->id != one.id || told.contains(one.id)) continue;
    told.insert(passed.begin(), passed.end());
    problems.error(one.place, msg("'{}' would in the end be replaced by itself", one.id),
                   msg("the newest is replaced by nothing: leave its cell empty"));
  }
}

Result<OrganisationUnitId> unit_in_period(const UnitRegister& units, std::string_view text,
                                          const Period& period) {
  const Date last = last_day(period);
  auto on_last_day = units.resolve(text, last);
  if (on_last_day) return on_last_day;
  const std::vector<UnitCandidate> meant = units.candidates(text, last);
  std::set<Date, std::greater<>> ends;  // last days, in the period, of what the text may have meant
  for (const UnitCandidate& candidate : meant) {
    if (is_certain(candidate)) return on_last_day;  // of several: that is refused
    const DateRange its_own = units.validity(candidate.unit);
    const Date until = std::min({candidate.days.until, its_own.until, last});
    if (until >= std::max({candidate.days.from, its_own.from, period.start})) ends.insert(until);
  }
  for (const Date day : ends) {
    const std::vector<UnitCandidate> found = units.candidates(text, day);
    if (!found.empty() && is_certain(found.front())) return units.resolve(text, day);
  }
  return on_last_day;
}

std::optional<OrganisationUnitId> UnitNames::find(RowReader& row, const Period& period) {
  return find(row, "unit", row.required("unit"), period);
}

std::optional<OrganisationUnitId> UnitNames::find(RowReader& row, std::string_view column,
                                                  std::string_view text, const Period& period) {
  if (text.empty() || units_.size() == 0) return std::nullopt;
  if (found_.size() >= kRememberedMax) {
    std::erase_if(found_, [](const auto& one) { return one.second.has_value(); });
  }
  const auto [at, is_new] =
      found_.try_emplace(fmt::format("{} {}\n{}", period.start.days, last_day(period).days, text));
  if (is_new) {
    const auto unit = unit_in_period(units_, text, period);
    if (unit) {
      at->second = *unit;
    } else {
      row.error(column, unit.refusal().what, unit.refusal().remedy);
    }
  }
  return at->second;
}

SourceNames::SourceNames(const std::vector<Source>& sources) {
  for (size_t i = 0; i < sources.size(); ++i) {
    if (sources[i].id.empty()) {
      all_have_ids_ = false;
    } else if (by_id_.emplace(sources[i].id, SourceId(i)).second) {
      ids_.push_back(sources[i].id);
    }
  }
}

std::optional<SourceId> SourceNames::find(RowReader& row, Message missing) {
  const std::string id(row.text("source"));
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) return found->second;
  if (!id.empty() && !all_have_ids_) return std::nullopt;
  row.error("source", id.empty() ? std::move(missing) : msg("no source is called '{}'", id),
            proposal(id, ids_));
  return std::nullopt;
}

std::vector<Decision> read_decisions(const PackFiles& files, const std::string& name,
                                     const DefinitionDraft& draft, const Programme& programme,
                                     const UnitRegister& units, Problems& problems) {
  std::vector<Decision> decisions;
  const Calendar* calendar = calendar_named(draft, programme.calendar);
  if (calendar == nullptr || fault_in(*calendar)) return decisions;
  UnitNames unit_names(units);
  SourceNames source_names(draft.office.sources);
  read_rows(files, name,
            {.required = {"decision", "period", "unit", "date", "source"},
             .optional = {"number", "issuer", "valid_until", "note"}},
            problems, [&](RowReader& row) {
              Decision decision;
              decision.place = row.place();
              decision.programme = programme.id;
              if (const auto kind = row.choice("decision", kDecisionKinds)) decision.kind = *kind;
              const auto date = row.day("date");
              if (!date && row.ok()) row.required("date");
              decision.date = date.value_or(Date{});
              decision.number = row.text("number");
              decision.issuer = row.text("issuer");
              decision.valid_until = row.day("valid_until");
              decision.note = row.text("note");
              if (decision.valid_until && date && *decision.valid_until < *date) {
                row.error("valid_until", msg("it ends before the decision was taken"),
                          msg("write the last day on which it holds"));
              }
              if (const auto source = source_names.find(row)) decision.source = *source;
              const auto period = parse_period(row.text("period"), *calendar);
              if (!period) {
                row.error("period", period.refusal().what, period.refusal().remedy);
                return;
              }
              decision.period = *period;
              const auto unit = unit_names.find(row, *period);
              if (!unit || !row.complete()) return;
              decision.unit = *unit;
              decisions.push_back(std::move(decision));
            });
  return decisions;
}

}  // namespace exemplar::programme
