#pragma once

#include <nats/nats.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "adapters/bus/bus.hpp"
#include "adapters/bus/detail/nats_library.hpp"
#include "foundation/base/result.hpp"

namespace spark::bus::detail {

/// What libnats' own threads tell us. Lives until the library has said that it is done with the connection.
struct Notices {
    std::atomic<std::uint64_t> reconnections{0};
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<std::string> complaint;
    bool is_refusal = false;  ///< The complaint is of a subject that the account may not use.
    bool is_closed = false;
    const NatsLibrary* library = nullptr;
};

/// One connection and its JetStream context; everything made of it holds it.
struct Connection {
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    const NatsLibrary* library = nullptr;
    natsConnection* nats = nullptr;
    jsCtx* jet_stream = nullptr;
    std::unique_ptr<Notices> notices;

    /// An Error for a status, with what the server complained of.
    Error error(std::string_view action, natsStatus status, jsErrCode code = static_cast<jsErrCode>(0)) const;
    std::optional<std::string> take_complaint() const;
};

/// Opens it, at most `wait` for the first server that answers.
Result<std::shared_ptr<Connection>> open_connection(const Address& address, std::chrono::milliseconds wait);

struct Held {
    std::shared_ptr<Connection> connection;
    natsMsg* message = nullptr;
    std::uint64_t deliveries = 1;

    Held(std::shared_ptr<Connection> of, natsMsg* taken);
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held();
};

}  // namespace spark::bus::detail
