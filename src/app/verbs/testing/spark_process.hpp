#pragma once

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "foundation/base/assert.hpp"

namespace spark::verbs::testing {

/// A fresh folder, removed with all it holds.
class FreshFolder {
  public:
    FreshFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "spark-test-XXXXXX").string();
        SPARK_ASSERT(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~FreshFolder() {
        std::error_code ignored_leftover;
        std::filesystem::remove_all(path_, ignored_leftover);
    }
    FreshFolder(const FreshFolder&) = delete;
    FreshFolder& operator=(const FreshFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

struct Ended {
    int exit_code = -1;  ///< -1 when a signal ended it.
    std::string out;
    std::string error;
};

inline std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The binary under test (SPARK_BINARY), begun in a folder of its own with an environment that holds nothing but what
/// is given.
class SparkProcess {
  public:
    struct Setup {
        std::map<std::string, std::string> environment{};
        std::string out_path{};  ///< Standard output goes there instead of being read back.
        bool close_out = false;
    };

    static bool is_there() {
        return ::getenv("SPARK_BINARY") != nullptr && ::access(::getenv("SPARK_BINARY"), X_OK) == 0;
    }
    static std::string binary() { return ::getenv("SPARK_BINARY"); }

    static SparkProcess begin(const std::filesystem::path& folder, std::vector<std::string> arguments,
                              const Setup& setup) {
        SparkProcess process(folder);
        arguments.insert(arguments.begin(), binary());
        std::vector<std::string> variables{"PATH=/usr/bin:/bin", "LANG=C.UTF-8"};
        for (const auto& [name, value] : setup.environment) variables.push_back(name + "=" + value);
        const auto pointers = [](std::vector<std::string>& texts) {
            std::vector<char*> all;
            for (std::string& text : texts) all.push_back(text.data());
            all.push_back(nullptr);
            return all;
        };
        const auto argument_pointers = pointers(arguments);
        const auto variable_pointers = pointers(variables);
        const std::string out = setup.out_path.empty() ? process.out_.string() : setup.out_path;
        process.pid_ = ::fork();
        SPARK_ASSERT(process.pid_ >= 0);
        if (process.pid_ == 0) {
            const int out_file = ::open(out.c_str(), O_WRONLY | O_CREAT, 0644);
            const int error_file = ::open(process.error_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
            ::dup2(out_file, 1);
            ::dup2(error_file, 2);
            if (setup.close_out) ::close(1);
            if (::chdir(folder.c_str()) == 0)
                ::execve(argument_pointers[0], argument_pointers.data(), variable_pointers.data());
            ::_exit(127);
        }
        return process;
    }

    void send(int signal_number) const { SPARK_ASSERT(::kill(pid_, signal_number) == 0); }
    std::string error_so_far() const { return text_of(error_); }

    Ended wait() const {
        int status = 0;
        SPARK_ASSERT(::waitpid(pid_, &status, 0) == pid_);
        return {
            .exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1, .out = text_of(out_), .error = text_of(error_)};
    }

  private:
    explicit SparkProcess(const std::filesystem::path& folder)
        : out_(folder / "stdout.txt"), error_(folder / "stderr.txt") {
        std::error_code absent;
        std::filesystem::remove(out_, absent);
    }

    std::filesystem::path out_;
    std::filesystem::path error_;
    pid_t pid_ = -1;
};

/// Runs the binary to its end in a fresh folder.
inline Ended run_spark(std::vector<std::string> arguments, const SparkProcess::Setup& setup = {}) {
    const FreshFolder folder;
    return SparkProcess::begin(folder.path(), std::move(arguments), setup).wait();
}

}  // namespace spark::verbs::testing
