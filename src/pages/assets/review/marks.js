// What can be judged in an article, as one list in the order of reading.

const CATEGORIES = ['ad', 'site', 'byline', 'source', 'comments', 'share', 'related', 'tags', 'image'];
const KINDS = ['motto', 'theme', 'name', 'work', 'speech', 'term'];
const DEFECTS = ['untranslated', 'spacing', 'broken-word', 'mistranslated-name', 'inconsistent-term', 'unbalanced-quote', 'repeated-words', 'reduplication'];
const LANGUAGES = ['ind', 'zsm', 'vie', 'eng', 'jav', 'sun', 'und'];

/** The legend: what is switched on and off together, and the sign it has. */
const LEGEND = [
  ['removed', 'i-gone'], ['duplicate', 'i-twin'], ['suspect', 'i-doubt'], ['trimmed', 'i-trim'], ['foreign', 'i-foreign'],
  ['motto', 'i-motto'], ['speech', 'i-speech'], ['name', 'i-name'], ['theme', 'i-theme'], ['work', 'i-work'], ['term', 'i-term'],
  ['official', 'i-person'], ['post', 'i-post'], ['defect', 'i-defect'],
];

const PREFIX = { language: 'a', removed: 'r', suspect: 's', trimmed: 't', foreign: 'f', quote: 'q', official: 'o', defect: 'd' };

/** A mark: `key` names it in the state, `on` is its kind, `spans` where it shows, `of` the record's own entry. */
function marksOf(article) {
  const { record } = article;
  const marks = [];
  const add = (on, at, of, more) => marks.push({ key: PREFIX[on] + at, on, of, line: of.line ?? 0, start: 0, end: 0, rule: of.rule ?? '', score: of.score ?? 1, spans: [], group: on, ...more });
  add('language', 0, { rule: '', score: record.language_score }, { text: record.language });
  const textOf = (line) => article.byLine.get(line)?.text ?? '';
  record.removed.forEach((gone) => add('removed', gone.line, gone, { text: gone.text, group: gone.reason === 'duplicate' ? 'duplicate' : 'removed' }));
  record.suspects.forEach((doubt) => add('suspect', doubt.line, doubt, { text: textOf(doubt.line) }));
  record.altered.forEach((altered) => {
    const trims = altered.rules.filter((rule) => rule.startsWith('trim.'));
    if (trims.length && article.byLine.get(altered.line)?.kept) add('trimmed', altered.line, altered, { text: textOf(altered.line), rule: trims[0] });
  });
  record.foreign.forEach((foreign) => add('foreign', foreign.line, foreign, { text: textOf(foreign.line) }));
  record.quotes.forEach((quote, at) => add('quote', at, quote, { text: quote.text, start: quote.start, end: quote.end, group: quote.kind, spans: [{ ...span(quote), look: quote.kind }] }));
  record.officials.forEach((official, at) => {
    const first = official.posts[0] ?? { line: 0, start: 0, end: 0 };
    const spans = [...official.posts.map((post) => ({ ...span(post), look: 'post' })), ...official.mentions.map((mention) => ({ ...span(mention), look: 'person' }))];
    spans.sort((a, b) => a.start - b.start);
    add('official', at, official, { text: official.name, line: first.line, start: first.start, end: first.end, spans });
  });
  record.defects.forEach((defect, at) => add('defect', at, defect, { text: defect.text, start: defect.start, end: defect.end, spans: [{ ...span(defect), look: 'defect' }] }));
  return marks.sort(inOrder);
}

const span = ({ line, start, end }) => ({ line, start, end });

const ORDER = ['language', 'removed', 'suspect', 'trimmed', 'foreign', 'official', 'quote', 'defect'];

function inOrder(a, b) {
  const place = (mark) => mark.spans[0] ?? mark;
  return (place(a).line || a.line) - (place(b).line || b.line) || place(a).start - place(b).start || ORDER.indexOf(a.on) - ORDER.indexOf(b.on);
}

/** What was added by the reviewer, in the form of marks. */
function addedMarks(article) {
  return (state(article.at).added ?? []).map((added) => {
    const line = article.byLine.get(added.line);
    const look = added.on === 'quote' ? added.should.kind : added.on === 'official' ? 'person' : added.on;
    const spans = ['quote', 'official', 'defect'].includes(added.on) ? [{ line: added.line, start: added.start, end: added.end, look, bare: !line?.kept }] : [];
    const group = added.on === 'quote' ? added.should.kind : added.on === 'removed' && added.should.reason === 'duplicate' ? 'duplicate' : added.on;
    return { ...added, key: `+${added.id}`, rule: '', score: 1, spans, group, of: added.should, added: true };
  });
}

/** All marks, those added among them, in order. */
const allMarks = (article) => [...article.marks, ...addedMarks(article)].sort(inOrder);

/** What a mark is, in words. */
function nameOf(mark) {
  if (mark.on === 'removed') return mark.of.reason === 'duplicate' ? t('is-duplicate', { line: mark.of.of }) : t('is-removed', { category: t(`category-${mark.of.category}`) });
  if (mark.on === 'suspect') return mark.of.reason === 'duplicate' ? t('is-doubted-duplicate', { line: mark.of.of }) : t('is-doubted', { category: t(`category-${mark.of.category}`) });
  if (mark.on === 'quote') return t(`kind-${mark.of.kind}`);
  if (mark.on === 'defect') return t(`defect-${mark.of.kind}`);
  if (mark.on === 'foreign') return t('is-foreign', { language: languageName(mark.of.language) });
  return t(`is-${mark.on}`);
}

/** The words of `a` and `b`, each with whether it differs. Long texts are compared at their ends alone. */
function differences(a, b) {
  const [left, right] = [a, b].map((text) => text.split(/\s+/).filter(Boolean));
  const fold = (word) => word.normalize('NFC').toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '') || word;
  const [x, y] = [left.map(fold), right.map(fold)];
  let head = 0;
  while (head < x.length && head < y.length && x[head] === y[head]) head++;
  let tail = 0;
  while (tail < x.length - head && tail < y.length - head && x[x.length - 1 - tail] === y[y.length - 1 - tail]) tail++;
  const [n, m] = [x.length - head - tail, y.length - head - tail];
  const same = [new Set(), new Set()];
  if (n * m > 0 && n * m <= 250000) {
    const longest = Array.from({ length: n + 1 }, () => new Uint16Array(m + 1));
    for (let i = n - 1; i >= 0; i--) {
      for (let j = m - 1; j >= 0; j--) longest[i][j] = x[head + i] === y[head + j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
    for (let i = 0, j = 0; i < n && j < m;) {
      if (x[head + i] === y[head + j]) { same[0].add(head + i++); same[1].add(head + j++); }
      else if (longest[i + 1][j] >= longest[i][j + 1]) i++;
      else j++;
    }
  }
  const marked = (words, own, length) => words.map((word, at) => [word, at >= head && at < length - tail && !own.has(at)]);
  return [marked(left, same[0], x.length), marked(right, same[1], y.length)];
}
