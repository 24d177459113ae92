//! Training and evaluation (native only).
