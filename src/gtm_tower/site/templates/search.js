// finds what is in search-index.js; every word must occur, names count more than definitions
"use strict";

const box = document.querySelector("input[type=search]");
const list = document.getElementById("results");
const told = document.getElementById("found");
const MOST = 60;

function score(entry, words) {
  const name = entry.name.toLowerCase();
  const label = entry.label.toLowerCase();
  const text = entry.text.toLowerCase();
  let total = 0;
  for (const word of words) {
    if (name === word || label === word) total += 100;
    else if (name.startsWith(word) || label.startsWith(word)) total += 40;
    else if (name.includes(word) || label.includes(word)) total += 20;
    else if (text.includes(word)) total += 3;
    else return 0;
  }
  return total + entry.weight;
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function shown(entry) {
  const item = document.createElement("li");
  const link = element("a", entry.label);
  link.href = entry.url;
  item.append(link, " ", element("code", entry.name), " ", element("span", entry.kind, "muted"));
  item.append(element("p", entry.text, "note"));
  return item;
}

function search() {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) {
    list.replaceChildren();
    told.textContent = "Type a word of a name, a label or a definition.";
    return;
  }
  const hits = window.SEARCH_INDEX.map((entry) => [score(entry, words), entry])
    .filter(([points]) => points > 0)
    .sort((one, other) => other[0] - one[0] || one[1].name.localeCompare(other[1].name));
  list.replaceChildren(...hits.slice(0, MOST).map(([, entry]) => shown(entry)));
  const more = hits.length > MOST ? `, the first ${MOST} shown` : "";
  told.textContent = hits.length
    ? `${hits.length} found${more}.`
    : `Nothing speaks of “${box.value}”. Try fewer or shorter words.`;
}

box.value = new URLSearchParams(location.search).get("q") || "";
box.addEventListener("input", search);
search();
