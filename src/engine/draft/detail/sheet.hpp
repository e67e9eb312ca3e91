#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/draft/draft.hpp"

namespace spark::draft::detail {

/// Why a line of the document is there.
struct Why {
    std::string en;
    std::string tr;
    std::optional<PromptSpan> words{};
};

/// A parameter with the range that an optimization may search at once.
struct Knob {
    std::string name;
    bool is_whole = true;
    std::int64_t value = 0;  ///< As all four units of 1e-8.
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::int64_t step = 0;
    std::string unit{};
    std::string en{};
    std::string tr{};
};

/// A document being written: fields in tables, each with its reason. Fields of one table stay together, in the order
/// they came; tables come in the order of the reference page.
class Sheet {
  public:
    /// `value` as TOML has it. A field that is there already is replaced.
    void put(std::string_view table, std::string_view key, std::string value, Why why, bool is_commented = true);
    void put_text(std::string_view table, std::string_view key, std::string_view text, Why why,
                  bool is_commented = true);
    void put_knob(const Knob& knob, Why why);
    bool has(std::string_view table, std::string_view key) const;

    /// The text, a comment a line in the sentence's language.
    std::string toml(strategy::Tongue tongue, std::string_view prompt) const;
    std::vector<Reason> reasons() const;

  private:
    struct Line {
        std::string table;
        std::string key;
        std::string value;
        Why why;
        bool is_commented;
    };
    std::vector<const Line*> in_order() const;

    std::vector<Line> lines_;
};

/// Widens the knob's range until its value fits, and its step until the value lies on it.
void fit(Knob& knob);

}  // namespace spark::draft::detail
