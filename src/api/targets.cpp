// How far the targets are: every version of each, counted in every way, for the whole and by group.
// The whole tells nothing of single units, and is for everybody who may see any standing; a group is
// for those who may see that of its unit.
#include <algorithm>
#include <map>

#include "api/listing.hpp"
#include "api/route.hpp"
#include "programme/recognition/progress.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

Date day_asked(const Call& call, std::string_view name, Date otherwise) {
  const std::string text = call.query(name);
  if (text.empty()) return otherwise;
  const auto day = parse_iso_date(text);
  if (!day) {
    refuse(422, "malformed_day", msg("'{}' is not a day", text), msg("write it like 2024-01-16"));
  }
  return *day;
}

Result<std::vector<TargetProgress>> progress(const Call& call, const AssessmentRequest& request) {
  const Programme& programme = programme_of(call);
  std::map<Period, std::shared_ptr<const Assessment>> assessments;
  const auto assessment_of = [&](const Period& period) -> const Assessment* {
    const auto [at, is_new] = assessments.try_emplace(period);
    if (is_new) {
      AssessmentRequest of_period = request;
      of_period.period = period;
      // The set asked for judges the period asked for; others are judged by their own.
      if (!same_days(period, request.period)) of_period.criteria_set.clear();
      if (auto made = call.now->assessment(of_period)) at->second = made.take();
    }
    return at->second.get();
  };
  const ProgressRequest of_targets{request.period, day_asked(call, "at", last_day(request.period)),
                                   day_asked(call, "decided_until", kOpenFuture)};
  return progress_of_targets(call.office().definitions, programme, call.now->facts(),
                             call.office().decisions, assessment_of, of_targets);
}

tables::ListCell count_cell(std::optional<int64_t> count) {
  return count ? tables::ListCell(*count) : tables::ListCell();
}

const std::vector<std::string> kColumns = {"version",
                                           "name",
                                           "by",
                                           "group",
                                           "kind",
                                           "document",
                                           "issuer",
                                           "date",
                                           "counts",
                                           "strictly_more",
                                           "fixed_denominator",
                                           "denominator",
                                           "asked",
                                           "reached",
                                           "missing",
                                           "is_reached",
                                           "meets_all",
                                           "title_of_year",
                                           "title_in_force",
                                           "title_ever",
                                           "undetermined",
                                           "counted_on",
                                           "frozen",
                                           "gone",
                                           "missing_share"};

std::vector<tables::ListCell> whole_row(const Call& call, const TargetProgress& one) {
  const Target& target = *one.target;
  const TargetReading& reading = one.readings.front();
  return {target.version,
          target.name_in(call.language),
          iso(target.by),
          {},
          name_of(target.kind),
          target.document,
          call.say(target.issuer),
          day_cell(target.date),
          name_of(target.counts),
          reading.strictly_more,
          reading.fixed_denominator,
          reading.denominator,
          reading.asked,
          count_cell(one.reached),
          count_cell(one.gap()),
          one.reached ? tables::ListCell(*one.reached >= reading.asked) : tables::ListCell(),
          count_cell(one.counted[0]),
          count_cell(one.counted[1]),
          count_cell(one.counted[2]),
          count_cell(one.counted[3]),
          one.undetermined,
          iso(one.day),
          one.frozen,
          one.gone,
          {}};
}

// A part of the whole: what is asked of the whole alone is not in it.
std::vector<tables::ListCell> group_row(const Call& call, const TargetProgress& one,
                                        const GroupProgress& group) {
  const Target& target = *one.target;
  return {target.version,
          target.name_in(call.language),
          iso(target.by),
          group.group ? tables::ListCell(
                            call.units().version_near(*group.group, one.day).name.in(call.language))
                      : tables::ListCell("–"),
          name_of(target.kind),
          {},
          {},
          {},
          name_of(target.counts),
          {},
          {},
          group.units,
          {},
          one.reached ? tables::ListCell(group.reached) : tables::ListCell(),
          {},
          {},
          count_cell(group.counted[0]),
          count_cell(group.counted[1]),
          count_cell(group.counted[2]),
          count_cell(group.counted[3]),
          group.undetermined,
          iso(one.day),
          one.frozen,
          {},
          one.reached ? tables::ListCell(group.gap_share) : tables::ListCell()};
}

