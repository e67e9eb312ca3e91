#include "app/server/run_notes.hpp"

#include <fmt/format.h>

#include <utility>

#include "foundation/base/files.hpp"

namespace spark::server {
namespace {

using wire::Json;

constexpr std::size_t file_bytes_max = std::size_t{1} << 28U;

Json tags_json(const std::vector<std::string>& tags) {
    Json list = Json::array();
    for (const std::string& tag : tags) list.push(tag);
    return list;
}

Result<RunNote> note_of(const Json& json) {
    RunNote note;
    SPARK_TRY(note.note, json.string_at("note"));
    SPARK_TRY(note.version, json.int64_at("version"));
    SPARK_TRY(note.updated_at, json.string_at("updated_at"));
    SPARK_TRY(const auto tags, json.array_at("tags"));
    for (const Json& tag : tags) {
        SPARK_TRY(std::string text, tag.as_string());
        note.tags.push_back(std::move(text));
    }
    return note;
}

Result<std::map<std::string, RunNote, std::less<>>> notes_of(std::string_view text) {
    SPARK_TRY(const Json json, wire::parse_json(text, {.bytes_max = file_bytes_max}));
    SPARK_TRY(const auto members, json.object_at("runs"));
    std::map<std::string, RunNote, std::less<>> notes;
    for (const wire::JsonMember& member : members) {
        SPARK_TRY(RunNote note, note_of(member.value));
        notes.emplace(member.key, std::move(note));
    }
    return notes;
}

std::string text_of(const std::map<std::string, RunNote, std::less<>>& notes) {
    std::vector<std::string> keys;
    Json::Array values;
    for (const auto& [id, note] : notes) {
        keys.push_back(id);
        values.push_back(Json::object()
                             .set("note", note.note)
                             .set("tags", tags_json(note.tags))
                             .set("version", note.version)
                             .set("updated_at", note.updated_at));
    }
    return wire::to_pretty_text(Json::object()
                                    .set("schema", "spark.run_notes_file/1")
                                    .set("runs", Json::object_of(std::move(keys), std::move(values))));
}

}  // namespace

Result<void> RunNotes::load() {
    if (is_loaded_) return {};
    auto text = read_file(file_, file_bytes_max);
    if (!text && text.error().fault != Fault::not_found) return fail(std::move(text).error());
    if (text) {
        auto notes = notes_of(*text);
        if (!notes)
            return fail(Fault::corrupt, notes.error().message, file_.string(),
                        "restore the file from a backup, or move it aside to begin without notes");
        notes_ = std::move(*notes);
    }
    is_loaded_ = true;
    return {};
}

Result<RunNote> RunNotes::find(std::string_view run_id) {
    const std::lock_guard lock(mutex_);
    SPARK_TRY(load());
    const auto found = notes_.find(run_id);
    return found == notes_.end() ? RunNote{} : found->second;
}

Result<std::map<std::string, RunNote, std::less<>>> RunNotes::all() {
    const std::lock_guard lock(mutex_);
    SPARK_TRY(load());
    return notes_;
}

Result<RunNote> RunNotes::change(const std::string& run_id, NoteChange change) {
    const std::lock_guard lock(mutex_);
    SPARK_TRY(load());
    const auto found = notes_.find(run_id);
    RunNote note = found == notes_.end() ? RunNote{} : found->second;
    if (change.version_expected && *change.version_expected != note.version)
        return fail(Fault::conflict, fmt::format("found version {}, the notes are at version {}",
                                                 *change.version_expected, note.version));
    if (change.note) note.note = std::move(*change.note);
    if (change.tags) note.tags = std::move(*change.tags);
    ++note.version;
    note.updated_at = std::move(change.now);
    auto notes = notes_;
    notes[run_id] = note;
    SPARK_TRY(make_folders(file_.parent_path()));
    SPARK_TRY(replace_file(file_, text_of(notes)));
    notes_ = std::move(notes);
    return note;
}

Json note_json(std::string_view run_id, const RunNote& note) {
    return Json::object()
        .set("schema", "spark.run_notes/1")
        .set("id", run_id)
        .set("note", note.note)
        .set("tags", tags_json(note.tags))
        .set("version", note.version)
        .set("updated_at", note.updated_at.empty() ? Json(nullptr) : Json(note.updated_at));
}

}  // namespace spark::server
