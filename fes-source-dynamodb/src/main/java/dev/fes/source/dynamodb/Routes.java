package dev.fes.source.dynamodb;

import dev.fes.stage.Failure;
import dev.fes.stage.StreamProgress;
import java.util.List;
import java.util.function.Consumer;

/** All routes of the reader: each sees every change. */
record Routes(List<Route> all) {

  Routes {
    all = List.copyOf(all);
  }

  /** The reader is in trouble, and with it every stream. */
  void report(Failure failure) {
    each(progress -> progress.failing(failure));
  }

  void each(Consumer<StreamProgress> action) {
    all.forEach(route -> action.accept(route.progress()));
  }
}
