// The command line: parses, reads the pack, calls one verb, prints its report.
//
//   exemplar VERB PACK [options] ─▶ Line ─▶ read_pack ─▶ verb ─▶ Report ─▶ table, JSON or CSV
//
// Exit code 0: done. 1: refused or failed, one line on the standard error output says why and what
// would be right. 2: the command line is wrong.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>

#include "base/nearest.hpp"
#include "cli/audit.hpp"
#include "cli/convert.hpp"
#include "cli/export.hpp"
#include "cli/proposed_command.hpp"
#include "cli/sql.hpp"
#include "cli/verbs.hpp"

namespace exemplar::cli {

namespace {

constexpr int kDone = 0;
constexpr int kRefused = 1;
constexpr int kWrongUsage = 2;

struct Line {
  Common common;
  Format format = Format::Table;
  AssessOptions assess;
  ExplainOptions explain;
  TargetsOptions targets;
  UnitsOptions units;
  CompareOptions compare;
  OverviewOptions overview;
  ReviewOptions review;
  ConvertOptions convert;
  AuditOptions audit;
  SqlOptions sql;
  ExportOptions exported;
  FunctionsOptions functions;
  WorkbookOptions workbook;
};

// The language decides how the help reads, so it is looked for before anything else.
Language language_of(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--lang=en") return Language::English;
    if (word == "--lang" && i + 1 < argc && std::string_view(argv[i + 1]) == "en") {
      return Language::English;
    }
  }
  return Language::Vietnamese;
}

Date today() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm local{};
  localtime_r(&now, &local);
  return make_date(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday).value_or(Date{});
}

std::string sentence(const Message& what, const Message& remedy, Language language) {
  std::string text = render(what, language);
  if (!remedy.pattern.empty()) text += "; " + render(remedy, language);
  return text;
}

int refuse(const Message& what, const Message& remedy, int code, Language language) {
  std::fprintf(stderr, "exemplar: %s\n", sentence(what, remedy, language).c_str());
  return code;
}

// Builds the verbs and their options; the words of the help come from the translations.
class Parser {
 public:
  Parser(Line& line) : line_(line), language_(line.common.language) {}

  void build(CLI::App& app) {
    app.name("exemplar");
    app.description(say(
        msg("Which units meet the criteria of a programme, why, and is the programme on target?")));
    app.footer(
        say(msg("Each verb has its own help: exemplar assess --help\nExit code: 0 done, 1 refused "
                "or failed, 2 wrong usage")));
    words_of_help(app);
    app.set_version_flag("--version", "exemplar " + version(), say(msg("print the version")))
        ->group(say(msg("Options")));
    app.require_subcommand(1);
    language_option(&app);
    verbs(app);
    audit_verb(app);
  }

 private:
  std::string say(const Message& message) const { return render(message, language_); }
  std::string needed(const Message& message) const {
    return say(message) + " " + say(msg("(required)"));
  }

  // A value that no pack could understand is wrong usage, said in the reader's language.
  CLI::Validator well_formed(
      std::function<std::optional<Refusal>(std::string_view)> malformed) const {
    const auto in_words = [malformed = std::move(malformed),
                           language = language_](const std::string& value) -> std::string {
      const auto refusal = malformed(value);
      return refusal ? sentence(refusal->what, refusal->remedy, language) : std::string();
    };
    return CLI::Validator(in_words, "");
  }
  CLI::Validator one_of(std::vector<std::string> words) const {
    return well_formed(
        [words = std::move(words)](std::string_view value) { return not_one_of(words, value); });
  }

  void words_of_help(CLI::App& app) {
    app.set_help_flag("-h,--help", say(msg("print this help")))->group(say(msg("Options")));
    auto formatter = app.get_formatter();
    formatter->column_width(34);
    formatter->label("Usage", say(msg("Usage")));
    formatter->label("OPTIONS", say(msg("OPTIONS")));
    formatter->label("SUBCOMMAND", say(msg("VERB")));
    formatter->label("Positionals", say(msg("Arguments")));
    // Said in the descriptions: the formatter counts bytes, so an accented label would break
    // columns.
    formatter->label("REQUIRED", "");
    formatter->label("TEXT", "");
    app.option_defaults()->group(say(msg("Options")));
  }

