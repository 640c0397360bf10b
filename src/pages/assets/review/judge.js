// The inspector: what is said of the current mark, and what the reviewer says to it.

/** What can be chosen for a wrong mark: its choices with the `should` of each, and its fields. */
function choicesFor(mark, article) {
  const none = (key) => [t(key), null];
  const categories = CATEGORIES.map((category) => [t(`category-${category}`), { reason: 'boilerplate', category }]);
  const twin = [t('legend-duplicate'), { reason: 'duplicate', of: mark.of.of || twinOf(article, mark.line) }];
  switch (mark.on) {
    case 'removed': return [none('keep'), ...categories, twin];
    case 'suspect': return [...categories, twin];
    case 'trimmed': return [none('whole')];
    case 'foreign': return [none('no-mark'), ...LANGUAGES.map((language) => [languageName(language), { language }])];
    case 'language': return LANGUAGES.map((language) => [languageName(language), { language }]);
    case 'quote': return [none('no-quote'), ...KINDS.map((kind) => [t(`kind-${kind}`), { kind }])];
    case 'official': return [none('no-official'), [t('other-official'), { name: mark.of.name, titles: mark.of.titles, aliases: mark.of.aliases }]];
    default: return [none('no-defect'), ...DEFECTS.map((kind) => [t(`defect-${kind}`), { kind }])];
  }
}

/** The kept line before this one: the likeliest twin. */
const twinOf = (article, line) => article.lines.findLast((other) => other.kept && other.line < line)?.line ?? 0;

/** Whether two answers name the same choice. */
function isChoice(a, b) {
  if (!a || !b) return !a && !b;
  return ['reason', 'category', 'kind', 'language'].every((key) => (a[key] ?? '') === (b[key] ?? '')) && ('name' in a) === ('name' in b);
}

/** The first answer to a mark that is wrong: there should be none, where that is possible. */
function firstAnswer(mark) {
  if (mark.on === 'suspect') return mark.of.reason === 'duplicate' ? { reason: 'duplicate', of: mark.of.of } : { reason: 'boilerplate', category: mark.of.category };
  if (mark.on === 'language') return { language: 'und' };
  return null;
}

function inspect(mark) {
  const inspector = $('inspector');
  const focused = inspector.contains(document.activeElement) ? document.activeElement.dataset.at : null;
  if (current.at < 0) { inspector.replaceChildren(); return; }
  const marks = visibleMarks();
  const place = marks.findIndex((other) => other.key === mark?.key);
  const stepper = el('div', { class: 'step' }, el('span', {}, mark ? t('mark-of', { n: number(place + 1), all: number(marks.length) }) : t('marks', { all: number(marks.length) })),
    el('span', {}, el('button', { type: 'button', 'data-at': 'before', 'aria-label': t('key-p'), click: () => stepMark(-1) }, '←'), ' ', el('button', { type: 'button', 'data-at': 'after', 'aria-label': t('key-n'), click: () => stepMark(1) }, '→')));
  if (!mark) {
    inspector.replaceChildren(stepper, el('p', { class: 'hint' }, t('no-mark-chosen')), el('div', { class: 'buttons' }, el('button', { type: 'button', click: () => stepMark(1) }, t('first'), el('kbd', { 'aria-hidden': 'true' }, 'n')), el('button', { type: 'button', click: () => beginAdding() }, t('add'), el('kbd', { 'aria-hidden': 'true' }, 'm'))));
  } else if (mark.added) {
    inspector.replaceChildren(stepper, heading(mark), said(mark), el('p', { class: 'hint' }, t('you-added')), el('div', { class: 'buttons' }, el('button', { type: 'button', 'data-at': 'back', click: () => takeBack(current.at, mark) }, t('take-back'), el('kbd', { 'aria-hidden': 'true' }, 'x'))));
  } else {
    const open = article(current.at);
    const answer = verdict(open.at, mark);
    const button = (v, key, hint, act) => el('button', { type: 'button', class: v, 'data-at': v, 'aria-pressed': String(answer?.v === v), click: act }, t(key), el('kbd', { 'aria-hidden': 'true' }, hint));
    inspector.replaceChildren(stepper, heading(mark), said(mark, open), ...reasons(mark),
      el('div', { class: 'verdicts' }, button('accept', mark.on === 'suspect' ? 'rightly-kept' : 'accept', 'a', () => accept()), button('wrong', mark.on === 'suspect' ? 'should-go' : 'wrong', 'x', () => reject())),
      ...(answer?.v === 'wrong' ? correction(open, mark, answer) : []));
  }
  if (focused) inspector.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus();
}

const heading = (mark) => el('h2', {}, nameOf(mark));

/** The mark's own words; of a duplicate, both lines with what differs. */
function said(mark, open) {
  if (mark.on === 'language') return el('p', { class: 'said' }, languageName(mark.text));
  if (mark.on === 'removed' && mark.of.reason === 'duplicate' && open) {
    const twin = open.byLine.get(mark.of.of);
    if (!twin) return el('p', { class: 'said' }, ...seen(mark.text));
    const [gone, kept] = differences(mark.text, twin.text);
    const words = (pairs, tagName) => pairs.flatMap(([word, differs]) => [differs ? el(tagName, {}, ...seen(word)) : el('span', {}, ...seen(word)), ' ']);
    const language = tag(open.record.language);
    return el('div', {}, el('p', { class: 'said twin', lang: language }, ...words(gone, 'del')),
      el('p', { class: 'hint' }, el('button', { type: 'button', class: 'quiet', 'data-at': 'twin', click: () => toLine(twin.line) }, t('kept-line', { line: twin.line }))),
      el('p', { class: 'said twin', lang: language }, ...words(kept, 'ins')));
  }
  if (mark.on === 'trimmed') return el('div', {}, el('p', { class: 'said' }, el('del', {}, ...seen(mark.of.text))), el('p', { class: 'said' }, ...seen(mark.text)));
  return el('p', { class: 'said', lang: tag(article(current.at).record.language) }, ...seen(mark.text));
}

