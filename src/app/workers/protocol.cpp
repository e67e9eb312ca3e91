#include "app/workers/protocol.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/workers/detail/packed.hpp"
#include "foundation/crypto/constant_time.hpp"
#include "foundation/crypto/hmac.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::workers {
namespace {

using wire::Json;

constexpr std::string_view seal_word = "spark.fleet/1 ";
constexpr std::string_view result_hash_version = "spark.result/1";
constexpr std::size_t sets_max = 100'000;

std::string_view kind_name(Kind kind) {
    switch (kind) {
        case Kind::call: return "call";
        case Kind::presence: return "presence";
        case Kind::lease: return "lease";
        case Kind::result: return "result";
    }
    std::unreachable();
}

std::string code_of(std::string_view key, Kind kind, std::string_view body) {
    if (key.empty()) return "-";
    return crypto::hmac_sha256(key, fmt::format("{}\n{}", kind_name(kind), body)).hex();
}

Result<Json> document(std::string_view text, std::string_view schema) {
    SPARK_TRY(Json json, wire::parse_json(text));
    SPARK_TRY(const std::string found, json.string_at("schema"));
    if (found != schema)
        return fail(Fault::invalid_input, fmt::format("found schema {}, allowed {}", found, schema), "schema");
    return json;
}

Result<std::uint64_t> count_at(const Json& json, std::string_view name) {
    SPARK_TRY(const std::int64_t count, json.int64_at(name));
    if (count < 0) return fail(Fault::invalid_input, fmt::format("found {}", count), std::string(name));
    return static_cast<std::uint64_t>(count);
}

/// Head line and packed rows.
struct Parts {
    std::string_view head;
    std::string_view rows;
};
Parts parts_of(std::string_view body) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    return {.head = body.substr(0, end), .rows = body.substr(std::min(end + 1, body.size()))};
}

Error cut_short() { return {.fault = Fault::corrupt, .message = "a message's rows are not what its head says"}; }

}  // namespace

std::string lease_subject(std::string_view job) { return fmt::format("spark.leases.{}", job); }
std::string result_subject(std::string_view job) { return fmt::format("spark.results.{}", job); }
std::string data_subject(std::string_view sha256, std::string_view part) {
    return fmt::format("spark.data.{}.{}", sha256, part);
}

std::string build_id(const BuildInfo& build) {
    return fmt::format("{}{} {}", build.commit, build.dirty ? "+" : "", result_hash_version);
}

std::string seal(std::string_view key, Kind kind, std::string_view body) {
    return fmt::format("{}{}\n{}", seal_word, code_of(key, kind, body), body);
}

Result<std::string_view> open_seal(std::string_view key, Kind kind, std::string_view message) {
    const std::size_t end = message.find('\n');
    if (!message.starts_with(seal_word) || end == message.npos)
        return fail(Fault::invalid_input, "no message of spark.fleet/1");
    const std::string_view code = message.substr(seal_word.size(), end - seal_word.size());
    const std::string_view body = message.substr(end + 1);
    const std::string wanted = code_of(key, kind, body);
    if (code.size() == wanted.size() && crypto::equal_in_constant_time(code, wanted)) return body;
    return fail(Fault::denied,
                key.empty() ? "the message is signed, and no key file was given to check it with"
                            : "the message was not made with this key",
                "--key-file", "give the same key file to the coordinator and to every worker");
}

std::string Call::text() const {
    Json names = Json::array();
    for (const std::string& name : banned) names.push(name);
    return wire::to_text(Json::object()
                             .set("schema", "spark.call/1")
                             .set("job", job)
                             .set("build", build)
                             .set("spec", spec)
                             .set("lease_ms", lease_ms)
                             .set("is_over", is_over)
                             .set("banned", std::move(names)));
}

Result<Call> Call::parse(std::string_view body) {
    SPARK_TRY(const Json json, document(body, "spark.call/1"));
    Call call;
    SPARK_TRY(call.job, json.string_at("job"));
    SPARK_TRY(call.build, json.string_at("build"));
    SPARK_TRY(call.spec, json.string_at("spec"));
    SPARK_TRY(call.lease_ms, json.int64_at("lease_ms"));
    SPARK_TRY(call.is_over, json.bool_at("is_over"));
    SPARK_TRY(const auto names, json.array_at("banned"));
    for (const Json& name : names) {
        SPARK_TRY(call.banned.emplace_back(), name.as_string());
    }
    return call;
}

std::string Presence::text() const {
    return wire::to_text(Json::object()
                             .set("schema", "spark.worker/1")
                             .set("worker", worker)
                             .set("build", build)
                             .set("threads", threads)
                             .set("sets", sets)
                             .set("cpu_ms", cpu_ms)
                             .set("trouble", trouble)
                             .set("is_leaving", is_leaving));
}

