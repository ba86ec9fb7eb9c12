#include "programme/data_set/reported_values.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>

#include "base/on_threads.hpp"

namespace exemplar::programme {

using engine::BlockBuffer;
using engine::Cell;
using engine::Column;
using engine::ColumnBuilder;
using engine::Mark;

namespace {

Cell cell_of(const ReportedValue& value, const ReportedValues::Form& form) {
  Cell cell = engine::cell_of(value.mark);
  const bool number = form.type == engine::ValueType::Exact;
  if (cell.answer == engine::kKnown) {
    cell.exact = {value.number, number ? power_of_ten(form.digits) : 1};
  }
  return cell;
}

ReportedValue value_of(const Cell& cell, size_t unit) {
  ReportedValue value;
  value.unit = OrganisationUnitId(unit);
  value.mark = engine::mark_of(cell);
  if (cell.answer == engine::kKnown) value.number = static_cast<int64_t>(cell.exact.numerator);
  return value;
}

bool by_unit(const ReportedValue& a, const ReportedValue& b) {
  return a.unit < b.unit;
}

double denominator_of(const ReportedValues::Form& form) {
  if (form.type != engine::ValueType::Exact) return 1;
  return static_cast<double>(static_cast<int64_t>(power_of_ten(form.digits)));
}

// Of values in ascending order of their units, one a unit.
Column column_of(std::span<const ReportedValue> values, const ReportedValues::Form& form,
                 size_t units) {
  ColumnBuilder builder(units);
  BlockBuffer buffer;
  const engine::Form lanes = engine::form_of(form.type);
  size_t next = 0;
  for (size_t index = 0; index < builder.chunk_count(); ++index) {
    const size_t first = index * builder.chunk_units();
    const size_t count = std::min(builder.chunk_units(), units - first);
    buffer.start(count, lanes, denominator_of(form));
    std::fill_n(buffer.marks(), count, engine::kMarkUnknown);
    if (lanes == engine::Form::Whole) std::fill_n(buffer.numbers(), count, 0.0);
    for (; next < values.size() && values[next].unit.index() < first + count; ++next) {
      const ReportedValue& value = values[next];
      const size_t i = value.unit.index() - first;
      const bool whole = std::abs(value.number) <= engine::kWholeMax;
      if (lanes == engine::Form::None) {
        buffer.marks()[i] = value.mark;
      } else if (whole && buffer.block().form == engine::Form::Whole) {
        buffer.marks()[i] = value.mark;
        buffer.numbers()[i] = static_cast<double>(value.number);
      } else {
        buffer.set(i, cell_of(value, form));
      }
    }
    buffer.marks_written();
    builder.set_chunk(index, {&buffer.block(), 1});
  }
  return builder.take();
}

}  // namespace

// A column, and what it keeps besides.
struct ReportedValues::Entry {
  Period period;
  Form form;
  Column newest;                     // of every status
  uint8_t lowest = kStatuses - 1;    // status of the newest values
  std::vector<ReportedValue> older;  // by unit, oldest first; without the newest
  size_t count = 0;

  Entry() = default;
  Entry(const Entry& other)
      : period(other.period),
        form(other.form),
        newest(other.newest),
        lowest(other.lowest),
        older(other.older),
        count(other.count) {}

  const Column& at(Status floor) const {
    if (lowest >= static_cast<uint8_t>(floor)) return newest;
    const std::lock_guard lock(mutex_);
    auto& found = views_[static_cast<size_t>(floor)];
    if (!found) found = std::make_unique<Column>(view(floor));
    return *found;
  }
  // Nothing but "not applicable" was reported.
  bool without_values() const {
    const auto valued = [](const ReportedValue& one) { return engine::is_known(one.mark); };
    return newest.known() == 0 && std::none_of(older.begin(), older.end(), valued);
  }

  // The newest values in the entry's form, of so many units at least.
  Column rewritten(size_t units) const {
    std::vector<ReportedValue> values;
    for (size_t unit = 0; unit < newest.size(); ++unit) {
      const Cell cell = newest[unit];
      if (cell.answer != engine::Answer::Unknown) values.push_back(value_of(cell, unit));
    }
    return column_of(values, form, std::max(units, newest.size()));
  }

