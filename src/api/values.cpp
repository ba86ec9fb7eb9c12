// Reported values: read with their version, saved one or many at once.
#include <algorithm>
#include <set>
#include <span>

#include "api/api.hpp"
#include "api/conditions.hpp"
#include "api/listing.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr size_t kCellsMost = 5'000;
constexpr int64_t kEntriesMost = 500;

// As a table of values writes it in CSV, so that what was read can be corrected and handed in again.
tables::ListCell value_cell(const Call& call, const Fact& fact) {
  const bool csv = call.format == ListFormat::Csv;
  switch (fact.kind) {
    case Fact::Kind::Number: {
      std::string number = plain(fact.number);
      if (csv && call.office().definitions.decimal_comma) {
        std::replace(number.begin(), number.end(), '.', ',');
      }
      return {tables::ListCell::Kind::Number, std::move(number)};
    }
    case Fact::Kind::Truth:
      return fact.truth;
    case Fact::Kind::Date:
      return iso(fact.date);
    case Fact::Kind::Text:
      return fact.text;
    case Fact::Kind::NotApplicable:
      return call.format == ListFormat::Json ? tables::ListCell() : tables::ListCell("n/a");
  }
  return {};
}

const std::vector<std::string> kColumns = {
    "indicator",   "period",      "unit",       "category", "value", "not_applicable", "status",
    "reported_on", "verified_on", "decided_on", "source",   "note",  "version"};

std::vector<tables::ListCell> fact_row(const Call& call, const Fact& fact) {
  const Office& office = call.office();
  return {office.definitions[fact.indicator].id,
          to_string(fact.period),
          call.units().id_of(fact.unit),
          fact.category,
          value_cell(call, fact),
          fact.kind == Fact::Kind::NotApplicable,
          name_of(fact.status()),
          day_cell(fact.reported_on),
          day_cell(fact.verified_on),
          day_cell(fact.decided_on),
          office.sources[fact.source.index()].id,
          fact.note,
          fact.version};
}

// The cells with values of the units that may be read, of the period and, where they are named,
// indicator and unit; always in the same order.
std::vector<ReportedValues::At> cells_asked(const Call& call) {
  const AssessmentRequest request = assessment_request(call);
  const std::string indicator = call.query("indicator");
  std::vector<OrganisationUnitId> units =
      units_where(call.caller.powers, Power::ReadValues, call.units(), call.today);
  if (const std::string unit = call.query("unit"); !unit.empty()) {
    const OrganisationUnitId one = unit_named(call, unit, last_day(request.period));
    demand(call, Power::ReadValues, one);
    units = {one};
  }
  std::vector<ReportedValues::At> cells;
  const ReportedValues& values = call.now->facts().values();
  for (const ColumnKey& key : values.keys()) {
    if (first_day(key.period) < first_day(request.period) ||
        last_day(key.period) > last_day(request.period)) {
      continue;
    }
    if (!indicator.empty() && call.office().definitions[key.indicator].id != indicator) continue;
    for (const OrganisationUnitId unit : units) {
      if (values.any(key, unit)) cells.push_back({key, unit});
    }
  }
  return cells;
}

// What may be seen of those cells, and is asked for.
std::vector<Fact> facts_shown(const Call& call, std::span<const ReportedValues::At> cells) {
  std::vector<Fact> facts = call.now->recorded().of(call.units(), cells);
  // A draft is nobody's business but theirs who enter for the unit.
  std::erase_if(facts, [&](const Fact& fact) {
    return fact.status() == Status::Draft &&
           !may(call.caller.powers, Power::SaveValues, fact.unit, call.units(), call.today);
  });
  if (!call.query("status").empty()) {
    const Status floor = assessment_request(call).view.floor;
    std::erase_if(facts, [&](const Fact& fact) { return fact.status() < floor; });
  }
  if (call.query("newest") == "true") {
    std::set<std::tuple<IndicatorId, Date, Date, CategoryKey, OrganisationUnitId>> seen;
    std::vector<Fact> newest;
    for (auto fact = facts.rbegin(); fact != facts.rend(); ++fact) {
      const bool first = seen.emplace(fact->indicator, first_day(fact->period),
                                      last_day(fact->period), fact->category, fact->unit)
                             .second;
      if (first) newest.push_back(std::move(*fact));
    }
    facts.assign(std::make_move_iterator(newest.rbegin()), std::make_move_iterator(newest.rend()));
  }
  return facts;
}

// A page is of whole cells: one may have many values. The next begins after so many cells.
http::Response list_values(Call& call) {
  const std::vector<ReportedValues::At> cells = cells_asked(call);
  if (const std::string newest = call.query("newest");
      !newest.empty() && newest != "true" && newest != "false") {
    refuse(422, "malformed_truth", msg("'{}' is neither true nor false", newest));
  }
  const Page page = page_of(call, cells.size(), kCellsMost);
  const std::vector<Fact> facts =
      facts_shown(call, std::span(cells).subspan(page.begin, page.end - page.begin));
  List list{.name = "values", .rows = {.columns = kColumns}, .next = page.next};
  list.head.add("revision", Json::integer(call.now->revision()));
  list.head.add("cells", Json::integer(static_cast<int64_t>(cells.size())));
  // Of all pages nobody has counted it.
  list.head.add("total", page.next || page.begin > 0
                             ? Json()
                             : Json::integer(static_cast<int64_t>(facts.size())));
  for (const Fact& fact : facts) list.rows.rows.push_back(fact_row(call, fact));
  return list_response(call, std::move(list));
}

