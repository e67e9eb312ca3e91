#pragma once

namespace spark::search::testing {

/// Made by testing/optuna_reference.py on 2026-11-21 with optuna 5.0.0 and cma 4.5.0; it says what each one is.
inline constexpr double optuna_quadratic = -1.0;
inline constexpr double optuna_branin = -0.5128071218759089;
inline constexpr double optuna_mixed = 59.0;
inline constexpr double cma_sphere = 356;
inline constexpr double cma_ellipsoid = 616;
inline constexpr double cma_rosenbrock = 1'016;

}  // namespace spark::search::testing
