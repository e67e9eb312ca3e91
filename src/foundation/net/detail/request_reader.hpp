#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "foundation/net/message.hpp"

namespace spark::net::detail {

struct ReaderLimits {
    std::size_t header_bytes_max = 16U << 10U;
    std::size_t body_bytes_max = 4U << 20U;
    /// Asked once a header that announces a body is read, in place of body_bytes_max; may fill the header in. May be
    /// empty.
    std::function<std::size_t(Request&)> body_limit{};
};

/// Why a request cannot be read; the connection cannot go on after it.
struct Refusal {
    int status = 400;
    std::string_view what;  ///< Text that lives as long as the process.
};

/// Takes the framing off a stream of requests, bytes in, requests out; waits for nothing. Stricter than the parser
/// beneath it wherever two readers could disagree about where a request ends (request smuggling).
class RequestReader {
  public:
    enum class State : std::uint8_t { header, body, complete, refused };

    explicit RequestReader(ReaderLimits limits);
    RequestReader(RequestReader&&) noexcept;
    RequestReader& operator=(RequestReader&&) noexcept;
    ~RequestReader();

    /// Takes what it can of the bytes and says how many; the rest is to be given again, with more behind it.
    std::size_t feed(std::string_view bytes);

    State state() const { return state_; }
    /// The client waits for a `100 Continue` before it sends the body. Known once the header is read.
    bool expects_continue() const { return expects_continue_; }
    bool keeps_alive() const { return keeps_alive_; }    ///< What the request asks for; known when complete.
    bool knows_chunks() const { return knows_chunks_; }  ///< HTTP/1.1 or newer; known once the header is read.
    std::size_t body_bytes() const;                      ///< Of the body, so far.
    std::size_t body_bytes_announced() const;            ///< Its Content-Length; 0 without one.
    const Refusal& refusal() const { return refusal_; }

    /// The complete request; the reader is ready for the next one. Precondition (asserted): complete.
    Request take();

  private:
    struct Parser;
    void refuse(int status, std::string_view what);
    bool has_whole_header(std::string_view bytes);
    void check_header();

    ReaderLimits limits_;
    std::unique_ptr<Parser> parser_;
    State state_ = State::header;
    Request request_;          ///< Its header, once that is checked.
    std::size_t scanned_ = 0;  ///< Bytes of this header looked at.
    bool is_chunked_ = false;
    bool expects_continue_ = false;
    bool keeps_alive_ = false;
    bool knows_chunks_ = false;
    Refusal refusal_{};
};

}  // namespace spark::net::detail
