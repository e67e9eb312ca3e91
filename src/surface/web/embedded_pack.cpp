#include "surface/web/embedded_pack.hpp"

// The assembler reads the file: no array of a million numbers for the compiler, none of its memory, no second copy in
// the build folder. cmake/web_pack.cmake names it and makes this file be compiled again when it has changed.
__asm__(R"(
    .pushsection .rodata.spark_web_pack, "a", @progbits
    .balign 16
    .global spark_web_pack_begin
    .hidden spark_web_pack_begin
    .global spark_web_pack_end
    .hidden spark_web_pack_end
spark_web_pack_begin:
    .incbin ")" SPARK_WEB_PACK R"("
spark_web_pack_end:
    .byte 0
    .popsection
)");

extern "C" const char spark_web_pack_begin[];
extern "C" const char spark_web_pack_end[];

namespace spark::web {

std::string_view embedded_pack() { return {spark_web_pack_begin, spark_web_pack_end}; }

}  // namespace spark::web
