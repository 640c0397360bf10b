//! Reads a page's tags into blocks of text, each in the part of the page in which it stands.
//!
//! A block is what a browser sets on lines of its own: a paragraph, an item, a caption, what stands between two `<br>`. A row of a table
//! whose cells are single short blocks is one block, its cells parted by ` | `. Which blocks are the article, [`super::choice`] says.
//!
//! What tags mean is kept simple, as pages break every rule: an end tag closes the nearest open part of its name, or nothing; a part
//! that never ends goes to the end of the page. Work and memory are linear in the page's length, at any nesting.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::head::Head;
use super::names::{Mark, mark};
use super::tag::{INLINE, LEAVES_DRAWING, RAW, Tag};

/// Parts nested deeper belong to the deepest that is counted.
const DEPTH: usize = 200;

/// A row's cells are one block if together they have at most so many bytes.
const ROW: usize = 400;

/// A page, read.
#[derive(Default)]
pub struct Page {
    /// What it says of itself.
    pub head: Head,
    /// Its parts; the first is the whole.
    pub parts: Vec<Part>,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// An element that is set on lines of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Part {
    /// The part around it; the whole is its own.
    pub parent: usize,
    /// Its first block.
    pub first: usize,
    /// The block behind its last.
    pub end: usize,
    /// What its name says that it is.
    pub mark: Mark,
    /// Whether it says of itself that it is an article.
    pub article: bool,
    /// 1 to 6 for a heading, else 0.
    pub heading: u8,
}

/// A line of text.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// The text, each run of white space one space.
    pub text: String,
    /// How many of its bytes are links.
    pub linked: usize,
    /// The part in which it stands.
    pub part: usize,
}

/// A part that is open.
struct Open {
    name: Vec<u8>,
    part: usize,
    /// Where a row's cells begin.
    cells: Vec<usize>,
}

/// A page as it grows.
struct Reader {
    page: Page,
    open: Vec<Open>,
    /// Parts that were too deep to be counted and are still open.
    deeper: usize,
    text: String,
    linked: usize,
    /// How many parts were open where the link began.
    link: Option<usize>,
    /// How many parts were open where the drawing began.
    drawing: Option<usize>,
    /// Whether what is read is the text of an element that is never shown.
    raw: bool,
    tag: Tag,
}

impl Page {
    /// Reads a page.
    pub fn read(html: &str) -> Self {
        let whole = Open { name: Vec::new(), part: 0, cells: Vec::new() };
        let mut reader = Reader {
            page: Self { parts: vec![Part::default()], ..Self::default() },
            open: vec![whole],
            deeper: 0,
            text: String::new(),
            linked: 0,
            link: None,
            drawing: None,
            raw: false,
            tag: Tag::default(),
        };
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
            reader.event(&event);
            None
        });
        emitter.naively_switch_states(true);
        // reading from memory does not fail
        let _ = Tokenizer::new_with_emitter(html, emitter).finish();
        reader.close(0);
        reader.page
    }
}

