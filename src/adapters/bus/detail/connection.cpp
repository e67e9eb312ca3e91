#include "adapters/bus/detail/connection.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace spark::bus::detail {
namespace {

constexpr std::chrono::milliseconds reconnect_wait{200};
constexpr std::chrono::seconds ping_interval{10};
constexpr int pings_unanswered_max = 2;
constexpr int reconnect_buffer_bytes = 8 << 20;
constexpr std::chrono::seconds close_wait_max{2};
/// Of a request to JetStream; what is not answered by then is asked again by the caller.
constexpr std::chrono::milliseconds answer_wait_max{2'000};

/// How a status leaves this module.
Fault fault_of(natsStatus status, jsErrCode code) {
    if (code == JSStreamNotFoundErr || code == JSConsumerNotFoundErr || code == JSNoMessageFoundErr)
        return Fault::not_found;
    if (code == JSStreamNameExistErr || code == JSConsumerNameExistErr || code == JSConsumerExistingActiveErr)
        return Fault::conflict;
    switch (status) {
        case NATS_CONNECTION_AUTH_FAILED:
        case NATS_NOT_PERMITTED:
        case NATS_SSL_ERROR:
        case NATS_SECURE_CONNECTION_REQUIRED:
        case NATS_SECURE_CONNECTION_WANTED: return Fault::denied;
        case NATS_NOT_FOUND:
        case NATS_NO_RESPONDERS: return Fault::not_found;
        case NATS_ADDRESS_MISSING:
        case NATS_INVALID_SUBJECT:
        case NATS_INVALID_ARG: return Fault::invalid_input;
        case NATS_MAX_PAYLOAD:
        case NATS_NO_MEMORY:
        case NATS_INSUFFICIENT_BUFFER:
        case NATS_SLOW_CONSUMER: return Fault::exhausted;
        default: return Fault::unavailable;
    }
}

void complained(natsConnection* connection, natsSubscription*, natsStatus status, void* closure) {
    auto& notices = *static_cast<Notices*>(closure);
    const char* text = nullptr;
    static_cast<void>(notices.library->connection_error(connection, &text));
    std::string complaint = notices.library->status_text(status);
    if (text != nullptr && *text != '\0' && complaint != text) complaint += std::string(", ") + text;
    const std::scoped_lock lock(notices.mutex);
    notices.complaint = std::move(complaint);
    notices.is_refusal = status == NATS_NOT_PERMITTED;
}

void reconnected(natsConnection*, void* closure) { static_cast<Notices*>(closure)->reconnections += 1; }

void closed(natsConnection*, void* closure) {
    auto& notices = *static_cast<Notices*>(closure);
    const std::scoped_lock lock(notices.mutex);
    notices.is_closed = true;
    notices.changed.notify_all();
}

/// `(conn.c:2088): No server available` without the library's own source line.
std::string_view without_source_line(std::string_view text) {
    const auto end = text.find("): ");
    return text.starts_with('(') && end != text.npos && text.substr(0, end).contains(".c:") ? text.substr(end + 3)
                                                                                            : text;
}

std::vector<std::string> split_urls(std::string_view text) {
    std::vector<std::string> urls;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        if (comma > 0) urls.emplace_back(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return urls;
}

std::string_view host_of(std::string_view url) {
    if (const auto scheme = url.find("://"); scheme != url.npos) url.remove_prefix(scheme + 3);
    if (url.starts_with('[')) return url.substr(1, url.find(']') - 1);
    return url.substr(0, url.find(':'));
}

Result<std::vector<std::string>> checked_urls(const Address& address) {
    std::vector<std::string> urls = split_urls(address.url);
    if (urls.empty()) return fail(Fault::invalid_input, "no NATS address", "--nats", "nats://HOST:4222");
    const bool has_tls = urls.front().starts_with("tls://");
    for (const std::string& url : urls) {
        if (url.find('@') != std::string::npos)
            return fail(Fault::invalid_input, "a NATS address holds no user and no password", "--nats",
                        "use --user with --password-file, or --creds");
        if (!url.starts_with("nats://") && !url.starts_with("tls://"))
            return fail(Fault::invalid_input, "found " + url + ", allowed nats://HOST:PORT and tls://HOST:PORT",
                        "--nats");
        if (url.starts_with("tls://") != has_tls)
            return fail(Fault::invalid_input, "addresses with and without TLS are mixed", "--nats");
        if (has_tls && host_of(url) != host_of(urls.front()))
            return fail(Fault::invalid_input, "with TLS all addresses have one host name, the certificate's", "--nats");
    }
    return urls;
}

/// Options freed at the end, each setting's refusal remembered.
class Options {
  public:
    explicit Options(const NatsLibrary& library) : library_(library) { set(library.make_options(&options_)); }
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;
    ~Options() { library_.free_options(options_); }

    void set(natsStatus status) {
        if (status_ == NATS_OK) status_ = status;
    }
    natsOptions* get() const { return options_; }
    natsStatus status() const { return status_; }

  private:
    const NatsLibrary& library_;
    natsOptions* options_ = nullptr;
    natsStatus status_ = NATS_OK;
};

void set_security(const NatsLibrary& library, Options& options, const Address& address, const std::string& url) {
    if (!address.credentials_file.empty())
        options.set(library.set_credentials(options.get(), address.credentials_file.c_str(), nullptr));
    else if (!address.user.empty())
        options.set(library.set_user(options.get(), address.user.c_str(), address.password.c_str()));
    if (!url.starts_with("tls://")) return;
    options.set(library.set_secure(options.get(), true));
    options.set(library.set_expected_hostname(options.get(), std::string(host_of(url)).c_str()));
    if (!address.tls_ca_file.empty()) options.set(library.load_ca(options.get(), address.tls_ca_file.c_str()));
    if (!address.tls_certificate_file.empty())
        options.set(library.load_certificate(options.get(), address.tls_certificate_file.c_str(),
                                             address.tls_key_file.c_str()));
}

void set_reconnection(const NatsLibrary& library, Options& options, Notices& notices, std::chrono::milliseconds wait) {
    options.set(library.set_timeout(options.get(), wait.count()));
    options.set(library.set_max_reconnect(options.get(), -1));
    options.set(library.set_reconnect_wait(options.get(), reconnect_wait.count()));
    options.set(library.set_reconnect_jitter(options.get(), reconnect_wait.count(), reconnect_wait.count()));
    options.set(library.set_reconnect_buffer(options.get(), reconnect_buffer_bytes));
    options.set(library.set_ping_interval(options.get(), std::chrono::milliseconds(ping_interval).count()));
    options.set(library.set_pings_out(options.get(), pings_unanswered_max));
    // A request that waits for a lost connection is repeated by its caller, who knows what may be repeated.
    options.set(library.set_fail_requests(options.get(), true));
    options.set(library.set_error_handler(options.get(), complained, &notices));
    options.set(library.set_reconnected(options.get(), reconnected, &notices));
    options.set(library.set_closed(options.get(), closed, &notices));
}

}  // namespace

Connection::~Connection() {
    if (library == nullptr || nats == nullptr) return;
    library->free_jet_stream(jet_stream);
    library->close(nats);
    library->free_connection(nats);
    // The library's own thread calls back until it has said that the connection is closed.
    std::unique_lock lock(notices->mutex);
    const bool is_over = notices->changed.wait_for(lock, close_wait_max, [&] { return notices->is_closed; });
    lock.unlock();
    if (!is_over) static_cast<void>(notices.release());
}

std::optional<std::string> Connection::take_complaint() const {
    const std::scoped_lock lock(notices->mutex);
    return std::exchange(notices->complaint, std::nullopt);
}

Error Connection::error(std::string_view action, natsStatus status, jsErrCode code) const {
    Fault fault = fault_of(status, code);
    std::string text(action);
    natsStatus last = NATS_OK;
    const char* const detail = library->last_error(&last);
    text += ": ";
    const bool has_detail = detail != nullptr && last == status && *detail != '\0';
    text += has_detail ? without_source_line(detail) : std::string_view(library->status_text(status));
    const std::scoped_lock lock(notices->mutex);
    if (const auto complaint = std::exchange(notices->complaint, std::nullopt)) {
        // The server answers a refused subject to the connection, and the call itself only runs out of time.
        if (notices->is_refusal) fault = Fault::denied;
        text += " (" + *complaint + ")";
    }
    return Error{.fault = fault, .message = std::move(text)};
}

Result<std::shared_ptr<Connection>> open_connection(const Address& address, std::chrono::milliseconds wait) {
    SPARK_TRY(const std::vector<std::string> urls, checked_urls(address));
    auto connection = std::make_shared<Connection>();
    SPARK_TRY(connection->library, NatsLibrary::open());
    const NatsLibrary& library = *connection->library;
    connection->notices = std::make_unique<Notices>();
    connection->notices->library = &library;

    Options options(library);
    std::vector<const char*> servers;
    for (const std::string& url : urls) servers.push_back(url.c_str());
    options.set(library.set_servers(options.get(), servers.data(), static_cast<int>(servers.size())));
    options.set(library.set_name(options.get(), address.name.c_str()));
    options.set(library.set_inbox(options.get(), address.inbox.c_str()));
    set_security(library, options, address, urls.front());
    set_reconnection(library, options, *connection->notices, wait);
    if (options.status() != NATS_OK) {
        natsStatus last = NATS_OK;
        const char* const detail = library.last_error(&last);
        return fail(Fault::invalid_input,
                    std::string("NATS options: ") + (detail != nullptr ? detail : library.status_text(last)));
    }
    if (const natsStatus status = library.connect(&connection->nats, options.get()); status != NATS_OK) {
        connection->nats = nullptr;
        Error error = connection->error("connecting to " + address.url, status);
        error.place = "--nats";
        error.remedy = error.fault == Fault::denied ? "check user, password or credentials file, and the certificates"
                                                    : "is a nats-server there? deploy/nats/README.md sets one up";
        return fail(std::move(error));
    }
    jsOptions stream_options;
    library.init_options(&stream_options);
    stream_options.Wait = answer_wait_max.count();
    if (const natsStatus status = library.jet_stream(&connection->jet_stream, connection->nats, &stream_options);
        status != NATS_OK)
        return fail(connection->error("JetStream", status));
    return connection;
}

Held::Held(std::shared_ptr<Connection> of, natsMsg* taken) : connection(std::move(of)), message(taken) {
    jsMsgMetaData* meta = nullptr;
    if (connection->library->meta_data(&meta, message) == NATS_OK && meta != nullptr) {
        deliveries = meta->NumDelivered;
        connection->library->free_meta_data(meta);
    }
}

Held::~Held() { connection->library->free_message(message); }

}  // namespace spark::bus::detail
