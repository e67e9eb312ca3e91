#include "foundation/wire/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "foundation/base/assert.hpp"

namespace spark::wire {

namespace {

constexpr std::size_t raw_buffer_bytes = 256U << 10U;  // one L2's worth of compressed bytes a read(2)
constexpr std::string_view gzip_magic = "\x1F\x8B";

struct OtherArchive {
    std::string_view magic;
    std::string_view name;
    std::string_view remedy;
};
constexpr std::array other_archives{
    OtherArchive{"PK\x03\x04", "a zip archive", "unpack it first: unzip FILE"},
    OtherArchive{"\x28\xB5\x2F\xFD", "zstd data", "unpack it first: zstd -d FILE"},
    OtherArchive{"\xFD\x37zXZ", "xz data", "unpack it first: unxz FILE"},
    OtherArchive{"BZh", "bzip2 data", "unpack it first: bunzip2 FILE"},
};

std::string errno_text(int code) { return std::strerror(code); }

}  // namespace

struct ByteSource::State {
    State(std::string source_name, ByteSourceLimits source_limits, RawBytes hook)
        : name(std::move(source_name)), limits(std::move(source_limits)), on_raw(std::move(hook)) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (zlib_open) inflateEnd(&stream);
        if (descriptor >= 0) ::close(descriptor);
    }

    Result<std::size_t> read_raw(std::span<char> into);
    Result<void> refill();
    Result<std::size_t> read_plain(std::span<char> into);
    Result<std::size_t> read_gzip(std::span<char> into);
    Result<bool> next_member();
    std::unexpected<Error> refuse(std::string message, std::string remedy = {}) const {
        return fail(Fault::invalid_input, std::move(message), name, std::move(remedy));
    }
    std::string_view buffered() const { return {buffer.get() + begin, end - begin}; }

    std::string name;
    ByteSourceLimits limits;
    RawBytes on_raw;
    int descriptor = -1;
    std::string_view memory;
    std::optional<std::uint64_t> size;
    std::uint64_t raw_read = 0;

    std::unique_ptr<char[]> buffer;
    std::size_t buffer_bytes = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool raw_ended = false;

    bool gzip = false;
    bool zlib_open = false;
    bool in_member = false;
    std::uint64_t output = 0;
    z_stream stream{};
};

Result<std::size_t> ByteSource::State::read_raw(std::span<char> into) {
    std::size_t count = 0;
    if (descriptor < 0) {
        count = std::min(into.size(), memory.size());
        std::copy_n(memory.data(), count, into.data());
        memory.remove_prefix(count);
    } else {
        ssize_t got = 0;
        do {
            got = ::read(descriptor, into.data(), into.size());
        } while (got < 0 && errno == EINTR);
        if (got < 0) return fail(Fault::unavailable, "reading stopped: " + errno_text(errno), name);
        count = static_cast<std::size_t>(got);
    }
    raw_read += count;
    if (on_raw && count > 0) on_raw(std::span<const char>(into.data(), count));
    return count;
}

/// Reads on when the buffer is empty.
Result<void> ByteSource::State::refill() {
    if (begin < end || raw_ended) return {};
    SPARK_TRY(const std::size_t count, read_raw(std::span<char>(buffer.get(), buffer_bytes)));
    begin = 0;
    end = count;
    raw_ended = count == 0;
    return {};
}

Result<std::size_t> ByteSource::State::read_plain(std::span<char> into) {
    if (begin == end) return read_raw(into);
    const std::size_t count = std::min(into.size(), end - begin);
    std::copy_n(buffer.get() + begin, count, into.data());
    begin += count;
    return count;
}

/// True when another gzip member follows; the bytes after a member are a member or the end, nothing else.
Result<bool> ByteSource::State::next_member() {
    SPARK_TRY(refill());
    if (begin == end) return false;
    if (buffer[begin] != gzip_magic[0]) {
        return refuse("bytes that are not gzip follow the end of the gzip data at byte " +
                          std::to_string(raw_read - (end - begin)),
                      "cut them off, or unpack the file by hand and look at it");
    }
    const int reset = inflateReset(&stream);
    SPARK_ASSERT(reset == Z_OK);
    in_member = true;
    return true;
}

