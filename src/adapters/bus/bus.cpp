#include "adapters/bus/bus.hpp"

#include <utility>

#include "adapters/bus/detail/connection.hpp"

namespace spark::bus {
namespace {

std::int64_t at_least_one_ms(std::chrono::milliseconds wait) { return std::max<std::int64_t>(1, wait.count()); }

std::string_view data_of(const detail::NatsLibrary& library, natsMsg* message) {
    const int length = library.data_length(message);
    return length > 0 ? std::string_view(library.data(message), static_cast<std::size_t>(length)) : std::string_view{};
}

}  // namespace

struct Listener::Parts {
    std::shared_ptr<detail::Connection> connection;
    natsSubscription* subscription = nullptr;

    Parts() = default;
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;
    ~Parts() {
        if (subscription != nullptr) connection->library->free_subscription(subscription);
    }
};

Delivery::Delivery(std::unique_ptr<detail::Held> held) : held_(std::move(held)) {}
Delivery::Delivery(Delivery&&) noexcept = default;
Delivery& Delivery::operator=(Delivery&&) noexcept = default;
Delivery::~Delivery() = default;

std::string_view Delivery::subject() const { return held_->connection->library->subject(held_->message); }
std::string_view Delivery::data() const { return data_of(*held_->connection->library, held_->message); }
std::uint64_t Delivery::deliveries() const { return held_->deliveries; }

Result<void> Delivery::accept() {
    const natsStatus status = held_->connection->library->ack(held_->message, nullptr);
    if (status != NATS_OK) return fail(held_->connection->error("accepting a message", status));
    return {};
}

Result<void> Delivery::give_back(std::chrono::milliseconds wait) {
    const natsStatus status = held_->connection->library->nak(held_->message, wait.count(), nullptr);
    if (status != NATS_OK) return fail(held_->connection->error("giving a message back", status));
    return {};
}

Result<void> Delivery::keep() {
    const natsStatus status = held_->connection->library->in_progress(held_->message, nullptr);
    if (status != NATS_OK) return fail(held_->connection->error("keeping a message", status));
    return {};
}

Result<void> Delivery::drop() {
    const natsStatus status = held_->connection->library->term(held_->message, nullptr);
    if (status != NATS_OK) return fail(held_->connection->error("dropping a message", status));
    return {};
}

Listener::Listener(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Listener::Listener(Listener&&) noexcept = default;
Listener& Listener::operator=(Listener&&) noexcept = default;
Listener::~Listener() = default;

std::optional<Message> Listener::next(std::chrono::milliseconds wait) {
    const detail::NatsLibrary& library = *parts_->connection->library;
    natsMsg* message = nullptr;
    if (library.next_message(&message, parts_->subscription, at_least_one_ms(wait)) != NATS_OK) return std::nullopt;
    Message heard{.subject = library.subject(message), .data = std::string(data_of(library, message))};
    library.free_message(message);
    return heard;
}

Bus::Bus(std::shared_ptr<detail::Connection> connection) : connection_(std::move(connection)) {}
Bus::Bus(Bus&&) noexcept = default;
Bus& Bus::operator=(Bus&&) noexcept = default;
Bus::~Bus() = default;

Result<Bus> Bus::connect(const Address& address, std::chrono::milliseconds wait) {
    SPARK_TRY(std::shared_ptr<detail::Connection> connection, detail::open_connection(address, wait));
    return Bus(std::move(connection));
}

bool Bus::is_connected() const {
    return connection_->library->connection_status(connection_->nats) == NATS_CONN_STATUS_CONNECTED;
}

std::uint64_t Bus::reconnections() const { return connection_->notices->reconnections.load(); }

std::optional<std::string> Bus::last_complaint() { return connection_->take_complaint(); }

std::size_t Bus::message_bytes_max() const {
    return static_cast<std::size_t>(connection_->library->max_payload(connection_->nats));
}

Result<void> Bus::say(const std::string& subject, std::string_view data) {
    const natsStatus status =
        connection_->library->publish(connection_->nats, subject.c_str(), data.data(), static_cast<int>(data.size()));
    if (status != NATS_OK) return fail(connection_->error("sending to " + subject, status));
    return {};
}

Result<Listener> Bus::listen(const std::string& subject) {
    auto parts = std::make_unique<Listener::Parts>();
    parts->connection = connection_;
    const natsStatus status = connection_->library->subscribe(&parts->subscription, connection_->nats, subject.c_str());
    if (status != NATS_OK) return fail(connection_->error("listening to " + subject, status));
    return Listener(std::move(parts));
}

Result<void> Bus::flush(std::chrono::milliseconds wait) {
    const natsStatus status = connection_->library->flush(connection_->nats, at_least_one_ms(wait));
    if (status != NATS_OK) return fail(connection_->error("waiting for the NATS server", status));
    return {};
}

}  // namespace spark::bus
