// Whose identity is whose: linked by the person or by an administrator, taken off, never twice.
#include "programme/single_sign_on/office_with_provider.hpp"

namespace exemplar::programme {
namespace {

class Identities : public SigningOn {};

TEST_P(Identities, APersonLinksTheirOwnIdentityInTheirOwnSession) {
  const int64_t session = session_of(an_);
  const auto done = finish(answer_to(begin({.account = an_, .session = session})));
  ASSERT_EQ(why(done), "done");
  EXPECT_FALSE(done->signed_in);
  EXPECT_EQ(audited(1), std::vector<std::string>{"identity.linked account/" + an_});
  EXPECT_EQ(find_identity(*connection_, provider_.issuer, "s-42")->linked_by, an_);
  EXPECT_FALSE(find_identity(*connection_, "https://other.example", "s-42"));
  EXPECT_EQ(sign_on(), "done");
  // Again, or by another.
  EXPECT_EQ(why(finish(answer_to(begin({.account = an_, .session = session})))), "identity_linked");
  EXPECT_EQ(why(finish(answer_to(begin({.account = binh_, .session = session_of(binh_)})))),
            "identity_linked_elsewhere");
  // The session has ended meanwhile, or is another's.
  provider_.subject = "s-43";
  const SignOnAnswer late = answer_to(begin({.account = an_, .session = session}));
  write_as(an_, [&](const Change& change) {
    return end_session(change, session, SessionEnd::SignedOut);
  });
  EXPECT_EQ(why(finish(late)), "session_over");
  EXPECT_EQ(why(finish(answer_to(begin({.account = an_, .session = session_of(binh_)})))),
            "session_over");
  EXPECT_EQ(why(finish(answer_to(begin({.account = an_})))), "session_over");
  EXPECT_EQ(identities_of(*connection_, an_).size(), 1U);
}

TEST_P(Identities, WhatIsTakenOffSignsNobodyInAndEndsItsSessions) {
  link(an_, "s-42");
  const auto done = finish(answer_to(begin()));
  const int64_t by_password = session_of(an_);
  const Identity identity = identities_of(*connection_, an_).front();
  const WriteBy by{now_, an_, random_};
  EXPECT_FALSE(take_off_identity(*connection_, by, binh_, identity.number));
  EXPECT_TRUE(take_off_identity(*connection_, by, an_, identity.number));
  EXPECT_FALSE(take_off_identity(*connection_, by, an_, identity.number));
  EXPECT_EQ(state_of_session(done->signed_in->token), "ended");
  for (const Session& session : sessions_of(*connection_, an_)) {
    EXPECT_EQ(session.ended_at.has_value(), session.number != by_password);
  }
  EXPECT_EQ(sign_on(), "identity_unknown");
  link(binh_, "s-42");  // may go to another then
  EXPECT_EQ(sign_on(), "done");
  EXPECT_EQ(identities_of(*connection_, binh_).front().number, identity.number + 1);
}

TEST_P(Identities, LinksAreRefusedWhereTheyCannotBe) {
  link(an_, "s-42");
  const auto why_not = [&](const std::string& account, const std::string& subject) {
    const auto linked = service_->link(*connection_, "u-admin", account, subject, now_);
    return linked ? "linked" : std::string(name_of(linked.why()));
  };
  const int64_t revision = store::newest_revision(*connection_);
  EXPECT_EQ(why_not("u-999999", "s-1"), "account_unknown");
  EXPECT_EQ(why_not(an_, ""), "subject_malformed");
  EXPECT_EQ(why_not(an_, "ế"), "subject_malformed");
  EXPECT_EQ(why_not(an_, "s-42"), "identity_linked");
  EXPECT_EQ(why_not(binh_, "s-42"), "identity_linked_elsewhere");
  EXPECT_EQ(store::newest_revision(*connection_), revision);
}

INSTANTIATE_TEST_SUITE_P(Both, Identities,
                         ::testing::Values(store::Engine::Sqlite, store::Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
