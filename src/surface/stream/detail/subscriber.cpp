#include "surface/stream/detail/subscriber.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "surface/stream/event_id.hpp"
#include "surface/stream/limits.hpp"

namespace spark::stream::detail {

namespace {

/// `due` moved on by whole steps, so that a caller who comes a little late each time still makes the full rate.
WallTime next_due(WallTime due, WallTime now, std::chrono::nanoseconds step) {
    return now - due < step ? due + step : now + step;
}

std::size_t cost_of(const LoggedEvent& event) { return event.bytes.size(); }

}  // namespace

Result<void> Subscriber::check(const std::vector<std::string>& topics, const Reader& reader) {
    if (topics.size() > subscriptions_max) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} topics, allowed {} of one stream", topics.size(), subscriptions_max));
    }
    for (const std::string& topic : topics) {
        if (!is_subscription(topic)) {
            return fail(Fault::invalid_input, "found an unknown topic, allowed those of the table and `prefix.*`",
                        topic.size() <= topic_bytes_max ? topic : std::string());
        }
        const Topic* row = find_topic(topic);
        if (row != nullptr && std::ranges::find(reader.rights, row->right) == reader.rights.end()) {
            return fail(Fault::denied, fmt::format("topic {} takes the right {}", topic, row->right), topic);
        }
    }
    return {};
}

bool Subscriber::may_hear(const Topic& row, const Audience& audience) const {
    if (std::ranges::find(reader_.rights, row.right) == reader_.rights.end()) return false;
    if (!audience.tenant.empty() && audience.tenant != reader_.tenant) return false;
    return audience.user.empty() || audience.user == reader_.user || reader_.hears_all_users;
}

bool Subscriber::hears(std::string_view topic, const Topic& row, const Audience& audience) const {
    return may_hear(row, audience) &&
           std::ranges::any_of(topics_, [&](const std::string& one) { return covers(one, topic); });
}

void Subscriber::add_gap(Gap gap, Tally& tally) {
    gaps_.push_back(std::move(gap));
    ++tally.gaps;
}

void Subscriber::begin(const std::vector<std::string>& topics, std::string_view last_event_id, const Sources& sources,
                       Tally& tally) {
    topics_ = topics;
    scanned_ = sources.visible;
    if (!last_event_id.empty()) {
        const auto id = parse_event_id(last_event_id);
        if (!id || id->epoch != sources.epoch || id->sequence > sources.visible) {
            add_gap({.topic = "*", .reason = "unknown_id", .refetch = {}}, tally);
        } else if (id->sequence + 1 < sources.log.first()) {
            add_gap({.topic = "*", .reason = "too_old", .refetch = {}}, tally);
        } else {
            scanned_ = id->sequence;
            waits_for_topics_ = topics.empty();
        }
    }
    told_ = scanned_;
    replay_until_ = sources.visible;
}

void Subscriber::set_topics(const std::vector<std::string>& topics, const Sources& sources, Tally& tally) {
    // What was published before belongs to the old topics.
    pull(sources, tally);
    waits_for_topics_ = false;
    topics_ = topics;
    std::map<const TopicValues*, Feed> kept;
    for (Feed& feed : feeds_) kept.emplace(feed.values.get(), feed);
    feeds_.clear();
    resolved_ = 0;
    resolve(sources.values);
    for (Feed& feed : feeds_) {
        const auto old = kept.find(feed.values.get());
        if (old != kept.end()) feed = old->second;
    }
}

void Subscriber::resolve(const TopicTable& table) {
    if (resolved_generation_ != table.generation()) {
        resolved_generation_ = table.generation();
        std::erase_if(feeds_, [](const Feed& feed) { return feed.values->is_gone; });
        std::set<const TopicValues*> known;
        for (const Feed& feed : feeds_) known.insert(feed.values.get());
        for (const SharedValues& values : table.all()) {
            if (!known.contains(values.get()) && hears(values->name, *values->row, values->audience)) {
                feeds_.push_back({.values = values});
            }
        }
        resolved_ = table.all().size();
        return;
    }
    for (; resolved_ < table.all().size(); ++resolved_) {
        const SharedValues& values = table.all()[resolved_];
        if (hears(values->name, *values->row, values->audience)) feeds_.push_back({.values = values});
    }
}

void Subscriber::pull(const Sources& sources, Tally& tally) {
    if (waits_for_topics_) return;
    if (scanned_ + 1 < sources.log.first()) {
        // The log has moved on past this client: what it missed is not known any more.
        queue_.clear();
        fresh_count_ = fresh_bytes_ = 0;
        scanned_ = told_ = sources.visible;
        add_gap({.topic = "*", .reason = "too_old", .refetch = {}}, tally);
        return;
    }
    while (scanned_ < sources.visible) {
        const SharedEvent& event = sources.log.at(++scanned_);
        if (!hears(event->topic, *event->row, event->audience)) continue;
        queue_.push_back(event);
        if (event->sequence <= replay_until_) continue;
        ++fresh_count_;
        fresh_bytes_ += cost_of(*event);
    }
    if (queue_.empty()) told_ = scanned_;
}

