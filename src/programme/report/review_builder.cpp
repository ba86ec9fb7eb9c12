#include "programme/report/review_builder.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "programme/assessment/fate_unknown.hpp"
#include "programme/nearest_way/assumed_met.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {

namespace {

Json count(int64_t number) {
  return Json::integer(number);
}

}  // namespace

ReviewBuilder::ReviewBuilder(const Office& office, AssessmentRun& run,
                             std::optional<OrganisationUnitId> only)
    : office_(office),
      run_(run),
      result_(run.result()),
      only_(only),
      book_(office.decisions, result_.programme->id, kOpenFuture),
      hierarchy_(office.definitions.units.find_hierarchy(result_.programme->hierarchy)
                     .value_or(HierarchyId())) {
  std::vector<OrganisationUnitId> units;
  if (only) {
    units.push_back(*only);
  } else {
    for (const uint32_t index : result_.participants) units.push_back(result_.units[index].unit);
  }
  find_groups(units);
}

const Calendar& ReviewBuilder::calendar() const {
  const Calendar* calendar = office_.definitions.calendar(result_.programme->calendar);
  return calendar != nullptr ? *calendar : civil_calendar();
}

std::string ReviewBuilder::period_text(const Period& period) const {
  return to_string(period, calendar());
}

Text ReviewBuilder::name(OrganisationUnitId unit) const {
  return office_.definitions.units.version_near(unit, result_.day).name;
}

Text ReviewBuilder::full_name(OrganisationUnitId unit) const {
  if (!hierarchy_.valid()) return name(unit);
  const auto in = [&](Language language) {
    return office_.definitions.units.name_with_district(unit, result_.day, hierarchy_, language);
  };
  return {in(Language::Vietnamese), in(Language::English)};
}

std::string ReviewBuilder::code(OrganisationUnitId unit) const {
  const std::string& code = office_.definitions.units.version_near(unit, result_.day).code;
  return code.empty() ? office_.definitions.units.id_of(unit) : code;
}

const UnitAssessment& ReviewBuilder::assessment(size_t index) const {
  return *result_.of(order_[index]);
}

Json ReviewBuilder::index_of(OrganisationUnitId unit) const {
  const auto at = index_.find(unit);
  return at == index_.end() ? Json() : count(static_cast<int64_t>(at->second));
}

// Groups in the Vietnamese order of their names, those of no group last; in them units by name.
void ReviewBuilder::find_groups(const std::vector<OrganisationUnitId>& units) {
  struct Member {
    std::string key;
    std::optional<OrganisationUnitId> group;
    OrganisationUnitId unit;
  };
  std::vector<Member> members;
  for (const OrganisationUnitId unit : units) {
    const auto group = group_of(office_.definitions.units, *result_.programme, unit, result_.day);
    const std::string of_group =
        group ? "0" + sort_key(name(*group).in(Language::Vietnamese)) : "1";
    members.push_back(
        {of_group + '\0' + sort_key(name(unit).in(Language::Vietnamese)), group, unit});
  }
  std::stable_sort(members.begin(), members.end(),
                   [](const Member& a, const Member& b) { return a.key < b.key; });
  for (const Member& member : members) {
    if (groups_.empty() || groups_.back().unit != member.group)
      groups_.push_back({member.group, {}});
    index_[member.unit] = order_.size();
    groups_.back().members.push_back(order_.size());
    group_of_.push_back(groups_.size() - 1);
    order_.push_back(member.unit);
  }
}

// What the participants are called, where they are of one kind; null where they are of several.
Json ReviewBuilder::unit_word() const {
  std::set<std::string> kinds;
  for (const OrganisationUnitId unit : order_) {
    kinds.insert(office_.definitions.units.version_near(unit, result_.participants_day).kind);
  }
  if (kinds.size() != 1) return {};
  for (const UnitKind& kind : office_.definitions.kinds) {
    if (kind.id == *kinds.begin()) return both(kind.name);
  }
  return {};
}

void ReviewBuilder::add_heading(Json& data) const {
  const Programme& programme = *result_.programme;
  const CriteriaSet& set = *result_.set;
  Json labels = Json::array();
  for (const Message& label : labels_of(office_)) labels.add(both(label));
  data.add("labels", std::move(labels));
  data.add("office", both(office_.definitions.office_name));
  data.add("office_note", both(office_.definitions.office_note));
  data.add("programme", Json::object()
                            .add("id", Json::string(programme.id))
                            .add("name", both(programme.name))
                            .add("note", both(programme.calendar_note)));
  const auto period = [&](const Period& one) {
    return Json::object()
        .add("id", Json::string(period_text(one)))
        .add("name", both(label(one, calendar())))
        .add("first", Json::string(iso(one.start)))
        .add("last", Json::string(iso(last_day(one))));
  };
  data.add("period", period(result_.period));
  data.add("next", period(next(result_.period)));
  data.add("unit_word", unit_word());
  data.add("view",
           Json::object()
               .add("status", Json::string(name_of(result_.view.floor)))
               .add("status_name", both(words_for(result_.view.floor)))
               .add("geography",
                    result_.view.geography ? Json::string(iso(*result_.view.geography)) : Json())
               .add("participants_day", Json::string(iso(result_.participants_day)))
               .add("fate_unknown", fate_unknown()));
  Json levels = Json::array();
  for (const Level& level : set.levels) {
    levels.add(Json::object()
                   .add("id", Json::string(level.id))
                   .add("name", both(level.name))
                   .add("formula", Json::string(level.when.text))
                   .add("near", Json::truth(level.id == programme.near_level)));
  }
  data.add("levels", std::move(levels));
  data.add("criteria_set", Json::object()
                               .add("id", Json::string(set.id))
                               .add("name", both(set.name))
                               .add("note", both(set.note))
                               .add("illustrative", Json::truth(set.illustrative)));
  data.add("counts", counts());
}

