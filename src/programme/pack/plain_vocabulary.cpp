#include "programme/pack/plain_vocabulary.hpp"

#include <algorithm>

#include "programme/pack/value_rows.hpp"

namespace exemplar::programme {

namespace {

constexpr int kNumberDigitsMax = 15;

// The bound over 10^digits, where that is no whole number the next one inside.
int64_t bound(const Decimal& decimal, int digits, int inwards) {
  i128 value = decimal.units;
  if (decimal.digits <= digits) {
    value *= power_of_ten(digits - decimal.digits);
  } else {
    const i128 divisor = power_of_ten(decimal.digits - digits);
    const i128 rest = value % divisor;
    value /= divisor;
    if (rest != 0 && (rest > 0) == (inwards > 0)) value += inwards;
  }
  return static_cast<int64_t>(std::clamp<i128>(value, INT64_MIN, INT64_MAX));
}

PlainIndicator plain(const DefinitionDraft& draft, const Indicator& indicator) {
  PlainIndicator one;
  one.reported = !indicator.derived() && usable_calendar(draft, indicator) != nullptr;
  one.kind = indicator.kind;
  one.digits = indicator.digits;
  one.may_be_not_applicable = indicator.may_be_not_applicable;
  const bool sane = indicator.digits >= 0 && indicator.digits <= kNumberDigitsMax;
  if (!sane) one.reported = false;
  if (sane && indicator.at_least) one.low = bound(*indicator.at_least, one.digits, 1);
  if (sane && indicator.at_most) one.high = bound(*indicator.at_most, one.digits, -1);
  return one;
}

}  // namespace

PlainVocabulary::PlainVocabulary(const DefinitionDraft& draft, const UnitRegister& units)
    : decimal_sign_(decimal_sign_of(draft.office) == DecimalSign::Comma ? ',' : '.') {
  for (size_t i = 0; i < draft.indicators.size(); ++i) {
    about_.push_back(plain(draft, draft.indicators[i]));
    indicators_.add(draft.indicators[i].id, static_cast<uint32_t>(i));
  }
  const std::vector<OrganisationUnit>& all = units.parts().units;
  for (size_t i = 0; i < all.size(); ++i) {
    const OrganisationUnitId unit(i);
    add_unit(all[i].id, {unit, all[i].validity});
    for (const UnitVersion& version : all[i].versions) {
      add_unit(version.code, {unit, version.validity});
    }
  }
  for (size_t i = 0; i < draft.office.sources.size(); ++i) {
    if (draft.office.sources[i].id.empty()) continue;
    sources_.add(draft.office.sources[i].id, static_cast<uint32_t>(i));
  }
  for (const Quota& quota : draft.quotas) {
    quotas_.add(quota.id, static_cast<uint32_t>(of_quota_.size()));
    of_quota_.push_back({indicator(quota.assigned), indicator(quota.done)});
  }
}

void PlainVocabulary::add_unit(const std::string& text, Holding holding) {
  if (text.empty()) return;
  const uint32_t number = units_.add(text, static_cast<uint32_t>(holdings_.size()));
  if (number == holdings_.size()) holdings_.emplace_back();
  holdings_[number].push_back(holding);
}

bool read_plain_number(std::string_view text, char decimal_sign, int digits, int64_t& number) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kNumberDigitsMax + 1) return false;
  const bool zero_first = text[0] == '0';
  int64_t value = 0;
  size_t at = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    value = value * 10 + (text[at] - '0');
  }
  if (at == 0 || (zero_first && at > 1)) return false;
  const size_t whole_digits = at;
  int decimals = 0;
  if (at < text.size()) {
    if (text[at] != decimal_sign) return false;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++decimals) {
      value = value * 10 + (text[at] - '0');
    }
    if (decimals == 0) return false;
  }
  if (at != text.size() || decimals > digits) return false;
  if (whole_digits + static_cast<size_t>(digits) > kNumberDigitsMax) return false;
  for (; decimals < digits; ++decimals) value *= 10;
  number = negative ? -value : value;
  return true;
}

}  // namespace exemplar::programme
