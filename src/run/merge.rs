//! Reads manifests, and makes one of those of all parts of a job, or of all shards of a run.
//!
//! Before: `part1.json` (`"shard": "1/2"`, 500 inputs) and `part2.json`. After: one manifest over 1,000 inputs. The manifests of a run's
//! shards give the run's own, to the byte. What does not belong together is refused, and so is a job of which a part is missing.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use xxhash_rust::xxh3::xxh3_128;

use super::Written;
use super::counts::Counts;
use super::ledger::{Input, Spool};
use super::manifest::{Chosen, Job, Manifest};
use crate::error::{RunError, plainly};
use crate::read::walk::{Found, Walk, shown};
use crate::write::Stop;

/// What is done with each entry of a list.
type Each<'a, T> = &'a mut dyn FnMut(T) -> Result<(), RunError>;

/// Reads a manifest, whose lists may be longer than the memory.
struct Reader<'a> {
    outputs: Each<'a, Written>,
    inputs: Each<'a, Input>,
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = (Job, Counts);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a manifest")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(Job, Counts), A::Error> {
        let (mut program, mut version, mut rules): (String, String, String) = Default::default();
        let (mut options, mut counts): (Option<Chosen>, Option<Counts>) = (None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "program" => program = map.next_value()?,
                "version" => version = map.next_value()?,
                "rules" => rules = map.next_value()?,
                "options" => options = Some(map.next_value()?),
                "counts" => counts = Some(map.next_value()?),
                "outputs" => map.next_value_seed(List(self.outputs))?,
                "inputs" => map.next_value_seed(List(self.inputs))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let options = options.ok_or_else(|| A::Error::missing_field("options"))?;
        Ok((Job { program, version, rules, options }, counts.ok_or_else(|| A::Error::missing_field("counts"))?))
    }
}

struct List<'a, T>(Each<'a, T>);

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for List<'_, T> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for List<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(entry) = seq.next_element()? {
            (self.0)(entry).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

fn read(path: &Path, reader: Reader<'_>) -> Result<(Job, Counts), String> {
    let file = File::open(path).map_err(|error| plainly(&error))?;
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, file));
    let read = json.deserialize_map(reader).and_then(|read| json.end().map(|()| read));
    // where in the file it stands helps nobody whose fault is not in the file
    read.map_err(|error| error.to_string().split(" at line ").next().unwrap_or_default().to_owned())
}

/// What was counted in the run of this manifest, if it is the same job's, over the files that `walk` finds, and its outputs stand.
pub fn whole(manifest: &Path, job: &Job, walk: Walk) -> Option<Counts> {
    let (mut stand, mut same) = (true, true);
    let mut output = |written: Written| {
        stand &= fs::metadata(&written.path).is_ok_and(|found| found.len() == written.bytes);
        Ok(())
    };
    let mut files = walk.filter_map(|found| match found {
        Found::File(source) => Some((source.shown, source.size)),
        Found::Fault(source, _) => Some((source.shown, None)),
        Found::Skipped(_) => None,
    });
    let mut input = |input: Input| {
        let found = files.next();
        same &= found.is_some_and(|(path, size)| path == input.path && size.is_none_or(|size| size == input.size));
        Ok(())
    };
    let (found, counts) = read(manifest, Reader { outputs: &mut output, inputs: &mut input }).ok()?;
    (stand && same && files.next().is_none() && found == *job).then_some(counts)
}

