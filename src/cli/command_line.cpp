#include "cli/command_line.hpp"

#include "base/nearest.hpp"
#include "cli/command_line_parser.hpp"
#include "cli/proposed_command.hpp"

namespace exemplar::cli {

namespace {

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

std::string verb_of(const CLI::App& app) {
  for (const CLI::App* sub : app.get_subcommands()) return sub->get_name();
  return {};
}

}  // namespace

std::string sentence(const Message& what, const Message& remedy, Language language) {
  std::string text = render(what, language);
  if (!remedy.pattern.empty()) text += "; " + render(remedy, language);
  return text;
}

Format Parser::format_named(const std::string& word) {
  return word == "json" ? Format::Json : word == "csv" ? Format::Csv : Format::Table;
}

// It decides how the help reads, so it is looked for before anything else.
Language language_of(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--lang=en") return Language::English;
    if (word == "--lang" && i + 1 < argc && std::string_view(argv[i + 1]) == "en") {
      return Language::English;
    }
  }
  return Language::Vietnamese;
}

void Parser::build(CLI::App& app) {
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
  reading_verbs(app);
  page_verbs(app);
  functions_verb(app);
  sql_verbs(app);
  convert_verb(app);
  office_verbs(app);
  serving_verbs(app);
  audit_verb(app);
}

// A value that no pack could understand is wrong usage, said in the reader's language.
CLI::Validator Parser::well_formed(
    std::function<std::optional<Refusal>(std::string_view)> malformed) const {
  const auto in_words = [malformed = std::move(malformed),
                         language = language_](const std::string& value) -> std::string {
    const auto refusal = malformed(value);
    return refusal ? sentence(refusal->what, refusal->remedy, language) : std::string();
  };
  return CLI::Validator(in_words, "");
}
CLI::Validator Parser::one_of(std::vector<std::string> words) const {
  return well_formed(
      [words = std::move(words)](std::string_view value) { return not_one_of(words, value); });
}

void Parser::words_of_help(CLI::App& app) {
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

void Parser::out_option(CLI::App* verb) {
  verb->add_option("--out", line_.review.out, needed(msg("the HTML file to write")))->required();
}

CLI::App* Parser::verb(CLI::App& app, const char* name, const Message& what, Reads reads) {
  CLI::App* sub = app.add_subcommand(name, say(what));
  sub->group(say(msg("Verbs")));
  sub->set_help_flag("-h,--help", say(msg("print this help")))->group(say(msg("Options")));
  reads_[name] = reads;
  if (reads == Reads::PackAndOffice) {
    sub->add_option("PACK", line_.common.pack, needed(msg("the pack: a folder with office.toml")))
        ->required();
  } else if (reads == Reads::Pack) {
    sub->add_option("PACK", line_.common.pack,
                    say(msg("the pack: a folder with office.toml; or an office in its place, by "
                            "--data or --database")));
  }
  if (reads != Reads::Nothing) {
    // targets has one of its own.
    office_options(sub, reads == Reads::Pack && sub->get_name() != "targets");
  }
  sub->add_option_function<std::string>(
         "--format", [this](const std::string& word) { line_.format = format_named(word); },
         say(msg("table (default), json or csv")))
      ->type_name("table|json|csv")
      ->check(one_of({"table", "json", "csv"}));
  language_option(sub);
  return sub;
}

void Parser::language_option(CLI::App* app) {
  app->add_option("--lang", spoken_, say(msg("vi (default) or en")))
      ->type_name("vi|en")
      ->check(one_of({"vi", "en"}));
}

void Parser::programme_option(CLI::App* sub) {
  sub->add_option("--programme", line_.common.programme,
                  say(msg("which programme; default: the only one of the office")));
}

void Parser::status_options(CLI::App* sub, std::string& status, std::string& geography) {
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

void Parser::view_options(CLI::App* sub, ViewOptions& view) {
  sub->add_option("--period", view.period,
                  needed(msg("the period, like 2023, 2023-Q1 or 2022-12-15/P1Y")))
      ->required()
      ->check(well_formed(malformed_period));
  sub->add_option("--criteria-set", view.criteria_set,
                  say(msg("which criteria set; default: the one that judges the period")));
  status_options(sub, view.status, view.geography);
  programme_option(sub);
}

std::optional<Refusal> Parser::contradiction() const {
  const Common& common = line_.common;
  const programme::OfficeAddress& address = common.address;
  const Reads reads = reads_.at(line_.verb);
  if (!address.folder.empty() && !address.database.empty()) {
    return Refusal{msg("--data and --database are both given"), msg("an office is in one of them")};
  }
  const bool pack = !common.pack.empty();
  if (reads == Reads::Pack && pack && address.given()) {
    return Refusal{msg("a pack and an office are both given"), msg("name one of them")};
  }
  if (reads == Reads::Pack && !pack && !address.given()) {
    return Refusal{msg("PACK is missing"),
                   msg("name a pack, or an office by --data or --database")};
  }
  const bool needs_office = reads == Reads::Office || reads == Reads::PackAndOffice;
  if (needs_office && !address.given()) {
    return Refusal{msg("the office is missing"), msg("name it by --data or --database")};
  }
  if (line_.verb == "audit") {
    const bool of_office = line_.audit.action != "verify";
    if (of_office && !address.given()) {
      return Refusal{msg("the office is missing"), msg("name it by --data or --database")};
    }
    if (!of_office && address.given()) {
      return Refusal{msg("audit verify looks at a file alone"),
                     msg("run verify to look at an office")};
    }
    if (line_.audit.action != "checkpoint" && line_.audit.file.empty()) {
      return Refusal{msg("FILE is missing"), msg("name the file of the audit log")};
    }
  }
  if (!common.known_on.empty() && !address.given()) {
    return Refusal{msg("only an office knows what was known on a day"),
                   msg("name one by --data or --database, or leave out --known-on")};
  }
  return std::nullopt;
}

std::variant<Line, HelpText, Refusal> parse_line(int argc, const char* const* argv, Date today) {
  Line line;
  line.common.language = language_of(argc, argv);
  if (argc > 0) line.common.command = argv[0];
  line.common.today = today;
  CLI::App app;
  Parser parser(line);
  parser.build(app);
  const auto with_help = [&](const Message& what) {
    const std::string verb = verb_of(app);
    return Refusal{what, msg("see {}{} --help", shell_word(line.common.command),
                             verb.empty() ? verb : " " + verb)};
  };
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {  // --help, --version
    std::ostringstream text;
    app.exit(success, text, text);
    return HelpText{text.str()};
  } catch (const CLI::ParseError& error) {
    const bool named = argc > 1 && argv[1][0] != '-';
    // What a verb works on is missed before its options.
    line.verb = verb_of(app);
    const bool required = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
    if (required && !line.verb.empty() && app.remaining(true).empty()) {
      if (const auto missing = parser.contradiction()) return with_help(missing->what);
    }
    return with_help(what_is_wrong(error, app, named ? argv[1] : ""));
  }
  line.verb = verb_of(app);
  if (line.common.address.given() && line.verb == "targets") {
    line.common.known_on = line.targets.known_on;
  }
  if (const auto refusal = parser.contradiction()) return *refusal;
  return line;
}

}  // namespace exemplar::cli
