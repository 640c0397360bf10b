// The articles: one line of JSON each, read when one is opened; and the index that the list lives on.

const INDEX = JSON.parse($('index').textContent);
const RAW = $('articles').textContent.split('\n').filter((line) => line !== '');

/** Text by code points, as the record counts. */
class Points {
  constructor(text) { this.points = Array.from(text); }
  slice(start, end) { return this.points.slice(start, end).join(''); }
  get length() { return this.points.length; }
}

const opened = new Map();

/** An article: its record, its lines in order, its marks. The last few are kept. */
function article(at) {
  let found = opened.get(at);
  if (!found) {
    const record = JSON.parse(RAW[at]);
    found = { at, record, lines: linesOf(record) };
    found.byLine = new Map(found.lines.map((line) => [line.line, line]));
    found.marks = marksOf(found);
    if (opened.size > 40) opened.delete(opened.keys().next().value);
    opened.set(at, found);
  }
  return found;
}

/** Kept and removed lines in the order of the input; blank ones are left out. */
function linesOf(record) {
  const lines = [];
  let start = 0;
  const kept = record.lines.length ? record.text.split('\n') : [];
  kept.forEach((text, at) => {
    const points = new Points(text);
    lines.push({ line: record.lines[at], kept: true, text, points, start });
    start += points.length + 1;
  });
  for (const gone of record.removed) lines.push({ line: gone.line, kept: false, text: gone.text, points: new Points(gone.text), start: 0, gone });
  return lines.sort((a, b) => a.line - b.line);
}

/** Whether an article says `query` (in lower case) anywhere that a reader sees. */
function says(at, query) {
  const needle = JSON.stringify(query).slice(1, -1).replaceAll('<', '\\u003c');
  if (!RAW[at].toLowerCase().includes(needle)) return false;
  const record = JSON.parse(RAW[at]);
  const texts = [record.id, record.url, record.title, record.text, ...record.removed.map((gone) => gone.text)];
  return texts.some((text) => text.toLowerCase().includes(query));
}
