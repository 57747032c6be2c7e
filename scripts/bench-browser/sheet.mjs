// A run as one line of JSON, as the other programs print it, or as a list for people.

export class Sheet {
  #figures = {};

  constructor(run, setting) {
    this.run = run;
    this.setting = setting;
  }

  /** Adds a figure; its name ends in the unit. */
  figure(name, figure) {
    this.#figures[name] = Math.round(figure * 1e3) / 1e3;
  }

  show(asJson) {
    const { run, setting } = this;
    if (asJson) {
      console.log(JSON.stringify({ run, setting, figures: this.#figures }));
      return;
    }
    const said = Object.entries(setting).map(([name, value]) => `${name} ${value}`);
    console.log(`${run}: ${said.join(", ")}`);
    for (const [name, figure] of Object.entries(this.#figures)) {
      console.log(`  ${name.padEnd(44)} ${figure}`);
    }
  }
}

/** What so many of a hundred do not exceed. */
export function percentile(values, hundredths) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * hundredths) / 100) - 1)];
}

/** How fast the processor is, as the name of a figure begins. */
export function paceName(times) {
  return times === 1 ? "full speed" : `${times} times slower`;
}
