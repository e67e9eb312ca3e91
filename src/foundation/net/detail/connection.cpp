#include "foundation/net/detail/connection.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <iterator>
#include <utility>
#include <variant>

#include "foundation/base/assert.hpp"

namespace spark::net {

namespace {

void hand_in(const Reply::State& state, Made made) {
    // The slot is looked at on the I/O thread only: its timer belongs there.
    boost::asio::post(*state.context, [slot = state.slot, made = std::move(made)]() mutable {
        const auto alive = slot.lock();
        if (!alive || alive->made) return;
        alive->made = std::move(made);
        alive->wake.cancel();
    });
}

}  // namespace

void Reply::operator()(Response response) const { hand_in(*state_, std::move(response)); }
void Reply::operator()(Streaming streaming) const { hand_in(*state_, std::move(streaming)); }

namespace detail {
namespace {

namespace asio = boost::asio;

constexpr std::size_t buffer_bytes_first = 4'096;
constexpr std::size_t chunk_line_bytes_max = 4'096;
/// What a client still sends after a refusal is read, so that the answer is not lost with a reset: no longer than this.
constexpr std::chrono::milliseconds goodbye_wait_max{2'000};
constexpr std::chrono::milliseconds goodbye_wait_in_drain_max{300};
constexpr std::size_t goodbye_bytes_max = 32U << 20U;

/// Whatever a value was made of, it stays on its line (S-059): control characters are left out.
void append_line_part(std::string& out, std::string_view text) {
    const auto is_plain = [](char c) { return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\t'; };
    std::ranges::copy_if(text, std::back_inserter(out), is_plain);
}

template <class Number>
void append_number(std::string& out, Number number) {
    std::array<char, 24> digits;
    const auto done = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    out.append(digits.data(), done.ptr);
}

}  // namespace

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

void write_head(const Response& response, Framing framing, bool keep_alive, std::string& out) {
    out = "HTTP/1.1 ";
    append_number(out, response.status);
    out += ' ';
    out += reason_of(response.status);
    out += "\r\n";
    for (const Header& header : response.headers) {
        append_line_part(out, header.name);
        out += ": ";
        append_line_part(out, header.value);
        out += "\r\n";
    }
    if (has_body(response.status) && framing == Framing::chunks) out += "Transfer-Encoding: chunked\r\n";
    if (has_body(response.status) && framing == Framing::body_length) {
        out += "Content-Length: ";
        append_number(out, response.body.size());
        out += "\r\n";
    }
    out += keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
}

Response Shared::refusal(int status, std::string_view what) {
    Response response = refuser(status, what);
    const auto says_when = [](const Header& header) { return same_name(header.name, "retry-after"); };
    if (status == 503 && std::ranges::none_of(response.headers, says_when)) response.with("Retry-After", "1");
    return response;
}

bool Shared::count_peer(const boost::asio::ip::address& peer) {
    if (limits.connections_per_peer_max == 0 || (limits.is_loopback_exempt && peer.is_loopback())) return true;
    std::size_t& count = peers[peer];
    if (count >= limits.connections_per_peer_max) return false;
    ++count;
    return true;
}

void Shared::forget_peer(const boost::asio::ip::address& peer) {
    const auto found = peers.find(peer);
    if (found != peers.end() && --found->second == 0) peers.erase(found);
}

Connection::Connection(Shared& shared, std::unique_ptr<Stream> stream, Origin origin,
                       std::shared_ptr<asio::io_context> context)
    : shared_(shared),
      stream_(std::move(stream)),
      origin_(std::move(origin)),
      context_(std::move(context)),
      reader_({.header_bytes_max = shared.limits.header_bytes_max,
               .body_bytes_max = shared.limits.body_bytes_max,
               .body_limit = [this](Request& header) { return body_limit(header); }}) {
    shared_.connections.insert(this);
    enter(Part::opening);
}

Connection::~Connection() {
    if (body_) body_->close();
    forget_body();
    shared_.connections.erase(this);
    shared_.forget_peer(origin_.peer);
}

void Connection::enter(Part part) {
    const auto wait_max = [&]() -> std::chrono::milliseconds {
        switch (part) {
            case Part::idle: return shared_.limits.idle_wait_max;
            case Part::opening:
            case Part::header: return shared_.limits.header_wait_max;
            case Part::body: return shared_.limits.body_wait_max;
            case Part::write: return shared_.limits.write_wait_max;
            case Part::goodbye: return shared_.is_draining ? goodbye_wait_in_drain_max : goodbye_wait_max;
            case Part::answer:         // a pending answer has its own clock
            case Part::stream: break;  // as has a body while it is written
        }
        return {};
    };
    part_ = part;
    is_over_ = false;
    const bool has_own_clock = part == Part::answer || part == Part::stream;
    deadline_ = has_own_clock ? Clock::time_point::max() : Clock::now() + wait_max();
}

void Connection::look_at_deadline(Clock::time_point now) {
    if (is_over_ || now < deadline_) return;
    is_over_ = true;
    if (part_ != Part::goodbye) shared_.timeouts.fetch_add(1, std::memory_order_relaxed);
    stream_->cancel();
}

void Connection::drain() {
    if (part_ == Part::idle && !stream_->has_bytes()) stream_->cancel();
    if (body_ && body_ends_at_drain_) body_->finish();
}

void Connection::give_up() {
    is_given_up_ = true;
    stream_->close();
    if (slot_) slot_->wake.cancel();
    if (body_slot_) body_slot_->wake.cancel();
}

void Connection::feed_reader() {
    using State = RequestReader::State;
    if (part_ == Part::idle && has_begun_request()) enter(Part::header);
    while (has_begun_request()) {
        const std::size_t used = reader_.feed(std::string_view(buffer_).substr(begin_, end_ - begin_));
        begin_ += used;
        if (reader_.state() == State::body && part_ == Part::header) {
            enter(Part::body);
            body_deadline_ = deadline_;
        }
        if (used == 0 || reader_.state() == State::complete || reader_.state() == State::refused) return;
    }
}

std::size_t Connection::body_limit(Request& header) const {
    header.listener = origin_.listener;
    header.peer_is_loopback = origin_.peer_is_loopback;
    return shared_.body_limit ? shared_.body_limit(header) : shared_.limits.body_bytes_max;
}

/// Adds what has come of the body to what all connections hold. False: that is too much, or would be with the rest.
bool Connection::count_body() {
    if (reader_.state() != RequestReader::State::body && reader_.state() != RequestReader::State::complete) return true;
    const std::size_t bytes = reader_.body_bytes();
    const std::size_t of_others =
        shared_.bodies_bytes.fetch_add(bytes - body_bytes_counted_, std::memory_order_relaxed) - body_bytes_counted_;
    body_bytes_counted_ = bytes;
    if (part_ == Part::body) {
        const auto rate = std::max<std::size_t>(shared_.limits.body_bytes_a_second_least, 1);
        deadline_ = body_deadline_ + std::chrono::milliseconds(bytes * 1'000 / rate);
    }
    return of_others + std::max(bytes, reader_.body_bytes_announced()) <= shared_.limits.bodies_bytes_max;
}

void Connection::forget_body() {
    shared_.bodies_bytes.fetch_sub(std::exchange(body_bytes_counted_, 0), std::memory_order_relaxed);
}

/// False when what is there fills the largest buffer: one header or chunk line is longer than any allowed one.
bool Connection::make_room() {
    if (begin_ == end_) begin_ = end_ = 0;
    if (end_ < buffer_.size()) return true;
    if (begin_ > 0) {
        buffer_.erase(0, begin_);
        end_ -= begin_;
        begin_ = 0;
        buffer_.resize(buffer_.capacity());
        return true;
    }
    const std::size_t most = shared_.limits.header_bytes_max + chunk_line_bytes_max;
    if (buffer_.size() >= most) return false;
    buffer_.resize(buffer_.empty() ? std::min(buffer_bytes_first, most) : std::min(buffer_.size() * 2, most));
    return true;
}

asio::awaitable<bool> Connection::read_request() {
    using State = RequestReader::State;
    bool has_continued = false;
    enter(Part::idle);
    while (true) {
        feed_reader();
        if (!count_body()) {
            co_await refuse(503, "the server holds as much of other bodies as it may");
            co_return false;
        }
        if (reader_.state() == State::complete) co_return true;
        if (reader_.state() == State::refused) {
            co_await refuse(reader_.refusal().status, std::string(reader_.refusal().what));
            co_return false;
        }
        if (part_ == Part::body && reader_.expects_continue() && !has_continued) {
            has_continued = true;
            constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            if (!co_await stream_->write(go_on, std::string_view())) co_return false;
        }
        const bool is_idle = part_ == Part::idle && !has_begun_request();
        if (shared_.is_draining && is_idle && !stream_->has_bytes()) co_return false;
        if (is_idle) {
            buffer_ = {};
            head_ = {};
            begin_ = end_ = 0;
            co_await stream_->wait_readable();
            if (is_over_ || is_given_up_) co_return false;
            if (shared_.is_draining && !stream_->has_bytes()) co_return false;
        }
        if (!make_room()) {
            co_await refuse(400, "a chunk of the body is malformed");
            co_return false;
        }
        const std::size_t count = co_await stream_->read_some(std::span(buffer_).subspan(end_));
        end_ += count;
        if (count > 0 && !is_over_) continue;
        if (is_over_ && part_ != Part::idle) co_await refuse(408, "the request did not come whole in time");
        co_return false;
    }
}

asio::awaitable<Made> Connection::answer(Request request) {
    enter(Part::answer);
    Answer made = shared_.handler(std::move(request));
    if (Response* const response = std::get_if<Response>(&made)) co_return std::move(*response);
    if (Streaming* const streaming = std::get_if<Streaming>(&made)) co_return std::move(*streaming);
    Pending& pending = std::get<Pending>(made);
    slot_ = std::make_shared<PendingSlot>(context_->get_executor());
    slot_->wake.expires_after(pending.wait_max);
    auto state = std::make_shared<Reply::State>();
    state->context = context_;
    state->slot = slot_;
    Reply reply(std::move(state));
    pending.begin(std::move(reply));
    co_await slot_->wake.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto slot = std::exchange(slot_, nullptr);
    co_return slot->made ? std::move(*slot->made) : Made(std::move(pending.late));
}

asio::awaitable<bool> Connection::send(Response response, bool without_body, bool keep_alive) {
    enter(Part::write);
    write_head(response, Framing::body_length, keep_alive, head_);
    const bool with_body = has_body(response.status) && !without_body;
    const std::string_view body = with_body ? std::string_view(response.body) : std::string_view();
    co_return co_await stream_->write(head_, body);
}

asio::awaitable<void> Connection::refuse(int status, std::string what) {
    Response response = shared_.refusal(status, what);
    const bool is_sent = co_await send(std::move(response), false, false);
    if (is_sent) co_await say_goodbye();
}

asio::awaitable<void> Connection::say_goodbye() {
    enter(Part::goodbye);
    stream_->finish_writing();
    if (buffer_.empty()) buffer_.resize(buffer_bytes_first);
    std::size_t thrown_away = 0;
    while (thrown_away < goodbye_bytes_max && !is_over_) {
        const std::size_t count = co_await stream_->read_some(std::span(buffer_));
        if (count == 0) break;
        thrown_away += count;
    }
}

asio::awaitable<void> Connection::run() {
    const bool is_open = co_await stream_->open();
    while (is_open && !is_over_ && !is_given_up_) {
        if (!co_await read_request()) break;
        const bool asks_to_stay = reader_.keeps_alive();
        Request request = reader_.take();
        request.listener = origin_.listener;
        request.peer_is_loopback = origin_.peer_is_loopback;
        const bool without_body = request.method == "HEAD";
        Made made = co_await answer(std::move(request));
        forget_body();
        if (is_given_up_) break;
        const bool more_has_come = has_begun_request() || stream_->has_bytes();
        bool keep_alive = asks_to_stay && (!shared_.is_draining || more_has_come);
        bool is_sent = false;
        if (Response* const response = std::get_if<Response>(&made)) {
            is_sent = co_await send(std::move(*response), without_body, keep_alive);
        } else {
            Streaming& streaming = std::get<Streaming>(made);
            const Framing framing = framing_of(streaming, reader_.knows_chunks());
            keep_alive = keep_alive && framing != Framing::connection_end;
            is_sent = co_await send_stream(std::move(streaming), framing, without_body, keep_alive);
        }
        if (is_sent && !keep_alive) co_await say_goodbye();
        if (!is_sent || !keep_alive) break;
    }
    stream_->close();
}

}  // namespace detail
}  // namespace spark::net
