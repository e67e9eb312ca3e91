#include "foundation/net/detail/tls_end.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <utility>

#include "foundation/base/assert.hpp"

namespace spark::net::detail {
namespace {

// OpenSSL's own socket BIO writes without MSG_NOSIGNAL: a peer that is gone would end the process.

int descriptor_of(BIO* bio) { return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))); }

bool is_again() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

int bio_write(BIO* bio, const char* bytes, int count) {
    BIO_clear_retry_flags(bio);
    const auto sent = ::send(descriptor_of(bio), bytes, static_cast<std::size_t>(count), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && is_again()) BIO_set_retry_write(bio);
    return static_cast<int>(sent);
}

int bio_read(BIO* bio, char* room, int count) {
    BIO_clear_retry_flags(bio);
    const auto got = ::recv(descriptor_of(bio), room, static_cast<std::size_t>(count), MSG_DONTWAIT);
    if (got < 0 && is_again()) BIO_set_retry_read(bio);
    if (got == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return static_cast<int>(got);
}

long bio_control(BIO* bio, int what, long /*number*/, void* /*pointer*/) {
    if (what == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    return what == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* socket_method() {
    static const std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> method = [] {
        std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> made(
            BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without signals"), &BIO_meth_free);
        SPARK_ASSERT(made != nullptr);
        BIO_meth_set_write(made.get(), bio_write);
        BIO_meth_set_read(made.get(), bio_read);
        BIO_meth_set_ctrl(made.get(), bio_control);
        return made;
    }();
    return method.get();
}

int bounded(std::size_t size) { return static_cast<int>(std::min<std::size_t>(size, INT_MAX)); }

}  // namespace

void TlsEnd::Free::operator()(ssl_st* ssl) const { SSL_free(ssl); }

TlsEnd::TlsEnd(TlsContext context, int descriptor, bool is_server)
    : context_(std::move(context)), ssl_(SSL_new(context_.get())) {
    BIO* const bio = BIO_new(socket_method());
    SPARK_ASSERT(ssl_ != nullptr && bio != nullptr);
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)));
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
    if (is_server)
        SSL_set_accept_state(ssl_.get());
    else
        SSL_set_connect_state(ssl_.get());
}

TlsEnd::~TlsEnd() = default;

void TlsEnd::expect_host(const std::string& host) {
    X509_VERIFY_PARAM* const rules = SSL_get0_param(ssl_.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) == 1) return;
    ERR_clear_error();
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SPARK_ASSERT(X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size()) == 1);
    SPARK_ASSERT(SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                          const_cast<char*>(host.c_str())) == 1);
}

TlsEnd::Step TlsEnd::step_of(int outcome) {
    if (outcome > 0) return Step::done;
    switch (SSL_get_error(ssl_.get(), outcome)) {
        case SSL_ERROR_WANT_READ: return Step::wait_read;
        case SSL_ERROR_WANT_WRITE: return Step::wait_write;
        case SSL_ERROR_ZERO_RETURN: return Step::ended;
        default: break;
    }
    const long verdict = SSL_get_verify_result(ssl_.get());
    const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
    if (verdict != X509_V_OK)
        problem_ = X509_verify_cert_error_string(verdict);
    else
        problem_ = reason != nullptr ? reason : "the connection broke";
    ERR_clear_error();
    return Step::broken;
}

TlsEnd::Step TlsEnd::handshake() {
    ERR_clear_error();
    return step_of(SSL_do_handshake(ssl_.get()));
}

bool TlsEnd::has_distrust() const { return SSL_get_verify_result(ssl_.get()) != X509_V_OK; }

TlsEnd::Moved TlsEnd::read(std::span<char> room) {
    ERR_clear_error();
    const int count = SSL_read(ssl_.get(), room.data(), bounded(room.size()));
    return {.step = step_of(count), .count = static_cast<std::size_t>(std::max(count, 0))};
}

TlsEnd::Moved TlsEnd::write(std::string_view bytes) {
    ERR_clear_error();
    const int count = SSL_write(ssl_.get(), bytes.data(), bounded(bytes.size()));
    return {.step = step_of(count), .count = static_cast<std::size_t>(std::max(count, 0))};
}

void TlsEnd::shut_down() {
    ERR_clear_error();
    if (SSL_in_init(ssl_.get()) == 0) SSL_shutdown(ssl_.get());
    ERR_clear_error();
}

bool TlsEnd::has_bytes() const { return SSL_pending(ssl_.get()) > 0; }

bool TlsEnd::has_ended() {
    char byte = 0;
    ERR_clear_error();
    const Step step = step_of(SSL_peek(ssl_.get(), &byte, 1));
    return step == Step::ended || step == Step::broken;
}

}  // namespace spark::net::detail
