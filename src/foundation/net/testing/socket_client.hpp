#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/base/assert.hpp"

namespace spark::net::testing {

/// A client that sends the very bytes it is told to: what a well-behaved library would not.
class SocketClient {
  public:
    explicit SocketClient(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
        SPARK_ASSERT(descriptor_ >= 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        is_connected_ = ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    }
    SocketClient(SocketClient&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), is_connected_(other.is_connected_) {}
    SocketClient& operator=(SocketClient&&) = delete;
    ~SocketClient() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    int descriptor() const { return descriptor_; }
    /// Reading has ended with an error, not with the other end's good end.
    bool is_broken() const { return is_broken_; }
    bool is_connected() const { return is_connected_; }

    /// False when the other end has closed.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    void finish_sending() { ::shutdown(descriptor_, SHUT_WR); }

    /// Bytes until the other end closes, or nothing came for `wait_ms`.
    std::string read_all(int wait_ms = 3'000) {
        while (read_once(wait_ms)) continue;
        return std::exchange(text_, {});
    }

    /// What has come when it holds this text, or nothing came for `wait_ms`; it stays where it is.
    const std::string& read_until(std::string_view wanted, int wait_ms = 3'000) {
        std::size_t looked_at = 0;
        while (text_.find(wanted, looked_at) == std::string::npos) {
            looked_at = text_.size() < wanted.size() ? 0 : text_.size() - wanted.size() + 1;
            if (!read_once(wait_ms)) break;
        }
        return text_;
    }

    /// One answer with a chunked body, head and chunks; what came of it when there is no whole one.
    std::string read_chunked_answer(int wait_ms = 3'000) {
        constexpr std::string_view last = "\r\n0\r\n\r\n";
        read_until(last, wait_ms);
        const std::size_t end = text_.find(last);
        if (end == std::string::npos) return std::exchange(text_, {});
        std::string answer = text_.substr(0, end + last.size());
        text_.erase(0, end + last.size());
        return answer;
    }

    /// One answer with a Content-Length, head and body; what came of it when there is no whole one.
    std::string read_answer(int wait_ms = 3'000) {
        while (true) {
            const std::size_t end = answer_size();
            if (end != 0) {
                std::string answer = text_.substr(0, end);
                text_.erase(0, end);
                return answer;
            }
            if (!read_once(wait_ms)) return std::exchange(text_, {});
        }
    }

  private:
    bool read_once(int wait_ms) {
        pollfd waited{.fd = descriptor_, .events = POLLIN, .revents = 0};
        if (::poll(&waited, 1, wait_ms) != 1) return false;
        char bytes[65536];
        const auto count = ::recv(descriptor_, bytes, sizeof(bytes), 0);
        if (count < 0) is_broken_ = true;
        if (count <= 0) return false;
        text_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    std::size_t answer_size() const {
        const std::size_t head = text_.find("\r\n\r\n");
        if (head == std::string::npos) return 0;
        const std::size_t length = text_.find("Content-Length: ");
        if (length == std::string::npos || length > head) return head + 4;
        std::size_t size = 0;
        for (std::size_t at = length + 16; text_[at] != '\r'; ++at)
            size = size * 10 + static_cast<std::size_t>(text_[at] - '0');
        return text_.size() >= head + 4 + size ? head + 4 + size : 0;
    }

    int descriptor_;
    bool is_connected_ = false;
    bool is_broken_ = false;
    std::string text_;
};

/// The body of a chunked answer; what follows a broken chunk is left out.
inline std::string unchunked(std::string_view answer) {
    std::string body;
    std::size_t at = answer.find("\r\n\r\n");
    if (at == answer.npos) return body;
    at += 4;
    while (at < answer.size()) {
        std::size_t size = 0;
        const auto read = std::from_chars(answer.data() + at, answer.data() + answer.size(), size, 16);
        const auto begin = static_cast<std::size_t>(read.ptr - answer.data()) + 2;
        if (read.ec != std::errc() || size == 0 || begin + size > answer.size()) break;
        body += answer.substr(begin, size);
        at = begin + size + 2;
    }
    return body;
}

}  // namespace spark::net::testing
