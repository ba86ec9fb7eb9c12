// 200 people at once over loopback, each on a connection of their own: four of five requests read
// standings and forms, one saves a cell. The office is the reference pack in SQLite, fully synchronous
// (its demonstration, so that the units of its values exist), served by the real program; client and
// server share the machine.
//
//   flat out    each asks again as soon as it is answered
//   slow        the same beside 300 clients that send a byte a second and never end
//   by the day  each asks once a second, as people who work do
//
// In the same run the same server library saying hello to 200 connections, and how many commits a
// second SQLite makes on this disk. One line of JSON for each.
//
//   bench_server EXEMPLAR [--seconds=60] [--people=200]
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <thread>

#include "base/zone.hpp"
#include "http/server.hpp"
#include "programme/office_store/demonstration_data.hpp"
#include "programme/user/secret.hpp"
#include "programme/user/session_store.hpp"
#include "programme/user/set_up_service.hpp"

namespace {

using namespace exemplar;
using namespace exemplar::programme;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

struct Options {
  std::string exemplar;
  int seconds = 60;
  int people = 200;
};

// ── The office ───────────────────────────────────────────────────────────────────────────────────

struct Person {
  Role role = Role::Officer;
  std::string unit;
  std::string cookie;
  std::string csrf;
};

void run(const std::vector<std::string>& words) {
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    if (freopen("/dev/null", "w", stdout) == nullptr) _exit(126);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) throw std::runtime_error(words[1] + " failed");
}

