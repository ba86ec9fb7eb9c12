#include "cli/workbook_looks.hpp"

namespace exemplar::cli {

using dialect::Look;
using dialect::NumberShape;

namespace {

constexpr uint32_t kInk = 0x1F2933;
constexpr uint32_t kQuiet = 0x6B7280;
constexpr uint32_t kAccent = 0x1D4ED8;
constexpr uint32_t kRule = 0xD1D5DB;
constexpr uint32_t kNotMetBack = 0xFBE3E1;
constexpr uint32_t kNotMetInk = 0x9B1C1C;
constexpr uint32_t kUnknownBack = 0xFEF3C7;
constexpr uint32_t kUnknownInk = 0x92400E;
constexpr uint32_t kMetInk = 0x166534;
constexpr uint32_t kAsValueBack = 0xE5E0F5;

// Answers are numbers that show as signs; the fourth comes by a conditional format.
constexpr const char* kAnswerSigns = "[<1]\"✗\";[<2]\"?\";\"✓\"";
constexpr const char* kKnownSigns = "[=1]\"?\";[=2]\"•\";\"–\"";

const char* pattern_of(NumberShape shape) {
  switch (shape) {
    case NumberShape::Whole:
      return "#,##0";
    case NumberShape::Decimals1:
      return "#,##0.0";
    case NumberShape::Decimals2:
      return "#,##0.00";
    case NumberShape::Decimals3:
      return "#,##0.000";
    case NumberShape::Percent:
      return "0.0%";
    case NumberShape::Day:
      return "dd/mm/yyyy";
    default:
      return "General";
  }
}

void shape_words(Look look, lxw_format* format) {
  switch (look) {
    case Look::Banner:
      format_set_bold(format);
      format_set_font_color(format, kUnknownInk);
      break;
    case Look::Title:
      format_set_bold(format);
      format_set_font_size(format, 14);
      break;
    case Look::Note:
      format_set_font_color(format, kQuiet);
      break;
    case Look::Heading:
    case Look::Group:
      format_set_bold(format);
      format_set_text_wrap(format);
      format_set_bg_color(format, 0xEEF2F7);
      format_set_bottom(format, LXW_BORDER_THIN);
      format_set_border_color(format, kRule);
      break;
    case Look::Small:
      format_set_font_size(format, 8);
      format_set_font_color(format, kQuiet);
      format_set_text_wrap(format);
      format_set_bg_color(format, 0xEEF2F7);
      break;
    case Look::LinkUpright:
      format_set_rotation(format, 90);
      format_set_font_color(format, kAccent);
      format_set_text_wrap(format);
      format_set_align(format, LXW_ALIGN_CENTER);
      format_set_align(format, LXW_ALIGN_VERTICAL_BOTTOM);
      format_set_bg_color(format, 0xEEF2F7);
      format_set_bottom(format, LXW_BORDER_THIN);
      format_set_border_color(format, kRule);
      break;
    case Look::Wrapped:
      format_set_text_wrap(format);
      break;
    case Look::Link:
      format_set_font_color(format, kAccent);
      format_set_underline(format, LXW_UNDERLINE_SINGLE);
      format_set_text_wrap(format);
      break;
    default:
      break;
  }
}

void shape_figures(Look look, lxw_format* format) {
  const auto box = [&](uint32_t back) {
    format_set_bg_color(format, back);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, kRule);
  };
  switch (look) {
    case Look::InputDraft:
      box(0xF3F4F6);
      format_set_italic(format);
      break;
    case Look::InputReported:
      box(0xFFFDE7);
      break;
    case Look::InputVerified:
      box(0xECFDF3);
      break;
    case Look::InputDecided:
      box(0xFFFFFF);
      break;
    case Look::InputMissing:
      box(kUnknownBack);
      format_set_pattern(format, LXW_PATTERN_LIGHT_UP);
      format_set_fg_color(format, 0xD97706);
      break;
    case Look::AsValue:
      format_set_bg_color(format, kAsValueBack);
      break;
    case Look::Answer:
    case Look::AnswerAsValue:
      format_set_align(format, LXW_ALIGN_CENTER);
      format_set_num_format(format, kAnswerSigns);
      if (look == Look::AnswerAsValue) format_set_bg_color(format, kAsValueBack);
      break;
    case Look::Known:
    case Look::KnownAsValue:
      format_set_align(format, LXW_ALIGN_CENTER);
      format_set_font_color(format, kQuiet);
      format_set_num_format(format, kKnownSigns);
      if (look == Look::KnownAsValue) format_set_bg_color(format, kAsValueBack);
      break;
    case Look::Hidden:
      format_set_italic(format);
      format_set_align(format, LXW_ALIGN_CENTER);
      format_set_font_color(format, kQuiet);
      format_set_bg_color(format, kAsValueBack);
      break;
    default:
      break;
  }
}

}  // namespace

WorkbookLooks::WorkbookLooks(lxw_workbook* book) : book_(book) {
  not_applicable_ = workbook_add_format(book_);
  format_set_num_format(not_applicable_, "\"–\"");
  format_set_font_color(not_applicable_, kQuiet);
  not_met_ = coloured(kNotMetInk, kNotMetBack);
  unknown_ = coloured(kUnknownInk, kUnknownBack);
  met_ = workbook_add_format(book_);
  format_set_font_color(met_, kMetInk);
  outdated_ = workbook_add_format(book_);
  format_set_font_color(outdated_, kQuiet);
  format_set_font_strikeout(outdated_);
}

lxw_format* WorkbookLooks::coloured(uint32_t ink, uint32_t back) {
  lxw_format* format = workbook_add_format(book_);
  format_set_font_color(format, ink);
  format_set_bg_color(format, back);
  return format;
}

lxw_format* WorkbookLooks::of(Look look, NumberShape shape) {
  lxw_format*& format = formats_[{look, shape}];
  if (format != nullptr) return format;
  format = workbook_add_format(book_);
  format_set_font_name(format, "Calibri");
  format_set_font_size(format, 10);
  format_set_font_color(format, kInk);
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  if (shape != NumberShape::General) format_set_num_format(format, pattern_of(shape));
  shape_words(look, format);
  shape_figures(look, format);
  return format;
}

}  // namespace exemplar::cli