  // The newest value of the unit at or above the floor.
  Cell cell(size_t unit, Status floor) const {
    Cell cell = newest[unit];
    if (cell.answer == engine::Answer::Unknown || cell.status >= static_cast<uint8_t>(floor)) {
      return cell;
    }
    bool pending = cell.status > static_cast<uint8_t>(Status::Draft);
    const ReportedValue wanted{OrganisationUnitId(unit), {}, 0};
    const auto [from, until] = std::equal_range(older.begin(), older.end(), wanted, by_unit);
    for (auto one = until; one != from;) {
      --one;
      if (one->status() >= floor) {
        Cell older_cell = programme::cell_of(*one, form);
        older_cell.correction_pending = pending;
        return older_cell;
      }
      pending = pending || one->status() > Status::Draft;
    }
    return engine::cell_of(engine::kMarkUnknown);
  }

 private:
  Column view(Status floor) const {
    std::vector<uint32_t> units;
    for (size_t unit = 0; unit < newest.size(); ++unit) {
      const Mark mark = newest.mark(unit);
      const bool reported = engine::answer_of(mark) != engine::Answer::Unknown;
      if (reported && engine::status_of(mark) < static_cast<uint8_t>(floor)) {
        units.push_back(static_cast<uint32_t>(unit));
      }
    }
    BlockBuffer buffer;
    buffer.start(units.size(), engine::form_of(form.type), denominator_of(form));
    for (size_t i = 0; i < units.size(); ++i) buffer.set(i, cell(units[i], floor));
    buffer.marks_written();
    return newest.with(units, buffer.block());
  }

