// Turns src/ into dist/: name.<hash>.ext, its .br and .gz beside it, and manifest.json from plain to hashed names.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { buildSync } from "esbuild";
import rtlcss from "rtlcss";
import { compile } from "sass";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "..", "dist");

const style = (name) =>
  compile(join(here, "styles", `${name}.scss`), { style: "compressed", loadPaths: [here], quietDeps: true }).css;
const script = (name) =>
  buildSync({
    entryPoints: [join(here, "scripts", `${name}.js`)],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    write: false,
    legalComments: "none",
  }).outputFiles[0].text;

const mirrored = style("rtl");
const files = { "icon.svg": readFileSync(join(here, "icon.svg")) };
for (const name of ["portal", "desk"]) {
  const css = style(name);
  files[`${name}.css`] = css;
  files[`${name}.rtl.css`] = rtlcss.process(css) + (name === "portal" ? mirrored : "");
  files[`${name}.js`] = script(name);
}

mkdirSync(dist, { recursive: true });
const manifest = {};
const written = new Set();
const write = (name, content) => {
  const path = join(dist, name);
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
  written.add(name);
};
for (const [name, text] of Object.entries(files)) {
  const content = Buffer.from(text);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const dot = name.lastIndexOf(".");
  const hashed = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
  write(hashed, content);
  write(`${hashed}.gz`, gzipSync(content, { level: 9 }));
  write(`${hashed}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
  manifest[name] = hashed;
}
write("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
for (const name of readdirSync(dist)) if (!written.has(name)) rmSync(join(dist, name));
