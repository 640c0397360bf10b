//! Reads a user's rule packs: every `.toml` of a folder, in the order of their names, laid over the built-in ones.

use std::fs;
use std::path::Path;

use super::walk::shown;
use crate::error::{RunError, plainly};
use crate::rules::Packs;

/// The built-in packs, with those of `folder` laid over them.
///
/// # Errors
/// Where the folder or a file in it cannot be read, or a pack is at fault.
pub fn packs(folder: Option<&Path>) -> Result<Packs, RunError> {
    let Some(folder) = folder else { return Ok(Packs::built_in()?) };
    let fault =
        |path: &Path, error: &std::io::Error| RunError::Packs { path: shown(path.as_os_str().as_encoded_bytes()), message: plainly(error) };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| fault(folder, &error))? {
        let path = entry.map_err(|error| fault(folder, &error))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    files.sort();
    let mut overlays = Vec::new();
    for path in &files {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        overlays.push((name, fs::read_to_string(path).map_err(|error| fault(path, &error))?));
    }
    if overlays.is_empty() {
        let path = shown(folder.as_os_str().as_encoded_bytes());
        return Err(RunError::Packs { path, message: "no .toml in it".to_owned() });
    }
    Ok(Packs::with(overlays.iter().map(|(name, text)| (name.as_str(), text.as_str())))?)
}
