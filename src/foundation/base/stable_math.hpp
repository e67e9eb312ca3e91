#pragma once

namespace spark {

/// Elementary functions with the same bits on every compiler, optimisation and libm: plain IEEE double arithmetic in a
/// fixed order (the build forbids contraction to FMA). Within 3 units in the last place on the domains named; slower
/// than libm. For the synthetic market and the random distributions, whose output is an identity; not for statistics
/// that people only read.

/// e^x. Overflow gives infinity, underflow 0; nan stays nan.
double exp_stable(double x);

/// Natural logarithm. 0 gives minus infinity, a negative number or nan gives nan.
double log_stable(double x);

/// Sine and cosine of radians. Precondition (asserted): |x| ≤ 1,000,000.
double sin_stable(double x);
double cos_stable(double x);

/// x^y for x > 0, by exp and log: relative error grows with |y log x|.
double pow_stable(double x, double y);

/// The x below which a standard normal number lies with this probability. Precondition (asserted): 0 < probability < 1.
/// Source: Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988); relative error about 1e-16.
double normal_quantile_stable(double probability);

}  // namespace spark
