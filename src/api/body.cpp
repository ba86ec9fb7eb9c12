// Boost.JSON is seen by this file alone; its sources are compiled into it.
#include "api/body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <set>

namespace exemplar::api {

namespace bj = boost::json;

namespace {

constexpr size_t kErrorsMax = 100;
constexpr size_t kDepthMax = 32;

bool fits(const Field& field, int64_t size) {
  return size >= field.least && size <= field.most;
}

// Objects keep the last of two members with one name: a second one is refused before, since two
// readers of one body must never see two different things.
class NamesOnce {
 public:
  static constexpr size_t max_object_size = 1 << 20;
  static constexpr size_t max_array_size = 1 << 20;
  static constexpr size_t max_key_size = 1 << 16;
  static constexpr size_t max_string_size = 1 << 26;

  bool doubled = false;

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) {
    names_.emplace_back();
    return true;
  }
  bool on_object_end(size_t, bj::error_code&) {
    names_.pop_back();
    return true;
  }
  bool on_array_begin(bj::error_code&) { return true; }
  bool on_array_end(size_t, bj::error_code&) { return true; }
  bool on_key_part(bj::string_view part, size_t, bj::error_code&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(bj::string_view rest, size_t, bj::error_code&) {
    key_.append(rest.data(), rest.size());
    if (!names_.back().insert(key_).second) doubled = true;
    key_.clear();
    return true;
  }
  bool on_string_part(bj::string_view, size_t, bj::error_code&) { return true; }
  bool on_string(bj::string_view, size_t, bj::error_code&) { return true; }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(int64_t, bj::string_view, bj::error_code&) { return true; }
  bool on_uint64(uint64_t, bj::string_view, bj::error_code&) { return true; }
  bool on_double(double, bj::string_view, bj::error_code&) { return true; }
  bool on_bool(bool, bj::error_code&) { return true; }
  bool on_null(bj::error_code&) { return true; }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

 private:
  std::vector<std::set<std::string>> names_;
  std::string key_;
};

bj::parse_options strictly() {
  bj::parse_options options;
  options.max_depth = kDepthMax;
  return options;
}

bool names_twice(std::string_view json) {
  bj::basic_parser<NamesOnce> parser(strictly());
  bj::error_code error;
  parser.write_some(false, json.data(), json.size(), error);
  return parser.handler().doubled;
}

}  // namespace

class BodyParser {
 public:
  ReadBody read(std::string_view json, const Fields& fields) {
    bj::error_code error;
    const bj::value value = bj::parse({json.data(), json.size()}, error, {}, strictly());
    if (error) {
      add("", msg("this is not JSON: {}", error.message()));
    } else if (names_twice(json)) {
      add("", msg("a name stands twice in one object"));
    } else if (!value.is_object()) {
      add("", msg("an object is needed"));
    } else {
      read_.body = object(value.get_object(), fields, "");
    }
    return std::move(read_);
  }

 private:
  void add(const std::string& pointer, Message detail) {
    if (read_.errors.size() < kErrorsMax) read_.errors.push_back({pointer, std::move(detail)});
  }

  Body object(const bj::object& members, const Fields& fields, const std::string& at) {
    Body body;
    for (const auto& member : members) {
      const std::string name(member.key());
      const auto field = std::find_if(fields.begin(), fields.end(),
                                      [&](const Field& one) { return one.name == name; });
      const std::string pointer = http::pointer_to(at, name);
      if (field == fields.end()) {
        add(pointer, msg("nothing is called '{}' here", name));
      } else if (!member.value().is_null()) {
        read_field(member.value(), *field, pointer, body.values_[name]);
      }
    }
    for (const Field& field : fields) {
      if (field.required && !body.values_.contains(field.name)) {
        add(http::pointer_to(at, field.name), msg("'{}' is missing", field.name));
      }
    }
    return body;
  }

  void read_field(const bj::value& value, const Field& field, const std::string& at,
                  Body::Value& into) {
    switch (field.kind) {
      case Field::Kind::Text:
        if (!value.is_string()) return add(at, msg("a text is needed"));
        into.text = text(value.get_string(), field, at);
        return;
      case Field::Kind::Whole:
        if (!value.is_int64()) return add(at, msg("a whole number is needed"));
        into.whole = value.get_int64();
        if (!fits(field, into.whole)) {
          add(at, msg("it may be {} to {}", field.least, field.most));
        }
        return;
      case Field::Kind::Truth:
        if (!value.is_bool()) return add(at, msg("true or false is needed"));
        into.whole = value.get_bool() ? 1 : 0;
        return;
      case Field::Kind::Texts:
      case Field::Kind::Records:
        return list(value, field, at, into);
    }
  }

