// Signing in and out, second factors, and what people do to their own sessions.
#include "every_write.hpp"

namespace exemplar::programme {

namespace {

// One person's way through it.
struct Way {
  explicit Way(EveryWrite& office)
      : t(office),
        account(office.add("own.way", Role::Officer, EveryWrite::ward())),
        sign_in(policy(), office.hasher_, office.gate_, office.key_, office.random_) {}

  static SignInPolicy policy() {
    ThrottlePolicy patient;
    patient.free_failures = 10'000;
    return {patient, patient, {}, FactorUse::Allowed};
  }
  template <typename Made>
  bool kept(SignedIn& as, Made made) {
    if (made) as = made.take();
    return bool(made);
  }
  template <typename Made>
  bool kept_enrolled(Made made) {
    if (made) own = made->signed_in;
    return bool(made);
  }
  bool sign_in_as(SignedIn& as) {
    return kept(as, sign_in.sign_in(*t.connection_, {"own.way", kPassword, kFrom, "", ""}, t.now_));
  }
  // A code is good once: the next one is another.
  OwnCode code(const std::string& token) const {
    return {token, hotp(secret, static_cast<uint64_t>(code_step(t.now_))), kFrom};
  }
  bool then_later(bool done) {
    if (done) t.now_ += 60 * kSecondUs;
    return done;
  }

  static constexpr const char* kFrom = "10.0.0.2";
  EveryWrite& t;
  std::string account;
  SignIn sign_in;
  SignedIn own, half, other;
  CodeSecret secret;
  int tried = 0;
};

}  // namespace

std::vector<WriteRow> writes_of_signing_in(EveryWrite& t) {
  const auto w = std::make_shared<Way>(t);
  store::Connection& c = *t.connection_;
  return {
      {"signed in by password", [=] { return w->sign_in_as(w->own); }, 15},
      {"locked", [=, &t, &c] { return w->sign_in.lock(c, w->own.session.session, t.now_); }},
      {"unlocked",
       [=, &t, &c] {
         return w->kept(w->own, w->sign_in.unlock(c, w->own.token, kPassword, Way::kFrom, t.now_));
       },
       15},
      {"another session", [=] { return w->sign_in_as(w->other); }, 15},
      {"one session ended",
       [=, &t, &c] {
         return w->sign_in.end_one(c, w->own.session.session, w->other.session.session.number,
                                   t.now_);
       }},
      {"one session more", [=] { return w->sign_in_as(w->other); }, 15},
      {"other sessions ended",
       [=, &t, &c] { return w->sign_in.end_others(c, w->own.session.session, t.now_) == 1; }},
      {"password changed",
       [=, &t, &c] {
         return w->kept(
             w->own, w->sign_in.change_password(c, w->own.token, kPassword, "một câu khác để nhớ",
                                                Way::kFrom, t.now_));
       },
       15},
      {"password changed back",
       [=, &t, &c] {
         return w->kept(w->own, w->sign_in.change_password(c, w->own.token, "một câu khác để nhớ",
                                                           kPassword, Way::kFrom, t.now_));
       },
       15},
      {"app begun",
       [=, &t, &c] {
         const auto begun = w->sign_in.begin_factor(c, w->own.token, t.now_);
         if (begun) w->secret = *begun;
         return bool(begun);
       }},
      {"app confirmed",
       [=, &t, &c] {
         return w->then_later(w->kept_enrolled(w->sign_in.enrol(c, w->code(w->own.token), t.now_)));
       },
       15},
      {"signed in but for the code", [=] { return w->sign_in_as(w->half); }, 15},
      {"code given",
       [=, &t, &c] {
         return w->then_later(
             w->kept(w->half, w->sign_in.give_code(c, w->code(w->half.token), t.now_)));
       },
       10},
      {"recovery codes of one's own",
       [=, &t, &c] {
         return w->then_later(
             w->kept_enrolled(w->sign_in.renew_codes(c, w->code(w->own.token), kPassword, t.now_)));
       },
       20},
      {"app taken off",
       [=, &t, &c] {
         return w->then_later(w->kept(
             w->own, w->sign_in.remove_factor(c, w->code(w->own.token), kPassword, t.now_)));
       },
       15},
      {"signed out",
       [=, &t, &c] { return w->sign_in.sign_out(c, w->own.session.session, t.now_); }},
      {"vouched for",
       [=, &t, &c] {
         return bool(w->sign_in.vouched(c, w->account, {"oidc", Way::kFrom, ""}, {}, t.now_));
       }},
      // Each time of another login, whose first failure it is.
      {"failure told",
       [=, &t, &c] {
         const std::string nobody = "nobody." + std::to_string(++w->tried);
         const auto refused =
             w->sign_in.sign_in(c, {nobody, kPassword, "10.0.0.3", "", ""}, t.now_);
         return !refused;
       }},
  };
}

}  // namespace exemplar::programme
