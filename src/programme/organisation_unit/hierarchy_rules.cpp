// Rules on hierarchies: on each day the links form trees over the kinds that belong, every parent
// is valid, and no member but a root is without a parent.
#include <algorithm>
#include <tuple>

#include "programme/organisation_unit/unit_rules.hpp"

namespace exemplar::programme {

namespace {

using Units = std::vector<OrganisationUnit>;

// A row whose hierarchy and child are known, cut to the days on which the child is valid.
struct Link {
  const HierarchyRow* row;
  size_t hierarchy;
  OrganisationUnitId child;
  OrganisationUnitId parent;  // invalid where the row was refused for its parent
  DateRange days;
};

bool lists(const std::vector<std::string>& kinds, const std::string& kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::vector<UnitHierarchy> check_definitions(std::vector<HierarchyDefinition> definitions,
                                             size_t unit_count, Problems& problems) {
  std::sort(definitions.begin(), definitions.end(),
            [](const HierarchyDefinition& a, const HierarchyDefinition& b) {
              return std::tie(a.id, a.place) < std::tie(b.id, b.place);
            });
  std::vector<UnitHierarchy> hierarchies;
  for (HierarchyDefinition& definition : definitions) {
    if (!hierarchies.empty() && hierarchies.back().definition.id == definition.id) {
      refuse(problems, definition.place, "hierarchy_repeated",
             msg("hierarchy '{}' is declared twice", definition.id),
             msg("it was first declared at {}", to_string(hierarchies.back().definition.place)));
      continue;
    }
    for (const std::string& kind : definition.root_kinds) {
      if (lists(definition.kinds, kind)) continue;
      refuse(problems, definition.place, "root_kind_outside",
             msg("kind '{}' is a root of hierarchy '{}' and does not belong to it", kind,
                 definition.id),
             msg("add it to the kinds of the hierarchy"));
    }
    hierarchies.push_back({std::move(definition), {}, {}});
    hierarchies.back().parents.resize(unit_count);
    hierarchies.back().children.resize(unit_count);
  }
  return hierarchies;
}

std::optional<size_t> find_hierarchy(const HierarchyRow& row,
                                     const std::vector<UnitHierarchy>& hierarchies,
                                     Problems& problems) {
  std::vector<std::string> ids;
  for (size_t i = 0; i < hierarchies.size(); ++i) {
    ids.push_back(hierarchies[i].definition.id);
    if (ids.back() == row.hierarchy) return i;
  }
  refuse(problems, place_in(row, "hierarchy"), "unknown_hierarchy",
         msg("there is no hierarchy '{}'", row.hierarchy), did_you_mean(row.hierarchy, ids));
  return std::nullopt;
}

// On all its days both ends of the link are of kinds that belong to the hierarchy.
bool kinds_belong(const Link& link, OrganisationUnitId parent,
                  const HierarchyDefinition& definition, const Units& units, Problems& problems) {
  for (const OrganisationUnitId id : {link.child, parent}) {
    for (const UnitVersion& version : units[id.index()].versions) {
      const DateRange days = overlap(version.validity, link.days);
      if (days.empty() || lists(definition.kinds, version.kind)) continue;
      refuse(problems, place_in(*link.row, id == parent ? "parent" : "unit"),
             "kind_outside_hierarchy",
             msg("unit '{}' is of kind '{}' on the days {}, which does not belong to hierarchy "
                 "'{}'",
                 units[id.index()].id, version.kind, days_message(days), definition.id),
             msg("add the kind to the hierarchy, or take the row away"));
      return false;
    }
  }
  return true;
}

std::optional<Link> read_link(const HierarchyRow& row,
                              const std::vector<UnitHierarchy>& hierarchies, const Units& units,
                              UnitIndex& index, Problems& problems) {
  const std::optional<size_t> hierarchy = find_hierarchy(row, hierarchies, problems);
  const std::optional<OrganisationUnitId> child =
      index.find(place_in(row, "unit"), row.unit, problems);
  if (row.until < row.from) {
    refuse(problems, place_in(row, "until"), "empty_validity",
           msg("the last day {} is before the first day {}", day_message(row.until),
               day_message(row.from)),
           msg("both days belong to the range; write the earlier one first"));
    return std::nullopt;
  }
  if (row.parent.empty()) return std::nullopt;
  const std::optional<OrganisationUnitId> parent =
      index.find(place_in(row, "parent"), row.parent, problems);
  if (!hierarchy || !child) return std::nullopt;
  const OrganisationUnit& unit = units[child->index()];
  Link link{&row, *hierarchy, *child, {}, overlap(unit.validity, {row.from, row.until})};
  if (link.days.empty()) {
    refuse(problems, place_in(row, "from"), "link_outside_validity",
           msg("unit '{}' is valid on none of the days {}", row.unit,
               days_message({row.from, row.until})),
           msg("it is valid on the days {}", days_message(unit.validity)));
    return std::nullopt;
  }
  if (parent && kinds_belong(link, *parent, hierarchies[*hierarchy].definition, units, problems)) {
    link.parent = *parent;
  }
  return link;
}

// Cuts the link to the days of its parent, and says so.
void cut_to_parent(Link& link, const Units& units, Problems& problems) {
  const DateRange parent_days = units[link.parent.index()].validity;
  if (parent_days.contains(link.days)) return;
  const DateRange before{link.days.from, std::min(link.days.until, parent_days.from - 1)};
  const DateRange after{std::max(link.days.from, parent_days.until + 1), link.days.until};
  for (const DateRange& days : {before, after}) {
    if (days.empty()) continue;
    refuse(problems, place_in(*link.row, "parent"), "parent_not_valid",
           msg("unit '{}' has the parent '{}' on the days {}, on which that unit is not valid",
               link.row->unit, link.row->parent, days_message(days)),
           msg("'{}' is valid on the days {}", link.row->parent, days_message(parent_days)));
  }
  link.days = overlap(link.days, parent_days);
}

// A cycle exists from the day on which the last of its links begins. Links come in order of their
// first days, so each closes a cycle, if any, with links that hold on its own first day.
bool closes_cycle(const Link& link, const UnitHierarchy& hierarchy) {
  OrganisationUnitId unit = link.parent;
  while (unit != link.child) {
    const UnitLink* above = link_on(hierarchy.parents[unit.index()], link.days.from);
    if (above == nullptr) return false;
    unit = above->unit;
  }
  return true;
}

void add_link(const Link& link, UnitHierarchy& hierarchy, Problems& problems) {
  if (closes_cycle(link, hierarchy)) {
    refuse(problems, place_in(*link.row, "parent"), "cycle_in_hierarchy",
           msg("from {} unit '{}' is below itself in hierarchy '{}'",
               link.days.from == kOpenPast ? msg("the beginning") : day_message(link.days.from),
               link.row->unit, link.row->hierarchy),
           msg("'{}' is already below '{}'; one of the two is the parent", link.row->parent,
               link.row->unit));
    return;
  }
  hierarchy.parents[link.child.index()].push_back({link.days, link.parent});
  hierarchy.children[link.parent.index()].push_back({link.days, link.child});
}

// By hierarchy and unit: the days for which a row gives a parent. A row refused for its parent
// counts, so that its child is not called parentless as well.
using Covered = std::vector<std::vector<std::vector<DateRange>>>;

// Rows come in order of their first days, so only the last one can overlap.
bool takes_days(const Link& link, Covered& covered, Problems& problems) {
  std::vector<DateRange>& ranges = covered[link.hierarchy][link.child.index()];
  if (!ranges.empty() && ranges.back().overlaps(link.days)) {
    refuse(problems, place_in(*link.row, "parent"), "overlapping_parents",
           msg("unit '{}' has two parents in hierarchy '{}' on the days {}", link.row->unit,
               link.row->hierarchy, days_message(overlap(ranges.back(), link.days))),
           msg("end the one before the other begins"));
    return false;
  }
  ranges.push_back(link.days);
  return true;
}

void check_all_have_parents(const std::vector<UnitHierarchy>& hierarchies, const Covered& covered,
                            const Units& units, Problems& problems) {
  for (size_t h = 0; h < hierarchies.size(); ++h) {
    const HierarchyDefinition& definition = hierarchies[h].definition;
    for (size_t u = 0; u < units.size(); ++u) {
      const std::vector<DateRange>& ranges = covered[h][u];
      for (const UnitVersion& version : units[u].versions) {
        if (!lists(definition.kinds, version.kind)) continue;
        if (lists(definition.root_kinds, version.kind)) continue;
        DateRange bare = overlap(version.validity, definition.validity);
        const auto report = [&](DateRange days) {
          if (days.empty()) return;
          refuse(problems, version.place, "parent_missing",
                 msg("unit '{}' has no parent in hierarchy '{}' on the days {}", units[u].id,
                     definition.id, days_message(days)),
                 msg("give it a parent on these days; only kinds declared as roots need none"));
        };
        for (const DateRange& range : ranges) {
          if (range.from > bare.until) break;
          report({bare.from, std::min(bare.until, range.from - 1)});
          bare.from = std::max(bare.from, range.until + 1);
        }
        report(bare);
      }
    }
  }
}

}  // namespace

std::vector<UnitHierarchy> check_hierarchies(std::vector<HierarchyDefinition> definitions,
                                             std::vector<HierarchyRow> rows, const Units& units,
                                             UnitIndex& index, Problems& problems) {
  std::vector<UnitHierarchy> hierarchies =
      check_definitions(std::move(definitions), units.size(), problems);
  const auto order = [](const HierarchyRow& r) {
    return std::tie(r.hierarchy, r.from, r.unit, r.until, r.parent, r.place);
  };
  std::sort(rows.begin(), rows.end(),
            [&](const HierarchyRow& a, const HierarchyRow& b) { return order(a) < order(b); });

  std::vector<Link> links;
  Covered covered(hierarchies.size(), std::vector<std::vector<DateRange>>(units.size()));
  for (const HierarchyRow& row : rows) {
    std::optional<Link> link = read_link(row, hierarchies, units, index, problems);
    if (link && takes_days(*link, covered, problems)) {
      if (!link->parent.valid()) continue;
      cut_to_parent(*link, units, problems);
      if (!link->days.empty()) links.push_back(*link);
    }
  }
  std::stable_sort(links.begin(), links.end(), [](const Link& a, const Link& b) {
    return std::tie(a.hierarchy, a.days.from, a.child) <
           std::tie(b.hierarchy, b.days.from, b.child);
  });
  for (const Link& link : links) add_link(link, hierarchies[link.hierarchy], problems);
  for (UnitHierarchy& hierarchy : hierarchies) {
    for (std::vector<UnitLink>& children : hierarchy.children) {
      std::sort(children.begin(), children.end(), [](const UnitLink& a, const UnitLink& b) {
        return std::tie(a.unit, a.validity) < std::tie(b.unit, b.validity);
      });
    }
  }
  check_all_have_parents(hierarchies, covered, units, problems);
  return hierarchies;
}

}  // namespace exemplar::programme
