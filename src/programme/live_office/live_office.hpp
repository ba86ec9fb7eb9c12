// A running office: its newest state in memory, kept right while people here and on other nodes
// write, and the one path by which values are written.
//
//   save ─▶ read as values of a pack are ─▶ one transaction: versions held, facts, audit entry ─▶ commit
//                                                                                               │
//   other nodes, verbs ─▶ the same database ──▶ catch_up: all after our revision, in its order ◀┘
//                                                  └─▶ standings follow ─▶ a new OfficeNow ─▶ listeners
//
// Readers take now() and keep it as long as they like; they never wait for a writer.
#pragma once

#include <condition_variable>
#include <thread>

#include "programme/live_office/office_now.hpp"
#include "programme/live_office/value_entry.hpp"
#include "programme/live_office/value_import.hpp"
#include "programme/office_store/office_data.hpp"
#include "store/pool.hpp"

namespace exemplar::programme {

// What became other than it was, told after it is so.
struct OfficeEvent {
  int64_t revision = 0;
  bool definitions_changed = false;  // then whatever one knew of the office may be other
  // So many values at once that neither they nor what they moved are told one by one.
  bool much_changed = false;
  struct Moved {
    std::string programme;
    std::string criteria_set;
    Period period;
    Status floor = Status::Reported;
    OrganisationUnitId unit;
    Standing from;
    Standing to;
  };
  std::vector<Moved> moved;
  std::vector<ReportedValues::At> values;  // the cells of which something was recorded
};

// Of one save: written as a whole, or not at all.
struct SaveReport {
  Problems problems;  // of the entries: each in "entries", its line the entry's number from 1
  struct Conflict {
    size_t entry = 0;
    int64_t revision = 0;  // of the cell now
  };
  std::vector<Conflict> conflicts;
  bool not_permitted = false;  // to write of one of the units
  int64_t revision = 0;        // that has it; 0 where nothing was written
};

class LiveOffice {
 public:
  struct Options {
    OfficeAddress address;
    FillRandom random;
    std::function<store::Instant()> now;
    // How often it is looked whether others have written; 0: only when catch_up() is called.
    std::chrono::milliseconds look_every{100};
    size_t past_kept = 4;                 // states of days gone by
    store::Connection::Watch watch = {};  // of its connections, for tests
  };

  // Reads all of it. Refused as open_office is, and where the definitions have errors.
  static Result<std::unique_ptr<LiveOffice>> open(Options options);
  ~LiveOffice();

  // Never null; its revision never falls.
  std::shared_ptr<const OfficeNow> now() const;
  // At least that revision, which a client has seen on another node. Refused where nobody has
  // written it yet. This, known_on and save throw store::Failure for what the database cannot do.
  Result<std::shared_ptr<const OfficeNow>> at_least(int64_t revision);
  // As it was known at the end of that day. Refused where nothing was.
  Result<std::shared_ptr<const OfficeNow>> known_on(Date day);

  // Records the entries as what `actor` reports. Where any is wrong, or any cell has something newer
  // than its entry expects, or `permitted` says no to its unit, nothing is written. `condition` is of
  // the write.
  using Permitted = std::function<bool(OrganisationUnitId)>;
  Result<SaveReport> save(const std::vector<ValueEntry>& entries, const std::string& actor,
                          const Permitted& permitted, store::Condition condition = {});

  // Records the values of a file as what `actor` reports (value_import.hpp).
  Result<ImportReport> import_file(const ImportFile& file, const ImportOptions& options,
                                   const std::string& actor, const ImportPermitted& permitted,
                                   const store::Condition& condition = {});

  // The connections to its database, for others of this process.
  const store::Pool& pool() const { return pool_; }

  // Takes up what others have written; whether there was anything.
  Result<bool> catch_up();

  // `listener` is called after each change, in the order of revisions, by whoever made or found it;
  // it must be quick, and not call back. Until the returned number is given to `forget`.
  using Listener = std::function<void(const OfficeEvent&)>;
  int64_t listen(Listener listener);
  void forget(int64_t listener);

 private:
  struct Following {
    OfficeNow::Followed of;
    Status floor = Status::Reported;
    std::shared_ptr<const Facts> from;  // what `live` began with, and refers to
    std::unique_ptr<LiveAssessment> live;
  };

  explicit LiveOffice(Options options);
  std::optional<Refusal> read_all(int64_t revision);
  void follow(const std::vector<Fact>& facts, OfficeEvent& event);
  Result<bool> take_up();
  void publish(int64_t revision);
  std::shared_ptr<const RecordedFacts> recorded_at(const Office& office, int64_t revision) const;
  void tell(const OfficeEvent& event);
  void look_on();
  std::shared_ptr<const EntryReader> reader_of(const std::shared_ptr<const OfficeNow>& seen);

  Options options_;
  store::Pool pool_;
  std::shared_ptr<WordCache> words_ = std::make_shared<WordCache>();
  // What is read of the database, by one thread at a time.
  std::mutex following_;
  std::shared_ptr<const Office> office_;
  std::shared_ptr<const Facts> facts_;
  std::shared_ptr<const RecordedFacts> recorded_;
  std::vector<Following> follows_;
  // What is shown.
  mutable std::mutex showing_;
  std::shared_ptr<const OfficeNow> now_;
  std::map<int64_t, std::shared_ptr<const OfficeNow>> past_;  // by revision
  std::vector<int64_t> past_order_;                           // the one asked for last is last
  // How entries are read by the newest definitions.
  std::mutex reading_;
  std::shared_ptr<const Office> reader_for_;
  std::shared_ptr<const EntryReader> reader_;
  std::mutex listening_;
  std::map<int64_t, Listener> listeners_;
  int64_t last_listener_ = 0;
  std::mutex ending_;
  std::condition_variable ended_;
  bool end_ = false;
  std::thread looking_;
};

}  // namespace exemplar::programme
