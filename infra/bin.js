// Plain JavaScript, so that a Node version without TypeScript support can still print the instructions.
if (process.features.typescript) {
  await import('./checked-app.ts');
} else {
  process.stderr.write(
    `Node ${process.versions.node} cannot run TypeScript. Run 'npm ci' and then 'npx cdk …', ` +
      'which uses the Node 24 that npm installs, or use Node 22.18 or newer.\n',
  );
  process.exit(2);
}
