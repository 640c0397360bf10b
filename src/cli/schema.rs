//! `saring schema`: the record's shape for other programs.

use std::io::{self, Write};

use anyhow::Result;
use clap::ValueEnum;
use saring::schema::{Dialect, schema};

use super::Outcome;

const EXAMPLES: &str = "Examples:
  saring schema > record.schema.json
  saring schema --as datasets   for datasets.Features.from_dict
  saring schema --as spark      for pyspark.sql.types.StructType.fromJson";

#[derive(Clone, Copy, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Whom the schema is for.
    #[arg(long = "as", value_name = "FORM", default_value = "json")]
    form: Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// JSON Schema, draft 2020-12.
    Json,
    /// Features of Hugging Face datasets.
    Datasets,
    /// A StructType of Spark.
    Spark,
}

pub fn run(args: Args) -> Result<Outcome> {
    let dialect = match args.form {
        Form::Json => Dialect::Json,
        Form::Datasets => Dialect::Datasets,
        Form::Spark => Dialect::Spark,
    };
    let mut text = serde_json::to_string_pretty(&schema(dialect))?;
    text.push('\n');
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Done)
}
