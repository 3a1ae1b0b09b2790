import type { DeskId } from '../desk/ids.ts';
import type { AnswerRules } from '../desk/similar/published.ts';
import type { Document } from './document.ts';
import type { AnswersInput } from './schema-answers.ts';
import type { AnswerPlaces } from './settings.ts';

/** What a desk makes of its published answers. */
export function compileAnswers(input: AnswersInput): AnswerRules | undefined {
  return input && { offer: input.offer, most: input.at_most };
}

/** Where they stand. */
export function answerPlaces(desk: DeskId | string, input: AnswersInput, document: Document): AnswerPlaces | undefined {
  if (input === undefined) return undefined;
  const at = (key: 'folder' | 'links') => {
    const path = input[key];
    return path === undefined ? undefined : document.resolve(['desks', desk, 'answers', key], path);
  };
  return { folder: at('folder'), links: at('links') };
}
