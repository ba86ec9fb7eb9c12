// Hello-world requests over loopback by connections that are kept alive: what the HTTP layer costs
// by itself, beside which the load on a whole office is read. Client and server share the machine.
#include <arpa/inet.h>
#include <benchmark/benchmark.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "http/server.hpp"

namespace {

using exemplar::http::Request;
using exemplar::http::Server;

Server& hello_server() {
  static const std::unique_ptr<Server> server = [] {
    auto started = Server::start({}, [](Request&) {
      return exemplar::http::response_of(200, "text/plain", "hello, world");
    });
    if (!started) throw std::runtime_error("cannot listen on loopback");
    return started.take();
  }();
  return *server;
}

int connected_socket(uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect to loopback");
  }
  return socket;
}

void hello(benchmark::State& state) {
  constexpr std::string_view kRequest = "GET /hello HTTP/1.1\r\nHost: bench\r\n\r\n";
  const int socket = connected_socket(hello_server().port());
  std::array<char, 4096> reply{};
  for (auto _ : state) {
    // Each response comes in one piece: it is written at once and smaller than a segment.
    if (::send(socket, kRequest.data(), kRequest.size(), 0) < 0 ||
        ::recv(socket, reply.data(), reply.size(), 0) <= 0) {
      state.SkipWithError("the server has gone");
      break;
    }
  }
  state.SetItemsProcessed(state.iterations());
  ::close(socket);
}

}  // namespace

BENCHMARK(hello)->Threads(1)->Threads(16)->UseRealTime();
