# The libraries of other people, static where Debian's package or its headers allow it: the release binary then needs
# nothing but the C library and starts in a millisecond. docs/adr/0004-dependencies.md says why each is here.
set(OPENSSL_USE_STATIC_LIBS ON)
set(ZLIB_USE_STATIC_LIBS ON)
find_package(OpenSSL REQUIRED COMPONENTS Crypto SSL)
find_package(ZLIB REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(CLI11 REQUIRED)

# Debian has libfmt only as a shared library, which would pull a second, shared libstdc++ into the process.
find_path(FMT_INCLUDE_DIR fmt/format-inl.h REQUIRED)
add_library(spark_fmt STATIC ${CMAKE_SOURCE_DIR}/cmake/fmt_library.cpp)
target_compile_options(spark_fmt PRIVATE -std=c++20)
target_include_directories(spark_fmt SYSTEM PUBLIC ${FMT_INCLUDE_DIR})
add_library(fmt::fmt ALIAS spark_fmt)

# The same for toml++; its two users are one source file each, so header-only costs nothing.
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)
add_library(spark_tomlplusplus INTERFACE)
target_include_directories(spark_tomlplusplus SYSTEM INTERFACE ${TOMLPLUSPLUS_INCLUDE_DIR})
add_library(tomlplusplus::tomlplusplus ALIAS spark_tomlplusplus)

find_library(XXHASH_LIBRARY NAMES libxxhash.a xxhash REQUIRED)
add_library(xxhash INTERFACE)
target_link_libraries(xxhash INTERFACE ${XXHASH_LIBRARY})

find_library(SODIUM_LIBRARY NAMES libsodium.a sodium REQUIRED)
add_library(sodium INTERFACE)
target_link_libraries(sodium INTERFACE ${SODIUM_LIBRARY})

# Only the headers: the libraries themselves are opened when a PDF is asked for (src/adapters/report/detail/pdf_library.hpp),
# so that the binary starts without them.
find_package(PkgConfig REQUIRED)
pkg_check_modules(PANGOCAIRO REQUIRED pangocairo)
add_library(pango INTERFACE)
target_include_directories(pango SYSTEM INTERFACE ${PANGOCAIRO_INCLUDE_DIRS})
target_link_libraries(pango INTERFACE ${CMAKE_DL_LIBS})

find_library(SQLITE3_LIBRARY NAMES libsqlite3.a sqlite3 REQUIRED)
find_path(SQLITE3_INCLUDE_DIR sqlite3.h REQUIRED)
add_library(sqlite3 INTERFACE)
target_include_directories(sqlite3 SYSTEM INTERFACE ${SQLITE3_INCLUDE_DIR})
target_link_libraries(sqlite3 INTERFACE ${SQLITE3_LIBRARY} Threads::Threads ${CMAKE_DL_LIBS} m)

# Only the header, as with Pango: libpq is opened when a PostgreSQL store is (src/adapters/database/detail/postgres_library.hpp).
find_path(LIBPQ_INCLUDE_DIR libpq-fe.h PATH_SUFFIXES postgresql REQUIRED)
add_library(libpq INTERFACE)
target_include_directories(libpq SYSTEM INTERFACE ${LIBPQ_INCLUDE_DIR})
target_link_libraries(libpq INTERFACE ${CMAKE_DL_LIBS})

# Only the header, as with Pango: libnats is opened when workers on other machines are asked for
# (src/adapters/bus/detail/nats_library.hpp). Its own CMake package names a static library that Debian does not ship.
find_path(NATS_INCLUDE_DIR nats/nats.h REQUIRED)
add_library(nats INTERFACE)
target_include_directories(nats SYSTEM INTERFACE ${NATS_INCLUDE_DIR})
target_link_libraries(nats INTERFACE ${CMAKE_DL_LIBS})
