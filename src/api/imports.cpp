// Values from a file, CSV or a workbook: sent as it is, or as the file of a form.
//
//   POST /imports?mode=what_is_right&dry_run=true      Content-Type: text/csv        body: the file
//   POST /imports    multipart/form-data: mode, dry_run, overwrite, sheet, file
//
// The answer tells of each cell what becomes of it: JSON, or CSV or XLSX by Accept. 201 where something
// was written, 200 where nothing was to be, 422 where faults keep all of it out (403 where it is units
// of others alone), with the same report.
#include "api/api.hpp"
#include "api/listing.hpp"
#include "http/multipart.hpp"

namespace exemplar::api {

using namespace programme;

namespace {

constexpr std::string_view kCsvType = "text/csv";
constexpr uint64_t kBytesMost = 64 << 20;
constexpr std::string_view kFields[] = {"mode", "dry_run", "overwrite", "sheet"};

struct Asked {
  ImportFile file;
  std::map<std::string, std::string, std::less<>> fields;
};

std::string_view without_parameters(std::string_view type) {
  return http::trimmed(type.substr(0, std::min(type.find(';'), type.size())));
}

// By its type; browsers on machines with a spreadsheet program call CSV by its name.
std::optional<ImportFile::Kind> kind_of(std::string_view type, std::string_view file_name) {
  type = without_parameters(type);
  const auto ends = [&](std::string_view with) {
    return file_name.size() >= with.size() &&
           http::equal_ignoring_case(file_name.substr(file_name.size() - with.size()), with);
  };
  if (http::equal_ignoring_case(type, kXlsxType) || ends(".xlsx")) {
    return ImportFile::Kind::Workbook;
  }
  if (http::equal_ignoring_case(type, kCsvType) || ends(".csv")) return ImportFile::Kind::Csv;
  return std::nullopt;
}

[[noreturn]] void refuse_type(std::string_view type) {
  refuse(415, "unknown_content_type", msg("the body's Content-Type is '{}'", type),
         msg("send one of: {}", std::string(kCsvType) + ", " + std::string(kXlsxType) + ", " +
                                    std::string(kFormType)));
}

void check_charset(std::string_view type) {
  const size_t at = type.find("charset=");
  if (at == std::string_view::npos) return;
  std::string_view charset = type.substr(at + 8);
  charset = charset.substr(0, charset.find(';'));
  if (charset.starts_with('"') && charset.ends_with('"') && charset.size() > 1) {
    charset = charset.substr(1, charset.size() - 2);
  }
  if (http::equal_ignoring_case(http::trimmed(charset), "utf-8")) return;
  refuse(415, "unknown_charset", msg("the file is said to be in '{}'", charset),
         msg("send UTF-8; look at what it would become first: exemplar convert FILE"));
}

void read_form(const Call& call, std::string_view boundary, Asked& asked) {
  const auto parts = http::read_multipart(call.request.body, boundary);
  if (!parts) refuse(422, "malformed_form", parts.refusal());
  const http::FormPart* file = nullptr;
  for (const http::FormPart& part : *parts) {
    const bool known =
        std::find(std::begin(kFields), std::end(kFields), part.name) != std::end(kFields);
    if (part.file_name && file == nullptr && !known) {
      file = &part;
    } else if (!part.file_name && known) {
      asked.fields[part.name] = std::string(part.content.substr(0, 1'000));
    } else {
      refuse(422, "malformed_form", msg("the form has a part '{}' that is not known", part.name),
             msg("send one file, and: {}", "mode, dry_run, overwrite, sheet"));
    }
  }
  if (file == nullptr) refuse(422, "malformed_form", msg("the form has no file"), msg("add one"));
  const auto kind = kind_of(file->content_type, *file->file_name);
  if (!kind) refuse_type(file->content_type);
  check_charset(file->content_type);
  asked.file = {*file->file_name, file->content, *kind};
}

Asked asked_of(const Call& call) {
  Asked asked;
  for (const std::string_view field : kFields) {
    if (std::string value = call.query(field); !value.empty()) {
      asked.fields[std::string(field)] = std::move(value);
    }
  }
  const std::string type = call.request.headers.joined("Content-Type");
  if (http::equal_ignoring_case(without_parameters(type), kFormType)) {
    const auto boundary = http::boundary_of(type);
    if (!boundary) {
      refuse(422, "malformed_form", msg("the form's Content-Type names no boundary"),
             msg("send the form as RFC 7578 describes it"));
    }
    read_form(call, *boundary, asked);
  } else {
    const auto kind = kind_of(type, "");
    if (!kind) refuse_type(type);
    check_charset(type);
    asked.file = {"", call.request.body, *kind};
  }
  if (asked.file.name.empty()) {
    asked.file.name = asked.file.kind == ImportFile::Kind::Csv ? "values.csv" : "values.xlsx";
  }
  asked.file.sheet = asked.fields["sheet"];
  return asked;
}

bool truth_of(Asked& asked, const std::string& field) {
  const std::string& text = asked.fields[field];
  if (text.empty() || text == "false") return false;
  if (text == "true") return true;
  refuse(422, "malformed_field", msg("'{}' is neither true nor false", text),
         msg("write {}=true or leave it out", field));
}

ImportOptions options_of(const Call& call, Asked& asked) {
  ImportOptions options;
  const std::string& mode = asked.fields["mode"];
  if (mode == "what_is_right") {
    options.mode = ImportOptions::Mode::WhatIsRight;
  } else if (!mode.empty() && mode != "all_or_nothing") {
    refuse(422, "malformed_field", msg("there is no mode '{}'", mode),
           msg("it is one of: {}", "all_or_nothing, what_is_right"));
  }
  const std::string& overwrite = asked.fields["overwrite"];
  options.overwrite = overwrite == "corrections";
  if (!overwrite.empty() && !options.overwrite) {
    refuse(422, "malformed_field", msg("'{}' is nothing that could be overwritten", overwrite),
           msg("write overwrite=corrections, or leave it out"));
  }
  options.dry_run = truth_of(asked, "dry_run");
  options.today = call.today;
  options.by = call.caller.session ? call.caller.session->account.name : call.caller.powers.account;
  return options;
}

int status_of(const ImportReport& report, const ImportOptions& options) {
  if (report.written) return 201;
  const bool kept_out =
      report.file_refused || (options.mode == ImportOptions::Mode::AllOrNothing && report.faulty());
  if (!kept_out || options.dry_run) return 200;
  const bool of_others = !report.file_refused && report.not_permitted > 0 &&
                         report.not_permitted == report.count(StagedOutcome::Refused) &&
                         report.count(StagedOutcome::Conflict) == 0;
  return of_others ? 403 : 422;
}

// What a problem document says, before the report itself.
void add_problem(const Call& call, Json& json, int status) {
  json.add("type", Json::string("about:blank"));
  json.add("title",
           Json::string(call.say(msg("nothing was imported: some of the values cannot be taken"))));
  json.add("status", Json::integer(status));
  json.add("detail", Json::string(call.say(msg("see each of the cells"))));
  json.add("code", Json::string(status == 403 ? "other_units" : "wrong_values"));
}

http::Response import_values(Call& call) {
  call.now = call.api.office().now();
  Asked asked = asked_of(call);
  const ImportOptions options = options_of(call, asked);
  const auto report = call.api.office().import_file(
      asked.file, options, call.caller.powers.account,
      [&](OrganisationUnitId unit) {
        return may(call.caller.powers, Power::SaveValues, unit, call.units(), call.today) &&
               may(call.caller.powers, Power::ImportValues, unit, call.units(), call.today);
      },
      call.condition);
  if (!report) refuse(422, "unreadable_file", report.refusal());
  const int status = status_of(*report, options);
  List list{.name = "cells",
            .rows = {.columns = {"row", "column", "outcome", "version", "what", "remedy"}},
            .paged = false};
  if (status >= 400) add_problem(call, list.head, status);
  const auto whole = [](size_t number) { return Json::integer(static_cast<int64_t>(number)); };
  list.head.add("revision", Json::integer(report->revision));
  list.head.add("written", Json::truth(report->written));
  list.head.add("dry_run", Json::truth(options.dry_run));
  list.head.add("rows", whole(report->rows));
  for (size_t i = 0; i < report->counts.size(); ++i) {
    list.head.add(name_of(static_cast<StagedOutcome>(i)), whole(report->counts[i]));
  }
  Json passed_over = Json::array();
  for (const std::string& one : report->columns_passed_over) passed_over.add(Json::string(one));
  list.head.add("columns_passed_over", std::move(passed_over));
  list.head.add("cells_left_out", whole(report->cells_left_out));
  for (const ImportedCell& cell : report->cells) {
    list.rows.rows.push_back(
        {cell.row, cell.column, name_of(cell.outcome),
         cell.revision > 0 ? tables::ListCell(cell.revision) : tables::ListCell(),
         call.say(cell.what), call.say(cell.remedy)});
  }
  http::Response response = list_response(call, std::move(list), status);
  if (status >= 400 && call.format == ListFormat::Json) {
    response.headers.set("Content-Type", "application/problem+json; charset=utf-8");
  }
  return response;
}

}  // namespace

std::vector<ApiRoute> import_routes() {
  return {
      {.method = "POST",
       .pattern = "/imports",
       .id = "import_values",
       .summary = "Records the values of a file; tells what becomes of each",
       .about = About::Somewhere,
       .needs = Power::ImportValues,
       .query = {{"mode", "all_or_nothing (where it is left out) or what_is_right"},
                 {"dry_run", "true: only told, nothing written"},
                 {"overwrite", "corrections: what differs is corrected though no version is named"},
                 {"sheet", "of a workbook; the first that is not hidden where it is left out"}},
       .takes = {std::string(kCsvType), std::string(kXlsxType), std::string(kFormType)},
       .body_bytes_max = kBytesMost,
       .lists = true,
       .handler = import_values}};
}

}  // namespace exemplar::api
