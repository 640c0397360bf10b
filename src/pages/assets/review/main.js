// Keys, switches, and the beginning.

const KEYS = [
  ['j', () => move(1), 'key-j'], ['k', () => move(-1), 'key-k'], ['n', () => stepMark(1), 'key-n'], ['p', () => stepMark(-1), 'key-p'],
  ['a', accept, 'key-a'], ['x', reject, 'key-x'], ['1–9', null, 'key-1'], ['m', () => beginAdding(), 'key-m'],
  ['↓', () => stepLine(1), 'key-down'], ['↑', () => stepLine(-1), 'key-up'], ['c', () => current.at >= 0 && complete(current.at), 'key-c'],
  ['u', undo, 'key-u'], ['U', redo, 'key-U'], ['e', exportDecisions, 'key-e'], ['i', () => $('file').click(), 'key-i'],
  ['/', () => { view('list'); $('search').focus(); $('search').select(); }, 'key-search'], ['l', () => speak(ui === 'en' ? 'id' : 'en'), 'key-l'], ['?', help, 'key-help'], ['Esc', null, 'key-esc'],
];
const ACTS = new Map(KEYS.filter(([, act]) => act).map(([key, act]) => [{ '↓': 'ArrowDown', '↑': 'ArrowUp' }[key] ?? key, act]));

function onKey(event) {
  if (event.defaultPrevented || $('helping').open) return;
  const target = event.target;
  const writing = target.matches('textarea, select, input:not([type=radio])');
  if (event.key === 'Escape') {
    if ($('inspector').querySelector('form.adding')) inspect(currentMark());
    $('adding').hidden = true;
    getSelection().removeAllRanges();
    $('article').focus({ preventScroll: true });
    return;
  }
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'z' && !writing) {
    event.preventDefault();
    return event.shiftKey ? redo() : undo();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || writing) return;
  if (event.key.startsWith('Arrow')) {
    if (target.matches('input')) return;
    if (target.id === 'list') { event.preventDefault(); if (event.key === 'ArrowDown') move(1); if (event.key === 'ArrowUp') move(-1); return; }
  }
  if (/^[1-9]$/.test(event.key)) return choose(Number(event.key));
  const act = ACTS.get(event.key);
  if (!act) return;
  event.preventDefault();
  act();
}

function help() {
  $('keys').replaceChildren(...KEYS.map(([key, , words]) => el('tr', {}, el('td', {}, el('kbd', {}, key)), el('td', {}, t(words)))));
  $('helping').showModal();
}

/** Shows a part of the page, where it is too narrow for all. `soft`: only if another part must be left for it. */
function view(name, soft = false) {
  if (soft && !matchMedia('(max-width: 47rem)').matches) return;
  document.body.dataset.view = name;
  for (const button of document.querySelectorAll('.tabs button')) {
    if (button.dataset.view === name) button.setAttribute('aria-current', 'true'); else button.removeAttribute('aria-current');
  }
  if (name === 'list') drawList(true);
}

let toasting;
function toast(text) {
  $('toast').textContent = text;
  $('toast').classList.add('on');
  clearTimeout(toasting);
  toasting = setTimeout(() => $('toast').classList.remove('on'), 3500);
}

function alarm(key) {
  $('alarm').hidden = false;
  $('alarm').dataset.t = key;
  $('alarm').textContent = t(key);
}

/** After a step: what shows the state is drawn anew. */
function changed(places) {
  $('progress').textContent = progress();
  $('undo').disabled = !steps.length;
  drawList(true);
  if (places.includes(current.at)) {
    const focused = $('people').contains(document.activeElement);
    drawArticle();
    select(current.key, false);
    if (focused) $('people').querySelector('.complete')?.focus();
  }
}

function speak(language) {
  ui = language;
  remember(`${STORE}ui/${SPOKEN}`, ui);
  $('ui').value = ui;
  relabel();
  fillFilters();
  filter();
  changed([current.at]);
  if ($('helping').open) help();
}

function theme(name) {
  if (name === 'auto') delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = name;
  $('theme').value = name;
  remember('saring/theme', name);
}

function begin() {
  loadStates();
  if (recall('saring/theme')) theme(recall('saring/theme'));
  const language = recall(`${STORE}ui/${SPOKEN}`);
  if (WORDS[language]) ui = language;
  $('ui').value = ui;
  relabel();
  fillFilters();
  filter();
  for (const [id] of FILTERS) $(id).addEventListener('change', filter);
  $('sort').addEventListener('change', filter);
  $('by-state').addEventListener('change', filter);
  let typing;
  $('search').addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(filter, 150); });
  $('clear').addEventListener('click', clearFilters);
  $('list').addEventListener('scroll', () => requestAnimationFrame(() => drawList()), { passive: true });
  $('undo').addEventListener('click', undo);
  $('export').addEventListener('click', exportDecisions);
  $('import').addEventListener('click', () => $('file').click());
  $('file').addEventListener('change', () => { if ($('file').files[0]) importDecisions($('file').files[0]); });
  $('help').addEventListener('click', help);
  $('ui').addEventListener('change', () => speak($('ui').value));
  $('theme').addEventListener('change', () => theme($('theme').value));
  for (const button of document.querySelectorAll('.tabs button')) button.addEventListener('click', () => view(button.dataset.view));
  document.addEventListener('keydown', onKey);
  document.addEventListener('selectionchange', () => { clearTimeout(offering); offering = setTimeout(offerAdding, 120); });
  addEventListener('resize', () => drawList(true));
  const before = Number(recall(`${STORE}at`));
  const first = Number.isInteger(before) && before > 0 && before < RAW.length ? before : shown[0];
  if (first === undefined) drawArticle(); else open(first);
  changed([]);
}

let offering;
begin();
performance.mark('ready');
