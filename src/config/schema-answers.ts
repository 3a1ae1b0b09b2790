import { z } from 'zod';
import * as field from './fields.ts';

/** What a desk has published, and what it makes of it (SAOP-5, CLOUDEMPIERE-2). */
export const answers = z
  .strictObject(
    {
      folder: field.path
        .optional()
        .describe('Articles in Markdown, relative to the file; `url:` and `locale:` may stand in their front matter'),
      links: field.path.optional().describe('… or a CSV file with `title,url` and, if you like, `text,locale`'),
      offer: field
        .flag(true)
        .describe('Whether confirmations offer the client what may help; else only agents are shown it'),
      at_most: field.count(3, 10).describe('How many are offered'),
    },
    'a table with folder or links',
  )
  .refine(({ folder, links }) => folder !== undefined || links !== undefined, 'folder or links')
  .optional();
export type AnswersInput = z.output<typeof answers>;
