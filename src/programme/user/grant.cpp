#include "programme/user/grant.hpp"

#include <algorithm>

namespace exemplar::programme {

namespace {

constexpr std::string_view kExtents[] = {"everything", "below", "units"};
constexpr std::string_view kForms[] = {"kt", "tl", "tuq"};

DateRange cut(DateRange days, const std::optional<Date>& ended_on) {
  if (ended_on) days.until = std::min(days.until, *ended_on);
  return days;
}

}  // namespace

std::string_view name_of(Reach::Extent extent) {
  return kExtents[static_cast<size_t>(extent)];
}

std::optional<Reach::Extent> extent_named(std::string_view name) {
  using E = Reach::Extent;
  for (const E extent : {E::Everything, E::Below, E::Units}) {
    if (name_of(extent) == name) return extent;
  }
  return std::nullopt;
}

std::string_view name_of(SigningForm form) {
  return kForms[static_cast<size_t>(form)];
}

std::optional<SigningForm> signing_form_named(std::string_view name) {
  for (const SigningForm form : {SigningForm::Kt, SigningForm::Tl, SigningForm::Tuq}) {
    if (name_of(form) == name) return form;
  }
  return std::nullopt;
}

std::string_view abbreviation_of(SigningForm form) {
  constexpr std::string_view kAbbreviations[] = {"KT.", "TL.", "TUQ."};
  return kAbbreviations[static_cast<size_t>(form)];
}

DateRange days_of(const Grant& grant) {
  return cut(grant.days, grant.ended_on);
}

DateRange days_of(const Delegation& delegation, const Grant& grant) {
  const DateRange own = cut(delegation.days, delegation.ended_on);
  const DateRange whole = days_of(grant);
  return {std::max(own.from, whole.from), std::min(own.until, whole.until)};
}

std::vector<Holding> holdings_of(std::string_view account, const std::vector<Grant>& grants,
                                 const std::vector<Delegation>& delegations) {
  std::vector<Holding> holdings;
  for (const Grant& grant : grants) {
    if (grant.account != account || days_of(grant).empty()) continue;
    holdings.push_back({powers_of(grant.role), grant.reach, days_of(grant), grant.id, "", {}});
  }
  for (const Delegation& delegation : delegations) {
    if (delegation.to != account) continue;
    const auto grant = std::find_if(grants.begin(), grants.end(), [&](const Grant& one) {
      return one.id == delegation.grant && one.account == delegation.from;
    });
    if (grant == grants.end()) continue;
    const DateRange days = days_of(delegation, *grant);
    const PowerSet powers = delegation.powers & powers_of(grant->role);
    if (days.empty() || powers.empty()) continue;
    holdings.push_back({powers, grant->reach, days, grant->id, delegation.id, delegation.form});
  }
  return holdings;
}

PowerSet held_on(const Powers& powers, Date day) {
  PowerSet held;
  for (const Holding& holding : powers.holdings) {
    if (holding.days.contains(day)) held = held | holding.powers;
  }
  return held & powers.scope;
}

}  // namespace exemplar::programme
