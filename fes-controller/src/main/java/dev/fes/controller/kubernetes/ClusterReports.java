package dev.fes.controller.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.reconcile.Reports;
import dev.fes.controller.reconcile.ResourceStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells all of them. */
record ClusterReports(List<Reports> all) implements Reports {

  @Override
  public void report(@Nullable ResourceStatus before, ResourceStatus now) {
    all.forEach(one -> one.report(before, now));
  }

  @Override
  public void gone(ResourceKey key) {
    all.forEach(one -> one.gone(key));
  }
}
