// Published indices recomputed by the product's own path.
//
//   published table ──values──▶ values/*.csv of a copy of a pack ─▶ read_pack ─▶ AssessmentRun
//          └────── index ──────────────────────▶ compared with ◀───── a measure ─────┘
//
// The tests hold no formula of an index: those are in the packs.
#pragma once

#include "base/text.hpp"
#include "programme/assessment/assessment.hpp"
#include "programme/pack/pack.hpp"
#include "programme/period/period_text.hpp"
#include "tables/table.hpp"

namespace exemplar::programme::published {

namespace fs = std::filesystem;

// Where published tables lie beside the project; they are read by tests only.
inline fs::path data_folder(const std::string& name) {
  return fs::path(EXEMPLAR_ROOT) / ".." / "shared" / "data" / name;
}

// The pack of this name that only tests use.
fs::path pack_for_tests(const std::string& name);

// All rows of a published table, UTF-8 or Latin-1.
tables::Table read_published(const fs::path& file);

// A copy of a pack in a temporary folder, for values to be added to.
class PackCopy {
 public:
  explicit PackCopy(const fs::path& pack);
  ~PackCopy();
  PackCopy(const PackCopy&) = delete;
  PackCopy& operator=(const PackCopy&) = delete;

  const fs::path& folder() const { return folder_; }
  fs::path values_file(const std::string& name) const { return folder_ / "values" / name; }
  // Written whole; lines end in '\n'.
  void add_values(const std::string& name, const std::string& content) const;

 private:
  fs::path folder_;
};

std::string told(const Problems& problems);

// An assessment, or a failure of the test that says why there is none. `set` empty: the one that
// judges the year.
std::unique_ptr<AssessmentRun> assess(const Office& office, const std::string& programme, int year,
                                      const std::string& set = {});

// A measure of all units in the assessed period; null, and a failure, where there is no such one.
const engine::CellVector* column_of(AssessmentRun& run, std::string_view measure);

// A published number as a decimal with at most `digits` digits, as values/*.csv wants it; "" where
// nothing is published. Tables made by spreadsheets carry up to 17 digits.
std::string with_at_most(const std::string& published, int digits);

// What was compared and how far it was off.
struct Comparison {
  int compared = 0;
  int mismatches = 0;  // beyond the tolerance
  double largest = 0;  // difference
  std::string first;   // mismatch

  // `cell` unknown is a mismatch.
  void take(const std::string& where, const engine::Cell& cell, engine::ValueType type,
            const std::string& published, double tolerance);
};

// Unit codes by the many ways in which tables write the names of provinces: "TT- Huế", "Dak Lak",
// "Tp.HCM".
class ProvinceNames {
 public:
  explicit ProvinceNames(const UnitRegister& units);
  // Empty where no province is called so.
  std::string code(const std::string& name) const;

 private:
  std::map<std::string, std::string> codes_;  // by letters alone
};

}  // namespace exemplar::programme::published
