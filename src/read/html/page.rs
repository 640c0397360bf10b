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
    tag: Tag,
}

/// A start tag, with those of its attributes that matter.
#[derive(Default)]
pub struct Tag {
    /// Its name.
    pub name: Vec<u8>,
    /// Names and values.
    pub attributes: Vec<(&'static str, String)>,
    /// Whether the attribute's value is wanted that comes next.
    wanted: bool,
}

const ATTRIBUTES: [&str; 14] = [
    "class",
    "id",
    "role",
    "itemprop",
    "content",
    "property",
    "name",
    "rel",
    "href",
    "lang",
    "datetime",
    "type",
    "aria-modal",
    "aria-level",
];

impl Tag {
    /// An attribute's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
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
            CallbackEvent::OpenStartTag { name } => {
                self.tag.name.clear();
                self.tag.name.extend_from_slice(name);
                self.tag.attributes.clear();
            }
            CallbackEvent::AttributeName { name } => {
                let known = ATTRIBUTES.into_iter().find(|known| known.as_bytes() == name && self.tag.get(known).is_none());
                self.tag.wanted = known.is_some();
                self.tag.attributes.extend(known.map(|known| (known, String::new())));
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, last)) = self.tag.attributes.last_mut().filter(|_| self.tag.wanted) {
                    last.push_str(&String::from_utf8_lossy(value));
                }
            }
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => self.string(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn string(&mut self, text: &str) {
        match self.open.last().map(|open| open.name.as_slice()) {
            Some(b"title") => self.page.head.title(text),
            Some(b"script") => self.page.head.script(text),
            Some(b"pre") => {
                for (at, line) in text.split('\n').enumerate() {
                    if at > 0 {
                        self.flush();
                    }
                    self.add(line);
                }
            }
            _ => self.add(text),
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
        match tag.name.as_slice() {
            b"html" => self.page.head.lang(&tag),
            b"meta" | b"link" | b"time" => self.page.head.tag(&tag),
            b"br" | b"hr" => self.flush(),
            b"a" => self.link = Some(self.open.len()),
            name if INLINE.contains(&name) => {}
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
        let says = |name: &str, value: &str| tag.get(name).is_some_and(|said| said.eq_ignore_ascii_case(value));
        if tag.name == b"script" {
            self.page.head.begin_script(says("type", "application/ld+json"));
        }
        let heading = match tag.name.as_slice() {
            [b'h', level @ b'1'..=b'6'] => level - b'0',
            _ if says("role", "heading") => {
                if says("aria-level", "1") {
                    1
                } else {
                    2
                }
            }
            _ if says("itemprop", "headline") => 1,
            _ => 0,
        };
        let article = tag.name == b"article" || says("itemprop", "articleBody");
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
        if name == b"a" {
            self.link = None;
        }
        if INLINE.contains(&name) {
            return;
        }
        self.flush();
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            self.close(at);
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

/// Elements that stand within a line, or hold no text.
const INLINE: &[&[u8]] = &[
    b"a",
    b"abbr",
    b"acronym",
    b"amp-img",
    b"area",
    b"b",
    b"base",
    b"basefont",
    b"bdi",
    b"bdo",
    b"big",
    b"body",
    b"br",
    b"cite",
    b"code",
    b"col",
    b"data",
    b"del",
    b"dfn",
    b"em",
    b"embed",
    b"font",
    b"head",
    b"html",
    b"i",
    b"img",
    b"input",
    b"ins",
    b"kbd",
    b"label",
    b"link",
    b"mark",
    b"meta",
    b"nobr",
    b"o:p",
    b"param",
    b"q",
    b"rb",
    b"rp",
    b"rt",
    b"ruby",
    b"s",
    b"samp",
    b"small",
    b"source",
    b"span",
    b"strike",
    b"strong",
    b"sub",
    b"sup",
    b"time",
    b"track",
    b"tt",
    b"u",
    b"var",
    b"wbr",
];
