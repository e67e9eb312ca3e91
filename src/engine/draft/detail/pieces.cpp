#include "engine/draft/detail/pieces.hpp"

#include <algorithm>

#include "engine/draft/detail/operands.hpp"

namespace spark::draft::detail {
namespace {

class Parser {
  public:
    explicit Parser(const Items& items) : items_(items.list) {}

    std::vector<Clause> read() {
        std::size_t at = 0;
        while (at < items_.size()) {
            if (is_free(at) && is_action(items_[at].what)) {
                at = read_action(at);
                continue;
            }
            if (items_[at].what == Concept::full_stop) {
                close_loose(at);
                begin_ = at + 1;
            }
            ++at;
        }
        close_loose(items_.size());
        return std::move(clauses_);
    }

  private:
    bool is_free(std::size_t at) const { return !items_[at].is_used; }

    static bool is_join(Concept what) {
        return what == Concept::both_and || what == Concept::either_or || what == Concept::comma ||
               what == Concept::when || what == Concept::full_stop;
    }
    bool has_weight(std::size_t at) const {
        const Concept what = items_[at].what;
        return is_operand(what) || is_relation(what) || what == Concept::breakout ||
               (is_free(at) && what == Concept::number) || what == Concept::golden_cross;
    }
    bool has_content(std::size_t from, std::size_t to) const {
        for (std::size_t at = from; at < to; ++at) {
            if (is_free(at) && has_weight(at)) return true;
        }
        return false;
    }

    std::size_t significant_after(std::size_t at) const {
        for (++at; at < items_.size(); ++at) {
            const Concept what = items_[at].what;
            if (!items_[at].is_used && what != Concept::filler && what != Concept::minus) break;
        }
        return at;
    }
    bool waits(std::size_t action) const {
        const std::size_t next = significant_after(action);
        return next < items_.size() && items_[next].what == Concept::when;
    }
    std::size_t next_action(std::size_t at) const {
        while (at < items_.size() && !(is_free(at) && is_action(items_[at].what)) &&
               items_[at].what != Concept::full_stop)
            ++at;
        return at;
    }

    static bool leaves(Concept what) {
        return what == Concept::sell || what == Concept::leave || what == Concept::cover;
    }
    bool has_entry() const {
        return std::ranges::any_of(clauses_, [](const Clause& clause) { return !leaves(clause.action); });
    }

    /// `opening range breakout, exit at …`: without a word for entering, what a comma parts off before the exit is it.
    void split_entry(std::size_t action) {
        for (std::size_t at = action; at-- > begin_;) {
            if (items_[at].what != Concept::comma || !has_content(begin_, at)) continue;
            close_loose(at);
            begin_ = at + 1;
            return;
        }
    }

    /// Returns where reading goes on.
    std::size_t read_action(std::size_t at) {
        bool has_before = has_content(begin_, at);
        if (has_before && leaves(items_[at].what) && !has_entry()) split_entry(at);
        Clause clause{.action = items_[at].what, .action_item = at, .pieces = {}};
        has_before = has_content(begin_, at);
        if (has_before) add_pieces(clause, begin_, at);
        std::size_t end = at + 1;
        if (waits(at) || !has_before) {
            end = next_action(at + 1);
            const bool is_next_early = end < items_.size() && is_action(items_[end].what) && !waits(end);
            if (is_next_early) end = cut_before(at + 1, end);
            add_pieces(clause, at + 1, end);
        }
        clauses_.push_back(std::move(clause));
        begin_ = end;
        return end;
    }

    /// `buy when A, when B sell`: where the conditions of the action at the end begin. Without a mark all belong to the
    /// first one.
    std::size_t cut_before(std::size_t from, std::size_t end) const {
        std::size_t join = end;
        for (std::size_t at = end; at-- > from;) {
            const bool is_mark = items_[at].what == Concept::comma || items_[at].what == Concept::both_and;
            if (is_mark && has_content(at, end) && has_content(from, at)) {
                join = at;
                break;
            }
        }
        return join;
    }

    void close_loose(std::size_t end) {
        if (!has_content(begin_, end)) return;
        Clause clause;
        add_pieces(clause, begin_, end);
        clauses_.push_back(std::move(clause));
    }

    void add_pieces(Clause& clause, std::size_t from, std::size_t to) const {
        Piece piece;
        bool is_or = false;
        const auto finish = [&](bool next_is_or) {
            if (!piece.items.empty()) {
                piece.is_or = is_or;
                clause.pieces.push_back(std::move(piece));
                is_or = false;
            }
            piece = {};
            is_or = is_or || next_is_or;
        };
        for (std::size_t at = from; at < to; ++at) {
            const Item& item = items_[at];
            if (is_join(item.what)) {
                finish(item.what == Concept::either_or);
                continue;
            }
            if (!item.is_used && has_weight(at)) piece.items.push_back(at);
            const bool ends = item.is_conditional && !piece.items.empty() && piece.items.back() == at;
            if (ends) finish(false);
        }
        finish(false);
    }

    const std::vector<Item>& items_;
    std::vector<Clause> clauses_;
    std::size_t begin_ = 0;
};

/// What a piece holds, for joining it to a neighbour.
struct Content {
    int averages = 0;
    int others = 0;
    int relations = 0;
    int numbers = 0;
};

Content content_of(const Items& items, const Piece& piece) {
    Content content;
    for (const std::size_t at : piece.items) {
        const Concept what = items.list[at].what;
        if (is_average(what)) {
            ++content.averages;
        } else if (is_relation(what) || what == Concept::breakout) {
            ++content.relations;
        } else if (what == Concept::number) {
            ++content.numbers;
        } else if (what != Concept::price && what != Concept::fast && what != Concept::slow) {
            ++content.others;
        }
    }
    return content;
}

void append(Piece& to, const Piece& from) { to.items.insert(to.items.end(), from.items.begin(), from.items.end()); }

/// `ema 9 and ema 21 cross`, `cross of ema 9 and ema 21`: a joining word inside one condition.
void join_averages(const Items& items, Clause& clause) {
    std::vector<Piece> made;
    for (Piece& piece : clause.pieces) {
        const Content now = content_of(items, piece);
        const Content last = made.empty() ? Content{} : content_of(items, made.back());
        const bool is_average_alone = now.averages > 0 && now.others == 0 && now.relations == 0;
        const bool was_average_alone = last.averages > 0 && last.others == 0 && last.relations == 0;
        const bool was_bare = !made.empty() && last.relations == 0 && last.others == 0;
        const bool joins_last = !made.empty() && last.averages == 1 && last.others == 0 && is_average_alone;
        const bool completes_last =
            was_bare && now.others == 0 && (was_average_alone || last.averages == 0) && (now.averages <= 1);
        const bool only_relates =
            now.averages == 0 && now.others == 0 && now.numbers == 0 && !made.empty() && last.relations == 0;
        if (joins_last || completes_last || only_relates) {
            append(made.back(), piece);
        } else {
            made.push_back(std::move(piece));
        }
    }
    clause.pieces = std::move(made);
}

}  // namespace

std::vector<Clause> clauses_of(const Items& items) {
    std::vector<Clause> clauses = Parser(items).read();
    for (Clause& clause : clauses) join_averages(items, clause);
    return clauses;
}

}  // namespace spark::draft::detail
