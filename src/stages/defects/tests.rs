use std::sync::LazyLock;

use super::*;
use crate::stages::normalise;
use crate::stages::quotes::QuoteRules;

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::built_in().unwrap());
static STAGES: LazyLock<(Vocabulary, QuoteRules, Defects)> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary::new(&Lexicon::built_in());
    let quotes = QuoteRules::compile(&PACKS, &mut vocabulary).unwrap();
    let defects = Defects::compile(&PACKS, &mut vocabulary).unwrap();
    (vocabulary, quotes, defects)
});

/// The defects of a text as rule and piece, with the quotations that the quote stage finds.
fn found(text: &str) -> Vec<(String, String)> {
    let (vocabulary, quotes, defects) = &*STAGES;
    let doc = Doc::new(text, normalise::normalise, normalise::RULE, vocabulary, Vec::new());
    let quotes = quotes.find(&doc);
    let languages = Languages { article: "ind", script: "Latn", score: 1.0, foreign: Vec::new() };
    let people = People::default();
    let spans = defects.find(Evidence { doc: &doc, languages: &languages, quotes: &quotes, people: &people });
    spans.iter().map(|defect| (defect.rule.to_owned(), defect.span.text(&doc).to_owned())).collect()
}

#[test]
fn every_rule_keeps_its_word() {
    let mut wrong = Vec::new();
    for rule in PACKS.rules().iter().filter(|rule| rule.pack == "defects") {
        for text in &rule.catches {
            if !found(text).iter().any(|(id, _)| *id == rule.id) {
                wrong.push(format!("{} misses {text:?}", rule.id));
            }
        }
        for text in &rule.spares {
            for (_, what) in found(text).iter().filter(|(id, _)| *id == rule.id) {
                wrong.push(format!("{} marks {what:?} in {text:?}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_has_its_rule() {
    let rules = PACKS.rules();
    assert!(CHECKS.iter().all(|(id, _)| rules.iter().any(|rule| rule.id == *id)));
    assert!(CHECKS.is_sorted());
}

#[test]
fn the_smallest_piece_is_marked() {
    for (text, piece) in [
        ("Warga Vinh Ha , Tay Ba dan Hue datang.", "Ha ,"),
        ("Tiga komune ( Provinsi Vinh Ha ) ikut serta.", "( Provinsi Vinh Ha )"),
        ("Duta besar ( berkedudukan di Hue) datang.", "besar ( berkedudukan"),
        ("Kehidupan sosial -ekonomi membaik.", "sosial -ekonomi"),
        ("Ia menyebutnya \"rumah kedua \" bagi warga.", "kedua \""),
        ("Ia berkata: \"Kami menunggu kapal itu.", "\"Kami"),
        ("Rasa keta kutan itu hilang.", "keta kutan"),
        ("Jalan itu melintasi melintasi ladang garam.", "melintasi melintasi"),
        ("Komentar buruh ditempel kan di papan.", "ditempel kan"),
        ("Ia memberi arahan, nasihat, dan arahan.", "arahan, nasihat, dan arahan"),
        ("Kelas itu penuh hampir setiap cuối tuần.", "cuối tuần"),
        ("Kolonel Vo Xuan Binh tiba.\nKolonel Vo Musim Semi Binh berpidato.", "Vo Musim Semi Binh"),
    ] {
        let all = found(text);
        assert!(matches!(&all[..], [(_, only)] if only == piece), "{text}: {all:?}");
    }
}

#[test]
fn a_check_that_is_switched_off_marks_nothing() {
    let packs = Packs::with([("defects", "[[rule]]\nid = \"spacing.mark\"\ndisabled = true\n")]).unwrap();
    let defects = Defects::compile(&packs, &mut Vocabulary::default()).unwrap();
    assert!(defects.scores[Check::SpacingMark as usize] <= 0.0);
    assert!(
        Defects::compile(
            &Packs::with([("defects", "[[rule]]\nid = \"no.such\"\nscore = 1.0\nwhy = \"x\"\n")]).unwrap(),
            &mut Vocabulary::default()
        )
        .is_err()
    );
}

#[test]
fn hostile_lines_take_linear_time() {
    for piece in ["\"", "“a", "( ", " -a", "a, ", "dan, ", "Nguyen ", "xqzwvk ", "a a ", "ạ", "1 -", "Ibu Bunga "] {
        // a square of this would not end
        found(&piece.repeat(20_000));
        found(&format!("{piece}\n").repeat(1_000));
    }
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_it(text in "([a-cA-C1đạ ,.\"“”'()\\n–-]|dan |Ibu |Bunga |yang |moto |motto |ảnh |Vinh ){0,60}|\\PC*") {
        found(&text);
    }
}
