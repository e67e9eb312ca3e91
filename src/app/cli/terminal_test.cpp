#include "app/cli/terminal.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "app/cli/error_report.hpp"
#include "app/cli/exit_codes.hpp"
#include "app/cli/progress.hpp"
#include "app/cli/testing/captured_terminal.hpp"
#include "foundation/wire/json.hpp"

namespace spark::cli {
namespace {

using namespace std::chrono_literals;
using testing::CapturedTerminal;

std::chrono::nanoseconds manual_now{0};
std::chrono::nanoseconds manual_clock() { return manual_now; }

TEST(Terminal, parts_data_from_words) {
    CapturedTerminal captured({});

    captured.terminal().out_line("data");
    captured.terminal().note("note");
    captured.terminal().complain("warning");
    captured.terminal().detail(1, "detail");

    EXPECT_EQ(captured.out(), "data\n");
    EXPECT_EQ(captured.error(), "note\nwarning\n");
}

TEST(Terminal, is_quiet_but_for_complaints) {
    CapturedTerminal captured({.quiet = true, .verbosity = 2});

    captured.terminal().note("note");
    captured.terminal().detail(1, "detail");
    captured.terminal().complain("error");

    EXPECT_EQ(captured.error(), "error\n");
}

TEST(Terminal, colours_only_where_it_may) {
    CapturedTerminal plain({.plain = true, .out_color = true});
    CapturedTerminal colored({.out_color = true});
    CapturedTerminal piped({});

    EXPECT_EQ(plain.terminal().inked(Ink::bad, "x"), "x");
    EXPECT_EQ(colored.terminal().inked(Ink::bad, "x"), "\x1b[31mx\x1b[0m");
    EXPECT_EQ(piped.terminal().inked(Ink::bad, "x"), "x");
}

TEST(Terminal, finds_no_colour_off_a_terminal_whatever_was_wanted) {
    TerminalOptions options;
    const int nowhere = ::open("/dev/null", O_WRONLY);

    look_around(options, {.no_color = {}, .term = "xterm", .out = nowhere, .error = nowhere}, true);

    EXPECT_FALSE(options.out_color);
    EXPECT_FALSE(options.error_color);
    EXPECT_FALSE(options.error_is_terminal);
    ::close(nowhere);
}

struct PseudoTerminal {
    int controller = ::posix_openpt(O_RDWR | O_NOCTTY);
    int user = -1;
    PseudoTerminal() {
        if (::grantpt(controller) == 0 && ::unlockpt(controller) == 0)
            user = ::open(::ptsname(controller), O_RDWR | O_NOCTTY);
    }
    ~PseudoTerminal() {
        ::close(user);
        ::close(controller);
    }
};

TEST(Terminal, has_colour_on_a_terminal_unless_told_otherwise) {
    const PseudoTerminal pseudo;
    ASSERT_GE(pseudo.user, 0);
    const auto colored = [&](std::string_view no_color, std::string_view term, bool wanted) {
        TerminalOptions options;
        look_around(options, {.no_color = no_color, .term = term, .out = pseudo.user, .error = pseudo.user}, wanted);
        return options.out_color && options.error_color;
    };

    EXPECT_TRUE(colored("", "xterm", true));
    EXPECT_FALSE(colored("1", "xterm", true));
    EXPECT_FALSE(colored("", "dumb", true));
    EXPECT_FALSE(colored("", "xterm", false));
}

TEST(Terminal, lets_a_reader_go_without_an_error) {
    std::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    ::close(ends[0]);
    Terminal terminal({}, ends[1], ends[1]);

    terminal.out_line("x");

    EXPECT_TRUE(terminal.flush().has_value());
    EXPECT_TRUE(terminal.reader_gone());
    ::close(ends[1]);
}

TEST(Terminal, says_when_output_cannot_be_written) {
    const int full = ::open("/dev/full", O_WRONLY);
    if (full < 0) GTEST_SKIP() << "no /dev/full here";
    Terminal terminal({}, full, full);

    terminal.out_line("x");
    const auto flushed = terminal.flush();

    ASSERT_FALSE(flushed.has_value());
    EXPECT_EQ(flushed.error().fault, Fault::exhausted);
    EXPECT_FALSE(terminal.reader_gone());
    ::close(full);
}

TEST(ErrorReport, says_what_where_why_and_what_to_try) {
    CapturedTerminal captured({.language = Language::tr});
    const Error error{Fault::not_found, "no data set 'x'", "--dataset", "spark data ls"};

    report(captured.terminal(), error, 4);

    EXPECT_EQ(captured.error(),
              "hata: no data set 'x'\n  yer: --dataset\n  Bu adda bir şey yok.\n  öneri: spark data ls\n");
    EXPECT_EQ(captured.out(), "");
}

TEST(ErrorReport, prints_one_document_with_json_and_the_words_beside_it) {
    CapturedTerminal captured({.json = true});

    report(captured.terminal(), Error{Fault::invalid_input, "found \"3\"", "a.csv:7", ""}, 3);

    const auto document = wire::parse_json(captured.out());
    ASSERT_TRUE(document.has_value());
    EXPECT_EQ(document->string_at("schema").value(), "spark.error/1");
    const wire::Json* error = document->find("error");
    ASSERT_NE(error, nullptr);
    EXPECT_EQ(error->string_at("fault").value(), "invalid_input");
    EXPECT_EQ(error->string_at("message").value(), "found \"3\"");
    EXPECT_EQ(error->string_at("place").value(), "a.csv:7");
    EXPECT_TRUE(error->find("remedy")->is_null());
    EXPECT_EQ(error->int64_at("exit_code").value(), 3);
    EXPECT_TRUE(captured.error().starts_with("error: found \"3\"\n"));
}

TEST(ErrorReport, leaves_the_faults_sentence_out_of_a_usage_error) {
    CapturedTerminal captured({});

    EXPECT_EQ(error_text(Error{Fault::invalid_input, "unknown verb 'x'", "", ""}, exit_usage, captured.terminal()),
              "error: unknown verb 'x'");
}

TEST(Progress, draws_nothing_where_nothing_can_be_drawn_over) {
    CapturedTerminal captured({});

    Progress progress(captured.terminal(), manual_clock, {.label = "Running", .total = 10});
    manual_now += 1s;
    progress.at(5);
    progress.finish(10);

    EXPECT_EQ(captured.error(), "");
}

TEST(Progress, draws_a_bar_at_once_and_at_most_twenty_times_a_second) {
    CapturedTerminal captured({.error_is_terminal = true});
    Progress progress(captured.terminal(), manual_clock, {.label = "Running", .total = 1000, .unit = "bars"});

    EXPECT_TRUE(captured.error().contains("Running"));
    const std::size_t size_before = captured.error().size();
    manual_now += 49ms;
    progress.at(100);
    EXPECT_EQ(captured.error().size(), size_before);
    manual_now += 451ms;
    progress.at(250);

    const std::string drawn = captured.error().substr(size_before);
    EXPECT_TRUE(drawn.contains("25%  250/1,000 bars  500/s  eta 1.50 s")) << drawn;
    EXPECT_TRUE(drawn.contains("██████░"));
    progress.finish(1000);
    EXPECT_TRUE(captured.error().ends_with("100%  1,000/1,000 bars  0.50 s\n")) << captured.error();
}

TEST(Progress, clears_its_line_when_the_step_is_given_up) {
    CapturedTerminal captured({.error_is_terminal = true});
    {
        const Progress progress(captured.terminal(), manual_clock, {.label = "Running"});
    }

    EXPECT_TRUE(captured.error().ends_with("\r\x1b[K"));
}

TEST(Progress, writes_json_lines_when_asked_for) {
    CapturedTerminal captured({.progress = ProgressStyle::json});
    Progress progress(captured.terminal(), manual_clock, {.label = "Reading", .total = 4});
    manual_now += 2s;
    progress.at(2);

    const std::string lines = captured.error();
    const auto second = wire::parse_json(lines.substr(lines.find('\n') + 1));
    ASSERT_TRUE(second.has_value()) << lines;
    EXPECT_EQ(second->int64_at("done").value(), 2);
    EXPECT_EQ(second->int64_at("eta_ms").value(), 2000);
    EXPECT_EQ(second->double_at("per_second").value(), 1.0);
    EXPECT_FALSE(second->bool_at("finished").value());
}

TEST(Progress, keeps_still_when_quiet) {
    CapturedTerminal captured({.quiet = true, .error_is_terminal = true, .progress = ProgressStyle::bar});
    Progress progress(captured.terminal(), manual_clock, {.label = "Running"});
    progress.finish(1);

    EXPECT_EQ(captured.error(), "");
}

}  // namespace
}  // namespace spark::cli
