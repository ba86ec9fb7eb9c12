// audit verify: how far a log can be relied on, and every place where it cannot.
#include "cli/audit.hpp"

#include "base/number.hpp"
#include "cli/words.hpp"
#include "programme/audit/audit_file.hpp"

namespace exemplar::cli {

namespace {

constexpr size_t kCheckpointFileBytesMax = 16'777'216;

Refusal in_file(const std::string& file, const Refusal& refusal) {
  return {msg("{}: {}", file, refusal.what), refusal.remedy};
}

std::optional<Refusal> read_checkpoints(const std::string& file, AuditWitnesses& given) {
  const auto source = tables::bytes_of_file(file);
  if (!source) return in_file(file, source.refusal());
  std::string text;
  std::vector<char> piece(65'536);
  for (size_t count; (count = (*source)(piece.data(), piece.size())) > 0;) {
    if (count == tables::kReadFailed) {
      return Refusal{msg("{} cannot be read", file), msg("name a file that is there")};
    }
    text.append(piece.data(), count);
    if (text.size() > kCheckpointFileBytesMax) {
      return Refusal{msg("{}: this is more than a file of checkpoints holds", file),
                     msg("the log itself is named without --checkpoint")};
    }
  }
  const auto read = programme::parse_checkpoints(text, file);
  if (read.checkpoints.empty() && read.problems.empty()) {
    return Refusal{msg("{}: there is no checkpoint in it", file),
                   msg("give the checkpoint's line exactly as the office handed it out")};
  }
  given.checkpoints.insert(given.checkpoints.end(), read.checkpoints.begin(),
                           read.checkpoints.end());
  for (const int line : read.lines) given.places.push_back({file, line, 0});
  given.problems.add(read.problems);
  return std::nullopt;
}

std::string entries_named(uint64_t first, uint64_t last, Language language) {
  const std::string from = format_integer(first, language);
  return first == last ? from : from + "–" + format_integer(last, language);
}

Message words_of(const programme::AuditFinding& finding, const std::string& entries) {
  using programme::AuditFault;
  switch (finding.fault) {
    case AuditFault::Unreadable:
      return msg("this line cannot be read: {}", finding.problem->what);
    case AuditFault::NumberMissing:
      return msg("entry {}: missing here", entries);
    case AuditFault::NumberRepeated:
      return msg("entry {}: stands here once more", entries);
    case AuditFault::NumberOutOfOrder:
      return msg("entry {}: stands out of order", entries);
    case AuditFault::RevisionFalls:
      return msg("entry {}: its revision is lower than that of the entry before", entries);
    case AuditFault::PreviousDiffers:
      return msg("entry {}: it was not made after the entry that stands before it", entries);
    case AuditFault::HashDiffers:
      return msg("entry {}: its hash does not fit its content: something in it was altered",
                 entries);
    case AuditFault::PayloadDiffers:
      return msg("entry {}: its payload or salt is not what was recorded", entries);
    case AuditFault::CheckpointOtherKey:
      return msg("the checkpoint of entry {} is signed with another key than the one to trust",
                 entries);
    case AuditFault::CheckpointForged:
      return msg("the checkpoint of entry {} is forged or altered: its signature does not hold",
                 entries);
    case AuditFault::CheckpointDiffers:
      return msg("entry {}: the checkpoint was made of another entry: the log was rewritten",
                 entries);
    case AuditFault::TailMissing:
      return msg("entry {}: cut off at the end; the log held it when the checkpoint was made",
                 entries);
  }
  return {};
}

// Finds the words of a verdict and where each of its findings stands.
class Findings {
 public:
  Findings(const std::string& file, const AuditWitnesses& given, const Say& say)
      : file_(file), given_(given), say_(say) {
    table_.id = "findings";
    table_.columns = {{"file", say(msg("file"))},
                      {"line", say(msg("line")), Align::Right},
                      {"column", say(msg("column")), Align::Right},
                      {"entry", say(msg("entry")), Align::Right},
                      {"until", say(msg("until")), Align::Right},
                      {"code", say(msg("code"))},
                      {"what", say(msg("what is wrong"))}};
    table_.for_people = false;
  }

  void add(const Problem& problem) {
    row(problem.place, 0, 0, problem.code, msg("this line cannot be read: {}", problem.what));
  }

  void add(const programme::AuditFinding& finding) {
    Place place{file_, static_cast<int>(std::min<int64_t>(finding.line, INT32_MAX)), 0};
    if (finding.problem) place = finding.problem->place;
    if (finding.checkpoint && finding.line == 0) place = given_.places[*finding.checkpoint];
    const std::string entries = entries_named(finding.number, finding.until, say_.language);
    row(place, finding.number, finding.until, std::string(name_of(finding.fault)),
        words_of(finding, entries));
  }

  void show(Report& report, uint64_t total) {
    const size_t shown = lines_.lines.size();
    if (total == 0) {
      lines_.lines.push_back(say_(msg("nothing was altered, taken out, repeated or moved")));
    } else if (total > shown) {
      lines_.lines.push_back(
          say_(msg("and {} further findings", format_integer(total - shown, say_.language))));
    }
    if (total > 0) {
      lines_.lines.push_back(say_(msg("findings: {}; what they name cannot be relied on",
                                      format_integer(total, say_.language))));
    }
    report.blocks.push_back(std::move(lines_));
    report.table(std::move(table_));
  }

 private:
  void row(const Place& place, uint64_t number, uint64_t until, const std::string& code,
           const Message& what) {
    const auto number_or_nothing = [](uint64_t value) {
      return value == 0 ? nothing() : Value{Value::Kind::Number, std::to_string(value), {}};
    };
    lines_.lines.push_back(to_string({place, Severity::Error, what, {}, {}}, say_.language));
    table_.row({text(place.file), number_or_nothing(static_cast<uint64_t>(place.line)),
                number_or_nothing(static_cast<uint64_t>(place.column)), number_or_nothing(number),
                number_or_nothing(until), text(code), text(say_(what))});
  }

  std::string file_;
  const AuditWitnesses& given_;
  Say say_;
  Report::Block lines_;
  Table table_;
};

// How far the log is covered, and on whose word.
void say_coverage(const programme::AuditVerdict& verdict, const AuditWitnesses& given,
                  const Say& say, std::vector<std::string>& lines) {
  const auto number = [&](uint64_t value) { return format_integer(value, say.language); };
  if (!verdict.covered_by) {
    lines.push_back(say(given.checkpoints.empty()
                            ? msg("no checkpoint was given: whether entries were cut off at the "
                                  "end, or all were rewritten, cannot be seen")
                            : msg("no checkpoint given fits this log: none of it is covered")));
    return;
  }
  const programme::Checkpoint& by = given.checkpoints[*verdict.covered_by];
  lines.push_back(say(msg("covered up to entry {} by the checkpoint of {} ({})",
                          number(verdict.covered_to), programme::shown_instant(by.at, say.language),
                          to_string(given.places[*verdict.covered_by]))));
  lines.push_back(
      verdict.not_covered() == 0
          ? say(msg("nothing in it is younger; whether younger entries were cut off cannot be "
                    "seen without a younger checkpoint"))
          : say(msg("{} entries are younger and not covered: whether entries were cut off after "
                    "entry {} cannot be seen without a younger checkpoint",
                    number(verdict.not_covered()), number(verdict.covered_to))));
  lines.push_back(say(
      given.keys.empty()
          ? msg("the key is the checkpoint's own: {}; compare it with the one that the office made "
                "known, or give that one with --key",
                programme::hex(by.key))
          : msg("signed with the key to trust")));
}

void state_facts(const programme::AuditVerdict& verdict, const AuditWitnesses& given,
                 uint64_t total, Report& report) {
  const auto fact = [&](const char* id, uint64_t value) {
    report.fact(id, Json::literal(std::to_string(value)));
  };
  const auto instant = [&](const char* id, const std::optional<programme::InstantUs>& at) {
    report.fact(id, at ? Json::string(programme::iso_instant(*at)) : Json());
  };
  fact("entries", verdict.entries);
  instant("earliest", verdict.earliest);
  instant("latest", verdict.latest);
  fact("newest", verdict.newest);
  fact("covered_to", verdict.covered_to);
  fact("not_covered", verdict.not_covered());
  fact("first", verdict.first);
  fact("payloads_absent", verdict.payloads_absent);
  report.fact("key", verdict.covered_by
                         ? Json::string(programme::hex(given.checkpoints[*verdict.covered_by].key))
                         : Json());
  report.fact("key_is_the_checkpoints_own",
              Json::truth(verdict.covered_by.has_value() && given.keys.empty()));
  fact("findings_total", total);
}

std::vector<std::string> summary_of(const programme::AuditVerdict& verdict,
                                    const AuditWitnesses& given,
                                    const std::optional<std::string>& office, const Say& say) {
  const auto number = [&](uint64_t value) { return format_integer(value, say.language); };
  std::vector<std::string> lines;
  if (office) lines.push_back(say(msg("the log of {}, as its first line says", *office)));
  if (verdict.first > 1) {
    lines.push_back(
        say(msg("a part of a log: entries before {} are not in it, and were not looked "
                "at",
                number(verdict.first))));
  }
  if (verdict.earliest) {
    lines.push_back(say(msg("{} entries, from {} to {}", number(verdict.entries),
                            programme::shown_instant(*verdict.earliest, say.language),
                            programme::shown_instant(*verdict.latest, say.language))));
  } else {
    lines.push_back(say(msg("no entries")));
  }
  say_coverage(verdict, given, say, lines);
  if (verdict.payloads_absent > 0) {
    lines.push_back(
        say(msg("{} payloads are not there: deleted, or left out of the file; the "
                "chain holds without them",
                number(verdict.payloads_absent))));
  }
  return lines;
}

}  // namespace

std::optional<Refusal> malformed_key(std::string_view text) {
  const auto key = programme::read_public_key(text);
  return key ? std::nullopt : std::optional<Refusal>(key.refusal());
}

Result<AuditWitnesses> read_witnesses(const AuditOptions& options) {
  AuditWitnesses given;
  for (const std::string& key : options.keys) {
    const auto read = programme::read_public_key(key);
    if (!read) return read.refusal();
    given.keys.push_back(*read);
  }
  for (const std::string& file : options.checkpoints) {
    if (const auto refusal = read_checkpoints(file, given)) return *refusal;
  }
  return given;
}

void say_verdict(Report& report, const programme::AuditVerdict& verdict,
                 const AuditWitnesses& given, const std::string& file,
                 const std::optional<std::string>& office, Language language) {
  const Say say{language};
  const uint64_t total = verdict.findings_total + given.problems.size();
  report.csv_table = "findings";
  report.blocks.push_back({summary_of(verdict, given, office, say), {}});
  report.fact("office", office ? Json::string(*office) : Json());
  state_facts(verdict, given, total, report);
  Findings findings(file, given, say);
  for (const Problem& problem : given.problems) findings.add(problem);
  for (const programme::AuditFinding& finding : verdict.findings) findings.add(finding);
  findings.show(report, total);
  if (total > 0) report.exit_code = 1;
}

Result<Report> verify_audit(const AuditOptions& options, const Common& common) {
  const auto given = read_witnesses(options);
  if (!given) return given.refusal();
  auto source = tables::bytes_of_file(options.file);
  if (!source) return in_file(options.file, source.refusal());
  programme::AuditFileReader reader(source.take(), options.file);
  programme::AuditVerifier verifier(given->checkpoints, given->keys);
  if (options.part) verifier.expect_a_part();
  const programme::AuditVerdict verdict = verify(reader, std::move(verifier));
  Report report;
  report.title = options.file;
  say_verdict(report, verdict, *given, options.file, reader.office(), common.language);
  return report;
}

}  // namespace exemplar::cli
