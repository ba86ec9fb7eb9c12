#include "cli/office.hpp"

#include "base/number.hpp"
#include "cli/proposed_command.hpp"
#include "cli/words.hpp"

namespace exemplar::cli {

namespace {

constexpr size_t kLinesShown = 20;

std::string number(uint64_t value, const Say& say) {
  return format_integer(static_cast<int64_t>(value), say.language);
}

// "Added: a, b, c and 12 more"
void say_files(Report& report, const Message& heading, const std::vector<std::string>& paths,
               const Say& say) {
  if (paths.empty()) return;
  report.line(say(heading));
  Report::Block block;
  for (size_t i = 0; i < paths.size() && i < kLinesShown; ++i) {
    block.lines.push_back("  " + paths[i]);
  }
  if (paths.size() > kLinesShown) {
    block.lines.push_back("  " + say(msg("and {} more", paths.size() - kLinesShown)));
  }
  report.blocks.push_back(std::move(block));
}

Json list_of(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& one : texts) list.add(Json::string(one));
  return list;
}

Refusal first_of(const Problems& problems, const Common& common) {
  for (const Problem& problem : problems) {
    if (problem.severity != Severity::Error) continue;
    return {msg("nothing was loaded: {}", to_string(problem, common.language)),
            msg("run {} check {}", shell_word(common.command), shell_word(common.pack))};
  }
  return {};
}

void state_copy(Report& report, const programme::BackupReport& copy, const Say& say) {
  report.line(
      say(msg("revision {}, {} values, {} entries of the audit log",
              number(static_cast<uint64_t>(copy.revision), say),
              number(static_cast<uint64_t>(copy.facts), say), number(copy.audit.number, say))));
  report.line(say(msg("hash of the newest entry: {}", programme::hex(copy.audit.hash))));
  report.fact("revision", Json::integer(copy.revision));
  report.fact("facts", Json::integer(copy.facts));
  report.fact("audit_entries", Json::integer(static_cast<int64_t>(copy.audit.number)));
  report.fact("audit_head", Json::string(programme::hex(copy.audit.hash)));
}

Result<std::optional<Date>> known_on(const Common& common) {
  if (common.known_on.empty()) return std::optional<Date>();
  const auto day = day_of(common.known_on);
  if (!day) return day.refusal();
  return std::optional(*day);
}

}  // namespace

Result<Report> load_office(const programme::PackFiles& files, const Problems& listing,
                           const OfficeOptions& options, const Common& common,
                           const programme::WriteBy& by) {
  const Say say{common.language};
  if (listing.has_errors()) return first_of(listing, common);
  const auto run = options.dry_run ? programme::LoadRun::Try : programme::LoadRun::Keep;
  const auto done = options.demonstration
                        ? programme::load_demonstration(common.address, files, by.random, run)
                        : programme::load_pack(common.address, files, by, run);
  if (!done) return done.refusal();
  if (!done->loaded) return first_of(done->problems, common);
  const programme::OfficeDifference& difference = done->loaded->difference;
  Report report;
  report.title =
      options.dry_run
          ? say(msg("{} into {}: what would change", common.pack, common.address.shown()))
          : say(msg("{} into {}", common.pack, common.address.shown()));
  say_files(report, msg("new files of definitions:"), difference.added, say);
  say_files(report, msg("changed files of definitions, the versions before are kept:"),
            difference.changed, say);
  say_files(report, msg("ended files of definitions, kept as they were:"), difference.ended, say);
  report.line(say(msg("{} new values", number(difference.facts_added, say))));
  if (difference.facts_kept > 0) {
    report.line(say(msg("{} values of the office are not in the pack: they stay",
                        number(difference.facts_kept, say))));
  }
  if (difference.empty()) {
    report.line(say(msg("the office has all of it already: nothing was written")));
  } else if (options.dry_run) {
    report.line(say(msg("a trial: nothing was written")));
  } else {
    report.line(say(
        msg("written as revision {}", number(static_cast<uint64_t>(done->loaded->revision), say))));
  }
  report.fact("added", list_of(difference.added));
  report.fact("changed", list_of(difference.changed));
  report.fact("ended", list_of(difference.ended));
  report.fact("facts_added", Json::integer(static_cast<int64_t>(difference.facts_added)));
  report.fact("facts_kept", Json::integer(static_cast<int64_t>(difference.facts_kept)));
  report.fact("revision", Json::integer(done->loaded->revision));
  report.fact("written", Json::truth(!options.dry_run && !difference.empty()));
  return report;
}