Json readings_json(const TargetProgress& one) {
  Json list = Json::array();
  for (const TargetReading& reading : one.readings) {
    Json json = Json::object();
    json.add("declared", Json::truth(reading.declared));
    json.add("strictly_more", Json::truth(reading.strictly_more));
    json.add("fixed_denominator", Json::truth(reading.fixed_denominator));
    json.add("denominator", Json::integer(reading.denominator));
    json.add("asked", Json::integer(reading.asked));
    list.add(std::move(json));
  }
  return list;
}

// A whole with its groups and its readings within.
Json target_json(const Call& call, const TargetProgress& one) {
  const auto object = [](const std::vector<tables::ListCell>& row,
                         std::initializer_list<std::string_view> without) {
    Json json = Json::object();
    for (size_t i = 0; i < row.size(); ++i) {
      if (std::find(without.begin(), without.end(), kColumns[i]) == without.end()) {
        json.add(kColumns[i], json_of(row[i]));
      }
    }
    return json;
  };
  Json json = object(whole_row(call, one), {"group", "missing_share"});
  json.add("readings", readings_json(one));
  Json groups = Json::array();
  for (const GroupProgress& group : one.groups) {
    groups.add(object(
        group_row(call, one, group),
        {"version", "name", "by", "kind", "document", "issuer", "date", "counts", "strictly_more",
         "fixed_denominator", "asked", "missing", "is_reached", "counted_on", "frozen", "gone"}));
  }
  json.add("groups", std::move(groups));
  return json;
}

std::vector<GroupProgress> groups_seen(const Call& call, const TargetProgress& one) {
  std::vector<GroupProgress> seen = one.groups;
  std::erase_if(seen, [&](const GroupProgress& group) {
    if (!group.group) {
      return !may_everywhere(call.caller.powers, Power::ReadStandings, call.today);
    }
    return !may(call.caller.powers, Power::ReadStandings, *group.group, call.units(), call.today);
  });
  return seen;
}

http::Response list_targets(Call& call) {
  const AssessmentRequest request = assessment_request(call);
  if (const std::string& set = request.criteria_set;
      !set.empty() && programme_of(call).set_named(set) == nullptr) {
    refuse(422, "unknown_criteria_set", msg("there is no criteria set '{}'", set));
  }
  auto counted = progress(call, request);
  if (!counted) refuse(422, "not_counted", counted.refusal());
  std::vector<TargetProgress> all = counted.take();
  for (TargetProgress& one : all) one.groups = groups_seen(call, one);
  List list{.name = "targets", .rows = {.columns = kColumns}, .paged = false};
  list.head.add("revision", Json::integer(call.now->revision()));
  list.head.add("programme", Json::string(request.programme));
  list.head.add("period", Json::string(to_string(request.period)));
  if (call.format == ListFormat::Json) {
    list.json_rows = Json::array();
    for (const TargetProgress& one : all) list.json_rows->add(target_json(call, one));
    return list_response(call, std::move(list));
  }
  for (const TargetProgress& one : all) {
    list.rows.rows.push_back(whole_row(call, one));
    if (one.groups.size() == 1 && !one.groups.front().group) continue;  // the whole again
    for (const GroupProgress& group : one.groups) {
      list.rows.rows.push_back(group_row(call, one, group));
    }
  }
  return list_response(call, std::move(list));
}

}  // namespace

std::vector<ApiRoute> target_routes() {
  return {{.method = "GET",
           .pattern = "/targets",
           .id = "list_targets",
           .summary = "How far the targets are, every version of each",
           .about = About::Somewhere,
           .needs = Power::ReadStandings,
           .query = {{"programme", "which programme; may be left out where the office has one"},
                     {"period", "the period, like 2023"},
                     {"criteria_set",
                      "which criteria set; the one that judges the period where it "
                      "is left out"},
                     {"status",
                      "reported, verified or decided: values of lower status are not "
                      "looked at"},
                     {"geography",
                      "as-was, as-is, or a day: values restated into the units of "
                      "that day"},
                     {"at",
                      "the day on which titles and units are counted; the period's last day "
                      "where it is left out"},
                     {"decided_until", "decisions dated later are left out"},
                     {"known_on", "as known at the end of that day"},
                     {"at_least", "a revision that the answer must not be older than"}},
           .lists = true,
           .reads_state = true,
           .handler = list_targets}};
}

}  // namespace exemplar::api
