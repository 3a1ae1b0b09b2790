const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** RFC 5322 §4.3: obsolete zone names, hours from UTC. Other letters mean an unknown zone, read as UTC. */
const ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  cet: 1,
  met: 1,
  mez: 1,
  cest: 2,
  mest: 2,
  mesz: 2,
  sec: 1,
  eet: 2,
  eest: 3,
  wet: 0,
  west: 1,
  bst: 1,
  msk: 3,
  jst: 9,
};

/** No mail is older than mail systems, and none comes from the next century. */
const EARLIEST = Date.UTC(1980, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

const RFC5322 =
  /^(?:[^\d\s,]{2,12}\.?\s*,?\s*)?(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]{0,6}\.?,?[\s-]+(\d{2,4})(?:,?\s+(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?(?:[.,]\d{1,9})?)?\s*([AaPp][Mm])?\s*(.{0,40})/;
const CTIME =
  /^(?:[A-Za-z]{3,9},?\s+)?([A-Za-z]{3})[a-z]{0,6}\s+(\d{1,2}),?\s+(?:(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?\s*([A-Za-z]{1,5}|[+-]\d{4})?\s+)?(\d{4})(?:\s+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?\s*(.{0,40})/;
const ISO =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:[.,]\d{1,9})?)?\s*(.{0,40})/;

/** Minutes east of UTC. */
function offsetOf(zone: string): number {
  const numeric = /^(?:GMT|UTC|UT)?\s*([+-])\s?(\d{1,2}):?(\d{2})\b/i.exec(zone.trim());
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
    // Absurd offsets appear in spam; beyond 16 hours the zone is read as unknown.
    return minutes > 960 ? 0 : numeric[1] === '-' ? -minutes : minutes;
  }
  const name = /^[(\s]*([A-Za-z]{1,5})/.exec(zone)?.[1]?.toLowerCase() ?? '';
  return (Object.hasOwn(ZONES, name) ? (ZONES[name] ?? 0) : 0) * 60;
}

function build(
  year: number,
  month: number,
  day: number,
  time: readonly (string | undefined)[],
  zone: string,
  half?: string,
): Date | undefined {
  let hour = Number(time[0] ?? 0);
  const minute = Number(time[1] ?? 0);
  const second = Number(time[2] ?? 0);
  if (half) hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (month < 0 || month > 11 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return undefined;
  const at = Date.UTC(year, month, day, hour, minute, second) - offsetOf(zone) * 60_000;
  return at >= EARLIEST && at < LATEST ? new Date(at) : undefined;
}

/** RFC 5322 §4.3: two digits below 50 are of this century, three digits count from 1900. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return text.length === 3 ? 1900 + year : year;
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').toLowerCase());
}

/** Takes comments out of a date, also nested ones; what is unbalanced stays. */
function withoutComments(text: string): string {
  let out = text;
  for (let round = 0; round < 4 && out.includes('('); round++) out = out.replace(/\([^()]*\)/g, ' ');
  return out;
}

/** Reads a Date header (RFC 5322 §3.3, the obsolete forms, ctime and ISO 8601); undefined when unreadable or absurd. */
export function readDate(value: string): Date | undefined {
  const text = withoutComments(value.slice(0, 200))
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/^["' ]+/, '')
    .trim();
  const usual = RFC5322.exec(text);
  if (usual)
    return build(
      fullYear(usual[3] ?? ''),
      monthOf(usual[2]),
      Number(usual[1]),
      usual.slice(4, 7),
      usual[8] ?? '',
      usual[7],
    );
  const iso = ISO.exec(text);
  if (iso) return build(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), iso.slice(4, 7), iso[7] ?? '');
  const ctime = CTIME.exec(text);
  if (!ctime) return undefined;
  const early = ctime[3] !== undefined;
  const zone = (early ? ctime[6] : undefined) ?? ctime[11] ?? '';
  return build(
    Number(ctime[7]),
    monthOf(ctime[1]),
    Number(ctime[2]),
    early ? ctime.slice(3, 6) : ctime.slice(8, 11),
    zone,
  );
}
