import { detectMimeType } from 'nodemailer/lib/mime-funcs/mime-types';

/** Types of one family, which mailers write for one another: what is one of them is not passed off as another. */
const FAMILIES: readonly RegExp[] = [
  // Everything that is a zip inside, cut short or written in an unusual order it is known as no more.
  /zip|officedocument|opendocument|epub|java-archive|macroenabled|ms-excel|ms-powerpoint|msword|x-xpinstall|3mf|android\.package|visio|sketch/,
  /x-cfb|msword|ms-excel|ms-powerpoint|ms-outlook|ms-project|ms-works|visio|x-msi\b|ole/,
  /^text\/|xml|svg/,
  /jpe?g|pjpeg/,
  /hei[cf]/,
  /tiff|-dng|-nef|-arw|-cr2|-orf|-rw2|-raf/,
  /ogg|opus|speex/,
  /mp4|m4a|m4v|quicktime|3gpp|aac/,
  /mpeg|mp3|mpg|mp2/,
  /matroska|webm/,
  /asf|wm[av]/,
  /gzip|x-tar|tgz/,
  /rar/,
  /wav/,
  /avi/,
  /aiff/,
  /midi?\b/,
  /icon/,
  /bmp/,
  /photoshop|psd/,
  /postscript|eps|illustrator|pdf/,
  /font|ttf|otf|woff/,
  /rtf/,
  /pgp/,
  /vcard|directory/,
  /msdownload|x-dosexec|ms-dos|octet-stream|x-msdos-program|portable-executable/,
];

/** Says nothing of what it holds. */
const BYTES = 'application/octet-stream';

/**
 * What an attachment is by its content where its sender says otherwise, by type or by the ending of its name (`invoice.pdf` that is a
 * program); undefined where they agree or nothing is known.
 */
export function disguised(
  claimed: string,
  filename: string | undefined,
  detected: string | undefined,
): string | undefined {
  if (detected === undefined) return undefined;
  const named = filename === undefined || !/\.[a-z\d]{1,8}$/i.test(filename) ? BYTES : detectMimeType(filename);
  const says = [claimed.split(';', 1)[0] ?? '', named || BYTES].map((type) => type.trim().toLowerCase());
  const specific = says.filter((type) => type !== '' && type !== BYTES && !/\bunknown$/.test(type));
  return specific.some((type) => !agree(type, detected)) ? detected : undefined;
}

function agree(says: string, is: string): boolean {
  return bare(says) === bare(is) || FAMILIES.some((family) => family.test(says) && family.test(is));
}

/** `audio/x-m4a` and `audio/m4a` are one. */
function bare(type: string): string {
  return type.replace(/(?:;.*)$/, '').replace('/x-', '/');
}
