import { ENVIRONMENT } from '../../shared/names/index.ts';

export const EXTENSIONS_OPTION = '--extensions';

export interface Words {
  /** The arguments without the option, which may be anywhere: commands are found by the words that are left. */
  readonly words: readonly string[];
  /** Modules of extensions that the arguments name, or else the environment. */
  readonly modules: readonly string[];
}

/** Takes `--extensions a,b` from the arguments. One without a value stays, so that the program reports it. */
export function withoutExtensions(written: readonly string[], environment: NodeJS.ProcessEnv): Words {
  const words: string[] = [];
  const named: string[] = [];
  const end = written.includes('--') ? written.indexOf('--') : written.length;
  for (let at = 0; at < written.length; at++) {
    const word = written[at] ?? '';
    const value = written[at + 1];
    if (at >= end) words.push(word);
    else if (word.startsWith(`${EXTENSIONS_OPTION}=`)) named.push(word.slice(EXTENSIONS_OPTION.length + 1));
    else if (word === EXTENSIONS_OPTION && value !== undefined && at + 1 < end) {
      named.push(value);
      at += 1;
    } else words.push(word);
  }
  const listed = named.length > 0 ? named : [environment[ENVIRONMENT.extensions] ?? ''];
  const modules = listed.flatMap((list) => list.split(',')).map((module) => module.trim());
  return { words, modules: [...new Set(modules.filter((module) => module !== ''))] };
}
