#include "foundation/net/client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "foundation/net/detail/body_reader.hpp"
#include "foundation/net/detail/client_socket.hpp"

namespace spark::net {
namespace {

namespace http = boost::beast::http;
constexpr std::size_t read_bytes = 64U << 10U;

bool is_one_line(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos; }

bool is_safe_to_repeat(std::string_view method) { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }

bool is_whole_token(std::string_view text) {
    const auto is_token = [](char c) {
        return c > ' ' && c < 0x7f && std::string_view("\"(),/:;<=>?@[\\]{}").find(c) == std::string_view::npos;
    };
    return !text.empty() && std::ranges::all_of(text, is_token);
}

Result<std::string> written(const Url& origin, const Request& request) {
    const std::string& target = request.target.empty() ? origin.target : request.target;
    const auto is_plain = [](char c) { return c > 0x20 && c != 0x7f; };
    if (!is_whole_token(request.method) || !std::ranges::all_of(target, is_plain))
        return fail(Fault::invalid_input, "the method or the target of a request is malformed");
    std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", request.method, target, origin.authority());
    for (const Header& header : request.headers) {
        if (!is_whole_token(header.name) || !is_one_line(header.value))
            return fail(Fault::invalid_input, fmt::format("the header {} is not one line", header.name));
        text += fmt::format("{}: {}\r\n", header.name, header.value);
    }
    if (!request.body.empty() || !is_safe_to_repeat(request.method))
        text += fmt::format("Content-Length: {}\r\n", request.body.size());
    text += "\r\n";
    return text;
}

/// An answer's head, and what of the body came with it.
struct Begun {
    Response head;
    bool keeps_alive = false;
};

}  // namespace

struct Session::Parts {
    Url origin;
    ClientOptions options;
    detail::TlsContext tls{};
    std::unique_ptr<detail::ClientSocket> socket{};
    std::vector<char> room = std::vector<char>(read_bytes);
    std::string buffer{};     ///< Read and not taken yet.
    bool has_answer = false;  ///< The first byte of the answer has come.

