// Random units: a tree as it first is, then what becomes of it.
//
//   79 ── 760 ── 26700 26703          2022-01-01  26700 and 26703 end, u26730 begins with the code
//      └─ 761 ── 26706                            of one of them
//                                     2023-01-01  761 ends, 26706 moves to 79
//                                     2023-07-01  26706 takes no part any more
//
// Besides, who takes part is settled anew at the beginning of some years, so that the lists of two
// years differ.
#include "oracle/random_units.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace exemplar::oracle {

namespace {

constexpr int kMostUnits = 14;

Date day(int year, int month, int of_month) {
  return make_date(year, month, of_month).value();
}

class UnitMaker {
 public:
  UnitMaker(Random& random, World& world) : random_(random), world_(world) {}

  void tree() {
    const int levels = random_.between(2, 4);
    const int roots = random_.chance(25) ? 2 : 1;
    std::vector<int> above;
    for (int i = 0; i < roots; ++i)
      above.push_back(first(fmt::format("{}", 79 + i), "city", -1, 0));
    for (int level = 1; level < levels; ++level) {
      const bool lowest = level + 1 == levels;
      const int count = lowest ? random_.between(3, levels == 4 ? 5 : 7) : random_.between(1, 3);
      std::vector<int> here;
      for (int i = 0; i < count; ++i) {
        // A few stand higher than the others of their kind.
        const int parent = random_.chance(12) ? random_.below(size()) : random_.one_of(above);
        here.push_back(lowest
                           ? first(next_code(), random_.chance(80) ? "ward" : "commune", parent, 85)
                           : first(fmt::format("{}", 700 + 10 * level + i),
                                   level == 1 ? "district" : "zone", parent, 8));
      }
      above = here;
    }
    for (int i = 1; i < size(); ++i) {
      if (random_.chance(70)) now_[at(i)].other_parents[kSecondHierarchy] = random_.below(i);
    }
    for (int i = 0; i < size(); ++i) static_cast<UnitState&>(world_.units[at(i)]) = now_[at(i)];
  }

