// Handing over a post is one action: everything is listed, moved or ended, and nothing half done.
#include "office_people.hpp"
#include "programme/user/api_token_store.hpp"
#include "programme/user/hand_over_store.hpp"

namespace exemplar::programme {
namespace {

// Another concept that knows of something open.
class Drafts : public HandOverPart {
 public:
  std::vector<OpenItem> open_items(store::Connection&, std::string_view account,
                                   Date) const override {
    if (account != owner) return {};
    return {{"draft", "form/1", {"biểu mẫu đang nhập", "a form begun"}}};
  }
  void move(const Change& change, const ProposedHandOver& proposed) const override {
    record(change, "draft.moved", "form/1");
    owner = proposed.taking;
  }
  mutable std::string owner;
};

class HandingOver : public OfficePeople {
 protected:
  void SetUp() override {
    OfficePeople::SetUp();
    if (IsSkipped()) return;
    keeper_ = add("keeper");
    leaving_ = add("leaving");
    taking_ = add("taking");
    deputy_ = add("deputy");
    superior_ = add("superior");
    grant(keeper_, Role::Administrator, whole());
    post_ = grant(leaving_, Role::Chief, below("q1"));
    grant(superior_, Role::Chief, below("city"));
    delegate(leaving_, post_, deputy_);
    delegate(superior_, grants_of(*connection_, superior_)[0].id, leaving_);
    drafts_.owner = leaving_;
  }
  void delegate(const std::string& from, const std::string& of, const std::string& to) {
    write_as(from, [&](const Change& change) {
      const auto made = add_delegation(
          change, {of, to, {Power::Submit}, SigningForm::Tl, days("2024-03-01", "2024-12-31"), "x"},
          small_office(), today_);
      EXPECT_TRUE(bool(made));
      return 0;
    });
  }
  Decided<HandOverMinutes, HandOverRefusal> hand(const std::string& actor,
                                                 const ProposedHandOver& proposed) {
    const Powers giver = powers(actor);
    const HandOverPart* parts[] = {&drafts_};
    return write_as(actor, [&](const Change& change) {
      return hand_over(change, proposed, parts, &giver, small_office(), today_);
    });
  }
  ProposedHandOver proposed(Date on) {
    return {leaving_, taking_, on, now_ + (on - today_) * 24 * 60 * kMinute, "Quyết định 12/QĐ"};
  }

