package dev.fes.controller.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How resources are watched and stages run in a cluster.
 *
 * @param namespaces watched; all when empty
 * @param controllerNamespace where the controller keeps what is its own; its pod's when absent
 */
public record Kubernetes(
    @DefaultValue("false") boolean enabled,
    @DefaultValue List<String> namespaces,
    @Nullable String controllerNamespace) {

  public Kubernetes {
    namespaces = List.copyOf(namespaces);
  }

  /** Of an installation on one machine. */
  public static Kubernetes absent() {
    return new Kubernetes(false, List.of(), null);
  }
}
