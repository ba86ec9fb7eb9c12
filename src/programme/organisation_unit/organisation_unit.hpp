// Organisation units through time: who existed on a day, under which code and name, below whom,
// and what became of it.
//
//            2024-12-31 | 2025-01-01          2025-06-30 | 2025-07-01
//   unit a   ward 05 ---+ merge 2025-01-01
//   unit b   ward 06 ---+--> unit c  ward 06 ------------+ split 2025-07-01
//                                                        +--> unit d  (600 of 1,000 people)
//                                                        +--> unit e  (400 of 1,000 people)
//
// a, b, c, d, e are identities. The code "06" belongs to b, then to c: a code alone names nobody,
// a code with a day does. Rename and move keep the identity, merge and split end it.
//
// Invariants of a register, whatever was written in the tables (what breaks them was refused with
// its place and left out):
//   - a unit is valid on one unbroken range of days and has exactly one version on each of them;
//   - on each day the parents of a hierarchy form trees, and every parent is valid on that day;
//   - a unit is ended by at most one event and begun by at most one, on the days that fit;
//   - units are numbered by (first code, id), and every list of units comes in that order: the
//     order of the rows in a file changes nothing.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/message.hpp"
#include "base/name_match.hpp"
#include "base/problem.hpp"
#include "base/result.hpp"
#include "base/strong_id.hpp"
#include "programme/organisation_unit/unit_tables.hpp"

namespace exemplar::programme {

using OrganisationUnitId = StrongId<struct OrganisationUnitTag>;
using HierarchyId = StrongId<struct HierarchyTag>;
using UnitAttributeId = StrongId<struct UnitAttributeTag>;
using UnitEventId = StrongId<struct UnitEventTag>;

// Code, name and kind on a stretch of days.
struct UnitVersion {
  DateRange validity;
  std::string code;
  Text name;
  std::string kind;
  Place place;

  bool operator==(const UnitVersion&) const = default;
};

struct OrganisationUnit {
  std::string id;
  DateRange validity;
  std::vector<UnitVersion> versions;  // in order of days

  bool operator==(const OrganisationUnit&) const = default;
};

// One row of an event. `from` is invalid for Begin, `to` for End, Rename and Move.
struct UnitEvent {
  Date date;  // first day of the new state
  UnitEventKind kind = UnitEventKind::Merge;
  OrganisationUnitId from;
  OrganisationUnitId to;
  std::optional<Ratio> share_given;  // of `from`, the share that went to `to`; none = not known
  std::optional<Ratio> share_held;   // of `to`, the share that came from `from`; none = not known
  std::string document;
  std::string note;
  Place place;

  bool operator==(const UnitEvent&) const = default;
};

// A parent (or, in the other direction, a child) for some days.
struct UnitLink {
  DateRange validity;
  OrganisationUnitId unit;

  bool operator==(const UnitLink&) const = default;
};

struct UnitHierarchy {
  HierarchyDefinition definition;
  std::vector<std::vector<UnitLink>> parents;   // by unit, in order of days
  std::vector<std::vector<UnitLink>> children;  // by unit, in order of units

  bool operator==(const UnitHierarchy&) const = default;
};

using UnitAttributeValue = std::variant<Decimal, std::string, bool, Date>;

struct UnitAttributeSpan {
  DateRange validity;
  UnitAttributeValue value;

  bool operator==(const UnitAttributeSpan&) const = default;
};

struct UnitAttribute {
  UnitAttributeDefinition definition;
  std::vector<std::vector<UnitAttributeSpan>> spans;  // by unit, in order of days

  bool operator==(const UnitAttribute&) const = default;
};

// How a text that names no unit on a day may have been meant.
struct UnitCandidate {
  enum Likeness {
    SameCodeToday,  // the text is ambiguous
    CleanedCode,    // quotes, blanks or ".0" round the code
    LostZeros,      // "1" for "00001", as a spreadsheet writes it
    OtherTime,      // held this code, or had this id, on other days
    SameName,       // certainly its name on that day, below the units named after the comma
    LikeName,       // marks or kind left out, a slip, another unit above, or the name of other days
    NearCode,
  };
  OrganisationUnitId unit;
  Likeness likeness = NearCode;
  DateRange days;  // on which the proposed code or name is the unit's

