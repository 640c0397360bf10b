// The open article: its lines as they read, what is out in its place, marks highlighted.

const current = { at: -1, key: '', line: 0 };
const off = new Set();

/** Opens an article, at a mark if one is named. */
function open(at, key = '') {
  const other = current.at !== at;
  Object.assign(current, { at, key, line: 0 });
  remember(`${STORE}at`, String(at));
  if (other) $('article-pane').scrollTop = 0;
  drawArticle();
  showRow();
  select(key, key !== '');
}

/** Draws all of it: what the state changes may be anywhere. */
function drawArticle() {
  if (current.at < 0) { $('article').replaceChildren(el('p', { class: 'none' }, t('none-found'))); return; }
  const open = article(current.at);
  const { record } = open;
  const marks = allMarks(open);
  const language = open.marks.find((mark) => mark.on === 'language');
  const meta = [record.source && el('span', {}, seenText(record.source)), record.published && el('time', { datetime: record.published }, record.published), record.publisher && el('span', { lang: 'vi' }, seenText(record.publisher)),
    el('button', { type: 'button', 'data-key': language.key, click: () => select(language.key) }, `${languageName(record.language)} ${sure(record.language_score)}`), el('span', {}, seenText(record.id))];
  const element = $('article');
  element.lang = tag(record.language);
  element.replaceChildren(el('h2', { class: 'headline' }, ...seen(record.title || record.id)), el('div', { class: 'meta', lang: ui }, ...meta.filter(Boolean)), ...open.lines.map((line) => drawLine(open, line, marks)));
  drawLegend(marks);
  drawPeople(open);
}

const sure = (score) => `${Math.round(score * 100)}%`;

function drawLine(open, line, marks) {
  const here = marks.filter((mark) => mark.line === line.line);
  const about = (on) => here.find((mark) => mark.on === on);
  const [gone, doubt, trimmed, foreign] = [about('removed'), about('suspect'), about('trimmed'), about('foreign')];
  const hidden = (gone && off.has(gone.group)) && !gone.added;
  const looks = ['para'];
  const judged = (mark) => (mark.added ? null : verdict(open.at, mark));
  if (line.gone) looks.push('gone');
  if (line.gone && gone && judged(gone)?.v === 'wrong' && !judged(gone).should) looks.push('kept-after-all');
  if (!line.gone && gone && !off.has(gone.group)) looks.push('now-gone');
  if (doubt && !off.has('suspect')) looks.push('doubted');
  if (doubt && judged(doubt)?.v === 'wrong') looks.push('now-gone');
  if (foreign && !off.has('foreign')) looks.push('foreign');
  if (line.line === current.line) looks.push('at');
  const text = segments(open, line, marks, line.gone ? differing(open, line) : []);
  const badges = [gone, doubt, trimmed, foreign].filter((mark) => mark && !off.has(mark.group)).flatMap((mark) => [badge(open, mark), ...aside(open, mark)]);
  const language = foreign ? tag(foreign.of.language) : null;
  return el('p', { class: looks.join(' '), id: `L${line.line}`, 'data-line': line.line, lang: language, hidden },
    el('span', { class: 'no', 'aria-hidden': 'true' }, String(line.line)), line.gone ? el('del', {}, ...text) : el('span', {}, ...text), ...badges);
}

function badge(open, mark) {
  const said = mark.added ? null : verdict(open.at, mark);
  const look = { suspect: 'd', foreign: 'f' }[mark.on] ?? '';
  const sign = said ? (said.v === 'accept' ? ' ✓' : ' ✗') : '';
  const short = mark.on === 'removed' ? (mark.of.reason === 'duplicate' ? t('duplicate') : t(`category-${mark.of.category}`)) : mark.on === 'foreign' ? languageName(mark.of.language) : t(`legend-${mark.on}`);
  const should = said?.v === 'wrong' ? ` → ${shouldBe(mark, said.should)}` : '';
  return el('span', { class: `tag ${look} ${said?.v ?? ''}`, lang: ui, 'data-key': mark.key, title: mark.rule, click: (event) => { event.stopPropagation(); select(mark.key); view('judge', true); } }, short + sign + should);
}

/** Beside a badge: the rule, and of a duplicate the way to its twin. */
function aside(open, mark) {
  const twin = mark.of.reason === 'duplicate' && open.byLine.get(mark.of.of);
  const link = twin && el('a', { class: 'twin', lang: ui, href: `#L${twin.line}`, click: (event) => { event.preventDefault(); toLine(twin.line); } }, t('line-n', { n: twin.line }));
  return [link, mark.rule && el('code', { class: 'rule' }, seenText(mark.rule))].filter(Boolean);
}

