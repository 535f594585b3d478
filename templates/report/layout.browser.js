/*
 * Runs in the browser, evaluated from outside while the page's own scripts are off, just before a document is printed.
 * It settles what CSS alone cannot decide (does the first page need the tight density; which chapters begin on a new
 * page) and reports what would not be seen whole on paper. `src/render/layout.ts` describes what it returns.
 *
 * Every box on screen is as wide as on paper, so heights here are heights there.
 */
function settleLayout() {
  const root = document.documentElement;
  const [sheetWidth, sheetHeight] = root.dataset.sheet.split(" ").map(Number);
  const chapters = [...document.querySelectorAll(".chapter")];
  const summary = document.querySelector(".summary");

  const excess = () => (summary ? summary.getBoundingClientRect().height - sheetHeight : 0);
  let density = 0;
  if (excess() > 0) {
    summary.classList.add("tight");
    density = 1;
  } else if (summary) {
    summary.classList.add("roomy");
    if (excess() > 0) summary.classList.remove("roomy");
  }
  const summaryOverflow = Math.max(0, excess());

  const { breaks, starts } = settlePages();
  for (const element of breaks) element.classList.add("new-page");

  return {
    density,
    summaryOverflow: Math.round(summaryOverflow * 10) / 10,
    overflows: findOverflows(),
    tooTall: findTooTall(),
    brokenImages: [...document.images].filter((image) => image.naturalWidth === 0).map((image) => image.alt),
    brokenLinks: [...document.links].map((link) => link.hash.slice(1)).filter((name) => !document.getElementById(name)),
    breaks: breaks.map((element) => element.id),
    starts: starts.map((element) => describe(element, 0).text),
    headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((element) =>
      element.textContent.replace(/\s+/g, " ").trim(),
    ),
    brokenWords: findBrokenWords(),
  };

  /*
   * Follows the pages, mends the first table that breaks badly, follows them again. A table of which a few rows would go
   * on to the next page stands closer, if that holds it together; a short one that would leave a page half empty stands
   * closer, or is let go over two pages. The scorecard is worth more: it stands closer whenever that keeps it whole. So
   * do lists in columns that would begin one page more for a few lines.
   */
  function settlePages() {
    const tried = new Map();
    for (let left = 12; ; left -= 1) {
      const pages = followPages();
      const bad = left > 0 && pages.broken.find(({ table }) => (tried.get(table) ?? 0) < 2);
      if (!bad) return pages;
      const { table, whole } = bad;
      const steps = tried.get(table) ?? 0;
      tried.set(table, steps + 1);
      table.classList.toggle("close", steps === 0);
      if (steps === 1 && whole && table.rows.length > 8) table.classList.remove("short");
    }
  }

  /*
   * Follows the pages as the browser will break them, as far as the boxes that must not be split decide it. A page that
   * is well filled is left for the next one; on a page that is not, the next chapter or part goes on.
   */
  function followPages() {
    const breaks = [];
    const starts = [];
    const broken = new Map();
    let pageStart = null;
    // What must stay with the atom that comes next, and where it begins.
    let chainTop = null;
    let chainFirst = null;
    for (const chapter of chapters) {
      if (pageStart === null) {
        pageStart = chapter.getBoundingClientRect().top;
        starts.push(chapter);
      }
      const parts = [...chapter.querySelectorAll(":scope > .part")];
      begin(chapter, 0.68);
      for (const element of parts.length === 0 ? [chapter] : chapter.children) {
        if (element.matches(".part")) begin(element, 0.6);
        for (const atom of atomsOf(element)) follow(atom);
      }
    }
    return { breaks, starts, broken: [...broken.values()] };

    function begin(element, filled) {
      const box = element.getBoundingClientRect();
      const used = box.top - pageStart;
      if (used + box.height <= sheetHeight || used <= filled * sheetHeight) return;
      // What begins a chapter stays with its heading.
      if (element.matches(".head + .part")) return;
      breaks.push(element);
      starts.push(element);
      // The rule and the distance above a part are for parts that follow one another.
      const { paddingTop, borderTopWidth } = getComputedStyle(element);
      pageStart = box.top + Number.parseFloat(paddingTop) + Number.parseFloat(borderTopWidth);
      chainTop = chainFirst = null;
    }

    function follow(atom) {
      const box = atom.getBoundingClientRect();
      if (box.height === 0) return;
      const top = chainTop ?? box.top;
      // A printed page holds a fraction of a pixel more than its size in millimetres says.
      const beyond = box.bottom - pageStart > sheetHeight + 0.45;
      if (atom.matches(".columns")) {
        // Both columns go over as many pages as they need.
        if (beyond) {
          const over = box.bottom - pageStart - sheetHeight;
          for (let height = over; height > 0; height -= sheetHeight) starts.push(atom);
          pageStart = box.bottom - (over % sheetHeight);
          if (over % sheetHeight < 0.2 * sheetHeight) broken.set(atom, { table: atom, whole: false });
        }
      } else {
        if (beyond && top > pageStart) {
          const first = chainFirst ?? atom;
          const row = first.matches("tbody > tr");
          if (atom.matches("table.short")) moved(atom, top - pageStart);
          else if (row) split(first);
          pageStart = top - (row ? (first.closest("table").tHead?.getBoundingClientRect().height ?? 0) : 0);
          starts.push(chainFirst ?? atom);
        }
        if (box.height > sheetHeight) pageStart = box.bottom - (box.height % sheetHeight);
      }
      const kept = keepsWithNext(atom);
      chainTop = kept ? top : null;
      chainFirst = kept ? (chainFirst ?? atom) : null;
    }

    /* A short table that leaves much of the page before it empty. */
    function moved(table, used) {
      if (used < 0.68 * sheetHeight) broken.set(table, { table, whole: true });
    }

    /* A table of which only a few rows are left for its last page. */
    function split(first) {
      const table = first.closest("table");
      const left = table.rows.length - first.rowIndex;
      if (table.matches(".scorecard") || left < 7) broken.set(table, { table, whole: false });
      else broken.delete(table);
    }
  }

  function atomsOf(element) {
    if (element.matches(".keep, .short, .columns, tr, p, li, h1, h2, h3, img, .atom")) return [element];
    const children = [...element.children];
    return children.length === 0 ? [element] : children.flatMap(atomsOf);
  }

  function keepsWithNext(atom) {
    if (atom.matches(".kicker, h1, h2:not(.aside > *), h3, .subtitle, tr.group, thead tr")) return true;
    return atom.nextElementSibling?.matches(".footnotes, .data tbody tr:is(:nth-child(2), :nth-last-child(-n + 2))");
  }

  function findOverflows() {
    const left = document.body.getBoundingClientRect().left;
    const found = [];
    // The thousand pieces of a list of figures stand in lines of their paragraphs, which are looked at.
    for (const element of document.body.querySelectorAll("*:not(.family > *)")) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const beyond = Math.max(box.right - left - sheetWidth, left - box.left);
      if (beyond > 0.6) found.push(describe(element, beyond));
      else if (element.clientWidth > 0 && element.scrollWidth - element.clientWidth > hanging(element))
        found.push(describe(element, element.scrollWidth - element.clientWidth));
      else if (element.clientHeight > 0 && element.scrollHeight - element.clientHeight > 2 && clips(element))
        found.push(describe(element, element.scrollHeight - element.clientHeight));
      if (found.length >= 20) break;
    }
    return found;
  }

  /* A footnote mark hangs beside its column, so that figures stay in line; anything else must fit. */
  function hanging(element) {
    const mark = element.closest("td.number:not(:last-child)") && element.querySelector("sup");
    return mark ? mark.scrollWidth + 1 : 1;
  }

  function clips(element) {
    const style = getComputedStyle(element);
    return style.overflowY !== "visible";
  }

  function findTooTall() {
    return [...document.querySelectorAll(".keep, .short, tr")]
      .map((element) => [element, element.getBoundingClientRect().height - sheetHeight])
      .filter(([, beyond]) => beyond > 0)
      .map(([element, beyond]) => describe(element, beyond));
  }

  /* Words of a usual length that go over two lines: a column is too narrow. Ids and the like may be broken. */
  function findBrokenWords() {
    const found = [];
    const range = document.createRange();
    for (const cell of document.querySelectorAll("th, td, dt, dd, .finding *")) {
      if (cell.matches(".ledger *") || cell.getBoundingClientRect().height < 24) continue;
      for (const node of cell.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE) continue;
        for (const { 0: word, index } of node.data.matchAll(/[A-Za-z\u00c0-\u024f]{2,21}/g)) {
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          const lines = range.getClientRects();
          if (lines.length > 1 && lines[lines.length - 1].top > lines[0].bottom - 2) found.push(word);
        }
      }
    }
    return found.slice(0, 20);
  }

  function describe(element, by) {
    const name = element.tagName.toLowerCase() + (element.className ? `.${String(element.className).split(" ")[0]}` : "");
    const text = (element.alt || element.textContent || "").replace(/\s+/g, " ").trim();
    return { what: name, text: text.length > 80 ? `${text.slice(0, 79)}…` : text, by: Math.round(by) };
  }
}
