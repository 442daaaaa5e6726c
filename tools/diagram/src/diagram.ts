import type { Network, Plan } from '@furl/hyperplane';
import { captionOf } from './caption';
import { htmlOf } from './html/html';
import { layOut } from './layout/page';
import { mermaidOf } from './mermaid/mermaid';
import { pictureOf } from './model/picture-of';
import { svgOf } from './svg/svg';

/** What a picture can be written as; also the extension of its file. */
export const DIAGRAM_FORMATS = ['svg', 'html', 'mmd'] as const;

/** See {@link DIAGRAM_FORMATS}. */
export type DiagramFormat = (typeof DIAGRAM_FORMATS)[number];

/**
 * A network and its plan as a picture. The same input gives the same bytes, on every machine.
 *
 * @param network what the templates tell
 * @param plan the plan of that same network
 * @param format `svg`: an image, 1,200 units wide at most. `html`: a page with that image, and the plan as tables. `mmd`: a
 * Mermaid flowchart, which GitHub and many editors draw.
 * @returns the file's whole text, with a line break at its end
 *
 * @example
 * await writeFile('network.svg', diagram(network, plan(network), 'svg'));
 */
export function diagram(network: Network, plan: Plan, format: DiagramFormat): string {
  const picture = pictureOf(network, plan);
  switch (format) {
    case 'svg':
      return svgOf(layOut(picture), captionOf(picture));
    case 'html':
      return htmlOf(network, plan, picture);
    case 'mmd':
      return mermaidOf(picture);
  }
}
