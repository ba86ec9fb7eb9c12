#include "programme/audit/audit_verifier.hpp"

#include <algorithm>
#include <tuple>

namespace exemplar::programme {

std::string_view name_of(AuditFault fault) {
  switch (fault) {
    case AuditFault::Unreadable:
      return "unreadable";
    case AuditFault::NumberMissing:
      return "number_missing";
    case AuditFault::NumberRepeated:
      return "number_repeated";
    case AuditFault::NumberOutOfOrder:
      return "number_out_of_order";
    case AuditFault::RevisionFalls:
      return "revision_falls";
    case AuditFault::PreviousDiffers:
      return "previous_differs";
    case AuditFault::HashDiffers:
      return "hash_differs";
    case AuditFault::PayloadDiffers:
      return "payload_differs";
    case AuditFault::CheckpointOtherKey:
      return "checkpoint_other_key";
    case AuditFault::CheckpointForged:
      return "checkpoint_forged";
    case AuditFault::CheckpointDiffers:
      return "checkpoint_differs";
    case AuditFault::TailMissing:
      return "tail_missing";
  }
  return {};
}

bool AuditFinding::operator==(const AuditFinding& other) const {
  return std::tie(fault, number, until, line, checkpoint) ==
         std::tie(other.fault, other.number, other.until, other.line, other.checkpoint);
}

AuditVerifier::AuditVerifier(std::vector<Checkpoint> checkpoints,
                             const std::vector<PublicKey>& trusted)
    : checkpoints_(std::move(checkpoints)) {
  judge_checkpoints(trusted);
}

void AuditVerifier::judge_checkpoints(const std::vector<PublicKey>& trusted) {
  for (size_t i = 0; i < checkpoints_.size(); ++i) {
    const Checkpoint& one = checkpoints_[i];
    const bool believed =
        trusted.empty() || std::find(trusted.begin(), trusted.end(), one.key) != trusted.end();
    if (!believed) {
      find({AuditFault::CheckpointOtherKey, one.number, one.number, 0, i, {}});
    } else if (!signature_holds(one)) {
      find({AuditFault::CheckpointForged, one.number, one.number, 0, i, {}});
    } else {
      sound_.emplace(one.number, i);
    }
  }
}

void AuditVerifier::find(AuditFinding finding) {
  ++verdict_.findings_total;
  if (verdict_.findings.size() < kAuditFindingsKept)
    verdict_.findings.push_back(std::move(finding));
}

void AuditVerifier::find(AuditFault fault, const AuditEntry& entry, int64_t line) {
  find({fault, entry.number, entry.number, line, {}, {}});
}

void AuditVerifier::find_missing(uint64_t first, const Gap& gap) {
  ++verdict_.findings_total;
  if (missing_.size() >= kAuditFindingsKept) return;
  missing_.push_back({AuditFault::NumberMissing, first, gap.until, gap.line, {}, {}});
}

void AuditVerifier::unreadable(int64_t line, Problem problem) {
  ++unplaced_;
  find({AuditFault::Unreadable, 0, 0, line, {}, std::move(problem)});
}

void AuditVerifier::entry(const AuditEntry& entry, const AuditPayload* payload, int64_t line) {
  ++verdict_.entries;
  verdict_.earliest = std::min(verdict_.earliest.value_or(entry.at), entry.at);
  verdict_.latest = std::max(verdict_.latest.value_or(entry.at), entry.at);

  const bool follows = entry.number == head_.number + 1;
  const bool holds = hash_of(entry) == entry.hash;
  if (holds || follows) {
    place(entry, line);
  } else {
    ++unplaced_;
  }
  if (!holds) find(AuditFault::HashDiffers, entry, line);
  if (payload == nullptr) {
    ++verdict_.payloads_absent;
  } else if (payload->number != entry.number || hash_of(*payload) != entry.payload_hash) {
    find(AuditFault::PayloadDiffers, entry, line);
  }
  if (holds || follows) compare_with_checkpoints(entry, line);
}

// By its number, which is relied on.
void AuditVerifier::place(const AuditEntry& entry, int64_t line) {
  if (verdict_.first == 0) {
    verdict_.first = part_ ? entry.number : 1;
    if (part_ && entry.number > 1) head_ = {entry.number - 1, entry.revision, entry.previous};
  }
  if (entry.number > head_.number) return advance(entry, line);
  const bool came_before = entry.number != 0 && !fill_gap(entry.number);
  find(came_before ? AuditFault::NumberRepeated : AuditFault::NumberOutOfOrder, entry, line);
}

void AuditVerifier::advance(const AuditEntry& entry, int64_t line) {
  const uint64_t skipped = entry.number - head_.number - 1;
  if (skipped > unplaced_) {
    open_gap(head_.number + 1 + unplaced_, {entry.number - 1, line});
  }
  if (entry.revision < head_.revision) find(AuditFault::RevisionFalls, entry, line);
  if (skipped == 0 && entry.previous != head_.hash) find(AuditFault::PreviousDiffers, entry, line);
  head_ = head_at(entry);
  unplaced_ = 0;
}

void AuditVerifier::open_gap(uint64_t first, Gap gap) {
  gaps_.emplace(first, gap);
  if (gaps_.size() <= kAuditGapsMax) return;
  find_missing(gaps_.begin()->first, gaps_.begin()->second);
  gaps_.erase(gaps_.begin());
}

// Whether the number was missing so far; it no longer is.
bool AuditVerifier::fill_gap(uint64_t number) {
  auto after = gaps_.upper_bound(number);
  if (after == gaps_.begin()) return false;
  const auto gap = std::prev(after);
  const auto [first, missing] = *gap;
  if (number > missing.until) return false;
  gaps_.erase(gap);
  if (first < number) open_gap(first, {number - 1, missing.line});
  if (number < missing.until) open_gap(number + 1, missing);
  return true;
}

void AuditVerifier::compare_with_checkpoints(const AuditEntry& entry, int64_t line) {
  const auto [begin, end] = sound_.equal_range(entry.number);
  for (auto it = begin; it != end; ++it) {
    const Checkpoint& one = checkpoints_[it->second];
    if (one.head != entry.hash || one.revision != entry.revision) {
      find({AuditFault::CheckpointDiffers, entry.number, entry.number, line, it->second, {}});
    } else if (entry.number > verdict_.covered_to) {
      verdict_.covered_to = entry.number;
      verdict_.covered_by = it->second;
    }
  }
}

AuditVerdict AuditVerifier::finish() {
  verdict_.newest = head_.number;
  for (const auto& [first, gap] : gaps_) find_missing(first, gap);
  auto& findings = verdict_.findings;
  findings.insert(findings.end(), missing_.begin(), missing_.end());
  if (!sound_.empty()) {
    const auto& [number, checkpoint] = *sound_.rbegin();
    const uint64_t here = head_.number + unplaced_;
    if (number > here) {
      ++verdict_.findings_total;
      findings.push_back({AuditFault::TailMissing, here + 1, number, 0, checkpoint, {}});
    }
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [](const AuditFinding& a, const AuditFinding& b) {
                     return std::tie(a.line, a.fault) < std::tie(b.line, b.fault);
                   });
  return std::move(verdict_);
}

}  // namespace exemplar::programme