  void out_option(CLI::App* verb) {
    verb->add_option("--out", line_.review.out, needed(msg("the HTML file to write")))->required();
  }

  void verbs(CLI::App& app) {
    CLI::App* check = verb(app, "check",
                           msg("every problem of a pack, each with file, line and column: what is "
                               "wrong; what would be right"));
    check->footer(say(msg("Exit code 1 where there are errors, 0 where there are only warnings.")));

    CLI::App* overview = verb(app, "overview", msg("where the programme stands, on one page"));
    overview
        ->add_option("--period", line_.overview.period,
                     say(msg("default: the latest year with values that a criteria set judges")))
        ->check(well_formed(malformed_period));
    programme_option(overview);

    CLI::App* assess = verb(app, "assess",
                            msg("who meets the criteria, by criterion and by group, and what "
                                "changed since the year before"));
    view_options(assess, line_.assess.view);
    assess->add_option("--unit", line_.assess.unit,
                       say(msg("one unit, by its code on the period's last day")));
    assess->add_flag("--units", line_.assess.list_units,
                     say(msg("list every unit taking part as well")));
    assess->footer(
        say(msg("CSV: one line for each unit taking part, its standing and counts, and a column "
                "for each criterion; with --unit one line for each criterion.")));

    CLI::App* explain = verb(
        app, "explain", msg("why a unit stands where it stands: rule, values, status and source"));
    view_options(explain, line_.explain.view);
    explain
        ->add_option("--unit", line_.explain.unit,
                     needed(msg("one unit, by its code on the period's last day")))
        ->required();
    explain->add_option("--criterion", line_.explain.criterion, say(msg("only this criterion")));
    explain->footer(say(msg("CSV: one line for each node of the tree, with its depth.")));

    CLI::App* targets =
        verb(app, "targets", msg("progress against every version of the target, and by group"));
    view_options(targets, line_.targets.view);
    targets
        ->add_option(
            "--at", line_.targets.at,
            say(msg("day on which titles and units are counted; default: the period's last day")))
        ->check(well_formed(malformed_day));
    targets
        ->add_option("--known-on", line_.targets.known_on,
                     say(msg("as known on that day: decisions dated later are left out; "
                             "default: everything recorded")))
        ->check(well_formed(malformed_day));
    targets->footer(say(msg(
        "CSV: of each version and date of the target first the whole, then a line for each group, "
        "by every way of counting. What is missing is shared among groups in proportion to their "
        "units not yet there: a reading, no assignment.")));

    CLI::App* compare =
        verb(app, "compare",
             msg("a period against another, indicator by indicator, always with the raw values"));
    compare
        ->add_option("--to", line_.compare.to,
                     needed(msg("the period, like 2023, 2023-Q1 or 2022-12-15/P1Y")))
        ->required()
        ->check(well_formed(malformed_period));
    compare
        ->add_option("--from", line_.compare.from,
                     say(msg("its base; default: as the programme declares, else the year "
                             "before, which is always shown too")))
        ->check(well_formed(malformed_period));
    compare->add_option("--unit", line_.compare.unit,
                        say(msg("one unit in place of the total of all taking part")));
    status_options(compare, line_.compare.status, line_.compare.geography);
    programme_option(compare);
    compare->footer(say(msg("CSV: one line for each indicator and base.")));

    CLI::App* review = verb(app, "review",
                            msg("the review of a period as one page to show, print and click "
                                "through"));
    view_options(review, line_.review.view);
    out_option(review);

    CLI::App* report = verb(app, "report", msg("one unit's page, in the same style"));
    view_options(report, line_.review.view);
    report
        ->add_option("--unit", line_.review.unit,
                     needed(msg("one unit, by its code on the period's last day")))
        ->required();
    out_option(report);

    CLI::App* workbook =
        verb(app, "workbook",
             msg("the assessment as a workbook (XLSX) whose formulas lead from each "
                 "result back to the reported values"));
    view_options(workbook, line_.workbook.view);
    workbook->add_option("--under", line_.workbook.under, say(msg("only units below this one")));
    workbook->add_option("--out", line_.workbook.out, needed(msg("the XLSX file to write")))
        ->required();

    CLI::App* units = verb(
        app, "units", msg("the units of a day, and where a unit came from and what became of it"));
    units
        ->add_option("--at", line_.units.at,
                     say(msg("the day, like 2024-01-16 or 16/01/2024; default: today")))
        ->check(well_formed(malformed_day));
    units->add_option("--under", line_.units.under, say(msg("only units below this one")));
    units->add_option("--hierarchy", line_.units.hierarchy,
                      say(msg("which line of units above and below; default: the programme's")));
    units->add_option("--trace", line_.units.trace,
                      say(msg("this unit's ancestors and successors")));
    programme_option(units);

    functions_verb(app);
    sql_verbs(app);

    CLI::App* convert =
        verb(app, "convert", msg("a file from before Unicode, shown or written as UTF-8"), false);
    convert->add_option("FILE", line_.convert.file, needed(msg("the file to look at")))->required();
    convert->add_option("--encoding", line_.convert.encoding,
                        say(msg("tcvn3, tcvn3_capitals, vni, windows1258 or utf8; default: show "
                                "what it looks like")));
    convert->add_option("--out", line_.convert.out,
                        say(msg("write the converted text here; default: show its beginning")));
  }

