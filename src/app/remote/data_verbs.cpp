#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/remote/job.hpp"
#include "app/remote/problem.hpp"
#include "app/remote/projection.hpp"
#include "app/remote/server.hpp"
#include "app/remote/verbs.hpp"
#include "app/verbs/data_text.hpp"
#include "app/verbs/report_messages.hpp"
#include "foundation/base/files.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::remote {
namespace {

using cli::Invocation;
using verbs::Context;
using wire::Json;

constexpr std::size_t rows_max = 1'000'000;
constexpr std::size_t upload_bytes_max = std::size_t{64} << 20U;  // as the server takes it

std::string address_of(std::string_view id) { return "/api/v1/datasets/" + escaped(id); }

Result<std::vector<std::string>> ids_there(Server& server) {
    SPARK_TRY(const std::vector<Json> rows, server.list("/api/v1/datasets", "", rows_max));
    std::vector<std::string> ids;
    for (const Json& row : rows) ids.push_back(row.string_at("id").value_or(""));
    return ids;
}

/// `spark.resample/1` and its siblings, of a data set that a job made while nobody waited with the request.
Result<Json> saved_of(Server& server, const std::string& location, std::string_view schema,
                      const std::vector<std::string>& before) {
    SPARK_TRY(const Json info, server.get(location));
    constexpr std::array<std::string_view, 7> tail{"rows",      "sha256",   "first",  "last",
                                                   "synthetic", "calendar", "quality"};
    constexpr std::array<std::string_view, 2> lists{"gap_list", "findings"};
    const std::string id = info.string_at("dataset").value_or("");
    Json saved = Json::object().set("schema", schema).set("dataset", id);
    saved.set("new", std::ranges::count(before, id) == 0);
    const Json rest = only(info, tail);
    const auto members = rest.as_object();
    if (!members) return fail(members.error());
    for (const wire::JsonMember& member : *members)
        saved.set(member.key, member.key == "quality" ? without(member.value, lists) : member.value);
    return saved;
}

/// Runs the job that makes a data set; nothing when Ctrl-C ended the waiting.
Result<std::optional<Json>> make_data_set(Context& context, Server& server, const std::string& target, const Json& body,
                                          std::string_view schema, const std::string& label) {
    SPARK_TRY(const std::vector<std::string> before, ids_there(server));
    SPARK_TRY(std::optional<Done> done, run_job(context, server, target, body, label));
    if (!done) return std::optional<Json>{};
    if (done->document) return std::move(done->document);
    SPARK_TRY(Json saved, saved_of(server, done->location, schema, before));
    return std::optional(std::move(saved));
}

std::string name_of_file(const std::string& path) { return std::filesystem::path(path).filename().string(); }

Result<std::string> upload(Server& server, const std::string& path) {
    SPARK_TRY(std::string bytes, read_file(std::filesystem::path(path), upload_bytes_max));
    SPARK_TRY(const net::Response response,
              server.ask({.method = "POST",
                          .target = "/api/v1/uploads?name=" + escaped(name_of_file(path)),
                          .body = std::move(bytes),
                          .headers = {{"Content-Type", path.ends_with(".gz") ? "application/gzip" : "text/csv"}}}));
    SPARK_TRY(const Json document, server.document_of(response));
    auto id = document.string_at("id");
    if (!id) return fail(stranger(server.address().text, "an upload without an id"));
    return id;
}

/// `time=Tarih,close=Kapanış` as an object.
Result<Json> mapping_json(std::string_view text) {
    Json json = Json::object();
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view part = text.substr(0, comma);
        text.remove_prefix(std::min(comma + 1, text.size()));
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos)
            return fail(Fault::invalid_input, fmt::format("found '{}', allowed COLUMN=NAME", part), "--map");
        json.set(std::string(part.substr(0, equals)), part.substr(equals + 1));
    }
    return json;
}

Result<Json> ingest_order(const Invocation& invocation) {
    Json order = Json::object();
    for (const char* const name : {"venue", "symbol", "timeframe", "format", "decimal", "delimiter", "tz", "calendar"})
        if (const auto text = invocation.text(name)) order.set(name, *text);
    if (const auto map = invocation.text("map")) {
        SPARK_TRY(Json mapping, mapping_json(*map));
        order.set("mapping", std::move(mapping));
    }
    return order;
}

}  // namespace

