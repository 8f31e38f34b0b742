/** How much longer an allowance may last where the process gets little of the processors, or waits. */
const stretch = { times: 20, milliseconds: 5000 };

/**
 * Time for code to do something in, counted in what the process had of the processors: where they are busy with other
 * work, the time that passes says nothing of what code could do in it.
 */
export class Allowance {
  private readonly begun = performance.now();
  private readonly used = process.cpuUsage();
  private readonly longest: number;

  constructor(private readonly milliseconds: number) {
    this.longest = Math.min(milliseconds * stretch.times, milliseconds + stretch.milliseconds);
  }

  get isSpent(): boolean {
    const passed = performance.now() - this.begun;
    if (passed < this.milliseconds) return false;
    if (passed >= this.longest) return true;
    const { user, system } = process.cpuUsage(this.used);
    return (user + system) / 1000 >= this.milliseconds;
  }
}