Result<Presence> Presence::parse(std::string_view body) {
    SPARK_TRY(const Json json, document(body, "spark.worker/1"));
    Presence presence;
    SPARK_TRY(presence.worker, json.string_at("worker"));
    SPARK_TRY(presence.build, json.string_at("build"));
    SPARK_TRY(presence.threads, count_at(json, "threads"));
    SPARK_TRY(presence.sets, count_at(json, "sets"));
    SPARK_TRY(presence.cpu_ms, json.double_at("cpu_ms"));
    SPARK_TRY(presence.trouble, json.string_at("trouble"));
    SPARK_TRY(presence.is_leaving, json.bool_at("is_leaving"));
    return presence;
}

std::string Lease::text() const {
    const std::size_t parameters = tasks.empty() ? 0 : tasks.front().values.size();
    detail::Packer packer;
    for (const optimizer::Task& task : tasks) {
        packer.whole(task.number);
        packer.real(task.bars_share);
        for (const std::int64_t value : task.values) packer.whole(value);
    }
    const Json head = Json::object()
                          .set("schema", "spark.lease/1")
                          .set("job", job)
                          .set("spec", spec)
                          .set("build", build)
                          .set("block", block)
                          .set("sets", tasks.size())
                          .set("parameters", parameters);
    return wire::to_text(head) + "\n" + packer.take();
}

Result<Lease> Lease::parse(std::string_view body) {
    const Parts parts = parts_of(body);
    SPARK_TRY(const Json json, document(parts.head, "spark.lease/1"));
    Lease lease;
    SPARK_TRY(lease.job, json.string_at("job"));
    SPARK_TRY(lease.spec, json.string_at("spec"));
    SPARK_TRY(lease.build, json.string_at("build"));
    SPARK_TRY(lease.block, count_at(json, "block"));
    SPARK_TRY(const std::uint64_t sets, count_at(json, "sets"));
    SPARK_TRY(const std::uint64_t parameters, count_at(json, "parameters"));
    if (sets > sets_max || parameters > sets_max || parts.rows.size() != sets * (2 + parameters) * 8)
        return fail(cut_short());
    detail::Unpacker unpacker(parts.rows);
    lease.tasks.resize(sets);
    for (optimizer::Task& task : lease.tasks) {
        task.number = unpacker.whole();
        task.bars_share = unpacker.real();
        task.values.resize(parameters);
        for (std::int64_t& value : task.values) value = unpacker.signed_whole();
    }
    return lease;
}

std::string BlockResult::text() const {
    detail::Packer packer;
    for (const optimizer::TaskResult& result : results) {
        packer.whole(result.number);
        detail::pack(packer, result.outcome);
    }
    const Json head = Json::object()
                          .set("schema", "spark.block-result/1")
                          .set("job", job)
                          .set("spec", spec)
                          .set("build", build)
                          .set("block", block)
                          .set("worker", worker)
                          .set("cpu_ms", cpu_ms)
                          .set("problem", problem)
                          .set("sets", results.size());
    return wire::to_text(head) + "\n" + packer.take();
}

Result<BlockResult> BlockResult::parse(std::string_view body) {
    const Parts parts = parts_of(body);
    SPARK_TRY(const Json json, document(parts.head, "spark.block-result/1"));
    BlockResult block;
    SPARK_TRY(block.job, json.string_at("job"));
    SPARK_TRY(block.spec, json.string_at("spec"));
    SPARK_TRY(block.build, json.string_at("build"));
    SPARK_TRY(block.block, count_at(json, "block"));
    SPARK_TRY(block.worker, json.string_at("worker"));
    SPARK_TRY(block.cpu_ms, json.double_at("cpu_ms"));
    SPARK_TRY(block.problem, json.string_at("problem"));
    SPARK_TRY(const std::uint64_t sets, count_at(json, "sets"));
    if (sets > sets_max) return fail(cut_short());
    detail::Unpacker unpacker(parts.rows);
    for (std::uint64_t index = 0; index < sets && !unpacker.is_spoiled(); ++index) {
        const std::uint64_t number = unpacker.whole();
        block.results.push_back({.number = number, .outcome = detail::unpack_outcome(unpacker)});
    }
    if (!unpacker.is_whole()) return fail(cut_short());
    return block;
}

std::uint64_t mark_of(const sweep::SetOutcome& outcome) {
    detail::Packer packer;
    detail::pack(packer, outcome);
    const std::string bytes = packer.take();
    const crypto::Sha256Digest digest = crypto::sha256(bytes);
    std::uint64_t mark = 0;
    for (std::size_t index = 0; index < 8; ++index) mark = mark << 8U | digest.bytes[index];
    return mark;
}

}  // namespace spark::workers
