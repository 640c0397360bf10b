//! `saring merge-manifests`: those of a job's parts in, the job's out.

use std::path::PathBuf;

use anyhow::Result;
use saring::run::{Stop, merge};

use super::{Outcome, say};

const EXAMPLES: &str = "Examples:
  seq 4 | xargs -P 4 -I@ saring clean crawl/ --shard @/4 -t 1 -o part@.jsonl.zst
  saring merge-manifests part*.jsonl.zst.saring/manifest.json -o manifest.json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The manifests of all parts of a job, or of all shards of a run.
    #[arg(value_name = "MANIFEST", required = true)]
    manifests: Vec<PathBuf>,

    /// Where the manifest over all goes.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Replace it if it exists.
    #[arg(long)]
    force: bool,
}

pub fn run(args: Args) -> Result<Outcome> {
    let counts = merge(&args.manifests, &args.output, args.force, &Stop::default())?;
    say(format_args!("{} articles from {} files in {} manifests", counts.articles, counts.files, args.manifests.len()));
    Ok(Outcome::Done)
}
