/**
 * Makes HTML from Word, Google Docs, mail and web pages into the little that a story can hold, before the
 * editor's schema reads it: what they say in their own ways (lists made of paragraphs, headings of any level,
 * tables, redirecting links) is said in plain elements, and everything else of theirs is left behind.
 */
import { safeHref } from './links.ts';

const DROPPED = 'script, style, meta, link, title, xml, template, noscript, iframe, object, embed, svg, math, img, picture, video, audio, canvas, input, button, select, textarea, [hidden], .MsoCommentReference, .msocomtxt';
const HEADINGS = 'h1, h2, h3, h4, h5, h6';
const BLOCKS = `p, div, ul, ol, table, blockquote, pre, ${HEADINGS}`;

export interface Cleaned {
  html: string;
  /** Whether pictures were left out. */
  pictures: boolean;
}

export function cleanPaste(html: string): Cleaned {
  // Left in, style sheets would be reported as refused by the page's own policy.
  const plain = html.replace(/<style\b[\s\S]*?<\/style>/gi, '');
  const { body } = new DOMParser().parseFromString(plain, 'text/html');
  const pictures = body.querySelector('img, picture, svg, canvas, video') !== null;
  removeComments(body);
  for (const element of all(body, '*')) if (isHidden(element)) element.remove();
  for (const element of all(body, DROPPED)) element.remove();
  unwrapGoogle(body);
  wordLists(body);
  onlineLists(body);
  nestedLists(body);
  tables(body);
  headings(body);
  links(body);
  preformatted(body);
  plainSpaces(body);
  lineEnds(body);
  for (const paragraph of all(body, 'p, div, li')) {
    if (!paragraph.textContent?.trim() && paragraph.querySelector('li, p') === null) paragraph.remove();
  }
  for (const element of all(body, '*')) keepAttributes(element);
  return { html: body.innerHTML.trim(), pictures };
}

/** Whether HTML says anything in words. */
export function hasWords(html: string): boolean {
  return /\S/.test(new DOMParser().parseFromString(cleanPaste(html).html, 'text/html').body.textContent ?? '');
}

/** Styles say what is bold or slanted; of everything else only where a link leads and where a list begins. */
function keepAttributes(element: Element): void {
  for (const { name } of [...element.attributes]) {
    if (!['href', 'start', 'style'].includes(name)) element.removeAttribute(name);
  }
}

const all = (within: Element, selector: string): HTMLElement[] => [...within.querySelectorAll<HTMLElement>(selector)];

const styleOf = (element: Element): string => (element.getAttribute('style') ?? '').toLowerCase();

const isHidden = (element: Element): boolean =>
  /display\s*:\s*none|mso-hide\s*:\s*all/.test(styleOf(element)) || /^(o|w|v|m):/i.test(element.tagName);

function removeComments(root: Node): void {
  for (const child of [...root.childNodes]) {
    if (child.nodeType === 8) child.remove();
    else removeComments(child);
  }
}

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

/** Google Docs puts everything into a bold element that is not bold. */
function unwrapGoogle(body: Element): void {
  for (const wrapper of all(body, 'b, strong')) {
    if (/(^|[;\s])font-weight\s*:\s*(normal|400)/.test(styleOf(wrapper))) unwrap(wrapper);
  }
}

/** Word writes a list as paragraphs that say in their style which level of which list they are. */
function wordLists(body: Element): void {
  let stack: { level: number; list: Element }[] = [];
  let last: Element | null = null;
  for (const paragraph of all(body, 'p, h1, h2, h3, h4, h5, h6')) {
    const level = Number(/mso-list\s*:[^;]*\blevel(\d+)/.exec(styleOf(paragraph))?.[1] ?? 0);
    if (!level) continue;
    const follows = last !== null && nextElement(last) === paragraph;
    if (!follows) stack = [];
    const marker = all(paragraph, 'span').find((span) => /mso-list\s*:\s*ignore/.test(styleOf(span)));
    const numbered = /^\s*\(?([0-9]+|[a-z]{1,4})[.)]/i.test(marker?.textContent ?? '');
    marker?.remove();
    while (stack.length > 0 && stack[stack.length - 1]!.level > level) stack.pop();
    let top = stack[stack.length - 1];
    const document = body.ownerDocument;
    if (!top || top.level < level) {
      const list = document.createElement(numbered ? 'ol' : 'ul');
      const into = top?.list.lastElementChild;
      if (into) into.append(list);
      else paragraph.before(list);
      top = { level, list };
      stack.push(top);
    }
    const item = document.createElement('li');
    const words = document.createElement('p');
    words.append(...paragraph.childNodes);
    item.append(words);
    top.list.append(item);
    last = stack[0]!.list;
    paragraph.remove();
  }
}

