#include "cli/proposed_command.hpp"

#include <algorithm>

namespace exemplar::cli {

std::string shell_word(const std::string& word) {
  const auto plain = [](unsigned char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
    return letter || (c >= '0' && c <= '9') ||
           std::string_view("-_./:,=+@%").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return word;
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') quoted += "'\\'";
    quoted += c;
  }
  return quoted + "'";
}

std::string source_words(const Common& common) {
  const programme::OfficeAddress& address = common.address;
  if (!address.given()) return shell_word(common.pack);
  std::string words = address.database.empty() ? "--data " + shell_word(address.folder)
                                               : "--database " + shell_word(address.shown());
  if (!common.known_on.empty()) words += " --known-on " + shell_word(common.known_on);
  return words;
}

std::string proposed_command(const Common& common, const std::string& verb,
                             const std::vector<std::string>& rest) {
  std::string line = shell_word(common.command) + " " + verb + " " + source_words(common);
  for (const std::string& word : rest) line += " " + shell_word(word);
  if (!common.programme.empty()) line += " --programme " + shell_word(common.programme);
  if (common.language == Language::English) line += " --lang en";
  return line;
}

}  // namespace exemplar::cli
