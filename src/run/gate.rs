//! Holds back blocks while those under way fill the memory.
//!
//! A block is let in where what is under way leaves room for it, or where nothing is: then even one that is larger than the room, so
//! that a run always goes on. Blocks come in in their order and their room is free again when they are written, so the one that all
//! wait for is never the one that is held back.

use std::sync::{Condvar, Mutex, PoisonError};

/// So much memory the program takes before it has read anything: rules, tables, what a thread has of its own.
const BASE: u64 = 96 << 20;

/// For each byte of a block of many records: what was read, what comes of it, packed and not.
const OF_MANY: u64 = 8;

/// For each byte of a record that is a block by itself: what all stages hold of it at once, too; millions of lines of one
/// letter need most.
const OF_ONE: u64 = 350;

/// A share of the memory.
pub struct Gate {
    used: Mutex<Used>,
    freed: Condvar,
    room: u64,
}

#[derive(Default)]
struct Used {
    bytes: u64,
    open: bool,
}

impl Gate {
    /// For so many threads, or so much memory.
    pub fn new(memory: Option<u64>, threads: usize) -> Self {
        let room = memory.map_or(least(threads), |memory| memory.saturating_sub(BASE));
        Self { used: Mutex::default(), freed: Condvar::new(), room }
    }

    /// Waits until a block of `bytes` has room; gives what it takes.
    pub fn enter(&self, bytes: usize) -> u64 {
        let cost = cost(bytes as u64);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while !used.open && used.bytes > 0 && used.bytes + cost > self.room {
            used = self.freed.wait(used).unwrap_or_else(PoisonError::into_inner);
        }
        used.bytes += cost;
        cost
    }

    /// Gives room back.
    pub fn leave(&self, cost: u64) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).bytes -= cost;
        self.freed.notify_all();
    }

    /// Whether nothing is held back any more.
    pub fn is_open(&self) -> bool {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).open
    }

    /// Holds nothing back any more: the run has failed.
    pub fn open(&self) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).open = true;
        self.freed.notify_all();
    }
}

/// A block and a half for each thread in the making, and as many that wait for their turn.
fn least(threads: usize) -> u64 {
    3 * threads as u64 * cost(BLOCK)
}

const BLOCK: u64 = crate::read::blocks::BLOCK as u64;

fn cost(bytes: u64) -> u64 {
    if bytes > 2 * BLOCK { bytes.saturating_mul(OF_ONE) } else { bytes.max(BLOCK) * OF_MANY }
}

/// The memory that a run needs whose largest record has so many bytes.
pub fn needed(max_record: u64) -> u64 {
    BASE + cost(max_record).max(cost(BLOCK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_without_room_is_let_in_alone() {
        let gate = Gate::new(Some(BASE), 2);
        let cost = gate.enter(100 << 20);
        std::thread::scope(|scope| {
            let next = scope.spawn(|| gate.enter(1));
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert!(!next.is_finished());
            gate.leave(cost);
            assert_eq!(next.join().unwrap(), OF_MANY * BLOCK);
        });
    }
}
