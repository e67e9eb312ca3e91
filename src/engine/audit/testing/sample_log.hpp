#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/audit/checkpoint.hpp"
#include "engine/audit/record.hpp"
#include "engine/audit/verify_log.hpp"

namespace spark::audit::testing {

inline crypto::Ed25519Secret sample_secret(std::uint8_t fill = 7) {
    std::array<std::uint8_t, crypto::Ed25519Secret::size> bytes{};
    bytes.fill(fill);
    return crypto::Ed25519Secret(bytes);
}

/// Record number `number`, about 450 bytes as a line, times 10 ms apart.
inline AuditRecord sample_record(std::uint64_t number) {
    const std::string digits = std::to_string(number);
    AuditRecord record;
    record.time = wall_time_of_ms(1'763'624'712'000 + static_cast<std::int64_t>(number) * 10);
    record.actor = {.kind = "user", .id = "usr_" + digits, .name = "ayşe", .role = "trader"};
    record.action = number % 7 == 0 ? "auth.login" : "backtests.create";
    record.object = "bt_" + digits;
    record.outcome = number % 5 == 0 ? Outcome::refused : Outcome::allowed;
    record.status = number % 5 == 0 ? 403 : 202;
    record.reason = number % 5 == 0 ? "role_missing" : "";
    record.request_id = "req_" + digits;
    record.address = "203.0.113.7";
    record.details.set("strategy", "smaCross");
    return record;
}

/// A log in memory, whole and right.
class SampleLog : public LogReader {
  public:
    std::map<std::string, std::string> files;

    SampleLog(std::uint64_t count, std::uint64_t records_a_checkpoint, std::uint64_t records_a_segment) {
        ChainHead head = empty_chain();
        sign(head, {}, 0);
        std::string marks;
        std::string* segment = nullptr;
        for (std::uint64_t number = 1; number <= count; ++number) {
            if (segment == nullptr || (number - 1) % records_a_segment == 0) segment = &files[segment_name(number)];
            const ChainedRecord next = chained_after(head, sample_record(number));
            *segment += next.line + '\n';
            head = {.sequence = number, .hash = next.record.hash};
            marks += mark_of(head.hash);
            if (number % records_a_checkpoint == 0 || number == count) sign(head, std::exchange(marks, {}), number);
        }
    }

    Result<std::vector<std::string>> names() const override {
        std::vector<std::string> names;
        for (const auto& [name, bytes] : files) names.push_back(name);
        return names;
    }
    Result<std::string> read(const std::string& name, std::uint64_t offset, std::size_t size_max) const override {
        const auto found = files.find(name);
        if (found == files.end()) return fail(Fault::not_found, "no " + name);
        return found->second.substr(std::min<std::size_t>(offset, found->second.size()), size_max);
    }

  private:
    void sign(const ChainHead& head, const std::string& marks, std::uint64_t number) {
        const WallTime time = wall_time_of_ms(1'763'624'712'000 + static_cast<std::int64_t>(number) * 10);
        const std::string line = signed_after(last_, head, marks, time, sample_secret());
        files[std::string(checkpoints_name)] += line + '\n';
        last_ = head_of(parse_checkpoint(line).value(), line);
    }
    CheckpointHead last_ = no_checkpoint();
};

/// The lines of a text, without their line feeds.
inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t feed = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, feed - begin));
        begin = feed + 1;
    }
    return lines;
}

inline std::string text_of_lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + '\n';
    return text;
}

}  // namespace spark::audit::testing
