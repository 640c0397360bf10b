// The report needs no script to be read; this one changes its language and its colours.

const $ = (id) => document.getElementById(id);
const WORDS = JSON.parse($('words').textContent);

function speak(language) {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = WORDS[language][element.dataset.t];
  for (const element of document.querySelectorAll('[data-n]')) element.textContent = Number(element.dataset.n).toLocaleString(language);
}

$('ui').addEventListener('change', () => speak($('ui').value));
$('theme').addEventListener('change', () => {
  if ($('theme').value === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = $('theme').value;
});
