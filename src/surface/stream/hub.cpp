#include "surface/stream/hub.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "surface/stream/event_id.hpp"
#include "surface/stream/limits.hpp"

namespace spark::stream {

namespace {

constexpr std::array<std::string_view, 5> own_events{"hello", "batch", "gap", "auth", "message"};
constexpr std::size_t event_name_bytes_max = 32;

bool is_event_name(std::string_view name) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    return !name.empty() && name.size() <= event_name_bytes_max && std::ranges::all_of(name, is_letter) &&
           std::ranges::find(own_events, name) == own_events.end();
}

Result<const Topic*> row_for(const Value& value, std::uint8_t deliveries) {
    const Topic* row = find_topic(value.topic);
    if (row == nullptr) return fail(Fault::invalid_input, "found a topic outside the table");
    if ((row->deliveries & deliveries) == 0) {
        return fail(Fault::invalid_input, fmt::format("topic {} has no values of this kind", value.topic));
    }
    return row;
}

Result<void> check_data(std::string_view json) {
    if (json.empty() || json.size() > value_bytes_max) {
        return fail(Fault::invalid_input, fmt::format("found {} bytes, allowed 1 to {}", json.size(), value_bytes_max));
    }
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    if (std::ranges::any_of(json, is_control)) {
        return fail(Fault::invalid_input, "found a control character in JSON text, allowed none");
    }
    return {};
}

std::string head_of(const Value& value) { return fmt::format(R"({{"t":"{}",)", value.topic); }

}  // namespace

Hub::Hub(telemetry::Metrics& metrics, Journal journal, std::uint64_t seed, WallTime now, std::size_t user_streams_max)
    : metrics_(metrics), user_streams_max_(user_streams_max), ids_(Rng(seed)), journal_(std::move(journal)) {
    restore(now);
}

void Hub::restore(WallTime now) {
    epoch_ = ms_of(now) / 1'000;
    if (!journal_.is_there()) return;
    has_journal_ = true;
    if (const auto tail = journal_.load()) {
        EventLog log;
        bool is_whole = true;
        for (const std::string& record : tail->records) {
            auto event = parse_record(record);
            const bool fits = event && event->sequence > 0 && (log.head() == 0 || event->sequence == log.head() + 1);
            is_whole = is_whole && fits;
            if (!is_whole) break;
            log.append(std::make_shared<const LoggedEvent>(*std::move(event)));
        }
        if (is_whole) {
            log_ = std::move(log);
            epoch_ = tail->epoch;
            journaled_ = log_.head();
            return;
        }
        epoch_ = std::max(epoch_, tail->epoch + 1);
    }
    has_journal_ = journal_.restart(epoch_).has_value();
    if (!has_journal_) journal_.discard();
}

detail::Sources Hub::sources() const {
    return {.values = values_, .log = log_, .visible = has_journal_ ? journaled_ : log_.head(), .epoch = epoch_};
}

Result<void> Hub::publish_conflated(const Value& value, const wire::Json& data) {
    return publish_conflated_text(value, wire::to_text(data));
}

Result<void> Hub::publish_conflated_text(const Value& value, std::string_view json) {
    SPARK_TRY(const Topic* row, row_for(value, conflated | batched));
    SPARK_TRY(check_data(json));
    const bool is_batched = row->has(Delivery::batched);
    std::string text =
        is_batched ? std::string(json) : fmt::format(R"({}"ts":{},"d":{}}})", head_of(value), ms_of(value.at), json);
    {
        const std::lock_guard lock(mutex_);
        detail::TopicValues& values = values_.of(*row, value.topic, value.audience);
        ++values.count;
        values.last_at = value.at;
        if (is_batched) {
            values.items.push_back(std::move(text));
            if (values.items.size() > detail::batch_items_max) values.items.pop_front();
        } else {
            values.latest.swap(text);
        }
    }
    if (is_batched) {
        metrics_.add({"spark_stream_events_total", "batched"});
    } else {
        metrics_.add({"spark_stream_events_total", "conflated"});
    }
    return {};
}

Result<void> Hub::publish_lossless(const Value& value, std::string_view event, const wire::Json& data) {
    SPARK_TRY(const Topic* row, row_for(value, lossless));
    if (!is_event_name(event)) {
        return fail(Fault::invalid_input, "found an event name that is none, or one of the stream's own");
    }
    const std::string json = wire::to_text(data);
    SPARK_TRY(check_data(json));
    auto logged = std::make_shared<LoggedEvent>();
    logged->at = value.at;
    logged->topic = value.topic;
    logged->row = row;
    logged->audience = value.audience;
    const std::string before = fmt::format("event: {}\ndata: {}\"seq\":", event, head_of(value));
    const std::string after = fmt::format(",\"ts\":{},\"d\":{}}}\n\n", ms_of(value.at), json);
    {
        const std::lock_guard lock(mutex_);
        logged->sequence = log_.head() + 1;
        logged->bytes = before + std::to_string(logged->sequence) + after;
        log_.append(std::move(logged));
    }
    metrics_.add({"spark_stream_events_total", "lossless"});
    return {};
}

