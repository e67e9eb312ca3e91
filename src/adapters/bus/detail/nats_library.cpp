#include "adapters/bus/detail/nats_library.hpp"

#include <dlfcn.h>

#include <string>

namespace spark::bus::detail {
namespace {

constexpr const char* file = "libnats.so.3.4";
constexpr const char* remedy = "apt-get install libnats3.4, or run without workers on other machines";

/// Finds functions in the library and remembers the first that is not there.
class Finder {
  public:
    explicit Finder(void* handle) : handle_(handle) {}

    template <class Function>
    void find(const char* name, Function& function) {
        function = reinterpret_cast<Function>(::dlsym(handle_, name));
        if (function == nullptr && missing_.empty()) missing_ = name;
    }
    const std::string& missing() const { return missing_; }

  private:
    void* handle_;
    std::string missing_;
};

void find_connections(Finder& finder, NatsLibrary& library) {
    finder.find("nats_Open", library.open_library);
    finder.find("nats_GetLastError", library.last_error);
    finder.find("natsStatus_GetText", library.status_text);
    finder.find("natsOptions_Create", library.make_options);
    finder.find("natsOptions_Destroy", library.free_options);
    finder.find("natsOptions_SetServers", library.set_servers);
    finder.find("natsOptions_SetName", library.set_name);
    finder.find("natsOptions_SetUserInfo", library.set_user);
    finder.find("natsOptions_SetUserCredentialsFromFiles", library.set_credentials);
    finder.find("natsOptions_SetSecure", library.set_secure);
    finder.find("natsOptions_LoadCATrustedCertificates", library.load_ca);
    finder.find("natsOptions_LoadCertificatesChain", library.load_certificate);
    finder.find("natsOptions_SetExpectedHostname", library.set_expected_hostname);
    finder.find("natsOptions_SetTimeout", library.set_timeout);
    finder.find("natsOptions_SetMaxReconnect", library.set_max_reconnect);
    finder.find("natsOptions_SetReconnectWait", library.set_reconnect_wait);
    finder.find("natsOptions_SetReconnectJitter", library.set_reconnect_jitter);
    finder.find("natsOptions_SetReconnectBufSize", library.set_reconnect_buffer);
    finder.find("natsOptions_SetPingInterval", library.set_ping_interval);
    finder.find("natsOptions_SetMaxPingsOut", library.set_pings_out);
    finder.find("natsOptions_SetCustomInboxPrefix", library.set_inbox);
    finder.find("natsOptions_SetErrorHandler", library.set_error_handler);
    finder.find("natsOptions_SetReconnectedCB", library.set_reconnected);
    finder.find("natsOptions_SetClosedCB", library.set_closed);
    finder.find("natsOptions_SetFailRequestsOnDisconnect", library.set_fail_requests);
    finder.find("natsConnection_Connect", library.connect);
    finder.find("natsConnection_Close", library.close);
    finder.find("natsConnection_Destroy", library.free_connection);
    finder.find("natsConnection_Status", library.connection_status);
    finder.find("natsConnection_GetLastError", library.connection_error);
    finder.find("natsConnection_GetMaxPayload", library.max_payload);
    finder.find("natsConnection_Publish", library.publish);
    finder.find("natsConnection_SubscribeSync", library.subscribe);
    finder.find("natsConnection_FlushTimeout", library.flush);
    finder.find("natsConnection_JetStream", library.jet_stream);
    finder.find("jsCtx_Destroy", library.free_jet_stream);
    finder.find("natsSubscription_NextMsg", library.next_message);
    finder.find("natsSubscription_Destroy", library.free_subscription);
    finder.find("natsSubscription_FetchRequest", library.fetch);
    finder.find("jsFetchRequest_Init", library.init_fetch);
    finder.find("natsMsg_GetSubject", library.subject);
    finder.find("natsMsg_GetData", library.data);
    finder.find("natsMsg_GetDataLength", library.data_length);
    finder.find("natsMsg_GetMetaData", library.meta_data);
    finder.find("jsMsgMetaData_Destroy", library.free_meta_data);
    finder.find("natsMsg_Destroy", library.free_message);
    finder.find("natsMsg_Ack", library.ack);
    finder.find("natsMsg_NakWithDelay", library.nak);
    finder.find("natsMsg_InProgress", library.in_progress);
    finder.find("natsMsg_Term", library.term);
    finder.find("natsMsgList_Destroy", library.free_list);
}

void find_streams(Finder& finder, NatsLibrary& library) {
    finder.find("jsStreamConfig_Init", library.init_stream);
    finder.find("js_AddStream", library.add_stream);
    finder.find("js_UpdateStream", library.update_stream);
    finder.find("js_GetStreamInfo", library.stream_info);
    finder.find("jsStreamInfo_Destroy", library.free_stream_info);
    finder.find("js_PurgeStream", library.purge);
    finder.find("jsOptions_Init", library.init_options);
    finder.find("jsConsumerConfig_Init", library.init_consumer);
    finder.find("js_AddConsumer", library.add_consumer);
    finder.find("js_UpdateConsumer", library.update_consumer);
    finder.find("js_GetConsumerInfo", library.consumer_info);
    finder.find("jsConsumerInfo_Destroy", library.free_consumer_info);
    finder.find("js_DeleteConsumer", library.delete_consumer);
    finder.find("jsPubOptions_Init", library.init_publish);
    finder.find("js_Publish", library.publish_stored);
    finder.find("jsPubAck_Destroy", library.free_publish_ack);
    finder.find("js_DirectGetMsg", library.direct_get);
    finder.find("jsDirectGetMsgOptions_Init", library.init_direct_get);
    finder.find("jsSubOptions_Init", library.init_subscribe);
    finder.find("js_PullSubscribe", library.pull_subscribe);
}

Result<NatsLibrary> load() {
    void* const handle = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr)
        return fail(Fault::unavailable, std::string("NATS needs ") + file + ", which is not installed", "--nats",
                    remedy);
    Finder finder(handle);
    NatsLibrary library;
    find_connections(finder, library);
    find_streams(finder, library);
    if (!finder.missing().empty())
        return fail(Fault::unavailable, std::string(file) + " has no " + finder.missing(), "--nats", remedy);
    // -1: threads wait without spinning.
    if (const natsStatus status = library.open_library(-1); status != NATS_OK)
        return fail(Fault::unavailable, std::string("libnats does not start: ") + library.status_text(status));
    return library;
}

}  // namespace

Result<const NatsLibrary*> NatsLibrary::open() {
    static const Result<NatsLibrary> loaded = load();
    if (!loaded) return fail(loaded.error());
    return &loaded.value();
}

}  // namespace spark::bus::detail
