// Any bytes are read as a body by a table of fields of every kind without a crash; a body without
// errors holds what its table promises.
#include <cstdint>
#include <cstdlib>

#include "api/body.hpp"

using namespace exemplar;
using namespace exemplar::api;

namespace {

const Fields& rich() {
  using Kind = Field::Kind;
  static const Fields kFields = {
      {.name = "text", .least = 1, .most = 20},
      {.name = "word", .required = false, .words = {"một", "two"}},
      {.name = "whole", .kind = Kind::Whole, .required = false, .least = -5, .most = INT64_MAX},
      {.name = "truth", .kind = Kind::Truth, .required = false},
      {.name = "texts", .kind = Kind::Texts, .required = false, .least = 1, .most = 3},
      {.name = "records",
       .kind = Kind::Records,
       .required = false,
       .least = 0,
       .most = 4,
       .fields = {{.name = "name", .least = 1},
                  {.name = "inner",
                   .kind = Kind::Records,
                   .required = false,
                   .most = 2,
                   .fields = {{.name = "number", .kind = Kind::Whole, .most = 9}}}}}};
  return kFields;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const ReadBody read = read_body(text, rich());
  if (read.errors.size() > 100) std::abort();
  for (const http::FieldError& error : read.errors) render(error.detail, Language::Vietnamese);
  if (!read.errors.empty()) return 0;
  const Body& body = read.body;
  if (body.text("text").empty()) std::abort();
  if (body.has("word") && body.text("word") != "một" && body.text("word") != "two") std::abort();
  if (body.whole("whole") < -5) std::abort();
  if (body.texts("texts").size() > 3) std::abort();
  if (!body.has("records")) return 0;
  if (body.records("records").size() > 4) std::abort();
  for (const Body& record : body.records("records")) {
    if (record.text("name").empty()) std::abort();
    if (!record.has("inner")) continue;
    for (const Body& inner : record.records("inner")) {
      if (inner.whole("number") > 9) std::abort();
    }
  }
  return 0;
}