impl Reader {
    fn event(&mut self, event: &CallbackEvent<'_>) {
        match *event {
            CallbackEvent::OpenStartTag { name } => self.tag.begin(name),
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => self.string(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn string(&mut self, text: &str) {
        if self.raw {
            match self.tag.name.as_slice() {
                b"title" if self.drawing.is_none() => self.page.head.title(text),
                b"script" if self.tag.says("type", "application/ld+json") => self.page.head.linked_data(text),
                _ => {}
            }
        } else if self.drawing.is_some() {
        } else if self.open.last().is_some_and(|open| open.name == b"pre") {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.flush();
                }
                self.add(line);
            }
        } else {
            self.add(text);
        }
    }

    fn add(&mut self, text: &str) {
        let before = self.text.len();
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        for word in text.split_whitespace() {
            self.space_if_word(before);
            self.text.extend(word.chars().filter(|c| *c != '\0'));
        }
        if text.ends_with(char::is_whitespace) {
            self.space();
        }
        if self.link.is_some() {
            self.linked += self.text.len() - before;
        }
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    /// Parts words of one string; the first of it touches what came before.
    fn space_if_word(&mut self, before: usize) {
        if self.text.len() > before {
            self.space();
        }
    }

    /// Ends a block.
    fn flush(&mut self) {
        let length = self.text.trim_end().len();
        self.text.truncate(length);
        if !self.text.is_empty() {
            let part = self.open.last().map_or(0, |open| open.part);
            let linked = self.linked.min(length);
            self.page.blocks.push(Block { text: std::mem::take(&mut self.text), linked, part });
        }
        self.linked = 0;
    }

    fn start(&mut self) {
        let tag = std::mem::take(&mut self.tag);
        let name = tag.name.as_slice();
        if LEAVES_DRAWING.contains(&name) {
            self.drawing = None;
        }
        self.raw = RAW.contains(&name);
        match name {
            b"html" => self.page.head.lang(&tag),
            b"meta" | b"link" | b"time" => self.page.head.tag(&tag),
            b"svg" => self.drawing = Some(self.open.len()),
            _ if self.raw || self.drawing.is_some() || INLINE.contains(&name) => {}
            b"br" | b"hr" => self.flush(),
            b"a" => self.link = Some(self.open.len()),
            // a word of a sentence that explains itself when it is pressed
            b"button" if self.open.last().is_some_and(|open| open.name == b"p") => {}
            _ => self.enter(&tag),
        }
        self.tag = tag;
    }

    fn enter(&mut self, tag: &Tag) {
        self.flush();
        self.implied_ends(&tag.name);
        if self.open.len() > DEPTH {
            self.deeper += 1;
            return;
        }
        let (first, parent) = (self.page.blocks.len(), self.open.last().map_or(0, |open| open.part));
        if let (b"td" | b"th", Some(row)) = (tag.name.as_slice(), self.open.last_mut()) {
            row.cells.push(first);
        }
        let heading = match tag.heading() {
            0 => self.page.parts[parent].heading,
            level => level,
        };
        let article = tag.name == b"article" || tag.says("itemprop", "articleBody");
        let within = self.open.iter().any(|open| self.page.parts[open.part].article);
        let mark = if article { Mark::None } else { mark(tag, within) };
        self.page.parts.push(Part { parent, first, end: first, mark, article, heading });
        self.open.push(Open { name: tag.name.clone(), part: self.page.parts.len() - 1, cells: Vec::new() });
    }

    /// Closes what a start tag ends without saying so: a paragraph before any part, an item before the next.
    fn implied_ends(&mut self, name: &[u8]) {
        let ends: &[&[u8]] = match name {
            b"li" => &[b"li"],
            b"dt" | b"dd" => &[b"dt", b"dd"],
            b"td" | b"th" => &[b"td", b"th"],
            b"tr" => &[b"tr"],
            _ => &[],
        };
        let walls: &[&[u8]] = &[b"ul", b"ol", b"dl", b"table"];
        let near = self.open.iter().enumerate().skip(1).rev().take(8);
        let found = near.take_while(|(_, open)| !walls.contains(&&open.name[..])).find(|(_, open)| ends.contains(&&open.name[..]));
        if let Some((at, _)) = found {
            self.close(at);
        }
        if self.open.last().is_some_and(|open| open.name == b"p") {
            self.close(self.open.len() - 1);
        }
    }

    fn end(&mut self, name: &[u8]) {
        if LEAVES_DRAWING.contains(&name) || name == b"svg" {
            self.drawing = None;
        }
        if name == b"a" {
            self.link = None;
        }
        let raw = std::mem::take(&mut self.raw);
        let silent = raw || self.drawing.is_some() || matches!(name, b"a" | b"br" | b"svg") || INLINE.contains(&name);
        if silent || RAW.contains(&name) {
            return;
        }
        if self.deeper > 0 {
            self.flush();
            self.deeper -= 1;
        } else if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            self.close(at);
        } else if name == b"p" {
            self.flush();
        }
    }

    /// Closes the parts that are open from this one on.
    fn close(&mut self, from: usize) {
        self.flush();
        while self.open.len() > from {
            let Some(open) = self.open.pop() else { return };
            if open.name == b"tr" {
                self.row(&open);
            }
            self.page.parts[open.part].end = self.page.blocks.len();
        }
        self.link = self.link.filter(|begun| *begun <= self.open.len());
        self.drawing = self.drawing.filter(|begun| *begun <= self.open.len());
    }

    /// Makes one block of a row whose cells are single short blocks.
    fn row(&mut self, open: &Open) {
        let (cells, blocks) = (&open.cells, &mut self.page.blocks);
        let Some(&from) = cells.first() else { return };
        let ends = cells.iter().skip(1).copied().chain([blocks.len()]);
        let single = cells.iter().zip(ends).all(|(begin, end)| end - begin <= 1);
        let row = &blocks[from..];
        if !single || row.len() < 2 || row.iter().map(|block| block.text.len()).sum::<usize>() > ROW {
            return;
        }
        let text = row.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join(" | ");
        let (linked, part) = (row.iter().map(|block| block.linked).sum(), row[0].part);
        blocks.truncate(from);
        blocks.push(Block { text, linked, part });
        for part in &mut self.page.parts[open.part + 1..] {
            (part.first, part.end) = (from, from + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_what_a_browser_sets_on_lines() {
        let cases: [(&str, &[&str]); 12] = [
            ("<p>Air <b>surut</b>,\n&amp; jalan&nbsp;kering.<p>Warga <i>pulang</i>", &["Air surut, & jalan kering.", "Warga pulang"]),
            ("<p>Air <script>let a = '<p>'</script>surut<svg><title>i</title><path d=x></svg> di Ba.</p>", &["Air surut di Ba."]),
            ("<p>Air <button>surut</button> di Ba.</p><button>Bagikan</button>", &["Air surut di Ba.", "Bagikan"]),
            ("<p>Air<noscript><img alt=a>Hidupkan skrip</noscript> surut.", &["Air surut."]),
            ("<svg><text>12</text><p>Air surut.", &["Air surut."]),
            ("Air surut.<br><br>Warga pulang.", &["Air surut.", "Warga pulang."]),
            ("<ul><li>Air<li>Surut</ul><dl><dt>Air<dd>surut</dl>", &["Air", "Surut", "Air", "surut"]),
            ("<table><tr><th>Bulan<th>Ton<tr><td><p>Mei</p><td>12</table>", &["Bulan | Ton", "Mei | 12"]),
            ("<table><tr><td>Air<p>surut<td>Jalan</table>", &["Air", "surut", "Jalan"]),
            ("<pre>Air\nsurut</pre></div></span></p>Jalan", &["Air", "surut", "Jalan"]),
            ("<div>Air</section> surut</div> \0 ", &["Air surut"]),
            ("<title>Air</title><style>p{}</style><textarea>x</textarea><template>y</template>z", &["y", "z"]),
        ];
        for (html, expected) in cases {
            let texts: Vec<_> = Page::read(html).blocks.into_iter().map(|block| block.text).collect();
            assert_eq!(texts, expected, "{html}");
        }
    }

    #[test]
    fn parts_hold_their_blocks() {
        let page = Page::read("<div>a<p>b<div><h1><span>c</span><div>d</div></h1></div></div>e<a href=x>f<p>g</p></a>h");
        let shown = |part: &Part| format!("{} {}..{} {}", part.parent, part.first, part.end, part.heading);
        assert_eq!(
            page.parts.iter().map(shown).collect::<Vec<_>>(),
            ["0 0..7 0", "0 0..4 0", "1 1..2 0", "1 2..4 0", "3 2..4 1", "4 3..4 1", "0 5..6 0"]
        );
        let linked: Vec<_> = page.blocks.iter().map(|block| block.linked).collect();
        assert_eq!(linked, [0, 0, 0, 0, 1, 1, 0]);
    }
}
