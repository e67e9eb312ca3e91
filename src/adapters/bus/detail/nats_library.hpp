#pragma once

#include <nats/nats.h>

#include "foundation/base/result.hpp"

namespace spark::bus::detail {

/// Functions of libnats, found when the first connection is made: one machine needs no NATS, and the binary starts
/// without the library and the second copy of OpenSSL it brings.
struct NatsLibrary {
    decltype(&::nats_Open) open_library = nullptr;
    decltype(&::nats_GetLastError) last_error = nullptr;
    decltype(&::natsStatus_GetText) status_text = nullptr;
    decltype(&::natsOptions_Create) make_options = nullptr;
    decltype(&::natsOptions_Destroy) free_options = nullptr;
    decltype(&::natsOptions_SetServers) set_servers = nullptr;
    decltype(&::natsOptions_SetName) set_name = nullptr;
    decltype(&::natsOptions_SetUserInfo) set_user = nullptr;
    decltype(&::natsOptions_SetUserCredentialsFromFiles) set_credentials = nullptr;
    decltype(&::natsOptions_SetSecure) set_secure = nullptr;
    decltype(&::natsOptions_LoadCATrustedCertificates) load_ca = nullptr;
    decltype(&::natsOptions_LoadCertificatesChain) load_certificate = nullptr;
    decltype(&::natsOptions_SetExpectedHostname) set_expected_hostname = nullptr;
    decltype(&::natsOptions_SetTimeout) set_timeout = nullptr;
    decltype(&::natsOptions_SetMaxReconnect) set_max_reconnect = nullptr;
    decltype(&::natsOptions_SetReconnectWait) set_reconnect_wait = nullptr;
    decltype(&::natsOptions_SetReconnectJitter) set_reconnect_jitter = nullptr;
    decltype(&::natsOptions_SetReconnectBufSize) set_reconnect_buffer = nullptr;
    decltype(&::natsOptions_SetPingInterval) set_ping_interval = nullptr;
    decltype(&::natsOptions_SetMaxPingsOut) set_pings_out = nullptr;
    decltype(&::natsOptions_SetCustomInboxPrefix) set_inbox = nullptr;
    decltype(&::natsOptions_SetErrorHandler) set_error_handler = nullptr;
    decltype(&::natsOptions_SetReconnectedCB) set_reconnected = nullptr;
    decltype(&::natsOptions_SetClosedCB) set_closed = nullptr;
    decltype(&::natsOptions_SetFailRequestsOnDisconnect) set_fail_requests = nullptr;
    decltype(&::natsConnection_Connect) connect = nullptr;
    decltype(&::natsConnection_Close) close = nullptr;
    decltype(&::natsConnection_Destroy) free_connection = nullptr;
    decltype(&::natsConnection_Status) connection_status = nullptr;
    decltype(&::natsConnection_GetLastError) connection_error = nullptr;
    decltype(&::natsConnection_GetMaxPayload) max_payload = nullptr;
    decltype(&::natsConnection_Publish) publish = nullptr;
    decltype(&::natsConnection_SubscribeSync) subscribe = nullptr;
    decltype(&::natsConnection_FlushTimeout) flush = nullptr;
    decltype(&::natsConnection_JetStream) jet_stream = nullptr;
    decltype(&::jsCtx_Destroy) free_jet_stream = nullptr;
    decltype(&::natsSubscription_NextMsg) next_message = nullptr;
    decltype(&::natsSubscription_Destroy) free_subscription = nullptr;
    decltype(&::natsSubscription_FetchRequest) fetch = nullptr;
    decltype(&::jsFetchRequest_Init) init_fetch = nullptr;
    decltype(&::natsMsg_GetSubject) subject = nullptr;
    decltype(&::natsMsg_GetData) data = nullptr;
    decltype(&::natsMsg_GetDataLength) data_length = nullptr;
    decltype(&::natsMsg_GetMetaData) meta_data = nullptr;
    decltype(&::jsMsgMetaData_Destroy) free_meta_data = nullptr;
    decltype(&::natsMsg_Destroy) free_message = nullptr;
    decltype(&::natsMsg_Ack) ack = nullptr;
    decltype(&::natsMsg_NakWithDelay) nak = nullptr;
    decltype(&::natsMsg_InProgress) in_progress = nullptr;
    decltype(&::natsMsg_Term) term = nullptr;
    decltype(&::natsMsgList_Destroy) free_list = nullptr;
    decltype(&::jsStreamConfig_Init) init_stream = nullptr;
    decltype(&::js_AddStream) add_stream = nullptr;
    decltype(&::js_UpdateStream) update_stream = nullptr;
    decltype(&::js_GetStreamInfo) stream_info = nullptr;
    decltype(&::jsStreamInfo_Destroy) free_stream_info = nullptr;
    decltype(&::js_PurgeStream) purge = nullptr;
    decltype(&::jsOptions_Init) init_options = nullptr;
    decltype(&::jsConsumerConfig_Init) init_consumer = nullptr;
    decltype(&::js_AddConsumer) add_consumer = nullptr;
    decltype(&::js_UpdateConsumer) update_consumer = nullptr;
    decltype(&::js_GetConsumerInfo) consumer_info = nullptr;
    decltype(&::jsConsumerInfo_Destroy) free_consumer_info = nullptr;
    decltype(&::js_DeleteConsumer) delete_consumer = nullptr;
    decltype(&::jsPubOptions_Init) init_publish = nullptr;
    decltype(&::js_Publish) publish_stored = nullptr;
    decltype(&::jsPubAck_Destroy) free_publish_ack = nullptr;
    decltype(&::js_DirectGetMsg) direct_get = nullptr;
    decltype(&::jsDirectGetMsgOptions_Init) init_direct_get = nullptr;
    decltype(&::jsSubOptions_Init) init_subscribe = nullptr;
    decltype(&::js_PullSubscribe) pull_subscribe = nullptr;

    /// Loads it, once a process; it stays. Errors: unavailable, naming what is missing and the package.
    static Result<const NatsLibrary*> open();
};

}  // namespace spark::bus::detail
