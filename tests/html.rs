//! The pages of `corpus/pages`: nothing of an article is lost on the way from the page to the record, and little else gets through.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail, and needs files and the time")]

#[path = "../examples/pages/score.rs"]
mod score;

use std::path::Path;
use std::time::{Duration, Instant};

use saring::read::html;
use saring::{Cleaner, Scratch};
use score::{Score, pages};

#[test]
fn articles_are_kept_whole() {
    let cleaner = Cleaner::built_in().unwrap();
    let (mut read, mut cleaned) = (Score::default(), Score::default());
    let all = pages(Path::new("corpus/pages")).unwrap();
    assert!(all.len() >= 24);
    for (name, bytes, truth) in all {
        let article = html::read(&bytes, None).unwrap();
        read.add(&name, &article.text, &truth);
        cleaned.add(&name, &cleaner.clean(&article, &mut Scratch::default()).text, &truth);
    }
    assert_eq!((read.lost, cleaned.lost), (vec![], vec![]));
    assert!(5 * read.through.found < read.through.all, "{}", read.through);
    assert!(10 * cleaned.through.found < cleaned.through.all, "{}", cleaned.through);
}

#[test]
fn what_a_page_says_of_itself() {
    let page = |name: &str| {
        let (_, bytes, _) = pages(Path::new("corpus/pages")).unwrap().into_iter().find(|(page, ..)| page.starts_with(name)).unwrap();
        let article = html::read(&bytes, None).unwrap();
        [article.title, article.url, article.published, article.metadata].map(std::borrow::Cow::into_owned)
    };
    let expected = [
        "Vietnam Batasi Motor Bensin di Pusat Hanoi Mulai Juli",
        "https://oto.detak.example/d-700112/vietnam-batasi-motor-bensin",
        "2026-02-11",
        r#"{"lang":"id-ID"}"#,
    ];
    assert_eq!(page("04"), expected);
    let expected = ["Jalur feri Cat Hai ditutup dua hari", "https://antero.example/kabar-singkat/feri", "", r#"{"lang":"id"}"#];
    assert_eq!(page("25"), expected);
    assert_eq!(page("12"), ["", "", "", ""]);
}

/// What a page of a megabyte may take, in a build without optimisation and on a machine with other work.
const LONG: Duration = Duration::from_secs(30);

#[test]
fn hostile_pages_take_linear_time() {
    const N: usize = 1_000_000;
    let said = "Air surut di Dusun Ba pada Senin pagi, kata warga.";
    let attributes = (0..N / 10).map(|n| format!("a{n}=1")).collect::<Vec<_>>().join(" ");
    let pages = [
        format!("{}{said}", "<div>".repeat(100_000)),
        format!("{}{said}{}", "<div>".repeat(N / 11), "</div>".repeat(N / 11)),
        format!("<p>{said}</p><div {}>", "x".repeat(N)),
        format!("<p>{said}</p><div {attributes}>"),
        format!("<p>{said}</p><a href=\"{}", "x".repeat(N)),
        format!("<p>{said}</p>{}", "<".repeat(N)),
        format!("<p>{said}</p>{}", "&".repeat(N)),
        format!("<p>{said}</p>{}", "<table><tr><td>a".repeat(N / 16)),
        format!("<p>{said}</p>{}", "<table><tr><td>a<td>b</table>".repeat(N / 30)),
        format!("{}<p>{said}</p>{}", "<div>".repeat(300), "</section>".repeat(N / 10)),
        format!("{}<p>{said}</p>", "<p><b><a href=x>".repeat(N / 16)),
        format!("<ul>{}<li>{said}</ul>", "<li><div>".repeat(N / 9)),
        format!("<p>{said}\0\0{}</p>", "\0".repeat(N)),
        format!("<p>{said}</p><script>{}", "<!--<script>".repeat(N / 12)),
        format!("<p>{said}</p><h1>{}</h1>", "kata ".repeat(N / 5)),
        format!("<p>{said}</p>{}", "<h1>Judul".repeat(N / 9)),
        format!("<p>{said}</p><p class=\"{}\">", "related ".repeat(N / 8)),
        format!("<script type='application/ld+json'>{}</script><p>{said}</p>", "[".repeat(N)),
    ];
    for page in pages {
        let start = Instant::now();
        let article = html::read(page.as_bytes(), None).unwrap();
        let shown: String = page.chars().take(60).collect();
        assert!(article.text.contains(said), "{shown}");
        assert!(start.elapsed() < LONG, "{shown}: {:?}", start.elapsed());
    }
}

#[test]
fn pages_without_text_and_of_other_bytes_are_faults() {
    let fault = |bytes: &[u8]| html::read(bytes, None).err().unwrap();
    let empty = "no text on the page: it may be made by a script in the browser, or hold pictures alone; drop it";
    assert_eq!(fault(b""), empty);
    assert_eq!(fault(b"<html><script>let a = '<p>Air surut.</p>'</script><div id=app></div>"), empty);
    insta::assert_snapshot!(
        fault(b"<meta charset=utf-8><p>Air \xff surut."),
        @"the page is no utf-8 from byte 27 on, as which it is read (its <meta> says): fetch it again or convert it with iconv"
    );
    insta::assert_snapshot!(
        fault(b"<p>Air \xe0 surut."),
        @"the page is no utf-8 from byte 7 on, as which it is read (nothing says otherwise; give it a <meta charset>): fetch it again or convert it with iconv"
    );
}