/** The next element beside this one, or nothing where words stand between them. */
function nextElement(element: Element): Element | null {
  let next: Node | null = element.nextSibling;
  while (next && next.nodeType === 3 && !next.textContent?.trim()) next = next.nextSibling;
  return next?.nodeType === 1 ? (next as Element) : null;
}

/** Word on the web gives each item a list of its own; Google Docs puts a nested list beside its item. */
function onlineLists(body: Element): void {
  for (const wrapper of all(body, '.ListContainerWrapper')) unwrap(wrapper);
  for (const list of all(body, 'ul, ol')) {
    let next = list.nextElementSibling;
    while (next && next.tagName === list.tagName && list.querySelector('li[data-aria-level], li[data-listid]')) {
      list.append(...next.childNodes);
      next.remove();
      next = list.nextElementSibling;
    }
  }
}

function nestedLists(body: Element): void {
  for (const list of all(body, 'ul > ul, ul > ol, ol > ul, ol > ol')) {
    const before = list.previousElementSibling;
    if (before?.tagName === 'LI') before.append(list);
    else unwrap(list);
  }
}

/** A table becomes a paragraph for each row. */
function tables(body: Element): void {
  for (const table of all(body, 'table').reverse()) {
    const rows = all(table, 'tr').map((row) => {
      const cells = [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.replace(/\s+/g, ' ').trim());
      const paragraph = body.ownerDocument.createElement('p');
      paragraph.textContent = cells.filter(Boolean).join(' | ');
      return paragraph;
    });
    table.replaceWith(...rows);
  }
}

/** A story's own headings have two levels: the highest of what is pasted becomes the first of them. */
function headings(body: Element): void {
  const found = all(body, HEADINGS);
  const highest = Math.min(...found.map((heading) => Number(heading.tagName[1])));
  for (const heading of found) {
    const level = Number(heading.tagName[1]) === highest ? 3 : 4;
    const plain = body.ownerDocument.createElement(`h${level}`);
    for (const bold of all(heading, 'b, strong')) unwrap(bold);
    for (const styled of all(heading, '[style]')) styled.removeAttribute('style');
    plain.append(...heading.childNodes);
    heading.replaceWith(plain);
  }
}

/** Links inside the other document, and to where no link may lead, become their words. */
function links(body: Element): void {
  for (const link of all(body, 'a')) {
    const address = destination(link.getAttribute('href') ?? '');
    if (address) link.setAttribute('href', address);
    else unwrap(link);
  }
}

/** Where a link leads, without the search engine that some programs put in between. */
function destination(href: string): string | null {
  const address = safeHref(href);
  if (!address?.startsWith('http')) return address;
  const url = new URL(address);
  const redirects = /(^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === '/url';
  return (redirects && safeHref(url.searchParams.get('q') ?? url.searchParams.get('url'))) || address;
}

function preformatted(body: Element): void {
  for (const block of all(body, 'pre')) {
    const lines = (block.textContent ?? '').split(/\n+/).filter((line) => line.trim());
    block.replaceWith(
      ...lines.map((line) => {
        const paragraph = body.ownerDocument.createElement('p');
        paragraph.textContent = line;
        return paragraph;
      })
    );
  }
}

/** Spaces that must not break come from the other program's layout, and line ends from its source. */
function plainSpaces(node: Node): void {
  for (const child of [...node.childNodes]) {
    if (child.nodeType !== 3) plainSpaces(child);
    else if (child.textContent) {
      const plain = child.textContent.replace(/[\u00a0\s]+/g, ' ');
      if (plain === ' ' && isBetweenBlocks(child)) child.remove();
      else child.textContent = plain;
    }
  }
}

/** Line ends that stand for the space between paragraphs, or for nothing at the end of one. */
function lineEnds(body: Element): void {
  for (const end of all(body, 'br')) {
    const last = end.nextSibling === null && end.parentElement?.matches(`li, ${BLOCKS}`);
    if (last || isBetweenBlocks(end)) end.remove();
  }
}

const isElement = (node: Node | null, selector: string): boolean =>
  node !== null && node.nodeType === 1 && (node as Element).matches(selector);

const isBlockOrEdge = (node: Node | null): boolean => node === null || isElement(node, BLOCKS);

const isBetweenBlocks = (node: Node): boolean =>
  isElement(node.parentNode, 'body, div, ul, ol, li, blockquote') &&
  isBlockOrEdge(node.previousSibling) &&
  isBlockOrEdge(node.nextSibling);
