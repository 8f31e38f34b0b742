import { Interrupted, type HostServices } from "../host/services";

/** `prompt`, `confirm` and `alert`, as in browsers: the cell stands still until there is an answer. */
export function newQuestions(services: HostServices) {
  return {
    prompt(message = "", defaultValue = "", { password = false } = {}): string | null {
      const question = defaultValue === "" ? message : `${message} [${defaultValue}] `;
      const answer = services.ask(question, { password });
      return answer === "" ? defaultValue : (answer ?? null);
    },
    confirm(message = "Confirm"): boolean {
      return /^\s*y(es)?\s*$/i.test(services.ask(`${message} [y/N] `) ?? "");
    },
    alert(message = ""): void {
      try {
        services.ask(`${message} [Enter] `);
      } catch (error) {
        if (error instanceof Interrupted) throw error;
        // Nobody is there to press Enter.
        console.log(message);
      }
    },
  };
}
