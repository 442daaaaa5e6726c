import { Stack } from 'aws-cdk-lib';
import { RULE_APPS } from '../../test/rule-apps';
import { Syntheses } from '../../test/synthesis';

describe('FurlNetworkRules', () => {
  const syntheses = new Syntheses();
  afterAll(() => syntheses.remove());
  const synthesise = (build: (stack: Stack) => void) =>
    syntheses.run((app) => build(new Stack(app, 'App', { env: { region: 'eu-west-1' } })));

  describe.each(RULE_APPS)('$id: $what', ({ id, severity, breaks, keeps, at, says, remedy }) => {
    it(severity === 'error' ? 'stops the synthesis' : 'is told and does not stop the synthesis', () => {
      const { error, terminal, violations } = synthesise(breaks);

      const [violation] = violations.filter(({ rule }) => rule === id);
      expect(violation).toMatchObject({ severity, at: [at], description: expect.stringMatching(says) });
      expect(violation?.fix).toMatch(remedy);
      const told = severity === 'error' ? error : terminal;
      expect(told).toMatch(says);
      expect(told).toContain(`Acknowledge with 'Furl::${id}'`);
      if (severity === 'warning') expect(error).toBe('');
    });

    it('is silent where the rule is kept', () => {
      expect(synthesise(keeps)).toMatchObject({ error: '', terminal: '', violations: [] });
    });
  });
});
