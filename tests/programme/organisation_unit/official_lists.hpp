// The official lists of units in ../shared/facts as the rows that build_units() reads.
//
// What the files hold, as found when they were read:
//   - The same codes are used again for other units. On 1 July 2025 3,316 of 3,321 communes carry
//     a code of the day before, 2,180 of them under another name. Two codes went to a unit to which
//     their old holder contributed nothing (23710: Xã A Dơk before, Xã Ia Băng after; 23737: Xã
//     Ia Mơ Nông before, Xã Ia Mơ after). So old and new units get ids of their own here.
//   - Names and codes of the succession list agree with the two unit lists in every row.
//   - One old unit passes into another province than all its neighbours: 30622 Xã Tân Phú of An
//     Giang into 30259 Xã Tân Phú Trung of Đồng Tháp, together with 30274, another Xã Tân Phú. It
//     looks like a confusion of names, and is taken as it stands.
//   - 17 and 19 names write their kind otherwise than the rest ("Thị Trấn", "Thị Xã"), some hold
//     two blanks ("Phường  An Lạc"), and two wards of Quận 8 are called communes in March 2025
//     (27046, 27076).
//   - No unit is partly "full": the 460 divided units have only "partial" rows (1,012), each unit
//     in one piece has one "full" row; five island districts become special zones.
//   - The 691 other districts have no successor: the level ended.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "table_author.hpp"

namespace exemplar::programme {

inline std::filesystem::path facts_folder() {
  return std::filesystem::path(EXEMPLAR_ROOT) / ".." / "shared" / "facts";
}

// Rows of a file without quoted fields, by column.
using FactRow = std::map<std::string, std::string>;
inline std::vector<FactRow> read_facts(const std::string& file) {
  const auto cells = [](const std::string& line) {
    std::vector<std::string> parts(1);
    for (const char c : line) {
      if (c == ',') {
        parts.emplace_back();
      } else if (c != '\r') {
        parts.back() += c;
      }
    }
    return parts;
  };
  std::ifstream input(facts_folder() / file);
  std::string line;
  std::getline(input, line);
  const std::vector<std::string> header = cells(line);
  std::vector<FactRow> rows;
  while (std::getline(input, line)) {
    const std::vector<std::string> parts = cells(line);
    EXPECT_EQ(parts.size(), header.size()) << file << ": " << line;
    FactRow row;
    for (size_t i = 0; i < header.size() && i < parts.size(); ++i) row[header[i]] = parts[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

// Why the lists cannot be read here; empty where they can.
inline std::string facts_missing() {
  for (const char* file : {"units-2024-02-01.csv", "units-2025-03-01.csv", "units-2025-07-01.csv",
                           "succession-2025-07-01.csv"}) {
    if (!std::filesystem::exists(facts_folder() / file)) {
      return std::string("shared/facts/") + file + " is not there";
    }
  }
  return {};
}

inline HierarchyDefinition territory_definition() {
  return {"territory",
          {"Địa bàn", "Territory"},
          {},
          {"municipality", "province", "urban district", "rural district", "city", "town", "ward",
           "commune", "township", "special zone"},
          {"municipality", "province"},
          {}};
}

// How many of each divided unit's people go where; called with the number of its successors.
using WeightsOfSplit = std::function<std::vector<int64_t>(size_t)>;

// The country on 30 June and 1 July 2025. Old units have the id "old CODE", new ones "new CODE".
// A unit that goes on alone, under its code and name, is one unit: "CODE".
inline UnitTables country_of_2025(const WeightsOfSplit& weights) {
  const std::vector<FactRow> old_rows = read_facts("units-2025-03-01.csv");
  const std::vector<FactRow> new_rows = read_facts("units-2025-07-01.csv");
  const std::vector<FactRow> succession = read_facts("succession-2025-07-01.csv");
  std::map<std::string, std::vector<const FactRow*>> by_old;
  std::map<std::string, int> sources;
  for (const FactRow& row : succession) {
    by_old[row.at("old_code")].push_back(&row);
    ++sources[row.at("new_code")];
  }
  std::set<std::string> going_on;
  for (const auto& [code, rows] : by_old) {
    const FactRow& row = *rows.front();
    if (rows.size() == 1 && sources[row.at("new_code")] == 1 && code == row.at("new_code") &&
        row.at("old_name") == row.at("new_name")) {
      going_on.insert(code);
    }
  }
  const auto old_id = [&](const std::string& code) {
    return going_on.contains(code) ? code : "old " + code;
  };
  const auto new_id = [&](const std::string& code) {
    return going_on.contains(code) ? code : "new " + code;
  };
  TableAuthor author;
  author.tables.hierarchies.push_back(territory_definition());
  for (const FactRow& row : old_rows) {
    author.unit(old_id(row.at("code")), row.at("code"), row.at("name"), row.at("kind"), "",
                "2025-06-30");
    if (!row.at("parent_code").empty()) {
      author.below("territory", old_id(row.at("code")), old_id(row.at("parent_code")), "",
                   "2025-06-30");
    }
    if (!by_old.contains(row.at("code"))) {
      author.event("2025-07-01", UnitEventKind::End, old_id(row.at("code")), "");
    }
  }
  for (const FactRow& row : new_rows) {
    author.unit(new_id(row.at("code")), row.at("code"), row.at("name"), row.at("kind"),
                "2025-07-01");
    if (!row.at("parent_code").empty()) {
      author.below("territory", new_id(row.at("code")), new_id(row.at("parent_code")),
                   "2025-07-01");
    }
  }
  for (const auto& [code, rows] : by_old) {
    if (going_on.contains(code)) continue;
    std::vector<int64_t> shares(rows.size());
    if (rows.size() > 1 && weights) shares = weights(rows.size());
    int64_t total = 0;
    for (const int64_t share : shares) total += share;
    for (size_t i = 0; i < rows.size(); ++i) {
      const bool known = total > 0;
      author.event("2025-07-01", rows.size() > 1 ? UnitEventKind::Split : UnitEventKind::Merge,
                   old_id(code), new_id(rows[i]->at("new_code")),
                   known ? std::optional<int64_t>(shares[i]) : std::nullopt,
                   known ? std::optional<int64_t>(total) : std::nullopt);
    }
  }
  return author.tables;
}

}  // namespace exemplar::programme