  void audit_verb(CLI::App& app) {
    CLI::App* audit =
        verb(app, "audit", msg("whether an exported audit log is whole and unaltered"), false);
    audit->add_option("ACTION", line_.audit.action, needed(msg("what to do: verify")))
        ->required()
        ->check(one_of({"verify"}));
    audit->add_option("FILE", line_.audit.file, needed(msg("the file to look at")))->required();
    audit
        ->add_option("--checkpoint", line_.audit.checkpoints,
                     say(msg("a file of checkpoints kept elsewhere; may be given several times")))
        ->allow_extra_args(false);
    audit
        ->add_option("--key", line_.audit.keys,
                     say(msg("the public key to trust, hexadecimal; default: the checkpoint's own, "
                             "which is said; may be given several times")))
        ->allow_extra_args(false)
        ->check(well_formed(malformed_key));
    audit->footer(
        say(msg("Exit code 1 where anything was found. CSV: one line for each finding.")));
  }

  void sql_verbs(CLI::App& app) {
    CLI::App* exported =
        verb(app, "export", msg("units, periods and facts as five tables (CSV) for a database"));
    exported->add_option("--out", line_.exported.out, needed(msg("the folder to write to")))
        ->required();
    exported
        ->add_option("--period", line_.exported.period,
                     say(msg("one more period to assess, beside those with values")))
        ->check(well_formed(malformed_period));
    programme_option(exported);

    CLI::App* sql = verb(app, "sql",
                         msg("a criteria set as one SQL script that makes the assessment from the "
                             "tables of export"));
    sql->remove_option(sql->get_option("--format"));
    sql->add_option("--dialect", line_.sql.database,
                    needed(msg("for which database: postgresql or duckdb")))
        ->type_name("postgresql|duckdb")
        ->required()
        ->check(one_of({"postgresql", "duckdb"}));
    sql->add_option("--criteria-set", line_.sql.criteria_set,
                    say(msg("default: the newest for which the pack holds values")));
    sql->add_option("--period", line_.sql.period,
                    say(msg("default: the latest year with values that a criteria set judges")))
        ->check(well_formed(malformed_period));
    status_options(sql, line_.sql.status, line_.sql.geography);
    programme_option(sql);
  }

