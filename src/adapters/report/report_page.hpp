#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/report/drawing.hpp"
#include "adapters/report/language.hpp"

/// A report before it is HTML or PDF: what is said, in which order. Texts are plain, nothing is escaped yet.
namespace spark::report {

enum class Tone : std::uint8_t { plain, good, bad, caution, quiet };

struct Badge {
    std::string text;
    Tone tone = Tone::plain;
};

/// A figure one sees first.
struct Tile {
    std::string label;
    std::string value;
    std::string note{};
    Tone tone = Tone::plain;
};

struct Cell {
    std::string text;
    Tone tone = Tone::plain;
    std::optional<double> heat{};  ///< -1 to 1: colours the cell as a loss or a gain.
    bool token = false;            ///< A machine token: not translated, fixed width.
};

struct TableColumn {
    std::string title;
    bool is_number = false;
};

struct Table {
    std::vector<TableColumn> columns;
    std::vector<std::vector<Cell>> rows{};  ///< Each as long as `columns`.
    bool is_long = false;                   ///< Scrolls on a screen, whole on paper.
    bool shows_head = true;
};

/// A picture for a wide page and one for a narrow one, told in one sentence.
struct Chart {
    std::string title;
    std::string summary;
    Drawing wide;
    Drawing narrow;
    std::vector<Badge> legend{};  ///< What the lines are, by tone.
};

struct Note {
    std::string text;
    Tone tone = Tone::quiet;
};

/// A command or another text to copy.
struct CodeLine {
    std::string text;
};

/// A file inside the report, to be saved from it.
struct EmbeddedFile {
    std::string name;
    std::string label;
    std::string bytes;
};

using Block = std::variant<Table, Chart, Note, CodeLine, EmbeddedFile>;

struct Section {
    std::string id;  ///< For links inside the page: letters only.
    std::string title;
    std::vector<Block> blocks{};
    bool starts_page = false;  ///< On paper.
};

struct ReportPage {
    Language language = Language::en;
    std::string title;
    std::string subtitle;
    std::string description;  ///< The strategy's own words; may be empty.
    std::string run_id;
    std::string created_at;
    std::string footer;
    std::vector<Badge> badges;
    std::vector<Tile> tiles;
    std::vector<Note> warnings;
    std::vector<Section> sections;
};

}  // namespace spark::report
