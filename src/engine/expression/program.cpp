#include "engine/expression/program.hpp"

#include <fmt/format.h>

#include "engine/expression/detail/frame.hpp"
#include "foundation/base/assert.hpp"

namespace spark::expression {

using detail::Frame;
using detail::View;

/// The steps of a program in a cache: for each, its frame and its place there.
struct Program::Places {
    std::vector<std::uint32_t> frame_of_scope;
    std::vector<std::uint32_t> places;
};

Result<Program::Places> Program::placed(ColumnCache& cache) const {
    Places at;
    // A scope that no step is left in asks nothing of the cache's bars.
    std::vector<bool> used(scopes_.size(), false);
    for (const StepKey& step : steps_) used[step.scope] = true;
    for (std::size_t scope = scopes_.size(); scope-- > 1;) {
        if (used[scope]) used[scopes_[scope].outer] = true;
    }
    at.frame_of_scope.assign(scopes_.size(), 0);
    for (std::size_t scope = 1; scope < scopes_.size(); ++scope) {
        if (!used[scope]) continue;
        SPARK_TRY(at.frame_of_scope[scope], cache.frame_of(at.frame_of_scope[scopes_[scope].outer], scopes_[scope]));
    }
    for (const StepKey& step : steps_) {
        StepKey key = step;
        key.scope = 0;
        for (std::uint32_t& argument : key.arguments) argument = at.places[argument];
        if (key.kind == StepKind::projected) key.which = at.frame_of_scope[step.which];
        at.places.push_back(cache.frames_[at.frame_of_scope[step.scope]]->place_of(key));
    }
    return at;
}

Result<Program::Places> Program::made(ColumnCache& cache, View view) const {
    SPARK_ASSERT(!steps_.empty());
    SPARK_TRY(Places at, placed(cache));
    const auto frame_of = [&](std::size_t step) -> Frame& {
        return *cache.frames_[at.frame_of_scope[steps_[step].scope]];
    };
    // From the result back: what is asked of each step. Then forward, each step after its arguments.
    std::vector<View> asked(steps_.size(), View::none);
    asked.back() = view;
    for (std::size_t step = steps_.size(); step-- > 0;) {
        if (asked[step] == View::none || frame_of(step).has(at.places[step], asked[step])) continue;
        const detail::ArgumentViews reads = frame_of(step).reads(at.places[step], asked[step]);
        for (std::size_t argument = 0; argument < steps_[step].arguments.size(); ++argument) {
            View& sofar = asked[steps_[step].arguments[argument]];
            sofar = sofar | reads[argument];
        }
    }
    for (std::size_t step = 0; step < steps_.size(); ++step) {
        if (asked[step] == View::none) continue;
        Frame& frame = frame_of(step);
        if (steps_[step].kind == StepKind::projected && !frame.has(at.places[step], View::numbers)) {
            Frame& inner = *cache.frames_[at.frame_of_scope[steps_[step].which]];
            SPARK_TRY(frame.make_projected(at.places[step], inner));
        }
        SPARK_TRY(frame.make(at.places[step], asked[step]));
    }
    return at;
}

Result<indicators::Source> Program::run(ColumnCache& cache) const {
    SPARK_TRY(const Places at, made(cache, View::numbers));
    return cache.frames_[0]->numbers(at.places.back());
}

Result<const indicators::BitColumn*> Program::run_condition(ColumnCache& cache) const {
    if (type_ != ValueType::condition) {
        return fail(Fault::invalid_input, "found a number, allowed a condition", "1:1", "compare it: '… > 0'");
    }
    SPARK_TRY(const Places at, made(cache, View::bits));
    return &cache.frames_[0]->bits(at.places.back()).yes;
}

}  // namespace spark::expression