  bool operator==(const UnitCandidate&) const = default;
};

// The beginning of a unit's lineage, between two days; equal where it is known.
struct LineageStart {
  Date earliest;
  Date latest;

  bool operator==(const LineageStart&) const = default;
};

// Whole months between two bounds; equal where it is known.
struct LineageMonths {
  int at_least = 0;
  int at_most = 0;

  std::optional<int> value() const {
    return at_least == at_most ? std::optional<int>(at_least) : std::nullopt;
  }
};

// Immutable after build_units().
class UnitRegister {
 public:
  struct Parts {
    std::vector<OrganisationUnit> units;  // ordered by (first code, id)
    std::vector<UnitHierarchy> hierarchies;
    std::vector<UnitEvent> events;  // ordered by (date, from, to)
    std::vector<UnitAttribute> attributes;
    Date records_from = kOpenPast;

    bool operator==(const Parts&) const = default;
  };

  UnitRegister() = default;
  // For build_units() only: the parts must keep the invariants above.
  explicit UnitRegister(Parts parts);

  bool operator==(const UnitRegister& other) const { return parts_ == other.parts_; }
  // Everything that the tables said, for writing it out again.
  const Parts& parts() const { return parts_; }

  // Units and their versions.
  size_t size() const { return parts_.units.size(); }
  const std::string& id_of(OrganisationUnitId unit) const { return at(unit).id; }
  std::optional<OrganisationUnitId> find_by_id(std::string_view id) const;
  DateRange validity(OrganisationUnitId unit) const { return at(unit).validity; }
  bool is_valid(OrganisationUnitId unit, Date day) const { return validity(unit).contains(day); }
  std::vector<OrganisationUnitId> valid_at(Date day) const;
  const std::vector<UnitVersion>& versions(OrganisationUnitId unit) const {
    return at(unit).versions;
  }
  // Null on days on which the unit is not valid.
  const UnitVersion* version_at(OrganisationUnitId unit, Date day) const;
  // The version of that day, else the nearest one: the last of an ended unit, the first of a
  // future one. For showing a unit that is no longer there.
  const UnitVersion& version_near(OrganisationUnitId unit, Date day) const;

  // The unit that `text` names on `day`: by its code first, else its id, else a name that is
  // certainly one unit's ("P.1, Q.3"; unit_names.cpp). Refused, with what was probably meant, where
  // it names none or several; a likely reading is proposed, never taken. What is no code or id
  // costs a walk over all names: readers of long files ask once for each distinct text.
  Result<OrganisationUnitId> resolve(std::string_view text, Date day) const;
  // What resolve() proposes, likeliest first.
  std::vector<UnitCandidate> candidates(std::string_view text, Date day) const;

  // Hierarchies, in order of declaration ids.
  size_t hierarchy_count() const { return parts_.hierarchies.size(); }
  std::optional<HierarchyId> find_hierarchy(std::string_view id) const;
  const HierarchyDefinition& hierarchy(HierarchyId hierarchy) const {
    return parts_.hierarchies[hierarchy.index()].definition;
  }
  std::optional<OrganisationUnitId> parent(OrganisationUnitId unit, HierarchyId hierarchy,
                                           Date day) const;
  std::vector<OrganisationUnitId> children(OrganisationUnitId unit, HierarchyId hierarchy,
                                           Date day) const;
  // Nearest first, the root last; without the unit itself.
  std::vector<OrganisationUnitId> ancestors(OrganisationUnitId unit, HierarchyId hierarchy,
                                            Date day) const;
  // Every unit strictly below, each before its own children.
  std::vector<OrganisationUnitId> descendants(OrganisationUnitId unit, HierarchyId hierarchy,
                                              Date day) const;
  // Strictly below: a unit is not under itself.
  bool is_under(OrganisationUnitId unit, OrganisationUnitId ancestor, HierarchyId hierarchy,
                Date day) const;
  // "Phường Tân Định, Quận 1". Names repeat, so the names of all ancestors below the root follow,
  // or the root's where there is no level between (after the districts ended: the province).
  // A unit that is not valid on `day` is shown as on its nearest day.
  std::string name_with_district(OrganisationUnitId unit, Date day, HierarchyId hierarchy,
                                 Language language) const;

