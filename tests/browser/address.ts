const port = Number(process.env["CISIGHT_TEST_PORT"] ?? 4319);

/** Where the build is served, once at the root and once below a sub-path, as on a project page of a static host. */
export const address = `http://127.0.0.1:${port}/`;
export const subPath = "some/where/else/";
export { port };
