#include "foundation/wire/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>

#include "foundation/base/assert.hpp"

namespace spark::wire {
namespace {

constexpr int window_bits_of_gzip = 15 + 16;
constexpr int memory_level = 8;

uInt bounded(std::size_t size) {
    return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

}  // namespace

std::string gzip_bytes(std::string_view bytes, int level) {
    SPARK_ASSERT(level >= 1 && level <= 9);
    z_stream stream{};
    const int opened = deflateInit2(&stream, level, Z_DEFLATED, window_bits_of_gzip, memory_level, Z_DEFAULT_STRATEGY);
    SPARK_ASSERT(opened == Z_OK);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    std::size_t written = 0;
    int state = Z_OK;
    while (state == Z_OK) {
        const uInt in = bounded(bytes.size());
        if (written == out.size()) out.resize(out.size() + out.size() / 2 + 64);
        const uInt room = bounded(out.size() - written);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib reads it only
        stream.avail_in = in;
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + written);
        stream.avail_out = room;
        state = deflate(&stream, in == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
        bytes.remove_prefix(in - stream.avail_in);
        written += room - stream.avail_out;
    }
    deflateEnd(&stream);
    SPARK_ASSERT(state == Z_STREAM_END);
    out.resize(written);
    return out;
}

}  // namespace spark::wire