  // Attributes.
  size_t attribute_count() const { return parts_.attributes.size(); }
  std::optional<UnitAttributeId> find_attribute(std::string_view id) const;
  const UnitAttributeDefinition& attribute(UnitAttributeId attribute) const {
    return parts_.attributes[attribute.index()].definition;
  }
  std::optional<UnitAttributeValue> attribute_at(OrganisationUnitId unit, UnitAttributeId attribute,
                                                 Date day) const;
  // With the days on which it is so; null where there is no value.
  const UnitAttributeSpan* attribute_span_at(OrganisationUnitId unit, UnitAttributeId attribute,
                                             Date day) const;

  // Events.
  const std::vector<UnitEvent>& events() const { return parts_.events; }
  const UnitEvent& event(UnitEventId event) const { return parts_.events[event.index()]; }
  // The rows that ended the unit (Merge, Split, Unclear, End) and that began it (Merge, Split,
  // Unclear, Begin); the renames and moves within its life.
  std::span<const UnitEventId> successor_events(OrganisationUnitId unit) const;
  std::span<const UnitEventId> predecessor_events(OrganisationUnitId unit) const;
  std::span<const UnitEventId> own_events(OrganisationUnitId unit) const;
  // Units that end without an event: reported, never guessed.
  const std::vector<OrganisationUnitId>& fate_unknown() const { return fate_unknown_; }
  // Units that begin after the first day of the records, without an event.
  const std::vector<OrganisationUnitId>& origin_unknown() const { return origin_unknown_; }
  // The Unclear events: "continuity not confirmed".
  const std::vector<UnitEventId>& continuity_not_confirmed() const { return unclear_; }

  // Whole months of the unit's own days up to and including `day` (its last day, if it ended
  // before); 0 before it began. A unit whose beginning is not known counts from records_from, or,
  // where the tables declare none, from 1 January 1900: at least as long as any rule asks.
  int months_active(OrganisationUnitId unit, Date day) const;
  // Whole months of the lineage. A lineage begins on the earliest day s for which the direct
  // predecessors whose own lineages began on s or before hold more than half of the unit's weight
  // (where one of them holds more than half alone, that is its lineage; a unit split off from one
  // other has that one's lineage). Where weights, origin or continuity are not known, the two
  // ends of what is possible, which may still agree.
  LineageMonths months_active_lineage(OrganisationUnitId unit, Date day) const;
  Date records_from() const { return parts_.records_from; }

 private:
  struct CodeHolding {
    OrganisationUnitId unit;
    DateRange days;
  };
  struct UnitEvents {
    std::vector<UnitEventId> successors;
    std::vector<UnitEventId> predecessors;
    std::vector<UnitEventId> own;
  };

  const OrganisationUnit& at(OrganisationUnitId unit) const { return parts_.units[unit.index()]; }
  void index_codes();
  void index_events();
  void find_lineage_starts();
  LineageStart lineage_start(OrganisationUnitId unit) const;
  int months_since(Date start, OrganisationUnitId unit, Date day) const;
  const std::vector<CodeHolding>& holders(const std::string& code) const;
  struct NameIndex;
  static std::shared_ptr<NameIndex> unprepared_names();
  const NameIndex& names() const;
  std::optional<NameDifference> distance_above(OrganisationUnitId unit, Date day,
                                               const std::vector<std::string>& above) const;
  std::vector<UnitCandidate> named(std::string_view text, Date day) const;
  HierarchyId longest_hierarchy(OrganisationUnitId unit, Date day) const;
  Message described(const UnitCandidate& candidate, Date day) const;
  Refusal no_such_unit(std::string_view text, Date day) const;

  Parts parts_;
  std::unordered_map<std::string, OrganisationUnitId> by_id_;
  std::unordered_map<std::string, std::vector<CodeHolding>> by_code_;
  std::vector<UnitEvents> events_of_;
  std::vector<OrganisationUnitId> fate_unknown_;
  std::vector<OrganisationUnitId> origin_unknown_;
  std::vector<UnitEventId> unclear_;
  std::vector<LineageStart> lineage_starts_;
  std::shared_ptr<NameIndex> names_ = unprepared_names();  // follows from parts_; copies share it
};

// Checks the tables and makes the register of all that could be read. Problem codes are listed in
// unit_rules.hpp. The order of the rows changes neither the register nor the sorted problems.
UnitRegister build_units(const UnitTables& tables, Problems& problems);

}  // namespace exemplar::programme
