#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/base/ulid.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/telemetry/metrics.hpp"
#include "foundation/wire/json.hpp"
#include "surface/stream/detail/subscriber.hpp"
#include "surface/stream/detail/topic_values.hpp"
#include "surface/stream/event_log.hpp"
#include "surface/stream/journal.hpp"
#include "surface/stream/limits.hpp"
#include "surface/stream/reader.hpp"
#include "surface/stream/topics.hpp"

namespace spark::stream {

/// One value of a topic.
struct Value {
    std::string_view topic;
    WallTime at;
    Audience audience{};
};

/// A client that wants to listen.
struct OpenRequest {
    Reader reader;
    std::vector<std::string> topics{};  ///< Names and `prefix.*`; may be set later.
    std::string last_event_id{};        ///< As the client sent it; whatever it is.
};

/// What to send to a client now.
struct Collected {
    std::string bytes;
    bool must_close = false;  ///< After these bytes the stream is over; `close` is still the caller's.
};

/// Decides what every client of the event stream is sent, and when; sends nothing itself. Any thread may call any
/// function; nothing waits for a client, and publishing costs the same however many there are (clients are served when
/// they collect). Values are encoded once and shared.
///
/// With a journal, a lossless event is sent only after `flush_journal` has written it: what a client has seen, a
/// restarted server knows. Without, or after a journal failed, at once.
class Hub {
  public:
    /// Reads the journal; where it is missing or broken a new epoch begins, and clients of the old one are told to
    /// reload. `metrics` outlives the hub. `seed` makes the ids of streams.
    Hub(telemetry::Metrics& metrics, Journal journal, std::uint64_t seed, WallTime now,
        std::size_t user_streams_max = streams_per_user_max);

    /// The last value wins, or (topics of the batched kind) joins the newest 200. Errors: invalid_input for a topic
    /// outside the table, one of another kind, or a value past 256 KiB.
    Result<void> publish_conflated(const Value& value, const wire::Json& data);
    /// The same with JSON text that is made already; also refused: control characters in it (a line break ends an
    /// event).
    Result<void> publish_conflated_text(const Value& value, std::string_view json);
    /// Each reaches each client that hears the topic, once, in order. `event` is its name: lower-case letters and `_`,
    /// none of the stream's own. Errors: invalid_input as above.
    Result<void> publish_lossless(const Value& value, std::string_view event, const wire::Json& data);
    /// The conflated values of a topic that is over (a job) are not sent any more.
    void forget(std::string_view topic);

    /// Writes what is not in the journal yet; call it often, and never under a lock that publishers take. Errors: those
    /// of the journal, once: it is then left alone, and the next start begins a new epoch.
    Result<void> flush_journal();

    /// The new stream's id, `st_…`. Errors: exhausted (5 streams of one user, or all streams), invalid_input and denied
    /// for topics. A `Last-Event-ID` never is an error: what cannot be resumed from starts anew, with a gap.
    Result<std::string> open(const OpenRequest& request, WallTime now);
    /// Replaces what the stream listens to. Errors: not_found, also for a stream of somebody else; invalid_input,
    /// denied.
    Result<void> set_topics(const std::string& sid, const Reader& reader, const std::vector<std::string>& topics);
    /// The bytes to send now. `backlog_bytes`: of earlier bytes, how many are not sent; while there are any, values
    /// wait. Call it about every 50 ms. Errors: not_found.
    Result<Collected> collect(const std::string& sid, WallTime now, std::size_t backlog_bytes);
    /// The client is gone.
    void close(const std::string& sid);
    /// The stream ends with its next collect, with an event `auth` of this reason (lower-case letters and `_`).
    void end_stream(const std::string& sid, std::string_view reason);
    /// Every stream of the user ends with its next collect, with an event `auth`: logged out, or of other rights now.
    void end_streams_of(const std::string& tenant, const std::string& user);

    std::int64_t epoch() const;
    std::int64_t head() const;
    std::size_t stream_count() const;

  private:
    void restore(WallTime now);
    detail::Sources sources() const;
    void count(const detail::Tally& tally);
    void count_streams();

    telemetry::Metrics& metrics_;
    const std::size_t user_streams_max_;
    mutable std::mutex mutex_;  ///< Everything below but the journal.
    detail::TopicTable values_;
    EventLog log_;
    std::int64_t epoch_ = 0;
    std::map<std::string, detail::Subscriber> streams_;
    UlidMaker ids_;
    std::size_t backlog_bytes_ = 0;
    std::int64_t journaled_ = 0;
    bool has_journal_ = false;

    std::mutex journal_mutex_;  ///< Taken before the other one.
    Journal journal_;
};

}  // namespace spark::stream
