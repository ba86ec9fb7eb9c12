#include "programme/recognition/progress.hpp"

#include "base/text.hpp"

namespace exemplar::programme {

TitleBook::TitleBook(const std::vector<Decision>& decisions, std::string_view programme,
                     Date known_on) {
  for (const Decision& decision : decisions) {
    if (decision.programme == programme && decision.date <= known_on) {
      of_unit_[decision.unit].push_back(&decision);
    }
  }
  for (auto& [unit, list] : of_unit_) {
    std::stable_sort(list.begin(), list.end(),
                     [](const Decision* a, const Decision* b) { return a->date < b->date; });
  }
}

bool TitleBook::any(OrganisationUnitId unit, DecisionKind kind, const Period& year) const {
  const auto found = of_unit_.find(unit);
  if (found == of_unit_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const Decision* decision) {
    return decision->kind == kind && same_days(decision->period, year);
  });
}

const Decision* TitleBook::newest(OrganisationUnitId unit, const Period& year, Date day) const {
  const auto found = of_unit_.find(unit);
  if (found == of_unit_.end()) return nullptr;
  const Decision* newest = nullptr;
  for (const Decision* decision : found->second) {
    const bool of_title =
        decision->kind == DecisionKind::Recognised || decision->kind == DecisionKind::Revoked;
    if (of_title && decision->date <= day && same_days(decision->period, year)) newest = decision;
  }
  return newest;
}

bool TitleBook::registered(OrganisationUnitId unit, const Period& year) const {
  return any(unit, DecisionKind::Registered, year);
}

bool TitleBook::proposed(OrganisationUnitId unit, const Period& year) const {
  return any(unit, DecisionKind::Proposed, year);
}

bool TitleBook::title_of_year(OrganisationUnitId unit, const Period& year) const {
  const Decision* decision = newest(unit, year, kOpenFuture);
  return decision != nullptr && decision->kind == DecisionKind::Recognised;
}

bool TitleBook::title_in_force(OrganisationUnitId unit, Date day) const {
  const auto found = of_unit_.find(unit);
  if (found == of_unit_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const Decision* decision) {
    return decision->kind == DecisionKind::Recognised && decision->date <= day &&
           (!decision->valid_until || *decision->valid_until >= day) &&
           newest(unit, decision->period, day) == decision;
  });
}

bool TitleBook::title_ever(OrganisationUnitId unit, Date day) const {
  const auto found = of_unit_.find(unit);
  if (found == of_unit_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const Decision* decision) {
    return decision->kind == DecisionKind::Recognised && decision->date <= day;
  });
}

namespace {

struct UnitList {
  std::vector<OrganisationUnitId> units;
  Date day;
  bool found = true;
  bool frozen = false;
};

// Lists of participants on the days asked for, each found once.
class Lists {
 public:
  Lists(const CompiledRules& rules, const Facts& facts) : rules_(rules), facts_(facts) {}

  const std::vector<OrganisationUnitId>& on(Date day) {
    const auto [at, is_new] = lists_.try_emplace(day);
    if (is_new) at->second = participants_on(rules_, facts_, day);
    return at->second;
  }

  UnitList of(const Target& target, Date at) {
    if (!target.fixed_denominator) return {on(at), at, true, false};
    const auto size = static_cast<size_t>(*target.fixed_denominator);
    if (on(at).size() == size) return {on(at), at, true, false};
    for (const Date change : change_days(rules_.definitions->units, at)) {
      const Date before = change - 1;
      if (on(before).size() == size) return {on(before), before, true, true};
    }
    return {on(at), at, false, false};
  }

 private:
  const CompiledRules& rules_;
  const Facts& facts_;
  std::map<Date, std::vector<OrganisationUnitId>> lists_;
};

// The denominators that the target could mean, and "more than" read as "at least" or the other way.
std::vector<TargetReading> readings_of(const Target& target, int64_t on_date) {
  std::vector<TargetReading> readings;
  const auto add = [&](bool fixed, bool strictly_more) {
    TargetReading reading;
    reading.declared = readings.empty();
    reading.fixed_denominator = fixed;
    reading.strictly_more = strictly_more;
    reading.denominator = fixed ? *target.fixed_denominator : on_date;
    Target read_so = target;
    read_so.strictly_more = strictly_more;
    reading.asked = units_asked(read_so, reading.denominator);
    const bool known = std::any_of(readings.begin(), readings.end(), [&](const auto& other) {
      return other.asked == reading.asked && other.denominator == reading.denominator;
    });
    if (!known) readings.push_back(reading);
  };
  const bool fixed = target.fixed_denominator.has_value();
  add(fixed, target.strictly_more);
  if (fixed) add(false, target.strictly_more);
  if (target.share) {
    add(fixed, !target.strictly_more);
    if (fixed) add(false, !target.strictly_more);
  }
  return readings;
}

// The units of a list that each way of counting counts, and those whose standing is open.
struct Counted {
  std::array<std::set<OrganisationUnitId>, 4> reached;
  std::set<OrganisationUnitId> undetermined;

