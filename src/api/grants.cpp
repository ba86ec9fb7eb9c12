// Roles: who holds a post over a unit, giving one, ending one.
#include "api/people.hpp"
#include "programme/user/account_directory.hpp"
#include "programme/user/powers_service.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

[[noreturn]] void refuse_grant(GrantRefusal why) {
  switch (why) {
    case GrantRefusal::BeyondGiver:
      refuse_why(403, why);
    case GrantRefusal::AccountDisabled:
    case GrantRefusal::ToSelf:
    case GrantRefusal::Incompatible:
      refuse_why(409, why);
    default:
      refuse_why(422, why);
  }
}

http::Response list_holders(Call& call) {
  const std::string at = call.query("day");
  const auto day = at.empty() ? std::optional(call.today) : parse_iso_date(at);
  if (!day) {
    refuse(422, "malformed_day", msg("'{}' is not a day", at), msg("write it like 2024-01-16"));
  }
  const OrganisationUnitId unit = unit_named(call, call.query("unit"), *day);
  demand(call, Power::ReadAccounts, unit);
  const auto connection = call.connection();
  Json list = Json::array();
  std::vector<std::string> of;
  for (const PostHolder& holder : holders_of(*connection, unit, call.units(), *day)) {
    Json one = grant_json(call, holder.grant);
    one.add("login", Json::string(holder.account.login));
    one.add("name", Json::string(holder.account.name));
    one.add("disabled", Json::truth(is_disabled(holder.account, call.instant)));
    one.add("names_the_unit", Json::truth(holder.named));
    list.add(std::move(one));
    of.push_back(holder.account.id);
  }
  const std::string id(call.units().id_of(unit));
  tell_personal_read(call, *connection, "unit/" + id + "/grants", std::move(of));
  Json json = Json::object();
  json.add("unit", Json::string(id));
  json.add("day", Json::string(iso(*day)));
  json.add("grants", std::move(list));
  return json_response(json);
}

// Units by code, id or name on the first day; as they were given where there is none: the rules tell.
Reach reach_of(const Call& call, Date day) {
  Reach reach;
  reach.extent = *extent_named(call.body.text("extent"));
  reach.hierarchy = call.body.text("hierarchy");
  const auto& programmes = call.office().definitions.programmes;
  if (reach.extent == Reach::Extent::Below && reach.hierarchy.empty() && !programmes.empty()) {
    reach.hierarchy = programmes.front().hierarchy;
  }
  for (const std::string& text : call.body.texts("units")) {
    const auto unit = call.units().resolve(text, day);
    reach.units.push_back(unit ? std::string(call.units().id_of(*unit)) : text);
  }
  return reach;
}

http::Response grant(Call& call) {
  const auto connection = call.connection();
  ProposedGrant proposed;
  proposed.account = account_id_of(*connection, call.body.text("account"));
  proposed.role = *role_named(call.body.text("role"));
  proposed.days = {day_of(call, "from", call.today), day_of(call, "until", kOpenFuture)};
  proposed.reach = reach_of(call, std::max(proposed.days.from, call.today));
  proposed.reason = call.body.text("reason");
  const auto made = make_grant(*connection, proposed, keeper_of(call), by_caller(call));
  if (!made) refuse_grant(made.why());
  return json_response(grant_json(call, *made), 201);
}

http::Response end(Call& call) {
  const auto refused = stop_grant(*call.connection(), id_in_path(call, "grant"),
                                  day_of(call, "last_day", call.today), call.body.text("reason"),
                                  keeper_of(call), by_caller(call));
  if (refused) refuse_why(*refused);
  return http::response_of(204, "", "");
}

Fields body_of_grant() {
  Field role{.name = "role"};
  for (const Role one : all_roles()) role.words.emplace_back(name_of(one));
  return {{.name = "account", .least = 1, .meaning = "its id or login"},
          std::move(role),
          {.name = "extent",
           .words = {"everything", "below", "units"},
           .meaning = "all units; those named and those below them; exactly those named"},
          {.name = "hierarchy",
           .required = false,
           .meaning = "for below; the programme's where it is left out"},
          {.name = "units",
           .kind = Field::Kind::Texts,
           .required = false,
           .most = static_cast<int64_t>(kReachUnitsMax),
           .meaning = "their ids, codes or names"},
          day_field("from", false, "the first day; today where it is left out"),
          day_field("until", false, "the last day; open where it is left out"),
          {.name = "reason", .least = 1, .meaning = "or the number of the paper that orders it"}};
}

}  // namespace

std::vector<ApiRoute> grant_routes() {
  return {{.method = "GET",
           .pattern = "/grants",
           .id = "list_grants",
           .summary = "Who holds a role over a unit; the audit log tells that it was read",
           .needs = Power::ReadAccounts,
           .query = {{"unit", "its id, code or name"}, {"day", "today where it is left out"}},
           .reads_rows = true,
           .handler = list_holders},
          {.method = "POST",
           .pattern = "/grants",
           .id = "make_grant",
           .summary = "Gives a role",
           .needs = Power::ManageAccounts,
           .body = body_of_grant(),
           .handler = grant},
          {.method = "POST",
           .pattern = "/grants/{grant}/end",
           .id = "end_grant",
           .summary = "Ends a role, and what was delegated of it",
           .needs = Power::ManageAccounts,
           .body = {day_field("last_day", false,
                              "on which it holds; today where it is left out, at the earliest "
                              "yesterday"),
                    {.name = "reason", .least = 1}},
           .changes = "grant/{grant}",
           .answers = 204,
           .handler = end}};
}

}  // namespace exemplar::api