  void reorganise() {
    static const std::vector<Date> kDays{day(2022, 1, 1),   day(2022, 1, 1),  day(2023, 1, 1),
                                         day(2023, 1, 1),   day(2022, 7, 1),  day(2022, 12, 31),
                                         day(2023, 4, 1),   day(2023, 5, 17), day(2023, 10, 1),
                                         day(2023, 12, 31), day(2024, 1, 1)};
    struct Event {
      Date day;
      bool settles_lists;
    };
    std::vector<Event> events;
    if (random_.chance(75)) {
      for (int i = random_.between(1, 4); i > 0; --i) {
        events.push_back({random_.one_of(kDays), false});
      }
    }
    for (const int year : {2022, 2023}) {
      if (random_.chance(50)) events.push_back({day(year, 1, 1), true});
    }
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.day < b.day; });
    for (const auto& [when, settles_lists] : events) {
      if (settles_lists) {
        settle_lists();
        record(when);
        continue;
      }
      for (int i = random_.between(1, 3); i > 0; --i) {
        happens(when);
        record(when);
      }
    }
  }

 private:
  static size_t at(int unit) { return static_cast<size_t>(unit); }
  int size() const { return static_cast<int>(now_.size()); }
  std::string next_code() { return fmt::format("{}", 26700 + 3 * codes_++); }

  int add(UnitState state, std::string id) {
    Unit unit;
    unit.id = std::move(id);
    unit.months_active = random_.between(0, 30);
    unit.months_active_lineage = random_.chance(5)
                                     ? std::nullopt
                                     : std::optional<int>(unit.months_active + random_.below(20));
    if (random_.chance(50)) unit.months_counted_from = day(2021, 1, 1);
    world_.units.push_back(std::move(unit));
    now_.push_back(std::move(state));
    return size() - 1;
  }

  int first(std::string code, std::string kind, int parent, int participant_percent) {
    UnitState state;
    state.kind = std::move(kind);
    state.parent = parent;
    state.participant = random_.chance(participant_percent);
    describe(state);
    std::string id = "u" + code;
    state.code = std::move(code);
    return add(std::move(state), std::move(id));
  }

  void describe(UnitState& state) {
    state.attributes["group"] = random_.chance(10)
                                    ? unknown("unit.group", Type::Text)
                                    : text(random_.one_of(std::vector<std::string>{"A", "B", "C"}));
    state.attributes["residents"] =
        random_.chance(10) ? unknown("unit.residents") : number(Rational(random_.below(50) * 100));
  }

  bool is_inner(int unit) const {
    return std::any_of(now_.begin(), now_.end(),
                       [&](const UnitState& one) { return one.exists && one.parent == unit; });
  }
  bool is_within(int unit, int whole) const {
    for (int above = unit; above >= 0; above = now_[at(above)].parent) {
      if (above == whole) return true;
    }
    return false;
  }
  // Units that exist and stand below another; inner ones too, or not.
  std::vector<int> standing(bool inner_too) const {
    std::vector<int> found;
    for (int i = 0; i < size(); ++i) {
      if (now_[at(i)].exists && now_[at(i)].parent >= 0 && (inner_too || !is_inner(i))) {
        found.push_back(i);
      }
    }
    return found;
  }

  // Those below go to the unit above.
  void end(int unit) {
    now_[at(unit)].exists = false;
    for (UnitState& one : now_) {
      if (one.parent == unit) one.parent = now_[at(unit)].parent;
      const auto other = one.other_parents.find(kSecondHierarchy);
      if (other != one.other_parents.end() && other->second == unit) one.other_parents.erase(other);
    }
  }

  // In the place of another, sometimes with its code; it has existed no longer than since that day.
  void begin(int predecessor, Date when, bool with_its_code) {
    if (size() >= kMostUnits) return;
    UnitState state = now_[at(predecessor)];
    const std::string code = next_code();
    if (!with_its_code) state.code = code;
    state.exists = true;
    if (random_.chance(30)) state.participant = !state.participant;
    describe(state);
    const auto lineage = months_so_far(predecessor, when);
    UnitState before = state;
    before.exists = false;
    const int unit = add(std::move(state), "u" + code);
    Unit& made = world_.units[at(unit)];
    static_cast<UnitState&>(made) = std::move(before);
    made.months_active = 0;
    made.months_active_lineage = random_.chance(80) ? lineage : std::nullopt;
    made.months_counted_from = when;
  }

  std::optional<int> months_so_far(int unit, Date when) const {
    const Unit& of = world_.units[at(unit)];
    if (!of.months_active_lineage) return std::nullopt;
    const int since = of.months_counted_from ? months_between(*of.months_counted_from, when) : 0;
    return *of.months_active_lineage + since;
  }

  // Some begin or cease to take part; at times all below one unit cease to, or everybody.
  void settle_lists() {
    const bool nobody = random_.chance(15);
    const int none_below = random_.chance(40) ? random_.below(size()) : -1;
    for (int i = 0; i < size(); ++i) {
      bool& participant = now_[at(i)].participant;
      if (random_.chance(is_inner(i) ? 10 : 40)) participant = !participant;
      if (none_below >= 0 && i != none_below && is_within(i, none_below)) participant = false;
      if (nobody) participant = false;
    }
  }

  void happens(Date when) {
    const std::vector<int> lowest = standing(false);
    const std::vector<int> any = standing(true);
    if (lowest.size() < 3 || any.empty()) return;
    const int one = random_.one_of(lowest);
    switch (random_.below(10)) {
      case 0:  // ends, without a successor
        return end(one);
      case 1: {  // two merge into a third
        const int other = random_.one_of(lowest);
        if (other == one) return;
        end(one);
        end(other);
        return begin(one, when, random_.chance(60));
      }
      case 2:  // splits
        end(one);
        begin(one, when, random_.chance(60));
        return begin(one, when, false);
      case 3:  // an inner unit is abolished, or another of the lowest
        return end(random_.one_of(any));
      case 4:
      case 5: {  // moves, with all below it, or to the top
        const int moved = random_.one_of(any);
        const int to = random_.chance(10) ? -1 : random_.below(size());
        if (to >= 0 && (!now_[at(to)].exists || is_within(to, moved))) return;
        now_[at(moved)].parent = to;
        return;
      }
      case 6:
        now_[at(one)].participant = !now_[at(one)].participant;
        return;
      case 7: {  // another place in the other hierarchy
        const int to = random_.below(one + 1);
        now_[at(one)].other_parents.erase(kSecondHierarchy);
        if (to < one && now_[at(to)].exists) now_[at(one)].other_parents[kSecondHierarchy] = to;
        return;
      }
      case 8:  // one begins from nothing
        return begin(one, when, false);
      default:  // described otherwise
        describe(now_[at(one)]);
        if (random_.chance(50)) now_[at(one)].kind = random_.chance(50) ? "ward" : "commune";
        if (random_.chance(30)) now_[at(one)].code = next_code();
        return;
    }
  }

  void record(Date when) {
    for (int i = 0; i < size(); ++i) {
      auto& changes = world_.units[at(i)].changes;
      if (!changes.empty() && changes.back().first == when) {
        changes.back().second = now_[at(i)];
      } else if (!same(world_.units[at(i)].on(when), now_[at(i)])) {
        changes.emplace_back(when, now_[at(i)]);
      }
    }
  }

  static bool same(const UnitState& a, const UnitState& b) {
    const auto same_value = [](const auto& x, const auto& y) {
      return x.first == y.first && shown(x.second) == shown(y.second);
    };
    return a.code == b.code && a.kind == b.kind && a.parent == b.parent &&
           a.other_parents == b.other_parents && a.participant == b.participant &&
           a.exists == b.exists &&
           std::equal(a.attributes.begin(), a.attributes.end(), b.attributes.begin(),
                      b.attributes.end(), same_value);
  }

  Random& random_;
  World& world_;
  std::vector<UnitState> now_;
  int codes_ = 0;
};

}  // namespace

void add_random_units(Random& random, World& world, std::vector<std::string>& codes) {
  UnitMaker maker(random, world);
  maker.tree();
  maker.reorganise();
  if (random.chance(20)) world.list_day = ListDay::FirstDay;
  const auto known = [&](const UnitState& state) {
    if (std::find(codes.begin(), codes.end(), state.code) == codes.end()) {
      codes.push_back(state.code);
    }
  };
  for (const Unit& unit : world.units) {
    known(unit);
    for (const auto& [from, state] : unit.changes) known(state);
  }
}

}  // namespace exemplar::oracle
