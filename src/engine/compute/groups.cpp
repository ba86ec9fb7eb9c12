// Which units a set means, for each unit that asks.
#include "engine/compute/evaluate.hpp"

namespace exemplar::engine {

const Evaluation::Groups& Evaluation::groups(UnitSet set, const std::string& code,
                                             PeriodIndex period) {
  const auto key = std::make_tuple(set, code, period);
  if (const auto found = groups_.find(key); found != groups_.end()) return found->second;
  const auto& parents = source_.parents(period, {});
  const size_t units = source_.unit_count();
  Groups result;
  result.group_of.assign(units, -1);
  const auto one_group = [&](auto belongs) {
    result.groups.emplace_back();
    for (size_t unit = 0; unit < units; ++unit) {
      if (belongs(unit)) result.groups[0].push_back(static_cast<uint32_t>(unit));
    }
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
  return groups_.emplace(key, std::move(result)).first->second;
}

}  // namespace exemplar::engine