/** Rule, score, speaker and the rest, as a list. */
function reasons(mark) {
  const rows = [['line', mark.line || null], ['rule', mark.rule && el('code', {}, seenText(mark.rule))], ['score', sure(mark.score)]];
  if (mark.on === 'quote') rows.push(['cue', mark.of.cue && seenText(mark.of.cue)], ['speaker', seenText(mark.of.speaker) || t('nobody')]);
  if (mark.on === 'official') rows.push(['posts', seenText(mark.of.titles.join('; '))], ['aliases', seenText(mark.of.aliases.join(', '))]);
  const list = el('dl', { class: 'why' }, ...rows.filter(([, value]) => value !== null && value !== '').flatMap(([key, value]) => [el('dt', {}, t(key)), el('dd', {}, value instanceof Node ? value : String(value))]));
  const explained = mark.on === 'defect' ? [el('p', { class: 'hint' }, t(`about-${mark.of.kind}`))] : [];
  return [list, ...explained];
}

/** The form that says what a wrong mark should be. Each change is a decision. */
function correction(open, mark, answer) {
  const choices = choicesFor(mark, open);
  const change = (should) => decide(open.at, mark, { v: 'wrong', should });
  const edit = (fields) => change({ ...(answer.should ?? {}), ...fields });
  const radios = choices.map(([label, should], at) => el('label', {}, el('input', { type: 'radio', name: 'should', 'data-at': `c${at}`, checked: isChoice(answer.should, should), change: () => change(should) }), el('span', {}, at < 9 && el('small', { 'aria-hidden': 'true' }, String(at + 1)), label)));
  const parts = [el('fieldset', { class: 'choices' }, el('legend', {}, t('should-be')), ...radios)];
  if (answer.should?.reason === 'duplicate') parts.push(field('twin-line', el('input', { type: 'number', min: 1, value: String(answer.should.of), 'data-at': 'of', change: (event) => edit({ of: Number(event.target.value) }) })));
  if (mark.on === 'quote' && answer.should) {
    parts.push(speakerField(open, answer.should.speaker ?? mark.of.speaker, (speaker) => edit({ speaker })),
      field('cue', el('input', { type: 'text', value: answer.should.cue ?? mark.of.cue, 'data-at': 'cue', change: (event) => edit({ cue: event.target.value.trim() }) })));
  }
  if (mark.on === 'official' && answer.should) parts.push(...officialFields(answer.should, edit));
  return parts;
}

const field = (key, input) => el('label', { class: 'field' }, el('span', {}, t(key)), input);

function speakerField(open, value, change) {
  const names = [...new Set([...open.record.officials.map((official) => official.name), ...open.record.quotes.map((quote) => quote.speaker)].filter(Boolean))];
  return el('div', {}, field('speaker', el('input', { type: 'text', list: 'names', value: value ?? '', 'data-at': 'speaker', autocomplete: 'off', change: (event) => change(event.target.value.trim()) })), el('datalist', { id: 'names' }, ...names.map((name) => el('option', { value: name }))));
}

const split = (text, at) => text.split(at).map((part) => part.trim()).filter(Boolean);

function officialFields(should, change) {
  return [
    field('name', el('input', { type: 'text', value: should.name ?? '', 'data-at': 'name', change: (event) => change({ name: event.target.value.trim() }) })),
    field('posts-one-a-line', el('textarea', { rows: 3, value: (should.titles ?? []).join('\n'), 'data-at': 'titles', change: (event) => change({ titles: split(event.target.value, '\n') }) })),
    field('aliases-one-a-line', el('textarea', { rows: 2, value: (should.aliases ?? []).join('\n'), 'data-at': 'aliases', change: (event) => change({ aliases: split(event.target.value, '\n') }) })),
  ];
}

/** The current mark, if it can be judged. */
const currentMark = () => (current.at < 0 || !current.key ? undefined : allMarks(article(current.at)).find((mark) => mark.key === current.key));

/** Accepts the current mark and goes on to the next. */
function accept() {
  const mark = currentMark();
  if (!mark || mark.added) return;
  if (verdict(current.at, mark)?.v === 'accept') decide(current.at, mark, null);
  else { decide(current.at, mark, { v: 'accept' }); stepMark(1); }
}

/** Calls the current mark wrong, or takes that back. */
function reject() {
  const mark = currentMark();
  if (!mark) return;
  if (mark.added) return takeBack(current.at, mark);
  decide(current.at, mark, verdict(current.at, mark)?.v === 'wrong' ? null : { v: 'wrong', should: firstAnswer(mark) });
}

/** Chooses by number what a wrong mark should be. */
function choose(n) {
  const choice = $('inspector').querySelector(`input[data-at="c${n - 1}"]`) ?? $('inspector').querySelector(`input[data-at="w${n - 1}"]`);
  choice?.click();
}
