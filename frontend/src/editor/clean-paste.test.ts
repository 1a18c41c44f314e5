import { generateJSON } from '@tiptap/core';
import { describe, expect, it } from 'vitest';
import { cleanPaste, hasWords } from './clean-paste.ts';
import { schemaExtensions } from './schema.ts';

interface Node {
  type: string;
  attrs?: Record<string, unknown>;
  text?: string;
  marks?: { type: string; attrs?: { href?: string } }[];
  content?: Node[];
}

/** A node as one short line, so that a test can say what a whole paste becomes. */
function outline({ type, attrs, text, marks = [], content = [] }: Node): string {
  if (type === 'text') {
    const on = marks.map((mark) => (mark.type === 'link' ? `link ${mark.attrs?.href}` : mark.type)).join(' ');
    return on ? `[${on}: ${text}]` : (text ?? '');
  }
  const inside = content.map(outline).join(['paragraph', 'heading'].includes(type) ? '' : ' ');
  const names: Record<string, string> = { paragraph: 'p', bulletList: 'ul', orderedList: 'ol', listItem: 'li' };
  const name = type === 'heading' ? `h${String(attrs?.level)}` : (names[type] ?? type);
  return `${name}(${inside})`;
}

/** What the editor makes of pasted HTML. */
function pasted(html: string): string[] {
  const json = generateJSON(cleanPaste(html).html, schemaExtensions) as Node;
  return (json.content ?? []).map(outline);
}

describe('pasting from Word', () => {
  it('leaves its styles, comments and empty paragraphs behind', () => {
    const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm;} --></style>
      </head><body lang=EN-GB><!--StartFragment-->
      <p class=MsoNormal style='margin-bottom:8.0pt'><span style='font-size:11.0pt;font-family:"Calibri",sans-serif'>We
      started in <b style='mso-bidi-font-weight:normal'>Year&nbsp;3</b>.<o:p></o:p></span></p>
      <p class=MsoNormal><o:p>&nbsp;</o:p></p>
      <p class=MsoNormal><i>It</i> went<span style='mso-spacerun:yes'>  </span>badly.</p>
      <!--EndFragment--></body></html>`;
    expect(pasted(html)).toEqual(['p(We started in [bold: Year 3].)', 'p([italic: It] went badly.)']);
  });

  it('makes lists of its paragraphs that look like lists', () => {
    const point = (level: number, marker: string, words: string) =>
      `<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level${level} lfo1'>
       <![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${marker}<span
       style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${words}</p>`;
    const html = `<p class=MsoNormal>Before</p>
      ${point(1, '·', 'Wait')}
      ${point(2, 'o', 'ten seconds')}
      ${point(1, '·', 'Nudge')}
      <p class=MsoNormal>Between</p>
      ${point(1, '1.', 'First')}
      ${point(1, '2.', 'Second')}`;
    expect(pasted(html)).toEqual([
      'p(Before)',
      'ul(li(p(Wait) ul(li(p(ten seconds)))) li(p(Nudge)))',
      'p(Between)',
      'ol(li(p(First)) li(p(Second)))'
    ]);
  });

  it('joins the lists of Word on the web, which gives each point its own', () => {
    const point = (words: string) =>
      `<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1"><li data-leveltext="" data-aria-level="1"
       class="OutlineElement"><p class="Paragraph"><span class="TextRun"><span class="NormalTextRun">${words}</span></span><span
       class="EOP" data-ccp-props="{}">&nbsp;</span></p></li></ul></div>`;
    expect(pasted(point('One') + point('Two'))).toEqual(['ul(li(p(One)) li(p(Two)))']);
  });
});

describe('pasting from Google Docs', () => {
  it('is not bold because its wrapper says so, and keeps what is', () => {
    const html = `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"
      style="line-height:1.38"><span style="font-size:16pt;font-weight:400">What we did</span></h2><p dir="ltr"><span
      style="font-weight:400;white-space:pre-wrap">We moved </span><span style="font-weight:700">assembly</span><span
      style="font-style:italic;font-weight:400"> twice</span></p><br /><ul><li dir="ltr" aria-level="1"><p dir="ltr"
      role="presentation"><span>one</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr"
      role="presentation"><span>inside</span></p></li></ul></ul></b>`;
    expect(pasted(html)).toEqual([
      'h3(What we did)',
      'p(We moved [bold: assembly][italic:  twice])',
      'ul(li(p(one) ul(li(p(inside)))))'
    ]);
  });

  it('leads links to where they were meant to lead', () => {
    const html =
      '<p><a href="https://www.google.com/url?q=https://www.example.org/a?b%3D1&amp;sa=D&amp;source=docs">the report</a></p>';
    expect(pasted(html)).toEqual(['p([link https://www.example.org/a?b=1: the report])']);
  });
});

describe('pasting from anywhere', () => {
  it('brings headings down to the two levels of a story', () => {
    expect(pasted('<h1>Top</h1><p>a</p><h2><b>Under</b></h2><h5>Deep</h5>')).toEqual([
      'h3(Top)',
      'p(a)',
      'h4(Under)',
      'h4(Deep)'
    ]);
  });

  it('keeps the words of a table, a row to a line', () => {
    const html = '<table><tr><th>Term</th><th>Knew the plan</th></tr><tr><td>Autumn</td><td>18%</td></tr></table>';
    expect(pasted(html)).toEqual(['p(Term | Knew the plan)', 'p(Autumn | 18%)']);
  });

  it('keeps the lines of an address and leaves out those that only make room', () => {
    expect(pasted('<p>Thornholme<br>Fenside<br></p><br><p>Next</p>')).toEqual([
      'p(ThornholmehardBreak()Fenside)',
      'p(Next)'
    ]);
  });

  it('keeps quotations, and lines of what was set as code', () => {
    expect(pasted('<blockquote><p>It helps.</p></blockquote><pre>a\n  b</pre>')).toEqual([
      'blockquote(p(It helps.))',
      'p(a)',
      'p(b)'
    ]);
  });

  it('lets nothing in that runs, hides or leads astray', () => {
    const html = `<script>alert(1)</script><style>p{}</style><p onclick="alert(1)">a
      <a href="javascript:alert(1)">b</a> <a href="#fn1">c</a><span style="display: none">d</span>
      <object data="https://example.org/a.swf"></object></p><img src=x onerror="alert(1)">`;
    const cleaned = cleanPaste(html);
    expect(cleaned.pictures).toBe(true);
    expect(cleaned.html).not.toMatch(/script|object|javascript|img|onclick|display/);
    expect(pasted(html).join('')).toBe('p(a b c)');
  });

  it('knows whether there are any words', () => {
    expect(hasWords('<meta charset="utf-8"><img src="data:image/png;base64,AA==" alt="A graph">')).toBe(false);
    expect(hasWords('<p>&nbsp;</p><p> </p>')).toBe(false);
    expect(hasWords('<img src="a.png"><p>Figure 1</p>')).toBe(true);
  });
});