Result<std::size_t> ByteSource::State::read_gzip(std::span<char> into) {
    stream.next_out = reinterpret_cast<Bytef*>(into.data());
    const std::size_t room = std::min<std::size_t>(into.size(), 1U << 30U);
    stream.avail_out = static_cast<uInt>(room);
    while (stream.avail_out > 0) {
        if (!in_member) {
            SPARK_TRY(const bool more, next_member());
            if (!more) break;
        }
        SPARK_TRY(refill());
        if (begin == end)
            return refuse("the gzip data end too early, after " + std::to_string(raw_read) + " bytes",
                          "fetch or copy the file again");
        stream.next_in = reinterpret_cast<Bytef*>(buffer.get() + begin);
        stream.avail_in = static_cast<uInt>(end - begin);
        const int status = inflate(&stream, Z_NO_FLUSH);
        begin = end - stream.avail_in;
        if (status == Z_MEM_ERROR) return fail(Fault::exhausted, "no memory left to unpack gzip data", name);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
            const std::string reason = stream.msg == nullptr ? "bad data" : stream.msg;
            return refuse(
                "the gzip data are damaged near byte " + std::to_string(raw_read - (end - begin)) + " (" + reason + ")",
                "fetch or copy the file again");
        }
        in_member = status != Z_STREAM_END;
    }
    const std::size_t made = room - stream.avail_out;
    output += made;
    if (output > limits.gzip_output_bytes_max) {
        return refuse("the gzip data unpack to more than " + std::to_string(limits.gzip_output_bytes_max) + " bytes",
                      "raise " + limits.gzip_output_setting + " if the file can be trusted");
    }
    return made;
}

ByteSource::ByteSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;
ByteSource::~ByteSource() = default;

Result<ByteSource> ByteSource::started(std::unique_ptr<State> state) {
    // A small file needs no large buffer; its end shows one byte past its size.
    state->buffer_bytes = static_cast<std::size_t>(std::min<std::uint64_t>(
        raw_buffer_bytes, std::max<std::uint64_t>(state->size.value_or(raw_buffer_bytes), 64) + 1));
    state->buffer = std::make_unique_for_overwrite<char[]>(state->buffer_bytes);
    // A pipe may give its first bytes one at a time; eight are enough for every magic above.
    while (state->end < 8 && !state->raw_ended) {
        SPARK_TRY(const std::size_t count,
                  state->read_raw(std::span<char>(state->buffer.get(), state->buffer_bytes).subspan(state->end)));
        state->end += count;
        state->raw_ended = count == 0;
    }
    for (const OtherArchive& archive : other_archives) {
        if (state->buffered().starts_with(archive.magic)) {
            return state->refuse("found " + std::string(archive.name) + ", allowed plain text or gzip",
                                 std::string(archive.remedy));
        }
    }
    if (state->buffered().starts_with(gzip_magic)) {
        const int opened =
            inflateInit2(&state->stream, 15 + 16);  // 15: the largest window; +16: gzip frames with checksum
        if (opened != Z_OK) return fail(Fault::exhausted, "no memory left to unpack gzip data", state->name);
        state->gzip = state->zlib_open = state->in_member = true;
    }
    return ByteSource(std::move(state));
}

Result<ByteSource> ByteSource::open(const std::string& path, const ByteSourceLimits& limits, RawBytes on_raw) {
    auto state = std::make_unique<State>(path, limits, std::move(on_raw));
    state->descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (state->descriptor < 0) {
        const int code = errno;
        if (code == ENOENT || code == ENOTDIR) return fail(Fault::not_found, "no such file", path, "check the path");
        if (code == EACCES || code == EPERM)
            return fail(Fault::denied, "no right to read the file", path, "check its owner and mode");
        return fail(Fault::unavailable, "opening was refused: " + errno_text(code), path);
    }
    struct stat about{};
    if (::fstat(state->descriptor, &about) != 0)
        return fail(Fault::unavailable, "no information about the file: " + errno_text(errno), path);
    if (S_ISDIR(about.st_mode))
        return fail(Fault::invalid_input, "found a folder, needed a file", path, "name the files in it");
    if (S_ISREG(about.st_mode)) state->size = static_cast<std::uint64_t>(about.st_size);
    return started(std::move(state));
}

Result<ByteSource> ByteSource::of_memory(std::string_view bytes, std::string name, const ByteSourceLimits& limits,
                                         RawBytes on_raw) {
    auto state = std::make_unique<State>(std::move(name), limits, std::move(on_raw));
    state->memory = bytes;
    state->size = bytes.size();
    return started(std::move(state));
}

Result<std::size_t> ByteSource::read(std::span<char> into) {
    SPARK_ASSERT(!into.empty());
    return state_->gzip ? state_->read_gzip(into) : state_->read_plain(into);
}

bool ByteSource::is_gzip() const { return state_->gzip; }
std::uint64_t ByteSource::raw_bytes_read() const { return state_->raw_read; }
std::optional<std::uint64_t> ByteSource::raw_bytes_all() const { return state_->size; }

}  // namespace spark::wire
