//! A reporter's sentence that holds a cue is never taken for boilerplate, wherever it stands.

use saring::{Article, Cleaner, Scratch};

const TRAPS: &str = include_str!("data/traps.txt");
const HEADLINE: &str = "Perahu ambulans menyusuri kanal pada musim banjir";
const PARAGRAPHS: [&str; 3] = [
    "Sejak bulan Agustus, empat perahu ambulans milik Rumah Sakit Umum Vam Lo melayani dusun yang jalannya terputus oleh air pasang setinggi dada.",
    "Kepala regu, Bapak Kieu Van Sang, mengatakan bahwa setiap perahu membawa seorang perawat, sebuah tabung oksigen, dan lampu yang cukup untuk satu malam.",
    "Warga menyambut perahu itu dengan lampu minyak di ujung dermaga, lalu mengantar pasien dengan tikar dan payung sampai ke tepi kanal.",
];

/// Where the trap is put: the lines of an article and the trap's place among them.
fn articles(trap: &str, body_only: bool) -> Vec<(&'static str, Vec<&str>)> {
    let [first, second, third] = PARAGRAPHS;
    let source = "Sumber: https://bao.example/xuong-cuu-thuong-77.html";
    let mut all = vec![
        ("body", vec![HEADLINE, first, trap, second, third, source, "Komentar (0)"]),
        ("body without head and foot", vec![first, trap, second, third]),
        ("between advertisements", vec![HEADLINE, first, "[iklan_1]", trap, "[iklan_2]", second, third, source]),
    ];
    if !body_only {
        let links = ["Yang lain", "Pasar apung di Kanal Xa Nga dibuka kembali setelah banjir"];
        all.extend([
            ("head", vec![HEADLINE, trap, first, second, third, source]),
            ("tail", vec![HEADLINE, first, second, third, trap, "TRUC LY", source, "Komentar (0)"]),
            ("last line", vec![HEADLINE, first, second, third, trap]),
            ("under links", vec![HEADLINE, first, second, links[0], links[1], trap, third, source]),
            ("under links at the end", vec![HEADLINE, first, second, third, links[0], links[1], trap, source]),
        ]);
    }
    all
}

#[test]
fn every_trap_is_kept() {
    let cleaner = Cleaner::built_in().unwrap();
    let mut scratch = Scratch::default();
    let traps: Vec<&str> = TRAPS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert!(traps.len() >= 60);
    let mut faults = Vec::new();
    for trap in traps {
        let (text, body_only) = trap.strip_prefix('~').map_or((trap, false), |text| (text, true));
        for (place, lines) in articles(text, body_only) {
            let record = cleaner.clean(&Article::new(lines.join("\n")), &mut scratch);
            for line in &record.removed {
                if line.text == text || PARAGRAPHS.contains(&line.text.as_str()) || line.text == HEADLINE {
                    faults.push(format!("{place}: {} takes {:?}", line.rule, line.text));
                }
            }
            if !record.text.lines().any(|line| line == text) {
                faults.push(format!("{place}: {text:?} is not as it was"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
