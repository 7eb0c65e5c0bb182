// JavaScript, so that a Node that cannot run TypeScript can still print what to do.
if (process.features.typescript) {
  await import('./checked-app.ts');
} else {
  process.stderr.write(
    `Node ${process.versions.node} cannot run TypeScript. Run the CDK as 'npx cdk …' after 'npm ci', ` +
      'which brings its own Node 24, or use Node 22.18 or newer.\n',
  );
  process.exit(2);
}
