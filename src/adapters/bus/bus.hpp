#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::bus {

/// Where the NATS servers are, and who we are to them.
struct Address {
    std::string url;   ///< `nats://host:4222`, `tls://host:4222`; several parted by commas. No password in it.
    std::string name;  ///< Shown by the server to its operator.
    std::string user{};
    std::string password{};
    std::string credentials_file{};      ///< A NATS `.creds` file, in place of user and password.
    std::string tls_ca_file{};           ///< PEM; who signed the server's certificate.
    std::string tls_certificate_file{};  ///< PEM; ours, where the server asks for one.
    std::string tls_key_file{};
    /// Answers come below this subject; the account's permissions name it. One word or several, without wildcards.
    std::string inbox{"_INBOX"};
};

/// A JetStream stream, as it has to be.
struct StreamRules {
    std::string name;
    std::vector<std::string> subjects;
    bool is_work_queue = false;  ///< A message is gone once somebody has accepted it.
    bool has_one_per_subject = false;
    bool is_read_by_subject = false;      ///< `last` works on it, without a consumer.
    std::chrono::nanoseconds age_max{0};  ///< 0: for ever.
    std::int64_t bytes_max = -1;
    std::chrono::nanoseconds repeat_window = std::chrono::minutes{2};  ///< Repeats of a message id are dropped so long.
};

/// A durable pull consumer with explicit acknowledgement.
struct ConsumerRules {
    std::string stream;
    std::string name;
    std::string subject;  ///< Which messages of the stream.
    std::chrono::nanoseconds
        lease{};  ///< Who neither accepts nor keeps a message for so long loses it to somebody else.
    std::int64_t deliveries_max = -1;
    std::int64_t unanswered_max = 20'000;  ///< Messages out at once.
};

struct ConsumerStanding {
    std::uint64_t waiting = 0;     ///< Never delivered yet.
    std::uint64_t unanswered = 0;  ///< Delivered and neither accepted nor dropped.
    bool operator==(const ConsumerStanding&) const = default;
};

struct Message {
    std::string subject;
    std::string data;
};

namespace detail {
struct Connection;
struct Held;
}  // namespace detail

/// A message pulled from a consumer: ours until the lease is over. Left alone it comes back to somebody.
class Delivery {
  public:
    explicit Delivery(std::unique_ptr<detail::Held> held);
    Delivery(Delivery&&) noexcept;
    Delivery& operator=(Delivery&&) noexcept;
    ~Delivery();

    std::string_view subject() const;
    std::string_view data() const;
    std::uint64_t deliveries() const;  ///< 1 at the first time.

    /// Done with: it does not come back. Not waited for; lost where the connection is down, and it then comes back.
    Result<void> accept();
    /// Somebody else may have it, after the wait.
    Result<void> give_back(std::chrono::milliseconds wait = {});
    /// The lease begins anew.
    Result<void> keep();
    /// Nobody is to have it again.
    Result<void> drop();

  private:
    std::unique_ptr<detail::Held> held_;
};

/// Takes messages of one consumer. One thread.
class Puller {
  public:
    struct Parts;
    explicit Puller(std::unique_ptr<Parts> parts);
    Puller(Puller&&) noexcept;
    Puller& operator=(Puller&&) noexcept;
    ~Puller();

    /// What is there, waiting for the first one; empty when nothing came. Errors: not_found when the consumer is gone;
    /// unavailable without a connection.
    Result<std::vector<Delivery>> pull(int count_max, std::chrono::milliseconds wait);

  private:
    std::unique_ptr<Parts> parts_;
};

/// Hears messages of a subject while it lives, those that are sent meanwhile. One thread.
class Listener {
  public:
    struct Parts;
    explicit Listener(std::unique_ptr<Parts> parts);
    Listener(Listener&&) noexcept;
    Listener& operator=(Listener&&) noexcept;
    ~Listener();

    std::optional<Message> next(std::chrono::milliseconds wait = {});

  private:
    std::unique_ptr<Parts> parts_;
};

/// A connection to NATS that comes back by itself after any loss, for as long as it lives; subscriptions come back with
/// it. Any thread. Faults of all functions: unavailable (no connection, no answer in time: what was asked may have
/// happened), denied (the account may not), not_found (no such stream or consumer), exhausted (a limit of the server).
class Bus {
  public:
    /// Waits at most `wait` for the first connection. Errors: unavailable, also where libnats is not installed;
    /// denied for wrong credentials or a certificate that is not to be trusted; invalid_input.
    static Result<Bus> connect(const Address& address, std::chrono::milliseconds wait = std::chrono::seconds{5});
    Bus(Bus&&) noexcept;
    Bus& operator=(Bus&&) noexcept;
    ~Bus();

    bool is_connected() const;
    /// Times the connection was made anew after a loss.
    std::uint64_t reconnections() const;
    /// What the server said last that no call got as its answer, such as a refused permission; taken with the call.
    std::optional<std::string> last_complaint();
    std::size_t message_bytes_max() const;

    /// To whoever listens now. Kept for a while where the connection is down, then refused.
    Result<void> say(const std::string& subject, std::string_view data);
    Result<Listener> listen(const std::string& subject);
    /// Sends what is buffered and waits for the server's sign of life.
    Result<void> flush(std::chrono::milliseconds wait);

    /// Makes the stream, or changes it to these rules. Errors: conflict when it cannot be changed so.
    Result<void> ensure_stream(const StreamRules& rules);
    Result<void> ensure_consumer(const ConsumerRules& rules);
    Result<void> remove_consumer(const std::string& stream, const std::string& name);
    Result<ConsumerStanding> standing(const std::string& stream, const std::string& consumer);
    /// Stored on return; false: a message with this id was there already. Retrying with the same id is safe.
    Result<bool> append(const std::string& subject, std::string_view data, const std::string& message_id);
    /// Removes messages of the subject, wildcards allowed. nats-server 2.9.10 then also passes over what else waits for
    /// a consumer that has the subject among others, so: one consumer for what is purged together.
    Result<void> purge(const std::string& stream, const std::string& subject);
    /// The newest message of a subject; none where there is none.
    Result<std::optional<std::string>> last(const std::string& stream, const std::string& subject);
    /// Errors: not_found while the consumer is not there.
    Result<Puller> pull_from(const std::string& stream, const std::string& consumer);

  private:
    explicit Bus(std::shared_ptr<detail::Connection> connection);
    std::shared_ptr<detail::Connection> connection_;
};

}  // namespace spark::bus
