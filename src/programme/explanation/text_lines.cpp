#include "programme/explanation/text_lines.hpp"

#include "base/text.hpp"

namespace exemplar::programme {

namespace {

constexpr int kGap = 2;          // columns between a text and what stands at the right edge
constexpr int kCutGroupMin = 8;  // a group's name cut shorter says nothing

}  // namespace

void TextLines::add(const std::string& first, const std::string& text, int hanging) {
  const int indent = display_width(first) + hanging;
  std::string line = first;
  bool empty = true;
  for (const std::string_view word : split(text, ' ')) {
    if (!empty && width_ > 0 && display_width(line) + 1 + display_width(word) > width_) {
      lines_.push_back(std::move(line));
      line = std::string(static_cast<size_t>(indent), ' ');
      empty = true;
    }
    if (!empty) line += ' ';
    line += word;
    empty = false;
  }
  lines_.push_back(std::move(line));
}

void TextLines::add_with_right(const std::string& first, const std::string& text,
                               const std::string& right, bool right_may_be_cut) {
  add(first, text);
  if (right.empty()) return;
  std::string& last = lines_.back();
  if (width_ <= 0) {
    last += "   " + right;
    return;
  }
  const int room = width_ - display_width(last) - kGap;
  if (display_width(right) <= room) {
    last = pad_to_width(last, width_ - display_width(right)) + right;
  } else if (right_may_be_cut && room >= kCutGroupMin) {
    const std::string cut = truncate_to_width(right, room);
    last = pad_to_width(last, width_ - display_width(cut)) + cut;
  } else if (!right_may_be_cut) {
    lines_.push_back(pad_to_width(right, width_, Align::Right));
  }
}

void TextLines::blank() {
  if (!lines_.empty() && !lines_.back().empty()) lines_.emplace_back();
}

}  // namespace exemplar::programme
