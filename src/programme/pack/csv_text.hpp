// What all writers of CSV files share: a table as text, and how days, units and sources are
// written so that the readers find them again.
#pragma once

#include <string>
#include <vector>

#include "programme/pack/checks.hpp"
#include "programme/pack/pack.hpp"

namespace exemplar::programme {

class CsvText {
 public:
  explicit CsvText(std::vector<std::string> header) { add(header); }

  void add(const std::vector<std::string>& fields);
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string day_or_open(Date day);
std::string day_or_empty(const std::optional<Date>& day);
std::string period_text(const Period& period, const Calendar* calendar);

// What names the unit in that period: its id, or where that is another's code, its own code.
// Refused where neither does.
Result<std::string> unit_text(const UnitRegister& units, OrganisationUnitId unit,
                              const Period& period);
Result<std::string> source_text(const Office& office, SourceId source);

}  // namespace exemplar::programme
