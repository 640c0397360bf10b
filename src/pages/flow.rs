//! The drawing of a flow: one stream that parts into several, each as wide as what goes its way.
//!
//! It decides where everything stands, in the units of an SVG; colours and words are the template's. Streams that are thin stay visible and keep
//! room for their labels.

use serde::Serialize;

/// A drawing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Flow {
    /// Its height; its width is [`WIDTH`].
    pub height: f64,
    /// Height of the stream that comes in.
    pub whole: f64,
    /// The streams that go out.
    pub streams: Vec<Stream>,
}

/// A stream.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Stream {
    /// What goes its way.
    pub name: String,
    /// How it looks: `kept`, `duplicate`, `boilerplate`, `blank`.
    pub look: &'static str,
    /// How much.
    pub n: u64,
    /// Its share of the whole, in per cent with one place.
    pub share: String,
    /// The ribbon's outline.
    pub path: String,
    /// The right end's top and height.
    pub y: f64,
    /// Its height.
    pub h: f64,
    /// The label's middle.
    pub label: f64,
}

/// Width of the drawing's ribbons, ends included; labels stand right of it.
pub const WIDTH: f64 = 560.0;
const BAR: f64 = 12.0;
const TALL: f64 = 300.0;
const GAP: f64 = 5.0;
const LABEL: f64 = 19.0;

/// Draws streams of the given names, looks and sizes.
pub fn flow(parts: &[(String, &'static str, u64)]) -> Flow {
    let whole: u64 = parts.iter().map(|(.., n)| n).sum();
    let parts: Vec<_> = parts.iter().filter(|(.., n)| *n > 0).collect();
    let mut flow = Flow { height: 0.0, whole: TALL, streams: Vec::new() };
    let (mut left, mut right, mut label) = (0.0, 0.0, f64::NEG_INFINITY);
    for (name, look, n) in parts {
        let share = *n as f64 / whole.max(1) as f64;
        let thick = TALL * share;
        let h = thick.max(1.5);
        let y: f64 = f64::max(right, label + LABEL - h / 2.0);
        label = y + h / 2.0;
        flow.streams.push(Stream {
            name: name.clone(),
            look,
            n: *n,
            share: format!("{:.1}", share * 100.0),
            path: ribbon(left, thick, y, h),
            y,
            h,
            label,
        });
        left += thick;
        right = y + h + GAP;
    }
    flow.height = f64::max(TALL, f64::max(right, label + LABEL / 2.0)) + 4.0;
    flow
}

fn ribbon(left: f64, thick: f64, right: f64, h: f64) -> String {
    let (from, to, mid) = (BAR, WIDTH - BAR, WIDTH / 2.0);
    format!(
        "M{from:.1} {left:.1}C{mid:.1} {left:.1} {mid:.1} {right:.1} {to:.1} {right:.1}L{to:.1} {rh:.1}C{mid:.1} {rh:.1} {mid:.1} {lh:.1} {from:.1} {lh:.1}Z",
        rh = right + h,
        lh = left + thick
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_room() {
        let part = |name: &str, n| (name.to_owned(), "kept", n);
        let flow = flow(&[part("a", 900), part("b", 1), part("none", 0), part("c", 1), part("d", 98)]);
        assert_eq!(flow.streams.len(), 4);
        assert_eq!(flow.streams[0].share, "90.0");
        assert!(flow.streams.windows(2).all(|pair| pair[1].label - pair[0].label >= LABEL - 1e-9 && pair[1].y >= pair[0].y + pair[0].h));
        assert!(flow.height >= flow.streams[3].y + flow.streams[3].h);
    }

    #[test]
    fn nothing_flows() {
        assert!(flow(&[]).streams.is_empty());
    }
}
