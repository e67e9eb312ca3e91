#include <sys/socket.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <utility>

#include "foundation/net/detail/stream.hpp"

namespace spark::net::detail {
namespace {

namespace asio = boost::asio;
constexpr auto awaited = asio::as_tuple(asio::use_awaitable);

class TcpStream final : public Stream {
  public:
    explicit TcpStream(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {
        boost::system::error_code slower_only;
        socket_.set_option(asio::ip::tcp::no_delay(true), slower_only);
    }

    asio::awaitable<bool> open() override { co_return true; }

    asio::awaitable<std::size_t> read_some(std::span<char> room) override {
        const asio::mutable_buffer buffer(room.data(), room.size());
        const auto [error, count] = co_await socket_.async_read_some(buffer, awaited);
        co_return error ? 0 : count;
    }

    asio::awaitable<void> wait_readable() override {
        co_await socket_.async_wait(asio::socket_base::wait_read, awaited);
    }

    asio::awaitable<bool> write(std::string_view head, std::string_view body) override {
        const std::array<asio::const_buffer, 2> buffers{asio::const_buffer(head.data(), head.size()),
                                                        asio::const_buffer(body.data(), body.size())};
        const auto [error, count] = co_await asio::async_write(socket_, buffers, awaited);
        co_return !error && count == head.size() + body.size();
    }

    asio::awaitable<std::size_t> write_some(std::string_view bytes) override {
        const auto [error, count] =
            co_await socket_.async_write_some(asio::const_buffer(bytes.data(), bytes.size()), awaited);
        co_return error ? 0 : count;
    }

    void on_readable(std::function<void()> told) override {
        socket_.async_wait(asio::socket_base::wait_read,
                           [told = std::move(told)](const boost::system::error_code&) { told(); });
    }

    bool has_ended() override {
        char byte = 0;
        const auto count = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
    }

    bool has_bytes() override {
        boost::system::error_code error;
        return socket_.available(error) > 0 && !error;
    }

    // What these report cannot be acted on: the connection is given up.
    void cancel() override {
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }
    void finish_writing() override {
        boost::system::error_code ignored;
        socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    }
    void close() override {
        boost::system::error_code ignored;
        socket_.close(ignored);
    }
    void reset() override {
        boost::system::error_code ignored;
        socket_.set_option(asio::socket_base::linger(true, 0), ignored);
        socket_.close(ignored);
    }

  private:
    asio::ip::tcp::socket socket_;
};

}  // namespace

std::unique_ptr<Stream> make_tcp_stream(asio::ip::tcp::socket socket) {
    return std::make_unique<TcpStream>(std::move(socket));
}

}  // namespace spark::net::detail