Result<Report> migrate_office(const Common& common, const programme::WriteBy& by) {
  const Say say{common.language};
  const auto done = programme::migrate_office(common.address, by.now);
  if (!done) return done.refusal();
  Report report;
  report.title = common.address.shown();
  report.line(done->before == done->after
                  ? say(msg("its tables have all {} steps already", done->after))
                  : say(msg("its tables had {} steps and now have {}", done->before, done->after)));
  report.fact("before", Json::integer(done->before));
  report.fact("after", Json::integer(done->after));
  return report;
}

Result<Report> backup_office(const OfficeOptions& options, const Common& common) {
  const Say say{common.language};
  const auto done = programme::backup_office(common.address, options.file);
  if (!done) return done.refusal();
  Report report;
  report.title = say(msg("{}: a copy of {}", options.file, common.address.shown()));
  state_copy(report, *done, say);
  report.line(
      say(msg("{} bytes; bring it back with: {} restore {} --data DIR", number(done->bytes, say),
              shell_word(common.command), shell_word(options.file))));
  report.fact("bytes", Json::integer(static_cast<int64_t>(done->bytes)));
  return report;
}

Result<Report> restore_office(const OfficeOptions& options, const Common& common) {
  const Say say{common.language};
  const auto done = programme::restore_office(options.file, common.address);
  if (!done) return done.refusal();
  Report report;
  report.title = say(msg("{}: restored from {}", common.address.shown(), options.file));
  state_copy(report, *done, say);
  return report;
}

namespace {

void say_rebuilt(Report& report, const programme::OfficeVerdict& verdict, const Say& say) {
  Table table{"rebuilt",
              "",
              {{"programme", say(msg("programme"))},
               {"period", say(msg("period"))},
               {"units", say(msg("units")), Align::Right},
               {"followed", say(msg("values followed")), Align::Right},
               {"different", say(msg("units that differ")), Align::Right}},
              {}};
  for (const auto& one : verdict.rebuilt) {
    const auto count = [&](size_t value) {
      return integer(static_cast<int64_t>(value), say.language);
    };
    table.row({text(one.programme), text(to_string(one.period)), count(one.units),
               count(one.facts_followed), count(one.different)});
  }
  if (table.rows.empty()) return;
  report.line(
      say(msg("standings that followed the newest values, against an assessment made anew:")));
  report.table(std::move(table));
}

}  // namespace

Result<Report> verify_office(const OfficeOptions& options, const Common& common) {
  const Say say{common.language};
  const auto witnesses = read_witnesses(options.audit);
  if (!witnesses) return witnesses.refusal();
  const auto verdict = programme::verify_office(
      common.address, programme::AuditVerifier(witnesses->checkpoints, witnesses->keys));
  if (!verdict) return verdict.refusal();
  Report report;
  report.title = common.address.shown();
  report.line(
      say(msg("revision {}, {} values", number(static_cast<uint64_t>(verdict->revision), say),
              number(static_cast<uint64_t>(verdict->facts), say))));
  for (const std::string& fault : verdict->database) {
    report.line(say(msg("the database finds a fault: {}", fault)));
  }
  if (verdict->database.empty()) report.line(say(msg("the database finds no fault in its data")));
  say_verdict(report, verdict->audit, *witnesses, common.address.shown(), {}, common.language);
  const size_t silent = verdict->silent_revisions.size();
  if (silent > 0) {
    report.line(say(msg("{} writes have no entry in the audit log, the first is revision {}",
                        number(silent, say), verdict->silent_revisions.front())));
  } else {
    report.line(say(msg("each write has its entry in the audit log")));
  }
  for (const Problem& problem : verdict->problems) {
    if (problem.severity == Severity::Error) report.line(to_string(problem, common.language));
  }
  if (!verdict->problems.has_errors()) {
    report.line(say(msg("all definitions and values are understood")));
  }
  say_rebuilt(report, *verdict, say);
  report.fact("revision", Json::integer(verdict->revision));
  report.fact("facts", Json::integer(verdict->facts));
  report.fact("database_faults", list_of(verdict->database));
  report.fact("silent_revisions", Json::integer(static_cast<int64_t>(silent)));
  report.fact("clean", Json::truth(verdict->clean() && report.exit_code == 0));
  if (!verdict->clean()) report.exit_code = 1;
  report.line(report.exit_code == 0 ? say(msg("nothing is wrong"))
                                    : say(msg("something is wrong: see above")));
  return report;
}

Result<Report> export_pack(const OfficeOptions& options, const Common& common) {
  const Say say{common.language};
  const auto day = known_on(common);
  if (!day) return day.refusal();
  const auto files = programme::export_office_pack(common.address, *day, options.out);
  if (!files) return files.refusal();
  Report report;
  report.title = options.out;
  report.line(say(msg("{} files written; see what is in them with: {} check {}",
                      number(*files, say), shell_word(common.command), shell_word(options.out))));
  report.fact("files", Json::integer(static_cast<int64_t>(*files)));
  return report;
}

}  // namespace exemplar::cli
