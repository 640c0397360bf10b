// What was missed: a line to remove, a quote, an official, a defect, a line in another language. By selecting text, or by key.

const WHATS = ['removed', 'quote', 'official', 'defect', 'foreign'];

/** The selected piece: its line and its place in it, by code points. Nothing where it crosses lines. */
function selection() {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  const line = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('#article .para');
  const para = line(range.startContainer);
  if (!para || para !== line(range.endContainer)) return null;
  const number = Number(para.dataset.line);
  const [from, to] = [offset(range.startContainer, range.startOffset, para), offset(range.endContainer, range.endOffset, para)];
  return trimmed(number, from, to);
}

/** Code points of the line before a place in its element. Signs that are not text count nothing. */
function offset(node, at, para) {
  const before = document.createRange();
  before.setStart(para, 0);
  before.setEnd(node, at);
  let count = 0;
  for (const piece of para.querySelectorAll('[data-from]')) {
    if (!before.intersectsNode(piece)) continue;
    for (const child of piece.childNodes) {
      const control = child.nodeType === 1;
      const end = child.contains(node) && child !== node ? at : child === node ? at : null;
      if (end !== null) return count + (control ? (end > 0 ? 1 : 0) : Array.from(child.data.slice(0, end)).length);
      if (before.comparePoint(child, 0) > 0) return count;
      if (!before.intersectsNode(child)) return count;
      count += control ? 1 : Array.from(child.data).length;
    }
  }
  return count;
}

