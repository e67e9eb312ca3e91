#include "engine/audit/verify_log.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/audit/chain.hpp"
#include "engine/audit/detail/line_stream.hpp"

namespace spark::audit {
namespace {

using detail::LineStream;

constexpr std::string_view segment_prefix = "audit-";
constexpr std::string_view segment_suffix = ".jsonl";
constexpr std::size_t segment_digits = 12;

/// The records of all segments, one after another.
class RecordStream {
  public:
    RecordStream(const LogReader& reader, std::vector<std::uint64_t> firsts)
        : reader_(reader), firsts_(std::move(firsts)) {}

    /// The next whole line; none at the end. Errors: as the reader's.
    Result<std::optional<std::string_view>> next() {
        while (next_segment_ < firsts_.size() || stream_) {
            if (!stream_) {
                stream_.emplace(reader_, segment_name(firsts_[next_segment_++]), record_line_bytes_max);
                is_first_line_ = true;
            }
            SPARK_TRY(const std::optional<std::string_view> line, stream_->next());
            if (line) {
                starts_segment_ = std::exchange(is_first_line_, false);
                return line;
            }
            if (next_segment_ == firsts_.size()) return std::optional<std::string_view>{};
            if (stream_->torn_size() > 0) return std::optional<std::string_view>(std::string_view{});
            stream_.reset();
        }
        return std::optional<std::string_view>{};
    }

    /// The number the segment's name promises for the line just given; none inside a segment.
    std::optional<std::uint64_t> promised() const {
        return starts_segment_ ? std::optional(firsts_[next_segment_ - 1]) : std::nullopt;
    }
    std::string file() const {
        return firsts_.empty() ? segment_name(1) : segment_name(firsts_[std::max<std::size_t>(next_segment_, 1) - 1]);
    }
    std::uint64_t line() const { return stream_ ? stream_->line_count() + (stream_->torn_size() > 0 ? 1 : 0) : 0; }
    std::size_t torn_size() const { return stream_ ? stream_->torn_size() : 0; }

  private:
    const LogReader& reader_;
    std::vector<std::uint64_t> firsts_;
    std::size_t next_segment_ = 0;
    std::optional<LineStream> stream_{};
    bool is_first_line_ = false;
    bool starts_segment_ = false;
};

class Verification {
  public:
    Verification(const LogReader& reader, const LogTrust& trust, std::vector<std::uint64_t> firsts)
        : kept_(trust.kept_checkpoints.begin(), trust.kept_checkpoints.end()),
          records_(reader, firsts),
          checkpoints_(reader, std::string(checkpoints_name), checkpoint_line_bytes_max) {
        report_.segment_count = firsts.size();
        report_.key = trust.key;
        report_.last_hash = chain_start;
    }

    Result<LogReport> run(bool has_checkpoints) {
        if (has_checkpoints) SPARK_TRY(walk_checkpoints());
        if (!report_.finding) SPARK_TRY(walk_unsigned());
        if (!report_.finding && !kept_.empty())
            bad_checkpoint(
                checkpoints_.line_count() + 1,
                fmt::format("{} kept checkpoints do not stand in this log: it is older, or another one", kept_.size()));
        if (records_.torn_size() > 0)
            report_.warnings.push_back(
                fmt::format("{}: {} bytes after the last line feed: a line that was never acknowledged",
                            records_.file(), records_.torn_size()));
        return std::move(report_);
    }

  private:
    Result<void> walk_checkpoints() {
        while (!report_.finding) {
            SPARK_TRY(const std::optional<std::string_view> line, checkpoints_.next());
            if (!line) break;
            auto checkpoint = parse_checkpoint(*line);
            Result<void> holds;
            if (!checkpoint)
                holds = fail(std::move(checkpoint).error());
            else
                holds = check_checkpoint(*checkpoint);
            if (!holds) {
                bad_checkpoint(checkpoints_.line_count(), holds.error().message);
                break;
            }
            SPARK_TRY(walk_signed(*checkpoint));
            if (report_.finding) break;
            accept(*checkpoint, *line);
        }
        if (checkpoints_.torn_size() > 0)
            report_.warnings.push_back(
                fmt::format("{}: {} bytes after the last line feed", checkpoints_name, checkpoints_.torn_size()));
        return {};
    }

    Result<void> check_checkpoint(const Checkpoint& checkpoint) {
        if (!report_.key) {
            report_.key = checkpoint.key;
            report_.warnings.emplace_back(
                "the key is the one the log itself names: give --public-key to be sure whose");
        }
        if (checkpoint.key != *report_.key)
            return fail(Fault::corrupt,
                        fmt::format("signed by the key {}, trusted is {}", checkpoint.key.hex(), report_.key->hex()));
        return check_follows(checkpoint, head_);
    }

    /// The records one checkpoint signs.
    Result<void> walk_signed(const Checkpoint& checkpoint) {
        for (std::string_view marks = checkpoint.marks; !marks.empty(); marks.remove_prefix(mark_size)) {
            SPARK_TRY(const bool is_there, next_record(marks.substr(0, mark_size)));
            if (report_.finding) return {};
            if (!is_there) {
                bad_record(records_.line() + 1,
                           fmt::format("missing: checkpoint {} signs {} records, the log ends here",
                                       checkpoint.sequence, checkpoint.count));
                return {};
            }
        }
        // Marks are short enough to be forged with patience; the last hash is not.
        if (report_.last_hash != checkpoint.last_hash)
            bad_record(records_.line(),
                       fmt::format("found hash {}, checkpoint {} signs {}", report_.last_hash, checkpoint.sequence,
                                   checkpoint.last_hash),
                       report_.record_count);
        return {};
    }