void Hub::forget(std::string_view topic) {
    const std::lock_guard lock(mutex_);
    values_.forget(topic);
}

Result<void> Hub::flush_journal() {
    const std::lock_guard io(journal_mutex_);
    std::vector<std::string> records;
    std::vector<SharedEvent> events;
    std::int64_t until = 0;
    bool is_whole = true;
    {
        const std::lock_guard lock(mutex_);
        if (!has_journal_ || journaled_ == log_.head()) return {};
        until = log_.head();
        is_whole = journaled_ + 1 >= log_.first();
        for (std::int64_t sequence = std::max(journaled_ + 1, log_.first()); sequence <= until; ++sequence) {
            events.push_back(log_.at(sequence));
        }
    }
    for (const SharedEvent& event : events) records.push_back(to_record(*event));
    Result<void> appended = fail(Fault::exhausted, "the log went past what the journal has not written yet");
    if (is_whole) appended = journal_.append(records);
    if (!appended) journal_.discard();
    const std::lock_guard lock(mutex_);
    journaled_ = until;
    has_journal_ = appended.has_value();
    return appended;
}

Result<std::string> Hub::open(const OpenRequest& request, WallTime now) {
    SPARK_TRY(detail::Subscriber::check(request.topics, request.reader));
    const std::lock_guard lock(mutex_);
    const auto mine = std::ranges::count_if(streams_, [&](const auto& entry) {
        const Reader& other = entry.second.reader();
        return other.user == request.reader.user && other.tenant == request.reader.tenant;
    });
    if (static_cast<std::size_t>(mine) >= user_streams_max_) {
        return fail(Fault::exhausted, fmt::format("found {} open streams, allowed {} a user", mine, user_streams_max_),
                    {}, "close one, or let the tabs of a browser share one");
    }
    if (streams_.size() >= streams_max) {
        return fail(Fault::exhausted, fmt::format("found {} open streams, allowed {}", streams_.size(), streams_max));
    }
    std::string sid = make_id("st", ids_.make(now));
    detail::Tally tally;
    const auto [stream, is_new] = streams_.try_emplace(sid, sid, request.reader);
    stream->second.begin(request.topics, request.last_event_id, sources(), tally);
    count(tally);
    count_streams();
    return sid;
}

Result<void> Hub::set_topics(const std::string& sid, const Reader& reader, const std::vector<std::string>& topics) {
    const std::lock_guard lock(mutex_);
    const auto stream = streams_.find(sid);
    if (stream == streams_.end() || stream->second.reader().user != reader.user ||
        stream->second.reader().tenant != reader.tenant) {
        return fail(Fault::not_found, "found no stream of this id");
    }
    SPARK_TRY(detail::Subscriber::check(topics, stream->second.reader()));
    detail::Tally tally;
    stream->second.set_topics(topics, sources(), tally);
    count(tally);
    return {};
}

Result<Collected> Hub::collect(const std::string& sid, WallTime now, std::size_t backlog_bytes) {
    const std::lock_guard lock(mutex_);
    const auto stream = streams_.find(sid);
    if (stream == streams_.end()) return fail(Fault::not_found, "found no stream of this id");
    Collected collected;
    detail::Tally tally;
    backlog_bytes_ -= stream->second.backlog_bytes();
    collected.must_close = stream->second.collect(now, backlog_bytes, sources(), collected.bytes, tally);
    backlog_bytes_ += stream->second.backlog_bytes();
    metrics_.set("spark_stream_backlog_bytes", static_cast<double>(backlog_bytes_));
    count(tally);
    return collected;
}

void Hub::close(const std::string& sid) {
    const std::lock_guard lock(mutex_);
    const auto stream = streams_.find(sid);
    if (stream == streams_.end()) return;
    backlog_bytes_ -= stream->second.backlog_bytes();
    metrics_.set("spark_stream_backlog_bytes", static_cast<double>(backlog_bytes_));
    streams_.erase(stream);
    count_streams();
}

void Hub::end_stream(const std::string& sid, std::string_view reason) {
    const std::lock_guard lock(mutex_);
    const auto stream = streams_.find(sid);
    if (stream != streams_.end()) stream->second.end(reason);
}

void Hub::end_streams_of(const std::string& tenant, const std::string& user) {
    const std::lock_guard lock(mutex_);
    for (auto& [sid, stream] : streams_) {
        if (stream.reader().tenant == tenant && stream.reader().user == user) stream.end("rights_changed");
    }
}

std::int64_t Hub::epoch() const {
    const std::lock_guard lock(mutex_);
    return epoch_;
}

std::int64_t Hub::head() const {
    const std::lock_guard lock(mutex_);
    return log_.head();
}

std::size_t Hub::stream_count() const {
    const std::lock_guard lock(mutex_);
    return streams_.size();
}

void Hub::count(const detail::Tally& tally) {
    if (tally.skipped > 0) metrics_.add("spark_stream_conflated_total", tally.skipped);
    if (tally.gaps > 0) metrics_.add("spark_stream_gap_total", tally.gaps);
}

void Hub::count_streams() { metrics_.set("spark_stream_clients", static_cast<double>(streams_.size())); }

}  // namespace spark::stream
