//! Reads what stands between the marks: does it say something (a predicate), and is it a row of parallel orders?
//!
//! Decides by words alone, without a context; what follows from it is left to [`super::kinds`].
//!
//! `kecil di peta, besar di lapangan` holds a predicate, `penjaga pintu yang tidak bisa disuap` is a noun phrase;
//! `Robohkan pagar, lebarkan jalan, dekatkan hati` are three parallel orders.

use std::ops::Range;

use super::lexicon::{
    ADJECTIVE, ADVERB, ANY_VERB, BREAK, FINITE, HEAD, JOIN, LINK, NEGATION, POINTER, PREPOSITION, PRONOUN, SPEAKING, Words,
};

/// How many words of substance stand there.
pub fn substance(words: &Words<'_>, inner: Range<usize>) -> usize {
    let empty = BREAK | LINK | JOIN | POINTER | PREPOSITION;
    inner.filter(|&at| words.mark(at).is_none() && (!words.has(at, empty) || words.has(at, NEGATION | ADJECTIVE))).count()
}

/// Whether a verb, a negation or an adjective with complement stands there outside a relative clause.
pub fn predicate(words: &Words<'_>, inner: Range<usize>) -> bool {
    let mut relative = false;
    let mut first = true;
    for at in inner.clone() {
        match words.mark(at) {
            Some(',' | ';' | '.' | '!' | '?' | ':') => {
                relative = false;
                first = true;
                continue;
            }
            Some(_) => continue,
            None => {}
        }
        let is_yang = is_word(words, at, "yang") || is_word(words, at, "mà");
        if is_yang && at > inner.start {
            relative = true;
        } else if relative && words.has(at, ADJECTIVE) {
            // `jalan yang baik menyelamatkan …`: the adjective was all of it
            relative = false;
        } else {
            let verb = (words.has(at, FINITE) && at > inner.start) || (!relative && words.has(at, ANY_VERB | NEGATION | FINITE));
            let begins = words.has(at, PRONOUN) && inner.len() > 2;
            let modified = (words.has(at, ADVERB) || complemented(words, at)) && at + 1 < inner.end;
            if verb || (first && (begins || modified)) {
                return true;
            }
        }
        first = false;
    }
    false
}

/// An adjective with its complement: `kecil di`, `lebih panas daripada`.
fn complemented(words: &Words<'_>, at: usize) -> bool {
    words.has(at, ADJECTIVE) && (words.has(at + 1, PREPOSITION) || (words.has(at + 1, ADJECTIVE) && words.has(at + 2, PREPOSITION)))
}

/// Whether it is a sentence of somebody: a subject `kami`, `saya`, or more than one sentence.
pub fn sentence(words: &Words<'_>, inner: Range<usize>) -> bool {
    let stops = inner.clone().filter(|&at| at + 1 < inner.end && words.ends_sentence(at)).take(1).count() > 0;
    stops || (words.has(inner.start, PRONOUN) && predicate(words, inner))
}

/// How parallel a row of clauses is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parallel {
    /// Not.
    No,
    /// Every clause begins with a verb.
    Verbs,
    /// Every clause is an order beyond doubt, or they share their first word.
    Orders,
}

/// Whether it is a row of three or more parallel clauses that people are told to carry out.
pub fn parallel(words: &Words<'_>, inner: Range<usize>) -> Parallel {
    let (mut clauses, mut verbs, mut orders, mut heads) = (0u32, 0u32, 0u32, 0u32);
    let (mut seconds, mut acts) = (0u32, 0u32);
    let head = words.tokens[inner.start].hash;
    let second = words.tokens.get(inner.start + 1).map(|t| t.hash);
    let mut start = inner.start;
    let end = if words.ends_sentence(inner.end - 1) || words.mark(inner.end - 1) == Some(',') { inner.end - 1 } else { inner.end };
    for at in inner.start..=end {
        let cut = at == end || matches!(words.mark(at), Some(',' | ';' | '/')) || is_word(words, at, "dan") && clauses > 0;
        if !cut {
            if words.ends_sentence(at) || words.mark(at) == Some(':') {
                return Parallel::No;
            }
            continue;
        }
        if start < at {
            clauses += 1;
            let clause = start..at;
            if clause.len() > 10 || words.has(start, PRONOUN) {
                return Parallel::No;
            }
            let order = is_order(words, clause.clone());
            orders += u32::from(order);
            verbs += u32::from(order || begins_with_verb(words, clause.clone()));
            heads += u32::from(words.tokens[start].hash == head && clause.len() > 1 && predicate(words, clause.start..at));
            seconds += u32::from(start + 1 < at && words.tokens.get(start + 1).map(|t| t.hash) == second);
            acts += u32::from(clause.clone().any(|at| words.has(at, ANY_VERB)));
        }
        start = at + 1;
    }
    match clauses {
        0..3 => Parallel::No,
        n if heads == n || orders == n => Parallel::Orders,
        n if verbs == n || (seconds == n && (acts == n || verbs > 1)) => Parallel::Verbs,
        _ => Parallel::No,
    }
}

/// `Robohkan pagar`, `minta maaflah`, `jangan menawar`.
fn is_order(words: &Words<'_>, clause: Range<usize>) -> bool {
    let start = clause.start;
    let is = |at: usize| {
        let text = words.tokens[at].text(words.line);
        words.has(at, ANY_VERB) && (text.ends_with("lah") || (text.ends_with("kan") && !has_active_prefix(text)))
    };
    is(start) || (start + 1 < clause.end && is(start + 1)) || is_word(words, start, "jangan")
}

/// Whether the verb at `at` has the prefix of verbs that take an object: `menjalankan "empat tahu"`.
pub fn is_active(words: &Words<'_>, at: usize) -> bool {
    let head = words.tokens[at].text(words.line).as_bytes().get(..2).unwrap_or_default();
    head.eq_ignore_ascii_case(b"me")
}

fn has_active_prefix(word: &str) -> bool {
    let head = word.as_bytes().get(..2).unwrap_or_default();
    head.eq_ignore_ascii_case(b"me") || head.eq_ignore_ascii_case(b"be") || head.eq_ignore_ascii_case(b"di")
}

fn begins_with_verb(words: &Words<'_>, clause: Range<usize>) -> bool {
    let mut at = clause.start;
    while at + 1 < clause.end && at < clause.start + 2 && words.has(at, HEAD | NEGATION) && !words.has(at, ANY_VERB) {
        at += 1;
    }
    words.has(at, ANY_VERB) && !words.has(at, SPEAKING) || (at > clause.start && words.has(at, ANY_VERB))
}

/// Whether every word of substance begins with a capital, and there are two or more.
pub fn titled(words: &Words<'_>, inner: Range<usize>) -> bool {
    let mut capitals = 0;
    for at in inner.clone() {
        let token = &words.tokens[at];
        if token.is_word() && !words.has(at, BREAK | JOIN | PREPOSITION | PRONOUN) {
            if !token.is_capital() {
                return false;
            }
            capitals += 1;
        }
    }
    capitals > 1
}

fn is_word(words: &Words<'_>, at: usize, word: &str) -> bool {
    words.tokens.get(at).is_some_and(|t| t.is_word() && t.text(words.line).eq_ignore_ascii_case(word))
}
