// What must not hurt: malformed requests, limits, clients that are slow or do not read.
#include <gtest/gtest.h>

#include <random>

#include "http/client.hpp"
#include "http/server.hpp"
#include "http/serving.hpp"

namespace exemplar::http {
namespace {

constexpr Milliseconds kSoon{60};
constexpr Milliseconds kNever{600'000};

// Options under which only the limit that a test sets is near.
ServerOptions patient() {
  ServerOptions options;
  options.head_time = options.idle_time = options.body_time = options.write_time = kNever;
  options.drain_time = Milliseconds(2'000);
  return options;
}

TEST(HostileClient, AMalformedRequestIsAnsweredAndTheConnectionEnded) {
  const auto server = serve(patient());
  const std::string host = "Host: test\r\n";
  struct Case {
    std::string bytes;
    int status;
    const char* code;
  };
  const std::vector<Case> table = {
      {"\x16\x03\x01\x02", 400, "malformed_request"},
      {"\n", 400, "malformed_request"},
      {"\r\n\r\n", 400, "malformed_request"},
      {"GET / HTTP/1.1\nHost: test\n\n", 400, "malformed_request"},
      {"GET / HTTP/1.1\r\n\r\n", 400, "malformed_request"},
      {"GET http://other/ HTTP/1.1\r\n" + host + "\r\n", 400, "malformed_request"},
      {"CONNECT other:443 HTTP/1.1\r\n" + host + "\r\n", 400, "malformed_request"},
      {"GET / HTTP/2.0\r\n" + host + "\r\n", 505, "unknown_version"},
      {"GET /%zz HTTP/1.1\r\n" + host + "\r\n", 400, "malformed_request"},
      {"GET /../etc/passwd HTTP/1.1\r\n" + host + "\r\n", 400, "malformed_request"},
      {"GET /%2e%2e/etc/passwd HTTP/1.1\r\n" + host + "\r\n", 400, "malformed_request"},
      {"GET /?q=%00 HTTP/1.1\r\n" + host + "\r\n", 400, "malformed_request"},
      {"GET / HTTP/1.1\r\n" + host + "X: a\r\n b\r\n\r\n", 400, "malformed_request"},
      {"POST / HTTP/1.1\r\n" + host +
           "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
           "0\r\n\r\nGET /smuggled HTTP/1.1\r\n" +
           host + "\r\n",
       400, "malformed_request"},
      {"POST / HTTP/1.1\r\n" + host +
           "Content-Length: 0\r\nContent-Length: 44\r\n\r\n"
           "GET /smuggled HTTP/1.1\r\n" +
           host + "\r\n",
       400, "malformed_request"},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\nabc", 501,
       "unknown_transfer_coding"},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400,
       "malformed_request"},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1;" +
           std::string(200'000, 'a'),
       400, "malformed_request"},
      {"GET / HTTP/1.1\r\n" + host + "Expect: tea\r\n\r\n", 417, "unknown_expectation"},
      {"GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414,
       "address_too_long"},
      {"GET / HTTP/1.1\r\n" + host + "X: " + std::string(20'000, 'a') + "\r\n\r\n", 431,
       "headers_too_large"},
      {"GET /" + std::string(100'000, 'a'), 431, "headers_too_large"},
  };
  for (const Case& each : table) {
    SCOPED_TRACE(each.bytes.substr(0, 120));
    Client client(server->port());
    client.send(each.bytes);
    const auto reply = client.reply();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, each.status);
    EXPECT_EQ(reply->headers.find("Content-Type"), "application/problem+json");
    EXPECT_EQ(reply->headers.find("Connection"), "close");
    EXPECT_NE(reply->body.find("\"code\":\"" + std::string(each.code)), std::string::npos)
        << reply->body;
    client.finish_sending();
    EXPECT_EQ(client.read_to_end(), "");  // nothing smuggled is answered
  }
  EXPECT_EQ(server->counts().requests_total, 0u);
  EXPECT_EQ(server->counts().refused_total, table.size());
}

TEST(HostileClient, ABodyOverTheLimitGets413ThatTheClientCanRead) {
  ServerOptions options = patient();
  options.body_bytes_max = 1'000;
  options.body_bytes_max_of = [](const Head& head) -> uint64_t {
    return head.target == "/upload" ? 4'000 : 1'000;
  };
  const auto server = serve(std::move(options));
  const std::string large(8 << 20, 'x');
  {
    Client client(server->port());
    EXPECT_TRUE(client.send(post("/", large)));  // all of it, before reading anything
    const auto reply = client.reply();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 413);
    EXPECT_NE(reply->body.find("body_too_large"), std::string::npos);
  }
  {
    Client client(server->port());
    EXPECT_TRUE(client.send(
        "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n800000\r\n" + large +
        "\r\n0\r\n\r\n"));
    EXPECT_EQ(client.reply()->status, 413);
  }
  {  // no 100-continue for a body that is refused
    Client client(server->port());
    client.send(
        "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.reply()->status, 413);
  }
  Client client(server->port());
  client.send(post("/", std::string(1'000, 'x')) + post("/upload", std::string(4'000, 'x')));
  EXPECT_EQ(client.reply()->status, 200);
  EXPECT_EQ(client.reply()->status, 200);
  client.send(post("/upload", std::string(4'001, 'x')));
  EXPECT_EQ(client.reply()->status, 413);
}

TEST(HostileClient, TheDrainBehindARefusalIsBounded) {
  ServerOptions options = patient();
  options.body_bytes_max = 10;
  options.drain_bytes_max = 1 << 20;
  const auto server = serve(std::move(options));
  Client client(server->port());
  client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 100000000000\r\n\r\n");
  const std::string piece(1 << 20, 'x');
  int pieces = 0;
  while (pieces < 100 && client.send(piece)) ++pieces;
  EXPECT_LT(pieces, 100);
}

TEST(HostileClient, UploadsTogetherAreBounded) {
  ServerOptions options = patient();
  options.bodies_bytes_max = 100'000;
  const auto server = serve(std::move(options));
  Client first(server->port()), second(server->port());
  const std::string head = "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 90000\r\n\r\n";
  first.send(head + std::string(80'000, 'x'));
  // Not both fit; where they arrive together neither may.
  second.send(head + std::string(80'000, 'x'));
  EXPECT_TRUE(comes_true([&] { return server->counts().overloaded_total >= 1; }));
}

TEST(HostileClient, SlowHeadsAreCutAtTheDeadline) {
  ServerOptions options = patient();
  options.head_time = kSoon;
  const auto server = serve(std::move(options));
  Client client(server->port());
  const auto begin = std::chrono::steady_clock::now();
  // A byte now and then moves nothing.
  for (const char c : std::string_view("GET / HTTP/1.1\r\nHost: test\r\nX-Slow: aaaaaaaaaaaaaaa")) {
    if (server->counts().timed_out_total > 0 || !client.send(std::string_view(&c, 1))) break;
    std::this_thread::sleep_for(Milliseconds(5));
  }
  const auto reply = client.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 408);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, kSoon);
  EXPECT_EQ(server->counts().timed_out_total, 1u);
  // Who sends nothing at all is not answered.
  Client silent(server->port());
  EXPECT_EQ(silent.read_to_end(), "");
}

TEST(HostileClient, SlowBodiesAreCutBelowTheirRate) {
  ServerOptions options = patient();
  options.body_time = kSoon;
  options.body_bytes_per_second = 1'000;
  const auto server = serve(std::move(options));
  Client client(server->port());
  client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\n");
  const auto begin = std::chrono::steady_clock::now();
  client.send(std::string(100, 'x'));  // worth 100 ms
  const auto reply = client.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 408);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, kSoon + Milliseconds(100));
}

TEST(HostileClient, IdleConnectionsAreClosedWithoutAWord) {
  ServerOptions options = patient();
  options.idle_time = kSoon;
  const auto server = serve(std::move(options));
  Client client(server->port());
  client.send(get("/"));
  EXPECT_EQ(client.reply()->status, 200);
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(HostileClient, ResponsesThatAreNotReadAreCut) {
  ServerOptions options = patient();
  options.write_time = kSoon;
  options.write_bytes_per_second = 1 << 30;
  const auto server = serve(std::move(options), [](Request&) {
    return response_of(200, "text/plain", std::string(32 << 20, 'x'));
  });
  Client client(server->port(), 4'096);
  client.send(get("/"));
  EXPECT_TRUE(comes_true([&] { return server->counts().timed_out_total == 1; }));
  EXPECT_TRUE(comes_true([&] { return server->counts().connections_open == 0; }));
}

TEST(HostileClient, ThreeHundredSlowClientsHoldUpNobody) {
  ServerOptions options = patient();
  options.head_time = Milliseconds(1'500);
  options.body_time = Milliseconds(1'500);
  const auto server = serve(std::move(options));
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 300; ++i) {
    slow.push_back(std::make_unique<Client>(server->port()));
    slow.back()->send(i % 2 == 0 ? "GET / HT"
                                 : "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nx");
  }
  Client client(server->port());
  for (int i = 0; i < 200; ++i) {
    client.send(get("/" + std::to_string(i)));
    const auto reply = client.reply();
    ASSERT_TRUE(reply);
    ASSERT_EQ(reply->status, 200);
  }
  EXPECT_GE(server->counts().connections_open, 1u);
  for (const auto& each : slow) EXPECT_EQ(each->reply().value_or(Reply{}).status, 408);
  EXPECT_EQ(server->counts().timed_out_total, 300u);
}

TEST(HostileClient, ConnectionsOverTheLimitAreToldSo) {
  ServerOptions options = patient();
  options.connections_max = 2;
  const auto server = serve(std::move(options));
  Client first(server->port());
  auto second = std::make_unique<Client>(server->port());
  first.send(get("/"));
  EXPECT_EQ(first.reply()->status, 200);
  second->send(get("/"));
  EXPECT_EQ(second->reply()->status, 200);
  {
    Client third(server->port());
    const auto reply = third.reply();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 503);
    EXPECT_EQ(reply->headers.find("Retry-After"), "1");
    EXPECT_TRUE(third.ended());
  }
  second.reset();
  EXPECT_TRUE(comes_true([&] { return server->counts().connections_open == 1; }));
  Client fourth(server->port());
  fourth.send(get("/"));
  EXPECT_EQ(fourth.reply()->status, 200);
}

TEST(HostileClient, RequestsOverTheWorkersQueueGet503AndTheConnectionStays) {
  ServerOptions options = patient();
  options.workers = 1;
  options.queue_max = 1;
  Gate begun, release;
  const auto server = serve(std::move(options), [&](Request& request) {
    begun.open();
    release.wait();
    return show(request);
  });
  Client running(server->port()), queued(server->port()), refused(server->port());
  running.send(get("/running"));
  ASSERT_TRUE(begun.wait());
  queued.send(get("/queued"));
  // Which of the two that arrive now takes the one place is the machine's choice.
  refused.send(get("/refused"));
  EXPECT_TRUE(comes_true([&] { return server->counts().overloaded_total == 1; }));
  release.open();
  EXPECT_EQ(running.reply()->status, 200);
  const auto one = queued.reply(), other = refused.reply();
  ASSERT_TRUE(one && other);
  EXPECT_EQ(std::min(one->status, other->status), 200);
  EXPECT_EQ(std::max(one->status, other->status), 503);
  EXPECT_EQ((one->status == 503 ? one : other)->headers.find("Retry-After"), "1");
  refused.send(get("/again"));
  EXPECT_EQ(refused.reply()->status, 200);
}

TEST(HostileClient, RequestsThatWaitedTooLongForAWorkerAreNotRun) {
  ServerOptions options = patient();
  options.workers = 1;
  options.queue_time = kSoon;
  Gate begun, release;
  const auto server = serve(std::move(options), [&](Request& request) {
    begun.open();
    release.wait();
    return show(request);
  });
  Client running(server->port()), queued(server->port());
  running.send(get("/running"));
  ASSERT_TRUE(begun.wait());
  queued.send(get("/queued"));
  std::this_thread::sleep_for(2 * kSoon);
  release.open();
  EXPECT_EQ(running.reply()->status, 200);
  EXPECT_EQ(queued.reply()->status, 503);
  EXPECT_EQ(server->counts().requests_total, 1u);
}

// Noise, and requests with noise in them: the server answers or closes, and still serves after.
TEST(HostileClient, NoiseNeverHurts) {
  const auto server = serve(patient());
  std::mt19937 random(20'240'116);
  const auto below = [&](size_t bound) { return static_cast<size_t>(random() % bound); };
  const std::vector<std::string> pieces = {"GET ",
                                           "POST ",
                                           "/",
                                           "/a?b=c",
                                           "%41",
                                           "%",
                                           " HTTP/1.1\r\n",
                                           " HTTP/1.0\r\n",
                                           "\r\n",
                                           "\n",
                                           "\r",
                                           "Host: a\r\n",
                                           "Content-Length: 3\r\n",
                                           "Content-Length: ",
                                           "Transfer-Encoding: chunked\r\n",
                                           "3\r\nabc\r\n",
                                           "0\r\n\r\n",
                                           "\r\n\r\n",
                                           "Cookie: a=b; c\r\n",
                                           "Expect: 100-continue\r\n",
                                           ":",
                                           " ",
                                           "abc",
                                           "Connection: close\r\n",
                                           "HEAD "};
  std::unique_ptr<Client> client;
  for (int round = 0; round < 10'000; ++round) {
    if (!client || round % 5 == 0) client = std::make_unique<Client>(server->port());
    std::string bytes;
    if (round % 2 == 0) {
      for (size_t i = below(24); i > 0; --i) bytes += pieces[below(pieces.size())];
    } else {
      bytes = round % 4 == 1 ? post("/a?b=c", "0123456789", "Cookie: a=b\r\n")
                             : "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                               "3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n";
    }
    for (size_t i = below(4); i > 0 && !bytes.empty(); --i) {
      bytes[below(bytes.size())] = static_cast<char>(below(256));
    }
    client->send(bytes);
  }
  client.reset();
  Client normal(server->port());
  normal.send(get("/"));
  const auto reply = normal.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
}

}  // namespace
}  // namespace exemplar::http
