#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/cli/text.hpp"
#include "foundation/base/result.hpp"

namespace spark::cli {

/// `automatic` is bar when standard error is a terminal, none otherwise.
enum class ProgressStyle : std::uint8_t { automatic, bar, plain, json, none };

/// What a colour is for; the sign beside it says the same without colour.
enum class Ink : std::uint8_t { normal, bold, dim, good, bad, caution };

/// How to speak, settled before the first word.
struct TerminalOptions {
    Language language = Language::en;
    bool json = false;   ///< Standard output holds one JSON document and nothing else.
    bool plain = false;  ///< Tables as tab-separated lines, numbers as in JSON.
    bool quiet = false;
    int verbosity = 0;
    bool out_color = false;
    bool error_color = false;
    bool error_is_terminal = false;  ///< Something may be drawn over on standard error.
    ProgressStyle progress = ProgressStyle::automatic;
    std::size_t columns = 80;
};

/// What of the surroundings decides colour and width.
struct TerminalSurroundings {
    std::string_view no_color;  ///< NO_COLOR; any text turns colour off.
    std::string_view term;      ///< TERM; `dumb` turns colour and drawing off.
    int out = 1;
    int error = 2;
};

/// Fills in colour, width and whether standard error may be drawn on. `color_wanted` false: never colour.
void look_around(TerminalOptions& options, const TerminalSurroundings& surroundings, bool color_wanted);

/// Standard output for data, standard error for everything said to people. One thread at a time.
/// A reader that goes away (`| head`) is no error: what follows is thrown away and `reader_gone` says so, for long
/// verbs to stop.
class Terminal {
  public:
    Terminal(const TerminalOptions& options, int out, int error) : options_(options), out_(out), error_(error) {}
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    const TerminalOptions& options() const { return options_; }
    Language language() const { return options_.language; }

    /// Data, as it is; buffered.
    void out(std::string_view bytes);
    void out_line(std::string_view line);

    /// A note for people (progress, next steps): standard error, nothing with --quiet.
    void note(std::string_view line);
    /// A detail, from `--verbose` given `level` times on.
    void detail(int level, std::string_view line);
    /// A warning or an error: standard error, always.
    void complain(std::string_view line);
    /// Bytes drawn over on standard error (the progress bar); nothing is added.
    void draw(std::string_view bytes);

    /// `text` in the colour, if standard output has any; never with --json or --plain.
    std::string inked(Ink ink, std::string_view text) const;
    std::string inked_error(Ink ink, std::string_view text) const;

    bool reader_gone() const { return reader_gone_; }

    /// Writes what is buffered. Errors: as file_error for the first write that was refused (a reader that went away is
    /// none).
    Result<void> flush();

  private:
    bool write_all(int descriptor, std::string_view bytes);

    TerminalOptions options_;
    int out_;
    int error_;
    std::string buffer_;
    bool reader_gone_ = false;
    std::optional<Error> problem_;
};

}  // namespace spark::cli
