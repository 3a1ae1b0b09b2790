/**
 * What the elements of known clients are, by their names, ids, classes and attributes (`x_` before an id or class is
 * Outlook on the web quoting another mail).
 *  - `cite`: a quote, its lines get `> `
 *  - `opaque`: old mail without quote marks
 *  - `rest`: old mail from here to the end of the document
 *  - `header`: introduces a quote, in whatever language
 *  - `header-rest`: both
 *  - `forward`: a forwarded mail
 *  - `signature`: a signature by its element alone
 */
export type StructureRole = 'cite' | 'opaque' | 'rest' | 'header' | 'header-rest' | 'forward' | 'signature';

export interface StructureRule {
  readonly client: string;
  readonly role: StructureRole;
  readonly element?: string;
  readonly id?: RegExp;
  readonly className?: RegExp;
  readonly attribute?: readonly [name: string, value: RegExp];
}

export const HTML_STRUCTURE: readonly StructureRule[] = [
  { client: 'outlook-web', role: 'header-rest', id: /^(?:x_)*divRplyFwdMsg$/ },
  { client: 'outlook-web', role: 'rest', id: /^(?:x_)*appendonsend$/ },
  {
    client: 'outlook-mobile',
    role: 'opaque',
    id: /^(?:x_)*(?:mail-editor-reference-message-container|ms-outlook-mobile-body-separator-line)$/,
  },
  { client: 'outlook-mobile', role: 'opaque', className: /ms-outlook-mobile-reference-message/ },
  { client: 'outlook-mac-2011', role: 'opaque', id: /^OLK_SRC_BODY_SECTION$/ },
  { client: 'outlook-express', role: 'header-rest', className: /(?:^|\s)OutlookMessageHeader/ },
  { client: 'hotmail', role: 'rest', element: 'hr', id: /^(?:stopSpelling|EC_stopSpelling)$/ },
  { client: 'zimbra', role: 'rest', element: 'hr', id: /^zwchr$/ },
  { client: 'zimbra', role: 'rest', attribute: ['data-marker', /^__(?:DIVIDER|HEADERS)__$/] },
  { client: 'zimbra', role: 'opaque', attribute: ['data-marker', /^__QUOTED_TEXT__$/] },
  { client: 'zoho', role: 'opaque', className: /(?:^|\s)(?:zmail_extra|zmail_extra_hr)(?:\s|$)/ },
  { client: 'yahoo', role: 'opaque', className: /(?:^|\s)(?:ydp[0-9a-f]+)?yahoo_quoted(?:\s|$)/ },
  { client: 'yahoo', role: 'opaque', id: /^(?:ydp[0-9a-f]+)?yahoo_quoted/ },
  { client: 'gmx', role: 'opaque', attribute: ['name', /^(?:quote|messageReplySection)$/] },
  { client: 'thunderbird', role: 'header', className: /(?:^|\s)moz-cite-prefix(?:\s|$)/ },
  { client: 'thunderbird', role: 'forward', className: /(?:^|\s)moz-forward-container(?:\s|$)/ },
  { client: 'gmail', role: 'header', className: /(?:^|\s)gmail_attr(?:\s|$)/ },
  { client: 'roundcube', role: 'header', id: /^reply-intro$/ },
  { client: 'apple-mail', role: 'cite', element: 'blockquote', attribute: ['type', /^cite$/i] },
  { client: 'thunderbird', role: 'cite', element: 'blockquote', attribute: ['cite', /./] },
  {
    client: 'gmail',
    role: 'cite',
    element: 'blockquote',
    className: /(?:^|\s)(?:gmail_quote|gmail_quote_blockquote)(?:\s|$)/,
  },
  {
    client: 'proton',
    role: 'cite',
    element: 'blockquote',
    className: /(?:^|\s)(?:protonmail_quote|tutanota_quote|front-blockquote|clean_bq|nh_extra|cite\d*)(?:\s|$)/,
  },
  { client: 'mail.ru', role: 'cite', element: 'blockquote', id: /^(?:mail-app-auto-quote|qt|isReplyContent)$/ },
  { client: 'seznam', role: 'cite', element: 'blockquote', attribute: ['data-email', /./] },
  {
    client: 'any',
    role: 'cite',
    element: 'blockquote',
    attribute: ['style', /border-left(?:-\w+)?\s*:\s*(?!\s*(?:0|none))/i],
  },
  { client: 'outlook-web', role: 'signature', id: /^(?:x_)?Signature$/ },
  { client: 'outlook-mobile', role: 'signature', id: /^ms-outlook-mobile-signature$/ },
  { client: 'gmail', role: 'signature', className: /(?:^|\s)gmail_signature(?:\s|$)/ },
  { client: 'thunderbird', role: 'signature', className: /(?:^|\s)moz-signature(?:\s|$)/ },
  { client: 'proton', role: 'signature', className: /(?:^|\s)protonmail_signature_block(?:\s|$)/ },
  { client: 'apple-mail', role: 'signature', id: /^AppleMailSignature$/ },
  { client: 'windows-mail', role: 'signature', attribute: ['data-signatureblock', /^true$/] },
];
