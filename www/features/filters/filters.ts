import type { Engine } from "../../engine/engine";
import { oncePerModel } from "../../state/once";
import type { Observable } from "../../state/observable";
import { Task } from "../../state/task";
import { Watched } from "../../state/watched";
import { readGrammar, type GrammarFile } from "../grammar/grammar-file";

interface Bench {
  engine: Engine;
}

/** What the kernels of a model's first convolution look for, in a file of its folder that is fetched when somebody looks. */
export class Filters extends Watched {
  readonly file = new Task<GrammarFile | undefined>(() => this.changed());

  private constructor(private readonly bench: Bench) {
    super();
  }

  static readonly of = oncePerModel((bench: Bench) => new Filters(bench));

  protected followed(): Observable[] {
    return [];
  }

  protected leave(): void {
    this.file.leave();
  }

  protected follow(): void {
    const { engine } = this.bench;
    this.file.follow([engine], 0, async () => {
      const text = await (await engine.folder).grammar();
      return text ? readGrammar(text) : undefined;
    });
  }
}
