// Seeded random histories of units: years of merges, splits, reorganisations of many into many,
// ends and unknown fates, with weights or (for a share of the events) without.
#pragma once

#include <random>

#include "table_author.hpp"

namespace exemplar::programme {

struct HistoryTaste {
  bool weights_known = true;
  bool losses = true;  // units abolished, or lost without an event
};

class RandomHistory {
 public:
  RandomHistory(uint64_t seed, HistoryTaste taste) : random_(seed), taste_(taste) {
    for (int i = 0; i < 12; ++i) begin(kOpenPast);
  }

  UnitTables years(int count) {
    for (int year = 0; year < count; ++year) reorganise(*make_date(2001 + year, 1, 1));
    for (const size_t row : living_) author_.tables.units[row].until = kOpenFuture;
    return author_.tables;
  }
  uint64_t below(uint64_t bound) { return random_() % bound; }

 private:
  size_t begin(Date from) {
    const std::string name = "u" + std::to_string(author_.tables.units.size());
    author_.unit(name, "", name, "ward");
    author_.tables.units.back().from = from;
    living_.push_back(author_.tables.units.size() - 1);
    return living_.back();
  }
  std::string id_of(size_t row) const { return author_.tables.units[row].id; }

  std::vector<size_t> take(size_t count, Date date) {
    std::vector<size_t> taken;
    while (taken.size() < count && !living_.empty()) {
      const size_t at = below(living_.size());
      taken.push_back(living_[at]);
      author_.tables.units[living_[at]].until = date - 1;
      living_.erase(living_.begin() + static_cast<long>(at));
    }
    return taken;
  }

  void reorganise(Date date) {
    const std::vector<size_t> old = take(2 + below(5), date);
    size_t at = 0;
    if (taste_.losses && below(3) == 0) {
      if (below(2) == 0) author_.event(iso(date), UnitEventKind::End, id_of(old[at]), "");
      ++at;
    }
    while (at < old.size()) {
      const size_t sources = std::min<size_t>(1 + below(3), old.size() - at);
      const size_t targets = sources == 1 ? 2 + below(2) : 1 + below(3);
      join({old.begin() + static_cast<long>(at), old.begin() + static_cast<long>(at + sources)},
           targets, date);
      at += sources;
    }
  }

  // Every source to every target: one event of all of them.
  void join(const std::vector<size_t>& sources, size_t target_count, Date date) {
    std::vector<size_t> targets;
    for (size_t i = 0; i < target_count; ++i) targets.push_back(begin(date));
    for (const size_t source : sources) {
      std::vector<int64_t> weights;
      int64_t total = 0;
      for (size_t i = 0; i < targets.size(); ++i) {
        weights.push_back(static_cast<int64_t>(1 + below(90)));
        total += weights.back();
      }
      const bool known = taste_.weights_known || below(2) == 0;
      for (size_t i = 0; i < targets.size(); ++i) {
        author_.event(iso(date), target_count > 1 ? UnitEventKind::Split : UnitEventKind::Merge,
                      id_of(source), id_of(targets[i]),
                      known ? std::optional<int64_t>(weights[i]) : std::nullopt,
                      known ? std::optional<int64_t>(total) : std::nullopt);
      }
    }
  }

  std::mt19937_64 random_;
  HistoryTaste taste_;
  TableAuthor author_;
  std::vector<size_t> living_;
};

}  // namespace exemplar::programme
