//! Any sequence network: a graph of operators that was read from somebody's file, in an intermediate
//! representation of our own ([`ir`]).

pub mod ir;
