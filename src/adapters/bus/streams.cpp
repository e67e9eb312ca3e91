#include <utility>

#include "adapters/bus/bus.hpp"
#include "adapters/bus/detail/connection.hpp"

namespace spark::bus {
namespace {

constexpr std::chrono::milliseconds gather_wait{5};
constexpr auto no_code = static_cast<jsErrCode>(0);

}  // namespace

struct Puller::Parts {
    std::shared_ptr<detail::Connection> connection;
    natsSubscription* subscription = nullptr;
    std::string consumer;

    Parts() = default;
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;
    ~Parts() {
        if (subscription != nullptr) connection->library->free_subscription(subscription);
    }
};

Puller::Puller(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Puller::Puller(Puller&&) noexcept = default;
Puller& Puller::operator=(Puller&&) noexcept = default;
Puller::~Puller() = default;

namespace {

/// One request for messages, which libnats ends when the batch is full or the time is over. Adds to `taken`.
natsStatus fetch(const Puller::Parts& parts, int count, std::chrono::nanoseconds wait, std::vector<Delivery>& taken) {
    const detail::NatsLibrary& library = *parts.connection->library;
    jsFetchRequest request;
    library.init_fetch(&request);
    request.Batch = count;
    request.Expires = wait.count();
    natsMsgList list{.Msgs = nullptr, .Count = 0};
    const natsStatus status = library.fetch(&list, parts.subscription, &request);
    for (int index = 0; index < list.Count; ++index) {
        taken.emplace_back(std::make_unique<detail::Held>(parts.connection, list.Msgs[index]));
        list.Msgs[index] = nullptr;
    }
    library.free_list(&list);
    return status;
}

}  // namespace

Result<std::vector<Delivery>> Puller::pull(int count_max, std::chrono::milliseconds wait) {
    // A request for many waits until it has as many, while the leases of the first ones run out. So: the first one,
    // then what is there besides.
    std::vector<Delivery> taken;
    const natsStatus status = fetch(*parts_, 1, std::max(wait, gather_wait), taken);
    if (!taken.empty() && count_max > 1) static_cast<void>(fetch(*parts_, count_max - 1, gather_wait, taken));
    if (status == NATS_OK || status == NATS_TIMEOUT || !taken.empty()) return taken;
    return fail(parts_->connection->error("pulling from " + parts_->consumer, status));
}

Result<void> Bus::ensure_stream(const StreamRules& rules) {
    const detail::NatsLibrary& library = *connection_->library;
    std::vector<const char*> subjects;
    for (const std::string& subject : rules.subjects) subjects.push_back(subject.c_str());
    jsStreamConfig config;
    library.init_stream(&config);
    config.Name = rules.name.c_str();
    config.Subjects = subjects.data();
    config.SubjectsLen = static_cast<int>(subjects.size());
    config.Retention = rules.is_work_queue ? js_WorkQueuePolicy : js_LimitsPolicy;
    config.Storage = js_FileStorage;
    config.Discard = js_DiscardNew;
    config.MaxAge = rules.age_max.count();
    config.MaxBytes = rules.bytes_max;
    config.Duplicates = rules.repeat_window.count();
    config.AllowDirect = rules.is_read_by_subject;
    if (rules.has_one_per_subject) {
        config.MaxMsgsPerSubject = 1;
        config.Discard = js_DiscardOld;
    }
    jsErrCode code = no_code;
    natsStatus status = library.add_stream(nullptr, connection_->jet_stream, &config, nullptr, &code);
    if (code == JSStreamNameExistErr)
        status = library.update_stream(nullptr, connection_->jet_stream, &config, nullptr, &code);
    if (status != NATS_OK) return fail(connection_->error("making the stream " + rules.name, status, code));
    return {};
}

Result<void> Bus::ensure_consumer(const ConsumerRules& rules) {
    const detail::NatsLibrary& library = *connection_->library;
    jsConsumerConfig config;
    library.init_consumer(&config);
    config.Durable = rules.name.c_str();
    config.FilterSubject = rules.subject.c_str();
    config.AckPolicy = js_AckExplicit;
    config.AckWait = rules.lease.count();
    config.MaxDeliver = rules.deliveries_max;
    config.MaxAckPending = rules.unanswered_max;
    config.DeliverPolicy = js_DeliverAll;
    jsErrCode code = no_code;
    natsStatus status =
        library.add_consumer(nullptr, connection_->jet_stream, rules.stream.c_str(), &config, nullptr, &code);
    if (status != NATS_OK && code != JSStreamNotFoundErr) {
        jsErrCode update_code = no_code;
        const natsStatus updated = library.update_consumer(nullptr, connection_->jet_stream, rules.stream.c_str(),
                                                           &config, nullptr, &update_code);
        if (updated == NATS_OK) return {};
    }
    if (status != NATS_OK) return fail(connection_->error("making the consumer " + rules.name, status, code));
    return {};
}

Result<void> Bus::remove_consumer(const std::string& stream, const std::string& name) {
    jsErrCode code = no_code;
    const natsStatus status =
        connection_->library->delete_consumer(connection_->jet_stream, stream.c_str(), name.c_str(), nullptr, &code);
    if (status != NATS_OK) return fail(connection_->error("removing the consumer " + name, status, code));
    return {};
}

Result<ConsumerStanding> Bus::standing(const std::string& stream, const std::string& consumer) {
    jsConsumerInfo* info = nullptr;
    jsErrCode code = no_code;
    const natsStatus status = connection_->library->consumer_info(&info, connection_->jet_stream, stream.c_str(),
                                                                  consumer.c_str(), nullptr, &code);
    if (status != NATS_OK) return fail(connection_->error("looking at the consumer " + consumer, status, code));
    const ConsumerStanding found{.waiting = info->NumPending,
                                 .unanswered = static_cast<std::uint64_t>(info->NumAckPending)};
    connection_->library->free_consumer_info(info);
    return found;
}

Result<bool> Bus::append(const std::string& subject, std::string_view data, const std::string& message_id) {
    const detail::NatsLibrary& library = *connection_->library;
    jsPubOptions options;
    library.init_publish(&options);
    options.MsgId = message_id.c_str();
    jsPubAck* stored = nullptr;
    jsErrCode code = no_code;
    const natsStatus status = library.publish_stored(&stored, connection_->jet_stream, subject.c_str(), data.data(),
                                                     static_cast<int>(data.size()), &options, &code);
    if (status != NATS_OK) return fail(connection_->error("storing to " + subject, status, code));
    const bool is_new = !stored->Duplicate;
    library.free_publish_ack(stored);
    return is_new;
}

Result<void> Bus::purge(const std::string& stream, const std::string& subject) {
    const detail::NatsLibrary& library = *connection_->library;
    jsOptions options;
    library.init_options(&options);
    options.Stream.Purge.Subject = subject.c_str();
    jsErrCode code = no_code;
    const natsStatus status = library.purge(connection_->jet_stream, stream.c_str(), &options, &code);
    if (status != NATS_OK) return fail(connection_->error("emptying " + subject, status, code));
    return {};
}

Result<std::optional<std::string>> Bus::last(const std::string& stream, const std::string& subject) {
    const detail::NatsLibrary& library = *connection_->library;
    jsDirectGetMsgOptions wanted;
    library.init_direct_get(&wanted);
    wanted.LastBySubject = subject.c_str();
    natsMsg* message = nullptr;
    const natsStatus status = library.direct_get(&message, connection_->jet_stream, stream.c_str(), nullptr, &wanted);
    if (status == NATS_NOT_FOUND) return std::optional<std::string>{};
    if (status != NATS_OK) return fail(connection_->error("reading " + subject, status));
    const int length = library.data_length(message);
    std::optional<std::string> data(std::in_place, library.data(message), static_cast<std::size_t>(length));
    library.free_message(message);
    return data;
}

Result<Puller> Bus::pull_from(const std::string& stream, const std::string& consumer) {
    const detail::NatsLibrary& library = *connection_->library;
    jsSubOptions options;
    library.init_subscribe(&options);
    options.Stream = stream.c_str();
    options.Consumer = consumer.c_str();
    auto parts = std::make_unique<Puller::Parts>();
    parts->connection = connection_;
    parts->consumer = consumer;
    jsErrCode code = no_code;
    const natsStatus status = library.pull_subscribe(&parts->subscription, connection_->jet_stream, nullptr,
                                                     consumer.c_str(), nullptr, &options, &code);
    if (status != NATS_OK) return fail(connection_->error("pulling from " + consumer, status, code));
    return Puller(std::move(parts));
}

}  // namespace spark::bus
