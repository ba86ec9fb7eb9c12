// An XML text read a piece at a time into begin, text and end: no tree, no document type, no
// entities but the five that XML has.
//
// Refused: a DOCTYPE, whatever it says (entity bombs, files from elsewhere), elements deeper than
// 64, a tag or comment longer than 1 MiB, what is not well-formed.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace exemplar::tables {

// Names without their prefix. Attributes as name, value, name, value …, null at the end.
class XmlEvents {
 public:
  virtual ~XmlEvents() = default;
  virtual void begin(std::string_view name, const char** attributes) = 0;
  virtual void text(std::string_view part) = 0;
  virtual void end(std::string_view name) = 0;
};

// The value of that attribute, whatever its prefix; empty where there is none.
std::string_view attribute(const char** attributes, std::string_view name);

class XmlStream {
 public:
  // `events` must outlive the stream.
  explicit XmlStream(XmlEvents& events);
  ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  // The next piece; after the last one `finish`.
  std::optional<Refusal> feed(std::string_view bytes);
  std::optional<Refusal> finish();

 private:
  struct State;
  std::optional<Refusal> parse(std::string_view bytes, bool last);
  std::unique_ptr<State> state_;
};

}  // namespace exemplar::tables
