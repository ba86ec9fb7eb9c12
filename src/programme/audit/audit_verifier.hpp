// Reads the entries of a log one by one, in a memory that does not grow with the log, and finds what
// was altered, taken out, repeated or moved, and against checkpoints what was rewritten or cut off.
//
//   line ─▶ does its own hash hold? ─no──▶ a fault; the line stands for whichever entry is missing
//                │ yes                     here, because its number cannot be relied on
//                ▼
//           does its number follow? ─no──▶ missing (told at the end, if it does not come later),
//                │ yes                     repeated or out of order
//                ▼
//           revision, previous, payload, checkpoints of that number
#pragma once

#include <map>
#include <optional>

#include "programme/audit/checkpoint.hpp"

namespace exemplar::programme {

// In the order in which the faults of one line are told. Time is none of them: clocks are set back.
enum class AuditFault {
  Unreadable,          // the line is not as the log writes it
  NumberMissing,       // entries `number` to `until` are not in the log
  NumberRepeated,      // it was there before
  NumberOutOfOrder,    // an entry with a higher number stands before it
  RevisionFalls,       // below that of the entry before
  PreviousDiffers,     // it does not follow the entry before, but some other one
  HashDiffers,         // something in the entry was altered
  PayloadDiffers,      // the payload or its salt is not the one that was recorded
  CheckpointOtherKey,  // signed with a key that was not given as trusted
  CheckpointForged,    // its signature does not hold
  CheckpointDiffers,   // the log holds another entry under that number: it was rewritten
  TailMissing,         // a checkpoint was made when the log held entries `number` to `until`
};
// Stable: "number_missing", …
std::string_view name_of(AuditFault fault);

struct AuditFinding {
  AuditFault fault = AuditFault::Unreadable;
  uint64_t number = 0;  // of the entry; 0 where it cannot be said
  uint64_t until = 0;   // the last of several missing ones, else `number`
  int64_t line = 0;     // in the log; for missing ones of what stands in their place; 0 for none
  std::optional<size_t> checkpoint;  // of those given, where one is concerned
  std::optional<Problem> problem;    // of an unreadable line

  bool operator==(const AuditFinding& other) const;
};

struct AuditVerdict {
  uint64_t entries = 0;  // that could be read
  uint64_t newest = 0;   // the highest number among them; 0 for none
  std::optional<InstantUs> earliest, latest;
  uint64_t first = 0;  // where it begins: 1, or of a part of a log its first entry; 0 for none
  uint64_t payloads_absent = 0;        // deleted, or left out of the file
  uint64_t covered_to = 0;             // up to this entry, by the newest checkpoint that fits
  std::optional<size_t> covered_by;    // of those given
  std::vector<AuditFinding> findings;  // the first, by line; see kAuditFindingsKept
  uint64_t findings_total = 0;

  bool clean() const { return findings_total == 0; }
  // Entries that no checkpoint covers: a cut behind the newest of them could not be seen.
  uint64_t not_covered() const { return newest > covered_to ? newest - covered_to : 0; }
};

// So many are kept of those of single lines, and as many missing ranges; all are counted.
inline constexpr size_t kAuditFindingsKept = 1'000;
// So many missing ranges are kept in mind, in case their entries come later.
inline constexpr size_t kAuditGapsMax = 10'000;

class AuditVerifier {
 public:
  // Where no key is trusted, each checkpoint is believed its own: the caller must say so.
  explicit AuditVerifier(std::vector<Checkpoint> checkpoints = {},
                         const std::vector<PublicKey>& trusted = {});

  // Before the first entry: what comes is a part of a log, whose first entry may be any. What it says
  // it follows cannot be known; from there on the chain holds it.
  void expect_a_part() { part_ = true; }

  // `payload` is null where it was deleted.
  void entry(const AuditEntry& entry, const AuditPayload* payload, int64_t line);
  void unreadable(int64_t line, Problem problem);
  // Once, after the last line.
  AuditVerdict finish();

 private:
  struct Gap {
    uint64_t until;
    int64_t line;
  };

  void judge_checkpoints(const std::vector<PublicKey>& trusted);
  void find(AuditFinding finding);
  void find(AuditFault fault, const AuditEntry& entry, int64_t line);
  void find_missing(uint64_t first, const Gap& gap);
  void place(const AuditEntry& entry, int64_t line);
  void advance(const AuditEntry& entry, int64_t line);
  void open_gap(uint64_t first, Gap gap);
  bool fill_gap(uint64_t number);
  void compare_with_checkpoints(const AuditEntry& entry, int64_t line);

  std::vector<Checkpoint> checkpoints_;
  bool part_ = false;
  std::multimap<uint64_t, size_t> sound_;  // number → checkpoint whose signature and key hold
  AuditHead head_;                         // the entry with the highest number
  uint64_t unplaced_ = 0;                  // lines after it that stand for no certain number
  std::map<uint64_t, Gap> gaps_;           // first number missing → …
  std::vector<AuditFinding> missing_;
  AuditVerdict verdict_;
};

}  // namespace exemplar::programme
