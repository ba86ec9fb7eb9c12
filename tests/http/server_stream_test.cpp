// Streams of events, and the end of a server.
#include <gtest/gtest.h>

#include "http/client.hpp"
#include "http/server.hpp"
#include "http/serving.hpp"

namespace exemplar::http {
namespace {

// A handler that opens a stream on /events and keeps it for the test.
struct Events {
  explicit Events(size_t queue_bytes_max = 256 << 10) : queue_max(queue_bytes_max) {}

  Response handle(Request& request) {
    if (request.path.empty() || request.path[0] != "events") return show(request);
    auto stream = std::make_shared<EventStream>(queue_max);
    stream->push(StreamEvent{"1", "", "first"});
    Response response = response_of(200, "text/event-stream", "");
    response.stream = stream;
    const std::lock_guard lock(mutex);
    streams.push_back(std::move(stream));
    return response;
  }
  std::shared_ptr<EventStream> stream(size_t i) {
    EXPECT_TRUE(comes_true([&] {
      const std::lock_guard lock(mutex);
      return streams.size() > i;
    }));
    const std::lock_guard lock(mutex);
    return streams.at(i);
  }

  size_t queue_max;
  std::mutex mutex;
  std::vector<std::shared_ptr<EventStream>> streams;
};

TEST(EventStream, WritesEvents) {
  EXPECT_EQ(to_text(StreamEvent{"", "", "a"}), "data: a\n\n");
  EXPECT_EQ(to_text(StreamEvent{"7", "standing", "a\nb\r\nc\rd"}),
            "id: 7\nevent: standing\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
  EXPECT_EQ(to_text(StreamEvent{"7\ndata: x", "", ""}), "id: 7 data: x\ndata: \n\n");
}

TEST(EventStream, TellsOnceThatTheClientIsGone) {
  EventStream stream(10);
  int told = 0;
  stream.on_gone([&] { ++told; });
  EXPECT_TRUE(stream.push("0123456789"));
  EXPECT_TRUE(stream.open());
  EXPECT_FALSE(stream.push("x"));  // over the bound: cut
  EXPECT_EQ(told, 1);
  EXPECT_FALSE(stream.open());
  EXPECT_FALSE(stream.push("x"));
  EXPECT_TRUE(stream.cut());
  stream.mark_gone();
  EXPECT_EQ(told, 1);
  stream.on_gone([&] { ++told; });
  EXPECT_EQ(told, 2);
}

TEST(ServerStream, CarriesWhatIsPushedFromAnyThread) {
  Events events;
  const auto server = serve({}, [&](Request& request) { return events.handle(request); });
  Client client(server->port());
  client.send(get("/events"));
  const std::string head = client.read_until("\r\n\r\n");
  EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_EQ(head.find("Content-Length"), std::string::npos);
  EXPECT_EQ(client.read_until("\n\n"), "id: 1\ndata: first\n\n");
  const auto stream = events.stream(0);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 100; ++n) stream->push(StreamEvent{"", "", "x"});
    });
  }
  for (int n = 0; n < 400; ++n) ASSERT_EQ(client.read_until("\n\n"), "data: x\n\n");
  for (auto& each : threads) each.join();
  stream->push("data: last\n\n");
  stream->close();
  EXPECT_EQ(client.read_to_end(), "data: last\n\n");
  EXPECT_FALSE(stream->push("x"));
}

TEST(ServerStream, LearnsThatTheClientIsGone) {
  Events events;
  const auto server = serve({}, [&](Request& request) { return events.handle(request); });
  auto client = std::make_unique<Client>(server->port());
  client->send(get("/events"));
  client->read_until("\n\n");
  Gate gone;
  events.stream(0)->on_gone([&] { gone.open(); });
  client.reset();
  EXPECT_TRUE(gone.wait());
  EXPECT_FALSE(events.stream(0)->push("x"));
  EXPECT_TRUE(comes_true([&] { return server->counts().streams_open == 0; }));
}

TEST(ServerStream, ASilentStreamBeats) {
  Events events;
  ServerOptions options;
  options.heartbeat_time = Milliseconds(20);
  const auto server =
      serve(std::move(options), [&](Request& request) { return events.handle(request); });
  Client client(server->port());
  client.send(get("/events"));
  client.read_until("first\n\n");
  EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
  EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
}

