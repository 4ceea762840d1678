package dev.fes.testbed.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;

/**
 * The cluster of the current kubeconfig, with our CustomResourceDefinition in it; one for all test
 * classes. Without a cluster every test fails and says so.
 *
 * @param minor of its version 1.x
 */
record Cluster(KubernetesClient client, int minor) implements AutoCloseable {

  private static final String CRD = "../deploy/crd/fabriceventstreams.zalando.org.yaml";

  /** From here on the API server keeps the rules (CEL) of a CustomResourceDefinition. */
  private static final int RULES = 29;

  /** From here on the API server tells of unknown fields, and kubectl lets it. */
  private static final int WARNINGS = 25;

  /** Gives each test class the cluster. */
  static final class Fixture implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Cluster.class))
          .computeIfAbsent(Cluster.class, _ -> Cluster.reach(), Cluster.class);
    }
  }

  private static Cluster reach() {
    Kubectl kubectl = new Kubectl();
    Kubectl.Answer answer = kubectl.ask("get", "--raw", "/version", "--request-timeout=15s");
    if (!answer.isOk()) {
      throw new IllegalStateException(
          "the cluster tests need kubectl on the PATH and a current kubeconfig context whose"
              + " cluster answers; kubectl get --raw /version said: "
              + answer.text());
    }
    Cluster cluster =
        new Cluster(
            new KubernetesClientBuilder().withConfig(Config.autoConfigure(null)).build(),
            Integer.parseInt(minor(answer.text())));
    kubectl.ok("apply", "-f", CRD, cluster.unchecked());
    kubectl.ok("wait", "--for=condition=Established", "--timeout=30s", "-f", CRD);
    return cluster;
  }

  private static String minor(String version) {
    JsonNode json = tools.jackson.databind.json.JsonMapper.shared().readTree(version);
    return json.path("minor").asString().replaceAll("\\D", "");
  }

  boolean hasRules() {
    return minor >= RULES;
  }

  boolean warns() {
    return minor >= WARNINGS;
  }

  /** An old kubectl checks by itself and takes what it does not know for a fault. */
  private String unchecked() {
    return "--validate=" + warns();
  }

  /** A namespace of the test's own, with a name that nobody has. */
  Namespace namespace() {
    String name = "fes-test-" + UUID.randomUUID().toString().substring(0, 8);
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return new Namespace(name, client.adapt(KubernetesClient.class), new Kubectl().in(name));
  }

  @Override
  public void close() {
    client.close();
  }
}
