#include "app/verbs/signals.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <utility>

namespace spark::verbs {
namespace {

/// The handler may touch only lock-free atomics and what was finished before it was installed.
CancelToken cancel_token{0};
static_assert(CancelToken::is_always_lock_free);

struct Words {
    std::string interrupted;
    std::string terminated;
};
std::atomic<const Words*> signal_words{nullptr};
std::atomic<bool> is_reload_wanted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void on_reload_signal(int) { is_reload_wanted.store(true); }

void on_signal(int number) {
    int before = 0;
    if (!cancel_token.compare_exchange_strong(before, number)) ::_exit(128 + number);
    const Words* words = signal_words.load();
    if (words == nullptr) return;
    const std::string& text = number == SIGINT ? words->interrupted : words->terminated;
    if (::write(STDERR_FILENO, text.data(), text.size()) < 0) return;
}

void open_closed_streams() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) >= 0) continue;
        // The lowest free number is taken: this one.
        if (::open("/dev/null", O_RDWR) != descriptor) return;
    }
}

void handle(int number, void (*handler)(int)) {
    struct sigaction action{};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    // Refused only for numbers that do not exist.
    static_cast<void>(sigaction(number, &action, nullptr) == 0);
}

}  // namespace

CancelToken& prepare_process() {
    open_closed_streams();
    handle(SIGPIPE, SIG_IGN);
    handle(SIGXFSZ, SIG_IGN);
    handle(SIGINT, on_signal);
    handle(SIGTERM, on_signal);
    return cancel_token;
}

void prepare_reload() { handle(SIGHUP, on_reload_signal); }

bool take_reload() { return is_reload_wanted.exchange(false); }

void set_signal_words(std::string interrupted, std::string terminated) {
    // Lives as long as the process: a signal may come until its very end.
    static Words words;
    words = {.interrupted = "\n" + std::move(interrupted) + "\n", .terminated = "\n" + std::move(terminated) + "\n"};
    signal_words.store(&words);
}

}  // namespace spark::verbs
