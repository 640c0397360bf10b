// decisions.jsonl: written from what was decided, and read back.

/** The decisions on an article, as lines. */
function decisionsOf(at) {
  const { verdicts = {}, added = [], complete } = state(at);
  const { record, marks } = article(at);
  const line = (mark, verdict, should) => JSON.stringify({ article: record.id, mark: mark.on, line: mark.line, start: mark.bare ? 0 : mark.start, end: mark.bare ? 0 : mark.end, text: mark.text, rule: mark.rule ?? '', verdict, should: should ?? null });
  const lines = marks.filter((mark) => verdicts[mark.key]).map((mark) => line(mark, verdicts[mark.key].v, verdicts[mark.key].should));
  lines.push(...added.map((mark) => line(mark, 'missed', mark.should)));
  if (complete) lines.push(JSON.stringify({ article: record.id, mark: 'article', line: 0, start: 0, end: 0, text: '', rule: '', verdict: 'complete', should: null }));
  return lines;
}

function exportDecisions() {
  const lines = [...states.keys()].sort((a, b) => a - b).flatMap(decisionsOf);
  if (!lines.length) return toast(t('nothing-to-export'));
  const link = el('a', { href: URL.createObjectURL(new Blob([`${lines.join('\n')}\n`], { type: 'application/x-ndjson' })), download: 'decisions.jsonl' });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  toast(t('exported', { n: number(lines.length) }));
}

/** Reads decisions; those on this page's marks are taken over, in one step that can be undone. */
async function importDecisions(file) {
  const places = new Map(INDEX.articles.map((entry, at) => [entry.id, at]));
  const next = new Map();
  let [taken, strange] = [0, 0];
  for (const text of (await file.text()).split('\n')) {
    if (!text.trim()) continue;
    if (takeOver(text, places, next)) taken++; else strange++;
  }
  if (taken) step([...next]);
  $('file').value = '';
  toast(t(strange ? 'imported-some' : 'imported', { n: number(taken), strange: number(strange) }));
}

/** Takes one line over; says whether it fits this page. */
function takeOver(text, places, next) {
  let decision;
  try { decision = JSON.parse(text); } catch { return false; }
  const at = places.get(decision?.article);
  if (at === undefined) return false;
  const to = next.get(at) ?? structuredClone(state(at));
  const { mark: on, line, start, end, verdict: v, should } = decision;
  if (v === 'complete') to.complete = true;
  else if (v === 'missed') {
    if (!WHATS.includes(on) || !should || typeof should !== 'object' || !article(at).byLine.has(line)) return false;
    to.added ??= [];
    const same = (other) => other.on === on && other.line === line && other.text === decision.text;
    const bare = !article(at).byLine.get(line).kept;
    const place = bare ? findPiece(article(at).byLine.get(line), decision.text) : { start, end };
    to.added = [...to.added.filter((other) => !same(other)), { id: 1 + Math.max(0, ...to.added.map((other) => other.id)), on, line, ...place, text: String(decision.text), should, ...(bare && { bare }) }];
  } else {
    const mark = article(at).marks.find((mark) => mark.on === on && mark.line === line && mark.start === start && mark.end === end && mark.text === decision.text);
    if (!mark || !['accept', 'wrong'].includes(v)) return false;
    to.verdicts = { ...to.verdicts, [mark.key]: v === 'accept' ? { v } : { v, should: should ?? null } };
  }
  next.set(at, to);
  return true;
}

/** Where a piece stands in a removed line, by code points. */
function findPiece(line, text) {
  const units = line.text.indexOf(text);
  const start = units < 0 ? 0 : Array.from(line.text.slice(0, units)).length;
  return { start, end: start + Array.from(text).length };
}
