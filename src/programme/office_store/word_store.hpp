// Ids by their numbers, and numbers by their ids: rows that are added and never changed, so that what is
// known of them stays right.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/connection.hpp"

namespace exemplar::programme {

// The words that there were when it was read.
struct KnownWords {
  std::unordered_map<int64_t, std::string> texts;
  int64_t last = 0;

  const std::string& text_of(int64_t number) const { return texts.at(number); }
};

// Reads the words that were added since, for any thread.
class WordCache {
 public:
  // All that the connection's transaction sees.
  std::shared_ptr<const KnownWords> words(store::Connection& connection);

 private:
  std::mutex mutex_;
  std::shared_ptr<const KnownWords> known_ = std::make_shared<KnownWords>();
};

// Numbers for what is about to be written.
class Words {
 public:
  explicit Words(store::Connection& connection) : connection_(connection) {}

  // A new number for a new text, to be written before the rows that name it.
  int64_t number_of(const std::string& text);
  void write();

 private:
  store::Connection& connection_;
  std::unordered_map<std::string, int64_t> numbers_;
  std::vector<std::pair<int64_t, std::string>> new_;
};

}  // namespace exemplar::programme