  void functions_verb(CLI::App& app) {
    CLI::App* functions =
        verb(app, "functions", msg("the functions of the criteria language"), false);
    functions->add_option("NAME", line_.functions.name, say(msg("only this function")));
    functions->remove_option(functions->get_option("--format"));
    functions
        ->add_option_function<std::string>(
            "--format",
            [this](const std::string& word) {
              line_.functions.markdown = word == "markdown";
              if (!line_.functions.markdown) line_.format = format_named(word);
            },
            say(msg("table (default), json, csv or markdown: the page docs/functions.md")))
        ->type_name("table|json|csv|markdown")
        ->check(one_of({"table", "json", "csv", "markdown"}));
  }

  static Format format_named(const std::string& word) {
    return word == "json" ? Format::Json : word == "csv" ? Format::Csv : Format::Table;
  }

  CLI::App* verb(CLI::App& app, const char* name, const Message& what, bool reads_pack = true) {
    CLI::App* sub = app.add_subcommand(name, say(what));
    sub->group(say(msg("Verbs")));
    sub->set_help_flag("-h,--help", say(msg("print this help")))->group(say(msg("Options")));
    if (reads_pack) {
      sub->add_option("PACK", line_.common.pack, needed(msg("the pack: a folder with office.toml")))
          ->required();
    }
    sub->add_option_function<std::string>(
           "--format", [this](const std::string& word) { line_.format = format_named(word); },
           say(msg("table (default), json or csv")))
        ->type_name("table|json|csv")
        ->check(one_of({"table", "json", "csv"}));
    language_option(sub);
    return sub;
  }

  void language_option(CLI::App* app) {
    app->add_option("--lang", spoken_, say(msg("vi (default) or en")))
        ->type_name("vi|en")
        ->check(one_of({"vi", "en"}));
  }

  void programme_option(CLI::App* sub) {
    sub->add_option("--programme", line_.common.programme,
                    say(msg("which programme; default: the only one of the office")));
  }

  void status_options(CLI::App* sub, std::string& status, std::string& geography) {
    sub->add_option("--status", status,
                    say(msg("reported (default), verified or decided: values of lower status are "
                            "not looked at")))
        ->type_name("reported|verified|decided")
        ->check(one_of({"reported", "verified", "decided"}));
    sub->add_option(
           "--geography", geography,
           say(msg("as-was (default), as-is or a day: values restated into the units of that day")))
        ->check(well_formed(malformed_geography));
  }

  void view_options(CLI::App* sub, ViewOptions& view) {
    sub->add_option("--period", view.period,
                    needed(msg("the period, like 2023, 2023-Q1 or 2022-12-15/P1Y")))
        ->required()
        ->check(well_formed(malformed_period));
    sub->add_option("--criteria-set", view.criteria_set,
                    say(msg("which criteria set; default: the one that judges the period")));
    status_options(sub, view.status, view.geography);
    programme_option(sub);
  }

  Line& line_;
  Language language_;
  std::string spoken_;
};

// No verb, or a misspelt one.
Message no_such_verb(const CLI::App& app, const std::string& word) {
  std::vector<std::string> verbs;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    verbs.push_back(sub->get_name());
  }
  if (word.empty()) return msg("no verb is given");
  const std::string meant = nearest(word, verbs);
  if (meant.empty()) return msg("there is no verb '{}'", word);
  return msg("there is no verb '{}'; did you mean {}?", word, meant);
}

// A word that the verb does not know: an option that may be misspelt, or too much.
Message not_understood(const CLI::App& app, const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  std::vector<std::string> known;
  for (const CLI::App* sub : app.get_subcommands()) {
    for (const CLI::Option* option : sub->get_options()) {
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    }
  }
  const std::string& first = words.front();
  const std::string typed = first.substr(0, first.find('='));
  const std::string meant = typed.starts_with("-") ? nearest(typed, known) : std::string();
  if (meant.empty()) return msg("'{}' is not understood", text);
  return msg("'{}' is not understood; did you mean {}?", typed, meant);
}

