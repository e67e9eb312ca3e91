#include <algorithm>

#include "app/remote/server.hpp"
#include "app/remote/verbs.hpp"
#include "app/verbs/audit_text.hpp"

namespace spark::remote {

using cli::Invocation;
using wire::Json;

Result<int> audit_tail(verbs::Context& context, const Invocation& invocation) {
    if (invocation.has("follow"))
        return fail(Fault::invalid_input, "a server's audit log is not followed from here", "--follow",
                    "spark audit tail --lines 20, or --local --follow on the server's own machine");
    SPARK_TRY(const auto lines, invocation.whole("lines", 0, 10'000));
    SPARK_TRY(const auto since, invocation.time("since"));
    std::string query;
    const auto add = [&query](std::string_view name, std::string_view text) {
        if (!text.empty()) query += (query.empty() ? "" : "&") + std::string(name) + "=" + escaped(text);
    };
    for (const char* const name : {"actor", "action", "outcome"}) add(name, invocation.text_or(name, ""));
    if (since) add("since", format_iso8601(*since));
    SPARK_TRY(Server server, Server::open(context));
    const auto count = static_cast<std::size_t>(lines.value_or(20));
    std::vector<Json> records;
    if (count > 0) {
        SPARK_TRY(records, server.list("/api/v1/audit", query, count));
    }
    std::ranges::reverse(records);
    cli::Terminal& terminal = context.terminal;
    if (!terminal.options().json) {
        for (const Json& record : records) terminal.out_line(verbs::audit_line(record));
        return 0;
    }
    Json array = Json::array();
    for (const Json& record : records) array.push(record);
    terminal.out_line(
        wire::to_text(Json::object().set("schema", "spark.audit_tail/1").set("records", std::move(array))));
    return 0;
}

}  // namespace spark::remote
