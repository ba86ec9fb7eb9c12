// What is wrong with something a person wrote, where, and what would be right.
// Wrong input is data, not failure: readers return what they could read together with a Problems.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/message.hpp"

namespace exemplar {

// A place in a file. Lines and columns count from 1, columns in characters (code points);
// 0 means "the whole file" or "the whole line".
struct Place {
  std::string file;  // relative to the pack, as the author knows it
  int line = 0;
  int column = 0;

  auto operator<=>(const Place&) const = default;
};

// Information asks for nothing: it says aloud what should not go unsaid.
enum class Severity { Error, Warning, Information };

struct Problem {
  Place place;
  Severity severity = Severity::Error;
  Message what;
  Message remedy;  // what would be right; may be empty only where `what` already says it
  std::string
      code;  // stable name of the finding where others refer to it ("self_reported_threshold")
};

// "file:line:column: what; remedy"; parts of the place that are 0 are left out.
std::string to_string(const Problem& problem, Language language);
std::string to_string(const Place& place);

class Problems {
 public:
  void error(Place place, Message what, Message remedy = {}) {
    list_.push_back({std::move(place), Severity::Error, std::move(what), std::move(remedy), {}});
  }
  void warning(Place place, std::string code, Message what, Message remedy = {}) {
    list_.push_back(
        {std::move(place), Severity::Warning, std::move(what), std::move(remedy), std::move(code)});
  }
  void information(Place place, std::string code, Message what, Message remedy = {}) {
    list_.push_back({std::move(place), Severity::Information, std::move(what), std::move(remedy),
                     std::move(code)});
  }
  void add(Problem problem) { list_.push_back(std::move(problem)); }
  void add(const Problems& other) {
    list_.insert(list_.end(), other.list_.begin(), other.list_.end());
  }
  bool has_errors() const;
  bool empty() const { return list_.empty(); }
  size_t size() const { return list_.size(); }
  // Ordered by file, line, column.
  void sort();
  const std::vector<Problem>& list() const { return list_; }
  auto begin() const { return list_.begin(); }
  auto end() const { return list_.end(); }

 private:
  std::vector<Problem> list_;
};

}  // namespace exemplar
