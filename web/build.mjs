// Builds styles and islands into dist/, which the server carries inside itself. Every file gets a compressed twin.
import { build } from "esbuild";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

const DIST = new URL("./dist/", import.meta.url).pathname;
const HERE = new URL("./", import.meta.url).pathname;

// Types worth compressing; pictures already are.
const COMPRESSED = [".js", ".mjs", ".css", ".svg"];

await rm(DIST, { recursive: true, force: true });
await mkdir(DIST, { recursive: true });

await build({
  absWorkingDir: HERE,
  entryPoints: { app: "src/app.ts" },
  outdir: DIST,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  chunkNames: "chunks/[name]-[hash]",
  legalComments: "linked",
  logLevel: "info",
});

await build({
  absWorkingDir: HERE,
  entryPoints: { app: "styles/app.css" },
  outdir: DIST,
  bundle: true,
  minify: true,
  target: ["chrome111", "firefox115", "safari16.4"],
  loader: { ".svg": "dataurl" },
  logLevel: "info",
});

// The map's worker must be a file of its own, because the page's policy forbids code made at run time.
await cp(path.join(HERE, "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"), path.join(DIST, "maplibre-gl-worker.mjs"));
await cp(path.join(HERE, "mark.svg"), path.join(DIST, "mark.svg"));

for (const name of await readdir(DIST, { recursive: true })) {
  if (!COMPRESSED.includes(path.extname(name))) continue;
  const file = path.join(DIST, name);
  await writeFile(`${file}.gz`, gzipSync(await readFile(file), { level: 9 }));
}
