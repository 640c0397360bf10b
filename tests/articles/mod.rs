//! Articles by the roll of dice: anything at all, and what looks like scraped news.

#![allow(dead_code, reason = "each test uses its own part")]

pub mod holds;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const WORDS: &[&str] = &[
    "warga",
    "dusun",
    "menanam",
    "padi",
    "dan",
    "jagung",
    "di",
    "tepi",
    "sungai",
    "sejak",
    "tahun",
    "2019",
    "tidak",
    "pernah",
    "air",
    "surut",
    "provinsi",
    "Tây Ninh",
    "sosial -ekonomi",
    "orang orang",
    "NTM",
    "mengatakan",
    "bahwa",
    "kerja",
    "sama",
    "desa",
    "1.250",
    "hektar",
    "musim",
    "panen",
    "sekolah",
    "jembatan",
    "baru",
    "yang",
    "dengan",
    "untuk",
    "Đa\u{323}i",
    "ẩm",
];
const NAMES: &[&str] = &[
    "Hoang Thi Suong",
    "Vu Dinh Khoat",
    "Lam Quoc Tri",
    "Bapak Khoat",
    "Ibu Suong",
    "Ketua Komite Rakyat Distrik Vinh An Vu Dinh Khoat",
    "Wakil Direktur Dinas Pertanian Lam Quoc Tri",
    "Letnan Kolonel Vo Minh Dat",
];
const QUOTED: &[&str] = &[
    "“Selesai satu, mulai satu”",
    "\"Kami menunggu\"",
    "”air surut”",
    "‘jembatan hati’",
    "«satu dusun»",
    "“buka",
    "tutup”",
    "„begitu“",
    "''dua''",
    "“luar “dalam” luar”",
    "\"",
    "moto “Tanam dulu, panen kemudian”",
];
const LINES: &[&str] = &[
    "[iklan_1]",
    "[iklan_2]",
    "Iklan",
    "ADVERTISEMENT",
    "Baca juga: Air surut di Dusun Ba",
    "Bagikan",
    "Komentar (0)",
    "Sumber: https://bao.example/a-1.html",
    "Báo Vĩnh AnBáo Vĩnh An24/08/2025",
    "Topik: padi",
    "Foto: VNA",
    "![]() |",
    "|",
    ">>> Panen raya",
    "Facebook Twitter",
    "img_4562.jpg",
    "Yang lain",
    "Bahasa Indonesia: Air surut lebih cepat dari biasanya di dusun ini. ./.",
    "Trang chủ",
    "",
    "",
    " ",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "\t",
    "...",
    "Người dân trồng lúa ven sông từ nhiều năm nay.",
    "Residents have been growing rice along the river for years.",
    "Satu dua",
    "- Panen",
    "• Padi",
];

/// Any text, with a liking for what matters here.
pub fn arbitrary() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~\\n\\r\\t]{0,80}",
        "[a-c \\n\\r\u{a0}\u{feff}\u{200b}\u{ad}\u{301}\u{323}\u{85}\u{2028}\u{0}\u{1b}đĐạ“”\"'‘’«»|.,\\[\\]0-9]{0,120}",
        vec(select(&["\n", "\r\n", "\r", " ", "\u{a0}", "a", "|", "\u{feff}"][..]), 0..24).prop_map(|pieces| pieces.concat()),
    ]
}

/// Scraped news: sentences, boilerplate, copies of lines, ends of lines of all kinds.
pub fn article() -> impl Strategy<Value = String> {
    let word = prop_oneof![12 => select(WORDS), 1 => select(NAMES), 1 => select(QUOTED)];
    let sentence = (vec(word, 1..24), select(&[".", ",", "", "?", " ./.", ":", "…"][..])).prop_map(|(words, end)| words.join(" ") + end);
    let line = prop_oneof![4 => sentence, 3 => select(LINES).prop_map(str::to_owned)];
    let copies = vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..3);
    let ends = select(&["\n", "\r\n", "\n\n", "\r", "\n\r\n"][..]);
    (vec(line, 0..24), copies, ends, select(&["", "\n", "\r\n", "\n\n \n"][..])).prop_map(|(mut lines, copies, end, last)| {
        for (from, to) in copies {
            if !lines.is_empty() {
                let copy = lines[from.index(lines.len())].clone();
                lines.insert(to.index(lines.len() + 1), copy);
            }
        }
        lines.join(end) + last
    })
}

/// The texts of the gold articles, by name.
pub fn gold() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/gold");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    files.iter().map(read).collect()
}
