// A client of raw bytes: tests say exactly what goes over the wire, and when.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/headers.hpp"

namespace exemplar::http {

struct Reply {
  int status = 0;
  Headers headers;
  std::string body;
};

class Client {
 public:
  // Connects to loopback. A small receive buffer makes a client that reads slowly felt at once.
  explicit Client(uint16_t port, int receive_buffer_bytes = 0);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // False where the other side has closed.
  bool send(std::string_view bytes) const;
  void finish_sending() const;
  // The next response, interim ones (1xx) included; none where the connection ends or nothing
  // comes for ten seconds. `bodiless`: the answer to a HEAD.
  std::optional<Reply> reply(bool bodiless = false);
  // Everything up to where the text occurs; shorter where the connection ends first.
  std::string read_until(std::string_view text);
  // Everything until the connection ends.
  std::string read_to_end() { return read_until({}); }
  // Whether the server has ended the connection, waiting for it ten seconds at most.
  bool ended();

 private:
  bool receive();

  int socket_;
  std::string received_;
};

// A GET without a body, with the headers every request needs.
std::string get(std::string_view target, std::string_view more_headers = {});
std::string post(std::string_view target, std::string_view body,
                 std::string_view more_headers = {});

}  // namespace exemplar::http
