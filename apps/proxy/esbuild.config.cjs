/**
 * The AWS SDK's `fromEnv` needs one function of a module that re-exports `util-endpoints/aws` as well, the only module there
 * that is declared to have a side effect: it registers endpoint rules, which drag 17 KB of the SDK along. Nothing in the
 * proxy resolves an endpoint, so here it has none, and what is not used is left out.
 */
const withoutEndpointRules = {
  name: 'without-endpoint-rules',
  setup(build) {
    build.onResolve(
      { filter: /\/util-endpoints\/aws$/ },
      async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === withoutEndpointRules) return undefined;
        const resolved = await build.resolve(path, {
          importer,
          resolveDir,
          kind,
          pluginData: withoutEndpointRules,
        });
        return { ...resolved, sideEffects: false };
      },
    );
  },
};

module.exports = {
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  sourcesContent: false,
  plugins: [withoutEndpointRules],
};
