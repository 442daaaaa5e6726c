import type { AwsSource } from './aws/aws-source';
import { EniFinderError } from './errors';
import { findEnis } from './find-enis';
import { EVERYTHING } from './query';
import type { EniReport } from './report';

/**
 * Deletes an interface that is safe to delete, and no other: it is looked at, then asked for, and EC2 itself refuses
 * should somebody have taken it in between.
 *
 * @param agree asked once, with the answer about the interface
 * @returns `deleted`; `gone` where there is none of that id; `kept` where `agree` said no
 * @throws EniFinderError NOT_DELETABLE for every verdict but ORPHAN_AVAILABLE, with the reason
 */
export async function deleteEni(
  source: AwsSource,
  id: string,
  agree: (report: EniReport) => Promise<boolean>,
): Promise<'deleted' | 'gone' | 'kept'> {
  const [report] = await findEnis(source, { ...EVERYTHING, enis: [id] });
  if (report === undefined || report.eni === undefined) return 'gone';
  if (report.verdict !== 'ORPHAN_AVAILABLE') {
    const { verdict, because, next } = report;
    throw new EniFinderError(
      'NOT_DELETABLE',
      `${id} is not deleted, only ORPHAN_AVAILABLE is: ${verdict ?? 'it cannot be told who uses it'}, ${because[0] ?? ''}; ${next.words}`,
    );
  }
  if (!(await agree(report))) return 'kept';
  return (await source.deleteEni(id)) ? 'deleted' : 'gone';
}
