#include "api/call.hpp"

#include <charconv>

#include "api/api.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::api {

using namespace programme;

void refuse(int status, std::string code, Message title, Message detail) {
  throw Refused{{status, std::move(code), std::move(title), std::move(detail)}};
}

void refuse(int status, std::string code, const Refusal& refusal) {
  refuse(status, std::move(code), refusal.what, refusal.remedy);
}

void refuse_for_now(std::string code, Message title, int64_t seconds) {
  throw Refused{{429, std::move(code), std::move(title), msg("again in {} seconds", seconds)},
                seconds};
}

std::shared_ptr<store::Connection> Call::connection() const {
  std::shared_ptr<store::Connection> own = api.connection();
  own->before_next_write(condition);
  return own;
}

http::Response json_response(const Json& json, int status) {
  return http::response_of(status, "application/json; charset=utf-8", json.compact());
}

const Programme& programme_of(const Call& call) {
  const std::vector<Programme>& all = call.office().definitions.programmes;
  const std::string id = call.query("programme");
  if (id.empty() && all.size() == 1) return all.front();
  if (id.empty()) {
    refuse(422, "programme_missing", msg("the office has several programmes"),
           msg("name one: ?programme=ID"));
  }
  if (const Programme* found = call.office().definitions.programme(id)) return *found;
  refuse(404, "unknown_programme", msg("there is no programme '{}'", id), {});
}

namespace {

Status floor_of(const std::string& word) {
  if (word.empty() || word == "reported") return Status::Reported;
  if (word == "verified") return Status::Verified;
  if (word == "decided") return Status::Decided;
  refuse(422, "unknown_status", msg("there is no status '{}'", word),
         msg("it is one of: {}", "reported, verified, decided"));
}

std::optional<Date> geography_of(const Call& call, const std::string& word) {
  if (word.empty() || word == "as-was") return std::nullopt;
  if (word == "as-is") return call.today;
  const auto day = parse_iso_date(word);
  if (!day) {
    refuse(422, "unknown_geography", msg("'{}' is not a day", word),
           msg("write as-was, as-is or a day like 2024-01-16"));
  }
  if (*day < call.office().definitions.records_from) {
    refuse(422, "before_records",
           msg("units are recorded from {} on", iso(call.office().definitions.records_from)),
           msg("name a later day"));
  }
  return day;
}

}  // namespace

AssessmentRequest assessment_request(const Call& call) {
  const Programme& programme = programme_of(call);
  AssessmentRequest request;
  request.programme = programme.id;
  request.criteria_set = call.query("criteria_set");
  request.view.floor = floor_of(call.query("status"));
  request.view.geography = geography_of(call, call.query("geography"));
  const Calendar* calendar = call.office().definitions.calendar(programme.calendar);
  const auto period =
      parse_period(call.query("period"), calendar != nullptr ? *calendar : civil_calendar());
  if (!period) refuse(422, "unknown_period", period.refusal());
  request.period = *period;
  return request;
}

OrganisationUnitId unit_named(const Call& call, std::string_view text, Date day) {
  const auto unit = call.units().resolve(text, day);
  if (!unit) refuse(404, "unknown_unit", unit.refusal());
  return *unit;
}

void demand(const Call& call, Power power, OrganisationUnitId unit) {
  const PowerAnswer answer = may(call.caller.powers, power, unit, call.units(), call.today);
  if (!answer) refuse(403, std::string(name_of(*answer.refusal)), message_of(*answer.refusal));
}

std::optional<int64_t> whole_number(std::string_view text) {
  int64_t number = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number);
  if (error != std::errc() || end != last) return std::nullopt;
  return number;
}

std::optional<int64_t> number_asked(const Call& call, std::string_view name) {
  const std::string text = call.query(name);
  if (text.empty()) return std::nullopt;
  const auto number = whole_number(text);
  if (!number || *number < 0) {
    refuse(422, "malformed_number", msg("'{}' is no whole number", text),
           msg("take it from an answer"));
  }
  return number;
}

Page page_of(const Call& call, size_t size, size_t most) {
  const auto number = [&](std::string_view name, size_t otherwise) {
    const std::string text = call.query(name);
    size_t value = otherwise;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (!text.empty() && (error != std::errc() || end != text.data() + text.size())) {
      refuse(422, "malformed_page", msg("'{}' is no whole number", text),
             msg("leave {} out, or take it from the page before", name));
    }
    return value;
  };
  const size_t limit = std::max<size_t>(1, std::min(number("limit", most), most));
  Page page;
  page.begin = std::min(number("after", 0), size);
  page.end = std::min(size, page.begin + limit);
  if (page.end < size) page.next = page.end;
  return page;
}

}  // namespace exemplar::api