    Result<void> walk_unsigned() {
        while (true) {
            SPARK_TRY(const bool is_there, next_record({}));
            if (!is_there || report_.finding) return {};
            if (report_.record_count - report_.signed_count > checkpoint_records_max) {
                bad_checkpoint(checkpoints_.line_count() + 1,
                               fmt::format("missing: {} records without a checkpoint, a writer leaves at most {}",
                                           report_.record_count - report_.signed_count, checkpoint_records_max));
                return {};
            }
        }
    }

    /// One more record, held against its neighbour and the mark (empty: none is signed). False at the end.
    Result<bool> next_record(std::string_view mark) {
        SPARK_TRY(const std::optional<std::string_view> line, records_.next());
        if (!line) return false;
        const auto link = check_line(*line);
        const std::uint64_t expected = report_.record_count + 1;
        if (!link)
            bad_record(records_.line(), link.error().message);
        else if (link->sequence != expected)
            bad_record(records_.line(),
                       fmt::format("found record {}, expected {}: lines were removed, added or reordered",
                                   link->sequence, expected));
        else if (records_.promised() && *records_.promised() != expected)
            bad_record(records_.line(), fmt::format("the file's name promises record {}", *records_.promised()));
        else if (link->previous != report_.last_hash)
            bad_record(records_.line(), fmt::format("found previous hash {}, the record before has {}", link->previous,
                                                    report_.last_hash));
        else if (!mark.empty() && mark_of(link->hash) != mark)
            bad_record(
                records_.line(),
                fmt::format("found hash {}, the checkpoint signs {}…: rewritten with new hashes", link->hash, mark));
        if (report_.finding) return true;
        report_.record_count = expected;
        report_.last_hash = link->hash;
        return true;
    }

    void accept(const Checkpoint& checkpoint, std::string_view line) {
        if (report_.signed_until && checkpoint.time - *report_.signed_until > checkpoint_gap) {
            ++report_.gap_count;
            const LogGap gap{.from = *report_.signed_until, .to = checkpoint.time};
            if (!report_.longest_gap || gap.to - gap.from > report_.longest_gap->to - report_.longest_gap->from)
                report_.longest_gap = gap;
        }
        report_.signed_until = checkpoint.time;
        report_.signed_count = checkpoint.count;
        ++report_.checkpoint_count;
        if (const auto found = kept_.find(line); found != kept_.end()) {
            kept_.erase(found);
            ++report_.kept_found_count;
        }
        head_ = head_of(checkpoint, line);
    }

    void bad_record(std::uint64_t line, std::string what, std::optional<std::uint64_t> sequence = {}) {
        report_.finding = LogFinding{.sequence = sequence.value_or(report_.record_count + 1),
                                     .file = records_.file(),
                                     .line = line,
                                     .what = std::move(what)};
    }
    void bad_checkpoint(std::uint64_t line, std::string what) {
        report_.finding =
            LogFinding{.sequence = {}, .file = std::string(checkpoints_name), .line = line, .what = std::move(what)};
    }

    std::set<std::string, std::less<>> kept_;
    RecordStream records_;
    LineStream checkpoints_;
    CheckpointHead head_ = no_checkpoint();
    LogReport report_;
};

}  // namespace

std::string segment_name(std::uint64_t first_sequence) {
    return fmt::format("{}{:012}{}", segment_prefix, first_sequence, segment_suffix);
}

std::optional<std::uint64_t> segment_first(std::string_view name) {
    if (name.size() < segment_prefix.size() + segment_digits + segment_suffix.size() ||
        !name.starts_with(segment_prefix) || !name.ends_with(segment_suffix))
        return std::nullopt;
    const std::string_view digits =
        name.substr(segment_prefix.size(), name.size() - segment_prefix.size() - segment_suffix.size());
    std::uint64_t first = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), first);
    if (fault != std::errc{} || end != digits.data() + digits.size() || segment_name(first) != name)
        return std::nullopt;
    return first;
}

Result<LogReport> verify_log(const LogReader& reader, const LogTrust& trust) {
    SPARK_TRY(const std::vector<std::string> names, reader.names());
    std::vector<std::uint64_t> firsts;
    for (const std::string& name : names) {
        if (const auto first = segment_first(name)) firsts.push_back(*first);
    }
    std::ranges::sort(firsts);
    const bool has_checkpoints = std::ranges::find(names, checkpoints_name) != names.end();
    if (!has_checkpoints && !firsts.empty()) {
        LogReport report;
        report.finding = LogFinding{.sequence = {},
                                    .file = std::string(checkpoints_name),
                                    .line = 1,
                                    .what = "missing: a writer signs a checkpoint before the first record"};
        return report;
    }
    return Verification(reader, trust, std::move(firsts)).run(has_checkpoints);
}

}  // namespace spark::audit
