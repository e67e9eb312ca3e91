#include "app/program/program.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <span>

#include "app/cli/error_report.hpp"
#include "app/cli/exit_codes.hpp"
#include "app/cli/help.hpp"
#include "app/cli/messages.hpp"
#include "app/cli/parse.hpp"
#include "app/program/dispatch.hpp"
#include "app/verbs/clock_edge.hpp"
#include "app/verbs/signals.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/files.hpp"

namespace spark::program {
namespace {

using Environment = std::map<std::string, std::string>;

std::string_view variable(const Environment& environment, const std::string& name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string_view() : std::string_view(found->second);
}

/// `30s`, `500ms`, `2m` as milliseconds; other text as it is, for the settings to refuse.
std::string milliseconds_text(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    constexpr std::int64_t number_max = 1'000'000'000;
    if (problem != std::errc{} || number < 0 || number > number_max) return std::string(text);
    if (unit == "ms") return std::to_string(number);
    if (unit == "s") return std::to_string(number * 1'000);
    if (unit == "m") return std::to_string(number * 60'000);
    return std::string(text);
}

/// Whether the verb works with a server this time.
bool is_remote(const DispatchRow& row, const cli::Invocation& invocation, const config::Settings& settings) {
    if (row.remote == nullptr) return false;
    return row.remote == row.run || (!invocation.has("local") && !settings.text("server.url").empty());
}

/// The global flags that are settings.
std::vector<config::FlagValue> setting_flags(const cli::Invocation& invocation) {
    std::vector<config::FlagValue> flags;
    const auto add = [&](std::string_view flag, std::string_view setting) {
        const auto text = invocation.text(flag);
        if (text) flags.push_back({std::string(setting), "--" + std::string(flag), std::string(*text)});
    };
    add("data-dir", "data.dir");
    add("lang", "ui.language");
    add("progress", "ui.progress");
    add("server", "server.url");
    add("api-key-file", "server.api_key_file");
    // Of the verbs that ask a language model.
    for (const auto& [flag, setting] : {std::pair{"llm-url", "lab.llm_url"}, std::pair{"llm-model", "lab.llm_model"},
                                        std::pair{"llm-key-file", "lab.llm_key_file"}}) {
        if (cli::find_flag(invocation.verb(), flag) != nullptr) add(flag, setting);
    }
    if (const auto wait = invocation.text("timeout"))
        flags.push_back({"server.timeout_ms", "--timeout", milliseconds_text(*wait)});
    if (invocation.has("no-color")) flags.push_back({"ui.color", "--no-color", "never"});
    return flags;
}

Result<config::Settings> read_settings(std::vector<config::FlagValue> flags, const Environment& environment) {
    std::error_code no_folder;
    const std::filesystem::path here = std::filesystem::current_path(no_folder);
    return config::Settings::read(config::usual_sources(std::move(flags), environment, here));
}

cli::ProgressStyle progress_style(std::string_view name) {
    if (name == "bar") return cli::ProgressStyle::bar;
    if (name == "plain") return cli::ProgressStyle::plain;
    if (name == "json") return cli::ProgressStyle::json;
    if (name == "none") return cli::ProgressStyle::none;
    return cli::ProgressStyle::automatic;
}

cli::TerminalOptions terminal_options(const cli::Invocation& invocation, const config::Settings& settings,
                                      const Environment& environment) {
    cli::TerminalOptions options;
    options.language = cli::language_of(settings.choice("ui.language")).value_or(cli::Language::en);
    options.json = invocation.has("json");
    options.plain = invocation.has("plain");
    options.quiet = invocation.has("quiet");
    options.verbosity = static_cast<int>(invocation.count("verbose"));
    options.progress = progress_style(settings.choice("ui.progress"));
    const std::string& color = settings.choice("ui.color");
    look_around(options,
                {.no_color = variable(environment, "NO_COLOR"),
                 .term = variable(environment, "TERM"),
                 .out = STDOUT_FILENO,
                 .error = STDERR_FILENO},
                color != "never");
    if (color == "always") options.out_color = options.error_color = true;
    return options;
}

/// Before the line is understood only its own words and the surroundings can say how to speak.
cli::TerminalOptions options_before_parsing(std::span<const std::string> arguments, cli::Language language) {
    cli::TerminalOptions options;
    options.language = language;
    const auto flags_end = std::ranges::find(arguments, "--");
    options.json = std::find(arguments.begin(), flags_end, "--json") != flags_end;
    return options;
}

/// `--lang`, else the settings of environment and files as far as they can be read.
cli::Language language_before_parsing(std::span<const std::string> arguments, const Environment& environment) {
    if (const auto asked = cli::language_on_line(arguments)) return *asked;
    const auto settings = read_settings({}, environment);
    if (!settings) return cli::Language::en;
    return cli::language_of(settings->choice("ui.language")).value_or(cli::Language::en);
}

int finish(cli::Terminal& terminal, int exit_code) {
    const auto flushed = terminal.flush();
    if (flushed) return exit_code;
    terminal.complain(cli::error_text(flushed.error(), rule_of(flushed.error().fault).exit_code, terminal));
    return rule_of(flushed.error().fault).exit_code;
}

int refuse(cli::Terminal& terminal, const Error& error, int exit_code) {
    cli::report(terminal, error, exit_code);
    return finish(terminal, exit_code);
}

int refuse_line(std::span<const std::string> arguments, const Environment& environment) {
    const cli::Language language = language_before_parsing(arguments, environment);
    cli::Terminal terminal(options_before_parsing(arguments, language), STDOUT_FILENO, STDERR_FILENO);
    if (arguments.empty()) {
        terminal.note(cli::help_overview({.language = language}));
        return cli::exit_usage;
    }
    const auto refused = cli::parse(arguments, language);
    SPARK_ASSERT(!refused.has_value());
    return refuse(terminal, refused.error(), cli::exit_usage);
}

Result<void> write_metrics(verbs::Context& context, const cli::Invocation& invocation) {
    const auto path = invocation.text("metrics-file");
    if (!path) return {};
    context.metrics.set("spark_written_at_seconds", static_cast<double>(ms_of(context.now())) / 1000.0);
    return replace_file(std::filesystem::path(*path), context.metrics.render());
}

int run_verb(verbs::Context& context, const DispatchRow& row, const cli::Invocation& invocation) {
    const Result<int> ran =
        is_remote(row, invocation, context.settings) ? row.remote(context, invocation) : row.run(context, invocation);
    const auto metrics_written = write_metrics(context, invocation);
    if (context.cancelled() && !row.signal_ends_it_well) return finish(context.terminal, context.cancelled_exit_code());
    if (!ran) return refuse(context.terminal, ran.error(), rule_of(ran.error().fault).exit_code);
    if (!metrics_written) {
        const Error& error = metrics_written.error();
        context.terminal.complain(cli::error_text(error, rule_of(error.fault).exit_code, context.terminal));
        return finish(context.terminal, rule_of(error.fault).exit_code);
    }
    return finish(context.terminal, *ran);
}

}  // namespace

int run_program(const std::vector<std::string>& command_line, const Environment& environment,
                const verbs::CancelToken& cancel) {
    const auto arguments = std::span(command_line).subspan(command_line.empty() ? 0 : 1);
    const auto parsed = cli::parse(arguments, cli::Language::en);
    if (!parsed) return refuse_line(arguments, environment);
    const cli::Invocation& invocation = *parsed;
    const DispatchRow* row = find_dispatch_row(invocation.verb().path);
    SPARK_ASSERT(row != nullptr);

    auto read = read_settings(setting_flags(invocation), environment);
    const std::optional<Error> settings_problem = read ? std::nullopt : std::optional(read.error());
    if (settings_problem) read = config::Settings::read({.flags = setting_flags(invocation), .environment = {}});
    if (!read) read = config::Settings::read({});
    SPARK_ASSERT(read.has_value());
    cli::Terminal terminal(terminal_options(invocation, *read, environment), STDOUT_FILENO, STDERR_FILENO);
    if (settings_problem && row->needs_settings) {
        return refuse(terminal, *settings_problem, rule_of(settings_problem->fault).exit_code);
    }
    const std::string stopping = cli::say<cli::messages::stopping>(terminal.language());
    const std::string left = cli::say<cli::messages::left_to_server>(terminal.language());
    const bool is_there = is_remote(*row, invocation, *read);
    const std::string keeping = cli::say<cli::messages::keeping>(terminal.language());
    verbs::set_signal_words(row->signal_ends_it_well  ? stopping
                            : is_there                ? left
                            : row->keeps_what_is_done ? keeping
                                                      : cli::say<cli::messages::interrupted>(terminal.language()),
                            row->signal_ends_it_well  ? stopping
                            : is_there                ? left
                            : row->keeps_what_is_done ? keeping
                                                      : cli::say<cli::messages::terminated>(terminal.language()));

    telemetry::Metrics metrics;
    const Rng rng(seed_from_system());
    UlidMaker ids(rng.split(0));
    Rng nonces = rng.split(1);
    verbs::Context context{.terminal = terminal,
                           .settings = *read,
                           .settings_problem = settings_problem,
                           .environment = environment,
                           .metrics = metrics,
                           .cancel = cancel,
                           .ids = ids,
                           .nonces = nonces,
                           .command_line = command_line,
                           .wall_clock = verbs::read_wall_clock,
                           .steady_clock = verbs::read_steady_clock};
    return run_verb(context, *row, invocation);
}

int report_bug(const std::vector<std::string>& command_line, const char* what) {
    const auto arguments = std::span(command_line).subspan(command_line.empty() ? 0 : 1);
    const cli::Language language = cli::language_on_line(arguments).value_or(cli::Language::en);
    cli::Terminal terminal(options_before_parsing(arguments, language), STDOUT_FILENO, STDERR_FILENO);
    const Error error{.fault = Fault::unavailable,
                      .message = cli::say<cli::messages::bug>(language, what),
                      .remedy = cli::say<cli::messages::report_bug>(language)};
    return refuse(terminal, error, cli::exit_bug);
}

}  // namespace spark::program
