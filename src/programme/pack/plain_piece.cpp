// A piece of a file of values: its lines, and what each of them says.
#include <algorithm>

#include "base/text.hpp"
#include "programme/pack/plain_file.hpp"

namespace exemplar::programme {

namespace {

// So many periods, and so many categories, as they are written, are remembered.
constexpr uint32_t kWritingsMax = 1 << 20;

}  // namespace

// The lines that begin in the piece, whole.
bool PlainValues::Piece::load(size_t index) {
  const uint64_t size = file_.bytes_->size();
  const uint64_t begin = file_.first_line_ + uint64_t{index} * file_.all_.piece_bytes_;
  const uint64_t end = std::min<uint64_t>(size, begin + file_.all_.piece_bytes_);
  const uint64_t from = index == 0 ? begin : begin - 1;  // is there a line end before?
  bytes_.resize(end - from);
  if (file_.bytes_->read(from, bytes_.data(), bytes_.size()) != bytes_.size()) return false;
  size_t first = 0;
  if (index > 0) {
    const size_t line_end = bytes_.find('\n');
    first = line_end == bytes_.npos ? bytes_.size() : line_end + 1;
  }
  // The last line goes on to its end.
  uint64_t read = end;
  while (first < bytes_.size() && bytes_.back() != '\n') {
    if (read == size) {
      bytes_ += '\n';
      break;
    }
    const size_t before = bytes_.size();
    bytes_.resize(before + std::min<uint64_t>(size - read, 4096));
    const size_t wanted = bytes_.size() - before;
    if (file_.bytes_->read(read, bytes_.data() + before, wanted) != wanted) return false;
    read += wanted;
    const size_t line_end = bytes_.find('\n', before);
    if (line_end != bytes_.npos) bytes_.resize(line_end + 1);
    if (read - end > static_cast<uint64_t>(PlainLine::kLineMax)) return false;
  }
  const size_t length = bytes_.size();
  bytes_.append(PlainLine::kPadding, '\0');
  begin_ = bytes_.data() + first;
  end_ = bytes_.data() + length;
  return true;
}

bool PlainValues::Piece::read_lines() {
  values_.clear();
  wanted_lines_.clear();
  lines_ = 0;
  std::fill(used_.begin(), used_.end(), 0);
  for (const char* at = begin_; at < end_; at = line_.next(), ++lines_) {
    const PlainLine::Kind kind = line_.cut(at);
    if (kind == PlainLine::Kind::NotPlain) return false;
    if (kind == PlainLine::Kind::Empty) continue;
    const size_t before = values_.size();
    const std::string_view line(at, static_cast<size_t>(line_.next() - at));
    if (kind != PlainLine::Kind::Plain || !read_line()) {
      values_.resize(before);
      if (file_.given_up_ || !read_oddly(line)) return false;
    }
    if (file_.all_.wanted_ != nullptr) {
      if (any_wanted(before)) wanted_lines_.emplace_back(lines_, line);
      values_.resize(before);
    }
  }
  return true;
}

bool PlainValues::Piece::any_wanted(size_t from) const {
  const auto& cells = file_.all_.wanted_->cells;
  return std::any_of(values_.begin() + static_cast<std::ptrdiff_t>(from), values_.end(),
                     [&](const ReportedValuesBuilder::Addressed& one) {
                       return cells.contains(Wanted::cell(one.column, one.value.unit));
                     });
}

// In turn: only now is it known which lines of the file they are.
bool PlainValues::Piece::add_wanted() {
  PlainValues& all = file_.all_;
  for (const auto& [index, line] : wanted_lines_) {
    if (!read_carefully(line, file_.lines_before_ + index + 1)) return false;
    for (Fact& fact : all.facts_) {
      const ReportedValues::Form form = form_of(all.draft_.indicators[fact.indicator.index()]);
      const uint32_t column =
          all.builder_.column({fact.indicator, fact.period, fact.category}, form);
      if (!all.wanted_->cells.contains(Wanted::cell(column, fact.unit))) continue;
      all.wanted_->facts.push_back(std::move(fact));
    }
  }
  file_.lines_before_ += lines_;
  return true;
}

// False where the line needs care.
bool PlainValues::Piece::read_line() {
  const uint32_t source = words_.source(field(kSource));
  if (source == PlainVocabulary::kNone || !status_of_line()) return false;
  period_ = periods_.find(field(kPeriod));
  category_ = numbered(categories_, field(kCategory));
  if (period_ == TextTable::kNone || category_ == TextTable::kNone) return false;
  bool good = true;
  const size_t before = values_.size();
  switch (file_.shape_.kind) {
    case ValueRows::Shape::Long: {
      const uint32_t indicator = words_.indicator(field(kIndicator));
      good = indicator != PlainVocabulary::kNone && !field(kValue).empty() &&
             read_value(file_.field_of_[kValue], indicator);
      break;
    }
    case ValueRows::Shape::Wide:
      for (const File::ValueColumn& column : file_.value_columns_) {
        good = good && (line_[column.field].empty() || read_value(column.field, column.indicator));
      }
      break;
    case ValueRows::Shape::Quotas: {
      const PlainVocabulary::QuotaIndicators quota = words_.quota(field(kQuota));
      const auto read_one = [&](PlainColumn column, uint32_t indicator) {
        return indicator != PlainVocabulary::kNone &&
               (field(column).empty() || read_value(file_.field_of_[column], indicator));
      };
      good = read_one(kAssigned, quota.assigned) && read_one(kDone, quota.done);
      break;
    }
  }
  if (good && values_.size() > before) used_[source] = 1;
  return good;
}

bool PlainValues::Piece::status_of_line() {
  std::optional<Date> reported;
  std::optional<Date> verified;
  std::optional<Date> decided;
  if (!days_.read(field(kReportedOn), reported) || !days_.read(field(kVerifiedOn), verified) ||
      !days_.read(field(kDecidedOn), decided)) {
    return false;
  }
  if (reported && verified && *verified < *reported) return false;
  const auto& earlier = verified ? verified : reported;
  if (earlier && decided && *decided < *earlier) return false;
  const Status status = decided    ? Status::Decided
                        : verified ? Status::Verified
                        : reported ? Status::Reported
                                   : Status::Draft;
  status_ = static_cast<uint8_t>(status);
  return true;
}

bool PlainValues::Piece::read_value(size_t value_field, uint32_t indicator) {
  if (!words_.about(indicator).reported) return false;
  const Destination* destination =
      destinations_.find(Destinations::key(indicator, period_, category_));
  if (destination == nullptr) return false;
  ReportedValue value;
  value.unit = words_.unit(field(kUnit), destination->last_day);
  if (!value.unit.valid()) return false;
  engine::Answer answer = engine::kKnown;
  if (!number_of(line_[value_field], indicator, value, answer)) return false;
  value.mark = engine::mark_of(answer, status_, false);
  values_.push_back({destination->column, value});
  return true;
}

bool PlainValues::Piece::number_of(std::string_view text, uint32_t indicator, ReportedValue& value,
                                   engine::Answer& answer) {
  const PlainIndicator& about = words_.about(indicator);
  if (text == kNotApplicable) {
    answer = engine::Answer::NotApplicable;
    return about.may_be_not_applicable && !trim(field(kNote)).empty();
  }
  switch (about.kind) {
    case IndicatorKind::Truth: {
      const auto truth = read_truth(text);
      answer = truth.value_or(false) ? engine::Answer::Met : engine::Answer::NotMet;
      return truth.has_value();
    }
    case IndicatorKind::Date: {
      std::optional<Date> day;
      if (!days_.read(text, day) || !day) return false;
      value.number = day->days;
      return true;
    }
    case IndicatorKind::Text: {
      const auto found = texts_.find(text);
      if (found == texts_.end()) return false;
      value.number = found->second;
      return true;
    }
    default:
      return read_plain_number(text, words_.decimal_sign(), about.digits, value.number) &&
             value.number >= about.low && value.number <= about.high;
  }
}

// By the definition of meaning; false where it finds a fault, or makes nothing of a cell.
bool PlainValues::Piece::read_oddly(std::string_view line) {
  const std::lock_guard lock(file_.mutex_);
  const auto cells = read_carefully(line, 1);
  return cells && add_facts(*cells);
}

// The facts of the line, while the file is locked; how many cells are filled. Nothing where
// there is a fault.
std::optional<size_t> PlainValues::Piece::read_carefully(std::string_view line, int number) {
  PlainValues& all = file_.all_;
  all.problems_ = {};
  all.facts_.clear();
  tables::CsvReader csv(tables::bytes_of_text(line), file_.name_, {.separator = file_.separator_},
                        all.problems_);
  tables::Record record;
  if (!csv.next(record) || record.fields.size() != file_.header_->names.size()) return std::nullopt;
  tables::TableRow row;
  row.header = file_.header_;
  row.line = number;
  for (const tables::Field& field : record.fields) {
    row.cells.push_back({std::string(field.text), number, field.column});
  }
  RowReader cells(row, all.problems_);
  if (!cells.ok()) return std::nullopt;
  all.rows_.read(cells, file_.shape_);
  if (!all.problems_.empty()) return std::nullopt;
  const auto filled = [&](std::string_view column) { return cells.text(column).empty() ? 0U : 1U; };
  size_t count = file_.shape_.kind == ValueRows::Shape::Long ? 1 : 0;
  if (file_.shape_.kind == ValueRows::Shape::Quotas) count = filled("assigned") + filled("done");
  for (const ValueRows::Column& column : file_.shape_.columns) count += filled(column.name);
  return count;
}

bool PlainValues::Piece::add_facts(size_t cells) {
  PlainValues& all = file_.all_;
  if (all.facts_.size() != cells) return false;
  for (const Fact& fact : all.facts_) {
    const ReportedValues::Form form = form_of(all.draft_.indicators[fact.indicator.index()]);
    const uint32_t column = all.builder_.column({fact.indicator, fact.period, fact.category}, form);
    const ReportedValue value = reported_value(fact, form, all.builder_);
    values_.push_back({column, value});
    if (!fact.source.valid()) return false;
    used_[fact.source.index()] = 1;
    if (fact.kind == Fact::Kind::Text && texts_.size() < kWritingsMax) {
      texts_.emplace(fact.text, value.number);
    }
    learn(fact, {column, last_day(fact.period)});
  }
  return true;
}

// The period and the category as this line writes them mean those of the fact.
void PlainValues::Piece::learn(const Fact& fact, const Destination& destination) {
  if (periods_.size() + 2 >= kWritingsMax || categories_.size() + 2 >= kWritingsMax) return;
  const std::string_view written = field(kCategory);
  const uint32_t period = periods_.add(field(kPeriod), static_cast<uint32_t>(periods_.size() + 1));
  const uint32_t category =
      written.empty() ? 0 : categories_.add(written, static_cast<uint32_t>(categories_.size() + 1));
  destinations_.add(
      Destinations::key(static_cast<uint32_t>(fact.indicator.index()), period, category),
      destination);
}

}  // namespace exemplar::programme
