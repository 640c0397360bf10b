//! What `saring rules learn` proposes from a corpus of which it is known who put which line there.
//!
//! Four sites with a hundred articles each. Sites put menus, an audio player, dates, share bars, imprints there; reporters repeat
//! sentences, agencies' copy, subheadings, captions, greetings and refrains. All of the first must be proposed, none of the second.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use assert_cmd::Command;
use saring::corpus::learn::{Ledger, Limits, Proposal, Reader, document};
use saring::rules::prove::{Fault, prove};
use saring::{Article, Cleaner, Packs, Scratch};

const HOSTS: [&str; 4] = ["hulu.example", "muara.example", "lereng.example", "teluk.example"];

const WORDS: &str = "warga perahu dermaga sayur sungai pasar kebun jembatan keluarga sekolah lumbung ikan garam petani nelayan musim hujan kemarau \
    tanggul parit benih pupuk panen kerbau gudang jalan dusun kampung koperasi anggota pinjaman harga timbangan keranjang tikar anyaman bambu \
    kelapa nipah udang tambak pompa listrik lampu guru murid perpustakaan puskesmas bidan obat posyandu rapat balai ketua tetua adat gotong royong";

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn in_percent(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.roll(from.len())]
    }

    fn words(&mut self, count: usize) -> String {
        let all: Vec<&str> = WORDS.split_whitespace().collect();
        let line: Vec<&str> = (0..count).map(|_| self.pick(&all)).collect();
        line[0][..1].to_uppercase() + &line.join(" ")[1..]
    }

    fn paragraph(&mut self) -> String {
        let count = 18 + self.roll(20);
        format!("{} pada {} hari itu.", self.words(count), self.roll(40) + 2)
    }
}

/// An article, and which of its lines the site put there.
struct Made {
    host: &'static str,
    lines: Vec<(bool, String)>,
}

impl Made {
    fn site(&mut self, line: impl Into<String>) {
        self.lines.push((true, line.into()));
    }

    fn reporter(&mut self, line: impl Into<String>) {
        self.lines.push((false, line.into()));
    }

    fn text(&self) -> String {
        self.lines.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n")
    }

    fn url(&self) -> String {
        format!("https://www.{}/naskah-{}.html", self.host, self.lines.len())
    }
}

const IMPRINT: &str = "Diterbitkan oleh Yayasan Lumbung Air di Jalan Dermaga Nomor 4, dengan surat kantor penerangan daerah nomor 12 tahun \
    2011, dan dibaca di tiga puluh dusun.";
const NOTICE: &str = "Naskah di halaman ini milik Muara Kita beserta para penulisnya dan boleh dibacakan di balai dusun, sedangkan siapa yang \
    hendak memuatnya di tempat lain kiranya meminta izin tertulis kepada meja redaksi selambatnya 7 hari sebelumnya";

fn made(site: usize, dice: &mut Dice) -> Made {
    let mut made = Made { host: HOSTS[site], lines: Vec::new() };
    let months = ["Januari", "Maret", "Agustus", "November"];
    match site {
        0 => made.site("Arus | Muara | Pematang | Lumbung | Dapur"),
        1 => {
            let date = format!("Naskah naik cetak {} {} {}", dice.roll(27) + 1, dice.pick(&months), 2021 + dice.roll(4));
            made.site(date);
        }
        3 if dice.in_percent(50) => ["Kanal Warga", "Ruang Tengah"].into_iter().for_each(|line| made.site(line)),
        _ => {}
    }
    let title = dice.words(6);
    made.reporter(title);
    if site == 2 && dice.in_percent(9) {
        made.reporter("Salam dari tepi kanal");
    }
    if site == 2 && dice.in_percent(12) {
        made.reporter("Pembaca yang budiman, salam hangat dari beranda kami,");
    }
    let lead = dice.paragraph();
    made.reporter(lead);
    if site == 0 && dice.in_percent(95) {
        let player = format!("Simak naskah ini dibacakan {:02}:{:02}", dice.roll(9), dice.roll(60));
        made.site(player);
    }
    if dice.in_percent(12) {
        made.reporter("Suasana pasar apung pada pagi hari");
    }
    let paragraphs = 5 + dice.roll(8);
    for number in 0..paragraphs {
        let paragraph = dice.paragraph();
        made.reporter(paragraph);
        for (percent, line) in [
            (2, "Harga beras tetap Rp14.000 per kilogram di pasar itu."),
            (2, "Perahu menunggu muatan di dermaga Ba Sen. Foto: Dokumen panitia"),
            (3, "“Air adalah ibu kami,” kata para tetua."),
            (
                2,
                "Menurut kantor berita daerah, curah hujan di hulu pada pekan itu melampaui rata-rata sepuluh tahun dan akan terus naik sampai akhir bulan.",
            ),
        ] {
            if dice.in_percent(percent) {
                made.reporter(line);
            }
        }
        if number + 2 == paragraphs && dice.in_percent(14) {
            made.reporter("Kesimpulan");
        }
        if number == 2 && dice.in_percent(30) {
            made.reporter("Langkah berikutnya");
        }
    }
    let last = dice.paragraph();
    made.reporter(last);
    if site == 3 && dice.in_percent(14) {
        made.reporter("Sampai jumpa pekan depan, dan jaga air tetap jernih.");
    }
    match site {
        0 => {
            made.site("Suara Hulu, teman petani");
            made.site(IMPRINT);
            made.site("Meja surat pembaca 0812 555 301");
        }
        1 => {
            if dice.in_percent(60) {
                made.site("Oper ke kawan · Tempel di dinding · Taruh di peti");
            }
            made.site(NOTICE);
        }
        2 if dice.in_percent(30) => made.site("Rak pilihan Lereng pekan ini"),
        3 => made.site("Teluk – kabar dari dermaga"),
        _ => {}
    }
    made
}

