package dev.fes.testbed.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;

/** A namespace that is deleted with all that is in it when its test is over. */
record Namespace(String name, KubernetesClient client, Kubectl kubectl) implements AutoCloseable {

  /** The finalizers of what is left are taken off: no controller may be there any more. */
  @Override
  public void close() {
    Resources.in(this).abandonAll();
    client.namespaces().withName(name).delete();
  }
}
