#include "app/cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "foundation/base/files.hpp"

namespace spark::cli {
namespace {

constexpr std::size_t buffer_bytes_max =
    64 * 1024;  // One write a page of tables; few enough system calls for a million-row export.
constexpr std::size_t columns_least = 40;
constexpr std::size_t columns_most = 200;

std::string_view code_of(Ink ink) {
    switch (ink) {
        case Ink::normal: return {};
        case Ink::bold: return "\x1b[1m";
        case Ink::dim: return "\x1b[2m";
        case Ink::good: return "\x1b[36m";
        case Ink::bad: return "\x1b[31m";
        case Ink::caution: return "\x1b[33m";
    }
    return {};
}

std::string colored(bool color, Ink ink, std::string_view text) {
    const std::string_view code = code_of(ink);
    if (!color || code.empty()) return std::string(text);
    return std::string(code) + std::string(text) + "\x1b[0m";
}

std::size_t columns_of(int descriptor) {
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return TerminalOptions{}.columns;
    return std::clamp<std::size_t>(size.ws_col, columns_least, columns_most);
}

}  // namespace

void look_around(TerminalOptions& options, const TerminalSurroundings& surroundings, bool color_wanted) {
    const bool dumb = surroundings.term == "dumb";
    const bool color = color_wanted && !dumb && surroundings.no_color.empty();
    const bool out_is_terminal = isatty(surroundings.out) == 1;
    const bool error_is_terminal = isatty(surroundings.error) == 1;
    options.out_color = color && out_is_terminal;
    options.error_color = color && error_is_terminal;
    options.error_is_terminal = error_is_terminal && !dumb;
    if (out_is_terminal) {
        options.columns = columns_of(surroundings.out);
    } else if (error_is_terminal) {
        options.columns = columns_of(surroundings.error);
    }
}

void Terminal::out(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() < buffer_bytes_max) return;
    if (!reader_gone_ && !problem_) write_all(out_, buffer_);
    buffer_.clear();
}

void Terminal::out_line(std::string_view line) {
    out(line);
    out("\n");
}

void Terminal::note(std::string_view line) {
    if (!options_.quiet) complain(line);
}

void Terminal::detail(int level, std::string_view line) {
    if (options_.verbosity >= level) note(line);
}

void Terminal::complain(std::string_view line) {
    // What was printed before stands before it where both go to one place.
    if (!options_.json && !buffer_.empty() && !reader_gone_ && !problem_) {
        write_all(out_, buffer_);
        buffer_.clear();
    }
    std::string text(line);
    text += '\n';
    write_all(error_, text);
}

void Terminal::draw(std::string_view bytes) { write_all(error_, bytes); }

std::string Terminal::inked(Ink ink, std::string_view text) const {
    return colored(options_.out_color && !options_.json && !options_.plain, ink, text);
}

std::string Terminal::inked_error(Ink ink, std::string_view text) const {
    return colored(options_.error_color, ink, text);
}

Result<void> Terminal::flush() {
    if (!buffer_.empty() && !reader_gone_ && !problem_) write_all(out_, buffer_);
    buffer_.clear();
    if (problem_) return fail(*problem_);
    return {};
}

bool Terminal::write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
            continue;
        }
        if (errno == EINTR) continue;
        // Nobody listens on standard error any more: there is nowhere left to say so.
        if (descriptor != out_) return false;
        if (errno == EPIPE) {
            reader_gone_ = true;
        } else {
            problem_ = file_error("write", "standard output", errno);
        }
        return false;
    }
    return true;
}

}  // namespace spark::cli
