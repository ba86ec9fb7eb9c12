// Whether an office's data are whole: what the database says of itself, the audit chain, that every
// write has its entry, that all definitions and values are understood, and that standings which
// followed the values as they came in are those of an assessment made anew.
#pragma once

#include "programme/audit/audit_store.hpp"
#include "programme/office_store/office_store.hpp"

namespace exemplar::programme {

struct OfficeVerdict {
  int64_t revision = 0;
  int64_t facts = 0;
  // What the database finds wrong with its own file or tables, in its words; the first few.
  std::vector<std::string> database;
  AuditVerdict audit;
  // Revisions that no entry of the audit log tells of.
  std::vector<int64_t> silent_revisions;
  Problems problems;  // of definitions and values
  // Standings of a programme's period, each once by following and once anew.
  struct Rebuilt {
    std::string programme;
    Period period;
    size_t units = 0;
    size_t facts_followed = 0;
    size_t different = 0;  // units
  };
  std::vector<Rebuilt> rebuilt;

  bool clean() const;
};

// Checkpoints are those that were kept elsewhere. Reads one moment of the data.
OfficeVerdict check_office_data(store::Connection& connection, AuditVerifier verifier);

}  // namespace exemplar::programme