    Result<void> connect(const detail::ClientSocket::Patience& patience);
    Result<Begun> ask(const std::string& head, const Request& request, const detail::ClientSocket::Patience& patience);
    Result<Begun> read_head(const detail::ClientSocket::Patience& patience);
    Result<void> read_body(const Begun& begun, const Request& request, const detail::ClientSocket::Patience& patience,
                           const std::function<Result<bool>(std::string_view)>& take);
    Result<Response> exchange(const Request& request, Deadline deadline,
                              const std::function<Result<bool>(const Response&, std::string_view)>& take);
};

Result<void> Session::Parts::connect(const detail::ClientSocket::Patience& patience) {
    if (origin.is_https && !tls) {
        SPARK_TRY(tls, detail::make_client_context(options.authorities_file));
    }
    SPARK_TRY(socket, detail::ClientSocket::connect(origin, tls, patience));
    return {};
}

/// The head of the answer that follows those of status 1xx.
Result<Begun> Session::Parts::read_head(const detail::ClientSocket::Patience& patience) {
    while (true) {
        std::size_t end = 0;
        while ((end = buffer.find("\r\n\r\n")) == buffer.npos) {
            if (!buffer.empty() && !std::string_view("HTTP/").starts_with(std::string_view(buffer).substr(0, 5)))
                return fail(Fault::corrupt, "the answer is no HTTP");
            if (buffer.size() > options.header_bytes_max)
                return fail(Fault::exhausted, "the answer's header is longer than allowed");
            SPARK_TRY(const std::size_t count, socket->read(room, patience));
            if (count == 0) return fail(Fault::unavailable, "the connection ended before an answer");
            has_answer = true;
            buffer.append(room.data(), count);
        }
        http::response_parser<http::empty_body> parser;
        parser.eager(false);
        parser.skip(true);
        parser.header_limit(static_cast<std::uint32_t>(options.header_bytes_max + 4));
        parser.body_limit(boost::none);
        boost::system::error_code error;
        parser.put(boost::asio::const_buffer(buffer.data(), end + 4), error);
        if (error == http::error::header_limit)
            return fail(Fault::exhausted, "the answer's header is longer than allowed");
        if ((error && error != http::error::need_more) || !parser.is_header_done())
            return fail(Fault::corrupt, "the answer is no HTTP");
        buffer.erase(0, end + 4);
        Begun begun{.head = {.status = static_cast<int>(parser.get().result_int()), .headers = {}, .body = {}},
                    .keeps_alive = parser.get().keep_alive()};
        for (const auto& field : parser.get())
            begun.head.headers.push_back({std::string(field.name_string()), std::string(field.value())});
        if (begun.head.status == 101) return fail(Fault::corrupt, "the answer changes the protocol unasked");
        if (begun.head.status >= 200) return begun;
    }
}

Result<Begun> Session::Parts::ask(const std::string& head, const Request& request,
                                  const detail::ClientSocket::Patience& patience) {
    has_answer = false;
    buffer.clear();
    auto is_written = socket->write(head, patience);
    if (is_written) is_written = socket->write(request.body, patience);
    // A server that refuses a body before it has read it has answered all the same.
    auto begun = read_head(patience);
    if (!begun && !is_written) return fail(std::move(is_written).error());
    return begun;
}

Result<void> Session::Parts::read_body(const Begun& begun, const Request& request,
                                       const detail::ClientSocket::Patience& patience,
                                       const std::function<Result<bool>(std::string_view)>& take) {
    SPARK_TRY(detail::BodyReader reader, detail::BodyReader::open(begun.head, request.method));
    std::string piece;
    while (true) {
        std::string_view rest = buffer;
        piece.clear();
        SPARK_TRY(reader.feed(rest, piece));
        buffer.erase(0, buffer.size() - rest.size());
        if (!piece.empty()) {
            SPARK_TRY(const bool goes_on, take(piece));
            if (!goes_on) {
                socket.reset();
                return {};
            }
        }
        if (reader.is_complete()) break;
        SPARK_TRY(const std::size_t count, socket->read(room, patience));
        if (count == 0 && reader.is_whole_at_end()) break;
        if (count == 0) return fail(Fault::unavailable, "the answer broke off");
        buffer.append(room.data(), count);
    }
    if (!begun.keeps_alive || !reader.leaves_connection() || !buffer.empty()) socket.reset();
    return {};
}

Result<Response> Session::Parts::exchange(const Request& request, Deadline deadline,
                                          const std::function<Result<bool>(const Response&, std::string_view)>& take) {
    SPARK_TRY(const std::string head, written(origin, request));
    const detail::ClientSocket::Patience patience{.deadline = deadline, .is_stop_wanted = options.is_stop_wanted};
    if (socket && !socket->is_idle()) socket.reset();
    const bool is_kept = socket != nullptr;
    if (!socket) {
        SPARK_TRY(connect(patience));
    }
    auto begun = ask(head, request, patience);
    const bool was_idle_too_long = is_kept && !has_answer && std::chrono::steady_clock::now() < deadline;
    if (!begun && was_idle_too_long && is_safe_to_repeat(request.method)) {
        SPARK_TRY(connect(patience));
        begun = ask(head, request, patience);
    }
    Result<void> is_read;
    if (begun)
        is_read =
            read_body(*begun, request, patience, [&](std::string_view piece) { return take(begun->head, piece); });
    if (begun && is_read) return std::move(begun->head);
    socket.reset();
    Error error = begun ? std::move(is_read).error() : std::move(begun).error();
    if (error.fault == Fault::unavailable && !is_safe_to_repeat(request.method)) {
        error.fault = Fault::outcome_unknown;
        error.message = "sent, and no whole answer: " + error.message;
    }
    return fail(std::move(error));
}

Session::Session(Url origin, ClientOptions options)
    : parts_(std::make_unique<Parts>(Parts{.origin = std::move(origin), .options = std::move(options)})) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Result<Response> Session::fetch(const Request& request, Deadline deadline) {
    std::string body;
    const std::size_t body_bytes_max = parts_->options.body_bytes_max;
    auto response = parts_->exchange(request, deadline, [&](const Response&, std::string_view piece) -> Result<bool> {
        if (piece.size() > body_bytes_max - body.size())
            return fail(Fault::exhausted,
                        fmt::format("the answer is longer than the {} bytes allowed", body_bytes_max));
        body += piece;
        return true;
    });
    if (response) response->body = std::move(body);
    return response;
}

Result<Response> Session::stream(const Request& request, Deadline deadline, const OnPiece& on_piece) {
    return parts_->exchange(request, deadline, [&](const Response& head, std::string_view piece) -> Result<bool> {
        return on_piece(head, piece);
    });
}

Result<Response> fetch(const Url& url, const Request& request, Deadline deadline, const ClientOptions& options) {
    return Session(url, options).fetch(request, deadline);
}

}  // namespace spark::net
