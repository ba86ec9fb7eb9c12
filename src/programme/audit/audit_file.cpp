#include "programme/audit/audit_file.hpp"

#include <algorithm>
#include <climits>
#include <stdexcept>

#include "base/text.hpp"
#include "programme/audit/canonical_line.hpp"

namespace exemplar::programme {

namespace {

constexpr size_t kBufferBytes = 65'536;

}  // namespace

std::string audit_header_line(std::string_view office) {
  return fmt::format(R"({{"format":"exemplar-audit","version":1,"office":{}}})", quoted(office));
}

std::string line_of(const AuditEntry& entry, const AuditPayload* payload) {
  std::string line =
      fmt::format(R"({{"number":{},"revision":{},"at":"{}","actor":{},"action":{},"subject":{},)"
                  R"("payload_hash":"{}","previous":"{}","hash":"{}")",
                  entry.number, entry.revision, iso_instant(entry.at), quoted(entry.actor),
                  quoted(entry.action), quoted(entry.subject), hex(entry.payload_hash),
                  hex(entry.previous), hex(entry.hash));
  if (payload != nullptr) {
    line += fmt::format(R"(,"salt":"{}","payload":{})", hex(payload->salt), quoted(payload->text));
  }
  return line + "}";
}

AuditFileWriter::AuditFileWriter(Sink sink, std::string_view office) : sink_(std::move(sink)) {
  if (office.size() > kAuditWordBytesMax || first_invalid_utf8(office)) {
    throw std::invalid_argument("audit: this is no office's id");
  }
  sink_(audit_header_line(office) + "\n");
}

void AuditFileWriter::write(const AuditEntry& entry, const AuditPayload* payload) {
  sink_(line_of(entry, payload) + "\n");
}

AuditFileReader::AuditFileReader(tables::ByteSource source, std::string file)
    : source_(std::move(source)), file_(std::move(file)), buffer_(kBufferBytes) {}

bool AuditFileReader::fill() {
  if (begin_ < end_) return true;
  if (failed_) return false;
  const size_t count = source_(buffer_.data(), buffer_.size());
  failed_ = count == tables::kReadFailed;
  begin_ = 0;
  end_ = failed_ ? 0 : count;
  return end_ > 0;
}

// The next line into text_, no more of it than a line may hold.
AuditFileReader::Taken AuditFileReader::take_line() {
  text_.clear();
  ++line_;
  if (!fill()) return failed_ ? Taken::Failure : Taken::End;
  bool too_long = false;
  while (fill()) {
    const char* from = buffer_.data() + begin_;
    const char* end = std::find(from, static_cast<const char*>(buffer_.data() + end_), '\n');
    const auto count = static_cast<size_t>(end - from);
    begin_ += count;
    too_long = too_long || text_.size() + count > kAuditLineBytesMax;
    if (!too_long) text_.append(from, count);
    if (begin_ == end_) continue;
    ++begin_;
    return too_long ? Taken::LongLine : Taken::Line;
  }
  if (failed_) return Taken::Failure;
  return too_long ? Taken::LongLine : Taken::UnfinishedLine;
}

AuditFileLine AuditFileReader::problem(Message what, int column) const {
  AuditFileLine line;
  line.line = line_;
  line.problem = {{file_, static_cast<int>(std::min<int64_t>(line_, INT_MAX)), column},
                  Severity::Error,
                  std::move(what),
                  msg("no line may be altered after the export; ask for the file once more"),
                  "unreadable"};
  return line;
}

AuditFileLine AuditFileReader::broken(Taken taken) const {
  switch (taken) {
    case Taken::UnfinishedLine:
      return problem(msg("the file ends in the middle of this line"), 0);
    case Taken::LongLine:
      return problem(msg("this line is longer than any that Exemplar writes"), 0);
    case Taken::Failure:
      return problem(msg("the file could not be read on from here"), 0);
    case Taken::Line:
    case Taken::End:
      break;
  }
  return problem(msg("the file is empty"), 0);
}

std::optional<AuditFileLine> AuditFileReader::next() {
  while (!ended_) {
    const bool first = line_ == 0;
    const Taken taken = take_line();
    ended_ = taken != Taken::Line && taken != Taken::LongLine;
    if (taken == Taken::End && !first) break;
    if (taken != Taken::Line) return broken(taken);
    if (!first) return read_entry();
    if (auto wrong = read_header()) return wrong;
  }
  return std::nullopt;
}

std::optional<AuditFileLine> AuditFileReader::read_header() {
  std::string office;
  CanonicalLine parser(text_);
  parser.literal(R"({"format":"exemplar-audit","version":1,"office":)")
      .text(office, kAuditWordBytesMax)
      .literal("}")
      .end();
  if (parser.failed()) return problem(parser.what(), parser.column());
  office_ = std::move(office);
  return std::nullopt;
}

AuditFileLine AuditFileReader::read_entry() const {
  AuditFileLine read;
  read.line = line_;
  AuditEntry entry;
  CanonicalLine parser(text_);
  parser.literal(R"({"number":)")
      .number(entry.number)
      .literal(R"(,"revision":)")
      .number(entry.revision)
      .literal(R"(,"at":)")
      .instant(entry.at)
      .literal(R"(,"actor":)")
      .text(entry.actor, kAuditWordBytesMax)
      .literal(R"(,"action":)")
      .text(entry.action, kAuditWordBytesMax)
      .literal(R"(,"subject":)")
      .text(entry.subject, kAuditWordBytesMax)
      .literal(R"(,"payload_hash":)")
      .hexadecimal(entry.payload_hash)
      .literal(R"(,"previous":)")
      .hexadecimal(entry.previous)
      .literal(R"(,"hash":)")
      .hexadecimal(entry.hash);
  if (parser.next_is(",")) {
    AuditPayload payload;
    payload.number = entry.number;
    parser.literal(R"(,"salt":)")
        .hexadecimal(payload.salt)
        .literal(R"(,"payload":)")
        .text(payload.text, kAuditPayloadBytesMax);
    read.payload = std::move(payload);
  }
  parser.literal("}").end();
  if (parser.failed()) return problem(parser.what(), parser.column());
  read.entry = std::move(entry);
  return read;
}

AuditVerdict verify(AuditFileReader& reader, AuditVerifier verifier) {
  while (auto line = reader.next()) {
    if (line->entry) {
      verifier.entry(*line->entry, line->payload ? &*line->payload : nullptr, line->line);
    } else {
      verifier.unreadable(line->line, std::move(line->problem));
    }
  }
  return verifier.finish();
}

}  // namespace exemplar::programme
