//! Shares work among threads that end with the call, while Python's other threads go on.

use std::any::Any;
use std::cell::RefCell;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use saring::{Article, Record, Scratch};

/// So often is asked whether the user pressed Ctrl-C.
pub const PATIENCE: Duration = Duration::from_millis(50);

/// As many threads as were asked for, or as there are cores.
pub fn count(asked: Option<usize>) -> usize {
    asked.and_then(NonZero::new).or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get)
}

/// Cleans an article with the buffers of this thread.
///
/// # Errors
/// Where the program itself is at fault; no article may take the others along.
pub fn clean(cleaner: &saring::Cleaner, article: &Article<'_>) -> Result<Record, String> {
    thread_local!(static SCRATCH: RefCell<Scratch> = RefCell::default());
    let clean = || SCRATCH.with_borrow_mut(|scratch| cleaner.clean(article, scratch));
    catch_unwind(AssertUnwindSafe(clean)).map_err(failed)
}

// what unwinding hands over
#[allow(clippy::needless_pass_by_value)]
fn failed(_: Box<dyn Any + Send>) -> String {
    saring::read::reject::FAILED.to_owned()
}

/// Does `work` on each number below `count`; the results in their order.
///
/// # Errors
/// The first of `work`'s errors that comes, or Ctrl-C.
pub fn in_order<T: Send>(py: Python<'_>, threads: usize, count: usize, work: impl Fn(usize) -> PyResult<T> + Sync) -> PyResult<Vec<T>> {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let toil = || {
        let (sender, results) = channel();
        thread::scope(|scope| {
            for _ in 0..threads.min(count) {
                let (sender, next, stop, work) = (sender.clone(), &next, &stop, &work);
                scope.spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= count || sender.send((number, work(number))).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            let mut done: Vec<Option<T>> = (0..count).map(|_| None).collect();
            let mut asked = Instant::now();
            let ended = loop {
                match results.recv_timeout(PATIENCE) {
                    Ok((number, Ok(result))) => done[number] = Some(result),
                    Ok((_, Err(error))) => break Err(error),
                    Err(RecvTimeoutError::Disconnected) => break Ok(()),
                    Err(RecvTimeoutError::Timeout) => {}
                }
                if asked.elapsed() >= PATIENCE {
                    asked = Instant::now();
                    #[allow(clippy::redundant_closure_for_method_calls, reason = "the method is for one lifetime")]
                    if let Err(interrupt) = Python::attach(|py| py.check_signals()) {
                        break Err(interrupt);
                    }
                }
            };
            stop.store(true, Ordering::Relaxed);
            ended.map(|()| done.into_iter().flatten().collect())
        })
    };
    py.detach(toil)
}
