#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <optional>
#include <utility>

#include "foundation/base/assert.hpp"
#include "foundation/net/detail/connection.hpp"

namespace spark::net::detail {
namespace {

namespace asio = boost::asio;

constexpr std::string_view last_chunk = "0\r\n\r\n";

/// The length the head gives; nothing when that is no number, which is then broken off at the first byte.
std::optional<std::size_t> given_length(const Response& head) {
    const auto found =
        std::ranges::find_if(head.headers, [](const Header& one) { return same_name(one.name, "content-length"); });
    if (found == head.headers.end()) return std::nullopt;
    std::size_t length = 0;
    const char* const end = found->value.data() + found->value.size();
    const auto read = std::from_chars(found->value.data(), end, length);
    SPARK_ASSERT(read.ec == std::errc() && read.ptr == end);
    return length;
}

/// Writes the chunk's line into the room before the bytes, and what belongs behind them; says where the chunk begins.
std::size_t frame_as_chunk(BodyCore::Batch& batch) {
    const std::size_t payload = batch.payload();
    std::size_t begin = 0;
    if (payload > 0) {
        std::array<char, BodyCore::Batch::room_before> digits;
        const auto done = std::to_chars(digits.data(), digits.data() + digits.size() - 2, payload, 16);
        const auto count = static_cast<std::size_t>(done.ptr - digits.data());
        begin = BodyCore::Batch::room_before - 2 - count;
        std::copy_n(digits.data(), count, batch.bytes.data() + begin);
        batch.bytes[BodyCore::Batch::room_before - 2] = '\r';
        batch.bytes[BodyCore::Batch::room_before - 1] = '\n';
        batch.bytes += "\r\n";
    }
    if (batch.end == BodyCore::End::finished) batch.bytes += last_chunk;
    return begin;
}

}  // namespace

Framing framing_of(const Streaming& streaming, bool knows_chunks) {
    if (given_length(streaming.head)) return Framing::given_length;
    return knows_chunks ? Framing::chunks : Framing::connection_end;
}

void Connection::watch_peer() {
    stream_->on_readable([this, weak = std::weak_ptr(body_slot_)] {
        const auto slot = weak.lock();  // gone with the connection, or with the body
        if (!slot) return;
        if (!stream_->has_ended()) {
            if (!stream_->has_bytes()) watch_peer();
            return;  // the next request has come: it waits in the socket, and a client that goes is seen by its writer
        }
        slot->is_peer_gone = true;
        stream_->cancel();
        slot->wake.cancel();
    });
}

asio::awaitable<bool> Connection::write_batch(std::string_view bytes, std::size_t payload,
                                              std::chrono::milliseconds stall_max) {
    while (!bytes.empty()) {
        deadline_ = Clock::now() + stall_max;
        const std::size_t count = co_await stream_->write_some(bytes);
        if (count == 0) co_return false;
        bytes.remove_prefix(count);
        const std::size_t taken = bytes.empty() ? payload : std::min(payload, count);
        payload -= taken;
        body_->count_taken(taken);
    }
    deadline_ = Clock::time_point::max();
    co_return true;
}

/// True when the whole body is out.
asio::awaitable<bool> Connection::write_stream(const Streaming& streaming, Framing framing) {
    std::optional<std::size_t> left = given_length(streaming.head);
    while (!is_given_up_ && !is_over_ && !body_slot_->is_peer_gone) {
        BodyCore::Batch batch = body_->take();
        if (batch.end == BodyCore::End::aborted) co_return false;
        const std::size_t payload = batch.payload();
        if (left && payload > *left) co_return false;
        if (left) *left -= payload;
        std::size_t begin = payload > 0 ? BodyCore::Batch::room_before : 0;
        if (framing == Framing::chunks) begin = frame_as_chunk(batch);
        const auto bytes = std::string_view(batch.bytes).substr(begin);
        const bool is_written = co_await write_batch(bytes, payload, streaming.stall_max);
        if (!is_written) co_return false;
        if (batch.end == BodyCore::End::finished) co_return !left || *left == 0;
        if (payload > 0) {
            if (streaming.drained && body_->backlog_bytes() == 0) streaming.drained();
            continue;  // more may have come meanwhile
        }
        co_await body_slot_->wake.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    co_return false;
}

asio::awaitable<bool> Connection::send_stream(Streaming streaming, Framing framing, bool without_body,
                                              bool keep_alive) {
    enter(Part::write);
    write_head(streaming.head, framing, keep_alive, head_);
    if (!co_await stream_->write(head_, std::string_view())) co_return false;
    if (without_body || !has_body(streaming.head.status)) co_return true;
    enter(Part::stream);
    if (begin_ == end_) {
        buffer_ = {};  // a stream may stay for days
        begin_ = end_ = 0;
    }
    body_slot_ = std::make_shared<BodySlot>(context_->get_executor());
    body_ = std::make_shared<BodyCore>(context_, body_slot_);
    body_ends_at_drain_ = streaming.ends_at_drain;
    watch_peer();
    BodyWriter writer(std::make_shared<BodyWriter::State>(body_));
    streaming.begin(std::move(writer));
    if (shared_.is_draining && body_ends_at_drain_) body_->finish();
    const bool is_whole = co_await write_stream(streaming, framing);
    body_->close();
    const bool is_gone = is_given_up_ || body_slot_->is_peer_gone;
    body_slot_ = nullptr;
    body_ = nullptr;
    if (streaming.drained) streaming.drained();
    if (!is_whole && !is_gone) stream_->reset();
    if (is_whole) stream_->cancel();  // the watch; the next request is waited for anew
    co_return is_whole;
}

}  // namespace spark::net::detail
