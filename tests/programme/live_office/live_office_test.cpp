// A running office: what is saved stands at once, here and on other nodes; what was known stays what
// it was; two who write the same cell are told of each other.
#include "programme/live_office/live_office.hpp"

#include "base/zone.hpp"
#include "programme/explanation/explanation.hpp"
#include "programme/explanation/render_text.hpp"
#include "programme/office_store/office_at.hpp"

namespace exemplar::programme {
namespace {

using store::Engine;

constexpr const char* kProgramme = "exemplary-ward-police";

Period year(int number) {
  return {*make_date(number, 1, 1), {1, Length::Years}};
}

std::string english(const Message& message) {
  return render(message, Language::English);
}

class RunningOffice : public OfficeAt {
 protected:
  void SetUp() override {
    OfficeAt::SetUp();
    if (IsSkipped()) return;
    ASSERT_TRUE(bool(load(small_pack(), kDay)));
  }

  std::unique_ptr<LiveOffice> node(std::chrono::milliseconds look_every = {}) {
    LiveOffice::Options options;
    options.address = address_;
    options.random = system_random();
    options.now = [this] { return clock_ += 1'000'000; };
    options.look_every = look_every;
    options.past_kept = 2;
    auto opened = LiveOffice::open(std::move(options));
    EXPECT_TRUE(bool(opened)) << english(opened.refusal().what);
    return opened.take();
  }
  // As an assessment of the office read anew says.
  void expect_as_anew(const LiveOffice& office) {
    const Office anew = read_office(address_, {}, std::nullopt).take().office;
    const auto now = office.now();
    for (const Status floor : {Status::Reported, Status::Verified, Status::Decided}) {
      const AssessmentRequest request{kProgramme, year(2023), "", {floor, {}}};
      const auto run = AssessmentRun::make(anew.definitions, anew.facts, request);
      const auto shown = now->assessment(request);
      ASSERT_TRUE(bool(run) && bool(shown));
      EXPECT_EQ((*shown)->units, (*run)->result().units) << name_of(floor);
      EXPECT_EQ((*shown)->participants, (*run)->result().participants);
    }
  }

  std::atomic<store::Instant> clock_{10 * kDay};
};

ValueEntry entry(std::string indicator, std::string unit, std::string value) {
  ValueEntry one;
  one.indicator = std::move(indicator);
  one.period = "2023";
  one.unit = std::move(unit);
  one.value = std::move(value);
  one.reported_on = "2024-01-10";
  one.source = "generator";
  one.by = "Nguyễn Văn A";
  return one;
}

TEST_P(RunningOffice, WhatIsSavedStandsAtOnce) {
  const auto office = node();
  const auto before = office->now();
  EXPECT_EQ(before->revision(), 1);
  const auto saved = office->save({entry("motorbikes", "w26734", "7")}, "anna");
  ASSERT_TRUE(bool(saved)) << english(saved.refusal().what);
  EXPECT_EQ(saved->revision, 2) << saved->problems.size();
  EXPECT_EQ(office->now()->revision(), 2);
  expect_as_anew(*office);
  // Who holds the state before keeps it.
  EXPECT_EQ(before->revision(), 1);
  EXPECT_EQ(before->facts().values().size() + 1, office->now()->facts().values().size());
  const auto entries = find_audit(**open_office(address_, Access::Use), {.actor = "anna"});
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].entry.action, "values.saved");
  EXPECT_EQ(entries[0].entry.subject, "unit/w26734");
  EXPECT_EQ(entries[0].payload->text,
            R"({"values":[{"indicator":"motorbikes","period":"2023-01-01/P1Y","unit":"w26734",)"
            R"("value":"7","status":"reported"}]})");
  EXPECT_TRUE(verdict().clean());
}

TEST_P(RunningOffice, WhatIsWrongIsToldByEntryAndNothingIsWritten) {
  const auto office = node();
  std::vector<ValueEntry> entries = {
      entry("motorbikes", "w26734", "7"), entry("motorbike", "w26734", "7"),
      entry("motorbikes", "nowhere", "7"), entry("motorbikes", "w26734", "seven"),
      entry("motorbikes", "w26734", "7")};
  entries[4].reported_on = "yesterday";
  const auto saved = office->save(entries, "anna");
  ASSERT_TRUE(bool(saved));
  EXPECT_EQ(saved->revision, 0);
  std::set<std::pair<int, std::string>> places;
  for (const Problem& problem : saved->problems) {
    EXPECT_EQ(problem.place.file, "entries");
    const auto field = static_cast<size_t>(problem.place.column - 1);
    ASSERT_LT(field, std::size(kValueEntryFields));
    places.emplace(problem.place.line, kValueEntryFields[field]);
  }
  EXPECT_EQ(places, (std::set<std::pair<int, std::string>>{
                        {2, "indicator"}, {3, "unit"}, {4, "value"}, {5, "reported_on"}}));
  EXPECT_EQ(office->now()->revision(), 1);
  EXPECT_EQ(store::newest_revision(**open_office(address_, Access::Use)), 1);
}

