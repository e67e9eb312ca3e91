#pragma once

// Included before <toml++/toml.h>, so that all of the program compiles one form of the library: header-only and without
// exceptions, whatever the package's own target asks for (no shared library at run time). Its assertions fail on text
// from outside (3.3: `[.`), so they throw what the including file catches, instead of ending the process.
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ASSERT(...) ((__VA_ARGS__) ? void() : throw ::spark::TomlGaveUp{})

namespace spark {

/// An assertion of toml++ did not hold: the text is no TOML, and where is not known.
struct TomlGaveUp {};

}  // namespace spark
