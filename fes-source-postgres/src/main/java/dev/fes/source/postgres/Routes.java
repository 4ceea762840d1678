package dev.fes.source.postgres;

import dev.fes.stage.Failure;
import dev.fes.stage.StreamProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All routes of the reader, found by table; several may share one. */
record Routes(List<Route> all, Map<TableName, List<Route>> byTable) {

  static Routes of(List<Route> routes) {
    Map<TableName, List<Route>> byTable = new LinkedHashMap<>();
    routes.forEach(
        route ->
            byTable
                .computeIfAbsent(route.settings().tableName(), _ -> new ArrayList<>())
                .add(route));
    return new Routes(List.copyOf(routes), byTable);
  }

  List<Route> of(TableName table) {
    return byTable.getOrDefault(table, List.of());
  }

  /** Bytes that a record may have for any of them. */
  long maxRecordSize() {
    return all.stream().mapToLong(Route::maxRecordSize).max().orElse(Long.MAX_VALUE);
  }

  /** The reader is in trouble, and with it every stream. */
  void report(Failure failure) {
    each(progress -> progress.failing(failure));
  }

  void each(Consumer<StreamProgress> action) {
    all.forEach(route -> action.accept(route.progress()));
  }
}
