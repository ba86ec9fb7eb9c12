// A demonstration: loaded once and for all, its clock goes forward, day by day.
#include "base/zone.hpp"
#include "programme/demonstration/demonstration_store.hpp"
#include "programme/office_store/demonstration_data.hpp"
#include "programme/office_store/office_at.hpp"
#include "programme/user/session_store.hpp"
#include "programme/user/set_up_service.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;

Date day(int year, int month, int d) {
  return *make_date(year, month, d);
}

TEST(Demonstration, TheNextEventIsTheFirstAfterTheDay) {
  const std::vector<DatedEvent> events = {{day(2025, 7, 1), msg("units merge, split or move"), {}},
                                          {day(2024, 12, 31), msg("the last day of a post"), {}},
                                          {day(2024, 12, 31), msg("a directive is due"), {}}};
  EXPECT_EQ(next_event(events, day(2024, 1, 16))->what.pattern, "the last day of a post");
  EXPECT_EQ(next_event(events, day(2024, 12, 30))->day, day(2024, 12, 31));
  EXPECT_EQ(next_event(events, day(2024, 12, 31))->day, day(2025, 7, 1));
  EXPECT_FALSE(next_event(events, day(2025, 7, 1)));
}

class DemonstrationOffice : public OfficeAt {
 protected:
  void SetUp() override {
    OfficeAt::SetUp();
    if (IsSkipped()) return;
    zone_ = std::make_unique<Zone>(Zone::named("Asia/Ho_Chi_Minh").take());
  }
  Result<LoadReport> try_out(const PackFiles& files = small_pack()) {
    return load_demonstration(address_, files, system_random(), LoadRun::Keep);
  }
  std::shared_ptr<store::Connection> connection() {
    return open_office(address_, Access::Use).take();
  }
  InstantUs at(Date d) const { return demonstration_instant(d, 8, *zone_); }
  std::optional<ClockRefusal> move_to(Date to, std::vector<InstantUs>* passed = nullptr) {
    const auto own = connection();
    return move_clock(*own, *zone_, 8, to,
                      {demonstration_clock(*own).value_or(0), "u-000001", system_random()},
                      [&](InstantUs instant) {
                        if (passed != nullptr) passed->push_back(instant);
                      });
  }
  std::string english(const Refusal& refusal) { return render(refusal.what, Language::English); }

  std::unique_ptr<Zone> zone_;
};

TEST_P(DemonstrationOffice, StandsWhereItsPackSaysWithAnAccountForEachDoor) {
  const auto loaded = try_out();
  ASSERT_TRUE(bool(loaded)) << english(loaded.refusal());
  ASSERT_TRUE(loaded->loaded);
  const auto own = connection();
  EXPECT_EQ(demonstration_clock(*own), at(day(2024, 1, 16)));
  const Demonstration declared = read_pack(small_pack()).office.demonstration;
  EXPECT_EQ(all_accounts(*own).size(), declared.doors.size());
  for (const DemonstrationDoor& door : declared.doors) {
    const auto account = find_account_by_login(*own, door.id);
    ASSERT_TRUE(account) << door.id;
    EXPECT_FALSE(password_of(*own, account->id)) << door.id;
    EXPECT_EQ(grants_of(*own, account->id).size(), 1U);
  }
  // All of it was known on that day, nothing before; and it is the time of every verb that writes.
  EXPECT_TRUE(bool(read_office(address_, {}, day(2024, 1, 16))));
  EXPECT_FALSE(bool(read_office(address_, {}, day(2024, 1, 15))));
  EXPECT_EQ(instant_of(address_, 7), at(day(2024, 1, 16)));
  EXPECT_TRUE(verdict().clean());
}

TEST_P(DemonstrationOffice, LoadedAgainIsADifference) {
  ASSERT_TRUE(bool(try_out()));
  const int64_t before = store::newest_revision(*connection());
  ASSERT_TRUE(bool(try_out()));
  EXPECT_EQ(store::newest_revision(*connection()), before);
  PackFiles::Content more = small();
  more["office.toml"] += R"(
[[demonstration.door]]
id = "another"
role = "officer"
person = "Another"
post = "Post"
task = "Task"
unit = "w26737"
)";
  const auto loaded = try_out(PackFiles::in_memory(more));
  ASSERT_TRUE(bool(loaded) && loaded->loaded);
  EXPECT_TRUE(find_account_by_login(*connection(), "another"));
  EXPECT_TRUE(verdict().clean());
}

TEST_P(DemonstrationOffice, IsOneFromTheFirstOrNever) {
  ASSERT_TRUE(bool(load(small_pack())));
  const auto refused = try_out();
  ASSERT_FALSE(bool(refused));
  EXPECT_EQ(english(refused.refusal()),
            "the office in " + address_.shown() + " is no demonstration");
  EXPECT_FALSE(demonstration_clock(*connection()));
  EXPECT_EQ(move_to(day(2024, 1, 17)), ClockRefusal::NoDemonstration);
  EXPECT_EQ(instant_of(address_, 7), 7);
  PackFiles::Content none = small();
  none["office.toml"].resize(none["office.toml"].find("[demonstration]"));
  EXPECT_EQ(english(try_out(PackFiles::in_memory(none)).refusal()),
            "the pack declares no demonstration");
}

