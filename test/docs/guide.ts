/** One block of commands in a guide, and what the guide says that they print. */
export interface GuideStep {
  /** The heading above it. */
  readonly heading: string;
  readonly commands: string;
  readonly expected: readonly ExpectedLine[];
}

/** A line of JSON states a part of an answer; a line of text is the whole line. */
interface ExpectedLine {
  readonly kind: 'json' | 'text';
  readonly line: string;
}

const PART = /^## (?<heading>.+)$|^```(?<language>\w+)\n(?<content>[\s\S]*?)^```$/gm;

/** The blocks of commands (`sh`) in the text of a guide, each with the blocks of output that follow it. */
export function stepsOf(markdown: string): readonly GuideStep[] {
  const steps: GuideStep[] = [];
  let heading = '';
  for (const { groups = {} } of markdown.matchAll(PART)) {
    const { language, content = '' } = groups;
    heading = groups['heading'] ?? heading;
    if (language === 'sh') steps.push({ heading, commands: content, expected: [] });
    else if (language === 'json' || language === 'text') addOutput(steps, language, content);
    else if (language !== undefined) throw new Error(`${heading}: a block is ${language}, not sh, json or text`);
  }
  return steps;
}

function addOutput(steps: GuideStep[], kind: ExpectedLine['kind'], content: string): void {
  const step = steps.pop();
  if (step === undefined) throw new Error('there is output before the first command');
  const lines = linesOf(content).map((line) => ({ kind, line }));
  steps.push({ ...step, expected: [...step.expected, ...lines] });
}

/** The lines of a text that are not blank. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** A line without what differs from run to run: instants and hashes. */
export function masked(line: string): string {
  return line.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'INSTANT').replace(/\b[0-9a-f]{64}\b/g, 'HASH');
}
