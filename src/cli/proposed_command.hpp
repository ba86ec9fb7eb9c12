// Commands that a result proposes: written so that they can be pasted and run.
#pragma once

#include "cli/verbs.hpp"

namespace exemplar::cli {

// The word as a shell reads it back; in quotes where it would be taken apart or mean something else.
std::string shell_word(const std::string& word);

// What was read: the pack, or the option that names the office.
std::string source_words(const Common& common);

// The program as it was called, the verb, what was read, `rest` (words), then what this call was told of
// programme and language.
std::string proposed_command(const Common& common, const std::string& verb,
                             const std::vector<std::string>& rest);

}  // namespace exemplar::cli
