package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One FES for all acceptance tests: real parts around it, the examples applied. The stages of one
 * example are processes of their own, those of each other share a process, for the sake of a small
 * machine; the matrices have all of theirs apart.
 */
final class RunningFes implements ParameterResolver {

  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  /** What a test works with. */
  record House(Testbed testbed, LocalInstallation fes, SpanCollector spans)
      implements AutoCloseable {

    static House open() {
      Testbed testbed = Testbed.start(EnumSet.allOf(Part.class));
      Examples examples = Examples.prepare(testbed);
      SpanCollector spans = SpanCollector.open();
      String settings =
          "fes: {tracing: {endpoint: \"%s\"}, stages: {composition: compact}}"
              .formatted(spans.endpoint());
      LocalInstallation fes = LocalInstallation.start(testbed, HOME, FreePort.next(), settings);
      House house = new House(testbed, fes, spans);
      try {
        house.start(examples);
        return house;
      } catch (RuntimeException e) {
        house.close();
        throw e;
      }
    }

    /** Two at a time: one alone leaves half of a small machine idle, and all at once starve. */
    private void start(Examples examples) {
      int running = 0;
      int applied = 0;
      for (Map.Entry<String, String> example : examples.manifests().entrySet()) {
        awaitRunning(running);
        fes.apply(example.getKey(), example.getValue());
        running = applied;
        applied += example.getValue().split("- source:").length - 1;
      }
      awaitRunning(applied);
    }

    void awaitRunning() {
      awaitRunning(Examples.STREAMS);
    }

    private void awaitRunning(int streams) {
      try {
        if (!fes.awaitRunning(streams, Duration.ofMinutes(7))) {
          throw new IllegalStateException("not all streams run: " + fes.get("/actuator/streams"));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the controller does not answer", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    @Override
    public void close() {
      fes.close();
      spans.close();
      testbed.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == House.class;
  }

  @Override
  public House resolveParameter(ParameterContext parameter, ExtensionContext context) {
    SharedLaboratory.leave(context);
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(RunningFes.class))
        .computeIfAbsent(House.class, key -> House.open(), House.class);
  }
}
