// What plain lines may say without being asked about: indicators, units, sources and quotas by their
// exact ids and codes, and what a number of an indicator may be.
#pragma once

#include "programme/data_set/reported_values.hpp"
#include "programme/pack/checks.hpp"
#include "programme/pack/text_table.hpp"

namespace exemplar::programme {

struct PlainIndicator {
  bool reported = false;  // not computed, and its periods can be told
  IndicatorKind kind = IndicatorKind::Number;
  int digits = 0;
  // Bounds of a number, over 10^digits.
  int64_t low = INT64_MIN;
  int64_t high = INT64_MAX;
  bool may_be_not_applicable = false;
};

class PlainVocabulary {
 public:
  static constexpr uint32_t kNone = TextTable::kNone;

  PlainVocabulary(const DefinitionDraft& draft, const UnitRegister& units);

  // By id; kNone: no reported indicator, or its periods cannot be told.
  uint32_t indicator(std::string_view id) const { return indicators_.find(id); }
  const PlainIndicator& about(uint32_t indicator) const { return about_[indicator]; }
  // The unit whose code or id that is on the day; invalid where there is none, or several.
  OrganisationUnitId unit(std::string_view text, Date day) const {
    const uint32_t found = units_.find(text);
    if (found == kNone) return {};
    OrganisationUnitId unit;
    for (const Holding& one : holdings_[found]) {
      if (!one.days.contains(day) || unit == one.unit) continue;
      if (unit.valid()) return {};
      unit = one.unit;
    }
    return unit;
  }
  uint32_t source(std::string_view id) const { return sources_.find(id); }
  // The reported indicators of a quota's two numbers, by its id; kNone where there is none.
  struct QuotaIndicators {
    uint32_t assigned = kNone;
    uint32_t done = kNone;
  };
  QuotaIndicators quota(std::string_view id) const {
    const uint32_t found = quotas_.find(id);
    return found == kNone ? QuotaIndicators{} : of_quota_[found];
  }
  char decimal_sign() const { return decimal_sign_; }

 private:
  // Whose code or id a text is, and when.
  struct Holding {
    OrganisationUnitId unit;
    DateRange days;
  };
  void add_unit(const std::string& text, Holding holding);

  TextTable indicators_;
  std::vector<PlainIndicator> about_;
  TextTable units_;
  std::vector<std::vector<Holding>> holdings_;
  TextTable sources_;
  TextTable quotas_;
  std::vector<QuotaIndicators> of_quota_;
  char decimal_sign_ = '.';
};

// A number in its plainest writing: digits without leading zeros, at most `digits` decimals behind
// the sign, a minus before; over 10^digits. False for anything else, and beyond 15 digits.
bool read_plain_number(std::string_view text, char decimal_sign, int digits, int64_t& number);

}  // namespace exemplar::programme
