#include "app/verbs/doctor_checks.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <thread>

#include "adapters/store/data_folder.hpp"
#include "app/cli/messages.hpp"
#include "app/cli/numbers.hpp"
#include "app/verbs/house_messages.hpp"
#include "foundation/base/build_info.hpp"
#include "foundation/base/file_lock.hpp"
#include "foundation/base/files.hpp"
#include "foundation/config/settings.hpp"

namespace spark::verbs {
namespace {

namespace fs = std::filesystem;
using cli::say;

constexpr double gib = 1024.0 * 1024.0 * 1024.0;
constexpr double free_gib_least = 1;  // A year of one-minute bars of one symbol is about 30 MB; this holds thirty.
constexpr double skew_s_most = 2;     // File systems keep times to a second or two; more is a wrong clock.
constexpr WallTime written_at_least = wall_time_of_ms(1'767'225'600'000);  // 2026-01-01: this program is not older.
constexpr std::size_t probe_bytes = 4096;

Check failed(std::string_view name, std::string title, const Error& error) {
    return {.name = name,
            .title = std::move(title),
            .state = CheckState::failed,
            .detail = error.place.empty() ? error.message : fmt::format("{}: {}", error.place, error.message),
            .remedy = error.remedy};
}

/// What the write into the data folder found out, for the checks after it.
struct Probe {
    Check check;
    std::optional<double> skew_s;
};

Result<double> file_age_s(const fs::path& path, WallTime now) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return fail(file_error("stat", path, errno));
    const double modified =
        static_cast<double>(status.st_mtim.tv_sec) + static_cast<double>(status.st_mtim.tv_nsec) / 1e9;
    return static_cast<double>(ns_of(now)) / 1e9 - modified;
}

/// Writes a file of its own, reads it back, removes it. Returns the clock's skew against the file's time.
Result<double> write_and_remove(Context& context, const fs::path& folder, bool& same) {
    const fs::path path = folder / fmt::format(".{}", context.new_id("doctor"));
    const std::string bytes(probe_bytes, 's');
    SPARK_TRY(create_file_exclusive(path, bytes));
    const auto read = read_file(path, probe_bytes);
    const auto age = file_age_s(path, context.now());
    std::error_code problem;
    fs::remove(path, problem);
    if (problem) return fail(file_error("remove", path, problem.value()));
    if (!read) return fail(read.error());
    same = *read == bytes;
    return age;
}

/// The nearest folder that is there already: where a new data folder would be made.
fs::path existing_parent(const fs::path& folder) {
    std::error_code ignored_absence;
    fs::path parent = fs::absolute(folder, ignored_absence);
    while (!fs::exists(parent, ignored_absence) && parent.has_relative_path()) parent = parent.parent_path();
    return parent;
}

Probe probe_data_dir(Context& context, cli::Language language) {
    const fs::path folder = data_dir(context);
    const std::string title = say<messages::check_data_dir>(language);
    constexpr std::string_view name = "data_dir";
    std::error_code absence;
    if (!fs::exists(folder, absence)) {
        const fs::path parent = existing_parent(folder);
        if (::access(parent.c_str(), W_OK) == 0) {
            return {{.name = name,
                     .title = title,
                     .detail = say<messages::data_dir_absent>(language, folder.string(), parent.string())},
                    {}};
        }
        return {{.name = name,
                 .title = title,
                 .state = CheckState::failed,
                 .detail = say<messages::data_dir_refused>(language, parent.string()),
                 .remedy = say<messages::data_dir_remedy>(language)},
                {}};
    }
    const auto begun = context.steady_now();
    bool same = false;
    const auto skew = write_and_remove(context, folder, same);
    if (!skew) return {failed(name, title, skew.error()), {}};
    if (!same) {
        return {{.name = name,
                 .title = title,
                 .state = CheckState::failed,
                 .detail = say<messages::data_dir_differs>(language, folder.string())},
                {}};
    }
    const std::string taken = cli::shown_number(
        std::chrono::duration<double, std::milli>(context.steady_now() - begun).count(), 2, {language});
    return {{.name = name,
             .title = title,
             .detail = say<messages::data_dir_written>(language, folder.string(),
                                                       cli::shown_count(probe_bytes, {language}), taken + " ms")},
            *skew};
}

Check check_settings(const Context& context, cli::Language language) {
    const std::string title = say<messages::check_settings>(language);
    if (context.settings_problem) return failed("settings", title, *context.settings_problem);
    std::int64_t changed = 0;
    for (std::size_t index = 0; index < config::settings.size(); ++index) {
        if (context.settings.winner(index).source != config::SettingSource::fallback) ++changed;
    }
    Check check{.name = "settings",
                .title = title,
                .detail = say<messages::settings_good>(language, fmt::to_string(config::settings.size()),
                                                       fmt::to_string(changed))};
    if (!context.settings.warnings().empty()) {
        check.state = CheckState::caution;
        check.detail = context.settings.warnings().front();
    }
    return check;
}

Check check_disk(const Context& context, cli::Language language) {
    const std::string title = say<messages::check_disk>(language);
    const fs::path place = existing_parent(data_dir(context));
    std::error_code problem;
    const fs::space_info space = fs::space(place, problem);
    if (problem) return failed("disk", title, file_error("statvfs", place, problem.value()));
    const double free_gib = static_cast<double>(space.available) / gib;
    const bool enough = free_gib >= free_gib_least;
    return {.name = "disk",
            .title = title,
            .state = enough ? CheckState::good : CheckState::failed,
            .detail = say<messages::disk_free>(language, cli::shown_number(free_gib, 1, {language}),
                                               cli::shown_number(free_gib_least, 0, {language})),
            .remedy = enough ? std::string() : say<messages::disk_remedy>(language)};
}

Check check_clock(const Context& context, std::optional<double> skew_s, cli::Language language) {
    const WallTime now = context.now();
    const std::string shown_now = format_iso8601(std::chrono::floor<std::chrono::seconds>(now));
    Check check{.name = "clock",
                .title = say<messages::check_clock>(language),
                .detail = say<messages::clock_good>(language, shown_now)};
    if (skew_s) {
        const std::string skew = cli::shown_number(std::abs(*skew_s), 2, {language});
        check.detail = say<messages::clock_good_beside_files>(language, shown_now, skew);
        if (std::abs(*skew_s) > skew_s_most) {
            check.state = CheckState::failed;
            check.detail = say<messages::clock_apart>(language, shown_now, skew);
        }
    }
    if (now < written_at_least) {
        check.state = CheckState::failed;
        check.detail = say<messages::clock_early>(language, shown_now, format_iso8601(written_at_least));
    }
    if (check.state == CheckState::failed) check.remedy = say<messages::clock_remedy>(language);
    return check;
}

Check check_processor(cli::Language language) {
    std::string features;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("sse4.2")) features += " sse4.2";
    if (__builtin_cpu_supports("avx2")) features += " avx2";
    if (__builtin_cpu_supports("avx512f")) features += " avx512f";
    features = "x86-64" + features;
#elif defined(__aarch64__)
    features = "aarch64 neon";
#else
    features = "portable code";
#endif
    const std::string cores = fmt::to_string(std::max(1U, std::thread::hardware_concurrency()));
    return {.name = "processor",
            .title = say<messages::check_processor>(language),
            .detail = say<messages::processor_line>(language, cores, features)};
}

