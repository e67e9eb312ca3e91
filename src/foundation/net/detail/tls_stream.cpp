#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <string>
#include <utility>

#include "foundation/net/detail/stream.hpp"
#include "foundation/net/detail/tls_end.hpp"

namespace spark::net::detail {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto awaited = asio::as_tuple(asio::use_awaitable);

/// What fits here goes out in one record, header and body together.
constexpr std::size_t record_bytes_max = 16U << 10U;

class TlsStream final : public Stream {
  public:
    TlsStream(tcp::socket socket, TlsContext context)
        : socket_(std::move(socket)), tls_(std::move(context), socket_.native_handle(), true) {
        boost::system::error_code slower_only;
        socket_.set_option(tcp::no_delay(true), slower_only);
    }

    asio::awaitable<bool> open() override {
        while (true) {
            const TlsEnd::Step step = tls_.handshake();
            if (step == TlsEnd::Step::done) co_return true;
            const bool goes_on = co_await wait_for(step);
            if (!goes_on) co_return false;
        }
    }

    asio::awaitable<std::size_t> read_some(std::span<char> room) override {
        while (true) {
            const auto [step, count] = tls_.read(room);
            if (step == TlsEnd::Step::done) co_return count;
            const bool goes_on = co_await wait_for(step);
            if (!goes_on) co_return 0;
        }
    }

    asio::awaitable<void> wait_readable() override {
        if (!tls_.has_bytes()) co_await socket_.async_wait(tcp::socket::wait_read, awaited);
    }

    asio::awaitable<std::size_t> write_some(std::string_view bytes) override {
        while (true) {
            const auto [step, count] = tls_.write(bytes);
            if (step == TlsEnd::Step::done) co_return count;
            const bool goes_on = co_await wait_for(step);
            if (!goes_on) co_return 0;
        }
    }

    asio::awaitable<bool> write(std::string_view head, std::string_view body) override {
        std::string joined;
        if (!body.empty() && head.size() + body.size() <= record_bytes_max) {
            joined.append(head).append(body);
            head = joined;
            body = {};
        }
        for (std::string_view rest : {head, body}) {
            while (!rest.empty()) {
                const std::size_t count = co_await write_some(rest);
                if (count == 0) co_return false;
                rest.remove_prefix(count);
            }
        }
        co_return true;
    }

    void on_readable(std::function<void()> told) override {
        if (tls_.has_bytes()) return asio::post(socket_.get_executor(), std::move(told));
        socket_.async_wait(tcp::socket::wait_read,
                           [told = std::move(told)](const boost::system::error_code&) { told(); });
    }
    bool has_ended() override { return tls_.has_ended(); }
    bool has_bytes() override {
        boost::system::error_code error;
        return tls_.has_bytes() || (socket_.available(error) > 0 && !error);
    }

    // What these report cannot be acted on: the connection is given up.
    void cancel() override {
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }
    void finish_writing() override {
        boost::system::error_code ignored;
        tls_.shut_down();
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
    }
    void close() override {
        boost::system::error_code ignored;
        if (!socket_.is_open()) return;
        tls_.shut_down();
        socket_.close(ignored);
    }
    void reset() override {
        boost::system::error_code ignored;
        socket_.set_option(asio::socket_base::linger(true, 0), ignored);
        socket_.close(ignored);
    }

  private:
    asio::awaitable<bool> wait_for(TlsEnd::Step step) {
        if (step != TlsEnd::Step::wait_read && step != TlsEnd::Step::wait_write) co_return false;
        const auto [error] = co_await socket_.async_wait(
            step == TlsEnd::Step::wait_read ? tcp::socket::wait_read : tcp::socket::wait_write, awaited);
        co_return !error && socket_.is_open();
    }

    tcp::socket socket_;
    TlsEnd tls_;
};

}  // namespace

std::unique_ptr<Stream> make_tls_stream(tcp::socket socket, TlsContext context) {
    return std::make_unique<TlsStream>(std::move(socket), std::move(context));
}

}  // namespace spark::net::detail
