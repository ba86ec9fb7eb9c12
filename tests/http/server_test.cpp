// A running server and a client of raw bytes: what it answers to requests that are right.
#include "http/server.hpp"

#include <gtest/gtest.h>

#include "http/client.hpp"
#include "http/serving.hpp"

namespace exemplar::http {
namespace {

TEST(Server, AnswersWithItsDefaults) {
  ServerOptions options;
  options.default_headers = {{"Content-Security-Policy", "default-src 'self'"}};
  options.now = [] { return std::time_t{784111777}; };
  const auto server = serve(std::move(options));
  Client client(server->port());
  client.send(get("/a/P.%20T%C3%A2n?q=%C4%90&r=2", "x-test: 1\r\nX-Test: 2\r\n"));
  const auto reply = client.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, "GET /a/P. Tân?q=Đ&r=2 [1, 2] {}");
  EXPECT_EQ(reply->headers.find("Date"), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(reply->headers.find("Content-Security-Policy"), "default-src 'self'");
  EXPECT_EQ(reply->headers.find("Connection"), std::nullopt);
}

TEST(Server, KeepsConnectionsAlive) {
  const auto server = serve({});
  Client client(server->port());
  for (int i = 0; i < 20; ++i) {
    client.send(get("/" + std::to_string(i)));
    const auto reply = client.reply();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, "GET /" + std::to_string(i) + " [] {}");
  }
  EXPECT_EQ(server->counts().connections_total, 1u);
  client.send(get("/last", "Connection: close\r\n"));
  const auto reply = client.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->headers.find("Connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST(Server, EndsConnectionsOfHttp10) {
  const auto server = serve({});
  Client client(server->port());
  client.send("GET / HTTP/1.0\r\n\r\n");
  ASSERT_EQ(client.reply()->status, 200);
  EXPECT_TRUE(client.ended());
}

TEST(Server, AnswersPipelinedRequestsInTheirOrder) {
  const auto server = serve({});
  Client client(server->port());
  std::string requests;
  for (int i = 0; i < 50; ++i) {
    requests += i % 3 == 0 ? post("/" + std::to_string(i), "body " + std::to_string(i))
                           : get("/" + std::to_string(i));
    requests += i % 7 == 0 ? "\r\n" : "";  // an empty line between requests is forgiven
  }
  client.send(requests);
  for (int i = 0; i < 50; ++i) {
    const auto reply = client.reply();
    ASSERT_TRUE(reply) << i;
    const std::string number = std::to_string(i);
    EXPECT_EQ(reply->body, i % 3 == 0 ? "POST /" + number + " [] {body " + number + "}"
                                      : "GET /" + number + " [] {}");
  }
}

TEST(Server, ReadsRequestsThatArriveByteByByte) {
  const auto server = serve({});
  Client client(server->port());
  for (const char c : "\r\n" + post("/a", "abc") + get("/b")) {
    client.send(std::string_view(&c, 1));
  }
  EXPECT_EQ(client.reply()->body, "POST /a [] {abc}");
  EXPECT_EQ(client.reply()->body, "GET /b [] {}");
}

TEST(Server, ReadsChunkedBodies) {
  const auto server = serve({});
  Client client(server->port());
  client.send(
      "POST /a HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: dropped\r\n\r\n" +
      get("/b"));
  EXPECT_EQ(client.reply()->body, "POST /a [] {abcde}");
  EXPECT_EQ(client.reply()->body, "GET /b [] {}");
}

TEST(Server, ReadsLargeBodiesWhole) {
  ServerOptions options;
  options.body_bytes_max = 8 << 20;
  const auto server = serve(std::move(options), [](Request& request) {
    return response_of(200, "application/octet-stream", std::move(request.body));
  });
  std::string body;
  for (int i = 0; body.size() < (5u << 20); ++i) body += std::to_string(i);
  Client client(server->port());
  for (int round = 0; round < 2; ++round) {
    std::thread sender([&] { client.send(post("/", body)); });
    const auto reply = client.reply();
    sender.join();
    ASSERT_TRUE(reply);
    EXPECT_TRUE(reply->body == body);
  }
}

TEST(Server, AnswersHeadWithoutABody) {
  const auto server = serve({}, [](Request&) { return response_of(200, "text/plain", "12345"); });
  Client client(server->port());
  client.send("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n" + get("/"));
  auto reply = client.reply(true);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->headers.find("Content-Length"), "5");
  reply = client.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->body, "12345");
}

