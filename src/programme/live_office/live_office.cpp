#include "programme/live_office/live_office.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/zone.hpp"
#include "programme/office_store/fact_store.hpp"

namespace exemplar::programme {

namespace {

// Of more values than this it is quicker to read all of them anew than to follow each.
constexpr int64_t kFollowedMost = 20'000;
// The newest so many years of a criteria set are followed; any other is assessed when it is asked for.
constexpr size_t kYearsFollowed = 2;
constexpr Status kFloorsFollowed[] = {Status::Reported, Status::Verified};

std::optional<Refusal> first_error(const Problems& problems) {
  for (const Problem& problem : problems) {
    if (problem.severity != Severity::Error) continue;
    return Refusal{msg("the office's definitions cannot be used: {}: {}", to_string(problem.place),
                       problem.what),
                   problem.remedy};
  }
  return std::nullopt;
}

ReportedValues::Change change_of(const Definitions& definitions, const Fact& fact) {
  ReportedValues::Change change;
  ReportedValuesBuilder texts;
  change.key = {fact.indicator, fact.period, fact.category};
  change.form = form_of(definitions[fact.indicator]);
  change.value = reported_value(fact, change.form, texts);
  change.text = fact.text;
  return change;
}

// What was recorded, for the audit log.
std::string told(const Office& office, const std::vector<ValueEntry>& entries,
                 const std::vector<const Fact*>& facts) {
  Json values = Json::array();
  for (size_t i = 0; i < facts.size(); ++i) {
    Json value = Json::object();
    value.add("indicator", Json::string(entries[i].indicator));
    value.add("period", Json::string(to_string(facts[i]->period)));
    value.add("unit", Json::string(office.definitions.units.id_of(facts[i]->unit)));
    if (!facts[i]->category.empty()) value.add("category", Json::string(facts[i]->category));
    value.add("value", Json::string(entries[i].value));
    value.add("status", Json::string(name_of(facts[i]->status())));
    values.add(std::move(value));
  }
  Json json = Json::object();
  json.add("values", values);
  std::string text = json.compact();
  if (text.size() <= kAuditPayloadBytesMax) return text;
  // More than an entry holds: how many there were, and what would prove them.
  Json short_one = Json::object();
  short_one.add("values_count", Json::integer(static_cast<int64_t>(facts.size())));
  short_one.add("digest", Json::string(hex(blake2b_256({}, text))));
  return short_one.compact();
}

// The unit that all are of; else the values of several.
std::string subject_of(const Office& office, const std::vector<const Fact*>& facts) {
  const OrganisationUnitId unit = facts.front()->unit;
  const bool one =
      std::all_of(facts.begin(), facts.end(), [&](const Fact* fact) { return fact->unit == unit; });
  return one ? "unit/" + office.definitions.units.id_of(unit) : "values";
}

}  // namespace

LiveOffice::LiveOffice(Options options)
    : options_(std::move(options)), pool_(location_of(options_.address)) {
  if (options_.watch) pool_.watch(options_.watch);
}

Result<std::unique_ptr<LiveOffice>> LiveOffice::open(Options options) {
  const OfficeAddress address = options.address;
  const auto there = open_office(address, Access::Use);
  if (!there) return there.refusal();
  std::unique_ptr<LiveOffice> office(new LiveOffice(std::move(options)));
  const auto read = office->catch_up();
  if (!read) return read.refusal();
  if (office->now_ == nullptr) {
    return Refusal{msg("there is no office in {}", address.shown()),
                   msg("fill it first: exemplar load PACK")};
  }
  if (office->options_.look_every.count() > 0) {
    office->looking_ = std::thread([self = office.get()] { self->look_on(); });
  }
  return office;
}

LiveOffice::~LiveOffice() {
  {
    const std::lock_guard lock(ending_);
    end_ = true;
  }
  ended_.notify_all();
  if (looking_.joinable()) looking_.join();
}

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────

std::shared_ptr<const OfficeNow> LiveOffice::now() const {
  const std::lock_guard lock(showing_);
  return now_;
}

Result<std::shared_ptr<const OfficeNow>> LiveOffice::at_least(int64_t revision) {
  if (now()->revision() < revision) {
    const auto caught_up = take_up();
    if (!caught_up) return caught_up.refusal();
  }
  std::shared_ptr<const OfficeNow> newest = now();
  if (newest->revision() >= revision) return newest;
  return Refusal{msg("there is no revision {} yet: the newest is {}", revision, newest->revision()),
                 msg("ask for one that was told by this office")};
}

Result<std::shared_ptr<const OfficeNow>> LiveOffice::known_on(Date day) {
  std::shared_ptr<const OfficeNow> newest = now();
  const auto zone = Zone::named(newest->office().definitions.zone);
  if (!zone) return zone.refusal();
  const std::shared_ptr<store::Connection> connection = pool_.borrow();
  const int64_t revision = store::revision_at(*connection, zone->end_of(day));
  // This node may not have taken up all of that day yet.
  if (revision > newest->revision()) {
    const auto caught_up = take_up();
    if (!caught_up) return caught_up.refusal();
    newest = now();
  }
  if (revision == newest->revision()) return newest;
  if (revision == 0) {
    return Refusal{msg("nothing was recorded by the end of {}", iso(day)), msg("name a later day")};
  }
  {
    const std::lock_guard lock(showing_);
    std::erase(past_order_, revision);
    past_order_.push_back(revision);
    if (const auto found = past_.find(revision); found != past_.end()) return found->second;
  }
  auto office = std::make_shared<Office>();
  const PackReading read = read_office(connection, revision, {.reading = Reading::ValuesAlone});
  *office = read.office;
  const auto facts = std::make_shared<const Facts>(std::move(office->facts));
  office->facts = {};
  auto made =
      std::make_shared<const OfficeNow>(revision, office, facts, recorded_at(*office, revision));
  const std::lock_guard lock(showing_);
  past_[revision] = made;
  while (past_order_.size() > options_.past_kept) {
    past_.erase(past_order_.front());
    past_order_.erase(past_order_.begin());
  }
  return made;
}

std::shared_ptr<const RecordedFacts> LiveOffice::recorded_at(const Office& office,
                                                             int64_t revision) const {
  return std::make_shared<FactsInDatabase>([pool = pool_]() mutable { return pool.borrow(); },
                                           FactsInDatabase::Readers::ManyAtOnce, terms_of(office),
                                           words_, revision);
}

// ── Following ────────────────────────────────────────────────────────────────────────────────────

std::optional<Refusal> LiveOffice::read_all(int64_t revision) {
  const std::shared_ptr<store::Connection> own = pool_.borrow();
  PackReading read = read_office(own, revision, {.reading = Reading::ValuesAlone});
  if (auto refusal = first_error(read.problems)) return refusal;
  auto office = std::make_shared<Office>(std::move(read.office));
  facts_ = std::make_shared<const Facts>(std::move(office->facts));
  // The years that are judged are found by the values.
  office->facts = Facts(facts_->values(), facts_->sources());
  follows_.clear();
  for (const Programme& programme : office->definitions.programmes) {
    for (const CriteriaSet& set : programme.sets) {
      std::vector<Period> years = judged_years(*office, programme, &set);
      years.resize(std::min(years.size(), kYearsFollowed));
      if (years.empty()) continue;
      for (const Status floor : kFloorsFollowed) {
        auto live = LiveAssessment::make(office->definitions, *facts_,
                                         {programme.id, set.id, years, {floor, {}}});
        if (!live) return live.refusal();
        follows_.push_back({{programme.id, set.id, years, nullptr}, floor, facts_, live.take()});
      }
    }
  }
  office->facts = {};
  office_ = std::move(office);
  return std::nullopt;
}

void LiveOffice::follow(const std::vector<Fact>& facts, OfficeEvent& event) {
  std::vector<ReportedValues::Change> changes;
  std::set<SourceId> sources(facts_->sources().begin(), facts_->sources().end());
  for (const Fact& fact : facts) {
    changes.push_back(change_of(office_->definitions, fact));
    sources.insert(fact.source);
    event.values.push_back({changes.back().key, fact.unit});
  }
  for (Following& one : follows_) {
    const LiveAssessment::Changed changed = one.live->set_values(changes);
    for (const auto& moved : changed.moved) {
      event.moved.push_back({one.of.programme, one.of.criteria_set, moved.period, one.floor,
                             moved.unit, moved.from, moved.to});
    }
  }
  facts_ = std::make_shared<const Facts>(facts_->values().with(changes),
                                         std::vector<SourceId>(sources.begin(), sources.end()));
}

void LiveOffice::publish(int64_t revision) {
  std::vector<OfficeNow::Followed> followed;
  for (const Following& one : follows_) {
    followed.push_back(one.of);
    followed.back().snapshot = one.live->snapshot();
  }
  auto made =
      std::make_shared<const OfficeNow>(revision, office_, facts_, recorded_, std::move(followed));
  const std::lock_guard lock(showing_);
  now_ = std::move(made);
}

Result<bool> LiveOffice::catch_up() {
  try {
    return take_up();
  } catch (const store::Failure& failure) {
    return refusal_of(failure, options_.address);
  }
}

Result<bool> LiveOffice::take_up() {
  const std::lock_guard lock(following_);
  const std::shared_ptr<store::Connection> connection = pool_.borrow();
  const int64_t seen = now_ == nullptr ? 0 : now_->revision();
  OfficeEvent event;
  std::vector<Fact> facts;
  {
    store::Transaction reading(*connection, store::Transaction::Kind::Read);
    event.revision = store::newest_revision(*connection);
    if (event.revision == seen) return false;
    if (seen == 0 || definitions_changed(*connection, seen, event.revision)) {
      event.definitions_changed = true;
    } else if (more_facts_than(*connection, seen, kFollowedMost)) {
      event.much_changed = true;
    } else {
      Problems problems;
      facts = read_facts_between(*connection, *office_, *words_, seen, event.revision, problems);
      if (auto refusal = first_error(problems)) return *refusal;
    }
  }
  if (event.definitions_changed || event.much_changed) {
    if (auto refusal = read_all(event.revision)) return *refusal;
  } else {
    follow(facts, event);
  }
  recorded_ = recorded_at(*office_, event.revision);
  publish(event.revision);
  tell(event);
  return true;
}

void LiveOffice::look_on() {
  std::unique_lock lock(ending_);
  while (!ended_.wait_for(lock, options_.look_every, [this] { return end_; })) {
    lock.unlock();
    // A database that cannot be reached now may be reached the next time.
    (void)catch_up();
    lock.lock();
  }
}

// ── Listeners ────────────────────────────────────────────────────────────────────────────────────

int64_t LiveOffice::listen(Listener listener) {
  const std::lock_guard lock(listening_);
  listeners_[++last_listener_] = std::move(listener);
  return last_listener_;
}

void LiveOffice::forget(int64_t listener) {
  const std::lock_guard lock(listening_);
  listeners_.erase(listener);
}

void LiveOffice::tell(const OfficeEvent& event) {
  const std::lock_guard lock(listening_);
  for (const auto& [number, listener] : listeners_) listener(event);
}

// ── Writing ──────────────────────────────────────────────────────────────────────────────────────

Result<SaveReport> LiveOffice::save(const std::vector<ValueEntry>& entries,
                                    const std::string& actor, const Permitted& permitted,
                                    store::Condition condition) {
  SaveReport report;
  if (entries.empty()) return report;
  const std::shared_ptr<const OfficeNow> seen = now();
  const Office& office = seen->office();
  const ReadEntries read = reader_of(seen)->read(entries);
  report.problems.add(read.problems);
  if (report.problems.has_errors()) return report;
  std::vector<const Fact*> facts;
  for (const std::optional<Fact>& fact : read.facts) {
    if (!permitted(fact->unit)) report.not_permitted = true;
    facts.push_back(&*fact);
  }
  if (report.not_permitted) return report;
  {
    const std::shared_ptr<store::Connection> connection = pool_.borrow();
    connection->before_next_write(std::move(condition));
    store::Write write(*connection, options_.now());
    if (definitions_changed(*connection, seen->revision(), write.revision())) {
      return Refusal{msg("the office's definitions have just changed"),
                     msg("look at the form again, then save")};
    }
    for (size_t i = 0; i < entries.size(); ++i) {
      if (!entries[i].expected) continue;
      const int64_t newest = revision_of_cell(*connection, office, *facts[i]);
      if (newest > *entries[i].expected) report.conflicts.push_back({i, newest});
    }
    if (!report.conflicts.empty()) return report;
    if (const auto refusal = append_facts(write, office, facts)) return *refusal;
    append_audit(write,
                 {actor, "values.saved", subject_of(office, facts), told(office, entries, facts)},
                 options_.random);
    write.commit();
    report.revision = write.revision();
  }
  // It stands: that this node shows it is another matter, and looked for again.
  (void)catch_up();
  return report;
}

Result<ImportReport> LiveOffice::import_file(const ImportFile& file, const ImportOptions& options,
                                             const std::string& actor,
                                             const ImportPermitted& permitted,
                                             const store::Condition& condition) {
  const std::shared_ptr<const OfficeNow> seen = now();
  Result<ImportReport> report = ImportReport{};
  try {
    report = import_values(*pool_.borrow(), seen->office(), seen->revision(), file, options,
                           permitted, {options_.now(), actor, options_.random}, condition);
  } catch (const store::Failure& failure) {
    return refusal_of(failure, options_.address);
  }
  if (report && report->written) (void)catch_up();
  return report;
}

std::shared_ptr<const EntryReader> LiveOffice::reader_of(
    const std::shared_ptr<const OfficeNow>& seen) {
  const std::lock_guard lock(reading_);
  if (reader_ == nullptr || reader_for_ != seen->shared_office()) {
    reader_for_ = seen->shared_office();
    reader_ = std::make_shared<const EntryReader>(reader_for_);
  }
  return reader_;
}

}  // namespace exemplar::programme
