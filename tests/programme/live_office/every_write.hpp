// An office whose database fails at a statement that is asked for, and the rows of writes that are tried
// on it: each is done wholly or not at all.
#pragma once

#include "programme/job/job_runner.hpp"
#include "programme/live_office/live_office.hpp"
#include "programme/live_office/office_jobs.hpp"
#include "programme/office_store/office_at.hpp"
#include "programme/office_store/tables_store.hpp"
#include "programme/user/api_token_store.hpp"
#include "programme/user/hand_over_store.hpp"
#include "programme/user/idempotency_store.hpp"
#include "programme/user/keeping_rules.hpp"
#include "programme/user/set_up_service.hpp"
#include "programme/user/sign_in_service.hpp"
#include "store/every_row.hpp"

namespace exemplar::programme {

inline constexpr const char* kPassword = "trời hôm nay rất đẹp";
inline constexpr InstantUs kHour = 3'600 * kSecondUs;

struct WriteRow {
  std::string name;
  std::function<bool()> work;
  int at_least = 5;  // statements
};

class EveryWrite : public OfficeAt {
 public:
  void SetUp() override {
    OfficeAt::SetUp();
    if (IsSkipped()) return;
    ASSERT_TRUE(bool(load(small_pack(), now_ - kDay)));
    connection_ = open_office(address_, Access::Use).take();
    connection_->watch([this](std::string_view) { count_statement(); });
    LiveOffice::Options options;
    options.address = address_;
    options.random = random_;
    options.now = [this] { return now_; };
    options.look_every = {};
    options.watch = [this](std::string_view) { count_statement(); };
    office_ = LiveOffice::open(std::move(options)).take();
    units_ = &(office_units_ = office_->now()->shared_office())->definitions.units;
  }
  void add_people() {
    keeper_ = add("keeper", Role::Administrator, {Reach::Extent::Everything, {}, {}});
    an_ = add("an.nv", Role::Officer, ward());
    binh_ = add("binh", std::nullopt, {});
    giver_ = powers_of_account(*connection_, keeper_, now_);
  }
  void TearDown() override {
    connection_.reset();
    office_.reset();
    OfficeAt::TearDown();
  }

  void count_statement() {
    if (fail_at_ == 0 || ++statements_ != fail_at_) return;
    fired_ = true;
    throw store::Failure(store::Failure::Kind::Full, "no room");
  }
  static Reach ward() { return {Reach::Extent::Units, {}, {"w26734"}}; }
  WriteBy by(const std::string& actor) const { return {now_, actor, random_}; }
  Keeper keeper() const { return {giver_, *units_, today_}; }

  template <typename Work>
  bool write_as(const std::string& actor, const Work& work) {
    const WriteBy by_whom = by(actor);
    store::Write write(*connection_, now_);
    if (!work(Change{write, by_whom})) return false;
    write.commit();
    return true;
  }
  std::string add(const std::string& login, std::optional<Role> role, Reach reach) {
    std::string id;
    EXPECT_TRUE(write_as("system", [&](const Change& change) {
      const auto account = add_account(change, login, "Tên " + login);
      id = account->id;
      set_password(change, id, hasher_.hash(kPassword, random_), false, {});
      return !role ||
             bool(add_grant(change, {id, *role, std::move(reach), {today_, kOpenFuture}, "x"},
                            nullptr, *units_, today_));
    }));
    return id;
  }

  // All rows of all tables but counts and leases, which no write guards.
  std::string everything() {
    if (!rows_) {
      std::vector<std::string_view> tables(office_tables().begin(), office_tables().end());
      std::erase_if(tables, [](std::string_view one) {
        return one == "sign_in_failure" || one == "job_lease";
      });
      rows_.emplace(GetParam(), std::move(tables));
    }
    const std::string all = rows_->of(*connection_);
    return hex(blake2b_256({}, all)) + " of " + std::to_string(all.size());
  }

  JobRunner runner_of(Job job) {
    std::vector<Job> jobs;
    jobs.push_back(std::move(job));
    return JobRunner({std::move(jobs), "node", random_, [this] { return now_; }, kHour, {}});
  }

  // How many of its statements failed before it did what it should.
  int fail_each_statement(const std::function<bool()>& work) {
    const std::string before = everything();
    int failed = 0;
    // Of a write of very many statements the later ones are alike.
    for (int nth = 1;; nth += nth < 60 ? 1 : 7) {
      fail_at_ = nth;
      statements_ = 0;
      fired_ = false;
      bool done = false;
      try {
        done = work();
      } catch (const store::Failure&) {
      }
      fail_at_ = 0;
      if (done) break;
      EXPECT_TRUE(fired_) << "refused without a fault";
      EXPECT_TRUE(connection_->usable());
      EXPECT_EQ(everything(), before) << "after statement " << nth;
      if (!fired_ || HasFailure()) return failed;
      ++failed;
    }
    EXPECT_NE(everything(), before);
    return failed;
  }

  InstantUs now_ = InstantUs{1'705'366'800} * kSecondUs;  // 16 January 2024, 08:00
  Date today_ = *make_date(2024, 1, 16);
  FillRandom random_ = system_random();
  PasswordHasher hasher_{{1, 8'192}, random_};
  HashGate gate_{4, 4};
  SealingKey key_{};
  const Zone zone_ = Zone::named("Asia/Ho_Chi_Minh").take();
  SigningKey signing_ = signing_key(std::array<uint8_t, 32>{5});
  std::unique_ptr<LiveOffice> office_;
  std::shared_ptr<const Office> office_units_;
  const UnitRegister* units_ = nullptr;
  std::shared_ptr<store::Connection> connection_;
  std::string keeper_, an_, binh_;
  Powers giver_;
  std::optional<store::EveryRow> rows_;
  int fail_at_ = 0, statements_ = 0;
  bool fired_ = false;
};

// The services that people call; signing in and out; by a provider. Others' rows are in the test.
std::vector<WriteRow> writes_of_keepers(EveryWrite& office);
std::vector<WriteRow> writes_of_signing_in(EveryWrite& office);
std::vector<WriteRow> writes_of_single_sign_on(EveryWrite& office);
// Each place of src/ that begins a write has a row among these.
void expect_every_place_has_a_row(const std::vector<std::string>& rows);

}  // namespace exemplar::programme