/** A piece of a line without the white space and the quotation marks at its ends. */
function trimmed(number, from, to) {
  const line = article(current.at).byLine.get(number);
  if (!line) return null;
  const { points } = line.points;
  const edge = /[\s“”"‘’'«»„]/u;
  while (from < to && edge.test(points[from])) from++;
  while (to > from && edge.test(points[to - 1])) to--;
  if (from >= to) return null;
  const base = line.kept ? line.start : 0;
  return { line: number, start: base + from, end: base + to, text: points.slice(from, to).join('') };
}

/** Shows the bar beside what is selected. */
function offerAdding() {
  const piece = current.at >= 0 ? selection() : null;
  const bar = $('adding');
  bar.hidden = !piece;
  if (!piece) return;
  const line = article(current.at).byLine.get(piece.line);
  bar.replaceChildren(...WHATS.filter((what) => line.kept || !['removed', 'foreign'].includes(what)).map((what) => el('button', { type: 'button', mousedown: (event) => event.preventDefault(), click: () => { bar.hidden = true; beginAdding(piece, what); } }, t(`add-${what}`))));
  const place = getSelection().getRangeAt(0).getBoundingClientRect();
  bar.style.top = `${Math.max(8, place.top - bar.offsetHeight - 8)}px`;
  bar.style.left = `${Math.min(innerWidth - bar.offsetWidth - 8, Math.max(8, place.left))}px`;
}

/** Opens the form: for what is selected, else for the current line. */
function beginAdding(piece = selection(), what) {
  if (current.at < 0) return;
  const open = article(current.at);
  const number = piece?.line ?? (current.line || open.lines.find((line) => line.kept)?.line);
  const line = open.byLine.get(number);
  if (!line) return;
  $('adding').hidden = true;
  select('', false);
  atLine(number);
  view('judge', true);
  const base = line.kept ? line.start : 0;
  const draft = { what: what ?? (piece ? 'quote' : line.kept ? 'removed' : 'quote'), should: {}, from: piece ? piece.start - base : 0, to: piece ? piece.end - base : line.points.length };
  drawAdding(open, line, draft, true);
}

function drawAdding(open, line, draft, fresh) {
  const redraw = () => drawAdding(open, line, draft, false);
  const whats = WHATS.filter((what) => line.kept || !['removed', 'foreign'].includes(what));
  const radios = whats.map((what, at) => el('label', {}, el('input', { type: 'radio', name: 'what', 'data-at': `w${at}`, checked: what === draft.what, change: () => { Object.assign(draft, { what, should: {} }); redraw(); } }), el('span', {}, el('small', { 'aria-hidden': 'true' }, String(at + 1)), t(`add-${what}`))));
  const whole = ['removed', 'foreign'].includes(draft.what);
  const units = (points) => line.points.slice(0, points).length;
  const text = el('textarea', { class: 'line', 'aria-readonly': 'true', spellcheck: 'false', beforeinput: (event) => event.preventDefault(), lang: tag(open.record.language), 'data-at': 'piece', 'aria-label': t('select-piece'), value: line.text });
  const piece = el('p', { class: 'said', role: 'status' }, ...seen(line.points.slice(draft.from, draft.to)));
  text.addEventListener('select', () => {
    const count = (at) => Array.from(line.text.slice(0, at)).length;
    if (text.selectionStart === text.selectionEnd) return;
    Object.assign(draft, { from: count(text.selectionStart), to: count(text.selectionEnd) });
    piece.replaceChildren(...seen(line.points.slice(draft.from, draft.to)));
    const name = $('inspector').querySelector('[data-at="name"]');
    if (draft.what === 'official' && name) { name.value = line.points.slice(draft.from, draft.to); draft.should.name = name.value; }
  });
  const form = el('form', { novalidate: true, submit: (event) => { event.preventDefault(); finishAdding(open, line, draft); } },
    el('h2', {}, t('missed-in', { line: line.line })), el('fieldset', { class: 'choices' }, el('legend', {}, t('what-is-it')), ...radios),
    ...(whole ? [el('p', { class: 'said' }, ...seen(line.text))] : [el('p', { class: 'hint' }, t('select-piece')), text, piece]), ...addFields(open, line, draft, redraw),
    el('div', { class: 'buttons' }, el('button', { class: 'main', 'data-at': 'add' }, t('add'), el('kbd', { 'aria-hidden': 'true' }, '↵')), el('button', { type: 'button', 'data-at': 'cancel', click: () => { inspect(undefined); $('article').focus(); } }, t('cancel'), el('kbd', { 'aria-hidden': 'true' }, 'Esc'))));
  form.className = 'adding';
  const focused = fresh ? `w${whats.indexOf(draft.what)}` : document.activeElement?.dataset?.at;
  $('inspector').replaceChildren(form);
  if (!whole) { text.setSelectionRange(units(draft.from), units(draft.to)); }
  if (focused) $('inspector').querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus();
}

function addFields(open, line, draft, redraw) {
  const { should } = draft;
  const among = (key, values, name, label) => {
    should[name] ??= values[0];
    return el('label', { class: 'field' }, el('span', {}, t(key)), el('select', { 'data-at': name, value: should[name], change: (event) => { should[name] = event.target.value; redraw(); } }, ...values.map((value) => el('option', { value, selected: value === should[name] }, label(value)))));
  };
  switch (draft.what) {
    case 'removed': {
      should.reason ??= 'boilerplate';
      const kind = among('what-is-it', ['boilerplate', 'duplicate'], 'reason', (reason) => t(reason === 'duplicate' ? 'legend-duplicate' : 'boilerplate'));
      if (should.reason === 'duplicate') {
        delete should.category;
        should.of ??= twinOf(open, line.line);
        return [kind, field('twin-line', el('input', { type: 'number', min: 1, value: String(should.of), 'data-at': 'of', input: (event) => { should.of = Number(event.target.value); } }))];
      }
      delete should.of;
      return [kind, among('category', CATEGORIES, 'category', (category) => t(`category-${category}`))];
    }
    case 'quote': return [among('kind', KINDS, 'kind', (kind) => t(`kind-${kind}`)), speakerField(open, should.speaker, (speaker) => { should.speaker = speaker; }), field('cue', el('input', { type: 'text', value: should.cue ?? '', 'data-at': 'cue', input: (event) => { should.cue = event.target.value.trim(); } }))];
    case 'official': {
      should.name ??= line.points.slice(draft.from, draft.to);
      return officialFields(should, (fields) => Object.assign(should, fields));
    }
    case 'defect': return [among('kind', DEFECTS, 'kind', (kind) => t(`defect-${kind}`))];
    default: return [among('language', LANGUAGES, 'language', languageName)];
  }
}

function finishAdding(open, line, draft) {
  const whole = ['removed', 'foreign'].includes(draft.what);
  const piece = whole ? { line: line.line, start: 0, end: 0, text: line.text } : trimmed(line.line, draft.from, draft.to);
  if (!piece) return toast(t('nothing-selected'));
  if (draft.what === 'official' && !(draft.should.titles ?? []).length) { toast(t('no-post')); $('inspector').querySelector('[data-at="titles"]').focus(); return; }
  // pieces of removed lines have no place in the record's text
  const place = line.kept || whole ? piece : { ...piece, bare: true };
  const key = addMark(open.at, { on: draft.what, ...place, should: draft.should });
  select(key, false);
  $('article').focus({ preventScroll: true });
}
