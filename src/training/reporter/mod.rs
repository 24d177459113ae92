//! Training on reporter assays: sequences of one length, several sources with scales of their own, no TFs.

pub mod step;