/** Shows a line and makes it the current one. */
function toLine(line) {
  select('', false);
  atLine(line);
  view('text');
  document.getElementById(`L${line}`)?.scrollIntoView({ block: 'center' });
}

/** Where a duplicate's words differ from its twin's. */
function differing(open, line) {
  const twin = line.gone.reason === 'duplicate' && open.byLine.get(line.gone.of);
  if (!twin) return [];
  const [words] = differences(line.text, twin.text);
  const spans = [];
  let [units, points] = [0, 0];
  for (const [at, { 0: word, index }] of [...line.text.matchAll(/\S+/g)].entries()) {
    points += Array.from(line.text.slice(units, index)).length;
    const to = points + Array.from(word).length;
    if (words[at]?.[1]) spans.push({ from: points, to, look: 'differs' });
    [units, points] = [index + word.length, to];
  }
  return spans;
}

/** What a wrong mark should be, in a word. */
function shouldBe(mark, should) {
  if (!should) return t(mark.on === 'removed' ? 'keep' : mark.on === 'trimmed' ? 'whole' : 'no-mark');
  if (should.reason === 'duplicate') return `${t('duplicate')}, ${t('line-n', { n: should.of })}`;
  if (should.category) return t(`category-${should.category}`);
  if (should.kind) return t(`${mark.on === 'quote' ? 'kind' : 'defect'}-${should.kind}`);
  if (should.language) return languageName(should.language);
  return t('other');
}

/** The line cut where marks begin and end; each piece carries the keys of the marks that cover it. */
function segments(open, line, marks, more) {
  const spans = [...more];
  for (const mark of marks) {
    const said = mark.added ? null : verdict(open.at, mark);
    for (const span of mark.spans) {
      if (span.line !== line.line || (!line.kept && !span.bare)) continue;
      const group = span.look === 'post' ? 'post' : mark.group;
      if (off.has(group)) continue;
      const base = line.kept ? line.start : 0;
      const last = mark.spans.findLast((other) => other.line === span.line) === span;
      spans.push({ from: Math.max(0, span.start - base), to: Math.min(line.points.length, span.end - base), look: span.look, mark, said, last });
    }
  }
  const cuts = [...new Set([0, line.points.length, ...spans.flatMap((span) => [span.from, span.to])])].sort((a, b) => a - b);
  const pieces = [];
  for (let at = 0; at + 1 < cuts.length; at++) {
    const [from, to] = [cuts[at], cuts[at + 1]];
    const over = spans.filter((span) => span.from <= from && span.to >= to);
    const text = seen(line.points.slice(from, to));
    if (!over.length) { pieces.push(el('span', { 'data-from': from }, ...text)); continue; }
    const marked = over.filter((span) => span.mark);
    if (!marked.length) { pieces.push(el('span', { class: 'differs', 'data-from': from }, ...text)); continue; }
    const inner = marked.reduce((a, b) => (b.to - b.from < a.to - a.from ? b : a));
    const looks = over.map((span) => span.look).concat(marked.some((span) => span.mark.added) ? 'added' : [], over.some((span) => span.said?.v === 'wrong' && !span.said.should) ? 'struck' : []);
    pieces.push(el('mark', { class: `seg ${[...new Set(looks)].join(' ')}`, 'data-from': from, 'data-keys': marked.map((span) => span.mark.key).join(' '), click: () => { if (getSelection().isCollapsed) { select(inner.mark.key); view('judge', true); } } }, ...text));
    for (const span of marked) {
      if (span.to === to && span.last && span.said) pieces.push(el('span', { class: `verdict ${span.said.v}`, 'aria-hidden': 'true' }, span.said.v === 'accept' ? '✓' : '✗'));
    }
  }
  return pieces;
}

function drawLegend(marks) {
  const counts = new Map();
  for (const mark of marks) {
    counts.set(mark.group, (counts.get(mark.group) ?? 0) + 1);
    const posts = mark.spans.filter((span) => span.look === 'post').length;
    if (posts) counts.set('post', (counts.get('post') ?? 0) + posts);
  }
  const focused = document.activeElement?.dataset?.group;
  $('legend').replaceChildren(...LEGEND.filter(([group]) => counts.has(group) || off.has(group)).map(([group, look]) =>
    el('button', { type: 'button', 'data-group': group, 'aria-pressed': String(!off.has(group)), click: () => toggle(group) }, el('i', { class: look, 'aria-hidden': 'true' }), t(`legend-${group}`), el('b', {}, number(counts.get(group) ?? 0)))));
  if (focused) $('legend').querySelector(`[data-group="${focused}"]`)?.focus();
}

