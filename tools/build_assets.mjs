// Bundle the scripts and styles of the page: assets/src and assets/css into the two files that the server sends.
//
// `node tools/build_assets.mjs` writes them; with `--check` it compares them with the committed files and fails if they differ.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const ASSETS = new URL("../assets/", import.meta.url);
const TARGETS = ["chrome123", "firefox120", "safari17.5"];
const BUNDLES = [
    { entry: "src/main.js", output: "app.min.js" },
    { entry: "css/main.css", output: "style.min.css" },
];

const check = process.argv.includes("--check");
let stale = 0;
for (const { entry, output } of BUNDLES) {
    const result = await build({
        absWorkingDir: new URL(".", ASSETS).pathname,
        entryPoints: [entry],
        bundle: true,
        write: false,
        minify: true,
        format: "iife",
        target: TARGETS,
        charset: "utf8",
        legalComments: "none",
        external: ["*.woff2"],
    });
    const text = `/* Built from assets/${entry} by tools/build_assets.mjs. */\n${result.outputFiles[0].text}`;
    const file = new URL(output, ASSETS);
    if (!check) await writeFile(file, text);
    else if ((await readFile(file, "utf8").catch(() => "")) !== text) {
        console.error(`assets/${output} is older than assets/${entry}; run: make assets`);
        stale += 1;
    }
}
process.exitCode = stale ? 1 : 0;
