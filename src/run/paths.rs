//! Paths in a checkpoint: as text where they are such, else as bytes, so that each comes back as it was.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// A path that can be written as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Form", into = "Form")]
pub struct PathText(PathBuf);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Form {
    Text(String),
    Bytes(Vec<u8>),
}

impl PathText {
    /// Of a path.
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// The path.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl From<PathText> for Form {
    fn from(PathText(path): PathText) -> Self {
        match path.to_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Bytes(path.as_os_str().as_encoded_bytes().to_vec()),
        }
    }
}

impl From<Form> for PathText {
    fn from(form: Form) -> Self {
        Self(match form {
            Form::Text(text) => text.into(),
            Form::Bytes(bytes) => of_bytes(bytes),
        })
    }
}

#[cfg(unix)]
fn of_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn of_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn every_path_comes_back() {
        for bytes in [&b"a/b.jsonl"[..], b"a/\xff%FF.jsonl"] {
            let path = PathText(of_bytes(bytes.to_vec()));
            assert_eq!(serde_json::from_str::<PathText>(&serde_json::to_string(&path).unwrap()).unwrap(), path);
        }
    }
}
