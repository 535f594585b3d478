import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Printer, withPrinter } from "../../src/render/browser.ts";
import { findBrowser, missingBrowser } from "../../src/render/chromium.ts";
import { readPdf } from "../../src/render/pdf/read.ts";
import { CACHE, sharedPress } from "../helpers/printing.ts";

const press = sharedPress();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "periodical-browser-"));
});
afterAll(() => rm(folder, { recursive: true }));

const page = (body: string, head = "") =>
  `<!doctype html><html lang="en" data-sheet="600 900"><head><meta charset="utf-8">${head}<title>Page</title></head><body>${body}</body></html>`;
const textOf = (pdf: Uint8Array) =>
  readPdf(pdf)
    .nodes.map(({ text }) => text)
    .join(" ");

describe("finding a browser", () => {
  it("takes the one that is configured", async () => {
    const program = path.join(folder, "my-chrome");
    await writeFile(program, "#!/bin/sh\n");
    await chmod(program, 0o755);
    expect(await findBrowser(CACHE, { PUPPETEER_EXECUTABLE_PATH: program })).toEqual({
      executablePath: program,
      libraryPath: null,
      origin: "configured",
    });
  });

  it("says so when the configured one is not there", async () => {
    await expect(findBrowser(CACHE, { PUPPETEER_EXECUTABLE_PATH: path.join(folder, "none") })).rejects.toMatchObject({
      code: "RENDER_FAILED",
      exitCode: 10,
      hint: expect.stringContaining("PUPPETEER_EXECUTABLE_PATH"),
    });
  });

  it("unpacks the one in npm once, whole, for two that start together", async () => {
    const cache = path.join(folder, "cache");
    const [one, two] = await Promise.all([findBrowser(cache, {}), findBrowser(cache, {})]);
    expect(one).toEqual(two);
    expect(one.origin).toBe("npm");
    const { stdout } = await promisify(execFile)(one.executablePath, ["--version"], {
      env: { LD_LIBRARY_PATH: one.libraryPath ?? "" },
    });
    expect(stdout).toMatch(/\d+\.\d+/);
    expect((await readdir(cache)).filter((name) => name.includes(".tmp-"))).toEqual([]);
  });

  it("unpacks it again when the copy was cut or may not be run any more", async () => {
    const cache = path.join(folder, "cache");
    const { executablePath } = await findBrowser(cache, {});
    const { size } = await stat(executablePath);
    const damages = [() => truncate(executablePath, 1000), () => chmod(executablePath, 0o644)];
    for (const damage of damages) {
      await damage();
      await findBrowser(cache, {});
      const mended = await stat(executablePath);
      expect([mended.size, mended.mode & 0o100]).toEqual([size, 0o100]);
    }
    expect((await readdir(cache)).filter((name) => name.includes(".tmp-"))).toEqual([]);
  });

  it("names the one command that helps when there is none", () => {
    expect(missingBrowser("/cache").hint).toMatch(/^Run: (npm install @sparticuz\/chromium|npx @puppeteer\/browsers )/);
  });
});

describe("a document in the browser", () => {
  it("cannot run a script", async () => {
    const { pdf } = await press.printer.print(
      page(
        `<p id="a">before</p><img src="x" onerror="document.getElementById('a').textContent='broken'"><script>document.getElementById("a").textContent = "after"</script>`,
      ),
    );
    expect(textOf(pdf)).toContain("before");
  });

  it("reaches no server and no file, and does not wait for either", async () => {
    const asked: string[] = [];
    const server = createServer((request) => void asked.push(request.url ?? "")).listen(0, "127.0.0.1");
    await new Promise((ready) => server.once("listening", ready));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const secret = path.join(folder, "secret.txt");
    await writeFile(secret, "top secret");
    const { pdf } = await press.printer.print(
      page(
        `<p>text</p><img src="${base}/a.png"><iframe src="file://${secret}"></iframe><object data="file://${secret}"></object><div style="background:url(${base}/b.png)">x</div>`,
        `<link rel="stylesheet" href="${base}/c.css"><style>@import "${base}/d.css"; @font-face { font-family: f; src: url(${base}/e.ttf) } p { font-family: f }</style>`,
      ),
    );
    server.closeAllConnections();
    server.close();
    expect(asked).toEqual([]);
    expect(textOf(pdf)).toContain("text");
    expect(textOf(pdf)).not.toContain("secret");
  });

  it("is printed without what the one before left", async () => {
    await press.printer.print(
      page("<p>first</p>", '<base href="https://example.com/"><style>p { display: none }</style>'),
    );
    expect(textOf((await press.printer.print(page("<p>second</p>"))).pdf)).toBe("second");
  });
});

