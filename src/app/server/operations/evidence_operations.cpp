#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <memory>
#include <optional>

#include "adapters/store/evidence_folder.hpp"
#include "app/server/call_context.hpp"
#include "app/server/operations/operations.hpp"
#include "app/server/run_index.hpp"
#include "app/verbs/evidence_check.hpp"
#include "app/verbs/evidence_document.hpp"
#include "foundation/base/shown_text.hpp"
#include "surface/http/call.hpp"
#include "surface/http/download.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using wire::Json;

/// So much of an archive waits for the client at a time.
constexpr std::size_t piece_bytes = std::size_t{256} << 10U;

struct Opened {
    store::EvidenceFolder folder;
    store::StoredEvidence stored;
};

Result<Opened> open(RunIndex& index, const Call& call) {
    SPARK_TRY(const audit::IndexEntry entry, index.find(call.path_part(0)));
    SPARK_TRY(store::EvidenceFolder folder, store::EvidenceFolder::open(index.root()));
    SPARK_TRY(store::StoredEvidence stored, folder.read_entry(entry));
    return Opened{std::move(folder), std::move(stored)};
}

Result<std::uint64_t> row_of_cursor(std::string_view cursor) {
    if (cursor.empty()) return std::numeric_limits<std::uint64_t>::max();
    std::uint64_t row = 0;
    const auto read = std::from_chars(cursor.data(), cursor.data() + cursor.size(), row);
    if (read.ec == std::errc{} && read.ptr == cursor.data() + cursor.size() && row > 0) return row;
    return fail(Fault::invalid_input,
                fmt::format("found cursor '{}', allowed the next_cursor of a page", shown(cursor)), "cursor");
}

Result<http::Page> list(RunIndex& index, const Call& call) {
    SPARK_TRY(const std::size_t limit, call.limit());
    SPARK_TRY(const std::uint64_t end, row_of_cursor(call.query("cursor").value_or("")));
    const std::string_view kind = call.query("kind").value_or("");
    SPARK_TRY(const auto entries, index.entries());
    http::Page page;
    std::uint64_t last = 0;
    for (auto entry = entries->rbegin(); entry != entries->rend(); ++entry) {
        if ((*entry)->sequence >= end || (!kind.empty() && (*entry)->kind != kind)) continue;
        if (page.rows.size() == limit) {
            page.next_cursor = std::to_string(last);
            break;
        }
        last = (*entry)->sequence;
        page.rows.push_back(verbs::index_entry_json(**entry));
    }
    return page;
}

/// The whole chain read from the disk and checked, whatever is known of it already.
Json chain_json(const RunIndex& index) {
    Json json = Json::object().set("schema", "spark.evidence_index/1");
    const auto folder = store::EvidenceFolder::open(index.root());
    const auto list = folder ? folder->list() : Result<store::EvidenceList>(fail(folder.error()));
    if (!list) {
        json.set("ok", false).set("rows", 0).set("head", nullptr).set("last_id", nullptr);
        return json.set("broken_at", list.error().place).set("message", list.error().message);
    }
    const bool is_empty = list->entries.empty();
    Json warnings = Json::array();
    for (const std::string& warning : list->warnings) warnings.push(warning);
    json.set("ok", true).set("rows", list->entries.size());
    json.set("head", is_empty ? Json(nullptr) : Json(list->entries.back().hash));
    json.set("last_id", is_empty ? Json(nullptr) : Json(list->entries.back().id));
    return json.set("warnings", std::move(warnings));
}

Result<Outcome> manifest(RunIndex& index, const Call& call) {
    SPARK_TRY(const Opened opened, open(index, call));
    // What parse_manifest takes is what manifest_text writes, byte for byte.
    SPARK_TRY(std::string bytes, audit::manifest_text(opened.stored.manifest));
    return Outcome::text("application/json", std::move(bytes));
}

/// Only names of the manifest are looked up; a path never is.
Result<Outcome> file(RunIndex& index, const Call& call) {
    SPARK_TRY(const Opened opened, open(index, call));
    SPARK_TRY(std::string bytes, opened.folder.read_file_of(opened.stored, call.path_part(1)));
    Outcome outcome = Outcome::text("application/octet-stream", std::move(bytes));
    const std::string& id = opened.stored.entry.id;
    const std::string& name = call.path_part(1);
    outcome.headers.push_back(http::attachment_header(name.starts_with(id) ? name : id + "-" + name));
    return outcome;
}

Result<Json> verify(const House& house, RunIndex& index, const Call& call) {
    SPARK_TRY(const audit::IndexEntry entry, index.find(call.path_part(0)));
    SPARK_TRY(const store::EvidenceFolder folder, store::EvidenceFolder::open(index.root()));
    CallContext context(house.context);
    return check_evidence(*context, folder, entry);
}

/// Hands pieces in as the client takes them.
struct Sender {
    std::string bytes;
    std::size_t at = 0;
    std::optional<net::BodyWriter> writer{};

    void send() {
        if (!writer) return;
        if (!writer->is_open()) return writer.reset();
        if (at == bytes.size()) {
            writer->finish();
            return writer.reset();
        }
        const std::size_t size = std::min(piece_bytes, bytes.size() - at);
        writer->write(bytes.substr(at, size));
        at += size;
    }
};

Answered archive(RunIndex& index, const Call& call) {
    auto opened = open(index, call);
    if (!opened) return http::problem_of(opened.error());
    auto bytes = verbs::evidence_archive(opened->folder, opened->stored);
    if (!bytes) return http::problem_of(bytes.error());
    const auto sender = std::make_shared<Sender>(Sender{.bytes = std::move(*bytes)});
    http::Flow flow;
    flow.flow.head.with("Content-Type", "application/x-tar");
    flow.flow.head.with("Content-Length", std::to_string(sender->bytes.size()));
    flow.flow.head.headers.push_back(http::attachment_header(opened->stored.entry.id + ".tar"));
    flow.flow.begin = [sender](net::BodyWriter writer) {
        sender->writer = std::move(writer);
        sender->send();
    };
    flow.flow.drained = [sender] { sender->send(); };
    return flow;
}

}  // namespace

void add_evidence_operations(House& house, http::Operations& operations) {
    const auto index = std::make_shared<RunIndex>(house.folder() / "evidence");
    operations.add("evidence.list", [index](Call& call) { return http::answered(list(*index, call)); });
    operations.add("evidence.index", [index](Call&) -> Answered { return Outcome::of(chain_json(*index)); });
    operations.add("evidence.show", [index](Call& call) {
        const auto made = [&]() -> Result<Json> {
            SPARK_TRY(const Opened opened, open(*index, call));
            return verbs::stored_json(opened.stored);
        };
        return http::answered(made());
    });
    operations.add("evidence.manifest", [index](Call& call) { return http::answered(manifest(*index, call)); });
    operations.add("evidence.file", [index](Call& call) { return http::answered(file(*index, call)); });
    operations.add("evidence.verify",
                   [&house, index](Call& call) { return http::answered(verify(house, *index, call)); });
    operations.add("evidence.archive", [index](Call& call) { return archive(*index, call); });
}

}  // namespace spark::server
