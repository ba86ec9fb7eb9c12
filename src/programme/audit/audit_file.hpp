// The audit log as a file that outlives the program: JSON lines, each in the one way it can be
// written.
//
//   {"format":"exemplar-audit","version":1,"office":"hcmc"}
//   {"number":1,"revision":1,"at":"…Z","actor":"system",…,"hash":"…","salt":"…","payload":"…"}
//   {"number":2,…,"hash":"…"}                                  its payload was deleted
//
// The header says whose log it is and is covered by no hash; every byte of the other lines is.
#pragma once

#include "programme/audit/audit_verifier.hpp"
#include "tables/byte_source.hpp"

namespace exemplar::programme {

// Longer than any line that is written: an escaped byte takes at most six.
inline constexpr size_t kAuditLineBytesMax =
    6 * (kAuditPayloadBytesMax + 3 * kAuditWordBytesMax) + 2'000;

// Without line ends.
std::string audit_header_line(std::string_view office);
std::string line_of(const AuditEntry& entry, const AuditPayload* payload);

class AuditFileWriter {
 public:
  using Sink = std::function<void(std::string_view bytes)>;

  // Writes the header. Throws std::invalid_argument where the office's id is not UTF-8 or too long.
  AuditFileWriter(Sink sink, std::string_view office);
  // `payload` is null where it was deleted.
  void write(const AuditEntry& entry, const AuditPayload* payload);

 private:
  Sink sink_;
};

struct AuditFileLine {
  int64_t line = 0;  // from 1
  std::optional<AuditEntry> entry;
  std::optional<AuditPayload> payload;  // nothing where it was deleted
  Problem problem;                      // where there is no entry
};

// Any bytes may come; no more than one line of them is in memory.
class AuditFileReader {
 public:
  // `file` names the source in problems.
  AuditFileReader(tables::ByteSource source, std::string file);

  // The next entry or line that cannot be read; nothing after the last.
  std::optional<AuditFileLine> next();
  // As the header says, once next() was asked; nothing where it could not be read.
  const std::optional<std::string>& office() const { return office_; }

 private:
  enum class Taken { Line, UnfinishedLine, LongLine, Failure, End };

  Taken take_line();
  bool fill();
  AuditFileLine problem(Message what, int column) const;
  AuditFileLine broken(Taken taken) const;
  std::optional<AuditFileLine> read_header();
  AuditFileLine read_entry() const;

  tables::ByteSource source_;
  std::string file_;
  std::optional<std::string> office_;
  std::vector<char> buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
  std::string text_;  // of the line, without its end
  int64_t line_ = 0;
  bool failed_ = false;  // the source
  bool ended_ = false;
};

// Reads to the end.
AuditVerdict verify(AuditFileReader& reader, AuditVerifier verifier);

}  // namespace exemplar::programme
