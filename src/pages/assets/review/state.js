// What the reviewer decided: kept in the browser article by article, with a way back.

const STORE = `saring/${INDEX.hash}/`;
const states = new Map();
let undone = [];
let steps = [];

/** The state of an article: verdicts by mark, what was added, whether it is complete. */
const state = (at) => states.get(at) ?? {};
const verdict = (at, mark) => state(at).verdicts?.[mark.key];

function remember(key, value) {
  try { localStorage.setItem(key, value); return true; } catch { alarm('not-kept'); return false; }
}

function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

function loadStates() {
  try {
    for (const key of Object.keys(localStorage)) {
      const at = key.startsWith(STORE) ? Number(key.slice(STORE.length)) : NaN;
      if (Number.isInteger(at) && at < RAW.length) states.set(at, JSON.parse(localStorage.getItem(key)));
    }
  } catch { alarm('not-kept'); }
}

function put(at, next) {
  const empty = !next.complete && !Object.keys(next.verdicts ?? {}).length && !next.added?.length;
  if (empty) states.delete(at); else states.set(at, next);
  if (!empty) remember(STORE + at, JSON.stringify(next));
  else { try { localStorage.removeItem(STORE + at); } catch { /* nothing was kept */ } }
}

/** One step, of one article or of several: `changes` holds places and their next states. */
function step(changes, focus) {
  steps.push({ before: changes.map(([at]) => [at, structuredClone(state(at))]), after: changes.map(([at, next]) => [at, structuredClone(next)]), at: current.at, key: focus ?? current.key });
  if (steps.length > 500) steps.shift();
  undone = [];
  changes.forEach(([at, next]) => put(at, next));
  changed(changes.map(([at]) => at));
}

function undo() {
  const last = steps.pop();
  if (!last) return toast(t('nothing-to-undo'));
  undone.push(last);
  go(last.before, last);
  toast(t('undone'));
}

function redo() {
  const next = undone.pop();
  if (!next) return;
  steps.push(next);
  go(next.after, next);
}

function go(states, where) {
  states.forEach(([at, state]) => put(at, structuredClone(state)));
  changed(states.map(([at]) => at));
  if (where.at >= 0) { open(where.at, where.key); }
}

/** Judges a mark: `accept`, or `wrong` with what it should be (null: there should be none). Nothing takes a verdict back. */
function decide(at, mark, what) {
  const next = structuredClone(state(at));
  next.verdicts ??= {};
  if (what) next.verdicts[mark.key] = what; else delete next.verdicts[mark.key];
  if (!what) delete next.complete;
  step([[at, next]], mark.key);
}

function addMark(at, added) {
  const next = structuredClone(state(at));
  next.added ??= [];
  const id = 1 + Math.max(0, ...next.added.map((other) => other.id));
  next.added.push({ id, ...added });
  step([[at, next]], `+${id}`);
  return `+${id}`;
}

function takeBack(at, mark) {
  const next = structuredClone(state(at));
  next.added = next.added.filter((other) => `+${other.id}` !== mark.key);
  step([[at, next]]);
}

/** Marks an article complete, accepting what was not judged; or takes that back. */
function complete(at) {
  const next = structuredClone(state(at));
  if (next.complete) { delete next.complete; step([[at, next]]); return; }
  next.verdicts ??= {};
  let accepted = 0;
  for (const mark of article(at).marks) if (!next.verdicts[mark.key]) { next.verdicts[mark.key] = { v: 'accept' }; accepted++; }
  next.complete = true;
  step([[at, next]]);
  toast(t('completed', { n: number(accepted) }));
}

/** How an article stands: `open`, `begun`, `wrong`, `complete`. */
function standing(at) {
  const { complete, verdicts = {}, added = [] } = state(at);
  const wrong = Object.values(verdicts).some((what) => what.v === 'wrong') || added.length > 0;
  return { complete: !!complete, wrong, begun: wrong || Object.keys(verdicts).length > 0 };
}

function progress() {
  let [complete, judged, wrong] = [0, 0, 0];
  for (const each of states.values()) {
    complete += each.complete ? 1 : 0;
    for (const what of Object.values(each.verdicts ?? {})) { judged++; wrong += what.v === 'wrong' ? 1 : 0; }
    wrong += each.added?.length ?? 0;
  }
  const sample = INDEX.sample && ` · ${t('sample', { sample: INDEX.sample })}`;
  return t('progress', { complete: number(complete), all: number(RAW.length), judged: number(judged), wrong: number(wrong) }) + sample;
}
