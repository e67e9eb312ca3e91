#include "app/server/operations/operations.hpp"
#include "app/server/stream_desk.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;

std::vector<std::string> topics_of(std::string_view text) {
    std::vector<std::string> topics;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        topics.emplace_back(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    return topics;
}

Answered open_stream(House& house, const Call& call) {
    const std::string* const last_event_id = call.request.header("Last-Event-ID");
    auto flow = house.streams->open(listener_of(call), topics_of(call.query("topics").value_or("")),
                                    last_event_id == nullptr ? std::string() : *last_event_id);
    if (flow) return http::Flow{*std::move(flow)};
    if (flow.error().fault != Fault::exhausted) return http::problem_of(flow.error());
    http::Problem problem{
        .kind = http::problem_kind("too_many_streams"), .detail = flow.error().message, .fix = flow.error().remedy};
    return problem;
}

Result<http::Outcome> set_topics(House& house, const Call& call) {
    SPARK_TRY(const std::span<const wire::Json> rows, call.body.array_at("topics"));
    std::vector<std::string> topics;
    for (const wire::Json& row : rows) {
        SPARK_TRY(std::string topic, row.as_string());
        topics.push_back(std::move(topic));
    }
    SPARK_TRY(house.hub->set_topics(call.path_part(0), reader_of(call), topics));
    return http::Outcome::nothing();
}

}  // namespace

void add_stream_operations(House& house, http::Operations& operations) {
    operations.add("stream.open", [&house](Call& call) { return open_stream(house, call); });
    operations.add("stream.set_topics", [&house](Call& call) { return http::answered(set_topics(house, call)); });
}

}  // namespace spark::server
