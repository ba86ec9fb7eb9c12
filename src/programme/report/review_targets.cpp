// What the targets ask for and how far they are; year by year; and how many units would have to
// register next year to be in time.
#include "programme/report/review_builder.hpp"

namespace exemplar::programme {

namespace {

Json count(std::optional<int64_t> number) {
  return number ? Json::integer(*number) : Json();
}

// Where the document gives a share and a number, the larger one asks: the share is told where it is
// the one.
bool share_asks(const Target& target, const TargetReading& reading) {
  if (!target.share) return false;
  Target by_share = target;
  by_share.count.reset();
  by_share.strictly_more = reading.strictly_more;
  return units_asked(by_share, reading.denominator) == reading.asked;
}

// 0.40 → 40, 0.335 → 33.5
std::string percentage(const Decimal& share) {
  const int digits = std::max(0, share.digits - 2);
  return plain(Decimal{
      share.digits >= 2 ? share.units : share.units * int64_t(power_of_ten(2 - share.digits)),
      digits});
}

}  // namespace

const std::vector<TargetProgress>& ReviewBuilder::progress() {
  if (progress_) return *progress_;
  const auto assessment_of = [&](const Period& period) -> const Assessment* {
    if (days(period) == days(result_.period)) return &result_;
    const auto& run = run_for(period);
    return run == nullptr ? nullptr : &run->result();
  };
  progress_ = progress_of_targets(run_.rules(), office_.facts, office_.decisions, assessment_of,
                                  {result_.period, last_day(result_.period), kOpenFuture});
  return *progress_;
}

Json ReviewBuilder::targets() {
  Json all = Json::array();
  for (const TargetProgress& one : progress()) {
    const Target& target = *one.target;
    const TargetReading& reading = one.readings.front();
    Json row = Json::object();
    row.add("version", Json::string(target.version)).add("name", both(target.name));
    row.add("by", Json::string(iso(target.by))).add("kind", Json::string(name_of(target.kind)));
    row.add("current", Json::truth(target.replaced_by.empty()));
    row.add("document", Json::string(target.document)).add("issuer", both(target.issuer));
    row.add("date", target.date ? Json::string(iso(*target.date)) : Json());
    row.add("note", both(target.note));
    row.add("counts", Json::string(name_of(target.counts)));
    row.add("share",
            share_asks(target, reading) ? Json::string(percentage(*target.share)) : Json());
    row.add("strictly_more", Json::truth(reading.strictly_more));
    row.add("fixed_denominator", Json::truth(reading.fixed_denominator));
    row.add("denominator", count(reading.denominator)).add("asked", count(reading.asked));
    row.add("reached", count(one.reached)).add("missing", count(one.gap()));
    row.add("meets_all", count(one.counted[0])).add("title_of_year", count(one.counted[1]));
    row.add("title_in_force", count(one.counted[2])).add("title_ever", count(one.counted[3]));
    row.add("undetermined", count(one.undetermined));
    row.add("counted_on", Json::string(iso(one.day)));
    row.add("frozen", Json::truth(one.frozen)).add("gone", count(one.gone));
    Json readings = Json::array();
    for (const TargetReading& other : one.readings) {
      readings.add(Json::object()
                       .add("declared", Json::truth(other.declared))
                       .add("strictly_more", Json::truth(other.strictly_more))
                       .add("fixed_denominator", Json::truth(other.fixed_denominator))
                       .add("denominator", count(other.denominator))
                       .add("asked", count(other.asked)));
    }
    row.add("readings", std::move(readings));
    Json groups = Json::array();
    for (const GroupProgress& group : one.groups) groups.add(group_progress(group));
    row.add("groups", std::move(groups));
    all.add(std::move(row));
  }
  return all;
}

Json ReviewBuilder::group_progress(const GroupProgress& group) const {
  Json row = Json::object();
  row.add("group", group_index(group.group));
  row.add("name", group.group ? both(name(*group.group)) : both(msg("without a group")));
  row.add("units", count(group.units)).add("reached", count(group.reached));
  row.add("meets_all", count(group.counted[0])).add("title_of_year", count(group.counted[1]));
  row.add("title_in_force", count(group.counted[2])).add("title_ever", count(group.counted[3]));
  row.add("undetermined", count(group.undetermined));
  return row.add("share", count(group.gap_share));
}

// Every year up to the one reviewed that a criteria set judges and for which there are values.
Json ReviewBuilder::trajectory() {
  std::vector<Json> years;
  Period period = result_.period;
  while (const AssessmentRun* run = run_for(period)) {
    const Assessment& then = run->result();
    if (!has_values(period)) break;
    int registered = 0, recognised = 0;
    for (const uint32_t index : then.participants) {
      registered += book_.registered(then.units[index].unit, period) ? 1 : 0;
      recognised += book_.title_of_year(then.units[index].unit, period) ? 1 : 0;
    }
    years.push_back(Json::object()
                        .add("period", Json::string(period_text(period)))
                        .add("year", count(civil(last_day(period)).year))
                        .add("participants", count(static_cast<int64_t>(then.participants.size())))
                        .add("meets_all", count(then.count(Standing::MeetsAll)))
                        .add("undetermined", count(then.count(Standing::Undetermined)))
                        .add("registered", count(registered))
                        .add("recognised", count(recognised)));
    period = same_period_last_year(period);
  }
  Json all = Json::array();
  for (size_t i = years.size(); i-- > 0;) all.add(std::move(years[i]));
  return all;
}

// What is missing, spread evenly over the periods that remain (the first ones take what does not
// divide), and over the groups in proportion to their units not yet there. A title of a period is
// decided after that period: one that ends with the target's day is too late for titles, in time for
// what is computed.
Json ReviewBuilder::plan() {
  // In another geography the targets' lists are not the groups of this page; titles are those of
  // years, and a quarter plans none.
  if (result_.view.geography || result_.period.length != Length{1, Length::Years}) return {};
  Json targets = Json::array();
  Json too_late = Json::array();
  bool late = false;
  std::vector<std::vector<int64_t>> registrations;
  for (const TargetProgress& one : progress()) {
    if (!one.gap() || *one.gap() == 0 || one.frozen) continue;
    const bool computed = one.target->counts == TargetCounts::MeetsAll;
    const auto in_time = [&](const Period& p) {
      return computed ? last_day(p) <= one.target->by : last_day(p) < one.target->by;
    };
    int64_t periods = 0;
    for (Period p = next(result_.period); in_time(p); p = next(p)) ++periods;
    if (periods == 0) {
      late = true;
      too_late.add(Json::object()
                       .add("version", Json::string(one.target->version))
                       .add("name", both(one.target->name))
                       .add("by", Json::string(iso(one.target->by)))
                       .add("missing", count(*one.gap())));
      continue;
    }
    const int64_t asked = (*one.gap() + periods - 1) / periods;
    std::vector<int64_t> weights;
    for (const GroupProgress& group : one.groups) weights.push_back(group.units - group.reached);
    const std::vector<int64_t> shares = apportioned(asked, weights);
    std::vector<int64_t> of_group(groups_.size(), 0);
    for (size_t g = 0; g < one.groups.size(); ++g) {
      if (const auto at = group_at(one.groups[g].group)) of_group[*at] = shares[g];
    }
    targets.add(Json::object()
                    .add("version", Json::string(one.target->version))
                    .add("name", both(one.target->name))
                    .add("by", Json::string(iso(one.target->by)))
                    .add("current", Json::truth(one.target->replaced_by.empty()))
                    .add("missing", count(*one.gap()))
                    .add("periods", count(periods))
                    .add("registrations", count(asked)));
    registrations.push_back(std::move(of_group));
  }
  if (registrations.empty() && !late) return Json();
  Json rows = Json::array();
  for (size_t g = 0; g < groups_.size(); ++g) {
    Json shares = Json::array();
    for (const std::vector<int64_t>& of_group : registrations) shares.add(count(of_group[g]));
    rows.add(Json::object()
                 .add("group", count(static_cast<int64_t>(g)))
                 .add("registrations", std::move(shares)));
  }
  return Json::object()
      .add("targets", std::move(targets))
      .add("too_late", std::move(too_late))
      .add("rows", std::move(rows));
}

}  // namespace exemplar::programme
