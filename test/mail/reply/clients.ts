/** The shapes in which mail clients send an answer, as text and as HTML, around what one of them says in one language. */

export interface Answer {
  /** What the writer wrote, line by line. */
  readonly reply: readonly string[];
  /** The line or block that introduces the quote, line by line. */
  readonly header: readonly string[];
  readonly quoted: readonly string[];
  /** The line a device adds. */
  readonly device?: string;
}

export interface Variants {
  readonly text: string;
  readonly html: string;
}

export type Client = (answer: Answer) => Variants;

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const quote = (lines: readonly string[]): string => lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
const divs = (lines: readonly string[]): string =>
  lines.map((line) => `<div>${line === '' ? '<br>' : escaped(line)}</div>`).join('');
const breaks = (lines: readonly string[]): string => lines.map(escaped).join('<br>');
const paragraphs = (lines: readonly string[]): string =>
  lines.map((line) => `<p class=MsoNormal>${line === '' ? '&nbsp;' : escaped(line)}<o:p></o:p></p>`).join('\n');

/** Wraps at 76 columns, as Gmail does, between words. */
function wrapped(line: string): string {
  const lines = [''];
  for (const word of line.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length > 75) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join('\n');
}

/** Addresses are links in the HTML of every client. */
const linked = (line: string): string =>
  escaped(line).replace(/&lt;([^&\s]+@[^&\s]+)&gt;/g, '&lt;<a href="mailto:$1">$1</a>&gt;');

const gmail: Client = ({ reply, header, quoted }) => ({
  text: `${reply.join('\n')}\n\n${wrapped(header.join(' '))}\n\n${quote(quoted)}\n`,
  html: `<div dir="ltr">${divs(reply)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${linked(header.join(' '))}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">${breaks(quoted)}</div></blockquote></div>`,
});

const thunderbird: Client = ({ reply, header, quoted }) => ({
  text: `${reply.join('\n')}\n\n${header.join('\n')}\n${quote(quoted)}\n`,
  html: `<html><body><p>${breaks(reply)}</p><div class="moz-cite-prefix">${linked(header.join(' '))}<br></div><blockquote type="cite" cite="mid:1@example.com">${breaks(quoted)}</blockquote></body></html>`,
});

const appleMail: Client = ({ reply, header, quoted }) => ({
  text: `${reply.join('\n')}\n\n${quote([...header, '', ...quoted])}\n`,
  html: `<html><body style="word-wrap: break-word;">${divs(reply)}<div><br><blockquote type="cite"><div>${linked(header.join(' '))}</div><br class="Apple-interchange-newline"><div>${breaks(quoted)}</div></blockquote></div><br></body></html>`,
});

const bold = (line: string): string => linked(line).replace(/^([^:：]+[:：])/u, '<b>$1</b>');

const outlook: Client = ({ reply, header, quoted }) => ({
  text: `${reply.join('\n')}\n\n${header.join('\n')}\n\n${quoted.join('\n')}\n`,
  html: `<html><body lang=SR><div class=WordSection1>${paragraphs(reply)}<p class=MsoNormal>&nbsp;</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>${header.map(bold).join('<br>')}<o:p></o:p></p></div></div>${paragraphs(['', ...quoted])}</div></body></html>`,
});

const outlookWeb: Client = ({ reply, header, quoted }) => ({
  text: `${reply.join('\n')}\n${'_'.repeat(32)}\n${header.join('\n')}\n\n${quoted.join('\n')}\n`,
  html: `<html><body dir="ltr"><div class="elementToProof">${breaks(reply)}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">${header.map(bold).join('<br>')}</font><div>&nbsp;</div></div><div>${breaks(quoted)}</div></body></html>`,
});

const outlookMobile: Client = ({ reply, header, quoted, device = '' }) => ({
  text: `${reply.join('\n')}\n\n${device}<https://aka.ms/o0ukef>\n${'_'.repeat(32)}\n${header.join('\n')}\n\n${quoted.join('\n')}\n`,
  html: `<html><body><div>${breaks(reply)}</div><div><br></div><div id="ms-outlook-mobile-signature"><a href="https://aka.ms/o0ukef">${escaped(device)}</a></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">${header.map(bold).join('<br>')}</div><div>${breaks(quoted)}</div></body></html>`,
});

