#include "app/cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/messages.hpp"
#include "app/cli/numbers.hpp"
#include "foundation/wire/json.hpp"

namespace spark::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto bar_interval = 50ms;  // 20 a second: smooth to the eye, and a system call costs the work nothing.
constexpr auto plain_interval = 2s;  // A log line every two seconds tells that it lives without filling the log.
constexpr std::int64_t bar_cells = 24;

ProgressStyle settled_style(const TerminalOptions& options) {
    if (options.quiet) return ProgressStyle::none;
    const bool can_draw = options.error_is_terminal;
    if (options.progress == ProgressStyle::automatic) return can_draw ? ProgressStyle::bar : ProgressStyle::none;
    // Nothing is animated where nothing can be drawn over, whatever was asked for.
    if (options.progress == ProgressStyle::bar && !can_draw) return ProgressStyle::plain;
    return options.progress;
}

double per_second(std::int64_t done, std::chrono::nanoseconds taken) {
    const double seconds = std::chrono::duration<double>(taken).count();
    return seconds > 0 ? static_cast<double>(done) / seconds : 0;
}

/// `done` is above 0.
std::chrono::nanoseconds left(std::int64_t done, std::int64_t to_do, std::chrono::nanoseconds taken) {
    const double share = static_cast<double>(to_do) / static_cast<double>(done);
    return std::chrono::nanoseconds(static_cast<std::int64_t>(share * static_cast<double>(taken.count())));
}

}  // namespace

Progress::Progress(Terminal& terminal, SteadyClock clock, Plan plan)
    : terminal_(terminal),
      clock_(clock),
      plan_(std::move(plan)),
      style_(settled_style(terminal.options())),
      begun_(clock()),
      shown_(begun_) {
    show(0, Phase::begun);
}

Progress::~Progress() {
    if (drawn_ && !finished_) terminal_.draw("\r\x1b[K");
}

void Progress::at(std::int64_t done) {
    if (style_ == ProgressStyle::none) return;
    const auto now = clock_();
    if (now - shown_ < (style_ == ProgressStyle::bar ? std::chrono::nanoseconds(bar_interval) : plain_interval)) return;
    shown_ = now;
    show(done, Phase::running);
}

void Progress::finish(std::int64_t done) {
    if (finished_) return;
    finished_ = true;
    show(done, Phase::finished);
}

void Progress::show(std::int64_t done, Phase phase) {
    const auto taken = clock_() - begun_;
    switch (style_) {
        case ProgressStyle::automatic:
        case ProgressStyle::none: return;
        case ProgressStyle::json: terminal_.note(json_line(done, taken, phase)); return;
        case ProgressStyle::plain: terminal_.note(bar_line(done, taken, phase)); return;
        case ProgressStyle::bar: break;
    }
    drawn_ = true;
    terminal_.draw("\r\x1b[K" + bar_line(done, taken, phase) + (phase == Phase::finished ? "\n" : ""));
}

std::string Progress::bar_line(std::int64_t done, std::chrono::nanoseconds taken, Phase phase) const {
    const NumberStyle style{.language = terminal_.language()};
    std::string line = plan_.label;
    if (phase == Phase::begun && style_ == ProgressStyle::plain) return line + " …";
    if (plan_.total > 0) {
        const std::int64_t capped = std::clamp<std::int64_t>(done, 0, plan_.total);
        if (style_ == ProgressStyle::bar) {
            const std::int64_t full = capped * bar_cells / plan_.total;
            line += "  ";
            for (std::int64_t cell = 0; cell < bar_cells; ++cell) line += cell < full ? "█" : "░";
        }
        const double percent = 100.0 * static_cast<double>(capped) / static_cast<double>(plan_.total);
        line += "  " + shown_percent(percent, 0, style, Sign::if_negative);
        line += fmt::format("  {}/{}", shown_count(done, style), shown_count(plan_.total, style));
    } else if (done > 0) {
        line += "  " + shown_count(done, style);
    }
    if (!plan_.unit.empty() && (plan_.total > 0 || done > 0)) line += ' ' + plan_.unit;
    const std::string tail = tail_.empty() ? std::string() : "  " + tail_;
    if (phase == Phase::finished) return line + "  " + shown_duration(taken, style) + tail;
    const std::int64_t done_now = done - plan_.done_before;
    if (done_now > 0)
        line += "  " + say<messages::per_second>(style.language, shown_number(per_second(done_now, taken), 0, style));
    if (done_now > 0 && done < plan_.total) {
        const auto wait = left(done_now, plan_.total - done, taken);
        line += "  " + say<messages::progress_eta>(style.language, shown_duration(wait, style));
    }
    return line + tail;
}

std::string Progress::json_line(std::int64_t done, std::chrono::nanoseconds taken, Phase phase) const {
    wire::Json line = wire::Json::object();
    line.set("schema", "spark.progress/1");
    line.set("label", plan_.label);
    line.set("done", done);
    line.set("total", plan_.total > 0 ? wire::Json(plan_.total) : wire::Json(nullptr));
    line.set("elapsed_ms", std::chrono::floor<std::chrono::milliseconds>(taken).count());
    const std::int64_t done_now = done - plan_.done_before;
    line.set("per_second", done_now > 0 ? wire::Json(per_second(done_now, taken)) : wire::Json(nullptr));
    wire::Json eta_ms(nullptr);
    if (done_now > 0 && done <= plan_.total) {
        const auto wait = left(done_now, plan_.total - done, taken);
        eta_ms = wire::Json(std::chrono::floor<std::chrono::milliseconds>(wait).count());
    }
    line.set("eta_ms", std::move(eta_ms));
    if (!tail_.empty()) line.set("tail", tail_);
    line.set("finished", phase == Phase::finished);
    return wire::to_text(line);
}

}  // namespace spark::cli
