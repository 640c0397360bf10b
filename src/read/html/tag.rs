//! A start tag, and what kinds of tags there are.

/// A start tag, with those of its attributes that matter.
#[derive(Default)]
pub struct Tag {
    /// Its name.
    pub name: Vec<u8>,
    /// Names and values.
    attributes: Vec<(&'static str, String)>,
    /// Whether the attribute's value is wanted that comes next.
    wanted: bool,
}

const ATTRIBUTES: &str = "class id role itemprop content property name rel href lang datetime type aria-modal aria-level";

impl Tag {
    /// Begins another.
    pub fn begin(&mut self, name: &[u8]) {
        self.name.clear();
        self.name.extend_from_slice(name);
        self.attributes.clear();
    }

    /// Takes an attribute's name.
    pub fn attribute(&mut self, name: &[u8]) {
        let known = ATTRIBUTES.split(' ').find(|known| known.as_bytes() == name && self.get(known).is_none());
        self.wanted = known.is_some();
        self.attributes.extend(known.map(|known| (known, String::new())));
    }

    /// Takes an attribute's value.
    pub fn value(&mut self, value: &[u8]) {
        if let Some((_, last)) = self.attributes.last_mut().filter(|_| self.wanted) {
            last.push_str(&String::from_utf8_lossy(value));
        }
    }

    /// An attribute's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Whether an attribute has this value, in any case of letters.
    pub fn says(&self, name: &str, value: &str) -> bool {
        self.get(name).is_some_and(|said| said.eq_ignore_ascii_case(value))
    }

    /// 1 to 6 for a heading, else 0.
    pub fn heading(&self) -> u8 {
        match self.name.as_slice() {
            [b'h', level @ b'1'..=b'6'] => level - b'0',
            _ if self.says("itemprop", "headline") || self.says("role", "heading") && self.says("aria-level", "1") => 1,
            _ if self.says("role", "heading") => 2,
            _ => 0,
        }
    }
}

/// Elements whose text is no markup and never shown; they break no line.
pub const RAW: &[&[u8]] = &[b"iframe", b"noembed", b"noframes", b"noscript", b"script", b"style", b"textarea", b"title", b"xmp"];

/// Elements that stand within a line, or hold no text.
pub const INLINE: &[&[u8]] = &[
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
    b"picture",
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

/// Elements that no drawing has: one that was never closed ends with them.
pub const LEAVES_DRAWING: &[&[u8]] = &[
    b"article", b"body", b"div", b"figure", b"footer", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"header", b"li", b"main", b"nav", b"ol",
    b"p", b"section", b"table", b"td", b"tr", b"ul",
];
