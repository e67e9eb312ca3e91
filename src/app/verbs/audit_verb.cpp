#include "app/verbs/audit_verb.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "adapters/store/audit_reader.hpp"
#include "adapters/store/checkpoint_key.hpp"
#include "app/cli/exit_codes.hpp"
#include "app/verbs/audit_text.hpp"
#include "engine/audit/verify_log.hpp"
#include "foundation/base/files.hpp"

namespace spark::verbs {
namespace {

namespace fs = std::filesystem;
using cli::Text;
using wire::Json;

constexpr std::size_t kept_bytes_max = std::size_t{256} << 20U;
constexpr int poll_ms = 250;  // how soon Ctrl-C is seen

fs::path audit_folder(const Context& context) { return fs::path(data_dir(context)) / "audit"; }

/// A folder that is not there or has nothing in it says nothing about a log, neither good nor bad.
bool holds_something(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder, error) && !fs::is_empty(folder, error);
}

void print_line(Context& context, const audit::AuditRecord& record) {
    cli::Terminal& terminal = context.terminal;
    terminal.out_line(terminal.options().json ? wire::to_text(audit::record_json(record))
                                              : audit_line(audit::record_json(record)));
}

/// Wakes when something in a folder changes.
class FolderWatch {
  public:
    static Result<FolderWatch> open(const fs::path& folder) {
        FolderWatch watch(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
        if (watch.descriptor_ < 0) return fail(file_error("watch", folder, errno));
        if (::inotify_add_watch(watch.descriptor_, folder.c_str(), IN_MODIFY | IN_CREATE) < 0)
            return fail(file_error("watch", folder, errno));
        return watch;
    }
    FolderWatch(FolderWatch&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FolderWatch& operator=(FolderWatch&&) = delete;
    ~FolderWatch() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    void wait() const {
        pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
        if (::poll(&waiting, 1, poll_ms) <= 0) return;
        std::array<char, 4'096> events{};
        while (::read(descriptor_, events.data(), events.size()) > 0) continue;
    }

  private:
    explicit FolderWatch(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

/// The records above `last`, oldest first; `last` is moved on to the newest, admitted or not.
Result<std::vector<audit::AuditRecord>> records_above(const fs::path& folder, const store::AuditFilter& filter,
                                                      std::uint64_t& last) {
    std::vector<audit::AuditRecord> records;
    std::uint64_t before = 0;
    std::uint64_t newest = last;
    bool is_more = true;
    while (is_more) {
        SPARK_TRY(const store::AuditPage page, store::read_audit(folder, {.before = before, .limit = 100}));
        is_more = page.next != 0 && page.next > last + 1;
        before = page.next;
        for (const audit::AuditRecord& record : page.records) {
            if (record.sequence <= last) break;
            newest = std::max(newest, record.sequence);
            if (filter.admits(record)) records.push_back(record);
        }
    }
    last = newest;
    std::ranges::reverse(records);
    return records;
}

Result<int> follow(Context& context, const fs::path& folder, const store::AuditFilter& filter, std::uint64_t last) {
    SPARK_TRY(const FolderWatch watch, FolderWatch::open(folder));
    while (!context.cancelled() && !context.terminal.reader_gone()) {
        SPARK_TRY(const std::vector<audit::AuditRecord> records, records_above(folder, filter, last));
        for (const audit::AuditRecord& record : records) print_line(context, record);
        SPARK_TRY(context.terminal.flush());
        watch.wait();
    }
    return cli::exit_success;
}

/// The newest `count` that the filter admits, newest first, however far back they lie.
Result<std::vector<audit::AuditRecord>> newest_records(Context& context, const fs::path& folder,
                                                       const store::AuditFilter& filter, std::size_t count) {
    std::vector<audit::AuditRecord> records;
    std::uint64_t before = 0;
    do {
        SPARK_TRY(store::AuditPage page,
                  store::read_audit(folder, {.before = before, .limit = count - records.size(), .filter = filter}));
        std::ranges::move(page.records, std::back_inserter(records));
        before = page.next;
    } while (before != 0 && records.size() < count && !context.cancelled());
    return records;
}

Result<audit::LogTrust> trust_of(const Context& context, const cli::Invocation& invocation) {
    audit::LogTrust trust;
    const fs::path own_key = audit_folder(context) / store::checkpoint_public_key_name;
    if (const auto path = invocation.text("public-key")) {
        SPARK_TRY(trust.key, store::read_public_key(fs::path(*path)));
    } else if (!invocation.has("offline") && fs::exists(own_key)) {
        SPARK_TRY(trust.key, store::read_public_key(own_key));
    }
    if (const auto path = invocation.text("kept")) {
        SPARK_TRY(const std::string text, read_file(fs::path(*path), kept_bytes_max));
        for (std::string_view rest = text; !rest.empty();) {
            const std::size_t size = std::min(rest.find('\n'), rest.size());
            if (size > 0) trust.kept_checkpoints.emplace_back(rest.substr(0, size));
            rest.remove_prefix(std::min(size + 1, rest.size()));
        }
        if (trust.kept_checkpoints.empty())
            return fail(Fault::invalid_input, "no checkpoint in " + std::string(*path), "--kept",
                        "give a file with lines of checkpoints.jsonl");
    }
    return trust;
}

Json time_json(const std::optional<WallTime>& time) { return time ? Json(format_iso8601(*time)) : Json(nullptr); }

void print_report(cli::Terminal& terminal, const audit::LogReport& report) {
    const cli::Language language = terminal.language();
    for (const std::string& warning : report.warnings)
        terminal.complain(fmt::format("{}: {}", Text{"warning", "uyarı"}.in(language), warning));
    if (report.finding) {
        const audit::LogFinding& bad = *report.finding;
        const std::string which = bad.sequence
                                      ? fmt::format("{} {}", Text{"record", "kayıt"}.in(language), *bad.sequence)
                                      : std::string(Text{"checkpoint", "denetim noktası"}.in(language));
        terminal.out_line(fmt::format("✗ {}  {}:{}", which, bad.file, bad.line));
        terminal.out_line(fmt::format("  {}", bad.what));
        terminal.out_line(fmt::format("  {}: {}", Text{"right before it", "öncesinde doğru olan kayıt"}.in(language),
                                      report.record_count));
        return;
    }
    terminal.out_line(fmt::format("✓ {} {}, {} {} ({})", report.record_count, Text{"records", "kayıt"}.in(language),
                                  report.signed_count, Text{"signed", "imzalı"}.in(language),
                                  report.signed_until ? format_iso8601(*report.signed_until) : "-"));
    terminal.out_line(fmt::format("  {} {}  {}", Text{"chain head", "zincir başı"}.in(language), report.record_count,
                                  report.last_hash));
    if (report.key)
        terminal.out_line(fmt::format("  {}  {}", Text{"public key", "açık anahtar"}.in(language), report.key->hex()));
    if (report.longest_gap)
        terminal.out_line(
            fmt::format("  {}: {}, {} {} – {}", Text{"times without a signature", "imzasız süreler"}.in(language),
                        report.gap_count, Text{"the longest", "en uzunu"}.in(language),
                        format_iso8601(report.longest_gap->from), format_iso8601(report.longest_gap->to)));
}

}  // namespace

Json audit_report_json(const audit::LogReport& report) {
    Json json = Json::object();
    json.set("schema", "spark.audit_verify/1").set("verified", !report.finding.has_value());
    json.set("records", report.record_count).set("signed_records", report.signed_count);
    json.set("checkpoints", report.checkpoint_count).set("segments", report.segment_count);
    json.set("kept_found", report.kept_found_count).set("chain_head", report.last_hash);
    json.set("public_key", report.key ? Json(report.key->hex()) : Json(nullptr));
    json.set("signed_until", time_json(report.signed_until));
    Json first_bad(nullptr);
    if (report.finding) {
        first_bad = Json::object();
        first_bad.set("sequence", report.finding->sequence ? Json(*report.finding->sequence) : Json(nullptr));
        first_bad.set("file", report.finding->file).set("line", report.finding->line).set("what", report.finding->what);
    }
    json.set("first_bad", std::move(first_bad));
    Json longest(nullptr);
    if (report.longest_gap) {
        longest = Json::object();
        longest.set("from", format_iso8601(report.longest_gap->from)).set("to", format_iso8601(report.longest_gap->to));
    }
    json.set("gaps", report.gap_count).set("longest_gap", std::move(longest));
    Json warnings = Json::array();
    for (const std::string& warning : report.warnings) warnings.push(warning);
    return json.set("warnings", std::move(warnings));
}

Result<int> audit_tail(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const auto lines, invocation.whole("lines", 0, 10'000));
    SPARK_TRY(const auto since, invocation.time("since"));
    const store::AuditFilter filter{.actor = std::string(invocation.text_or("actor", "")),
                                    .action = std::string(invocation.text_or("action", "")),
                                    .outcome = audit::outcome_of(invocation.text_or("outcome", "")),
                                    .since = since};
    const fs::path folder = audit_folder(context);
    if (!fs::exists(folder))
        return fail(Fault::not_found, "no audit log in " + data_dir(context), folder.string(),
                    "spark serve writes one; choose another folder with --data-dir");
    SPARK_TRY(const store::AuditPage head, store::read_audit(folder, {.limit = 1}));
    const std::uint64_t last = head.records.empty() ? 0 : head.records[0].sequence;
    const std::size_t count = static_cast<std::size_t>(lines.value_or(20));
    std::vector<audit::AuditRecord> records;
    if (count > 0) {
        SPARK_TRY(records, newest_records(context, folder, filter, count));
    }
    std::erase_if(records, [&](const audit::AuditRecord& record) { return record.sequence > last; });
    std::ranges::reverse(records);
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json && !invocation.has("follow")) {
        Json array = Json::array();
        for (const audit::AuditRecord& record : records) array.push(audit::record_json(record));
        terminal.out_line(
            wire::to_text(Json::object().set("schema", "spark.audit_tail/1").set("records", std::move(array))));
        return cli::exit_success;
    }
    for (const audit::AuditRecord& record : records) print_line(context, record);
    return invocation.has("follow") ? follow(context, folder, filter, last) : cli::exit_success;
}

Result<int> audit_verify(Context& context, const cli::Invocation& invocation) {
    const bool has_path = !invocation.positional(0).empty();
    const fs::path folder = has_path ? fs::path(invocation.positional(0)) : audit_folder(context);
    SPARK_TRY(const audit::LogTrust trust, trust_of(context, invocation));
    // Where a checkpoint was kept elsewhere an emptied folder is a finding, and the check below says so.
    if (!fs::exists(folder) || (trust.kept_checkpoints.empty() && !holds_something(folder)))
        return fail(Fault::not_found, "no audit log in " + (has_path ? folder.string() : data_dir(context)),
                    folder.string(),
                    has_path ? "give the folder with the audit-*.jsonl files, or no folder for this machine's own log"
                             : "spark serve writes one; choose another folder with --data-dir");
    SPARK_TRY(const audit::LogReport report, audit::verify_log(store::AuditFolderReader(folder), trust));
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json)
        terminal.out_line(wire::to_text(audit_report_json(report)));
    else
        print_report(terminal, report);
    return report.finding ? cli::exit_check_failed : cli::exit_success;
}

}  // namespace spark::verbs