TEST(Server, AnswersWithoutABodyWhereTheStatusHasNone) {
  const auto server = serve({}, [](Request& request) {
    Response response = response_of(request.path[0] == "204" ? 204 : 304, "text/plain", "x");
    return response;
  });
  Client client(server->port());
  client.send(get("/204") + get("/304"));
  EXPECT_EQ(client.reply()->status, 204);
  const auto reply = client.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 304);
  EXPECT_EQ(reply->headers.find("Content-Length"), std::nullopt);
}

TEST(Server, Sends100ContinueToWhoeverWaitsForIt) {
  const auto server = serve({});
  Client client(server->port());
  client.send(
      "POST /a HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_EQ(client.reply()->body, "POST /a [] {abc}");
  // Who did not wait is not told to go on.
  client.send(post("/b", "abc", "Expect: 100-continue\r\n"));
  EXPECT_EQ(client.reply()->body, "POST /b [] {abc}");
}

TEST(Server, TellsWhereARequestComesFrom) {
  ServerOptions options;
  options.behind_tls = true;
  const auto server = serve(std::move(options), [](Request& request) {
    return response_of(200, "text/plain",
                       request.remote_address + (request.tls ? " tls" : "") + " " +
                           std::string(*request.cookie("b")));
  });
  Client client(server->port());
  client.send(get("/", "Cookie: a=1; b=2\r\n"));
  EXPECT_EQ(client.reply()->body, "127.0.0.1 tls 2");
}

TEST(Server, AHandlerThatThrowsGives500AndNothingOfTheReason) {
  ServerOptions options;
  std::mutex mutex;
  std::vector<std::string> told;
  options.on_failure = [&](const Request& request, std::string_view what) {
    const std::lock_guard lock(mutex);
    told.push_back(request.target + ": " + std::string(what));
  };
  const auto server = serve(std::move(options), [](Request& request) -> Response {
    if (request.path[0] == "throws") throw std::runtime_error("password of the database");
    if (request.path[0] == "throws-a-number") throw 3;
    Response response;
    response.headers.add("X", "a\r\nSet-Cookie: b");
    return response;
  });
  Client client(server->port());
  for (const char* target : {"/throws", "/throws-a-number", "/splits"}) {
    client.send(get(target, "Accept-Language: vi\r\n"));
    const auto reply = client.reply();
    ASSERT_TRUE(reply) << target;
    EXPECT_EQ(reply->status, 500);
    EXPECT_EQ(reply->headers.find("Content-Language"), "vi");
    EXPECT_NE(reply->body.find("internal_error"), std::string::npos);
    EXPECT_EQ(reply->body.find("password"), std::string::npos);
  }
  EXPECT_EQ(told, (std::vector<std::string>{"/throws: password of the database",
                                            "/throws-a-number: an exception of an unknown type",
                                            "/splits: a response that cannot be written"}));
}

TEST(Server, SaysWhyItCannotListen) {
  ServerOptions options;
  options.address = "localhost";
  EXPECT_EQ(Server::start(options, show).refusal().what.pattern, "'{}' is no address to listen on");
  const auto first = serve({});
  options.address = "127.0.0.1";
  options.port = first->port();
  EXPECT_EQ(Server::start(options, show).refusal().what.pattern, "cannot listen on {} port {}: {}");
}

}  // namespace
}  // namespace exemplar::http
