// Who holds which role where and when, and who does it for whom.
//
//   Grant       account ── role ── over a part of the units ── from, until
//      └─ Delegation   some of its powers ── to another account ── from, until, never longer
//
//   Holding     what one account may do because of one of them: what rules are asked about
//
// Units and hierarchies are named by their ids, which outlive every snapshot of them.
#pragma once

#include <vector>

#include "base/date.hpp"
#include "programme/audit/instant.hpp"
#include "programme/user/role.hpp"

namespace exemplar::programme {

struct Reach {
  enum class Extent {
    Everything,  // all units, also those to come
    Below,       // the units named and, on each day, those below them in the hierarchy
    Units,       // exactly the units named
  };
  Extent extent = Extent::Units;
  std::string hierarchy;           // of Below, else empty
  std::vector<std::string> units;  // none for Everything

  bool operator==(const Reach&) const = default;
};

std::string_view name_of(Reach::Extent extent);  // "everything", "below", "units"
std::optional<Reach::Extent> extent_named(std::string_view name);

struct Grant {
  std::string id;  // "g-000001"
  std::string account;
  Role role = Role::Officer;
  Reach reach;
  DateRange days;                // as granted
  std::optional<Date> ended_on;  // the last day on which it held, where it was ended before
  std::string follows;           // the grant that it was made of when a post was handed over
  std::string reason;

  bool operator==(const Grant&) const = default;
};

// How it is signed for another: ký thay (a deputy for the head), thừa lệnh (by order of the head),
// thừa ủy quyền (by written authority of the head).
enum class SigningForm { Kt, Tl, Tuq };
std::string_view name_of(SigningForm form);  // "kt", "tl", "tuq"
std::optional<SigningForm> signing_form_named(std::string_view name);
// As it stands above a signature: "KT.", "TL.", "TUQ."
std::string_view abbreviation_of(SigningForm form);

struct Delegation {
  std::string id;     // "d-000001"
  std::string grant;  // whose holder is the one who delegates
  std::string from;   // that holder
  std::string to;
  PowerSet powers;
  SigningForm form = SigningForm::Kt;
  DateRange days;
  std::optional<Date> ended_on;
  std::string reason;  // or the number of the paper that orders it

  bool operator==(const Delegation&) const = default;
};

// The days on which it really holds: as granted, unless it was ended before. May be empty.
DateRange days_of(const Grant& grant);
DateRange days_of(const Delegation& delegation, const Grant& grant);

struct Holding {
  PowerSet powers;
  Reach reach;
  DateRange days;
  std::string grant;
  std::string delegation;  // empty: the grant is the account's own
  std::optional<SigningForm> form;

  bool operator==(const Holding&) const = default;
};

// All that the account holds on some day, own grants first. `grants` has those of its delegators too.
std::vector<Holding> holdings_of(std::string_view account, const std::vector<Grant>& grants,
                                 const std::vector<Delegation>& delegations);

// What an account may do: its holdings, and what a token lets through of them.
struct Powers {
  std::string account;
  std::vector<Holding> holdings;
  PowerSet scope = PowerSet::all();
};
// All powers that are held somewhere on that day.
PowerSet held_on(const Powers& powers, Date day);

}  // namespace exemplar::programme
