#pragma once

#include <stdio.h>
#include <unistd.h>

#include <string>

#include "app/cli/terminal.hpp"
#include "foundation/base/assert.hpp"

namespace spark::cli::testing {

/// A terminal whose two streams are temporary files, read back as text.
class CapturedTerminal {
  public:
    explicit CapturedTerminal(const TerminalOptions& options)
        : out_(::tmpfile()), error_(::tmpfile()), terminal_(options, ::fileno(out_), ::fileno(error_)) {
        SPARK_ASSERT(out_ != nullptr && error_ != nullptr);
    }
    ~CapturedTerminal() {
        ::fclose(out_);
        ::fclose(error_);
    }
    CapturedTerminal(const CapturedTerminal&) = delete;
    CapturedTerminal& operator=(const CapturedTerminal&) = delete;

    Terminal& terminal() { return terminal_; }
    std::string out() {
        SPARK_ASSERT(terminal_.flush().has_value());
        return text_of(out_);
    }
    std::string error() { return text_of(error_); }

  private:
    static std::string text_of(FILE* file) {
        std::string text(1 << 20, '\0');
        const ssize_t count = ::pread(::fileno(file), text.data(), text.size(), 0);
        text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return text;
    }

    FILE* out_;
    FILE* error_;
    Terminal terminal_;
};

}  // namespace spark::cli::testing
