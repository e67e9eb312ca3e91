#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "surface/stream/detail/topic_values.hpp"
#include "surface/stream/event_log.hpp"
#include "surface/stream/reader.hpp"

namespace spark::stream::detail {

/// What one collect did, for the figures.
struct Tally {
    std::uint64_t skipped = 0;
    std::uint64_t gaps = 0;
};

/// What a subscriber reads from, none of it its own.
struct Sources {
    const TopicTable& values;
    const EventLog& log;
    std::int64_t visible = 0;  ///< Sequence of the newest lossless event that may be sent.
    std::int64_t epoch = 0;
};

/// One client's place in the stream: what it asked for, what it has, and what to send next.
class Subscriber {
  public:
    Subscriber(std::string sid, Reader reader) : sid_(std::move(sid)), reader_(std::move(reader)) {}

    /// Where a new client begins; a `Last-Event-ID` that cannot be resumed from makes a gap.
    void begin(const std::vector<std::string>& topics, std::string_view last_event_id, const Sources& sources,
               Tally& tally);
    /// Errors: invalid_input, denied. On error nothing changes.
    static Result<void> check(const std::vector<std::string>& topics, const Reader& reader);
    void set_topics(const std::vector<std::string>& topics, const Sources& sources, Tally& tally);

    /// Appends what is to be sent now. True where the stream is to end after it.
    bool collect(WallTime now, std::size_t backlog_bytes, const Sources& sources, std::string& out, Tally& tally);

    /// The next collect says why and ends the stream.
    void end(std::string_view reason) { end_reason_ = reason; }

    const Reader& reader() const { return reader_; }
    std::size_t backlog_bytes() const { return backlog_bytes_; }

  private:
    struct Feed {
        SharedValues values;
        std::uint64_t seen = 0;
        WallTime due{};
    };
    struct Gap {
        std::string topic;
        std::string reason;
        std::string refetch;  ///< Empty: read everything anew.
    };

    bool may_hear(const Topic& row, const Audience& audience) const;
    bool hears(std::string_view topic, const Topic& row, const Audience& audience) const;
    void resolve(const TopicTable& table);
    void pull(const Sources& sources, Tally& tally);
    void overflow(Tally& tally);
    void add_gap(Gap gap, Tally& tally);
    bool is_stuck(WallTime now, std::size_t backlog_bytes);

    void write_hello(WallTime now, const Sources& sources, std::string& out);
    void write_gaps(const Sources& sources, std::string& out);
    void write_lossless(const Sources& sources, std::string& out);
    void write_batch(WallTime now, const Sources& sources, std::string& out, Tally& tally);
    void write_heartbeat(WallTime now, std::string& out);

    std::string sid_;
    Reader reader_;
    std::vector<std::string> topics_;

    std::vector<Feed> feeds_;
    std::size_t resolved_ = 0;  ///< Entries of the table that were looked at.
    std::uint64_t resolved_generation_ = 0;
    WallTime batch_due_{};

    std::deque<SharedEvent> queue_;
    std::size_t fresh_count_ = 0;  ///< Queued events that are no replay.
    std::size_t fresh_bytes_ = 0;
    std::int64_t scanned_ = 0;       ///< Sequence up to which the log was read.
    std::int64_t told_ = 0;          ///< Sequence the client knows of.
    std::int64_t replay_until_ = 0;  ///< What was in the log when the client came.
    bool waits_for_topics_ = false;
    std::vector<Gap> gaps_;
    int overflow_count_ = 0;

    bool said_hello_ = false;
    WallTime heartbeat_due_{};
    std::size_t backlog_bytes_ = 0;
    std::optional<WallTime> no_progress_since_;
    std::string end_reason_;
    bool must_close_ = false;
};

}  // namespace spark::stream::detail
