//! The schema that is printed fits the records that are written.

use super::*;

/// What in `value` is not as `schema` says: of JSON Schema, the words that ours uses, and no other.
fn faults(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    for (word, says) in schema.as_object().unwrap() {
        let fits = match word.as_str() {
            "$schema" | "title" => true,
            "type" => match says.as_str().unwrap() {
                "string" => value.is_string(),
                "integer" => value.is_u64(),
                "number" => value.is_number(),
                "array" => value.is_array(),
                "object" => value.is_object(),
                other => panic!("type {other}"),
            },
            "enum" => says.as_array().unwrap().contains(value),
            "minimum" => value.as_f64() >= says.as_f64(),
            "maximum" => value.as_f64() <= says.as_f64(),
            "required" => says.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some()),
            "additionalProperties" => value.as_object().unwrap().keys().all(|key| schema["properties"].get(key).is_some()),
            "items" => {
                let items = value.as_array().unwrap().iter().enumerate();
                items.for_each(|(n, item)| faults(says, item, &format!("{at}/{n}"), found));
                true
            }
            "properties" => {
                let properties = says.as_object().unwrap().iter();
                properties.for_each(|(key, of)| faults(of, &value[key], &format!("{at}/{key}"), found));
                true
            }
            other => panic!("the schema has a word that this test does not know: {other}"),
        };
        if !fits {
            found.push(format!("{at}: {word} {says}"));
        }
    }
}

#[test]
fn records_are_as_the_schema_says() {
    let schema: Value = serde_json::from_str(&run(Path::new("."), "schema", 0).0).unwrap();
    let check = |record: &Value| {
        let mut found = Vec::new();
        faults(&schema, record, "", &mut found);
        found
    };
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let all = records(&run(&corpus, "clean gold -q", 0).0);
    assert!(all.len() > 20);
    for record in &all {
        assert_eq!(check(record), [""; 0], "{}", record["id"]);
    }
    let mut wrong = all[0].clone();
    wrong["lines"][0] = "1".into();
    wrong["more"] = 1.into();
    assert_eq!(check(&wrong).len(), 3, "{:?}", check(&wrong));
}

#[test]
fn other_forms_have_every_key() {
    for (form, key, says) in [("datasets", "/metadata/_type", "Json"), ("spark", "/fields/22/type", "string")] {
        let schema: Value = serde_json::from_str(&run(Path::new("."), &format!("schema --as {form}"), 0).0).unwrap();
        assert_eq!(schema.pointer(key).unwrap(), says, "{form}");
    }
}