TEST_P(RunningOffice, ACellOfAnotherVersionIsAConflict) {
  const auto office = node();
  ValueEntry first = entry("motorbikes", "w26734", "7");
  first.expected = 1;
  ValueEntry other = entry("motorbikes", "w26740", "4");
  const auto saved = office->save({first, other}, "anna");
  ASSERT_EQ(saved->revision, 2);
  const auto again = office->save({other, first}, "binh");
  EXPECT_EQ(again->revision, 0);
  ASSERT_EQ(again->conflicts.size(), 1U);
  EXPECT_EQ(again->conflicts[0].entry, 1U);
  EXPECT_EQ(again->conflicts[0].revision, 2);
  EXPECT_EQ(office->now()->revision(), 2);
  first.expected = 2;
  EXPECT_EQ(office->save({first}, "binh")->revision, 3);
  ValueEntry none = entry("motorbikes", "w26743", "4");
  none.period = "2022";
  none.expected = 0;
  EXPECT_EQ(office->save({none}, "binh")->revision, 4);
  EXPECT_EQ(office->save({none}, "binh")->conflicts.size(), 1U);
}

TEST_P(RunningOffice, OfManyWhoWriteTheSameVersionOneDoes) {
  const auto a = node();
  const auto b = node();
  std::atomic<int> written{0};
  std::atomic<int> conflicts{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      ValueEntry one = entry("motorbikes", "w26734", std::to_string(i));
      one.expected = 1;
      const auto saved = (i % 2 == 0 ? a : b)->save({one}, "anna");
      ASSERT_TRUE(bool(saved)) << english(saved.refusal().what);
      (saved->revision > 0 ? written : conflicts) += 1;
    });
  }
  for (std::thread& each : threads) each.join();
  EXPECT_EQ(written, 1);
  EXPECT_EQ(conflicts, 5);
}

TEST_P(RunningOffice, AnotherNodeSeesItByItself) {
  const auto a = node();
  const auto b = node(std::chrono::milliseconds(5));
  std::mutex mutex;
  std::condition_variable told;
  std::vector<OfficeEvent> events;
  const int64_t listener = b->listen([&](const OfficeEvent& event) {
    const std::lock_guard lock(mutex);
    events.push_back(event);
    told.notify_all();
  });
  ASSERT_EQ(a->save({entry("motorbikes", "w26734", "7")}, "anna")->revision, 2);
  {
    std::unique_lock lock(mutex);
    ASSERT_TRUE(told.wait_for(lock, std::chrono::seconds(10), [&] { return !events.empty(); }));
  }
  EXPECT_EQ(b->now()->revision(), 2);
  EXPECT_EQ(events[0].revision, 2);
  EXPECT_FALSE(events[0].definitions_changed);
  ASSERT_EQ(events[0].values.size(), 1U);
  const Office& office = b->now()->office();
  EXPECT_EQ(office.definitions.units.id_of(events[0].values[0].unit), "w26734");
  expect_as_anew(*b);
  b->forget(listener);
  // A client that has seen a revision elsewhere is not shown an older one.
  const auto c = node();
  ASSERT_EQ(a->save({entry("motorbikes", "w26734", "9")}, "anna")->revision, 3);
  EXPECT_EQ((*c->at_least(3))->revision(), 3);
  EXPECT_FALSE(bool(c->at_least(4)));
}

TEST_P(RunningOffice, APackThatIsLoadedMeanwhileIsTakenUp) {
  const auto office = node();
  std::vector<OfficeEvent> events;
  office->listen([&](const OfficeEvent& event) { events.push_back(event); });
  PackFiles::Content content = small();
  content["README.md"] = "Another word.\n";
  ASSERT_TRUE(load(PackFiles::in_memory(content), 2 * kDay)->loaded);
  ASSERT_TRUE(*office->catch_up());
  EXPECT_FALSE(*office->catch_up());
  ASSERT_EQ(events.size(), 1U);
  EXPECT_TRUE(events[0].definitions_changed);
  EXPECT_EQ(office->now()->revision(), 2);
  expect_as_anew(*office);
  EXPECT_EQ(office->save({entry("motorbikes", "w26734", "7")}, "anna")->revision, 3);
  expect_as_anew(*office);
}

