import { captionOf } from '../caption';
import type { Picture } from '../model/picture';
import { Flowchart } from './flowchart';

/** What Mermaid reads at most unless its host is told otherwise (`maxTextSize`). */
const LONGEST = 50_000;

/** Edges that Mermaid draws at most unless its host is told otherwise (`maxEdges`). */
const MOST_EDGES = 500;

/** How many holders an interface shows, and interfaces a subnet: the first with which the chart is small enough. */
const LIMITS = [
  { holders: 20, boxes: 60 },
  { holders: 8, boxes: 30 },
  { holders: 3, boxes: 15 },
  { holders: 1, boxes: 4 },
] as const;

/** The picture as a Mermaid flowchart; of a large one less, so that Mermaid still takes it. */
export function mermaidOf(picture: Picture): string {
  const { title } = captionOf(picture);
  let text = '';
  for (const limits of LIMITS) {
    const chart = new Flowchart(limits);
    chart.write(picture, title);
    ({ text } = chart);
    if (text.length <= LONGEST && chart.edges <= MOST_EDGES) break;
  }
  return text;
}