Check check_text(const Context& context, cli::Language language) {
    std::string locale = "C";
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const auto found = context.environment.find(name);
        if (found == context.environment.end() || found->second.empty()) continue;
        locale = found->second;
        break;
    }
    const bool utf8 = locale.ends_with("UTF-8") || locale.ends_with("utf8") || locale.ends_with("utf-8");
    if (utf8)
        return {.name = "text",
                .title = say<messages::check_locale>(language),
                .detail = say<messages::locale_good>(language, locale)};
    return {.name = "text",
            .title = say<messages::check_locale>(language),
            .state = CheckState::caution,
            .detail = say<messages::locale_bad>(language, locale),
            .remedy = say<messages::locale_remedy>(language)};
}

Check check_terminal(const Context& context, cli::Language language) {
    const cli::TerminalOptions& options = context.terminal.options();
    const auto on_off = [](bool on) { return std::string(on ? "✓" : "–"); };
    return {.name = "terminal",
            .title = say<messages::check_terminal>(language),
            .detail = say<messages::terminal_line>(language, fmt::to_string(options.columns), on_off(options.out_color),
                                                   on_off(options.error_is_terminal))};
}

Check check_lock(const Context& context, cli::Language language) {
    const std::string title = say<messages::check_lock>(language);
    const fs::path path = fs::path(data_dir(context)) / "datasets" / ".lock";
    std::error_code absence;
    if (fs::exists(path, absence)) {
        const auto lock = FileLock::acquire(path, "spark doctor", std::chrono::milliseconds(0));
        if (!lock) {
            Check check = failed("lock", title, lock.error());
            check.state = CheckState::caution;
            check.detail = lock.error().message;
            return check;
        }
    }
    return {.name = "lock", .title = title, .detail = say<messages::lock_free>(language)};
}

Check check_data_sets(const Context& context, cli::Language language) {
    const std::string title = say<messages::check_data_sets>(language);
    constexpr std::string_view name = "data_sets";
    std::vector<store::DataSetEntry> entries;
    const auto folder = store::DataFolder::open(data_dir(context));
    if (folder) {
        auto listed = folder->list();
        if (!listed) return failed(name, title, listed.error());
        entries = *std::move(listed);
    } else if (folder.error().fault != Fault::not_found) {
        return failed(name, title, folder.error());
    }
    const auto is_damaged = [](const store::DataSetEntry& entry) { return entry.damage.has_value(); };
    const auto damaged = std::ranges::count_if(entries, is_damaged);
    const std::string count = fmt::to_string(entries.size());
    if (damaged > 0) {
        const auto first = std::ranges::find_if(entries, is_damaged);
        const std::string id = first->id.text();
        return {.name = name,
                .title = title,
                .state = CheckState::failed,
                .detail = say<messages::data_sets_damaged>(language, fmt::to_string(damaged), count, id,
                                                           first->damage->message),
                .remedy = say<messages::data_sets_remedy>(language, id)};
    }
    std::uint64_t rows = 0;
    for (const store::DataSetEntry& entry : entries) rows += entry.rows;
    return {.name = name,
            .title = title,
            .detail = say<messages::data_sets_good>(language, count,
                                                    cli::shown_count(static_cast<std::int64_t>(rows), {language}))};
}

}  // namespace

std::vector<Check> run_checks(Context& context, cli::Language language) {
    const BuildInfo& info = build_info();
    std::vector<Check> checks;
    checks.push_back({.name = "version",
                      .title = say<messages::check_version>(language),
                      .detail = fmt::format("spark {} {} {} {}", info.version, info.commit.substr(0, 12), info.compiler,
                                            info.build_type)});
    checks.push_back(check_settings(context, language));
    Probe probe = probe_data_dir(context, language);
    checks.push_back(std::move(probe.check));
    checks.push_back(check_disk(context, language));
    checks.push_back(check_lock(context, language));
    checks.push_back(check_data_sets(context, language));
    checks.push_back(check_clock(context, probe.skew_s, language));
    checks.push_back(check_processor(language));
    checks.push_back(check_text(context, language));
    checks.push_back(check_terminal(context, language));
    return checks;
}

}  // namespace spark::verbs