// Of 200: 170 enter for a unit of their own, 24 look after a district, 6 see all of it.
std::vector<Person> people_of(const OfficeAddress& address, int count) {
  const auto read = read_office(address, {.reading = Reading::Outline}, std::nullopt);
  if (!read) throw std::runtime_error("the office cannot be read");
  const UnitRegister& units = read->office.definitions.units;
  const Date then = *make_date(2023, 12, 31);
  std::vector<std::string> wards;
  std::vector<std::string> districts;
  for (const OrganisationUnit& unit : units.parts().units) {
    if (!unit.validity.contains(then)) continue;
    const std::string& kind = unit.versions.front().kind;
    if (kind == "ward") wards.push_back(unit.id);
    if (kind == "urban district") districts.push_back(unit.id);
  }
  const PasswordHasher hasher({1, 8'192}, system_random());
  const auto connection = open_office(address, Access::Use).take();
  const int64_t now = instant_of(address, 0);
  const Date today = Zone::named(read->office.definitions.zone)->day_of(now);
  std::vector<Person> people;
  for (int i = 0; i < count; ++i) {
    Person person;
    NewPerson made;
    made.login = fmt::format("person-{}", i);
    made.name = made.login;
    made.password = "trời hôm nay rất đẹp";
    made.must_change_password = false;
    made.days = {today, kOpenFuture};
    person.role = i % 100 < 3 ? Role::Leader : i % 100 < 15 ? Role::Verifier : Role::Officer;
    made.role = person.role;
    if (person.role == Role::Verifier) {
      person.unit = districts[static_cast<size_t>(i) % districts.size()];
    } else if (person.role == Role::Officer) {
      person.unit = wards[static_cast<size_t>(i) % wards.size()];
    }
    if (!person.unit.empty()) {
      made.reach = {Reach::Extent::Units, {}, {person.unit}};
      if (person.role == Role::Verifier) {
        made.reach = {Reach::Extent::Below, "territory", {person.unit}};
      }
    }
    const auto account =
        set_up_person(*connection, made, hasher, units, today, {now, "system", system_random()});
    if (!account) throw std::runtime_error(render(account.refusal().what, Language::English));
    const WriteBy by{now, account->id, system_random()};
    store::Write write(*connection, by.now);
    person.cookie =
        start_session({write, by}, account->id, Factor::NotNeeded, {"password", "", ""}).token;
    write.commit();
    person.csrf = csrf_token(person.cookie);
    people.push_back(std::move(person));
  }
  return people;
}

class Served {
 public:
  Served(const std::string& exemplar, const std::string& data) {
    int pipes[2];
    if (pipe(pipes) != 0) throw std::runtime_error("no pipe");
    child_ = fork();
    if (child_ == 0) {
      dup2(pipes[1], 1);
      close(pipes[0]);
      execl(exemplar.c_str(), exemplar.c_str(), "serve", "--data", data.c_str(), "--port", "0",
            "--rate", "0", "--lang", "en", nullptr);
      _exit(127);
    }
    close(pipes[1]);
    std::string said;
    char c = 0;
    while (read(pipes[0], &c, 1) == 1 && c != '\n') said += c;
    const size_t at = said.find("127.0.0.1:");
    if (at == std::string::npos) throw std::runtime_error("it does not serve");
    port_ = static_cast<uint16_t>(std::stoi(said.substr(at + 10)));
    out_ = pipes[0];
  }
  ~Served() {
    kill(child_, SIGTERM);
    waitpid(child_, nullptr, 0);
    close(out_);
  }
  uint16_t port() const { return port_; }
  double processor_seconds() const {
    std::ifstream stat(fmt::format("/proc/{}/stat", child_));
    std::string word;
    double ticks = 0;
    for (int i = 1; i <= 15 && stat >> word; ++i) {
      if (i >= 14) ticks += std::stod(word);
    }
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
  }

 private:
  pid_t child_ = 0;
  uint16_t port_ = 0;
  int out_ = -1;
};

// ── A client ─────────────────────────────────────────────────────────────────────────────────────

int connected(uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect");
  }
  return socket;
}

// The status of the answer, read to its end; 0 where the connection broke.
int asked(int socket, const std::string& request, std::string& buffer) {
  size_t sent = 0;
  while (sent < request.size()) {
    const ssize_t wrote =
        ::send(socket, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
    if (wrote <= 0) return 0;
    sent += static_cast<size_t>(wrote);
  }
  buffer.clear();
  size_t end = std::string::npos;
  size_t length = 0;
  while (end == std::string::npos || buffer.size() < end + 4 + length) {
    const size_t before = buffer.size();
    buffer.resize(before + (64 << 10));
    const ssize_t got = ::recv(socket, buffer.data() + before, buffer.size() - before, 0);
    if (got <= 0) return 0;
    buffer.resize(before + static_cast<size_t>(got));
    if (end != std::string::npos) continue;
    end = buffer.find("\r\n\r\n");
    if (end == std::string::npos) continue;
    const size_t at = buffer.find("Content-Length: ");
    length = at < end ? std::stoul(buffer.substr(at + 16)) : 0;
  }
  return std::stoi(buffer.substr(9, 3));
}

std::string get(const Person& person, const std::string& target) {
  return fmt::format("GET /api/v1{} HTTP/1.1\r\nHost: localhost\r\nCookie: exemplar={}\r\n\r\n",
                     target, person.cookie);
}

std::string save(const Person& person, int value) {
  const std::string body = fmt::format(
      R"({{"values": [{{"indicator": "motorbikes", "period": "2023", "unit": "{}", "value": "{}", )"
      R"("source": "generator"}}]}})",
      person.unit, value);
  return fmt::format(
      "POST /api/v1/values HTTP/1.1\r\nHost: localhost\r\nCookie: exemplar={}\r\n"
      "X-CSRF-Token: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      person.cookie, person.csrf, body.size(), body);
}

struct Seen {
  std::vector<double> reads;  // seconds
  std::vector<double> saves;
  int64_t errors = 0;
};

void work(const Person& person, uint16_t port, unsigned seed, std::chrono::milliseconds pause,
          const std::atomic<bool>& stop, Seen& seen) {
  std::mt19937 draw(seed);
  const int socket = connected(port);
  std::string buffer;
  Clock::time_point next =
      Clock::now() + std::chrono::milliseconds(draw() % 1'000) * (pause.count() > 0 ? 1 : 0);
  while (!stop) {
    std::this_thread::sleep_until(next);
    const bool saves = person.role == Role::Officer && draw() % 85 < 20;  // one of five of all
    const bool form = draw() % 2 == 0;
    const std::string request =
        saves                          ? save(person, static_cast<int>(draw() % 20))
        : person.role != Role::Officer ? get(person, "/assessments?period=2023")
        : form                         ? get(person, "/values?period=2023&unit=" + person.unit)
               : get(person, "/assessments/" + person.unit + "?period=2023");
    const Clock::time_point begin = Clock::now();
    const int status = asked(socket, request, buffer);
    const double took = std::chrono::duration<double>(Clock::now() - begin).count();
    (saves ? seen.saves : seen.reads).push_back(took);
    if (status != (saves ? 201 : 200)) {
      if (seen.errors++ == 0) fmt::print(stderr, "status {}: {}\n", status, buffer.substr(0, 600));
      if (status == 0) break;
    }
    next = pause.count() > 0 ? next + pause : Clock::now();
  }
  ::close(socket);
}

double percentile(std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto at = static_cast<size_t>(share * static_cast<double>(sorted.size() - 1));
  return sorted[at];
}

void tell(const std::string& name, std::vector<Seen>& all, double seconds, double processor) {
  std::vector<double> every;
  std::vector<double> saves;
  int64_t errors = 0;
  for (Seen& one : all) {
    every.insert(every.end(), one.reads.begin(), one.reads.end());
    every.insert(every.end(), one.saves.begin(), one.saves.end());
    saves.insert(saves.end(), one.saves.begin(), one.saves.end());
    errors += one.errors;
  }
  std::sort(every.begin(), every.end());
  std::sort(saves.begin(), saves.end());
  fmt::print(
      R"({{"work": "{}", "seconds": {:.2f}, "requests_per_s": {:.1f}, "saves_per_s": {:.1f}, )"
      R"("p50_ms": {:.2f}, "p99_ms": {:.2f}, "max_ms": {:.2f}, "saves_p50_ms": {:.2f}, )"
      R"("saves_p99_ms": {:.2f}, "errors": {}, "server_processors": {:.2f}}})"
      "\n",
      name, seconds, static_cast<double>(every.size()) / seconds,
      static_cast<double>(saves.size()) / seconds, percentile(every, 0.5) * 1e3,
      percentile(every, 0.99) * 1e3, percentile(every, 1) * 1e3, percentile(saves, 0.5) * 1e3,
      percentile(saves, 0.99) * 1e3, errors, processor / seconds);
  std::fflush(stdout);
}

void measure(const std::string& name, const std::vector<Person>& people, const Served& server,
             int seconds, std::chrono::milliseconds pause) {
  std::atomic<bool> stop{false};
  std::vector<Seen> seen(people.size());
  std::vector<std::thread> threads;
  const double before = server.processor_seconds();
  const Clock::time_point begin = Clock::now();
  for (size_t i = 0; i < people.size(); ++i) {
    threads.emplace_back(
        [&, i] { work(people[i], server.port(), static_cast<unsigned>(i), pause, stop, seen[i]); });
  }
  std::this_thread::sleep_for(std::chrono::seconds(seconds));
  stop = true;
  for (std::thread& thread : threads) thread.join();
  const double took = std::chrono::duration<double>(Clock::now() - begin).count();
  tell(name, seen, took, server.processor_seconds() - before);
}

// ── What stands beside it ────────────────────────────────────────────────────────────────────────

// Clients that send a byte a second of a head that never ends; the server cuts them, and they come again.
class SlowClients {
 public:
  SlowClients(uint16_t port, int count) : thread_([this, port, count] { send_on(port, count); }) {}
  ~SlowClients() {
    stop_ = true;
    thread_.join();
  }

 private:
  void send_on(uint16_t port, int count) {
    std::vector<int> sockets(static_cast<size_t>(count), -1);
    while (!stop_) {
      for (int& socket : sockets) {
        if (socket < 0) socket = connected(port);
        if (::send(socket, "G", 1, MSG_NOSIGNAL | MSG_DONTWAIT) == 1) continue;
        ::close(socket);
        socket = -1;
      }
      for (int i = 0; i < 10 && !stop_; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
    }
    for (const int socket : sockets) {
      if (socket >= 0) ::close(socket);
    }
  }

  std::atomic<bool> stop_{false};
  std::thread thread_;
};

void hello(int people, int seconds) {
  auto server = http::Server::start({}, [](http::Request&) {
                  return http::response_of(200, "text/plain", "hello, world");
                }).take();
  std::atomic<bool> stop{false};
  std::vector<Seen> seen(static_cast<size_t>(people));
  std::vector<std::thread> threads;
  const Clock::time_point begin = Clock::now();
  for (Seen& one : seen) {
    threads.emplace_back([&] {
      const int socket = connected(server->port());
      std::string buffer;
      while (!stop) {
        const Clock::time_point asked_at = Clock::now();
        if (asked(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", buffer) != 200) ++one.errors;
        one.reads.push_back(std::chrono::duration<double>(Clock::now() - asked_at).count());
      }
      ::close(socket);
    });
  }
  std::this_thread::sleep_for(std::chrono::seconds(seconds));
  stop = true;
  for (std::thread& thread : threads) thread.join();
  tell("hello", seen, std::chrono::duration<double>(Clock::now() - begin).count(), 0);
}

void commits(const std::string& file, int seconds) {
  const auto connection = store::open({store::Engine::Sqlite, file}, {.create = true});
  connection->script("CREATE TABLE one (number bigint NOT NULL PRIMARY KEY, text text NOT NULL)");
  const Clock::time_point begin = Clock::now();
  const Clock::time_point end = begin + std::chrono::seconds(seconds);
  int64_t count = 0;
  while (Clock::now() < end) {
    store::Transaction transaction(*connection, store::Transaction::Kind::Write);
    connection->run("INSERT INTO one (number, text) VALUES ($1, $2)", {++count, "a value"});
    transaction.commit();
  }
  fmt::print(
      R"({{"work": "commits", "commits_per_s": {:.1f}}})"
      "\n",
      static_cast<double>(count) / std::chrono::duration<double>(Clock::now() - begin).count());
  std::fflush(stdout);
}

Options options_of(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.starts_with("--seconds=")) {
      options.seconds = std::stoi(word.substr(10));
    } else if (word.starts_with("--people=")) {
      options.people = std::stoi(word.substr(9));
    } else {
      options.exemplar = word;
    }
  }
  if (options.exemplar.empty()) throw std::runtime_error("usage: bench_server EXEMPLAR");
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  std::string pattern = (fs::temp_directory_path() / "exemplar-bench-XXXXXX").string();
  int code = 0;
  try {
    const Options options = options_of(argc, argv);
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    OfficeAddress address;
    address.folder = pattern + "/office";
    run({options.exemplar, "load", EXEMPLAR_ROOT "/packs/hcmc-ward-police", "--data",
         address.folder, "--demonstration"});
    const std::vector<Person> people = people_of(address, options.people);
    const int less = std::max(options.seconds / 3, 2);
    {
      const Served server(options.exemplar, address.folder);
      measure("flat out", people, server, options.seconds, {});
      {
        const SlowClients slow(server.port(), 300);
        measure("slow", people, server, less, {});
      }
      measure("by the day", people, server, less, std::chrono::seconds(1));
    }
    hello(options.people, less);
    commits(pattern + "/commits.db", less);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "bench_server: {}\n", problem.what());
    code = 1;
  }
  std::error_code ignored;
  fs::remove_all(pattern, ignored);
  return code;
}
