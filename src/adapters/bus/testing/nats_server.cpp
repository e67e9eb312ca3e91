#include "adapters/bus/testing/nats_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "foundation/base/assert.hpp"

namespace spark::bus::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds start_wait_max{20};

std::string find_program() {
    for (const char* path : {"/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"})
        if (::access(path, X_OK) == 0) return path;
    return {};
}

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

int free_port() {
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    SPARK_ASSERT(::bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0);
    SPARK_ASSERT(::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    ::close(probe);
    return ntohs(address.sin_port);
}

/// Reads the server's log until it says that it is ready.
bool wait_until_ready(int log) {
    const auto deadline = std::chrono::steady_clock::now() + start_wait_max;
    std::string text;
    while (!text.contains("Server is ready")) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        pollfd readable{.fd = log, .events = POLLIN, .revents = 0};
        if (left.count() <= 0 || ::poll(&readable, 1, static_cast<int>(left.count())) <= 0) return false;
        std::array<char, 4096> buffer{};
        const ssize_t size = ::read(log, buffer.data(), buffer.size());
        if (size <= 0) return false;
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return true;
}

}  // namespace

std::unique_ptr<NatsServer> NatsServer::start(std::string& why_not, const std::string& config) {
    if (find_program().empty()) {
        why_not = "nats-server is not installed (apt-get install nats-server)";
        return nullptr;
    }
    std::unique_ptr<NatsServer> server(new NatsServer);
    server->port_ = free_port();
    std::ofstream(server->folder_ / "nats.conf")
        << "listen: \"127.0.0.1:" << server->port_ << "\"\njetstream {\n  store_dir: \""
        << (server->folder_ / "store").string() << "\"\n  max_mem: 64MB\n  max_file: 1GB\n}\n"
        << config;
    SPARK_ASSERT(server->launch());  // Installed and not able to start is a failure, nothing to skip.
    return server;
}

NatsServer::~NatsServer() { stop(); }

bool NatsServer::launch() {
    const std::string program = find_program();
    const std::string config = folder_ / "nats.conf";
    int ends[2];
    SPARK_ASSERT(::pipe2(ends, O_CLOEXEC) == 0);
    // Nobody reads on after the start: a test's few lines more must not fill the pipe.
    SPARK_ASSERT(::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) >= 0);
    process_ = ::fork();
    SPARK_ASSERT(process_ >= 0);
    if (process_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(ends[1], STDERR_FILENO);
        ::execl(program.c_str(), program.c_str(), "-c", config.c_str(), nullptr);
        ::_exit(127);
    }
    ::close(ends[1]);
    log_ = ends[0];
    return wait_until_ready(log_);
}

void NatsServer::stop() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    ::close(log_);
    process_ = -1;
}

bool NatsServer::start_again() {
    SPARK_ASSERT(process_ < 0);
    return launch();
}

void NatsServer::lose_everything() {
    SPARK_ASSERT(process_ < 0);
    fs::remove_all(folder_ / "store");
}

std::string NatsServer::url() const { return "nats://127.0.0.1:" + std::to_string(port_); }

}  // namespace spark::bus::testing
