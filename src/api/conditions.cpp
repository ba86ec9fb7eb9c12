#include "api/conditions.hpp"

#include <algorithm>
#include <charconv>

#include "api/api.hpp"
#include "api/people.hpp"
#include "http/etag.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr std::string_view kKeyHeader = "Idempotency-Key";
constexpr size_t kKeyCharactersMax = 200;

// The digest of all that makes two requests the same. A body of a request that is answered with a
// secret may hold one, such as a password: a digest of it, which is quickly computed, is not kept.
AuditHash digest_of(const ApiRoute& route, const http::Request& request) {
  return CanonicalBytes("exemplar.request", 1)
      .text(request.method)
      .text(request.target)
      .text(request.headers.joined("Content-Type"))
      .text(request.headers.joined("If-Match"))
      .text(route.answers_secrets ? std::string() : request.body)
      .hash();
}

// Entries about something that tell of no change of it.
constexpr std::string_view kNoChange[] = {"session.", "sign_in.", "personal.read",
                                          "password.rehashed"};

std::string subject_of(const ApiRoute& route, const Call& call) {
  const size_t begin = route.changes.find('{');
  const size_t end = route.changes.find('}');
  const std::string name = route.changes.substr(begin + 1, end - begin - 1);
  return route.changes.substr(0, begin) + id_in_path(call, name);
}

}  // namespace

std::optional<KeyedRequest> keyed_request(const ApiRoute& route, const Call& call) {
  if (route.method != "POST" || !call.caller.known()) return std::nullopt;
  const std::string key = call.request.headers.joined(kKeyHeader);
  if (!call.request.headers.has(kKeyHeader)) return std::nullopt;
  const bool good = !key.empty() && key.size() <= kKeyCharactersMax &&
                    std::all_of(key.begin(), key.end(), [](char c) { return c > 32 && c < 127; });
  if (!good) {
    refuse(400, "malformed_key", msg("{} is no key", kKeyHeader),
           msg("send 1 to {} visible ASCII characters, another key for each request",
               kKeyCharactersMax));
  }
  return KeyedRequest{call.caller.powers.account, key, digest_of(route, call.request)};
}

void claim_with_write(Call& call, const KeyedRequest& request) {
  call.condition = [request, own = std::make_shared<int64_t>(0),
                    before = std::move(call.condition)](store::Write& write) {
    if (before) before(write);
    if (claim_key(write, request)) {
      *own = write.revision();
      return;
    }
    // A second write of the same call finds the claim of the first.
    const auto claimed = find_key(write.connection(), request.account, request.key);
    if (!claimed || claimed->revision != *own) throw Repeated{};
  };
}

std::optional<http::Response> answered_before(const Call& call, const KeyedRequest& request) {
  const auto claimed = find_key(*call.api.connection(), request.account, request.key);
  if (!claimed) return std::nullopt;
  if (claimed->digest != request.digest) {
    refuse(422, "key_of_another_request", msg("this {} was sent with another request", kKeyHeader),
           msg("send another key for each request"));
  }
  if (!claimed->answer) {
    refuse(409, "done_before",
           msg("this request was done before, as revision {}", claimed->revision),
           msg("what it answered is not kept: read what it made"));
  }
  http::Response response = http::response_of(claimed->answer->status,
                                              claimed->answer->content_type, claimed->answer->body);
  response.headers.set("Idempotent-Replayed", "true");
  return response;
}

void keep_for_repetition(const Call& call, const KeyedRequest& request,
                         const http::Response& response) {
  const auto type = response.headers.find("Content-Type");
  keep_answer(*call.api.connection(), request,
              {response.status, std::string(type.value_or("")), response.body});
}

// The same tag, the same answer to the same caller.
std::string state_tag(const Call& call, int64_t revision) {
  const char* language = call.language == Language::English ? "en" : "vi";
  const char* format = call.format == ListFormat::Csv    ? "-csv"
                       : call.format == ListFormat::Xlsx ? "-xlsx"
                                                         : "";
  return to_string(http::ETag{fmt::format("r{}-{}-{}-{}{}", revision, iso(call.today),
                                          call.caller.powers.account, language, format)});
}

std::optional<int64_t> seen_revision(const Call& call) {
  if (!call.request.headers.has("If-Match")) return std::nullopt;
  const auto list = http::parse_etags(call.request.headers.joined("If-Match"));
  if (!list) refuse(400, "malformed_tag", list.refusal());
  if (list->any) return std::nullopt;
  std::optional<int64_t> seen;
  for (const http::ETag& one : list->tags) {
    const char* end = one.tag.data() + one.tag.size();
    int64_t revision = 0;
    if (one.weak || !one.tag.starts_with('r')) continue;
    const auto [behind, error] = std::from_chars(one.tag.data() + 1, end, revision);
    const bool is_tag = error == std::errc() && (behind == end || *behind == '-');
    if (is_tag) seen = std::max(seen.value_or(0), revision);
  }
  if (!seen) {
    refuse(412, "other_tag", msg("If-Match names no state of this office"),
           msg("send the ETag of what you have read"));
  }
  return seen;
}

void match_with_write(const ApiRoute& route, Call& call) {
  if (route.changes.empty()) return;
  const std::optional<int64_t> seen = seen_revision(call);
  if (!seen) return;
  call.condition = [seen = *seen, subject = subject_of(route, call),
                    before = std::move(call.condition)](store::Write& write) {
    // A request that is sent again finds itself before it finds what it did.
    if (before) before(write);
    const int64_t newest = newest_revision_about(write.connection(), subject, kNoChange);
    if (newest <= seen) return;
    refuse(412, "changed_meanwhile", msg("somebody has changed this since you read it"),
           msg("read it again: it has revision {}", newest));
  };
}

}  // namespace exemplar::api
