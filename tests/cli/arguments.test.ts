import { describe, expect, it } from "vitest";
import { runCli } from "../helpers/cli.ts";
import { SMALL_PROJECT, withProject } from "../helpers/project.ts";

describe("wrong arguments", () => {
  it.each([
    [["generate", "--json"], "report"],
    [["demo", "--seed", "seven", "--json"], "whole number"],
    [["generate", "monthly", "--format", "docx", "--json"], "docx"],
    [["check", "--json", "-C", import.meta.filename], import.meta.filename],
  ])("%j end with code 2, and --json says so on standard output", async (args, said) => {
    await withProject(SMALL_PROJECT, async (root) => {
      const ran = await runCli(args, { cwd: root });
      expect(ran.code, ran.stderr).toBe(2);
      const { error } = JSON.parse(ran.stdout) as { error: { code: string; exitCode: number; message: string } };
      expect(error).toMatchObject({ code: "USAGE", exitCode: 2 });
      expect(error.message).toContain(said);
    });
  });

  it("a language that is not there is refused before the warehouse is asked", async () => {
    await withProject(SMALL_PROJECT, async (root) => {
      const ran = await runCli(["generate", "monthly", "--locale", "fr"], {
        cwd: root,
        env: { DATABASE_URL: "postgres://nobody@127.0.0.1:9/x" },
      });
      expect(ran.code, ran.stderr).toBe(3);
      expect(ran.stderr).toContain('no language "fr"');
    });
  });
});

describe("--help", () => {
  it.each(["demo", "import", "check", "generate", "show", "explain"])(
    "of %s names the project option",
    async (name) => {
      const ran = await runCli([name, "--help"]);
      expect(ran.code).toBe(0);
      expect(ran.stdout).toContain("-C, --project");
    },
  );
});
