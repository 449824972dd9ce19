export default { test: { include: ['fixture.vitest.mjs'] } };
