package dev.fes.testbed;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One laboratory, with one set of lines, for the short forms of all matrices. */
final class SharedLaboratory implements ParameterResolver {

  private static final TimeOuts SHORT = TimeOuts.of(Duration.ofSeconds(4));

  /** What a test works with. */
  record Bench(Laboratory laboratory, List<LiveLine> lines) implements AutoCloseable {

    static Bench open() {
      Laboratory laboratory = Laboratory.open(SHORT);
      try {
        return new Bench(laboratory, laboratory.open("matrix", Lines.few()));
      } catch (RuntimeException | Error e) {
        laboratory.close();
        throw e;
      }
    }

    @Override
    public void close() {
      laboratory.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Bench.class;
  }

  @Override
  public Bench resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context).computeIfAbsent(Bench.class, key -> Bench.open(), Bench.class);
  }

  /** Makes room on a small machine: many idle stages slow down those that are tested. */
  static void leave(ExtensionContext context) {
    Bench bench = store(context).remove(Bench.class, Bench.class);
    if (bench != null) {
      bench.close();
    }
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getRoot().getStore(ExtensionContext.Namespace.create(SharedLaboratory.class));
  }
}
