// Lines of a terminal: broken between words, with hanging indents, or with a part at the right edge
// (private to the rendering).
#pragma once

#include <string>
#include <vector>

namespace exemplar::programme {

class TextLines {
 public:
  explicit TextLines(int width) : width_(width) {}

  // `first` begins the first line, the others are indented as far and by `hanging` columns more.
  void add(const std::string& first, const std::string& text, int hanging = 0);
  // `right` stands at the right edge of the last line, or on a line of its own where the text
  // leaves no room; it is cut rather than the text where `right_may_be_cut`.
  void add_with_right(const std::string& first, const std::string& text, const std::string& right,
                      bool right_may_be_cut);
  void blank();

  std::vector<std::string> take() { return std::move(lines_); }

 private:
  int width_;
  std::vector<std::string> lines_;
};

}  // namespace exemplar::programme
