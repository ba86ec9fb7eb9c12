// audit export, audit checkpoint: the log and its checkpoints leave the office.
#include "programme/office_store/audit_export.hpp"

#include <filesystem>

#include "base/number.hpp"
#include "cli/audit.hpp"
#include "cli/proposed_command.hpp"
#include "cli/words.hpp"
#include "programme/audit/checkpoint_witness.hpp"
#include "programme/office_store/office_keys.hpp"
#include "tables/atomic_file.hpp"

namespace exemplar::cli {

namespace {

Result<programme::AuditExport> wanted(const AuditOptions& options) {
  programme::AuditExport what;
  what.payloads = options.payloads;
  for (const auto& [text, to] :
       {std::pair(&options.from, &what.from), std::pair(&options.until, &what.until)}) {
    if (text->empty()) continue;
    const auto day = day_of(*text);
    if (!day) return day.refusal();
    *to = *day;
  }
  return what;
}

Report told(const programme::AuditExported& done, const AuditOptions& options,
            const Common& common) {
  const Say say{common.language};
  const auto number = [&](uint64_t value) { return format_integer(value, common.language); };
  Report report;
  report.title = options.file;
  report.line(done.entries == 0 ? say(msg("no entries"))
                                : say(msg("entries {} to {} of the audit log",
                                          number(done.range.first), number(done.range.last))));
  report.line(options.payloads
                  ? say(msg("with {} payloads, which may be personal; the export is an entry of "
                            "the log",
                            number(done.payloads)))
                  : say(msg("without payloads")));
  report.line(
      say(msg("prove it with: {} audit verify {}{} --checkpoint FILE", shell_word(common.command),
              shell_word(options.file), done.range.first > 1 ? " --part" : "")));
  report.fact("entries", Json::integer(static_cast<int64_t>(done.entries)));
  report.fact("first", Json::integer(static_cast<int64_t>(done.range.first)));
  report.fact("last", Json::integer(static_cast<int64_t>(done.range.last)));
  report.fact("payloads", Json::integer(static_cast<int64_t>(done.payloads)));
  return report;
}

}  // namespace

Result<Report> export_audit(const AuditOptions& options, const Common& common,
                            const programme::WriteBy& by, const AuditSink& sink) {
  const auto what = wanted(options);
  if (!what) return what.refusal();
  if (options.file == "-") {
    const auto done = programme::export_audit(common.address, *what, by, sink);
    if (!done) return done.refusal();
    return told(*done, options, common);
  }
  if (std::error_code error; std::filesystem::exists(options.file, error)) {
    return Refusal{msg("{} is already there", options.file),
                   msg("name a file that is not there yet; nothing is overwritten")};
  }
  auto file = tables::AtomicFile::create(options.file);
  if (!file) return file.refusal();
  const auto done = programme::export_audit(common.address, *what, by,
                                            [&](std::string_view bytes) { (*file).write(bytes); });
  if (!done) return done.refusal();
  if (const auto refusal = (*file).commit()) return *refusal;
  return told(*done, options, common);
}

Result<Report> make_checkpoint(const AuditOptions& options, const Common& common,
                               const programme::WriteBy& by) {
  const Say say{common.language};
  const std::string keys = options.key_folder.empty() ? common.address.folder : options.key_folder;
  if (keys.empty()) {
    return Refusal{msg("it is not said where the office's keys lie"),
                   msg("name the folder that the office is served with: --keys DIR")};
  }
  const auto opened = programme::open_office(common.address, programme::Access::Use);
  if (!opened) return opened.refusal();
  const auto key = programme::checkpoint_key(keys, by.random);
  if (!key) return key.refusal();
  std::optional<programme::CheckpointWitness> witness;
  if (!options.file.empty()) {
    auto file = programme::CheckpointWitness::open(options.file);
    if (!file) return file.refusal();
    witness = file.take();
  }
  try {
    const auto made = programme::make_checkpoint_now(**opened, *key, by);
    if (!made) return made.refusal();
    const programme::Checkpoint& one = made->checkpoint;
    Report report;
    report.title = common.address.shown();
    report.line(say(msg("checkpoint of entry {}, signed with the key {}",
                        format_integer(one.number, common.language), programme::hex(one.key))));
    report.line(line_of(one));
    if (witness) {
      const auto appended = witness->catch_up(**opened);
      if (!appended) return appended.refusal();
      report.line(say(msg("{} checkpoints appended to {}", *appended, options.file)));
    }
    report.fact("number", Json::integer(static_cast<int64_t>(one.number)));
    report.fact("key", Json::string(programme::hex(one.key)));
    report.fact("checkpoint", Json::string(line_of(one)));
    return report;
  } catch (const store::Failure& failure) {
    return programme::refusal_of(failure, common.address);
  }
}

}  // namespace exemplar::cli
