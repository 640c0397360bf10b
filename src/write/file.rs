//! A file that gets its name only when it is whole.
//!
//! It is written under a hidden name in the same folder (`clean.jsonl` as `.saring-clean.jsonl.part`), brought to the disk and renamed.
//! Whoever stops the run ([`Stop`]) removes what is not whole, unless the run [keeps](Stop::keep) it to go on later; what has its name
//! already is whole and stays. A run that goes on takes a file up where its [`Mark`] says, and only if what stands before the mark is
//! what was written.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::cannot_write;
use crate::error::RunError;
use crate::read::walk::{UNFINISHED, shown};

/// Lets another thread stop a run.
#[derive(Debug, Default)]
pub struct Stop {
    stopped: AtomicBool,
    kept: AtomicBool,
    made: Mutex<Vec<PathBuf>>,
}

impl Stop {
    /// One that nobody has used yet.
    pub const fn new() -> Self {
        Self { stopped: AtomicBool::new(false), kept: AtomicBool::new(false), made: Mutex::new(Vec::new()) }
    }

    /// Ends the run: removes every file that is not whole, unless they are kept. No file gets its name from here on.
    pub fn now(&self) {
        let made = self.lock();
        self.stopped.store(true, Ordering::SeqCst);
        self.remove(made);
    }

    /// Whether the run was stopped.
    pub fn is_set(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// From here on, what is not whole stays when the run ends early: another run can go on with it.
    pub fn keep(&self) {
        self.kept.store(true, Ordering::SeqCst);
    }

    /// Whether what is not whole stays.
    pub fn keeps(&self) -> bool {
        self.kept.load(Ordering::SeqCst)
    }

    /// Makes a folder, and those above it, that go again if the run ends early and leaves them empty.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut made = self.lock();
        let above = folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let mut new: Vec<_> = above.map(Path::to_owned).collect();
        fs::create_dir_all(folder)?;
        new.reverse();
        made.append(&mut new);
        Ok(())
    }

    /// Notes a file that goes again if the run ends early.
    pub fn made(&self, file: PathBuf) {
        self.lock().push(file);
    }

    /// Takes away what a run that failed has made, unless it is kept.
    pub fn clear(&self) {
        self.remove(self.lock());
    }

    fn remove(&self, mut made: MutexGuard<'_, Vec<PathBuf>>) {
        if self.keeps() {
            return;
        }
        for path in made.drain(..).rev() {
            // a folder in which something stands is no longer ours; what cannot be removed stays under its hidden name
            let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir(&path));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How far a file was written: so many bytes, which have this hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Bytes written.
    pub bytes: u64,
    /// Their xxh3-128, in hex.
    pub hash: String,
}

/// Whether a path is something that cannot be replaced by a file: a device, a pipe.
pub fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// A file in the making.
pub struct Unfinished<'s> {
    file: BufWriter<File>,
    /// Its hidden name; none for a device or pipe, which nothing may replace: that is written to as it is.
    partial: Option<PathBuf>,
    path: PathBuf,
    force: bool,
    stop: &'s Stop,
    bytes: u64,
    hash: Box<Xxh3>,
    /// Whether its hidden name was brought to the disk.
    listed: bool,
}

