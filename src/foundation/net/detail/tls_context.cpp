#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "foundation/base/assert.hpp"
#include "foundation/net/detail/tls_end.hpp"

namespace spark::net::detail {
namespace {

Error tls_error(Fault fault, const std::string& file, std::string_view what, std::string remedy = {}) {
    ERR_clear_error();
    return {.fault = fault, .message = fmt::format("{}: {}", file, what), .place = file, .remedy = std::move(remedy)};
}

TlsContext make_context(const SSL_METHOD* method) {
    TlsContext context(SSL_CTX_new(method), SSL_CTX_free);
    SPARK_ASSERT(context != nullptr && SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) == 1);
    // Buffers are given back between records (an idle connection costs little); a write that has to wait may be
    // repeated from another address; renegotiation only costs a server time.
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                        SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    return context;
}

struct CloseFile {
    int descriptor;
    ~CloseFile() { ::close(descriptor); }
};

/// Reads through the one descriptor whose mode was looked at, so that nobody can swap the file in between.
Result<std::string> read_key_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        const Fault fault = errno == ENOENT ? Fault::not_found : Fault::denied;
        return fail(tls_error(fault, path, std::strerror(errno)));
    }
    const CloseFile closing{descriptor};
    struct stat found{};
    if (::fstat(descriptor, &found) != 0 || !S_ISREG(found.st_mode))
        return fail(tls_error(Fault::invalid_input, path, "is no file"));
    if ((found.st_mode & 0177U) != 0)
        return fail(tls_error(Fault::denied, path, fmt::format("mode {:04o}, allowed 0600", found.st_mode & 0777U),
                              fmt::format("chmod 600 {}", path)));
    if (found.st_uid != ::geteuid() && found.st_uid != 0)
        return fail(tls_error(Fault::denied, path, "belongs to another user"));
    std::string text(static_cast<std::size_t>(std::min<off_t>(found.st_size, off_t{1} << 20)), '\0');
    const auto count = ::read(descriptor, text.data(), text.size());
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    return text;
}

/// No passphrase is asked for at a terminal nobody sits at.
int no_passphrase(char* /*room*/, int /*size*/, int /*is_writing*/, void* /*data*/) { return 0; }

}  // namespace

Result<TlsContext> make_client_context(const std::string& authorities_file) {
    TlsContext context = make_context(TLS_client_method());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    ERR_clear_error();
    if (authorities_file.empty())
        SSL_CTX_set_default_verify_paths(context.get());
    else if (SSL_CTX_load_verify_file(context.get(), authorities_file.c_str()) != 1)
        return fail(tls_error(Fault::invalid_input, authorities_file, "holds no certificates (PEM)"));
    return context;
}

Result<TlsContext> make_server_context(const std::string& certificate_file, const std::string& key_file) {
    TlsContext context = make_context(TLS_server_method());
    SPARK_TRY(const std::string key_text, read_key_file(key_file));
    if (::access(certificate_file.c_str(), R_OK) != 0)
        return fail(
            tls_error(errno == ENOENT ? Fault::not_found : Fault::denied, certificate_file, std::strerror(errno)));
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate_file.c_str()) != 1)
        return fail(tls_error(Fault::invalid_input, certificate_file, "holds no certificate (PEM)"));
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(
        BIO_new_mem_buf(key_text.data(), static_cast<int>(key_text.size())), &BIO_free_all);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr), &EVP_PKEY_free);
    if (!key)
        return fail(tls_error(Fault::invalid_input, key_file, "holds no private key (PEM, without a passphrase)"));
    if (SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1)
        return fail(tls_error(Fault::invalid_input, key_file, "does not belong to the certificate"));
    return context;
}

}  // namespace spark::net::detail
