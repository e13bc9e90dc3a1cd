// Fail if modules of assets/src import each other in a circle; print each import that closes one.
import { build } from "esbuild";

const { metafile } = await build({
    absWorkingDir: new URL("../assets/", import.meta.url).pathname,
    entryPoints: ["src/main.js"],
    bundle: true,
    write: false,
    metafile: true,
});
const finished = new Set();

/**
 * @param {string} module
 * @param {string[]} importers the chain from the entry point to this module
 */
function visit(module, importers) {
    const start = importers.indexOf(module);
    if (start >= 0) {
        console.error("import cycle: " + [...importers.slice(start), module].join(" → "));
        process.exitCode = 1;
    } else if (!finished.has(module)) {
        for (const { path } of metafile.inputs[module].imports) visit(path, [...importers, module]);
        finished.add(module);
    }
}

visit("src/main.js", []);