// Who may enter values of that unit; whoever verifies says so by another route.
ValueEntry entry_of(const Call& call, const Body& body) {
  ValueEntry entry;
  entry.indicator = body.text("indicator");
  entry.period = body.text("period");
  entry.unit = body.text("unit");
  entry.category = body.text("category");
  entry.value = body.text("value");
  entry.source = body.text("source");
  entry.note = body.text("note");
  entry.reported_on = body.truth("draft") ? "" : iso(call.today);
  entry.by = call.caller.session ? call.caller.session->account.name : call.caller.powers.account;
  if (body.has("expected")) entry.expected = body.whole("expected");
  return entry;
}

std::string pointer_of(const Problem& problem) {
  std::string entry = "/values/" + std::to_string(problem.place.line - 1);
  const auto field = static_cast<size_t>(problem.place.column - 1);
  if (problem.place.column < 1 || field >= std::size(kValueEntryFields)) return entry;
  return entry + "/" + std::string(kValueEntryFields[field]);
}

[[noreturn]] void refuse_problems(const SaveReport& report) {
  std::vector<http::FieldError> errors;
  for (const Problem& problem : report.problems) {
    if (problem.severity != Severity::Error) continue;
    errors.push_back({pointer_of(problem), problem.remedy.pattern.empty()
                                               ? problem.what
                                               : msg("{}; {}", problem.what, problem.remedy)});
  }
  throw Refused{{422, "wrong_values", msg("nothing was saved: some values are wrong"),
                 msg("see each of the errors"), "about:blank", std::move(errors)}};
}

[[noreturn]] void refuse_conflicts(const SaveReport& report, int status) {
  std::vector<http::FieldError> errors;
  for (const SaveReport::Conflict& one : report.conflicts) {
    errors.push_back({"/values/" + std::to_string(one.entry) + "/expected",
                      msg("the value is of revision {} now", one.revision)});
  }
  throw Refused{{status, "changed_meanwhile",
                 msg("nothing was saved: somebody else has changed some of the values"),
                 msg("look at them again, then save"), "about:blank", std::move(errors)}};
}

http::Response save_values(Call& call) {
  const std::optional<int64_t> seen = seen_revision(call);
  std::vector<ValueEntry> entries;
  for (const Body& body : call.body.records("values")) {
    entries.push_back(entry_of(call, body));
    if (!entries.back().expected) entries.back().expected = seen;
    // First who may, then what is right; a unit that is named wrongly is told with the rest.
    const auto unit = call.units().resolve(entries.back().unit, call.today);
    if (unit) demand(call, Power::SaveValues, *unit);
  }
  const auto permitted = [&](OrganisationUnitId unit) {
    return static_cast<bool>(
        may(call.caller.powers, Power::SaveValues, unit, call.units(), call.today));
  };
  const auto report =
      call.api.office().save(entries, call.caller.powers.account, permitted, call.condition);
  if (!report) refuse(409, "not_saved", report.refusal());
  if (report->problems.has_errors()) refuse_problems(*report);
  if (!report->conflicts.empty()) refuse_conflicts(*report, seen ? 412 : 409);
  if (report->not_permitted) {
    refuse(403, "other_units", message_of(PowerRefusal::OtherUnits));
  }
  Json json = Json::object();
  json.add("revision", Json::integer(report->revision));
  json.add("saved", Json::integer(static_cast<int64_t>(entries.size())));
  return json_response(json, 201);
}

Fields body_of_values() {
  return {
      {.name = "values",
       .kind = Field::Kind::Records,
       .least = 1,
       .most = kEntriesMost,
       .fields = {{.name = "indicator", .least = 1},
                  {.name = "period", .least = 1},
                  {.name = "unit", .least = 1, .meaning = "its id, code or name in the period"},
                  {.name = "category", .required = false},
                  {.name = "value",
                   .least = 1,
                   .most = 2'000,
                   .meaning = "as a table of values writes it; n/a: not applicable"},
                  {.name = "source", .least = 1},
                  {.name = "note", .required = false, .most = 2'000},
                  {.name = "draft",
                   .kind = Field::Kind::Truth,
                   .required = false,
                   .meaning = "kept, and counted for nothing yet"},
                  {.name = "expected",
                   .kind = Field::Kind::Whole,
                   .required = false,
                   .most = INT64_MAX,
                   .meaning = "the revision of the answer in which you have seen the cell: nothing "
                              "newer may be there; 0: nothing at all. If-Match says it for all"}},
       .meaning = "all are saved, or none"}};
}

}  // namespace

std::vector<ApiRoute> value_routes() {
  return {
      {.method = "GET",
       .pattern = "/values",
       .id = "list_values",
       .summary = "Reported values with their history, oldest first",
       .about = About::Somewhere,
       .needs = Power::ReadValues,
       .query = {{"programme", "whose periods are meant; may be left out where there is one"},
                 {"period", "the period: values of it and of its parts"},
                 {"unit", "only this unit"},
                 {"indicator", "only this indicator"},
                 {"known_on", "as known at the end of that day"},
                 {"at_least", "a revision that the answer must not be older than"},
                 {"status", "reported, verified or decided: values of lower status are left out"},
                 {"newest", "true: of each cell its newest value alone"},
                 {"after", "the place where the page before ended"},
                 {"limit", "values of at most so many cells"}},
       .lists = true,
       .reads_state = true,
       .handler = list_values},
      {.method = "POST",
       .pattern = "/values",
       .id = "save_values",
       .summary = "Records values",
       .about = About::Somewhere,
       .needs = Power::SaveValues,
       .body = body_of_values(),
       .handler = save_values}};
}

}  // namespace exemplar::api
