package dev.fes.testbed;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** The same work on many things at once. */
final class SideBySide {

  private SideBySide() {}

  /** Waits for all of them, also where one fails. */
  static <T, R> List<R> all(List<T> things, Function<T, R> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<R>> working =
          things.stream()
              .map(thing -> CompletableFuture.supplyAsync(() -> work.apply(thing), threads))
              .toList();
      return working.stream().map(CompletableFuture::join).toList();
    }
  }

  static <T> void each(List<T> things, Consumer<T> work) {
    all(
        things,
        thing -> {
          work.accept(thing);
          return thing;
        });
  }
}
