// What the routes about people, roles and posts share.
#pragma once

#include "api/api.hpp"
#include "programme/user/api_token.hpp"
#include "programme/user/grant_rules.hpp"
#include "programme/user/keeping_rules.hpp"

namespace exemplar::api {

programme::WriteBy by_caller(const Call& call);
programme::Keeper keeper_of(const Call& call);

// What may be an id; empty, which nothing has, where it may not: not every database takes every text.
std::string plain_id(const std::string& text);
std::string id_in_path(const Call& call, std::string_view name);
// Of {account}; 404.
programme::Account account_in_path(const Call& call, store::Connection& connection);
// Of a body's account, given by its id or login; as it was given where there is none: the rules tell.
std::string account_id_of(store::Connection& connection, const std::string& text);

// That what is shown was read, before it is. Nobody but oneself in `of`: nothing to tell.
void tell_personal_read(const Call& call, store::Connection& connection, std::string what,
                        std::vector<std::string> of);

template <typename Why>
[[noreturn]] void refuse_why(int status, Why why) {
  refuse(status, std::string(name_of(why)), message_of(why));
}
[[noreturn]] void refuse_why(programme::EndRefusal why);

// Of a body; 422 where it is no day.
Date day_of(const Call& call, std::string_view field, Date otherwise);
Field day_field(std::string name, bool required, std::string meaning);

Json day_json(Date day);  // null: open
Json instant_json(const std::optional<programme::InstantUs>& at);
Json account_json(const programme::Account& account);
Json grant_json(const Call& call, const programme::Grant& grant);
Json delegation_json(const programme::Delegation& delegation);
Json token_json(const programme::ApiToken& token);
Json powers_json(programme::PowerSet powers);
// The names of a body's field; 422 where one is none.
programme::PowerSet powers_of(const Call& call, std::string_view field);
Field powers_field(std::string name);

}  // namespace exemplar::api
