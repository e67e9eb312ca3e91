#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "foundation/base/result.hpp"

struct ssl_st;
struct ssl_ctx_st;

namespace spark::net::detail {

/// Certificates and rules that many connections share. TLS 1.2 and 1.3 only.
using TlsContext = std::shared_ptr<ssl_ctx_st>;

/// Trusts the authorities of this file (PEM), or the system's where the name is empty.
/// Errors: invalid_input when the file holds no certificates.
Result<TlsContext> make_client_context(const std::string& authorities_file);

/// Shows this certificate chain. Errors: not_found; denied when the key file may be read by others than its owner, or
/// is not this user's or root's; invalid_input when a file is no PEM or the two do not belong together.
Result<TlsContext> make_server_context(const std::string& certificate_file, const std::string& key_file);

/// One side of TLS over a connected socket it does not own. Never waits: says what to wait for instead.
class TlsEnd {
  public:
    enum class Step : std::uint8_t { done, wait_read, wait_write, ended, broken };
    struct Moved {
        Step step = Step::broken;
        std::size_t count = 0;
    };

    TlsEnd(TlsContext context, int descriptor, bool is_server);
    TlsEnd(const TlsEnd&) = delete;
    TlsEnd& operator=(const TlsEnd&) = delete;
    ~TlsEnd();

    /// A client's: the peer must show a certificate for this name or IP address.
    void expect_host(const std::string& host);
    Step handshake();
    /// Why the handshake was given up, in a few words.
    const std::string& problem() const { return problem_; }
    /// It was the peer's certificate.
    bool has_distrust() const;
    Moved read(std::span<char> room);
    Moved write(std::string_view bytes);
    /// Tells the peer that nothing more comes; does not wait for its answer.
    void shut_down();
    /// Bytes are here, taken off the socket already.
    bool has_bytes() const;
    /// The peer has said its good end, or the connection is broken.
    bool has_ended();

  private:
    Step step_of(int outcome);
    TlsContext context_;
    struct Free {
        void operator()(ssl_st* ssl) const;
    };
    std::unique_ptr<ssl_st, Free> ssl_;
    std::string problem_;
};

}  // namespace spark::net::detail
