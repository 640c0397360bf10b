// The list of articles: filtered, sorted, and drawn only where it is looked at.

let shown = [];
let listed = '';
const ROW = () => 5.1 * parseFloat(getComputedStyle(document.documentElement).fontSize);

const FILTERS = [
  ['by-host', 'hosts', (entry, n) => entry.host === n], ['by-language', 'languages', (entry, n) => entry.language === n],
  ['by-reason', 'reasons', (entry, n) => entry.reasons.includes(n)], ['by-defect', 'defects', (entry, n) => entry.kinds.includes(n)],
  ['by-rule', 'rules', (entry, n) => entry.rules.includes(n)],
];
const SORTS = {
  doubt: (a, b) => b.doubt - a.doubt, order: () => 0, removed: (a, b) => b.removed - a.removed, defects: (a, b) => b.defects - a.defects, title: (a, b) => a.title.localeCompare(b.title, ui),
};
const STATES = ['all', 'open', 'complete', 'wrong'];

/** What a name in the index is called on the page. */
function called(list, name) {
  if (list === 'languages') return languageName(name);
  if (list === 'reasons') return name === 'duplicate' ? t('legend-duplicate') : t(`category-${name}`);
  if (list === 'defects') return t(`defect-${name}`);
  return name || t('none');
}

/** Fills the choices, each with the number of articles. */
function fillFilters() {
  for (const [id, list, has] of FILTERS) {
    const select = $(id);
    const before = select.value;
    const counts = INDEX[list].map((name, n) => [n, called(list, name), INDEX.articles.reduce((sum, entry) => sum + has(entry, n), 0)]);
    counts.sort((a, b) => (id === 'by-rule' ? a[1].localeCompare(b[1]) : b[2] - a[2]));
    select.replaceChildren(el('option', { value: '' }, t('any')), ...counts.map(([n, name, count]) => el('option', { value: String(n) }, `${seenText(name)} (${number(count)})`)));
    select.value = before;
  }
  const options = (id, keys, prefix) => { const before = $(id).value; $(id).replaceChildren(...keys.map((key) => el('option', { value: key }, t(prefix + key)))); if (before) $(id).value = before; };
  options('sort', Object.keys(SORTS), 'sort-');
  options('by-state', STATES, 'state-');
}

function inState(at, wanted) {
  if (wanted === 'all') return true;
  const { complete, wrong } = standing(at);
  return wanted === 'open' ? !complete : wanted === 'complete' ? complete : wrong;
}

/** Applies filters and order. The article that is open stays open. */
function filter() {
  const chosen = FILTERS.map(([id, , has]) => [$(id).value, has]).filter(([value]) => value !== '');
  const query = $('search').value.trim().toLowerCase();
  const wanted = $('by-state').value;
  shown = INDEX.articles.map((_, at) => at).filter((at) => chosen.every(([value, has]) => has(INDEX.articles[at], Number(value))) && inState(at, wanted) && (!query || says(at, query)));
  const by = SORTS[$('sort').value];
  shown.sort((a, b) => by(INDEX.articles[a], INDEX.articles[b]) || a - b);
  $('filtered').textContent = chosen.length ? `(${chosen.length})` : '';
  $('found').textContent = t('found', { n: number(shown.length), all: number(RAW.length) });
  $('clear').hidden = !chosen.length && !query && wanted === 'all';
  $('list').scrollTop = 0;
  drawList(true);
}

function clearFilters() {
  FILTERS.forEach(([id]) => { $(id).value = ''; });
  $('search').value = '';
  $('by-state').value = 'all';
  filter();
}

/** Draws the rows in sight. */
function drawList(anew = false) {
  const [list, rows, height] = [$('list'), $('rows'), ROW()];
  const from = Math.max(0, Math.floor(list.scrollTop / height) - 6);
  const to = Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / height) + 6);
  const now = `${from} ${to}`;
  if (!anew && now === listed) return;
  listed = now;
  rows.style.height = `${shown.length * height}px`;
  rows.replaceChildren(...(shown.length ? shown.slice(from, to).map((at, n) => row(at, from + n, height)) : [el('p', { class: 'none' }, t('none-found'))]));
  const place = shown.indexOf(current.at);
  if (place >= from && place < to) list.setAttribute('aria-activedescendant', `row-${current.at}`); else list.removeAttribute('aria-activedescendant');
}

function row(at, place, height) {
  const entry = INDEX.articles[at];
  const { complete, wrong, begun } = standing(at);
  const count = (n, sign, key, look = '') => n > 0 && el('span', { class: look, title: t(key, { n: number(n) }) }, el('span', { 'aria-hidden': 'true' }, sign + number(n)), el('span', { class: 'hidden' }, t(key, { n: number(n) })));
  const sign = complete ? ['done', '✓', 'state-complete'] : wrong ? ['wrong', '✗', 'state-wrong'] : begun ? ['', '…', 'state-begun'] : null;
  const element = el('div', { class: 'row', role: 'option', id: `row-${at}`, 'aria-selected': String(at === current.at), 'aria-setsize': shown.length, 'aria-posinset': place + 1, click: () => { open(at); view('text'); } },
    el('div', { class: 'title', lang: tag(INDEX.languages[entry.language]) }, seenText(entry.title || entry.id)),
    el('div', { class: 'about' }, el('span', { class: 'host' }, seenText(INDEX.hosts[entry.host] || entry.id)), el('span', {}, INDEX.languages[entry.language]),
      el('span', { class: 'counts' }, count(entry.removed, '−', 'n-removed'), count(entry.suspects, '?', 'n-suspects', 'doubted'), count(entry.defects, '⚑', 'n-defects'),
        sign && el('span', { class: sign[0], title: t(sign[2]) }, el('span', { 'aria-hidden': 'true' }, sign[1]), el('span', { class: 'hidden' }, t(sign[2]))))));
  element.style.top = `${place * height}px`;
  return element;
}

/** Brings the open article's row into sight. */
function showRow() {
  const [list, height, place] = [$('list'), ROW(), shown.indexOf(current.at)];
  if (place < 0) return drawList(true);
  if (place * height < list.scrollTop) list.scrollTop = place * height;
  if ((place + 1) * height > list.scrollTop + list.clientHeight) list.scrollTop = (place + 1) * height - list.clientHeight;
  drawList(true);
}

/** The next article in the list, or the one before. */
function move(by) {
  const place = shown.indexOf(current.at);
  const next = place < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, place + by));
  if (shown[next] !== undefined && shown[next] !== current.at) open(shown[next]);
}