  mutable std::mutex mutex_;
  mutable std::array<std::unique_ptr<Column>, kStatuses> views_;
};

ReportedValues::Place ReportedValues::place_of(const ColumnKey& key) {
  return {first_day(key.period), last_day(key.period), key.category};
}

const ReportedValues::Entry* ReportedValues::find(const ColumnKey& key) const {
  if (key.indicator.index() >= indicators_.size()) return nullptr;
  const auto& columns = indicators_[key.indicator.index()];
  if (columns == nullptr) return nullptr;
  const auto found = columns->find(place_of(key));
  return found == columns->end() ? nullptr : found->second.get();
}

const Column* ReportedValues::column(const ColumnKey& key, Status floor) const {
  const Entry* entry = find(key);
  return entry == nullptr ? nullptr : &entry->at(floor);
}

bool ReportedValues::any(const ColumnKey& key, OrganisationUnitId unit) const {
  const Column* newest = column(key, Status::Draft);
  return newest != nullptr && unit.index() < newest->size() &&
         engine::answer_of(newest->mark(unit.index())) != engine::Answer::Unknown;
}

std::vector<Period> ReportedValues::periods_of(IndicatorId indicator) const {
  std::vector<Period> periods;
  if (indicator.index() >= indicators_.size() || indicators_[indicator.index()] == nullptr) {
    return periods;
  }
  for (const auto& [place, entry] : *indicators_[indicator.index()]) {
    if (periods.empty() || !same_days(periods.back(), entry->period)) {
      periods.push_back(entry->period);
    }
  }
  return periods;
}

std::vector<ColumnKey> ReportedValues::keys() const {
  std::vector<ColumnKey> keys;
  for (size_t i = 0; i < indicators_.size(); ++i) {
    if (indicators_[i] == nullptr) continue;
    for (const auto& [place, entry] : *indicators_[i]) {
      keys.push_back({IndicatorId(i), entry->period, place.category});
    }
  }
  return keys;
}

std::vector<ReportedValues::At> ReportedValues::said_again() const {
  std::vector<At> found;
  for (size_t i = 0; i < indicators_.size(); ++i) {
    if (indicators_[i] == nullptr) continue;
    for (const auto& [place, entry] : *indicators_[i]) {
      const auto& older = entry->older;
      for (size_t at = 0; at < older.size(); ++at) {
        const OrganisationUnitId unit = older[at].unit;
        const bool last = at + 1 == older.size() || older[at + 1].unit != unit;
        const ReportedValue next =
            last ? value_of(entry->newest[unit.index()], unit.index()) : older[at + 1];
        if (older[at] != next) continue;
        if (!found.empty() && found.back().unit == unit &&
            found.back().key.indicator.index() == i && place_of(found.back().key) == place) {
          continue;
        }
        found.push_back({{IndicatorId(i), entry->period, place.category}, unit});
      }
    }
  }
  return found;
}

size_t ReportedValues::size() const {
  size_t count = 0;
  for (const auto& columns : indicators_) {
    if (columns == nullptr) continue;
    for (const auto& [place, entry] : *columns) count += entry->count;
  }
  return count;
}

size_t ReportedValues::bytes() const {
  size_t total = sizeof(*this) + indicators_.capacity() * sizeof(indicators_[0]);
  for (const auto& columns : indicators_) {
    if (columns == nullptr) continue;
    for (const auto& [place, entry] : *columns) {
      total += sizeof(place) + sizeof(Entry) + entry->newest.bytes() +
               entry->older.capacity() * sizeof(ReportedValue);
    }
  }
  for (const std::string& text : *texts_) total += sizeof(std::string) + text.capacity();
  return total;
}

// The indicator's columns, for this version alone.
ReportedValues::OfIndicator& ReportedValues::changeable(IndicatorId indicator) {
  if (indicator.index() >= indicators_.size()) indicators_.resize(indicator.index() + 1);
  auto& shared = indicators_[indicator.index()];
  auto own = shared ? std::make_shared<OfIndicator>(*shared) : std::make_shared<OfIndicator>();
  OfIndicator& result = *own;
  shared = std::move(own);
  return result;
}

ReportedValues ReportedValues::with(std::span<const Change> changes) const {
  ReportedValues changed = *this;
  size_t units = 0;
  for (const Change& change : changes) units = std::max(units, change.value.unit.index() + 1);
  for (const Change& change : changes) {
    OfIndicator& columns = changed.changeable(change.key.indicator);
    auto& place = columns[place_of(change.key)];
    auto entry = place ? std::make_shared<Entry>(*place) : std::make_shared<Entry>();
    if (!place) entry->period = change.key.period;
    // Where nothing but "not applicable" stood, nothing told the form before.
    const bool told = place && (entry->form == change.form || !entry->without_values());
    if (!told) entry->form = change.form;
    ReportedValue value = change.value;
    if (change.form.type == engine::ValueType::Text) {
      const auto found = std::find(changed.texts_->begin(), changed.texts_->end(), change.text);
      value.number = found - changed.texts_->begin();
      if (found == changed.texts_->end()) {
        auto texts = std::make_shared<Texts>(*changed.texts_);
        texts->push_back(change.text);
        changed.texts_ = std::move(texts);
      }
    }
    const auto unit = static_cast<uint32_t>(value.unit.index());
    if (!told || unit >= entry->newest.size()) entry->newest = entry->rewritten(units);
    const Cell before = entry->newest[unit];
    if (before.answer != engine::Answer::Unknown) {
      const ReportedValue old = value_of(before, unit);
      entry->older.insert(std::upper_bound(entry->older.begin(), entry->older.end(), old, by_unit),
                          old);
    }
    BlockBuffer buffer;
    buffer.start(1, engine::form_of(entry->form.type), denominator_of(entry->form));
    buffer.set(0, programme::cell_of(value, entry->form));
    buffer.marks_written();
    entry->newest = entry->newest.with({&unit, 1}, buffer.block());
    entry->lowest = std::min(entry->lowest, engine::status_of(value.mark));
    ++entry->count;
    place = std::move(entry);
  }
  return changed;
}

namespace {

// A value in 12 bytes: the register numbers units far below 2^27.
struct PackedValue {
  uint32_t unit_and_mark;
  uint32_t low;
  uint32_t high;
};
constexpr int kMarkBits = 5;

PackedValue packed(const ReportedValue& value) {
  const auto number = static_cast<uint64_t>(value.number);
  return {value.unit.value << kMarkBits | value.mark, static_cast<uint32_t>(number),
          static_cast<uint32_t>(number >> 32)};
}

ReportedValue unpacked(const PackedValue& value) {
  ReportedValue result;
  result.unit.value = value.unit_and_mark >> kMarkBits;
  result.mark = static_cast<Mark>(value.unit_and_mark & ((1U << kMarkBits) - 1));
  result.number = static_cast<int64_t>(uint64_t{value.high} << 32 | value.low);
  return result;
}

constexpr size_t kFirstPiece = 16;
constexpr size_t kPieceMax = 1024;

}  // namespace

// In pieces that are never moved: a column that grows needs no second place for what it holds.
struct ReportedValuesBuilder::Pending {
  ColumnKey key;
  ReportedValues::Form form;
  std::vector<std::vector<PackedValue>> pieces;
  size_t count = 0;

