// The built page as one file for the server: node pack.mjs OUT [DIST]
// The same files always give the same bytes. Numbers are unsigned and little endian:
//
//   8 bytes   "SPARKWEB"
//   4 bytes   version, 1
//   4 bytes   number of files
//   a record for each file, in the order of the bytes of their paths:
//     2 bytes   length of the path                    2 bytes   length of the media type
//     4 bytes   1 where the name changes with the content (below /assets/), else 0
//     4 bytes   length as it is                       4 bytes   length as brotli, 0 where that is not smaller
//     4 bytes   length as gzip, likewise              16 bytes  the first of the SHA-256 of the file
//     the path ("/assets/index-Dk3f.js"), the media type
//   the bodies in the same order without gaps, of each file: as it is, brotli, gzip
//   32 bytes  SHA-256 of everything before
//
// src/surface/web/pack.cpp reads it and refuses whatever is not written so.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const mediaTypes = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};
const packedAlready = new Set([".png", ".webp", ".woff2"]);
const indexPath = "/index.html";
// What the server fills in, as src/surface/web/shell.hpp has it.
const places = ['<html lang="en" data-theme="dark">', '<script type="application/json" id="spark-boot">null</script>'];

const sha256 = (bytes) => createHash("sha256").update(bytes).digest();

function number(value, bytes) {
  const out = Buffer.alloc(bytes);
  out.writeUIntLE(value, 0, bytes);
  return out;
}

function pathsBelow(folder, prefix = "") {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? pathsBelow(join(folder, entry.name), `${prefix}/${entry.name}`) : [`${prefix}/${entry.name}`],
  );
}

function packedFile(folder, path) {
  const extension = extname(path).toLowerCase();
  const mediaType = mediaTypes[extension];
  if (!mediaType) throw new Error(`${path}: no media type is known for '${extension}'; add it to pack.mjs`);
  if (!/^[\x20-\x5b\x5d-\x7e]{2,512}$/.test(path))
    throw new Error(`${path}: found other than plain letters in the name`);
  const plain = readFileSync(join(folder, path));
  // index.html is made anew for each request: nobody gets it as it lies.
  const isWorthIt = !packedAlready.has(extension) && path !== indexPath;
  const smaller = (bytes) => (isWorthIt && bytes().length < plain.length ? bytes() : Buffer.alloc(0));
  const once = (make) => {
    let made;
    return () => (made ??= make());
  };
  const brotli = smaller(
    once(() =>
      brotliCompressSync(plain, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        },
      }),
    ),
  );
  const gzip = smaller(once(() => gzipSync(plain, { level: 9 })));
  return { path, mediaType, isHashed: path.startsWith("/assets/"), plain, brotli, gzip };
}

function record(file) {
  const path = Buffer.from(file.path, "ascii");
  const mediaType = Buffer.from(file.mediaType, "ascii");
  return Buffer.concat([
    number(path.length, 2),
    number(mediaType.length, 2),
    number(file.isHashed ? 1 : 0, 4),
    number(file.plain.length, 4),
    number(file.brotli.length, 4),
    number(file.gzip.length, 4),
    sha256(file.plain).subarray(0, 16),
    path,
    mediaType,
  ]);
}

function checkIndex(files) {
  const index = files.find((file) => file.path === indexPath);
  if (!index) throw new Error("dist has no index.html");
  for (const place of places) {
    const count = index.plain.toString("utf8").split(place).length - 1;
    if (count !== 1) throw new Error(`index.html holds ${count} times, allowed once: ${place}`);
  }
}

function main([out, dist = fileURLToPath(new URL("../dist", import.meta.url))]) {
  if (!out) throw new Error("usage: node pack.mjs OUT [DIST]");
  const paths = pathsBelow(dist).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const files = paths.map((path) => packedFile(dist, path));
  checkIndex(files);
  const body = Buffer.concat([
    Buffer.from("SPARKWEB", "ascii"),
    number(1, 4),
    number(files.length, 4),
    ...files.map(record),
    ...files.flatMap((file) => [file.plain, file.brotli, file.gzip]),
  ]);
  // Whoever reads it meanwhile sees the old one or the new one.
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(`${out}.${process.pid}`, Buffer.concat([body, sha256(body)]));
  renameSync(`${out}.${process.pid}`, out);
  const sum = (of) => files.reduce((bytes, file) => bytes + (of(file).length || file.plain.length), 0);
  console.error(
    `web: ${out}: ${files.length} files, ${sum((file) => file.plain)} bytes, ` +
      `${sum((file) => file.gzip)} as gzip, ${sum((file) => file.brotli)} as brotli`,
  );
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(`pack.mjs: ${error.message}`);
  process.exit(1);
}