function toggle(group) {
  if (off.has(group)) off.delete(group); else off.add(group);
  drawArticle();
  select(current.key, false);
}

/** Officials, mottos, speakers: each a way to its mark. */
function drawPeople(open) {
  const { record } = open;
  const find = (on, of) => open.marks.find((mark) => mark.on === on && mark.of === of);
  const jump = (mark, text) => el('button', { type: 'button', lang: tag(record.language), click: () => { view('text'); select(mark.key); } }, ...seen(text));
  const block = (key, items) => items.length && el('section', {}, el('h2', {}, `${t(key)} (${number(items.length)})`), el('ul', {}, ...items));
  const officials = record.officials.map((official) => el('li', {}, jump(find('official', official), official.name),
    ...official.posts.map((post) => el('div', {}, el('span', { class: 'post', lang: tag(record.language) }, ...seen(post.title)), el('div', { class: 'place' }, [post.role, post.level && t(`level-${post.level}`), post.place && seenText(post.place), post.place_today && post.place_today !== post.place && `→ ${seenText(post.place_today)}`].filter(Boolean).join(' · ')))),
    official.aliases.length > 0 && el('div', { class: 'place' }, t('also', { names: seenText(official.aliases.join(', ')) }))));
  const mottos = record.quotes.filter((quote) => quote.kind === 'motto').map((quote) => el('li', {}, jump(find('quote', quote), quote.text), quote.speaker && el('div', { class: 'place' }, seenText(quote.speaker))));
  const speakers = new Map();
  for (const quote of record.quotes) if (quote.speaker) speakers.set(quote.speaker, [...(speakers.get(quote.speaker) ?? []), quote]);
  const said = [...speakers].map(([name, quotes]) => el('li', {}, jump(find('quote', quotes[0]), name), el('div', { class: 'place' }, t('n-quotes', { n: number(quotes.length) }))));
  const done = state(open.at).complete;
  $('people').replaceChildren(...[
    el('button', { type: 'button', class: 'complete', 'aria-pressed': String(!!done), click: () => complete(open.at) }, t(done ? 'is-complete' : 'make-complete'), el('kbd', { 'aria-hidden': 'true' }, 'c')),
    block('officials', officials), block('mottos', mottos), block('speakers', said)].filter(Boolean));
}

/** The marks that are switched on. */
const visibleMarks = () => (current.at < 0 ? [] : allMarks(article(current.at)).filter((mark) => !off.has(mark.group)));

/** Makes a mark the current one: shows it, and what can be said of it. */
function select(key, scroll = true) {
  const mark = current.at < 0 ? undefined : allMarks(article(current.at)).find((other) => other.key === key);
  current.key = mark ? key : '';
  for (const element of document.querySelectorAll('.now')) element.classList.remove('now');
  const elements = mark ? [...document.querySelectorAll(`#article [data-key="${CSS.escape(key)}"], #article [data-keys~="${CSS.escape(key)}"]`)] : [];
  elements.forEach((element) => element.classList.add('now'));
  if (mark) atLine((mark.spans[0] ?? mark).line || mark.line);
  if (scroll && mark) (elements[0] ?? document.getElementById(`L${mark.line}`))?.scrollIntoView({ block: 'center' });
  inspect(mark);
}

function atLine(line) {
  current.line = line;
  for (const element of document.querySelectorAll('.para.at')) element.classList.remove('at');
  document.getElementById(`L${line}`)?.classList.add('at');
}

/** The next mark, or the one before; the first is the one after the current line. */
function stepMark(by) {
  const marks = visibleMarks();
  if (!marks.length) return;
  const place = marks.findIndex((mark) => mark.key === current.key);
  const next = place >= 0 ? place + by : by > 0 ? marks.findIndex((mark) => mark.line >= current.line) : marks.length - 1;
  if (next < 0 || next >= marks.length) return toast(t(next < 0 ? 'first-mark' : 'last-mark'));
  select(marks[next].key);
}

/** The next line, or the one before, without a mark. */
function stepLine(by) {
  if (current.at < 0) return;
  const lines = article(current.at).lines.filter((line) => !document.getElementById(`L${line.line}`)?.hidden);
  const place = lines.findIndex((line) => line.line === current.line);
  const next = lines[place < 0 ? 0 : Math.min(lines.length - 1, Math.max(0, place + by))];
  if (!next) return;
  select('', false);
  atLine(next.line);
  document.getElementById(`L${next.line}`)?.scrollIntoView({ block: 'center' });
}