impl<'s> Unfinished<'s> {
    /// Begins the file that will stand at `path`. With `force` it replaces what stands there then.
    ///
    /// # Errors
    /// Where it cannot be made, is being written by another run, or exists and must not be replaced.
    pub fn begin(path: &Path, force: bool, stop: &'s Stop) -> Result<Self, RunError> {
        if is_device(path) {
            let device = OpenOptions::new().write(true).open(path).map_err(|error| cannot_write(path, &error))?;
            return Ok(Self::new(device, None, path, force, stop));
        }
        if !force && fs::symlink_metadata(path).is_ok() {
            return Err(RunError::Exists(shown(path.as_os_str().as_encoded_bytes())));
        }
        if path.is_dir() {
            return Err(cannot_write(path, &io::ErrorKind::IsADirectory.into()));
        }
        let partial = hidden(path);
        let mut made = stop.lock();
        if stop.is_set() {
            return Err(RunError::Interrupted);
        }
        // what a fallen run may have left under this name goes, but not under the hands of one that lives
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&partial);
        let file = file.map_err(|error| cannot_write(path, &error))?;
        lock(&file, path)?;
        file.set_len(0).map_err(|error| cannot_write(path, &error))?;
        made.push(partial.clone());
        drop(made);
        Ok(Self::new(file, Some(partial), path, force, stop))
    }

    /// Takes up at `mark` what a fallen run had begun, or had even named in the moment in which it fell.
    ///
    /// # Errors
    /// Where it is not there, not as it was left, or in the hands of another run.
    pub fn resume(path: &Path, mark: &Mark, force: bool, stop: &'s Stop) -> Result<Self, RunError> {
        if is_device(path) {
            return Self::begin(path, force, stop);
        }
        let partial = hidden(path);
        let named = match (partial.exists(), path.exists()) {
            (false, true) => fs::rename(path, &partial),
            (true, true) if same_file::is_same_file(&partial, path).unwrap_or(false) => fs::remove_file(path),
            (true, true) if !force => return Err(RunError::Exists(shown(path.as_os_str().as_encoded_bytes()))),
            _ => Ok(()),
        };
        named.map_err(|error| cannot_write(path, &error))?;
        let changed = |why: String| RunError::Resume(format!("{}: {why}", shown(path.as_os_str().as_encoded_bytes())));
        let file = OpenOptions::new().read(true).write(true).open(&partial);
        let mut file =
            file.map_err(|error| changed(format!("what was written of it cannot be opened ({})", crate::error::plainly(&error))))?;
        lock(&file, path)?;
        let mut resumed = Self::new(file.try_clone().map_err(|error| cannot_write(path, &error))?, Some(partial), path, force, stop);
        let mut buffer = vec![0; 1 << 16];
        while resumed.bytes < mark.bytes {
            let most = (mark.bytes - resumed.bytes).min(buffer.len() as u64) as usize;
            match file.read(&mut buffer[..most]).map_err(|error| cannot_write(path, &error))? {
                0 => return Err(changed("what was written of it is shorter than it was".to_owned())),
                n => resumed.count(&buffer[..n]),
            }
        }
        if resumed.mark().hash != mark.hash {
            return Err(changed("what was written of it is not what it was".to_owned()));
        }
        file.set_len(mark.bytes).and_then(|()| file.seek(SeekFrom::End(0))).map_err(|error| cannot_write(path, &error))?;
        Ok(resumed)
    }

    fn new(file: File, partial: Option<PathBuf>, path: &Path, force: bool, stop: &'s Stop) -> Self {
        let file = BufWriter::with_capacity(1 << 16, file);
        Self { file, partial, path: path.to_owned(), force, stop, bytes: 0, hash: Box::default(), listed: false }
    }

    fn count(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hash.update(bytes);
    }

    /// Writes on.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), RunError> {
        self.count(bytes);
        self.file.write_all(bytes).map_err(|error| cannot_write(&self.path, &error))
    }

    /// Where it will stand.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes written so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How far it is written.
    pub fn mark(&self) -> Mark {
        Mark { bytes: self.bytes, hash: format!("{:032x}", self.hash.digest128()) }
    }

    /// Brings to the disk what was written so far.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn sync(&mut self) -> Result<Mark, RunError> {
        let synced = self.file.flush().and_then(|()| if self.partial.is_some() { self.file.get_ref().sync_data() } else { Ok(()) });
        synced.map_err(|error| cannot_write(&self.path, &error))?;
        if !std::mem::replace(&mut self.listed, true) && self.partial.is_some() {
            sync_folder(self.path.parent());
        }
        Ok(self.mark())
    }

    /// Brings it to the disk and gives it its name.
    ///
    /// # Errors
    /// Where the system refuses, the name was taken meanwhile, or the run was stopped.
    pub fn finish(mut self) -> Result<Mark, RunError> {
        let mark = self.sync()?;
        let Some(partial) = self.partial.take() else { return Ok(mark) };
        let made = self.stop.lock();
        if self.stop.is_set() {
            return Err(RunError::Interrupted);
        }
        let named = self.name(&partial, made);
        if named.is_err() {
            self.partial = Some(partial);
        }
        named.map(|()| mark)
    }

    fn name(&self, partial: &Path, mut made: MutexGuard<'_, Vec<PathBuf>>) -> Result<(), RunError> {
        let fail = |error: &io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => RunError::Exists(shown(self.path.as_os_str().as_encoded_bytes())),
            _ => cannot_write(&self.path, error),
        };
        // a hard link refuses to replace what came there meanwhile; where there are none, the earlier look must do
        let linked = if self.force { Err(io::ErrorKind::Unsupported.into()) } else { fs::hard_link(partial, &self.path) };
        match linked {
            Ok(()) => fs::remove_file(partial).map_err(|error| fail(&error))?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(fail(&error)),
            Err(_) => fs::rename(partial, &self.path).map_err(|error| fail(&error))?,
        }
        made.retain(|other| other != partial);
        sync_folder(self.path.parent());
        Ok(())
    }

    /// Reads from the beginning what was written.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn read_back(&mut self) -> io::Result<File> {
        self.file.flush()?;
        let mut file = self.file.get_ref().try_clone()?;
        file.rewind()?;
        Ok(file)
    }
}

