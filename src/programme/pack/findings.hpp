// What all readers of the pack share: where they report, and how a wrong name is answered.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"

namespace exemplar::programme {

// So begins a text that a template leaves to the office: `check` lists them all.
inline constexpr std::string_view kToFill = "CẦN ĐIỀN";
inline constexpr std::string_view kToFillCode = "to_fill";

bool is_to_fill(std::string_view text);
void report_to_fill(const Place& place, std::string_view text, Problems& problems);

// Where the single values of a record stand: records themselves know one place only.
class KeyPlaces {
 public:
  void note(const Place& record, std::string_view key, Place value);
  bool has(const Place& record, std::string_view key) const;
  // The value's place; the record's where the record does not say the key.
  Place of(const Place& record, std::string_view key) const;

 private:
  std::map<std::pair<Place, std::string>, Place> places_;
};

// "did you mean 'x'?" where one of the names is near, else the names there are.
Message proposal(std::string_view wanted, const std::vector<std::string>& names);

// Reports `what` at `place` unless `wanted` is one of the names; says whether it is.
bool require_name(const Place& place, std::string_view wanted,
                  const std::vector<std::string>& names, Message what, Problems& problems);

// The ids of a list of records.
template <typename T>
std::vector<std::string> ids_of(const std::vector<T>& records) {
  std::vector<std::string> ids;
  for (const T& record : records) ids.push_back(record.id);
  return ids;
}

// Cuts every file's errors, and its warnings, after the first `most`, with a line that says so.
// Sorts.
Problems bounded(Problems problems, size_t most);

inline constexpr size_t kProblemsPerFileMax = 1000;

}  // namespace exemplar::programme
