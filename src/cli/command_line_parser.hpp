// Builds the verbs and their options; the words of the help come from the translations (private to
// the files command_line*.cpp).
#pragma once

#include <CLI/CLI.hpp>

#include "cli/command_line.hpp"

namespace exemplar::cli {

class Parser {
 public:
  explicit Parser(Line& line) : line_(line), language_(line.common.language) {}

  void build(CLI::App& app);
  // Whether what was parsed goes together.
  std::optional<Refusal> contradiction() const;

 private:
  // What a verb works on.
  enum class Reads {
    Nothing,
    Pack,           // a pack, or an office in its place
    PackAndOffice,  // a pack into an office
    Office,
  };

  std::string say(const Message& message) const { return render(message, language_); }
  std::string needed(const Message& message) const {
    return say(message) + " " + say(msg("(required)"));
  }
  static Format format_named(const std::string& word);
  CLI::Validator well_formed(
      std::function<std::optional<Refusal>(std::string_view)> malformed) const;
  CLI::Validator one_of(std::vector<std::string> words) const;

  void words_of_help(CLI::App& app);
  void reading_verbs(CLI::App& app);
  void page_verbs(CLI::App& app);
  void sql_verbs(CLI::App& app);
  void functions_verb(CLI::App& app);
  void convert_verb(CLI::App& app);
  void office_verbs(CLI::App& app);
  void serving_verbs(CLI::App& app);
  void single_sign_on_options(CLI::App* serve);
  void audit_verb(CLI::App& app);

  CLI::App* verb(CLI::App& app, const char* name, const Message& what, Reads reads = Reads::Pack);
  void office_options(CLI::App* sub, bool known_on);
  void witness_options(CLI::App* sub, AuditOptions& options);
  void language_option(CLI::App* app);
  void programme_option(CLI::App* sub);
  void status_options(CLI::App* sub, std::string& status, std::string& geography);
  void view_options(CLI::App* sub, ViewOptions& view);
  void out_option(CLI::App* verb);

  Line& line_;
  Language language_;
  std::string spoken_;
  std::map<std::string, Reads> reads_;  // by verb
};

}  // namespace exemplar::cli