/// Four hundred articles, and one that a site published five times more.
fn corpus() -> Vec<Made> {
    let mut dice = Dice(7);
    let mut all: Vec<Made> = (0..400).map(|number| made(number % 4, &mut dice)).collect();
    for _ in 0..15 {
        let lines = all[2].lines.clone();
        all.push(Made { host: HOSTS[2], lines });
    }
    all
}

fn learn(all: &[Made], packs: &Packs) -> Vec<Proposal> {
    let reader = Reader::new(packs).unwrap();
    let mut ledger = Ledger::new(Limits::default());
    let mut tokens = Vec::new();
    for made in all {
        ledger.add(&reader.read(&Article { url: made.url().into(), ..Article::new(made.text()) }, &mut tokens));
    }
    reader.propose(&ledger)
}

/// Numbers of the lines that are removed.
fn removed(cleaner: &Cleaner, made: &Made) -> BTreeSet<usize> {
    let article = Article { url: made.url().into(), ..Article::new(made.text()) };
    cleaner.clean(&article, &mut Scratch::default()).removed.iter().map(|gone| gone.line as usize).collect()
}

#[test]
fn every_line_of_the_sites_and_none_of_the_reporters() {
    let all = corpus();
    let proposals = learn(&all, &Packs::built_in().unwrap());
    let samples: BTreeSet<&str> = proposals.iter().map(|proposal| proposal.sample.as_str()).collect();
    assert!(proposals.is_sorted_by(|a, b| a.articles >= b.articles));
    for made in &all {
        let wrong = made.lines.iter().find(|(site, line)| !site && samples.contains(line.as_str()));
        assert_eq!(wrong, None, "a reporter's line is proposed");
    }
    // accepted as they stand, they take out what the sites planted, all of it and nothing else
    let text = document(&proposals);
    let packs = Packs::with([("sites", text.as_str())]).unwrap();
    let (before, after) = (Cleaner::built_in().unwrap(), Cleaner::new(&packs).unwrap());
    let mut planted = 0;
    for made in &all {
        let (before, after) = (removed(&before, made), removed(&after, made));
        for (number, (site, line)) in (1..).zip(&made.lines) {
            planted += usize::from(*site);
            let gone = if *site { !after.contains(&number) } else { after.contains(&number) && !before.contains(&number) };
            assert!(!gone, "{} line {number}, planted {site}: {line}\n{text}", made.host);
        }
    }
    assert!(planted > 700, "{planted}");
    // nothing is left to learn
    assert_eq!(learn(&all, &packs), []);
    // each proves itself but for what a person has to add
    for failure in prove(&packs).unwrap() {
        assert_eq!(failure.fault, Fault::Lacks("spares"), "{failure}");
    }
}

#[test]
fn the_command_says_the_same_in_any_number_of_threads() {
    let dir = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for made in corpus() {
        writeln!(lines, "{}", serde_json::json!({"body": made.text(), "meta": {"link": made.url()}})).unwrap();
    }
    lines.push_str("no json\n");
    let path = dir.path().join("a.jsonl");
    fs::write(&path, &lines).unwrap();
    let run = |threads: &str| {
        let mut command = Command::cargo_bin("saring").unwrap();
        command.args(["rules", "learn"]).arg(&path).args(["--text-key", "body", "--url-key", "meta.link", "--threads", threads]);
        let output = command.assert().success().get_output().clone();
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (one, said) = run("1");
    assert_eq!((one.clone(), said.clone()), run("3"));
    assert_eq!(one, document(&learn(&corpus(), &Packs::built_in().unwrap())));
    assert!(said.contains("a.jsonl, record 416: "), "{said}");
    assert!(said.contains("from 400 articles of 4 hosts, 15 articles met again"), "{said}");
}
