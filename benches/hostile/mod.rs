//! Lines that no article holds and that are made to be slow, by how one piece of them is written.

/// A piece of a line, by its number.
pub type Shape = fn(usize) -> String;

const SYLLABLES: [&str; 14] =
    ["An", "Binh", "Cuong", "Dung", "Hoa", "Khanh", "Linh", "Minh", "Nam", "Phuong", "Quang", "Son", "Thanh", "Vinh"];

fn syllable(n: usize) -> &'static str {
    SYLLABLES[n % SYLLABLES.len()]
}

/// The shapes with their names.
pub fn shapes() -> [(&'static str, Shape); 12] {
    [
        ("capitalised words", |n| format!("{} ", syllable(n * 7 + n / 14))),
        ("unknown capitalised words", |n| format!("Xq{n} ")),
        ("a list of names", |n| format!("Nguyen {} {} {}, ", syllable(n), syllable(n / 14), syllable(n / 196))),
        ("short forms of one person", |n| if n == 0 { "Bapak Nguyen Van An, Ketua Dewan, ".into() } else { "Bapak An An, ".into() }),
        ("brackets", |_| "(".into()),
        ("commas", |_| "Ketua, , ".into()),
        ("a list inside a title", |_| "Dinas Kebudayaan, Olahraga, ".into()),
        ("deputies", |_| "Wakil ".into()),
        ("a title that never ends", |n| if n == 0 { "Ketua Komite ".into() } else { "Rakyat dan Partai dan ".into() }),
        ("appointments", |n| format!("Nguyen Van {} ditunjuk sebagai Ketua Dewan, ", syllable(n))),
        ("posts of one person", |n| if n == 0 { "Nguyen Van An".into() } else { format!(", Ketua Dewan Xq{n}") }),
        ("things with names", |n| format!("Jalan {} ", syllable(n))),
    ]
}