/// What was not finished goes, unless it is kept.
impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        let Some(partial) = self.partial.take().filter(|_| !self.stop.keeps()) else { return };
        let mut made = self.stop.lock();
        made.retain(|other| *other != partial);
        let _ = fs::remove_file(partial);
    }
}

/// Nobody else may write it until this one is done, or dead.
fn lock(file: &File, path: &Path) -> Result<(), RunError> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(RunError::Busy(shown(path.as_os_str().as_encoded_bytes()))),
        // a file system without locks is no reason to refuse
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}

/// The name under which a file is written.
pub fn hidden(path: &Path) -> PathBuf {
    let mut name = OsString::from(UNFINISHED);
    name.push(path.file_name().unwrap_or_default());
    name.push(".part");
    path.with_file_name(name)
}

/// Brings a new name to the disk, where the system lets folders be opened.
pub fn sync_folder(folder: Option<&Path>) {
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        // some file systems refuse; the file itself is on the disk already
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_name_when_it_is_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.jsonl");
        let stop = Stop::default();
        let mut file = Unfinished::begin(&path, false, &stop).unwrap();
        file.write(b"{}\n").unwrap();
        assert!(!path.exists());
        assert!(matches!(Unfinished::begin(&path, true, &stop), Err(RunError::Busy(_))));
        file.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"{}\n");
        assert!(matches!(Unfinished::begin(&path, false, &stop), Err(RunError::Exists(_))));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_came_meanwhile_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.jsonl");
        let stop = Stop::default();
        let file = Unfinished::begin(&path, false, &stop).unwrap();
        fs::write(&path, "theirs").unwrap();
        assert!(matches!(file.finish(), Err(RunError::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_never_replaced() {
        let stop = Stop::default();
        let mut file = Unfinished::begin(Path::new("/dev/null"), true, &stop).unwrap();
        file.write(b"{}\n").unwrap();
        file.finish().unwrap();
        assert!(is_device(Path::new("/dev/null")));
    }

    #[test]
    fn a_folder_is_no_output() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Unfinished::begin(dir.path(), true, &Stop::default()), Err(RunError::Write { .. })));
    }

    #[test]
    fn a_stopped_run_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let stop = Stop::default();
        stop.make_folder(&dir.path().join("a/b")).unwrap();
        let mut file = Unfinished::begin(&dir.path().join("a/b/c.jsonl"), false, &stop).unwrap();
        file.write(b"{}\n").unwrap();
        stop.now();
        assert!(matches!(file.finish(), Err(RunError::Interrupted)));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_file_is_taken_up_where_its_mark_says() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.jsonl");
        let stop = Stop::default();
        stop.keep();
        let mut file = Unfinished::begin(&path, false, &stop).unwrap();
        file.write(b"{}\n").unwrap();
        let mark = file.sync().unwrap();
        file.write(b"{\"more").unwrap();
        drop(file);
        for named in [false, true] {
            if named {
                fs::rename(hidden(&path), &path).unwrap();
            }
            let mut file = Unfinished::resume(&path, &mark, false, &stop).unwrap();
            file.write(b"[]\n").unwrap();
            file.sync().unwrap();
            assert_eq!(fs::read(hidden(&path)).unwrap(), b"{}\n[]\n");
        }
        let other = Mark { hash: "0".repeat(32), ..mark.clone() };
        assert!(matches!(Unfinished::resume(&path, &other, false, &stop), Err(RunError::Resume(_))));
        assert!(matches!(Unfinished::resume(&path, &Mark { bytes: 9, ..mark }, false, &stop), Err(RunError::Resume(_))));
    }
}
