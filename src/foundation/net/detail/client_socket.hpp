#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/net/client.hpp"
#include "foundation/net/detail/tls_end.hpp"

namespace spark::net::detail {

/// A connected socket, with or without TLS, that waits no longer than it is told to. One thread.
class ClientSocket {
  public:
    /// How long to wait, and who may say to wait no longer.
    struct Patience {
        Deadline deadline;
        const std::function<bool()>& is_stop_wanted;
    };

    /// Tries the host's addresses one after another. Looking the name up has the resolver's own deadline.
    /// `tls`: null for plain text. Errors: unavailable; denied when the certificate is not believed.
    static Result<std::unique_ptr<ClientSocket>> connect(const Url& url, const TlsContext& tls,
                                                         const Patience& patience);
    ClientSocket(const ClientSocket&) = delete;
    ClientSocket& operator=(const ClientSocket&) = delete;
    ~ClientSocket();

    /// All of the bytes. Errors: unavailable.
    Result<void> write(std::string_view bytes, const Patience& patience);
    /// At least one byte; 0 when the peer has ended well. Errors: unavailable when it broke or took too long.
    Result<std::size_t> read(std::span<char> room, const Patience& patience);
    /// Nothing has come and the peer has not ended: the next request may be sent here.
    bool is_idle();

  private:
    explicit ClientSocket(int descriptor) : descriptor_(descriptor) {}
    Result<void> wait(short events, const Patience& patience) const;
    Result<void> shake_hands(const Url& url, const TlsContext& tls, const Patience& patience);

    int descriptor_;
    std::optional<TlsEnd> tls_;
};

}  // namespace spark::net::detail
