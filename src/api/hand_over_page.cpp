#include "api/hand_over_page.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include "base/date_message.hpp"
#include "base/text.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

// Margins and letters as Decree 30/2020/NĐ-CP gives them for documents on A4.
constexpr std::string_view kStyle = R"(
@page { size: A4; margin: 20mm 15mm 20mm 30mm; }
body { font: 13pt/1.4 "Times New Roman", "Liberation Serif", serif; color: #000; background: #fff;
  margin: 0 auto; max-width: 165mm; }
.head { display: grid; grid-template-columns: 66mm 1fr; gap: 5mm; text-align: center;
  font-size: 12pt; }
.head > div + div { white-space: nowrap; }
.head strong, h1 { font-weight: bold; }
.motto { display: inline-block; border-bottom: 1px solid #000; padding-bottom: 1mm; font-weight: bold; }
.place { text-align: right; font-style: italic; margin: 6mm 0; }
h1 { font-size: 14pt; text-align: center; text-transform: uppercase; margin: 8mm 0 6mm; }
h2 { font-size: 13pt; margin: 6mm 0 2mm; }
dl { display: grid; grid-template-columns: 48mm 1fr; gap: 1mm 4mm; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
th, td { border: 1px solid #000; padding: 1mm 2mm; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th:first-child, td:first-child { width: 10mm; text-align: center; }
th:nth-child(2), td:nth-child(2) { width: 34mm; }
th::first-letter, td::first-letter { text-transform: uppercase; }
thead { display: table-header-group; }
tr, .signatures { break-inside: avoid; }
.signatures { display: flex; gap: 4mm; margin-top: 10mm; text-align: center; }
.signatures > div { flex: 1; }
.signatures strong { display: block; min-height: 2.8em; }
.signatures em { display: block; margin-bottom: 26mm; }
)";

Message kind_label(const std::string& kind) {
  if (kind == "grant") return msg("role");
  if (kind == "delegation_given") return msg("delegation given");
  if (kind == "delegation_received") return msg("delegation received");
  if (kind == "token") return msg("token");
  if (kind == "session") return msg("session");
  return msg("other matter");
}

class Page {
 public:
  Page(const HandOverPage& page, Language language) : page_(page), language_(language) {}

  std::string text() {
    const bool vietnamese = language_ == Language::Vietnamese;
    html_ = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{} "
        "{}</title>\n"
        "<style>{}</style>\n</head>\n<body>\n",
        vietnamese ? "vi" : "en", say(msg("Minutes of handing over a post")),
        html_text(page_.minutes.id), kStyle);
    head();
    people();
    items();
    signatures();
    html_ += "</body>\n</html>\n";
    return std::move(html_);
  }

 private:
  std::string say(const Message& message) const { return html_text(render(message, language_)); }

  void head() {
    html_ += fmt::format(
        "<div class=\"head\">\n<div><strong>{}</strong><br>{}</div>\n"
        "<div><strong>{}</strong><br><span class=\"motto\">{}</span></div>\n</div>\n",
        html_text(upper_case(page_.office)), say(msg("No. {}", page_.minutes.id)),
        say(msg("SOCIALIST REPUBLIC OF VIET NAM")), say(msg("Independence – Freedom – Happiness")));
    html_ +=
        fmt::format("<p class=\"place\">{}</p>\n<h1>{}</h1>\n", say(long_day(page_.written_on)),
                    say(msg("Minutes of handing over a post")));
  }

  static Message long_day(Date day) {
    const CivilDate parts = civil(day);
    return msg("Written on {}-{}-{}", parts.year, fmt::format("{:02}", parts.month),
               fmt::format("{:02}", parts.day));
  }

  void row(const Message& label, const std::string& text) {
    html_ += fmt::format("<dt>{}</dt><dd>{}</dd>\n", say(label), text);
  }

  void people() {
    const HandOverMinutes& minutes = page_.minutes;
    const auto person = [](const Account& account) {
      return fmt::format("{} ({}, {})", html_text(account.name), html_text(account.login),
                         html_text(account.id));
    };
    html_ += fmt::format("<h2>1. {}</h2>\n<dl>\n", say(msg("Who, to whom, when and why")));
    row(msg("Handed over by"), person(minutes.leaving));
    row(msg("Taken over by"), person(minutes.taking));
    row(msg("From"), say(day_message(minutes.day)));
    row(msg("Reason or order"), html_text(minutes.reason));
    row(msg("Recorded by"),
        page_.by_name.empty() ? say(msg("the office's own machine")) : html_text(page_.by_name));
    html_ += "</dl>\n";
  }

  void items() {
    html_ += fmt::format(
        "<h2>2. "
        "{}</h2>\n<table>\n<thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead>\n<tbody>\n",
        say(msg("What was handed over, and what ends")), say(msg("No.")), say(msg("kind")),
        say(msg("content")));
    size_t number = 0;
    for (const OpenItem& item : page_.minutes.items) {
      html_ += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", ++number,
                           say(kind_label(item.kind)), html_text(item.text.in(language_)));
    }
    html_ += "</tbody>\n</table>\n";
    html_ += fmt::format("<p>{}</p>\n",
                         say(msg("From that day on the one handing over holds none of these roles. "
                                 "Both sides have read the minutes and agree with them.")));
  }

  void signature(const Message& who, const std::string& name) {
    html_ += fmt::format("<div><strong>{}</strong><em>{}</em>{}</div>\n", say(who),
                         say(msg("(signature, full name)")), html_text(name));
  }

  void signatures() {
    html_ += "<div class=\"signatures\">\n";
    signature(msg("HANDED OVER BY"), page_.minutes.leaving.name);
    signature(msg("TAKEN OVER BY"), page_.minutes.taking.name);
    signature(msg("CONFIRMED BY THE HEAD"), "");
    html_ += "</div>\n";
  }

  const HandOverPage& page_;
  Language language_;
  std::string html_;
};

}  // namespace

std::string html_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string hand_over_page(const HandOverPage& page, Language language) {
  return Page(page, language).text();
}

std::string sha256_base64(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  std::array<char,
             sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)>
      base64{};
  sodium_bin2base64(base64.data(), base64.size(), hash.data(), hash.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  return base64.data();
}

std::string hand_over_page_policy() {
  return fmt::format(
      "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; "
      "frame-ancestors 'none'",
      sha256_base64(kStyle));
}

}  // namespace exemplar::api
