import type { Network, Plan } from '@furl/hyperplane';
import { captionOf } from '../caption';
import { layOut } from '../layout/page';
import { Holders } from '../model/holders';
import type { Picture } from '../model/picture';
import { escapeXml } from '../text/clean';
import { svgOf } from '../svg/svg';
import { INKS, PAINTS } from '../svg/theme';
import { listOf, tableOf } from './table';

/** A page that needs nothing else: the picture, and the plan as tables that say everything in words. */
export function htmlOf(network: Network, plan: Plan, picture: Picture): string {
  const caption = captionOf(picture);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    // Whatever a name may smuggle in: nothing is run and nothing is fetched.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapeXml(caption.title)}</title>`,
    `<style>${pageStyle()}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeXml(caption.title)}</h1>`,
    `<p>${escapeXml(picture.summary)}</p>`,
    '<div class="scroll" role="region" tabindex="0" aria-label="Picture">',
    svgOf(layOut(picture, false), caption).trimEnd(),
    '</div>',
    '<h2>The plan</h2>',
    ...tables(network, plan, picture),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function tables(network: Network, plan: Plan, picture: Picture): string[] {
  const number = (name: string): { name: string; isNumber: true } => ({ name, isNumber: true });
  const text = (name: string): { name: string } => ({ name });
  const holders = new Holders(network);
  const vpcNames = new Map(plan.vpcs.map(({ id, name }) => [id, name]));
  const subnetNames = new Map(plan.subnets.map(({ id, name }) => [id, name]));
  const urls = network.functions.flatMap((each) => {
    const { name, url } = holders.ofFunction(each);
    return url === undefined ? [] : [[name, url.authType === 'unknown' ? null : url.authType]];
  });
  return [
    tableOf(
      'Subnets',
      [
        text('Subnet'),
        text('VPC'),
        text('Zone'),
        text('CIDR'),
        number('Addresses'),
        number('ENIs'),
        number('Endpoints'),
        number('NAT'),
        number('Free'),
        text('Not counted'),
      ],
      plan.subnets.map((each) => [
        each.name,
        each.vpc === null ? null : (vpcNames.get(each.vpc) ?? each.vpc),
        each.availabilityZone,
        each.cidrBlock,
        each.total,
        each.enis,
        each.endpoints,
        each.natGateways,
        each.free,
        each.notCounted,
      ]),
      'none.',
    ),
    tableOf(
      'ENIs',
      [text('Subnet'), text('Security groups'), text('Shared by')],
      plan.subnets
        .flatMap(({ id }) => plan.enis.filter(({ subnet }) => subnet === id))
        .map(({ subnet, securityGroups, holders: held }) => [
          subnetNames.get(subnet) ?? subnet,
          securityGroups.map((id) => holders.groupName(id)),
          holders
            .ofEni(held)
            .map(({ name, notes }) => [name, ...notes.map(({ text: note }) => `(${note})`)].join(' '))
            .join(', '),
        ]),
      'none.',
    ),
    tableOf(
      'ENIs against the quota',
      [text('VPC'), number('ENIs'), number('Quota')],
      plan.vpcs.map(({ name, enis, quota }) => [name, enis, quota]),
      'no VPC.',
    ),
    tableOf('Function URLs', [text('Function'), text('Auth type')], urls, 'none.'),
    tableOf(
      'Warnings',
      [text('Rule'), text('Severity'), text('What is so'), text('What to change')],
      plan.warnings.map(({ id, severity, message, remedy }) => [id, severity, message, remedy]),
      'none.',
    ),
    listOf('What the template does not tell', picture.notKnown, 'nothing that the plan needs.'),
  ];
}

function pageStyle(): string {
  const colours = (mode: 'light' | 'dark'): string =>
    `--ground:${PAINTS.page?.fill?.[mode]};--band:${PAINTS.area?.fill?.[mode]};--line:${PAINTS.area?.stroke?.[mode]};--ink:${INKS.ink[mode]};--muted:${INKS.muted[mode]}`;
  return [
    `:root{color-scheme:light dark;${colours('light')}}`,
    `@media (prefers-color-scheme:dark){:root{${colours('dark')}}}`,
    `body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue','Noto Sans','Liberation Sans',Arial,sans-serif}`,
    'main{max-width:1200px;margin:0 auto;padding:24px}',
    'h1{font-size:24px;line-height:32px;margin:0 0 4px}',
    'h2{font-size:18px;line-height:24px;margin:32px 0 0}',
    'h3{font-size:14px;line-height:20px;margin:16px 0 8px}',
    'p{margin:0 0 16px;color:var(--muted)}',
    '.scroll{overflow-x:auto;margin:16px 0 24px}',
    '.scroll svg{display:block;margin:0 auto;max-width:100%;min-width:640px;height:auto}',
    'table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}',
    'caption{text-align:left;font-weight:600;padding:0 0 8px}',
    'th,td{text-align:left;vertical-align:top;padding:6px 12px;border-bottom:1px solid var(--line);overflow-wrap:break-word}',
    'thead th{background:var(--band);white-space:nowrap}',
    'tbody th{font-weight:600}',
    '.number{text-align:right;white-space:nowrap}',
    'ul{margin:0 0 24px;padding-left:20px}',
    'em{color:var(--muted)}',
    '@media print{.scroll{overflow:visible}}',
  ].join('\n');
}
