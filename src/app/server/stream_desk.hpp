#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/server/identity_service.hpp"
#include "engine/identity/role.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/net/server.hpp"
#include "surface/http/call.hpp"
#include "surface/stream/hub.hpp"

namespace spark::server {

/// Who has opened a stream, and by what it can be asked again whether it still may.
struct Listener {
    stream::Reader reader;
    http::CallerKind kind = http::CallerKind::nobody;
    identity::Rights rights{};
    std::string secret{};  ///< Of a session or a key.
    std::string address{};
};

/// The rights of the topic table that a caller holds, and whose events it hears.
stream::Reader reader_of(const http::Call& call);
Listener listener_of(const http::Call& call);

/// Why a listener may listen no more: `signed_out` when its session or key has ended, `rights_changed` when it lost a
/// right. Empty while it may.
std::string_view why_over(IdentityService& identity, const Listener& listener);

/// Carries the hub's bytes to the clients of GET /api/v1/stream: one thread for all of them.
class StreamDesk {
  public:
    using Clock = std::function<WallTime()>;
    /// Why a listener may not go on; empty while it may. Asked once a second for each stream.
    using Check = std::function<std::string_view(const Listener&)>;

    static constexpr std::chrono::milliseconds pump_every{50};
    static constexpr std::chrono::seconds check_every{1};

    /// The hub and what the functions refer to outlive it and every answer it made.
    StreamDesk(stream::Hub& hub, Clock clock, Check check)
        : hub_(hub), clock_(std::move(clock)), check_(std::move(check)) {}
    ~StreamDesk() { stop(); }
    StreamDesk(const StreamDesk&) = delete;
    StreamDesk& operator=(const StreamDesk&) = delete;

    void start();
    /// Ends all streams, well. May be repeated.
    void stop();

    /// The body of a new stream; it ends when the client goes, the hub says so or the listener may not go on. Errors:
    /// those of Hub::open.
    Result<net::Streaming> open(Listener listener, std::vector<std::string> topics, std::string last_event_id);

  private:
    /// A place in the hub; given back when nobody holds it any more, whether or not a body ever began.
    struct Place {
        Place(stream::Hub& given_hub, std::string given_sid, Listener given_listener)
            : hub(given_hub), sid(std::move(given_sid)), listener(std::move(given_listener)) {}
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        ~Place() { hub.close(sid); }

        stream::Hub& hub;
        const std::string sid;
        const Listener listener;
    };
    struct Stream {
        std::shared_ptr<Place> place;
        net::BodyWriter writer;
        std::chrono::steady_clock::time_point check_due;
    };

    void run(const std::stop_token& stop);
    bool pump(Stream& stream);

    stream::Hub& hub_;
    Clock clock_;
    Check check_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::vector<Stream> arrived_;  ///< Under the mutex.
    bool is_stopped_ = false;      ///< Likewise.
    std::vector<Stream> streams_;  ///< The thread's own.
    std::jthread thread_;
};

}  // namespace spark::server
