#include "surface/stream/event_log.hpp"

#include <utility>

#include "foundation/base/assert.hpp"
#include "foundation/wire/json.hpp"

namespace spark::stream {

namespace {

/// What an event costs beside its bytes.
constexpr std::size_t overhead_bytes = 128;

}  // namespace

std::string to_record(const LoggedEvent& event) {
    wire::Json record = wire::Json::object();
    record.set("s", event.sequence);
    record.set("at", ns_of(event.at));
    record.set("t", event.topic);
    record.set("te", event.audience.tenant);
    record.set("u", event.audience.user);
    record.set("b", event.bytes);
    return wire::to_text(record);
}

Result<LoggedEvent> parse_record(const std::string& record) {
    const auto parse = [&]() -> Result<LoggedEvent> {
        SPARK_TRY(const wire::Json json, wire::parse_json(record));
        LoggedEvent event;
        SPARK_TRY(event.sequence, json.int64_at("s"));
        SPARK_TRY(const std::int64_t at_ns, json.int64_at("at"));
        event.at = wall_time_of_ns(at_ns);
        SPARK_TRY(event.topic, json.string_at("t"));
        SPARK_TRY(event.audience.tenant, json.string_at("te"));
        SPARK_TRY(event.audience.user, json.string_at("u"));
        SPARK_TRY(event.bytes, json.string_at("b"));
        return event;
    };
    Result<LoggedEvent> event = parse();
    if (!event) return fail(Fault::corrupt, "stream journal: " + event.error().message);
    event->row = find_topic(event->topic);
    if (event->row == nullptr) return fail(Fault::corrupt, "stream journal: found the unknown topic " + event->topic);
    return event;
}

void EventLog::append(SharedEvent event) {
    SPARK_ASSERT(event->sequence == head_ + 1 || (head_ == 0 && events_.empty()));
    head_ = event->sequence;
    bytes_ += event->bytes.size() + overhead_bytes;
    events_.push_back(std::move(event));
    while (events_.size() > events_max || bytes_ > bytes_max) {
        bytes_ -= events_.front()->bytes.size() + overhead_bytes;
        events_.pop_front();
    }
}

const SharedEvent& EventLog::at(std::int64_t sequence) const {
    SPARK_ASSERT(sequence >= first() && sequence <= head_);
    return events_[static_cast<std::size_t>(sequence - first())];
}

}  // namespace spark::stream
