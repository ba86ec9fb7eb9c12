#include "programme/single_sign_on/curl_fetch.hpp"

#include <curl/curl.h>

#include <memory>
#include <mutex>

#include "programme/single_sign_on/provider_url.hpp"

namespace exemplar::programme {

namespace {

struct Handle {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct List {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Taken {
  std::string body;
  size_t most = 0;
  bool too_long = false;
};

size_t take(char* bytes, size_t size, size_t count, void* to) {
  auto& taken = *static_cast<Taken*>(to);
  if (size * count > taken.most - taken.body.size()) {
    taken.too_long = true;
    return 0;  // ends the transfer
  }
  taken.body.append(bytes, size * count);
  return size * count;
}

}  // namespace

Fetch curl_fetch(CurlLimits limits) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return [limits](const FetchRequest& request) -> FetchAnswer {
    const std::unique_ptr<CURL, Handle> curl(curl_easy_init());
    const auto url = ProviderUrl::parse(request.url);
    if (!curl || !url) return {0, {}, "no such address"};
    const auto set = [&](CURLoption option, auto value) {
      curl_easy_setopt(curl.get(), option, value);
    };
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, url->is_loopback() ? "http,https" : "https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, limits.connect_ms);
    set(CURLOPT_TIMEOUT_MS, limits.whole_ms);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
    set(CURLOPT_USERAGENT, "exemplar");
    curl_slist* words = curl_slist_append(nullptr, "Accept: application/json");
    const std::unique_ptr<curl_slist, List> headers(words);
    set(CURLOPT_HTTPHEADER, headers.get());
    const std::string form = form_encoded(request.form);
    if (!request.form.empty()) {
      set(CURLOPT_POSTFIELDSIZE, static_cast<long>(form.size()));
      set(CURLOPT_POSTFIELDS, form.c_str());
    }
    if (!request.user.empty()) {
      set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
      set(CURLOPT_USERNAME, request.user.c_str());
      set(CURLOPT_PASSWORD, request.password.c_str());
    }
    Taken taken{{}, limits.body, false};
    set(CURLOPT_WRITEFUNCTION, &take);
    set(CURLOPT_WRITEDATA, &taken);
    const CURLcode code = curl_easy_perform(curl.get());
    if (taken.too_long) return {0, {}, "the answer is too long"};
    if (code != CURLE_OK) return {0, {}, curl_easy_strerror(code)};
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    return {static_cast<int>(status), std::move(taken.body), {}};
  };
}

}  // namespace exemplar::programme