  auto& in(TargetCounts way) { return reached[static_cast<size_t>(way)]; }
};

Counted counted_in(const TargetProgress& progress, const TitleBook& book,
                   const Assessment* assessment) {
  Counted counted;
  for (const OrganisationUnitId unit : progress.list) {
    const UnitAssessment* assessed = assessment == nullptr ? nullptr : assessment->of(unit);
    if (assessed != nullptr && assessed->takes_part) {
      const Standing standing = assessment->standing(*assessed);
      if (standing == Standing::MeetsAll) counted.in(TargetCounts::MeetsAll).insert(unit);
      if (standing == Standing::Undetermined) counted.undetermined.insert(unit);
    }
    if (book.title_of_year(unit, progress.period)) {
      counted.in(TargetCounts::TitleOfYear).insert(unit);
    }
    if (book.title_in_force(unit, progress.day)) {
      counted.in(TargetCounts::TitleInForce).insert(unit);
    }
    if (book.title_ever(unit, progress.day)) counted.in(TargetCounts::TitleEver).insert(unit);
  }
  return counted;
}

std::vector<GroupProgress> groups_of(const CompiledRules& rules, const TargetProgress& progress,
                                     const Counted& counted) {
  const auto own = static_cast<size_t>(progress.target->counts);
  const UnitRegister& units = rules.definitions->units;
  std::map<std::optional<OrganisationUnitId>, GroupProgress> by_group;
  for (const OrganisationUnitId unit : progress.list) {
    const auto group = group_of(units, *rules.programme, unit, progress.day);
    GroupProgress& one = by_group[group];
    one.group = group;
    ++one.units;
    one.reached += counted.reached[own].contains(unit) ? 1 : 0;
    one.undetermined += counted.undetermined.contains(unit) ? 1 : 0;
    for (size_t way = 0; way < one.counted.size(); ++way) {
      if (!progress.counted[way]) continue;
      const int64_t here = counted.reached[way].contains(unit) ? 1 : 0;
      one.counted[way] = one.counted[way].value_or(0) + here;
    }
  }
  std::vector<GroupProgress> groups;
  for (auto& [group, one] : by_group) groups.push_back(one);
  const auto name_of_group = [&](const GroupProgress& one) {
    return one.group ? units.version_near(*one.group, progress.day).name.vi : std::string();
  };
  std::stable_sort(groups.begin(), groups.end(), [&](const auto& a, const auto& b) {
    if (a.group.has_value() != b.group.has_value()) return a.group.has_value();
    return compare_vietnamese(name_of_group(a), name_of_group(b)) < 0;
  });
  std::vector<int64_t> not_yet;
  for (const GroupProgress& one : groups) not_yet.push_back(one.units - one.reached);
  const auto shares = apportioned(progress.gap().value_or(0), not_yet);
  for (size_t i = 0; i < groups.size(); ++i) groups[i].gap_share = shares[i];
  return groups;
}

// The period asked for, or as many years earlier as the target's list needs.
Period period_of_list(Period period, Date day, bool frozen) {
  while (frozen && last_day(period) > day && civil(period.start).year > kFirstYear) {
    period = same_period_last_year(period);
  }
  return period;
}

}  // namespace

std::vector<TargetProgress> progress_of_targets(const CompiledRules& rules, const Facts& facts,
                                                const std::vector<Decision>& decisions,
                                                const AssessmentOf& assessment_of,
                                                const ProgressRequest& request) {
  const UnitRegister& units = rules.definitions->units;
  const TitleBook book(decisions, rules.programme->id, request.known_on);
  Lists lists(rules, facts);
  std::vector<TargetProgress> result;
  for (const Target& target : rules.programme->targets) {
    TargetProgress progress;
    progress.target = &target;
    UnitList list = lists.of(target, request.at);
    progress.day = list.day;
    progress.list_found = list.found;
    progress.frozen = list.frozen;
    progress.list = std::move(list.units);
    progress.period = period_of_list(request.period, progress.day, progress.frozen);
    progress.readings = readings_of(target, static_cast<int64_t>(lists.on(request.at).size()));

    const Assessment* assessment = assessment_of(progress.period);
    for (const OrganisationUnitId unit : progress.list) {
      if (!units.is_valid(unit, request.at)) ++progress.gone;
    }
    const Counted counted = counted_in(progress, book, assessment);
    for (size_t i = 0; i < progress.counted.size(); ++i) {
      const bool unjudged =
          static_cast<TargetCounts>(i) == TargetCounts::MeetsAll && assessment == nullptr;
      if (!unjudged) progress.counted[i] = static_cast<int64_t>(counted.reached[i].size());
    }
    progress.undetermined = static_cast<int64_t>(counted.undetermined.size());
    progress.reached = progress.counted[static_cast<size_t>(target.counts)];
    progress.groups = groups_of(rules, progress, counted);
    result.push_back(std::move(progress));
  }
  return result;
}

Result<std::vector<TargetProgress>> progress_of_targets(const Definitions& definitions,
                                                        const Programme& programme,
                                                        const Facts& facts,
                                                        const std::vector<Decision>& decisions,
                                                        const AssessmentOf& assessment_of,
                                                        const ProgressRequest& request) {
  Problems problems;
  const auto rules = compile_rules(definitions, programme, nullptr, problems);
  if (!rules) {
    problems.sort();
    return Refusal{problems.empty() ? msg("the programme's formulas cannot be used")
                                    : problems.list().front().what,
                   msg("run exemplar check on the pack")};
  }
  return progress_of_targets(*rules, facts, decisions, assessment_of, request);
}

std::string_view name_of(TargetCounts counts) {
  switch (counts) {
    case TargetCounts::MeetsAll:
      return "meets_all";
    case TargetCounts::TitleOfYear:
      return "title_of_year";
    case TargetCounts::TitleInForce:
      return "title_in_force";
    case TargetCounts::TitleEver:
      return "title_ever";
  }
  return {};
}

std::string_view name_of(TargetKind kind) {
  switch (kind) {
    case TargetKind::Assigned:
      return "assigned";
    case TargetKind::Committed:
      return "committed";
    case TargetKind::StrivenFor:
      return "striven_for";
  }
  return {};
}

}  // namespace exemplar::programme
