type Json = Readonly<Record<string, unknown>>;

/** What EC2 calls `…Set` and the CLI does not. */
const SETS: Readonly<Record<string, string>> = {
  NetworkInterfaces: 'networkInterfaceSet',
  Groups: 'groupSet',
  TagSet: 'tagSet',
  PrivateIpAddresses: 'privateIpAddressesSet',
  Ipv6Addresses: 'ipv6AddressesSet',
};

/** An answer in the XML of EC2, or of the services with the plain query protocol. */
export function queryXml(service: string, operation: string, answer: Json): string {
  if (service === 'ec2') {
    return `<${operation}Response><requestId>r</requestId>${members(answer, 'item', ec2Name)}</${operation}Response>`;
  }
  const result = members(answer, 'member', (name) => name);
  return `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`;
}

function members(value: Json, item: string, named: (name: string) => string): string {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `<${named(name)}>${content(member, item, named)}</${named(name)}>`)
    .join('');
}

function content(value: unknown, item: string, named: (name: string) => string): string {
  if (Array.isArray(value)) {
    return value.map((each: unknown) => `<${item}>${content(each, item, named)}</${item}>`).join('');
  }
  if (typeof value === 'object' && value !== null) return members({ ...value }, item, named);
  return String(value).replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function ec2Name(name: string): string {
  return SETS[name] ?? `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
