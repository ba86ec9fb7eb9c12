// The minutes of a post handed over, as a page of A4 to be printed and signed: no script, nothing from
// elsewhere, and a style sheet that the page's own policy names by its hash.
#pragma once

#include "programme/user/hand_over_store.hpp"

namespace exemplar::api {

struct HandOverPage {
  const programme::HandOverMinutes& minutes;
  std::string office;   // its name
  std::string by_name;  // of whoever did it; an empty one was the office's own machine
  Date written_on;      // in the office's zone
};
std::string hand_over_page(const HandOverPage& page, Language language);

std::string sha256_base64(std::string_view bytes);
// For the page's Content-Security-Policy: nothing but its own style sheet.
std::string hand_over_page_policy();

// With & < > " ' as character references.
std::string html_text(std::string_view text);

}  // namespace exemplar::api