TEST_P(RunningOffice, WhatWasKnownOnADayStaysWhatItWas) {
  const auto office = node();
  const Zone zone = Zone::named(office->now()->office().definitions.zone).take();
  clock_ = zone.begin_of(Date{20});
  ASSERT_EQ(office->save({entry("motorbikes", "w26734", "7")}, "anna")->revision, 2);
  clock_ = zone.begin_of(Date{21});
  ASSERT_EQ(office->save({entry("motorbikes", "w26734", "9")}, "anna")->revision, 3);
  const auto value = [&](const std::shared_ptr<const OfficeNow>& state) {
    const Office& of = state->office();
    const auto unit = of.definitions.units.find_by_id("w26734");
    const engine::Column* column = state->facts().values().column(
        {*of.definitions.indicator("motorbikes"), year(2023), ""}, Status::Reported);
    return (*column)[unit->index()].exact;
  };
  EXPECT_EQ(office->known_on(Date{20}).take()->revision(), 2);
  EXPECT_EQ(value(office->known_on(Date{20}).take()), (Ratio{7, 1}));
  EXPECT_EQ(value(office->known_on(Date{25}).take()), (Ratio{9, 1}));
  EXPECT_EQ(office->known_on(Date{10}).take()->revision(), 1);
  EXPECT_FALSE(bool(office->known_on(Date{0})));
  // A state that is asked for again is the same one; only so many are kept.
  const auto second = office->known_on(Date{20}).take();
  EXPECT_EQ(second, office->known_on(Date{20}).take());
  clock_ = zone.begin_of(Date{22});
  ASSERT_EQ(office->save({entry("motorbikes", "w26734", "11")}, "anna")->revision, 4);
  EXPECT_EQ(value(office->known_on(Date{20}).take()), (Ratio{7, 1}));
  EXPECT_EQ(value(office->known_on(Date{21}).take()), (Ratio{9, 1}));
  EXPECT_EQ(value(office->known_on(Date{10}).take()), value(office->known_on(Date{11}).take()));
  EXPECT_NE(second, office->known_on(Date{20}).take());
  EXPECT_EQ(second->revision(), 2);
}

TEST_P(RunningOffice, AnExplanationSaysWhenItWasReported) {
  const auto office = node();
  ASSERT_EQ(office->save({entry("office_area", "w26734", "100.5")}, "anna")->revision, 2);
  const auto now = office->now();
  const auto run = now->run({kProgramme, year(2023), "", {}});
  ASSERT_TRUE(bool(run));
  const OrganisationUnitId unit = *now->office().definitions.units.find_by_id("w26734");
  const auto explained = (*run)->told(now->recorded(), [&](AssessmentRun& made) {
    return explain(made, now->office().sources, unit, std::nullopt);
  });
  ASSERT_TRUE(bool(explained)) << english(explained.refusal().what);
  std::string text;
  for (const std::string& line : render_text(*explained, Language::English, 100))
    text += line + "\n";
  for (size_t at; (at = text.find("\u00a0")) != std::string::npos;) text.replace(at, 2, " ");
  EXPECT_NE(text.find("100.5 m² · reported 10 Jan 2024"), std::string::npos) << text;
}

// Many write and read at once, on two nodes: revisions never fall, and at the end both nodes stand as
// an assessment made anew.
TEST_P(RunningOffice, NodesThatWriteAtOnceComeToTheSame) {
  const auto a = node(std::chrono::milliseconds(1));
  const auto b = node(std::chrono::milliseconds(1));
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (LiveOffice* office : {a.get(), b.get()}) {
    readers.emplace_back([&, office] {
      int64_t seen = 0;
      while (!done) {
        const auto now = office->now();
        EXPECT_GE(now->revision(), seen);
        seen = now->revision();
        EXPECT_TRUE(bool(now->assessment({kProgramme, year(2023), "", {}})));
      }
    });
  }
  const char* const wards[] = {"w26734", "w26737", "w26740"};
  std::vector<std::thread> writers;
  for (int w = 0; w < 4; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < 12; ++i) {
        ValueEntry one = entry("motorbikes", wards[i % 3], std::to_string((w * 7 + i * 5) % 11));
        if (i % 4 == 0) one.verified_on = "2024-01-11";
        const auto saved = (w % 2 == 0 ? a : b)->save({one}, "writer");
        EXPECT_TRUE(bool(saved) && saved->revision > 0);
      }
    });
  }
  for (std::thread& each : writers) each.join();
  done = true;
  for (std::thread& each : readers) each.join();
  EXPECT_EQ(a->at_least(49).take()->revision(), 49);
  EXPECT_EQ(b->at_least(49).take()->revision(), 49);
  expect_as_anew(*a);
  expect_as_anew(*b);
  EXPECT_TRUE(verdict().clean());
}

INSTANTIATE_TEST_SUITE_P(Both, RunningOffice, ::testing::Values(Engine::Sqlite, Engine::Postgresql),
                         store::engine_name);

}  // namespace
}  // namespace exemplar::programme
