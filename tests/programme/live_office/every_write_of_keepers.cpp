// What is done to accounts, roles, delegations, tokens and posts, by the services that people call.
#include "every_write.hpp"
#include "programme/user/account_service.hpp"
#include "programme/user/personal_read_service.hpp"
#include "programme/user/powers_service.hpp"

namespace exemplar::programme {

std::vector<WriteRow> writes_of_keepers(EveryWrite& t) {
  struct State {
    AccountService accounts;
    std::string held, other, made, grant, delegation;
    int64_t token = 0;
  };
  const auto state = std::make_shared<State>(
      State{AccountService(t.hasher_, t.gate_), t.add("held", Role::Officer, EveryWrite::ward()),
            t.add("other", Role::Officer, EveryWrite::ward()), "", "", "", 0});
  t.write_as(state->held, [&](const Change& change) {
    const auto secret = begin_second_factor(change, state->held, t.key_);
    return bool(confirm_second_factor(
        change, state->held, hotp(*secret, static_cast<uint64_t>(code_step(t.now_))), t.key_));
  });
  store::Connection& connection = *t.connection_;
  const auto by = [&t] { return t.by(t.keeper_); };
  const DateRange always{t.today_, kOpenFuture};
  return {
      {"account made",
       [=, &t, &connection] {
         const auto made = state->accounts.make(connection, {"made", "Made", ""}, by());
         if (made) state->made = made->account.id;
         return bool(made);
       },
       8},
      {"account renamed",
       [=, &t, &connection] {
         return !rename_kept_account(connection, state->made, "", "Other", t.keeper(), by());
       }},
      {"password reset",
       [=, &t, &connection] {
         return bool(state->accounts.reset_password(connection, state->made, "", t.keeper(), by()));
       }},
      {"account disabled",
       [=, &t, &connection] {
         return !disable_kept_account(connection, state->made, t.keeper(), by());
       }},
      {"account enabled",
       [=, &t, &connection] {
         return !enable_kept_account(connection, state->made, t.keeper(), by());
       }},
      {"app of a lost phone taken off",
       [=, &t, &connection] {
         return !remove_kept_second_factor(connection, state->held, t.keeper(), by());
       }},
      {"session of somebody",
       [=, &t] {
         return t.write_as(state->held, [&](const Change& change) {
           start_session(change, state->held, Factor::NotNeeded, {"password", "", ""});
           return true;
         });
       }},
      {"sessions ended by a keeper",
       [=, &t, &connection] {
         const auto ended = end_kept_sessions(connection, state->held, t.keeper(), by());
         return ended && *ended == 1;
       }},
      {"role given",
       [=, &t, &connection] {
         const auto made =
             make_grant(connection, {state->made, Role::Officer, EveryWrite::ward(), always, "x"},
                        t.keeper(), by());
         if (made) state->grant = made->id;
         return bool(made);
       },
       8},
      {"role delegated",
       [=, &t, &connection] {
         const Powers own = powers_of_account(connection, state->made, t.now_);
         const auto made = make_delegation(connection,
                                           {state->grant,
                                            state->held,
                                            {Power::SaveValues},
                                            SigningForm::Tuq,
                                            {t.today_, t.today_ + 5},
                                            "x"},
                                           {own, *t.units_, t.today_}, t.by(state->made));
         if (made) state->delegation = made->id;
         return bool(made);
       },
       8},
      {"delegation taken back",
       [=, &t, &connection] {
         return !stop_delegation(connection, state->delegation, t.today_, t.keeper(), by());
       }},
      {"role taken back",
       [=, &t, &connection] {
         return !stop_grant(connection, state->grant, t.today_, "x", t.keeper(), by());
       }},
      {"token of one's own",
       [=, &t, &connection] {
         const auto made = make_token(connection, {"t", {Power::ReadValues}, t.now_ + kHour},
                                      t.today_, t.by(state->held));
         if (made) state->token = made->token.number;
         return bool(made);
       }},
      {"token revoked by a keeper",
       [=, &t, &connection] {
         return !revoke_kept_token(connection, state->token, t.keeper(), by());
       }},
      {"post handed over",
       [=, &t, &connection] {
         return bool(hand_post_over(connection,
                                    {state->held, state->made, t.today_, t.now_, "moved"}, {},
                                    t.keeper(), by()));
       },
       15},
      {"personal data read",
       [=, &connection] {
         record_personal_read(connection, {"accounts", {state->other}}, by());
         return true;
       }},
  };
}

}  // namespace exemplar::programme