// Participants that a restated result leaves out although nobody knows what became of them.
Json ReviewBuilder::fate_unknown() const {
  Json all = Json::array();
  for (const OrganisationUnitId unit :
       fate_unknown_participants(run_.rules(), run_.facts(), result_.view, result_.period)) {
    all.add(both(full_name(unit)));
  }
  return all;
}

Json ReviewBuilder::interned(const Text& text) {
  const auto [at, is_new] =
      interned_.try_emplace({text.vi, text.en}, static_cast<int64_t>(texts_.size()));
  if (is_new) texts_.push_back(text);
  return count(at->second);
}

Json ReviewBuilder::texts() const {
  Json all = Json::array();
  for (const Text& text : texts_) all.add(both(text));
  return all;
}

Json ReviewBuilder::counts() const {
  int registered = 0, meeting = 0, proposed = 0, recognised = 0;
  for (const uint32_t index : result_.participants) {
    const UnitAssessment& unit = result_.units[index];
    const bool in = book_.registered(unit.unit, result_.period);
    registered += in ? 1 : 0;
    meeting += in && result_.standing(unit) == Standing::MeetsAll ? 1 : 0;
    proposed += book_.proposed(unit.unit, result_.period) ? 1 : 0;
    recognised += book_.title_of_year(unit.unit, result_.period) ? 1 : 0;
  }
  Json counts = Json::object();
  counts.add("participants", count(static_cast<int64_t>(result_.participants.size())));
  counts.add("registered", count(registered)).add("registered_meeting", count(meeting));
  for (const Standing standing : kStandings) {
    counts.add(name_of(standing), count(result_.count(standing)));
  }
  counts.add("proposed", count(proposed)).add("recognised", count(recognised));
  return counts;
}

std::optional<size_t> ReviewBuilder::group_at(
    const std::optional<OrganisationUnitId>& group) const {
  for (size_t g = 0; g < groups_.size(); ++g) {
    if (groups_[g].unit == group) return g;
  }
  return std::nullopt;
}

Json ReviewBuilder::group_index(const std::optional<OrganisationUnitId>& group) const {
  const auto at = group_at(group);
  return at ? count(static_cast<int64_t>(*at)) : Json();
}

AssessmentRun* ReviewBuilder::run_for(const Period& period) {
  const auto [at, is_new] = runs_.try_emplace(period);
  if (is_new) {
    auto run = AssessmentRun::make(office_.definitions, office_.facts,
                                   {result_.programme->id, period, {}, result_.view});
    if (run) at->second = run.take();
  }
  return at->second.get();
}

// Whether anything was recorded for a part of the period.
bool ReviewBuilder::has_values(const Period& period) const {
  for (size_t i = 0; i < office_.definitions.indicators.size(); ++i) {
    for (const Period& one : office_.facts.values().periods_of(IndicatorId(i))) {
      if (overlaps(one, period)) return true;
    }
  }
  return false;
}

const std::vector<NearestWay>& ReviewBuilder::ways() {
  if (ways_.empty()) ways_ = nearest_ways(run_, order_);
  return ways_;
}

ReviewBuilder::Freed ReviewBuilder::freed(
    const std::map<size_t, std::vector<size_t>>& criteria_of_unit) {
  std::vector<std::vector<size_t>> criteria(result_.participants.size());
  for (size_t p = 0; p < result_.participants.size(); ++p) {
    const auto index = index_.find(result_.units[result_.participants[p]].unit);
    if (index == index_.end()) continue;
    const auto at = criteria_of_unit.find(index->second);
    if (at != criteria_of_unit.end()) criteria[p] = at->second;
  }
  const std::vector<engine::Answer> reaches = reaches_with_met(run_, criteria);
  Freed freed;
  for (size_t p = 0; p < result_.participants.size(); ++p) {
    const UnitAssessment& unit = result_.units[result_.participants[p]];
    if (criteria[p].empty() || result_.standing(unit) == Standing::MeetsAll) continue;
    if (reaches[p] == engine::Answer::Met) freed.units.push_back(index_.at(unit.unit));
    if (reaches[p] == engine::Answer::Unknown) freed.undetermined.push_back(index_.at(unit.unit));
  }
  std::sort(freed.units.begin(), freed.units.end());
  std::sort(freed.undetermined.begin(), freed.undetermined.end());
  return freed;
}

}  // namespace exemplar::programme
