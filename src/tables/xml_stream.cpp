#include "tables/xml_stream.hpp"

#include <expat.h>

#include <new>

namespace exemplar::tables {

namespace {

constexpr int kDepthMax = 64;
// Within this much of a text, something has to begin or end.
constexpr int64_t kTokenMax = 1 << 20;
constexpr size_t kPiece = 64 << 10;

std::string_view without_prefix(std::string_view name) {
  const size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

struct XmlStream::State {
  XML_Parser parser = nullptr;
  XmlEvents* events = nullptr;
  int depth = 0;
  int64_t fed = 0;
  std::optional<Refusal> refusal;

  void stop(Refusal why) {
    if (!refusal) refusal = std::move(why);
    XML_StopParser(parser, XML_FALSE);
  }

  static void begin(void* user, const XML_Char* name, const XML_Char** attributes) {
    auto& state = *static_cast<State*>(user);
    if (++state.depth > kDepthMax) {
      state.stop({msg("the workbook has elements within elements, more than {} deep", kDepthMax),
                  msg("save it again with a spreadsheet program")});
      return;
    }
    state.events->begin(without_prefix(name), attributes);
  }
  static void end(void* user, const XML_Char* name) {
    auto& state = *static_cast<State*>(user);
    --state.depth;
    state.events->end(without_prefix(name));
  }
  static void text(void* user, const XML_Char* part, int size) {
    static_cast<State*>(user)->events->text({part, static_cast<size_t>(size)});
  }
  static void doctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<State*>(user)->stop(
        {msg("the workbook declares a document type, which no spreadsheet program writes"),
         msg("save it again with a spreadsheet program")});
  }
};

std::string_view attribute(const char** attributes, std::string_view name) {
  for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
    if (without_prefix(attributes[0]) == name) return attributes[1];
  }
  return {};
}

XmlStream::XmlStream(XmlEvents& events) : state_(std::make_unique<State>()) {
  state_->events = &events;
  state_->parser = XML_ParserCreate(nullptr);
  if (state_->parser == nullptr) throw std::bad_alloc();
  XML_SetUserData(state_->parser, state_.get());
  XML_SetElementHandler(state_->parser, State::begin, State::end);
  XML_SetCharacterDataHandler(state_->parser, State::text);
  XML_SetStartDoctypeDeclHandler(state_->parser, State::doctype);
}

XmlStream::~XmlStream() {
  XML_ParserFree(state_->parser);
}

std::optional<Refusal> XmlStream::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kPiece);
    bytes.remove_prefix(piece.size());
    if (auto refusal = parse(piece, false)) return refusal;
  }
  return std::nullopt;
}

std::optional<Refusal> XmlStream::finish() {
  return parse({}, true);
}

std::optional<Refusal> XmlStream::parse(std::string_view bytes, bool last) {
  State& state = *state_;
  if (state.refusal) return state.refusal;
  const XML_Status status =
      XML_Parse(state.parser, bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
  if (state.refusal) return state.refusal;
  if (status != XML_STATUS_OK) {
    if (XML_GetErrorCode(state.parser) == XML_ERROR_NO_MEMORY) throw std::bad_alloc();
    state.refusal = Refusal{msg("the workbook is damaged: a part of it is no XML"),
                            msg("save it again with a spreadsheet program")};
    return state.refusal;
  }
  state.fed += static_cast<int64_t>(bytes.size());
  const int64_t at = XML_GetCurrentByteIndex(state.parser);
  if (!last && at >= 0 && state.fed - at > kTokenMax) {
    state.refusal =
        Refusal{msg("the workbook has a tag or comment of more than {} bytes", kTokenMax),
                msg("save it again with a spreadsheet program")};
  }
  return state.refusal;
}

}  // namespace exemplar::tables