/// Makes one manifest of several, in their order; gives what was counted in all.
///
/// # Errors
/// Where one cannot be read, they are not of one job, a part is missing, an input is in two of them, or the file cannot be written.
pub fn merge(manifests: &[PathBuf], output: &Path, force: bool, stop: &Stop) -> Result<Counts, RunError> {
    let (mut inputs, mut outputs) = (Spool::unnamed()?, Spool::unnamed()?);
    let mut total = Counts::default();
    let mut merged: Option<Job> = None;
    let mut parts = Parts::default();
    let (mut seen, mut written_to) = (HashSet::new(), HashSet::new());
    let mut open: Option<Input> = None;
    for path in manifests {
        let name = shown(path.as_os_str().as_encoded_bytes());
        let mut input = |mut input: Input| {
            let mut begun = open.take();
            if let Some(begun) = begun.take_if(|begun| begun.path == input.path) {
                input.records += begun.records;
                input.rejects += begun.rejects;
            } else if let Some(begun) = begun {
                inputs.line(&begun)?;
            }
            if input.continued {
                open = Some(input);
                return Ok(());
            }
            let identity = xxh3_128(format!("{}\0{}\0{}", input.path, input.size, input.hash).as_bytes());
            if !seen.insert(identity) && input.path != "-" {
                return Err(RunError::Merge(format!("the input {} stands in two of them", input.path)));
            }
            inputs.line(&input)
        };
        let mut output = |written: Written| {
            if !written_to.insert(xxh3_128(format!("{}\0{}", written.path, written.hash).as_bytes())) {
                return Err(RunError::Merge(format!("the output {} stands in two of them", written.path)));
            }
            outputs.line(&written)
        };
        let (job, counts) = read(path, Reader { outputs: &mut output, inputs: &mut input })
            .map_err(|error| RunError::Merge(format!("{name}: {}", error.trim_start_matches("cannot merge the manifests: "))))?;
        parts.add(&job.options.shard).map_err(|error| RunError::Merge(format!("{name}: {error}")))?;
        total.add(&counts);
        merged = Some(match merged {
            None => job,
            Some(before) => {
                before.with(&job).map_err(|why| RunError::Merge(format!("{name} is of another job: {why} (in those before: in this)")))?
            }
        });
    }
    if let Some(begun) = open {
        inputs.line(&begun)?;
    }
    let mut job = merged.ok_or_else(|| RunError::Merge("none were given".to_owned()))?;
    parts.all().map_err(RunError::Merge)?;
    job.options.shard.clear();
    Manifest::begin(output, force, stop)?.finish(&job, &total, &mut outputs, &mut inputs)?;
    Ok(total)
}

/// Which parts of a job were seen.
#[derive(Default)]
struct Parts {
    of: Option<u64>,
    seen: HashSet<u64>,
}

impl Parts {
    fn add(&mut self, part: &str) -> Result<(), String> {
        let numbers = |part: &str| part.split_once('/').and_then(|(index, of)| Some((index.parse().ok()?, of.parse().ok()?)));
        let numbers = if part.is_empty() { Some((1, 1)) } else { numbers(part) };
        let (index, of) = numbers.ok_or_else(|| format!("{part:?} is no part of a job"))?;
        if *self.of.get_or_insert(of) != of {
            return Err(format!("it is one of {of} parts, the others are of {}", self.of.unwrap_or_default()));
        }
        self.seen.insert(index);
        Ok(())
    }

    fn all(&self) -> Result<(), String> {
        let of = self.of.unwrap_or_default();
        let missing: Vec<_> = (1..=of).filter(|part| !self.seen.contains(part)).map(|part| format!("{part}/{of}")).take(10).collect();
        if missing.is_empty() { Ok(()) } else { Err(format!("of the job's parts there is no {}", missing.join(", "))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_part_is_told() {
        let parts = |names: &[&str]| {
            let mut parts = Parts::default();
            names.iter().try_for_each(|name| parts.add(name)).and_then(|()| parts.all())
        };
        assert_eq!(parts(&["1/3", "3/3", "2/3", "2/3"]), Ok(()));
        assert_eq!(parts(&["", ""]), Ok(()));
        assert_eq!(parts(&["1/3"]).unwrap_err(), "of the job's parts there is no 2/3, 3/3");
        assert_eq!(parts(&["1/3", "1/2"]).unwrap_err(), "it is one of 2 parts, the others are of 3");
        assert!(parts(&["x"]).is_err());
    }
}