  std::string keeper_, leaving_, taking_, deputy_, superior_, post_;
  Drafts drafts_;
};

TEST_P(HandingOver, MovesThePostAndEndsWhatWasHeld) {
  const auto session = write_as(leaving_, [&](const Change& change) {
    return start_session(change, leaving_, Factor::NotNeeded, {"password", "10.0.0.1", "x"});
  });
  const auto token = write_as(leaving_, [&](const Change& change) {
    return add_token(change, {"export", {Power::ReadValues}, now_ + 1'000 * kMinute}, today_);
  });
  const auto minutes = hand(keeper_, proposed(today_));
  ASSERT_TRUE(bool(minutes));
  EXPECT_FALSE(holds(leaving_, Power::Submit, "a", today_));
  EXPECT_TRUE(holds(taking_, Power::Submit, "a", today_));
  EXPECT_FALSE(holds(deputy_, Power::Submit, "a", today_));
  EXPECT_TRUE(holds(leaving_, Power::Submit, "a", today_ - 1));
  EXPECT_EQ(grants_of(*connection_, taking_)[0].follows, post_);
  EXPECT_EQ(find_session(*connection_, session.token)->session.end, SessionEnd::HandedOver);
  EXPECT_FALSE(is_good(*find_token(*connection_, token->text), now_));
  EXPECT_EQ(drafts_.owner, taking_);

  std::vector<std::string> listed;
  for (const OpenItem& item : minutes->items) listed.push_back(item.kind + " " + item.text.en);
  EXPECT_EQ(
      listed,
      (std::vector<std::string>{
          "grant Chief of a unit: Quận 1 and what is below, from 2019-04-14",
          "delegation_given TL. delegated to Tên deputy, from 2024-03-01 until 2024-12-31; it "
          "ends",
          "delegation_received TL. delegated by Tên superior, from 2024-03-01 until "
          "2024-12-31; it ends",
          "token token 'export' (" + token->token.shown + "…); it ends",
          "session session of 1 Mar 2024 02:00:00 UTC from 10.0.0.1; it ends",
          "draft a form begun"}));
  EXPECT_EQ(minutes->items[0].text.vi,
            "Chỉ huy đơn vị: Quận 1 và các đơn vị trực thuộc, từ 14/04/2019");
  EXPECT_EQ(minutes->leaving.id, leaving_);
  EXPECT_EQ(minutes->by, keeper_);
  EXPECT_EQ(find_hand_over(*connection_, minutes->id), *minutes);
  EXPECT_EQ(hand_overs_of(*connection_, taking_).size(), 1U);
  EXPECT_EQ(hand_overs_of(*connection_, deputy_).size(), 0U);
  EXPECT_EQ(audited(1)[0], "post.handed_over hand_over/" + minutes->id);
  EXPECT_EQ(hand(keeper_, proposed(today_)).why(), HandOverRefusal::NothingToHandOver);
}

TEST_P(HandingOver, OnALaterDayAllChangesOnThatDay) {
  const auto token = write_as(leaving_, [&](const Change& change) {
    return add_token(change, {"export", {Power::ReadValues}, now_ + 100'000 * kMinute}, today_);
  });
  grant(leaving_, Role::Chief, only({"q3"}), days("2024-06-01", "2024-06-30"));
  grant(leaving_, Role::Officer, only({"a"}), days("2024-03-01", "2024-03-05"));
  const Date on = today_ + 10;
  ASSERT_TRUE(bool(hand(keeper_, proposed(on))));
  EXPECT_TRUE(holds(leaving_, Power::Submit, "a", on - 1));
  EXPECT_TRUE(holds(deputy_, Power::Submit, "a", on - 1));
  EXPECT_FALSE(holds(taking_, Power::Submit, "a", on - 1));
  EXPECT_FALSE(holds(leaving_, Power::Submit, "a", on));
  EXPECT_FALSE(holds(deputy_, Power::Submit, "a", on));
  EXPECT_TRUE(holds(taking_, Power::Submit, "a", on));
  EXPECT_FALSE(holds(leaving_, Power::Submit, "q3", day("2024-06-15")));
  EXPECT_TRUE(holds(taking_, Power::Submit, "q3", day("2024-06-15")));
  EXPECT_FALSE(holds(taking_, Power::Submit, "q3", day("2024-05-31")));
  EXPECT_TRUE(holds(leaving_, Power::SaveValues, "a", day("2024-03-05")));
  EXPECT_FALSE(holds(taking_, Power::SaveValues, "a", day("2024-03-05")));
  const ApiToken kept = *find_token(*connection_, token->text);
  EXPECT_TRUE(is_good(kept, now_));
  EXPECT_FALSE(is_good(kept, now_ + 10 * 24 * 60 * kMinute));
}

TEST_P(HandingOver, RefusesWithTheFirstReason) {
  write_as("system", [&](const Change& change) {
    disable_account(change, deputy_, now_, today_);
    return 0;
  });
  const std::string verifier = add("verifier"), nothing = add("nothing");
  grant(verifier, Role::Verifier, only({"b"}));
  grant(verifier, Role::Administrator, below("q3"));
  struct Case {
    std::string_view expected;
    std::string actor;
    std::function<void(ProposedHandOver&)> change;
  };
  for (const auto& [expected, actor, change] : std::vector<Case>{
           {"leaving_unknown", keeper_, [](auto& h) { h.leaving = "u-9"; }},
           {"taking_unknown", keeper_, [](auto& h) { h.taking = "u-9"; }},
           {"taking_disabled", keeper_, [&](auto& h) { h.taking = deputy_; }},
           {"same_person", keeper_, [](auto& h) { h.taking = h.leaving; }},
           {"to_self", keeper_, [&](auto& h) { h.taking = keeper_; }},
           {"without_reason", keeper_, [](auto& h) { h.reason = " "; }},
           {"in_the_past", keeper_, [](auto& h) { h.day = h.day - 1; }},
           {"nothing_to_hand_over", keeper_, [&](auto& h) { h.leaving = nothing; }},
           {"beyond_giver", superior_, [](auto&) {}},
           {"beyond_giver", verifier, [](auto&) {}},
           {"incompatible", keeper_, [&](auto& h) { h.taking = verifier; }},
       }) {
    ProposedHandOver one = proposed(today_);
    change(one);
    const int64_t before = connection_->number("SELECT count(*) FROM audit_entry").value();
    const auto decided = hand(actor, one);
    ASSERT_FALSE(bool(decided)) << expected;
    EXPECT_EQ(name_of(decided.why()), expected);
    EXPECT_FALSE(vietnamese_of(message_of(decided.why()).pattern).empty());
    EXPECT_EQ(connection_->number("SELECT count(*) FROM audit_entry"), before);
  }
  // A deputy who held a delegation of the post may take it over.
  write_as("system", [&](const Change& change) {
    enable_account(change, deputy_);
    return 0;
  });
  ProposedHandOver to_deputy = proposed(today_);
  to_deputy.taking = deputy_;
  EXPECT_TRUE(bool(hand(keeper_, to_deputy)));
}

INSTANTIATE_TEST_SUITE_P(Both, HandingOver,
                         ::testing::Values(store::Engine::Sqlite, store::Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