TEST_P(DemonstrationOffice, TheClockGoesForwardDayByDay) {
  ASSERT_TRUE(bool(try_out()));
  const int64_t before = store::newest_revision(*connection());
  std::vector<InstantUs> passed;
  EXPECT_FALSE(move_to(day(2024, 1, 19), &passed));
  EXPECT_EQ(passed, (std::vector<InstantUs>{at(day(2024, 1, 17)), at(day(2024, 1, 18)),
                                            at(day(2024, 1, 19))}));
  const auto own = connection();
  EXPECT_EQ(demonstration_clock(*own), passed.back());
  EXPECT_EQ(store::newest_revision(*own), before + 3);
  // Each day's revision was made on it.
  EXPECT_EQ(store::revision_at(*own, zone_->end_of(day(2024, 1, 17))), before + 1);
  EXPECT_EQ(find_audit(*own, {.action = "demonstration.day_begun"}).size(), 3U);
  EXPECT_EQ(move_to(day(2024, 1, 19)), ClockRefusal::NotForward);
  EXPECT_EQ(move_to(day(2024, 1, 1)), ClockRefusal::NotForward);
  EXPECT_EQ(move_to(day(2029, 1, 1)), ClockRefusal::TooFar);
  EXPECT_EQ(store::newest_revision(*own), before + 3);
  EXPECT_TRUE(verdict().clean());
}

TEST_P(DemonstrationOffice, TwoWhoMoveItAtOnceDoNotPassADayTwice) {
  ASSERT_TRUE(bool(try_out()));
  std::optional<ClockRefusal> other;
  bool first = true;
  const auto own = connection();
  const auto moved =
      move_clock(*own, *zone_, 8, day(2024, 1, 20),
                 {at(day(2024, 1, 16)), "u-000001", system_random()}, [&](InstantUs) {
                   if (std::exchange(first, false)) other = move_to(day(2024, 1, 18));
                 });
  EXPECT_FALSE(other);
  EXPECT_EQ(moved, ClockRefusal::MovedMeanwhile);
  EXPECT_EQ(demonstration_clock(*own), at(day(2024, 1, 18)));
  EXPECT_EQ(find_audit(*own, {.action = "demonstration.day_begun"}).size(), 2U);
}

TEST_P(DemonstrationOffice, WhoeverIsSignedInStaysSo) {
  ASSERT_TRUE(bool(try_out()));
  const auto own = connection();
  std::string token;
  {
    const WriteBy who{at(day(2024, 1, 16)), "u-000001", system_random()};
    store::Write write(*own, who.now);
    token = start_session({write, who}, "u-000001", Factor::NotNeeded, {"door", "", ""}).token;
    write.commit();
  }
  EXPECT_FALSE(move_to(day(2025, 3, 1)));
  const auto found = find_session(*own, token);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->state({}, *demonstration_clock(*own)), SessionState::Open);
}

TEST_P(DemonstrationOffice, ADoorThatLeadsNowhereIsToldWhereItStands) {
  struct Case {
    const char* line;
    const char* told;
  };
  for (const Case& one :
       {Case{"role = \"king\"", "there is no role 'king'"},
        Case{"role = \"officer\"\nunit = \"nowhere\"", "there is no unit with the id 'nowhere'"},
        Case{"role = \"officer\"\nhierarchy = \"territory\"",
             "a hierarchy says what is below a unit, and none is named"},
        Case{"role = \"officer\"\nunit = \"w26734\"\nhierarchy = \"none\"",
             "there is no hierarchy 'none'"},
        Case{"role = \"officer\"\nuntil = 2023-01-01",
             "this is before the demonstration begins, 2024-01-16"}}) {
    PackFiles::Content content = small();
    content["office.toml"] +=
        std::string("\n[[demonstration.door]]\nid = \"x\"\nperson = \"P\"\n") +
        "post = \"P\"\ntask = \"T\"\n" + one.line + "\n";
    const PackReading read = read_pack(PackFiles::in_memory(content));
    bool found = false;
    for (const Problem& problem : read.problems) {
      found = found || (problem.severity == Severity::Error && problem.place.line > 100 &&
                        render(problem.what, Language::English) == one.told);
    }
    EXPECT_TRUE(found) << one.told;
  }
}

INSTANTIATE_TEST_SUITE_P(Both, DemonstrationOffice,
                         ::testing::Values(Engine::Sqlite, Engine::Postgresql), store::engine_name);

}  // namespace
}  // namespace exemplar::programme
