//! The command line of saring.

fn main() {}
