// Any bytes as the web page's pack, as they are and behind a right digest: nothing may crash, and what is accepted
// names files that requests can name and bytes that lie in the pack.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "foundation/base/assert.hpp"
#include "foundation/net/target.hpp"
#include "surface/web/file_answer.hpp"
#include "surface/web/pack.hpp"
#include "surface/web/testing/pack_builder.hpp"

namespace {

void check_part(std::string_view part, std::string_view whole) {
    const std::less_equal<const char*> not_behind;
    SPARK_ASSERT(part.empty() || (not_behind(whole.data(), part.data()) &&
                                  not_behind(part.data() + part.size(), whole.data() + whole.size())));
}

void check(std::string_view bytes) {
    const auto pack = spark::web::Pack::parse(bytes);
    if (!pack) {
        SPARK_ASSERT(pack.error().fault == spark::Fault::corrupt && !pack.error().message.empty());
        return;
    }
    for (const spark::web::PackedFile& file : pack->files()) {
        for (const std::string_view part : {file.path, file.media_type, file.plain, file.brotli, file.gzip})
            check_part(part, bytes);
        SPARK_ASSERT(pack->find(file.path) == &file);
        std::string target;
        for (const char c : file.path) target += c == '%' ? "%25" : c == '?' ? "%3f" : std::string(1, c);
        const auto parsed = spark::net::parse_target(target);
        SPARK_ASSERT(parsed.has_value() && parsed->path() == file.path);
        const auto answer = spark::web::answer_with(file, file.media_type, file.path);
        SPARK_ASSERT(!answer.is_unchanged || answer.body.empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);

    check(text);
    check(spark::web::testing::sealed(std::string(text)));
    return 0;
}
