#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace spark::net {

/// A body written as it comes (server-sent events, ndjson, files). Any thread; cheap to copy; may outlive the server.
/// When its last copy goes and nobody has said finish(), the body is aborted: no connection waits for nobody.
class BodyWriter {
  public:
    struct State;
    explicit BodyWriter(std::shared_ptr<State> state) : state_(std::move(state)) {}

    /// Hands the bytes in and returns at once; pieces that wait together go out as one chunk. False, and the bytes are
    /// dropped: the connection is gone, or the body is finished. Nothing bounds the backlog but its owner: look at it.
    bool write(std::string bytes) const;
    /// Handed in and not yet taken by the socket.
    std::size_t backlog_bytes() const;
    bool is_open() const;
    /// Ends the body well, once the backlog is out: the last chunk, and the connection goes on.
    void finish() const;
    /// Breaks the connection (a reset, nothing more is sent), so that nobody takes what came for the whole.
    void abort() const;

  private:
    std::shared_ptr<State> state_;
};

}  // namespace spark::net
