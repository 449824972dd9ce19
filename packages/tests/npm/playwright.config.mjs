export default { testDir: '.', testMatch: 'fixture.playwright.mjs', reporter: 'line', workers: 1 };
