import { Command } from "commander";
import { acceptCommand, verifyCommand } from "./edition.ts";
import { listCommand, showCommand } from "./read.ts";
import { exportCommand, importCommand } from "./sheet.ts";
import { addCommand, closeCommand, updateCommand } from "./write.ts";

export function actionsCommand(): Command {
  return new Command("actions")
    .description("Measures that were adopted: what is to be done, by whom, until when, and how it is verified.")
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(acceptCommand())
    .addCommand(verifyCommand())
    .addCommand(addCommand())
    .addCommand(updateCommand())
    .addCommand(closeCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand());
}
