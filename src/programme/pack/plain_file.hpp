// One file read the fast way, and one piece of it: for plain_values.cpp and plain_piece.cpp.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "programme/pack/plain_line.hpp"
#include "programme/pack/plain_memory.hpp"
#include "programme/pack/plain_values.hpp"

namespace exemplar::programme {

// The columns that have a meaning of their own.
enum PlainColumn : size_t {
  kIndicator,
  kPeriod,
  kUnit,
  kCategory,
  kValue,
  kReportedOn,
  kVerifiedOn,
  kDecidedOn,
  kSource,
  kNote,
  kQuota,
  kAssigned,
  kDone,
  kColumns
};
inline constexpr std::string_view kColumnNames[kColumns] = {
    "indicator",  "period", "unit", "category", "value",    "reported_on", "verified_on",
    "decided_on", "source", "note", "quota",    "assigned", "done"};

// One file: what its columns are for, and what its threads share.
class PlainValues::File {
 public:
  File(PlainValues& all, const PackFiles& files, const std::string& name)
      : all_(all), files_(files), name_(name) {}

  bool read() {
    const auto bytes = files_.bytes(name_);
    if (!bytes || !read_header()) return false;
    if (!find_first_line(*bytes)) return false;
    bytes_ = &*bytes;
    const ReportedValuesBuilder::Mark before = all_.builder_.mark();
    const size_t facts_before = all_.wanted_ == nullptr ? 0 : all_.wanted_->facts.size();
    sources_.assign(all_.sources_.size(), false);
    const uint64_t length = bytes->size() - first_line_;
    const auto pieces = static_cast<size_t>((length + all_.piece_bytes_ - 1) / all_.piece_bytes_);
    read_pieces(pieces);
    if (given_up_) {
      all_.builder_.back_to(before);
      if (all_.wanted_ != nullptr) all_.wanted_->facts.resize(facts_before);
      return false;
    }
    for (size_t i = 0; i < sources_.size(); ++i) {
      if (sources_[i]) all_.sources_[i] = true;
    }
    return true;
  }

 private:
  friend class Piece;
  struct ValueColumn {
    size_t field;
    uint32_t indicator;
  };

  bool read_header();
  bool find_first_line(const PackBytes& bytes);
  void read_pieces(size_t pieces);

  PlainValues& all_;
  const PackFiles& files_;
  const std::string& name_;
  const PackBytes* bytes_ = nullptr;
  std::shared_ptr<const tables::Header> header_;
  char separator_ = ',';
  ValueRows::Shape shape_;
  std::array<size_t, kColumns> field_of_{};  // npos: the file has no such column
  std::vector<ValueColumn> value_columns_;   // wide
  uint64_t first_line_ = 0;                  // behind the header
  int lines_before_ = 0;                     // in front of the piece whose turn it is

  std::mutex mutex_;  // of everything below, of the builder and of the slow way
  std::condition_variable next_turn_;
  size_t turn_ = 0;  // the piece whose values are added next
  std::atomic<bool> given_up_ = false;
  std::vector<bool> sources_;
};

// What one thread knows and uses again from piece to piece.
class PlainValues::Piece {
 public:
  explicit Piece(File& file)
      : file_(file),
        words_(file.all_.vocabulary_),
        line_(file.separator_, file.header_->names.size()) {}

  void read(size_t index) {
    if (!file_.given_up_ && !(load(index) && read_lines())) give_up();
    std::unique_lock lock(file_.mutex_);
    file_.next_turn_.wait(lock, [&] { return file_.turn_ == index || file_.given_up_; });
    const bool wanted = file_.all_.wanted_ != nullptr;
    if (wanted && !file_.given_up_ && !add_wanted()) file_.given_up_ = true;
    if (!file_.given_up_) {
      if (!wanted) file_.all_.builder_.add(values_);
      for (size_t i = 0; i < used_.size(); ++i) {
        if (used_[i] != 0) file_.sources_[i] = true;
      }
    }
    ++file_.turn_;
    file_.next_turn_.notify_all();
  }

 private:
  void give_up() {
    const std::lock_guard lock(file_.mutex_);
    file_.given_up_ = true;
    file_.next_turn_.notify_all();
  }

  bool load(size_t index);
  bool read_lines();
  bool any_wanted(size_t from) const;
  bool add_wanted();
  bool read_line();
  bool read_value(size_t value_field, uint32_t indicator);
  bool number_of(std::string_view text, uint32_t indicator, ReportedValue& value,
                 engine::Answer& answer);
  bool status_of_line();
  bool read_oddly(std::string_view line);
  std::optional<size_t> read_carefully(std::string_view line, int number);
  bool add_facts(size_t cells);
  void learn(const Fact& fact, const Destination& destination);
  uint32_t numbered(TextTable& table, std::string_view text) {
    if (text.empty()) return 0;
    return table.find(text);
  }
  std::string_view field(PlainColumn column) const {
    const size_t at = file_.field_of_[column];
    return at == std::string::npos ? std::string_view() : line_[at];
  }

  File& file_;
  const PlainVocabulary& words_;
  PlainLine line_;
  std::string bytes_;
  const char* begin_ = nullptr;
  const char* end_ = nullptr;
  std::vector<ReportedValuesBuilder::Addressed> values_;
  std::vector<std::pair<int, std::string>> wanted_lines_;  // by their numbers in the piece
  int lines_ = 0;                                          // of the piece
  std::vector<uint8_t> used_ = std::vector<uint8_t>(file_.sources_.size(), 0);
  TextTable periods_;     // as written → number, from 1 on
  TextTable categories_;  // the same; 0: none is written
  Destinations destinations_;
  PlainDays days_;
  std::map<std::string, int64_t, std::less<>> texts_;
  // Of the present line.
  uint32_t period_ = 0;
  uint32_t category_ = 0;
  uint8_t status_ = 0;
};

}  // namespace exemplar::programme
