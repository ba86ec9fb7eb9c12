// The command line: parses, reads the pack, calls one verb, prints its report.
//
//   exemplar VERB PACK [options] ─▶ Line ─▶ read_pack ─▶ verb ─▶ Report ─▶ table, JSON or CSV
//
// Exit code 0: done. 1: refused or failed, one line on the standard error output says why and what
// would be right. 2: the command line is wrong.
#include <pthread.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>

#include "api/serve.hpp"
#include "cli/command_line.hpp"
#include "cli/proposed_command.hpp"
#include "cli/words.hpp"

namespace exemplar::cli {

namespace {

constexpr int kDone = 0;
constexpr int kRefused = 1;
constexpr int kWrongUsage = 2;

Date today() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm local{};
  localtime_r(&now, &local);
  return make_date(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday).value_or(Date{});
}

int refuse(const Message& what, const Message& remedy, int code, Language language) {
  std::fprintf(stderr, "exemplar: %s\n", sentence(what, remedy, language).c_str());
  return code;
}

constexpr size_t kProblemsShown = 3;

int refuse_pack(const Problems& problems, const Common& common) {
  size_t shown = 0;
  size_t errors = 0;
  const Problem* too_large = nullptr;
  for (const Problem& problem : problems) {
    if (problem.severity != Severity::Error) continue;
    if (problem.code == programme::kTooLargeCode) {
      too_large = &problem;
      continue;
    }
    ++errors;
    if (shown < kProblemsShown) {
      ++shown;
      std::fprintf(stderr, "%s\n", to_string(problem, common.language).c_str());
    }
  }
  if (errors == 0 && too_large != nullptr) {
    return refuse(too_large->what, too_large->remedy, kRefused, common.language);
  }
  return refuse(msg("the pack has {} errors and cannot be used", errors),
                msg("run {} check {}", shell_word(common.command), source_words(common)), kRefused,
                common.language);
}

int print(const std::string& text, Language language) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (!written) return refuse(msg("the output could not be written"), {}, kRefused, language);
  return kDone;
}

int print(const Report& report, Format format, Language language) {
  const int code = print(render(report, format), language);
  return code == kDone ? report.exit_code : code;
}

int print_functions(const Line& line) {
  const Language language = line.common.language;
  if (line.functions.markdown && line.functions.name.empty()) {
    return print(functions_page(language), language);
  }
  const auto report = functions(line.common, line.functions);
  if (!report) {
    return refuse(report.refusal().what, report.refusal().remedy, kRefused, language);
  }
  return print(*report, line.format, language);
}

Result<Report> call(const std::string& verb, const Line& line, programme::PackReading& reading) {
  const Common& common = line.common;
  programme::Office& office = reading.office;
  if (verb == "assess") return assess(office, common, line.assess);
  if (verb == "explain") return explain(office, reading.recorded.get(), common, line.explain);
  if (verb == "targets") return targets(office, common, line.targets);
  if (verb == "units") return units(office, common, line.units);
  if (verb == "compare") return compare(office, common, line.compare);
  if (verb == "review") return review(office, common, line.review);
  if (verb == "report") return report(office, common, line.review);
  if (verb == "export") return export_tables(office, *reading.recorded, common, line.exported);
  if (verb == "workbook") return workbook(office, common, line.workbook);
  return overview(office, common, line.overview);
}

int convert_file(const Line& line) {
  const Language language = line.common.language;
  std::ifstream file(line.convert.file, std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf())) {
    return refuse(msg("{} cannot be read", line.convert.file), msg("name a file that is there"),
                  kRefused, language);
  }
  const auto report = convert(bytes.str(), line.convert, line.common);
  if (!report) {
    return refuse(report.refusal().what, report.refusal().remedy, kRefused, language);
  }
  return print(*report, line.format, language);
}

// Who reported a value, when and from which source is told where many units are explained at once;
// `explain` fetches it for the values that it shows, `export` writes it as it goes.
programme::ReadOptions read_options(const std::string& verb) {
  using programme::Reading;
  programme::ReadOptions options;
  options.reading = verb == "review" || verb == "report" || verb == "workbook" ? Reading::Facts
                    : verb == "export" || verb == "sql" || verb == "units"     ? Reading::Outline
                                                                           : Reading::ValuesAlone;
  // So many megabytes may be taken on a machine that is shared: whatever is no number limits nothing.
  if (const char* megabytes = std::getenv("EXEMPLAR_MEMORY_MB")) {
    options.memory_max = std::strtoull(megabytes, nullptr, 10) * 1'000'000;
  }
  return options;
}

int print(const Result<Report>& report, const Line& line) {
  const Language language = line.common.language;
  if (report) return print(*report, line.format, language);
  return refuse(report.refusal().what, report.refusal().remedy, kRefused, language);
}

// What the system's clock and random numbers are needed for.
programme::WriteBy by_the_system() {
  using namespace std::chrono;
  const auto now = duration_cast<microseconds>(system_clock::now().time_since_epoch());
  return {now.count(), "system", programme::system_random()};
}

// In an office whose clock stands, at that time.
programme::WriteBy by_the_office(const Line& line) {
  programme::WriteBy by = by_the_system();
  by.now = programme::instant_of(line.common.address, by.now);
  return by;
}