describe("a browser that fails", () => {
  it("is started again when it was killed, and the document printed", async () => {
    const before = await press.printer.pid();
    const prints = Array.from({ length: 4 }, (_, i) =>
      press.printer.print(page(`<p>${`word${i} `.repeat(30_000)}</p>`)),
    );
    await new Promise((wait) => setTimeout(wait, 150));
    process.kill(before, "SIGKILL");
    for (const [i, print] of prints.entries()) expect(textOf((await print).pdf)).toContain(`word${i}`);
    expect(await press.printer.pid()).not.toBe(before);
  });

  it("is given up after a second failure, with an error that says what to do", async () => {
    const printing = withPrinter({ cacheDir: CACHE, fonts: press.fonts, deadlineMs: 1 }, (printer) =>
      printer.print(page("<p>x</p>")),
    );
    await expect(printing).rejects.toMatchObject({ code: "RENDER_FAILED", message: expect.stringContaining("within") });
  });

  it("is named when it cannot be started", async () => {
    const program = path.join(folder, "broken-chrome");
    await writeFile(program, "#!/bin/sh\necho 'libnspr4.so: cannot open shared object file' >&2\nexit 127\n");
    await chmod(program, 0o755);
    const printing = withPrinter(
      { cacheDir: CACHE, fonts: press.fonts, env: { ...process.env, PUPPETEER_EXECUTABLE_PATH: program } },
      (printer) => printer.print(page("<p>x</p>")),
    );
    await expect(printing).rejects.toMatchObject({ code: "RENDER_FAILED", where: program });
  });
});

describe("the end of a printer", () => {
  it("leaves no process and no profile, after an error too", async () => {
    const cache = path.join(folder, "profiles-cache");
    const [pid, reason] = await ending(cache, async (printer) => {
      await printer.print(page("<p>x</p>"));
      throw new Error("stop here");
    });
    expect(reason).toMatchObject({ message: "stop here" });
    expect(alive(pid)).toBe(false);
    expect(await readdir(path.join(cache, "profiles"))).toEqual([]);
  });

  it("comes at once with the signal, in the middle of a print", async () => {
    const cache = path.join(folder, "profiles-cache");
    const stop = new AbortController();
    const [pid, reason] = await ending(
      cache,
      async (printer) => {
        const print = printer.print(page(`<p>${"word ".repeat(200_000)}</p>`));
        setTimeout(() => stop.abort(new Error("interrupted")), 100);
        await print;
      },
      stop.signal,
    );
    expect(reason).toMatchObject({ message: "interrupted" });
    expect(alive(pid)).toBe(false);
    expect(await readdir(path.join(cache, "profiles"))).toEqual([]);
  });

  it("is said as what it is when the browser is asked what it is afterwards", async () => {
    const stop = new AbortController();
    const [, reason] = await ending(
      path.join(folder, "profiles-cache"),
      async (printer) => {
        stop.abort(new Error("interrupted"));
        await printer.version();
      },
      stop.signal,
    );
    expect(reason).toMatchObject({ message: "interrupted" });
  });

  it("starts where the folder for temporary files is gone", async () => {
    const env = { ...process.env, TMPDIR: path.join(folder, "nowhere") };
    await withPrinter({ cacheDir: CACHE, fonts: press.fonts, env }, async (printer) => {
      expect(textOf((await printer.print(page("<p>printed</p>"))).pdf)).toContain("printed");
    });
  });

  it("removes profiles that a killed process left, and none of a living one", async () => {
    const cache = path.join(folder, "left");
    await mkdir(path.join(cache, "profiles", "999999999-dead"), { recursive: true });
    await mkdir(path.join(cache, "profiles", `${process.ppid}-living`), { recursive: true });
    await withPrinter(
      {
        cacheDir: cache,
        fonts: press.fonts,
        env: { ...process.env, PUPPETEER_EXECUTABLE_PATH: press.printer.program.executablePath },
      },
      async () => {},
    );
    expect(await readdir(path.join(cache, "profiles"))).toEqual([`${process.ppid}-living`]);
  });

  /** Runs a printer that ends with an error; the browser's process id and the error. */
  async function ending(cache: string, use: (printer: Printer) => Promise<unknown>, signal?: AbortSignal) {
    let pid = 0;
    await mkdir(cache, { recursive: true });
    const { symlink } = await import("node:fs/promises");
    const name = path.basename(path.dirname(press.printer.program.executablePath));
    await symlink(path.join(CACHE, name), path.join(cache, name)).catch(() => {});
    const reason = await withPrinter({ cacheDir: cache, fonts: press.fonts, signal }, async (printer) => {
      pid = await printer.pid();
      await use(printer);
    }).catch((error: unknown) => error);
    return [pid, reason] as const;
  }
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