// The option that the parser's English begins with or names: "--period: 1 required TEXT missing",
// "Could not convert: --units = maybe".
std::string option_in(const std::string& words) {
  const size_t start = words.find('-');
  if (start == std::string::npos) return words;
  return words.substr(start, words.find_first_of(": =", start) - start);
}

// The parser's own words are English: what it found is said in the reader's language.
Message what_is_wrong(const CLI::ParseError& error, const CLI::App& app,
                      const std::string& first_word) {
  const std::string words = error.what();
  const std::vector<std::string> unknown = app.remaining(true);
  const bool required = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
  if (required && app.get_subcommands().empty()) return no_such_verb(app, first_word);
  // A misspelt option also leaves the right one missing: it is told first.
  const auto misspelt = std::find_if(unknown.begin(), unknown.end(),
                                     [](const auto& word) { return word.starts_with("-"); });
  if (required && misspelt != unknown.end()) return not_understood(app, {*misspelt});
  if (required) return msg("{} is missing", words.substr(0, words.find(' ')));
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    return unknown.empty() ? msg("there is a word too many") : not_understood(app, unknown);
  }
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
    return msg("{} takes no value", option_in(words));
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    return words.find("At Most") != std::string::npos
               ? msg("{} is given more than once", option_in(words))
               : msg("{} needs a value", option_in(words));
  }
  return msg("the command line is wrong: {}", words);  // a Validator of ours said it in words
}

int refuse_line(const CLI::ParseError& error, const CLI::App& app, const std::string& first_word,
                const Common& common) {
  std::string verb;
  for (const CLI::App* sub : app.get_subcommands()) verb = " " + sub->get_name();
  return refuse(what_is_wrong(error, app, first_word),
                msg("see {}{} --help", shell_word(common.command), verb), kWrongUsage,
                common.language);
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
                msg("run {} check {}", shell_word(common.command), shell_word(common.pack)),
                kRefused, common.language);
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

int run(int argc, char** argv) {
  Line line;
  line.common.language = language_of(argc, argv);
  if (argc > 0) line.common.command = argv[0];
  line.common.today = today();
  const Language language = line.common.language;
  CLI::App app;
  Parser(line).build(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {  // --help
    return app.exit(success) == 0 ? kDone : kRefused;
  } catch (const CLI::ParseError& error) {
    const bool named = argc > 1 && argv[1][0] != '-';
    return refuse_line(error, app, named ? argv[1] : "", line.common);
  }
  const std::string verb = app.get_subcommands().front()->get_name();
  if (verb == "functions") return print_functions(line);
  if (verb == "convert") return convert_file(line);
  if (verb == "audit") {
    const auto report = verify_audit(line.audit, line.common);
    if (report) return print(*report, line.format, language);
    return refuse(report.refusal().what, report.refusal().remedy, kRefused, language);
  }

  programme::PackReading reading = programme::read_pack(line.common.pack, read_options(verb));
  if (verb == "check") return print(check(reading, line.common), line.format, language);
  const Problems problems = findings_on(reading);
  if (problems.has_errors()) return refuse_pack(problems, line.common);
  if (verb == "sql") {
    const auto script = sql(reading.office, line.common, line.sql);
    if (script) return print(*script, language);
    return refuse(script.refusal().what, script.refusal().remedy, kRefused, language);
  }
  const auto report = call(verb, line, reading);
  if (!report) {
    return refuse(report.refusal().what, report.refusal().remedy, kRefused, language);
  }
  return print(*report, line.format, language);
}

}  // namespace

}  // namespace exemplar::cli

int main(int argc, char** argv) {
  return exemplar::cli::run(argc, argv);
}