  void add(const ReportedValue& value) {
    if (pieces.empty() || pieces.back().size() == pieces.back().capacity()) {
      const size_t before = pieces.empty() ? kFirstPiece / 2 : pieces.back().capacity();
      pieces.emplace_back().reserve(std::min(before * 2, kPieceMax));
    }
    pieces.back().push_back(packed(value));
    ++count;
  }
  void cut(size_t to) {
    while (count > to) {
      const size_t away = std::min(count - to, pieces.back().size());
      pieces.back().resize(pieces.back().size() - away);
      if (pieces.back().empty()) pieces.pop_back();
      count -= away;
    }
  }
  // All of them, into a vector whose memory is used again and again.
  void take(std::vector<ReportedValue>& to) {
    to.clear();
    for (std::vector<PackedValue>& piece : pieces) {
      for (const PackedValue& value : piece) to.push_back(unpacked(value));
      piece = {};
    }
    pieces = {};
  }
};

ReportedValuesBuilder::ReportedValuesBuilder(Keep keep) : keep_(keep) {}
ReportedValuesBuilder::~ReportedValuesBuilder() = default;

uint32_t ReportedValuesBuilder::column(const ColumnKey& key, ReportedValues::Form form) {
  const auto [found, added] = places_.try_emplace({key.indicator, ReportedValues::place_of(key)},
                                                  static_cast<uint32_t>(pending_.size()));
  if (added) pending_.push_back(std::make_unique<Pending>(Pending{key, form, {}, 0}));
  return found->second;
}

void ReportedValuesBuilder::add(uint32_t column, const ReportedValue& value) {
  Pending& pending = *pending_[column];
  if (keep_ == Keep::All || pending.count == 0) pending.add(value);
}

void ReportedValuesBuilder::add(std::span<const Addressed> values) {
  for (const Addressed& one : values) add(one.column, one.value);
}

int64_t ReportedValuesBuilder::text(const std::string& text) {
  if (keep_ == Keep::Outline) {
    texts_.resize(1);  // one for all of them
    return 0;
  }
  const auto [found, added] = text_index_.emplace(text, static_cast<int64_t>(texts_.size()));
  if (added) texts_.push_back(text);
  return found->second;
}

ReportedValuesBuilder::Mark ReportedValuesBuilder::mark() const {
  Mark counts;
  for (const auto& one : pending_) counts.push_back(one->count);
  return counts;
}

void ReportedValuesBuilder::back_to(const Mark& mark) {
  for (size_t i = 0; i < pending_.size(); ++i) pending_[i]->cut(i < mark.size() ? mark[i] : 0);
}

// Of values by unit, oldest first.
std::shared_ptr<const ReportedValues::Entry> ReportedValues::entry_of(
    const Period& period, const Form& form, std::vector<ReportedValue>& values, size_t units) {
  auto entry = std::make_shared<Entry>();
  entry->period = period;
  entry->form = form;
  entry->count = values.size();
  size_t kept = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    if (i + 1 < values.size() && values[i + 1].unit == values[i].unit) {
      entry->older.push_back(values[i]);
      continue;
    }
    entry->lowest = std::min(entry->lowest, engine::status_of(values[i].mark));
    values[kept++] = values[i];
  }
  entry->older.shrink_to_fit();
  entry->newest = column_of({values.data(), kept}, form, units);
  return entry;
}

ReportedValues ReportedValuesBuilder::take(unsigned threads) {
  size_t units = 0;
  size_t indicators = 0;
  std::vector<size_t> filled;  // the columns with values
  for (size_t i = 0; i < pending_.size(); ++i) {
    if (pending_[i]->count == 0) continue;
    filled.push_back(i);
    indicators = std::max(indicators, pending_[i]->key.indicator.index() + 1);
    for (const auto& piece : pending_[i]->pieces) {
      for (const PackedValue& value : piece) {
        units = std::max(units, unpacked(value).unit.index() + 1);
      }
    }
  }
  std::vector<std::shared_ptr<const ReportedValues::Entry>> made(filled.size());
  on_threads(threads, filled.size(), [&] {
    return [&, values = std::vector<ReportedValue>()](size_t index) mutable {
      Pending& pending = *pending_[filled[index]];
      pending.take(values);
      if (!std::is_sorted(values.begin(), values.end(), by_unit)) {
        std::stable_sort(values.begin(), values.end(), by_unit);
      }
      made[index] = ReportedValues::entry_of(pending.key.period, pending.form, values, units);
    };
  });
  ReportedValues result;
  std::vector<std::shared_ptr<ReportedValues::OfIndicator>> columns(indicators);
  for (size_t i = 0; i < filled.size(); ++i) {
    const ColumnKey& key = pending_[filled[i]]->key;
    auto& of = columns[key.indicator.index()];
    if (!of) of = std::make_shared<ReportedValues::OfIndicator>();
    of->emplace(ReportedValues::place_of(key), std::move(made[i]));
  }
  result.indicators_.assign(columns.begin(), columns.end());
  result.texts_ = std::make_shared<const std::vector<std::string>>(std::move(texts_));
  result.is_outline_ = keep_ == Keep::Outline;
  texts_.clear();
  text_index_.clear();
  pending_.clear();
  places_.clear();
  return result;
}

}  // namespace exemplar::programme
