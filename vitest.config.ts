import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    reporters: ["default", "./tests/summary-reporter.ts"],
    globalSetup: ["./tests/helpers/global-postgres.ts"],
    include: ["tests/**/*.test.ts"],
    // The product must not depend on the zone of the machine: tests run in one far from every zone they name.
    env: { TZ: "Pacific/Kiritimati" },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
