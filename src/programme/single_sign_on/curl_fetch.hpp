// Fetch by libcurl: TLS verified against the machine's authorities, no redirect followed, each
// request ended after a few seconds, no more read than a provider has to say.
#pragma once

#include <cstddef>

#include "programme/single_sign_on/fetch.hpp"

namespace exemplar::programme {

struct CurlLimits {
  long connect_ms = 2'000;
  long whole_ms = 4'000;
  size_t body = 256 * 1024;
};
Fetch curl_fetch(CurlLimits limits = {});

}  // namespace exemplar::programme
