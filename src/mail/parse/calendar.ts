import ICAL from 'ical.js';

/** Longer calendars are exports, no invitations. */
const MAX_LENGTH = 256 * 1024;
const MAX_EVENTS = 5;
const MAX_ATTENDEES = 20;

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function day(time: ICAL.Time): string {
  return `${time.year}-${two(time.month)}-${two(time.day)}`;
}

function moment(time: ICAL.Time): string {
  return time.isDate ? day(time) : `${day(time)} ${two(time.hour)}:${two(time.minute)}`;
}

/** `2026-03-05 10:00 – 11:00 (Europe/Ljubljana)`: as written by the sender, in no one's language. */
function span(component: ICAL.Component): string | undefined {
  const property = component.getFirstProperty('dtstart');
  const start = property?.getFirstValue();
  if (!property || !(start instanceof ICAL.Time)) return undefined;
  const written = component.getFirstPropertyValue('dtend');
  const duration = component.getFirstPropertyValue('duration');
  const end =
    written instanceof ICAL.Time ? written : duration instanceof ICAL.Duration ? added(start, duration) : undefined;
  const tzid = property.getFirstParameter('tzid');
  const zone = start.isDate ? '' : tzid ? ` (${tzid})` : start.zone === ICAL.Timezone.utcTimezone ? ' (UTC)' : '';
  const until =
    end && moment(end) !== moment(start)
      ? ` – ${!end.isDate && day(end) === day(start) ? moment(end).slice(11) : moment(end)}`
      : '';
  return `${moment(start)}${until}${zone}`;
}

function added(start: ICAL.Time, duration: ICAL.Duration): ICAL.Time {
  const end = start.clone();
  end.addDuration(duration);
  return end;
}

function oneLine(value: unknown): string {
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim().slice(0, 500) : '';
}

function person(property: ICAL.Property): string {
  const address = oneLine(property.getFirstValue()).replace(/^mailto:/i, '');
  const name = oneLine(property.getFirstParameter('cn'));
  return name === '' || name === address ? address : `${name} <${address}>`;
}

function describe(event: ICAL.Component, method: string): string {
  const attendees = event.getAllProperties('attendee').slice(0, MAX_ATTENDEES);
  // In a reply the one attendee and what he answers is the message.
  const answers =
    method === 'REPLY' ? attendees.map((one) => `${person(one)}: ${oneLine(one.getFirstParameter('partstat'))}`) : [];
  const organizer = event.getFirstProperty('organizer');
  const rule = event.getFirstProperty('rrule');
  const description = event.getFirstPropertyValue('description');
  return [
    `[${method === '' ? 'EVENT' : method}] ${oneLine(event.getFirstPropertyValue('summary'))}`.trim(),
    span(event),
    rule ? oneLine(rule.toICALString().replace(/^RRULE:/i, '')) : undefined,
    oneLine(event.getFirstPropertyValue('location')),
    organizer ? person(organizer) : undefined,
    ...answers,
    typeof description === 'string' && description.trim() !== ''
      ? `\n${description.trim().slice(0, 10_000)}`
      : undefined,
  ]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}

/** An invitation in a few lines without words of any language (RFC 5545, RFC 5546); undefined when it is unreadable. */
export function calendarSummary(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  let root: ICAL.Component;
  try {
    root = new ICAL.Component(ICAL.parse(text));
  } catch {
    // ical.js throws on anything malformed: then the part is just an attachment.
    return undefined;
  }
  try {
    const method = oneLine(root.getFirstPropertyValue('method')).toUpperCase();
    const entries = [...root.getAllSubcomponents('vevent'), ...root.getAllSubcomponents('vtodo')].slice(0, MAX_EVENTS);
    return entries.length === 0 ? undefined : entries.map((entry) => describe(entry, method)).join('\n\n');
  } catch {
    // Values are decoded when they are read, so a broken date throws here.
    return undefined;
  }
}
