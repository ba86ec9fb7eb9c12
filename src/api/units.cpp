// Organisation units as of a day.
#include "api/listing.hpp"
#include "api/route.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr size_t kUnitsMost = 2'000;

Date day_asked(const Call& call) {
  const std::string text = call.query("at");
  if (text.empty()) return call.today;
  const auto day = parse_iso_date(text);
  if (!day) {
    refuse(422, "malformed_day", msg("'{}' is not a day", text), msg("write it like 2024-01-16"));
  }
  return *day;
}

HierarchyId hierarchy_asked(const Call& call) {
  std::string id = call.query("hierarchy");
  if (id.empty()) id = call.office().definitions.programmes.front().hierarchy;
  const auto found = call.units().find_hierarchy(id);
  if (!found) refuse(404, "unknown_hierarchy", msg("there is no hierarchy '{}'", id));
  return *found;
}

const std::vector<std::string> kColumns = {"id", "code", "name", "kind", "parent", "from", "until"};

tables::ListCell open_day(Date day) {
  if (day == kOpenPast || day == kOpenFuture) return {};
  return iso(day);
}

std::vector<tables::ListCell> unit_row(const Call& call, OrganisationUnitId unit,
                                       HierarchyId hierarchy, Date day) {
  const UnitRegister& units = call.units();
  const UnitVersion& version = units.version_near(unit, day);
  const auto parent = units.parent(unit, hierarchy, day);
  const DateRange valid = units.validity(unit);
  return {units.id_of(unit),
          version.code,
          units.name_with_district(unit, day, hierarchy, call.language),
          version.kind,
          parent ? tables::ListCell(units.id_of(*parent)) : tables::ListCell(),
          open_day(valid.from),
          open_day(valid.until)};
}

http::Response list_units(Call& call) {
  const Date day = day_asked(call);
  const HierarchyId hierarchy = hierarchy_asked(call);
  std::vector<OrganisationUnitId> all = call.units().valid_at(day);
  if (const std::string under = call.query("under"); !under.empty()) {
    all = call.units().descendants(unit_named(call, under, day), hierarchy, day);
  }
  const Page page = page_of(call, all.size(), kUnitsMost);
  List list{.name = "units", .rows = {.columns = kColumns}, .next = page.next};
  list.head.add("at", Json::string(iso(day)));
  list.head.add("total", Json::integer(static_cast<int64_t>(all.size())));
  for (size_t i = page.begin; i < page.end; ++i) {
    list.rows.rows.push_back(unit_row(call, all[i], hierarchy, day));
  }
  return list_response(call, std::move(list));
}

http::Response read_unit(Call& call) {
  const Date day = day_asked(call);
  const OrganisationUnitId unit = unit_named(call, call.request.path_value("unit"), day);
  const auto row = unit_row(call, unit, hierarchy_asked(call), day);
  Json json = Json::object();
  for (size_t i = 0; i < row.size(); ++i) json.add(kColumns[i], json_of(row[i]));
  return json_response(json);
}

const std::vector<QueryParameter> kOfUnits = {
    {"at", "the day, like 2024-01-16; today where it is left out"},
    {"hierarchy", "which line of units above and below; the programme's where it is left out"}};

}  // namespace

std::vector<ApiRoute> unit_routes() {
  std::vector<QueryParameter> of_list = kOfUnits;
  of_list.push_back({"under", "only units below this one"});
  of_list.push_back({"after", "the place where the page before ended"});
  of_list.push_back({"limit", "at most so many"});
  return {{.method = "GET",
           .pattern = "/units",
           .id = "list_units",
           .summary = "Units of a day",
           .about = About::Somewhere,
           .needs = Power::ReadUnits,
           .query = std::move(of_list),
           .lists = true,
           .reads_state = true,
           .handler = list_units},
          {.method = "GET",
           .pattern = "/units/{unit}",
           .id = "read_unit",
           .summary = "One unit, by code, id or name",
           .about = About::Somewhere,
           .needs = Power::ReadUnits,
           .query = kOfUnits,
           .reads_state = true,
           .handler = read_unit}};
}

}  // namespace exemplar::api