Result<int> data_ls(Context& context, const Invocation&) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const std::vector<Json> rows, server.list("/api/v1/datasets", "", rows_max));
    SPARK_TRY(blame_server(verbs::print_data_sets(context.terminal, rows), server));
    return 0;
}

Result<int> data_info(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const Json document, server.get(address_of(invocation.positional(0))));
    constexpr std::array<std::string_view, 1> beyond{"versions"};
    SPARK_TRY(blame_server(verbs::print_data_set(context.terminal, without(document, beyond)), server));
    return 0;
}

Result<int> data_verify(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(std::optional<Done> done,
              run_job(context, server, address_of(invocation.positional(0)) + "/verify", Json::object(),
                      std::string(cli::Text{"Checking", "Denetleniyor"}.in(context.terminal.language()))));
    if (!done) return context.cancelled_exit_code();
    if (!done->document) {
        // Found whole by the job; the figures are those of the catalogue.
        SPARK_TRY(const Json info, server.get(done->location));
        constexpr std::array<std::string_view, 1> id{"dataset"};
        constexpr std::array<std::string_view, 3> figures{"rows", "bytes", "sha256"};
        Json verified = Json::object().set("schema", "spark.verify/1");
        for (const Json& part : {only(info, id), Json::object().set("verified", true), only(info, figures)}) {
            SPARK_TRY(const auto members, part.as_object());
            for (const wire::JsonMember& member : members) verified.set(member.key, member.value);
        }
        done->document = std::move(verified);
    }
    SPARK_TRY(blame_server(verbs::print_verified(context.terminal, *done->document), server));
    return 0;
}

Result<int> data_resample(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    const auto to = Timeframe::parse(invocation.required_text("to"));
    if (!to) return fail(Fault::invalid_input, to.error().message, "--to", to.error().remedy);
    SPARK_TRY(const std::optional<Json> saved,
              make_data_set(context, server, address_of(invocation.positional(0)) + "/resample",
                            Json::object().set("to", to->text()), "spark.resample/1",
                            cli::say<verbs::messages::running>(context.terminal.language())));
    if (!saved) return context.cancelled_exit_code();
    SPARK_TRY(blame_server(verbs::print_saved(context.terminal, *saved), server));
    return 0;
}

Result<int> data_rm(Context& context, const Invocation& invocation) {
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const net::Response response,
              server.ask({.method = "DELETE", .target = address_of(invocation.positional(0))}));
    SPARK_TRY(const Json gone, server.document_of(response));
    SPARK_TRY(blame_server(verbs::print_thrown_away(context.terminal, gone), server));
    return 0;
}

Result<int> ingest_csv(Context& context, const Invocation& invocation) {
    const auto files = invocation.positionals();
    if (files.size() != 1)
        return fail(Fault::invalid_input, fmt::format("found {} files, allowed one on a server", files.size()), "FILE",
                    "put them together first, or --local on the server's own machine");
    SPARK_TRY(const Json order, ingest_order(invocation));
    SPARK_TRY(Server server, Server::open(context));
    SPARK_TRY(const std::string id, upload(server, files[0]));
    const cli::Language language = context.terminal.language();
    auto saved = make_data_set(context, server, fmt::format("/api/v1/uploads/{}/ingest", escaped(id)), order,
                               "spark.ingest/1", cli::say<verbs::messages::reading>(language, files[0]));
    // The upload has served, well or not; the server clears what this cannot. A job that still reads it keeps it.
    if (!context.cancelled()) {
        const auto removed = server.send({.method = "DELETE", .target = "/api/v1/uploads/" + escaped(id)});
        if (!removed) context.terminal.detail(1, removed.error().message);
    }
    SPARK_TRY(saved);
    if (!*saved) return context.cancelled_exit_code();
    SPARK_TRY(blame_server(verbs::print_saved(context.terminal, **saved), server));
    const Json* const quality = (*saved)->find("quality");
    const std::string made = (*saved)->string_at("dataset").value_or("");
    if (invocation.has("strict") && quality != nullptr && !quality->bool_at("clean").value_or(false)) {
        context.terminal.complain(cli::say<verbs::messages::not_clean>(language) + ": " +
                                  verbs::quality_line(*quality, language));
        return 7;
    }
    context.terminal.note(fmt::format("{}: spark data info {}   |   spark backtest run smaCross --dataset {}",
                                      cli::Text{"Next", "Sonra"}.in(language), made, made));
    return 0;
}

}  // namespace spark::remote
