// From a text that a person or a file gives for a unit, and a day, to the unit. The text is never
// repaired silently: what it may have meant is proposed in the refusal.
#include <algorithm>

#include "base/nearest.hpp"
#include "base/text.hpp"
#include "programme/organisation_unit/unit_rules.hpp"

namespace exemplar::programme {

namespace {

constexpr size_t kProposalsMax = 5;  // in a message; more is a list, not a proposal

// Without the blanks and quotation marks that spreadsheets and letters leave round a code, and
// without the ".0" of a code that went through a number.
std::string cleaned(std::string_view text) {
  static constexpr std::string_view kQuotes[] = {"\"", "'", "“", "”", "‘", "’", "«", "»"};
  text = trim(text);
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::string_view quote : kQuotes) {
      if (text.starts_with(quote)) {
        text.remove_prefix(quote.size());
        changed = true;
      }
      if (text.ends_with(quote)) {
        text.remove_suffix(quote.size());
        changed = true;
      }
    }
    text = trim(text);
  }
  if (text.ends_with(".0") && text.size() > 2) text.remove_suffix(2);
  return std::string(text);
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

const std::vector<UnitRegister::CodeHolding>& UnitRegister::holders(const std::string& code) const {
  static const std::vector<CodeHolding> none;
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? none : found->second;
}

std::vector<UnitCandidate> UnitRegister::candidates(std::string_view wanted, Date day) const {
  std::vector<UnitCandidate> found;
  const auto add = [&](OrganisationUnitId unit, UnitCandidate::Likeness likeness, DateRange days) {
    for (const UnitCandidate& other : found) {
      if (other.unit == unit) return;
    }
    found.push_back({unit, likeness, days});
  };
  const auto add_holders = [&](const std::string& code, UnitCandidate::Likeness today,
                               UnitCandidate::Likeness otherwise) {
    const size_t before = found.size();
    for (const CodeHolding& holding : holders(code)) {
      if (holding.days.contains(day)) add(holding.unit, today, holding.days);
    }
    if (found.size() > before) return;
    for (const CodeHolding& holding : holders(code)) add(holding.unit, otherwise, holding.days);
  };
  const std::string text(wanted);
  add_holders(text, UnitCandidate::SameCodeToday, UnitCandidate::OtherTime);
  if (const auto unit = find_by_id(text)) {
    add(*unit, is_valid(*unit, day) ? UnitCandidate::SameCodeToday : UnitCandidate::OtherTime,
        validity(*unit));
  }
  const std::string clean = cleaned(text);
  if (clean != text) {
    add_holders(clean, UnitCandidate::CleanedCode, UnitCandidate::CleanedCode);
    if (const auto unit = find_by_id(clean)) {
      add(*unit, UnitCandidate::CleanedCode, validity(*unit));
    }
  }
  if (all_digits(clean)) {
    constexpr size_t kCodeLengthMax = 12;
    for (std::string padded = "0" + clean; padded.size() <= kCodeLengthMax;
         padded.insert(0, 1, '0')) {
      add_holders(padded, UnitCandidate::LostZeros, UnitCandidate::LostZeros);
    }
  } else {
    for (const UnitCandidate& other : named(clean, day)) {
      const bool repaired = clean != trim(text);
      add(other.unit, repaired ? UnitCandidate::LikeName : other.likeness, other.days);
    }
  }
  if (!found.empty() || clean.empty()) return found;

  std::vector<std::string> texts;
  for (const OrganisationUnitId unit : valid_at(day)) {
    const std::string& code = version_at(unit, day)->code;
    texts.push_back(code.empty() ? id_of(unit) : code);
    if (texts.back() != id_of(unit)) texts.push_back(id_of(unit));
  }
  const std::string near = nearest(clean, texts);
  if (near.empty()) return found;
  for (const CodeHolding& holding : holders(near)) {
    if (holding.days.contains(day)) add(holding.unit, UnitCandidate::NearCode, holding.days);
  }
  if (const auto unit = find_by_id(near); unit && is_valid(*unit, day)) {
    add(*unit, UnitCandidate::NearCode, validity(*unit));
  }
  return found;
}

// The one with most units above, the first of equals: a name is told from its namesakes by the
// district, which a command or a network may leap over. Invalid where nothing is above.
HierarchyId UnitRegister::longest_hierarchy(OrganisationUnitId unit, Date day) const {
  HierarchyId longest;
  size_t most = 0;
  for (size_t h = 0; h < hierarchy_count(); ++h) {
    const size_t above = ancestors(unit, HierarchyId(h), day).size();
    if (above <= most) continue;
    longest = HierarchyId(h);
    most = above;
  }
  return longest;
}

// "26734 (Phường Tân Định, Quận 1)" as on `day` or the nearest of its days, which follow where
// they are not all days.
Message UnitRegister::described(const UnitCandidate& candidate, Date day) const {
  const DateRange days = overlap(candidate.days, validity(candidate.unit));
  const Date shown_on = std::clamp(day, days.from, days.until);
  const UnitVersion& version = version_near(candidate.unit, shown_on);
  const HierarchyId hierarchy = longest_hierarchy(candidate.unit, shown_on);
  const std::string name = hierarchy.valid() ? name_with_district(candidate.unit, shown_on,
                                                                  hierarchy, Language::Vietnamese)
                                             : version.name.vi;
  const std::string& code = version.code.empty() ? id_of(candidate.unit) : version.code;
  if (candidate.days == DateRange{}) return msg("{} ({})", code, name);
  return msg("{} ({}, {})", code, name, days_message(candidate.days));
}

Refusal UnitRegister::no_such_unit(std::string_view text, Date day) const {
  const std::vector<UnitCandidate> found = candidates(text, day);
  const Message nobody = msg("no unit has the code or id '{}' on {}", text, day_message(day));
  if (found.empty()) return {nobody, msg("write the official code of a unit of that day")};
  Message list = described(found.front(), day);
  for (size_t i = 1; i < found.size() && i < kProposalsMax; ++i) {
    list = msg("{}; {}", list, described(found[i], day));
  }
  if (found.size() > kProposalsMax) {
    list = msg("{}; and {} more", list, found.size() - kProposalsMax);
  }
  switch (found.front().likeness) {
    case UnitCandidate::SameCodeToday:
      return {msg("'{}' names several units on {}", text, day_message(day)),
              msg("write the id of one of them: {}", list)};
    case UnitCandidate::SameName:
      return {msg("'{}' names several units on {}", text, day_message(day)),
              msg("write the code of one of them: {}", list)};
    case UnitCandidate::LikeName:
      return {msg("no unit has exactly the name '{}' on {}", text, day_message(day)),
              msg("perhaps: {}", list)};
    case UnitCandidate::OtherTime:
      return {nobody, msg("on other days it is: {}", list)};
    case UnitCandidate::LostZeros:
      return {nobody, msg("codes keep their leading zeros; perhaps: {}", list)};
    default:
      return {nobody, msg("perhaps: {}", list)};
  }
}

Result<OrganisationUnitId> UnitRegister::resolve(std::string_view text, Date day) const {
  std::optional<OrganisationUnitId> unit;
  for (const CodeHolding& holding : holders(std::string(text))) {
    if (!holding.days.contains(day)) continue;
    if (unit && *unit != holding.unit) return no_such_unit(text, day);
    unit = holding.unit;
  }
  if (const auto by_id = find_by_id(text); by_id && is_valid(*by_id, day)) {
    if (unit && *unit != *by_id) return no_such_unit(text, day);
    unit = by_id;
  }
  if (unit) return *unit;
  const std::vector<UnitCandidate> found = candidates(text, day);
  if (found.size() == 1 && found.front().likeness == UnitCandidate::SameName) {
    return found.front().unit;
  }
  return no_such_unit(text, day);
}

}  // namespace exemplar::programme
