//! Many articles, cleaned while the caller looks at the first.
//!
//! A few articles a thread are read ahead and no more, so an endless iterable is no harm; records come in the order of their articles.
//! The threads end with the iterator. A process that forks takes the iterator along but not its threads: there it says so.

use std::collections::{BTreeMap, VecDeque};
use std::process;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use pyo3::prelude::*;
use pyo3::types::PyIterator;
use saring::read::jsonl::Keys;

use crate::errors::{RecordError, SaringError};
use crate::fields::Given;
use crate::record::Record;
use crate::threads::{self, PATIENCE};

/// So many articles a thread are read ahead.
const AHEAD: usize = 4;

type Cleaned = Result<saring::Record, String>;

/// An iterator over records.
#[pyclass(module = "saring")]
pub struct Many {
    articles: Option<Py<PyIterator>>,
    keys: Arc<Keys>,
    cleaner: Arc<saring::Cleaner>,
    threads: usize,
    pool: Option<Pool>,
    /// What was read and not yet given: the number of an article that is being cleaned, or the error that stands for it.
    order: VecDeque<PyResult<u64>>,
    done: BTreeMap<u64, Cleaned>,
    next: u64,
}

/// Threads that wait for articles.
struct Pool {
    articles: Sender<(u64, Given)>,
    records: Mutex<Receiver<(u64, Cleaned)>>,
    process: u32,
}

impl Pool {
    fn start(threads: usize, cleaner: &Arc<saring::Cleaner>, keys: &Arc<Keys>) -> Self {
        let (articles, waiting) = channel::<(u64, Given)>();
        let (sender, records) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..threads {
            let (waiting, sender) = (Arc::clone(&waiting), sender.clone());
            let (cleaner, keys) = (Arc::clone(cleaner), Arc::clone(keys));
            thread::spawn(move || {
                loop {
                    let article = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, given)) = article else { break };
                    let cleaned = given.article(&keys).and_then(|article| threads::clean(&cleaner, &article));
                    if sender.send((number, cleaned)).is_err() {
                        break;
                    }
                }
            });
        }
        Self { articles, records: Mutex::new(records), process: process::id() }
    }
}

impl Many {
    /// The records of `articles`.
    pub fn new(cleaner: Arc<saring::Cleaner>, articles: Py<PyIterator>, threads: usize, keys: Keys) -> Self {
        Self {
            articles: Some(articles),
            keys: Arc::new(keys),
            cleaner,
            threads,
            pool: None,
            order: VecDeque::new(),
            done: BTreeMap::new(),
            next: 0,
        }
    }

    /// Hands articles to the threads until enough are on their way.
    fn read_ahead(&mut self, py: Python<'_>) {
        while self.order.len() < AHEAD * self.threads {
            let Some(articles) = &self.articles else { break };
            let entry = match articles.bind(py).clone().next() {
                None => {
                    self.articles = None;
                    break;
                }
                Some(item) => item.map(|item| Given::item(&item, &self.keys)),
            };
            let entry = match entry {
                // the iterable itself failed: nothing more comes of it
                Err(error) => {
                    self.articles = None;
                    Err(error)
                }
                Ok(Err(error)) => Err(error),
                Ok(Ok(given)) => {
                    let pool = self.pool.get_or_insert_with(|| Pool::start(self.threads, &self.cleaner, &self.keys));
                    // the threads live as long as the sender does
                    let _ = pool.articles.send((self.next, given));
                    Ok(self.next)
                }
            };
            self.next += 1;
            self.order.push_back(entry);
        }
    }

    fn wait_for(&mut self, py: Python<'_>, number: u64) -> PyResult<Cleaned> {
        loop {
            if let Some(cleaned) = self.done.remove(&number) {
                return Ok(cleaned);
            }
            let Some(pool) = &self.pool else { return Err(SaringError::new_err("the iterator has ended")) };
            let records = &pool.records;
            match py.detach(|| records.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(PATIENCE)) {
                Ok((number, cleaned)) => {
                    self.done.insert(number, cleaned);
                }
                Err(RecvTimeoutError::Timeout) => py.check_signals()?,
                Err(RecvTimeoutError::Disconnected) => return Err(SaringError::new_err("the threads of this iterator are gone")),
            }
        }
    }
}

#[pymethods]
impl Many {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Record>> {
        if self.pool.as_ref().is_some_and(|pool| pool.process != process::id()) {
            return Err(SaringError::new_err("this iterator was begun before the process forked: begin it in the process that reads it"));
        }
        self.read_ahead(py);
        let number = match self.order.front() {
            None => return Ok(None),
            Some(Ok(number)) => *number,
            Some(Err(_)) => return Err(self.order.pop_front().and_then(Result::err).unwrap_or_else(|| SaringError::new_err(""))),
        };
        let cleaned = self.wait_for(py, number)?;
        self.order.pop_front();
        Ok(Some(Record { inner: cleaned.map_err(RecordError::new_err)? }))
    }
}
