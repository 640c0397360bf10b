//! A file that gets its name only when it is whole.
//!
//! It is written under a hidden name in the same folder, brought to the disk and renamed. Whoever stops the run ([`Stop`]) removes
//! what is not whole; what has its name already is whole and stays.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{Builder, NamedTempFile};

use super::cannot_write;
use crate::error::RunError;
use crate::read::walk::{UNFINISHED, shown};

/// Lets another thread stop a run.
#[derive(Debug, Default)]
pub struct Stop {
    stopped: AtomicBool,
    unfinished: Mutex<Vec<PathBuf>>,
}

impl Stop {
    /// Ends the run: removes every file that is not whole. No file gets its name from here on.
    pub fn now(&self) {
        let mut unfinished = self.lock();
        self.stopped.store(true, Ordering::SeqCst);
        for path in unfinished.drain(..) {
            // what cannot be removed stays under its hidden name; there is nobody to tell
            let _ = fs::remove_file(path);
        }
    }

    /// Whether the run was stopped.
    pub fn is_set(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.unfinished.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the bytes go until all are there.
enum Made {
    /// A hidden file, to be renamed.
    Hidden(NamedTempFile),
    /// A device or pipe, which nothing may replace: written to as it is.
    Device(File),
}

impl Write for Made {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Hidden(file) => file.write(bytes),
            Self::Device(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Hidden(file) => file.flush(),
            Self::Device(file) => file.flush(),
        }
    }
}

/// Whether a path is something that cannot be replaced by a file: a device, a pipe.
pub fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// A file in the making.
pub struct Unfinished<'s> {
    file: BufWriter<Made>,
    path: PathBuf,
    force: bool,
    stop: &'s Stop,
    bytes: u64,
}

impl<'s> Unfinished<'s> {
    /// Begins the file that will stand at `path`, in the folder `beside`, which must be on the same file system. With `force` it
    /// replaces what stands there then.
    ///
    /// # Errors
    /// Where it cannot be made, or exists and must not be replaced.
    pub fn begin(path: &Path, beside: &Path, force: bool, stop: &'s Stop) -> Result<Self, RunError> {
        let made = |file| Self { file: BufWriter::with_capacity(1 << 16, file), path: path.to_owned(), force, stop, bytes: 0 };
        if is_device(path) {
            let device = OpenOptions::new().write(true).open(path).map_err(|error| cannot_write(path, &error))?;
            return Ok(made(Made::Device(device)));
        }
        if !force && fs::symlink_metadata(path).is_ok() {
            return Err(RunError::Exists(shown(path.as_os_str().as_encoded_bytes())));
        }
        if path.is_dir() {
            return Err(cannot_write(path, &io::ErrorKind::IsADirectory.into()));
        }
        let folder = if beside.as_os_str().is_empty() { Path::new(".") } else { beside };
        let mut builder = Builder::new();
        builder.prefix(UNFINISHED).suffix(".part");
        #[cfg(unix)]
        {
            // as any other program makes files: the umask decides
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut unfinished = stop.lock();
        if stop.is_set() {
            return Err(RunError::Interrupted);
        }
        let file = builder.tempfile_in(folder).map_err(|error| cannot_write(path, &error))?;
        unfinished.push(file.path().to_owned());
        Ok(made(Made::Hidden(file)))
    }

    /// Writes on.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), RunError> {
        self.bytes += bytes.len() as u64;
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

    /// Brings it to the disk and gives it its name.
    ///
    /// # Errors
    /// Where the system refuses, the name was taken meanwhile, or the run was stopped.
    pub fn finish(self) -> Result<(), RunError> {
        let Self { file, path, force, stop, .. } = self;
        let fail = |error: &io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => RunError::Exists(shown(path.as_os_str().as_encoded_bytes())),
            _ => cannot_write(&path, error),
        };
        let file = match file.into_inner().map_err(|error| fail(error.error()))? {
            Made::Hidden(file) => file,
            Made::Device(_) => return Ok(()),
        };
        file.as_file().sync_all().map_err(|error| fail(&error))?;
        let mut unfinished = stop.lock();
        if stop.is_set() {
            return Err(RunError::Interrupted);
        }
        unfinished.retain(|other| other != file.path());
        let named = if force { file.persist(&path) } else { file.persist_noclobber(&path) };
        named.map_err(|error| fail(&error.error))?;
        drop(unfinished);
        sync_folder(path.parent());
        Ok(())
    }
}

/// Brings the new name to the disk, where the system lets folders be opened.
fn sync_folder(folder: Option<&Path>) {
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
        let mut file = Unfinished::begin(&path, dir.path(), false, &stop).unwrap();
        file.write(b"{}\n").unwrap();
        assert!(!path.exists());
        file.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"{}\n");
        assert!(matches!(Unfinished::begin(&path, dir.path(), false, &stop), Err(RunError::Exists(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_never_replaced() {
        let stop = Stop::default();
        let mut file = Unfinished::begin(Path::new("/dev/null"), Path::new("/dev"), true, &stop).unwrap();
        file.write(b"{}\n").unwrap();
        file.finish().unwrap();
        assert!(is_device(Path::new("/dev/null")));
    }

    #[test]
    fn a_folder_is_no_output() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Unfinished::begin(dir.path(), dir.path(), true, &Stop::default()), Err(RunError::Write { .. })));
    }

    #[test]
    fn a_stopped_run_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let stop = Stop::default();
        let mut file = Unfinished::begin(&dir.path().join("a.jsonl"), dir.path(), false, &stop).unwrap();
        file.write(b"{}\n").unwrap();
        stop.now();
        assert!(matches!(file.finish(), Err(RunError::Interrupted)));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