  std::string text(const bj::string& value, const Field& field, const std::string& at) {
    std::string typed(value.data(), value.size());
    const auto size =
        std::count_if(typed.begin(), typed.end(), [](char c) { return (c & '\xc0') != '\x80'; });
    if (typed.find('\0') != std::string::npos) {
      add(at, msg("it holds a character that no text may hold"));
    } else if (field.words.empty() && !fits(field, size)) {
      add(at, field.least == 0
                  ? msg("it may be at most {} characters long", field.most)
                  : msg("it may be {} to {} characters long", field.least, field.most));
    }
    if (!field.words.empty() &&
        std::find(field.words.begin(), field.words.end(), typed) == field.words.end()) {
      add(at, msg("it is one of: {}", fmt::format("{}", fmt::join(field.words, ", "))));
    }
    return typed;
  }

  void list(const bj::value& value, const Field& field, const std::string& at, Body::Value& into) {
    if (!value.is_array()) return add(at, msg("a list is needed"));
    const bj::array& entries = value.get_array();
    if (!fits(field, static_cast<int64_t>(entries.size()))) {
      return add(at, msg("it may have {} to {} entries", field.least, field.most));
    }
    for (size_t i = 0; i < entries.size(); ++i) {
      const std::string pointer = http::pointer_to(at, std::to_string(i));
      if (field.kind == Field::Kind::Records) {
        if (!entries[i].is_object()) {
          add(pointer, msg("an object is needed"));
        } else {
          into.records.push_back(object(entries[i].get_object(), field.fields, pointer));
        }
      } else if (!entries[i].is_string()) {
        add(pointer, msg("a text is needed"));
      } else {
        Field one;
        one.words = field.words;
        into.texts.push_back(text(entries[i].get_string(), one, pointer));
      }
    }
  }

  ReadBody read_;
};

ReadBody read_body(std::string_view json, const Fields& fields) {
  return BodyParser().read(json, fields);
}

std::string Body::text(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string() : found->second.text;
}

int64_t Body::whole(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? 0 : found->second.whole;
}

bool Body::truth(std::string_view name) const {
  return whole(name) != 0;
}

std::vector<std::string> Body::texts(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>() : found->second.texts;
}

const std::vector<Body>& Body::records(std::string_view name) const {
  static const std::vector<Body> kNone;
  const auto found = values_.find(name);
  return found == values_.end() ? kNone : found->second.records;
}

namespace {

Json schema_of(const Field& field) {
  Json schema = Json::object();
  const auto bounds = [&](const char* least, const char* most) {
    if (field.least > 0) schema.add(least, Json::integer(field.least));
    schema.add(most, Json::integer(field.most));
  };
  switch (field.kind) {
    case Field::Kind::Text: {
      schema.add("type", Json::string("string"));
      if (field.words.empty()) {
        bounds("minLength", "maxLength");
        break;
      }
      Json words = Json::array();
      for (const std::string& word : field.words) words.add(Json::string(word));
      schema.add("enum", std::move(words));
      break;
    }
    case Field::Kind::Whole:
      schema.add("type", Json::string("integer"));
      schema.add("minimum", Json::integer(field.least));
      schema.add("maximum", Json::integer(field.most));
      break;
    case Field::Kind::Truth:
      schema.add("type", Json::string("boolean"));
      break;
    case Field::Kind::Texts:
      schema.add("type", Json::string("array"));
      schema.add("items", Json::object().add("type", Json::string("string")));
      bounds("minItems", "maxItems");
      break;
    case Field::Kind::Records:
      schema.add("type", Json::string("array"));
      schema.add("items", api::schema_of(field.fields));
      bounds("minItems", "maxItems");
      break;
  }
  if (!field.meaning.empty()) schema.add("description", Json::string(field.meaning));
  return schema;
}

}  // namespace

Json schema_of(const Fields& fields) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Field& field : fields) {
    properties.add(field.name, schema_of(field));
    if (field.required) required.add(Json::string(field.name));
  }
  Json schema = Json::object();
  schema.add("type", Json::string("object"));
  schema.add("properties", std::move(properties));
  schema.add("required", std::move(required));
  schema.add("additionalProperties", Json::truth(false));
  return schema;
}

}  // namespace exemplar::api
