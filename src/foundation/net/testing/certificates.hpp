#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "foundation/base/testing/fresh_folder.hpp"
#include "foundation/net/server.hpp"

namespace spark::net::testing {

/// Throwaway certificates, made by the openssl command where there is one.
class Certificates {
  public:
    static bool can_be_made() { return std::system("command -v openssl > /dev/null") == 0; }

    /// A certificate of its own authority for localhost and 127.0.0.1, as `name`.pem and `name`.key.
    TlsFiles make(const std::string& name, const std::string& alternatives = "IP:127.0.0.1,DNS:localhost") const {
        const TlsFiles files{.certificate_file = folder_ / (name + ".pem"), .key_file = folder_ / (name + ".key")};
        const std::string command =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name +
            " -addext subjectAltName=" + alternatives + " -keyout " + files.key_file + " -out " +
            files.certificate_file + " > /dev/null 2>&1";
        SPARK_ASSERT(std::system(command.c_str()) == 0);
        std::filesystem::permissions(files.key_file,
                                     std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        return files;
    }
    std::filesystem::path path(const std::string& name) const { return folder_ / name; }

  private:
    spark::testing::FreshFolder folder_;
};

}  // namespace spark::net::testing