// A line of the standard input; at a terminal asked for, and not shown.
std::string read_password(Language language) {
  termios before{};
  const bool terminal = isatty(STDIN_FILENO) != 0 && tcgetattr(STDIN_FILENO, &before) == 0;
  if (terminal) {
    std::fprintf(stderr, "%s: ", render(msg("password"), language).c_str());
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  std::string password;
  std::getline(std::cin, password);
  if (terminal) {
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::fprintf(stderr, "\n");
  }
  return password;
}

// Until the process is told to end (Ctrl-C, or as a service manager does).
int serve(const Line& line) {
  const Language language = line.common.language;
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // of every thread made from here on
  api::ServeOptions options;
  options.address = line.common.address;
  options.listen = line.serve.listen;
  options.port = line.serve.port;
  options.keys = line.serve.keys;
  options.hosts = line.serve.hosts;
  options.behind_tls = line.serve.behind_tls;
  options.single_sign_on = {line.serve.oidc_issuer, line.serve.oidc_client,
                            line.serve.oidc_secret_file, line.serve.oidc_name,
                            line.serve.oidc_longest_age};
  options.account_rate = {line.serve.rate, 4 * line.serve.rate};
  options.language = language;
  options.checkpoints = line.serve.checkpoints;
  options.now = [] { return by_the_system().now; };
  options.told = [language](const Message& what) {
    const std::string at = programme::iso_instant(by_the_system().now);
    std::fprintf(stderr, "%s %s\n", at.c_str(), render(what, language).c_str());
  };
  options.random = programme::system_random();
  const auto ready = [&](const api::Serving& serving) {
    print(render(msg("{} serves {} at {}, revision {}", line.common.command,
                     line.common.address.shown(), serving.address, serving.revision),
                 language) +
              "\n",
          language);
    if (!serving.demonstration) return;
    print(render(msg("a demonstration: open {} in a browser and choose a door; Ctrl-C ends it",
                     serving.address),
                 language) +
              "\n",
          language);
  };
  const auto wait = [&ends] {
    int told = 0;
    sigwait(&ends, &told);
  };
  if (const auto refusal = api::serve(options, ready, wait)) {
    return refuse(refusal->what, refusal->remedy, kRefused, language);
  }
  return kDone;
}

int audit(const Line& line) {
  const Common& common = line.common;
  if (line.audit.action == "verify") return print(verify_audit(line.audit, common), line);
  if (line.audit.action == "checkpoint") {
    return print(make_checkpoint(line.audit, common, by_the_system()), line);
  }
  bool written = true;
  const auto sink = [&](std::string_view bytes) {
    written = written && std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size();
  };
  const auto report = export_audit(line.audit, common, by_the_system(), sink);
  if (!report || line.audit.file != "-") return print(report, line);
  if (written && std::fflush(stdout) == 0) return kDone;
  return refuse(msg("the output could not be written"), {}, kRefused, common.language);
}

Result<Report> load(const Line& line) {
  Problems listing;
  const auto files = programme::PackFiles::in_folder(line.common.pack, listing);
  return load_office(files, listing, line.office, line.common, by_the_office(line));
}

// Verbs that read no office as a whole. None: it is not one of them.
std::optional<int> call_without_office(const Line& line) {
  const Common& common = line.common;
  if (line.verb == "functions") return print_functions(line);
  if (line.verb == "convert") return convert_file(line);
  if (line.verb == "audit") return audit(line);
  if (line.verb == "load") return print(load(line), line);
  if (line.verb == "serve") return serve(line);
  if (line.verb == "account") {
    return print(
        add_account(line.account, read_password(common.language), common, by_the_office(line)),
        line);
  }
  if (line.verb == "import") {
    return print(import_file(line.imported, common, by_the_system()), line);
  }
  if (line.verb == "migrate") return print(migrate_office(common, by_the_system()), line);
  if (line.verb == "backup") return print(backup_office(line.office, common), line);
  if (line.verb == "restore")
    return print(restore_office(line.office, common, by_the_system()), line);
  if (line.verb == "verify") return print(verify_office(line.office, common), line);
  if (line.verb == "export-pack") return print(export_pack(line.office, common), line);
  return std::nullopt;
}

// The one place where a verb's pack or office is read.
Result<programme::PackReading> read_source(const Line& line) {
  const Common& common = line.common;
  const programme::ReadOptions options = read_options(line.verb);
  if (!common.address.given()) return programme::read_pack(common.pack, options);
  std::optional<Date> known_on;
  if (!common.known_on.empty()) known_on = day_of(common.known_on).value();
  return programme::read_office(common.address, options, known_on);
}

int run(int argc, char** argv) {
  const Language language = language_of(argc, argv);
  auto parsed = parse_line(argc, argv, today());
  if (const auto* help = std::get_if<HelpText>(&parsed)) return print(help->text, language);
  if (const auto* wrong = std::get_if<Refusal>(&parsed)) {
    return refuse(wrong->what, wrong->remedy, kWrongUsage, language);
  }
  const Line& line = std::get<Line>(parsed);
  if (const auto code = call_without_office(line)) return *code;
  auto source = read_source(line);
  if (!source) return refuse(source.refusal().what, source.refusal().remedy, kRefused, language);
  programme::PackReading& reading = *source;
  if (line.verb == "check") return print(check(reading, line.common), line.format, language);
  const Problems problems = findings_on(reading);
  if (problems.has_errors()) return refuse_pack(problems, line.common);
  if (line.verb == "sql") {
    const auto script = sql(reading.office, line.common, line.sql);
    if (script) return print(*script, language);
    return refuse(script.refusal().what, script.refusal().remedy, kRefused, language);
  }
  return print(call(line.verb, line, reading), line);
}

}  // namespace

}  // namespace exemplar::cli

int main(int argc, char** argv) {
  return exemplar::cli::run(argc, argv);
}
