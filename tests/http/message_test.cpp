// Heads and bodies of requests as bytes, heads of responses, problem documents.
#include <gtest/gtest.h>

#include "http/body_reader.hpp"
#include "http/head.hpp"
#include "http/problem.hpp"
#include "http/response.hpp"

namespace exemplar::http {
namespace {

int status_of(std::string_view bytes, const HeadLimits& limits = {}) {
  const auto got = read_head(bytes, limits);
  const Fault* const fault = std::get_if<Fault>(&got);
  return fault ? fault->status : 200;
}

TEST(Head, Reads) {
  const auto got = read_head(
      "POST /a?b=1 HTTP/1.1\r\nHost: exemplar:8080\r\ncontent-length:\t12 \r\n"
      "X-Empty:\r\nConnection: x, Close\r\nExpect: 100-Continue\r\n\r\n",
      {});
  const Head* const head = std::get_if<Head>(&got);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->method, "POST");
  EXPECT_EQ(head->target, "/a?b=1");
  EXPECT_EQ(head->headers.find("HOST"), "exemplar:8080");
  EXPECT_EQ(head->headers.find("X-Empty"), "");
  EXPECT_EQ(head->content_length, 12u);
  EXPECT_FALSE(head->chunked);
  EXPECT_TRUE(head->expects_continue);
  EXPECT_FALSE(head->keep_alive);
}

TEST(Head, RefusesWhatCouldBeReadInTwoWays) {
  const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n";
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
  struct Case {
    const char* what;
    std::string bytes;
    int status;
  };
  const std::vector<Case> table = {
      {"good", get + "\r\n", 200},
      {"HTTP/1.0 needs no Host", "GET / HTTP/1.0\r\n\r\n", 200},
      {"chunked", post + "Transfer-Encoding: Chunked\r\n\r\n", 200},
      {"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 200},
      {"bytes beyond ASCII in a value", get + "X: Đ\r\n\r\n", 200},
      {"length and coding", post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"two lengths", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
      {"the same length twice", post + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", 400},
      {"a list of lengths", post + "Content-Length: 1, 1\r\n\r\n", 400},
      {"signed length", post + "Content-Length: +1\r\n\r\n", 400},
      {"negative length", post + "Content-Length: -1\r\n\r\n", 400},
      {"hexadecimal length", post + "Content-Length: 0x1\r\n\r\n", 400},
      {"no length", post + "Content-Length:\r\n\r\n", 400},
      {"length beyond 64 bits", post + "Content-Length: 18446744073709551617\r\n\r\n", 400},
      {"two codings", post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
      {"another coding", post + "Transfer-Encoding: identity\r\n\r\n", 501},
      {"xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n", 501},
      {"coding twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
       400},
      {"coding in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"coding behind a vertical tab",
       post + "Transfer-Encoding: \x0B"
              "chunked\r\n\r\n",
       400},
      {"blank before the colon", get + "X : y\r\n\r\n", 400},
      {"blank in a name", get + "X Y: y\r\n\r\n", 400},
      {"no name", get + ": y\r\n\r\n", 400},
      {"no colon", get + "X\r\n\r\n", 400},
      {"folded line", get + "X: y\r\n z\r\n\r\n", 400},
      {"folded with a tab", get + "X: y\r\n\tz\r\n\r\n", 400},
      {"folded first line", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
      {"bare LF", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"one bare LF", get + "X: y\nZ: z\r\n\r\n", 400},
      {"bare CR", get + "X: y\rZ: z\r\n\r\n", 400},
      {"NUL in a value", get + std::string("X: \0\r\n\r\n", 8), 400},
      {"control character", get + "X: \x07\r\n\r\n", 400},
      {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", get + "Host: b\r\n\r\n", 400},
      {"empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"Host with an at", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400},
      {"two Authorizations", get + "Authorization: a\r\nAuthorization: b\r\n\r\n", 400},
      {"absolute form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"authority form", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"asterisk for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"tab", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"target beyond ASCII", "GET /\xC4\x90 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"no version", "GET /\r\nHost: a\r\n\r\n", 400},
      {"HTTP/0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505},
      {"HTTP/2", "PRI * HTTP/2.0\r\n\r\n", 505},
      {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
      {"http/1.1", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
      {"HTTP/1.10", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
      {"bad method", "G\"T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"another expectation", get + "Expect: tea\r\n\r\n", 417},
      {"nothing", "\r\n", 400},
      {"bytes behind the end", get + "\r\nX", 400},
  };
  for (const Case& each : table) EXPECT_EQ(status_of(each.bytes), each.status) << each.what;
}

TEST(Head, HasLimits) {
  HeadLimits limits;
  limits.fields_max = 2;
  limits.target_bytes_max = 10;
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n", limits), 200);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nY: z\r\n\r\n", limits), 431);
  EXPECT_EQ(status_of("GET /123456789 HTTP/1.1\r\nHost: a\r\n\r\n", limits), 200);
  EXPECT_EQ(status_of("GET /1234567890 HTTP/1.1\r\nHost: a\r\n\r\n", limits), 414);
}

TEST(HeadScanner, FindsTheEndInPiecesOfAnySize) {
  using State = HeadScanner::State;
  struct Case {
    std::string bytes;
    State state;
    size_t end;
  };
  const std::vector<Case> table = {
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET", State::Complete, 27},
      {"GET / HTTP/1.1\r\nHost: a\r\n", State::More, 0},
      {"GET / HTTP/1.1\r\nHost: a\n", State::Malformed, 0},
      {"GET / HTTP/1.1\r\n\n", State::Malformed, 0},
      {"\n", State::Malformed, 0},
      {"\x16\x03\x01", State::Malformed, 0},
      {std::string(100, 'a'), State::TooLong, 0},
  };
  for (const Case& each : table) {
    SCOPED_TRACE(each.bytes);
    for (size_t piece = 1; piece <= each.bytes.size(); ++piece) {
      HeadScanner scanner(60);
      State state = State::More;
      for (size_t size = piece; state == State::More; size += piece) {
        state = scanner.scan(std::string_view(each.bytes).substr(0, size));
        if (size >= each.bytes.size()) break;
      }
      EXPECT_EQ(state, each.state) << piece;
      EXPECT_EQ(scanner.end(), each.end) << piece;
    }
  }
}

struct BodyRead {
  BodyReader::State state;
  std::string body;
  size_t consumed;
};

BodyRead read_body(const std::string& head_bytes, std::string_view bytes, uint64_t bytes_max,
                   size_t piece) {
  const auto head = read_head(head_bytes, {});
  BodyReader reader(std::get<Head>(head), bytes_max);
  BodyReader::Fed fed = reader.feed({});
  size_t arrived = 0, consumed = 0;
  while (fed.state == BodyReader::State::More && arrived < bytes.size()) {
    arrived = std::min(arrived + piece, bytes.size());
    fed = reader.feed(bytes.substr(consumed, arrived - consumed));
    consumed += fed.consumed;
  }
  return {fed.state, reader.take(), consumed};
}

const char* const kChunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

// Byte by byte, an empty chunked body included, ended Boost.Beast 1.81's parser in an assertion.
TEST(BodyReader, ReadsChunksInPiecesOfAnySize) {
  using State = BodyReader::State;
  struct Case {
    const char* what;
    std::string bytes;
    State state;
    std::string body;
  };
  const std::vector<Case> table = {
      {"two chunks", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", State::Done, "abcde"},
      {"hexadecimal", "A\r\n0123456789\r\n0\r\n\r\n", State::Done, "0123456789"},
      {"empty", "0\r\n\r\n", State::Done, ""},
      {"extension", "3;a=b\r\nabc\r\n0\r\n\r\n", State::Done, "abc"},
      {"trailer", "3\r\nabc\r\n0\r\nX: y\r\n\r\n", State::Done, "abc"},
      {"not ended", "3\r\nabc\r\n0\r\n", State::More, "abc"},
      {"no number", "x\r\nabc\r\n0\r\n\r\n", State::Malformed, ""},
      {"negative", "-1\r\nabc\r\n0\r\n\r\n", State::Malformed, ""},
      {"0x", "0x3\r\nabc\r\n0\r\n\r\n", State::Malformed, ""},
      {"beyond 64 bits", "10000000000000003\r\nabc\r\n0\r\n\r\n", State::Malformed, ""},
      {"too short a chunk", "4\r\nabc\r\n0\r\n\r\n", State::Malformed, "abc\r"},
      {"too long a chunk", "2\r\nabc\r\n0\r\n\r\n", State::Malformed, "ab"},
      {"bare LF behind the size", "3\nabc\r\n0\r\n\r\n", State::Malformed, ""},
      {"bare LF in an extension", "3;a\nabc\r\n0\r\n\r\n", State::Malformed, ""},
      {"bare LF behind the data", "3\r\nabc\n0\r\n\r\n", State::Malformed, "abc"},
      {"bare LF at the end", "3\r\nabc\r\n0\n\n", State::Malformed, "abc"},
      {"bare CR in an extension", "3;a\rb\r\nabc\r\n0\r\n\r\n", State::Malformed, ""},
      {"endless extension", "3;" + std::string(2'000, 'a'), State::Malformed, ""},
      {"endless size", std::string(100, '0'), State::Malformed, ""},
      {"no size", "\r\nabc", State::Malformed, ""},
      {"bare LF in a trailer", "0\r\nX: y\n\r\n", State::Malformed, ""},
      {"folded trailer", "0\r\nX: y\r\n z\r\n\r\n", State::Malformed, ""},
      {"endless trailer", "0\r\nX: " + std::string(9'000, 'a'), State::Malformed, ""},
      {"blank behind the size", "3 \r\nabc\r\n0\r\n\r\n", State::Malformed, ""},
      {"blank before the size", " 3\r\nabc\r\n0\r\n\r\n", State::Malformed, ""},
      {"too much", "7\r\n0123456\r\n7\r\n0123456\r\n0\r\n\r\n", State::TooLarge, "0123456"},
  };
  for (const Case& each : table) {
    for (size_t piece = 1; piece <= std::min<size_t>(each.bytes.size(), 40); ++piece) {
      SCOPED_TRACE(std::string(each.what) + " in pieces of " + std::to_string(piece));
      const BodyRead got = read_body(kChunked, each.bytes, 12, piece);
      EXPECT_EQ(got.state, each.state);
      if (each.state == State::Done) {
        EXPECT_EQ(got.body, each.body);
        EXPECT_EQ(got.consumed, each.bytes.size());
      }
    }
  }
}

TEST(BodyReader, TakesNoByteBeyondTheBody) {
  const std::string by_length = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n";
  BodyRead got = read_body(by_length, "abcGET /", 12, 100);
  EXPECT_EQ(got.state, BodyReader::State::Done);
  EXPECT_EQ(got.body, "abc");
  EXPECT_EQ(got.consumed, 3u);
  got = read_body(kChunked, "1\r\na\r\n0\r\n\r\nGET /", 12, 100);
  EXPECT_EQ(got.state, BodyReader::State::Done);
  EXPECT_EQ(got.consumed, 11u);
}

TEST(BodyReader, RefusesALengthBeyondTheLimitAtOnce) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 13\r\n\r\n";
  EXPECT_EQ(read_body(head, "", 12, 1).state, BodyReader::State::TooLarge);
  EXPECT_EQ(read_body(head, "", 13, 1).state, BodyReader::State::More);
}

TEST(Response, WritesItsHead) {
  Response response = response_of(200, "text/plain", "abc");
  response.headers.add("X-Frame-Options", "SAMEORIGIN");
  response.headers.add("Content-Length", "99");  // the server's to say
  const Headers defaults = {{"X-Frame-Options", "DENY"}, {"Referrer-Policy", "no-referrer"}};
  EXPECT_EQ(response_head(response, defaults, "D", Persistence::KeepAlive),
            "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Type: text/plain\r\n"
            "X-Frame-Options: SAMEORIGIN\r\nReferrer-Policy: no-referrer\r\n"
            "Content-Length: 3\r\n\r\n");
  response.status = 304;
  EXPECT_EQ(response_head(response, {}, "D", Persistence::Close)->find("Content-Length"),
            std::string::npos);
}

TEST(Response, IsNotSplit) {
  const auto head = [](const Response& response) {
    return response_head(response, {}, "D", Persistence::KeepAlive);
  };
  Response response;
  EXPECT_TRUE(head(response));
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"X", "a\r\nSet-Cookie: b"},
                                                        {"X", "a\nb"},
                                                        {"X", std::string("\0", 1)},
                                                        {"X\r\nY", "a"},
                                                        {"X: a", "b"},
                                                        {"", "a"}}) {
    Response bad;
    bad.headers.add(name, value);
    EXPECT_FALSE(head(bad)) << name << ": " << value;
  }
  for (const int status : {0, 100, 199, 600, -1}) {
    response.status = status;
    EXPECT_FALSE(head(response)) << status;
  }
}

TEST(Response, WritesDates) {
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");  // RFC 9110's own example
}

TEST(ProblemDocument, IsJson) {
  ProblemDocument problem;
  problem.status = 422;
  problem.code = "invalid";
  problem.title = {"a \"title\"\n\x01", {}};
  EXPECT_EQ(
      to_json(problem, Language::English),
      R"({"type":"about:blank","title":"a \"title\"\n\u0001","status":422,"code":"invalid"})");
  problem.title = {"t", {}};
  problem.detail = {"d \xFF", {}};
  problem.type = "urn:x";
  problem.errors = {{pointer_to(pointer_to("", "a/b~c"), "3"), {"e", {}}}};
  EXPECT_EQ(to_json(problem, Language::English),
            R"({"type":"urn:x","title":"t","status":422,"detail":"d )"
            "\uFFFD"
            R"(","code":"invalid","errors":[{"pointer":"/a~1b~0c/3","detail":"e"}]})");
  const Response response = problem_response(problem, Language::Vietnamese);
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.headers.find("Content-Type"), "application/problem+json");
  EXPECT_EQ(response.headers.find("Content-Language"), "vi");
}

}  // namespace
}  // namespace exemplar::http