TEST(ServerStream, AClientThatDoesNotReadIsCutAndOthersAreNot) {
  Events events(64 << 10);
  const auto server = serve({}, [&](Request& request) { return events.handle(request); });
  Client deaf(server->port(), 4'096);
  deaf.send(get("/events"));
  const auto deaf_stream = events.stream(0);
  Client good(server->port());
  good.send(get("/events"));
  good.read_until("first\n\n");
  const auto good_stream = events.stream(1);
  const std::string text = "data: " + std::string(8'000, 'x') + "\n\n";
  // What the system's buffers take is finite; then the queue runs over.
  bool cut = false;
  for (int i = 0; i < 10'000 && !cut; ++i) {
    cut = !deaf_stream->push(text);
    ASSERT_TRUE(good_stream->push(text));
    ASSERT_EQ(good.read_until("\n\n"), text);
  }
  EXPECT_TRUE(cut);
  EXPECT_TRUE(comes_true([&] { return server->counts().streams_open == 1; }));
  EXPECT_EQ(server->counts().streams_cut_total, 1u);
}

TEST(ServerStream, AClientThatDoesNotReadIsCutAtTheDeadlineToo) {
  Events events(64 << 20);
  ServerOptions options;
  options.write_time = Milliseconds(60);
  options.write_bytes_per_second = 1 << 30;
  const auto server =
      serve(std::move(options), [&](Request& request) { return events.handle(request); });
  Client deaf(server->port(), 4'096);
  deaf.send(get("/events"));
  events.stream(0)->push(std::string(32 << 20, 'x'));
  EXPECT_TRUE(comes_true([&] { return server->counts().streams_cut_total == 1; }));
  EXPECT_FALSE(events.stream(0)->open());
}

TEST(ServerStream, AHeadOfAStreamIsNoStream) {
  Events events;
  const auto server = serve({}, [&](Request& request) { return events.handle(request); });
  Client client(server->port());
  client.send("HEAD /events HTTP/1.1\r\nHost: test\r\n\r\n");
  ASSERT_TRUE(client.reply(true));
  EXPECT_TRUE(client.ended());
  EXPECT_FALSE(events.stream(0)->open());
}

TEST(ServerStop, FinishesWhatIsUnderWay) {
  Gate begun, release;
  const auto server = serve({}, [&](Request& request) {
    if (request.path[0] == "slow") {
      begun.open();
      release.wait();
    }
    return show(request);
  });
  const uint16_t port = server->port();
  Client idle(port), slow(port);
  idle.send(get("/idle"));
  EXPECT_EQ(idle.reply()->status, 200);
  slow.send(get("/slow"));
  ASSERT_TRUE(begun.wait());
  std::thread stopping([&] { server->stop(Milliseconds(10'000)); });
  EXPECT_TRUE(idle.ended());
  EXPECT_TRUE(comes_true([&] {
    try {
      Client late(port);
      return false;
    } catch (const std::runtime_error&) {
      return true;
    }
  }));
  release.open();
  const auto reply = slow.reply();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->body, "GET /slow [] {}");
  EXPECT_EQ(reply->headers.find("Connection"), "close");
  slow.finish_sending();
  stopping.join();
}

TEST(ServerStop, EndsStreamsAfterWhatIsQueued) {
  Events events;
  const auto server = serve({}, [&](Request& request) { return events.handle(request); });
  Client client(server->port());
  client.send(get("/events"));
  client.read_until("first\n\n");
  events.stream(0)->push("data: last\n\n");
  std::thread stopping([&] { server->stop(Milliseconds(10'000)); });
  EXPECT_EQ(client.read_to_end(), "data: last\n\n");
  client.finish_sending();
  stopping.join();
}

TEST(ServerStop, CutsWhatIsLeftAfterTheTerm) {
  ServerOptions options;
  options.workers = 1;
  Gate begun, release;
  std::atomic<int> run{0};
  const auto server = serve(std::move(options), [&](Request& request) {
    ++run;
    begun.open();
    release.wait();
    return show(request);
  });
  Client half(server->port()), slow(server->port()), queued(server->port());
  slow.send(get("/slow"));
  ASSERT_TRUE(begun.wait());
  queued.send(get("/queued"));
  half.send("GET / HT");
  std::thread stopping([&] { server->stop(Milliseconds(20)); });
  EXPECT_TRUE(half.ended());
  EXPECT_TRUE(slow.ended());  // while its handler still runs
  release.open();
  stopping.join();
  EXPECT_EQ(run, 1);  // what had not begun is not begun
  server->stop(Milliseconds(0));
}

}  // namespace
}  // namespace exemplar::http
