// The page's own words, in the language that was chosen, and small helpers to make elements.

const $ = (id) => document.getElementById(id);
const WORDS = JSON.parse($('words').textContent);
/** The language that the page was made in. */
const SPOKEN = document.documentElement.lang;
let ui = SPOKEN;

/** The words of this name; `{n}` and the like are filled in. */
function t(key, values = {}) {
  const words = WORDS[ui][key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A number as the language writes it. */
const number = (n) => n.toLocaleString(ui);

/** An element. `attributes` that are functions are listeners; children are elements or text. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (name === 'class') element.className = value;
    else if (name === 'value' || name === 'checked') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Whether a character hides, or changes the direction of others: it is shown by its number. */
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;
const HIDDEN_ALL = new RegExp(HIDDEN.source, 'g');

const spelled = (c) => 'U+' + c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0');

/** Text nodes in which hidden characters are seen. */
function seen(text) {
  if (!HIDDEN.test(text)) return [text];
  return text.split(new RegExp(`(${HIDDEN.source})`)).filter(Boolean)
    .map((piece) => (HIDDEN.test(piece) ? el('span', { class: 'control' }, spelled(piece)) : piece));
}

/** The same as plain text, for labels. */
const seenText = (text) => text.replace(HIDDEN_ALL, (c) => `⟨${spelled(c)}⟩`);

/** Puts the chosen language's words where the template put another's. */
function relabel() {
  document.documentElement.lang = ui;
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll('[data-t-label]')) element.setAttribute('aria-label', t(element.dataset.tLabel));
  for (const element of document.querySelectorAll('[data-t-placeholder]')) element.placeholder = t(element.dataset.tPlaceholder);
}

/** Language tags as browsers know them. */
const TAGS = { ind: 'id', zsm: 'ms', msa: 'ms', vie: 'vi', eng: 'en', jav: 'jv', sun: 'su', zho: 'zh', cmn: 'zh', jpn: 'ja', kor: 'ko', rus: 'ru', fra: 'fr', khm: 'km', lao: 'lo', tha: 'th', und: '' };
const tag = (code) => TAGS[code] ?? code;

/** The language's name in the page's language, else its code. */
function languageName(code) {
  if (code === 'und') return t('und');
  try { return new Intl.DisplayNames([ui], { type: 'language' }).of(tag(code)) ?? code; } catch { return code; }
}
