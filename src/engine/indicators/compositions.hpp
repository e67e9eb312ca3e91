#pragma once

#include <cstddef>

#include "engine/indicators/source.hpp"

namespace spark::indicators {

/// Indicators made of a few steps over the others; definitions and sources: docs/reference/indicators.md.

/// 2 × e1 − e2, e1 the exponential average of the source, e2 of e1, both seeded by the average of the first `length`
/// values. First defined bar: length − 1.
void dema(Source source, std::size_t length, Output out);

/// Change in percent of a threefold exponential average, all three seeded by the average of the first `length` values.
/// First defined bar: length.
void trix(Source source, std::size_t length, Output out);

struct PpoLengths {
    std::size_t fast = 12;
    std::size_t slow = 26;
};
/// 100 × (ema(fast) − ema(slow)) ÷ ema(slow); undefined over zero. First defined bar: the longer length − 1.
void ppo(Source source, const PpoLengths& lengths, Output out);

struct TsiLengths {
    std::size_t fast = 13;
    std::size_t slow = 25;
};
/// True strength: ema(fast) of ema(slow) of the change, over the same of its size; −1 to 1, undefined where nothing
/// changed. First defined bar: slow + fast − 1.
void tsi(Source source, const TsiLengths& lengths, Output out);

/// Chande momentum: 100 × (Σ rises − Σ falls) ÷ (Σ rises + Σ falls) over `length` changes; undefined where nothing
/// changed. First defined bar: length.
void cmo(Source source, std::size_t length, Output out);

/// Balance of power: (close − open) ÷ (high − low); 0 where the range is zero. Defined from bar 0.
void bop(Source open, const HighLowClose& bars, Output out);

/// Accumulation and distribution: Σ ((close − low) − (high − close)) ÷ (high − low) × volume; a bar without range adds
/// nothing. Defined from bar 0.
void adl(const HighLowClose& bars, Source volume, Output out);

/// Choppiness: 100 × log(Σ true range ÷ (highest true high − lowest true low)) ÷ log(length); undefined where that
/// range is zero. First defined bar: length. length is 2 at least (asserted).
void chop(const HighLowClose& bars, std::size_t length, Output out);

struct VortexOutput {
    Output plus;
    Output minus;
};
/// Σ |high − low before| and Σ |low − high before| over Σ true range; undefined where that is zero. First defined bar:
/// length.
void vortex(const HighLowClose& bars, std::size_t length, const VortexOutput& out);

/// 100 × atr ÷ close; undefined over zero. First defined bar: length.
void natr(const HighLowClose& bars, std::size_t length, Output out);

/// Highest less lowest of the last `length` values. First defined bar: length − 1.
void range(Source source, std::size_t length, Output out);

}  // namespace spark::indicators
