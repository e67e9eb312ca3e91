#pragma once

#include <zlib.h>

#include <string>
#include <string_view>

#include "foundation/base/assert.hpp"

namespace spark::wire::testing {

/// One gzip member holding `text`. For tests of readers.
inline std::string gzipped(std::string_view text) {
    z_stream stream{};
    const int opened = deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    SPARK_ASSERT(opened == Z_OK);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    std::string in(text);
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = deflate(&stream, Z_FINISH);
    SPARK_ASSERT(ended == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

}  // namespace spark::wire::testing
