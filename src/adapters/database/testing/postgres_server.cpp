#include "adapters/database/testing/postgres_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/assert.hpp"

namespace spark::database::testing {
namespace {

namespace fs = std::filesystem;

const fs::path programs = "/usr/lib/postgresql/15/bin";
constexpr std::chrono::seconds start_wait_max{30};

/// Gives up root's rights for good. Only in a child.
bool become_ordinary() {
    if (::geteuid() != 0) return true;
    const passwd* const user = ::getpwnam("postgres");
    return user != nullptr && ::setgid(user->pw_gid) == 0 && ::setuid(user->pw_uid) == 0;
}

[[noreturn]] void become(const std::vector<std::string>& command, const fs::path& folder, int output) {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    if (::chdir(folder.c_str()) != 0 || !become_ordinary()) ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    const int nothing = ::open("/dev/null", O_RDWR);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(nothing, STDOUT_FILENO);
    ::dup2(output >= 0 ? output : nothing, STDERR_FILENO);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
}

int run(const std::vector<std::string>& command, const fs::path& folder) {
    const pid_t child = ::fork();
    SPARK_ASSERT(child >= 0);
    if (child == 0) become(command, folder, -1);
    int status = 0;
    SPARK_ASSERT(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/// Reads the server's log until it says that it is ready.
bool wait_until_ready(int log) {
    const auto deadline = std::chrono::steady_clock::now() + start_wait_max;
    std::string text;
    while (!text.contains("ready to accept connections")) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        pollfd readable{.fd = log, .events = POLLIN, .revents = 0};
        if (left.count() <= 0 || ::poll(&readable, 1, static_cast<int>(left.count())) <= 0) return false;
        char buffer[4096];
        const ssize_t size = ::read(log, buffer, sizeof buffer);
        if (size <= 0) return false;
        text.append(buffer, static_cast<std::size_t>(size));
    }
    return true;
}

}  // namespace

PostgresServer* PostgresServer::shared(std::string& why_not) {
    static std::string reason;
    static const std::unique_ptr<PostgresServer> server = start(reason);
    why_not = reason;
    return server.get();
}

std::unique_ptr<PostgresServer> PostgresServer::start(std::string& why_not) {
    if (::access((programs / "postgres").c_str(), X_OK) != 0) {
        why_not = "PostgreSQL 15 is not installed (apt-get install postgresql-15)";
        return nullptr;
    }
    std::unique_ptr<PostgresServer> server(new PostgresServer);
    if (server->make_cluster() && server->start_postmaster()) return server;
    why_not = "PostgreSQL does not start on this machine";
    return nullptr;
}

PostgresServer::~PostgresServer() { stop(); }

bool PostgresServer::make_cluster() {
    if (::geteuid() == 0) {
        const passwd* const user = ::getpwnam("postgres");
        if (user == nullptr || ::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) return false;
    }
    return run({programs / "initdb", "-D", folder_ / "data", "-U", "spark", "--auth=trust", "--encoding=UTF8",
                "--locale=C", "--no-sync", "--wal-segsize=1", "--no-instructions"},
               folder_.path()) == 0;
}

bool PostgresServer::start_postmaster() {
    int ends[2];
    SPARK_ASSERT(::pipe2(ends, O_CLOEXEC) == 0);
    // Nobody reads the log after the start: nothing but its few LOG lines may fill the pipe.
    const std::vector<std::string> command{programs / "postgres",
                                           "-D",
                                           folder_ / "data",
                                           "-k",
                                           folder_.path(),
                                           "-h",
                                           "",
                                           "-c",
                                           "log_min_messages=log",
                                           "-c",
                                           "log_checkpoints=off",
                                           "-c",
                                           "shared_buffers=16MB",
                                           "-c",
                                           "max_connections=60",
                                           "-c",
                                           "autovacuum=off"};
    postmaster_ = ::fork();
    SPARK_ASSERT(postmaster_ >= 0);
    if (postmaster_ == 0) become(command, folder_.path(), ends[1]);
    ::close(ends[1]);
    log_ = ends[0];
    return wait_until_ready(log_);
}

void PostgresServer::stop() {
    if (postmaster_ < 0) return;
    ::kill(postmaster_, SIGQUIT);
    ::waitpid(postmaster_, nullptr, 0);
    ::close(log_);
    postmaster_ = -1;
}

void PostgresServer::start_again() { SPARK_ASSERT(postmaster_ < 0 && start_postmaster()); }

/// The postmaster's children are its backends; /proc names them.
void PostgresServer::signal_all(int signal_number) const {
    std::ifstream list("/proc/" + std::to_string(postmaster_) + "/task/" + std::to_string(postmaster_) + "/children");
    ::kill(postmaster_, signal_number);
    for (pid_t child = 0; list >> child;) ::kill(child, signal_number);
}

void PostgresServer::freeze() { signal_all(SIGSTOP); }
void PostgresServer::thaw() { signal_all(SIGCONT); }

std::string PostgresServer::url_of(const std::string& schema) const {
    std::string host;
    for (const char c : folder_.path().string()) host += c == '/' ? std::string("%2F") : std::string(1, c);
    return "postgresql://spark@" + host + "/postgres?options=-csearch_path%3D" + schema;
}

std::string PostgresServer::new_store() {
    const std::string name = "test" + std::to_string(++stores_) + "_" + std::to_string(::getpid());
    SPARK_ASSERT(
        run({programs / "psql", "-h", folder_.path(), "-U", "spark", "-d", "postgres", "-c", "CREATE SCHEMA " + name},
            folder_.path()) == 0);
    return url_of(name);
}

}  // namespace spark::database::testing
