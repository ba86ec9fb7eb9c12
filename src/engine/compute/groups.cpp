// Which units a set means, for each unit that asks.
#include <algorithm>

#include "engine/compute/evaluate.hpp"

namespace exemplar::engine {

Groups::Reverse Groups::reverse() const {
  Reverse result;
  result.groups_with.resize(group_of.size());
  result.asked_by.resize(groups.size());
  for (uint32_t group = 0; group < groups.size(); ++group) {
    for (const uint32_t unit : groups[group]) result.groups_with[unit].push_back(group);
  }
  for (uint32_t unit = 0; unit < group_of.size(); ++unit) {
    if (group_of[unit] >= 0) {
      result.asked_by[static_cast<size_t>(group_of[unit])].push_back(unit);
    }
  }
  return result;
}

const Groups& Evaluation::groups(UnitSet set, const std::string& code, PeriodIndex period) {
  const auto key = std::make_tuple(set, code, period);
  if (const auto found = groups_.find(key); found != groups_.end()) return found->second;
  const auto& parents = source_.parents(period, {});
  const size_t units = source_.unit_count();
  Groups result;
  result.group_of.assign(units, Groups::kNoSet);
  const auto one_group = [&](auto belongs) {
    std::vector<uint32_t>& members = result.groups.emplace_back();
    members.reserve(units);
    for (size_t unit = 0; unit < units; ++unit) {
      if (belongs(unit)) members.push_back(static_cast<uint32_t>(unit));
    }
    members.shrink_to_fit();
    result.group_of.assign(units, 0);
  };
  switch (set) {
    case UnitSet::Children:
    case UnitSet::Siblings:
    case UnitSet::Descendants: {
      std::vector<int32_t> below(units, -1);  // the group of each unit's children or descendants
      for (size_t unit = 0; unit < units; ++unit) {
        int32_t above = parents[unit];
        while (above >= 0) {
          auto& group = below[static_cast<size_t>(above)];
          if (group < 0) {
            group = static_cast<int32_t>(result.groups.size());
            result.groups.emplace_back();
          }
          result.groups[static_cast<size_t>(group)].push_back(static_cast<uint32_t>(unit));
          above = set == UnitSet::Descendants ? parents[static_cast<size_t>(above)] : -1;
        }
      }
      if (set != UnitSet::Siblings) {
        result.group_of = below;
      } else {
        for (size_t unit = 0; unit < units; ++unit) {
          if (parents[unit] >= 0) {
            result.group_of[unit] = below[static_cast<size_t>(parents[unit])];
          }
        }
      }
      break;
    }
    case UnitSet::Participants: {
      const auto& taking_part = source_.participants(period);
      one_group([&](size_t unit) { return taking_part[unit] != 0; });
      break;
    }
    case UnitSet::Under: {
      const int32_t top = source_.unit_with_code(code, period);
      one_group([&](size_t unit) {
        // Below that unit; the unit itself is not one of its parts.
        int32_t above = parents[unit];
        while (above >= 0 && above != top) above = parents[static_cast<size_t>(above)];
        return top >= 0 && above == top;
      });
      break;
    }
  }
  const auto& existing = source_.existing(period);
  const bool own_place = set != UnitSet::Participants && set != UnitSet::Under;
  for (size_t unit = 0; own_place && unit < units; ++unit) {
    if (existing[unit] == 0) result.group_of[unit] = Groups::kNotThere;
  }
  result.place_in.assign(units, Groups::kNoSet);
  for (size_t unit = 0; unit < units; ++unit) {
    if (existing[unit] == 0) result.place_in[unit] = Groups::kNotThere;
  }
  for (size_t group = 0; group < result.groups.size(); ++group) {
    for (const uint32_t unit : result.groups[group]) {
      if (result.group_of[unit] == static_cast<int32_t>(group)) {
        result.place_in[unit] = static_cast<int32_t>(group);
      }
    }
  }
  result.everybody = std::none_of(result.place_in.begin(), result.place_in.end(),
                                  [](int32_t group) { return group < 0; });
  return groups_.emplace(key, std::move(result)).first->second;
}

}  // namespace exemplar::engine