const iphone: Client = ({ reply, header, quoted, device = '' }) => ({
  text: `${reply.join('\n')}\n\n${device}\n\n${quote([...header, '', ...quoted])}\n`,
  html: `<html><body dir="auto">${breaks(reply)}<br><br><div dir="ltr">${escaped(device)}</div><div dir="ltr"><br><blockquote type="cite">${linked(header.join(' '))}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">${breaks(quoted)}</div></blockquote></body></html>`,
});

const seznam: Client = ({ reply, header, quoted }) => ({
  text: `${reply.join('\n')}\n\n${header.join('\n')}\n${quote(quoted)}\n`,
  html: `<p>${breaks(reply)}</p><br><aside>${header.map(linked).join('<br>')}<br></aside><blockquote data-email="ana@example.com">${breaks(quoted)}</blockquote>`,
});

const yahoo: Client = ({ reply, header, quoted }) => ({
  text: `${reply.join('\n')}\n\n    ${header.join(' ')}  \n \n ${quoted.join('\n ')}\n`,
  html: `<html><body><div class="ydp1a2b3cyahoo-style-wrap"><div dir="ltr">${breaks(reply)}</div><div><br></div></div><div id="ydp77yahoo_quoted_1" class="ydp77yahoo_quoted"><div><div>${linked(header.join(' '))}</div><div><br></div><div>${breaks(quoted)}</div></div></div></body></html>`,
});

const proton: Client = ({ reply, header, quoted }) => ({
  text: `${reply.join('\n')}\n\n${header.join('\n')}\n\n${quote(quoted)}\n`,
  html: `<div style="font-family: Arial;">${breaks(reply)}</div><div><br></div><div class="protonmail_quote">${linked(header.join(' '))}<br><br><blockquote class="protonmail_quote" type="cite">${breaks(quoted)}</blockquote><br></div>`,
});

const zimbra: Client = ({ reply, header, quoted }) => ({
  text: `${reply.join('\n')}\n\n${header.join('\n')}\n\n${quoted.join('\n')}\n`,
  html: `<html><body><div>${breaks(reply)}</div><div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">${header.map(bold).join('<br>')}<br></div><div data-marker="__QUOTED_TEXT__">${breaks(quoted)}</div></body></html>`,
});

const roundcube: Client = ({ reply, header, quoted }) => ({
  text: `${reply.join('\n')}\n\n${header.join('\n')}\n${quote(quoted)}\n`,
  html: `<html><body>${divs(reply)}<p id="reply-intro">${linked(header.join(' '))}</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0"><div>${breaks(quoted)}</div></blockquote></body></html>`,
});

const samsung: Client = ({ reply, header, quoted }) => ({
  text: `${reply.join('\n')}\n\n\n${header.join('\n')}\n\n${quoted.join('\n')}\n`,
  html: `<html><body><div>${breaks(reply)}</div><div><br></div><div style="font-size:100%;color:#000000"><!-- originalMessage --><div>${header.map(linked).join(' </div><div>')} </div><div><br></div></div>${breaks(quoted)}</body></html>`,
});

const k9: Client = ({ reply, header, quoted }) => ({
  text: `${reply.join('\n')}\n\n${header.join('\n')}\n${quote(quoted)}\n`,
  html: `<html><body><div dir="auto">${breaks(reply)}</div><br><br><div class="gmail_quote"><div dir="auto">${linked(header.join(' '))}</div><blockquote class="gmail_quote" style="margin: 0pt 0pt 0pt 0.8ex; border-left: 1px solid rgb(204, 204, 204); padding-left: 1ex;"><pre class="k9mail">${quoted.map(escaped).join('\n')}</pre></blockquote></div></body></html>`,
});

export const CLIENTS = {
  gmail,
  thunderbird,
  appleMail,
  outlook,
  outlookWeb,
  outlookMobile,
  iphone,
  seznam,
  yahoo,
  proton,
  zimbra,
  roundcube,
  samsung,
  k9,
} as const;
