#include "engine/audit/record.hpp"

#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "engine/audit/chain.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::audit {
namespace {

using wire::Json;

constexpr std::array<std::string_view, 3> outcome_names{"allowed", "refused", "failed"};
constexpr std::size_t hash_size = 64;
constexpr std::string_view hash_key = R"({"hash":")";
constexpr std::string_view previous_key = R"(","previous":")";
constexpr std::string_view sequence_key = R"(","sequence":)";
constexpr std::size_t rest_offset = hash_key.size() + hash_size + 2;  // after `",`
constexpr std::size_t sequence_offset =
    hash_key.size() + hash_size + previous_key.size() + hash_size + sequence_key.size();

std::unexpected<Error> bad(std::string message) { return fail(Fault::corrupt, std::move(message)); }

std::string cut_text(std::string text) {
    return text.size() <= record_text_bytes_max ? std::move(text) : shown(text, record_text_bytes_max);
}

Json cut_details(Json details) {
    if (!details.is_object()) details = Json::object().set("value", std::move(details));
    const std::string text = wire::to_text(details);
    if (text.size() <= record_details_bytes_max) return details;
    return Json::object().set("left_out_bytes", text.size()).set("left_out_sha256", crypto::sha256_hex(text));
}

Json members_of(const AuditRecord& record, Json time) {
    const Actor& actor = record.actor;
    Json json = Json::object();
    json.set("hash", record.hash).set("previous", record.previous).set("sequence", record.sequence);
    json.set(time.is_string() ? "time" : "time_ms", std::move(time)).set("action", record.action);
    json.set(
        "actor",
        Json::object().set("kind", actor.kind).set("id", actor.id).set("name", actor.name).set("role", actor.role));
    json.set("object", record.object).set("outcome", outcome_name(record.outcome)).set("status", record.status);
    json.set("reason", record.reason).set("request_id", record.request_id).set("address", record.address);
    return json.set("details", record.details);
}

/// The digest of `{` and what stands after the hash: the line without its first member.
std::string hash_of_rest(std::string_view line) {
    return crypto::Sha256().update("{").update(line.substr(rest_offset)).finish().hex();
}

Result<AuditRecord> record_of(const Json& json) {
    AuditRecord record;
    SPARK_TRY(record.hash, json.string_at("hash"));
    SPARK_TRY(record.previous, json.string_at("previous"));
    SPARK_TRY(const std::int64_t sequence, json.int64_at("sequence"));
    SPARK_TRY(const std::int64_t time_ms, json.int64_at("time_ms"));
    SPARK_TRY(record.action, json.string_at("action"));
    SPARK_TRY(const Json* const actor, json.at("actor"));
    SPARK_TRY(record.actor.kind, actor->string_at("kind"));
    SPARK_TRY(record.actor.id, actor->string_at("id"));
    SPARK_TRY(record.actor.name, actor->string_at("name"));
    SPARK_TRY(record.actor.role, actor->string_at("role"));
    SPARK_TRY(record.object, json.string_at("object"));
    SPARK_TRY(const std::string outcome, json.string_at("outcome"));
    SPARK_TRY(record.status, json.int64_at("status"));
    SPARK_TRY(record.reason, json.string_at("reason"));
    SPARK_TRY(record.request_id, json.string_at("request_id"));
    SPARK_TRY(record.address, json.string_at("address"));
    SPARK_TRY(const Json* const details, json.at("details"));
    const auto known = outcome_of(outcome);
    if (!known || sequence < 1) return bad("altered: a field breaks the format");
    record.outcome = *known;
    record.sequence = static_cast<std::uint64_t>(sequence);
    record.time = wall_time_of_ms(time_ms);
    record.details = *details;
    return record;
}

}  // namespace

std::string_view outcome_name(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

std::optional<Outcome> outcome_of(std::string_view name) {
    for (std::size_t index = 0; index < outcome_names.size(); ++index) {
        if (outcome_names[index] == name) return static_cast<Outcome>(index);
    }
    return std::nullopt;
}

ChainHead empty_chain() { return {.sequence = 0, .hash = std::string(chain_start)}; }

ChainedRecord chained_after(const ChainHead& head, AuditRecord record) {
    record.time = wall_time_of_ms(ms_of(record.time));
    for (std::string* text : {&record.actor.kind, &record.actor.id, &record.actor.name, &record.actor.role,
                              &record.action, &record.object, &record.reason, &record.request_id, &record.address}) {
        *text = cut_text(std::move(*text));
    }
    record.details = cut_details(std::move(record.details));
    record.sequence = head.sequence + 1;
    record.previous = head.hash;
    record.hash = std::string(hash_size, '0');
    std::string line = wire::to_text(members_of(record, ms_of(record.time)));
    record.hash = hash_of_rest(line);
    line.replace(hash_key.size(), hash_size, record.hash);
    return {.record = std::move(record), .line = std::move(line)};
}

Result<LineLink> check_line(std::string_view line) {
    if (line.size() > record_line_bytes_max)
        return bad(fmt::format("found a line of {} bytes, allowed {}", line.size(), record_line_bytes_max));
    const bool has_shape = line.size() > sequence_offset && line.starts_with(hash_key) &&
                           line.substr(hash_key.size() + hash_size).starts_with(previous_key) &&
                           line.substr(sequence_offset - sequence_key.size()).starts_with(sequence_key) &&
                           line.ends_with("}}");
    if (!has_shape) return bad("altered: not a line of the form this file has");
    LineLink link{.previous = line.substr(hash_key.size() + hash_size + previous_key.size(), hash_size),
                  .hash = line.substr(hash_key.size(), hash_size)};
    const auto [end, fault] = std::from_chars(line.data() + sequence_offset, line.data() + line.size(), link.sequence);
    if (fault != std::errc{} || *end != ',') return bad("altered: no sequence number where it stands");
    const std::string hash = hash_of_rest(line);
    if (hash != link.hash)
        return bad(fmt::format("altered: found hash {}, its bytes give {}", shown(link.hash, hash_size), hash));
    return link;
}

Result<AuditRecord> parse_record(std::string_view line) {
    SPARK_TRY(check_line(line));
    auto json = wire::parse_json(line, {.bytes_max = record_line_bytes_max});
    if (!json) return bad("altered: " + json.error().message);
    auto record = record_of(*json);
    if (!record) return bad("altered: " + record.error().message);
    return record;
}

Json record_json(const AuditRecord& record) { return members_of(record, format_iso8601(record.time)); }

}  // namespace spark::audit
