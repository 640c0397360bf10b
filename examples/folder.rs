//! Cleans every `.txt` of a folder with the library alone and prints the records: `cargo run --example folder -- DIR…`

#![allow(clippy::disallowed_methods)]

use saring::{Article, Cleaner, Scratch};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cleaner = Cleaner::built_in()?;
    let mut scratch = Scratch::default();
    for dir in std::env::args().skip(1) {
        let mut files: Vec<_> = std::fs::read_dir(dir)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.sort();
        for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "txt")) {
            let text = std::fs::read_to_string(file)?;
            let id = file.file_stem().unwrap_or_default().to_string_lossy();
            let article = Article { id, ..Article::new(text.as_str()) };
            cleaner.clean(&article, &mut scratch).write_json(std::io::stdout())?;
        }
    }
    Ok(())
}