void Subscriber::overflow(Tally& tally) {
    std::map<std::string, const Topic*> lost;
    for (const SharedEvent& event : queue_) lost.emplace(event->topic, event->row);
    queue_.clear();
    fresh_count_ = fresh_bytes_ = 0;
    told_ = scanned_;
    ++overflow_count_;
    must_close_ = overflow_count_ > 1;
    if (lost.size() > gaps_named_max) {
        add_gap({.topic = "*", .reason = "slow_client", .refetch = {}}, tally);
        return;
    }
    for (const auto& [topic, row] : lost) {
        add_gap({.topic = topic, .reason = "slow_client", .refetch = refetch_of(*row, topic)}, tally);
    }
}

bool Subscriber::is_stuck(WallTime now, std::size_t backlog_bytes) {
    const bool made_progress = backlog_bytes == 0 || backlog_bytes < backlog_bytes_;
    backlog_bytes_ = backlog_bytes;
    if (made_progress || !no_progress_since_) no_progress_since_ = now;
    return now - *no_progress_since_ >= stuck_max;
}

bool Subscriber::collect(WallTime now, std::size_t backlog_bytes, const Sources& sources, std::string& out,
                         Tally& tally) {
    resolve(sources.values);
    pull(sources, tally);
    if (!end_reason_.empty()) {
        out += "event: auth\ndata: {\"reason\":\"" + end_reason_ + "\"}\n\n";
        return true;
    }
    if (is_stuck(now, backlog_bytes)) return true;
    const bool is_behind = backlog_bytes > 0 && (fresh_count_ > ring_events_max || fresh_bytes_ > ring_bytes_max);
    if (is_behind || queue_.size() > EventLog::events_max) overflow(tally);
    if (must_close_) {
        write_gaps(sources, out);
        return true;
    }
    if (backlog_bytes > 0) return false;
    write_hello(now, sources, out);
    write_gaps(sources, out);
    write_lossless(sources, out);
    write_batch(now, sources, out, tally);
    write_heartbeat(now, out);
    return false;
}

void Subscriber::write_hello(WallTime now, const Sources& sources, std::string& out) {
    if (said_hello_) return;
    said_hello_ = true;
    heartbeat_due_ = now + heartbeat_every;
    out += fmt::format(
        "retry: {}\n\nevent: hello\nid: {}.{}\ndata: {{\"sid\":\"{}\",\"server_time\":{},\"epoch\":{}}}\n\n", retry_ms,
        sources.epoch, told_, sid_, ms_of(now), sources.epoch);
}

void Subscriber::write_gaps(const Sources& sources, std::string& out) {
    for (const Gap& gap : gaps_) {
        const std::string refetch = gap.refetch.empty() ? "null" : "\"" + gap.refetch + "\"";
        out += fmt::format("event: gap\nid: {}.{}\ndata: {{\"t\":\"{}\",\"reason\":\"{}\",\"refetch\":{}}}\n\n",
                           sources.epoch, told_, gap.topic, gap.reason, refetch);
    }
    gaps_.clear();
}

void Subscriber::write_lossless(const Sources& sources, std::string& out) {
    while (!queue_.empty() && out.size() < collect_bytes_max) {
        const LoggedEvent& event = *queue_.front();
        out += "id: " + to_text(EventId{sources.epoch, event.sequence}) + "\n" + event.bytes;
        told_ = event.sequence;
        if (event.sequence > replay_until_) {
            --fresh_count_;
            fresh_bytes_ -= cost_of(event);
        }
        queue_.pop_front();
    }
    if (queue_.empty()) told_ = std::max(told_, scanned_);
}

void Subscriber::write_batch(WallTime now, const Sources& sources, std::string& out, Tally& tally) {
    if (now < batch_due_) return;
    bool is_first = true;
    for (Feed& feed : feeds_) {
        const TopicValues& values = *feed.values;
        if (values.count == feed.seen || now < feed.due) continue;
        if (is_first) {
            out += "event: batch\nid: " + to_text(EventId{sources.epoch, told_}) + "\ndata: {\"u\":[";
        } else {
            out += ',';
        }
        is_first = false;
        std::uint64_t skipped = 0;
        values.append_update(out, feed.seen, skipped);
        // What was there before the client came is no loss to it.
        if (feed.seen > 0) tally.skipped += skipped;
        feed.seen = values.count;
        feed.due = next_due(feed.due, now, std::chrono::nanoseconds{1'000'000'000 / values.row->per_second_max});
        if (out.size() >= collect_bytes_max) break;
    }
    if (is_first) return;
    out += "]}\n\n";
    batch_due_ = next_due(batch_due_, now, batch_every);
}

void Subscriber::write_heartbeat(WallTime now, std::string& out) {
    if (now < heartbeat_due_) return;
    heartbeat_due_ = now + heartbeat_every;
    out += fmt::format(": hb {}\n\n", ms_of(now));
}

}  // namespace spark::stream::detail
