#include "app/server/stream_desk.hpp"

#include <iterator>
#include <utility>

namespace spark::server {

stream::Reader reader_of(const http::Call& call) {
    using identity::Right;
    const http::Caller& caller = call.caller;
    stream::Reader reader{
        .user = caller.owner(call.address),
        .tenant = {},
        .rights = {},
        .hears_all_users = caller.rights.holds(Right::administer) || caller.kind == http::CallerKind::local};
    if (caller.rights.holds(Right::look)) reader.rights = {"read", "account", "jobs"};
    if (caller.rights.holds(Right::read_audit)) reader.rights.emplace_back("audit");
    return reader;
}

Listener listener_of(const http::Call& call) {
    Listener listener{
        .reader = reader_of(call), .kind = call.caller.kind, .rights = call.caller.rights, .address = call.address};
    if (listener.kind == http::CallerKind::session) listener.secret = call.caller.session_token;
    if (listener.kind == http::CallerKind::key) {
        constexpr std::string_view scheme = "Bearer ";
        const std::string* const text = call.request.header("Authorization");
        if (text != nullptr && text->size() > scheme.size()) listener.secret = text->substr(scheme.size());
    }
    return listener;
}

std::string_view why_over(IdentityService& identity, const Listener& listener) {
    using http::CallerKind;
    if (listener.kind != CallerKind::session && listener.kind != CallerKind::key) return {};
    const auto principal = listener.kind == CallerKind::session
                               ? identity.authenticate_session(listener.secret, identity::Activity::background)
                               : identity.authenticate_key(listener.secret, listener.address);
    if (!principal) return "signed_out";
    return principal->rights == listener.rights ? std::string_view() : "rights_changed";
}

void StreamDesk::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void StreamDesk::stop() {
    {
        const std::lock_guard lock(mutex_);
        is_stopped_ = true;
    }
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    const std::lock_guard lock(mutex_);
    std::ranges::move(std::exchange(arrived_, {}), std::back_inserter(streams_));
    for (const Stream& stream : streams_) stream.writer.finish();
    streams_.clear();
}

Result<net::Streaming> StreamDesk::open(Listener listener, std::vector<std::string> topics, std::string last_event_id) {
    SPARK_TRY(
        std::string sid,
        hub_.open({.reader = listener.reader, .topics = std::move(topics), .last_event_id = std::move(last_event_id)},
                  clock_()));
    auto place = std::make_shared<Place>(hub_, std::move(sid), std::move(listener));
    net::Streaming flow;
    flow.head.status = 200;
    flow.head.with("Content-Type", "text/event-stream");
    flow.head.with("X-Accel-Buffering", "no");
    flow.ends_at_drain = true;
    flow.begin = [this, place = std::move(place)](net::BodyWriter writer) mutable {
        const std::lock_guard lock(mutex_);
        if (is_stopped_) return writer.finish();
        arrived_.push_back({.place = std::move(place),
                            .writer = std::move(writer),
                            .check_due = std::chrono::steady_clock::now() + check_every});
        wake_.notify_one();
    };
    return flow;
}

void StreamDesk::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex_);
            // Without clients there is nothing to look at until one comes.
            if (streams_.empty()) wake_.wait(lock, stop, [this] { return !arrived_.empty(); });
            std::ranges::move(std::exchange(arrived_, {}), std::back_inserter(streams_));
        }
        std::erase_if(streams_, [this](Stream& stream) { return !pump(stream); });
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, pump_every, [] { return false; });
    }
}

/// False when the stream is over.
bool StreamDesk::pump(Stream& stream) {
    if (!stream.writer.is_open()) return false;
    const std::string& sid = stream.place->sid;
    if (const auto now = std::chrono::steady_clock::now(); now >= stream.check_due) {
        stream.check_due = now + check_every;
        if (const std::string_view reason = check_(stream.place->listener); !reason.empty())
            hub_.end_stream(sid, reason);
    }
    auto collected = hub_.collect(sid, clock_(), stream.writer.backlog_bytes());
    if (!collected) {
        stream.writer.finish();
        return false;
    }
    if (!collected->bytes.empty() && !stream.writer.write(std::move(collected->bytes))) return false;
    if (collected->must_close) stream.writer.finish();
    return !collected->must_close;
}

}  // namespace spark::server
